"""The tenders that stand on the receipt so far, and what is left to be paid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from domain import formats
from domain.formats import rupees
from domain.money import ZERO, Money
from domain.tender import TenderLine
from resources.texts import N_, Texts
from ui.desk.kit.parts import Button, Card, ElidedLabel, Label
from ui.desk.kit.theme import Theme
from ui.desk.kit.words import tender_word

_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TakenLines(Card):
    """One row a tender, each with a way to take it back; hidden while there are none."""

    #: A tender is not meant any more: its place, from 0.
    removal_requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(look="soft")
        self._theme = theme
        self._lines: Sequence[TenderLine] = ()
        self._left = ZERO
        self._title = Label(N_("Left to pay"), "muted")
        self.left = Label("", "figure")
        self.removals: list[Button] = []
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.body.setContentsMargins(14, 6, 8, 8)
        self.body.setSpacing(2)
        self.body.addWidget(self._rows)
        foot = QHBoxLayout()
        foot.addWidget(self._title)
        foot.addWidget(self.left, 1)
        self.body.addLayout(foot)
        self.hide()

    def show_lines(self, lines: Sequence[TenderLine], left: Money, _: Texts) -> None:
        """Show these tenders, and what is left after them."""
        is_same = tuple(lines) == tuple(self._lines)
        self._lines, self._left = lines, left
        self.setVisible(bool(lines))
        self._show_left()
        if not is_same:
            self.retranslate(_)

    def retranslate(self, _: Texts) -> None:
        """Word what is shown."""
        self._title.retranslate(_)
        self._show_left()
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.removals = [self._add(place, line, _) for place, line in enumerate(self._lines)]

    def _show_left(self) -> None:
        self.left.setText(rupees(self._left))
        self.left.show_tone("bad" if self._left < ZERO else "")

    def _add(self, place: int, line: TenderLine, _: Texts) -> Button:
        kind, amount, more = Label("", "strong"), Label("", "strong"), ElidedLabel("muted")
        kind.setText(tender_word(line.tender.value, _))
        more.setText(_told(line, _))
        amount.setText(rupees(line.amount))
        back = Button(self._theme, N_("Take this tender back"), icon="x", look="quiet")
        words = _("Take this tender back")
        back.setAccessibleName(f"{words}: {kind.text()} {amount.text()}")
        back.setToolTip(words)
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        back.clicked.connect(lambda _checked=False: self.removal_requested.emit(place))
        self._grid.addWidget(kind, place, 0)
        self._grid.addWidget(more, place, 1)
        self._grid.addWidget(amount, place, 2, _AT_RIGHT)
        self._grid.addWidget(back, place, 3)
        return back


def _told(line: TenderLine, _: Texts) -> str:
    """Return what else is known of a tender."""
    if line.given is not None:
        return _(
            "{given} given, {change} back", given=rupees(line.given), change=rupees(line.change)
        )
    dated = formats.day(line.dated, _.month_names) if line.dated else ""
    return " · ".join(part for part in (line.reference, line.bank, dated) if part)
