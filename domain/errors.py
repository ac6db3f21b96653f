"""What can go wrong without a bug: the rules refuse, or something outside is not there.

Every one carries facts, never a sentence; ``ui.sentences`` words them in the reader's language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from domain.money import Money


@dataclass(eq=False)
class Trouble(Exception):  # noqa: N818 - it and all below are named for what happened
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


# --- values ---------------------------------------------------------------------------------


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


# --- consumers ------------------------------------------------------------------------------


@dataclass(eq=False)
class ConsumerNotFound(Refusal):
    """No consumer of this office has the number."""

    number: str


@dataclass(eq=False)
class ConsumerNumberTaken(Refusal):
    """A consumer with the number exists already."""

    number: str


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
class ScheduleNotFound(Refusal):
    """No tariff schedule (or version) has this id."""

    schedule: str


# --- money ----------------------------------------------------------------------------------


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
    """This tender needs a reference (a UPI or card transaction, a cheque number)."""

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


# --- files ----------------------------------------------------------------------------------


@dataclass(eq=False)
class FileUnreadable(Refusal):
    """A file could not be read as what it should be; ``reason`` is a code of the reader."""

    name: str
    reason: str
    detail: str = ""


@dataclass(eq=False)
class ColumnsMissing(Refusal):
    """A sheet lacks columns that it must have."""

    name: str
    columns: str


@dataclass(eq=False)
class ColumnsUnknown(Refusal):
    """A sheet has columns that nobody knows."""

    name: str
    columns: str


@dataclass(eq=False)
class FileNotWritten(Unavailable):
    """A file could not be written; ``detail`` is what the system said."""

    path: str
    detail: str


# --- the office and its database -------------------------------------------------------------


@dataclass(eq=False)
class OfficeNotFound(Refusal):
    """The folder holds no office."""

    folder: str


@dataclass(eq=False)
class OfficeExists(Refusal):
    """The folder holds an office already, which is never overwritten."""

    folder: str


@dataclass(eq=False)
class DatabaseNotOurs(Refusal):
    """The file is no database of this program."""

    path: str


@dataclass(eq=False)
class DatabaseNewer(Refusal):
    """The database was written by a newer version of the program."""

    path: str


@dataclass(eq=False)
class DatabaseDamaged(Refusal):
    """The database's pages contradict each other."""

    path: str
    detail: str


@dataclass(eq=False)
class DatabaseReadOnly(Unavailable):
    """The database cannot be written to."""

    path: str


@dataclass(eq=False)
class DatabaseBusy(Unavailable):
    """Another program holds the database; nothing was changed."""

    path: str


@dataclass(eq=False)
class DiskFull(Unavailable):
    """There is no room left on the disk; nothing was changed."""

    path: str


@dataclass(eq=False)
class FolderUnsuitable(Refusal):
    """A network share or synchronised folder cannot hold an office's database safely."""

    folder: str
