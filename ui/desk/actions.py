"""What can be done at the desk and by which key: one registry feeds keys, key bar, Go To and F1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from domain.staff import Act


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done: its name, its words (an ``N_`` constant), its keys.

    ``keys`` are written as Qt writes them (``F5``, ``Ctrl+K``); the first is the one shown.
    ``in_bar`` puts it into the key bar; ``everywhere`` lets it work from every page. Where a
    role may not do what it ``needs``, the desk has no such action. ``instead_of`` names an action
    of another page that works everywhere, and rests while this one's page is shown.
    """

    name: str
    text: str
    run: Callable[[], None]
    keys: tuple[str, ...] = ()
    icon: str = ""
    in_bar: bool = True
    everywhere: bool = False
    needs: Act | None = None
    instead_of: str = ""


class KeyTaken(Exception):
    """Two actions that can be reached at the same time want one key."""

    def __init__(self, key: str, first: str, second: str) -> None:
        super().__init__(f"{key} does both {first!r} and {second!r}")


class Actions(QObject):
    """Keeps every action of the desk; those of a page work while the page is shown."""

    #: Which actions can be reached has changed: another page, another one enabled.
    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._entries: list[tuple[str, Action, QAction]] = []
        self._by_key: dict[str, list[tuple[str, Action]]] = {}
        self._page = ""

    def add(self, action: Action, page: str = "") -> None:
        """Register an action of the frame, or of one page; :class:`KeyTaken` for a key in use."""
        keys = {_normal(key) for key in action.keys}
        self._refuse_taken_keys(keys, action, page)
        for key in keys:
            self._by_key.setdefault(key, []).append((page, action))
        carrier = QAction(self._window)
        carrier.setObjectName(action.name)
        carrier.setShortcuts([QKeySequence(key) for key in action.keys])
        carrier.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        carrier.setAutoRepeat(False)
        carrier.triggered.connect(lambda _checked=False: action.run())
        self._window.addAction(carrier)
        self._entries.append((page, action, carrier))
        self._enable_for_page()

    def show_page(self, page: str) -> None:
        """Let the actions of ``page`` work, and those of the other pages rest."""
        self._page = page
        self._enable_for_page()

    def reachable(self) -> list[Action]:
        """Return what can be done now, the page's own first."""
        own = [action for page, action, _ in self._entries if page == self._page]
        rest = [
            action
            for page, action, _ in self._entries
            if page != self._page
            and (not page or action.everywhere)
            and action.name not in self._replaced()
        ]
        return own + rest if self._page else rest

    def all(self) -> Sequence[tuple[str, Action]]:
        """Return every action with its page (empty for the frame), in order of registration."""
        return [(page, action) for page, action, _ in self._entries]

    def run(self, name: str) -> None:
        """Do what can be reached under ``name``; ``LookupError`` when nothing can."""
        for action in self.reachable():
            if action.name == name:
                action.run()
                return
        raise LookupError(name)

    def _enable_for_page(self) -> None:
        replaced = self._replaced()
        for page, action, carrier in self._entries:
            reaches = _reaches(action, page, self._page)
            carrier.setEnabled(reaches and action.name not in replaced)
        self.changed.emit()

    def _replaced(self) -> set[str]:
        """Return the actions in whose place the shown page has its own."""
        return {action.instead_of for page, action, _ in self._entries if page == self._page}

    def _refuse_taken_keys(self, keys: set[str], action: Action, page: str) -> None:
        for key in keys:
            for other_page, other in self._by_key.get(key, ()):
                is_instead = action.instead_of == other.name or other.instead_of == action.name
                if not is_instead and _meet(action, page, other, other_page):
                    raise KeyTaken(key, other.name, action.name)


def shown_key(action: Action) -> str:
    """Return the key as people write it (``Ctrl+K``), or nothing."""
    return _normal(action.keys[0]) if action.keys else ""


def _reaches(action: Action, page: str, shown: str) -> bool:
    return not page or page == shown or action.everywhere


def _meet(action: Action, page: str, other: Action, other_page: str) -> bool:
    """Return whether both can be reached from some one page."""
    anywhere = not page or action.everywhere or not other_page or other.everywhere
    return anywhere or page == other_page


def _normal(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
