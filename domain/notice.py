"""Notices: what a consumer below zero is told on paper: how much, since when, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.money import Money
from domain.office import Office


@dataclass(frozen=True, slots=True)
class Dues:
    """How a balance came to be below zero: it adds up.

    ``before``: the balance on the morning of ``since``, the day on which it fell below zero.
    ``charged`` is what days took since, ``paid`` what came in, ``other`` all else with its sign:
    instalments of arrears, dishonoured cheques.
    """

    since: date
    before: Money
    charged: Money
    paid: Money
    other: Money

    @property
    def balance(self) -> Money:
        return self.before - self.charged + self.paid + self.other


class Stand(StrEnum):
    """What a notice can say of the disconnection."""

    #: Supply is off; it comes back by a payment.
    OFF = "off"
    #: It may be disconnected now.
    AT_ONCE = "at_once"
    #: It may be from an instant on.
    FROM = "from"
    #: Something holds it of which nobody can say when it ends.
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Notice:
    """What one consumer is told; ``to_pay`` ends the matter, ``part_to_pay`` does once for a time.

    ``code``: the text of a UPI code for the amount, "" where the office takes none.
    """

    number: str
    name: str
    address: str
    schedule: str
    load_w: int
    feeder: str
    language: str
    balance: Money
    dues: Dues | None
    arrears: Money
    to_pay: Money
    part_to_pay: Money | None
    rest_days: int
    stand: Stand
    pay_by: datetime | None
    within_minutes: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class NoticeBatch:
    """Notices that were made at one moment, with where the books then stood."""

    office: Office
    made_at: datetime
    anchor: str
    policy: str
    notices: Sequence[Notice]

    @property
    def due(self) -> Money:
        """What all of them come to."""
        return Money(-sum(one.balance.paise for one in self.notices))
