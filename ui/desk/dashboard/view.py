"""The dashboard: one range of days, big figures, how consumers stand, what waits, and trends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import lcm

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain.dashboard import DayFigures, DayRange
from resources.texts import N_, Texts
from ui.dashboard_words import days_words
from ui.desk.dashboard.beginning import BeginningView
from ui.desk.dashboard.cards import BandCard, StatusCard, WaitingCard
from ui.desk.dashboard.range_bar import RangeBar
from ui.desk.dashboard.rows_view import Rows, RowsView
from ui.desk.dashboard.tiles import Row, Tile
from ui.desk.dashboard.trends import energy_drawing, is_by_week, money_drawing
from ui.desk.kit.chart import Chart
from ui.desk.kit.desk import Desk
from ui.desk.kit.parts import Card, Label, hairline, scrolling

_GAP_PX = 12
#: So wide are a tile, a card and a chart at least; where fewer fit they stand below each other.
_TILE_PX, _CARD_PX, _CHART_PX = 196, 330, 420
_CHART_HEIGHT_PX = 196


class DashboardView(QWidget):
    """Shows figures as they arrive and says what somebody wants to see."""

    #: A tile was pressed: its name.
    tile_requested = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        theme = desk.theme
        self.range = RangeBar(theme, desk.today, desk.texts)
        self.tiles = {
            "collected": Tile(theme, "wallet", N_("Collected")),
            "charged": Tile(theme, "zap", N_("Charged")),
            "energy": Tile(theme, "gauge", N_("Energy")),
            "reads": Tile(theme, "activity", N_("Reads missing")),
            "defaulters": Tile(theme, "triangle-alert", N_("To be disconnected")),
        }
        self._offered = list(self.tiles.values())
        self.statuses = StatusCard(theme)
        self.bands = BandCard(theme)
        self.waiting = WaitingCard(theme)
        self.backup = Row(theme)
        self.money = Chart(theme)
        self.energy = Chart(theme, is_second=True)
        self._money_card, self._energy_card = self._trend_cards()
        self.rows = RowsView(theme, desk.texts)
        self.beginning = BeginningView(desk)
        self._stack = QStackedLayout(self)
        self._tile_grid, self._card_grid, self._trend_grid = (
            QGridLayout(),
            QGridLayout(),
            QGridLayout(),
        )
        self._columns: tuple[int, int, int] = (0, 0, 0)
        self._lay_out()
        self._connect()

    def show_tiles(self) -> None:
        """Show the tiles, in place of rows."""
        self._stack.setCurrentIndex(0)

    def show_rows(self, rows: Rows) -> None:
        """Show rows in place of the tiles."""
        self.rows.show_rows(rows)
        self._stack.setCurrentWidget(self.rows)

    def show_beginning(self) -> None:
        """Show what is to be done first in an office that has nobody yet."""
        self._stack.setCurrentWidget(self.beginning)

    @property
    def shows_rows(self) -> bool:
        return self._stack.currentWidget() is self.rows

    @property
    def shows_beginning(self) -> bool:
        return self._stack.currentWidget() is self.beginning

    def show_trend(self, days: Sequence[DayFigures], shown: DayRange, today: date) -> None:
        """Draw where money, energy and reads go."""
        _ = self._texts
        self.money.show_drawing(money_drawing(days, today, _))
        self.energy.show_drawing(energy_drawing(days, today, _))
        words = days_words(shown, _)
        if is_by_week(days):
            words = _("{days}, by week", days=words)
        for note in self._trend_notes:
            note.setText(words)

    def offer(self, tiles: Sequence[str]) -> None:
        """Leave out the tiles that the role of who is here may not see."""
        for name, tile in self.tiles.items():
            tile.setVisible(name in tiles)
        self._offered = [tile for name, tile in self.tiles.items() if name in tiles]
        self._columns = (0, 0, 0)
        self._place()

    def start(self) -> None:
        """Put the focus where work begins."""
        if self.shows_rows:
            self.rows.table.setFocus()
        elif self.shows_beginning:
            self.beginning.start()
        else:
            self._offered[0].setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word anew."""
        self._texts = _
        self.range.retranslate(_)
        for tile in self.tiles.values():
            tile.retranslate(_)
        cards = (self.statuses, self.bands, self.waiting, self._money_card, self._energy_card)
        for card in (*cards, self.rows):
            card.retranslate(_)
        self.beginning.retranslate(_)
        self.money.setAccessibleName(_("Collected and charged"))
        self.energy.setAccessibleName(_("Energy and reads missing"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _trend_cards(self) -> tuple[Card, Card]:
        cards = []
        self._trend_notes = (Label("", "muted"), Label("", "muted"))
        titles = (N_("Collected and charged"), N_("Energy and reads missing"))
        for chart, note, title in zip(
            (self.money, self.energy), self._trend_notes, titles, strict=True
        ):
            card = Card(title)
            card.body.setContentsMargins(14, 10, 14, 8)
            card.body.setSpacing(4)
            card.head.addWidget(note)
            card.body.addWidget(chart, 1)
            cards.append(card)
        return cards[0], cards[1]

    def _lay_out(self) -> None:
        self.waiting.body.addWidget(hairline())
        self.waiting.body.addWidget(self.backup)
        self.waiting.body.addStretch(1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP_PX)
        for grid in (self._tile_grid, self._card_grid, self._trend_grid):
            grid.setSpacing(_GAP_PX)
            column.addLayout(grid)
        column.addStretch(1)
        outer = QWidget()
        whole = QVBoxLayout(outer)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(_GAP_PX)
        whole.addWidget(self.range)
        whole.addWidget(scrolling(inner), 1)
        for page in (outer, self.rows, self.beginning):
            self._stack.addWidget(page)
        self._desk.theme.changed.connect(self._fit)
        self._fit()

    def _connect(self) -> None:
        for name, tile in self.tiles.items():
            tile.clicked.connect(lambda _checked=False, one=name: self.tile_requested.emit(one))
        self.backup.clicked.connect(lambda _checked=False: self.tile_requested.emit("backup"))

    def _fit(self) -> None:
        for chart in (self.money, self.energy):
            chart.setFixedHeight(self._desk.theme.px(_CHART_HEIGHT_PX))
        self._columns = (0, 0, 0)
        self._place()

    def _place(self) -> None:
        """Put as many side by side as there is room for."""
        tiles = self._offered
        cards = [self.statuses, self.bands, self.waiting]
        trends = [self._money_card, self._energy_card]
        px, room = self._desk.theme.px, self.width()
        columns = (
            _even(len(tiles), room // px(_TILE_PX)),
            _even(len(cards), room // px(_CARD_PX)),
            _even(len(trends), room // px(_CHART_PX)),
        )
        if columns == self._columns:
            return
        self._columns = columns
        grids = (self._tile_grid, self._card_grid, self._trend_grid)
        all_parts: Sequence[Sequence[QWidget]] = (tiles, cards, trends)
        for grid, parts, many in zip(grids, all_parts, columns, strict=True):
            _place_in(grid, parts, many)


def _even(parts: int, fitting: int) -> int:
    """Return how many stand side by side, so that no line is much shorter than the others."""
    lines = -(-parts // max(min(fitting, parts), 1))
    return -(-parts // lines)


def _place_in(grid: QGridLayout, parts: Sequence[QWidget], columns: int) -> None:
    """Put parts into a grid, so many in a line; those of each line share its room."""
    for column in range(grid.columnCount()):
        grid.setColumnStretch(column, 0)
    for part in parts:
        grid.removeWidget(part)
    lines = [parts[start : start + columns] for start in range(0, len(parts), columns)]
    fine = lcm(*map(len, lines))
    for row, line in enumerate(lines):
        span = fine // len(line)
        for place, part in enumerate(line):
            grid.addWidget(part, row, place * span, 1, span)
    for column in range(fine):
        grid.setColumnStretch(column, 1)
