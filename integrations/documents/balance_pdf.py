"""A balance explained on one page of A4, in one language or in both, whatever the period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from reportlab.pdfgen.canvas import Canvas

from domain.balance_sheet import BalanceLine, BalanceSheet
from domain.office import Office
from domain.printing import PrintStyle
from integrations.documents.facts import BETWEEN, in_each, one_line
from integrations.documents.file import pdf_of
from integrations.documents.letterhead import put_letterhead, put_marks, put_practice
from integrations.documents.look import (
    ACCENT,
    GROUND,
    MUTED,
    PAGE_HEIGHT,
    RULE,
    TOP,
    WARNING,
    WIDTH,
    placed,
)
from integrations.documents.paper import Picture
from integrations.documents.pdf_text import RIGHT, Ink
from integrations.documents.table import Column, put_table
from resources.texts import Texts

_PAGE = PAGE_HEIGHT - 3 * TOP
_AMOUNT_WIDTH, _WORDS_SHARE = 92.0, 0.4
_SIZE, _SMALL = 10.0, 8.0


@dataclass(frozen=True, slots=True)
class _Paper:
    """What the page is made of: the same sheet in each of its languages."""

    sheets: Sequence[BalanceSheet]
    office: Office
    style: PrintStyle
    languages: Sequence[Texts]

    @property
    def first(self) -> BalanceSheet:
        return self.sheets[0]


def render(
    sheets: Mapping[str, BalanceSheet],
    office: Office,
    style: PrintStyle,
    texts: Mapping[str, Texts],
) -> bytes:
    """Return the page as a PDF; ``sheets`` by language, those of the style's languages."""
    in_order = [sheets[language] for language in style.languages]
    paper = _Paper(in_order, office, style, in_each(style, texts))
    page = _page(paper)
    return pdf_of(paper.first.title, office.name, partial(_draw, page, style))


def _draw(page: Picture, style: PrintStyle, canvas: Canvas) -> None:
    x, down, scale = placed(style, page.depth, _PAGE)
    page.draw(canvas, x=x, top=PAGE_HEIGHT - down, scale=scale)


def _page(paper: _Paper) -> Picture:
    picture, office, languages = Picture(), paper.office, paper.languages
    if office.is_practice:
        put_marks(picture, [one_line(lambda _: _("PRACTICE: not real money"), languages)])
        put_practice(picture, one_line(lambda _: _("PRACTICE"), languages), y=_PAGE / 2)
    share = 0.3 if len(languages) == 1 else 0.4
    title = _joined([sheet.title for sheet in paper.sheets])
    y = put_letterhead(picture, office, paper.style.logo, title, languages[0], title_share=share)
    y = _put_facts(picture, paper, y=y + 8)
    for sheet in paper.sheets:
        ink = Ink(_SIZE + 0.5, is_bold=True, lines=3)
        y = picture.text(sheet.answer, ink, x=0, y=y, width=WIDTH) + 3
    y = _put_lines(picture, paper, y=y + 5)
    y = _put_days(picture, paper, y=y + 12)
    y = _put_turns(picture, paper, y=y + 12)
    _put_foot(picture, paper, y=y + 12)
    return picture


def _put_facts(picture: Picture, paper: _Paper, *, y: float) -> float:
    """Put whose balance it is and of when, each with its label before it."""
    label_width = 90.0 if len(paper.sheets) == 1 else 130.0
    for place in range(len(paper.first.facts)):
        label = _joined([sheet.facts[place][0] for sheet in paper.sheets])
        shown = _joined([sheet.facts[place][1] for sheet in paper.sheets])
        small = Ink(_SMALL, colour=MUTED)
        picture.whole(label, small, x=0, y=y + 1.5, width=label_width - 6)
        ink = Ink(_SIZE, is_bold=place == 0, lines=2)
        y = picture.text(shown, ink, x=label_width, y=y, width=WIDTH - label_width) + 1
    return y + 6


def _put_lines(picture: Picture, paper: _Paper, *, y: float) -> float:
    for place, line in enumerate(paper.first.lines):
        same = [sheet.lines[place] for sheet in paper.sheets]
        y = _put_line(picture, same, line, y=y)
    return y


def _put_line(
    picture: Picture, same: Sequence[BalanceLine], line: BalanceLine, *, y: float
) -> float:
    room = WIDTH - _AMOUNT_WIDTH - 8
    words_width = room * _WORDS_SHARE
    ink = Ink(_SIZE, is_bold=line.is_sum, lines=2)
    if line.is_sum:
        picture.box(x=0, y=y - 1, width=WIDTH, height=_SIZE * 1.32 + 5, fill=GROUND)
        y += 1
    words = _joined([one.words for one in same])
    below = picture.whole(words, Ink(_SIZE, is_bold=line.is_sum), x=4, y=y, width=words_width - 6)
    # Number and tender of a receipt are the same in every language; only their words are not.
    details = _joined([part for one in same for part in one.detail.split(BETWEEN)])
    small = Ink(_SMALL, colour=MUTED, lines=1 if line.is_sum else 2)
    x = words_width + 4
    below = max(below, picture.text(details, small, x=x, y=y + 1.2, width=room - words_width))
    colour = WARNING if line.is_below_zero else ink.colour
    amount = Ink(_SIZE, is_bold=line.is_sum, colour=colour, align=RIGHT)
    picture.whole(line.amount, amount, x=WIDTH - _AMOUNT_WIDTH, y=y, width=_AMOUNT_WIDTH - 4)
    picture.line(x=0, y=below + 1.5, width=WIDTH, colour=RULE)
    return below + 3


def _put_days(picture: Picture, paper: _Paper, *, y: float) -> float:
    first = paper.first
    if not first.days:
        return y
    y = _put_title(picture, [sheet.days_title for sheet in paper.sheets], y=y)
    headings = [
        _joined([sheet.days_headings[place] for sheet in paper.sheets])
        for place in range(len(first.days_headings))
    ]
    shares = (1.3, 1.2, 1.2, 6.0)
    columns = [
        Column(heading, share, is_figure=place in (1, 2))
        for place, (heading, share) in enumerate(zip(headings, shares, strict=True))
    ]
    rows = [
        (
            *(day.words, day.units, day.amount),
            _joined([sheet.days[place].why for sheet in paper.sheets]),
        )
        for place, day in enumerate(first.days)
    ]
    return put_table(picture, columns, rows, x=0, y=y, width=WIDTH, size=8.5)


def _put_turns(picture: Picture, paper: _Paper, *, y: float) -> float:
    first = paper.first
    if not first.turns:
        return y
    y = _put_title(picture, [sheet.turns_title for sheet in paper.sheets], y=y)
    for place in range(len(first.turns)):
        for sheet in paper.sheets:
            ink = Ink(8.5, lines=2, colour=MUTED if sheet is not first else Ink().colour)
            y = picture.text(sheet.turns[place], ink, x=4, y=y, width=WIDTH - 4) + 0.5
    return y


def _put_title(picture: Picture, titles: Sequence[str], *, y: float) -> float:
    ink = Ink(9.5, is_bold=True, colour=ACCENT)
    return picture.whole(_joined(titles), ink, x=0, y=y, width=WIDTH) + 2


def _put_foot(picture: Picture, paper: _Paper, *, y: float) -> None:
    for place in range(len(paper.first.foot)):
        said = dict.fromkeys(sheet.foot[place] for sheet in paper.sheets)
        for words in said:
            small = Ink(7, colour=MUTED, lines=2)
            y = picture.text(words, small, x=0, y=y, width=WIDTH)


def _joined(said: Sequence[str]) -> str:
    """Return the same thing in each language on one line, once where they say the same."""
    return BETWEEN.join(part for part in dict.fromkeys(said) if part)
