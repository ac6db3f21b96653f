"""The consumer picker: a line for number, name, mobile or meter, and what it finds below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from domain.consumer import ConsumerRow
from resources.texts import N_, Texts
from ui.desk.kit.columns import Column, money_column
from ui.desk.kit.fields import SearchField
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Label
from ui.desk.kit.table import ROW_PX, Table
from ui.desk.kit.theme import Theme, set_look
from ui.desk.kit.words import status_badge

MOST_FOUND = 8
_LEAST_WIDTH_PX = 760
#: What stands in the code of a receipt is longer than anything one types.
_MOST_SCANNED = 500
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ConsumerPicker(QWidget):
    """Finds a consumer while one types; Up and Down choose, Enter takes, a scanned number too."""

    #: What to search for, a breath after the last key.
    search_requested = Signal(str)
    #: Enter on a text with nothing chosen below it: a number, a scanned meter, half a name.
    entered = Signal(str)
    #: A consumer was chosen from those found: the number.
    chosen = Signal(str)
    #: A row that is still being looked for was gone to and taken: the clerk goes on to type.
    awaited = Signal()
    #: The clerk types something else: whoever was chosen is not meant any more.
    left = Signal()
    #: Esc where nothing typed is to be taken back.
    step_back_requested = Signal()

    def __init__(self, theme: Theme, _: Texts) -> None:
        super().__init__()
        #: Whether the clerk typed since something was taken; a late search must not pop up then.
        self._is_looking = False
        self._is_shown_text = False
        #: The text that was searched for last.
        self._asked = ""
        #: So many rows down the clerk went, and Enter, before the rows had come.
        self._steps_ahead, self._takes_ahead = 0, False
        #: The text that was put here for who was taken last; Esc brings it back.
        self._as_it_was = ""
        self._label = Label(N_("Consumer"), "label")
        self.line = SearchField(theme)
        self.line.setMaxLength(_MOST_SCANNED)
        set_look(self.line, "big")
        self._problem = Label("", "problem", wraps=True)
        self._problem.hide()
        self.found = FoundConsumers(theme, _, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for widget in (self._label, self.line, self._problem):
            column.addWidget(widget)
        self.setFocusProxy(self.line)
        self.line.installEventFilter(self)
        self.line.search_requested.connect(self._on_search_requested)
        self.line.changed.connect(self._on_changed)
        self.found.table.opened.connect(lambda row: self._choose(row.number))

    def show_found(self, rows: Sequence[ConsumerRow]) -> None:
        """Offer what was found for the text that stands here, or take what is waited for."""
        if self._steps_ahead and self._asked == self.line.value():
            self._go_ahead(rows)
        elif self.line.hasFocus() and self.line.value():
            self.found.show_rows(rows, self.line)

    def show_text(self, text: str) -> None:
        """Put a text into the line without searching for it."""
        self._is_shown_text = True
        self._as_it_was = text
        self.line.setText(text)
        self._is_shown_text = False
        self._is_looking = False
        self.found.hide()

    def show_problem(self, sentence: str) -> None:
        """Say below the line what is wrong; an empty sentence takes it away."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self.line.show_problem(sentence)

    @property
    def problem(self) -> str:
        """The sentence that stands below the line now."""
        return self._problem.text()

    def retranslate(self, _: Texts) -> None:
        """Set the words."""
        self._label.retranslate(_)
        self.line.setAccessibleName(_("Consumer"))
        self.line.setPlaceholderText(_("Number, name, mobile or meter"))
        self.found.model.retranslate(_)
        self.found.table.setAccessibleName(_("Consumers found"))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._takes(event) or super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut and not self.found.underMouse():
            self.found.hide()
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            self._enter()
            return True
        if event.key() == Qt.Key.Key_Escape:
            return self._step_back()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.found.isVisible():
            self.found.step(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if event.key() == Qt.Key.Key_Down and self._is_looking and self.line.value():
            # Hands are quicker than a search; what was found for other letters is not meant.
            self._steps_ahead += 1
            return True
        return False

    def _step_back(self) -> bool:
        """Put away what was found, bring back who was meant; False where Esc is not for us."""
        if self.found.isVisible():
            self.found.hide()
            return True
        if self._as_it_was and self.line.text() != self._as_it_was:
            number = self._as_it_was
            self.show_text(number)
            self.show_problem("")
            self.chosen.emit(number)
            return True
        if self._as_it_was:
            # Left to itself, the line would be emptied and the consumer let go.
            self.step_back_requested.emit()
        return bool(self._as_it_was)

    def _enter(self) -> None:
        row = self.found.chosen_row() if self.found.isVisible() else None
        if row:
            self._choose(row.number)
        elif self._steps_ahead:
            self._takes_ahead = True
            self.awaited.emit()
        elif self.line.value():
            self._is_looking = False
            self.found.hide()
            self.entered.emit(self.line.value())

    def _go_ahead(self, rows: Sequence[ConsumerRow]) -> None:
        """Do with the rows what the clerk did before they had come."""
        steps, takes = self._steps_ahead, self._takes_ahead
        self._steps_ahead, self._takes_ahead = 0, False
        if takes and rows:
            self._is_looking = False
            self._choose(rows[min(steps, len(rows)) - 1].number)
        elif takes:
            self._is_looking = False
            self.entered.emit(self.line.value())
        else:
            self.found.show_rows(rows, self.line)
            for _step in range(steps):
                self.found.step(1)

    def _choose(self, number: str) -> None:
        self.found.hide()
        self.chosen.emit(number)

    def _on_search_requested(self, text: str) -> None:
        if text and self._is_looking:
            self._asked = text
            self.search_requested.emit(text)

    def _on_changed(self) -> None:
        if self._is_shown_text:
            return
        self._is_looking = True
        self._steps_ahead, self._takes_ahead = 0, False
        self.show_problem("")
        # What was found for other letters must not be chosen by an Enter for these.
        self.found.table.clearSelection()
        self.found.is_stepped = False
        if not self.line.value():
            self.found.hide()
        self.left.emit()


class FoundConsumers(QFrame):
    """What was found, over the page and below the line; the line keeps the keys."""

    def __init__(self, theme: Theme, _: Texts, picker: QWidget) -> None:
        super().__init__(picker)
        self._theme = theme
        self.is_stepped = False
        set_look(self, "overlay")
        self.model = ListTableModel(_columns(), _, self, key=lambda row: row.number)
        self.table = Table(theme, "found")
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.show_model(self.model)
        self.table.clicked.connect(lambda _index: self.table.opened.emit(self.table.current_row()))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.table)
        self.hide()

    def show_rows(self, rows: Sequence[ConsumerRow], line: QWidget) -> None:
        """Show these below the line; none at all when there are none."""
        self.model.set_rows(rows)
        self.is_stepped = False
        self.table.clearSelection()
        self.setVisible(bool(rows))
        if rows:
            self._place(line, len(rows))

    def step(self, by: int) -> None:
        """Go to the next row, or the one before."""
        place = self.table.currentIndex().row() + by if self.is_stepped else 0
        self.is_stepped = True
        self.table.go_to_place(max(0, min(place, self.model.rowCount() - 1)))

    def chosen_row(self) -> ConsumerRow | None:
        """Return the row that the clerk went to with the keys, or None."""
        row = self.table.current_row() if self.is_stepped else None
        return row if isinstance(row, ConsumerRow) else None

    def _place(self, line: QWidget, rows: int) -> None:
        host = line.window()
        self.setParent(host)
        corner = line.mapTo(host, QPoint(0, line.height() + 2))
        width = max(line.width(), self._theme.px(_LEAST_WIDTH_PX))
        height = self._theme.px(ROW_PX) * (rows + 1) + 10
        self.setGeometry(
            corner.x(),
            corner.y(),
            min(width, host.width() - corner.x() - 8),
            min(height, host.height() - corner.y() - 8),
        )
        self.show()
        self.raise_()


def _columns() -> list[Column]:
    return [
        Column("number", N_("Number"), lambda row, _: row.number, width=84, is_strong=True),
        Column("name", N_("Name"), lambda row, _: row.name, stretches=True),
        Column("mobile", N_("Mobile"), lambda row, _: row.mobile, width=98),
        Column("meter", N_("Meter"), lambda row, _: row.meter_serial, width=98),
        money_column("balance", N_("Balance"), lambda row: row.balance, width=116),
        Column(
            "status",
            N_("Status"),
            badge=lambda row, _: status_badge(row.status, _),
            width=120,
        ),
    ]
