"""The rows somebody chose, on the clipboard as Excel takes them: headings, tabs, plain figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from domain.calendar import IST
from domain.money import PAISE_PER_RUPEE
from domain.register import Cell, CellKind
from resources.texts import Texts
from ui.desk.kit.columns import Column
from ui.desk.kit.desk import Desk
from ui.desk.kit.paged_table import ColumnsModel, PagedTableModel
from ui.desk.kit.table import Table

#: More than this is taken out of the office by an export, with a reason.
MOST_ROWS = 1_000
#: What a spreadsheet takes for a formula, also in full width and behind spaces.
_FORMULA = re.compile(r"'*\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_PARTS_CELLS = re.compile(r"\s+")


class RowCopies(QObject):
    """Puts the rows that are chosen in a table on the clipboard; those not read yet are read."""

    def __init__(self, table: Table, desk: Desk) -> None:
        super().__init__(table)
        self._table, self._desk = table, desk
        table.let_choose_rows()
        table.copy_requested.connect(self.copy)

    def copy(self) -> None:
        """Copy the rows that are chosen, in the columns that are seen."""
        _, model, places = self._desk.texts, self._table.model(), self._table.chosen_places()
        if not isinstance(model, ColumnsModel) or not places:
            return
        if len(places) > MOST_ROWS:
            told = _(
                "At most {most} rows are copied at once. Export the list to have all of them.",
                most=f"{MOST_ROWS:,}",
            )
            self._desk.toasts.show(told, "warning")
            return
        columns = self._table.shown_columns()
        if isinstance(model, PagedTableModel):
            keys = [model.key_at(place) for place in places]
            task = self._desk.tasks.read(self, lambda _progress: model.fetched(keys))
            task.succeeded.connect(lambda rows: self._put(columns, rows))
            task.failed.connect(self._desk.show_failure)
        else:
            rows = [model.row_at(place) for place in places]
            self._put(columns, [row for row in rows if row is not None])

    def _put(self, columns: Sequence[Column], rows: Sequence[Any]) -> None:
        _ = self._desk.texts
        QGuiApplication.clipboard().setText(copied(columns, rows, _))
        words = _("One row is copied.")
        if len(rows) != 1:
            words = _("{count} rows are copied.", count=f"{len(rows):,}")
        self._desk.toasts.show(words)


def copied(columns: Sequence[Column], rows: Sequence[Any], _: Texts) -> str:
    """Return rows with their headings as Excel takes them from the clipboard."""
    lines = [[_text(_(column.title)) for column in columns]]
    lines += [[_cell(column, row, _) for column in columns] for row in rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def _cell(column: Column, row: Any, _: Texts) -> str:
    """Return a cell: an amount without sign and groups, a text that is never a formula."""
    cell: Cell = column.cell(row, _)
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell.astimezone(IST):%Y-%m-%d %H:%M:%S}"
        case date():
            return cell.isoformat()
        case int() if column.kind is CellKind.MONEY:
            rupees, paise = divmod(abs(cell), PAISE_PER_RUPEE)
            return f"{'-' if cell < 0 else ''}{rupees}.{paise:02}"
        case int():
            return str(cell)
        case _:
            return _text(cell)


def _text(words: str) -> str:
    plain = _PARTS_CELLS.sub(" ", words).strip()
    return f"'{plain}" if _FORMULA.match(plain) else plain
