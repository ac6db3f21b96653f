"""A table model over a long query: all keys at once, the rows a page at a time, off the GUI thread.

A million keys fit in a few megabytes, so the scroll bar, selection and jumps are exact; the
rows are fetched where somebody looks, by the task runner, and stand as placeholders until then.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from typing_extensions import override

from resources.texts import Texts
from ui.desk.kit.columns import Badge, Column, Tone
from ui.desk.kit.tasks import TaskRunner

PAGE = 128
PAGES_KEPT = 64
#: Of the pages asked for while scrolling, only the latest few are still in sight.
PAGES_WANTED = 4

Row = Any
FetchRows = Callable[[Sequence[int]], Mapping[int, Row]]
AnyIndex = QModelIndex | QPersistentModelIndex

#: The whole row behind an index; None while it is under way.
RowRole = int(Qt.ItemDataRole.UserRole)
#: A :class:`Badge` or None; the tone of the text; whether the row is still under way.
BadgeRole = RowRole + 1
ToneRole = RowRole + 2
WaitingRole = RowRole + 3
StrongRole = RowRole + 4

# Compared as ints: an enum's comparison costs more than all the rest of data().
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NOWHERE = QModelIndex()


class ColumnsModel(QAbstractTableModel):
    """What every table of the desk shares: columns that word a row in the language of now."""

    def __init__(self, columns: Sequence[Column], _: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._texts = _

    def retranslate(self, _: Texts) -> None:
        """Word heads and cells anew."""
        self._texts = _
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self._tell_all_changed()

    def row_at(self, number: int) -> Row | None:
        """Return the row at a place, or None while it is under way."""
        raise NotImplementedError

    def place_of(self, key: object) -> int:
        """Return where the row with ``key`` stands, or -1."""
        raise NotImplementedError

    def key_at(self, number: int) -> object:
        """Return what identifies the row at a place."""
        raise NotImplementedError

    @override
    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == _ALIGNMENT:
            return _RIGHT if column.is_number else _LEFT
        if role == StrongRole:
            return column.is_strong
        if role in (_DISPLAY, _ACCESSIBLE, RowRole, BadgeRole, ToneRole, WaitingRole):
            return self._cell(self.row_at(index.row()), column, role)
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and section < len(self.columns):
            column = self.columns[section]
            if role == _DISPLAY:
                return self._texts(column.title)
            if role == _ALIGNMENT:
                return _RIGHT if column.is_number else _LEFT
            return None
        return super().headerData(section, orientation, role)

    def _cell(self, row: Row | None, column: Column, role: int) -> Any:
        if role == RowRole:
            return row
        if role == WaitingRole:
            return row is None
        if row is None:
            return "" if role in (_DISPLAY, _ACCESSIBLE) else None
        return self._shown(row, column, role)

    def _shown(self, row: Row, column: Column, role: int) -> str | Badge | Tone | None:
        if role == ToneRole:
            return column.tone(row) if column.tone else ""
        badge = column.badge(row, self._texts) if column.badge else None
        if role == BadgeRole:
            return badge
        return str(badge) if badge else column.text(row, self._texts)

    def _tell_all_changed(self) -> None:
        if self.rowCount():
            last = self.index(self.rowCount() - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


class PagedTableModel(ColumnsModel):
    """Rows of a query, fetched by key when they are first shown; the GUI thread never waits."""

    #: A page could not be fetched: the exception.
    failed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: FetchRows,
        tasks: TaskRunner,
        _: Texts,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, _, parent)
        self._fetch = fetch
        self._tasks = tasks
        self._keys = array("q")
        self._pages: OrderedDict[int, list[Row | None]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._under_way: set[int] = set()
        self._stale: set[int] = set()
        self._generation = 0
        # Pages asked for in one repaint go out together, and only those still in sight.
        self._dispatch = QTimer(self, singleShot=True, interval=0)
        self._dispatch.timeout.connect(self._fetch_wanted)

    def set_keys(self, keys: Sequence[int]) -> None:
        """Show these rows, in this order."""
        self.beginResetModel()
        self._keys = keys if isinstance(keys, array) else array("q", keys)
        self._generation += 1
        self._pages.clear()
        self._wanted.clear()
        self._under_way.clear()
        self._stale.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Read the rows again; until they come the old ones stand, order and selection stay."""
        self._generation += 1
        self._under_way.clear()
        self._stale = set(self._pages)
        self._tell_all_changed()

    @property
    def keys(self) -> Sequence[int]:
        """The keys of all rows, in order."""
        return self._keys

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._keys)

    @override
    def row_at(self, number: int) -> Row | None:
        page, place = divmod(number, PAGE)
        rows = self._pages.get(page)
        if rows is None or page in self._stale:
            self._want(page)
        if rows is None:
            return None
        self._pages.move_to_end(page)
        return rows[place]

    @override
    def place_of(self, key: object) -> int:
        try:
            return self._keys.index(key)  # type: ignore[arg-type]  # any other key is not in it
        except ValueError:
            return -1

    @override
    def key_at(self, number: int) -> int:
        return self._keys[number]

    def fetched(self, keys: Sequence[int]) -> list[Row]:
        """Return the rows with these keys, read anew; called off the GUI thread."""
        found = self._fetch(keys)
        return [found[key] for key in keys if key in found]

    def _want(self, page: int) -> None:
        if page not in self._under_way:
            self._wanted[page] = None
            self._wanted.move_to_end(page)
            self._dispatch.start()

    def _fetch_wanted(self) -> None:
        for page in list(self._wanted)[-PAGES_WANTED:]:
            self._fetch_page(page)
        self._wanted.clear()

    def _fetch_page(self, page: int) -> None:
        keys = self._keys[page * PAGE : (page + 1) * PAGE]
        generation = self._generation
        self._under_way.add(page)
        task = self._tasks.read(self, lambda _progress: self._fetch(keys))
        task.succeeded.connect(lambda found: self._on_fetched(generation, page, keys, found))
        task.failed.connect(lambda error: self._on_failed(generation, page, error))

    def _on_fetched(
        self, generation: int, page: int, keys: Sequence[int], found: Mapping[int, Row]
    ) -> None:
        if generation != self._generation:
            return
        self._under_way.discard(page)
        self._stale.discard(page)
        self._pages[page] = [found.get(key) for key in keys]
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first, last = page * PAGE, page * PAGE + len(keys) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _on_failed(self, generation: int, page: int, error: Exception) -> None:
        if generation == self._generation:
            # It stays under way: asking again at every repaint would never end.
            self._stale.discard(page)
            self.failed.emit(error)


class ListTableModel(ColumnsModel):
    """A table of rows that are all at hand (some thousands at most); it sorts by itself."""

    def __init__(
        self,
        columns: Sequence[Column],
        _: Texts,
        parent: QObject | None = None,
        *,
        key: Callable[[Row], object] = id,
    ) -> None:
        super().__init__(columns, _, parent)
        self._rows: list[Row] = []
        self._key = key

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, in this order."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they stand."""
        return self._rows

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Put the rows in order of a column; equal ones keep theirs."""
        column = next(column for column in self.columns if column.key == key)
        value = column.value or (lambda row: getattr(row, column.key))
        self.beginResetModel()
        self._rows.sort(key=lambda row: _orderly(value(row)), reverse=descending)
        self.endResetModel()

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def row_at(self, number: int) -> Row | None:
        return self._rows[number]

    @override
    def place_of(self, key: object) -> int:
        return next((at for at, row in enumerate(self._rows) if self._key(row) == key), -1)

    @override
    def key_at(self, number: int) -> object:
        return self._key(self._rows[number])


def _orderly(value: Any) -> tuple[bool, Any]:
    """Return something to sort by: what is unknown stands last."""
    return (value is None, 0 if value is None else value)
