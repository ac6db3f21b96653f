"""A list of all consumers under a held PgDn key: how late the event loop comes, how long it paints.

Run: ``python -m tests.benchmarks.scrolling [consumers | folder of an office]``. The window is not
on a screen; what it paints goes to memory. A timer that should fire every few milliseconds tells
how long nothing else was heard.
"""

from __future__ import annotations

import os
import sys
from array import array
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from domain.consumer import ConsumerQuery
from resources.texts import Texts
from tests.benchmarks.big_office import office_for
from ui.desk.consumers.list_view import COLUMNS
from ui.desk.kit.paged_table import PagedTableModel
from ui.desk.kit.table import Table
from ui.desk.kit.tasks import LatestRead, TaskRunner
from ui.desk.kit.theme import Theme

BUDGET_LATE_SECONDS = 0.050
_TICK_MS, _HELD_SECONDS, _REPEAT_MS = 5, 10, 33


class Lateness(QObject):
    """How late a timer of a few milliseconds fired at the worst."""

    def __init__(self) -> None:
        super().__init__()
        self.worst, self._last = 0.0, perf_counter()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def begin(self) -> None:
        """Forget what was before."""
        self.worst, self._last = 0.0, perf_counter()

    def _on_tick(self) -> None:
        now = perf_counter()
        self.worst = max(self.worst, now - self._last - _TICK_MS / 1000)
        self._last = now


class PaintedTable(Table):
    """A table that takes the time of its repaints."""

    longest = 0.0
    repaints = 0

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        started = perf_counter()
        done = super().viewportEvent(event)
        if event.type() == QEvent.Type.Paint:
            self.longest = max(self.longest, perf_counter() - started)
            self.repaints += 1
        return done


def main(office: str = "1000000") -> int:
    """Print how late the loop was while the ids came and while PgDn was held."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme, tasks, late = Theme(application), TaskRunner(), Lateness()
    with office_for(office, is_server=False) as books:
        model = PagedTableModel(COLUMNS, books.consumer_rows, tasks, Texts("en"))
        table = PaintedTable(theme, "consumers")
        table.show_model(model)
        theme.dress(table)
        table.resize(1100, 600)
        table.show()
        came: list[float] = []
        search = LatestRead(tasks, table)
        started = perf_counter()
        search.answered.connect(lambda ids: _show(model, ids, came, started))
        QTest.qWait(200)
        late.begin()
        started = perf_counter()
        search.ask(lambda: books.find_consumers(ConsumerQuery()))
        while not came:
            QTest.qWait(5)
        print(
            f"{model.rowCount():,} ids came after {came[0]:.2f} s;"
            f" meanwhile the loop was {late.worst * 1000:.0f} ms late at the worst"
        )
        waiting = late.worst
        QTest.qWait(300)
        late.begin()
        seen = _hold_page_down(table)
        print(
            f"PgDn held for {_HELD_SECONDS} s: {seen:,} rows passed, {table.repaints:,} repaints,"
            f" the longest {table.longest * 1000:.0f} ms; late {late.worst * 1000:.0f} ms"
            " at the worst (budget 50)"
        )
        tasks.shutdown()
    return 0 if max(late.worst, waiting) <= BUDGET_LATE_SECONDS else 1


def _show(model: PagedTableModel, ids: array[int], came: list[float], started: float) -> None:
    model.set_keys(ids)
    came.append(perf_counter() - started)


def _hold_page_down(table: PaintedTable) -> int:
    table.go_to_place(0)
    until = perf_counter() + _HELD_SECONDS
    while perf_counter() < until:
        QTest.keyClick(table, Qt.Key.Key_PageDown)
        QTest.qWait(_REPEAT_MS)
    return table.currentIndex().row()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
