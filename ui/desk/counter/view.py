"""The Counter page: the own shift, the end of the day, and the shifts of all counters."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import Texts
from ui.desk.counter.counters_view import CountersView
from ui.desk.counter.day_end_view import DayEndView
from ui.desk.counter.move_sheet import MoveSheet
from ui.desk.counter.report_sheet import ReportSheet
from ui.desk.counter.shift_view import ShiftView, SnugStack
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import SegmentField


class Part(StrEnum):
    """The parts of the page."""

    SHIFT = "shift"
    DAY_END = "day_end"
    COUNTERS = "counters"


class CounterView(QWidget):
    """Arranges its parts; they say themselves what is wanted."""

    part_changed = Signal()

    def __init__(self, desk: Desk, *, sees_all: bool, may_close_others: bool) -> None:
        super().__init__()
        self._sees_all = sees_all
        self.parts = SegmentField(look="chip")
        self.shift = ShiftView(desk.theme, desk.texts)
        self.day_end = DayEndView(desk, sees_all=sees_all)
        self.counters = CountersView(desk, may_close=may_close_others)
        self.moves = MoveSheet(self, desk.theme)
        self.report = ReportSheet(self, desk.theme)
        self._parts: dict[Part, QWidget] = {
            Part.SHIFT: self.shift,
            Part.DAY_END: self.day_end,
            Part.COUNTERS: self.counters,
        }
        self.stack = SnugStack(list(self._parts.values()))
        row = QHBoxLayout()
        row.addWidget(self.parts)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        self._name_parts(desk.texts)
        self.parts.changed.connect(self._on_part_changed)

    @property
    def part(self) -> Part:
        """The part that is seen."""
        return Part(self.parts.value())

    def show_part(self, part: Part) -> None:
        """Bring up a part."""
        self.parts.show_value(part)

    def start(self) -> None:
        """Put the focus where work begins in the part that is seen."""
        if not self.report.isHidden():
            self.report.setFocus()
        elif not self.moves.isHidden():
            self.moves.form.start()
        elif self.part is Part.SHIFT:
            self.shift.start()
        elif self.part is Part.DAY_END:
            self.day_end.start()
        else:
            self.counters.start()

    def step_back(self) -> bool:
        """Put away what lies over the page; False when nothing does."""
        for sheet in (self.report, self.moves):
            if not sheet.isHidden():
                sheet.put_away()
                return True
        return False

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        # A report was put away, and what led to it is no longer seen.
        super().focusInEvent(event)
        self.start()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._name_parts(_)
        for part in (self.shift, self.day_end, self.counters, self.moves, self.report):
            part.retranslate(_)

    def _name_parts(self, _: Texts) -> None:
        named = [(Part.SHIFT, _("Shift")), (Part.DAY_END, _("End of the day"))]
        if self._sees_all:
            named.append((Part.COUNTERS, _("All counters")))
        self.parts.set_options(named)
        self.parts.setAccessibleName(_("Part of the page"))

    def _on_part_changed(self) -> None:
        self.stack.show_only(self._parts[self.part])
        self.part_changed.emit()
