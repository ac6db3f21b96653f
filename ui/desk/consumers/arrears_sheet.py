"""The sheet on which a debt from before prepaid is planned, over the consumer's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from domain.arrears import MOST_INSTALMENTS, ArrearKind, percent_text
from domain.consumer import Consumer
from resources import words
from resources.texts import N_, Texts
from ui.arrears_words import parse_percent
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, DateField, LineField, MoneyField, WholeNumberField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.parts import Button, Label, scrolling

_SIZE = (600, 440)
_MOST_REASON = 200
#: The field that each kind of plan needs beside the amount.
TERM_OF = {
    ArrearKind.DAILY: "instalments",
    ArrearKind.PERCENT: "percent",
    ArrearKind.THRESHOLD: "threshold",
}


class PercentField(LineField):
    """A percentage with at most two decimals, held in whole hundredths."""

    def __init__(self) -> None:
        super().__init__(most=12)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @override
    def value(self) -> int | None:
        text = self.text().strip()
        return parse_percent(text) if text else None

    @override
    def show_value(self, value: int | None) -> None:
        self.setText("" if value is None else percent_text(value))


class ArrearSheet(Overlay):
    """Amount, plan and reason; Ctrl+A or the last Enter accepts, Esc puts the sheet away."""

    #: The clerk wants the plan: the values by field, and the refusals of fields that hold none.
    accept_requested = Signal(object, object)
    #: Something was typed: the same, to say what it would mean.
    changed = Signal(object, object)

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, *_SIZE)
        self._texts, self._today = desk.texts, desk.today
        self._consumer: Consumer | None = None
        self._is_asked = desk.role is not None
        self.heading = Label("", "heading", wraps=True)
        self.form = Form(columns=2)
        self.kind = ChoiceField(desk.theme)
        self.starts_on = DateField(desk.today, desk.texts)
        self.meaning = Label("", "strong", wraps=True)
        self.problem = Label("", "problem", wraps=True)
        book, ask = N_("Book the arrears"), N_("Ask for approval")
        self.accept = Button(
            desk.theme, ask if self._is_asked else book, look="primary", key="Ctrl+A"
        )
        self.leave = Button(desk.theme, N_("Cancel"), key="Esc")
        self._lay_out()
        self._connect()

    @property
    def consumer(self) -> Consumer | None:
        """Whose arrears are planned."""
        return self._consumer

    @property
    def holds_typed(self) -> bool:
        """Whether something stands on the open sheet."""
        typed = self.form.typed()
        return not self.isHidden() and bool(typed["amount"] or typed["reason"])

    def show_empty(self, consumer: Consumer) -> None:
        """Begin a plan for a consumer."""
        self._consumer = consumer
        empty = dict.fromkeys(self.form.names)
        self.form.show_values(
            empty | {"kind": ArrearKind.DAILY, "starts_on": self._today(), "reason": ""}
        )
        self.show_problem("")
        self._show_heading()
        self._show_term()
        self.open()
        self.form.start()

    def show_meaning(self, sentence: str) -> None:
        """Say what the plan would mean, or nothing while it is none."""
        self.meaning.setText(sentence)

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Say under each field what is wrong; what has no field stands at the buttons."""
        fields = {name: text for name, text in sentences.items() if name in self.form.names}
        self.form.show_problems(fields)
        rest = [text for name, text in sentences.items() if name not in fields]
        self.show_problem(" ".join(rest))

    def show_problem(self, sentence: str) -> None:
        """Say at the buttons what is wrong with the whole."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_busy(self, busy: bool) -> None:
        """Take no second order while one is carried out."""
        self.accept.setEnabled(not busy)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        self.form.retranslate(_)
        self.starts_on.retranslate(_)
        for button in (self.accept, self.leave):
            button.retranslate(_)
        self.kind.set_options([(kind, _(words.ARREAR_KINDS[kind.value])) for kind in ArrearKind])
        self._show_heading()
        self._tell()

    def _lay_out(self) -> None:
        self.kind.set_options([(kind, kind.value) for kind in ArrearKind])
        self.form.add("amount", MoneyField(), N_("What is owed from before"), span=2)
        self.form.add("kind", self.kind, N_("How it is paid off"), span=2)
        self.form.add(
            "instalments", WholeNumberField(1, MOST_INSTALMENTS), N_("Number of daily instalments")
        )
        self.form.add("starts_on", self.starts_on, N_("First day"))
        self.form.add("percent", PercentField(), N_("Percent of each recharge"), span=2)
        self.form.add("threshold", MoneyField(), N_("Balance to be kept"), span=2)
        self.form.add(
            "reason", LineField(most=_MOST_REASON), N_("Where the debt comes from"), span=2
        )
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        for part in (self.heading, scrolling(self.form)):
            self.body.addWidget(part)
        for label in (self.meaning, self.problem):
            self.body.addWidget(label)
        self.body.addLayout(buttons)

    def _connect(self) -> None:
        self.form.accept_requested.connect(self._on_accept)
        self.form.leave_requested.connect(self.put_away)
        self.form.changed.connect(self._on_changed)
        self.accept.clicked.connect(lambda _checked=False: self._on_accept())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())

    def _on_accept(self) -> None:
        if self.accept.isEnabled():
            self.accept_requested.emit(*self.form.read())

    def _on_changed(self, name: str) -> None:
        if name == "kind":
            self._show_term()
        self.show_problem("")
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(*self.form.read())

    def _show_term(self) -> None:
        """Show the field that the chosen kind needs, and the first day where it counts."""
        chosen: Any = self.kind.value()
        for kind, name in TERM_OF.items():
            self.form.show_field(name, kind is chosen)
        self.form.show_field("starts_on", chosen is ArrearKind.DAILY)

    def _show_heading(self) -> None:
        if self._consumer:
            _, consumer = self._texts, self._consumer
            self.heading.setText(
                _("Arrears of {name} ({number})", name=consumer.name, number=consumer.number)
            )
