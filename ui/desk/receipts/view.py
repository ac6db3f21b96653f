"""The Receipts page: the lists, one receipt beside them, and the sheet on which acts are asked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.paged_table import PagedTableModel
from ui.desk.receipts.detail_view import DetailView
from ui.desk.receipts.list_view import ReceiptLists
from ui.desk.receipts.sheet import ActSheet

_GAP_PX, _LEAST_SIDE_PX = 12, 366
#: Below this width list and receipt do not fit side by side: the receipt takes all when opened.
_SIDE_BY_SIDE_PX = 1000


class ReceiptsView(QWidget):
    """Arranges its parts; they say themselves what the clerk wants."""

    def __init__(self, desk: Desk, model: PagedTableModel) -> None:
        super().__init__()
        self._theme = desk.theme
        self._is_open = False
        self.list = ReceiptLists(desk, model)
        self.detail = DetailView(desk)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(_GAP_PX)
        for part, share in ((self.list, 13), (self.detail, 8)):
            split.addWidget(part)
            split.setStretchFactor(split.indexOf(part), share)
        self.detail.setMinimumWidth(_LEAST_SIDE_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self.sheet = ActSheet(self, desk)
        self.detail.filled.connect(self._arrange)
        self._arrange()

    def open_detail(self) -> None:
        """Go on to what can be done with what is shown, over the list where there is no room."""
        self._is_open = True
        self._arrange()
        self.detail.start()

    def step_back(self) -> bool:
        """Go one step back: the sheet, then the list, then what is looked for."""
        if not self.sheet.isHidden():
            self.sheet.put_away()
            return True
        if self._is_open and self.list.isHidden():
            self._is_open = False
            self._arrange()
            self.list.table.setFocus()
            return True
        if self.list.search.isVisible() and not self.list.search.hasFocus():
            self.list.start()
            return True
        if not self.list.table.hasFocus() and not self.list.search.isVisible():
            self.list.table.setFocus()
            return True
        return False

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.list, self.detail, self.sheet):
            part.retranslate(_)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        # Both side by side must not keep the page as wide as they are: one gives way.
        self.setMinimumWidth(self.list.minimumSizeHint().width())
        is_cramped = self.width() < self._theme.px(_SIDE_BY_SIDE_PX)
        covers = is_cramped and self._is_open and self.detail.is_filled
        self.list.setHidden(covers)
        self.detail.setVisible(self.detail.is_filled and (covers or not is_cramped))
        self.detail.show_wide(covers)
