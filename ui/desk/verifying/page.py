"""The page "Verify a receipt": whether a receipt that somebody brings is a true one."""

from __future__ import annotations

from typing_extensions import override

from domain.books import Books
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.kit.desk import Desk
from ui.desk.kit.page import Page
from ui.desk.verifying.controller import VerifyingController
from ui.desk.verifying.view import VerifyingView


class VerifyingPage(Page):
    """Ties the line for the scanner and the verdict."""

    key = "verifying"
    icon = "shield-check"

    def __init__(self, desk: Desk, books: Books) -> None:
        super().__init__()
        self.view = self.widget = VerifyingView(desk)
        self.controller = VerifyingController(self.view, desk, books)
        self.view.open_requested.connect(self._open)
        self.view.leave_requested.connect(self.step_back)
        self.actions = (
            Action(
                "verifying.open",
                N_("Open the receipt"),
                self._open,
                ("Alt+O",),
                "receipt",
                needs=Act.PRINT_RECEIPT,
            ),
        )
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Verify a receipt")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)

    @override
    def enter(self) -> None:
        self.view.start()

    @override
    def step_back(self) -> bool:
        if not self.view.code.text():
            return False
        self.view.code.clear()
        self.view.form.clear_problems()
        self.view.show_nothing()
        self.view.start()
        return True

    def _open(self) -> None:
        if receipt := self.view.receipt:
            self.receipt_requested.emit(receipt.number)
