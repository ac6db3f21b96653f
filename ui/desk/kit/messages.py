"""Messages: everything the desk has told since somebody came, so that nothing is missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

#: Of more than these the oldest are forgotten.
MOST_KEPT = 100


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """What was told, in the words it was told in, and the one thing to do about it."""

    at: datetime
    tone: str
    words: str
    action_words: str = ""
    act: Callable[[], None] | None = None


class Messages(QObject):
    """Keeps the messages, the newest first, and which of them nobody can have read."""

    changed = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._now = now
        self._kept: list[Message] = []
        self._unread: set[Message] = set()

    def add(
        self, words: str, tone: str, action_words: str = "", act: Callable[[], None] | None = None
    ) -> Message:
        """Keep what is told now; it is unread until somebody had the time to read it."""
        message = Message(self._now(), tone, words, action_words if act else "", act)
        self._kept.insert(0, message)
        self._unread.add(message)
        for forgotten in self._kept[MOST_KEPT:]:
            self._unread.discard(forgotten)
        del self._kept[MOST_KEPT:]
        self.changed.emit()
        return message

    def reword(self, message: Message, words: str) -> Message:
        """Tell a message in other words and return it so; one that is forgotten stays forgotten."""
        reworded = replace(message, words=words)
        if message in self._kept:
            self._kept[self._kept.index(message)] = reworded
            if message in self._unread:
                self._unread.remove(message)
                self._unread.add(reworded)
            self.changed.emit()
        return reworded

    def all(self) -> list[Message]:
        """Return every message, the newest first."""
        return list(self._kept)

    @property
    def unread(self) -> int:
        """How many nobody can have read."""
        return len(self._unread)

    def show_read(self, message: Message) -> None:
        """Take it that a message was read."""
        if message in self._unread:
            self._unread.remove(message)
            self.changed.emit()

    def show_all_read(self) -> None:
        """Take it that every message was read."""
        if self._unread:
            self._unread.clear()
            self.changed.emit()

    def forget(self, message: Message) -> None:
        """Keep a message no more."""
        if message in self._kept:
            self._kept.remove(message)
            self._unread.discard(message)
            self.changed.emit()

    def clear(self) -> None:
        """Keep none."""
        self._kept.clear()
        self._unread.clear()
        self.changed.emit()
