"""Refused cells, put right where they stand: the rows of an import with a line to write in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from typing_extensions import override

from resources.texts import Texts
from ui.desk.importing.chosen import PreviewRow
from ui.desk.kit.fields import LineField
from ui.desk.kit.paged_table import AnyIndex, ListTableModel
from ui.desk.kit.table import CellDelegate
from ui.desk.kit.theme import Theme
from ui.import_words import FIELDS

REFUSED_CELL = "refused_cell"
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_MOST = 400


def refused_cell(row: PreviewRow, _texts: Texts) -> str:
    """Return what stands in the cell that a row is refused for."""
    return row.given.cells.get(row.refused_field, "")


class RefusedCellsModel(ListTableModel):
    """Rows of a file; of a refused one the cell it is refused for can be written anew."""

    #: A cell was written anew: its row, its field and the text.
    written = Signal(object, str, str)
    #: The fields that are columns of the file; only those can be written.
    fields: Collection[str] = ()

    @property
    def place_of_cell(self) -> int:
        """Where the column stands that shows refused cells."""
        return [column.key for column in self.columns].index(REFUSED_CELL)

    def field_at(self, place: int) -> str:
        """Return the field that can be written anew in a row, or nothing."""
        row = self.row_at(place) if 0 <= place < self.rowCount() else None
        field = row.refused_field if isinstance(row, PreviewRow) else ""
        return field if field in self.fields else ""

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        usual = super().flags(index)
        is_cell = index.isValid() and index.column() == self.place_of_cell
        if is_cell and self.field_at(index.row()):
            return usual | Qt.ItemFlag.ItemIsEditable
        return usual

    @override
    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        is_cell = index.isValid() and index.column() == self.place_of_cell
        return super().data(index, _DISPLAY if role == _EDIT and is_cell else role)

    @override
    def setData(self, index: AnyIndex, value: Any, role: int = _EDIT) -> bool:
        field = self.field_at(index.row())
        if role != _EDIT or not field:
            return False
        self.written.emit(self.row_at(index.row()), field, str(value).strip())
        return True


class CellField(LineField):
    """A cell being written; Enter is its own: the table would open the row by it."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()


class RefusedCellDelegate(CellDelegate):
    """Cells as everywhere, and a line to write in where one can be written."""

    def __init__(self, theme: Theme, parent: QWidget, _: Texts) -> None:
        super().__init__(theme, parent)
        self._texts = _

    def retranslate(self, _: Texts) -> None:
        """Name fields in the language of now."""
        self._texts = _

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        model = index.model()
        field = model.field_at(index.row()) if isinstance(model, RefusedCellsModel) else ""
        line = CellField(parent, most=_MOST, selects_all=True)
        line.setAccessibleName(self._texts(FIELDS.get(field, field)))
        return line

    @override
    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        if isinstance(editor, CellField):
            editor.show_value(index.data(_EDIT))
            editor.selectAll()
