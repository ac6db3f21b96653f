"""The dry run is worked out in the background, and what it found is looked into by reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.errors import FieldMissing, Refusal
from domain.formats import parse_instant
from domain.policy import Policy
from domain.policy_findings import Findings, ReasonCount
from domain.progress import Progress, part_of
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead, Task
from ui.desk.policies.dry_run_view import DryRunView, HeldRow, When, Which

_HALF, _WHOLE = 50, 100

FindInstant = Callable[[], datetime]


class HeldRows:
    """Where the table of consumers gets its rows: the list's own, with what was found of each."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self.findings: Findings | None = None

    def __call__(self, keys: Sequence[int]) -> Mapping[int, HeldRow]:
        findings = self.findings
        if findings is None:
            return {}
        found, rows = findings.of(list(keys)), self._books.consumer_rows(keys)
        return {id_: HeldRow(row, found[id_]) for id_, row in rows.items()}


class DryRunController(QObject):
    """Has a dry run worked out, one at a time."""

    consumer_requested = Signal(str)
    #: There is something else to count.
    found = Signal()

    def __init__(
        self,
        view: DryRunView,
        desk: Desk,
        books: Books,
        rows: HeldRows,
        draft: Callable[[], Policy | None],
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._rows, self._draft = rows, draft
        self._task: Task | None = None
        self._listed = LatestRead(desk.tasks, self)
        self._listed.answered.connect(view.model.set_keys)
        self._listed.failed.connect(desk.show_failure)
        view.model.failed.connect(desk.show_failure)
        view.run_requested.connect(self.run)
        view.stop_requested.connect(self.stop)
        view.reason_changed.connect(self._on_reason_changed)
        view.consumer_requested.connect(self.consumer_requested)

    @property
    def findings(self) -> Findings | None:
        return self._rows.findings

    def run(self) -> None:
        """Work it out in the job lane; beside a version that is written, the present policy too."""
        if self._task is not None:
            return
        try:
            find = self._instant()
        except Refusal as refusal:
            self._view.show_problem(self._desk.sentence(refusal))
            return
        policies = self._books.policies
        draft = self._draft() if self._view.which_policy() is Which.DRAFT else None

        def work(progress: Progress) -> Findings:
            at = find()
            if draft is None:
                return Findings(policies.dry_run(at, progress))
            run = policies.dry_run(at, part_of(progress, 0, _HALF), draft)
            return Findings(run, policies.dry_run(at, part_of(progress, _HALF, _WHOLE)))

        _ = self._desk.texts
        self._view.show_problem("")
        self._view.show_running(True)
        task = self._task = self._desk.tasks.job(self, work)
        self._desk.progress.follow(task, _("Dry run: who could be cut, and who is held"))
        task.succeeded.connect(self._on_found)
        task.failed.connect(self._on_failed)
        task.finished.connect(self._on_ended)

    def stop(self) -> None:
        """Stop what is being worked out; what was found before stays."""
        if self._task is not None:
            self._task.cancel()

    def _instant(self) -> FindInstant:
        """Return what finds the instant; a refusal where what is typed is none."""
        when, day, typed = self._view.wanted()
        books = self._books
        if when is When.NOW:
            return books.now
        if when is When.NEXT_WINDOW:
            # Where none ever opens, the dry run of now says why.
            return lambda: books.policies.next_window(now := books.now()) or now
        if day is None:
            raise FieldMissing("day")
        if not typed:
            raise FieldMissing("time")
        at = parse_instant(f"{day.isoformat()} {_padded(typed)}")
        return lambda: at

    def _on_found(self, findings: Findings) -> None:
        self._rows.findings = findings
        self._view.show_findings(findings)
        self.found.emit()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self._view.show_problem(self._desk.sentence(error))
        else:
            self._desk.show_failure(error)

    def _on_ended(self) -> None:
        self._task = None
        self._view.show_running(False)

    def _on_reason_changed(self, row: ReasonCount) -> None:
        findings = self._rows.findings
        if findings is not None:
            self._listed.ask(lambda: findings.ids(row.reason))


def _padded(typed: str) -> str:
    """Return a time with two digits each, ``9`` as ``09:00``; what is none stays as it is."""
    hours, _point, minutes = typed.replace(".", ":").partition(":")
    return f"{hours.strip():0>2}:{minutes.strip() or '00':0>2}"
