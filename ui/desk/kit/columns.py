"""What one column of a table shows, told once and used by view, delegate and tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from domain.formats import rupees
from domain.money import Money
from domain.register import Cell, CellKind
from resources.texts import Texts

Tone = Literal["", "good", "warning", "bad", "muted", "accent"]


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as a cell or a pill shows it: glyph, words, and the tone of both."""

    glyph: str
    text: str
    tone: Tone

    def __str__(self) -> str:
        return f"{self.glyph} {self.text}".strip()


#: Words for a cell: from the whole row and the texts.
CellText = Callable[[Any, Texts], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head (an ``N_`` constant), the words of a row's cell, how it leans.

    ``key`` names the column to a sort (and is what ``sort_requested`` carries); without
    ``is_sortable`` its head does nothing. ``tone`` colours the text of a row (``bad`` below
    zero); ``badge`` shows a pill in place of text. ``width`` is in pixels at text scale 1; the
    column with ``stretches`` takes what is left, and never less than its ``width``.
    """

    key: str
    title: str
    text: CellText = lambda _row, _texts: ""
    width: int = 110
    is_number: bool = False
    is_sortable: bool = False
    stretches: bool = False
    is_strong: bool = False
    #: What is too long is cut in the middle: numbers of receipts differ at their end.
    keeps_end: bool = False
    #: Where there is too little room the columns with a rank are left out, 1 first.
    gives_way: int = 0
    tone: Callable[[Any], Tone] | None = None
    badge: Callable[[Any, Texts], Badge] | None = None
    #: What an in-memory table sorts by; by default the attribute called ``key``.
    value: Callable[[Any], Any] | None = None
    #: What its ``value`` is in a file; a text is what the cell says.
    kind: CellKind = CellKind.TEXT
    #: Seen only by those who choose it.
    is_extra: bool = False

    def cell(self, row: Any, _: Texts) -> Cell:
        """Return what a file gets of a row: figures as figures, a state without its glyph."""
        if self.kind is not CellKind.TEXT and self.value:
            found: Cell = self.value(row)
            return found
        return self.badge(row, _).text if self.badge else self.text(row, _)


def money_column(
    key: str,
    title: str,
    amount: Callable[[Any], Money],
    *,
    width: int = 120,
    is_sortable: bool = False,
) -> Column:
    """Return a column of amounts: at the right, below zero with minus, glyph and colour."""
    return Column(
        key,
        title,
        text=lambda row, _texts: amount_text(amount(row)),
        width=width,
        is_number=True,
        is_sortable=is_sortable,
        tone=lambda row: "bad" if amount(row).paise < 0 else "",
        value=lambda row: amount(row).paise,
        kind=CellKind.MONEY,
    )


def amount_text(amount: Money) -> str:
    """Return an amount for a cell or a figure; below zero it carries a glyph as well."""
    return f"▼ {rupees(amount)}" if amount.paise < 0 else rupees(amount)
