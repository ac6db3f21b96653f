"""The Printers page: where this desk's receipts come out, and how they look there."""

from __future__ import annotations

from typing_extensions import override

from domain.books import Books
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.page import Page
from ui.desk.kit.printing import SystemPrinters
from ui.desk.printers.controller import PrintersController
from ui.desk.printers.view import PrintersView


class PrintersPage(Page):
    """Ties the list of printers and the form for one."""

    key = "printers"
    icon = "printer"
    needs = Act.PRINT_RECEIPT

    def __init__(
        self,
        desk: Desk,
        books: Books,
        documents: Documents,
        system_printers: SystemPrinters | None = None,
    ) -> None:
        super().__init__()
        self.view = self.widget = PrintersView(desk)
        self.controller = PrintersController(self.view, desk, books, documents, system_printers)
        self.controller.counted.connect(self.counted)
        self.view.leave_requested.connect(self.step_back)
        does = self.controller
        keys = ("Ctrl+A", "Ctrl+Return", "Ctrl+Enter")
        self.actions = (
            Action("printers.new", N_("Add a printer"), does.begin_new, ("Alt+N",), "plus"),
            Action("printers.save", N_("Save"), does.accept, keys, "save"),
            Action("printers.test", N_("Test print"), does.test, ("Ctrl+P",), "printer"),
            Action(
                "printers.default",
                N_("Use for receipts"),
                does.choose_default,
                ("Alt+D",),
                "receipt",
            ),
            Action("printers.remove", N_("Remove"), does.remove, ("Alt+X",), "x"),
            Action(
                "printers.logo", N_("Choose the logo"), does.choose_logo, ("Alt+L",), in_bar=False
            ),
            Action(
                "printers.folder",
                N_("Choose the folder …"),
                does.choose_folder,
                ("Alt+O",),
                in_bar=False,
            ),
        )
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Printers")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)

    @override
    def enter(self) -> None:
        self.view.table.setFocus()
        self.controller.refresh()

    @override
    def holds_typed(self) -> bool:
        return self.view.is_touched

    @override
    def step_back(self) -> bool:
        was_elsewhere, is_touched = not self.view.table.hasFocus(), self.view.is_touched
        self.view.table.setFocus()
        # What is typed stays; another Esc, on the list, puts back what is remembered.
        if not (was_elsewhere and is_touched):
            self.controller.show_row()
        return was_elsewhere or is_touched
