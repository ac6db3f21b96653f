"""The pages at the left: icon, name, key; folded to icons where there is little room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from resources.texts import N_, Texts
from ui.desk.kit.page import Page
from ui.desk.kit.parts import ElidedLabel, Label, hairline, scrolling
from ui.desk.kit.theme import Theme, set_look

WIDTH_PX = 196
FOLDED_PX = 60
MOST_KEYS = 9
#: The pages with which the office's own work begins, and the watch over it.
_GROUPS_BEGIN = frozenset({"approvals", "staff"})
_SEEN_AROUND_PX = 40
#: More than so many waiting things are counted no further.
_MOST_WAITING = 99


class Navigation(QFrame):
    """Lists the pages that do something; the first nine have Ctrl and a digit."""

    #: The clerk wants a page: its key.
    page_requested = Signal(str)
    #: The clerk wants the list wider or narrower.
    fold_requested = Signal()

    def __init__(self, theme: Theme, pages: Sequence[Page]) -> None:
        super().__init__()
        set_look(self, "side")
        self._theme = theme
        self._buttons = {page.key: _PageButton(theme, page) for page in pages}
        self._group = QButtonGroup(self)
        self._brand_icon = QLabel()
        self._brand = Label(N_("Bijli Bahi"), "brand")
        self._motto = Label(N_("The prepaid desk"), "muted")
        self.who = ElidedLabel("strong")
        self.counter = ElidedLabel("muted")
        self.fold = QPushButton()
        self.fold.setAutoDefault(False)
        self.fold.clicked.connect(self.fold_requested)
        self._is_folded = False
        self._lay_out()
        for number, (key, button) in enumerate(self._buttons.items(), start=1):
            self._connect(number, key, button)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def is_folded(self) -> bool:
        """Whether only icons are shown."""
        return self._is_folded

    def show_folded(self, is_folded: bool) -> None:
        """Show icons only, or names too."""
        self._is_folded = is_folded
        for label in (self._brand, self._motto, self.who, self.counter):
            label.setVisible(not is_folded)
        for button in self._buttons.values():
            button.show_folded(is_folded)
        self._on_theme_changed()

    def show_page(self, key: str) -> None:
        """Mark the page that is shown."""
        self._buttons[key].setChecked(True)
        self._pages.ensureWidgetVisible(self._buttons[key], 0, _SEEN_AROUND_PX)

    def show_waiting(self, key: str, count: int) -> None:
        """Show at a page how many things wait there; none: its key."""
        self._buttons[key].show_waiting(count)

    def show_person(self, name: str, counter: str) -> None:
        """Show who works here, and at which counter (already worded)."""
        self.who.setText(name)
        self.counter.setText(counter)

    def retranslate(self, _: Texts) -> None:
        """Set names and tool tips."""
        self._brand.retranslate(_)
        self._motto.retranslate(_)
        self.fold.setAccessibleName(_("Fold the navigation"))
        self.fold.setToolTip(_("Fold the navigation"))
        for button in self._buttons.values():
            button.retranslate(_)

    def button(self, key: str) -> QPushButton:
        """Return the button of a page."""
        return self._buttons[key]

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 2, 0, 8)
        head.setSpacing(8)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._brand)
        names.addWidget(self._motto)
        head.addWidget(self._brand_icon)
        head.addLayout(names, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 8)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self._laid_out_pages(), 1)
        for widget in (self.who, self.counter, self.fold):
            column.addWidget(widget)

    def _laid_out_pages(self) -> QScrollArea:
        """Return the pages in their groups; where the window is low they scroll."""
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for key, button in self._buttons.items():
            if key in _GROUPS_BEGIN and column.count():
                column.addSpacing(3)
                column.addWidget(hairline())
                column.addSpacing(3)
            column.addWidget(button)
        column.addStretch(1)
        self._pages = scrolling(rows)
        return self._pages

    def _connect(self, number: int, key: str, button: _PageButton) -> None:
        self._group.addButton(button)
        button.show_key(f"Ctrl+{number}" if number <= MOST_KEYS else "")
        button.clicked.connect(lambda: self.page_requested.emit(key))

    def _on_theme_changed(self) -> None:
        self.setFixedWidth(FOLDED_PX if self._is_folded else self._theme.px(WIDTH_PX))
        self._brand_icon.setPixmap(self._theme.pixmap("zap", "accent_2", 26))
        arrows = "chevrons-right" if self._is_folded else "chevrons-left"
        self.fold.setIcon(self._theme.icon(arrows, "side_muted"))


class _PageButton(QPushButton):
    """One page: its icon, its name, its key at the right."""

    def __init__(self, theme: Theme, page: Page) -> None:
        super().__init__()
        self._theme, self._page = theme, page
        self._is_folded, self._title = False, ""
        self._texts, self._count = Texts(), 0
        self._waiting = QLabel(self)
        set_look(self._waiting, "waiting")
        self._waiting.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._waiting.hide()
        self._key = QLabel()
        set_look(self._key, "muted")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addStretch(1)
        row.addWidget(self._key)
        self.setCheckable(True)
        # Where the pages scroll, the bar takes of their width.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.toggled.connect(lambda on: set_look(self._key, "chosen" if on else "muted"))
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_key(self, key: str) -> None:
        self._key.setText(key)

    def show_waiting(self, count: int) -> None:
        self._count = count
        self._waiting.setText(str(min(count, _MOST_WAITING)))
        self._show_title()

    def show_folded(self, is_folded: bool) -> None:
        self._is_folded = is_folded
        self._show_title()

    def retranslate(self, _: Texts) -> None:
        self._texts, self._title = _, self._page.title(_)
        self._show_title()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_waiting()

    def _show_title(self) -> None:
        self._key.setVisible(not self._is_folded and not self._count)
        self._waiting.setVisible(self._count > 0)
        self._place_waiting()
        self.setAccessibleName(self._spoken())
        self.setText("" if self._is_folded else f"  {self._title}")
        self.setToolTip(f"{self._title}  {self._key.text()}" if self._is_folded else "")

    def _spoken(self) -> str:
        if not self._count:
            return self._title
        return self._texts("{page}: {count} waiting", page=self._title, count=self._count)

    def _place_waiting(self) -> None:
        """Put the number at the end of the row; folded, over the corner of the icon."""
        self._waiting.adjustSize()
        left = self.width() - self._waiting.width() - (0 if self._is_folded else 8)
        middle = (self.height() - self._waiting.height()) // 2
        self._waiting.move(left, 0 if self._is_folded else middle)

    def _on_theme_changed(self) -> None:
        self.setIcon(self._theme.icon(self._page.icon, "side_text", chosen="on_side"))
        side = self._theme.px(18)
        self.setIconSize(QSize(side, side))
