"""The rows of a register and the sums at their foot, both exactly below each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from domain.money import Money
from domain.register import Cell, CellKind, Register, RegisterColumn
from domain.register_sheet import FIGURES, SheetColumn
from resources.texts import Texts
from ui.desk.kit.columns import Column, Tone, amount_text
from ui.desk.kit.paged_table import AnyIndex, ColumnsModel
from ui.desk.kit.parts import Card
from ui.desk.kit.table import Table
from ui.desk.kit.theme import Theme
from ui.register_words import COLUMNS, column_of

_NOWHERE = QModelIndex()
_SUM_PX = 28
#: So many pixels of the screen are a point of paper; letters there are larger.
_PIXELS_A_POINT = 1.36
#: What somebody should not pass over, by its code.
_TONES: Mapping[str, Tone] = {
    "cancelled": "bad",
    "transferred": "warning",
    "dishonoured": "bad",
    "cleared": "good",
    "gap": "bad",
    "lost": "warning",
}
_TONED = frozenset({"state", "undone_as", "cheque_state", "gap"})
#: The first of these takes what room is left.
_STRETCHING = ("name", "reason", "account", "gap", "reference", "by")


class RegisterModel(ColumnsModel):
    """The rows of a register, worded when they are seen: a month of receipts costs no words."""

    def __init__(self, columns: Sequence[Column], _: Texts, parent: QObject) -> None:
        super().__init__(columns, _, parent)
        self._rows: Sequence[Sequence[Cell]] = ()

    def set_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show these rows, in this order."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def row_at(self, number: int) -> Sequence[Cell]:
        return self._rows[number]

    @override
    def key_at(self, number: int) -> object:
        return number

    @override
    def place_of(self, key: object) -> int:
        return key if isinstance(key, int) and key < len(self._rows) else -1


class RegisterRows(QWidget):
    """A table for one set of columns, with its sums pinned at the foot."""

    #: Enter on a row that has a consumer: the number.
    consumer_requested = Signal(str)

    def __init__(self, columns: Sequence[RegisterColumn], theme: Theme, _: Texts) -> None:
        super().__init__()
        self._theme, self._columns = theme, tuple(columns)
        self._consumer = next(
            (place for place, column in enumerate(columns) if column.key == "consumer"), -1
        )
        self.table, self.sums = Table(theme, "register"), Table(theme, "sums")
        self.model = RegisterModel(_shown(columns, _), _, self)
        self.sums_model = RegisterModel(_summed(columns, _), _, self)
        self._lay_out()
        self.table.opened.connect(self._on_opened)
        theme.changed.connect(self._fit)
        self._fit()

    def show_register(self, register: Register, _: Texts) -> None:
        """Show the rows of a register that has these columns."""
        self.model.set_rows(register.rows)
        totals = [register.totals.get(column.key) for column in self._columns]
        self.sums_model.set_rows([totals] if register.totals and register.rows else [])
        self.sums.setVisible(bool(register.totals and register.rows))
        if register.rows and self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)

    def selected_consumer(self) -> str | None:
        """Return the number of the consumer of the row in use."""
        row: Any = self.table.current_row()
        return str(row[self._consumer]) if row is not None and self._consumer >= 0 else None

    def retranslate(self, _: Texts) -> None:
        """Word heads and cells anew."""
        self.model.columns = tuple(_shown(self._columns, _))
        self.sums_model.columns = tuple(_summed(self._columns, _))
        self.model.retranslate(_)
        self.sums_model.retranslate(_)
        self.table.setAccessibleName(_("Register"))
        self.sums.setAccessibleName(_("Sums"))

    def _lay_out(self) -> None:
        self.table.show_model(self.model)
        self.sums.show_model(self.sums_model)
        self.sums.horizontalHeader().hide()
        self.sums.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sums.setSelectionMode(Table.SelectionMode.NoSelection)
        self.sums.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Both as wide as the other, with rows to scroll or without.
        for table in (self.table, self.sums):
            table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.table.horizontalScrollBar()
        bar.valueChanged.connect(self.sums.horizontalScrollBar().setValue)
        self.table.horizontalHeader().sectionResized.connect(
            lambda place, _old, width: self.sums.horizontalHeader().resizeSection(place, width)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.table, 1)
        column.addWidget(Card(look="line"))
        column.addWidget(self.sums)

    def _fit(self) -> None:
        self.sums.verticalHeader().setDefaultSectionSize(self._theme.px(_SUM_PX))
        self.sums.setFixedHeight(self._theme.px(_SUM_PX) + 2)

    def _on_opened(self, _row: object) -> None:
        if number := self.selected_consumer():
            self.consumer_requested.emit(number)


def _shown(columns: Sequence[RegisterColumn], _: Texts) -> list[Column]:
    """Return the columns as the desk shows them."""
    keys = [column.key for column in columns]
    stretching = next((key for key in _STRETCHING if key in keys), keys[0] if keys else "")
    return [
        _column(place, column, column_of(column, _, {}), is_wide=column.key == stretching)
        for place, column in enumerate(columns)
    ]


def _column(place: int, column: RegisterColumn, worded: SheetColumn, *, is_wide: bool) -> Column:
    return Column(
        column.key,
        COLUMNS[column.key].title,
        _words_at(place, worded),
        round(worded.width * _PIXELS_A_POINT) + 10,
        is_number=column.kind in FIGURES,
        is_strong=column.key in {"number", "net"},
        stretches=is_wide,
        tone=_tone_at(place, column),
    )


def _words_at(place: int, worded: SheetColumn) -> Callable[[Any, Texts], str]:
    if worded.kind is CellKind.MONEY:
        return lambda row, _: "" if row[place] is None else amount_text(Money(row[place]))
    return lambda row, _: worded.text(row[place], _.month_names)


def _tone_at(place: int, column: RegisterColumn) -> Callable[[Any], Tone] | None:
    if column.kind is CellKind.MONEY:
        return lambda row: "bad" if (row[place] or 0) < 0 else ""
    if column.key in _TONED:
        return lambda row: _TONES.get(row[place] or "", "")
    return None


def _summed(columns: Sequence[RegisterColumn], _: Texts) -> list[Column]:
    """Return the columns of the foot: sums where there are any, and the word for it."""
    shown = []
    for place, (column, upper) in enumerate(zip(columns, _shown(columns, _), strict=True)):
        words = _words_at(place, column_of(column, _, {})) if column.adds_up else _no_words
        shown.append(
            Column(
                column.key,
                upper.title,
                _total_word if place == 0 and not column.adds_up else words,
                upper.width,
                is_number=upper.is_number,
                is_strong=True,
                stretches=upper.stretches,
            )
        )
    return shown


def _no_words(_row: object, _: Texts) -> str:
    return ""


def _total_word(_row: object, _: Texts) -> str:
    return _("Total")
