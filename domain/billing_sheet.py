"""The daily billing sheet: one row per consumer, by business date, with its totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from domain.office import Office


class ReadState(StrEnum):
    """Whether the day had a closing read."""

    RECEIVED = "received"
    MISSING = "missing"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """The rows of a sheet, column by column: equally long, in the order of the rows.

    Money in paise, energy in Wh, load in W; ``status`` and ``read`` hold the values of
    ``credit.Status`` and :class:`ReadState`; ``tariff`` is the id of the version used.
    ``closing_paise`` = opening + recharges + other - total.
    """

    number: Sequence[str]
    name: Sequence[str]
    category: Sequence[str]
    tariff: Sequence[str]
    load_w: Sequence[int]
    meter_serial: Sequence[str]
    feeder: Sequence[str]
    read: Sequence[str]
    energy_wh: Sequence[int]
    mtd_wh: Sequence[int]
    opening_paise: Sequence[int]
    recharges_paise: Sequence[int]
    other_paise: Sequence[int]
    ec_paise: Sequence[int]
    fuel_paise: Sequence[int]
    fc_paise: Sequence[int]
    duty_paise: Sequence[int]
    rent_paise: Sequence[int]
    subsidy_paise: Sequence[int]
    rebate_paise: Sequence[int]
    total_paise: Sequence[int]
    closing_paise: Sequence[int]
    status: Sequence[str]

    def __len__(self) -> int:
        return len(self.number)


#: The columns that add up, in the order of the sheet.
SUMMED = (
    "energy_wh",
    "opening_paise",
    "recharges_paise",
    "other_paise",
    "ec_paise",
    "fuel_paise",
    "fc_paise",
    "duty_paise",
    "rent_paise",
    "subsidy_paise",
    "rebate_paise",
    "total_paise",
    "closing_paise",
)

COLUMN_NAMES = tuple(field.name for field in fields(SheetColumns))


@dataclass(frozen=True, slots=True)
class SheetTotal:
    """The sums of the rows that share a value of one column; ``sums`` in the order of SUMMED."""

    value: str
    consumers: int
    sums: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BillingSheet:
    """The sheet of one day, with what its cover says."""

    office: Office
    day: date
    made_at: datetime
    made_by: str
    columns: SheetColumns
    #: Where the books stood when it was made: ``PAT1.1:1234:9f86d081884c7d65``.
    anchor: str = ""

    def total(self) -> SheetTotal:
        """Return the sums over all rows."""
        rows = range(len(self.columns))
        return self._total("", rows)

    def totals_by(self, column: str) -> list[SheetTotal]:
        """Return the sums by the values of a text column, in the order of the values."""
        groups: dict[str, list[int]] = {}
        for row, value in enumerate(getattr(self.columns, column)):
            groups.setdefault(value, []).append(row)
        return [self._total(value, groups[value]) for value in sorted(groups)]

    def tariffs(self) -> list[str]:
        """Return the ids of the tariff versions used, each once, in order."""
        return sorted(set(self.columns.tariff) - {""})

    def _total(self, value: str, rows: Sequence[int]) -> SheetTotal:
        sums = tuple(
            sum(column[row] for row in rows)
            for column in (getattr(self.columns, name) for name in SUMMED)
        )
        return SheetTotal(value, len(rows), sums)
