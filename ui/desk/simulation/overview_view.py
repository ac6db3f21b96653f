"""A run at a glance: four figures, energy, balances, who runs out when, revenue by line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from domain import formats
from domain.energy import Energy
from domain.money import Money, half_up
from domain.simulation import CHARGE_LINES
from resources.texts import N_, Texts
from ui.desk.kit.chart import Chart
from ui.desk.kit.columns import amount_text
from ui.desk.kit.desk import Desk
from ui.desk.kit.parts import SPACE, Card, ElidedLabel, Label
from ui.desk.kit.theme import set_look
from ui.desk.simulation import drawings, words
from ui.desk.simulation.runs import LineRow, Run, line_rows

#: A figure of more characters than these is shown in smaller type.
_MOST_IN_LARGE_TYPE = 15


class OverviewView(QWidget):
    """Shows one run."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "plain")
        theme = desk.theme
        self._run: Run | None = None
        self.energy = _Figure(desk, "zap", N_("Energy (kWh)"))
        self.charged = _Figure(desk, "indian-rupee", N_("Charged"))
        self.closing = _Figure(desk, "wallet", N_("Balances at the end"))
        self.ran_out = _Figure(desk, "triangle-alert", N_("Run out"))
        self.energy_chart = Chart(theme)
        self.balance_chart = Chart(theme)
        self.ran_out_chart = Chart(theme)
        self.revenue = _Revenue()
        self._cards = [
            _card(N_("Energy per day"), self.energy_chart),
            _card(N_("Balances of the consumers"), self.balance_chart),
            _card(N_("Who runs out when"), self.ran_out_chart),
            _card(N_("Revenue by line"), self.revenue),
        ]
        self._cards[-1].head.addWidget(self.revenue.head)
        self._lay_out()

    def show_run(self, run: Run, _: Texts) -> None:
        """Show this run."""
        self._run = run
        days = run.result.days
        self._show_figures(run, _)
        self.energy_chart.show_drawing(drawings.energy_drawing(days, _))
        self.balance_chart.show_drawing(drawings.balance_drawing(days, _))
        self.ran_out_chart.show_drawing(drawings.running_out_drawing(days, _))
        self.revenue.show_lines(line_rows(run.result), _)

    def retranslate(self, _: Texts) -> None:
        """Set every word anew."""
        for figure in (self.energy, self.charged, self.closing, self.ran_out):
            figure.retranslate(_)
        for card in self._cards:
            card.retranslate(_)
        self.energy_chart.setAccessibleName(_("Energy per day"))
        self.balance_chart.setAccessibleName(_("Balances of the consumers"))
        self.ran_out_chart.setAccessibleName(_("Who runs out when"))
        if self._run:
            self.show_run(self._run, _)

    def _show_figures(self, run: Run, _: Texts) -> None:
        totals, consumers = run.result.totals(), run.result.consumers
        mean_wh = half_up(totals["energy_wh"], len(consumers) * len(run.result.days))
        self.energy.show_text(
            formats.units(Energy(totals["energy_wh"])),
            _("{energy} kWh each a day", energy=formats.units(Energy(mean_wh))),
        )
        recharged = formats.rupees(Money(totals["recharged_paise"]))
        self.charged.show_amount(
            Money(totals["total_paise"]), _("recharged {amount}", amount=recharged)
        )
        opening = formats.rupees(Money(int(consumers.opening_paise.sum())))
        self.closing.show_amount(
            Money(int(consumers.closing_paise.sum())), _("at the start {amount}", amount=opening)
        )
        self.ran_out.show_text(
            _(
                "{ran_out} of {consumers}",
                ran_out=drawings.count(totals["ran_out"]),
                consumers=drawings.count(len(consumers)),
            ),
            _(
                "{consumers} below zero before",
                consumers=drawings.count(run.result.negative_before),
            ),
            tone="warning" if totals["ran_out"] else "",
        )

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(SPACE + 2)
        for figure in (self.energy, self.charged, self.closing, self.ran_out):
            figures.addWidget(figure, 1)
        grid = QGridLayout()
        grid.setSpacing(SPACE + 2)
        for place, card in enumerate(self._cards):
            grid.addWidget(card, place // 2, place % 2)
        for part in (0, 1):
            grid.setRowStretch(part, 1)
        # Charts with two axes stand at the left; they need the more room.
        grid.setColumnStretch(0, 11)
        grid.setColumnStretch(1, 9)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, 0)
        column.setSpacing(SPACE + 2)
        column.addLayout(figures)
        column.addLayout(grid, 1)


class _Figure(Card):
    """One figure of a run, with what it is above and a note below; shortened, never cut."""

    def __init__(self, desk: Desk, icon: str, label: str) -> None:
        super().__init__()
        self._theme, self._icon_name = desk.theme, icon
        self._icon = QLabel()
        self.label = Label(label, "muted")
        self.value = ElidedLabel("figure")
        self.note = ElidedLabel("muted")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._icon)
        head.addWidget(self.label, 1)
        self.body.setContentsMargins(14, 8, 10, 8)
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(self.value)
        self.body.addWidget(self.note)
        desk.theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_text(self, text: str, note: str, *, tone: str = "") -> None:
        """Show a figure, already worded; a long one in smaller type."""
        set_look(self.value, "heading" if len(text) > _MOST_IN_LARGE_TYPE else "figure", tone=tone)
        self.value.setText(text)
        self.note.setText(note)

    def show_amount(self, amount: Money, note: str) -> None:
        """Show an amount, in its colour below zero."""
        self.show_text(amount_text(amount), note, tone="bad" if amount.paise < 0 else "")

    def retranslate(self, _: Texts) -> None:
        """Set the label anew."""
        self.label.retranslate(_)

    def _on_theme_changed(self) -> None:
        self._icon.setPixmap(self._theme.pixmap(self._icon_name, "accent", 16))


class _Revenue(QWidget):
    """What each line brings, and its share of what is charged."""

    def __init__(self) -> None:
        super().__init__()
        self._labels: list[tuple[Label, Label, Label]] = []
        self.head = Label(N_("% before subsidy"), "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(1)
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, line in enumerate(CHARGE_LINES):
            look = "strong" if line == "total_paise" else ""
            labels = Label("", look or "muted"), Label("", look), Label("", look or "muted")
            for place, label in enumerate(labels):
                grid.addWidget(label, row, place)
            for label in labels[1:]:
                label.setAlignment(right)
            self._labels.append(labels)
        grid.setRowStretch(len(CHARGE_LINES), 1)

    def show_lines(self, rows: Sequence[LineRow], _: Texts) -> None:
        self.head.retranslate(_)
        for (name, value, share), row in zip(self._labels, rows, strict=True):
            name.setText(_(words.LINE[row.line]))
            value.setText(amount_text(row.amount))
            value.show_tone("bad" if row.amount.paise < 0 else "")
            share.setText(percent(row.permille))


def percent(permille: int | None) -> str:
    """Return thousandths as people read them: ``12.3%``."""
    if permille is None:
        return ""
    whole, rest = divmod(abs(permille), 10)
    return f"{'-' if permille < 0 else ''}{whole}.{rest}%"


def _card(title: str, content: QWidget) -> Card:
    card = Card(title)
    card.body.setContentsMargins(14, 8, 12, 8)
    card.body.setSpacing(4)
    card.body.addWidget(content, 1)
    return card
