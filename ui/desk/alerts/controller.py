"""What happens on the Alerts page: messages are read, sent again, put aside; templates changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from domain.alert_book import AlertRun, MessageQuery
from domain.books import Books
from domain.errors import Refusal
from domain.formats import grouped
from domain.message import Message, MessageState, Template
from domain.settings import (
    ALERTS_BY_EMAIL,
    ALERTS_BY_FILE,
    ALERTS_BY_SMS,
    ALERTS_BY_WHATSAPP,
)
from domain.staff import Act
from ui.desk.alerts.cards import CAN_DROP, CAN_RESEND
from ui.desk.alerts.preview_sheet import PreviewSheet
from ui.desk.alerts.view import STATES, AlertsPart, AlertsView
from ui.desk.kit.desk import Desk
from ui.desk.kit.progress_panel import Outcome
from ui.desk.kit.reason import ReasonSheet

#: How far messages are is seen after so long at the latest: while the page is looked at, and not.
_LIVE_MS, _SELDOM_MS = 5_000, 60_000
_MEDIA = {one.name for one in (ALERTS_BY_SMS, ALERTS_BY_WHATSAPP, ALERTS_BY_EMAIL, ALERTS_BY_FILE)}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was read at once."""

    part: AlertsPart
    messages: Sequence[Message]
    templates: Sequence[Template]
    counts: Mapping[MessageState, int]
    is_configured: bool


class AlertsController(QObject):
    """Reads messages and templates, and has what is wanted of them done."""

    counted = Signal(str)
    waiting_changed = Signal(object)
    moved = Signal()
    acted = Signal()
    consumer_requested = Signal(str)

    def __init__(self, view: AlertsView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._alerts = books.alerts
        self._query: MessageQuery | None = None
        self._is_busy = False
        self._since_ms = 0
        self.reason = ReasonSheet(view, desk)
        self.preview = PreviewSheet(view, desk)
        self._listed = desk.reading(self, self._on_listed)
        self._sampled = desk.reading(self, self._on_sampled)
        self._connect()
        timer = QTimer(self, interval=_LIVE_MS)
        timer.timeout.connect(self._on_timer)
        timer.start()
        self.refresh()

    @property
    def query(self) -> MessageQuery | None:
        """Which messages are shown, where another page asked for them."""
        return self._query

    def refresh(self) -> None:
        """Read again what is looked at."""
        part, self._since_ms = self._view.part, 0
        query = self._query or MessageQuery(states=STATES.get(part, ()))
        self._listed.ask(lambda: self._seen(part, query))

    def retranslate(self) -> None:
        """Set the words of the sheets."""
        self.reason.retranslate(self._desk.texts)
        self.preview.retranslate(self._desk.texts)
        self._sample()

    def step_back(self) -> bool:
        """Put away the sheet that lies over the page; False where there is none."""
        for sheet in (self.reason, self.preview):
            if sheet.isVisible():
                sheet.put_away()
                return True
        return False

    def show_part(self, part: AlertsPart) -> None:
        """Show a part of the page."""
        self._query = None
        self._choose(part)

    def show_query(self, query: MessageQuery) -> None:
        """Show exactly the messages that a query finds."""
        named = [part for part, states in STATES.items() if query == MessageQuery(states=states)]
        self._choose(named[0] if named else AlertsPart.ALL)
        if not named:
            self._query = query
            self.refresh()

    def resend(self) -> None:
        """Send the chosen messages once more."""
        ids = self._chosen(CAN_RESEND)
        if not ids:
            return
        _, actor = self._desk.texts, self._desk.actor
        self._write(
            lambda: self._alerts.resend(ids, actor),
            lambda count: _("Sent again: {count}.", count=grouped(count)),
        )

    def drop(self) -> None:
        """Put the chosen messages aside, with the reason."""
        ids = self._chosen(CAN_DROP)
        if not ids:
            return
        _, actor = self._desk.texts, self._desk.actor
        self.reason.ask(
            _("Put messages aside: {count}", count=grouped(len(ids))),
            _("They are not sent. The auditor reads why."),
            _("Put aside"),
            lambda reason: self._write(
                lambda: self._alerts.drop(ids, reason, actor),
                lambda count: _("Put aside: {count}.", count=grouped(count)),
            ),
        )

    def ask_preview(self) -> None:
        """Ask for the day whose alerts are to be seen."""
        yesterday = self._desk.today() - timedelta(days=1)
        self.preview.ask(yesterday, may_queue=self._desk.may(Act.RUN_ALERTS))

    def save(self) -> None:
        """Keep the template as it stands in the fields."""
        card = self._view.template_card
        template, actor, _ = card.typed, self._desk.actor, self._desk.texts
        if not self._view.wants_templates or template is None or not card.holds_typed:
            return
        if not self._desk.may(Act.CHANGE_TEMPLATES):
            return
        self._write(
            lambda: self._alerts.put_template(template, actor),
            lambda _template: _("The template is kept."),
        )

    def _chosen(self, states: Sequence[MessageState]) -> list[int]:
        if not self._desk.may(Act.SETTLE_MESSAGES):
            return []
        return [one.id for one in self._view.chosen if one.state in states]

    def _seen(self, part: AlertsPart, query: MessageQuery) -> _Seen:
        alerts = self._alerts
        settings = self._books.safekeeping.settings()
        is_messages = part is not AlertsPart.TEMPLATES
        return _Seen(
            part,
            alerts.messages(query) if is_messages else [],
            [] if is_messages else alerts.templates(),
            alerts.counts(),
            any(row.name in _MEDIA and row.value == "yes" for row in settings),
        )

    def _on_listed(self, seen: _Seen) -> None:
        view = self._view
        counts = {
            part: sum(seen.counts.get(state, 0) for state in states or tuple(MessageState))
            for part, states in STATES.items()
        }
        view.show_counts(counts)
        view.show_configured(is_configured=seen.is_configured)
        self.waiting_changed.emit(counts[AlertsPart.FAILED] + counts[AlertsPart.HELD])
        if seen.part is not view.part:
            return
        if view.wants_templates:
            view.show_templates(seen.templates)
        else:
            view.show_messages(seen.messages)
        self._show_row(view.table.current_row())
        self._tell_count(len(view.table.rows), 0 if self._query else counts.get(seen.part, 0))

    def _tell_count(self, shown: int, there_are: int) -> None:
        """Say how many are shown; of very many only the newest are."""
        _ = self._desk.texts
        if there_are > shown:
            told = _("{shown} of {total}", shown=grouped(shown), total=grouped(there_are))
        else:
            told = _("{count} rows", count=grouped(shown))
        self.counted.emit(told)

    def _on_timer(self) -> None:
        self._since_ms += _LIVE_MS
        if self._view.isVisible() or self._since_ms >= _SELDOM_MS:
            self.refresh()

    def _on_part_changed(self) -> None:
        self._query = None
        self._view.show_part()
        self.refresh()
        self.moved.emit()

    def _choose(self, part: AlertsPart) -> None:
        if self._view.part is part:
            self._on_part_changed()
        else:
            self._view.parts.show_value(part)

    def _show_row(self, row: object) -> None:
        may = self._desk.may
        if self._view.wants_templates:
            template = row if isinstance(row, Template) else None
            self._view.show_template(template, may_change=may(Act.CHANGE_TEMPLATES))
        else:
            message = row if isinstance(row, Message) else None
            self._view.show_message(message, may_settle=may(Act.SETTLE_MESSAGES))

    def _on_row_changed(self, row: object) -> None:
        if isinstance(row, Template) == self._view.wants_templates:
            self._show_row(row)

    def _on_opened(self, row: object) -> None:
        if isinstance(row, Template):
            self._view.template_card.form.start()
        elif isinstance(row, Message):
            self.consumer_requested.emit(row.consumer_number)

    def _sample(self) -> None:
        template = self._view.template_card.typed
        if template is not None:
            self._sampled.ask(lambda: self._sample_of(template))

    def _sample_of(self, template: Template) -> tuple[str, Refusal | None]:
        try:
            return self._alerts.sample(template), None
        except Refusal as refusal:
            return "", refusal

    def _on_sampled(self, answer: tuple[str, Refusal | None]) -> None:
        sample, refusal = answer
        problem = self._desk.sentence(refusal) if refusal else ""
        self._view.template_card.show_sample(sample, problem)

    def _look_at(self, day: date) -> None:
        _ = self._desk.texts
        task = self._desk.tasks.read(self, lambda progress: self._alerts.preview(day, progress))
        task.succeeded.connect(self.preview.show_run)
        task.failed.connect(self._on_not_seen)
        self._desk.progress.follow(task, _("Looking at the alerts of a day"))

    def _on_not_seen(self, error: Exception) -> None:
        self.preview.form.show_problem("day", self._desk.sentence(error))

    def _queue(self, day: date) -> None:
        _, actor = self._desk.texts, self._desk.actor
        self.preview.put_away()
        task = self._desk.tasks.job(self, lambda progress: self._alerts.run(day, actor, progress))
        task.succeeded.connect(lambda _run: self._on_finished())
        self._desk.progress.follow(task, _("Queueing the alerts of a day"), self._run_words)

    def _run_words(self, run: AlertRun) -> Outcome:
        queued = grouped(sum(run.queued.values()))
        return Outcome(self._desk.texts("Messages queued: {count}.", count=queued))

    def _write(self, work: Callable[[], Any], told: Callable[[Any], str]) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        task = self._desk.tasks.write(self, lambda _progress: work())
        task.succeeded.connect(lambda answer: self._on_done(answer, told(answer)))
        task.failed.connect(self._on_refused)
        task.finished.connect(self._on_finished)

    def _on_done(self, answer: Any, told: str) -> None:
        self._desk.toasts.show(told)
        if isinstance(answer, Template):
            self._view.template_card.show_kept(answer)
        self.acted.emit()

    def _on_refused(self, error: Exception) -> None:
        form, field = self._view.template_card.form, str(getattr(error, "field", ""))
        if self._view.wants_templates and field in form.names:
            form.show_problem(field, self._desk.sentence(error))
        else:
            self._desk.show_failure(error)

    def _on_finished(self) -> None:
        self._is_busy = False
        self.refresh()

    def _connect(self) -> None:
        view = self._view
        view.part_changed.connect(self._on_part_changed)
        view.row_changed.connect(self._on_row_changed)
        view.opened.connect(self._on_opened)
        view.preview_requested.connect(self.ask_preview)
        view.message_card.resend_requested.connect(self.resend)
        view.message_card.drop_requested.connect(self.drop)
        view.message_card.consumer_requested.connect(self.consumer_requested)
        view.template_card.changed.connect(self._sample)
        view.template_card.save_requested.connect(self.save)
        self.preview.day_requested.connect(self._look_at)
        self.preview.queue_requested.connect(self._queue)
