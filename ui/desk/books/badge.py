"""A small shield in the top bar: how old the last good backup is, and whether the books agree."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from domain.listing import BooksCondition
from resources.texts import Texts
from ui.desk.books.watch import Health
from ui.desk.books.words import age_words, backup_tone, backup_words, size_words
from ui.desk.kit.columns import Tone
from ui.desk.kit.parts import Button
from ui.desk.kit.theme import Theme, set_look

_SIDE_PX = 14
_TOKENS = {"good": "good", "warning": "warning", "bad": "bad"}


class ShieldBadge(Button):
    """Says in a word how safe the books are; more stands in its tool tip and on the page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, icon="shield-check", look="quiet")
        self._theme_of_badge = theme
        self._health: Health | None = None
        self._is_checking = False
        self._words = ""
        self.setObjectName("badge")
        # Where there is too little room the shield alone says it.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._show_tone)

    def show_health(self, health: Health, _: Texts) -> None:
        """Show how the office is."""
        self._health = health
        self.retranslate(_)

    def show_checking(self, is_checking: bool, _: Texts) -> None:
        """Show that a check is under way."""
        self._is_checking = is_checking
        self.retranslate(_)

    @property
    def tone(self) -> Tone:
        """Good, warning or bad: the worst of books, backup and room."""
        health = self._health
        if health is None:
            return "muted"
        if not health.is_in_order:
            return "bad"
        tone = backup_tone(health.safety, health.now)
        return "warning" if tone == "good" and health.safety.has_little_room else tone

    @override
    def retranslate(self, _: Texts) -> None:
        """Set the words."""
        self._words = f" {self._short(_)}"
        self._fit()
        self.updateGeometry()
        told = "\n".join(self._told(_))
        self.setToolTip(told)
        self.setAccessibleName(_("Books and backups"))
        self.setAccessibleDescription(told)
        self._show_tone()

    @override
    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self._words)
        return QSize(words + self._icon_width(), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._icon_width(), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _icon_width(self) -> int:
        return self.iconSize().width() + 2 * _SIDE_PX

    def _fit(self) -> None:
        self.setText(self._words if self.width() >= self.sizeHint().width() else "")

    def _short(self, _: Texts) -> str:
        health = self._health
        if health is None:
            return "…"
        if not health.is_in_order:
            return _("Not in order")
        if health.safety.has_little_room:
            return _("{free} free", free=size_words(health.safety.free_bytes))
        return backup_words(health.safety, health.now, _)

    def _told(self, _: Texts) -> list[str]:
        health = self._health
        if health is None:
            return [_("Books and backups")]
        backup = backup_words(health.safety, health.now, _)
        told = [self._check_words(health, _), _("Last good backup: {age}", age=backup)]
        if health.safety.has_little_room:
            free = size_words(health.safety.free_bytes)
            told.append(_("Only {free} are free on the disk of the office.", free=free))
        return told

    def _check_words(self, health: Health, _: Texts) -> str:
        if self._is_checking:
            return _("The books are being checked …")
        return check_words(health.condition, health, _)

    def _show_tone(self) -> None:
        tone = self.tone
        set_look(self, tone=tone)
        name = "shield-check" if tone in ("good", "muted") else "shield-alert"
        self.setIcon(self._theme_of_badge.icon(name, _TOKENS.get(tone, "muted")))


def check_words(condition: BooksCondition, health: Health, _: Texts) -> str:
    """Return how the books were found, in one line."""
    if condition.problems:
        return _("The books are not in order (problems found: {count}).", count=condition.problems)
    if condition.checked_at is None:
        return _("The books were not checked yet.")
    age = age_words(condition.checked_at, health.now, _)
    return _("The books were found in order {age}.", age=age)
