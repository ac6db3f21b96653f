"""The sheet on which something is noted of a consumer, with what was noted before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain import formats
from domain.consumer import Consumer
from domain.consumer_notes import MOST_NOTE, ConsumerNote
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import LineField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Button, Label, scrolling

_SIZE = (560, 400)
_MOST_SHOWN = 20


class NoteSheet(TypedSheet):
    """One line for the note; Ctrl+R writes the last one again, Enter keeps it."""

    #: The clerk wants this noted.
    note_requested = Signal(str)
    #: The last remark is to be written again.
    repeat_requested = Signal()

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, *_SIZE)
        self._texts = desk.texts
        self._consumer: Consumer | None = None
        self._notes: Sequence[ConsumerNote] = ()
        self.heading = Label("", "heading", wraps=True)
        self.form = Form()
        self.line = LineField(most=2 * MOST_NOTE)
        hint = N_("Everybody who opens the consumer reads it. Ctrl+R writes the last note again.")
        self.form.add("note", self.line, N_("Note"), hint=hint)
        self.accept = Button(desk.theme, N_("Note it"), icon="check", look="primary")
        self.leave = Button(desk.theme, N_("Cancel"), key="Esc")
        self.before = Label("", "", wraps=True)
        self._lay_out()
        self.form.accept_requested.connect(self._on_accept)
        self.form.leave_requested.connect(self.put_away)
        self.accept.clicked.connect(lambda _checked=False: self._on_accept())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())

    @property
    def consumer(self) -> Consumer | None:
        """Of whom something is noted."""
        return self._consumer

    @property
    def holds_typed(self) -> bool:
        """Whether something stands on the open sheet."""
        return not self.isHidden() and bool(self.line.value())

    def show_empty(self, consumer: Consumer) -> None:
        """Begin a note; what was typed for the same consumer and not kept comes back."""
        if self._consumer is None or self._consumer.number != consumer.number:
            self.line.clear()
        self._consumer = consumer
        self.show_notes(())
        self.form.show_problem("note", "")
        self._show_heading()
        self.open()
        self.form.start()

    def show_notes(self, notes: Sequence[ConsumerNote]) -> None:
        """Show what was noted before, newest first."""
        self._notes, _ = notes, self._texts
        self.before.setText(
            "\n\n".join(
                f"{formats.moment(one.noted_at, _.month_names)} · {one.noted_by}\n{one.words}"
                for one in notes[:_MOST_SHOWN]
            )
            or _("Nothing was noted before.")
        )

    def show_problem(self, sentence: str) -> None:
        """Say why it was not noted; what is typed stays."""
        self.form.show_problem("note", sentence)

    def show_words(self, words: str) -> None:
        """Write the last remark into the line."""
        self.form.show_values({"note": words})
        self.line.setFocus()

    def show_noted(self) -> None:
        """Put the sheet away: it is in the books."""
        self.line.clear()
        self.put_away()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.form, self.accept, self.leave):
            part.retranslate(_)
        self._show_heading()
        self.show_notes(self._notes)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if is_control and event.key() == Qt.Key.Key_R:
            self.repeat_requested.emit()
        else:
            super().keyPressEvent(event)

    def _show_heading(self) -> None:
        _ = self._texts
        if self._consumer:
            self.heading.setText(
                _(
                    "Note of {number} {name}",
                    number=self._consumer.number,
                    name=self._consumer.name,
                )
            )

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 4, 8, 4)
        column.addWidget(self.before)
        column.addStretch(1)
        self.body.setSpacing(8)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.form)
        self.body.addLayout(buttons)
        self.body.addWidget(scrolling(content), 1)

    def _on_accept(self) -> None:
        self.note_requested.emit(str(self.line.value()))
