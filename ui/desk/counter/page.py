"""The Counter page: who answers for the cash, from the opening float to the bank's slip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from typing_extensions import override

from domain.books import Books
from domain.day_end import DayEnd
from domain.shift import DrawerMoveKind, Shift, ShiftReport
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.counter.badge import CounterBadge, Drawer, DrawerWatch
from ui.desk.counter.counters_controller import CountersController
from ui.desk.counter.day_end_controller import DayEndController
from ui.desk.counter.report_controller import ReportController
from ui.desk.counter.shift_controller import ShiftController
from ui.desk.counter.shift_view import Face
from ui.desk.counter.view import CounterView, Part
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.opening import open_with_system
from ui.desk.kit.page import Page


class CounterPage(Page):
    """Ties shift, end of the day and the list of all counters; gives the frame its badge."""

    key = "counter"
    icon = "wallet"
    needs = Act.SEE_SHIFT

    def __init__(
        self,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None] = open_with_system,
    ) -> None:
        super().__init__()
        self.desk = desk
        sees_all = desk.may(Act.SEE_AUDIT)
        self.view = self.widget = CounterView(
            desk, sees_all=sees_all, may_close_others=desk.may(Act.CLOSE_OTHERS_SHIFT)
        )
        self.badge = self.drawer = CounterBadge(desk.theme)
        self.watch = DrawerWatch(desk, books, self.view)
        self.shift = ShiftController(self.view, desk, books)
        self.day_end = DayEndController(self.view.day_end, desk, books, sees_all=sees_all)
        self.counters = CountersController(self.view.counters, desk, books)
        self.reports = ReportController(self.view.report, desk, books, documents, open_file)
        self.actions = self._actions(sees_all=sees_all)
        self._connect()
        self.retranslate(desk.texts)
        if sees_all and not desk.actor.counter:
            self.view.show_part(Part.COUNTERS)
        self.watch.start()
        self.day_end.refresh()

    @override
    def title(self, _: Texts) -> str:
        return _("Counter")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.drawer.retranslate(_)
        self.shift.retranslate()
        self.day_end.retranslate()

    @override
    def refresh(self) -> None:
        self.watch.refresh()
        if self.view.isVisible():
            self._refresh_part()

    @override
    def enter(self) -> None:
        self._refresh_part()
        self.view.start()

    @override
    def show_place(self, what: object) -> None:
        """Show the end of a day at one's own counter; who has none sees counter 0."""
        if isinstance(what, date):
            self.view.show_part(Part.DAY_END)
            self.day_end.show_day(self.desk.actor.counter, what)

    @override
    def holds_typed(self) -> bool:
        view = self.view
        grids = (view.shift.opening.grid, view.shift.closing.grid)
        return not view.moves.isHidden() or any(not grid.is_empty for grid in grids)

    @override
    def step_back(self) -> bool:
        return self.view.step_back() or self._leave()

    def _refresh_part(self) -> None:
        part = self.view.part
        if part is Part.SHIFT:
            self.shift.refresh()
        elif part is Part.DAY_END:
            self.day_end.refresh()
        else:
            self.counters.refresh()

    def _leave(self) -> bool:
        if self.view.part is Part.SHIFT:
            return self.shift.leave_closing()
        self._bring_up(Part.SHIFT)
        return True

    def _connect(self) -> None:
        view, desk = self.view, self.desk
        self.drawer.clicked.connect(lambda _checked=False: self._show_shift())
        self.watch.changed.connect(self._on_drawer)
        view.part_changed.connect(self._on_part_changed)
        view.counters.report_requested.connect(self._on_report_requested)
        view.counters.close_requested.connect(self.shift.begin_closing)
        view.day_end.leave_requested.connect(view.day_end.start)
        view.shift.opening.day_end_requested.connect(self._show_day_end)
        self.shift.changed.connect(self._on_books_changed)
        self.shift.closed.connect(self._on_shift_closed)
        self.shift.report_wanted.connect(self.reports.show_shift)
        self.shift.day_report_wanted.connect(self.reports.show_day)
        self.day_end.closed.connect(self._on_day_closed)
        self.day_end.report_wanted.connect(self.reports.show_day)
        self.day_end.waiting_changed.connect(self.waiting_changed)
        self.counters.counted.connect(self._on_counted)
        desk.language.changed.connect(self.view.updateGeometry)

    def _actions(self, *, sees_all: bool) -> list[Action]:
        shift = self.shift
        accept = ("Ctrl+A", "Ctrl+Return", "Ctrl+Enter")
        actions = [
            Action("counter", N_("Counter"), self._go_on, ("F9",), "wallet", everywhere=True),
            Action("counter.accept", N_("Accept"), self._accept, accept, "check"),
            Action(
                "counter.take_over",
                N_("Take over the cash"),
                shift.take_over,
                ("Alt+T",),
                needs=Act.OPEN_SHIFT,
            ),
            Action(
                "counter.pay_out",
                N_("Pay out"),
                lambda: shift.ask_move(DrawerMoveKind.PAY_OUT),
                ("Alt+P",),
                needs=Act.MOVE_CASH,
            ),
            Action(
                "counter.drop",
                N_("Into the safe"),
                lambda: shift.ask_move(DrawerMoveKind.DROP),
                ("Alt+D",),
                needs=Act.MOVE_CASH,
            ),
            Action("counter.report", N_("Report"), self._show_report, ("Alt+R",), "file-text"),
            Action("counter.print", N_("Print"), self.reports.print_report, ("Ctrl+P",), "printer"),
            Action("counter.save", N_("Save as PDF"), self.reports.save_report, ("Ctrl+S",)),
            Action("counter.date", N_("Date"), self._ask_day, ("F2",), "calendar-days"),
            Action("counter.shift", N_("Shift"), self._show_shift, ("Alt+S",), in_bar=False),
            Action(
                "counter.day_end",
                N_("End of the day"),
                self._show_day_end,
                ("Alt+W",),
                in_bar=False,
            ),
        ]
        if sees_all:
            counters = self._show_counters
            actions.append(
                Action("counter.counters", N_("All counters"), counters, ("Alt+A",), in_bar=False)
            )
        return actions

    def _go_on(self) -> None:
        """Bring the page up; from there, close the shift, and then the day."""
        if not self.view.isVisible():
            self.wanted.emit()
            return
        self.view.step_back()
        if self.view.part is Part.SHIFT and self.view.shift.face is Face.STANDING:
            self.shift.ask_close()
        elif self.view.part is Part.SHIFT and self.view.shift.face is not Face.CLOSING:
            self._bring_up(Part.DAY_END)
        else:
            self.view.start()

    def _accept(self) -> None:
        """Do what the main button of what is seen does."""
        view = self.view
        if not view.report.isHidden():
            return
        if not view.moves.isHidden():
            self.shift.move_cash()
        elif view.part is Part.DAY_END:
            self.day_end.close_day()
        elif view.part is Part.SHIFT and view.shift.face is Face.OPENING:
            self.shift.open_shift()
        elif view.part is Part.SHIFT:
            self.shift.close_shift()

    def _show_report(self) -> None:
        view = self.view
        if view.part is Part.DAY_END:
            self.day_end.show_report()
        elif view.part is Part.COUNTERS and view.counters.row:
            self._on_report_requested(view.counters.row.report)
        elif view.part is Part.SHIFT:
            self.shift.show_report()

    def _ask_day(self) -> None:
        if self.view.part is Part.COUNTERS:
            self.view.counters.day.setFocus()
            self.view.counters.day.selectAll()
        else:
            self.view.show_part(Part.DAY_END)
            self.view.day_end.start_day()

    def _show_shift(self) -> None:
        self._bring_up(Part.SHIFT)

    def _show_day_end(self) -> None:
        self._bring_up(Part.DAY_END)

    def _show_counters(self) -> None:
        self._bring_up(Part.COUNTERS)

    def _bring_up(self, part: Part) -> None:
        self.view.show_part(part)
        if self.view.isVisible():
            self.view.start()
        else:
            self.wanted.emit()

    def _on_part_changed(self) -> None:
        self.counted.emit("")
        self._refresh_part()

    def _on_counted(self, text: str) -> None:
        if self.view.part is Part.COUNTERS:
            self.counted.emit(text)

    def _on_drawer(self, drawer: Drawer) -> None:
        self.drawer.show_drawer(drawer, self.desk.texts)

    def _on_report_requested(self, report: ShiftReport) -> None:
        self.reports.show_shift(report.shift)

    def _on_books_changed(self) -> None:
        self.books_changed.emit()
        self._refresh_part()

    def _on_shift_closed(self, report: ShiftReport) -> None:
        shift: Shift = report.shift
        if shift.counter != self.desk.actor.counter:
            self.view.show_part(Part.COUNTERS)
        self.reports.show_shift(shift)

    def _on_day_closed(self, end: DayEnd) -> None:
        self.books_changed.emit()
        self.view.day_end.report.setFocus()
        self.reports.show_day(end)
