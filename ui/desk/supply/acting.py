"""What is done on the Disconnection page: made, reviewed, asked, stopped, taken back, settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.errors_of_supply import NoWindowAhead
from domain.formats import grouped
from domain.staff import Act
from domain.supply_job import Job, JobOrder, JobState
from domain.supply_order import SupplyOrder
from ui.desk.kit.desk import Desk
from ui.desk.kit.progress_panel import Outcome
from ui.desk.kit.reason import ReasonSheet
from ui.desk.supply.controller import SupplyController
from ui.desk.supply.job_sheet import JobSheet, JobWanted, When
from ui.desk.supply.order_card import can_reconnect, can_settle
from ui.desk.supply.view import SupplyPart, SupplyView
from ui.desk.supply.visit_sheet import VisitSheet
from ui.supply_words import job_told


class SupplyActing(QObject):
    """Asks why, has it done in the write lane, and tells what came of it."""

    #: The books have changed.
    acted = Signal()

    def __init__(
        self, view: SupplyView, desk: Desk, books: Books, controller: SupplyController
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._supply, self._controller = books.supply, controller
        self._is_busy = False
        self.sheet = JobSheet(view, desk)
        self.reason = ReasonSheet(view, desk)
        self.visit = VisitSheet(view, desk)
        self._connect()

    @property
    def is_open(self) -> bool:
        """Whether a sheet lies over the page."""
        return any(sheet.isVisible() for sheet in self._sheets)

    @property
    def _sheets(self) -> tuple[JobSheet, ReasonSheet, VisitSheet]:
        return (self.sheet, self.reason, self.visit)

    def retranslate(self) -> None:
        """Set the words of the sheets."""
        for sheet in self._sheets:
            sheet.retranslate(self._desk.texts)

    def step_back(self) -> bool:
        """Put away the sheet that lies over the page; False where there is none."""
        for sheet in self._sheets:
            if sheet.isVisible():
                sheet.put_away()
                return True
        return False

    def new_job(self, wanted: JobWanted | None = None) -> None:
        """Ask for when, and of whom, a job is to be made; ``wanted`` stands there already."""
        if not self._desk.may(Act.MAKE_JOB):
            return
        task = self._desk.tasks.read(self, lambda _progress: self._choices())
        task.succeeded.connect(lambda found: self._ask_job(found, wanted))
        task.failed.connect(self._desk.show_failure)

    def _ask_job(self, found: tuple[list[str], list[str]], wanted: JobWanted | None) -> None:
        feeders, schedules = found
        self.sheet.ask(feeders, schedules, wanted)

    def make(self, wanted: JobWanted) -> None:
        """Make a job; large offices take a while."""
        _, actor, id_ = self._desk.texts, self._desk.actor, uuid4().hex
        task = self._desk.tasks.job(
            self, lambda progress: self._supply.make_job(self._order(id_, wanted), actor, progress)
        )
        task.succeeded.connect(self._on_made)
        self._desk.progress.follow(task, _("Making a disconnection job"), self._made_words)

    def ask(self) -> None:
        """Ask a supervisor to approve the job in use."""
        job, _, actor = self._controller.job, self._desk.texts, self._desk.actor
        if job is None or job.state is not JobState.DRAFT or not self._desk.may(Act.MAKE_JOB):
            return
        self._write(lambda: self._supply.ask_job(job.id, actor), self._asked_words)

    def drop(self) -> None:
        """Put the job in use aside, or cancel the order in use, with the reason."""
        if self._view.part is SupplyPart.JOBS:
            self._drop_job()
        else:
            self._cancel_order()

    def leave_out(self) -> None:
        """Leave the chosen people out of the job, with the reason."""
        job, rows = self._reviewed()
        numbers = [row.number for row in rows if row.may_be_left_out]
        if job is None or not numbers:
            return
        _, actor, count = self._desk.texts, self._desk.actor, len(numbers)
        self.reason.ask(
            _("Leave out of the job: {count}", count=grouped(count)),
            _("The supervisor and the auditor read why."),
            _("Leave out"),
            lambda reason: self._write(
                lambda: self._supply.leave_out(job.id, numbers, reason, actor),
                lambda _job: _("Left out: {count}.", count=grouped(count)),
            ),
        )

    def take_in(self) -> None:
        """Take the chosen people into the job again."""
        job, rows = self._reviewed()
        numbers = [row.number for row in rows if row.left_out]
        if job is None or not numbers:
            return
        _, actor, count = self._desk.texts, self._desk.actor, len(numbers)
        self._write(
            lambda: self._supply.take_in(job.id, numbers, actor),
            lambda _job: _("Taken in again: {count}.", count=grouped(count)),
        )

    def stop(self) -> None:
        """Stop all disconnecting, or let it go on, with the reason."""
        task = self._desk.tasks.read(self, lambda _progress: self._supply.standstill())
        task.succeeded.connect(lambda found: self.resume() if found else self._ask_to_stop())
        task.failed.connect(self._desk.show_failure)

    def resume(self) -> None:
        """Let disconnecting go on, with the reason."""
        _, actor = self._desk.texts, self._desk.actor
        if not self._desk.may(Act.RESUME_DISCONNECTING):
            return
        self.reason.ask(
            _("Go on disconnecting?"),
            _("Each order is judged again when it leaves."),
            _("Go on"),
            lambda reason: self._write(
                lambda: self._supply.resume(reason, actor),
                lambda _none: _("Disconnecting goes on."),
            ),
        )

    def reconnect(self) -> None:
        """Order supply back for the consumer of the row in use, with the reason."""
        number = self._view.consumer_number
        order = self._controller.order if self._view.part is not SupplyPart.JOBS else None
        if not number or not self._desk.may(Act.RECONNECT):
            return
        if order is not None and not can_reconnect(order):
            return
        _, actor = self._desk.texts, self._desk.actor
        self.reason.ask(
            _("Reconnect consumer {number}?", number=number),
            _("It goes out at once, before every disconnection."),
            _("Reconnect"),
            lambda reason: self._write(
                lambda: self._supply.reconnect(number, reason, actor),
                lambda _made: _("Supply is ordered back for {number}.", number=number),
            ),
        )

    def settle(self) -> None:
        """Record what somebody found at the meter of the order in use."""
        order = self._controller.order
        if self._view.part is SupplyPart.JOBS or order is None or not can_settle(order):
            return
        if not self._desk.may(Act.SETTLE_VISIT):
            return
        _ = self._desk.texts
        self.visit.ask(
            _("What was found at meter {meter}?", meter=order.meter_serial),
            lambda note, is_on: self._settle(order, note, is_connected=is_on),
        )

    def _settle(self, order: SupplyOrder, note: str, *, is_connected: bool) -> None:
        _, actor = self._desk.texts, self._desk.actor
        self._write(
            lambda: self._supply.settle_visit(order.id, note, actor, is_connected=is_connected),
            lambda _order: _("The visit to {number} is settled.", number=order.consumer_number),
        )

    def _drop_job(self) -> None:
        job, _, actor = self._controller.job, self._desk.texts, self._desk.actor
        is_open = job is not None and job.state in (JobState.DRAFT, JobState.ASKED)
        if job is None or not is_open or not self._desk.may(Act.MAKE_JOB):
            return
        self.reason.ask(
            _("Put the job aside?"),
            job_told(job, _),
            _("Put aside"),
            lambda reason: self._write(
                lambda: self._supply.drop_job(job.id, reason, actor),
                lambda _job: _("The job is put aside."),
            ),
        )

    def _cancel_order(self) -> None:
        order, _, actor = self._controller.order, self._desk.texts, self._desk.actor
        if order is None or not order.is_open or not self._desk.may(Act.CANCEL_ORDER):
            return
        self.reason.ask(
            _("Cancel the order for consumer {number}?", number=order.consumer_number),
            _("What has left already is asked back; the relay decides."),
            _("Cancel the order"),
            lambda reason: self._write(
                lambda: self._supply.cancel_order(order.id, reason, actor),
                lambda _order: _(
                    "The order for {number} is cancelled.", number=order.consumer_number
                ),
            ),
        )

    def _ask_to_stop(self) -> None:
        _, actor = self._desk.texts, self._desk.actor
        if not self._desk.may(Act.STOP_DISCONNECTING):
            return
        self.reason.ask(
            _("Stop all disconnecting?"),
            _("Nothing that cuts leaves the office any more. Reconnections go on."),
            _("STOP"),
            lambda reason: self._write(
                lambda: self._supply.stop(reason, actor),
                lambda _standstill: _("All disconnecting is stopped."),
            ),
        )

    def _choices(self) -> tuple[list[str], list[str]]:
        return self._books.feeders(), self._books.categories()

    def _order(self, id_: str, wanted: JobWanted) -> JobOrder:
        """Return what is wanted with its instant (called off the GUI thread)."""
        now = self._books.now()
        at = now if wanted.at is None else wanted.at
        if wanted.when is When.NEXT_WINDOW:
            found = self._books.policies.next_window(now)
            if found is None:
                raise NoWindowAhead
            at = found
        return JobOrder(id_, at, wanted.feeders, wanted.schedules, wanted.least_due, wanted.reason)

    def _reviewed(self) -> tuple[Job | None, list[Any]]:
        job = self._controller.job
        if job is None or job.state is not JobState.DRAFT or not self._desk.may(Act.MAKE_JOB):
            return None, []
        return job, self._view.chosen_rows

    def _made_words(self, job: Job) -> Outcome:
        return Outcome(job_told(job, self._desk.texts))

    def _asked_words(self, job: Job) -> str:
        _ = self._desk.texts
        if job.state is JobState.ASKED:
            return _("Asked for. A second person approves it on the page Approvals.")
        return _("The job is approved; its orders go out.")

    def _on_made(self, job: Job) -> None:
        self._controller.show_job(job.id)
        self.acted.emit()

    def _write(self, work: Callable[[], Any], told: Callable[[Any], str]) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        task = self._desk.tasks.write(self, lambda _progress: work())
        task.succeeded.connect(lambda answer: self._on_done(answer, told(answer)))
        task.failed.connect(self._desk.show_failure)
        task.finished.connect(self._on_finished)

    def _on_done(self, answer: Any, told: str) -> None:
        self._desk.toasts.show(told)
        if isinstance(answer, Job):
            self._controller.reread_job(answer)
        self.acted.emit()

    def _on_finished(self) -> None:
        self._is_busy = False
        self._controller.refresh()

    def _connect(self) -> None:
        view = self._view
        self.sheet.accepted.connect(self.make)
        view.new_requested.connect(self.new_job)
        view.stop_requested.connect(self.stop)
        view.leave_out_requested.connect(self.leave_out)
        view.take_in_requested.connect(self.take_in)
        view.job_card.ask_requested.connect(self.ask)
        view.job_card.drop_requested.connect(self.drop)
        view.order_card.reconnect_requested.connect(self.reconnect)
        view.order_card.cancel_requested.connect(self.drop)
        view.order_card.settle_requested.connect(self.settle)
