"""What happens on the Consumers page: searching, opening one, taking one on, changing one."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal

from domain.approval import ApprovalState
from domain.books import Books
from domain.calendar import Month
from domain.consumer import (
    CONTACT_FIELDS,
    Change,
    Consumer,
    ConsumerQuery,
    ConsumerTotals,
    NewConsumer,
)
from domain.energy import Energy
from domain.errors import (
    ConsumerFieldsRefused,
    DayIsCharged,
    FieldMissing,
    FieldNotAllowed,
    Refusal,
)
from domain.formats import clean_words, kilowatts
from domain.importing import BatchState, ImportKind
from domain.listing import ChargeRow, ReadRow
from domain.money import ZERO
from domain.policy_book import Standing
from domain.staff import Act
from ui.desk.consumers.arrears_view import ShownArrears
from ui.desk.consumers.filters import Choices
from ui.desk.consumers.view import ConsumersView
from ui.desk.kit.desk import Desk
from ui.desk.kit.listing.totals import totals_words
from ui.desk.kit.tasks import LatestRead

#: Of so many imports one can be chosen; older ones are opened on the page of imports.
_MOST_IMPORTS = 50


@dataclass(frozen=True, slots=True)
class _Choices:
    """What can be filtered by and taken on under, and how many consumers there are."""

    filters: Choices
    schedules: list[tuple[str, str]]
    consumers: int


class ConsumerListController(QObject):
    """Searches as the clerk types; the latest search wins."""

    #: How many are shown of how many: two numbers.
    found = Signal(object, object)

    def __init__(self, view: ConsumersView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._total = 0
        self._search = LatestRead(desk.tasks, self)
        self._choices = LatestRead(desk.tasks, self)
        self._totals = LatestRead(desk.tasks, self)
        self._come_to: ConsumerTotals | None = None
        self._search.answered.connect(self._on_found)
        self._search.failed.connect(desk.show_failure)
        self._choices.answered.connect(self._on_choices)
        self._choices.failed.connect(desk.show_failure)
        self._totals.answered.connect(self._on_totals)
        self._totals.failed.connect(desk.show_failure)
        view.list.query_requested.connect(self._on_query_requested)
        view.list.model.failed.connect(desk.show_failure)

    def start(self) -> None:
        """Load the filters and the first list."""
        self.load_choices()
        self._on_query_requested(self._view.list.query())

    def refresh(self) -> None:
        """Read again: the books have changed."""
        self._view.list.model.refresh()
        self.start()

    def load_choices(self) -> None:
        """Load what can be filtered by."""
        self._choices.ask(self._read_choices)

    def _read_choices(self) -> _Choices:
        tariffs = self._books.tariffs()
        schedules = {one.schedule: f"{one.category} · {one.schedule}" for one in tariffs}
        named = sorted(schedules.items(), key=lambda schedule: schedule[1])
        books = self._books
        imports = [
            one
            for one in books.imports.batches(_MOST_IMPORTS)
            if one.kind is not ImportKind.TARIFFS and one.state is not BatchState.UNDONE
        ]
        filters = Choices(books.categories(), books.feeders(), books.accounts.known_tags(), imports)
        return _Choices(filters, named, books.state().consumers)

    def _on_choices(self, choices: _Choices) -> None:
        view = self._view
        view.list.show_choices(choices.filters)
        view.new.form.show_schedules(choices.schedules)
        view.consumer.details.form.show_schedules(choices.schedules)
        self._total = choices.consumers
        view.list.show_office(choices.consumers)
        self.found.emit(len(view.list.model.keys), self._total)

    def retranslate(self) -> None:
        """Word what the list comes to anew."""
        if self._come_to is not None:
            self._view.list.show_totals(totals_words(self._come_to, self._desk.texts))

    def _on_query_requested(self, query: ConsumerQuery) -> None:
        self._view.list.show_totals("")
        self._come_to = None
        self._totals.forget()
        books, openings = self._books, self._view.openings
        self._search.ask(lambda: (query, books.find_consumers(query), openings))

    def _on_found(self, answer: tuple[ConsumerQuery, array[int], int]) -> None:
        query, ids, openings = answer
        # As bytes: to compare a million numbers one by one would hold the window up.
        if ids.tobytes() != array("q", self._view.list.model.keys).tobytes():
            # Who was opened while the list was on its way is not given up for its first row.
            is_newer = self._view.is_consumer_open and openings != self._view.openings
            self._view.list.show_keys(ids, begins_at_first=not is_newer)
        self.found.emit(len(ids), self._total)
        # After the rows: whoever types on does not wait for sums of a list already left.
        self._totals.ask(lambda: self._books.consumer_totals(query))

    def _on_totals(self, totals: ConsumerTotals) -> None:
        self._come_to = totals
        self.retranslate()


class ConsumerController(QObject):
    """Shows one consumer, each tab when it is looked at, and changes it."""

    #: A consumer came to be shown: the Consumer.
    shown = Signal(object)
    #: The books were changed: a consumer, a read.
    changed = Signal()

    def __init__(self, view: ConsumersView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._number = self._noted = ""
        self._month = Month.of(desk.today())
        self._loaded: set[str] = set()
        self._head = LatestRead(desk.tasks, self)
        self._tabs = {name: LatestRead(desk.tasks, self) for name in self._loaders()}
        self._explanation = LatestRead(desk.tasks, self)
        self._standing = LatestRead(desk.tasks, self)
        self._connect()

    @property
    def number(self) -> str:
        """The number of the consumer that is shown, or nothing."""
        return self._number

    def show(self, number: str) -> None:
        """Show the consumer with this number."""
        if number != self._number:
            self._view.consumer.charges.step_back()
        self._number = number
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown."""
        if self._number:
            number = self._number
            self._loaded.clear()
            self._head.ask(lambda: self._books.consumer(number))
            self._load_tab(self._view.consumer.tab)

    def forget(self) -> None:
        """Show nobody."""
        self._number = self._noted = ""
        for read in (self._head, self._explanation, self._standing, *self._tabs.values()):
            read.forget()

    def _connect(self) -> None:
        view = self._view.consumer
        self._head.answered.connect(self._on_consumer)
        self._head.failed.connect(self._desk.show_failure)
        shows = {
            "charges": self._on_charges,
            "ledger": view.ledger.show_rows,
            "arrears": self._on_arrears,
            "reads": view.reads.show_rows,
            "details": view.details.show_history,
        }
        for name, read in self._tabs.items():
            read.answered.connect(shows[name])
            read.failed.connect(self._desk.show_failure)
        self._explanation.answered.connect(self._on_explained)
        self._explanation.failed.connect(self._desk.show_failure)
        self._standing.answered.connect(self._on_standing)
        self._standing.failed.connect(self._desk.show_failure)
        view.tab_requested.connect(self._load_tab)
        view.charges.month_requested.connect(self._on_month_requested)
        view.charges.explanation_requested.connect(self._on_explanation_requested)
        view.reads.release_requested.connect(self._on_release_requested)
        view.reads.dismiss_requested.connect(self._on_dismiss_requested)
        view.details.form.accept_requested.connect(self._on_change_requested)

    def _loaders(self) -> dict[str, Any]:
        return {
            "charges": self._read_charges,
            "ledger": self._books.ledger,
            "arrears": self._read_arrears,
            "reads": self._books.reads,
            "details": self._books.history,
        }

    def _load_tab(self, name: str) -> None:
        if self._number and name in self._tabs and name not in self._loaded:
            self._loaded.add(name)
            number, load = self._number, self._loaders()[name]
            self._tabs[name].ask(lambda: load(number))

    def _read_charges(self, number: str) -> Any:
        month = self._month
        return month, self._books.charges(number, month.first, month.last)

    def _read_arrears(self, number: str) -> ShownArrears:
        arrears, now = self._books.arrears, self._books.now()
        waiting = [
            one
            for one in self._books.trust.approvals()
            if one.act is Act.PLAN_ARREARS
            and one.subject == number
            and one.state_at(now) is ApprovalState.WAITING
        ]
        return ShownArrears(arrears.of_consumer(number), arrears.moves(number), waiting)

    def _on_arrears(self, shown: ShownArrears) -> None:
        self._view.consumer.arrears.show_arrears(shown, self._desk.texts)

    def _on_consumer(self, consumer: Consumer) -> None:
        self._note_view(consumer.number)
        self._view.consumer.show_consumer(consumer, self._desk.texts)
        self._ask_standing(consumer)
        self.shown.emit(consumer)

    def _ask_standing(self, consumer: Consumer) -> None:
        """Ask why who is below zero is or is not cut; of all others nobody asks."""
        self._standing.forget()
        self._on_standing(None)
        if consumer.balance < ZERO:
            policies, number, now = self._books.policies, consumer.number, self._books.now()
            self._standing.ask(lambda: policies.standing(number, now))

    def _on_standing(self, standing: Standing | None) -> None:
        self._view.consumer.show_standing(standing, self._desk.texts)

    def _note_view(self, number: str) -> None:
        """Have it noted who looks at a consumer, in the background and once for each opening."""
        if self._desk.role is None or number == self._noted:
            return
        self._noted, actor = number, self._desk.actor
        task = self._desk.tasks.write(
            self, lambda _progress: self._books.trust.note_view(number, actor)
        )
        # Nobody is kept from the work by it; a bug is raised by asking for its sentence.
        task.failed.connect(self._desk.sentence)

    def _on_charges(self, answer: tuple[Month, list[ChargeRow]]) -> None:
        month, rows = answer
        self._view.consumer.charges.show_month(month, rows, self._desk.texts)

    def _on_month_requested(self, month: Month) -> None:
        self._month = month
        self._loaded.discard("charges")
        self._load_tab("charges")

    def _on_explanation_requested(self, row: ChargeRow) -> None:
        number = self._number
        self._explanation.ask(lambda: self._books.explain(number, row.day))

    def _on_explained(self, explained: Any) -> None:
        self._view.consumer.charges.show_explanation(explained, self._desk.texts)

    def _on_release_requested(self, row: ReadRow, note: str) -> None:
        _ = self._desk.texts
        told = _("The read is released; the next run charges it.")
        self._decide(self._books.release_read, row, note, told)

    def _on_dismiss_requested(self, row: ReadRow, note: str) -> None:
        _ = self._desk.texts
        self._decide(self._books.dismiss_read, row, note, _("The read is put aside for good."))

    def _decide(self, act: Callable[..., None], row: ReadRow, note: str, told: str) -> None:
        """Release or put aside a held read; what was done is told when it is in the books."""
        reads = self._view.consumer.reads
        if not note:
            reads.show_problem(self._desk.sentence(FieldMissing("note")))
            return
        task = self._desk.tasks.write(
            self, lambda _progress: act(row.meter_serial, row.read_at, note, self._desk.actor)
        )
        task.succeeded.connect(lambda _nothing: self._on_decided(told))
        task.failed.connect(lambda error: reads.show_problem(self._desk.sentence(error)))

    def _on_decided(self, told: str) -> None:
        self._view.consumer.reads.show_released()
        self._desk.toasts.show(told)
        self.changed.emit()

    def _on_change_requested(self, values: dict[str, Any], refusals: dict[str, Refusal]) -> None:
        form = self._view.consumer.details.form
        consumer = self._view.consumer.consumer
        if consumer is None:
            return
        if values.get("effective_on") is None and "effective_on" not in refusals:
            refusals["effective_on"] = FieldMissing("effective_on")
        if refusals:
            form.show_problems(worded(refusals, self._desk))
            return
        changes = changes_of(consumer, values)
        form.form.clear_problems()
        form.show_problem("")
        if not changes:
            _ = self._desk.texts
            self._desk.toasts.show(_("Nothing was changed."), "accent")
            return
        self._write_changes(changes)

    def _write_changes(self, changes: list[Change]) -> None:
        form = self._view.consumer.details.form
        form.show_busy(True)
        task = self._desk.tasks.write(
            self, lambda _progress: self._books.change_consumer(changes, self._desk.actor)
        )
        task.succeeded.connect(self._on_changed)
        task.failed.connect(lambda error: form.show_problems(worded(error, self._desk)))
        task.finished.connect(lambda: form.show_busy(False))

    def _on_changed(self, consumer: Consumer) -> None:
        _ = self._desk.texts
        self._view.consumer.details.show_saved(consumer)
        self._view.consumer.show_consumer(consumer, _)
        self._desk.toasts.show(_("The changes of {name} are saved.", name=consumer.name))
        self.changed.emit()


class NewConsumerController(QObject):
    """Takes a consumer on from what the form holds."""

    #: A consumer was taken on: the Consumer.
    created = Signal(object)

    def __init__(self, view: ConsumersView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._form, self._desk, self._books = view.new.form, desk, books
        self._form.accept_requested.connect(self._on_accept_requested)

    def _on_accept_requested(self, values: dict[str, Any], refusals: dict[str, Refusal]) -> None:
        missing = [name for name in ("load_kw", "connected_on") if values.get(name) is None]
        for name in missing:
            refusals.setdefault(name, FieldMissing(name))
        if refusals:
            self._form.show_problems(worded(refusals, self._desk))
            return
        new = new_consumer_of(values)
        self._form.show_busy(True)
        task = self._desk.tasks.write(
            self, lambda _progress: self._books.create_consumer(new, self._desk.actor)
        )
        task.succeeded.connect(self._on_created)
        task.failed.connect(lambda error: self._form.show_problems(worded(error, self._desk)))
        task.finished.connect(lambda: self._form.show_busy(False))

    def _on_created(self, consumer: Consumer) -> None:
        _ = self._desk.texts
        self._form.show_empty()
        self._desk.toasts.show(
            _("{name} is taken on as {number}.", name=consumer.name, number=consumer.number)
        )
        self.created.emit(consumer)


def worded(trouble: Exception | dict[str, Refusal], desk: Desk) -> dict[str, str]:
    """Return the sentences for the fields of a form; what has no field stands under ``""``."""
    if isinstance(trouble, ConsumerFieldsRefused):
        trouble = trouble.refusals
    if isinstance(trouble, dict):
        return {_field(name, one): desk.sentence(one) for name, one in trouble.items()}
    return {"": desk.sentence(trouble)}


def new_consumer_of(values: dict[str, Any]) -> NewConsumer:
    """Return the new consumer that the form's values say; whole, with load and day."""
    texts = ("number", "name", "meter_serial", "guardian", "address", "mobile", "email")
    typed: dict[str, Any] = {
        name: clean_words(values[name]) or values[name] for name in (*texts, "feeder", "dtr")
    }
    initial_wh = values["initial_kwh"]
    return NewConsumer(
        **typed,
        language=values["language"],
        phase=values["phase"],
        category=values["category"] or "",
        load_w=values["load_kw"],
        connected_on=values["connected_on"],
        meter_factor=values["meter_factor"] or 1000,
        opening_balance=values["opening_balance"] or ZERO,
        billed_from=values["billed_from"],
        initial=None if initial_wh is None else Energy(initial_wh),
    )


def changes_of(consumer: Consumer, values: dict[str, Any]) -> list[Change]:
    """Return the fields that differ from what holds, as changes from the day of the form on."""
    day: date = values["effective_on"]
    present = {name: getattr(consumer, name) for name in CONTACT_FIELDS}
    for name in ("category", "phase", "meter_serial", "meter_factor", "feeder", "dtr"):
        present[name] = getattr(consumer, name)
    present["load_kw"] = consumer.load_w
    return [
        Change(consumer.number, day, name, _as_written(name, values[name]))
        for name, was in present.items()
        if values[name] != was
    ]


def _as_written(name: str, value: Any) -> str:
    """Return a value as people write it; whole thousandths become decimals again."""
    if value is None:
        return ""
    if name in ("load_kw", "meter_factor"):
        return kilowatts(value).removesuffix(" kW")
    return str(value)


def _field(name: str, refusal: Refusal) -> str:
    """Return at which field a refusal stands: a day that cannot be is the day's fault."""
    if isinstance(refusal, DayIsCharged):
        return "effective_on"
    if isinstance(refusal, FieldNotAllowed) and refusal.field == "effective_on":
        return "effective_on"
    return name
