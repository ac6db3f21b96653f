"""A strip above every page while the books are not in order: nothing is written meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from resources.texts import N_, Texts
from ui.desk.books.watch import Health
from ui.desk.kit.parts import Button, Label
from ui.desk.kit.theme import Theme, set_look


class AlarmStrip(QFrame):
    """Large and red; hidden while all is well."""

    #: Show the page that tells what is wrong; let the office write all the same.
    page_requested = Signal()
    override_requested = Signal()

    def __init__(self, theme: Theme, *, may_override: bool) -> None:
        super().__init__()
        set_look(self, "alarm")
        self._theme = theme
        self._health: Health | None = None
        self._icon = QLabel()
        self.words = Label("", "heading", wraps=True)
        self.show_page = Button(theme, N_("See what is wrong"))
        self.override_it = Button(theme, N_("Override with a reason"))
        # Shown before it has its place, a widget would be a window for a moment.
        if not may_override:
            self.override_it.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.show_page)
        row.addWidget(self.override_it)
        self.show_page.clicked.connect(lambda _checked=False: self.page_requested.emit())
        self.override_it.clicked.connect(lambda _checked=False: self.override_requested.emit())
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    def show_health(self, health: Health, _: Texts) -> None:
        """Stand there while the books are not in order, and say so."""
        self._health = health
        self._show_words(_)
        self.setVisible(not health.is_in_order)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self.show_page.retranslate(_)
        self.override_it.retranslate(_)
        self._show_words(_)

    def _show_words(self, _: Texts) -> None:
        if self._health:
            self.words.setText(
                _(
                    "The books are not in order (problems found: {count}). Nothing is written"
                    " until that is settled.",
                    count=f"{self._health.condition.problems:,}",
                )
            )

    def _on_theme_changed(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("shield-alert", "card", 24))
