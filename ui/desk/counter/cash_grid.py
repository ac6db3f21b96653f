"""Cash counted by notes and coins: one line each, Enter goes down, the sum grows beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain import formats
from domain.errors import FieldNotAllowed, Refusal
from domain.money import Money
from domain.shift import DENOMINATIONS, CashCount
from resources.texts import Texts
from ui.desk.kit.fields import LineField
from ui.desk.kit.parts import Label, hairline
from ui.desk.kit.sight import bring_into_sight
from ui.desk.kit.theme import set_look

_MOST_TYPED = 24
_FIELD_PX = 100
#: No office has as many pieces of one kind as a number of so many digits.
_MOST_DIGITS = 9
_DOWN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PiecesField(LineField):
    """How many notes or coins; bundles may be added up (``100+12``)."""

    def __init__(self) -> None:
        super().__init__(most=_MOST_TYPED)
        self.setAlignment(_RIGHT)
        set_look(self, "cell")
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)

    @override
    def value(self) -> int:
        """Return the number, 0 where nothing is typed; :class:`FieldNotAllowed` for any other."""
        text = self.text().strip()
        return sum(_number(part, text) for part in text.split("+")) if text else 0

    @override
    def show_value(self, value: int) -> None:
        self.setText(str(value) if value else "")


class CashGrid(QWidget):
    """The notes and coins in use, largest first, with what each line and all of them come to."""

    #: What is counted now, or None while a line is no number: a :class:`CashCount`.
    count_changed = Signal(object)
    #: Enter on the last line: the counting is done.
    finished = Signal()
    leave_requested = Signal()

    def __init__(self, total: str) -> None:
        super().__init__()
        self._fields = {denomination: PiecesField() for denomination in DENOMINATIONS}
        self._names = {denomination: Label("", "strong") for denomination in DENOMINATIONS}
        self._amounts = {denomination: Label("") for denomination in DENOMINATIONS}
        self.total_label = Label(total, "muted")
        self.total = Label("", "huge")
        self.problem = Label("", "problem", wraps=True)
        self.problem.hide()
        self._lay_out()
        for field in self._fields.values():
            field.changed.connect(self._on_changed)
            field.installEventFilter(self)
        self._show_amounts()

    def value(self) -> CashCount:
        """Return what is counted; raises what is wrong with a line."""
        return CashCount.of({d: field.value() for d, field in self._fields.items()})

    def count(self) -> CashCount | None:
        """Return what is counted, or None while a line is no number."""
        try:
            return self.value()
        except Refusal:
            return None

    def show_count(self, count: CashCount) -> None:
        """Put a count into the lines."""
        for denomination, field in self._fields.items():
            field.blockSignals(True)
            field.show_value(count.number_of(denomination))
            field.blockSignals(False)
        self._on_changed()

    def show_offer(self, count: CashCount) -> None:
        """Show faintly in the empty lines what may be taken over."""
        for denomination, field in self._fields.items():
            number = count.number_of(denomination)
            field.setPlaceholderText(str(number) if number else "")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed in any line."""
        return not any(field.text().strip() for field in self._fields.values())

    def field(self, denomination: int) -> PiecesField:
        """Return the line of a denomination."""
        return self._fields[denomination]

    def start(self) -> None:
        """Put the focus into the first line."""
        self._fields[DENOMINATIONS[0]].setFocus(Qt.FocusReason.TabFocusReason)

    def show_problem(self, sentence: str) -> None:
        """Say below the lines what is wrong, and mark those that are no number."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        wrong = [field for field in self._fields.values() if sentence and _is_wrong(field)]
        for field in self._fields.values():
            field.show_problem(sentence if field in wrong else "")
        if wrong:
            wrong[0].setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self.total_label.retranslate(_)
        for denomination, name in self._names.items():
            name.setText(f"₹{denomination}")
            words = _("Notes or coins of {amount}", amount=f"₹{denomination}")
            self._fields[denomination].setAccessibleName(words)
        self.total.setAccessibleName(_("Sum of the notes and coins"))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._takes(watched, event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _takes(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        fields = list(self._fields.values())
        place = next(at for at, field in enumerate(fields) if field is watched)
        is_last = place == len(fields) - 1
        if event.key() in _ENTER and is_last:
            self.finished.emit()
        elif event.key() in _DOWN and not is_last:
            _go_to(fields[place + 1])
        elif event.key() == Qt.Key.Key_Up and place:
            _go_to(fields[place - 1])
        elif event.key() == Qt.Key.Key_Escape:
            self.leave_requested.emit()
        else:
            return False
        return True

    def _on_changed(self) -> None:
        self.show_problem("")
        self._show_amounts()
        self.count_changed.emit(self.count())

    def _show_amounts(self) -> None:
        for denomination, field in self._fields.items():
            label = self._amounts[denomination]
            try:
                pieces = field.value()
            except Refusal:
                label.setText("?")
                label.show_tone("bad")
                continue
            label.setText(formats.rupees(Money.rupees(denomination * pieces)) if pieces else "-")
            set_look(label, "plain" if pieces else "muted", tone="")
        count = self.count()
        self.total.setText("-" if count is None else formats.rupees(count.total))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        for row, denomination in enumerate(DENOMINATIONS):
            name, field = self._names[denomination], self._fields[denomination]
            field.setFixedWidth(_FIELD_PX)
            # Signs, not words: they read the same in every language.
            parts = (name, _sign("×"), field, _sign("="))  # noqa: RUF001 - the sign that is meant
            for column, part in enumerate(parts):
                grid.addWidget(part, row, column)
            grid.addWidget(self._amounts[denomination], row, len(parts))
            name.setAlignment(_RIGHT)
            self._amounts[denomination].setAlignment(_RIGHT)
            grid.setColumnStretch(len(parts), 1)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(4)
        column_of_all.addLayout(grid)
        column_of_all.addWidget(self.problem)
        sum_of_all = QHBoxLayout()
        sum_of_all.addWidget(self.total_label)
        sum_of_all.addStretch(1)
        sum_of_all.addWidget(self.total)
        column_of_all.addWidget(hairline())
        column_of_all.addLayout(sum_of_all)


def _sign(text: str) -> Label:
    label = Label("", "muted")
    label.setText(text)
    return label


def _number(part: str, whole: str) -> int:
    text = part.strip()
    if not text.isdecimal() or len(text) > _MOST_DIGITS:
        raise FieldNotAllowed("pieces", whole)
    return int(text)


def _is_wrong(field: PiecesField) -> bool:
    try:
        CashCount.of({DENOMINATIONS[0]: field.value()})
    except Refusal:
        return True
    return False


def _go_to(field: PiecesField) -> None:
    field.setFocus(Qt.FocusReason.TabFocusReason)
    field.selectAll()
    bring_into_sight(field)
