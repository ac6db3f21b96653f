"""The rows of a register and the sums at their foot, both exactly below each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from domain.calendar import IST
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
_MARGIN_PX, _LETTER_PX = 22, 7.6
_TIME_PX, _MOMENT_PX, _RECEIPT_PX = 66, 148, 182
_LEAST_STRETCHING_PX = 124
_RECEIPTS = frozenset({"number", "instead"})
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
#: What of a receipt is left out for want of room, the lowest first.
_GIVING_WAY = {"reference": 2, "by": 3, "state": 4}
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
    """A table for one set of columns, with its sums pinned at the foot.

    Of one day only the time of a moment is shown.
    """

    #: Enter on a row that has a consumer: the number.
    consumer_requested = Signal(str)

    def __init__(
        self, columns: Sequence[RegisterColumn], theme: Theme, _: Texts, *, is_of_one_day: bool
    ) -> None:
        super().__init__()
        self._theme, self._columns = theme, tuple(columns)
        self._is_of_one_day = is_of_one_day
        self._consumer = next(
            (place for place, column in enumerate(columns) if column.key == "consumer"), -1
        )
        self.table, self.sums = Table(theme, "register"), Table(theme, "sums")
        self.model = RegisterModel(self._shown(_), _, self)
        self.sums_model = RegisterModel(self._summed(_), _, self)
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
        self.model.columns = tuple(self._shown(_))
        self.sums_model.columns = tuple(self._summed(_))
        self.model.retranslate(_)
        self.sums_model.retranslate(_)
        self.table.setAccessibleName(_("Rows of the register"))
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

    def _shown(self, _: Texts) -> list[Column]:
        """Return the columns as the desk shows them."""
        keys = [column.key for column in self._columns]
        stretching = next((key for key in _STRETCHING if key in keys), keys[0])
        return [
            self._column(place, column, _, stretches=column.key == stretching)
            for place, column in enumerate(self._columns)
        ]

    def _column(self, place: int, column: RegisterColumn, _: Texts, *, stretches: bool) -> Column:
        worded = column_of(column, _, {})
        is_time = self._is_of_one_day and column.kind is CellKind.MOMENT
        width = _width_of(column, worded, least=_TIME_PX if is_time else 0)
        return Column(
            column.key,
            COLUMNS[column.key].title,
            _time_at(place) if is_time else _words_at(place, worded),
            min(width, _LEAST_STRETCHING_PX) if stretches else width,
            is_number=column.kind in FIGURES,
            stretches=stretches,
            gives_way=self._gives_way(column.key),
            tone=_tone_at(place, column),
        )

    def _gives_way(self, key: str) -> int:
        """Return when a column is left out for want of room: amounts are to stay in sight."""
        keys = {column.key for column in self._columns}
        # The number of a receipt says at which counter it was taken.
        if key == "counter":
            return 1 if "number" in keys else 0
        return _GIVING_WAY.get(key, 0) if "undone" in keys else 0

    def _summed(self, _: Texts) -> list[Column]:
        """Return the columns of the foot: sums where there are any, and the word for it."""
        return [
            Column(
                column.key,
                upper.title,
                _sum_at(place, column, _),
                upper.width,
                is_number=upper.is_number,
                is_strong=True,
                stretches=upper.stretches,
                gives_way=upper.gives_way,
            )
            for place, (column, upper) in enumerate(zip(self._columns, self._shown(_), strict=True))
        ]

    def _fit(self) -> None:
        self.sums.verticalHeader().setDefaultSectionSize(self._theme.px(_SUM_PX))
        self.sums.setFixedHeight(self._theme.px(_SUM_PX) + 2)

    def _on_opened(self, _row: object) -> None:
        if number := self.selected_consumer():
            self.consumer_requested.emit(number)


def _width_of(column: RegisterColumn, worded: SheetColumn, *, least: int) -> int:
    """Return how wide a column is on the screen; its heading has room in every language."""
    if column.key in _RECEIPTS:
        return _RECEIPT_PX
    if column.kind is CellKind.MOMENT and not least:
        return _MOMENT_PX
    by_heading = round(len(worded.title) * _LETTER_PX) + _MARGIN_PX
    return max(least or round(worded.width * _PIXELS_A_POINT) + 10, by_heading)


def _words_at(place: int, worded: SheetColumn) -> Callable[[Any, Texts], str]:
    if worded.kind is CellKind.MONEY:
        return lambda row, _: "" if row[place] is None else amount_text(Money(row[place]))
    return lambda row, _: worded.text(row[place], _.month_names)


def _time_at(place: int) -> Callable[[Any, Texts], str]:
    return lambda row, _: f"{row[place].astimezone(IST):%H:%M}" if row[place] else ""


def _sum_at(place: int, column: RegisterColumn, _: Texts) -> Callable[[Any, Texts], str]:
    if column.adds_up:
        return _words_at(place, column_of(column, _, {}))
    return _total_word if place == 0 else _no_words


def _no_words(_row: object, _: Texts) -> str:
    return ""


def _total_word(_row: object, _: Texts) -> str:
    return _("Total")


def _tone_at(place: int, column: RegisterColumn) -> Callable[[Any], Tone] | None:
    if column.kind is CellKind.MONEY:
        return lambda row: _money_tone(row[place] or 0)
    if column.key in _TONED:
        return lambda row: _TONES.get(row[place] or "", "")
    return None


def _money_tone(paise: int) -> Tone:
    """Return how an amount looks: what is none steps back."""
    if paise < 0:
        return "bad"
    return "" if paise else "muted"
