"""The one control of the days: a stretch by a key or a click, or the first and the last day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from domain.dashboard import DayRange, Stretch, days_of
from domain.errors import FieldMissing, Refusal
from resources.texts import Texts
from ui.dashboard_words import STRETCHES
from ui.desk.kit.fields import DateField, SegmentField
from ui.desk.kit.parts import Label, scrolling
from ui.desk.kit.theme import Theme

#: Below this width the days stand under the stretches.
_NARROW_PX = 980
_DAY_PX = 108


class RangeBar(QWidget):
    """Says which days are looked at; every tile follows it."""

    #: Other days are looked at, or what is typed is no stretch of days.
    changed = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date], _: Texts) -> None:
        super().__init__()
        self._theme, self._today = theme, today
        self.stretch = SegmentField(look="chip")
        self._stretches = scrolling(self.stretch)
        self.since, self.until = DateField(today, _), DateField(today, _)
        self.problem = Label("", "problem", wraps=True)
        self._days = QWidget()
        self._grid = QGridLayout(self)
        self._lay_out()
        self.stretch.changed.connect(self._on_stretch)
        for field in (self.since, self.until):
            field.editingFinished.connect(self._on_days_typed)
        theme.changed.connect(self._fit)
        self.retranslate(_)
        self.show_stretch(Stretch.TODAY)

    def days(self) -> DayRange:
        """Return the days; refused where what is typed is none."""
        since, until = self.since.value(), self.until.value()
        if since is None or until is None:
            raise FieldMissing("day")
        return DayRange(since, until)

    def chosen(self) -> Stretch | None:
        """Return the stretch that is chosen, None for days of one's own."""
        stretch: Stretch | None = self.stretch.value()
        return stretch

    def show_stretch(self, stretch: Stretch) -> None:
        """Choose a stretch, counted from today; nobody is told."""
        self._choose(stretch)
        self._show_days(days_of(stretch, self._today()))

    def follow_today(self) -> None:
        """Count a stretch anew from today, which may be another day by now."""
        if (stretch := self.chosen()) is not None:
            self.show_stretch(stretch)

    def show_days(self, days: DayRange) -> None:
        """Show these days, by the stretch that they are where there is one; nobody is told."""
        today = self._today()
        self._choose(next((one for one in Stretch if days_of(one, today) == days), None))
        self._show_days(days)

    def show_problem(self, sentence: str) -> None:
        """Say under the days what is wrong with them; empty: nothing is."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        for field in (self.since, self.until):
            field.show_problem(sentence)

    def start_day(self) -> None:
        """Let the clerk type the first day."""
        self.since.setFocus()
        self.since.selectAll()

    def start_stretch(self) -> None:
        """Let the clerk choose a stretch by Left and Right."""
        self.stretch.setFocus()

    def retranslate(self, _: Texts) -> None:
        """Say every stretch."""
        words = [(stretch, _(word)) for stretch, word in STRETCHES.items()]
        was_blocked = self.stretch.blockSignals(True)
        self.stretch.set_options([*words, (None, _("Other days"))])
        self.stretch.blockSignals(was_blocked)
        self.stretch.setAccessibleName(_("Days"))
        for field, name in ((self.since, _("From")), (self.until, _("Until"))):
            field.retranslate(_)
            field.setAccessibleName(name)
            field.setToolTip(name)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._days)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        dash = Label("", "muted")
        dash.setText("–")  # noqa: RUF001 - a stretch is written so
        for part in (self.since, dash, self.until):
            row.addWidget(part)
        row.addStretch(1)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self._stretches, 0, 0)
        self._grid.addWidget(self._days, 0, 1)
        self._grid.addWidget(self.problem, 2, 0, 1, 2)
        self.problem.hide()

    def _place(self) -> None:
        is_narrow = self.width() < self._theme.px(_NARROW_PX)
        row, column = (1, 0) if is_narrow else (0, 1)
        place = self._grid.getItemPosition(self._grid.indexOf(self._days))
        if cast("tuple[int, ...]", place)[:2] != (row, column):
            self._grid.addWidget(self._days, row, column)

    def _fit(self) -> None:
        for field in (self.since, self.until):
            field.setFixedWidth(self._theme.px(_DAY_PX))
        self._stretches.setFixedHeight(self.stretch.sizeHint().height() + 4)
        self._place()

    def _choose(self, stretch: Stretch | None) -> None:
        was_blocked = self.stretch.blockSignals(True)
        self.stretch.show_value(stretch)
        self.stretch.blockSignals(was_blocked)

    def _show_days(self, days: DayRange) -> None:
        for field, day in ((self.since, days.since), (self.until, days.until)):
            was_blocked = field.blockSignals(True)
            field.show_value(day)
            field.blockSignals(was_blocked)
        self.show_problem("")

    def _on_stretch(self) -> None:
        if chosen := cast("QWidget | None", self.focusWidget()):
            self._stretches.ensureWidgetVisible(chosen, 20, 0)
        stretch = self.chosen()
        if stretch is None:
            self.start_day()
            return
        self._show_days(days_of(stretch, self._today()))
        self.changed.emit()

    def _on_days_typed(self) -> None:
        try:
            days = self.days()
        except Refusal:
            self.changed.emit()
            return
        self.show_days(days)
        self.changed.emit()
