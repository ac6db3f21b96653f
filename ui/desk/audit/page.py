"""The Audit log page: who did what, when, from where, and what was before and after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from typing_extensions import override

from domain.audit import AuditRow
from domain.books import Books
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.audit.controller import AuditController
from ui.desk.audit.view import AuditView
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.listing.tools import ListTools
from ui.desk.kit.opening import open_with_system
from ui.desk.kit.page import Page


class AuditPage(Page):
    """Ties filters, log and export."""

    key = "audit"
    icon = "history"
    needs = Act.SEE_AUDIT

    def __init__(
        self,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None] = open_with_system,
    ) -> None:
        super().__init__()
        self.view = self.widget = AuditView(desk.theme, desk.today, desk.texts)
        self.controller = AuditController(self.view, desk, books, documents, open_file)
        self.view.consumer_requested.connect(self.consumer_requested)
        self.controller.counted.connect(self.counted)
        self.tools = ListTools(self.view, self.view.table, desk, books.preferences)
        self.actions = self._actions()
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Audit log")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.tools.retranslate(_)
        self.controller.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        self.controller.enter()
        self.view.table.setFocus()

    @override
    def selected_consumer(self) -> str | None:
        row = self.view.table.current_row()
        return row.consumer_number or None if isinstance(row, AuditRow) else None

    @override
    def step_back(self) -> bool:
        if not self.view.table.hasFocus():
            self.view.table.setFocus()
            return True
        return self.controller.clear()

    def _actions(self) -> list[Action]:
        does = self.controller
        return [
            Action("audit.date", N_("Date"), self._go_to_date, ("F2",), "calendar-days"),
            Action("audit.search", N_("Search"), self.view.start_search, ("Ctrl+F",), "search"),
            Action(
                "audit.columns",
                N_("Columns"),
                self.tools.columns.choose,
                ("Alt+V",),
                in_bar=False,
            ),
            Action(
                "audit.export",
                N_("Export"),
                does.export,
                ("Alt+E",),
                "file-spreadsheet",
                needs=Act.EXPORT,
            ),
        ]

    def _go_to_date(self) -> None:
        self.view.since.setFocus()
        self.view.since.selectAll()
