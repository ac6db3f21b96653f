"""The Approvals page: what one person asked for, decided by another."""

from __future__ import annotations

from typing_extensions import override

from domain.books import Books
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.approvals.controller import ApprovalsController
from ui.desk.approvals.view import ApprovalsView
from ui.desk.kit.desk import Desk
from ui.desk.kit.page import Page


class ApprovalsPage(Page):
    """Ties the list, one request in words, and the decision."""

    key = "approvals"
    icon = "clipboard-check"
    needs = Act.SEE_AUDIT

    def __init__(self, desk: Desk, books: Books) -> None:
        super().__init__()
        self.view = self.widget = ApprovalsView(desk, books.now())
        self.controller = ApprovalsController(self.view, desk, books)
        self.controller.counted.connect(self.counted)
        self.controller.waiting_changed.connect(self.waiting_changed)
        self.controller.carried_out.connect(self.books_changed)
        self.view.leave_requested.connect(self.step_back)
        approve, reject = self.controller.approve, self.controller.reject
        keys = ("Ctrl+A", "Ctrl+Return", "Ctrl+Enter")
        self.actions = (
            Action("approvals.approve", N_("Approve"), approve, keys, "check", needs=Act.REJECT),
            Action("approvals.reject", N_("Reject"), reject, ("Alt+X",), "x", needs=Act.REJECT),
        )
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Approvals")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.controller.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        self.view.table.setFocus()
        self.controller.refresh()

    @override
    def holds_typed(self) -> bool:
        return self.view.holds_typed

    @override
    def step_back(self) -> bool:
        was_elsewhere = not self.view.table.hasFocus()
        self.view.table.setFocus()
        return was_elsewhere
