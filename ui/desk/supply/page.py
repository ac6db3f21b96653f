"""The Disconnection page: jobs explained and reviewed, orders live, and the switch that stops."""

from __future__ import annotations

from collections.abc import Callable

from typing_extensions import override

from domain.books import Books
from domain.staff import Act
from domain.supply_book import OrderQuery, Standstill
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.listing.copying import RowCopies
from ui.desk.kit.page import Page
from ui.desk.kit.places import Place
from ui.desk.settings.controller import OfficeSettingsController
from ui.desk.settings.sheet import AmispSettingsSheet
from ui.desk.supply.acting import SupplyActing
from ui.desk.supply.controller import SupplyController
from ui.desk.supply.exchanging import SupplyExchanging
from ui.desk.supply.job_sheet import JobWanted
from ui.desk.supply.stop_strip import StopStrip
from ui.desk.supply.view import SupplyPart, SupplyView
from ui.desk.supply.worker import Worked, Worker
from ui.desk.supply.worker_badge import WorkerBadge


class SupplyPage(Page):
    """Ties the lists, what is done about them, and the red strip over every page."""

    key = "supply"
    icon = "lock"
    needs = Act.SEE_DEFAULTERS

    def __init__(self, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__()
        self._desk = desk
        self.view = self.widget = SupplyView(desk, books.now())
        self.alarm = self.strip = StopStrip(
            desk.theme, may_resume=desk.may(Act.RESUME_DISCONNECTING)
        )
        self.controller = SupplyController(self.view, desk, books)
        self.acting = SupplyActing(self.view, desk, books, self.controller)
        self.exchanging = SupplyExchanging(self.view, desk, books, documents)
        self.worker = Worker(self.view, desk, books, documents.outward)
        self.badge = self.sign = WorkerBadge(desk)
        self._is_told = False
        self.view.new.setVisible(desk.may(Act.MAKE_JOB))
        self.view.send_file.setVisible(desk.may(Act.DELIVER))
        self.view.take_file.setVisible(desk.may(Act.DELIVER))
        tables = (self.view.jobs, self.view.rows, self.view.orders)
        self.copies = [RowCopies(table, desk) for table in tables]
        self.settings = AmispSettingsSheet(self.view, desk.theme)
        self.setting = OfficeSettingsController(self.settings, desk, books.safekeeping)
        self.actions = self._actions()
        self._connect()
        self.retranslate(desk.texts)
        self.worker.start()

    @override
    def title(self, _: Texts) -> str:
        return _("Disconnection")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.strip.retranslate(_)
        self.sign.retranslate(_)
        self.settings.retranslate(_)
        self.acting.retranslate()
        self.controller.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()
        if not self._is_told:
            # A payment may call for supply at once.
            self.worker.soon()

    @override
    def enter(self) -> None:
        self.view.table.setFocus()
        self.controller.refresh()

    @override
    def here(self) -> Place:
        query = self.controller.query
        return Place(self.key, query if query is not None else self.view.part)

    @override
    def show_place(self, what: object) -> None:
        """Show a part, a job by its id, the orders that a query finds; or ask for a job."""
        if isinstance(what, SupplyPart):
            self.controller.show_part(what)
        elif isinstance(what, OrderQuery):
            self.controller.show_query(what)
        elif isinstance(what, JobWanted):
            self.acting.new_job(what)
        elif isinstance(what, str):
            self.controller.show_job(what)

    @override
    def selected_consumer(self) -> str | None:
        return self.view.consumer_number

    @override
    def step_back(self) -> bool:
        if self.settings.isVisible():
            self.settings.put_away()
            return True
        if self.acting.step_back() or self.controller.leave_rows():
            return True
        was_elsewhere = not self.view.table.hasFocus()
        self.view.table.setFocus()
        return was_elsewhere

    def _connect(self) -> None:
        controller = self.controller
        controller.counted.connect(self.counted)
        controller.waiting_changed.connect(self.waiting_changed)
        controller.moved.connect(self.moved)
        controller.consumer_requested.connect(self.consumer_requested)
        controller.standstill_changed.connect(self._on_standstill)
        self.acting.acted.connect(self.books_changed)
        self.exchanging.acted.connect(self.books_changed)
        self.strip.page_requested.connect(self.wanted)
        self.sign.clicked.connect(lambda _checked=False: self.wanted.emit())
        self.worker.worked.connect(self._on_worked)
        self.strip.resume_requested.connect(self._resume)

    def _on_standstill(self, standstill: Standstill | None) -> None:
        self.strip.show_standstill(standstill, self._desk.texts)

    def _on_worked(self, worked: Worked) -> None:
        self.sign.show_worked(worked)
        if worked.has_moved:
            self._is_told = True
            self.books_changed.emit()
            self._is_told = False

    def _stop(self) -> None:
        self.wanted.emit()
        self.acting.stop()

    def _resume(self) -> None:
        self.wanted.emit()
        self.acting.resume()

    def _show(self, part: SupplyPart) -> None:
        self.controller.show_part(part)
        self.view.table.setFocus()

    def _actions(self) -> list[Action]:
        act, deliver = self.acting, self.exchanging
        accept = ("Ctrl+A", "Ctrl+Return", "Ctrl+Enter")
        make, settle = Act.MAKE_JOB, Act.SETTLE_VISIT
        return [
            Action(
                "supply.stop",
                N_("STOP disconnecting"),
                self._stop,
                ("F10",),
                "triangle-alert",
                everywhere=True,
                in_bar=False,
                needs=Act.STOP_DISCONNECTING,
            ),
            Action("supply.new", N_("New job"), act.new_job, ("Alt+N",), "plus", needs=make),
            Action("supply.ask", N_("Ask for approval"), act.ask, accept, "check", needs=make),
            Action("supply.leave_out", N_("Leave out"), act.leave_out, ("Alt+L",), needs=make),
            Action("supply.take_in", N_("Take in again"), act.take_in, ("Alt+I",), needs=make),
            Action("supply.drop", N_("Put aside, cancel"), act.drop, ("Alt+X",), "x", needs=make),
            Action(
                "supply.reconnect",
                N_("Reconnect"),
                act.reconnect,
                ("Alt+R",),
                "zap",
                needs=Act.RECONNECT,
            ),
            Action("supply.settle", N_("Settle the visit"), act.settle, ("Alt+V",), needs=settle),
            Action(
                "supply.file",
                N_("Send by file"),
                deliver.send_file,
                ("Alt+F",),
                "upload",
                in_bar=False,
                needs=Act.DELIVER,
            ),
            Action(
                "supply.answers",
                N_("Take acknowledgements"),
                deliver.take_file,
                ("Alt+T",),
                "download",
                in_bar=False,
                needs=Act.DELIVER,
            ),
            Action(
                "supply.settings",
                N_("Settings of the AMISP"),
                self.setting.open,
                ("F12",),
                "settings",
                in_bar=False,
                needs=Act.CHANGE_SETTINGS,
            ),
            Action(
                "supply.print", N_("Print"), deliver.print, ("Ctrl+P",), "printer", in_bar=False
            ),
            *self._part_actions(),
        ]

    def _part_actions(self) -> list[Action]:
        jobs, open_, late = (self._shows(one) for one in list(SupplyPart)[:3])
        visits, by_file, late_cuts, all_ = (self._shows(one) for one in list(SupplyPart)[3:])
        return [
            Action("supply.jobs", N_("Jobs"), jobs, ("Alt+1",), in_bar=False),
            Action("supply.open", N_("Open orders"), open_, ("Alt+2",), in_bar=False),
            Action("supply.late", N_("Late reconnections"), late, ("Alt+3",), in_bar=False),
            Action("supply.visits", N_("Field visits"), visits, ("Alt+4",), in_bar=False),
            Action("supply.by_file", N_("Orders by file"), by_file, ("Alt+5",), in_bar=False),
            Action("supply.late_cuts", N_("Late cuts"), late_cuts, ("Alt+6",), in_bar=False),
            Action("supply.all", N_("All orders"), all_, ("Alt+7",), in_bar=False),
        ]

    def _shows(self, part: SupplyPart) -> Callable[[], None]:
        return lambda: self._show(part)
