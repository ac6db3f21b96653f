"""A job explained: how many owe, how many go, and why the others are held; each line opens rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.policy import Reason
from domain.supply_job import Job, JobRow, JobState
from domain.supply_order import OrderState
from resources.texts import N_, Texts
from ui.desk.dashboard.tiles import Row
from ui.desk.kit.columns import Tone
from ui.desk.kit.desk import Desk
from ui.desk.kit.facts import table_of
from ui.desk.kit.flow import Flow
from ui.desk.kit.parts import Button, Card, Label, Pill, scrolling
from ui.desk.kit.words import moment_words
from ui.desk.supply.tables import job_badge, state_badge
from ui.policy_words import reason_word
from ui.supply_words import job_told


class Part(StrEnum):
    """Parts of a job that no reason names."""

    ALL = "all"
    GOING = "going"
    BEYOND = "beyond"
    LEFT_OUT = "left_out"


#: A part of a job: all, those who go, those whom a run does not take any more, those a person left
#: out, those held first by a reason.
JobPart = Part | Reason


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the explanation, and what pressing it opens."""

    glyph: str
    tone: Tone
    words: str
    count: int
    opens: JobPart | OrderState


def rows_of(part: JobPart, rows: Sequence[JobRow]) -> list[JobRow]:
    """Return exactly the rows that a line of the explanation counts."""
    if part is Part.ALL:
        return list(rows)
    if part is Part.GOING:
        return [row for row in rows if row.is_to_be_cut]
    if part is Part.BEYOND:
        return [row for row in rows if row.is_beyond]
    if part is Part.LEFT_OUT:
        return [row for row in rows if row.left_out and not row.reasons]
    return [row for row in rows if row.reasons and row.reasons[0] is part]


def part_words(part: JobPart, _: Texts) -> str:
    """Return what a part of a job is called."""
    if isinstance(part, Reason):
        return reason_word(part, _)
    words = {
        Part.ALL: _("All who owe"),
        Part.GOING: _("To be disconnected"),
        Part.BEYOND: _("Beyond what a run takes"),
        Part.LEFT_OUT: _("Left out by a person"),
    }
    return words[part]


class JobCard(Card):
    """Shows one job; its buttons say what somebody wants done with it."""

    #: A line was pressed: a JobPart, or an OrderState.
    part_requested = Signal(object)
    ask_requested = Signal()
    drop_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._theme, self._texts = desk.theme, desk.texts
        self._job: Job | None = None
        self._may_make = False
        self.heading = Label("", "title", wraps=True)
        self.state = Pill()
        self.told = Label("", "strong", wraps=True)
        self.lines: list[Row] = []
        self._shown: list[_Line] = []
        self.hint = Label("", "muted", wraps=True)
        self.ask = Button(
            desk.theme, N_("Ask for approval"), icon="check", look="primary", key="Ctrl+A"
        )
        self.drop = Button(desk.theme, N_("Put aside"), look="danger", key="Alt+X")
        self._list = QVBoxLayout()
        self._list.setSpacing(1)
        self._facts = QVBoxLayout()
        self._lay_out()
        self.ask.clicked.connect(lambda _checked=False: self.ask_requested.emit())
        self.drop.clicked.connect(lambda _checked=False: self.drop_requested.emit())

    @property
    def job(self) -> Job | None:
        """The job that is shown."""
        return self._job

    def show_job(self, job: Job | None, *, may_make: bool) -> None:
        """Show a job, and what may be done with it."""
        if job == self._job and may_make == self._may_make:
            return
        self._job, self._may_make = job, may_make
        self._show_words()

    def start(self) -> None:
        """Put the focus on the first line."""
        if self.lines:
            self.lines[0].setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        self.ask.retranslate(_)
        self.drop.retranslate(_)
        self._shown = []
        self._show_words()

    def _show_words(self) -> None:
        _, job = self._texts, self._job
        if job is None:
            return
        self.heading.setText(_("Job for {at}", at=moment_words(job.at, _)))
        self.state.show_badge(job_badge(job, _))
        self.told.setText(job_told(job, _))
        self._show_lines(_lines_of(job, _))
        self._show_facts(job, _)
        is_draft = job.state is JobState.DRAFT
        self.ask.setVisible(self._may_make and is_draft)
        self.drop.setVisible(self._may_make and job.state in (JobState.DRAFT, JobState.ASKED))
        self.hint.setText(_hint(job, _))
        self.hint.setVisible(bool(self.hint.text()))

    def _show_lines(self, lines: Sequence[_Line]) -> None:
        """Show the lines; those that stand there stay, with the focus that one of them may have."""
        if [line.opens for line in lines] != [line.opens for line in self._shown]:
            for row in self.lines:
                self._list.removeWidget(row)
                row.hide()
                row.deleteLater()
            self.lines = [self._made(line) for line in lines]
        for line, row in zip(lines, self.lines, strict=True):
            row.show_words(line.glyph, line.words, line.tone)
            row.show_count(formats.grouped(line.count), is_nothing=not line.count)
        self._shown = list(lines)

    def _made(self, line: _Line) -> Row:
        row = Row(self._theme)
        row.clicked.connect(lambda _checked=False: self.part_requested.emit(line.opens))
        self._list.addWidget(row)
        return row

    def _show_facts(self, job: Job, _: Texts) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        told = [
            (_("Window ends"), moment_words(job.until, _)),
            (_("Policy"), job.policy),
            (_("Reason"), job.reason),
            (_("Made by"), f"{job.made_by} · {moment_words(job.made_at, _)}"),
        ]
        if job.decided_at is not None:
            told.append((_("Decided by"), f"{job.decided_by} · {moment_words(job.decided_at, _)}"))
        self._facts.addWidget(table_of(told))

    def _lay_out(self) -> None:
        head, tools = QHBoxLayout(), QWidget()
        head.addWidget(self.heading, 1)
        head.addWidget(self.state)
        buttons = Flow(tools)
        buttons.addWidget(self.ask)
        buttons.addWidget(self.drop)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.told)
        column.addLayout(self._list)
        column.addSpacing(8)
        column.addLayout(self._facts)
        column.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(scrolling(inner), 1)
        self.body.addWidget(self.hint)
        self.body.addWidget(tools)


def _lines_of(job: Job, _: Texts) -> list[_Line]:
    lines = [_Line("◆", "accent", part_words(Part.ALL, _), job.defaulters, Part.ALL)]
    lines.append(_Line("●", "warning", part_words(Part.GOING, _), job.going, Part.GOING))
    if job.beyond:
        beyond = part_words(Part.BEYOND, _)
        lines.append(_Line("■", "muted", beyond, job.beyond, Part.BEYOND))
    if job.left_out:
        left_out = part_words(Part.LEFT_OUT, _)
        lines.append(_Line("✕", "muted", left_out, job.left_out, Part.LEFT_OUT))
    for reason, count in sorted(job.counts.items(), key=lambda one: -one[1]):
        held = _("Held: {reason}", reason=part_words(reason, _))
        lines.append(_Line("■", "muted", held, count, reason))
    for state, count in (job.orders or {}).items():
        badge = state_badge(state, _)
        words = _("Orders: {state}", state=badge.text)
        lines.append(_Line(badge.glyph, badge.tone, words, count, state))
    return lines


def _hint(job: Job, _: Texts) -> str:
    if job.state is JobState.ASKED:
        return _("A second person decides on the page Approvals.")
    if job.beyond:
        count = formats.grouped(job.beyond)
        return _("{count} of them stay: a run takes no more.", count=count)
    return ""
