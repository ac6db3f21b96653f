"""The series of receipt numbers: what was given out, what is there, and the gaps, of which none.

Numbers that a restored office lost are known as lost; they are no gap, and never given out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from domain.calendar import day_number, financial_year
from domain.ledger import EntryKind
from domain.register import Cell, CellKind, Control
from storage.listings.registers.columns import columns
from storage.listings.registers.looking import Found, Look

_SERIES = (
    "SELECT s.counter, s.financial_year, s.incarnation, s.last_number,"
    " coalesce(r.there, 0) AS there, r.first, r.last FROM series s"
    " LEFT JOIN (SELECT counter, financial_year, incarnation, count(*) AS there,"
    "   min(running_number) AS first, max(running_number) AS last FROM receipt"
    "   WHERE office_id = :office_id AND financial_year BETWEEN :first_year AND :last_year"
    "   GROUP BY counter, financial_year, incarnation) r"
    "  ON r.counter = s.counter AND r.financial_year = s.financial_year"
    "  AND r.incarnation = s.incarnation"
    " WHERE s.office_id = :office_id AND s.financial_year BETWEEN :first_year AND :last_year"
)
#: Where a number does not follow the one before it, within a series.
_GAPS = (
    "SELECT counter, financial_year, incarnation, before + 1 AS first, running_number - 1 AS last"
    " FROM (SELECT r.counter, r.financial_year, r.incarnation, r.running_number,"
    "   lag(r.running_number, 1, CAST(0 AS bigint)) OVER (PARTITION BY r.counter, r.financial_year,"
    "    r.incarnation ORDER BY r.running_number) AS before FROM receipt r"
    "  WHERE r.office_id = :office_id"
    "  AND r.financial_year BETWEEN :first_year AND :last_year{narrowed}) g"
    " WHERE running_number > before + 1"
)
_LOST = (
    "SELECT counter, financial_year, incarnation, first_number AS first, last_number AS last"
    " FROM series_lost WHERE office_id = :office_id"
    " AND financial_year BETWEEN :first_year AND :last_year"
)
_ENTRIES = (
    "SELECT count(*) FROM journal_entry j WHERE j.office_id = :office_id"
    " AND j.business_day BETWEEN :first_day AND :last_day"
    f" AND j.kind = '{EntryKind.RECHARGE.value}'"
)
SERIES, GAP, LOST = "series", "gap", "lost"
_ORDER = (SERIES, GAP, LOST)
_FIRST_MONTH = 4


def series(look: Look) -> Found:
    """Return each series of the years, then its gaps and its lost numbers, a row for each."""
    first, last = financial_year(look.query.since), financial_year(look.query.until)
    years = {"first_year": first, "last_year": last}
    narrowed = look.where(counter="counter")
    found = look.rows(_SERIES + look.where(counter="s.counter"), **years)
    gaps = list(look.rows(_GAPS.format(narrowed=look.where(counter="r.counter")), **years))
    gaps += [_AtTheEnd.of(row) for row in found if row.last_number > (row.last or 0)]
    lost = look.rows(_LOST + narrowed, **years)
    rows = sorted(
        [
            *((_place(row), _series_cells(look, row, gaps)) for row in found),
            *((_place(row, GAP), _range_cells(look, row, GAP)) for row in gaps),
            *((_place(row, LOST), _range_cells(look, row, LOST)) for row in lost),
        ],
        key=lambda placed: placed[0],
    )
    there = sum(row.there for row in found)
    days = {"first_day": _first_day(first), "last_day": _first_day(last, years_on=1) - 1}
    entries = look.number(_ENTRIES + look.where(counter="j.counter"), **days)
    return Found(
        columns("series", "gap", "first", "last", "given_out", "there", "missing"),
        [cells for _placed, cells in rows],
        [
            Control(
                "numbers_given_out", there, sum(row.last_number for row in found), CellKind.COUNT
            ),
            Control("receipts_posted", there, entries, CellKind.COUNT),
        ],
    )


@dataclass(frozen=True, slots=True)
class _AtTheEnd:
    """Numbers that were given out after the last one of which there is a receipt."""

    counter: int
    financial_year: str
    incarnation: int
    first: int
    last: int

    @classmethod
    def of(cls, row: Any) -> Self:
        first = (row.last or 0) + 1
        return cls(row.counter, row.financial_year, row.incarnation, first, row.last_number)


def _place(row: Any, what: str = SERIES) -> tuple[Any, ...]:
    first = 0 if what == SERIES else row.first
    series_of = (row.incarnation, row.counter, row.financial_year)
    return (*series_of, _ORDER.index(what), first)


def _series_cells(look: Look, row: Any, gaps: Sequence[Any]) -> Sequence[Cell]:
    own = _place(row)[:3]
    missing = sum(gap.last - gap.first + 1 for gap in gaps if _place(gap)[:3] == own)
    return (*(_name(look, row), SERIES, row.first, row.last, row.last_number, row.there, missing),)


def _range_cells(look: Look, row: Any, what: str) -> Sequence[Cell]:
    return (_name(look, row), what, row.first, row.last, None, None, None)


def _name(look: Look, row: Any) -> str:
    """Return what the numbers of a series begin with: ``PAT1/02/2026-27``."""
    prefix = replace(look.office, incarnation=row.incarnation).series_prefix
    return f"{prefix}/{row.counter:02}/{row.financial_year}"


def _first_day(year: str, *, years_on: int = 0) -> int:
    """Return the number of the day on which a financial year begins, or a later one."""
    return day_number(date(int(year[:4]) + years_on, _FIRST_MONTH, 1))
