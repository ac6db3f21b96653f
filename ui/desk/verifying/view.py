"""Verifying a receipt, seen: a line for the scanner, the verdict in big letters, the facts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from domain import formats
from domain.recharge import Receipt
from domain.signing import ReceiptFacts, Verdict, Verified
from resources import words
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import LineField
from ui.desk.kit.form import Form
from ui.desk.kit.parts import Button, Card, ElidedLabel, Label
from ui.verdict_words import DIFFERING, VERDICTS

#: A code has some 250 characters; what is far longer is none.
_MOST_CODE = 2_000
_WIDEST_PX = 860
_MOST_SHOWN = 80
_ICON_PX = 40
_LOOKS: dict[Verdict, tuple[str, str]] = {
    Verdict.TRUE: ("circle-check", "good"),
    Verdict.SIGNED: ("circle-check", "good"),
    Verdict.CHANGED: ("triangle-alert", "bad"),
    Verdict.NOT_IN_BOOKS: ("triangle-alert", "bad"),
    Verdict.UNDONE: ("circle-alert", "warning"),
    Verdict.UNKNOWN_KEY: ("circle-alert", "warning"),
    Verdict.UNSIGNED: ("circle-alert", "warning"),
}


class VerifyingView(QWidget):
    """Takes what a scanner types, and shows what it was told about it; decides nothing."""

    #: Enter on what was typed or scanned.
    verify_requested = Signal(str)
    open_requested = Signal()
    leave_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._theme, self._texts = desk.theme, desk.texts
        self._verified: Verified | None = None
        self.form = Form()
        self.code = LineField(most=_MOST_CODE)
        self.form.add("code", self.code, N_("Scan the code of the receipt, or type it"))
        self.hint = Label(
            N_(
                "The scanner types the code and presses Enter. The verdict says whether this office"
                " signed the receipt, and whether the books hold the same."
            ),
            "muted",
            wraps=True,
        )
        self.icon = QLabel()
        self.verdict = Label("", "huge")
        self.meaning = Label("", "strong", wraps=True)
        self.open_it = Button(
            desk.theme, N_("Open the receipt"), icon="receipt", look="primary", key="Alt+O"
        )
        self._answer = Card()
        self._facts = QWidget()
        self._grid = QGridLayout(self._facts)
        self._lay_out()
        self.form.accept_requested.connect(self._on_accept)
        self.form.leave_requested.connect(self.leave_requested)
        self.open_it.clicked.connect(lambda _checked=False: self.open_requested.emit())
        self._theme.changed.connect(self._show_answer)

    @property
    def receipt(self) -> Receipt | None:
        """The receipt in the books that the code is of, where there is one."""
        return self._verified.receipt if self._verified else None

    def show_verified(self, verified: Verified) -> None:
        """Show a verdict; the next scan replaces the line."""
        self._verified = verified
        self.form.clear_problems()
        self._show_answer()
        self.start()

    def show_problem(self, sentence: str) -> None:
        """Say that what was scanned is no code of a receipt; the last verdict goes."""
        self.show_nothing()
        self.form.show_problem("code", sentence)
        self.code.selectAll()

    def show_nothing(self) -> None:
        """Show no verdict."""
        self._verified = None
        self._answer.hide()
        self.hint.show()

    def start(self) -> None:
        """Put the focus where the scanner types."""
        self.code.setFocus()
        self.code.selectAll()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.form, self.hint, self.open_it):
            part.retranslate(_)
        self._show_answer()

    def _on_accept(self) -> None:
        self.verify_requested.emit(str(self.code.value()))

    def _show_answer(self) -> None:
        verified, _ = self._verified, self._texts
        if verified is None:
            return
        icon, tone = _LOOKS[verified.verdict]
        name, meaning = VERDICTS[verified.verdict]
        self.icon.setPixmap(self._theme.pixmap(icon, tone, _ICON_PX))
        self.verdict.setText(_(name))
        self.verdict.show_tone(tone)
        self.meaning.setText(_(meaning))
        self._answer.setAccessibleName(f"{_(name)}. {_(meaning)}")
        self._fill_facts(verified, _)
        self.open_it.setVisible(verified.receipt is not None)
        self.hint.hide()
        self._answer.show()

    def _fill_facts(self, verified: Verified, _: Texts) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        said = said_by_code(verified.facts, _)
        booked = said_by_books(verified.receipt, _) if verified.differing else {}
        if booked:
            for column, words_ in enumerate((_("The code says"), _("The books say")), start=1):
                self._put(words_, 0, column, "muted")
        differing = {_(DIFFERING[name]) for name in verified.differing}
        for row, (name, value) in enumerate(said, start=1):
            self._put(name, row, 0, "muted")
            self._put(value, row, 1, "strong", "bad" if name in differing else "")
            if name in booked:
                self._put(booked[name], row, 2, "strong")
        if verified.receipt and verified.receipt.undone:
            kinds = [_(words.UNDONE[one.kind]) for one in verified.receipt.undone]
            self._put(_("Undone"), len(said) + 1, 0, "muted")
            self._put(", ".join(kinds), len(said) + 1, 1, "strong", "warning")

    def _put(self, text: str, row: int, column: int, look: str, tone: str = "") -> None:
        label = ElidedLabel(look) if column else Label("", look)
        label.setText(text)
        label.show_tone(tone)
        self._grid.addWidget(label, row, column)

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.verdict)
        told.addWidget(self.meaning)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(told, 1)
        self._answer.body.addLayout(head)
        self._answer.body.addSpacing(8)
        self._answer.body.addWidget(self._facts)
        self._answer.body.addSpacing(4)
        self._answer.body.addWidget(self.open_it, 0, Qt.AlignmentFlag.AlignLeft)
        asked = Card()
        asked.body.addWidget(self.form)
        asked.body.addWidget(self.hint)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST_PX)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(asked)
        column.addWidget(self._answer)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inner, 1)
        row.addStretch(0)
        self._answer.hide()


def said_by_code(facts: ReceiptFacts, _: Texts) -> Sequence[tuple[str, str]]:
    """Return what a code says, name by name; a stranger may have written it."""
    said = [
        (_("Office"), _shown(facts.office)),
        (_("Receipt no."), _shown(facts.number)),
        (_("Consumer no."), _shown(facts.consumer_number)),
        (_("Amount"), formats.rupees(facts.amount)),
        (_("Balance after"), formats.rupees(facts.balance_after)),
        (_("Date and time"), formats.moment(facts.posted_at, _.month_names)),
    ]
    if facts.is_practice:
        said.append((_("Practice"), _("This is no real money.")))
    return said


def said_by_books(receipt: Receipt | None, _: Texts) -> dict[str, str]:
    """Return what the books say of the same, by the same names."""
    if receipt is None:
        return {}
    return {
        _("Consumer no."): receipt.consumer_number,
        _("Amount"): formats.rupees(receipt.amount),
        _("Balance after"): formats.rupees(receipt.balance_after),
        _("Date and time"): formats.moment(receipt.posted_at, _.month_names),
    }


def _shown(text: str) -> str:
    """Return a stranger's text on one line, without characters that hide what it says."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:_MOST_SHOWN]
