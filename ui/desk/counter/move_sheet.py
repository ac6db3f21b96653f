"""Cash leaves the drawer: a sheet for the amount, to whom it goes, and for what."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain import formats
from domain.money import Money
from domain.shift import DrawerMoveKind
from resources.texts import N_, Texts
from ui.desk.kit.fields import LineField, MoneyField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.parts import Button, Label
from ui.desk.kit.theme import Theme

_PAY_OUT_SIZE, _DROP_HEIGHT = (480, 330), 270
_MOST_WORDS = 200
_HEADINGS = {
    DrawerMoveKind.PAY_OUT: N_("Pay out of the drawer"),
    DrawerMoveKind.DROP: N_("Put cash into the safe"),
}
_ACCEPTS = {DrawerMoveKind.PAY_OUT: N_("Pay out"), DrawerMoveKind.DROP: N_("Into the safe")}


class MoveSheet(Overlay):
    """Asks for one move; it stays with what was typed until the move is made or left."""

    #: The clerk wants the cash moved that the sheet tells of.
    move_requested = Signal()

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host, theme, *_PAY_OUT_SIZE)
        self._kind = DrawerMoveKind.PAY_OUT
        self._in_drawer: Money | None = None
        self.heading = Label("", "heading")
        self.there = Label("", "muted")
        self.form = Form()
        self.form.add("amount", MoneyField(), N_("Amount"))
        self.form.add("payee", LineField(most=_MOST_WORDS), N_("Paid to"))
        self.form.add("reason", LineField(most=_MOST_WORDS), N_("For what"))
        self.problem = Label("", "problem", wraps=True)
        self.problem.hide()
        self.accept = Button(theme, look="primary", key="Ctrl+A")
        self.leave = Button(theme, N_("Cancel"), key="Esc")
        self._lay_out()
        self.form.accept_requested.connect(self.move_requested)
        self.form.leave_requested.connect(self.put_away)
        self.accept.clicked.connect(lambda _checked=False: self.move_requested.emit())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())

    def ask(self, kind: DrawerMoveKind, in_drawer: Money, _: Texts) -> None:
        """Ask for a move of this kind; ``in_drawer`` is what there is to take."""
        self._kind, self._in_drawer = kind, in_drawer
        self.form.show_field("payee", kind is DrawerMoveKind.PAY_OUT)
        self.form.show_values({"amount": None, "payee": "", "reason": ""})
        self.show_problem("", "")
        is_pay_out = kind is DrawerMoveKind.PAY_OUT
        self.want_height(_PAY_OUT_SIZE[1] if is_pay_out else _DROP_HEIGHT)
        self.retranslate(_)
        self.open()
        self.form.start()

    @property
    def kind(self) -> DrawerMoveKind:
        """What is asked for: a pay-out, or a drop into the safe."""
        return self._kind

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what is wrong, under its field or above the buttons."""
        if field in self.form.names:
            self.form.show_problem(field, sentence)
            sentence = ""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self.form.retranslate(_)
        self.heading.setText(_(_HEADINGS[self._kind]))
        is_pay_out = self._kind is DrawerMoveKind.PAY_OUT
        self.form.name_field("reason", _("For what") if is_pay_out else _("Note"))
        words = _(_ACCEPTS[self._kind])
        self.accept.setText(f"{words}   Ctrl+A")
        self.accept.setAccessibleName(words)
        self.leave.retranslate(_)
        if self._in_drawer is not None:
            amount = formats.rupees(self._in_drawer)
            self.there.setText(_("{amount} should be in the drawer.", amount=amount))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        self.body.setSpacing(8)
        for part in (self.heading, self.there, self.form, self.problem):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addLayout(buttons)
