"""Pages of an Excel book as this office makes them: styles, typed cells, exact numbers, print.

Text stays text, and amounts go from whole paise to digits without a float between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from integrations.documents.long_sheet import PouredStyle
from integrations.plain_text import plain
from resources.texts import Texts

MOST_CHARACTERS = 200
#: Excel's last row.
LAST_ROW = 1_048_576
#: The colour of a warning.
WARNING = "B91C1C"
#: Excel shows fifteen digits of a number; what has more stands as text.
_MOST_NUMBER = 10**15 - 1
_PAPER_A4 = 9
#: A centimetre in inches, which Excel measures paper by.
_CENTIMETRE = 1 / 2.54
_HEAD_FILL = "0F766E"
_HEAD_TEXT = "FFFFFF"
_TOTAL_FILL = "E6F6F3"


class Kind(StrEnum):
    """What a column holds: how its whole numbers are scaled and shown."""

    TEXT = "text"
    MONEY = "money"
    ENERGY = "energy"
    LOAD = "load"
    COUNT = "count"
    DAY = "day"


DECIMALS = {Kind.MONEY: 2, Kind.ENERGY: 3, Kind.LOAD: 3, Kind.COUNT: 0}


def styles() -> Iterable[NamedStyle]:
    """Yield the named styles ``Heading``, and ``Row`` and ``Total`` for each kind of cell."""
    thin = Side(style="thin", color="94A3B8")
    yield NamedStyle(
        "Heading",
        font=Font(bold=True, color=_HEAD_TEXT),
        fill=PatternFill("solid", fgColor=_HEAD_FILL),
        alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
    )
    for kind in Kind:
        leaning = "left" if kind is Kind.TEXT else "right"
        form = {
            "number_format": _NUMBER_FORMATS[kind],
            "alignment": Alignment(horizontal=leaning),
        }
        yield NamedStyle(f"Row {kind}", **form)
        yield NamedStyle(
            f"Total {kind}",
            font=Font(bold=True),
            fill=PatternFill("solid", fgColor=_TOTAL_FILL),
            border=Border(top=thin, bottom=thin),
            **form,
        )


def put(cell: Cell, value: object, style: str) -> Cell:
    """Put a value into a cell; a text is never taken for a formula."""
    cell.style = style
    if isinstance(value, Decimal | int):
        for most, form in _BELOW_ZERO.get(cell.number_format, ()):
            if value <= most:
                cell.number_format = form
                break
    if isinstance(value, str):
        lines = value.split("\n")
        cell.value = "\n".join(plain(line, MOST_CHARACTERS) for line in lines)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def poured_style(pattern: Cell, kind: Kind, style: str) -> PouredStyle:
    """Give the pattern of a column its style; return it, as poured cells wear it by their sign."""
    pattern.style = style
    # Whoever edits such a cell in Excel keeps a text as well.
    pattern.quotePrefix = kind is Kind.TEXT
    below = []
    for most, form in _BELOW_ZERO.get(pattern.number_format, ()):
        # Of a cell that is on no page only the style is wanted.
        cell = Cell(pattern.parent, row=1, column=1)
        cell.style = style
        cell.number_format = form
        below.append((most * 10 ** DECIMALS[kind], cell.style_id))
    return PouredStyle(pattern.style_id, tuple(below))


def put_headings(page: Worksheet, row: int, titles: Sequence[str]) -> None:
    """Put a row of headings, already worded."""
    page.row_dimensions[row].height = 32
    for position, title in enumerate(titles, start=1):
        put(page.cell(row, position), title, "Heading")


def number(smallest_units: int, kind: Kind) -> Decimal | str:
    """Return paise, Wh or W in the unit that people read, exact, as text where Excel is not."""
    exact = Decimal(smallest_units).scaleb(-DECIMALS[kind])
    return exact if abs(smallest_units) <= _MOST_NUMBER else f"{exact:f}"


def prepare_for_print(page: Worksheet, left: str, title: str, warning: str, _: Texts) -> None:
    """Set a page up for landscape A4, with a head and ``Page n of m`` on each sheet of paper."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _PAPER_A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    margins = page.page_margins
    margins.left = margins.right = margins.header = margins.footer = _CENTIMETRE
    margins.top = margins.bottom = 2 * _CENTIMETRE
    page.oddHeader.left.text = _printed(left)
    page.oddHeader.center.text = _printed(title)
    page.oddHeader.right.text = _printed(warning)
    page.oddFooter.right.text = _("Page {page} of {pages}", page="&P", pages="&N")


def _printed(text: str) -> str:
    """Return a text for the head of a page, where ``&`` begins a code and 255 are the most."""
    return plain(text, 60).replace("&", "&&")


def _indian(decimals: str) -> str:
    """Return a number format that groups by lakh and crore; Excel allows it two conditions."""
    return f"[>=10000000]{_CRORE}{decimals};[>=100000]{_LAKH}{decimals};#,##0{decimals}"


def _indian_below_zero(decimals: str) -> tuple[tuple[int, str], ...]:
    """Return the forms for numbers from one on downwards, for which none of the two is left."""
    return ((-10_000_000, f"{_CRORE}{decimals}"), (-100_000, f"{_LAKH}{decimals}"))


_CRORE, _LAKH = r"##\,##\,##\,##0", r"##\,##\,##0"
_BELOW_ZERO = {_indian(decimals): _indian_below_zero(decimals) for decimals in (".00", ".000", "")}


_NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.MONEY: _indian(".00"),
    Kind.ENERGY: _indian(".000"),
    Kind.LOAD: "General",
    Kind.COUNT: _indian(""),
    Kind.DAY: "d mmm yyyy",
}
