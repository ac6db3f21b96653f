"""Fields that hand out amounts, days and choices, not text; what was typed stays as it was typed.

Every field has ``changed`` (something was typed or chosen), :meth:`value` (raises a refusal when
the text is none of its kind; None when empty), ``show_value`` and ``show_problem``. A
:class:`ui.desk.kit.form.Form` puts labels above and problems below them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from domain import formats
from domain.errors import FieldOutOfRange, Refusal
from domain.money import Money
from resources.texts import Texts
from ui.desk.kit.flow import Flow
from ui.desk.kit.theme import Theme, set_look
from ui.desk.kit.typed import amount_of, day_of

SEARCH_WAIT_MS = 120


class LineField(QLineEdit):
    """One line of text; Ctrl+A is left to the form (Qt would select all with it).

    One that ``selects_all`` keeps Ctrl+A: it stands where accepting would do too much.
    """

    changed = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, most: int = 200, selects_all: bool = False
    ) -> None:
        super().__init__(parent)
        self.selects_all = selects_all
        self.setMaxLength(most)
        self.textChanged.connect(self._on_text_changed)

    def value(self) -> Any:
        """Return what is typed, without blanks around it."""
        return self.text().strip()

    def show_value(self, value: Any) -> None:
        """Put a value into the field."""
        self.setText("" if value is None else str(value))

    def show_problem(self, sentence: str) -> None:
        """Mark the field, and tell a screen reader why; an empty sentence clears both."""
        _mark(self, sentence)

    def _on_text_changed(self, _text: str) -> None:
        self.changed.emit()

    @override
    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and not self.selects_all and _is_accept(event):
            event.ignore()
            return False
        return super().event(event)


class SecretField(LineField):
    """A password: not shown, not trimmed, and told of Caps Lock while it is typed."""

    #: Whether letters are written in capitals without Shift being held.
    caps_lock_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None, *, most: int = 200) -> None:
        super().__init__(parent, most=most)
        self._is_caps_lock = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )

    @override
    def value(self) -> str:
        return self.text()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._look_at_caps_lock(event)
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, arg__1: QFocusEvent) -> None:
        super().focusOutEvent(arg__1)
        self._tell_caps_lock(False)

    def _look_at_caps_lock(self, event: QKeyEvent) -> None:
        """Find out from what a key wrote: no system tells of Caps Lock in the same way."""
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._tell_caps_lock(False)
        elif len(letter) == 1 and letter.isalpha() and letter.lower() != letter.upper():
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._tell_caps_lock(letter.isupper() != is_shifted)

    def _tell_caps_lock(self, is_on: bool) -> None:
        if is_on != self._is_caps_lock:
            self._is_caps_lock = is_on
            self.caps_lock_changed.emit(is_on)


class MoneyField(LineField):
    """Rupees and paise, also as a sum (``500+50``); gives :class:`Money`, never a float between."""

    #: The amount as it stands, or None while it is none.
    money_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, most=60)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.changed.connect(lambda: self.money_changed.emit(self.money()))

    @override
    def value(self) -> Money | None:
        return amount_of(self.text())

    def money(self) -> Money | None:
        """Return the amount typed, or None while it is none."""
        try:
            return self.value()
        except Refusal:
            return None

    @override
    def show_value(self, value: Money | None) -> None:
        self.setText("" if value is None else formats.rupees(value).replace("₹", ""))


class DateField(LineField):
    """A day, typed as ``5``, ``5-2``, ``22/11``, ``22-11-26``, ``+1``, ``-3``, ``t`` or ``y``.

    When the clerk leaves the field the day is written out (22 Nov 2026). ``day_changed`` tells
    of each other day that stands there, also while typing.
    """

    day_changed = Signal(object)

    def __init__(self, today: Callable[[], date], _: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent, most=24)
        self._today = today
        self._texts = _
        self._day: date | None = None
        self.changed.connect(self._on_changed)
        self.editingFinished.connect(self._write_out)

    @override
    def value(self) -> date | None:
        if self._day and self.text() == self._written(self._day):
            return self._day
        names = self._texts.month_names
        return day_of(self.text(), self._today(), names, shifts_from=self._day)

    def day(self) -> date | None:
        """Return the day typed, or None while it is none."""
        try:
            return self.value()
        except Refusal:
            return None

    @override
    def show_value(self, value: date | None) -> None:
        self._day = value
        self.setText(self._written(value) if value else "")

    def retranslate(self, _: Texts) -> None:
        """Write the month's name in another language."""
        day = self.day()
        self._texts = _
        if day:
            self.show_value(day)

    def _written(self, day: date) -> str:
        return formats.day(day, self._texts.month_names)

    def _on_changed(self) -> None:
        self.day_changed.emit(self.day())

    def _write_out(self) -> None:
        day = self.day()
        if day is not None:
            # The same day in other letters: nothing was changed.
            was_blocked = self.blockSignals(True)
            self.show_value(day)
            self.blockSignals(was_blocked)


class ThousandthsField(LineField):
    """A number with at most three decimals, held as whole thousandths: kW as W, kWh as Wh."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, most=24)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @override
    def value(self) -> int | None:
        text = self.text().strip()
        return formats.parse_load_w(text) if text else None

    @override
    def show_value(self, value: int | None) -> None:
        self.setText("" if value is None else formats.kilowatts(value).removesuffix(" kW"))


class WholeNumberField(LineField):
    """A whole number between two bounds (days, a seed)."""

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, most=18)
        self._least, self._most = least, most
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @override
    def value(self) -> int | None:
        text = self.text().strip()
        if not text:
            return None
        try:
            number = int(text) if text.isascii() else None
        except ValueError:
            number = None
        if number is None or not self._least <= number <= self._most:
            raise FieldOutOfRange(self.objectName(), text, str(self._least), str(self._most))
        return number


class SearchField(LineField):
    """A line that searches while one types, after a breath; Down goes on to what was found."""

    #: The text to search for (trimmed), a breath after the last key.
    search_requested = Signal(str)
    #: The clerk wants to go on into the results (Down, Enter).
    results_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, most=120)
        self._theme = theme
        self.cross = QToolButton(self)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.setCursor(Qt.CursorShape.ArrowCursor)
        self.cross.setAccessibleName("x")
        self.cross.clicked.connect(self.clear)
        self.cross.hide()
        set_look(self.cross, "bare")
        self._breath = QTimer(self, singleShot=True, interval=SEARCH_WAIT_MS)
        self._breath.timeout.connect(self._ask)
        self.changed.connect(self._breath.start)
        self.changed.connect(lambda: self.cross.setVisible(bool(self.text())))
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_text(self, text: str) -> None:
        """Show what is looked for already: nobody has typed it, so nothing is searched."""
        was_blocked = self.blockSignals(True)
        self.setText(text)
        self.blockSignals(was_blocked)
        self.cross.setVisible(bool(text))
        self._breath.stop()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._breath.isActive():
                self._ask()
            self.results_requested.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        lens = self._theme.pixmap("search", "muted", 16)
        painter.drawPixmap(10, (self.height() - 16) // 2, lens)
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = min(self.height(), 26)
        self.cross.setGeometry(self.width() - side - 4, (self.height() - side) // 2, side, side)

    def _ask(self) -> None:
        self._breath.stop()
        self.search_requested.emit(self.value())

    def _on_theme_changed(self) -> None:
        # Qt's own icons in a line stand askew under a stylesheet, so these are placed by hand.
        self.setTextMargins(22, 0, 22, 0)
        self.cross.setIcon(self._theme.icon("x", "muted"))


class ChoiceField(QComboBox):
    """One of a few values, each with its words; the wheel scrolls the page, not the choice."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: list[Any] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.currentIndexChanged.connect(self._on_index_changed)
        theme.changed.connect(self.update)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Offer these values with their words; the present choice stays where it is offered."""
        chosen = self.value()
        was_blocked = self.blockSignals(True)
        self.clear()
        # Kept here: Qt's own store would give a StrEnum back as a plain text.
        self._values = [value for value, _words in options]
        self.addItems([words for _value, words in options])
        self.blockSignals(was_blocked)
        self.show_value(chosen)

    def offer(self, value: Any, words: str) -> None:
        """Offer one value more, unless it is offered already."""
        if value not in self._values:
            was_blocked = self.blockSignals(True)
            self._values.append(value)
            self.addItem(words)
            self.blockSignals(was_blocked)

    def value(self) -> Any:
        """Return the value chosen, or None when nothing is."""
        place = self.currentIndex()
        return self._values[place] if place >= 0 else None

    def show_value(self, value: Any) -> None:
        """Choose a value; the first option when it is not offered."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def show_problem(self, sentence: str) -> None:
        """Mark the field, and tell a screen reader why; an empty sentence clears both."""
        _mark(self, sentence)

    def _on_index_changed(self, _place: int) -> None:
        self.changed.emit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        chevron = self._theme.pixmap("chevron-down", "muted", 14)
        painter.drawPixmap(self.width() - 22, (self.height() - 14) // 2, chevron)
        painter.end()


class SegmentField(QWidget):
    """A choice that lies open: buttons side by side, reached by their digit where asked for.

    ``look`` is ``segment`` (the tender of a recharge) or ``chip`` (filters). One that ``flows``
    goes on below where there is no more room.
    """

    changed = Signal()
    #: A digit chose: whoever types wants to go on from here.
    picked = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        look: str = "segment",
        numbered: bool = False,
        flows: bool = False,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._numbered = numbered
        self._values: list[Any] = []
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._on_toggled)
        self._row: QLayout = Flow(self) if flows else QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Offer these values with their words; the first is chosen until another is."""
        if [value for value, _words in options] == self._values:
            self._show_words([words for _value, words in options])
            return
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.deleteLater()
        self._values = [value for value, _words in options]
        before: QWidget = self
        for place in range(len(options)):
            button = self._add_button(place)
            # Made after what follows the field, it would be the last that Tab comes to.
            QWidget.setTabOrder(before, button)
            before = button
        self._show_words([words for _value, words in options])
        if options:
            # To offer is not to choose: nobody is told.
            was_blocked = self.blockSignals(True)
            self._group.button(0).setChecked(True)
            self.blockSignals(was_blocked)

    def value(self) -> Any:
        """Return the value chosen, or None when nothing is offered."""
        place = self._group.checkedId()
        return self._values[place] if place >= 0 else None

    def show_value(self, value: Any) -> None:
        """Choose a value that is offered."""
        self._group.button(self._values.index(value)).setChecked(True)

    def show_problem(self, sentence: str) -> None:
        """Tell a screen reader what is wrong with the choice."""
        self.setAccessibleDescription(sentence)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - int(Qt.Key.Key_1)
        if self._numbered and 0 <= place < len(self._values):
            self._group.button(place).setChecked(True)
            self._group.button(place).setFocus()
            self.picked.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if chosen := self._group.checkedButton():
            chosen.setFocus(event.reason())

    def _add_button(self, place: int) -> QPushButton:
        button = _Segment(self)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        set_look(button, self._look)
        self._group.addButton(button, place)
        self._row.addWidget(button)
        # Hidden until the loop runs, it would have no size to make room for.
        button.show()
        # Tab goes to the button chosen, and Shift+Tab on from it.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        return button

    def _show_words(self, words: Sequence[str]) -> None:
        for place, text in enumerate(words):
            button = self._group.button(place)
            shown = text.replace("&", "&&")
            button.setText(f"{place + 1}  {shown}" if self._numbered else shown)
            button.setAccessibleName(text)

    def _step(self, by: int) -> None:
        place = self._group.checkedId() + by
        if 0 <= place < len(self._values):
            self._group.button(place).setChecked(True)
            self._group.button(place).setFocus()

    def _on_toggled(self, place: int, is_checked: bool) -> None:
        # Tab would else come to the first button, whichever is chosen.
        policy = Qt.FocusPolicy.StrongFocus if is_checked else Qt.FocusPolicy.ClickFocus
        self._group.button(place).setFocusPolicy(policy)
        if is_checked:
            self.changed.emit()


class _Segment(QPushButton):
    """A button of a :class:`SegmentField`: keys go to the field, which knows the others."""

    @override
    def sizeHint(self) -> QSize:
        # Bold when chosen: reserve the room, so that nothing moves.
        hint = super().sizeHint()
        return QSize(hint.width() + 6, hint.height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()


def _mark(widget: QWidget, sentence: str) -> None:
    if bool(widget.property("problem")) != bool(sentence):
        set_look(widget, problem=bool(sentence))
    widget.setAccessibleDescription(sentence)


def _is_accept(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.SelectAll)
