"""The recharge page: one column from consumer to Enter; beside it receipts, or a UPI code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from domain import formats
from domain.arrears import ArrearPlan
from domain.calendar import IST, billing_day
from domain.consumer import Consumer, ConsumerRow
from domain.listing import OfficeState, ReceiptRow
from domain.money import ZERO, Money
from domain.recharge import Receipt, ReceiptCopy
from domain.tender import TenderLine
from domain.upi import UpiSlip
from resources.texts import N_, Texts
from resources.words import UNDONE
from ui.desk.kit.columns import Badge, Column, money_column
from ui.desk.kit.documents import Picture
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import BigFigure, Button, Card, ConfirmStrip, EmptyState, Label, scrolling
from ui.desk.kit.printing import ask_printer
from ui.desk.kit.saving import ask_file
from ui.desk.kit.table import Table
from ui.desk.kit.theme import Theme, set_look
from ui.desk.kit.words import tender_word
from ui.desk.recharge.cards import ConsumerCard, Effect, EffectCard
from ui.desk.recharge.done_card import DoneCard
from ui.desk.recharge.payment_form import PaymentForm
from ui.desk.recharge.picker import ConsumerPicker
from ui.desk.recharge.receipt_panel import ReceiptPanel
from ui.desk.recharge.shift_strip import ShiftStrip
from ui.desk.recharge.upi_panel import UpiPanel

FORM_WIDTH_PX = 490
_LEAST_FORM_PX = 110


class RechargeView(QWidget):
    """Shows the form, what it would do and the receipts; decides nothing."""

    search_requested = Signal(str)
    #: Enter on what was typed or scanned.
    consumer_entered = Signal(str)
    #: A consumer was taken who is still being looked for.
    consumer_awaited = Signal()
    #: A consumer was chosen: the number.
    consumer_requested = Signal(str)
    #: The clerk begins to look for another consumer.
    consumer_left = Signal()
    #: Esc in the first line, with nothing to take back there.
    step_back_requested = Signal()
    #: Something was typed or chosen: the field's name.
    payment_changed = Signal(str)
    #: The clerk went on from a field by Enter: its name.
    field_passed = Signal(str)
    heads_requested = Signal()
    #: A part is paid in another tender; the last one, or the one in this place, is not meant.
    another_tender_requested = Signal()
    tender_back_requested = Signal()
    tender_removal_requested = Signal(object)
    recharge_requested = Signal()
    counter_requested = Signal()
    #: The payer says that it is paid, and nobody knows.
    fate_unknown = Signal()
    #: The UPI code that is shown is wanted on paper.
    slip_requested = Signal()
    #: The clerk wants to see a receipt: its number.
    receipt_requested = Signal(str)
    receipt_left = Signal()
    style_requested = Signal(str, str)
    print_requested = Signal()
    save_requested = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date], _: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, _
        self.picker = ConsumerPicker(theme, _)
        self.shift = ShiftStrip(theme)
        self.consumer = ConsumerCard()
        self.done = DoneCard()
        self.form = PaymentForm(theme, today, _)
        self.amount, self.tender = self.form.amount, self.form.tender
        self.reference, self.given = self.form.reference, self.form.given
        self.effect = EffectCard()
        self.problem = Label("", "problem", wraps=True)
        self.confirm = ConfirmStrip(theme)
        self.submit = Button(
            theme, N_("Take the money"), icon="check", look="primary", key="Ctrl+A"
        )
        self.add_tender = Button(theme, N_("Add this tender"), icon="plus", key="Ctrl+A")
        self.clear = Button(theme, N_("Clear"), icon="rotate-ccw", key="Alt+N")
        self.collected = BigFigure(theme, "indian-rupee", N_("Collected today"))
        self.taken = BigFigure(theme, "receipt", N_("Receipts today"))
        self.receipts = Table(theme, "receipts")
        self.receipts_model = ListTableModel(
            _receipt_columns(today), _, self, key=lambda row: row.number
        )
        self.receipt = ReceiptPanel(theme)
        self.upi = UpiPanel(theme)
        self._receipts_card = Card(N_("Last ten receipts"))
        self._empty = EmptyState(
            theme, "receipt", N_("The receipts of recharges taken here will stand in this list.")
        )
        self._side = QStackedWidget()
        self._is_upi_shown = False
        self._left_at: QWidget | None = None
        self._inner = QWidget()
        self._scroll = scrolling(self._inner)
        self._lay_out()
        self._connect()
        self._fit()

    # What the controller shows

    def show_found(self, rows: Sequence[ConsumerRow]) -> None:
        """Offer consumers below the picker."""
        self.picker.show_found(rows)

    def offer_first(self, rows: Sequence[ConsumerRow]) -> None:
        """Offer consumers with the first one chosen: one more Enter takes it."""
        self.picker.line.setFocus()
        self.picker.show_found(rows)
        self.picker.found.step(1)

    def show_consumer(
        self,
        consumer: Consumer | None,
        lasts_until: date | None,
        plan: ArrearPlan | None = None,
    ) -> None:
        """Show whose recharge this is, or nobody's; the picker's text stays for nobody."""
        self.consumer.show_consumer(consumer, lasts_until, plan)
        self.consumer.retranslate(self._texts)
        if consumer:
            self.picker.show_text(consumer.number)

    def show_effect(self, effect: Effect | None) -> None:
        """Show what the recharge would do."""
        self.effect.show_effect(effect)
        self.effect.retranslate(self._texts)

    def show_words(self, words: str) -> None:
        """Show the amount in words."""
        self.amount.show_words(words)

    def show_done(self, receipt: Receipt | None, change: Money) -> None:
        """Show what was just taken in place of the consumer, or the consumer again."""
        self.done.show_receipt(receipt, change)
        self.done.retranslate(self._texts)
        self.consumer.setHidden(receipt is not None)

    def show_lines(self, lines: Sequence[TenderLine], left: Money) -> None:
        """Show the tenders so far, and what is left to pay."""
        self.form.lines.show_lines(lines, left, self._texts)

    def show_adding(self, is_adding: bool) -> None:
        """Offer to add the tender that is typed, or to take the money."""
        self.add_tender.setVisible(is_adding)
        self.submit.setHidden(is_adding)

    def show_no_shift(self, sentence: str) -> None:
        """Say why no money is taken here now; an empty sentence: it is."""
        self.shift.show_sentence(sentence)

    def show_upi(self, slip: UpiSlip, modules: Sequence[bytes]) -> None:
        """Show a UPI code in place of the receipts, or of the one that is looked at."""
        self._is_upi_shown = True
        self.upi.show_slip(slip, modules, self._texts)
        self.receipt_left.emit()
        self._side.setCurrentWidget(self.upi)

    def show_no_upi(self) -> None:
        """Put the UPI code away."""
        self._is_upi_shown = False
        if self._side.currentWidget() is self.upi:
            self._side.setCurrentWidget(self._list)

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what is wrong under a field: consumer, one of the form's, or none of them."""
        if field == "consumer":
            self.picker.show_problem(sentence)
            self.picker.line.setFocus()
        elif field in self.form.names:
            self.form.show_problem(field, sentence)
        else:
            self.problem.setText(sentence)
            self.problem.setVisible(bool(sentence))

    def clear_problems(self) -> None:
        """Take all sentences away."""
        self.picker.show_problem("")
        self.form.clear_problems()
        self.problem.hide()

    def show_busy(self, is_busy: bool) -> None:
        """Hold the form still while the money is being posted, and the keys where they were."""
        focused = cast("QWidget | None", self.window().focusWidget())
        if is_busy:
            self._left_at = focused
        self.submit.setDisabled(is_busy)
        self.add_tender.setDisabled(is_busy)
        self.clear.setDisabled(is_busy)
        self.form.setDisabled(is_busy)
        self.picker.setDisabled(is_busy)
        if not is_busy and focused is None and self._left_at is not None:
            self._left_at.setFocus()

    def show_empty_form(self) -> None:
        """Begin anew, for the next consumer."""
        self.picker.show_text("")
        self.form.show_empty()
        self.clear_problems()
        self.show_consumer(None, None)
        self.show_effect(None)
        self.show_words("")
        self.show_lines((), ZERO)
        self.show_adding(False)
        self.show_no_upi()

    def ask_again(self, question: str, accepted: Callable[[], None]) -> None:
        """Ask whether to take the same amount once more; Enter says no."""
        _ = self._texts
        again, back = _("Take it again"), _("No, go back")
        self.confirm.ask_gravely(question, again, back, accepted)

    def ask_to_hold(self, question: str, accepted: Callable[[], None]) -> None:
        """Ask whether a cheque is kept until its day; Enter says yes."""
        _ = self._texts
        self.confirm.ask(question, _("Keep the cheque"), _("No, go back"), accepted)

    def drop_question(self) -> None:
        """Take the question away: the form says something else now."""
        self.confirm.hide()

    def start(self) -> None:
        """Put the focus where work begins."""
        self.picker.line.setFocus()
        self.picker.line.selectAll()

    def start_amount(self) -> None:
        """Put the focus into the amount."""
        self.amount.line.setFocus()
        self.amount.line.selectAll()

    def go_on_to_amount(self) -> None:
        """Put the focus into the amount, unless the clerk is typing there or further on already."""
        if not self._is_focus_in(self.form):
            self.start_amount()

    def show_receipts(self, rows: Sequence[ReceiptRow]) -> None:
        """Show the last receipts."""
        self.receipts_model.set_rows(rows)

    def show_state(self, state: OfficeState) -> None:
        """Show what came in today."""
        self.collected.show_amount(state.collected_today)
        self.taken.show_text(str(state.receipts_today))

    def show_receipt_waiting(self, number: str) -> None:
        """Show that a receipt is on its way, in place of the list."""
        self.receipt.show_waiting(number)
        self._side.setCurrentWidget(self.receipt)

    def show_receipt(self, copy: ReceiptCopy, pictures: Sequence[Picture]) -> None:
        """Show a receipt in place of the list."""
        self._side.setCurrentWidget(self.receipt)
        self.receipt.show_receipt(copy, pictures, self._texts)
        if not self._is_focus_in(self._form_card):
            # Come from the list: one more Enter prints.
            self.receipt.print_it.setFocus()

    def show_receipt_list(self) -> None:
        """Show the list again, with the keys in it if they were in the receipt, or a UPI code."""
        was_inside = self._is_focus_in(self.receipt)
        self._side.setCurrentWidget(self.upi if self._is_upi_shown else self._list)
        if was_inside and not self._is_upi_shown:
            self.receipts.setFocus()

    @property
    def is_upi_shown(self) -> bool:
        """Whether a UPI code stands in place of the list."""
        return self._side.currentWidget() is self.upi

    @property
    def is_receipt_shown(self) -> bool:
        """Whether a receipt stands in place of the list."""
        return self._side.currentWidget() is self.receipt

    def ask_printer(self, accepted: Callable[[QPrinter], None]) -> None:
        """Let the clerk choose a printer."""
        ask_printer(self, self._texts, accepted)

    def ask_file(self, name: str, accepted: Callable[[Path], None]) -> None:
        """Let the clerk say where the receipt is to be saved."""
        _ = self._texts
        kind = (_("PDF files (*.pdf)"), "pdf")
        ask_file(self, _("Save the receipt"), name, kind, _, accepted)

    def chosen_receipt(self) -> str:
        """Return the number of the receipt in use in the list, or nothing."""
        row = self.receipts.current_row()
        return row.number if isinstance(row, ReceiptRow) else ""

    def go_to_receipts(self) -> None:
        """Put the keys into the list of receipts, on the newest."""
        self._side.setCurrentWidget(self._list)
        self.receipts.setFocus()
        if self.receipts.current_row() is None:
            self.receipts.go_to_place(0)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.picker, self.consumer, self.done, self.form, self.effect, self.shift):
            part.retranslate(_)
        for shown in (self.submit, self.add_tender, self.clear, self.collected, self.taken):
            shown.retranslate(_)
        for panel in (self.receipt, self.upi, self._receipts_card, self._empty):
            panel.retranslate(_)
        self.receipts_model.retranslate(_)
        self.receipts.setAccessibleName(_("Last ten receipts"))

    def _lay_out(self) -> None:
        self.problem.hide()
        self.add_tender.hide()
        self.receipts.show_model(self.receipts_model)
        self.receipts.set_empty(self._empty)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._left())
        row.addWidget(self._side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.shift)
        column.addLayout(row, 1)
        column.addWidget(self.confirm)
        self._list = self._right()
        for side in (self._list, self.receipt, self.upi):
            self._side.addWidget(side)
        # The page is as high as its window: what is in these scrolls or shrinks instead.
        for part in (self._scroll, self._side):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._scroll.setMinimumHeight(_LEAST_FORM_PX)

    def _left(self) -> QWidget:
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        for part in (self.picker, self.consumer, self.done, self.form):
            column.addWidget(part)
        column.addStretch(1)
        buttons = QHBoxLayout()
        for button in (self.submit, self.add_tender):
            set_look(button, size="big")
            buttons.addWidget(button, 1)
        buttons.addWidget(self.clear)
        self._form_card = Card()
        self._form_card.body.addWidget(self._scroll, 1)
        self._form_card.body.addWidget(self.effect)
        self._form_card.body.addWidget(self.problem)
        self._form_card.body.addLayout(buttons)
        return self._form_card

    def _right(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        figures = QHBoxLayout()
        figures.setSpacing(12)
        figures.addWidget(self.collected, 1)
        figures.addWidget(self.taken, 1)
        self._receipts_card.body.addWidget(self.receipts, 1)
        column.addLayout(figures)
        column.addWidget(self._receipts_card, 1)
        return side

    def _connect(self) -> None:
        self.picker.search_requested.connect(self.search_requested)
        self.picker.entered.connect(self.consumer_entered)
        self.picker.awaited.connect(self.consumer_awaited)
        self.picker.chosen.connect(self.consumer_requested)
        self.picker.left.connect(self.consumer_left)
        self.picker.step_back_requested.connect(self.step_back_requested)
        self.form.changed.connect(self.payment_changed)
        self.form.passed.connect(self.field_passed)
        self.form.accept_requested.connect(self.recharge_requested)
        self.form.leave_requested.connect(self.start)
        self.form.heads_requested.connect(self.heads_requested)
        self.form.lines.removal_requested.connect(self.tender_removal_requested)
        self.tender.another_requested.connect(self.another_tender_requested)
        self.tender.back_requested.connect(self.tender_back_requested)
        for button in (self.submit, self.add_tender):
            button.clicked.connect(lambda _checked=False: self.recharge_requested.emit())
        self.shift.counter_requested.connect(self.counter_requested)
        self.upi.fate_unknown.connect(self.fate_unknown)
        self.receipts.opened.connect(lambda row: self.receipt_requested.emit(row.number))
        self.receipt.leave_requested.connect(self.receipt_left)
        self.receipt.style_requested.connect(self.style_requested)
        self.receipt.print_requested.connect(self.print_requested)
        self.receipt.save_requested.connect(self.save_requested)
        self.upi.print_requested.connect(self.slip_requested)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self._theme.changed.connect(self._fit)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = min(self._theme.px(FORM_WIDTH_PX), max(self.width() * 46 // 100, 410))
        self._form_card.setFixedWidth(width)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._inner.isAncestorOf(now):
            self._bring_into_view(now)

    def _on_range_changed(self) -> None:
        """Keep what the clerk is in on the screen when something came or went above it."""
        # Qt's stubs do not say that nothing may have the focus.
        focused = cast("QWidget | None", self.window().focusWidget())
        if focused is not None and self._inner.isAncestorOf(focused):
            self._bring_into_view(focused)

    def _bring_into_view(self, widget: QWidget) -> None:
        """Scroll to a widget with all that belongs to it: label, change to give, sentence."""
        around = self.picker if self.picker.isAncestorOf(widget) else self.form.place_of(widget)
        self._scroll.ensureWidgetVisible(around or widget, 0, 12)

    def _is_focus_in(self, part: QWidget) -> bool:
        # Qt's stubs do not say that nothing may have the focus.
        focused = cast("QWidget | None", self.window().focusWidget())
        return focused is not None and part.isAncestorOf(focused)


def _receipt_columns(today: Callable[[], date]) -> list[Column]:
    def when(row: ReceiptRow, _: Texts) -> str:
        local = row.posted_at.astimezone(IST)
        if billing_day(row.posted_at) == today():
            return f"{local:%H:%M}"
        return formats.day(local.date(), _.month_names).rsplit(" ", 1)[0]

    return [
        Column("number", N_("Receipt"), lambda row, _: row.number.rsplit("/")[-1], width=62),
        Column("posted_at", N_("Time"), when, width=62, gives_way=3),
        Column(
            "consumer_number",
            N_("Consumer"),
            lambda row, _: row.consumer_number,
            width=90,
            gives_way=2,
        ),
        Column(
            "consumer_name", N_("Name"), lambda row, _: row.consumer_name, width=150, stretches=True
        ),
        Column(
            "tender",
            N_("Paid by"),
            lambda row, _: tender_word(row.tender, _),
            width=68,
            gives_way=1,
        ),
        money_column("amount", N_("Amount"), lambda row: row.amount, width=92),
        Column("copies", N_("Print"), badge=_print_badge, width=124),
    ]


def _print_badge(row: ReceiptRow, _: Texts) -> Badge:
    if row.undone:
        return Badge("■", _(UNDONE[row.undone]), "bad")
    if not row.copies:
        return Badge("○", _("Not printed"), "warning")
    if row.copies == 1:
        return Badge("●", _("Printed"), "good")
    return Badge("●", _("DUPLICATE {copy}", copy=row.copies - 1), "accent")
