"""A form as clerks know it: Enter goes on, Ctrl+A accepts, Esc steps back, problems stand below.

form = Form(columns=2)
form.add("name", LineField(), N_("Name"))
form.accept_requested.connect(...)
form.retranslate(_)            # sets labels and accessible names
form.show_problem("name", sentence)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from domain.errors import Refusal
from resources.texts import Texts
from ui.desk.kit.sight import bring_into_sight, scroll_to
from ui.desk.kit.theme import set_look

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: The focus comes back from another window or a menu: nobody went anywhere in the form.
_COMES_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class Form(QWidget):
    """Fields in the order of their work, each with a label above and its problem below."""

    #: The last Enter, Ctrl+Enter or Ctrl+A: the clerk wants what stands here done.
    accept_requested = Signal()
    #: Esc: one step back. What is typed stays.
    leave_requested = Signal()
    #: Something was typed or chosen: the field's name.
    changed = Signal(str)
    #: Enter went on from a field: its name.
    passed = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, *, columns: int = 1, undoes: bool = False
    ) -> None:
        """Make an empty form.

        With ``undoes`` Esc first takes back what was typed into a line, and then goes one field
        back; without, it leaves the form at once.
        """
        super().__init__(parent)
        self._columns, self._undoes = columns, undoes
        self._as_it_was: dict[QLineEdit, str] = {}
        self._places: dict[str, _Place] = {}
        self._headings: list[tuple[QLabel, str]] = []
        self._row, self._column = 0, 0
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        outer.addLayout(self._grid)
        outer.addStretch(1)

    def add(  # noqa: PLR0913 - what a field is, and how it stands among the others
        self,
        name: str,
        field: Any,
        label: str,
        *,
        hint: str = "",
        span: int = 1,
        is_passed_by: bool = False,
    ) -> None:
        """Add a field under ``name``; ``label`` and ``hint`` are ``N_`` constants.

        Enter goes past a field that ``is_passed_by``: whoever needs it goes there by Tab.
        """
        place = _Place(field, label, hint, is_passed_by=is_passed_by)
        if self._column + span > self._columns:
            self._row, self._column = self._row + 1, 0
        self._grid.addWidget(place, self._row, self._column, 1, span)
        self._column += span
        self._places[name] = place
        field.setObjectName(name)
        field.changed.connect(lambda: self._on_changed(name))
        field.installEventFilter(self)

    def add_heading(self, text: str) -> None:
        """Begin a group of fields; ``text`` is an ``N_`` constant."""
        label = QLabel()
        set_look(label, "heading")
        self._headings.append((label, text))
        if self._column:
            self._row += 1
        self._grid.addWidget(label, self._row, 0, 1, self._columns)
        self._row, self._column = self._row + 1, 0

    def add_part(self, part: QWidget) -> None:
        """Put something between the fields that is none itself."""
        if self._column:
            self._row += 1
        self._grid.addWidget(part, self._row, 0, 1, self._columns)
        self._row, self._column = self._row + 1, 0

    def field(self, name: str) -> Any:
        """Return a field by its name."""
        return self._places[name].field

    def place_of(self, widget: QWidget) -> QWidget | None:
        """Return the field that a widget is a part of, with its label and what is said below."""
        for place in self._places.values():
            if place.isAncestorOf(widget):
                return place
        return None

    @property
    def names(self) -> list[str]:
        """The names of all fields, in order."""
        return list(self._places)

    def read(self) -> tuple[dict[str, Any], dict[str, Refusal]]:
        """Return the value of every shown field, and the refusal of each that holds none."""
        values: dict[str, Any] = {}
        refusals: dict[str, Refusal] = {}
        for name, place in self._places.items():
            if place.isHidden():
                continue
            try:
                values[name] = place.field.value()
            except Refusal as refusal:
                refusals[name] = refusal
        return values, refusals

    def typed(self) -> dict[str, Any]:
        """Return what stands in the fields as it was typed or chosen, right or wrong."""
        fields = {name: place.field for name, place in self._places.items()}
        return {
            name: field.text() if isinstance(field, QLineEdit) else field.value()
            for name, field in fields.items()
        }

    def show_typed(self, typed: Mapping[str, Any]) -> None:
        """Put back what :meth:`typed` returned."""
        for name, what in typed.items():
            field = self._places[name].field
            if isinstance(field, QLineEdit):
                field.setText(what)
            else:
                field.show_value(what)

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Put values into the fields of these names, and take the problems away."""
        for name, value in values.items():
            self._places[name].field.show_value(value)
        self.clear_problems()

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Say under each field what is wrong, and take the clerk to the first of them."""
        self.clear_problems()
        for name in reversed([name for name in self._places if name in sentences]):
            self.show_problem(name, sentences[name])

    def show_problem(self, name: str, sentence: str) -> None:
        """Say under a field what is wrong, and take the clerk there; what was typed stays."""
        self.tell_problem(name, sentence)
        if sentence:
            self._places[name].field.setFocus()

    def tell_problem(self, name: str, sentence: str) -> None:
        """Say under a field what is wrong, in sight; the clerk stays where they are."""
        self._places[name].show_problem(sentence)
        if sentence:
            # The sentence has its place only once the form is laid out with it.
            bring_into_sight(self._places[name])

    def show_note(self, name: str, words: str, tone: str = "") -> None:
        """Say something about a field below it, already worded; nothing takes it away."""
        self._places[name].show_note(words, tone)

    def clear_problems(self) -> None:
        """Take all problems away."""
        for place in self._places.values():
            place.show_problem("")

    def problems(self) -> Mapping[str, str]:
        """Return the sentences that stand under fields now."""
        shown = {name: place.problem.text() for name, place in self._places.items()}
        return {name: sentence for name, sentence in shown.items() if sentence}

    def notes(self) -> Mapping[str, str]:
        """Return what is said about fields now, beside their problems."""
        said = {name: place.note.text() for name, place in self._places.items()}
        return {name: words for name, words in said.items() if words}

    def show_field(self, name: str, shown: bool) -> None:
        """Show a field, or take it out of the form for now."""
        self._places[name].setVisible(shown)

    def name_field(self, name: str, words: str) -> None:
        """Label a field with words that are worded already, where the constant does not do."""
        self._places[name].name(words)

    def start(self) -> None:
        """Put the focus into the first field."""
        self._go_on(-1)

    def go_on_from(self, name: str) -> None:
        """Put the focus into the next field that is shown, also into one that Enter passes by."""
        later = self.names[self.names.index(name) + 1 :]
        shown = (self._places[one] for one in later if not self._places[one].isHidden())
        if place := next(shown, None):
            place.take_focus()

    def retranslate(self, _: Texts) -> None:
        """Set labels, hints and accessible names."""
        for label, text in self._headings:
            label.setText(_(text))
        for place in self._places.values():
            place.retranslate(_)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._takes(watched, event) or super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self._keep_as_it_is(watched, event)
        return super().eventFilter(watched, event)

    def _takes(self, watched: QObject, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() == Qt.Key.Key_A and getattr(watched, "selects_all", False):
            return False
        if control and (event.key() in _ENTER or event.key() == Qt.Key.Key_A):
            self.accept_requested.emit()
            return True
        if event.key() in _ENTER and not _is_list_open(watched):
            self._pass(self._number_of(watched))
            return True
        if event.key() == Qt.Key.Key_Escape and not _is_list_open(watched):
            self._step_back(watched)
            return True
        return False

    def _pass(self, number: int) -> None:
        self._go_on(number)
        if number < len(self._places):
            self.passed.emit(self.names[number])

    def _go_on(self, number: int) -> None:
        for place in list(self._places.values())[number + 1 :]:
            if not place.isHidden() and place.field.isEnabled() and not place.is_passed_by:
                place.take_focus()
                return
        self.accept_requested.emit()

    def _step_back(self, watched: QObject) -> None:
        if not self._undoes:
            self.leave_requested.emit()
        elif isinstance(watched, QLineEdit) and self._is_typed_over(watched):
            watched.setText(self._as_it_was[watched])
        else:
            self._go_back(self._number_of(watched))

    def _go_back(self, number: int) -> None:
        for place in reversed(list(self._places.values())[:number]):
            if not place.isHidden() and place.field.isEnabled() and not place.is_passed_by:
                place.take_focus()
                return
        self.leave_requested.emit()

    def _is_typed_over(self, line: QLineEdit) -> bool:
        return line.text() != self._as_it_was.get(line, line.text())

    def _keep_as_it_is(self, watched: QObject, event: QFocusEvent) -> None:
        """Remember what stood in a line when somebody came to type there."""
        if self._undoes and isinstance(watched, QLineEdit) and event.reason() not in _COMES_BACK:
            self._as_it_was[watched] = watched.text()

    def _number_of(self, watched: QObject) -> int:
        for number, place in enumerate(self._places.values()):
            if place.field is watched or place.field.isAncestorOf(watched):
                return number
        return len(self._places)

    def _on_changed(self, name: str) -> None:
        self._places[name].show_problem("")
        self.changed.emit(name)


class _Place(QWidget):
    """A field with its label above, and its hint or problem below."""

    def __init__(self, field: Any, label: str, hint: str, *, is_passed_by: bool) -> None:
        super().__init__()
        self.field, self.is_passed_by = field, is_passed_by
        self._label_text, self._hint_text = label, hint
        self.label = QLabel()
        self.label.setBuddy(field)
        set_look(self.label, "label")
        self.problem = QLabel(wordWrap=True)
        set_look(self.problem, "problem")
        self.problem.hide()
        self.note = QLabel(wordWrap=True)
        set_look(self.note, "muted")
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for words in (self.label, self.problem, self.note):
            # A sentence quotes what was typed, which is never taken for mark-up.
            words.setTextFormat(Qt.TextFormat.PlainText)
        for widget in (self.label, field, self.problem, self.note):
            column.addWidget(widget)
        column.addStretch(1)

    def show_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.field.show_problem(sentence)

    def show_note(self, words: str, tone: str) -> None:
        self.note.setText(words)
        self.note.setVisible(bool(words))
        set_look(self.note, tone=tone)

    def take_focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.TabFocusReason)
        scroll_to(self)

    def name(self, words: str) -> None:
        self.label.setText(words.replace("&", "&&"))
        self.field.setAccessibleName(words)

    def retranslate(self, _: Texts) -> None:
        self.name(_(self._label_text))
        if self._hint_text and hasattr(self.field, "setPlaceholderText"):
            self.field.setPlaceholderText(_(self._hint_text))


def _is_list_open(watched: QObject) -> bool:
    return isinstance(watched, QComboBox) and watched.view().isVisible()
