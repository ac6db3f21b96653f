"""Ctrl+M: everything that was told, the newest first, with what can still be done about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from domain.calendar import IST
from resources.texts import N_, Texts
from ui.desk.kit.messages import Message, Messages
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Button, EmptyState, Label, scrolling
from ui.desk.kit.sight import scroll_to
from ui.desk.kit.theme import Theme, set_look

_SIZE = (640, 420)
_ICONS = {"good": "circle-check", "warning": "triangle-alert", "bad": "circle-alert"}


class MessageList(TypedSheet):
    """Lists the messages; arrows go through them, Enter does what one offers, Ctrl+C copies it."""

    def __init__(self, host: QWidget, theme: Theme, messages: Messages) -> None:
        super().__init__(host, theme, *_SIZE)
        self._messages, self._texts = messages, Texts()
        self.title = Label(N_("Messages"), "title")
        self.copy = Button(theme, N_("Copy all"), icon="copy", look="quiet")
        self.clear = Button(theme, N_("Clear"), icon="x", look="quiet")
        self.empty = EmptyState(theme, "bell", N_("What the desk tells you is kept here."))
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self._area = scrolling(self._list)
        self.rows: list[MessageRow] = []
        self._lay_out()
        self.copy.clicked.connect(self._copy_all)
        self.clear.clicked.connect(messages.clear)
        messages.changed.connect(self._on_changed)

    def show_messages(self) -> None:
        """Open with what was told so far; by this all of it is read."""
        self._fill()
        self.open()
        self._start()
        self._messages.show_all_read()

    def retranslate(self, _: Texts) -> None:
        """Set the words; what was told stays in the language it was told in."""
        self._texts = _
        for part in (self.title, self.copy, self.clear, self.empty):
            part.retranslate(_)
        if self.isVisible():
            self._fill()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_m = event.key() == Qt.Key.Key_M
        if is_m and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.copy)
        head.addWidget(self.clear)
        self.body.addLayout(head)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self._area, 1)

    def _on_changed(self) -> None:
        if self.isVisible() and [row.message for row in self.rows] != self._messages.all():
            self._fill()
            self._start()

    def _fill(self) -> None:
        for old in self.rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        told = self._messages.all()
        self.rows = [MessageRow(self._theme, message, self._texts) for message in told]
        for place, row in enumerate(self.rows):
            self._column.insertWidget(place, row)
            row.action.clicked.connect(lambda _checked=False, row=row: self._act(row.message))
            row.copy.clicked.connect(lambda _checked=False, row=row: _to_clipboard([row]))
            row.put_away.clicked.connect(
                lambda _checked=False, row=row: self._messages.forget(row.message)
            )
            row.installEventFilter(self)
        self.empty.setVisible(not told)
        for part in (self._area, self.copy, self.clear):
            part.setVisible(bool(told))

    def _start(self) -> None:
        if self.rows:
            self.rows[0].setFocus()
        else:
            self.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, MessageRow) and isinstance(event, QKeyEvent):
            is_pressed = event.type() == QEvent.Type.KeyPress
            return is_pressed and self._answers(watched, event)
        return super().eventFilter(watched, event)

    def _answers(self, row: MessageRow, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            _to_clipboard([row])
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(row, 1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act(row.message)
        elif event.key() == Qt.Key.Key_Delete:
            self._messages.forget(row.message)
        else:
            return False
        return True

    def _step(self, row: MessageRow, by: int) -> None:
        place = max(0, min(self.rows.index(row) + by, len(self.rows) - 1))
        self.rows[place].setFocus()
        scroll_to(self.rows[place])

    def _act(self, message: Message) -> None:
        if message.act:
            self.put_away()
            message.act()

    def _copy_all(self) -> None:
        _to_clipboard(self.rows)


class MessageRow(QFrame):
    """One message: when, how grave, the words, what can be done; its buttons for the mouse."""

    def __init__(self, theme: Theme, message: Message, _: Texts) -> None:
        super().__init__()
        set_look(self, "message")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.message = message
        self.time = Label("", "muted")
        self.time.setText(f"{message.at.astimezone(IST):%H:%M}")
        self.icon = QLabel()
        token = message.tone if message.tone in _ICONS else "accent"
        self.icon.setPixmap(theme.pixmap(_ICONS.get(message.tone, "info"), token, 16))
        self.words = Label("", wraps=True)
        self.words.setText(message.words)
        self.action = Button(theme, look="link")
        self.action.setText(message.action_words)
        self.copy = Button(theme, icon="copy", look="quiet")
        self.put_away = Button(theme, icon="x", look="quiet")
        self.copy.setAccessibleName(_("Copy"))
        self.put_away.setAccessibleName(_("Put away"))
        self.setAccessibleName(self.told)
        self._lay_out()

    @property
    def told(self) -> str:
        """Time and words, as they are copied."""
        return f"{self.time.text()}  {self.message.words}"

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 2, 2)
        row.addWidget(self.time)
        row.addWidget(self.icon)
        row.addWidget(self.words, 1)
        for button in (self.action, self.copy, self.put_away):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        self.copy.setToolTip(f"{self.copy.accessibleName()}  Ctrl+C")
        self.action.setVisible(self.message.act is not None)


def _to_clipboard(rows: list[MessageRow]) -> None:
    QGuiApplication.clipboard().setText("\n".join(row.told for row in rows))
