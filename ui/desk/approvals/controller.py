"""What happens on the Approvals page: read, judged by a second person, carried out or put aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from domain.approval import Approval, ApprovalState
from domain.books import Books
from domain.errors import FieldMissing
from domain.errors_of_trust import MakerIsChecker, SignInRefused, StaffLocked
from domain.staff import Act
from ui.asked_in_words import asked_subject
from ui.desk.approvals.view import ApprovalsView
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead

#: What others ask for is seen after so long at the latest.
_EVERY_MS = 60_000
_FIELD_OF: dict[type[Exception], str] = {SignInRefused: "password", StaffLocked: "password"}


class ApprovalsController(QObject):
    """Reads the requests, and has decisions carried out in the write lane."""

    #: A request was carried out: the books have changed.
    carried_out = Signal()
    #: So many requests wait for a decision of who is here.
    waiting_changed = Signal(object)
    counted = Signal(str)

    def __init__(self, view: ApprovalsView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._trust = books.trust
        self._all: list[Approval] = []
        self._now = books.now()
        self._is_busy = False
        self._listed = LatestRead(desk.tasks, self)
        self._listed.answered.connect(self._on_listed)
        self._listed.failed.connect(desk.show_failure)
        view.filter_changed.connect(self._show_list)
        view.row_changed.connect(self._on_row_changed)
        view.approve_requested.connect(self.approve)
        view.reject_requested.connect(self.reject)
        timer = QTimer(self, interval=_EVERY_MS)
        timer.timeout.connect(self.refresh)
        timer.start()
        self.refresh()

    def refresh(self) -> None:
        """Read the requests again."""
        self._listed.ask(self._read)

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self._show_list()
        self._on_row_changed(self._view.approval)

    def approve(self) -> None:
        """Carry out what is asked for; the password is asked again."""
        approval = self._view.approval
        if approval is None or not self._may_approve(approval) or self._is_busy:
            return
        values, _refusals = self._view.form.read()
        if not values.get("password"):
            self._view.show_problems({"password": self._desk.sentence(FieldMissing("password"))})
            return
        _ = self._desk.texts
        note, password, actor = str(values["note"]), str(values["password"]), self._desk.actor
        self._decide(
            lambda: self._trust.approve(approval.id, note, password, actor),
            _("Approved and carried out: {subject}.", subject=asked_subject(approval, _)),
        )

    def reject(self) -> None:
        """Put a request aside, with the reason."""
        approval = self._view.approval
        if approval is None or not self._may_reject(approval) or self._is_busy:
            return
        _ = self._desk.texts
        note, actor = str(self._view.form.field("note").value()), self._desk.actor
        if not note:
            self._view.show_problems({"note": self._desk.sentence(FieldMissing("note"))})
            return
        self._decide(
            lambda: self._trust.reject(approval.id, note, actor),
            _("Put aside: {subject}.", subject=asked_subject(approval, _)),
        )

    def _decide(self, work: Callable[[], Any], told: str) -> None:
        self._is_busy = True
        self._view.form.clear_problems()
        self._view.show_problem("")
        task = self._desk.tasks.write(self, lambda _progress: work())
        task.succeeded.connect(lambda _decided: self._on_decided(told))
        task.failed.connect(self._on_refused)
        task.finished.connect(self._on_finished)

    def _on_decided(self, told: str) -> None:
        self._view.form.show_values({"note": "", "password": ""})
        self._view.table.setFocus()
        self._desk.toasts.show(told)
        self.carried_out.emit()

    def _on_refused(self, error: Exception) -> None:
        self._view.form.field("password").clear()
        field = _FIELD_OF.get(type(error), str(getattr(error, "field", "")))
        self._view.show_problems({field: self._desk.sentence(error)})

    def _on_finished(self) -> None:
        self._is_busy = False
        self.refresh()

    def _read(self) -> tuple[list[Approval], dict[str, str], datetime]:
        names = {member.user_name: member.name for member in self._trust.staff()}
        return self._trust.approvals(), names, self._books.now()

    def _on_listed(self, answer: tuple[list[Approval], dict[str, str], datetime]) -> None:
        self._all, names, self._now = answer
        self._view.show_names(lambda user: _named(user, names))
        self._show_list()
        mine = [one for one in self._all if self._is_waiting(one) and self._may_approve(one)]
        self.waiting_changed.emit(len(mine))

    def _show_list(self) -> None:
        waiting = [one for one in self._all if self._is_waiting(one)]
        decided = [one for one in self._all if not self._is_waiting(one)]
        self._view.show_parts(len(waiting), len(decided))
        shown = decided if self._view.wants_decided else waiting
        self._view.show_rows(shown, self._now)
        self._on_row_changed(self._view.table.current_row())
        _ = self._desk.texts
        self.counted.emit(_("{shown} of {total}", shown=len(shown), total=len(self._all)))

    def _on_row_changed(self, row: Any) -> None:
        approval = row if isinstance(row, Approval) else None
        self._view.show_approval(
            approval,
            can_approve=approval is not None and self._may_approve(approval),
            can_reject=approval is not None and self._may_reject(approval),
            why_not=self._why_not(approval) if approval else "",
        )

    def _is_waiting(self, approval: Approval) -> bool:
        return approval.state_at(self._now) is ApprovalState.WAITING

    def _is_own(self, approval: Approval) -> bool:
        return approval.requested_by == self._desk.actor.name

    def _may_approve(self, approval: Approval) -> bool:
        is_open = self._is_waiting(approval) and not self._is_own(approval)
        return is_open and self._desk.may(approval.act)

    def _may_reject(self, approval: Approval) -> bool:
        return self._is_waiting(approval) and self._desk.may(Act.REJECT)

    def _why_not(self, approval: Approval) -> str:
        """Return why who is here cannot approve what waits; its maker may take it back."""
        if self._is_waiting(approval) and self._is_own(approval):
            return self._desk.sentence(MakerIsChecker(self._desk.actor.name))
        return ""


def _named(user_name: str, names: dict[str, str]) -> str:
    name = names.get(user_name, "")
    return f"{name} ({user_name})" if name else user_name
