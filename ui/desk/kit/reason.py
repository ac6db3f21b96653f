"""Why something is done, asked in a sheet over the page before it is done.

Used for what the audit log must tell the reason of: an export, an override, a release.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.errors import FieldMissing
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import LineField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.parts import Button, Label

_SIZE = (520, 230)


class ReasonSheet(Overlay):
    """One question, a line for the reason, and two buttons; Esc goes back."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, *_SIZE)
        self._desk = desk
        self._accepted: Callable[[str], None] | None = None
        self._is_needed = True
        self.heading = Label("", "heading", wraps=True)
        self.question = Label("", "muted", wraps=True)
        self.form = Form()
        self.line = LineField()
        self.form.add("reason", self.line, N_("Reason"))
        self.accept = Button(desk.theme, look="primary")
        self.leave = Button(desk.theme, N_("Cancel"), key="Esc")
        self._lay_out()
        self.form.accept_requested.connect(self._on_accept)
        self.form.leave_requested.connect(self.put_away)
        self.accept.clicked.connect(lambda _checked=False: self._on_accept())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())
        self.retranslate(desk.texts)

    def ask(
        self,
        heading: str,
        question: str,
        accept: str,
        accepted: Callable[[str], None],
        *,
        is_needed: bool = True,
    ) -> None:
        """Ask; the texts are worded already. ``accepted`` hears the reason, once, if at all."""
        self._accepted, self._is_needed = accepted, is_needed
        self.heading.setText(heading)
        self.question.setText(question)
        self.accept.setText(accept)
        self.accept.setAccessibleName(accept)
        self.form.show_values({"reason": ""})
        self.open()
        self.form.start()

    def retranslate(self, _: Texts) -> None:
        """Set the words of the frame; the question was worded when it was asked."""
        self.form.retranslate(_)
        self.leave.retranslate(_)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        self.body.setSpacing(8)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.question)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.body.addLayout(buttons)

    def _on_accept(self) -> None:
        reason = str(self.line.value())
        if self._is_needed and not reason:
            self.form.show_problem("reason", self._desk.sentence(FieldMissing("reason")))
            return
        accepted, self._accepted = self._accepted, None
        self.put_away()
        if accepted:
            accepted(reason)
