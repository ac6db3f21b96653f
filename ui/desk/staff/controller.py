"""What happens on the Staff page: taken on, changed, dismissed, unlocked, given a way back in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.errors import Refusal
from domain.errors_of_trust import LastAdministrator, StaffKnown
from domain.staff import Member, NewMember, Role
from domain.temporary_password import new_temporary_password
from resources.texts import N_
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead
from ui.desk.staff.view import StaffView

_FIELD_OF: dict[type[Exception], str] = {StaffKnown: "user_name", LastAdministrator: "role"}
#: How it stands with the recovery words: none, never tried, tried.
_WORDS_STATES = {
    None: (N_("There are no recovery words: a lost administrator could not come back."), "warning"),
    False: (N_("The recovery words were never tried: who knows whether they are kept."), "warning"),
    True: (N_("The recovery words are made and tried."), ""),
}


class StaffController(QObject):
    """Reads the staff, and has what the administrator wants done, one thing after the other."""

    #: How many there are, worded.
    counted = Signal(str)

    def __init__(self, view: StaffView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._trust = books.trust
        self._is_busy = False
        self._words_tried: bool | None = None
        self._has_staff = True
        self._listed = LatestRead(desk.tasks, self)
        self._listed.answered.connect(self._on_listed)
        self._listed.failed.connect(desk.show_failure)
        view.row_changed.connect(self._on_row_changed)
        view.new_requested.connect(self.begin_new)
        view.accept_requested.connect(self.accept)
        view.dismissal_requested.connect(self._on_dismissal_requested)
        view.unlock_requested.connect(self._on_unlock_requested)
        view.reset_requested.connect(self._on_reset_requested)
        self.refresh()

    def refresh(self) -> None:
        """Read the staff again."""
        self._listed.ask(
            lambda: (self._trust.staff(), self._books.safekeeping.state(), self._books.now())
        )

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self._show_words_state()
        self._count()

    def begin_new(self) -> None:
        """Offer the form for somebody new."""
        if self._has_staff:
            self._view.show_new()

    def show_row(self) -> None:
        """Show in the form who is in use in the list, unless something is typed there."""
        self._on_row_changed(self._view.table.current_row())

    def accept(self) -> None:
        """Take on who is in the form, or save what was changed about them."""
        values, refusals = self._view.form.read()
        if refusals:
            self._view.show_problems(
                {name: self._desk.sentence(refusal) for name, refusal in refusals.items()}
            )
            return
        member = self._view.member
        try:
            form = NewMember(
                str(values["user_name"]).lower(),
                str(values["name"]),
                values["role"],
                values["counter"] or 0,
            )
        except Refusal as refusal:
            self._show_refusal(refusal)
            return
        if member is None:
            self._add(form)
        else:
            changed = replace(member, name=form.name, role=form.role, counter=form.counter)
            _ = self._desk.texts
            self._change(changed, _("The changes of {name} are saved.", name=form.name))

    def _add(self, form: NewMember) -> None:
        password, actor = new_temporary_password(form.user_name), self._desk.actor
        self._do(
            lambda: self._trust.add_member(form, password, actor),
            lambda member: self._hand_over(member, password),
        )

    def _change(self, changed: Member, told: str) -> None:
        actor = self._desk.actor
        self._do(
            lambda: self._trust.change_member(changed, actor),
            lambda member: self._tell(member, told),
        )

    def _on_dismissal_requested(self) -> None:
        _, member = self._desk.texts, self._view.member
        if member is None:
            return
        name = member.name
        if member.is_active:
            question = _("{name} can do nothing more from now on. Dismiss them?", name=name)
            told = _("{name} is dismissed.", name=name)
            gone = replace(member, is_active=False)
            self._view.ask(question, _("Dismiss"), lambda: self._change(gone, told))
        else:
            told = _("{name} is back.", name=name)
            self._change(replace(member, is_active=True), told)

    def _on_unlock_requested(self) -> None:
        _, member, actor = self._desk.texts, self._view.member, self._desk.actor
        if member is not None:
            name = member.user_name
            told = _("{name} can sign in again.", name=member.name)
            self._do(
                lambda: self._trust.unlock(name, actor), lambda opened: self._tell(opened, told)
            )

    def _on_reset_requested(self) -> None:
        _, member = self._desk.texts, self._view.member
        if member is not None:
            question = _("The password of {name} stops working. Set a first one?", name=member.name)
            self._view.ask(question, _("Set it"), lambda: self._reset(member))

    def _reset(self, member: Member) -> None:
        password, actor = new_temporary_password(member.user_name), self._desk.actor
        self._do(
            lambda: self._trust.reset_password(member.user_name, password, actor),
            lambda _nothing: self._hand_over(member, password),
        )

    def _do(self, work: Callable[[], Any], succeeded: Callable[[Any], None]) -> None:
        """Do one thing in the write lane; a second one waits for no answer of the first."""
        if self._is_busy:
            return
        self._is_busy = True
        self._view.form.clear_problems()
        self._view.show_problem("")
        task = self._desk.tasks.write(self, lambda _progress: work())
        task.succeeded.connect(succeeded)
        task.failed.connect(self._show_refusal)
        task.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        self._is_busy = False
        self.refresh()

    def _hand_over(self, member: Member, password: str) -> None:
        self._view.show_member(member)
        self._view.table.setFocus()
        if member.role is Role.MACHINE:
            _ = self._desk.texts
            self._desk.toasts.show(_("A machine keeps the password it is given."))
        self._view.hand_over.show_password(member.name, password, self._desk.texts)

    def _tell(self, member: Member, told: str) -> None:
        self._view.show_member(member)
        self._desk.toasts.show(told)

    def _show_refusal(self, error: Exception) -> None:
        field = _FIELD_OF.get(type(error), str(getattr(error, "field", "")))
        self._view.show_problems({field: self._desk.sentence(error)})

    def _on_listed(self, answer: tuple[list[Member], Any, datetime]) -> None:
        members, safety, now = answer
        self._has_staff = bool(members)
        self._words_tried = safety.words_tried
        self._view.show_staff(members, now)
        self._show_words_state()
        self._count()
        shown = self._view.member
        if shown is not None and not self._view.is_touched:
            current = next((one for one in members if one.user_name == shown.user_name), None)
            if current is not None and current != shown:
                self._view.show_member(current)

    def _on_row_changed(self, row: Any) -> None:
        if isinstance(row, Member) and not self._view.is_touched:
            self._view.show_member(row)

    def _show_words_state(self) -> None:
        _ = self._desk.texts
        sentence, tone = _WORDS_STATES[self._words_tried]
        self._view.show_words_state(_(sentence) if self._has_staff else "", tone)

    def _count(self) -> None:
        _ = self._desk.texts
        rows = self._view.model.rows
        active = sum(1 for row in rows if row.is_active)
        self.counted.emit(_("{active} active of {all}", active=active, all=len(rows)))
