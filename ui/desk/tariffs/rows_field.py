"""A small table that is typed, of slabs, load bands, tiers; Ins and Ctrl+Del make and drop rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain.tariff_form import MOST_ROWS, Row
from resources.texts import N_, Texts
from ui.desk.kit.fields import LineField
from ui.desk.kit.parts import Button, Label
from ui.desk.kit.sight import bring_into_sight
from ui.desk.kit.theme import Theme, set_look

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL = Qt.KeyboardModifier.ControlModifier
_MOST_TYPED = 40
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowsField(QWidget):
    """Rows of texts under heads (``N_`` constants); an ``is_open`` table ends without a limit.

    Typing a limit into the last row of an open one brings the row above it.
    """

    changed = Signal()

    def __init__(self, theme: Theme, heads: Sequence[str], *, is_open: bool) -> None:
        super().__init__()
        self._theme, self._messages, self._is_open = theme, tuple(heads), is_open
        self._texts = Texts("en")
        self._cells: list[list[LineField]] = []
        self._removes: list[Button] = []
        self.heads = [Label(head, "label") for head in heads]
        self.add = Button(theme, N_("Add a row"), icon="plus", look="link")
        self.add.clicked.connect(lambda _checked=False: self._insert(len(self._cells)))
        self._grid = QGridLayout()
        self._lay_out()
        self.show_value(())

    def value(self) -> tuple[Row, ...]:
        """Return what is typed, row by row."""
        return tuple(tuple(cell.text() for cell in row) for row in self._cells)

    def show_value(self, rows: Sequence[Row]) -> None:
        """Put rows into the table; there is always one."""
        for number in range(len(self._cells) - 1, -1, -1):
            self._drop(number)
        for row in rows or [self._empty_row()]:
            self._add_row(len(self._cells), row)
        self._renumber()

    def show_problem(self, sentence: str) -> None:
        """Mark the whole table, or nothing of it."""
        for row in self._cells:
            for cell in row:
                cell.show_problem("")
        if sentence:
            self._cells[0][0].show_problem(sentence)

    def show_problem_at(self, row: int, column: int, sentence: str) -> None:
        """Mark one cell."""
        self.cell(row, column).show_problem(sentence)

    def cell(self, row: int, column: int) -> LineField:
        """Return a cell; the nearest one where there is no such."""
        cells = self._cells[max(0, min(row, len(self._cells) - 1))]
        return cells[max(0, min(column, len(cells) - 1))]

    def retranslate(self, _: Texts) -> None:
        """Set heads, names and hints."""
        self._texts = _
        for head in self.heads:
            head.retranslate(_)
        self.add.retranslate(_)
        self._renumber()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._takes(watched, event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _takes(self, watched: QObject, event: QKeyEvent) -> bool:
        place = self._place_of(watched)
        if place is None:
            return False
        row, column = place
        controlled = bool(event.modifiers() & _CONTROL)
        if event.key() == Qt.Key.Key_Insert:
            self._insert(row)
        elif event.key() == Qt.Key.Key_Delete and controlled:
            self._remove(row, column)
        elif event.key() in _ENTER and not controlled:
            return self._go_on(row, column)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._go_to(row + (1 if event.key() == Qt.Key.Key_Down else -1), column)
        else:
            return False
        return True

    def _go_on(self, row: int, column: int) -> bool:
        """Go to the next cell; after the last one the form goes on."""
        if column + 1 < len(self._messages):
            return self._go_to(row, column + 1)
        return self._go_to(row + 1, 0)

    def _go_to(self, row: int, column: int) -> bool:
        if not 0 <= row < len(self._cells):
            return False
        cell = self._cells[row][column]
        cell.setFocus(Qt.FocusReason.TabFocusReason)
        cell.selectAll()
        bring_into_sight(cell)
        return True

    def _insert(self, row: int) -> None:
        if len(self._cells) < MOST_ROWS:
            self._add_row(row, self._empty_row())
            self._renumber()
            self._go_to(row, 0)
            self.changed.emit()

    def _remove(self, row: int, column: int) -> None:
        if len(self._cells) > 1:
            self._drop(row)
            self._renumber()
            self._go_to(min(row, len(self._cells) - 1), column)
            self.changed.emit()

    def _on_typed(self, cell: LineField) -> None:
        place = self._place_of(cell)
        is_last = place == (len(self._cells) - 1, 0)
        if self._is_open and is_last and cell.text().strip() and len(self._cells) < MOST_ROWS:
            self._add_row(len(self._cells), self._empty_row())
            self._renumber()
        self.changed.emit()

    def _empty_row(self) -> Row:
        return tuple("" for _head in self._messages)

    def _add_row(self, number: int, texts: Row) -> None:
        cells = [LineField(most=_MOST_TYPED) for _text in texts]
        for cell, text in zip(cells, texts, strict=True):
            cell.setAlignment(_RIGHT)
            set_look(cell, "cell")
            cell.setText(text)
            cell.changed.connect(lambda cell=cell: self._on_typed(cell))
            cell.installEventFilter(self)
        remove = Button(self._theme, N_("Take the row out"), icon="x", look="quiet")
        remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        remove.clicked.connect(lambda _checked=False: self._remove_by(remove))
        self._cells.insert(number, cells)
        self._removes.insert(number, remove)

    def _remove_by(self, button: Button) -> None:
        self._remove(self._removes.index(button), 0)

    def _drop(self, number: int) -> None:
        for widget in (*self._cells.pop(number), self._removes.pop(number)):
            widget.hide()
            self._grid.removeWidget(widget)
            widget.deleteLater()

    def _renumber(self) -> None:
        """Put every cell into its place, and name it after it."""
        _ = self._texts
        last = len(self._cells) - 1
        before: QWidget = self.add
        for number, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                self._grid.addWidget(cell, number + 1, column)
                name = _(self._messages[column])
                cell.setAccessibleName(_("{column}, row {number}", column=name, number=number + 1))
                is_open = self._is_open and number == last and column == 0
                cell.setPlaceholderText(_("and above") if is_open else "")
                cell.show()
                QWidget.setTabOrder(before, cell)
                before = cell
            remove = self._removes[number]
            self._grid.addWidget(remove, number + 1, len(cells))
            remove.setAccessibleName(_("Take the row out"))
            remove.setToolTip(_("Take the row out"))
            remove.setVisible(last > 0)
        # New cells stood at the end of the window: Tab would have left the form for the frame.
        QWidget.setTabOrder(before, self.add)
        self.setFocusProxy(self._cells[0][0])

    def _place_of(self, watched: QObject) -> tuple[int, int] | None:
        for number, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                if cell is watched:
                    return number, column
        return None

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for column, head in enumerate(self.heads):
            self._grid.addWidget(head, 0, column)
            self._grid.setColumnStretch(column, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(2)
        column_of_all.addLayout(self._grid)
        column_of_all.addLayout(foot)
