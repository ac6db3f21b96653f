"""The holidays of a year are read, added, removed, filled from the state's list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from domain import formats
from domain.books import Books
from domain.errors import FieldMissing, Refusal
from domain.policy_book import Holiday
from domain.staff import Act
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead
from ui.desk.policies.holidays_view import HolidaysView

#: The holidays that a state (its code) has in a year.
StateHolidays = Callable[[str, int], Sequence[Holiday]]


class HolidaysController(QObject):
    """Keeps the list of the year that is shown."""

    books_changed = Signal()

    def __init__(
        self, view: HolidaysView, desk: Desk, books: Books, of_state: StateHolidays
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books, self._of_state = view, desk, books, of_state
        self._may_change = desk.may(Act.CHANGE_HOLIDAYS)
        self._is_busy = False
        self._listed = LatestRead(desk.tasks, self)
        self._listed.answered.connect(view.show_holidays)
        self._listed.failed.connect(desk.show_failure)
        view.show_rights(may_change=self._may_change)
        view.year_changed.connect(self.refresh)
        view.add_requested.connect(self.add)
        view.remove_requested.connect(self.remove)
        view.fill_requested.connect(self.fill)

    def refresh(self) -> None:
        """Read the holidays of the year again."""
        try:
            year = self._view.wanted_year()
        except Refusal as refusal:
            self._view.year.show_problem(self._desk.sentence(refusal))
            return
        self._view.year.show_problem("")
        policies = self._books.policies
        self._listed.ask(lambda: policies.holidays(date(year, 1, 1), date(year, 12, 31)))

    def add(self) -> None:
        """Add what is typed."""
        if not self._may_change or self._is_busy:
            return
        form = self._view.form
        values, refusals = form.read()
        missing = {name: FieldMissing(name) for name, value in values.items() if not value}
        problems = {**refusals, **missing}
        if problems:
            form.show_problems({name: self._desk.sentence(one) for name, one in problems.items()})
            return
        holiday = Holiday(values["day"], values["name"], self._desk.actor.name)
        _, policies, actor = self._desk.texts, self._books.policies, self._desk.actor
        day = formats.day(holiday.day, _.month_names)

        def added(_none: object) -> None:
            self._view.year.show_value(holiday.day.year)
            self._view.clear()
            self._view.form.start()
            self._desk.toasts.show(_("Added: {day}, {name}.", day=day, name=holiday.name))

        self._do(lambda: policies.put_holiday(holiday, actor), added)

    def remove(self) -> None:
        """Remove the holiday in use, once that is confirmed."""
        holiday, _ = self._view.holiday, self._desk.texts
        if holiday is None or not self._may_change or self._is_busy:
            return
        day = formats.day(holiday.day, _.month_names)
        self._view.strip.ask(
            _("Remove {day}, {name}? It would be a working day.", day=day, name=holiday.name),
            _("Remove"),
            _("No, go back"),
            lambda: self._remove(holiday),
        )

    def fill(self) -> None:
        """Add what the state's list has of the year and the office does not."""
        if not self._may_change or self._is_busy:
            return
        _, policies, actor = self._desk.texts, self._books.policies, self._desk.actor
        state, year, of_state = self._books.office.state, self._view.wanted_year(), self._of_state

        def filled(count: int) -> None:
            words = _("Added from the state's list: {count}. Look them over.", count=count)
            self._desk.toasts.show(
                words if count else _("Nothing was missing of the state's list.")
            )

        self._do(lambda: policies.put_holidays(of_state(state, year), actor), filled)

    def step_back(self) -> bool:
        """Answer Esc; False when there was nothing to go back from."""
        if self._view.form.isAncestorOf(self._view.window().focusWidget()):
            self._view.start()
            return True
        return False

    def _remove(self, holiday: Holiday) -> None:
        _, policies, actor = self._desk.texts, self._books.policies, self._desk.actor
        told = _("Removed: {name}.", name=holiday.name)
        self._do(
            lambda: policies.remove_holiday(holiday.day, actor),
            lambda _none: self._desk.toasts.show(told),
        )

    def _do(self, work: Callable[[], object], then: Callable[..., object]) -> None:
        self._is_busy = True
        task = self._desk.tasks.write(self, lambda _progress: work())
        task.succeeded.connect(then)
        task.succeeded.connect(lambda _answer: self.books_changed.emit())
        task.failed.connect(self._desk.show_failure)
        task.finished.connect(self._on_ended)

    def _on_ended(self) -> None:
        self._is_busy = False
        self.refresh()
