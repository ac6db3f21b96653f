"""Settlement files as banks and gateways send them: any columns, headings below other lines."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from domain.errors_of_files import FileReason, FileUnreadable
from domain.settlement_columns import guessed_columns
from domain.settling import NEEDED_FIELDS, SettlementRow, SettlementTable
from integrations.plain_text import plain
from integrations.spreadsheets.csv_file import raw_rows
from integrations.spreadsheets.headed import fitted, headings_of, is_filled
from integrations.spreadsheets.reading import content_of, is_excel
from integrations.spreadsheets.table import REASON_COLUMN, Limits, RawRow

_MOST_NAME = 120
#: A bank's own name, the account and the period stand above the headings.
_HEADINGS_WITHIN = 40


def read_settlement(
    path: Path,
    *,
    limits: Limits = Limits(),  # noqa: B008 - it is frozen
) -> SettlementTable:
    """Return what a settlement file holds, CSV or Excel; :class:`FileUnreadable` otherwise.

    The headings are the first row with a usual one for the reference and one for the amount, else
    the first of all. Rows that are bad in themselves come with their fault.
    """
    content = content_of(path, limits)
    rows = _rows(path, content, limits)
    place = _place_of_headings(rows)
    headings = headings_of(rows[place].cells)
    body = [_fitted(row, headings) for row in rows[place + 1 :] if row.fault or is_filled(row)]
    has_reasons = headings[-1:] == [REASON_COLUMN]
    if not body or not headings:
        raise FileUnreadable(path.name, FileReason.EMPTY)
    return SettlementTable(
        name=plain(path.name, _MOST_NAME),
        sha256=hashlib.sha256(content).hexdigest(),
        headings=tuple(headings[:-1] if has_reasons else headings),
        rows=[_without_reason(row) for row in body] if has_reasons else body,
    )


def _rows(path: Path, content: bytes, limits: Limits) -> list[RawRow]:
    if not is_excel(path, content):
        return raw_rows(path.name, content, limits, headings_within=_HEADINGS_WITHIN)
    # Only who imports from Excel waits for its reader to load.
    from integrations.spreadsheets import excel_file  # noqa: PLC0415 - see above

    found = excel_file.excel_rows(path.name, content, limits)
    place = _place_of_headings([RawRow(row.line, row.texts) for row in found])
    header = found[place].texts
    return [excel_file.raw_row(row, header) for row in found]


def _place_of_headings(rows: Sequence[RawRow]) -> int:
    for place, row in enumerate(rows[:_HEADINGS_WITHIN]):
        guessed = guessed_columns(row.cells)
        if all(field in guessed for field in NEEDED_FIELDS):
            return place
    return next((place for place, row in enumerate(rows) if is_filled(row)), 0)


def _fitted(row: RawRow, headings: Sequence[str]) -> SettlementRow:
    texts, fault = fitted(row, len(headings))
    return SettlementRow(row.line, tuple(texts), fault)


def _without_reason(row: SettlementRow) -> SettlementRow:
    return SettlementRow(row.line, row.texts[:-1], row.fault)
