"""Two runs side by side: their sums line by line, one measure day by day, and the differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from domain import formats
from domain.energy import Energy
from domain.money import Money
from resources.texts import N_, Texts
from ui.desk.kit.chart import Chart, Drawing
from ui.desk.kit.columns import Column, Tone, amount_text, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, SegmentField
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import SPACE, Card, EmptyState, Label, scrolling
from ui.desk.kit.table import Table
from ui.desk.kit.theme import set_look
from ui.desk.simulation import drawings, words
from ui.desk.simulation.overview_view import percent
from ui.desk.simulation.runs import MEASURES, ComparedLine, DayRow
from ui.desk.simulation.tables_view import count_column, day_column, energy_column

#: In a low window the days keep this height, and scroll.
_LEAST_DAYS_PX = 150
_MEASURE_WORDS = {
    "energy_wh": N_("Energy"),
    "total_paise": N_("Charged"),
    "recharged_paise": N_("Recharges"),
    "below_zero": N_("Below zero"),
    "balance_50_paise": N_("Middle balance"),
}
_OTHER_LINES = {
    "energy_wh": N_("Energy (kWh)"),
    "recharged_paise": N_("Recharges"),
    "ran_out": N_("Run out"),
}


@dataclass(frozen=True, slots=True)
class ComparisonShown:
    """All that is shown of two runs; ``note`` tells what makes them hard to compare."""

    lines: Sequence[ComparedLine]
    days: Sequence[DayRow]
    drawing: Drawing
    note: str


class ComparisonView(QWidget):
    """Asks for two runs and a measure, and shows how B differs from A."""

    #: Another pair or another measure is wanted.
    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "plain")
        self._theme = desk.theme
        self.first, self.second = ChoiceField(desk.theme), ChoiceField(desk.theme)
        self.how = SegmentField(look="chip")
        self.measure = ChoiceField(desk.theme)
        self.measure.setMinimumContentsLength(18)
        self._heads = [Label(N_("A"), "strong"), Label(N_("B"), "strong")]
        self.note = Label("", "muted", wraps=True)
        self.note.show_tone("warning")
        self.lines = Table(desk.theme, "compared_lines")
        self.lines_model = ListTableModel(_LINES, desk.texts, self, key=lambda row: row.what)
        self.lines.show_model(self.lines_model)
        self.days = Table(desk.theme, "compared_days")
        self.days_model = ListTableModel(_DAYS, desk.texts, self, key=lambda row: row.day)
        self.days.show_model(self.days_model)
        self.chart = Chart(desk.theme)
        self.empty = EmptyState(
            desk.theme,
            "copy",
            N_("Two runs are laid side by side here. Make another one with other choices."),
        )
        self._cards = [
            Card(N_("Line by line")),
            Card(N_("Day by day")),
            Card(N_("By how much B differs")),
        ]
        self._stack, self._sides = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self.how.changed.connect(self._show_side)
        for field in (self.first, self.second, self.measure):
            field.changed.connect(self.changed)

    def show_runs(self, titles: Sequence[tuple[int, str]]) -> None:
        """Offer these runs (the newest first); with fewer than two there is nothing to compare."""
        for field in (self.first, self.second):
            field.blockSignals(True)
            field.set_options(titles)
            field.blockSignals(False)
        self._stack.setCurrentIndex(1 if len(titles) > 1 else 0)

    def show_pair(self, first: int, second: int) -> None:
        """Choose the runs A and B."""
        for field, number in ((self.first, first), (self.second, second)):
            field.blockSignals(True)
            field.show_value(number)
            field.blockSignals(False)

    def show_comparison(self, shown: ComparisonShown) -> None:
        """Show how B differs from A."""
        self.note.setText(shown.note)
        self.lines_model.set_rows(shown.lines)
        self.days_model.set_rows(shown.days)
        self.chart.show_drawing(shown.drawing)

    def retranslate(self, _: Texts) -> None:
        """Set every word anew."""
        parts: tuple[Label | Card | EmptyState, ...] = (*self._heads, *self._cards, self.empty)
        for part in parts:
            part.retranslate(_)
        for model in (self.lines_model, self.days_model):
            model.retranslate(_)
        self.how.set_options([("lines", _("Line by line")), ("days", _("Day by day"))])
        self.how.setAccessibleName(_("How the runs are compared"))
        self._show_side()
        self.measure.blockSignals(True)
        self.measure.set_options([(name, _(_MEASURE_WORDS[name])) for name in MEASURES])
        self.measure.blockSignals(False)
        self.first.setAccessibleName(_("Run A"))
        self.second.setAccessibleName(_("Run B"))
        self.measure.setAccessibleName(_("What is drawn day by day"))
        self.lines.setAccessibleName(_("Line by line"))
        self.days.setAccessibleName(_("By how much B differs"))
        self.chart.setAccessibleName(_("Day by day"))

    def _show_side(self) -> None:
        by_day = self.how.value() == "days"
        self._sides.setCurrentIndex(int(by_day))
        self.measure.setVisible(by_day)

    def _lay_out(self) -> None:
        lines, chart, days = self._cards
        lines.body.addWidget(self.lines, 1)
        chart.body.addWidget(self.chart, 1)
        days.body.addWidget(self.days, 1)
        self.days.setMinimumHeight(self._theme.px(_LEAST_DAYS_PX))
        for card in self._cards:
            card.body.setContentsMargins(12, 8, 10, 8)
            card.body.setSpacing(4)
        by_day = QWidget()
        set_look(by_day, "plain")
        both = QVBoxLayout(by_day)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(SPACE + 2)
        both.addWidget(chart, 1)
        both.addWidget(days, 1)
        self._sides.addWidget(lines)
        self._sides.addWidget(scrolling(by_day))
        how = QHBoxLayout()
        how.addWidget(self.how)
        how.addWidget(self.note, 1)
        how.addWidget(self.measure)
        pair = QHBoxLayout()
        for head, field in zip(self._heads, (self.first, self.second), strict=True):
            pair.addWidget(head)
            pair.addWidget(field, 1)
        filled = QWidget()
        set_look(filled, "plain")
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(pair)
        column.addLayout(how)
        column.addWidget(self._sides, 1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(filled)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, SPACE, 0, 0)
        outer.addWidget(self._stack)


def _line_text(row: ComparedLine, _: Texts) -> str:
    return _(_OTHER_LINES.get(row.what) or words.LINE[row.what])


def _value_text(what: str, value: int) -> str:
    if what.endswith("_wh"):
        return formats.units(Energy(value))
    return amount_text(Money(value)) if what.endswith("_paise") else drawings.count(value)


def _tone(row: ComparedLine) -> Tone:
    return "" if not row.difference else "accent"


_LINES = (
    Column("what", N_("Line"), text=_line_text, stretches=True),
    Column(
        "first",
        N_("A"),
        text=lambda row, _texts: _value_text(row.what, row.first),
        width=140,
        is_number=True,
    ),
    Column(
        "second",
        N_("B"),
        text=lambda row, _texts: _value_text(row.what, row.second),
        width=140,
        is_number=True,
    ),
    Column(
        "difference",
        N_("B less A"),
        text=lambda row, _texts: _value_text(row.what, row.difference),
        width=140,
        is_number=True,
        is_strong=True,
        tone=_tone,
    ),
    Column(
        "permille",
        N_("%"),
        text=lambda row, _texts: percent(row.permille),
        width=80,
        is_number=True,
    ),
)
_DAYS = (
    day_column(),
    energy_column("energy", N_("Units (kWh)"), lambda row: row.energy, width=100),
    money_column("charged", N_("Charged"), lambda row: row.charged, width=105, is_sortable=True),
    money_column(
        "recharged", N_("Recharges"), lambda row: row.recharged, width=105, is_sortable=True
    ),
    count_column("ran_out", N_("Run out"), lambda row: row.ran_out, width=80),
    count_column("below_zero", N_("Below zero"), lambda row: row.below_zero, width=90),
    money_column(
        "balance_50", N_("Middle balance"), lambda row: row.balance_50, width=110, is_sortable=True
    ),
)
