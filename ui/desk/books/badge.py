"""A small shield in the top bar: how old the last good backup is, and whether the books agree."""

from __future__ import annotations

from typing_extensions import override

from domain.listing import BooksCondition
from resources.texts import Texts
from ui.desk.books.watch import Health
from ui.desk.books.words import age_words, backup_tone, backup_words, size_words
from ui.desk.kit.columns import Tone
from ui.desk.kit.theme import Theme, set_look
from ui.desk.kit.top_badge import TopBadge

_TOKENS = {"good": "good", "warning": "warning", "bad": "bad"}


class ShieldBadge(TopBadge):
    """Says in a word how safe the books are; more stands in its tool tip and on the page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "shield-check")
        self._theme_of_badge = theme
        self._health: Health | None = None
        self._is_checking = False
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
        self.show_words(self._short(_), "\n".join(self._told(_)))
        self.setAccessibleName(_("Books and backups"))
        self._show_tone()

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
