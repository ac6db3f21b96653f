"""The Recharge page: money in, a receipt out; reached with F5 from everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QBoxLayout
from typing_extensions import override

from domain.books import Books
from domain.formats import rupees
from domain.recharge import Receipt
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.opening import open_with_system
from ui.desk.kit.page import Page
from ui.desk.kit.places import Opened, Place
from ui.desk.kit.printing import SystemPrinters
from ui.desk.recharge.controller import RechargeController
from ui.desk.recharge.printing_controller import Memory, PrintingController
from ui.desk.recharge.remarks import Remarks
from ui.desk.recharge.slip_printing import SlipPrinter
from ui.desk.recharge.unprinted import UnprintedController, UnprintedStrip
from ui.desk.recharge.view import RechargeView

#: The form and the receipt go on telling what was taken; a toast stands before the list.
_TOLD_MS = 4_000


class RechargePage(Page):
    """Ties the form, its posting and its printing."""

    key = "recharge"
    icon = "zap"
    needs = Act.RECHARGE

    def __init__(  # noqa: PLR0913, PLR0917 - what a page is made of
        self,
        desk: Desk,
        books: Books,
        documents: Documents,
        memory: Memory | None = None,
        open_file: Callable[[Path], None] = open_with_system,
        system_printers: SystemPrinters | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self.view = RechargeView(desk.theme, desk.today, desk.texts)
        self.widget = self.view
        remembered = memory or QSettings("Bijli Bahi", "desk")
        self.controller = RechargeController(
            self.view,
            desk,
            books,
            documents.amount_in_words,
            documents.code_modules,
            Remarks(self.view.form, remembered),
        )
        self.printing = PrintingController(
            self.view, desk, books, documents, remembered, open_file, system_printers
        )
        strip = UnprintedStrip(desk.theme)
        self.unprinted = UnprintedController(strip, desk, books, self.printing.print_again)
        self._put_above(strip)
        self.controller.recharged.connect(self._on_recharged)
        self.slips = SlipPrinter(self.view, desk, documents, system_printers)
        self.view.slip_requested.connect(self._print)
        self.controller.kept.connect(self.books_changed)
        self.controller.consumer_changed.connect(self.moved)
        self.view.counter_requested.connect(self._go_to_counter)
        self.view.step_back_requested.connect(self._on_step_back_requested)
        self.printing.printed.connect(lambda _number, _copy: self.controller.refresh())
        self.printing.printed.connect(lambda number, _copy: self.unprinted.on_printed(number))
        self.printing.not_printed.connect(self.unprinted.on_not_printed)
        self.unprinted.waived.connect(lambda _number: self.books_changed.emit())
        self.unprinted.waiting_changed.connect(self.waiting_changed)
        self.unprinted.refresh()
        self.actions = self._actions()
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Recharge")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.controller.retranslate()
        self.printing.retranslate()
        self.unprinted.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        self.view.start()
        self.printing.load_printers()
        self.unprinted.refresh()

    @override
    def selected_consumer(self) -> str | None:
        return self.controller.consumer.number if self.controller.consumer else None

    @override
    def show_consumer(self, number: str) -> None:
        self.controller.show_consumer(number)

    @override
    def show_receipt(self, number: str) -> None:
        self.printing.show_receipt(number)

    @override
    def here(self) -> Place:
        consumer = self.controller.consumer
        if consumer is None:
            return Place(self.key)
        return Place(self.key, consumer.number, f"{consumer.number} {consumer.name}")

    @override
    def show_place(self, what: object) -> None:
        if isinstance(what, str):
            self.show_consumer(what)
        elif what is Opened.UNPRINTED:
            self.unprinted.ask_all()
        elif isinstance(what, tuple):
            number, amount = what
            self.show_consumer(number)
            self.view.amount.show_value(amount)

    @override
    def holds_typed(self) -> bool:
        return self.controller.consumer is not None or self.controller.payment.holds_typed()

    @override
    def step_back(self) -> bool:
        if self.printing.leave():
            return True
        was_started = self.view.picker.line.hasFocus()
        self.view.start()
        return not was_started

    def _actions(self) -> list[Action]:
        take, reprint = self.controller.recharge, self._reprint
        keys = ("Ctrl+A", "Ctrl+Return", "Ctrl+Enter")
        show, strip = self.printing, self.unprinted
        form = self.controller
        return [
            Action("recharge.take", N_("Take the money"), take, keys, "check"),
            Action("recharge.reprint", N_("Reprint"), reprint, ("F6",), "printer", everywhere=True),
            Action("recharge.print", N_("Print"), self._print, ("Ctrl+P",), "printer"),
            Action("recharge.duplicate", N_("Duplicate"), self._duplicate, ("Alt+2",), "printer"),
            Action("recharge.save", N_("Save as PDF"), show.save_receipt, ("Ctrl+S",), "save"),
            Action("recharge.clear", N_("Clear"), form.clear, ("Alt+N",), "rotate-ccw"),
            Action(
                "recharge.park",
                N_("Fate unknown"),
                form.park,
                ("Alt+U",),
                "clock",
                needs=Act.PARK_PAYMENT,
            ),
            Action(
                "recharge.heads",
                N_("Arrears, deposit, other"),
                self.view.form.start_heads,
                ("Alt+H",),
                in_bar=False,
            ),
            Action(
                "recharge.repeat",
                N_("Repeat the last remark"),
                form.repeat_remark,
                ("Ctrl+R",),
                in_bar=False,
            ),
            Action(
                "recharge.print_unprinted",
                N_("Print what was not printed"),
                strip.print_first,
                ("Alt+P",),
                "printer",
                in_bar=False,
            ),
            Action(
                "recharge.waive_print",
                N_("Not needed on paper"),
                strip.waive_first,
                ("Alt+W",),
                "x",
                in_bar=False,
            ),
            Action(
                "recharge.print_later", N_("Print later"), strip.put_off, ("Alt+L",), in_bar=False
            ),
        ]

    def _on_step_back_requested(self) -> None:
        if not self.step_back():
            self.left.emit()

    def _put_above(self, strip: UnprintedStrip) -> None:
        layout = self.view.layout()
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(0, strip)

    def _print(self) -> None:
        """Print the UPI code or the receipt, whichever is shown."""
        slip = self.view.upi.slip
        if self.view.is_upi_shown and slip:
            self.slips.print_slip(slip)
        else:
            self.printing.print_receipt()

    def _go_to_counter(self) -> None:
        self.page_requested.emit("counter")

    def _go_to_receipts(self) -> None:
        self.printing.leave()
        self.view.go_to_receipts()

    def _reprint(self) -> None:
        """Go to the list of receipts; from there, show the one in use."""
        if self.view.receipts.hasFocus() and (number := self.view.chosen_receipt()):
            self.printing.show_receipt(number)
        else:
            self.wanted.emit()
            self._go_to_receipts()

    def _duplicate(self) -> None:
        """Print again the receipt that is shown, or the one in use in the list."""
        if number := self.printing.number or self.view.chosen_receipt():
            self.printing.print_again(number)

    def _on_recharged(self, receipt: Receipt) -> None:
        _ = self._desk.texts
        is_printing = self.printing.print_posted(receipt.number)
        self._desk.toasts.show(
            _(
                "{amount} taken from {name}. New balance {balance}.",
                amount=rupees(receipt.amount),
                name=receipt.consumer_name,
                balance=rupees(receipt.balance_after),
            ),
            action="" if is_printing else _("Print"),
            then=None if is_printing else self.printing.print_receipt,
            lasts_ms=_TOLD_MS,
        )
        if is_printing:
            self.printing.leave()
        else:
            self.printing.show_receipt(receipt.number)
        self.books_changed.emit()
        self.controller.refresh()
