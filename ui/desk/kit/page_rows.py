"""The pages of the navigation in groups: closer together, in pairs or scrolled, as room is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import Texts
from ui.desk.kit.page_button import PageButton
from ui.desk.kit.parts import hairline, scrolling
from ui.desk.kit.theme import Theme, set_look

#: How high a page is where there is room, and where there is little.
_MOST_PX, _LEAST_PX = 31, 25
_LINE_PX = 7
_MORE_PX, _CHEVRON_PX = 16, 14
_SEEN_AROUND_PX = 40
_PAIR = 2


class PageRows(QWidget):
    """Shows every page where it can: of icons two stand side by side before any is out of sight.

    Where pages are out of sight all the same, an arrow above and one below say so.
    """

    #: Icons stand in pairs, or do not any more.
    changed = Signal()

    def __init__(self, theme: Theme, groups: Sequence[Sequence[PageButton]]) -> None:
        super().__init__()
        self._theme, self._groups = theme, groups
        self._buttons = [button for group in groups for button in group]
        self._lines = [_line() for _group in groups[1:]]
        self._is_folded, self._columns = False, 0
        self._page_rows: list[int] = []
        self._sought: PageButton | None = None
        self.above = _More(theme, "chevron-up", "pages_above")
        self.below = _More(theme, "chevron-down", "pages_below")
        inner, self._grid = QWidget(), QGridLayout()
        self._area = scrolling(inner)
        self._bar = self._area.verticalScrollBar()
        self._lay_out(inner)
        self._connect()

    @property
    def are_paired(self) -> bool:
        """Whether two icons stand side by side."""
        return self._columns == _PAIR

    def show_folded(self, is_folded: bool) -> None:
        """Show icons only, or names too."""
        self._is_folded = is_folded
        for button in self._buttons:
            button.show_folded(is_folded)
        self._fit()

    def show_button(self, button: PageButton) -> None:
        """Bring a page into sight."""
        self._sought = button
        self._area.ensureWidgetVisible(button, 0, _SEEN_AROUND_PX)

    def retranslate(self, _: Texts) -> None:
        """Set names and tool tips."""
        for button in self._buttons:
            button.retranslate(_)
        for more, words in ((self.above, _("Pages above")), (self.below, _("Pages below"))):
            more.setAccessibleName(words)
            more.setToolTip(words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Let the pages stand as far apart as there is room for."""
        least, room = self._theme.px(_LEAST_PX), self.height() - _LINE_PX * len(self._lines)
        is_short = self._rows_in(1) * least > room
        self._place_in(_PAIR if self._is_folded and is_short else 1)
        each = room // self._rows_in(self._columns)
        height = min(max(each, least), self._theme.px(_MOST_PX))
        for row in self._page_rows:
            self._grid.setRowMinimumHeight(row, height)
        for more in (self.above, self.below):
            more.setVisible(each < least)
        if self._sought and each < least:
            self._grid.activate()
            self.show_button(self._sought)

    def _rows_in(self, columns: int) -> int:
        """Return how many rows the pages take in so many columns."""
        return sum(-(-len(group) // columns) for group in self._groups)

    def _place_in(self, columns: int) -> None:
        if columns == self._columns:
            return
        for part in (*self._buttons, *self._lines):
            self._grid.removeWidget(part)
        for row in self._page_rows:
            self._grid.setRowMinimumHeight(row, 0)
        self._columns, self._page_rows, row = columns, [], 0
        for group, line in zip(self._groups, (None, *self._lines), strict=True):
            if line is not None:
                self._grid.addWidget(line, row, 0, 1, columns)
                row += 1
            for place, button in enumerate(group):
                self._grid.addWidget(button, row + place // columns, place % columns)
            rows = range(row, row - (-len(group) // columns))
            self._page_rows += rows
            row = rows.stop
        self.changed.emit()

    def _show_beyond(self) -> None:
        """Let the arrows say where pages are out of sight."""
        self.above.setEnabled(self._bar.value() > self._bar.minimum())
        self.below.setEnabled(self._bar.value() < self._bar.maximum())

    def _scroll(self, way: int) -> None:
        self._bar.setValue(self._bar.value() + way * self._area.viewport().height() // 2)

    def _lay_out(self, inner: QWidget) -> None:
        self._grid.setSpacing(0)
        pages, column = QVBoxLayout(inner), QVBoxLayout(self)
        pages.setContentsMargins(0, 0, 0, 0)
        pages.addLayout(self._grid)
        pages.addStretch(1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.above)
        column.addWidget(self._area, 1)
        column.addWidget(self.below)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _connect(self) -> None:
        for button in self._buttons:
            button.focused.connect(lambda button=button: self.show_button(button))
        self._bar.valueChanged.connect(self._show_beyond)
        self._bar.rangeChanged.connect(self._show_beyond)
        self.above.clicked.connect(lambda _checked=False: self._scroll(-1))
        self.below.clicked.connect(lambda _checked=False: self._scroll(1))
        self._theme.changed.connect(self._fit)
        self._show_beyond()


class _More(QPushButton):
    """An arrow that says that there are more pages; pressed, it brings them into sight."""

    def __init__(self, theme: Theme, icon: str, name: str) -> None:
        super().__init__()
        self._theme, self._icon_name = theme, icon
        self.setObjectName(name)
        set_look(self, "more")
        # Whoever has no mouse comes to the pages themselves.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoDefault(False)
        self.setIconSize(QSize(_CHEVRON_PX, _CHEVRON_PX))
        self.setFixedHeight(_MORE_PX)
        self.hide()
        theme.changed.connect(self._show_icon)
        self._show_icon()

    @override
    def changeEvent(self, e: QEvent) -> None:
        super().changeEvent(e)
        if e.type() == QEvent.Type.EnabledChange:
            self._show_icon()

    def _show_icon(self) -> None:
        """Show the arrow where it leads somewhere; its room stays."""
        is_on = self.isEnabled()
        self.setIcon(self._theme.icon(self._icon_name, "side_text") if is_on else QIcon())


def _line() -> QWidget:
    """Return a thin line between two groups."""
    between = QWidget()
    between.setFixedHeight(_LINE_PX)
    column = QVBoxLayout(between)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(hairline())
    return between
