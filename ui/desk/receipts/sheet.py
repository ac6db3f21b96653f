"""The sheet on which it is said why something is undone, and what else that takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.consumer import Consumer
from domain.errors import Refusal
from domain.undoing import MOST_REASON
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import DateField, LineField, MoneyField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.parts import Button, Label
from ui.desk.recharge.picker import ConsumerPicker

_WIDTH, _HEIGHT, _PLACE_PX = 560, 170, 68

#: Hears the values of the fields, and the refusals of those that hold none.
Accepted = Callable[[Mapping[str, Any], Mapping[str, Refusal]], None]


class ActSheet(Overlay):
    """A question with the fields that it takes; it stays, with what was typed, until it is done.

    ``to`` is a consumer, ``on`` a day, ``fee`` an amount, ``reason`` a line.
    """

    #: The clerk looks for the right consumer: what to search for, what was entered or chosen.
    search_requested = Signal(str)
    entered = Signal(str)

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, _WIDTH, _HEIGHT)
        self._theme_of_desk = desk.theme
        self._accepted: Accepted | None = None
        self._consumer: Consumer | None = None
        self.heading = Label("", "heading", wraps=True)
        self.question = Label("", "muted", wraps=True)
        self.picker = ConsumerPicker(desk.theme, desk.texts)
        self.chosen = Label("", "strong", wraps=True)
        self.form = Form()
        self.on = DateField(desk.today, desk.texts)
        self.form.add("on", self.on, N_("Day on which the bank paid"))
        self.form.add(
            "fee", MoneyField(), N_("Fee for the consumer"), hint=N_("the office's own fee")
        )
        self.form.add("reason", LineField(most=MOST_REASON), N_("Reason"))
        self.problem = Label("", "problem", wraps=True)
        self.accept = Button(desk.theme, look="primary")
        self.leave = Button(desk.theme, N_("Back"), key="Esc")
        self._lay_out()
        self._connect()
        self.retranslate(desk.texts)

    @property
    def consumer(self) -> Consumer | None:
        """The consumer that was found."""
        return self._consumer

    @property
    def holds_typed(self) -> bool:
        """Whether a reason stands on the open sheet."""
        return not self.isHidden() and bool(self.form.typed()["reason"])

    def ask(
        self,
        heading: str,
        question: str,
        accept: str,
        values: Mapping[str, Any],
        accepted: Accepted,
    ) -> None:
        """Ask; the texts are worded already. ``values``: the fields that it takes, with a start."""
        self._accepted = accepted
        self.heading.setText(heading)
        self.question.setText(question)
        self.accept.setText(f"{accept}   Ctrl+A")
        self.accept.setAccessibleName(accept)
        self.accept.setAccessibleName(accept)
        for name in self.form.names:
            self.form.show_field(name, name in values)
        self.form.show_values({name: value for name, value in values.items() if name != "to"})
        self._show_picker("to" in values)
        self.show_problem("")
        self.show_busy(False)
        self.want_height(_HEIGHT + _PLACE_PX * (len(values) + ("to" in values)))
        self.open()
        if "to" in values:
            self.picker.setFocus()
        else:
            self.form.start()

    def show_consumer(self, consumer: Consumer) -> None:
        """Show who was found, and go on to the reason."""
        self._consumer = consumer
        self.picker.show_text(consumer.number)
        self.picker.show_problem("")
        self.chosen.setText(f"{consumer.number} · {consumer.name}")
        self.form.start()

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Say under each field what is wrong; what has no field stands at the buttons."""
        fields = {name: text for name, text in sentences.items() if name in self.form.names}
        self.form.show_problems(fields)
        self.picker.show_problem(sentences.get("to", ""))
        rest = [text for name, text in sentences.items() if name not in {*fields, "to"}]
        self.show_problem(" ".join(rest))

    def show_problem(self, sentence: str) -> None:
        """Say at the buttons what is wrong with the whole."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_busy(self, busy: bool) -> None:
        """Take no second order while one is carried out."""
        self.accept.setEnabled(not busy)

    def retranslate(self, _: Texts) -> None:
        """Set the words of the frame; the question was worded when it was asked."""
        for part in (self.form, self.on, self.picker, self.leave):
            part.retranslate(_)

    def _show_picker(self, shown: bool) -> None:
        self._consumer = None
        self.picker.show_text("")
        self.picker.show_problem("")
        self.chosen.setText("")
        self.picker.setVisible(shown)
        self.chosen.setVisible(shown)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        self.body.setSpacing(8)
        middle: Sequence[QWidget] = (
            *(self.heading, self.question, self.picker, self.chosen),
            *(self.form, self.problem),
        )
        column: QVBoxLayout = self.body
        for part in middle:
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.picker.search_requested.connect(self.search_requested)
        self.picker.entered.connect(self.entered)
        self.picker.chosen.connect(self.entered)
        self.picker.left.connect(self._on_left)
        self.form.accept_requested.connect(self._on_accept)
        self.form.leave_requested.connect(self.put_away)
        self.accept.clicked.connect(lambda _checked=False: self._on_accept())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())

    def _on_left(self) -> None:
        self._consumer = None
        self.chosen.setText("")

    def _on_accept(self) -> None:
        if self.accept.isEnabled() and self._accepted:
            self._accepted(*self.form.read())
