"""Protections are read, made with their proof, and ended with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.errors import ConsumerNotFound, FieldMissing, Refusal
from domain.errors_of_policies import NobodyToProtect
from domain.ids import new_id
from domain.protection import NewProtection, Protection, Scope
from domain.staff import Act
from ui.desk.kit.desk import Desk
from ui.desk.kit.reason import ReasonSheet
from ui.desk.kit.tasks import LatestRead
from ui.desk.policies.protections_view import ProtectionsView, is_over
from ui.policy_words import whom_words

_FIELD_OF: dict[type[Refusal], str] = {NobodyToProtect: "whom", ConsumerNotFound: "whom"}


class ProtectionsController(QObject):
    """Keeps the list of protections."""

    books_changed = Signal()
    consumer_requested = Signal(str)

    def __init__(self, view: ProtectionsView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._may_protect = desk.may(Act.PROTECT)
        self._is_busy = False
        self._id = new_id()
        self._all: Sequence[Protection] = ()
        self.reason = ReasonSheet(view, desk)
        self._listed = LatestRead(desk.tasks, self)
        self._listed.answered.connect(self._on_listed)
        self._listed.failed.connect(desk.show_failure)
        view.show_rights(may_protect=self._may_protect)
        view.filter_changed.connect(self._show)
        view.new_requested.connect(self.begin)
        view.accept_requested.connect(self.accept)
        view.end_requested.connect(self.end)
        view.leave_requested.connect(self.step_back)
        view.consumer_requested.connect(self.consumer_requested)

    def refresh(self) -> None:
        """Read the protections again."""
        self._listed.ask(self._books.policies.protections)

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self.reason.retranslate(self._desk.texts)

    def begin(self) -> None:
        """Open the form for a new one."""
        if self._may_protect and not self._view.is_writing:
            self._id = new_id()
            self._view.show_form()

    def accept(self) -> None:
        """Protect whom the form names."""
        if not self._may_protect or self._is_busy or not self._view.is_writing:
            return
        values, refusals = self._view.form.read()
        values.setdefault("whom", "")
        needed = ["proof", "first", "last"]
        if values["scope"] is not Scope.OFFICE:
            needed.append("whom")
        problems: dict[str, Refusal] = dict(refusals)
        problems |= {
            name: FieldMissing(name)
            for name in needed
            if name not in refusals and not values.get(name)
        }
        if problems:
            self._show_problems(problems)
            return
        form = NewProtection(id=self._id, **values)
        policies, actor = self._books.policies, self._desk.actor
        self._do(lambda: policies.protect(form, actor), self._on_protected)

    def end(self) -> None:
        """End the protection in use, with a reason."""
        protection, _ = self._view.protection, self._desk.texts
        if protection is None or not self._may_protect or is_over(protection, self._desk.today()):
            return
        whom = whom_words(protection, _)
        self.reason.ask(
            _("End the protection"),
            _("{whom} could be cut from today on.", whom=whom),
            _("End it"),
            lambda reason: self._end(protection, reason),
        )

    def step_back(self) -> bool:
        """Answer Esc; False when there was nothing to go back from."""
        if self.reason.isVisible():
            self.reason.put_away()
            return True
        if self._view.is_writing:
            self._view.close_form()
            return True
        return False

    def _end(self, protection: Protection, reason: str) -> None:
        policies, actor = self._books.policies, self._desk.actor
        told = self._desk.texts("The protection has ended.")
        self._do(
            lambda: policies.end_protection(protection.id, reason, actor),
            lambda _ended: self._desk.toasts.show(told),
        )

    def _on_protected(self, protection: Protection) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(_("Protected: {whom}.", whom=whom_words(protection, _)))
        self._view.close_form()

    def _show_problems(self, problems: dict[str, Refusal]) -> None:
        sentences = {name: self._desk.sentence(one) for name, one in problems.items()}
        self._view.form.show_problems(sentences)

    def _do(self, work: Callable[[], object], then: Callable[..., object]) -> None:
        self._is_busy = True
        task = self._desk.tasks.write(self, lambda _progress: work())
        task.succeeded.connect(then)
        task.succeeded.connect(lambda _answer: self.books_changed.emit())
        task.failed.connect(self._on_failed)
        task.finished.connect(self._on_ended)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, Refusal) or not self._view.is_writing:
            self._desk.show_failure(error)
            return
        field = _FIELD_OF.get(type(error)) or str(error.facts.get("field", ""))
        if field in self._view.form.names:
            self._show_problems({field: error})
        else:
            self._view.show_problem(self._desk.sentence(error))

    def _on_ended(self) -> None:
        self._is_busy = False
        self.refresh()

    def _on_listed(self, found: Sequence[Protection]) -> None:
        self._all = found
        self._show()

    def _show(self) -> None:
        today = self._desk.today()
        ordered = sorted(self._all, key=lambda one: (is_over(one, today), one.last))
        shown = [one for one in ordered if self._view.wants_all or not is_over(one, today)]
        self._view.show_protections(shown)
