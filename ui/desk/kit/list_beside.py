"""A list in a card, and beside it what is known of the chosen row; the line between them moves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ui.desk.kit.parts import Card

_GAP_PX = 12
#: More than any screen is wide: Qt brings sizes down in their proportion.
_WHOLE_PX = 10_000


def lay_out_list_beside(  # noqa: PLR0913 - what stands where, and how wide
    page: QWidget,
    table: QWidget,
    side: QWidget,
    *,
    above: Sequence[QWidget] = (),
    below: Sequence[QWidget] = (),
    shares: tuple[int, int],
    least_side_px: int,
) -> None:
    """Fill ``page``: ``above`` in a row, ``below`` it line by line, the table, and the side.

    ``shares``: how the table and the side share what room there is.
    """
    card = Card()
    card.body.setContentsMargins(_GAP_PX, _GAP_PX, _GAP_PX, 8)
    if above:
        row = QHBoxLayout()
        for part in above:
            row.addWidget(part)
        row.addStretch(1)
        card.body.addLayout(row)
    for part in below:
        card.body.addWidget(part)
    card.body.addWidget(table, 1)
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(_GAP_PX)
    for place, part in enumerate((card, side)):
        split.addWidget(part)
        split.setStretchFactor(place, shares[place])
    # By the factors alone Qt shares what is left over, after what each part would like to have.
    split.setSizes([share * _WHOLE_PX for share in shares])
    side.setMinimumWidth(least_side_px)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(split)
