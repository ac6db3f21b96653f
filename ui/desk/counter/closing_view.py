"""A shift is closed: the drawer is counted, and what is short or over is told at once."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.money import ZERO, Money
from domain.shift import NO_CASH, Shift
from resources.texts import N_, Texts
from ui.desk.counter.cash_grid import CashGrid
from ui.desk.counter.lines import Lines
from ui.desk.counter.words import counter_words, difference_badge
from ui.desk.kit.fields import LineField
from ui.desk.kit.form import Form
from ui.desk.kit.parts import Button, Card, ConfirmStrip, Label
from ui.desk.kit.theme import Theme, set_look

_MOST_REASON = 200
_COUNT_SHARE, _SIDE_SHARE = 2, 3


@dataclass(frozen=True, slots=True)
class ToClose:
    """The shift whose drawer is counted, and what should be in it."""

    shift: Shift
    expected: Money
    by: str


class ClosingView(QWidget):
    """Asks for the count, the reason of a difference, and who has the cash from now on."""

    close_requested = Signal()
    leave_requested = Signal()

    def __init__(self, theme: Theme, _: Texts) -> None:
        super().__init__()
        self._texts = _
        self._to_close: ToClose | None = None
        self.grid = CashGrid(N_("Counted"))
        self.heading = Label("", "title", wraps=True)
        self.hint = Label("", "muted", wraps=True)
        self.sums = Lines(numbers={1})
        self.difference = Label("", "figure", wraps=True)
        self.form = Form()
        self.form.add("reason", LineField(most=_MOST_REASON), N_("Why it differs"))
        self.form.add(
            "handed_to",
            LineField(most=_MOST_REASON),
            N_("Handed to"),
            hint=N_("who has the cash from now on; empty: it stays in the drawer"),
        )
        self.problem = Label("", "problem", wraps=True)
        self.problem.hide()
        self.confirm = ConfirmStrip(theme, is_narrow=True)
        self.accept = Button(
            theme, N_("Close the shift"), icon="check", look="primary", key="Ctrl+A"
        )
        self.leave = Button(theme, N_("Back"), icon="x", key="Esc")
        self._lay_out()
        self._connect()

    @property
    def to_close(self) -> ToClose | None:
        """What is being closed."""
        return self._to_close

    def show_shift(self, to_close: ToClose, _: Texts) -> None:
        """Show whose drawer is counted, and what should be in it."""
        self._to_close = to_close
        self.retranslate(_)

    def start_anew(self) -> None:
        """Empty what was typed for another shift."""
        self.grid.show_count(NO_CASH)
        self.form.show_values({"reason": "", "handed_to": ""})
        self.show_problem("")

    def show_problem(self, sentence: str) -> None:
        """Say why the shift is not closed."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.grid, self.form, self.accept, self.leave):
            part.retranslate(_)
        if self._to_close:
            shift = self._to_close.shift
            self.heading.setText(_("Close the shift of {by}", by=self._to_close.by))
            self.hint.setText(
                _(
                    "{counter}, open since {at}. Count what lies in the drawer now.",
                    counter=counter_words(shift.counter, _),
                    at=formats.moment(shift.opened_at, _.month_names),
                )
            )
        self._compare()

    def _compare(self) -> None:
        """Say at once how the count differs from what should be there."""
        if self._to_close is None:
            return
        _, expected = self._texts, self._to_close.expected
        count = self.grid.count()
        counted = "-" if count is None else formats.rupees(count.total)
        self.sums.show_lines(
            (),
            [(_("Expected"), formats.rupees(expected)), (_("Counted"), counted)],
        )
        is_told = count is not None and not (self.grid.is_empty and expected != ZERO)
        difference = count.total - expected if count is not None else ZERO
        badge = difference_badge(difference, _)
        self.difference.setText(str(badge) if is_told else "-")
        self.difference.show_tone(badge.tone if is_told else "")
        self.form.show_field("reason", bool(is_told and difference != ZERO))

    def _lay_out(self) -> None:
        counted, side = Card(), Card()
        counted.body.addWidget(self.grid)
        counted.body.addStretch(1)
        set_look(self.accept, size="big")
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept, 1)
        for part in (self.heading, self.hint, self.sums, self.difference, self.form):
            side.body.addWidget(part)
        side.body.addStretch(1)
        for below in (self.problem, self.confirm):
            side.body.addWidget(below)
        side.body.addLayout(buttons)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(counted, _COUNT_SHARE)
        row.addWidget(side, _SIDE_SHARE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addStretch(1)

    def _connect(self) -> None:
        self.grid.count_changed.connect(lambda _count: self._compare())
        self.grid.finished.connect(self.form.start)
        self.grid.leave_requested.connect(self.leave_requested)
        self.form.accept_requested.connect(self.close_requested)
        self.form.leave_requested.connect(self.grid.start)
        self.accept.clicked.connect(lambda _checked=False: self.close_requested.emit())
        self.leave.clicked.connect(lambda _checked=False: self.leave_requested.emit())
