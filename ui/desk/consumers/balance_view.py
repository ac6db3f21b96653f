"""Why a balance is what it is, on a sheet over the consumer's page; it prints as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain.balance_sheet import BalanceLine, BalanceSheet, DearDayLine
from domain.errors import Refusal
from resources.texts import LANGUAGES, N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, DateField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Button, ElidedLabel, Label, hairline, scrolling

_SIZE = (820, 900)


class Stretch(StrEnum):
    """The periods that are asked for most."""

    SINCE_RECHARGE = "since_recharge"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    BEGINNING = "beginning"
    OWN = "own"


_STRETCHES: Mapping[Stretch, str] = {
    Stretch.SINCE_RECHARGE: N_("Since the recharge before"),
    Stretch.THIS_MONTH: N_("This month"),
    Stretch.LAST_MONTH: N_("Last month"),
    Stretch.BEGINNING: N_("From the beginning"),
    Stretch.OWN: N_("From a day to a day"),
}


class BalanceView(TypedSheet):
    """The answer, the reckoning, the days that cost most, what changed; and how to print it."""

    #: Another period is wanted: a Stretch, the first and the last day of one's own.
    period_requested = Signal(object, object, object)
    #: A day is to be explained: the date.
    day_requested = Signal(object)
    print_requested = Signal()
    save_requested = Signal()

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, *_SIZE)
        self._desk, self._texts = desk, desk.texts
        theme = desk.theme
        self.heading = ElidedLabel("heading")
        self.stretch = ChoiceField(theme)
        self.first, self.last = (DateField(desk.today, desk.texts) for _side in range(2))
        self.language = ChoiceField(theme)
        self.form = Form(columns=4)
        self.answer = Label("", "strong", wraps=True)
        self.problem = Label("", "problem", wraps=True)
        self.print_it = Button(theme, N_("Print"), icon="printer", look="primary", key="Ctrl+P")
        self.save_it = Button(theme, N_("Save as PDF"), icon="save", key="Ctrl+S")
        self.leave = Button(theme, icon="x", look="quiet")
        #: A button for each of the days that cost most, which explains it.
        self.days: list[Button] = []
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 4, 10, 8)
        self._column.setSpacing(3)
        self._is_ready = False
        self._lay_out()
        self._connect()
        self.retranslate(desk.texts)

    def show_waiting(self, heading: str) -> None:
        """Show that a balance is being explained; the heading is worded already."""
        self.heading.setText(heading)
        self._set_ready(False)
        if self.isHidden():
            self.stretch.blockSignals(True)
            self.stretch.show_value(Stretch.SINCE_RECHARGE)
            self.stretch.blockSignals(False)
            self._show_days_of_own()
            self.open()
            self.stretch.setFocus()

    def show_period(self, first: date, last: date) -> None:
        """Show which days are explained."""
        for field, day in ((self.first, first), (self.last, last)):
            field.show_value(day)

    def show_sheet(self, sheet: BalanceSheet) -> None:
        """Show a balance explained."""
        self._clear()
        self.answer.setText(sheet.answer)
        self._column.addWidget(self._lines(sheet.lines))
        if sheet.days:
            self._add_title(sheet.days_title)
            self._column.addWidget(self._days(sheet.days))
        if sheet.turns:
            self._add_title(sheet.turns_title)
            for turn in sheet.turns:
                self._add_words(turn)
        self._add_words(sheet.foot[0], "muted")
        self._column.addStretch(1)
        self._set_ready(True)

    def show_problem(self, sentence: str) -> None:
        """Say why it cannot be explained; the days stay as they were typed."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_field_problem(self, field: str, sentence: str) -> None:
        """Say at a day what is wrong with it."""
        self.form.show_problem(field, sentence)

    @property
    def languages(self) -> tuple[str, ...]:
        """In which languages it is printed."""
        chosen: tuple[str, ...] = self.language.value()
        return chosen

    def text(self) -> str:
        """Return all that is said, a line each."""
        labels = self._content.findChildren(Label)
        return "\n".join([self.answer.text(), *(one.text() for one in labels if one.text())])

    def retranslate(self, _: Texts) -> None:
        """Set every word but those of the balance."""
        self._texts = _
        self.stretch.set_options([(one, _(words)) for one, words in _STRETCHES.items()])
        both = tuple(LANGUAGES)
        self.language.set_options(
            [*(((code,), name) for code, name in LANGUAGES.items()), (both, _("Both languages"))]
        )
        for field in (self.first, self.last):
            field.retranslate(_)
        for part in (self.form, self.print_it, self.save_it):
            part.retranslate(_)
        self.leave.setAccessibleName(_("Close"))
        self.leave.setToolTip(_("Close"))

    def show_language(self, code: str) -> None:
        """Print in this language unless another one is chosen."""
        self.language.show_value((code,))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        asked = {
            int(Qt.Key.Key_P): self.print_requested,
            int(Qt.Key.Key_S): self.save_requested,
        }.get(event.key())
        if is_control and asked:
            if self._is_ready:
                asked.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.stretch.show_value(Stretch.OWN)
            self.first.setFocus()
        else:
            super().keyPressEvent(event)

    def _set_ready(self, is_ready: bool) -> None:
        self._is_ready = is_ready
        self.print_it.setEnabled(is_ready)
        self.save_it.setEnabled(is_ready)
        if is_ready:
            self.show_problem("")
            self.form.clear_problems()

    def _clear(self) -> None:
        self.days = []
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _add_title(self, words: str) -> None:
        title = Label("", "heading")
        title.setText(words)
        self._column.addSpacing(10)
        self._column.addWidget(title)

    def _add_words(self, words: str, look: str = "") -> None:
        label = Label("", look, wraps=True)
        label.setText(words)
        self._column.addWidget(label)

    def _lines(self, lines: Sequence[BalanceLine]) -> QWidget:
        widget = QWidget()
        grid = QGridLayout(widget)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(1, 1)
        for place, line in enumerate(lines):
            look = "strong" if line.is_sum else ""
            words, amount = Label("", look, wraps=True), Label("", look)
            detail = Label("", "muted", wraps=True)
            words.setText(line.words)
            detail.setText(line.detail)
            amount.setText(line.amount)
            amount.show_tone("bad" if line.is_below_zero else "")
            amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, part in enumerate((words, detail, amount)):
                grid.addWidget(part, 2 * place, column)
            grid.addWidget(hairline(), 2 * place + 1, 0, 1, 3)
        return widget

    def _days(self, days: Sequence[DearDayLine]) -> QWidget:
        _, widget = self._texts, QWidget()
        grid = QGridLayout(widget)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(1)
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(3, 1)
        for place, day in enumerate(days):
            grid.addWidget(self._day(day), place, 0)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            units = _("{units} units", units=day.units)
            for column, words in enumerate((units, day.amount, day.why), 1):
                label = Label("", "muted" if column == 3 else "", wraps=column == 3)  # noqa: PLR2004 - the last
                label.setText(words)
                if column < 3:  # noqa: PLR2004 - the figures
                    label.setAlignment(right)
                grid.addWidget(label, place, column)
        return widget

    def _day(self, day: DearDayLine) -> Button:
        _ = self._texts
        button = Button(self._desk.theme, look="link")
        button.setText(day.words)
        button.setAccessibleName(_("Explain {day}", day=day.words))
        button.setToolTip(_("Explain {day}", day=day.words))
        button.clicked.connect(lambda _checked=False: self.day_requested.emit(day.day))
        self.days.append(button)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        for button in (self.print_it, self.save_it, self.leave):
            head.addWidget(button)
        self.form.add("stretch", self.stretch, N_("Period"))
        self.form.add("from", self.first, N_("From"))
        self.form.add("until", self.last, N_("Until"))
        self.form.add("language", self.language, N_("Language of the page"))
        self.problem.hide()
        self.body.setSpacing(8)
        self.body.addLayout(head)
        for part in (self.form, self.problem, self.answer):
            self.body.addWidget(part)
        self.body.addWidget(scrolling(self._content), 1)

    def _connect(self) -> None:
        self.print_it.clicked.connect(lambda _checked=False: self.print_requested.emit())
        self.save_it.clicked.connect(lambda _checked=False: self.save_requested.emit())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())
        self.stretch.changed.connect(self._on_stretch_chosen)
        self.form.leave_requested.connect(self.put_away)
        self.form.accept_requested.connect(self._ask)
        self.form.passed.connect(self._on_passed)

    def _on_passed(self, name: str) -> None:
        if name == "until":
            self._ask()

    def _on_stretch_chosen(self) -> None:
        self._show_days_of_own()
        if self.stretch.value() is not Stretch.OWN:
            self._ask()

    def _show_days_of_own(self) -> None:
        is_own = self.stretch.value() is Stretch.OWN
        for field in (self.first, self.last):
            field.setEnabled(is_own)

    def _ask(self) -> None:
        """Want the period that is chosen; what is no day is said at its field."""
        self.form.clear_problems()
        stretch, days = self.stretch.value(), []
        if stretch is Stretch.OWN:
            for name, field in (("from", self.first), ("until", self.last)):
                try:
                    days.append(field.value())
                except Refusal as refusal:
                    self.show_field_problem(name, self._desk.sentence(refusal))
                    return
        else:
            days = [None, None]
        self.period_requested.emit(stretch, *days)
