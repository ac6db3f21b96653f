"""Ctrl+K: go to a page, a consumer or an action by a few letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from resources.texts import Texts
from ui.desk.kit.fields import SearchField
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.tasks import LatestRead, TaskRunner
from ui.desk.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Destination:
    """Somewhere to go: its words, and what going there does."""

    words: str
    go: Callable[[], None]


#: Destinations among the consumers for a search text; called off the GUI thread.
FindConsumers = Callable[[str], Sequence[Destination]]


class GoTo(TypedSheet):
    """A line to type into and what it fits; Enter goes there."""

    def __init__(
        self, host: QWidget, theme: Theme, tasks: TaskRunner, find_consumers: FindConsumers
    ) -> None:
        super().__init__(host, theme, 560, 400)
        self._find_consumers = find_consumers
        self._fixed: Sequence[Destination] = ()
        self._shown: list[Destination] = []
        self._latest = LatestRead(tasks, self)
        self.line = _Line(theme, self)
        self.list = QListView()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._model = QStringListModel(self)
        self.list.setModel(self._model)
        self.body.addWidget(self.line)
        self.body.addWidget(self.list, 1)
        self.line.changed.connect(self._on_typed)
        self.line.search_requested.connect(self._on_search_requested)
        self._latest.answered.connect(self._on_found)
        self.list.clicked.connect(lambda index: self._go(index.row()))

    def ask(self, fixed: Sequence[Destination], _: Texts) -> None:
        """Open with these destinations; consumers are searched for as one types."""
        self._fixed = fixed
        self.line.setPlaceholderText(_("Go to a page, a consumer, an action …"))
        self.line.setAccessibleName(_("Go to"))
        self.list.setAccessibleName(_("Places that fit"))
        self.line.clear()
        self.open()
        self._show(list(fixed))
        self.line.setFocus()

    def step(self, by: int) -> None:
        """Mark the destination above or below."""
        place = max(0, min(self.list.currentIndex().row() + by, len(self._shown) - 1))
        self.list.setCurrentIndex(self._model.index(place, 0))

    def go(self) -> None:
        """Go to the destination that is marked."""
        self._go(self.list.currentIndex().row())

    @property
    def texts(self) -> list[str]:
        """The words of what is shown."""
        return [destination.words for destination in self._shown]

    def _on_typed(self) -> None:
        self._latest.forget()
        self._show(self._fitting(self.line.value()))

    def _on_search_requested(self, text: str) -> None:
        if text and self.isVisible():
            self._latest.ask(lambda: (text, self._find_consumers(text)))

    def _on_found(self, answer: tuple[str, Sequence[Destination]]) -> None:
        text, consumers = answer
        self._show([*self._fitting(text), *consumers])

    def _fitting(self, text: str) -> list[Destination]:
        words = text.casefold().split()
        return [
            destination
            for destination in self._fixed
            if all(word in destination.words.casefold() for word in words)
        ]

    def _show(self, destinations: list[Destination]) -> None:
        self._shown = destinations
        self._model.setStringList(self.texts)
        self.list.setCurrentIndex(self._model.index(0, 0))

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._shown):
            self.put_away()
            self._shown[place].go()


class _Line(SearchField):
    """Keeps the focus while Up, Down and Enter work in the list below."""

    def __init__(self, theme: Theme, go_to: GoTo) -> None:
        super().__init__(theme, go_to)
        self._go_to = go_to

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go_to.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_to.go()
        elif event.key() == Qt.Key.Key_Escape:
            self._go_to.put_away()
        else:
            super().keyPressEvent(event)
