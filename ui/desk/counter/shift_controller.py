"""What happens to a shift at the desk: opened, looked at, cash moved, counted and closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QObject, Signal

from domain import formats
from domain.books import Books
from domain.day_end import DayEnd, left_in_drawer
from domain.errors import FieldMissing, Refusal
from domain.errors_of_counter import DifferenceUnexplained, ShiftNotFound
from domain.money import ZERO
from domain.shift import (
    CashCount,
    DrawerMove,
    DrawerMoveKind,
    Shift,
    ShiftReport,
    needs_reason,
)
from domain.staff import Act
from ui.desk.counter.closing_view import ToClose
from ui.desk.counter.opening_view import Left
from ui.desk.counter.shift_view import Face
from ui.desk.counter.standing_view import Standing
from ui.desk.counter.view import CounterView, Part
from ui.desk.counter.words import counter_words, difference_badge, named
from ui.desk.kit.desk import Desk
from ui.desk.kit.sight import bring_into_sight
from ui.desk.kit.tasks import LatestRead


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of the own counter, and of a shift that is being closed."""

    today: date
    names: Mapping[str, str] = field(default_factory=dict)
    shift: Shift | None = None
    end: DayEnd | None = None
    last: Shift | None = None
    last_end: DayEnd | None = None
    closing: ShiftReport | None = None

    def report_of(self, shift: Shift) -> ShiftReport | None:
        """Return the report of a shift of the day that was read."""
        return _report_in(self.end, shift.id)


class ShiftController(QObject):
    """Reads the own counter, and has shifts opened and closed in the write lane."""

    #: Money was moved, or a shift was opened or closed: the books have changed.
    changed = Signal()
    #: A shift was closed: its Z report.
    closed = Signal(object)
    #: The report of a shift is wanted: the :class:`domain.shift.Shift`.
    report_wanted = Signal(object)
    #: The report of a closed day is wanted: a :class:`domain.day_end.DayEnd`.
    day_report_wanted = Signal(object)

    def __init__(self, page: CounterView, desk: Desk, books: Books) -> None:
        super().__init__(page)
        self._page, self._view, self._desk, self._books = page, page.shift, desk, books
        self._counter = books.counter
        self._seen: Seen | None = None
        self._closing: Shift | None = None
        self._is_busy = False
        self._read_last = LatestRead(desk.tasks, self)
        self._read_last.answered.connect(self._on_seen)
        self._read_last.failed.connect(desk.show_failure)
        self._connect()

    @property
    def seen(self) -> Seen | None:
        """What was read last."""
        return self._seen

    def refresh(self) -> None:
        """Read again what is shown: money may have moved."""
        closing = self._closing
        self._read_last.ask(lambda: self._read(closing))

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        if self._seen:
            self._show(self._seen)

    def show_report(self) -> None:
        """Ask for the report of what is seen: the open shift's, the closed day's, the last Z."""
        seen = self._seen
        if seen is None:
            return
        if seen.shift:
            self.report_wanted.emit(seen.shift)
        elif self._view.face is Face.CLOSED:
            self.day_report_wanted.emit(seen.end)
        elif seen.last:
            self.report_wanted.emit(seen.last)

    # Opening

    def open_shift(self) -> None:
        """Open a shift with the float that was counted; an empty drawer is asked about."""
        view = self._view.opening
        if self._is_busy or self._view.face is not Face.OPENING:
            return
        view.show_problem("")
        try:
            opening = view.grid.value()
        except Refusal as refusal:
            view.grid.show_problem(self._desk.sentence(refusal))
            return
        if opening.total:
            self._open(opening)
            return
        _ = self._desk.texts
        view.confirm.ask(
            _("Open the shift with an empty drawer?"),
            _("Yes, it is empty"),
            _("No, go back"),
            lambda: self._open(opening),
        )
        bring_into_sight(view.confirm)

    def take_over(self) -> None:
        """Count what the last shift left as the float."""
        if self._view.face is Face.OPENING:
            self._view.opening.take_last_over()

    def _open(self, opening: CashCount) -> None:
        actor = self._desk.actor
        task = self._desk.tasks.write(self, lambda _p: self._counter.open_shift(opening, actor))
        self._begin()
        task.succeeded.connect(self._on_opened)
        task.failed.connect(self._on_not_opened)
        task.finished.connect(self._end)

    def _on_opened(self, shift: Shift) -> None:
        _ = self._desk.texts
        self._view.opening.grid.show_count(CashCount())
        amount = formats.rupees(shift.opening.total)
        self._desk.toasts.show(_("The shift is open, with {amount} in the drawer.", amount=amount))
        self.changed.emit()

    def _on_not_opened(self, error: Exception) -> None:
        self._view.opening.show_problem(self._desk.sentence(error))

    # Cash that leaves the drawer

    def ask_move(self, kind: DrawerMoveKind) -> None:
        """Ask for cash that leaves the own drawer."""
        standing = self._view.standing.standing
        is_there = self._page.part is Part.SHIFT and self._view.face is Face.STANDING
        if is_there and standing and standing.is_own and standing.is_of_today:
            self._page.moves.ask(kind, standing.report.expected, self._desk.texts)

    def move_cash(self) -> None:
        """Move the cash that the sheet tells of, or say what is wrong."""
        sheet, actor = self._page.moves, self._desk.actor
        if self._is_busy:
            return
        values, refusals = sheet.form.read()
        if not refusals and values["amount"] is None:
            refusals = {"amount": FieldMissing("amount")}
        sheet.form.clear_problems()
        sheet.show_problem("", "")
        if refusals:
            sentences = {name: self._desk.sentence(error) for name, error in refusals.items()}
            sheet.form.show_problems(sentences)
            return
        kind, amount = sheet.kind, values["amount"]
        payee, reason = str(values.get("payee") or ""), str(values["reason"])
        task = self._desk.tasks.write(
            self, lambda _p: self._counter.move_cash(kind, amount, payee, reason, actor)
        )
        self._begin()
        task.succeeded.connect(self._on_moved)
        task.failed.connect(self._on_not_moved)
        task.finished.connect(self._end)

    def _on_moved(self, move: DrawerMove) -> None:
        _ = self._desk.texts
        self._page.moves.put_away()
        amount = formats.rupees(move.amount)
        if move.kind is DrawerMoveKind.DROP:
            told = _("{amount} put into the safe.", amount=amount)
        else:
            told = _("{amount} paid out to {payee}.", amount=amount, payee=move.payee)
        self._desk.toasts.show(told)
        self.changed.emit()

    def _on_not_moved(self, error: Exception) -> None:
        self._page.moves.show_problem(
            str(getattr(error, "field", "")) or "amount", self._desk.sentence(error)
        )

    # Closing

    def ask_close(self) -> None:
        """Begin to close the shift that is open at the own counter."""
        standing = self._view.standing.standing
        if self._view.face is Face.STANDING and standing and standing.may_close:
            self.begin_closing(standing.report.shift)

    def begin_closing(self, shift: Shift) -> None:
        """Ask for the count of a shift's drawer, the own or another's."""
        counted = self._view.closing.to_close
        if counted is None or counted.shift.id != shift.id:
            self._view.closing.start_anew()
        self._closing = shift
        self._page.show_part(Part.SHIFT)
        self.refresh()

    def leave_closing(self) -> bool:
        """Go back from counting; what was counted stays for the next time. False: nothing to."""
        if self._closing is None or self._is_busy:
            return False
        self._closing = None
        self.refresh()
        return True

    def close_shift(self) -> None:
        """Close the shift by what was counted, once it is confirmed."""
        view, to_close = self._view.closing, self._view.closing.to_close
        if self._is_busy or to_close is None or self._view.face is not Face.CLOSING:
            return
        view.show_problem("")
        view.form.clear_problems()
        try:
            counted = view.grid.value()
        except Refusal as refusal:
            view.grid.show_problem(self._desk.sentence(refusal))
            return
        typed = view.form.read()[0]
        reason = str(typed.get("reason", ""))
        difference = counted.total - to_close.expected
        if needs_reason(difference) and not reason:
            error = DifferenceUnexplained(to_close.expected, counted.total)
            view.form.show_field("reason", True)
            view.form.show_problem("reason", self._desk.sentence(error))
            return
        _ = self._desk.texts
        question = _(
            "Close the shift with {counted} in the drawer ({difference})? It cannot be opened"
            " again.",
            counted=formats.rupees(counted.total),
            difference=difference_badge(difference, _),
        )
        handed_to = str(typed.get("handed_to", ""))
        view.confirm.ask_gravely(
            question,
            _("Close the shift"),
            _("No, go back"),
            lambda: self._close(to_close.shift, counted, reason, handed_to),
        )
        bring_into_sight(view.confirm)

    def _close(self, shift: Shift, counted: CashCount, reason: str, handed_to: str) -> None:
        if self._is_busy:
            return
        actor = self._desk.actor
        task = self._desk.tasks.write(
            self,
            lambda _p: self._counter.close_shift(shift.id, counted, reason, handed_to, actor),
        )
        self._begin()
        task.succeeded.connect(self._on_closed)
        task.failed.connect(self._on_not_closed)
        task.finished.connect(self._end)

    def _on_closed(self, report: ShiftReport) -> None:
        _ = self._desk.texts
        self._closing = None
        self._view.closing.start_anew()
        closing = report.shift.closing
        number = closing.number if closing else 0
        self._desk.toasts.show(_("The shift is closed: Z report {number}.", number=number))
        self.changed.emit()
        self.closed.emit(report)

    def _on_not_closed(self, error: Exception) -> None:
        view = self._view.closing
        sentence = self._desk.sentence(error)
        name = str(getattr(error, "field", ""))
        if name in view.form.names:
            view.form.show_problem(name, sentence)
        else:
            view.show_problem(sentence)
        if isinstance(error, ShiftNotFound):
            # Somebody else has closed it meanwhile.
            self._closing = None
            self._desk.show_failure(error)
        self.refresh()

    # Reading and showing

    def _read(self, closing: Shift | None) -> Seen:
        """Read the own counter, and the shift that is being closed (off the GUI thread)."""
        actor, today = self._desk.actor, self._books.today()
        names = {member.user_name: member.name for member in self._books.trust.staff()}
        report = self._report_of(closing) if closing else None
        if not actor.counter:
            return Seen(today, names, closing=report)
        shift = self._counter.shift(actor.counter)
        day = shift.day if shift else today
        end = self._counter.day_end(actor.counter, day, actor)
        last = None if shift else self._counter.last_closed(actor.counter)
        last_end = end
        if last and last.day != day:
            last_end = self._counter.day_end(actor.counter, last.day, actor)
        return Seen(today, names, shift, end, last, last_end, report)

    def _report_of(self, shift: Shift) -> ShiftReport | None:
        end = self._counter.day_end(shift.counter, shift.day, self._desk.actor)
        report = _report_in(end, shift.id)
        return report if report and report.shift.is_open else None

    def _on_seen(self, seen: Seen) -> None:
        self._seen = seen
        if self._closing and seen.closing is None:
            self._closing = None
        self._show(seen)

    def _show(self, seen: Seen) -> None:
        _, view = self._desk.texts, self._view
        if self._closing and seen.closing:
            shift = seen.closing.shift
            by = named(shift.opened_by, seen.names)
            view.show_closing(ToClose(shift, seen.closing.expected, by), _)
        elif not self._desk.actor.counter:
            view.show_no_counter()
        elif seen.shift:
            self._show_standing(seen, seen.shift)
        elif seen.end and seen.end.closed:
            self._show_closed(seen.end)
        else:
            view.show_opening(self._desk.actor.counter, _left(seen), _)

    def _show_standing(self, seen: Seen, shift: Shift) -> None:
        report = seen.report_of(shift)
        if report is None:
            return
        is_own = shift.opened_by == self._desk.actor.name
        may_close = Act.CLOSE_SHIFT if is_own else Act.CLOSE_OTHERS_SHIFT
        standing = Standing(
            report=report,
            today=seen.today,
            by=named(shift.opened_by, seen.names),
            is_own=is_own,
            may_move=self._desk.may(Act.MOVE_CASH),
            may_close=self._desk.may(may_close),
        )
        self._view.show_standing(standing, self._desk.texts)

    def _show_closed(self, end: DayEnd) -> None:
        _ = self._desk.texts
        sentence = _(
            "{counter} is closed for today, {day}: {collected} collected, {deposited} to the bank."
            " It opens again tomorrow.",
            counter=counter_words(end.counter, _),
            day=formats.day(end.day, _.month_names),
            collected=formats.rupees(end.collected),
            deposited=formats.rupees(end.closed.amount if end.closed else ZERO),
        )
        self._view.show_closed(sentence)

    def _connect(self) -> None:
        view = self._view
        view.opening.open_requested.connect(self.open_shift)
        view.opening.report_requested.connect(self.show_report)
        view.standing.pay_out_requested.connect(lambda: self.ask_move(DrawerMoveKind.PAY_OUT))
        view.standing.drop_requested.connect(lambda: self.ask_move(DrawerMoveKind.DROP))
        view.standing.report_requested.connect(self.show_report)
        view.standing.close_requested.connect(self.ask_close)
        view.closing.close_requested.connect(self.close_shift)
        view.closing.leave_requested.connect(self.leave_closing)
        view.day_report_requested.connect(self.show_report)
        self._page.moves.move_requested.connect(self.move_cash)

    def _begin(self) -> None:
        self._is_busy = True

    def _end(self) -> None:
        self._is_busy = False


def _report_in(end: DayEnd | None, shift_id: int) -> ShiftReport | None:
    reports = end.shifts if end else ()
    return next((report for report in reports if report.shift.id == shift_id), None)


def _left(seen: Seen) -> Left | None:
    if seen.last is None or seen.last.closing is None or seen.last_end is None:
        return None
    by = named(seen.last.closing.by, seen.names)
    return Left(seen.last, left_in_drawer(seen.last, seen.last_end), by)
