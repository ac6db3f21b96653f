"""Ctrl+K: go to a page, a consumer, a receipt, a report or an action by a few letters of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QKeyCombination,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from resources.texts import N_, Texts
from ui.desk.kit.fields import SearchField
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Label
from ui.desk.kit.tasks import LatestRead, TaskRunner
from ui.desk.kit.theme import Theme

_SIZE = (660, 470)
_ROW_PX, _TITLE_PX, _ICON_PX, _GAP_PX = 34, 26, 18, 10
#: The key that opened it; Qt would take away what stands behind the cursor.
_AGAIN = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_K)
#: Of one kind no more than these are shown, unless nothing is typed.
_MOST_OF_A_KIND = 8


@dataclass(frozen=True, slots=True)
class Destination:
    """Somewhere to go: its words, what going there does, and what is seen of it beforehand.

    ``note`` says what else is known of it, ``key`` by which key one comes there at once;
    ``instead`` is what Ctrl+Enter does; ``also`` are words by which it is found, too.
    """

    words: str
    go: Callable[[], None]
    icon: str = ""
    note: str = ""
    key: str = ""
    instead: Callable[[], None] | None = None
    also: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Destinations of one kind under its name, the best one first.

    ``is_exact``: one of them is just what was typed, so that the group stands before all others.
    """

    title: str
    destinations: Sequence[Destination]
    is_exact: bool = False


#: What is found for a text in the books; called off the GUI thread.
Find = Callable[[str], Sequence[Group]]
#: What is found for a text without the books; called for every key.
Local = Callable[[str], Sequence[Group]]


class GoTo(TypedSheet):
    """A line to type into and what it fits; Enter goes there."""

    def __init__(
        self,
        host: QWidget,
        theme: Theme,
        tasks: TaskRunner,
        find: Find,
        sentence: Callable[[Exception], str],
    ) -> None:
        super().__init__(host, theme, *_SIZE)
        self._find, self._sentence = find, sentence
        self._local: Local = lambda _text: ()
        self._is_looking = self._goes_when_found = self._has_stepped = False
        self._latest = LatestRead(tasks, self)
        self.line = _Line(theme, self)
        self.list = QListView()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _Model()
        self._model.setParent(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(theme, self._model, self.list))
        self.nothing = Label(N_("Nothing fits. Take a letter away."), "muted")
        self.hint = Label(N_("Enter: open · Ctrl+Enter: recharge a consumer · Esc: back"), "muted")
        for part in (self.line, self.nothing):
            self.body.addWidget(part)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.hint)
        self.line.changed.connect(self._on_typed)
        self.line.search_requested.connect(self._on_search_requested)
        self._latest.answered.connect(self._on_found)
        self._latest.failed.connect(self._on_failed)
        self.list.clicked.connect(lambda index: self._go(self._model.at(index.row())))
        theme.changed.connect(self.list.reset)

    def ask(self, local: Local, _: Texts) -> None:
        """Open; ``local`` finds what needs no books, the books are searched as one types."""
        if self.isVisible():
            self.line.selectAll()
            self.line.setFocus()
            return
        self._local = local
        words = _("Page, consumer, receipt, report or action …")
        self.line.setPlaceholderText(words)
        self.line.setAccessibleName(_("Go to"))
        self.list.setAccessibleName(_("Places that fit"))
        for part in (self.nothing, self.hint):
            part.retranslate(_)
        self.line.show_text("")
        self.open()
        self._begin("")
        self._look_for("")
        self.line.setFocus()

    def step(self, by: int) -> None:
        """Mark the destination above or below."""
        places = self._model.places
        if not places:
            return
        row = self.list.currentIndex().row()
        here = places.index(row) if row in places else 0
        self._has_stepped = True
        self._mark(places[max(0, min(here + by, len(places) - 1))])

    def go(self, *, instead: bool = False) -> None:
        """Go to the destination that is marked, now or when it is found."""
        marked = self._model.at(self.list.currentIndex().row())
        if marked is None:
            self._goes_when_found = self._is_looking or self.line.is_breathing
        elif not instead:
            self._go(marked)
        elif marked.instead:
            self._go(replace(marked, go=marked.instead))

    @property
    def texts(self) -> list[str]:
        """The words of what is shown."""
        return [one.words for one in self._model.destinations]

    @property
    def titles(self) -> list[str]:
        """The names of the kinds that are shown, in order."""
        return [row for row in self._model.rows if isinstance(row, str)]

    def _on_typed(self) -> None:
        self._latest.forget()
        self._is_looking = False
        self._begin(self.line.value())

    def _begin(self, text: str) -> None:
        self._goes_when_found = self._has_stepped = False
        self._show(text, self._local(text))

    def _on_search_requested(self, text: str) -> None:
        if self.isVisible():
            self._look_for(text)

    def _look_for(self, text: str) -> None:
        self._is_looking = True
        self._latest.ask(lambda: (text, self._find(text)))

    def _on_found(self, answer: tuple[str, Sequence[Group]]) -> None:
        text, found = answer
        self._is_looking = False
        # Nobody's mark is moved to something else.
        marked = self._model.at(self.list.currentIndex().row()) if self._has_stepped else None
        self._show(text, [*self._local(text), *found], marked)
        if self._goes_when_found:
            self.go()

    def _on_failed(self, error: Exception) -> None:
        """Leave the rest as it stands: pages and actions are there without the books."""
        self._is_looking = False
        self.hint.setText(self._sentence(error))

    def _show(self, text: str, groups: Sequence[Group], marked: Destination | None = None) -> None:
        most = _MOST_OF_A_KIND if text else None
        self._model.show_groups(_ranked(groups, text), text, most)
        self.nothing.setVisible(not self._model.places and not self._is_looking)
        kept = self._model.place_of(marked) if marked else None
        if kept is not None:
            self._mark(kept)
        elif self._model.places:
            self.list.scrollToTop()
            self.list.setCurrentIndex(self._model.index(self._model.places[0], 0))

    def _mark(self, row: int) -> None:
        index = self._model.index(row, 0)
        self.list.setCurrentIndex(index)
        if row == self._model.places[0]:
            self.list.scrollToTop()
        else:
            self.list.scrollTo(index)

    def _go(self, destination: Destination | None) -> None:
        if destination:
            self._latest.forget()
            self.put_away()
            destination.go()


def fitting(group: Group, text: str) -> Group:
    """Return the destinations of a group that every word typed fits, the best ones first."""
    words = text.casefold().split()
    ranked = [
        (_rank(one.words, text), place, one)
        for place, one in enumerate(group.destinations)
        if all(word in f"{one.words} {one.also}".casefold() for word in words)
    ]
    ranked.sort(key=lambda entry: entry[:2])
    return replace(group, destinations=[one for _rank_of_it, _place, one in ranked])


def _rank(words: str, text: str) -> int:
    """Return 0 for what begins so, 1 where a word does, 2 for the rest."""
    whole, sought = words.casefold(), text.casefold()
    if whole.startswith(sought):
        return 0
    return 1 if f" {sought}" in whole else 2


def _ranked(groups: Sequence[Group], text: str) -> list[Group]:
    """Order the groups: just what was typed, what begins so, all the rest."""
    filled = [group for group in groups if group.destinations]
    if not text:
        return sorted(filled, key=lambda group: not group.is_exact)
    return sorted(filled, key=lambda group: _rank_of(group, text))


def _rank_of(group: Group, text: str) -> int:
    if group.is_exact:
        return 0
    return 1 + _rank(group.destinations[0].words, text)


class _Model(QAbstractListModel):
    """The rows: a name of a kind, then its destinations."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[str | Destination] = []
        #: The rows that can be gone to.
        self.places: list[int] = []
        self.words: list[str] = []

    def show_groups(self, groups: Sequence[Group], text: str, most: int | None) -> None:
        self.beginResetModel()
        self.words = text.casefold().split()
        self.rows = []
        for group in groups:
            self.rows += [group.title, *group.destinations[:most]]
        self.places = [place for place, row in enumerate(self.rows) if isinstance(row, Destination)]
        self.endResetModel()

    @property
    def destinations(self) -> list[Destination]:
        return [row for row in self.rows if isinstance(row, Destination)]

    def at(self, row: int) -> Destination | None:
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, Destination) else None

    def place_of(self, destination: Destination) -> int | None:
        for place in self.places:
            found = self.rows[place]
            if isinstance(found, Destination) and found.words == destination.words:
                return place
        return None

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if self.at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row if isinstance(row, str) else row.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = [row] if isinstance(row, str) else [row.words, row.note, row.key]
            return ", ".join(filter(None, said))
        return None


class _Delegate(QStyledItemDelegate):
    """Draws a row: icon, words with what was typed marked, a note, the key at the right."""

    def __init__(self, theme: Theme, model: _Model, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        is_title = self._model.at(index.row()) is None
        return QSize(100, self._theme.px(_TITLE_PX if is_title else _ROW_PX))

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        destination = self._model.at(index.row())
        rect = option.rect
        if destination is None:
            painter.setFont(self._theme.font(12, bold=True))
            painter.setPen(self._theme.color("muted"))
            sunk = rect.adjusted(_GAP_PX, 0, -_GAP_PX, -3)
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(sunk, side, str(self._model.rows[index.row()]))
        else:
            state = option.state
            if state & QStyle.StateFlag.State_Selected:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.color("accent_ground"))
                painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
            self._paint_destination(painter, rect.adjusted(_GAP_PX, 0, -_GAP_PX, 0), destination)
        painter.restore()

    def _paint_destination(self, painter: QPainter, rect: Any, one: Destination) -> None:
        side = self._theme.px(_ICON_PX)
        if one.icon:
            top = rect.top() + (rect.height() - side) // 2
            painter.drawPixmap(rect.left(), top, self._theme.pixmap(one.icon, "muted", side))
        rect.setLeft(rect.left() + side + _GAP_PX)
        for words in filter(None, (one.key, one.note)):
            painter.setFont(self._theme.font(12))
            painter.setPen(self._theme.color("muted"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            room = rect.width() * 3 // 5
            said = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(rect, right, said)
            rect.setRight(rect.right() - painter.fontMetrics().horizontalAdvance(said) - _GAP_PX)
        self._paint_words(painter, rect, one.words)

    def _paint_words(self, painter: QPainter, rect: Any, words: str) -> None:
        font = self._theme.font()
        painter.setFont(font)
        elide = Qt.TextElideMode.ElideRight
        said = painter.fontMetrics().elidedText(words, elide, rect.width() - _GAP_PX)
        layout = QTextLayout(said, font)
        layout.setFormats(_marks(said, self._model.words, self._theme.color("accent")))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(10_000)
        layout.endLayout()
        painter.setPen(self._theme.color("text"))
        top = rect.top() + (rect.height() - line.height()) / 2
        layout.draw(painter, QPointF(rect.left(), top))


def _marks(said: str, words: Sequence[str], color: QColor) -> list[QTextLayout.FormatRange]:
    """Return what marks the words typed, where they stand."""
    lowered = said.casefold()
    # A letter that folds into two would shift every place behind it.
    if len(lowered) != len(said):
        return []
    marks = []
    for word in words:
        place = lowered.find(word)
        if place >= 0:
            mark = QTextLayout.FormatRange()
            mark.start, mark.length = place, len(word)
            mark.format = QTextCharFormat()
            mark.format.setFontWeight(QFont.Weight.Bold)
            mark.format.setForeground(color)
            marks.append(mark)
    return marks


class _Line(SearchField):
    """Keeps the focus while Up, Down and Enter work in the list below."""

    def __init__(self, theme: Theme, go_to: GoTo) -> None:
        super().__init__(theme, go_to)
        self._go_to = go_to

    @property
    def is_breathing(self) -> bool:
        """Whether what was typed is about to be searched for."""
        return self._breath.isActive()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8}
        steps[Qt.Key.Key_PageUp] = -8
        if event.key() in steps:
            self._go_to.step(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._go_to.go(instead=with_control)
        elif event.keyCombination() == _AGAIN:
            self.selectAll()
        elif event.key() == Qt.Key.Key_Escape:
            self._go_to.put_away()
        else:
            super().keyPressEvent(event)
