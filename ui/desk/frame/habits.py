"""How each person left the desk: the page, the folded navigation, where the lines stood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSplitter

from domain.books import Books
from ui.desk.kit.desk import Desk
from ui.desk.kit.page import Page
from ui.desk.kit.tasks import LatestRead

PREFERENCE = "desk.frame"
_KEPT_AFTER_MS = 1_000


@dataclass(frozen=True, slots=True)
class Habit:
    """What is remembered; ``splits`` are the widths of parts, by page and place on it."""

    page: str = ""
    is_folded: bool | None = None
    splits: Mapping[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Any) -> Habit:
        """Return what was kept; whatever is not as it should be counts as never said."""
        if not isinstance(kept, dict):
            return cls()
        page, folded, splits = kept.get("page"), kept.get("folded"), kept.get("splits")
        return cls(
            page=page if isinstance(page, str) else "",
            is_folded=folded if isinstance(folded, bool) else None,
            splits={
                name: sizes
                for name, sizes in (splits.items() if isinstance(splits, dict) else ())
                if isinstance(sizes, list) and all(isinstance(one, int) for one in sizes)
            },
        )

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"page": self.page, "folded": self.is_folded, "splits": dict(self.splits)}


class Habits(QObject):
    """Reads how somebody left the desk, and keeps it soon after something changed."""

    #: How somebody left the desk: a Habit.
    known = Signal(object)

    def __init__(self, desk: Desk, books: Books, now: Callable[[], Habit], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._preferences, self._now = desk, books.preferences, now
        self._kept: Habit | None = None
        self._soon = QTimer(self, singleShot=True, interval=_KEPT_AFTER_MS)
        self._soon.timeout.connect(self.keep)
        self._read = LatestRead(desk.tasks, self)
        self._read.answered.connect(self._on_read)
        self._read.failed.connect(desk.show_failure)

    def start(self) -> None:
        """Read how somebody left the desk."""
        owner, get = self._desk.actor.name, self._preferences.get
        self._read.ask(lambda: get(owner, PREFERENCE))

    def note(self) -> None:
        """Take note that something changed, once it is known how it was before."""
        if self._kept is not None:
            self._soon.start()

    def keep(self) -> None:
        """Keep how the desk is now."""
        self._soon.stop()
        habit = self._now()
        if self._kept is None or habit == self._kept:
            return
        self._kept = habit
        owner, put, kept = self._desk.actor.name, self._preferences.put, habit.kept()
        task = self._desk.tasks.write(self, lambda _progress: put(owner, PREFERENCE, kept))
        task.failed.connect(self._desk.show_failure)

    def _on_read(self, kept: Any) -> None:
        self._kept = Habit.of(kept)
        self.known.emit(self._kept)


class Splits(QObject):
    """Keeps the lines between parts where somebody moved them to, page by page."""

    #: Somebody moved a line.
    changed = Signal()

    def __init__(self, pages: Mapping[str, Page], parent: QObject) -> None:
        super().__init__(parent)
        self.sizes: dict[str, list[int]] = {}
        self._splitters = {
            f"{key}.{place}": splitter
            for key, page in pages.items()
            for place, splitter in enumerate(page.widget.findChildren(QSplitter))
        }
        for name, splitter in self._splitters.items():
            splitter.splitterMoved.connect(lambda _at, _place, name=name: self._on_moved(name))

    def show_on(self, page: str) -> None:
        """Put the lines of a page where they were."""
        for name, splitter in self._splitters.items():
            sizes = self.sizes.get(name, [])
            if name.startswith(f"{page}.") and _fits(splitter, sizes):
                splitter.setSizes(sizes)

    def _on_moved(self, name: str) -> None:
        self.sizes[name] = self._splitters[name].sizes()
        self.changed.emit()


def _fits(splitter: QSplitter, sizes: list[int]) -> bool:
    parts = [splitter.widget(place) for place in range(splitter.count())]
    return len(sizes) == len(parts) and not any(part is None or part.isHidden() for part in parts)
