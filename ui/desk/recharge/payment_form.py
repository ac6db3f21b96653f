"""What is paid, for what and in which form: only what the head or the tender asks for is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from domain.head import MOST_NOTE
from domain.money import Money
from domain.tender import (
    INSTRUMENTS,
    MOST_BANK,
    MOST_REFERENCE,
    Tender,
    TenderLine,
    needs_reference,
)
from resources.texts import N_, Texts
from ui.desk.kit.fields import DateField, LineField, MoneyField
from ui.desk.kit.form import Form
from ui.desk.kit.theme import Theme, set_look
from ui.desk.recharge.amount_field import AmountField
from ui.desk.recharge.given_field import GivenField
from ui.desk.recharge.taken_lines import TakenLines
from ui.desk.recharge.tender_field import TenderField

#: The heads beside the recharge; hidden until somebody asks for them.
MORE_HEADS = ("arrears", "deposit", "other")
#: What belongs to one tender alone.
_OF_A_TENDER = ("given", "reference", "bank", "dated")
_REFERENCES = {
    Tender.UPI: N_("UPI reference (UTR)"),
    Tender.CARD: N_("Approval code of the card"),
    Tender.CHEQUE: N_("Number of the cheque"),
    Tender.DRAFT: N_("Number of the demand draft"),
}


class PaymentForm(Form):
    """The fields from the amount to the last word about the tender, with the tenders so far."""

    heads_requested = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date], _: Texts) -> None:
        super().__init__(columns=6, undoes=True)
        self._texts = _
        self.amount = AmountField(theme)
        self.heads = {name: MoneyField() for name in MORE_HEADS}
        self.note = LineField(most=MOST_NOTE)
        self.lines = TakenLines(theme)
        self.tender = TenderField()
        self.part = MoneyField()
        self.given = GivenField()
        self.reference = LineField(most=MOST_REFERENCE)
        self.bank = LineField(most=MOST_BANK)
        self.dated = DateField(today, _)
        self._add_all()
        self._connect()
        self.show_heads(False)
        self.show_tender(Tender.CASH, is_part=False)

    @property
    def are_heads_shown(self) -> bool:
        """Whether something else than a recharge can be typed."""
        return not self._is_hidden(MORE_HEADS[0])

    @property
    def is_part_shown(self) -> bool:
        """Whether the tender is asked for its part of the money."""
        return not self._is_hidden("part")

    def chosen_tender(self) -> Tender:
        """Return the tender that is chosen."""
        return Tender(self.tender.value() or Tender.CASH)

    def show_heads(self, shown: bool) -> None:
        """Ask for the other heads too, or for a recharge alone."""
        for name in MORE_HEADS:
            self.show_field(name, shown)
        self.amount.heads.setHidden(shown)
        self._show_note()

    def show_tender(self, tender: Tender, *, is_part: bool) -> None:
        """Ask for what a tender needs; ``is_part``: for how much is paid in it too."""
        is_paper = tender in INSTRUMENTS
        asked = {
            "part": is_part,
            "given": tender is Tender.CASH,
            "reference": needs_reference(tender),
            "bank": is_paper,
            "dated": is_paper,
        }
        for name, shown in asked.items():
            self.show_field(name, shown)
        self._name_by_tender()

    def show_new_tender(self, tender: Tender) -> None:
        """Begin another tender with empty lines."""
        self.tender.show_value(tender)
        for name in ("part", *_OF_A_TENDER):
            self.field(name).show_value(None)

    def show_line(self, line: TenderLine) -> None:
        """Put a tender back into the lines it was typed in."""
        self.tender.show_value(line.tender)
        self.part.show_value(line.amount)
        self.given.show_value(line.given)
        self.reference.show_value(line.reference)
        self.bank.show_value(line.bank)
        self.dated.show_value(line.dated)

    def show_empty(self) -> None:
        """Begin anew: a recharge in cash."""
        for name in ("amount", *MORE_HEADS, "note"):
            self.field(name).show_value(None)
        self.show_new_tender(Tender.CASH)
        self.clear_problems()
        self.show_heads(False)
        self.show_tender(Tender.CASH, is_part=False)

    def start_heads(self) -> None:
        """Ask for the other heads, beginning with the first of them."""
        self.show_heads(True)
        self.heads[MORE_HEADS[0]].setFocus()

    def start_part(self, left: Money) -> None:
        """Ask how much of what is left is paid in the tender."""
        self.show_field("part", True)
        self.part.show_value(left)
        self.part.setFocus()
        self.part.selectAll()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.amount, self.given, self.tender, self.lines, self.dated):
            part.retranslate(_)
        super().retranslate(_)
        self._name_by_tender()

    def _add_all(self) -> None:
        labels = (N_("Arrears (₹)"), N_("Security deposit (₹)"), N_("Other (₹)"))
        self.add("amount", self.amount, N_("Recharge (₹)"), span=6)
        for (name, field), label in zip(self.heads.items(), labels, strict=True):
            self.add(name, field, label, span=2)
        self.add("note", self.note, N_("What the other amount is for"), span=6)
        self.add_part(self.lines)
        self.add("tender", self.tender, N_("Paid by"), span=6)
        self.add("part", self.part, N_("Of this, in this tender (₹)"), span=6)
        self.add("given", self.given, N_("Cash given (₹)"), span=6, is_passed_by=True)
        self.add("reference", self.reference, N_("Reference"), span=3)
        self.add("bank", self.bank, N_("Bank"), span=3)
        self.add("dated", self.dated, N_("Date on it"), hint=N_("22, 22/11, t"), span=3)

    def _connect(self) -> None:
        for line in (self.amount.line, self.given.line):
            line.installEventFilter(self)
        for name in (*MORE_HEADS, "note", "part", "reference", "bank", "dated"):
            set_look(self.field(name), "big")
        self.amount.filled.connect(self.tender.setFocus)
        self.amount.heads_requested.connect(self.heads_requested)
        self.tender.picked.connect(lambda: self.go_on_from("tender"))
        self.heads["other"].changed.connect(self._show_note)

    def _show_note(self) -> None:
        """Ask what something else is paid for once it is."""
        self.show_field("note", self.are_heads_shown and bool(self.heads["other"].text().strip()))

    def _name_by_tender(self) -> None:
        message = _REFERENCES.get(self.chosen_tender())
        if message:
            self.name_field("reference", self._texts(message))

    def _is_hidden(self, name: str) -> bool:
        place: Any = self.field(name).parentWidget()
        return bool(place.isHidden())
