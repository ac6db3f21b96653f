"""Consumers: who is supplied, what rating needs to know of them from which day on, and forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.credit import Status, SupplyState
from domain.energy import NO_ENERGY, Energy
from domain.money import ZERO, Money


class Phase(StrEnum):
    """How many phases the connection has."""

    SINGLE = "1"
    THREE = "3"


@dataclass(frozen=True, slots=True)
class NewConsumer:
    """A consumer as entered; checked by :func:`domain.services.supplying.create_consumer`.

    ``load_w`` in W, ``meter_factor`` in thousandths (1000 = the register counts in kWh),
    ``billed_from`` the first day that is charged (by default ``connected_on``). ``said`` are the
    columns that a row of a sheet had: of a known consumer the others are left as they are.
    """

    number: str
    name: str
    category: str
    load_w: int
    meter_serial: str
    connected_on: date
    guardian: str = ""
    address: str = ""
    mobile: str = ""
    email: str = ""
    language: str = "hi"
    phase: Phase = Phase.SINGLE
    meter_factor: int = 1000
    feeder: str = ""
    dtr: str = ""
    opening_balance: Money = ZERO
    billed_from: date | None = None
    initial: Energy | None = None
    month_to_date: Energy = NO_ENERGY
    said: frozenset[str] | None = field(default=None, compare=False)

    def says(self, column: str) -> bool:
        """Whether the field of a column was given at all; on a form all of them are."""
        return self.said is None or column in self.said


#: Fields that rating uses: they change by a dated version.
DATED_FIELDS = (
    "category",
    "load_kw",
    "phase",
    "meter_serial",
    "meter_factor",
    "feeder",
    "dtr",
    "supply_state",
)
#: Fields that only say who and where: they change at once, the history keeps the old ones.
CONTACT_FIELDS = ("name", "guardian", "address", "mobile", "email", "language")
#: By what a list of consumers can be put in order.
ORDERS = ("number", "name", "balance", "load")


@dataclass(frozen=True, slots=True)
class ConsumerQuery:
    """What a list of consumers shows: search text, filters that must all hold, and the order.

    ``text`` is matched as beginnings of words against number, name, mobile and meter; then as
    fragments of the last two, and as names sound; then, when hardly anybody is found, as names
    that are a letter wrong. In that order they stand in the list. Of several statuses, schedules
    (``categories``) or feeders one has to fit; of several tags all. ``balance_from`` is included,
    ``balance_below`` is not. ``order_by`` is one of :data:`ORDERS`.
    """

    text: str = ""
    statuses: tuple[Status, ...] = ()
    categories: tuple[str, ...] = ()
    feeders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    balance_from: Money | None = None
    balance_below: Money | None = None
    #: Nobody ever paid for it since it is prepaid.
    is_never_recharged: bool = False
    #: No read closed this day: it was charged without one, or none is there to charge it by.
    read_missing_on: date | None = None
    #: A row of the import with this id took it on, changed it, read its meter or planned its dues.
    import_id: str = ""
    order_by: str = "number"
    descending: bool = False
    #: Only by beginnings: where money follows, nobody is meant who merely sounds like it.
    is_literal: bool = False
    #: Numbers are looked for in everything but mobiles: asked by whom may not know them.
    is_without_mobiles: bool = False

    @property
    def has_filters(self) -> bool:
        """Whether anything but text and order is asked for."""
        asked = ConsumerQuery(
            text=self.text,
            order_by=self.order_by,
            descending=self.descending,
            is_literal=self.is_literal,
            is_without_mobiles=self.is_without_mobiles,
        )
        return self != asked


@dataclass(frozen=True, slots=True)
class ConsumerRow:
    """A consumer as a list shows it."""

    id: int
    number: str
    name: str
    mobile: str
    meter_serial: str
    category: str
    load_w: int
    feeder: str
    balance: Money
    days_left: int | None
    status: Status
    emergency_until: date | None


@dataclass(frozen=True, slots=True)
class ConsumerTotals:
    """What the consumers of a list come to; ``negative`` is the part of those below zero."""

    consumers: int
    balance: Money
    negative: Money


@dataclass(frozen=True, slots=True)
class ConsumerList:
    """Everybody whom a query found, as the books stood at one moment: its anchor says where."""

    rows: Sequence[ConsumerRow]
    totals: ConsumerTotals
    made_at: datetime
    anchor: str


@dataclass(frozen=True, slots=True)
class Consumer:
    """Everything the office keeps of one consumer, as of today."""

    id: int
    number: str
    name: str
    guardian: str
    address: str
    mobile: str
    email: str
    language: str
    category: str
    load_w: int
    phase: Phase
    meter_serial: str
    meter_factor: int
    feeder: str
    dtr: str
    supply_state: SupplyState
    connected_on: date
    billed_from: date
    last_charged_on: date | None
    month_to_date: Energy
    balance: Money
    negative_since: date | None
    emergency_until: date | None
    days_left: int | None
    mean_daily_paise: int | None
    status: Status
    last_recharge_on: date | None
    last_recharge: Money | None
    opening_balance: Money = ZERO
    initial: Energy | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one consumer, from one day on; values as people write them."""

    number: str
    effective_on: date
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A recorded state of the rated fields or of the contact, newest first in lists."""

    effective_on: date
    recorded_at: datetime
    by: str
    values: Mapping[str, str] = field(default_factory=dict)
