"""A register on paper: landscape A4, the head on every page, control totals and anchor at the end.

What fits on one line in the Latin font is drawn at once; only the rest is set by paragraphs, which
cost a hundred times as much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from domain import formats
from domain.errors_of_counter import RegisterTooLong
from domain.register import Cell
from domain.register_sheet import FIGURES, ControlLine, RegisterSheet, SheetColumn
from integrations.documents.pdf_text import (
    LATIN,
    LEFT,
    RIGHT,
    Ink,
    SetText,
    is_latin,
    set_text,
    set_whole,
    width_of,
)
from integrations.plain_text import plain
from resources.texts import Texts

#: Nobody leafs through more; and so many take some seconds.
MOST_ROWS = 20_000
_TEXT, _MUTED, _RULE = "#0f172a", "#64748b", "#cbd5e1"
_GROUND, _GOOD, _BAD = "#e6f6f3", "#15803d", "#b91c1c"
_PAGE_WIDTH, _PAGE_HEIGHT = landscape(A4)
_MARGIN = 10 * mm
_WIDTH = _PAGE_WIDTH - 2 * _MARGIN
_TOP, _BOTTOM = _PAGE_HEIGHT - 28 * mm, 16 * mm
#: Letters shrink with columns that have to share the width, down to what can still be read.
_LARGEST, _SMALLEST = 7.5, 5.6
_SMALLEST_HEADING = 4.4
_PAD, _GAP = 2.0, 3.5
_LEADING = 1.32
_MOST_CHARACTERS = 400
_CONTROL_HEIGHT, _SIGNATURES_HEIGHT = 12.0, 22 * mm
_FIGURES_X, _FIGURE_WIDTH = 260.0, 110.0


@dataclass(frozen=True, slots=True)
class _Laid:
    """A cell laid out: a plain line, or a text that was set; with its height."""

    plain: str
    set: SetText | None
    height: float


@dataclass(frozen=True, slots=True)
class _Row:
    """A row laid out, as high as its highest cell."""

    cells: Sequence[_Laid]
    height: float


def render(sheet: RegisterSheet, _: Texts) -> bytes:
    """Return the register as a PDF; :class:`RegisterTooLong` for more rows than paper takes."""
    if len(sheet.rows) > MOST_ROWS:
        raise RegisterTooLong(len(sheet.rows), MOST_ROWS)
    return _Paper(sheet, _).drawn()


class _Paper:
    """One register and the pages that it takes."""

    def __init__(self, sheet: RegisterSheet, _: Texts) -> None:
        self._sheet, self._texts = sheet, _
        shares = sum(column.width for column in sheet.columns)
        self._widths = [column.width * _WIDTH / shares for column in sheet.columns]
        self._size = min(max(_LARGEST * _WIDTH / shares, _SMALLEST), _LARGEST)
        self._names = _.month_names
        self._cells: dict[tuple[int, str, bool], _Laid] = {}
        heads = list(map(self._heading, sheet.columns, self._widths))
        self._heads = _Row(heads, max(head.height for head in heads) + 2 * _PAD)
        self._totals = self._laid_out(list(self._total_texts()), is_bold=True)

    def drawn(self) -> bytes:
        """Return the finished file."""
        file = BytesIO()
        canvas = Canvas(file, pagesize=(_PAGE_WIDTH, _PAGE_HEIGHT), invariant=1)
        canvas.setTitle(plain(self._sheet.title, 100))
        canvas.setAuthor(plain(self._sheet.office.name, 100))
        pages = self._pages()
        for number, rows in enumerate(pages, start=1):
            self._draw_head(canvas)
            self._draw_foot(canvas, number, len(pages))
            y = self._draw_row(canvas, self._heads, _TOP, is_bold=True, ground=_GROUND)
            for row in rows:
                y = self._draw_row(canvas, row, y)
            if number == len(pages):
                self._draw_end(canvas, y)
            canvas.showPage()
        canvas.save()
        return file.getvalue()

    # --- what stands where --------------------------------------------------------------------

    def _pages(self) -> list[list[_Row]]:
        """Return the rows of each page; the end stands on the last one, whole."""
        room = _TOP - self._heads.height - _BOTTOM
        pages: list[list[_Row]] = [[]]
        left = room
        for cells in self._sheet.rows:
            row = self._laid_out(self._texts_of(cells))
            if row.height > left:
                pages.append([])
                left = room
            pages[-1].append(row)
            left -= row.height
        if left < self._end_height():
            pages.append([])
        return pages

    def _texts_of(self, cells: Sequence[Cell]) -> list[str]:
        columns = self._sheet.columns
        return [column.text(cell, self._names) for column, cell in zip(columns, cells, strict=True)]

    def _total_texts(self) -> Iterable[str]:
        """Yield what the columns come to, with the word for it where nothing is added up."""
        for place, column in enumerate(self._sheet.columns):
            if column.total is not None:
                yield column.text(column.total, self._names)
            else:
                yield self._texts("Total") if place == 0 else ""

    def _laid_out(self, texts: Sequence[str], *, is_bold: bool = False) -> _Row:
        laid = [self._known(place, text, is_bold=is_bold) for place, text in enumerate(texts)]
        return _Row(laid, max(cell.height for cell in laid) + 2 * _PAD)

    def _known(self, place: int, text: str, *, is_bold: bool) -> _Laid:
        """Return a cell that was laid out before, as days and words are, or lay it out."""
        key = (place, text, is_bold)
        if key not in self._cells:
            column, width = self._sheet.columns[place], self._widths[place]
            self._cells[key] = self._laid(text, column, width, is_bold=is_bold)
        return self._cells[key]

    def _laid(self, text: str, column: SheetColumn, width: float, *, is_bold: bool) -> _Laid:
        room, height = width - 2 * _GAP, self._size * _LEADING
        clean = plain(text, _MOST_CHARACTERS)
        usual = Ink(self._size, is_bold=is_bold)
        if is_latin(clean, is_bold=is_bold) and width_of(clean, usual) <= room:
            return _Laid(clean, None, height)
        # The number of a receipt goes on below; an amount has smaller letters rather than less.
        if column.kind in FIGURES:
            found = set_whole(clean, replace(usual, align=RIGHT), room)
        else:
            found = set_text(clean, replace(usual, lines=max(column.lines, 2)), room)
        return _Laid("", found, found.height)

    def _heading(self, column: SheetColumn, width: float) -> _Laid:
        """Lay a heading out on several lines, in letters as small as its longest word needs."""
        align = RIGHT if column.kind in FIGURES else LEFT
        ink, room = Ink(self._size, is_bold=True, align=align, lines=3), width - 2 * _GAP
        widest = max((width_of(word, ink) for word in column.title.split()), default=0.0)
        if widest > room:
            ink = replace(ink, size=max(ink.size * room / widest - 0.05, _SMALLEST_HEADING))
        found = set_text(column.title, ink, room)
        return _Laid("", found, found.height)

    # --- drawing ------------------------------------------------------------------------------

    def _draw_head(self, canvas: Canvas) -> None:
        _, sheet = self._texts, self._sheet
        top = _PAGE_HEIGHT - _MARGIN
        _put(canvas, sheet.title, Ink(14, is_bold=True), _MARGIN, top, _WIDTH * 0.6)
        office = f"{sheet.office.name} ({sheet.office.code})"
        right = Ink(10, is_bold=True, align=RIGHT)
        _put(canvas, office, right, _MARGIN + _WIDTH * 0.6, top - 2, _WIDTH * 0.4)
        asked = [sheet.period, *(f"{name}: {value}" for name, value in sheet.choices)]
        _put(canvas, " · ".join(asked), Ink(10, lines=2), _MARGIN, top - 21, _WIDTH * 0.7)
        note = _("Amounts in rupees")
        ink = Ink(8, colour=_MUTED, align=RIGHT)
        if sheet.office.is_practice:
            note = _("PRACTICE: not real money")
            ink = Ink(9, is_bold=True, colour=_BAD, align=RIGHT)
        _put(canvas, note, ink, _MARGIN + _WIDTH * 0.7, top - 22, _WIDTH * 0.3)

    def _draw_foot(self, canvas: Canvas, page: int, pages: int) -> None:
        _, sheet = self._texts, self._sheet
        made = _(
            "Made on {moment} by {name}",
            moment=formats.moment(sheet.made_at, self._names),
            name=sheet.made_by,
        )
        anchor = _("Anchor of the books {anchor}", anchor=sheet.anchor) if sheet.anchor else ""
        words = " · ".join(part for part in (made, anchor) if part)
        ink = Ink(7.5, colour=_MUTED)
        _put(canvas, words, ink, _MARGIN, _MARGIN + 6, _WIDTH * 0.8)
        number = _("Page {page} of {pages}", page=page, pages=pages)
        right = Ink(7.5, colour=_MUTED, align=RIGHT)
        _put(canvas, number, right, _MARGIN + _WIDTH * 0.8, _MARGIN + 6, _WIDTH * 0.2)

    def _draw_row(
        self, canvas: Canvas, row: _Row, top: float, *, is_bold: bool = False, ground: str = ""
    ) -> float:
        """Draw a row below ``top`` and return where the next one begins."""
        bottom = float(top - row.height)
        if ground:
            canvas.setFillColor(HexColor(ground))
            canvas.rect(_MARGIN, bottom, _WIDTH, row.height, fill=1, stroke=0)
        canvas.setFillColor(HexColor(_TEXT))
        canvas.setFont(LATIN[is_bold], self._size)
        x = _MARGIN
        for laid, column, width in zip(row.cells, self._sheet.columns, self._widths, strict=True):
            if laid.set is not None:
                laid.set.paragraph.drawOn(canvas, x + _GAP, top - _PAD - laid.height)
                # A paragraph leaves its own font behind.
                canvas.setFillColor(HexColor(_TEXT))
                canvas.setFont(LATIN[is_bold], self._size)
            elif laid.plain:
                baseline = top - _PAD - self._size * 1.07
                if column.kind in FIGURES:
                    canvas.drawRightString(x + width - _GAP, baseline, laid.plain)
                else:
                    canvas.drawString(x + _GAP, baseline, laid.plain)
            x += width
        _rule(canvas, bottom)
        return bottom

    def _end_height(self) -> float:
        controls = len(self._sheet.controls)
        lines = controls + 1 if controls else 0
        totals = self._totals.height if self._sheet.has_totals else 0.0
        return float(totals + 10 + lines * _CONTROL_HEIGHT + _SIGNATURES_HEIGHT)

    def _draw_end(self, canvas: Canvas, top: float) -> None:
        """Draw the sums, what the ledger says of them, and where to sign."""
        if self._sheet.has_totals:
            top = self._draw_row(canvas, self._totals, top, is_bold=True, ground=_GROUND)
        if self._sheet.controls:
            self._draw_controls(canvas, top - 10)
        self._draw_signatures(canvas)

    def _draw_controls(self, canvas: Canvas, top: float) -> None:
        _ = self._texts
        muted = Ink(7.5, colour=_MUTED)
        right = Ink(7.5, colour=_MUTED, align=RIGHT)
        figures = _MARGIN + _FIGURES_X
        _put(canvas, _("Control totals"), muted, _MARGIN, top, _FIGURES_X)
        _put(canvas, _("In the register"), right, figures, top, _FIGURE_WIDTH)
        _put(canvas, _("In the ledger"), right, figures + _FIGURE_WIDTH, top, _FIGURE_WIDTH)
        for line in self._sheet.controls:
            top -= _CONTROL_HEIGHT
            self._draw_control(canvas, line, top)

    def _draw_control(self, canvas: Canvas, line: ControlLine, top: float) -> None:
        _, colour = self._texts, _TEXT if line.agrees else _BAD
        figures = _MARGIN + _FIGURES_X
        _put(canvas, line.words, Ink(8.5, colour=colour), _MARGIN, top, _FIGURES_X)
        ink = Ink(8.5, is_bold=True, colour=colour, align=RIGHT)
        _put(canvas, line.figure(line.register), ink, figures, top, _FIGURE_WIDTH)
        _put(canvas, line.figure(line.ledger), ink, figures + _FIGURE_WIDTH, top, _FIGURE_WIDTH)
        difference = line.figure(line.register - line.ledger)
        told = _("agrees") if line.agrees else _("DIFFERS by {amount}", amount=difference)
        judged = Ink(8.5, is_bold=True, colour=_GOOD if line.agrees else _BAD)
        _put(canvas, told, judged, figures + 2 * _FIGURE_WIDTH + 16, top, 200)

    def _draw_signatures(self, canvas: Canvas) -> None:
        _, third = self._texts, _WIDTH / 3
        for place, label in enumerate((_("Prepared by, date"), _("Checked by, date"))):
            x = _MARGIN + (place + 1) * third + 10
            canvas.setStrokeColor(HexColor(_MUTED))
            canvas.setLineWidth(0.6)
            canvas.line(x, _BOTTOM + 14, x + third - 20, _BOTTOM + 14)
            _put(canvas, label, Ink(7.5, colour=_MUTED), x, _BOTTOM + 12, third - 20)


def _put(  # noqa: PLR0913, PLR0917 - what is put where, and how
    canvas: Canvas, text: str, ink: Ink, x: float, top: float, width: float
) -> None:
    laid = set_text(text, ink, width)
    laid.paragraph.drawOn(canvas, x, top - laid.height)


def _rule(canvas: Canvas, y: float) -> None:
    canvas.setStrokeColor(HexColor(_RULE))
    canvas.setLineWidth(0.4)
    canvas.line(_MARGIN, y, _MARGIN + _WIDTH, y)
