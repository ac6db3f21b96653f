"""A sheet over the page: for when a job is made, and of which feeder or schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.errors import FieldMissing, Refusal
from domain.formats import parse_instant
from domain.money import ZERO, Money
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, LineField, MoneyField, SegmentField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Button, Label, scrolling

_SIZE = (560, 470)
#: What the choice of feeders calls several of them; no feeder is called so.
_SEVERAL = "\n"


class When(StrEnum):
    """For when a job is made."""

    NOW = "now"
    NEXT_WINDOW = "next_window"
    INSTANT = "instant"


_WHEN = {
    When.NOW: N_("Now"),
    When.NEXT_WINDOW: N_("Next window"),
    When.INSTANT: N_("At an instant"),
}


@dataclass(frozen=True, slots=True)
class JobWanted:
    """What somebody typed; ``at`` only for an instant."""

    when: When
    at: datetime | None
    feeders: Sequence[str]
    schedules: Sequence[str]
    least_due: Money
    reason: str


class JobSheet(TypedSheet):
    """Asks for a job; nothing is sent by it."""

    #: A JobWanted.
    accepted = Signal(object)

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, *_SIZE)
        self._desk = desk
        self._feeders: Sequence[str] = ()
        self._schedules: Sequence[str] = ()
        #: Feeders that were chosen elsewhere, where they are more than one.
        self._several: tuple[str, ...] = ()
        self.heading = Label(N_("A new disconnection job"), "heading", wraps=True)
        self.note = Label(
            N_("Nothing is sent yet: you see whom it finds, and somebody else approves it."),
            "muted",
            wraps=True,
        )
        self.form = Form()
        self.form.add("when", SegmentField(look="chip"), N_("For when"))
        self.form.add("at", LineField(most=40), N_("Instant, such as 2026-11-24 10:00"))
        self.form.add("feeder", ChoiceField(desk.theme), N_("Feeder"))
        self.form.add("schedule", ChoiceField(desk.theme), N_("Schedule"))
        self.form.add("least_due", MoneyField(), N_("Who owes at least (₹)"))
        self.form.add("reason", LineField(most=400), N_("Reason"))
        self.accept = Button(desk.theme, N_("Make the job"), icon="check", look="primary")
        self.leave = Button(desk.theme, N_("Cancel"), key="Esc")
        self._lay_out()
        self.form.changed.connect(self._on_changed)
        self.form.accept_requested.connect(self.go_on)
        self.form.leave_requested.connect(self.put_away)
        self.accept.clicked.connect(lambda _checked=False: self.go_on())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())

    def ask(
        self,
        feeders: Sequence[str],
        schedules: Sequence[str],
        wanted: JobWanted | None = None,
    ) -> None:
        """Ask for a job of everybody, of a feeder or of a schedule; it may begin as wanted."""
        self._feeders, self._schedules, self._several = feeders, schedules, ()
        self._offer()
        self.form.show_values({"at": "", "least_due": None, "reason": ""})
        self.form.field("when").show_value(When.NOW)
        self.form.show_field("at", False)
        if wanted is not None:
            self._show_wanted(wanted)
        self.form.clear_problems()
        self.open()
        self.form.start()

    def go_on(self) -> None:
        """Hand out what is wanted, unless something of it cannot be."""
        values, refusals = self.form.read()
        problems = {name: self._desk.sentence(refusal) for name, refusal in refusals.items()}
        if not values.get("reason"):
            problems.setdefault("reason", self._desk.sentence(FieldMissing("reason")))
        when, at = When(values["when"]), None
        if when is When.INSTANT:
            try:
                at = parse_instant(str(values["at"]))
            except Refusal as refusal:
                problems["at"] = self._desk.sentence(refusal)
        self.form.clear_problems()
        self.form.show_problems(problems)
        if problems:
            return
        feeder, schedule = values["feeder"], values["schedule"]
        wanted = JobWanted(
            when,
            at,
            self._feeders_of(feeder),
            [schedule] if schedule else [],
            values["least_due"] or ZERO,
            str(values["reason"]),
        )
        self.put_away()
        self.accepted.emit(wanted)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.heading, self.note, self.form, self.accept, self.leave):
            part.retranslate(_)
        self._offer()

    def _show_wanted(self, wanted: JobWanted) -> None:
        self.form.field("when").show_value(wanted.when)
        self.form.show_values({"least_due": wanted.least_due or None})
        self._several = tuple(wanted.feeders)
        self._offer()
        if wanted.feeders:
            one = wanted.feeders[0] if len(wanted.feeders) == 1 else _SEVERAL
            self.form.field("feeder").show_value(one)

    def _feeders_of(self, chosen: str) -> list[str]:
        if chosen == _SEVERAL:
            return list(self._several)
        return [chosen] if chosen else []

    def _offer(self) -> None:
        _, form = self._desk.texts, self.form
        form.field("when").set_options([(when, _(words)) for when, words in _WHEN.items()])
        feeders = [("", _("All feeders")), *((name, name) for name in self._feeders)]
        if len(self._several) > 1:
            feeders.append((_SEVERAL, _("{count} feeders", count=len(self._several))))
        form.field("feeder").set_options(feeders)
        schedules = [("", _("All schedules")), *((name, name) for name in self._schedules)]
        form.field("schedule").set_options(schedules)

    def _on_changed(self, field: str) -> None:
        if field == "when":
            self.form.show_field("at", self.form.field("when").value() is When.INSTANT)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.note)
        self.body.addWidget(scrolling(self.form), 1)
        self.body.addLayout(buttons)
