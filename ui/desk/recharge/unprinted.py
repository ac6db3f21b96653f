"""Receipts that are posted but lie on no paper: after a power cut, a jam, a printer that was off.

The desk asks about them when it starts and when a shift begins, and whenever a printer fails; what
the clerk puts off is asked again at the next of these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from domain.books import Books
from domain.formats import rupees
from domain.listing import ReceiptRow
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.parts import Button, ElidedLabel, Label
from ui.desk.kit.tasks import LatestRead
from ui.desk.kit.theme import Theme, set_look

_NAMED = 5
_MOST_NAME = 40


class UnprintedStrip(QFrame):
    """The oldest receipt without a print, and what to do about it; hidden when there is none."""

    print_requested = Signal()
    waive_requested = Signal()
    later_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        set_look(self, "confirm")
        self._rows: Sequence[ReceiptRow] = ()
        self.sentence = Label("", "strong", wraps=True)
        self.others = ElidedLabel("muted")
        self.print_it = Button(theme, N_("Print"), icon="printer", look="primary", key="Alt+P")
        self.waive = Button(theme, N_("Not needed"), key="Alt+W")
        self.later = Button(theme, N_("Later"), key="Alt+L")
        self._lay_out()
        self.print_it.clicked.connect(lambda _checked=False: self.print_requested.emit())
        self.waive.clicked.connect(lambda _checked=False: self.waive_requested.emit())
        self.later.clicked.connect(lambda _checked=False: self.later_requested.emit())
        self.hide()

    @property
    def first(self) -> ReceiptRow | None:
        """The receipt that the buttons are about."""
        return self._rows[0] if self._rows else None

    def show_receipts(self, rows: Sequence[ReceiptRow], _: Texts) -> None:
        """Ask about these receipts, the first one first; about none: go away."""
        self._rows = list(rows)
        self.setVisible(bool(rows))
        self._show_words(_)

    def show_busy(self, is_busy: bool) -> None:
        """Hold the buttons still while the printer works."""
        for button in (self.print_it, self.waive):
            button.setDisabled(is_busy)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for button in (self.print_it, self.waive, self.later):
            button.retranslate(_)
        self._show_words(_)

    def _show_words(self, _: Texts) -> None:
        if not self._rows:
            return
        first, rest = self._rows[0], self._rows[1:]
        self.sentence.setText(
            _(
                "Receipt {number} of {amount} for {name} was not printed.",
                number=_short(first),
                amount=rupees(first.amount),
                name=_shortened(first.consumer_name),
            )
        )
        named = [
            f"{_short(row)} {rupees(row.amount)} {_shortened(row.consumer_name)}"
            for row in rest[:_NAMED]
        ]
        more = len(rest) - len(named)
        named += [_("{count} more", count=more)] if more else []
        self.others.setText(_("Nor were: {receipts}", receipts=" · ".join(named)) if rest else "")
        self.others.setVisible(bool(rest))
        self.setAccessibleName(self.sentence.text())

    def _lay_out(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self.sentence)
        told.addWidget(self.others)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.addLayout(told, 1)
        for button in (self.print_it, self.waive, self.later):
            row.addWidget(button)


class UnprintedController(QObject):
    """Reads which receipts are on no paper, and has them printed or put aside."""

    #: Somebody said that a receipt is not wanted on paper: the books have changed.
    waived = Signal(str)
    #: So many receipts are asked about: a number.
    waiting_changed = Signal(object)

    def __init__(
        self, strip: UnprintedStrip, desk: Desk, books: Books, print_again: Callable[[str], None]
    ) -> None:
        super().__init__(strip)
        self._strip, self._desk, self._books = strip, desk, books
        self._print_again = print_again
        self._wanted: set[str] = set()
        self._is_asking_all = False
        #: The shift in which was asked last; at first none was.
        self._shift: object = self
        self._listed = LatestRead(desk.tasks, self)
        self._listed.answered.connect(self._on_listed)
        self._listed.failed.connect(desk.show_failure)
        strip.print_requested.connect(self.print_first)
        strip.waive_requested.connect(self.waive_first)
        strip.later_requested.connect(self.put_off)

    def refresh(self) -> None:
        """Read again which receipts are on no paper."""
        if self._desk.may(Act.PRINT_RECEIPT):
            self._listed.ask(self._read)

    def ask_all(self) -> None:
        """Ask about every receipt that is on no paper, also those put off, and begin with it."""
        self._is_asking_all = True
        self.refresh()

    def on_not_printed(self, number: str) -> None:
        """Ask about a receipt that just did not come out of its printer."""
        self._wanted.add(number)
        self._strip.show_busy(False)
        self.refresh()

    def on_printed(self, number: str) -> None:
        """Ask no more about a receipt that came out."""
        self._wanted.discard(number)
        self._strip.show_busy(False)
        self.refresh()

    def print_first(self) -> None:
        """Print the receipt that is asked about."""
        if self._strip.first and self._strip.print_it.isEnabled():
            self._print_again(self._strip.first.number)

    def waive_first(self) -> None:
        """Note that nobody wants the receipt on paper that is asked about."""
        first, actor = self._strip.first, self._desk.actor
        if first is None or not self._strip.waive.isEnabled():
            return
        self._strip.show_busy(True)
        task = self._desk.tasks.write(
            self, lambda _progress: self._books.counter.waive_print(first.number, actor)
        )
        task.succeeded.connect(lambda _nothing: self._on_waived(first.number))
        task.failed.connect(self._on_refused)

    def put_off(self) -> None:
        """Ask again later."""
        self._wanted.clear()
        self._ask_about(())

    def retranslate(self) -> None:
        """Word the strip anew."""
        self._strip.retranslate(self._desk.texts)

    def _read(self) -> tuple[Any, Sequence[ReceiptRow]]:
        counter, number = self._books.counter, self._desk.actor.counter
        shift = counter.shift(number)
        return shift and shift.id, counter.unprinted(number)

    def _on_listed(self, answer: tuple[Any, Sequence[ReceiptRow]]) -> None:
        shift, rows = answer
        is_asking_all, self._is_asking_all = self._is_asking_all, False
        if shift != self._shift or is_asking_all:
            self._shift = shift
            self._wanted |= {row.number for row in rows}
        asked = [row for row in rows if row.number in self._wanted]
        self._ask_about(asked)
        if is_asking_all and asked:
            self._strip.print_it.setFocus()

    def _ask_about(self, rows: Sequence[ReceiptRow]) -> None:
        self._strip.show_receipts(rows, self._desk.texts)
        self.waiting_changed.emit(len(rows))

    def _on_waived(self, number: str) -> None:
        self.on_printed(number)
        self.waived.emit(number)

    def _on_refused(self, error: Exception) -> None:
        self._strip.show_busy(False)
        self._desk.show_failure(error)


def _short(row: ReceiptRow) -> str:
    """Return the running number of a receipt, by which a clerk knows it."""
    return row.number.rsplit("/", maxsplit=1)[-1]


def _shortened(name: str) -> str:
    return name if len(name) <= _MOST_NAME else f"{name[: _MOST_NAME - 1]}…"
