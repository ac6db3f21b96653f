"""The table as clerks see it: fixed rows, figures at the right, pills, Enter opens a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from ui.desk.kit.arrangement import Arrangement
from ui.desk.kit.columns import Badge, Column
from ui.desk.kit.paged_table import (
    AnyIndex,
    BadgeRole,
    ColumnsModel,
    ListTableModel,
    StrongRole,
    ToneRole,
    WaitingRole,
)
from ui.desk.kit.theme import Theme

ROW_PX = 30
CELL_MARGIN_PX = 8
#: By which a width on the screen is brought back to text scale 1.
_SCALED_PX = 1_000


class Table(QTableView):
    """A table over a :class:`ColumnsModel`.

    Give it a model with :meth:`show_model`. A click on a sortable head emits
    ``sort_requested``; over a :class:`ListTableModel` it sorts by itself. The row in use stays
    in use when the model is reset, as long as its key is still there.
    """

    #: The clerk opened a row (Enter, double click): the row.
    opened = Signal(object)
    #: Another row is in use: the row, or None (also while it is still under way).
    row_changed = Signal(object)
    #: The clerk wants another order: the column's key, whether descending.
    sort_requested = Signal(str, bool)
    #: The clerk wants the chosen rows on the clipboard (Ctrl+C).
    copy_requested = Signal()
    #: The clerk put the columns into another order or width.
    arranged = Signal()
    #: The clerk wants to choose columns (a right click on the heads): where, on the screen.
    columns_requested = Signal(object)

    def __init__(self, theme: Theme, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns_model: ColumnsModel | None = None
        self._kept_key: object = None
        self._sorted_by = ("", False)
        self._unwanted: set[str] = set()
        self._arrangement = Arrangement()
        self._is_arranging = False
        self._empty: QWidget | None = None
        self.setObjectName(name)
        self.setItemDelegate(CellDelegate(theme, self))
        self._set_manners()
        self._set_heads()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_model(self, model: ColumnsModel) -> None:
        """Show a model; call it once."""
        self._columns_model = model
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._keep_current)
        model.modelReset.connect(self._restore_current)
        model.dataChanged.connect(self._on_data_changed)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self._arrange()
        self._show_empty_or_rows()

    def let_choose_rows(self) -> None:
        """Let the clerk choose several rows."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def let_arrange(self) -> None:
        """Let the clerk choose the columns, move them and give them other widths."""
        heads = self.horizontalHeader()
        heads.setSectionsMovable(True)
        heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heads.customContextMenuRequested.connect(
            lambda at: self.columns_requested.emit(heads.mapToGlobal(at))
        )
        heads.sectionResized.connect(self._on_section_resized)
        heads.sectionMoved.connect(self._on_section_moved)

    @property
    def arrangement(self) -> Arrangement:
        """Which columns the clerk sees, in which order and how wide."""
        return self._arrangement

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Arrange the columns as a clerk likes them; the usual way is ``Arrangement()``."""
        self._arrangement = arrangement
        self._arrange()

    def rearrange(self, arrangement: Arrangement) -> None:
        """Arrange the columns as the clerk wants them from now on."""
        self.show_arrangement(arrangement)
        self.arranged.emit()

    def all_columns(self) -> Sequence[Column]:
        """Return the columns there are, shown or not."""
        return self._columns_model.columns if self._columns_model else ()

    def wanted_columns(self) -> list[Column]:
        """Return the columns that are wanted, in their order, also those that found no room."""
        ordered = self._arrangement.in_order(self.all_columns())
        return [column for column in ordered if self._arrangement.shows(column)]

    def shown_columns(self) -> list[Column]:
        """Return the columns that are seen, from left to right."""
        if self._columns_model is None:
            return []
        heads, columns = self.horizontalHeader(), self._columns_model.columns
        places = [heads.logicalIndex(at) for at in range(len(columns))]
        return [columns[at] for at in places if not self.isColumnHidden(at)]

    def chosen_places(self) -> list[int]:
        """Return where the rows stand that are chosen, from top to bottom."""
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(place) for place in range(chosen.count())]
        return sorted({at for one in ranges for at in range(one.top(), one.bottom() + 1)})

    def show_order(self, key: str, *, descending: bool) -> None:
        """Mark by which column the rows are ordered."""
        self._sorted_by = (key, descending)
        self.horizontalHeader().viewport().update()

    def set_empty(self, widget: QWidget) -> None:
        """Show ``widget`` in place of the rows while there are none."""
        widget.setParent(self.viewport())
        self._empty = widget
        self._show_empty_or_rows()

    def show_column(self, key: str, shown: bool) -> None:
        """Show a column, or leave it out for now."""
        if shown:
            self._unwanted.discard(key)
        else:
            self._unwanted.add(key)
        self._stretch()

    def current_row(self) -> object | None:
        """Return the row in use, or None."""
        model, place = self._columns_model, self.currentIndex().row()
        return model.row_at(place) if model and 0 <= place < model.rowCount() else None

    def go_to(self, key: object) -> bool:
        """Bring the row with this key into use; False when it is not in the table."""
        place = self._columns_model.place_of(key) if self._columns_model else -1
        if place >= 0:
            self.go_to_place(place)
        return place >= 0

    def go_to_place(self, place: int) -> None:
        """Bring the row at this place into use, as far as there is one."""
        model = self._columns_model
        if model and 0 <= place < model.rowCount():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(
                model.index(place, 0), flags.ClearAndSelect | flags.Rows
            )

    @property
    def sorted_by(self) -> tuple[str, bool]:
        """The column's key and whether descending."""
        return self._sorted_by

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self._open_current()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.key() == Qt.Key.Key_Home:
            self.go_to_place(0)
        elif event.key() == Qt.Key.Key_End and self._columns_model:
            self.go_to_place(self._columns_model.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid():
            self._open_current()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch()
        if self._empty:
            self._empty.setGeometry(self.viewport().rect())

    def _set_manners(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)

    def _set_heads(self) -> None:
        self.setHorizontalHeader(_Heads(self._theme, self))
        self.verticalHeader().hide()
        # Fixed, never measured: asking a million rows for their height takes for ever.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setSectionsClickable(True)
        heads.setHighlightSections(False)
        heads.setMinimumSectionSize(40)
        heads.setTextElideMode(Qt.TextElideMode.ElideRight)
        heads.sectionClicked.connect(self._on_head_clicked)

    def _on_theme_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_PX))
        self.horizontalHeader().setFixedHeight(self._theme.px(ROW_PX))
        self._size_columns()
        self.viewport().update()

    def _size_columns(self) -> None:
        if self._columns_model is None:
            return
        heads = self.horizontalHeader()
        self._is_arranging = True
        for place, column in enumerate(self._columns_model.columns):
            heads.resizeSection(place, self._width_of(column))
        self._is_arranging = False
        self._stretch()

    def _width_of(self, column: Column) -> int:
        return self._theme.px(self._arrangement.widths.get(column.key, column.width))

    def _arrange(self) -> None:
        """Put the columns into the clerk's order, and give them their widths."""
        if self._columns_model is None:
            return
        self._is_arranging = True
        heads, columns = self.horizontalHeader(), self._columns_model.columns
        known = {column.key: place for place, column in enumerate(columns)}
        for at, column in enumerate(self._arrangement.in_order(columns)):
            heads.moveSection(heads.visualIndex(known[column.key]), at)
        self._is_arranging = False
        self._size_columns()

    def _on_section_resized(self, place: int, _before: int, now: int) -> None:
        if self._is_arranging or self._columns_model is None or not now:
            return
        key = self._columns_model.columns[place].key
        unscaled = round(now * _SCALED_PX / self._theme.px(_SCALED_PX))
        widths = {**self._arrangement.widths, key: unscaled}
        self._arrangement = replace(self._arrangement, widths=widths)
        self._stretch()
        self.arranged.emit()

    def _on_section_moved(self, _section: int, _before: int, _now: int) -> None:
        if self._is_arranging or self._columns_model is None:
            return
        heads, columns = self.horizontalHeader(), self._columns_model.columns
        order = tuple(columns[heads.logicalIndex(at)].key for at in range(len(columns)))
        self._arrangement = replace(self._arrangement, order=order)
        self.arranged.emit()

    def _stretch(self) -> None:
        """Give what is left to the column that stretches, which never falls below its width."""
        if self._columns_model is None:
            return
        heads = self.horizontalHeader()
        columns = self._columns_model.columns
        self._leave_out(columns)
        place = next((at for at, column in enumerate(columns) if column.stretches), -1)
        if place >= 0:
            rest = self.viewport().width() - heads.length() + heads.sectionSize(place)
            was_arranging, self._is_arranging = self._is_arranging, True
            heads.resizeSection(place, max(rest, self._theme.px(columns[place].width)))
            self._is_arranging = was_arranging

    def _leave_out(self, columns: Sequence[Column]) -> None:
        """Leave out what gives way until the rest fits, and bring it back where it fits."""
        wanted = {
            place
            for place, column in enumerate(columns)
            if column.key not in self._unwanted and self._arrangement.shows(column)
        }
        room = self.viewport().width() - sum(self._width_of(columns[place]) for place in wanted)
        for place in sorted(wanted, key=lambda at: columns[at].gives_way):
            if room < 0 and columns[place].gives_way:
                room += self._width_of(columns[place])
                wanted.discard(place)
        was_arranging, self._is_arranging = self._is_arranging, True
        for place in range(len(columns)):
            self.setColumnHidden(place, place not in wanted)
        self._is_arranging = was_arranging

    def _on_head_clicked(self, place: int) -> None:
        if self._columns_model is None or not self._columns_model.columns[place].is_sortable:
            return
        key = self._columns_model.columns[place].key
        descending = self._sorted_by == (key, False)
        self.show_order(key, descending=descending)
        if isinstance(self._columns_model, ListTableModel):
            self._columns_model.sort_by(key, descending=descending)
        self.sort_requested.emit(key, descending)

    def _open_current(self) -> None:
        row = self.current_row()
        if row is not None:
            self.opened.emit(row)

    def _on_current_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.row_changed.emit(self.current_row() if current.isValid() else None)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.currentIndex().row() <= last.row():
            self.row_changed.emit(self.current_row())

    def _keep_current(self) -> None:
        place = self.currentIndex().row()
        self._kept_key = (
            self._columns_model.key_at(place) if (self._columns_model and place >= 0) else None
        )

    def _restore_current(self) -> None:
        if self._kept_key is not None:
            self.go_to(self._kept_key)
        self._show_empty_or_rows()

    def _show_empty_or_rows(self) -> None:
        if self._empty and self._columns_model:
            self._empty.setGeometry(self.viewport().rect())
            self._empty.setVisible(self._columns_model.rowCount() == 0)


class CellDelegate(QStyledItemDelegate):
    """Paints cells: text in its tone, a state as a pill, a bar where a row is under way."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin = self._theme.px(CELL_MARGIN_PX)
        cell = QRectF(option.rect).adjusted(margin, 0, -margin, 0)
        if index.data(WaitingRole):
            self._paint_waiting(painter, cell)
        elif (badge := index.data(BadgeRole)) is not None:
            self._paint_badge(painter, cell, badge)
        else:
            self._paint_text(painter, cell, text, index)
        painter.restore()

    def _paint_text(self, painter: QPainter, cell: QRectF, text: str, index: AnyIndex) -> None:
        font = self._theme.font(bold=bool(index.data(StrongRole)))
        painter.setFont(font)
        painter.setPen(self._theme.color(index.data(ToneRole) or "text"))
        side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, _elision_at(index), int(cell.width()))
        x = cell.left()
        if side & Qt.AlignmentFlag.AlignRight:
            x = cell.right() - metrics.horizontalAdvance(shown)
        # By the base line: a glyph of another font in the text would move a centred one.
        painter.drawText(QPointF(x, _base_line(cell, metrics)), shown)

    def _paint_badge(self, painter: QPainter, cell: QRectF, badge: Badge) -> None:
        painter.setFont(self._theme.font(12, bold=True))
        metrics = painter.fontMetrics()
        padding = self._theme.px(8)
        shown = metrics.elidedText(
            str(badge), Qt.TextElideMode.ElideRight, int(cell.width()) - 2 * padding
        )
        height = min(cell.height() - 6, metrics.height() + 4)
        pill = QRectF(0, 0, metrics.horizontalAdvance(shown) + 2 * padding, height)
        pill.moveTop(round(cell.center().y() - height / 2))
        pill.moveLeft(cell.left() - padding / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(_ground_of(badge.tone)))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(self._theme.color(badge.tone or "text"))
        painter.drawText(QPointF(pill.left() + padding, _base_line(cell, metrics)), shown)

    def _paint_waiting(self, painter: QPainter, cell: QRectF) -> None:
        bar = QRectF(cell.left(), cell.center().y() - 4, cell.width() * 0.6, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line"))
        painter.drawRoundedRect(bar, 4, 4)


class _Heads(QHeaderView):
    """Column heads that show the order by a small arrow of their own."""

    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._theme = theme
        self._table = table

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        key, descending = self._table.sorted_by
        model = self.model()
        if not isinstance(model, ColumnsModel) or model.columns[logicalIndex].key != key:
            return
        arrow = self._theme.pixmap("chevron-down" if descending else "chevron-up", "accent", 12)
        at_left = rect.left() + 2
        at_right = rect.right() - 14
        left = at_left if model.columns[logicalIndex].is_number else at_right
        painter.drawPixmap(left, rect.center().y() - 6, arrow)


def _elision_at(index: AnyIndex) -> Qt.TextElideMode:
    """Return where a cell's text is cut when it is too long."""
    model = index.model()
    keeps_end = isinstance(model, ColumnsModel) and model.columns[index.column()].keeps_end
    return Qt.TextElideMode.ElideMiddle if keeps_end else Qt.TextElideMode.ElideRight


def _base_line(cell: QRectF, metrics: QFontMetrics) -> float:
    """Return the y at which text stands in the middle of a cell."""
    return round(cell.center().y() + (metrics.ascent() - metrics.descent()) / 2)


def _ground_of(tone: str) -> str:
    """Return the token of the soft ground that goes with a tone."""
    if tone in ("", "muted"):
        return "line"
    return f"{tone}_ground"
