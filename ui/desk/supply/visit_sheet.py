"""A sheet over the page: what somebody found at a meter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.errors import FieldMissing
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import LineField, SegmentField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Button, Label

_SIZE = (540, 280)
_ON, _OFF = "on", "off"

#: Hears the note, and whether supply is on.
Found = Callable[[str, bool], None]


class VisitSheet(TypedSheet):
    """Asks whether supply is on, and who saw it."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, *_SIZE)
        self._desk = desk
        self._found: Found | None = None
        self.heading = Label("", "heading", wraps=True)
        self.form = Form()
        self.form.add("relay", SegmentField(look="chip"), N_("What was found"))
        self.form.add("note", LineField(most=400), N_("Who was there, and what they saw"))
        self.accept = Button(desk.theme, N_("Settle the visit"), icon="check", look="primary")
        self.leave = Button(desk.theme, N_("Cancel"), key="Esc")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.body.addLayout(buttons)
        self.form.accept_requested.connect(self._on_accept)
        self.form.leave_requested.connect(self.put_away)
        self.accept.clicked.connect(lambda _checked=False: self._on_accept())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())
        self.retranslate(desk.texts)

    def ask(self, heading: str, found: Found) -> None:
        """Ask; the heading is worded already."""
        self._found = found
        self.heading.setText(heading)
        self.form.show_values({"relay": _ON, "note": ""})
        self.form.clear_problems()
        self.open()
        self.form.start()

    def retranslate(self, _: Texts) -> None:
        """Set every word but those of the question."""
        for part in (self.form, self.accept, self.leave):
            part.retranslate(_)
        self.form.field("relay").set_options([(_ON, _("Supply is on")), (_OFF, _("Supply is off"))])

    def _on_accept(self) -> None:
        note = str(self.form.field("note").value())
        if not note:
            self.form.show_problem("note", self._desk.sentence(FieldMissing("note")))
            return
        found, self._found = self._found, None
        is_on = self.form.field("relay").value() == _ON
        self.put_away()
        if found:
            found(note, is_on)
