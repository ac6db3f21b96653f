"""A sheet that asks for one or two values, over the list they are for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.errors import Refusal
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Button, Label

_SIZE = (460, 230)

#: Its name, the field, its label (an ``N_`` constant).
Asked = tuple[str, Any, str]


class AskingSheet(TypedSheet):
    """A heading, a few fields and two buttons; Esc goes back, a refusal stands at its field."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, *_SIZE)
        self._desk = desk
        self._accepted: Callable[[dict[str, Any]], None] | None = None
        self.heading = Label("", "heading", wraps=True)
        self.form = Form()
        self.accept = Button(desk.theme, N_("Accept"), look="primary", key="Ctrl+A")
        self.leave = Button(desk.theme, N_("Cancel"), key="Esc")
        self._lay_out()
        self.accept.clicked.connect(lambda _checked=False: self._on_accept())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())
        self.retranslate(desk.texts)

    def ask(
        self,
        heading: str,
        fields: Sequence[Asked],
        accepted: Callable[[dict[str, Any]], None],
    ) -> None:
        """Ask; the heading is worded already. ``accepted`` may refuse the values."""
        self._accepted = accepted
        self.heading.setText(heading)
        self._put_form(fields)
        self.open()
        self.form.start()

    def retranslate(self, _: Texts) -> None:
        """Set the words of the frame; the question was worded when it was asked."""
        for part in (self.accept, self.leave, self.form):
            part.retranslate(_)

    def _put_form(self, fields: Sequence[Asked]) -> None:
        form = Form(columns=len(fields))
        for name, field, label in fields:
            form.add(name, field, label)
        form.accept_requested.connect(self._on_accept)
        form.leave_requested.connect(self.put_away)
        form.retranslate(self._desk.texts)
        self.body.replaceWidget(self.form, form)
        self.form.hide()
        self.form.deleteLater()
        self.form = form
        # After the new fields: the order of Tab is that of the making.
        QWidget.setTabOrder(form, self.leave)
        QWidget.setTabOrder(self.leave, self.accept)

    def _on_accept(self) -> None:
        values, refusals = self.form.read()
        if not refusals and self._accepted:
            try:
                self._accepted(values)
            except Refusal as refusal:
                field = str(getattr(refusal, "field", ""))
                refusals = {field if field in values else next(iter(values)): refusal}
        if refusals:
            self.form.show_problems(
                {name: self._desk.sentence(one) for name, one in refusals.items()}
            )
            return
        self.put_away()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        self.body.setSpacing(8)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.body.addLayout(buttons)
