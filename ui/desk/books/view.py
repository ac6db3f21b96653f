"""The Books page: the books at the left, their backups at the right, what needs somebody above."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import N_, Texts
from ui.desk.books.backup_card import BackupCard
from ui.desk.books.check_card import CheckCard, ProblemsCard
from ui.desk.books.drill_sheet import DrillSheet
from ui.desk.books.messages_card import MessagesCard
from ui.desk.books.settings_sheet import BackupSettingsSheet
from ui.desk.kit.parts import Button, Card, Label
from ui.desk.kit.theme import Theme

#: Below this width the cards stand one above the other.
_SIDE_BY_SIDE_PX = 840
_GAP = 12


class SupportCard(Card):
    """Offers what support needs to know, and says what it never holds."""

    bundle_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = Label(
            N_(
                "Support needs to see how the program and the office are? A support bundle tells"
                " it, without names, numbers or amounts of consumers."
            ),
            "muted",
            wraps=True,
        )
        self.bundle = Button(theme, N_("Make a support bundle"), icon="life-buoy", key="Alt+S")
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._words, 1)
        row.addWidget(self.bundle)
        self.body.addLayout(row)
        self.bundle.clicked.connect(lambda _checked=False: self.bundle_requested.emit())

    def retranslate_all(self, _: Texts) -> None:
        """Set every word."""
        self._words.retranslate(_)
        self.bundle.retranslate(_)


class BooksView(QWidget):
    """Arranges its cards; they say themselves what is wanted."""

    def __init__(self, theme: Theme, _: Texts, *, may_override: bool, may_review: bool) -> None:
        super().__init__()
        self._theme = theme
        self.problems = ProblemsCard(theme, _)
        self.messages = MessagesCard(theme, _, may_review=may_review)
        self.check = CheckCard(theme, may_override=may_override)
        self.backups = BackupCard(theme, _)
        self.support = SupportCard(theme)
        self.drill = DrillSheet(self, theme, _)
        self.settings = BackupSettingsSheet(self, theme)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._is_wide: bool | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.problems)
        column.addWidget(self.messages)
        column.addLayout(self._grid)
        column.addWidget(self.support)
        column.addStretch(1)
        theme.changed.connect(self._arrange)
        self._arrange()

    def start(self) -> None:
        """Put the focus on what needs somebody first."""
        has_problems = not self.problems.isHidden() and self.problems.model.rowCount() > 0
        (self.problems.table if has_problems else self.check.check_now).setFocus()

    def step_back(self) -> bool:
        """Put away what lies over the page; False when nothing does."""
        for sheet in (self.drill, self.settings):
            if not sheet.isHidden():
                sheet.put_away()
                return True
        return False

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self.problems.retranslate_all(_)
        self.messages.retranslate_all(_)
        self.check.retranslate_all(_)
        self.backups.retranslate_all(_)
        self.support.retranslate_all(_)
        self.drill.retranslate(_)
        self.settings.retranslate(_)
        self._arrange()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def minimumSizeHint(self) -> QSize:
        # No wider than its widest card: side by side they stand only where there is room.
        narrow = max(card.minimumSizeHint().width() for card in (self.check, self.backups))
        return QSize(narrow, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        both = sum(card.minimumSizeHint().width() for card in (self.check, self.backups))
        is_wide = self.width() >= max(self._theme.px(_SIDE_BY_SIDE_PX), both + _GAP)
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        for card in (self.check, self.backups):
            self._grid.removeWidget(card)
        self._grid.addWidget(self.check, 0, 0)
        self._grid.addWidget(self.backups, *((0, 1) if is_wide else (1, 0)))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if is_wide else 0)
