"""A red strip above every page while the office has stopped all disconnecting."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from domain import formats
from domain.supply_book import Standstill
from resources.texts import N_, Texts
from ui.desk.kit.parts import Button, Label
from ui.desk.kit.theme import Theme, set_look


class StopStrip(QFrame):
    """Says who stopped, when and why; hidden while orders may leave."""

    page_requested = Signal()
    resume_requested = Signal()

    def __init__(self, theme: Theme, *, may_resume: bool) -> None:
        super().__init__()
        set_look(self, "alarm")
        self._theme = theme
        self._standstill: Standstill | None = None
        self._icon = QLabel()
        self.words = Label("", "heading", wraps=True)
        self.show_page = Button(theme, N_("Disconnection"))
        self.resume = Button(theme, N_("Go on disconnecting"))
        # Shown before it has its place, a widget would be a window for a moment.
        if not may_resume:
            self.resume.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.show_page)
        row.addWidget(self.resume)
        self.show_page.clicked.connect(lambda _checked=False: self.page_requested.emit())
        self.resume.clicked.connect(lambda _checked=False: self.resume_requested.emit())
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    def show_standstill(self, standstill: Standstill | None, _: Texts) -> None:
        """Stand there while disconnecting is stopped."""
        self._standstill = standstill
        self._show_words(_)
        self.setVisible(standstill is not None)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self.show_page.retranslate(_)
        self.resume.retranslate(_)
        self._show_words(_)

    def _show_words(self, _: Texts) -> None:
        if self._standstill is not None:
            self.words.setText(
                _(
                    "All disconnecting is stopped by {who} since {at}: {reason}",
                    who=self._standstill.began_by,
                    at=formats.moment(self._standstill.began_at, _.month_names),
                    reason=self._standstill.reason,
                )
            )

    def _on_theme_changed(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("triangle-alert", "card", 24))
