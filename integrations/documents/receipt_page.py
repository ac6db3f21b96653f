"""A receipt on A4: the consumer's half and the office's, one like the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportlab.pdfgen.canvas import Canvas

from domain import formats
from domain.printing import PrintStyle
from domain.recharge import ReceiptCopy
from integrations.documents import receipt_facts as say
from integrations.documents.amount_words import amount_in_words
from integrations.documents.facts import (
    Fact,
    lines_of,
    lists_together,
    one_line,
    together,
)
from integrations.documents.letterhead import put_letterhead, put_marks, put_practice
from integrations.documents.look import (
    ACCENT,
    GROUND,
    MARGIN,
    MODULE,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    RULE,
    TOP,
    WARNING,
    WARNING_GROUND,
    WHITE,
    WIDTH,
    placed,
)
from integrations.documents.paper import Picture
from integrations.documents.pdf_text import CENTRE, RIGHT, Ink
from integrations.documents.qr import dark_runs
from integrations.documents.receipt_qr import modules
from resources.texts import Texts

_HALF = PAGE_HEIGHT / 2 - TOP
_HEAD = 70
_BODY = 118
_BOTTOM = _HALF - 22
_LEFT = WIDTH * 0.53
_GAP = 14
_DRAWING = "half"
#: How much smaller the body may become so that many tenders fit.
_TIGHTEST, _CROWDED = 0.6, 0.7
_MOST_UNDOINGS_IN_EACH = 2


def draw_page(
    canvas: Canvas, copy: ReceiptCopy, style: PrintStyle, languages: Sequence[Texts]
) -> None:
    """Draw both halves, with the line to cut along between them."""
    # What both halves share is one drawing, put into the file once.
    canvas.beginForm(_DRAWING, -MARGIN, -_HALF, WIDTH + MARGIN, 0)
    _half(copy, style, languages).draw(canvas, x=0, top=0)
    canvas.endForm()
    x, down, scale = placed(style, _HALF, _HALF)
    copies = (
        lambda _: _("Consumer's copy"),
        lambda _: _("Office copy"),
    )
    for top, title in zip((PAGE_HEIGHT, PAGE_HEIGHT / 2), copies, strict=True):
        canvas.saveState()
        canvas.translate(x, top - down)
        canvas.scale(scale, scale)
        canvas.doForm(_DRAWING)
        _over_half(copy, one_line(title, languages), languages).draw(canvas, x=0, top=0)
        canvas.restoreState()
    cut = Picture()
    cut.line(x=0, y=0, width=PAGE_WIDTH, colour=RULE, dashes="4 3")
    cut.draw(canvas, x=0, top=PAGE_HEIGHT / 2)


def _half(copy: ReceiptCopy, style: PrintStyle, languages: Sequence[Texts]) -> Picture:
    """Return what the upper and the lower half have in common."""
    picture = Picture()
    _draw_head(picture, copy, style, languages)
    facts = together(lambda _: say.of_series(copy.receipt, _), languages)
    _row_of_facts(picture, facts, y=_HEAD + 6)
    y = _draw_undoings(picture, copy, languages, y=_BODY)
    top_of_foot = _put_foot(picture, copy, languages)
    top_of_code = _put_code(picture, modules(copy))
    left = _fitting(_left_column, copy, languages, top_of_foot - 6 - y)
    right = _fitting(_right_column, copy, languages, top_of_code - 8 - y)
    picture.add(left, x=0, y=y, deepest=top_of_foot - 2 - y)
    picture.add(right, x=_LEFT + _GAP, y=y, deepest=top_of_code - 4 - y)
    return picture


def _over_half(copy: ReceiptCopy, title: str, languages: Sequence[Texts]) -> Picture:
    """Return what is put over a half: whose copy it is, and the marks through which one reads."""
    picture = Picture()
    ink = Ink(8, colour=MUTED, align=RIGHT)
    picture.text(title, ink, x=WIDTH * 0.4, y=53, width=WIDTH * 0.6)
    _draw_across(picture, copy, languages)
    return picture


# The head


def _draw_head(
    picture: Picture, copy: ReceiptCopy, style: PrintStyle, languages: Sequence[Texts]
) -> None:
    put_marks(picture, lists_together(lambda _: say.marks(copy, _), languages))
    title = one_line(lambda _: say.title(copy.receipt, _), languages)
    share = 0.3 if len(languages) == 1 else 0.4
    put_letterhead(picture, copy.office, style.logo, title, languages[0], title_share=share)


def _row_of_facts(picture: Picture, facts: Sequence[Fact], *, y: float) -> None:
    x, shares = 0.0, (0.42, 0.28, 0.3)
    for fact, share in zip(facts, shares, strict=True):
        width = WIDTH * share
        picture.whole(fact.label, Ink(7.5, colour=MUTED), x=x, y=y, width=width - 6)
        ink = Ink(10.5, is_bold=True) if fact.is_strong else Ink(10)
        picture.whole(fact.value, ink, x=x, y=y + 10, width=width - 6)
        x += width
    picture.line(x=0, y=y + 32, width=WIDTH, colour=RULE)


def _draw_undoings(
    picture: Picture, copy: ReceiptCopy, languages: Sequence[Texts], *, y: float
) -> float:
    """Say across the whole width what was undone, when, by whom and why."""
    undone = copy.receipt.undone
    if not undone:
        return y
    said_in = languages if len(undone) <= _MOST_UNDOINGS_IN_EACH else languages[:1]
    band = Picture()
    below = 4.0
    for _ in said_in:
        for sentence in say.undone_sentences(copy.receipt, _):
            ink = Ink(8.5, is_bold=True, colour=WARNING, lines=2 if len(undone) == 1 else 1)
            below = band.text(sentence, ink, x=8, y=below, width=WIDTH - 16)
    picture.box(x=0, y=y, width=WIDTH, height=below + 4, fill=WARNING_GROUND)
    picture.frame(x=0, y=y, width=WIDTH, height=below + 4, colour=WARNING)
    picture.add(band, x=0, y=y)
    return y + below + 12


# The body


def _fitting(
    draw: Callable[[ReceiptCopy, Sequence[Texts], float], Picture],
    copy: ReceiptCopy,
    languages: Sequence[Texts],
    room: float,
) -> Picture:
    """Return a column as large as there is room for."""
    tight, column = 1.0, draw(copy, languages, 1.0)
    while column.depth > room and tight > _TIGHTEST:
        # In smaller letters some lines need not be broken any more: the first guess may do.
        tight = max(_TIGHTEST, min(tight - 0.02, tight * room / column.depth + 0.02))
        column = draw(copy, languages, tight)
    return column


def _left_column(copy: ReceiptCopy, languages: Sequence[Texts], tight: float) -> Picture:
    """Return who paid, for what and in which form."""
    column = Picture()
    receipt = copy.receipt
    is_alone = len(languages) == 1
    y = 0.0
    facts = together(lambda _: say.of_consumer(receipt, _), languages)
    label_width = (70 if is_alone else 104) * max(tight, 0.8)
    for fact in facts:
        # Where there is so little room, what was paid comes before the rest of an address.
        lines = fact.lines if tight > _CROWDED else 1
        ink = Ink(9 * tight, is_bold=fact.is_strong, lines=lines)
        column.whole(
            fact.label, Ink(7.5 * tight, colour=MUTED), x=0, y=y + 1.4, width=label_width - 4
        )
        value, width = fact.value or "-", _LEFT - label_width
        y = column.text(value, ink, x=label_width, y=y, width=width) + 2 * tight
    heads = together(lambda _: say.of_heads(receipt, _), languages)
    tenders = together(lambda _: say.of_tenders(receipt, _), languages)
    if heads:
        y = _paid(column, one_line(lambda _: _("Paid for"), languages), heads, y=y, tight=tight)
    _paid(column, one_line(lambda _: _("Paid by"), languages), tenders, y=y, tight=tight)
    return column


def _paid(column: Picture, heading: str, facts: Sequence[Fact], *, y: float, tight: float) -> float:
    """Put amounts with what is known of each below a hairline; return the ``y`` below."""
    column.line(x=0, y=y + 3 * tight, width=_LEFT, colour=RULE)
    y += 6 * tight
    small = Ink(7.5 * tight, colour=MUTED)
    y = column.text(heading, small, x=0, y=y, width=_LEFT) + 1 * tight
    for fact in facts:
        width = _LEFT * 0.68 if fact.value else _LEFT
        below = column.text(fact.label, Ink(8.5 * tight), x=0, y=y, width=width)
        if fact.value:
            ink = Ink(9 * tight, align=RIGHT)
            column.whole(fact.value, ink, x=_LEFT * 0.68, y=y - 0.4, width=_LEFT * 0.32)
        if fact.detail:
            ink = Ink(7.5 * tight, colour=MUTED)
            below = column.text(fact.detail, ink, x=8, y=below - 1, width=_LEFT - 8)
        y = below + 1.5 * tight
    return y


def _right_column(copy: ReceiptCopy, languages: Sequence[Texts], tight: float) -> Picture:
    """Return what was received, and where it went."""
    column = Picture()
    width = WIDTH - _LEFT - _GAP
    y = _amount_card(column, copy, languages, width=width, tight=tight) + 8 * tight
    is_alone = len(languages) == 1
    share = 0.56
    for fact in together(lambda _: say.of_money(copy.receipt, _), languages):
        ink = Ink(9.5 * tight, is_bold=fact.is_strong, align=RIGHT, lines=fact.lines)
        label = Ink((8.5 if is_alone else 7.5) * tight, colour=MUTED, lines=2)
        left = column.text(fact.label, label, x=0, y=y + 0.8, width=width * share - 4)
        right = column.whole(fact.value, ink, x=width * share, y=y, width=width * (1 - share))
        y = max(left, right) + 2 * tight
        column.line(x=0, y=y, width=width, colour=RULE)
        y += 2.5 * tight
    return column


def _amount_card(
    column: Picture, copy: ReceiptCopy, languages: Sequence[Texts], *, width: float, tight: float
) -> float:
    amount, inset = copy.receipt.amount, 9
    inner = width - 2 * inset
    card = Picture()
    label = one_line(lambda _: _("Amount received"), languages)
    y = card.text(label, Ink(7.5 * tight, colour=MUTED), x=inset, y=6, width=inner)
    figure = Ink(20 * tight, is_bold=True, colour=ACCENT)
    y = card.whole(formats.rupees(amount), figure, x=inset, y=y, width=inner) + 1
    for words in lines_of(lambda _: amount_in_words(amount, _), languages):
        y = card.text(words, Ink(8.5 * tight, lines=2), x=inset, y=y, width=inner) + 1
    column.box(x=0, y=0, width=width, height=y + 7, fill=GROUND)
    column.add(card, x=0, y=0)
    return y + 7


# The foot, and what goes across


def _put_code(picture: Picture, matrix: Sequence[bytes]) -> float:
    """Put the code at the right of the foot, with its quiet border; return its top."""
    size, quiet = len(matrix) * MODULE, QUIET * MODULE
    x, y = WIDTH - size, _BOTTOM - size
    whole = size + 2 * quiet
    picture.box(x=x - quiet, y=y - quiet, width=whole, height=whole, fill=WHITE)
    picture.dots(list(dark_runs(matrix)), x=x, y=y, size=size, count=len(matrix))
    return y


def _put_foot(picture: Picture, copy: ReceiptCopy, languages: Sequence[Texts]) -> float:
    """Put at the left of the foot what makes it a receipt; return its top."""
    foot, width = Picture(), _LEFT + _GAP
    y = 0.0
    for line in lines_of(lambda _: say.foot(copy, _), languages):
        y = foot.whole(line, Ink(7.5, colour=MUTED), x=0, y=y, width=width)
    order = say.order(copy.receipt, languages[0])
    foot.whole(order, Ink(6.5, colour=MUTED), x=0, y=y + 1, width=width)
    picture.add(foot, x=0, y=_BOTTOM - foot.depth)
    return _BOTTOM - foot.depth


def _draw_across(picture: Picture, copy: ReceiptCopy, languages: Sequence[Texts]) -> None:
    if copy.office.is_practice:
        text = one_line(lambda _: _("PRACTICE"), languages)
        put_practice(picture, text, y=_HALF * (0.72 if copy.receipt.undone else 0.5))
    if copy.receipt.undone:
        ink = Ink(60, is_bold=True, colour=f"{WARNING}66", align=CENTRE)
        text = one_line(lambda _: say.undone_mark(copy.receipt, _), languages)
        picture.across(text, ink, x=WIDTH / 2, y=_HALF / 2, width=WIDTH)
