"""The Registers page: what was taken, given back and banked, beside what the ledger says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from typing_extensions import override

from domain.books import Books
from domain.register import RegisterQuery
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.opening import open_with_system
from ui.desk.kit.page import Page
from ui.desk.kit.places import Place
from ui.desk.registers.controller import RegistersController
from ui.desk.registers.view import RegistersView


class RegistersPage(Page):
    """Ties choices, register, paper and files."""

    key = "registers"
    icon = "book-open"
    needs = Act.SEE_REGISTERS

    def __init__(
        self,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None] = open_with_system,
    ) -> None:
        super().__init__()
        self.view = self.widget = RegistersView(desk.theme, desk.today, desk.texts)
        self.view.offer(exports=desk.may(Act.EXPORT))
        self.controller = RegistersController(self.view, desk, books, documents, open_file)
        self.view.consumer_requested.connect(self.consumer_requested)
        self.controller.counted.connect(self.counted)
        self.controller.moved.connect(self.moved)
        self.actions = self._actions()
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Registers")

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
    def selected_consumer(self) -> str | None:
        return self.view.selected_consumer()

    @override
    def here(self) -> Place:
        query = self.controller.query()
        return Place(self.key, query, self.view.words_of(query) if query else "")

    @override
    def show_place(self, what: object) -> None:
        if isinstance(what, RegisterQuery):
            self.controller.show_query(what)

    @override
    def step_back(self) -> bool:
        if self.controller.reason.step_back():
            return True
        if self.view.clear_filters():
            return True
        is_elsewhere = not self.view.kind.hasFocus()
        self.view.start()
        return is_elsewhere

    def _actions(self) -> list[Action]:
        does = self.controller
        return [
            Action(
                "registers.day_book",
                N_("Day book"),
                self._show_day_book,
                ("F8",),
                "book-open",
                everywhere=True,
            ),
            Action("registers.period", N_("Days"), self._go_to_days, ("Alt+F2", "F2")),
            Action("registers.rows", N_("Rows"), self.view.start_rows, ("Alt+R",), in_bar=False),
            Action("registers.print", N_("Print"), does.print_register, ("Ctrl+P",), "printer"),
            Action(
                "registers.pdf",
                N_("PDF"),
                does.save_pdf,
                ("Ctrl+S",),
                "file-text",
                needs=Act.EXPORT,
            ),
            Action(
                "registers.export",
                N_("Export"),
                does.save_excel,
                ("Alt+E",),
                "file-spreadsheet",
                needs=Act.EXPORT,
            ),
        ]

    def _show_day_book(self) -> None:
        """Bring the page up with the day book of today, from wherever the clerk is."""
        self.wanted.emit()
        self.controller.show_day_book()

    def _go_to_days(self) -> None:
        self.view.since.setFocus()
        self.view.since.selectAll()
