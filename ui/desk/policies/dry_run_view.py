"""The dry run, seen: at which instant, by which policy, how many would go, who is held and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from domain import formats
from domain.consumer import ConsumerRow
from domain.policy_findings import Findings, Found, ReasonCount
from resources.texts import N_, Texts
from ui.desk.kit.columns import Column, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import DateField, LineField, SegmentField
from ui.desk.kit.paged_table import PagedTableModel
from ui.desk.kit.parts import Button, Card, EmptyState, Figure, Label, scrolling
from ui.desk.kit.table import Table
from ui.desk.policies.reason_bars import ReasonBars, count_word
from ui.policy_words import reason_words

_DAY_PX, _TIME_PX, _GAP_PX = 120, 78, 12
_SHARES, _WIDE = (6, 7), 1_000


class When(StrEnum):
    """Which instant is tried."""

    NOW = "now"
    NEXT_WINDOW = "next_window"
    OTHER = "other"


class Which(StrEnum):
    """Under which policy it is tried."""

    PRESENT = "present"
    DRAFT = "draft"


_WHENS = {
    When.NOW: N_("Now"),
    When.NEXT_WINDOW: N_("Next window"),
    When.OTHER: N_("Another instant"),
}
_WHICH = {Which.PRESENT: N_("Present policy"), Which.DRAFT: N_("Draft")}


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A consumer with what was found of it."""

    consumer: ConsumerRow
    found: Found


def _next(row: HeldRow, _: Texts) -> str:
    if row.found.next_at is None:
        return _("nobody can say")
    return formats.moment(row.found.next_at, _.month_names)


HELD_COLUMNS: Sequence[Column] = (
    Column("number", N_("Number"), lambda row, _: row.consumer.number, width=90, is_strong=True),
    Column("name", N_("Name"), lambda row, _: row.consumer.name, width=100, gives_way=1),
    money_column("balance", N_("Balance"), lambda row: row.consumer.balance, width=112),
    Column(
        "reasons",
        N_("Held by"),
        lambda row, _: reason_words(row.found.reasons, _) or _("Nothing: would go"),
        width=150,
        stretches=True,
    ),
    Column("next", N_("Could be cut from"), _next, width=142, gives_way=2),
)


class DryRunView(QWidget):
    """Shows what a policy would let happen; sends nothing."""

    run_requested = Signal()
    stop_requested = Signal()
    #: Another reason is looked into: a :class:`ReasonCount`.
    reason_changed = Signal(object)
    #: Enter on a consumer: the number.
    consumer_requested = Signal(str)

    def __init__(self, desk: Desk, model: PagedTableModel) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        self._findings: Findings | None = None
        self.model = model
        self.when = SegmentField(look="chip")
        self.day = DateField(desk.today, desk.texts)
        self.time = LineField(most=8)
        self.which = SegmentField(look="chip")
        self.run = Button(desk.theme, N_("Try it out"), icon="play", look="primary", key="Alt+R")
        self.stop = Button(desk.theme, N_("Stop"), icon="square")
        self.problem = Label("", "problem", wraps=True)
        self.told = Label("", "muted", wraps=True)
        self.figures = {
            "eligible": Figure(N_("Below zero and connected")),
            "going": Figure(N_("Go now")),
            "held": Figure(N_("Held")),
        }
        self.bars = ReasonBars(desk.theme, desk.texts)
        self.of_whom = Label("", "heading")
        self.hint = Label(
            N_("A consumer can be held by several reasons at once."), "muted", wraps=True
        )
        self.table = Table(desk.theme, "held")
        self.table.show_model(model)
        self.nobody = EmptyState(desk.theme, "users", N_("Nobody is here."))
        self.table.set_empty(self.nobody)
        self.empty = EmptyState(
            desk.theme,
            "flask-conical",
            N_(
                "Try out who could be cut at an instant and who is held back, and why. Nothing is"
                " sent and nothing is changed."
            ),
            N_("Try it out"),
        )
        self._result = QWidget()
        self._lay_out()
        self._connect()
        self.retranslate(desk.texts)
        self.show_draft(False)
        self._show_when()

    def wanted(self) -> tuple[When, date | None, str]:
        """Return which instant is wanted: a day and a time as typed for another one."""
        when = When(self.when.value() or When.NOW)
        return when, self.day.value() if when is When.OTHER else None, self.time.text().strip()

    def which_policy(self) -> Which:
        """Return under which policy it is to be tried."""
        return Which(self.which.value() or Which.PRESENT)

    def choose(self, when: When, which: Which) -> None:
        """Choose an instant and a policy."""
        self.when.show_value(when)
        if which is Which.PRESENT or self.which.isEnabled():
            self.which.show_value(which)

    def show_draft(self, is_there: bool) -> None:
        """Offer the version that is being written, or do not."""
        self.which.setEnabled(is_there)
        if not is_there:
            self.which.show_value(Which.PRESENT)

    def show_running(self, is_running: bool) -> None:
        """Show that it is being worked out."""
        self.run.setVisible(not is_running)
        self.stop.setVisible(is_running)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the instant; empty: nothing is."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_findings(self, findings: Findings) -> None:
        """Show what was found."""
        self._findings = findings
        self.empty.hide()
        self._result.show()
        self.bars.show_counts(findings.counts(), findings.run.defaulters)
        self._show_words()
        self._on_reason(self.bars.current_row())

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        self.when.set_options([(one, _(word)) for one, word in _WHENS.items()])
        self.which.set_options([(one, _(word)) for one, word in _WHICH.items()])
        for part in (self.day, self.run, self.stop, self.hint, self.nobody, self.empty):
            part.retranslate(_)
        for figure in self.figures.values():
            figure.retranslate(_)
        for model in (self.bars.rows, self.model):
            model.retranslate(_)
        for field, name in (
            (self.when, _("At which instant")),
            (self.day, _("Day")),
            (self.time, _("Time, such as 10:30")),
            (self.which, _("Under which policy")),
            (self.bars, _("Reasons")),
            (self.table, _("Consumers of the reason")),
        ):
            field.setAccessibleName(name)
        self.time.setPlaceholderText("10:30")
        self._choices.setFixedHeight(self.when.sizeHint().height() + 6)
        self._show_words()

    def start(self) -> None:
        """Put the focus where work begins."""
        (self.bars if self._findings else self.when).setFocus()

    def selected_consumer(self) -> str | None:
        """Return the number of the consumer in use."""
        row = self.table.current_row()
        return row.consumer.number if isinstance(row, HeldRow) else None

    def _show_words(self) -> None:
        _, findings = self._texts, self._findings
        if findings is None:
            return
        run, present = findings.run, findings.present
        counted = {"eligible": run.defaulters, "going": run.going, "held": findings.held}
        before = {}
        if present is not None:
            held = present.defaulters - present.going
            before = {"eligible": present.defaulters, "going": present.going, "held": held}
        for name, figure in self.figures.items():
            note = ""
            if name in before:
                note = _("present policy: {count}", count=formats.grouped(before[name]))
            tone = "warning" if name == "going" and counted[name] else ""
            figure.show_text(formats.grouped(counted[name]), note, tone=tone)
        at = formats.moment(run.at, _.month_names)
        title = run.policy.title if run.policy else _("no policy in force")
        self.told.setText(_("At {at}, under: {policy}", at=at, policy=title))
        row = self.bars.current_row()
        if isinstance(row, ReasonCount):
            self._name_rows(row)

    def _name_rows(self, row: ReasonCount) -> None:
        words = count_word(row, self._texts)
        self.of_whom.setText(f"{words} · {formats.grouped(row.count)}")

    def _on_reason(self, row: object) -> None:
        if isinstance(row, ReasonCount):
            self._name_rows(row)
            self.reason_changed.emit(row)

    def _show_when(self) -> None:
        is_other = self.when.value() is When.OTHER
        for field in (self.day, self.time):
            field.setVisible(is_other)

    def _on_when(self) -> None:
        self._show_when()
        self.show_problem("")
        if self.when.value() is When.OTHER:
            self.day.setFocus()

    def _connect(self) -> None:
        self.when.changed.connect(self._on_when)
        for line in (self.day, self.time):
            line.returnPressed.connect(self.run_requested)
            line.changed.connect(lambda: self.show_problem(""))
        self.run.clicked.connect(lambda _checked=False: self.run_requested.emit())
        self.empty.action_requested.connect(self.run_requested)
        self.stop.clicked.connect(lambda _checked=False: self.stop_requested.emit())
        self.bars.row_changed.connect(self._on_reason)
        self.bars.opened.connect(lambda _row: self.table.setFocus())
        self.table.opened.connect(lambda row: self.consumer_requested.emit(row.consumer.number))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        for field, wide in ((self.day, _DAY_PX), (self.time, _TIME_PX)):
            field.setFixedWidth(self._desk.theme.px(wide))
        for part in (self.when, self.day, self.time):
            row.addWidget(part)
        row.addSpacing(_GAP_PX)
        row.addWidget(self.which)
        row.addStretch(1)
        chosen = QWidget()
        chosen.setLayout(row)
        self._choices = scrolling(chosen)
        head = QHBoxLayout()
        head.addWidget(self._choices, 1)
        head.addWidget(self.run)
        head.addWidget(self.stop)
        self.stop.hide()
        self.problem.hide()
        card = Card()
        card.body.addLayout(head)
        card.body.addWidget(self.problem)
        self._fill_result()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addWidget(self.empty, 1)
        column.addWidget(self._result, 1)
        self._result.hide()

    def _fill_result(self) -> None:
        figures = Card()
        row = QHBoxLayout()
        for figure in self.figures.values():
            row.addWidget(figure, 1)
        figures.body.addLayout(row)
        figures.body.addWidget(self.told)
        left, right = Card(), Card()
        left.body.addWidget(self.bars, 1)
        left.body.addWidget(self.hint)
        right.body.addWidget(self.of_whom)
        right.body.addWidget(self.table, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(_GAP_PX)
        for place, part in enumerate((left, right)):
            split.addWidget(part)
            split.setStretchFactor(place, _SHARES[place])
        split.setSizes([share * _WIDE for share in _SHARES])
        column = QVBoxLayout(self._result)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(figures)
        column.addWidget(split, 1)
