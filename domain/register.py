"""Registers: what an office prints and files, each with a control total tied to the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.errors import FieldMissing, FieldNotAllowed
from domain.errors_of_counter import PeriodReversed
from domain.head import head_of
from domain.office import Actor, Office
from domain.tender import Tender

#: A longer stretch of the collection is added up by day unless somebody asks for each receipt.
MOST_DAYS_RECEIPT_BY_RECEIPT = 7


class RegisterKind(StrEnum):
    """The registers of the counter. Source: domain page, section 8."""

    COLLECTION = "collection"
    CASH_CLOSING = "cash_closing"
    DAY_BOOK = "day_book"
    CHEQUES = "cheques"
    DUPLICATES = "duplicates"
    CANCELLATIONS = "cancellations"
    DISHONOURS = "dishonours"
    ARREAR_PLANS = "arrear_plans"
    RECEIPTS_OF_CONSUMER = "receipts_of_consumer"
    SERIES = "series"


class GroupBy(StrEnum):
    """By what a collection is added up."""

    RECEIPT = ""
    DAY = "day"
    COUNTER = "counter"
    CLERK = "by"
    TENDER = "tender"
    HEAD = "head"


class CellKind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    #: A word of the program, translated where it is shown: a tender, a state.
    WORD = "word"
    MONEY = "money"
    COUNT = "count"
    DAY = "day"
    MOMENT = "moment"


#: By which fields of a query each register can be narrowed down.
FILTERS: Mapping[RegisterKind, frozenset[str]] = {
    RegisterKind.COLLECTION: frozenset({"counter", "by", "tender", "head", "group_by"}),
    RegisterKind.CASH_CLOSING: frozenset({"counter"}),
    RegisterKind.DAY_BOOK: frozenset({"counter"}),
    RegisterKind.CHEQUES: frozenset({"counter", "by"}),
    RegisterKind.DUPLICATES: frozenset({"by"}),
    RegisterKind.CANCELLATIONS: frozenset({"by"}),
    RegisterKind.DISHONOURS: frozenset({"by"}),
    RegisterKind.ARREAR_PLANS: frozenset(),
    RegisterKind.RECEIPTS_OF_CONSUMER: frozenset({"consumer_number"}),
    RegisterKind.SERIES: frozenset({"counter"}),
}


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column: its key (the edge finds the heading), what its cells are, whether it adds up."""

    key: str
    kind: CellKind
    adds_up: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """The control total: what the register adds up to, and what the ledger says by itself.

    Paise, or a number of things where ``kind`` is COUNT.
    """

    #: What is compared, a key that the edge words: ``collected``, ``cash_deposited``.
    key: str
    register: int
    ledger: int
    kind: CellKind = CellKind.MONEY

    @property
    def agrees(self) -> bool:
        return self.register == self.ledger


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """Which rows are asked for; days in India, both included; empty: any.

    It checks itself when made: a filter that the register does not know is refused.
    """

    kind: RegisterKind
    since: date
    until: date
    counter: int | None = None
    by: str = ""
    tender: str = ""
    head: str = ""
    consumer_number: str = ""
    #: Of the collection register: what its rows are added up by, empty for each receipt.
    group_by: str = GroupBy.RECEIPT

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise PeriodReversed(self.since, self.until)
        self._refuse_unfit_filters()
        if self.kind is RegisterKind.RECEIPTS_OF_CONSUMER and not self.consumer_number:
            raise FieldMissing("consumer")
        if self.group_by not in set(GroupBy):
            raise FieldNotAllowed("group_by", self.group_by)
        if self.tender and self.tender not in set(Tender):
            raise FieldNotAllowed("tender", self.tender)
        if self.head:
            head_of(self.head)

    @property
    def is_by_head(self) -> bool:
        """Whether the collection is looked at by what was paid for, not in what form."""
        return bool(self.head) or self.group_by == GroupBy.HEAD

    def _refuse_unfit_filters(self) -> None:
        for field in ("by", "tender", "head", "consumer_number", "group_by"):
            value = str(getattr(self, field))
            if value and field not in FILTERS[self.kind]:
                raise FieldNotAllowed(field, value)
        if self.counter is not None and "counter" not in FILTERS[self.kind]:
            raise FieldNotAllowed("counter", str(self.counter))
        # No tender of a receipt pays for one of its heads: asked for both there is no answer.
        if self.is_by_head and (self.tender or self.group_by == GroupBy.TENDER):
            raise FieldNotAllowed("tender", self.tender or self.group_by)


def usual_grouping(kind: RegisterKind, since: date, until: date) -> GroupBy:
    """Return by what a register is added up while nobody says: a long collection by day."""
    is_long = (until - since).days >= MOST_DAYS_RECEIPT_BY_RECEIPT
    return GroupBy.DAY if kind is RegisterKind.COLLECTION and is_long else GroupBy.RECEIPT


#: A cell: text, whole paise for MONEY, a number for COUNT, a date, an aware instant, or nothing.
Cell = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class Register:
    """A register as it is shown, printed and filed."""

    office: Office
    query: RegisterQuery
    columns: Sequence[RegisterColumn]
    rows: Sequence[Sequence[Cell]]
    #: By key of the column: sums of the columns that add up.
    totals: Mapping[str, int]
    controls: Sequence[Control]
    made_at: datetime
    made_by: str
    anchor: str = ""

    @property
    def agrees(self) -> bool:
        """Whether every control total is what the ledger says."""
        return all(control.agrees for control in self.controls)


class Registers(Protocol):
    """The registers of an office."""

    def register(self, query: RegisterQuery, actor: Actor) -> Register:
        """Return a register; a look at one of a consumer is noted."""
