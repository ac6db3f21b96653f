"""The fields of the terms of a policy: of all consumers, or of a group that differs in some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.policy_reading import WEEKDAYS
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, DateField, LineField
from ui.desk.kit.form import Form
from ui.desk.kit.sight import bring_into_sight
from ui.desk.policies.toggles_field import TogglesField
from ui.policy_words import WEEKDAYS as WEEKDAY_WORDS

_MOST_TYPED, _MOST_WORDS = 200, 1_000
_AS_FOR_ALL = N_("as for all")
_CHOICES: Mapping[str, Sequence[tuple[str, str]]] = {
    "emergency_credit.unit": (("days", N_("days")), ("hours", N_("hours"))),
    "emergency_credit.ends": (
        ("last", N_("when both are used up")),
        ("first", N_("with whichever is used up first")),
    ),
    "hours.on_holidays": (("false", N_("No")), ("true", N_("Yes"))),
    "hours.on_eves": (("true", N_("Yes")), ("false", N_("No"))),
}
#: A group has these as for all unless something else is chosen.
_MAY_FOLLOW = ("hours.on_holidays", "hours.on_eves")
_OF_THE_GROUP = ("name", "schedules", "upto_kw")


class TermsForm(QWidget):
    """Shows what is typed of terms, and hands it out as texts; knows no rule of policies."""

    changed = Signal()
    accept_requested = Signal()
    leave_requested = Signal()

    def __init__(self, desk: Desk, *, is_group: bool) -> None:
        super().__init__()
        self._desk, self._is_group, self._is_showing = desk, is_group, False
        self.form = Form(columns=2)
        if is_group:
            self._add_group()
        else:
            self._add_head()
        self._add_credit()
        self._add_hours()
        self._add_rest()
        if not is_group:
            self._add_caps()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.form)
        self.form.changed.connect(self._on_changed)
        self.form.accept_requested.connect(self.accept_requested)
        self.form.leave_requested.connect(self.leave_requested)
        self.retranslate(desk.texts)

    def texts(self) -> dict[str, str]:
        """Return what stands in every field, right or wrong."""
        return {name: _text_of(self.form.field(name)) for name in self.form.names}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Put texts into the fields; nobody is told."""
        self._is_showing = True
        for name in self.form.names:
            _show_text(self.form.field(name), texts.get(name, ""))
        self._is_showing = False

    def show_told(self, told: Mapping[str, tuple[str, bool]]) -> None:
        """Say at each way what is wrong (a sentence, and whether it is but empty)."""
        self.form.clear_problems()
        for name in self.form.names:
            sentence, is_missing = told.get(name, ("", False))
            self.form.show_note(name, sentence, "bad" if sentence and not is_missing else "")
            if sentence and not is_missing:
                self.form.field(name).show_problem(sentence)
                if self.form.field(name).hasFocus():
                    bring_into_sight(self.form.field(name).parentWidget())

    def go_to(self, name: str) -> None:
        """Put the focus into a field, with what is said below it in sight."""
        self.form.field(name).setFocus()
        bring_into_sight(self.form.field(name).parentWidget())

    def start(self) -> None:
        """Put the focus into the first field."""
        self.form.start()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._is_showing = True
        self.form.retranslate(_)
        for name in self.form.names:
            field = self.form.field(name)
            if isinstance(field, ChoiceField):
                field.set_options(self._options(name, _))
            elif isinstance(field, TogglesField):
                field.show_words([_(word) for word in WEEKDAY_WORDS])
            elif isinstance(field, DateField):
                field.retranslate(_)
            elif self._is_group and name not in _OF_THE_GROUP:
                field.setPlaceholderText(_(_AS_FOR_ALL))
        self._is_showing = False

    def _options(self, name: str, _: Texts) -> list[tuple[str, str]]:
        follows = self._is_group and name in _MAY_FOLLOW
        options = [(value, _(words)) for value, words in _CHOICES[name]]
        return [("", _(_AS_FOR_ALL)), *options] if follows else options

    def _on_changed(self, _name: str) -> None:
        if not self._is_showing:
            self.changed.emit()

    # --- the fields -------------------------------------------------------------------------

    def _add_head(self) -> None:
        self.form.add_heading(N_("This version"))
        self._line("title", N_("Name of the policy"), span=2, most=_MOST_WORDS)
        self._line("id", N_("Id of this version"), hint=N_("such as BR-2026"))
        self.form.add("valid_from", DateField(self._desk.today, self._desk.texts), N_("Holds from"))
        self._line("state", N_("Indian state"), hint=N_("such as BR"))
        self._line("source", N_("Source: the order, with its date"), most=_MOST_WORDS)

    def _add_group(self) -> None:
        self.form.add_heading(N_("Who belongs to the group"))
        self._line("name", N_("Name of the group"), hint=N_("such as Small loads"))
        self._line("upto_kw", N_("Up to a load of (kW)"), hint=N_("empty: any load"))
        self._line("schedules", N_("Tariff schedules"), hint=N_("such as UP-LMV1*"), span=2)

    def _add_credit(self) -> None:
        self.form.add_heading(N_("Emergency credit"))
        self._line("emergency_credit.time", N_("From the day below zero"))
        self._choice("emergency_credit.unit", N_("Counted in"))
        self._line("emergency_credit.down_to", N_("Down to a balance of"), hint=N_("such as -300"))
        self._choice("emergency_credit.ends", N_("If both are given, it ends"))

    def _add_hours(self) -> None:
        self.form.add_heading(N_("When supply may be cut"))
        times = N_("such as 10:00-13:00, 15:00-16:30")
        self._line("hours.windows", N_("Between"), hint=times)
        self._line("hours.never", N_("Never between"), hint=N_("such as 18:00-08:00; - for none"))
        self.form.add("hours.weekdays", TogglesField(WEEKDAYS), N_("On weekdays"), span=2)
        self._line(
            "hours.saturdays_off",
            N_("Saturdays of the month off"),
            hint=N_("such as 2, 4; - for none"),
        )
        self._choice("hours.on_holidays", N_("Also on holidays"))
        self._choice("hours.on_eves", N_("Also before a day off"))

    def _add_rest(self) -> None:
        self.form.add_heading(N_("Grace and reads"))
        self._line("conversion_grace_days", N_("Days of grace"))
        self._line("most_days_without_read", N_("Read at most days old (0: any)"))
        self.form.add_heading(N_("Reconnection"))
        self._line("reconnection.at_balance", N_("At a balance of"))
        self._line("reconnection.within_minutes", N_("Minutes from the payment"))
        self._line("reconnection.part_percent", N_("Or percent of dues (0: never)"))
        self._line("reconnection.rest_days", N_("Days for the rest"))
        self.form.add_heading(N_("Alerts"))
        self._line("alerts.percents_left", N_("Percent of recharge left"))
        self._line("alerts.days_left", N_("Days of use left"))
        self._line("alerts.month_percent", N_("Percent of last month (0: none)"))
        self._line("alerts.subsidy_units_left", N_("Units of subsidy left (0: none)"))
        self._line("alerts.hours_before_cut", N_("Hours before a cut (0: none)"))
        self._line("alerts.quiet", N_("No messages between"))

    def _add_caps(self) -> None:
        self.form.add_heading(N_("At most"))
        self._line("most_a_run", N_("Orders in a job (0: any)"))
        self._line("most_an_hour", N_("Orders in an hour (0: any)"))

    def _line(
        self, name: str, label: str, *, hint: str = "", span: int = 1, most: int = _MOST_TYPED
    ) -> None:
        self.form.add(name, LineField(most=most), label, hint=hint, span=span)

    def _choice(self, name: str, label: str) -> None:
        self.form.add(name, ChoiceField(self._desk.theme), label)


def _text_of(field: Any) -> str:
    """Return what stands in a field as a document says it: a day by ISO."""
    if isinstance(field, DateField):
        day = field.day()
        return day.isoformat() if day else field.text().strip()
    return str(field.value() or "")


def _show_text(field: Any, text: str) -> None:
    if not isinstance(field, DateField):
        field.show_value(text)
        if isinstance(field, LineField):
            field.setCursorPosition(0)
        return
    try:
        field.show_value(date.fromisoformat(text) if text else None)
    except ValueError:
        field.setText(text)
