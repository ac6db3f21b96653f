"""Short lists inside a card: a few lines of words and amounts, figures under one another."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.desk.kit.columns import Badge
from ui.desk.kit.parts import ElidedLabel, Label, Pill, hairline

Cell = str | Badge
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Lines(QWidget):
    """A small table that is only read; ``numbers`` lean to the right, ``stretches`` gives way."""

    def __init__(self, *, numbers: Collection[int] = (), stretches: int = 0) -> None:
        super().__init__()
        self._numbers, self._stretches = numbers, stretches
        self._cells: list[list[str]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)

    @property
    def cells(self) -> Sequence[Sequence[str]]:
        """What the lines say, without the heads."""
        return self._cells

    def show_lines(
        self,
        heads: Sequence[str],
        lines: Sequence[Sequence[Cell]],
        *,
        last_is_sum: bool = False,
    ) -> None:
        """Show these lines, worded already; the last one may be the sum of the others."""
        self._clear()
        self._cells = [[str(cell) for cell in line] for line in lines]
        row = 0
        if any(heads):
            for column, head in enumerate(heads):
                self._put(head, "muted", row, column)
            row += 1
        for number, line in enumerate(lines):
            is_sum = last_is_sum and number == len(lines) - 1
            if is_sum:
                self._grid.addWidget(hairline(), row, 0, 1, max(len(line), 1))
                row += 1
            for column, cell in enumerate(line):
                self._put(cell, "strong" if is_sum else "", row, column)
            row += 1
        self._grid.setColumnStretch(self._stretches, 1)

    def _put(self, cell: Cell, look: str, row: int, column: int) -> None:
        side = _RIGHT if column in self._numbers else _LEFT
        if isinstance(cell, Badge):
            pill = Pill()
            pill.show_badge(cell)
            self._grid.addWidget(pill, row, column, side)
            return
        gives_way = column == self._stretches and look != "muted"
        label = ElidedLabel(look) if gives_way else Label("", look)
        label.setText(cell)
        label.setAlignment(side)
        self._grid.addWidget(label, row, column)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
