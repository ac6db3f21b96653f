"""An open shift: what should lie in the drawer, what was taken, and what left it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.money import ZERO, Money
from domain.shift import DrawerMove, ShiftReport, Taken
from resources import words
from resources.texts import N_, Texts
from ui.desk.counter.lines import Lines
from ui.desk.counter.words import counter_words, tender_place, time_words
from ui.desk.kit.columns import amount_text
from ui.desk.kit.parts import Button, Card, Label
from ui.desk.kit.theme import Theme, set_look
from ui.desk.kit.words import tender_word

_DRAWER_SHARE, _TAKEN_SHARE = 2, 3


@dataclass(frozen=True, slots=True)
class Standing:
    """An open shift as it stands, and what who looks at it may do with it."""

    report: ShiftReport
    today: date
    by: str
    is_own: bool
    may_move: bool
    may_close: bool

    @property
    def is_of_today(self) -> bool:
        """Whether money may still go into its drawer."""
        return self.report.shift.day == self.today


class StandingView(QWidget):
    """Shows the drawer large, and offers what can be done with it."""

    pay_out_requested = Signal()
    drop_requested = Signal()
    report_requested = Signal()
    close_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._standing: Standing | None = None
        self.notice = Label("", "strong", wraps=True)
        self._strip = Card(look="confirm")
        self._strip.body.setContentsMargins(14, 8, 14, 8)
        self._strip.body.addWidget(self.notice)
        self.heading = Label("", "muted", wraps=True)
        self.title = Label(N_("Should be in the drawer"), "heading")
        self.cash = Label("", "huge")
        self.drawer = Lines(numbers={1})
        self.taken = Lines(numbers={1, 2, 3, 4})
        self.heads = Lines(numbers={1, 2})
        self.moves = Lines(numbers={3}, stretches=2)
        self.pay_out = Button(theme, N_("Pay out"), icon="upload", key="Alt+P")
        self.drop = Button(theme, N_("Into the safe"), icon="lock", key="Alt+D")
        self.report = Button(theme, N_("X report"), icon="file-text", key="Alt+R")
        self.close_it = Button(theme, N_("Close the shift"), icon="check", look="primary", key="F9")
        self._no_moves = Label(N_("No cash was paid out or put into the safe."), "muted")
        self._taken_title = Label(N_("Taken in this shift"), "heading")
        self._numbers = Label("", "muted", wraps=True)
        self._moves_card = Card(N_("Cash that left the drawer"))
        self._lay_out()
        for button, signal in (
            (self.pay_out, self.pay_out_requested),
            (self.drop, self.drop_requested),
            (self.report, self.report_requested),
            (self.close_it, self.close_requested),
        ):
            button.clicked.connect(lambda _checked=False, asked=signal: asked.emit())

    @property
    def standing(self) -> Standing | None:
        """What is shown."""
        return self._standing

    def show_standing(self, standing: Standing, _: Texts) -> None:
        """Show an open shift."""
        self._standing = standing
        can_move = standing.may_move and standing.is_own and standing.is_of_today
        for button in (self.pay_out, self.drop):
            button.setVisible(can_move)
        self.close_it.setVisible(standing.may_close)
        self.retranslate(_)

    def start(self) -> None:
        """Put the focus on what comes next."""
        standing = self._standing
        is_to_close = standing is not None and standing.may_close and not standing.is_of_today
        (self.close_it if is_to_close else self.report).setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.title, self._no_moves, self._taken_title, self._moves_card):
            part.retranslate(_)
        for button in (self.pay_out, self.drop, self.report, self.close_it):
            button.retranslate(_)
        if self._standing:
            self._show(self._standing, _)

    def _show(self, standing: Standing, _: Texts) -> None:
        report = standing.report
        notice = _notice(standing, _)
        self.notice.setText(notice)
        self._strip.setVisible(bool(notice))
        shift = report.shift
        self.heading.setText(
            _(
                "{counter} · {by} · open since {at}",
                counter=counter_words(shift.counter, _),
                by=standing.by,
                at=formats.moment(shift.opened_at, _.month_names),
            )
        )
        self.cash.setText(amount_text(report.expected))
        self.cash.show_tone("bad" if report.expected < ZERO else "")
        self.drawer.show_lines((), drawer_lines(report, _))
        self._numbers.setText(_receipt_words(report, _))
        self._show_taken(report, _)
        moves = [self._move_line(move, _) for move in report.facts.moves]
        self._no_moves.setVisible(not moves)
        self.moves.setVisible(bool(moves))
        self.moves.show_lines((_("Time"), "", "", _("Amount")), moves)

    def _show_taken(self, report: ShiftReport, _: Texts) -> None:
        heads = (_("Tender"), _("Receipts"), _("Received"), _("Given back"), _("Net"))
        self.taken.show_lines(heads, tender_lines(report, _), last_is_sum=True)
        by_head = [
            (_(words.HEADS.get(head, head)), f"{part.count:,}", formats.rupees(part.amount))
            for head, part in report.facts.heads.items()
            if part.count or part.amount
        ]
        self.heads.setVisible(bool(by_head))
        self.heads.show_lines((_("Paid for"), _("Receipts"), _("Amount")), by_head)

    def _move_line(self, move: DrawerMove, _: Texts) -> tuple[str, ...]:
        told = " · ".join(part for part in (move.payee, move.reason) if part)
        kind = _(words.DRAWER_MOVES[move.kind.value])
        return (time_words(move.at), kind, told, formats.rupees(move.amount))

    def _lay_out(self) -> None:
        drawer, taken = Card(), Card()
        set_look(self.close_it, size="big")
        buttons = QGridLayout()
        buttons.setSpacing(8)
        for place, button in enumerate((self.pay_out, self.drop)):
            buttons.addWidget(button, 0, place)
        buttons.addWidget(self.report, 1, 0, 1, 2)
        buttons.addWidget(self.close_it, 2, 0, 1, 2)
        for part in (self.title, self.cash, self.heading, self.drawer):
            drawer.body.addWidget(part)
        drawer.body.addSpacing(10)
        drawer.body.addLayout(buttons)
        for part in (self._taken_title, self._numbers, self.taken, self.heads):
            taken.body.addWidget(part)
        self._moves_card.body.addWidget(self._no_moves)
        self._moves_card.body.addWidget(self.moves)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(taken)
        right.addWidget(self._moves_card)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        left = QVBoxLayout()
        left.addWidget(drawer)
        left.addStretch(1)
        row.addLayout(left, _DRAWER_SHARE)
        row.addLayout(right, _TAKEN_SHARE)
        column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._strip)
        column.addLayout(row, 1)


def drawer_lines(report: ShiftReport, _: Texts) -> list[tuple[str, str]]:
    """Return how the cash that should be there comes about, each step with its sign."""
    return [
        (_("Opening float"), formats.rupees(report.opening)),
        (_("Cash taken"), f"+ {formats.rupees(report.cash_taken)}"),
        (_("Cash given back"), _less(report.cash_given_back)),
        (_("Paid out"), _less(report.paid_out)),
        (_("Into the safe"), _less(report.dropped)),
    ]


def tender_lines(report: ShiftReport, _: Texts) -> list[tuple[str, ...]]:
    """Return a line for each tender with what was taken, and their sum at the end."""
    taken, back = report.facts.taken, report.facts.given_back
    lines = []
    for tender in sorted({*taken, *back}, key=tender_place):
        came, went = taken.get(tender, Taken()), back.get(tender, Taken())
        lines.append(_tender_line(tender_word(tender, _), f"{came.count:,}", came, went))
    sums = [
        Taken(0, sum((part.amount for part in parts.values()), ZERO)) for parts in (taken, back)
    ]
    lines.append(_tender_line(_("All tenders"), f"{report.facts.receipts:,}", *sums))
    return lines


def _tender_line(name: str, count: str, came: Taken, went: Taken) -> tuple[str, ...]:
    amounts = (came.amount, went.amount, came.amount - went.amount)
    return (name, count, *(formats.rupees(amount) if amount else "-" for amount in amounts))


def _less(amount: Money) -> str:
    return f"− {formats.rupees(amount)}"


def _receipt_words(report: ShiftReport, _: Texts) -> str:
    facts = report.facts
    if not facts.receipts:
        return _("No receipt yet.")
    told = _(
        "Receipts: {count}, {first} to {last}",
        count=f"{facts.receipts:,}",
        first=facts.first,
        last=facts.last,
    )
    if facts.duplicates:
        told += " · " + _("Duplicates: {count}", count=facts.duplicates)
    return told


def _notice(standing: Standing, _: Texts) -> str:
    """Return what keeps money out of this drawer, or nothing."""
    shift = standing.report.shift
    if not standing.is_own:
        return _(
            "The shift at counter {counter} is that of {by}. It must be closed before another one"
            " begins.",
            counter=shift.counter,
            by=standing.by,
        )
    if not standing.is_of_today:
        return _(
            "This shift is still that of {day}. Close it, then open today's: until then no money"
            " is taken here.",
            day=formats.day(shift.day, _.month_names),
        )
    return ""
