"""What can go wrong without a bug: the rules refuse, or something outside is not there.

Every one carries facts, never a sentence; ``ui.sentences`` words them in the reader's language.
Here are those of values, consumers and money; every other noun has its ``errors_of_...``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from domain.money import Money


@dataclass(eq=False)
class Trouble(Exception):
    """What a program foresees: its fields are the facts."""

    @property
    def code(self) -> str:
        """The name that programs know it by: ``consumer_not_found``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    @property
    def facts(self) -> dict[str, Any]:
        """What is known about it, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return ", ".join(f"{name}={value}" for name, value in self.facts.items())


class Refusal(Trouble):
    """A request that the rules refuse; the clerk is told why, and nothing was changed."""


class Unavailable(Trouble):
    """Something outside is missing or busy; the same request may succeed later."""


# Values


@dataclass(eq=False)
class NotAnAmount(Refusal):
    """A text that is no amount of rupees and paise."""

    text: str


@dataclass(eq=False)
class NotAnEnergy(Refusal):
    """A text that is no number of kWh (or kW) with at most three decimals."""

    text: str


@dataclass(eq=False)
class NotADay(Refusal):
    """A text that is no date."""

    text: str


@dataclass(eq=False)
class DayAmbiguous(Refusal):
    """A date such as 03/04/2026, which may mean March or April."""

    text: str


@dataclass(eq=False)
class NotAnInstant(Refusal):
    """A text that is no instant such as 2026-05-02T00:00:00+05:30."""

    text: str


@dataclass(eq=False)
class FieldMissing(Refusal):
    """A field that has to be filled is empty."""

    field: str


@dataclass(eq=False)
class FieldNotAllowed(Refusal):
    """A field holds something that it cannot hold."""

    field: str
    value: str


@dataclass(eq=False)
class FieldTooLong(Refusal):
    """A text is longer than its field allows."""

    field: str
    most: int


@dataclass(eq=False)
class FieldOutOfRange(Refusal):
    """A number lies outside what its field allows; the bounds as people write them."""

    field: str
    value: str
    least: str
    most: str


@dataclass(eq=False)
class FieldUnknown(Refusal):
    """There is no field of this name that could be set."""

    field: str


# Consumers


@dataclass(eq=False)
class ConsumerNotFound(Refusal):
    """No consumer of this office has the number."""

    number: str


@dataclass(eq=False)
class ConsumerNumberTaken(Refusal):
    """A consumer with the number exists already."""

    number: str


@dataclass(eq=False)
class ConsumerIsClosed(Refusal):
    """The consumer's supply has ended for good; no money is taken for it."""

    number: str


@dataclass(eq=False)
class ConsumerFieldsRefused(Refusal):
    """Fields of a consumer's form that cannot be as they are: a refusal each, by name."""

    refusals: dict[str, Refusal]


@dataclass(eq=False)
class MeterTaken(Refusal):
    """The meter is on the wall of another consumer on that day."""

    meter_serial: str
    number: str


@dataclass(eq=False)
class UseChanges(Refusal):
    """An import would change a rated field of a known consumer; that takes a dated change."""

    number: str
    field: str


@dataclass(eq=False)
class DayIsCharged(Refusal):
    """A change or a read is dated before the last day that was charged for the consumer."""

    number: str
    day: date
    charged_until: date


@dataclass(eq=False)
class DayInTheFuture(Refusal):
    """A day that has not ended yet cannot be charged, nor a read be taken in it."""

    day: date
    today: date


@dataclass(eq=False)
class NobodySupplied(Refusal):
    """On that day the office supplied nobody yet: there is no sheet of it."""

    day: date


@dataclass(eq=False)
class MeterNotFound(Refusal):
    """No consumer of this office has the meter."""

    meter_serial: str


@dataclass(eq=False)
class ReadNotHeld(Refusal):
    """No read of the meter at this instant waits for a person."""

    meter_serial: str
    read_at: datetime


@dataclass(eq=False)
class ReadAlreadyPassed(Refusal):
    """A held read cannot count any more: one taken at that time or later was charged."""

    meter_serial: str
    read_at: datetime
    charged_read_at: datetime


@dataclass(eq=False)
class ReadStillImpossible(Refusal):
    """A held read contradicts a valid one so that it cannot be released."""

    meter_serial: str
    read_at: datetime


@dataclass(eq=False)
class ReadInTheFuture(Refusal):
    """A read is dated after the present instant."""

    meter_serial: str
    read_at: datetime


@dataclass(eq=False)
class RowTwice(Refusal):
    """A row says again what another row of the file said."""

    line: int


# Money


@dataclass(eq=False)
class AmountOutOfRange(Refusal):
    """A recharge below the least or above the most that the office accepts."""

    amount: Money
    least: Money
    most: Money


@dataclass(eq=False)
class TenderUnknown(Refusal):
    """The office takes no money in this way."""

    tender: str


@dataclass(eq=False)
class ReferenceMissing(Refusal):
    """The tender needs a reference (a UPI or card transaction, a cheque number)."""

    tender: str


@dataclass(eq=False)
class OrderIdReused(Refusal):
    """An order with this id was posted before, with other content."""

    order_id: str


@dataclass(eq=False)
class ReceiptNotFound(Refusal):
    """No receipt of this office has the number."""

    number: str


@dataclass(eq=False)
class DayNotCharged(Refusal):
    """The consumer has no charge for the day."""

    number: str
    day: date
