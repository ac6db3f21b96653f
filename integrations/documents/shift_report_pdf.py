"""An X or Z report on paper: half of an A4 page or more, or a strip of a roll."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportlab.pdfgen.canvas import Canvas

from domain import formats
from domain.money import Money
from domain.office import Office
from domain.printing import Paper, PrintStyle
from domain.shift import DENOMINATIONS, CashCount, ShiftReport
from integrations.documents import shift_facts as say
from integrations.documents.facts import (
    Fact,
    in_each,
    lists_together,
    one_line,
    rows_together,
    together,
)
from integrations.documents.file import pdf_of
from integrations.documents.letterhead import put_letterhead, put_marks, put_practice
from integrations.documents.look import (
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
from integrations.documents.roll import Strip
from integrations.documents.table import Column, put_table
from resources.texts import Texts

_HALF = PAGE_HEIGHT / 2 - TOP
_PAGE = PAGE_HEIGHT - 3 * TOP
#: So much smaller a report may be drawn to stay on half a page.
_SMALLEST = 0.78
_GAP = 18
_LEFT = (WIDTH - _GAP) * 0.56
_RIGHT = WIDTH - _GAP - _LEFT
#: More moves of cash than these are added up in a line.
_MOST_MOVES = 30
_TIMES = "\u00d7"


def render(
    report: ShiftReport, office: Office, style: PrintStyle, texts: Mapping[str, Texts]
) -> bytes:
    """Return the report as a PDF: on A4 half a page where it has room, or a strip of a roll."""
    languages = in_each(style, texts)
    title = one_line(lambda _: say.title(report, _), languages)
    if style.paper is Paper.A4:
        return pdf_of(
            title, office.name, lambda canvas: _draw_page(canvas, report, office, style, languages)
        )
    return pdf_of(title, office.name, _strip(report, office, style, languages).draw)


def _moves(report: ShiftReport, languages: Sequence[Texts]) -> Sequence[Fact]:
    """Return the moves, the last of very many as one."""
    facts = together(lambda _: say.moves(report, _), languages)
    if len(facts) <= _MOST_MOVES:
        return facts
    rest = report.facts.moves[_MOST_MOVES:]
    more = one_line(lambda _: _("{count} more", count=len(rest)), languages)
    amount = sum((move.amount for move in rest[1:]), rest[0].amount)
    return [*facts[:_MOST_MOVES], Fact(more, formats.rupees(amount))]


def _counts(report: ShiftReport, languages: Sequence[Texts]) -> list[tuple[str, CashCount]]:
    """Return the notes and coins at the opening and, once that is over, at the closing."""
    counts = [(one_line(lambda _: _("Counted at the opening"), languages), report.shift.opening)]
    if report.shift.closing is not None:
        name = one_line(lambda _: _("Counted at the closing"), languages)
        counts.append((name, report.shift.closing.counted))
    return counts


# A4


def _draw_page(
    canvas: Canvas,
    report: ShiftReport,
    office: Office,
    style: PrintStyle,
    languages: Sequence[Texts],
) -> None:
    picture = _page(report, office, style, languages)
    room = _HALF - TOP
    if picture.depth * _SMALLEST > room:
        room = _PAGE
    x, down, scale = placed(style, picture.depth, room)
    picture.draw(canvas, x=x, top=PAGE_HEIGHT - down, scale=scale)


def _page(
    report: ShiftReport, office: Office, style: PrintStyle, languages: Sequence[Texts]
) -> Picture:
    picture = Picture()
    title = one_line(lambda _: say.title(report, _), languages)
    if office.is_practice:
        put_marks(picture, [one_line(lambda _: _("PRACTICE: not real money"), languages)])
    y = put_letterhead(picture, office, style.logo, title, languages[0]) + 4
    state = one_line(lambda _: say.state(report, _), languages)
    ink = Ink(8, colour=MUTED if report.is_final else WARNING, is_bold=not report.is_final)
    y = picture.text(state, ink, x=0, y=y, width=WIDTH) + 4
    left, right = _left(report, languages), _right(report, languages)
    below = max(picture.add(left, x=0, y=y), picture.add(right, x=_LEFT + _GAP, y=y))
    y = _put_counts(picture, report, languages, y=below + 8)
    _put_signatures(picture, lists_together(say.signatures, languages), y=y + 34)
    if office.is_practice:
        put_practice(picture, one_line(lambda _: _("PRACTICE"), languages), y=picture.depth / 2)
    return picture


def _left(report: ShiftReport, languages: Sequence[Texts]) -> Picture:
    """Return whose shift it was and what was taken."""
    column = Picture()
    y = 0.0
    facts = [
        *together(lambda _: say.of_shift(report, _), languages),
        *together(lambda _: say.of_receipts(report, _), languages),
    ]
    label_width = 90 if len(languages) == 1 else 124
    for fact in facts:
        small, ink = Ink(7.5, colour=MUTED), Ink(8.5, is_bold=fact.is_strong)
        column.whole(fact.label, small, x=0, y=y + 1.2, width=label_width - 4)
        room = _LEFT - label_width
        y = column.whole(fact.value, ink, x=label_width, y=y, width=room) + 1
    headings = lists_together(say.tender_headings, languages)
    shares = (1.5, 0.8, 1.2, 1.2, 1.2)
    columns = [
        Column(heading, share, is_figure=place > 0)
        for place, (heading, share) in enumerate(zip(headings, shares, strict=True))
    ]
    rows = rows_together(lambda _: say.tender_rows(report, _), languages)
    y = put_table(column, columns, rows, x=0, y=y + 5, width=_LEFT, size=8, last_is_sum=True)
    heads = rows_together(lambda _: say.head_rows(report, _), languages)
    if heads:
        headings = lists_together(lambda _: (_("Paid for"), _("Receipts"), _("Amount")), languages)
        columns = [
            Column(heading, share, is_figure=place > 0)
            for place, (heading, share) in enumerate(zip(headings, (2, 1, 1.4), strict=True))
        ]
        put_table(column, columns, heads, x=0, y=y + 5, width=_LEFT, size=8)
    return column


def _right(report: ShiftReport, languages: Sequence[Texts]) -> Picture:
    """Return the drawer, and what left it."""
    column = Picture()
    y = column.text(
        one_line(lambda _: _("The drawer"), languages),
        Ink(9, is_bold=True),
        x=0,
        y=0,
        width=_RIGHT,
    )
    y = _put_sums(column, together(lambda _: say.of_drawer(report, _), languages), y=y + 2)
    moves = _moves(report, languages)
    if moves:
        heading = one_line(lambda _: _("Cash that left the drawer"), languages)
        y = column.text(heading, Ink(9, is_bold=True), x=0, y=y + 6, width=_RIGHT)
        _put_sums(column, moves, y=y + 2)
    return column


def _put_sums(column: Picture, facts: Sequence[Fact], *, y: float) -> float:
    for fact in facts:
        ink = Ink(8.5, is_bold=fact.is_strong, align=RIGHT)
        share = 0.6 if fact.value else 1.0
        label = Ink(8, colour=MUTED, lines=2)
        below = column.text(fact.label, label, x=0, y=y + 0.4, width=_RIGHT * share - 3)
        if fact.value:
            width = _RIGHT * (1 - share)
            right = column.whole(fact.value, ink, x=_RIGHT * share, y=y, width=width)
            below = max(below, right)
        if fact.detail:
            told = Ink(7.5, lines=2)
            below = column.text(fact.detail, told, x=6, y=below - 1, width=_RIGHT - 6)
        column.line(x=0, y=below + 1, width=_RIGHT, colour=RULE)
        y = below + 3
    return y


def _put_counts(
    picture: Picture, report: ShiftReport, languages: Sequence[Texts], *, y: float
) -> float:
    """Put the notes and coins: a column for each denomination."""
    columns = [
        Column(one_line(lambda _: _("Notes and coins"), languages), 3.6, is_figure=False),
        *(Column(f"₹{denomination}", 1) for denomination in DENOMINATIONS),
        Column(one_line(lambda _: _("Amount"), languages), 2),
    ]
    rows = [
        [
            name,
            *(f"{count.number_of(d)}" if count.number_of(d) else "-" for d in DENOMINATIONS),
            formats.rupees(count.total),
        ]
        for name, count in _counts(report, languages)
    ]
    return put_table(picture, columns, rows, x=0, y=y, width=WIDTH, size=8)


def _put_signatures(picture: Picture, labels: Sequence[str], *, y: float) -> None:
    width = (WIDTH - 40) / len(labels)
    for place, label in enumerate(labels):
        x = place * (width + 40)
        picture.line(x=x, y=y, width=width, colour=MUTED)
        picture.text(label, Ink(7.5, colour=MUTED), x=x, y=y + 2, width=width)


# A strip of the roll


def _strip(
    report: ShiftReport, office: Office, style: PrintStyle, languages: Sequence[Texts]
) -> Strip:
    strip = Strip(style)
    strip.head(office, languages[0])
    strip.space(2)
    strip.centred_whole(one_line(lambda _: say.title(report, _), languages), 13)
    strip.centred(one_line(lambda _: say.state(report, _), languages), 8, lines=3)
    if office.is_practice:
        strip.space(2)
        strip.framed(one_line(lambda _: _("PRACTICE: not real money"), languages), 10)
    strip.rule()
    strip.words(together(lambda _: say.of_shift(report, _), languages))
    strip.rule()
    strip.words(together(lambda _: say.of_receipts(report, _), languages))
    strip.rule()
    strip.sums(together(lambda _: _tender_facts(report, _), languages))
    heads = together(lambda _: _head_facts(report, _), languages)
    if heads:
        strip.rule()
        strip.left(one_line(lambda _: _("Paid for"), languages), 8)
        strip.sums(heads)
    strip.rule()
    strip.left(one_line(lambda _: _("The drawer"), languages), 9, is_bold=True)
    strip.sums(together(lambda _: say.of_drawer(report, _), languages))
    moves = _moves(report, languages)
    if moves:
        strip.rule()
        strip.left(
            one_line(lambda _: _("Cash that left the drawer"), languages), 9, is_bold=True, lines=2
        )
        strip.sums(moves)
    for name, count in _counts(report, languages):
        strip.rule()
        strip.left(name, 8, lines=2)
        strip.sums(_pieces(count))
    strip.signatures(lists_together(say.signatures, languages))
    return strip


def _tender_facts(report: ShiftReport, _: Texts) -> Sequence[Fact]:
    """Return the table of tenders as lines: the net, below it what came in and went back."""
    rows = say.tender_rows(report, _)
    return [
        Fact(
            name,
            net,
            detail=_("{count} receipts", count=count)
            if taken == net
            else _("{count} receipts, {taken} less {back}", count=count, taken=taken, back=back),
            is_strong=place == len(rows) - 1,
            is_worded=True,
        )
        for place, (name, count, taken, back, net) in enumerate(rows)
    ]


def _head_facts(report: ShiftReport, _: Texts) -> Sequence[Fact]:
    return [
        Fact(name, amount, detail=_("{count} receipts", count=count), is_worded=True)
        for name, count, amount in say.head_rows(report, _)
    ]


def _pieces(count: CashCount) -> Sequence[Fact]:
    return [
        Fact(
            f"₹{denomination} {_TIMES} {number}",
            formats.rupees(Money.rupees(denomination * number)),
        )
        for denomination, number in count.pieces
    ]
