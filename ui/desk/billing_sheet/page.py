"""The Billing sheet page: every day charged, and what each consumer's day came to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from typing_extensions import override

from domain import formats
from domain.books import Books
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.billing_sheet.controller import BillingSheetController
from ui.desk.billing_sheet.sheet import Part, SheetQuery
from ui.desk.billing_sheet.view import BillingSheetView
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.listing.copying import RowCopies
from ui.desk.kit.opening import open_with_system
from ui.desk.kit.page import Page
from ui.desk.kit.places import Place


class BillingSheetPage(Page):
    """Ties the month, the run and the sheet."""

    key = "billing_sheet"
    icon = "calendar-days"

    def __init__(
        self,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None] = open_with_system,
    ) -> None:
        super().__init__()
        self._desk = desk
        self.view = BillingSheetView(desk.theme, desk.today, desk.texts)
        self.widget = self.view
        self.copies = RowCopies(self.view.table, desk)
        self.view.offer(runs=desk.may(Act.RUN_DAYS), exports=desk.may(Act.EXPORT))
        self.controller = BillingSheetController(self.view, desk, books, documents, open_file)
        self.view.consumer_requested.connect(self.consumer_requested)
        self.controller.counted.connect(self.counted)
        self.controller.ran.connect(self._on_ran)
        self.controller.moved.connect(self.moved)
        self.controller.day_wanted.connect(self._show_day)
        self.actions = self._actions()
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Billing sheet")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.controller.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        self.view.strip.setFocus()
        self.controller.enter()

    @override
    def selected_consumer(self) -> str | None:
        return self.controller.chosen_consumer()

    @override
    def here(self) -> Place:
        day, query = self.controller.day, self.controller.query
        words = formats.day(day, self._desk.texts.month_names)
        return Place(self.key, (day, query), words)

    @override
    def show_place(self, what: object) -> None:
        """Show a day, or of a day a part or whatever a SheetQuery asks for."""
        day, wanted = what if isinstance(what, tuple) else (what, SheetQuery())
        if isinstance(day, date):
            query = SheetQuery(part=wanted) if isinstance(wanted, Part) else wanted
            self.controller.show_day_with(day, query)

    @override
    def step_back(self) -> bool:
        if self.controller.reason.step_back():
            return True
        if self.view.explanation.isVisible():
            self.view.explanation.put_away()
            return True
        if self.view.clear_query():
            return True
        is_elsewhere = not self.view.strip.hasFocus()
        self.view.strip.setFocus()
        return is_elsewhere

    def _actions(self) -> list[Action]:
        does = self.controller
        folder = N_("Show the folder of the last export")
        return [
            Action("sheet.date", N_("Date"), self._go_to_date, ("F2",), "calendar-days"),
            Action("sheet.explain", N_("Explain"), does.explain, ("F4",), "info"),
            Action(
                "sheet.run", N_("Run the day"), does.run_day, ("Alt+R",), "play", needs=Act.RUN_DAYS
            ),
            Action(
                "sheet.catch_up",
                N_("Catch up"),
                does.catch_up,
                ("Alt+U",),
                "clock",
                needs=Act.RUN_DAYS,
            ),
            Action(
                "sheet.export",
                N_("Export"),
                does.export,
                ("Alt+E",),
                "file-spreadsheet",
                needs=Act.EXPORT,
            ),
            Action("sheet.print", N_("Print"), does.print_sheet, ("Ctrl+P",), "printer"),
            Action("sheet.search", N_("Search"), self._go_to_search, ("Ctrl+F",), "search"),
            Action("sheet.folder", folder, does.show_export_folder, in_bar=False),
        ]

    def _go_to_date(self) -> None:
        self.view.date.setFocus()
        self.view.date.selectAll()

    def _go_to_search(self) -> None:
        self.view.search.setFocus()
        self.view.search.selectAll()

    def _show_day(self, day: date) -> None:
        self.wanted.emit()
        self.controller.show_day(day)

    def _on_ran(self) -> None:
        self.books_changed.emit()
        self.controller.refresh()
