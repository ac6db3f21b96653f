"""The form of a consumer: to take one on, or to change one from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.consumer import Consumer, HistoryRow, Phase
from domain.staff import Act
from resources.texts import LANGUAGES, N_, Texts
from ui.desk.kit.columns import Column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, DateField, LineField, MoneyField, ThousandthsField
from ui.desk.kit.form import Form
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Label, scrolling
from ui.desk.kit.table import Table

FIELD_NAMES = {
    "number": N_("Number"),
    "name": N_("Name"),
    "guardian": N_("Guardian"),
    "address": N_("Address"),
    "mobile": N_("Mobile"),
    "email": N_("E-mail"),
    "language": N_("Language"),
    "category": N_("Category"),
    "load_kw": N_("Load (kW)"),
    "phase": N_("Phase"),
    "meter_serial": N_("Meter"),
    "meter_factor": N_("Meter factor"),
    "feeder": N_("Feeder"),
    "dtr": N_("Transformer"),
    "connected_on": N_("Connected on"),
    "billed_from": N_("Charged from"),
    "initial_kwh": N_("First read (kWh)"),
    "opening_balance": N_("Opening balance"),
    "supply_state": N_("Supply"),
    "effective_on": N_("Changes hold from"),
}


def _values(row: HistoryRow, _: Texts) -> str:
    named = [(FIELD_NAMES.get(name), value) for name, value in row.values.items() if value]
    return " · ".join(f"{_(name)}: {value}" for name, value in named if name)


HISTORY_COLUMNS = (
    Column(
        "effective_on",
        N_("Holds from"),
        lambda row, _: formats.day(row.effective_on, _.month_names),
        width=96,
    ),
    Column("values", N_("What"), _values, width=200, stretches=True),
    Column("by", N_("By"), lambda row, _: row.by, width=90, gives_way=1),
    Column(
        "recorded_at",
        N_("Recorded"),
        lambda row, _: formats.moment(row.recorded_at, _.month_names),
        width=136,
    ),
)


class ConsumerForm(QWidget):
    """The fields of a consumer with a button; the one form for new and known consumers."""

    #: The clerk accepts: values by field name, and the refusals of fields that hold none.
    accept_requested = Signal(object, object)
    leave_requested = Signal()

    def __init__(self, desk: Desk, *, is_new: bool) -> None:
        super().__init__()
        self.form = Form(columns=2)
        self._today = desk.today
        self._untouched: dict[str, Any] = {}
        self._add_fields(desk, is_new=is_new)
        text = N_("Take the consumer on") if is_new else N_("Save the changes")
        self.accept = Button(desk.theme, text, icon="save", look="primary", key="Ctrl+A")
        # Who may not change a consumer sees what is kept, and has nothing to save it with.
        self._may_save = desk.may(Act.ADD_CONSUMER if is_new else Act.CHANGE_CONSUMER)
        if not self._may_save:
            self.accept.hide()
        self.problem = Label("", "problem", wraps=True)
        self.problem.hide()
        self._lay_out()
        self.form.accept_requested.connect(self._on_accept_requested)
        self.form.leave_requested.connect(self.leave_requested)
        self.accept.clicked.connect(self._on_accept_requested)

    def show_schedules(self, schedules: Sequence[tuple[str, str]]) -> None:
        """Offer these tariff schedules, each with its words; to offer them is not to type."""
        was_touched = self.is_touched
        self.form.field("category").set_options([("", ""), *schedules])
        if not was_touched:
            self._untouched = self.form.typed()

    def show_consumer(self, consumer: Consumer) -> None:
        """Show what holds for a consumer today."""
        values = _values_of(consumer)
        self.form.field("category").offer(consumer.category, consumer.category)
        self.form.show_values({name: values[name] for name in self.form.names if name in values})
        self.show_problem("")
        self._untouched = self.form.typed()

    @property
    def is_touched(self) -> bool:
        """Whether something was typed or chosen since the consumer was shown."""
        return self.form.typed() != self._untouched

    def show_empty(self) -> None:
        """Begin a new consumer."""
        for name in self.form.names:
            self.form.field(name).show_value(None)
        self.form.show_values({"language": "hi", "connected_on": self._today()})
        self.form.clear_problems()
        self.show_problem("")
        self._untouched = self.form.typed()

    def show_problems(self, sentences: dict[str, str]) -> None:
        """Say under each field what is wrong; what has no field here stands at the button."""
        known = {name: text for name, text in sentences.items() if name in self.form.names}
        self.form.show_problems(known)
        self.show_problem(" ".join(text for name, text in sentences.items() if name not in known))

    def show_problem(self, sentence: str) -> None:
        """Say at the button what is wrong with the whole."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_busy(self, is_busy: bool) -> None:
        """Hold the form still while it is being saved."""
        self.accept.setDisabled(is_busy)

    def retranslate(self, _: Texts) -> None:
        """Set every word; a day that is written in another language is not typed anew."""
        was_touched = self.is_touched
        self.form.field("phase").set_options(
            [(Phase.SINGLE, _("Single phase")), (Phase.THREE, _("Three phases"))]
        )
        self.form.field("language").set_options(list(LANGUAGES.items()))
        for name in self.form.names:
            field = self.form.field(name)
            if isinstance(field, DateField):
                field.retranslate(_)
        self.form.retranslate(_)
        self.accept.retranslate(_)
        if not was_touched:
            self._untouched = self.form.typed()

    def _add_fields(self, desk: Desk, *, is_new: bool) -> None:
        form, fields = self.form, _fields(desk)
        if is_new:
            form.add("number", fields["number"], FIELD_NAMES["number"])
            form.add("name", fields["name"], FIELD_NAMES["name"])
        else:
            form.add("name", fields["name"], FIELD_NAMES["name"], span=2)
        for name in ("guardian", "mobile", "email", "language"):
            form.add(name, fields[name], FIELD_NAMES[name])
        form.add("address", fields["address"], FIELD_NAMES["address"], span=2)
        form.add_heading(N_("What is charged by"))
        if not is_new:
            hint = N_("A day that is not charged yet: t, +1, 1/12")
            form.add("effective_on", fields["effective_on"], FIELD_NAMES["effective_on"], hint=hint)
        rated = ("category", "load_kw", "phase", "meter_serial", "meter_factor", "feeder", "dtr")
        for name in rated:
            form.add(name, fields[name], FIELD_NAMES[name])
        if is_new:
            for name in ("connected_on", "billed_from", "initial_kwh", "opening_balance"):
                form.add(name, fields[name], FIELD_NAMES[name])

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.problem, 1)
        row.addStretch(0)
        row.addWidget(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 8, 10, 4)
        column.addWidget(self.form)
        column.addLayout(row)
        column.addStretch(1)

    def _on_accept_requested(self) -> None:
        if self.accept.isEnabled() and self._may_save:
            values, refusals = self.form.read()
            self.accept_requested.emit(values, refusals)


class DetailsTab(QWidget):
    """What is kept of a consumer, to be changed from a day on, and its history."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.form = ConsumerForm(desk, is_new=False)
        self._number = ""
        #: What was being typed for other consumers, by number.
        self._drafts: dict[str, dict[str, Any]] = {}
        self._heading = Label(N_("History"), "heading")
        self._model = ListTableModel(HISTORY_COLUMNS, desk.texts, self)
        self.history = Table(desk.theme, "history")
        self.history.show_model(self._model)
        self.history.setMinimumHeight(170)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addWidget(self._heading)
        column.addWidget(self.history, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def show_consumer(self, consumer: Consumer) -> None:
        """Show a consumer; what is being typed stays, and comes back with its consumer."""
        if self._number and self.form.is_touched:
            if consumer.number == self._number:
                return
            self._drafts[self._number] = self.form.form.typed()
        self.show_saved(consumer)
        if draft := self._drafts.pop(consumer.number, None):
            self.form.form.show_typed(draft)

    @property
    def holds_typed(self) -> bool:
        """Whether something is typed for this consumer or for another one, and not saved."""
        return bool(self._drafts) or (bool(self._number) and self.form.is_touched)

    def show_saved(self, consumer: Consumer) -> None:
        """Show a consumer as it stands in the books, whatever is typed."""
        self._number = consumer.number
        self.form.show_consumer(consumer)

    def show_history(self, rows: Sequence[HistoryRow]) -> None:
        """Show the recorded states, newest first."""
        self._model.set_rows(rows)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.form, self._heading, self._model):
            part.retranslate(_)
        self.history.setAccessibleName(_("History"))


def _fields(desk: Desk) -> dict[str, Any]:
    days = ("connected_on", "billed_from", "effective_on")
    fields: dict[str, Any] = {name: DateField(desk.today, desk.texts) for name in days}
    for name in ("category", "phase", "language"):
        fields[name] = ChoiceField(desk.theme)
    for name in ("load_kw", "meter_factor", "initial_kwh"):
        fields[name] = ThousandthsField()
    fields["opening_balance"] = MoneyField()
    for name in ("number", "name", "guardian", "address", "mobile", "email"):
        fields[name] = LineField(most=400)
    for name in ("meter_serial", "feeder", "dtr"):
        fields[name] = LineField(most=200)
    return fields


def _values_of(consumer: Consumer) -> dict[str, Any]:
    names = ("name", "guardian", "mobile", "email", "language", "address", "category", "phase")
    values: dict[str, Any] = {name: getattr(consumer, name) for name in names}
    for name in ("meter_serial", "meter_factor", "feeder", "dtr"):
        values[name] = getattr(consumer, name)
    return values | {"load_kw": consumer.load_w, "effective_on": _next_open_day(consumer)}


def _next_open_day(consumer: Consumer) -> date:
    """Return the first day that a change can hold from."""
    if consumer.last_charged_on is None:
        return consumer.billed_from
    return date.fromordinal(consumer.last_charged_on.toordinal() + 1)
