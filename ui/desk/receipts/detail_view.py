"""One receipt beside the list: what was paid for, how, where it went, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.approval import Approval
from domain.cheque import Cheque, ChequeBar, HeldCheque
from domain.money import Money
from domain.recharge import Receipt, ReceiptCopy
from resources.texts import N_, Texts
from ui import receipts_words
from ui.asked_in_words import asked_kind
from ui.desk.kit.columns import Badge, amount_text
from ui.desk.kit.desk import Desk
from ui.desk.kit.parts import Button, Card, ElidedLabel, Label, Pill, hairline, scrolling
from ui.desk.receipts.list_view import cheque_badge, state_badge


@dataclass(frozen=True, slots=True)
class ShownReceipt:
    """A receipt with all that the page tells of it."""

    copy: ReceiptCopy
    cheques: Sequence[Cheque]
    bar: ChequeBar | None
    #: What was asked for and waits for another person.
    waiting: Sequence[Approval]


@dataclass(frozen=True, slots=True)
class Possible:
    """What can be done with what is shown, by who is here; ``asks`` another person for it."""

    print_it: bool = False
    cancel: bool = False
    asks_cancellation: bool = False
    transfer: bool = False
    asks_transfer: bool = False
    settle: bool = False
    allow: bool = False
    take: bool = False
    give_back: bool = False


class DetailView(Card):
    """Shows a receipt or a held cheque, and offers what can be done with it."""

    #: There is something to show, or nothing any more.
    filled = Signal()
    consumer_requested = Signal(str)
    reprint_requested = Signal()
    duplicate_requested = Signal()
    cancel_requested = Signal()
    transfer_requested = Signal()
    clear_requested = Signal()
    dishonour_requested = Signal()
    allow_requested = Signal()
    take_requested = Signal()
    give_back_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        self._texts = desk.texts
        self._receipt: ShownReceipt | None = None
        self._held: HeldCheque | None = None
        self._possible = Possible()
        self.number = ElidedLabel("heading")
        self.state, self.copies = Pill(), Pill()
        self.consumer = Button(theme, look="link", icon="user")
        self._facts = QWidget()
        self._column = QVBoxLayout(self._facts)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(8)
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._rows.setSpacing(8)
        self.reprint = Button(theme, N_("Reprint"), icon="printer", look="primary", key="F6")
        self.duplicate = Button(theme, N_("Duplicate"), icon="copy", key="Alt+2")
        self.cancel = Button(theme, N_("Cancel the receipt"), icon="x", look="danger", key="Alt+X")
        self.ask_cancel = Button(
            theme, N_("Ask to cancel it"), icon="x", look="danger", key="Alt+X"
        )
        self.transfer = Button(theme, N_("Other consumer"), icon="users", key="Alt+T")
        self.clear = Button(theme, N_("Bank paid"), icon="landmark", key="Alt+B")
        self.dishonour = Button(theme, N_("Came back"), icon="undo-2", look="danger", key="Alt+D")
        self.allow = Button(theme, N_("Allow cheques again"), icon="check", key="Alt+A")
        self.take = Button(theme, N_("Take the cheque"), icon="check", look="primary", key="Alt+K")
        self.give_back = Button(theme, N_("Give it back"), icon="undo-2", key="Alt+W")
        self._lay_out()
        self._connect()
        self.show_nothing()

    @property
    def receipt(self) -> Receipt | None:
        """The receipt that is shown."""
        return self._receipt.copy.receipt if self._receipt else None

    @property
    def shown(self) -> ShownReceipt | None:
        """The receipt that is shown, with what is told of it."""
        return self._receipt

    @property
    def held(self) -> HeldCheque | None:
        """The held cheque that is shown."""
        return self._held

    @property
    def possible(self) -> Possible:
        """What can be done with what is shown."""
        return self._possible

    @property
    def is_filled(self) -> bool:
        """Whether there is something to show."""
        return self._receipt is not None or self._held is not None

    def show_wide(self, is_wide: bool) -> None:
        """Lay what can be done out in one row, or one below the other."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._rows.setDirection(across if is_wide else down)

    def show_nothing(self) -> None:
        """Show nothing at all."""
        self._receipt = self._held = None
        self._possible = Possible()
        self.filled.emit()

    def show_receipt(self, receipt: ShownReceipt, possible: Possible) -> None:
        """Show a receipt, and what can be done with it."""
        self._receipt, self._held, self._possible = receipt, None, possible
        self._show()

    def show_held(self, held: HeldCheque, possible: Possible) -> None:
        """Show a cheque that waits, and what can be done with it."""
        self._receipt, self._held, self._possible = None, held, possible
        self._show()

    def start(self) -> None:
        """Put the focus on the first thing that can be done."""
        first = next((button for button in self._buttons() if button.isVisible()), None)
        if first:
            first.setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        super().retranslate(_)
        self._texts = _
        for button in self._buttons():
            button.retranslate(_)
        if self._receipt or self._held:
            self._show()

    def _show(self) -> None:
        self._empty()
        if self._receipt:
            self._show_receipt(self._receipt, self._texts)
        elif self._held:
            self._show_held(self._held, self._texts)
        self._column.addStretch(1)
        self._offer()
        self.filled.emit()

    def _show_receipt(self, shown: ShownReceipt, _: Texts) -> None:
        receipt = shown.copy.receipt
        self.number.setText(receipt.number)
        undone = receipt.undone[-1].kind.value if receipt.undone else ""
        self.state.show_badge(state_badge(undone, _))
        self.copies.show_badge(_copies_badge(shown.copy.copy, _))
        self.copies.show()
        self._name_consumer(receipt.consumer_number, receipt.consumer_name)
        self._column.addWidget(_total(receipt, _))
        for heading, lines in (
            (_("Paid for"), receipts_words.head_lines(receipt, _)),
            (_("Paid by"), receipts_words.tender_lines(receipt, _)),
            (_("Where it went"), receipts_words.split_lines(receipt, _)),
        ):
            self._column.addWidget(_amounts(heading, lines))
        for cheque in shown.cheques:
            self._column.addWidget(_cheque(cheque, _))
        self._show_fate(shown, _)

    def _show_fate(self, shown: ShownReceipt, _: Texts) -> None:
        """Show what became of the receipt, what waits, and whether cheques are barred."""
        told = receipts_words.became_lines(shown.copy.receipt, _)
        told += [
            _(
                "{what} was asked for by {name} and waits.",
                what=asked_kind(one, _),
                name=one.requested_by,
            )
            for one in shown.waiting
        ]
        if shown.bar is not None:
            told.append(
                _(
                    "No cheque of consumer {number} is taken until {until}.",
                    number=shown.bar.consumer_number,
                    until=formats.day(shown.bar.until, _.month_names),
                )
            )
        for sentence in told:
            self._column.addWidget(_note(sentence))

    def _show_held(self, held: HeldCheque, _: Texts) -> None:
        names = _.month_names
        self.number.setText(_("Cheque {reference}", reference=held.reference))
        self.state.show_badge(Badge("◐", _("Waiting"), "warning"))
        self.copies.hide()
        self._name_consumer(held.consumer_number, held.consumer_name)
        amount = Label("", "figure")
        amount.setText(amount_text(held.amount))
        self._column.addWidget(amount)
        kept = _("Kept on {day} by {name}", day=formats.day(held.kept_on, names), name=held.kept_by)
        for words in (
            held.bank,
            _("Dated {day}; nothing is credited before.", day=formats.day(held.dated, names)),
            kept,
        ):
            line = Label("", wraps=True)
            line.setText(words)
            self._column.addWidget(line)

    def _name_consumer(self, number: str, name: str) -> None:
        words = f"{number} · {name}"
        self.consumer.setText(f" {words}".replace("&", "&&"))
        self.consumer.setAccessibleName(words)

    def _offer(self) -> None:
        can, is_receipt = self._possible, self._receipt is not None
        self.reprint.setVisible(is_receipt and can.print_it)
        self.duplicate.setVisible(is_receipt and can.print_it)
        self.cancel.setVisible(can.cancel)
        self.ask_cancel.setVisible(can.asks_cancellation)
        self.transfer.setVisible(can.transfer or can.asks_transfer)
        self.clear.setVisible(can.settle)
        self.dishonour.setVisible(can.settle)
        self.allow.setVisible(can.allow)
        self.take.setVisible(can.take)
        self.give_back.setVisible(can.give_back)

    def _empty(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _buttons(self) -> Sequence[Button]:
        return (
            *(self.reprint, self.duplicate, self.cancel, self.ask_cancel, self.transfer),
            *(self.clear, self.dishonour, self.allow, self.take, self.give_back),
        )

    def _lay_out(self) -> None:
        pills = QHBoxLayout()
        pills.addWidget(self.state)
        pills.addWidget(self.copies)
        pills.addStretch(1)
        self.body.addWidget(self.number)
        self.body.addLayout(pills)
        self.body.addWidget(self.consumer, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(hairline())
        self.body.addWidget(scrolling(self._facts), 1)
        for buttons in (
            (self.clear, self.dishonour),
            (self.take, self.give_back),
            (self.allow,),
            (self.cancel, self.ask_cancel),
            (self.transfer,),
        ):
            self._rows.addLayout(_row_of(buttons))
        self.body.addLayout(self._rows)
        self.body.addLayout(_row_of((self.reprint, self.duplicate)))

    def _connect(self) -> None:
        self.consumer.clicked.connect(self._on_consumer)
        for button, signal in (
            (self.reprint, self.reprint_requested),
            (self.duplicate, self.duplicate_requested),
            (self.cancel, self.cancel_requested),
            (self.ask_cancel, self.cancel_requested),
            (self.transfer, self.transfer_requested),
            (self.clear, self.clear_requested),
            (self.dishonour, self.dishonour_requested),
            (self.allow, self.allow_requested),
            (self.take, self.take_requested),
            (self.give_back, self.give_back_requested),
        ):
            button.clicked.connect(signal)

    def _on_consumer(self) -> None:
        shown = self.receipt or self._held
        if shown:
            self.consumer_requested.emit(shown.consumer_number)


def _row_of(buttons: Sequence[Button]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button, 1)
    return row


def _copies_badge(copies: int, _: Texts) -> Badge:
    words = receipts_words.copies_word(copies, _)
    return Badge("", words, "warning" if not copies else "muted")


def _total(receipt: Receipt, _: Texts) -> QWidget:
    """Return the amount, and below it when and where the money was taken, and the balance."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    amount = Label("", "figure")
    amount.setText(amount_text(receipt.amount))
    column.addWidget(amount)
    taken = _(
        "{at} · {name} · counter {counter}",
        at=formats.moment(receipt.posted_at, _.month_names),
        name=receipt.posted_by or "–",  # noqa: RUF001 - nobody by name
        counter=receipt.counter,
    )
    balance = _(
        "Balance {before} → {after}",
        before=formats.rupees(receipt.balance_before),
        after=formats.rupees(receipt.balance_after),
    )
    for words in (taken, balance):
        line = Label("", "muted", wraps=True)
        line.setText(words)
        column.addWidget(line)
    return holder


def _amounts(heading: str, lines: Sequence[tuple[str, Money]]) -> QWidget:
    """Return amounts with what they are, under a heading."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(0, 1)
    title = Label("", "label")
    title.setText(heading)
    grid.addWidget(title, 0, 0, 1, 2)
    top_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
    for row, (words, amount) in enumerate(lines, start=1):
        name, value = Label("", wraps=True), Label("", "strong")
        name.setText(words)
        value.setText(amount_text(amount))
        grid.addWidget(name, row, 0)
        grid.addWidget(value, row, 1, top_right)
    return holder


def _cheque(cheque: Cheque, _: Texts) -> QWidget:
    """Return where a cheque of the receipt is."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    name, state = Label("", wraps=True), Pill()
    name.setText(
        _(
            "Cheque {reference}, since {day}",
            reference=cheque.reference,
            day=formats.day(cheque.changed_on, _.month_names),
        )
    )
    state.show_badge(cheque_badge(cheque.state, _))
    row.addWidget(name, 1)
    row.addWidget(state)
    return holder


def _note(sentence: str) -> QWidget:
    card = Card(look="soft")
    card.body.setContentsMargins(12, 8, 12, 8)
    words = Label("", wraps=True)
    words.setText(sentence)
    card.body.addWidget(words)
    return card
