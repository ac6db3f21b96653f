"""The sheet on paper: landscape A4, the head on every page, page n of m, the sums at the end.

Painted a page at a time, so that the desk stays awake however many pages there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPen
from PySide6.QtPrintSupport import QPrinter

from domain import formats
from domain.billing_sheet import BillingSheet
from resources.texts import Texts
from ui.desk.billing_sheet.sheet import Selection, SheetRow
from ui.desk.billing_sheet.tables import sheet_columns, total_columns
from ui.desk.kit.columns import Column
from ui.desk.kit.theme import FONT_FAMILIES

#: What fits across a page, with its share of the width; Excel has the rest.
_SHARES = {
    "number": 60,
    "name": 105,
    "status": 84,
    "read": 66,
    "energy_wh": 62,
    "mtd_wh": 66,
    "opening_paise": 82,
    "recharges_paise": 74,
    "other_paise": 66,
    "ec_paise": 74,
    "fuel_paise": 60,
    "fc_paise": 66,
    "duty_paise": 60,
    "rent_paise": 60,
    "subsidy_paise": 66,
    "rebate_paise": 60,
    "total_paise": 74,
    "closing_paise": 82,
}
_MARGIN_MM = 10
_TITLE_POINTS, _POINTS = 11.0, 6.0
#: Heights of a row and of a title, in heights of their own letters.
_ROW = 1.45
_TITLE = 1.6


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """What is printed: the rows that are looked at, and their totals."""

    sheet: BillingSheet
    selection: Selection


class SheetPrint(QObject):
    """Prints one sheet; ``finished`` says whether the printer took all of it."""

    finished = Signal(bool)

    def __init__(self, printer: QPrinter, printed: PrintedSheet, _: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._printer, self._printed, self._texts = printer, printed, _
        columns = {column.key: column for column in sheet_columns()}
        totals = {column.key: column for column in total_columns()}
        self._columns = [columns[key] for key in _SHARES]
        self._totals = [totals[key] for key in _SHARES]
        self._painter = QPainter()
        self._page = 0
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._print_page)

    def start(self) -> None:
        """Begin; the pages follow one by one."""
        self._printer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4),
                QPageLayout.Orientation.Landscape,
                QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
                QPageLayout.Unit.Millimeter,
            )
        )
        if self._painter.begin(self._printer):
            self._next.start()
        else:
            self.finished.emit(False)

    @property
    def pages(self) -> int:
        """How many pages the sheet takes; known once it has begun."""
        return -(-len(self._lines()) // self._rows_a_page())

    def _lines(self) -> range:
        selection = self._printed.selection
        return range(len(selection.places) + len(selection.totals) + 1)

    def _print_page(self) -> None:
        first = self._page * self._rows_a_page()
        lines = self._lines()[first : first + self._rows_a_page()]
        self._page += 1
        self._paint_head()
        for place, line in enumerate(lines):
            self._paint_line(place, line)
        if self._page >= self.pages:
            self.finished.emit(self._painter.end())
        elif self._printer.newPage():
            self._next.start()
        else:
            self._painter.end()
            self.finished.emit(False)

    def _paint_head(self) -> None:
        _, sheet = self._texts, self._printed.sheet
        self._painter.setFont(_font(_TITLE_POINTS, bold=True))
        day = formats.day(sheet.day, _.month_names)
        parts = [sheet.office.name, _("Daily billing sheet, {day}", day=day)]
        if sheet.office.is_practice:
            parts.append(_("PRACTICE: not real money"))
        title = " · ".join(parts)
        height = self._height(_TITLE_POINTS) * _TITLE
        self._painter.drawText(QPointF(0, height * 0.6), title)
        self._painter.setFont(_font(_POINTS))
        page = _("Page {page} of {pages}", page=self._page, pages=self.pages)
        metrics = self._painter.fontMetrics()
        x = self._width() - metrics.horizontalAdvance(page)
        self._painter.drawText(QPointF(x, height * 0.6), page)
        heads = [self._texts(column.title) for column in self._columns]
        self._paint_cells(heads, self._columns, height, bold=True)
        self._rule(height + self._row_height())

    def _paint_line(self, place: int, line: int) -> None:
        selection = self._printed.selection
        top = self._body_top() + place * self._row_height()
        rows = len(selection.places)
        if line < rows:
            row = SheetRow(self._printed.sheet.columns, selection.places[line])
            cells = [_cell(column, row, self._texts) for column in self._columns]
            self._paint_cells(cells, self._columns, top)
            return
        total = [*selection.totals, selection.total][line - rows]
        if line == rows:
            self._rule(top)
        cells = [_cell(column, total, self._texts) for column in self._totals]
        self._paint_cells(cells, self._totals, top, bold=True)

    def _paint_cells(
        self, cells: Sequence[str], columns: Sequence[Column], top: float, *, bold: bool = False
    ) -> None:
        self._painter.setFont(_font(_POINTS, bold=bold))
        metrics = self._painter.fontMetrics()
        unit = self._width() / sum(_SHARES.values())
        x = 0.0
        for text, column, share in zip(cells, columns, _SHARES.values(), strict=True):
            cell = QRectF(x, top, share * unit - metrics.averageCharWidth(), self._row_height())
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(cell.width()))
            self._painter.drawText(cell, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
            x += share * unit

    def _rule(self, y: float) -> None:
        self._painter.setPen(QPen(Qt.GlobalColor.black, self._height(_POINTS) / 20))
        self._painter.drawLine(QPointF(0, y), QPointF(self._width(), y))

    def _rows_a_page(self) -> int:
        room = self._page_rect().height() - self._body_top()
        return max(int(room / self._row_height()), 1)

    def _body_top(self) -> float:
        return self._height(_TITLE_POINTS) * _TITLE + self._row_height() * 1.2

    def _row_height(self) -> float:
        return self._height(_POINTS) * _ROW

    def _height(self, points: float) -> float:
        """Return the height of letters in dots of the printer."""
        return points * self._printer.resolution() / 72

    def _width(self) -> float:
        return self._page_rect().width()

    def _page_rect(self) -> QRectF:
        return QRectF(self._printer.pageRect(QPrinter.Unit.DevicePixel))


def _cell(column: Column, row: object, _: Texts) -> str:
    badge = column.badge(row, _) if column.badge else None
    # On paper the words are enough, and every font has them.
    return badge.text if badge else column.text(row, _)


def _font(points: float, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(list(FONT_FAMILIES))
    font.setPointSizeF(points)
    font.setBold(bold)
    return font
