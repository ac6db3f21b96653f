"""The Defaulters page: who owes, since when, why they are held, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from typing_extensions import override

from domain.books import Books
from domain.defaulters import DefaulterQuery, ListKind
from domain.staff import Act
from resources.texts import N_, Texts
from ui.defaulter_words import TITLES
from ui.desk.actions import Action
from ui.desk.defaulters.controller import DefaultersController
from ui.desk.defaulters.view import DefaultersView, Part
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.listing.kept import KeptFilters
from ui.desk.kit.listing.tools import ListTools
from ui.desk.kit.opening import open_with_system
from ui.desk.kit.page import Page
from ui.desk.kit.places import Place


class DefaultersPage(Page):
    """Ties lists, filters, paper and files."""

    key = "defaulters"
    icon = "indian-rupee"
    needs = Act.SEE_DEFAULTERS

    def __init__(
        self,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None] = open_with_system,
    ) -> None:
        super().__init__()
        self._desk = desk
        self.view = self.widget = DefaultersView(desk)
        self.view.offer(exports=desk.may(Act.EXPORT), jobs=desk.may(Act.MAKE_JOB))
        self.controller = DefaultersController(self.view, desk, books, documents, open_file)
        self.tools = [
            ListTools(self.view, table, desk, books.preferences)
            for table in (self.view.rows, self.view.places)
        ]
        self.kept = KeptFilters(self.view.filters, desk, books.preferences, self.key)
        self.view.consumer_requested.connect(self.consumer_requested)
        self.controller.counted.connect(self.counted)
        self.controller.moved.connect(self.moved)
        self.controller.job_wanted.connect(
            lambda wanted: self.place_requested.emit(Place("supply", wanted))
        )
        self.actions = self._actions()
        self.kept.start()

    @override
    def title(self, _: Texts) -> str:
        return _("Defaulters")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.controller.retranslate()
        for tools in self.tools:
            tools.retranslate(_)

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        self.controller.enter()
        self.view.table.setFocus()

    @override
    def find(self) -> None:
        self.view.start_search()

    @override
    def selected_consumer(self) -> str | None:
        return self.view.consumer_number

    @override
    def here(self) -> Place:
        if self.view.part is Part.PLACES:
            return Place(self.key, Part.PLACES, self._desk.texts("Dues by feeder and transformer"))
        query = self.view.query()
        is_usual = query.kind is ListKind.DEFAULTERS
        return Place(self.key, query, "" if is_usual else self._desk.texts(TITLES[query.kind]))

    @override
    def show_place(self, what: object) -> None:
        if isinstance(what, DefaulterQuery):
            self.controller.show_query(what)
        elif isinstance(what, Part):
            self.view.show_part(what)
            self.controller.look()

    @override
    def step_back(self) -> bool:
        if self.controller.step_back():
            return True
        was_elsewhere = not self.view.table.hasFocus()
        self.view.table.setFocus()
        return was_elsewhere

    def _actions(self) -> list[Action]:
        view, does = self.view, self.controller
        return [
            Action("defaulters.search", N_("Search"), view.start_search, ("Ctrl+F",), in_bar=False),
            Action("defaulters.filter", N_("Filter"), view.filters.open_menu, ("Alt+F",), "funnel"),
            Action(
                "defaulters.columns",
                N_("Columns"),
                self._choose_columns,
                ("Alt+V",),
                in_bar=False,
            ),
            Action("defaulters.print", N_("Print"), does.print_list, ("Ctrl+P",), "printer"),
            Action(
                "defaulters.pdf",
                N_("PDF"),
                does.save_pdf,
                ("Ctrl+S",),
                "file-text",
                needs=Act.EXPORT,
            ),
            Action(
                "defaulters.export",
                N_("Export"),
                does.export_list,
                ("Alt+E",),
                "file-spreadsheet",
                needs=Act.EXPORT,
            ),
            Action(
                "defaulters.notices",
                N_("Notices"),
                does.ask_notices,
                ("Alt+N",),
                "file-text",
                needs=Act.EXPORT,
            ),
            Action(
                "defaulters.job",
                N_("Make a job"),
                does.make_job,
                ("Alt+J",),
                "zap",
                needs=Act.MAKE_JOB,
            ),
            Action(
                "defaulters.next",
                N_("Next list"),
                lambda: self._step_part(1),
                ("Ctrl+PgDown",),
                in_bar=False,
            ),
            Action(
                "defaulters.previous",
                N_("List before"),
                lambda: self._step_part(-1),
                ("Ctrl+PgUp",),
                in_bar=False,
            ),
        ]

    def _choose_columns(self) -> None:
        self.tools[self.view.part is Part.PLACES].columns.choose()

    def _step_part(self, by: int) -> None:
        parts = list(Part)
        self.view.show_part(parts[(parts.index(self.view.part) + by) % len(parts)])
        self.controller.look()
        self.view.table.setFocus()
