"""The lock: everything stays as it was typed, hidden, until the same person's password is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from domain.errors import FieldMissing
from domain.office import Actor
from domain.staff import Member
from domain.trust import Trust
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import SecretField
from ui.desk.kit.parts import Button, ConfirmStrip
from ui.desk.kit.words import role_word
from ui.desk.people.door import Door
from ui.desk.people.passwords import tell_caps_lock
from ui.desk.people.sign_in_view import FormPanel


class LockPanel(FormPanel):
    """Asks for the password of who is signed in."""

    other_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "", "", N_("Go on"))
        self._member: Member | None = None
        self.words.show()
        self.form.add("password", SecretField(), N_("Password"))
        tell_caps_lock(self.form, "password", lambda: desk.texts)
        self.other = Button(desk.theme, N_("Somebody else signs in"), icon="log-out", look="quiet")
        self.confirm = ConfirmStrip(desk.theme, is_narrow=True)
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.confirm)
        self.other.clicked.connect(self.other_requested)

    def show_member(self, member: Member, _: Texts) -> None:
        """Ask this member."""
        self._member = member
        self.form.show_values({"password": ""})
        self.confirm.hide()
        self._show_words(_)

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.other.retranslate(_)
        self._show_words(_)

    def _show_words(self, _: Texts) -> None:
        if self._member:
            self.title.setText(self._member.name)
            role = role_word(self._member.role, _)
            self.words.setText(
                _("{role} · The desk is locked. All that was typed is kept.", role=role)
            )


class LockController(QObject):
    """Compares the password, and lets somebody else in when that loses nothing unasked."""

    unlocked = Signal()
    #: Somebody else signs in: who was here is signed out.
    sign_out_requested = Signal()

    def __init__(self, door: Door, desk: Desk, trust: Trust) -> None:
        super().__init__(door)
        self._door, self._desk, self._trust = door, desk, trust
        self._actor: Actor | None = None
        self._typed: Callable[[], Sequence[str]] = list
        self.panel = LockPanel(desk)
        door.add(self.panel)
        self.panel.accept_requested.connect(self._on_accept_requested)
        self.panel.other_requested.connect(self._on_other_requested)

    def lock(self, member: Member, actor: Actor, typed: Callable[[], Sequence[str]]) -> None:
        """Ask for a member's password; ``typed`` names the pages with something not saved."""
        self._actor, self._typed = actor, typed
        self.panel.show_member(member, self._desk.texts)
        self._door.show_panel(self.panel)

    def _on_accept_requested(self) -> None:
        password, actor = str(self.panel.form.field("password").value()), self._actor
        if actor is None:
            return
        if not password:
            sentence = self._desk.sentence(FieldMissing("password"))
            self.panel.form.show_problem("password", sentence)
            return
        self.panel.show_busy(True)
        task = self._desk.tasks.write(
            self, lambda _progress: self._trust.refuse_unless_password(password, actor)
        )
        task.succeeded.connect(self._on_right)
        task.failed.connect(self._on_refused)
        task.finished.connect(lambda: self.panel.show_busy(False))

    def _on_right(self, _nothing: object) -> None:
        self.panel.form.show_values({"password": ""})
        self._actor = None
        self.unlocked.emit()

    def _on_refused(self, error: Exception) -> None:
        self.panel.form.field("password").clear()
        self.panel.form.show_problem("password", self._desk.sentence(error))

    def _on_other_requested(self) -> None:
        pages = self._typed()
        if pages:
            ask_to_sign_out(
                self.panel.confirm, pages, self._desk.texts, self.sign_out_requested.emit
            )
        else:
            self.sign_out_requested.emit()


def ask_to_sign_out(
    strip: ConfirmStrip, pages: Sequence[str], _: Texts, accepted: Callable[[], None]
) -> None:
    """Ask whether what is typed on some pages (their names) may be lost."""
    question = _(
        "Something is typed and not saved: {pages}. Signing out forgets it.",
        pages=", ".join(pages),
    )
    strip.ask_gravely(question, _("Sign out all the same"), _("Stay"), accepted)
