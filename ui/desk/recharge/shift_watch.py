"""Whether money can be taken at this counter: its shift is open, today's, and the clerk's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject

from domain.books import Books
from domain.day_end import WITHOUT_DRAWER
from domain.errors import Refusal
from domain.errors_of_counter import (
    CounterDayClosed,
    NoShift,
    ShiftOfAnother,
    ShiftOfEarlierDay,
)
from domain.office import Actor
from domain.shift import Shift
from domain.staff import Act
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead
from ui.desk.recharge.view import RechargeView

#: Only the counter's page has a way out of these.
_OF_THE_COUNTER = (CounterDayClosed, NoShift, ShiftOfAnother, ShiftOfEarlierDay)


@dataclass(frozen=True, slots=True)
class _Seen:
    shift: Shift | None
    is_day_closed: bool = False


class ShiftWatch(QObject):
    """Says above the form why the books will refuse, before money is counted in vain."""

    def __init__(self, view: RechargeView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._refusal: Refusal | None = None
        self._shift = LatestRead(desk.tasks, self)
        self._shift.answered.connect(self._on_shift)
        self._shift.failed.connect(desk.show_failure)

    def refresh(self) -> None:
        """Look again; counter 0 has no shift."""
        if self._desk.actor.counter != WITHOUT_DRAWER:
            self._shift.ask(self._look)

    def takes(self, error: Exception) -> bool:
        """Say a refusal of the books here, where its way out stands; False for any other."""
        if not isinstance(error, _OF_THE_COUNTER):
            return False
        self._shift.forget()
        self._show(error)
        return True

    def retranslate(self) -> None:
        """Word the sentence anew."""
        self._show(self._refusal)

    def _look(self) -> _Seen:
        """Return the open shift, and without one whether the day is over (off the GUI thread)."""
        actor, counter = self._desk.actor, self._books.counter
        shift = counter.shift(actor.counter)
        if shift or not self._desk.may(Act.SEE_SHIFT):
            return _Seen(shift)
        end = counter.day_end(actor.counter, self._desk.today(), actor)
        return _Seen(None, is_day_closed=end.closed is not None)

    def _on_shift(self, seen: _Seen) -> None:
        actor, today = self._desk.actor, self._desk.today()
        is_over = seen.is_day_closed
        refusal = CounterDayClosed(actor.counter, today) if is_over else None
        self._show(refusal or refusal_of(seen.shift, actor, today))

    def _show(self, refusal: Refusal | None) -> None:
        self._refusal = refusal
        self._view.show_no_shift(self._desk.sentence(refusal) if refusal else "")


def refusal_of(shift: Shift | None, actor: Actor, today: date) -> Refusal | None:
    """Return why the books would take no money into this shift, None when they would."""
    if shift is None:
        return NoShift(actor.counter)
    if shift.day != today:
        return ShiftOfEarlierDay(actor.counter, shift.day)
    if shift.opened_by != actor.name:
        return ShiftOfAnother(actor.counter, shift.opened_by)
    return None
