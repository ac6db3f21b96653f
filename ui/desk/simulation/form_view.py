"""The left side of the page: what is to be simulated, and the buttons that start and stop it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import Refusal
from domain.simulation import MOST_DAYS, PROFILES, SCENARIOS, ScenarioKind
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, DateField, LineField, WholeNumberField
from ui.desk.kit.form import Form
from ui.desk.kit.parts import Button, Card, scrolling
from ui.desk.simulation import words
from ui.desk.simulation.choices import (
    LEAST_DAYS,
    LEAST_SEED,
    MOST_OF_STRENGTH,
    MOST_SEED,
    WHEN,
    Who,
    fields_of,
)

_WIDTH_PX = 296
_DAYS = 30
_SEED = 1


class ChoicesView(Card):
    """A form whose fields come and go with the choices; what is typed is never lost."""

    run_requested = Signal()
    stop_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(N_("New simulation"), parent)
        self._theme = desk.theme
        self.form = Form(columns=2)
        self.run = Button(desk.theme, N_("Simulate"), icon="play", look="primary", key="Ctrl+A")
        self.stop = Button(desk.theme, N_("Stop"), icon="x")
        self._add_fields(desk)
        self._lay_out()
        self.form.changed.connect(self._on_changed)
        self.form.accept_requested.connect(self.run_requested)
        self.run.clicked.connect(lambda _checked=False: self.run_requested.emit())
        self.stop.clicked.connect(lambda _checked=False: self.stop_requested.emit())
        self.show_running(False)
        self._show_fields()

    def retranslate(self, _: Texts) -> None:
        """Set every word anew; what is chosen and typed stays."""
        super().retranslate(_)
        self.form.retranslate(_)
        self.form.field("from_day").retranslate(_)
        self.form.field("lasts_days").setPlaceholderText(_("to the end"))
        self.run.retranslate(_)
        self.stop.retranslate(_)
        profiles = [
            (profile and profile.code, words.profile_word(profile, _))
            for profile in (None, *PROFILES)
        ]
        self.form.field("profile").set_options(profiles)
        for name, texts in (("who", words.WHO), ("scenario", words.SCENARIO)):
            self.form.field(name).set_options([(key, _(text)) for key, text in texts.items()])
        habits = [(habit, _(text)) for habit, text in words.HABIT.items()]
        self.form.field("habit").set_options(habits)

    def show_options(self, categories: Sequence[str], feeders: Sequence[str]) -> None:
        """Offer the categories and feeders of the office."""
        self.form.field("category").set_options([(name, name) for name in categories])
        self.form.field("feeder").set_options([(name, name) for name in feeders])

    def values(self) -> dict[str, Any]:
        """Return what each field that is shown hands out, or the refusal that it raises."""
        return {name: _value_of(self.form.field(name)) for name in self._shown()}

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Put sentences under their fields, none under the others, and go to the first."""
        self.form.clear_problems()
        for name, sentence in sentences.items():
            self.form.show_problem(name, sentence)
        first = next((name for name in self._shown() if name in sentences), None)
        if first:
            self.form.field(first).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_running(self, is_running: bool) -> None:
        """Offer to stop what runs, or to run."""
        had_focus = self.run.hasFocus() or self.stop.hasFocus()
        self.run.setEnabled(not is_running)
        self.stop.setVisible(is_running)
        if had_focus:
            (self.stop if is_running else self.run).setFocus()

    def start(self) -> None:
        """Put the focus where an order begins."""
        self.form.start()

    def go_to_day(self) -> None:
        """Put the focus on the first day, ready to be typed over."""
        field = self.form.field("from_day")
        field.setFocus()
        field.selectAll()

    def _add_fields(self, desk: Desk) -> None:
        form, theme = self.form, desk.theme
        form.add("who", ChoiceField(theme), N_("Consumers"), span=2)
        form.add("category", ChoiceField(theme), N_("Category"), span=2)
        form.add("feeder", ChoiceField(theme), N_("Feeder"), span=2)
        hint = N_("number, name, mobile, meter")
        form.add("search", LineField(most=120), N_("Search"), hint=hint, span=2)
        form.add("from_day", DateField(desk.today, desk.texts), N_("From day"))
        form.add("days", WholeNumberField(LEAST_DAYS, MOST_DAYS), N_("Number of days"))
        form.add("profile", ChoiceField(theme), N_("Profile"), span=2)
        form.add("scenario", ChoiceField(theme), N_("Scenario"), span=2)
        for name, most in MOST_OF_STRENGTH.items():
            span = 1 if name in WHEN else 2
            form.add(name, WholeNumberField(0, most), words.STRENGTH[name], span=span)
        form.add("habit", ChoiceField(theme), N_("Recharges"), span=2)
        form.add("seed", WholeNumberField(LEAST_SEED, MOST_SEED), N_("Seed"))
        self._show_first_values(desk)

    def _show_first_values(self, desk: Desk) -> None:
        self.form.field("from_day").show_value(desk.today())
        self.form.field("days").show_value(_DAYS)
        self.form.field("seed").show_value(_SEED)
        self.form.field("starts_after_days").show_value(0)
        for scenario in SCENARIOS.values():
            for name in MOST_OF_STRENGTH:
                if number := getattr(scenario, name):
                    self.form.field(name).show_value(number)

    def _lay_out(self) -> None:
        self._set_width()
        self._theme.changed.connect(self._set_width)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 2, 0)
        column.addWidget(self.form)
        self.body.addWidget(scrolling(holder), 1)
        row = QHBoxLayout()
        row.addWidget(self.run, 1)
        row.addWidget(self.stop)
        self.body.addLayout(row)

    def _set_width(self) -> None:
        self.setFixedWidth(self._theme.px(_WIDTH_PX))

    def _on_changed(self, name: str) -> None:
        if name in ("who", "scenario"):
            self._show_fields()

    def _shown(self) -> tuple[str, ...]:
        # Qt hands out the plain text of a StrEnum.
        who, kind = self.form.field("who").value(), self.form.field("scenario").value()
        return fields_of(Who(who or Who.ALL), ScenarioKind(kind or ScenarioKind.NORMAL))

    def _show_fields(self) -> None:
        shown = self._shown()
        for name in self.form.names:
            self.form.show_field(name, name in shown)


def _value_of(field: Any) -> Any:
    try:
        return field.value()
    except Refusal as refusal:
        return refusal
