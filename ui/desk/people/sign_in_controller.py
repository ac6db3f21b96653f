"""Signing in: passwords are compared off the GUI thread; a borrowed one is changed first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from domain.errors import FieldMissing
from domain.errors_of_trust import (
    PasswordTooWeak,
    RecoveryWordsMistyped,
    RecoveryWordsWrong,
    SignInRefused,
    StaffLocked,
    StaffUnknown,
)
from domain.office import Actor, Channel
from domain.safekeeping import plain_words
from domain.staff import Member
from domain.trust import Trust
from ui.desk.kit.desk import Desk
from ui.desk.people.door import Door
from ui.desk.people.passwords import NEW
from ui.desk.people.sign_in_view import FormPanel, LostPanel, OwnPasswordPanel, SignInPanel

_FIELD_OF: dict[type[Exception], str] = {
    SignInRefused: "password",
    StaffLocked: "password",
    StaffUnknown: "user_name",
    PasswordTooWeak: NEW,
    RecoveryWordsWrong: "words",
    RecoveryWordsMistyped: "words",
}


class SignInController(QObject):
    """Lets members of the staff in, each with a password of their own."""

    #: Somebody may come in: the Member.
    signed_in = Signal(object)

    def __init__(self, door: Door, desk: Desk, trust: Trust) -> None:
        super().__init__(door)
        self._door, self._desk, self._trust = door, desk, trust
        theme = desk.theme
        self.sign_in = SignInPanel(theme, lambda: desk.texts)
        self.own = OwnPasswordPanel(theme, lambda: desk.texts)
        self.lost = LostPanel(theme, lambda: desk.texts)
        #: Who is to choose a password now, and with which one they came.
        self._coming: tuple[Member, str] | None = None
        for panel in (self.sign_in, self.own, self.lost):
            door.add(panel)
        self._connect()

    def start(self, user_name: str = "") -> None:
        """Ask who comes; ``user_name`` is offered."""
        self._coming = None
        self.sign_in.show_name(user_name)
        self._door.show_panel(self.sign_in)

    def _connect(self) -> None:
        self.sign_in.accept_requested.connect(self._on_sign_in_requested)
        self.sign_in.lost_requested.connect(self._on_lost_requested)
        self.own.accept_requested.connect(self._on_own_requested)
        self.lost.accept_requested.connect(self._on_recovery_requested)
        for panel in (self.own, self.lost):
            panel.back_requested.connect(self._on_back_requested)

    # Signing in

    def _on_sign_in_requested(self) -> None:
        user_name, password = self.sign_in.typed()
        self.sign_in.form.clear_problems()
        for name, typed in (("user_name", user_name), ("password", password)):
            if not typed:
                self.sign_in.form.show_problem(name, self._desk.sentence(FieldMissing(name)))
                return
        self._ask(
            self.sign_in,
            lambda: self._trust.sign_in(user_name, password, Channel.DESK),
            lambda member: self._on_recognised(member, password),
        )

    def _on_recognised(self, member: Member, password: str) -> None:
        self.sign_in.show_name(member.user_name)
        if member.must_change_password:
            self._coming = (member, password)
            self.own.show_person(member.user_name)
            self._door.show_panel(self.own)
        else:
            self.signed_in.emit(member)

    # A password of one's own

    def _on_own_requested(self) -> None:
        if self._coming is None or not self.own.password.is_fitting():
            return
        member, old = self._coming
        new = self.own.password.text
        actor = Actor(member.user_name, Channel.DESK, member.counter)
        own = replace(member, must_change_password=False)
        self._ask(
            self.own,
            lambda: self._trust.change_password(old, new, actor),
            lambda _nothing: self._come_in(own),
        )

    # A lost one

    def _on_lost_requested(self) -> None:
        self.lost.clear()
        self.lost.show_recovery(False)
        self._door.show_panel(self.lost)

    def _on_recovery_requested(self) -> None:
        user_name, words = self.lost.typed()
        self.lost.form.clear_problems()
        for name, typed in (("user_name", user_name), ("words", words)):
            if not typed:
                self.lost.form.show_problem(name, self._desk.sentence(FieldMissing(name)))
                return
        if not self.lost.password.is_fitting():
            return
        new, actor = self.lost.password.text, Actor(user_name, Channel.DESK)
        recover, plain = self._trust.recover_administrator, plain_words(words)
        self._ask(self.lost, lambda: recover(user_name, plain, new, actor), self._come_in)

    def _come_in(self, member: Member) -> None:
        self._coming = None
        self.own.password.clear()
        self.lost.clear()
        self.sign_in.show_name("")
        self.signed_in.emit(member)

    def _on_back_requested(self) -> None:
        self.start(self.sign_in.typed()[0])

    def _ask(
        self, panel: FormPanel, work: Callable[[], Any], succeeded: Callable[[Any], None]
    ) -> None:
        """Do what a panel asks for in the write lane: comparing passwords is slow on purpose."""
        panel.show_busy(True)
        task = self._desk.tasks.write(self, lambda _progress: work())
        task.succeeded.connect(succeeded)
        task.failed.connect(lambda error: self._show_refusal(panel, error))
        task.finished.connect(lambda: panel.show_busy(False))

    def _show_refusal(self, panel: FormPanel, error: Exception) -> None:
        field = _FIELD_OF.get(type(error), str(getattr(error, "field", "")))
        sentence = self._desk.sentence(error)
        if field not in panel.form.names:
            self._desk.show_failure(error)
        elif isinstance(panel, SignInPanel):
            panel.show_refusal(field, sentence)
        else:
            panel.form.show_problem(field, sentence)
