"""Whom somebody looked at last: kept with the office, so that it is there in the morning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from domain.books import Books
from domain.consumer import ConsumerQuery, ConsumerRow
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead

MOST_RECENT = 20
PREFERENCE = "recent.consumers"
#: A number may be the beginning of another one, or of a meter's.
_ALIKE = 5
#: Whoever is looked at for less is only passed on the way.
_KEPT_AFTER_MS = 1_000


class Recents(QObject):
    """Keeps the numbers of the last consumers of one person, the last one first.

    Names are not kept: they change, and not everybody may see them.
    """

    changed = Signal()

    def __init__(self, desk: Desk, books: Books, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._books = desk, books
        self._numbers: list[str] = []
        self._looked_at = ""
        self._soon = QTimer(self, singleShot=True, interval=_KEPT_AFTER_MS)
        self._soon.timeout.connect(self._keep)
        self._loaded = LatestRead(desk.tasks, self)
        self._loaded.answered.connect(self._on_loaded)
        self._loaded.failed.connect(desk.show_failure)

    def start(self) -> None:
        """Read whom somebody looked at before."""
        owner, get = self._desk.actor.name, self._books.preferences.get
        self._loaded.ask(lambda: get(owner, PREFERENCE))

    @property
    def numbers(self) -> list[str]:
        """The numbers, the last one first."""
        return list(self._numbers)

    def look_at(self, number: str) -> None:
        """Take note of a consumer who is looked at."""
        self._looked_at = number
        if self._numbers[:1] != [number]:
            self._soon.start()

    def rows(self) -> list[ConsumerRow]:
        """Return them as a list shows them (called off the GUI thread)."""
        return rows_of(self._books, self.numbers)

    def _keep(self) -> None:
        self._numbers = _merged([self._looked_at], self._numbers)
        self.changed.emit()
        owner, kept, put = self._desk.actor.name, self.numbers, self._books.preferences.put
        task = self._desk.tasks.write(self, lambda _progress: put(owner, PREFERENCE, kept))
        task.failed.connect(self._desk.show_failure)

    def _on_loaded(self, kept: Any) -> None:
        known = [number for number in kept if isinstance(number, str)] if kept else []
        self._numbers = _merged(self._numbers, known)
        self.changed.emit()


def rows_of(books: Books, numbers: Sequence[str]) -> list[ConsumerRow]:
    """Return the rows of consumers by their numbers, in that order; who is gone is left out."""
    ids = [
        one
        for number in numbers
        for one in books.find_consumers(ConsumerQuery(number, is_literal=True), limit=_ALIKE)
    ]
    by_number = {row.number: row for row in books.consumer_rows(ids).values()}
    return [by_number[number] for number in numbers if number in by_number]


def _merged(first: Sequence[str], then: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*first, *then]))[:MOST_RECENT]
