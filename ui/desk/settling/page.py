"""The Recovery page: payments of unknown fate, and what banks and gateways say of them."""

from __future__ import annotations

from typing_extensions import override

from domain.books import Books
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.listing.copying import RowCopies
from ui.desk.kit.page import Page
from ui.desk.kit.places import Place
from ui.desk.settling.controller import RecoveryController
from ui.desk.settling.taking import TakingController
from ui.desk.settling.view import LINES, PAYMENTS, RecoveryView


class RecoveryPage(Page):
    """Ties the two lists, their decisions, and the settlement files."""

    key = "recovery"
    icon = "landmark"
    needs = Act.SEE_REGISTERS

    def __init__(self, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__()
        self.view = self.widget = RecoveryView(desk, books.now())
        self.view.take.setVisible(desk.may(Act.TAKE_SETTLEMENT))
        self.controller = RecoveryController(self.view, desk, books)
        self.taking = TakingController(self.view, desk, books, documents)
        self.controller.counted.connect(self.counted)
        self.controller.waiting_changed.connect(self.waiting_changed)
        self.controller.decided.connect(self.books_changed)
        self.taking.taken.connect(self.books_changed)
        self.taking.taken.connect(self.controller.refresh)
        self.view.leave_requested.connect(self.step_back)
        self.actions = self._actions()
        self.copies = [RowCopies(table, desk) for table in (self.view.payments, self.view.lines)]
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Recovery")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.controller.retranslate()
        self.taking.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        self.view.table.setFocus()
        self.controller.refresh()

    @override
    def here(self) -> Place:
        return Place(self.key, LINES if self.view.wants_lines else PAYMENTS)

    @override
    def show_place(self, what: object) -> None:
        """Show the payments, or the lines that wait for a person."""
        if what in {PAYMENTS, LINES}:
            self.view.parts.show_value(what)

    @override
    def selected_consumer(self) -> str | None:
        return self.view.consumer_number

    @override
    def holds_typed(self) -> bool:
        return self.view.holds_typed

    @override
    def step_back(self) -> bool:
        if self.taking.step_back():
            return True
        was_elsewhere = not self.view.table.hasFocus()
        self.view.table.setFocus()
        return was_elsewhere

    def _actions(self) -> list[Action]:
        accept = ("Ctrl+A", "Ctrl+Return", "Ctrl+Enter")
        decide = self.controller
        return [
            Action(
                "recovery.take",
                N_("Take settlement file"),
                self.taking.choose,
                ("Alt+T",),
                "landmark",
                needs=Act.TAKE_SETTLEMENT,
            ),
            Action(
                "recovery.credit",
                N_("Credit"),
                self._accept,
                accept,
                "check",
                needs=Act.DECIDE_PAYMENT,
            ),
            Action(
                "recovery.fail",
                N_("It failed"),
                decide.fail,
                ("Alt+X",),
                "x",
                needs=Act.DECIDE_PAYMENT,
            ),
            Action(
                "recovery.dismiss",
                N_("Put aside"),
                decide.dismiss,
                ("Alt+P",),
                needs=Act.DECIDE_PAYMENT,
            ),
            Action(
                "recovery.columns",
                N_("Columns"),
                self.taking.ask_columns,
                ("Alt+O",),
                in_bar=False,
                needs=Act.TAKE_SETTLEMENT,
            ),
            Action("recovery.payments", N_("Payments"), self._show_payments, ("Alt+1",)),
            Action("recovery.lines", N_("Lines"), self._show_lines, ("Alt+2",)),
        ]

    def _accept(self) -> None:
        if self.taking.is_open:
            self.taking.accept()
        else:
            self.controller.credit()

    def _show_payments(self) -> None:
        self._show(PAYMENTS)

    def _show_lines(self) -> None:
        self._show(LINES)

    def _show(self, part: str) -> None:
        self.view.parts.show_value(part)
        self.view.table.setFocus()
