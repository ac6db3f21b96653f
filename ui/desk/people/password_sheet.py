"""Changing one's own password, in a sheet over the page."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.errors import FieldMissing
from domain.errors_of_trust import PasswordTooWeak, SignInRefused, StaffLocked
from domain.trust import Trust
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import SecretField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Button, Label
from ui.desk.people.passwords import NEW, NewPassword, tell_caps_lock

_OLD = "old_password"
_FIELD_OF: dict[type[Exception], str] = {
    SignInRefused: _OLD,
    StaffLocked: _OLD,
    PasswordTooWeak: NEW,
}


class PasswordSheet(TypedSheet):
    """The present password, and the new one twice."""

    def __init__(self, host: QWidget, desk: Desk, trust: Trust) -> None:
        super().__init__(host, desk.theme, 460, 400)
        self._desk, self._trust = desk, trust
        self._is_busy = False
        self.title = Label(N_("Change the password"), "title")
        self.form = Form()
        self.form.add(_OLD, SecretField(), N_("Present password"))
        tell_caps_lock(self.form, _OLD, lambda: desk.texts)
        self.password = NewPassword(self.form, lambda: desk.actor.name, lambda: desk.texts)
        self.accept = Button(desk.theme, N_("Set the password"), look="primary", key="Ctrl+A")
        self.leave = Button(desk.theme, N_("Cancel"), key="Esc")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        self.body.addWidget(self.title)
        self.body.addWidget(self.form, 1)
        self.body.addLayout(buttons)
        self.form.accept_requested.connect(self._on_accept)
        self.form.leave_requested.connect(self.put_away)
        self.accept.clicked.connect(lambda _checked=False: self._on_accept())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())

    def ask(self) -> None:
        """Open the sheet, empty."""
        self.password.clear()
        self.form.show_values({_OLD: ""})
        self.open()
        self.form.start()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.title, self.form, self.accept, self.leave):
            part.retranslate(_)
        self.password.retranslate()

    def _on_accept(self) -> None:
        old = str(self.form.field(_OLD).value())
        self.form.clear_problems()
        if self._is_busy:
            return
        if not old:
            self.form.show_problem(_OLD, self._desk.sentence(FieldMissing("password")))
        elif self.password.is_fitting():
            self._change(old, self.password.text)

    def _change(self, old: str, new: str) -> None:
        actor = self._desk.actor
        self._is_busy = True
        task = self._desk.tasks.write(
            self, lambda _progress: self._trust.change_password(old, new, actor)
        )
        task.succeeded.connect(self._on_changed)
        task.failed.connect(self._on_refused)
        task.finished.connect(self._on_finished)

    def _on_changed(self, _nothing: object) -> None:
        _ = self._desk.texts
        self.password.clear()
        self.form.show_values({_OLD: ""})
        self.put_away()
        self._desk.toasts.show(_("The password is changed."))

    def _on_refused(self, error: Exception) -> None:
        field = _FIELD_OF.get(type(error), "")
        if field:
            self.form.show_problem(field, self._desk.sentence(error))
        else:
            self._desk.show_failure(error)

    def _on_finished(self) -> None:
        self._is_busy = False
