"""What tariffs say, line by line and side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from domain.tariff import Tariff
from resources.texts import Texts
from ui.desk.kit.parts import Label
from ui.tariff_words import tariff_facts


class ComparedFacts(QWidget):
    """What a version says, line by line; beside another one what differs is marked."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_versions(self, version: Tariff, other: Tariff | None, _: Texts) -> None:
        """Show one version, or two side by side."""
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        own = {fact.key: fact for fact in tariff_facts(version, _)}
        its = {fact.key: fact for fact in tariff_facts(other, _)} if other else {}
        for place, one in enumerate([version, other] if other else [version], 1):
            _put(grid, 0, place, one.id, "strong")
            grid.setColumnStretch(place, 1)
        for row, key in enumerate(dict.fromkeys([*own, *its]), 1):
            fact = own.get(key) or its[key]
            words = [facts[key].words if key in facts else "-" for facts in (own, its)]
            differs = other is not None and words[0] != words[1]
            _put(grid, row, 0, f"≠ {fact.name}" if differs else fact.name, "muted", differs=differs)
            _put(grid, row, 1, words[0], "", differs=differs)
            if other is not None:
                _put(grid, row, 2, words[1], "", differs=differs)
        self._column.addWidget(holder)


def _put(  # noqa: PLR0913 - what is put where, and how it looks
    grid: QGridLayout, row: int, column: int, text: str, look: str, *, differs: bool = False
) -> None:
    label = Label("", look, wraps=column > 0)
    label.setText(text)
    if differs:
        label.show_tone("accent")
    grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
