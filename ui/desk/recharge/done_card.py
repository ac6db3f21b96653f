"""What was just taken, with the change to give, until the next consumer is begun."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from domain.formats import rupees
from domain.money import ZERO, Money
from domain.recharge import Receipt
from resources.texts import N_, Texts
from ui.desk.kit.parts import Card, ElidedLabel, Label


class DoneCard(Card):
    """The last receipt in one line, and big what goes back over the counter."""

    def __init__(self) -> None:
        super().__init__(look="soft")
        self._receipt: Receipt | None = None
        self._change = ZERO
        self.taken = ElidedLabel("heading")
        self.facts = ElidedLabel("muted")
        self._title = Label(N_("Change to give"), "muted")
        self.change = Label("", "huge")
        self.body.setContentsMargins(14, 8, 14, 8)
        self.body.addLayout(self._laid_out())
        self.hide()

    def show_receipt(self, receipt: Receipt | None, change: Money = ZERO) -> None:
        """Show what was taken and what goes back, or nothing."""
        self._receipt, self._change = receipt, change
        self.setVisible(receipt is not None)

    def retranslate(self, _: Texts) -> None:
        """Word what is shown."""
        self._title.retranslate(_)
        if self._receipt is None:
            return
        amount, name = rupees(self._receipt.amount), self._receipt.consumer_name
        self.taken.setText(_("{amount} taken from {name}", amount=amount, name=name))
        balance = rupees(self._receipt.balance_after)
        told = _("New balance {balance}", balance=balance)
        self.facts.setText(f"{self._receipt.number} · {told}")
        self.change.setText(rupees(self._change))
        self.change.show_tone("accent")
        for label in (self._title, self.change):
            label.setVisible(self._change > ZERO)
        self.setAccessibleName(
            f"{self.taken.whole_text()}, {self._title.text()} {self.change.text()}"
        )

    def _laid_out(self) -> QHBoxLayout:
        told = QVBoxLayout()
        told.setSpacing(1)
        told.addWidget(self.taken)
        told.addWidget(self.facts)
        back = QVBoxLayout()
        back.setSpacing(0)
        back.addWidget(self._title)
        back.addWidget(self.change)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(told, 1)
        row.addLayout(back)
        return row
