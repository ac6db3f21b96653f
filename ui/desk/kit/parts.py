"""The small parts of a page: buttons, cards, big figures, pills, empty states, confirm strips."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6 import QtGui
from PySide6.QtCore import QKeyCombination, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from domain.money import Money
from resources.texts import Texts
from ui.desk.kit.columns import Badge, amount_text
from ui.desk.kit.theme import Theme, set_look

SPACE = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: The key by which a grave question is answered with yes.
GRAVE_YES = "Alt+Y"
_GRAVE_YES = QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Y)


class Button(QPushButton):
    """A button whose icon follows the theme; ``look`` is primary, danger, quiet, link or nothing.

    ``text`` is an ``N_`` constant, shown by :meth:`retranslate`; ``key`` is shown behind it.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        icon: str = "",
        look: str = "",
        key: str = "",
    ) -> None:
        super().__init__()
        self._theme, self._message, self._icon_name, self._key = theme, text, icon, key
        self.setAutoDefault(False)
        set_look(self, look)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def retranslate(self, _: Texts) -> None:
        """Show the words, with the key behind them."""
        words = _(self._message)
        self.setAccessibleName(words)
        shown = words.replace("&", "&&")
        shown = f"{shown}   {self._key}" if self._key else shown
        # Fusion sets icon and words too close to each other.
        self.setText(f" {shown}" if self._icon_name else shown)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        # Qt presses by Space alone; an Enter that is held down presses once.
        if arg__1.key() in _ENTER and not arg__1.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not arg__1.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(arg__1)

    def show_icon(self, name: str) -> None:
        """Carry another icon."""
        self._icon_name = name
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        if self._icon_name:
            tokens = {"primary": "on_accent", "danger": "bad", "link": "accent"}
            token = tokens.get(str(self.property("look")), "text")
            self.setIcon(self._theme.icon(self._icon_name, token))


class ElidedButton(Button):
    """A button that gives way: its words are shortened where there is little room."""

    def __init__(self, theme: Theme, text: str, *, icon: str = "", least: int = 150) -> None:
        super().__init__(theme, text, icon=icon)
        self._whole = ""
        self.setMinimumWidth(least)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self._whole = self.text()
        self._shorten()

    def show_words(self, words: str) -> None:
        """Show words that are worded already; whole in the tool tip."""
        self._whole = words.replace("&", "&&")
        self.setAccessibleName(words)
        self.setToolTip(_tip_of(words))
        self._shorten()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        room = self.width() - self.iconSize().width() - 40
        elide = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self._whole, elide, room))


class Label(QLabel):
    """A line of text in a look (title, heading, muted, strong, figure, huge) and a tone.

    ``text`` is an ``N_`` constant for :meth:`retranslate`; without one, use ``setText``. Texts
    are plain: a consumer's name is never taken for mark-up.
    """

    def __init__(
        self,
        text: str = "",
        look: str = "",
        *,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._message = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        set_look(self, look)

    def retranslate(self, _: Texts) -> None:
        """Show the words."""
        if self._message:
            self.setText(_(self._message))

    def show_tone(self, tone: str) -> None:
        """Wear a tone: good, warning, bad, accent, or none."""
        set_look(self, tone=tone)


class ElidedLabel(Label):
    """A label that gives way: shortened with an ellipsis, whole in its tool tip."""

    def __init__(self, look: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", look, parent=parent)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @override
    def setText(self, arg__1: str) -> None:
        self._whole = arg__1
        self.setToolTip(_tip_of(arg__1))
        self._shorten()

    def whole_text(self) -> str:
        """Return the text, however much of it is seen."""
        return self._whole

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        room = max(self.width() - 2, 20)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        super().setText(shown)


class Pill(QLabel):
    """A state as a coloured pill: glyph and words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        set_look(self, "pill")

    def show_badge(self, badge: Badge) -> None:
        """Show a state."""
        self.setText(str(badge))
        set_look(self, tone=badge.tone)

    @override
    def sizeHint(self) -> QSize:
        # The glyph comes of a taller font, which would make the pill high and its words crooked.
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + 6)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        metrics = painter.fontMetrics()
        x = (self.width() - metrics.horizontalAdvance(self.text())) / 2
        y = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(QPointF(x, y), self.text())
        painter.end()


class Card(QFrame):
    """A white sheet with a hairline: things go into ``body``, beside its title into ``head``."""

    def __init__(
        self, title: str = "", parent: QWidget | None = None, *, look: str = "card"
    ) -> None:
        super().__init__(parent)
        set_look(self, look)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 14)
        self.body.setSpacing(SPACE)
        self.title = Label(title, "heading")
        self.head = QHBoxLayout()
        if title:
            self.head.addWidget(self.title)
            self.head.addStretch(1)
            self.body.addLayout(self.head)

    def retranslate(self, _: Texts) -> None:
        """Show the title."""
        self.title.retranslate(_)


class BigFigure(Card):
    """One figure that matters, with an icon, what it is, and a note below."""

    def __init__(self, theme: Theme, icon: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme, self._icon_name = theme, icon
        self._icon = QLabel()
        self.label = Label(label, "muted")
        self.value = Label("", "figure")
        self.note = Label("", "muted")
        self.body.addLayout(self._laid_out())
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_amount(self, amount: Money, note: str = "") -> None:
        """Show an amount of money, in its colour below zero."""
        self.show_text(amount_text(amount), note, tone="bad" if amount.paise < 0 else "")

    def show_text(self, text: str, note: str = "", *, tone: str = "") -> None:
        """Show a figure that is already worded."""
        self.value.setText(text)
        self.value.show_tone(tone)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.label.retranslate(_)

    def _laid_out(self) -> QLayout:
        frame = QFrame()
        set_look(frame, "figure-icon")
        inner = QHBoxLayout(frame)
        inner.setContentsMargins(9, 9, 9, 9)
        inner.addWidget(self._icon)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        for label in (self.label, self.value, self.note):
            texts.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(frame, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        return row

    def _on_theme_changed(self) -> None:
        self._icon.setPixmap(self._theme.pixmap(self._icon_name, "accent", 20))


class Figure(QWidget):
    """A figure without a frame: what it is, the figure, a note; several stand in a row."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = Label(label, "muted")
        self.value = Label("", "figure")
        self.note = ElidedLabel("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.label, self.value, self.note):
            column.addWidget(part)

    def show_amount(self, amount: Money, note: str = "") -> None:
        """Show an amount of money, in its colour below zero."""
        self.show_text(amount_text(amount), note, tone="bad" if amount.paise < 0 else "")

    def show_text(self, text: str, note: str = "", *, tone: str = "") -> None:
        """Show a figure that is already worded."""
        self.value.setText(text)
        self.value.show_tone(tone)
        self.note.setText(note)

    def retranslate(self, _: Texts) -> None:
        """Say what the figure is."""
        self.label.retranslate(_)


class EmptyState(QWidget):
    """What an empty list says: what it is for, and the first action."""

    action_requested = Signal()

    def __init__(
        self, theme: Theme, icon: str, text: str, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon_name = theme, icon
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.text = Label(text, "muted", wraps=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.action = Button(theme, action, look="link")
        if not action:
            self.action.hide()
        self.action.clicked.connect(lambda _checked=False: self.action_requested.emit())
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._icon)
        column.addWidget(self.text)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def retranslate(self, _: Texts) -> None:
        self.text.retranslate(_)
        self.action.retranslate(_)

    def _on_theme_changed(self) -> None:
        self._icon.setPixmap(self._theme.pixmap(self._icon_name, "faint", 40))


class ConfirmStrip(QFrame):
    """A question inside the page in place of a box in front of it: Enter yes, Esc no.

    A *grave* one is not answered by an Enter too many: Enter and Esc say no, and yes has a key of
    its own, :data:`GRAVE_YES`. In a narrow place the buttons stand below the question.
    """

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, is_narrow: bool = False
    ) -> None:
        super().__init__(parent)
        set_look(self, "confirm")
        self._is_grave = False
        self._accepted: Callable[[], None] | None = None
        self._declined: Callable[[], None] | None = None
        self._before: QWidget | None = None
        self.question = Label("", "strong", wraps=True)
        self.accept = Button(theme, look="primary")
        self.decline = Button(theme)
        self._lay_out(is_narrow=is_narrow)
        self.accept.clicked.connect(lambda: self._answer(self._accepted))
        self.decline.clicked.connect(lambda: self._answer(self._declined))
        self.hide()

    def ask(
        self,
        question: str,
        accept: str,
        decline: str,
        accepted: Callable[[], None],
        declined: Callable[[], None] | None = None,
    ) -> None:
        """Ask; the texts are already worded. One of the two functions is called, once."""
        self._is_grave = False
        self.question.setText(question)
        self.accept.setText(accept)
        self.accept.setAccessibleName(accept)
        self.decline.setText(decline)
        self.decline.setAccessibleName(decline)
        self._accepted, self._declined = accepted, declined
        self._before = self.window().focusWidget()
        self.show()
        self.accept.setFocus()

    def ask_gravely(
        self, question: str, accept: str, decline: str, accepted: Callable[[], None]
    ) -> None:
        """Ask what no Enter too many may answer with yes; the texts are already worded."""
        self.ask(question, accept, decline, accepted)
        self._is_grave = True
        self.accept.setText(f"{accept}   {GRAVE_YES}")
        self.decline.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_grave and event.keyCombination() == _GRAVE_YES:
            self._answer(self._accepted)
        elif event.key() in _ENTER:
            no = self.decline.hasFocus()
            self._answer(self._declined if no else self._accepted)
        elif event.key() == Qt.Key.Key_Escape:
            self._answer(self._declined)
        else:
            super().keyPressEvent(event)

    def _lay_out(self, *, is_narrow: bool) -> None:
        down = QBoxLayout.Direction.TopToBottom
        across = QBoxLayout.Direction.LeftToRight
        box = QBoxLayout(down if is_narrow else across, self)
        box.setContentsMargins(14, 8, 10, 8)
        box.addWidget(self.question, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.accept)
        buttons.addWidget(self.decline)
        if is_narrow:
            buttons.addStretch(1)
        box.addLayout(buttons)

    def _answer(self, then: Callable[[], None] | None) -> None:
        self.hide()
        if self._before is not None and isValid(self._before):
            self._before.setFocus()
        self._accepted = self._declined = None
        if then:
            then()


def scrolling(widget: QWidget) -> QScrollArea:
    """Return a frameless area in which ``widget`` scrolls when there is too little room."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    set_look(widget, "plain")
    area.setWidget(widget)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _tip_of(text: str) -> str:
    """Return a tool tip that shows a text as it is: Qt takes some for mark-up, a name with tags."""
    return f"<span>{escape(text)}</span>" if QtGui.Qt.mightBeRichText(text) else text


def hairline() -> QFrame:
    """Return a thin line between two parts."""
    line = QFrame()
    set_look(line, "line")
    return line
