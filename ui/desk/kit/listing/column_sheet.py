"""Which columns a table shows, and in which order: chosen in a sheet over it, seen at once."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from resources.texts import N_, Texts
from ui.desk.kit.arrangement import Arrangement
from ui.desk.kit.desk import Desk
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Button, Label
from ui.desk.kit.table import Table

_SIZE = (420, 430)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEY_ROLE = Qt.ItemDataRole.UserRole


class ColumnSheet(TypedSheet):
    """A list of the columns: Space shows or hides one, Alt with an arrow moves it, Enter closes."""

    def __init__(self, host: QWidget, desk: Desk, table: Table) -> None:
        super().__init__(host, desk.theme, *_SIZE)
        self._desk, self._table = desk, table
        self.heading = Label(N_("Columns"), "heading")
        self.hint = Label(
            N_("Space shows or hides a column, Alt+Up and Alt+Down move it."), "muted", wraps=True
        )
        self.columns = _Columns()
        self.up = Button(desk.theme, N_("Up"), icon="chevron-up")
        self.down = Button(desk.theme, N_("Down"), icon="chevron-down")
        self.reset = Button(desk.theme, N_("As usual"), icon="rotate-ccw", look="link")
        self.done = Button(desk.theme, N_("Done"), look="primary", key="Esc")
        self._lay_out()
        self.columns.itemChanged.connect(lambda _item: self._arrange())
        self.columns.move_requested.connect(self._move)
        self.up.clicked.connect(lambda _checked=False: self._move(-1))
        self.down.clicked.connect(lambda _checked=False: self._move(1))
        self.reset.clicked.connect(lambda _checked=False: self._reset())
        self.done.clicked.connect(lambda _checked=False: self.put_away())
        table.let_arrange()
        table.columns_requested.connect(lambda _at: self.choose())
        self.retranslate(desk.texts)

    def choose(self) -> None:
        """Let somebody choose."""
        self._show_columns()
        self.open()
        self.columns.setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.heading, self.hint, self.up, self.down, self.reset, self.done):
            part.retranslate(_)
        self.columns.setAccessibleName(_("Columns"))
        if self.isVisible():
            self._show_columns()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        buttons = (self.up, self.down, self.reset)
        if event.key() in _ENTER and not any(button.hasFocus() for button in buttons):
            self.put_away()
        else:
            super().keyPressEvent(event)

    def _show_columns(self) -> None:
        arrangement = self._table.arrangement
        place = max(self.columns.currentRow(), 0)
        blocker = QSignalBlocker(self.columns)
        self.columns.clear()
        for column in arrangement.in_order(self._table.all_columns()):
            item = QListWidgetItem(self._desk.texts(column.title))
            item.setData(_KEY_ROLE, column.key)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
            )
            is_shown = arrangement.shows(column)
            item.setCheckState(Qt.CheckState.Checked if is_shown else Qt.CheckState.Unchecked)
            self.columns.addItem(item)
        self.columns.setCurrentRow(place)
        blocker.unblock()

    def _move(self, by: int) -> None:
        place = self.columns.currentRow()
        if not 0 <= place + by < self.columns.count():
            return
        blocker = QSignalBlocker(self.columns)
        self.columns.insertItem(place + by, self.columns.takeItem(place))
        self.columns.setCurrentRow(place + by)
        blocker.unblock()
        self._arrange()

    def _arrange(self) -> None:
        """Show the table as the list says; one column always stays."""
        items = [self.columns.item(place) for place in range(self.columns.count())]
        shown = {item.data(_KEY_ROLE): item.checkState() == Qt.CheckState.Checked for item in items}
        if not any(shown.values()):
            self._show_columns()
            return
        self._table.rearrange(Arrangement(tuple(shown), shown, self._table.arrangement.widths))

    def _reset(self) -> None:
        self._table.rearrange(Arrangement())
        self._show_columns()
        self.columns.setFocus()

    def _lay_out(self) -> None:
        moves = QHBoxLayout()
        for button in (self.up, self.down, self.reset):
            moves.addWidget(button)
        moves.addStretch(1)
        moves.addWidget(self.done)
        self.body.setSpacing(8)
        for part in (self.heading, self.hint):
            self.body.addWidget(part)
        self.body.addWidget(self.columns, 1)
        self.body.addLayout(moves)


class _Columns(QListWidget):
    """The columns; Alt with an arrow asks to move the one in use."""

    #: By so many places.
    move_requested = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.move_requested.emit(steps[event.key()])
        elif event.key() in {Qt.Key.Key_Escape, *_ENTER}:
            event.ignore()
        else:
            super().keyPressEvent(event)
