"""What can go wrong without a bug: the rules refuse, or something outside is not there.

Every one carries facts, never a sentence; ``ui.sentences`` words them in the reader's language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
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


@dataclass(eq=False)
class FieldUnknown(Refusal):
    """There is no field of this name that could be set."""

    field: str


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


# --- tariffs --------------------------------------------------------------------------------


@dataclass(eq=False)
class TariffFault(Refusal):
    """Something in a tariff that cannot be charged by.

    ``tariff`` is its id (or ``#3``, the third of the document, when it has none); ``field`` is
    the way to the fault: ``fixed_charge.bands[2]``, counted from one.
    """

    tariff: str
    field: str


@dataclass(eq=False)
class TariffFieldMissing(TariffFault):
    """A field that every tariff (or this part of it) must have is absent."""


@dataclass(eq=False)
class TariffFieldUnknown(TariffFault):
    """A field that nobody knows: it is refused, because ignoring it would charge wrongly."""


@dataclass(eq=False)
class TariffFieldTwice(TariffFault):
    """A field stands twice in one object: nobody knows which of the two is meant."""


@dataclass(eq=False)
class TariffFieldsClash(TariffFault):
    """Exactly one of these fields must be given, not several and not none."""

    choices: str


@dataclass(eq=False)
class TariffValueWrong(TariffFault):
    """The value is no ``expected``: document, object, list, pair, text, date, number, switch."""

    value: str
    expected: str


@dataclass(eq=False)
class TariffMoneyNotText(TariffFault):
    """Money or a percentage is given as a number; only a decimal text such as "7.42" is exact."""

    value: str


@dataclass(eq=False)
class TariffNumberUnreadable(TariffFault):
    """The text is no decimal number."""

    value: str


@dataclass(eq=False)
class TariffNumberTooFine(TariffFault):
    """The number has more decimals than can be charged exactly."""

    value: str
    decimals: int


@dataclass(eq=False)
class TariffNumberNegative(TariffFault):
    """A rate, percentage or limit is below zero, or a limit is zero."""

    value: str


@dataclass(eq=False)
class TariffNumberTooHigh(TariffFault):
    """The number is above all that can be right."""

    value: str
    most: str


@dataclass(eq=False)
class TariffChoiceUnknown(TariffFault):
    """The field allows a few words, and this is none of them."""

    value: str
    choices: str


@dataclass(eq=False)
class TariffSlabsMissing(TariffFault):
    """A list of slabs, bands or tiers is empty."""


@dataclass(eq=False)
class TariffSlabsOverlap(TariffFault):
    """A limit is not above the one before it."""

    limit: str
    limit_before: str


@dataclass(eq=False)
class TariffSlabsGap(TariffFault):
    """The last slab or band has a limit: nothing is said about what lies above it."""

    limit: str


@dataclass(eq=False)
class TariffSlabAfterOpen(TariffFault):
    """A slab, band or tier stands after one without a limit, and could never be reached."""


@dataclass(eq=False)
class TariffDatesReversed(TariffFault):
    """A tariff ends on or before the day it begins."""

    valid_from: date
    valid_until: date


@dataclass(eq=False)
class TariffIdTwice(TariffFault):
    """Two tariffs of the document have one id."""


@dataclass(eq=False)
class TariffKnown(TariffFault):
    """The office has a tariff with this id, with other content; what was charged by stays."""


@dataclass(eq=False)
class TariffChargedLater(TariffFault):
    """A version cannot end on ``valid_until``: a day from then on was charged by it."""

    day: date


@dataclass(eq=False)
class TariffVersionsOverlap(TariffFault):
    """Two versions of one schedule hold on one day."""

    schedule: str
    other: str
    day: date


@dataclass(eq=False)
class TariffNameAmbiguous(TariffFault):
    """An id is also the name of another schedule: a category could mean either."""

    schedule: str
    other: str


@dataclass(eq=False)
class TariffSchemeTwice(TariffFault):
    """One kind of subsidy scheme stands twice on one tariff."""

    kind: str


@dataclass(eq=False)
class TariffSubsidyAboveRate(TariffFault):
    """The subsidy per unit is above the energy rate where free units are counted."""

    subsidy: str
    rate: str


# --- files ----------------------------------------------------------------------------------


@dataclass(eq=False)
class FileUnreadable(Refusal):
    """A file could not be read as what it should be; ``reason`` is a :class:`FileReason`."""

    name: str
    reason: str
    detail: str = ""


class FileReason(StrEnum):
    """Why a file cannot be read: the codes of :class:`FileUnreadable`."""

    NOT_FOUND = "not_found"
    NOT_A_FILE = "not_a_file"
    NOT_PERMITTED = "not_permitted"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    HAS_NUL = "has_nul"
    DUPLICATE_COLUMN = "duplicate_column"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    OLD_EXCEL = "old_excel"
    NOT_EXCEL = "not_excel"
    DAMAGED = "damaged"
    ZIP_BOMB = "zip_bomb"
    HAS_ENTITIES = "has_entities"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_SLOW = "too_slow"
    NOT_A_SHEET = "not_a_sheet"


@dataclass(eq=False)
class RowRagged(Refusal):
    """A row has another number of cells than the sheet has columns."""

    cells: int
    columns: int


@dataclass(eq=False)
class RowBroken(Refusal):
    """A row of a CSV file opens a quotation mark that is not closed, or closes it too soon."""


@dataclass(eq=False)
class CellRefused(Refusal):
    """A cell of a row does not hold what its column needs; ``refusal`` says why."""

    column: str
    refusal: Refusal


@dataclass(eq=False)
class FormulaWithoutValue(Refusal):
    """A cell holds a formula whose value was never stored; another program wrote the sheet."""

    column: str


@dataclass(eq=False)
class CellInError(Refusal):
    """A cell shows an error of Excel, such as ``#N/A``."""

    column: str
    value: str


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
class SheetTooLong(Refusal):
    """A sheet has more rows than an Excel book can hold."""

    rows: int
    most: int


@dataclass(eq=False)
class TariffsUnreadable(Refusal):
    """A file of tariffs is no JSON; ``detail`` is where it fails."""

    name: str
    detail: str


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
    """There is no room left on the disk; nothing half done was kept."""

    path: str


@dataclass(eq=False)
class DiskFailed(Unavailable):
    """The disk could not be read or written, though it has room; nothing half done was kept.

    A commit that could not be synced may have been done all the same: ask again by the same id.
    """

    path: str


@dataclass(eq=False)
class BackupNotWhole(Refusal):
    """The books in a backup do not pass their check, so that no office is made of them."""

    path: str
    problems: int


@dataclass(eq=False)
class FolderUnsuitable(Refusal):
    """A network share or synchronised folder cannot hold an office's database safely."""

    folder: str
