"""What is being imported: a file on its way from being chosen to being taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from domain.errors_of_files import CellRefused
from domain.import_columns import ColumnsSaid
from domain.import_sheet import ImportSheet
from domain.importing import Fate, GivenRow, ImportBatch, ImportFile, ImportKind, RowJudged

#: Up to so many rows all are judged again when one is corrected; beyond, only that one.
JUDGED_AGAIN = 5_000
_NO_FILE = ImportFile("", "")
#: By which field a refusal that names none is put right, the surest first: what it carries.
_FIELD_OF = {"meter_serial": "meter_serial", "schedule": "category", "number": "number"}


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row, and what would become of it."""

    given: GivenRow
    judged: RowJudged

    @property
    def line(self) -> int:
        return self.judged.line

    @property
    def subject(self) -> str:
        return self.judged.subject

    @property
    def fate(self) -> Fate:
        return self.judged.fate

    @property
    def refused_field(self) -> str:
        """Which field the row is refused for, as far as it is one."""
        refusal = self.judged.refusal
        if isinstance(refusal, CellRefused):
            return refusal.column
        carried = (name for fact, name in _FIELD_OF.items() if hasattr(refusal, fact))
        return str(getattr(refusal, "field", "")) or next(carried, "")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file: of which kind, as read, with what its columns mean, and its rows judged or not.

    ``text`` is the document of tariffs, which has no columns. ``before``: it was taken in already.
    """

    kind: ImportKind
    path: Path
    sheet: ImportSheet | None = None
    said: ColumnsSaid = field(default_factory=ColumnsSaid)
    text: str = ""
    file: ImportFile = _NO_FILE
    reason: str = ""
    rows: Sequence[PreviewRow] = ()
    before: ImportBatch | None = None

    @property
    def headings(self) -> Sequence[str]:
        """The headings under which refused rows are written out."""
        return self.sheet.headings if self.sheet else ("tariff", "field")

    @property
    def counts(self) -> Counter[Fate]:
        """How many rows go which way."""
        return Counter(row.fate for row in self.rows)

    @property
    def is_judged_row_by_row(self) -> bool:
        """Whether only a corrected row is judged again, not all that it may bear upon."""
        return len(self.rows) > JUDGED_AGAIN

    def with_row(self, row: PreviewRow) -> Chosen:
        """Return the same with one row in place of the one of its line."""
        return replace(self, rows=[row if one.line == row.line else one for one in self.rows])

    def corrected(self, line: int, cells: dict[str, str]) -> list[GivenRow]:
        """Return all rows, one of them with other cells; its texts follow them."""
        return [
            self._corrected(row.given, cells) if row.line == line else row.given
            for row in self.rows
        ]

    def _corrected(self, given: GivenRow, cells: dict[str, str]) -> GivenRow:
        texts = list(given.texts)
        for name, heading in self.said.columns.items():
            if self.sheet is not None and name in cells:
                texts[self.sheet.headings.index(heading)] = cells[name]
        return replace(given, cells={**given.cells, **cells}, texts=tuple(texts))
