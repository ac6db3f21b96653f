"""What can go wrong with imports, and why something of one cannot be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import Refusal, Unavailable
from domain.errors_of_tariffs import TariffFault


@dataclass(eq=False)
class ImportNotFound(Refusal):
    """There is no import under this id."""

    id: str


@dataclass(eq=False)
class ImportGoingOn(Unavailable):
    """Another import is under way; one at a time changes the books."""

    by: str
    since: datetime


@dataclass(eq=False)
class ImportUndoneBefore(Refusal):
    """Nothing of the import is left that could be taken back."""

    file: str


@dataclass(eq=False)
class ImportNotDecided(Refusal):
    """What the import asked for still waits for a second person, who can put it aside."""

    file: str


@dataclass(eq=False)
class FileChanged(Refusal):
    """The file is not the one that was looked at: it was written over meanwhile."""

    name: str


@dataclass(eq=False)
class ColumnNeeded(Refusal):
    """Nothing says what stands in a field that every row needs."""

    field: str


@dataclass(eq=False)
class ColumnTwice(Refusal):
    """One column is said to mean two things."""

    heading: str


@dataclass(eq=False)
class DatesAmbiguous(Refusal):
    """The dates of a column can be read both ways; somebody has to say which."""

    heading: str


# Why a row stays


@dataclass(eq=False)
class ConsumerCharged(Refusal):
    """A day of the consumer was charged."""

    number: str


@dataclass(eq=False)
class ConsumerPaid(Refusal):
    """Money of the consumer has moved, or waits to be decided on."""

    number: str


@dataclass(eq=False)
class ConsumerHasArrears(Refusal):
    """A debt of the consumer was booked."""

    number: str


@dataclass(eq=False)
class ConsumerHasOrders(Refusal):
    """The AMISP was ordered something at the consumer's meter, or will be."""

    number: str


@dataclass(eq=False)
class ConsumerChangedSince(Refusal):
    """The consumer was changed after the import."""

    number: str


@dataclass(eq=False)
class MeterOfOthers(Refusal):
    """The consumer's meter hung at another one's as well."""

    number: str
    meter_serial: str


@dataclass(eq=False)
class ReadConsumed(Refusal):
    """A day was charged by the read."""

    meter_serial: str
    read_at: datetime


@dataclass(eq=False)
class ReadDecided(Refusal):
    """A person let the read count."""

    meter_serial: str
    read_at: datetime


@dataclass(eq=False)
class TariffInUse(Refusal):
    """Days were charged by the version, or consumers are on a tariff that has no other."""

    tariff: str


@dataclass(eq=False)
class TariffEndMoved(Refusal):
    """The version ends on another day by now, or another one holds after it."""

    tariff: str
    until: date


@dataclass(eq=False)
class ArrearsMoved(Refusal):
    """Something of the debt was paid, or its plan has ended."""

    number: str


@dataclass(eq=False)
class TariffTakenBack(TariffFault):
    """The office has taken the version with this id back; its id is used up."""
