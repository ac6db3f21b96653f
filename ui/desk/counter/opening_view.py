"""A shift is opened: the float is counted beside what the last shift left."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.money import ZERO, Money
from domain.shift import NO_CASH, CashCount, Shift
from resources.texts import N_, Texts
from ui.desk.counter.cash_grid import CashGrid
from ui.desk.counter.words import counter_words
from ui.desk.kit.parts import Button, Card, ConfirmStrip, ElidedLabel, Label
from ui.desk.kit.theme import Theme, set_look

_COUNT_SHARE, _SIDE_SHARE = 2, 3


@dataclass(frozen=True, slots=True)
class Left:
    """What the last shift of a counter left in its drawer, and who closed it."""

    shift: Shift
    cash: CashCount
    by: str


class OpeningView(QWidget):
    """Asks for the float, piece by piece."""

    open_requested = Signal()
    #: The Z report of the last shift is wanted again.
    report_requested = Signal()
    #: The counter takes no more money today: its day is to be closed.
    day_end_requested = Signal()

    def __init__(self, theme: Theme, _: Texts) -> None:
        super().__init__()
        self._texts = _
        self._left: Left | None = None
        self._counter = 0
        self.grid = CashGrid(N_("Opening float"))
        self.heading = Label("", "title")
        self.hint = Label(
            N_("Count what lies in the drawer before the first receipt; nothing is taken before."),
            "muted",
            wraps=True,
        )
        self.left_title = Label(N_("What the last shift left"), "muted")
        self.left_amount = Label("", "figure")
        self.left_words = ElidedLabel("muted")
        self.compared = ElidedLabel("strong")
        self.take_over = Button(theme, N_("Take it over"), icon="download", key="Alt+T")
        self.report = Button(theme, N_("Its Z report"), icon="file-text", look="link")
        self.day_end = Button(theme, N_("End of the day"), icon="lock", look="link", key="F9")
        self.problem = Label("", "problem", wraps=True)
        self.confirm = ConfirmStrip(theme, is_narrow=True)
        self.accept = Button(
            theme, N_("Open the shift"), icon="check", look="primary", key="Ctrl+A"
        )
        self._lay_out()
        self.grid.count_changed.connect(lambda _count: self._compare())
        self.grid.finished.connect(self.accept.setFocus)
        self.take_over.clicked.connect(lambda _checked=False: self.take_last_over())
        self.report.clicked.connect(lambda _checked=False: self.report_requested.emit())
        self.day_end.clicked.connect(lambda _checked=False: self.day_end_requested.emit())
        self.accept.clicked.connect(lambda _checked=False: self.open_requested.emit())

    def show_left(self, counter: int, left: Left | None, _: Texts) -> None:
        """Show at which counter, and what the last shift left there."""
        self._counter, self._left = counter, left
        self.grid.show_offer(left.cash if left else NO_CASH)
        self.retranslate(_)

    def take_last_over(self) -> None:
        """Count what the last shift left as the float."""
        if self._left:
            self.grid.show_count(self._left.cash)
            self.accept.setFocus()

    def show_problem(self, sentence: str) -> None:
        """Say why the shift is not open."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.grid, self.hint, self.left_title):
            part.retranslate(_)
        for button in (self.take_over, self.report, self.day_end, self.accept):
            button.retranslate(_)
        self.heading.setText(counter_words(self._counter, _))
        left = self._left
        for widget in (self.left_title, self.left_amount, self.left_words, self.report):
            widget.setVisible(left is not None)
        self.take_over.setVisible(left is not None and bool(left.cash.pieces))
        if left and left.shift.closing:
            closing = left.shift.closing
            self.left_amount.setText(formats.rupees(left.cash.total))
            self.left_words.setText(
                _(
                    "Closed {at} by {by}",
                    at=formats.moment(closing.at, _.month_names),
                    by=left.by,
                )
            )
        self._compare()

    def _compare(self) -> None:
        """Say how the float differs from what the last shift left."""
        count, left = self.grid.count(), self._left
        if count is None or left is None or self.grid.is_empty:
            self.compared.setText("")
            return
        _ = self._texts
        more = count.total - left.cash.total
        self.compared.setText(_than_left(more, _))
        self.compared.show_tone("good" if more == ZERO else "warning")

    def _lay_out(self) -> None:
        counted, side = Card(), Card()
        counted.body.addWidget(self.grid)
        counted.body.addStretch(1)
        set_look(self.accept, size="big")
        last = QHBoxLayout()
        last.addWidget(self.take_over)
        last.addWidget(self.report)
        last.addStretch(1)
        for part in (self.heading, self.hint, self.left_title, self.left_amount, self.left_words):
            side.body.addWidget(part)
        side.body.addLayout(last)
        side.body.addWidget(self.compared)
        side.body.addWidget(self.day_end, 0, Qt.AlignmentFlag.AlignLeft)
        side.body.addStretch(1)
        for below in (self.problem, self.confirm, self.accept):
            side.body.addWidget(below)
        self.problem.hide()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(counted, _COUNT_SHARE)
        row.addWidget(side, _SIDE_SHARE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addStretch(1)


def _than_left(more: Money, _: Texts) -> str:
    if more == ZERO:
        return _("✓ The same as the last shift left")
    if more < ZERO:
        return _("▼ {amount} less than the last shift left", amount=formats.rupees(-more))
    return _("▲ {amount} more than the last shift left", amount=formats.rupees(more))
