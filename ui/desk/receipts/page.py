"""The Receipts page: receipts after the fact, cheques and those that wait; reached with F7."""

from __future__ import annotations

from typing_extensions import override

from domain.books import Books
from domain.cheque import ChequeState
from domain.receipt_query import ReceiptQuery
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.listing.exporting import ListExport
from ui.desk.kit.listing.tools import ListTools
from ui.desk.kit.opening import open_with_system
from ui.desk.kit.page import Page
from ui.desk.kit.paged_table import PagedTableModel
from ui.desk.kit.places import Place
from ui.desk.kit.printing import SystemPrinters
from ui.desk.receipts.acting import ActingController
from ui.desk.receipts.controller import ReceiptsController
from ui.desk.receipts.duplicating import DuplicatingController
from ui.desk.receipts.exporting import exported
from ui.desk.receipts.list_view import RECEIPT_COLUMNS, Part
from ui.desk.receipts.view import ReceiptsView


class ReceiptsPage(Page):
    """Ties the lists, the receipt in use, and what is done with it."""

    key = "receipts"
    icon = "receipt"
    needs = Act.SEE_REGISTERS

    def __init__(
        self,
        desk: Desk,
        books: Books,
        documents: Documents,
        system_printers: SystemPrinters | None = None,
    ) -> None:
        super().__init__()
        self._desk, self._books = desk, books
        model = PagedTableModel(
            RECEIPT_COLUMNS, books.reversals.receipt_rows, desk.tasks, desk.texts
        )
        self.view = self.widget = ReceiptsView(desk, model)
        model.setParent(self.view)
        self.controller = ReceiptsController(self.view, desk, books)
        self.acting = ActingController(self.view, desk, books, self.controller)
        self.duplicating = DuplicatingController(self.view, desk, books, documents, system_printers)
        self.export = ListExport(self.view.list, desk, books, documents, open_with_system)
        self.tools = {
            part: ListTools(self.view.list, table, desk, books.preferences)
            for part, table in self.view.list.tables.items()
        }
        self.actions = self._actions()
        self._connect()
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Receipts")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        for tools in self.tools.values():
            tools.retranslate(_)
        self.export.retranslate()
        self.controller.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        self.view.list.start()
        self.controller.refresh()

    @override
    def show_receipt(self, number: str) -> None:
        """Look for this receipt."""
        self.view.list.look_for(number)

    @override
    def selected_consumer(self) -> str | None:
        shown = self.view.detail.receipt or self.view.detail.held
        return shown.consumer_number if shown else None

    @override
    def here(self) -> Place:
        lists = self.view.list
        is_first = lists.part is Part.RECEIPTS
        return Place(self.key, lists.query() if is_first else lists.part)

    @override
    def show_place(self, what: object) -> None:
        if isinstance(what, ReceiptQuery):
            self.view.list.show_query(what)
        elif isinstance(what, Part):
            self.view.list.show_part(what)
        elif isinstance(what, ChequeState):
            self.view.list.show_cheques_in(what)

    @override
    def holds_typed(self) -> bool:
        return self.view.sheet.holds_typed

    @override
    def step_back(self) -> bool:
        return self.export.step_back() or self.view.step_back()

    def _choose_columns(self) -> None:
        self.tools[self.view.list.part].columns.choose()

    def _connect(self) -> None:
        detail = self.view.detail
        self.controller.counted.connect(self.counted)
        for asked in (self.view.list.query_requested, self.view.list.part_requested):
            asked.connect(lambda *_asked: self.moved.emit())
        self.acting.done.connect(self.books_changed)
        self.duplicating.printed.connect(self.books_changed)
        self.duplicating.preview_requested.connect(self.receipt_requested)
        detail.consumer_requested.connect(self.consumer_requested)
        detail.reprint_requested.connect(self._reprint)
        detail.duplicate_requested.connect(self._duplicate)
        self.view.list.opened.connect(lambda _row: self.view.open_detail())

    def _actions(self) -> list[Action]:
        do, lists, printing = self.acting, self.view.list, Act.PRINT_RECEIPT
        settling, asking = Act.SETTLE_CHEQUE, Act.ASK_TRANSFER
        return [
            Action("receipts", N_("Receipts"), self._begin, ("F7",), "receipt", everywhere=True),
            Action(
                "receipts.columns",
                N_("Columns"),
                self._choose_columns,
                ("Alt+V",),
                in_bar=False,
            ),
            Action(
                "receipts.reprint",
                N_("Reprint"),
                self._reprint,
                ("F6",),
                "printer",
                needs=printing,
                instead_of="recharge.reprint",
            ),
            Action(
                "receipts.duplicate",
                N_("Duplicate"),
                self._duplicate,
                ("Alt+2",),
                "copy",
                needs=printing,
            ),
            Action(
                "receipts.cancel",
                N_("Cancel"),
                do.cancel,
                ("Alt+X",),
                "x",
                needs=Act.ASK_CANCELLATION,
            ),
            Action(
                "receipts.transfer",
                N_("Other consumer"),
                do.transfer,
                ("Alt+T",),
                "users",
                needs=asking,
            ),
            Action("receipts.clear", N_("Bank paid"), do.clear, ("Alt+B",), needs=settling),
            Action("receipts.dishonour", N_("Came back"), do.dishonour, ("Alt+D",), needs=settling),
            Action(
                "receipts.allow",
                N_("Allow cheques again"),
                do.allow,
                ("Alt+A",),
                in_bar=False,
                needs=Act.LIFT_CHEQUE_BAR,
            ),
            Action(
                "receipts.take",
                N_("Take the cheque"),
                do.take,
                ("Alt+K",),
                in_bar=False,
                needs=Act.RECHARGE,
            ),
            Action(
                "receipts.give_back",
                N_("Give it back"),
                do.give_back,
                ("Alt+W",),
                in_bar=False,
                needs=Act.HOLD_CHEQUE,
            ),
            Action(
                "receipts.export",
                N_("Export"),
                self._export,
                ("Alt+E",),
                "file-spreadsheet",
                in_bar=False,
                needs=Act.EXPORT,
            ),
            Action("receipts.day", N_("Day"), lists.start_day, ("F2",), in_bar=False),
            Action(
                "receipts.next",
                N_("Next list"),
                lambda: lists.step_part(1),
                ("Ctrl+PgDown",),
                in_bar=False,
            ),
            Action(
                "receipts.previous",
                N_("List before"),
                lambda: lists.step_part(-1),
                ("Ctrl+PgUp",),
                in_bar=False,
            ),
        ]

    def _begin(self) -> None:
        """Come here from whichever page."""
        self.wanted.emit()

    def _export(self) -> None:
        """Ask for a file of every receipt that is found."""
        self.view.list.show_part(Part.RECEIPTS)
        self.export.ask(exported(self.view.list, self._desk, self._books))

    def _reprint(self) -> None:
        """Show the receipt in use as it would be printed, to be printed from there."""
        if (receipt := self.view.detail.receipt) and self.view.detail.possible.print_it:
            self.receipt_requested.emit(receipt.number)

    def _duplicate(self) -> None:
        """Print the receipt in use once more."""
        if (receipt := self.view.detail.receipt) and self.view.detail.possible.print_it:
            self.duplicating.print_again(receipt.number)
