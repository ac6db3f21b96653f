"""A version being written: begun from the present one or an example, judged, asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from domain import formats
from domain.approval import Approval
from domain.books import Books
from domain.errors_of_policies import PolicyRefused
from domain.errors_of_tariffs import TariffFieldMissing
from domain.policy import Policy
from domain.policy_form import TypedPolicy, document_of, missing_of, place_of, successor_of
from domain.staff import Act
from resources.texts import Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.reason import ReasonSheet
from ui.desk.kit.tasks import LatestRead
from ui.desk.policies.form_view import PolicyFormView, Told
from ui.sentences import at_its_field

#: Nobody types on after such a pause: what stands there is judged.
PAUSE_MS = 400

Judged = tuple[TypedPolicy, Policy | None, Sequence[Told]]


class WritingController(QObject):
    """Keeps the version that is written, judges it, and has it asked for."""

    #: The form was left; what is typed in it stays.
    left = Signal()
    #: Whether a version is being written: another one.
    unfinished_changed = Signal(bool)
    books_changed = Signal()
    dry_run_requested = Signal()

    def __init__(self, view: PolicyFormView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._starts: Mapping[str, Mapping[str, Any]] = {}
        self._taken: Sequence[str] = ()
        self._start = ""
        self._typed: TypedPolicy | None = None
        self._untouched: TypedPolicy | None = None
        self._policy: Policy | None = None
        self._wants_to_ask = self._is_busy = False
        self.reason = ReasonSheet(view, desk, offers_last=True)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.judge)
        self._judging = LatestRead(desk.tasks, self)
        self._judging.answered.connect(self._on_judged)
        self._judging.failed.connect(desk.show_failure)
        view.typed_changed.connect(self._pause.start)
        view.ask_requested.connect(self.ask)
        view.leave_requested.connect(self.leave)
        view.start_requested.connect(self._on_start_requested)
        view.dry_run_requested.connect(self.dry_run_requested)

    @property
    def is_unfinished(self) -> bool:
        """Whether a version is being written."""
        return self._typed is not None

    @property
    def is_touched(self) -> bool:
        """Whether something was typed that nobody asked for yet."""
        return self._typed is not None and self._view.typed() != self._untouched

    @property
    def is_waiting(self) -> bool:
        """Whether something was typed just now and is not judged yet."""
        return self._pause.isActive()

    @property
    def draft(self) -> Policy | None:
        """The policy that stands in the form, None while there is none or it has mistakes."""
        return self._policy

    def offer(
        self,
        policies: Sequence[Policy],
        present: Policy | None,
        examples: Sequence[Mapping[str, Any]],
    ) -> None:
        """Know what one can begin from: the office's policies and the shipped examples."""
        _ = self._desk.texts
        ordered = sorted(policies, key=lambda one: one.valid_from, reverse=True)
        if present is not None:
            ordered = [present, *(one for one in ordered if one is not present)]
        own = {one.id: json.loads(one.document) for one in ordered if one.document}
        shipped = {f"example:{one.get('id')}": one for one in examples}
        self._starts = {**own, **shipped}
        self._taken = [one.id for one in policies]
        self._view.show_starts(self._worded_starts(_))

    def begin(self, *, from_: str = "") -> None:
        """Go on with what is being written, or begin a version from the present one."""
        if not self._desk.may(Act.ASK_POLICY):
            return
        if self._typed is None:
            self._begin_from(from_ or next(iter(self._starts), ""))
        self._view.start()

    def leave(self) -> None:
        """Go back to the list; what is typed stays."""
        self.judge()
        self.left.emit()

    def step_back(self) -> bool:
        """Answer Esc: put a question away; False when there was none."""
        if self.reason.isVisible():
            self.reason.put_away()
            return True
        return False

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        _ = self._desk.texts
        self.reason.retranslate(_)
        self._view.show_starts(self._worded_starts(_))
        self._view.show_ask_words(self._ask_words())
        if self._typed is not None:
            self.judge()

    # --- judging ----------------------------------------------------------------------------

    def judge(self) -> None:
        """Find out what is wrong with what is typed."""
        self._pause.stop()
        if self._typed is None:
            return
        typed = self._typed = self._view.typed()
        policies, _ = self._books.policies, self._desk.texts
        self._judging.ask(lambda: _judged(typed, policies.judge, _))

    def _on_judged(self, judged: Judged) -> None:
        typed, policy, told = judged
        if typed != self._view.typed():
            return
        self._policy = policy
        self._view.show_judged(policy, told)
        if self._wants_to_ask:
            self._wants_to_ask = False
            self._ask_now(len(told))

    # --- beginning --------------------------------------------------------------------------

    def _on_start_requested(self, key: object) -> None:
        if key == self._start or not isinstance(key, str):
            return
        if not self.is_touched:
            self._begin_from(key)
            return
        _ = self._desk.texts
        self._view.strip.ask(
            _("What you typed would be gone. Begin anew?"),
            _("Begin anew"),
            _("No, go back"),
            lambda: self._begin_from(key),
            lambda: self._view.show_start(self._start),
        )

    def _begin_from(self, key: str) -> None:
        document = self._starts.get(key, {})
        self._start = key
        self._view.show_start(key)
        self._show(successor_of(document, self._desk.today(), self._taken))

    def _show(self, typed: TypedPolicy) -> None:
        self._view.show_typed(typed)
        self._typed = self._untouched = self._view.typed()
        self._view.show_ask_words(self._ask_words())
        self.unfinished_changed.emit(True)
        self.judge()

    def _worded_starts(self, _: Texts) -> list[tuple[object, str]]:
        def words(key: str, document: Mapping[str, Any]) -> str:
            title = str(document.get("title", ""))
            if key.startswith("example:"):
                return _("Start from the example: {title}", title=title)
            return _("Start from: {title} ({id})", title=title, id=key)

        return [(key, words(key, one)) for key, one in self._starts.items()]

    # --- asking -----------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask another person for the version; where there is no staff, it holds at once."""
        if self._typed is None or self._is_busy:
            return
        self._wants_to_ask = True
        self.judge()

    def _ask_words(self) -> str:
        _ = self._desk.texts
        return _("Ask for approval") if self._desk.role is not None else _("Put into force")

    def _ask_now(self, faults: int) -> None:
        _, policy = self._desk.texts, self._policy
        if policy is None or faults:
            self._view.go_to_first_fault()
            self._desk.toasts.show(_("Mistakes or gaps left: {count}", count=faults), "warning")
            return
        day = formats.day(policy.valid_from, _.month_names)
        told = _("“{title}” holds from {day} on.", title=policy.title, day=day)
        words = self._ask_words()
        self.reason.ask(words, told, words, self._send)

    def _send(self, reason: str) -> None:
        if self._typed is None:
            return
        document, actor = document_of(self._typed), self._desk.actor
        policies = self._books.policies
        self._is_busy = True
        task = self._desk.tasks.write(self, lambda _progress: policies.ask(document, reason, actor))
        task.succeeded.connect(self._on_asked)
        task.failed.connect(self._on_not_asked)
        task.finished.connect(self._on_ended)

    def _on_ended(self) -> None:
        self._is_busy = False

    def _on_asked(self, answer: Approval | Policy) -> None:
        _ = self._desk.texts
        if isinstance(answer, Approval):
            words = _("Asked for: {subject}. Another person approves it.", subject=answer.subject)
        else:
            day = formats.day(answer.valid_from, _.month_names)
            words = _("“{title}” holds from {day} on.", title=answer.title, day=day)
        self._desk.toasts.show(words)
        self._typed = self._untouched = self._policy = None
        self._start = ""
        self.unfinished_changed.emit(False)
        self.books_changed.emit()
        self.left.emit()

    def _on_not_asked(self, error: Exception) -> None:
        if isinstance(error, PolicyRefused):
            self.judge()
        self._desk.show_failure(error)


def _judged(typed: TypedPolicy, judge: Callable[[Mapping[str, Any]], Policy], _: Texts) -> Judged:
    """Return the policy that is typed, or what is wrong with it, field by field."""
    missing = missing_of(typed)
    told = [Told(place, _("Still to be filled in."), is_missing=True) for place in missing]
    try:
        policy = judge(document_of(typed))
    except PolicyRefused as refused:
        for fault in refused.faults:
            place = place_of(fault.field)
            is_missing = isinstance(fault, TariffFieldMissing)
            words = _("Still to be filled in.") if is_missing else at_its_field(fault, _)
            told.append(Told(place, words, is_missing))
        return typed, None, told
    return typed, None if told else policy, told
