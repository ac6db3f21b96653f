"""The Dashboard page: the office at a glance; the first page of the desk."""

from __future__ import annotations

from typing_extensions import override

from domain.books import Books
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.dashboard.controller import DashboardController
from ui.desk.dashboard.places import KEY
from ui.desk.dashboard.rows_view import Rows
from ui.desk.dashboard.view import DashboardView
from ui.desk.kit.desk import Desk
from ui.desk.kit.page import Page
from ui.desk.kit.places import Opened, Place

#: Where the first steps of a new office are taken.
_STEPS = {
    "tariffs": Place("tariffs"),
    "consumers": Place("importing"),
    "consumer": Place("consumers", Opened.NEW_CONSUMER),
}


class DashboardPage(Page):
    """Ties the range of days, the tiles, and the rows behind them."""

    key = KEY
    icon = "layout-dashboard"

    def __init__(self, desk: Desk, books: Books) -> None:
        super().__init__()
        self._desk = desk
        self.view = self.widget = DashboardView(desk)
        self.controller = DashboardController(self.view, desk, books)
        self.view.offer(self._seen_tiles())
        self.actions = self._actions()
        self._connect()
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Dashboard")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.controller.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        self.controller.enter()
        self.view.start()

    @override
    def here(self) -> Place:
        if not self.view.shows_rows:
            return Place(self.key)
        return Place(self.key, self.view.rows.rows, self.view.rows.title.text())

    @override
    def show_place(self, what: object) -> None:
        """Show the days or the reads held, or the tiles where nothing is named."""
        self.controller.show_rows(what if isinstance(what, Rows) else None)
        self.view.start()

    @override
    def step_back(self) -> bool:
        if self.view.shows_rows:
            self.controller.show_rows(None)
            self.view.start()
            return True
        return False

    def _seen_tiles(self) -> list[str]:
        """Return the tiles whose rows the role of who is here may see."""
        sees_money = self._desk.may(Act.SEE_REGISTERS)
        return [name for name in self.view.tiles if name != "collected" or sees_money]

    def _connect(self) -> None:
        self.controller.counted.connect(self.counted)
        self.controller.place_requested.connect(self.place_requested)
        self.controller.consumer_requested.connect(self.consumer_requested)
        self.view.rows.back_requested.connect(self.step_back)
        self.view.beginning.step_requested.connect(
            lambda step: self.place_requested.emit(_STEPS[step])
        )

    def _actions(self) -> list[Action]:
        days = self.view.range
        return [
            Action("dashboard.date", N_("Date"), days.start_day, ("F2",), "calendar-days"),
            Action("dashboard.period", N_("Days"), days.start_stretch, ("Alt+F2",)),
            Action("dashboard.refresh", N_("Look again"), self.controller.look, ("Alt+R",)),
        ]
