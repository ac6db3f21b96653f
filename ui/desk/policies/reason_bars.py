"""How many each reason holds: a table whose middle column is a bar, two where compared."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from domain import formats
from domain.policy_findings import ReasonCount
from resources.texts import N_, Texts
from ui.desk.kit.columns import Column
from ui.desk.kit.paged_table import AnyIndex, ListTableModel
from ui.desk.kit.table import Table
from ui.desk.kit.theme import Theme
from ui.policy_words import reason_word

_BAR, _PRESENT = 1, "present"
_LEAST_PX, _MARGIN_PX = 2, 6


def count_word(row: ReasonCount, _: Texts) -> str:
    """Return what holds these consumers, or that they would go."""
    return _("Go now") if row.reason is None else reason_word(row.reason, _)


COLUMNS: Sequence[Column] = (
    Column("reason", N_("Reason"), count_word, width=124, is_strong=True, stretches=True),
    Column("bar", N_("Share"), width=120, gives_way=1),
    Column(
        "count",
        N_("Consumers"),
        lambda row, _: formats.grouped(row.count),
        width=86,
        is_number=True,
    ),
    Column(
        _PRESENT,
        N_("Present policy"),
        lambda row, _: formats.grouped(row.present or 0),
        width=106,
        is_number=True,
        tone=lambda _row: "muted",
    ),
)


class ReasonBars(Table):
    """The reasons with their bars; a row in use is looked into."""

    def __init__(self, theme: Theme, _: Texts) -> None:
        super().__init__(theme, "reasons")
        self.rows = ListTableModel(COLUMNS, _, self, key=lambda row: row.reason)
        self.show_model(self.rows)
        self._bars = _BarDelegate(theme, self)
        self.setItemDelegateForColumn(_BAR, self._bars)

    def show_counts(self, counts: Sequence[ReasonCount], defaulters: int) -> None:
        """Show how many of all defaulters each reason holds."""
        self._bars.whole = max(defaulters, 1)
        self.show_column(_PRESENT, any(row.present is not None for row in counts))
        self.rows.set_rows(counts)
        if self.currentIndex().row() < 0:
            self.go_to_place(0)


class _BarDelegate(QStyledItemDelegate):
    """Paints the share of a row; a thin line below is that of the present policy."""

    def __init__(self, theme: Theme, parent: ReasonBars) -> None:
        super().__init__(parent)
        self._theme, self.whole = theme, 1

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        model = index.model()
        row = model.row_at(index.row()) if isinstance(model, ListTableModel) else None
        if not isinstance(row, ReasonCount):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        cell = QRectF(option.rect).adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        is_compared = row.present is not None
        high = cell.height() * (0.6 if is_compared else 0.8)
        token = "accent_2" if row.reason is not None else "warning"
        self._bar(painter, cell, row.count, token, high)
        if is_compared:
            below = cell.adjusted(0, high + 2, 0, 0)
            self._bar(painter, below, row.present or 0, "faint", 3)
        painter.restore()

    def _bar(self, painter: QPainter, cell: QRectF, count: int, token: str, high: float) -> None:
        if count:
            wide = max(cell.width() * count / self.whole, _LEAST_PX)
            painter.setBrush(self._theme.color(token))
            painter.drawRoundedRect(QRectF(cell.left(), cell.top(), wide, high), 2, 2)
