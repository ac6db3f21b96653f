"""The pages at the left: icon, name, key; folded to icons where there is little room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from resources.texts import N_, Texts
from ui.desk.kit.page import Page
from ui.desk.kit.page_button import PageButton
from ui.desk.kit.page_rows import PageRows
from ui.desk.kit.parts import ElidedLabel, Label
from ui.desk.kit.theme import Theme, set_look

WIDTH_PX = 196
FOLDED_PX = 60
MOST_KEYS = 9
#: With these begin: dues and supply, the office's own work, and the watch over it.
_GROUPS_BEGIN = frozenset({"defaulters", "approvals", "staff"})


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
        self._buttons = {page.key: PageButton(theme, page) for page in pages}
        self._rows = PageRows(theme, self._groups())
        self._group = QButtonGroup(self)
        self._brand_icon = QLabel()
        self._brand = Label(N_("Bijli Bahi"), "brand")
        self._motto = Label(N_("The prepaid desk"), "muted")
        self.who = ElidedLabel("strong")
        self.counter = ElidedLabel("muted")
        self._names, self._person = QWidget(), QWidget()
        self.fold = QPushButton()
        set_look(self.fold, "fold")
        self.fold.setAutoDefault(False)
        self.fold.clicked.connect(self.fold_requested)
        self._is_folded = False
        self._lay_out()
        for number, (key, button) in enumerate(self._buttons.items(), start=1):
            self._connect(number, key, button)
        self._rows.changed.connect(self._fit)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def is_folded(self) -> bool:
        """Whether only icons are shown."""
        return self._is_folded

    def show_folded(self, is_folded: bool) -> None:
        """Show icons only, or names too."""
        self._is_folded = is_folded
        self._names.setVisible(not is_folded)
        self._person.setVisible(not is_folded)
        side = Qt.AlignmentFlag.AlignCenter if is_folded else Qt.AlignmentFlag.AlignLeft
        self._brand_icon.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._rows.show_folded(is_folded)
        self._on_theme_changed()

    def show_page(self, key: str) -> None:
        """Mark the page that is shown."""
        self._buttons[key].setChecked(True)
        self._rows.show_button(self._buttons[key])

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
        self._rows.retranslate(_)

    def button(self, key: str) -> QPushButton:
        """Return the button of a page."""
        return self._buttons[key]

    def _groups(self) -> list[list[PageButton]]:
        groups: list[list[PageButton]] = [[]]
        for key, button in self._buttons.items():
            if key in _GROUPS_BEGIN and groups[-1]:
                groups.append([])
            groups[-1].append(button)
        return groups

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(8, 2, 8, 8)
        head.setSpacing(8)
        head.addWidget(self._brand_icon)
        head.addWidget(_one_below_the_other(self._names, self._brand, self._motto), 1)
        foot.addWidget(_one_below_the_other(self._person, self.who, self.counter), 1)
        foot.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 10, 6, 8)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self._rows, 1)
        column.addLayout(foot)

    def _connect(self, number: int, key: str, button: PageButton) -> None:
        self._group.addButton(button)
        button.show_key(f"Ctrl+{number}" if number <= MOST_KEYS else "")
        button.clicked.connect(lambda: self.page_requested.emit(key))

    def _fit(self) -> None:
        px = self._theme.px
        folded = px(FOLDED_PX) if self._rows.are_paired else FOLDED_PX
        self.setFixedWidth(folded if self._is_folded else px(WIDTH_PX))

    def _on_theme_changed(self) -> None:
        self._fit()
        self._brand_icon.setPixmap(self._theme.pixmap("zap", "accent_2", 26))
        arrows = "chevrons-right" if self._is_folded else "chevrons-left"
        self.fold.setIcon(self._theme.icon(arrows, "side_muted"))


def _one_below_the_other(host: QWidget, *labels: QWidget) -> QWidget:
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for label in labels:
        column.addWidget(label)
    return host
