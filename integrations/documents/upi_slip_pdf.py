"""A UPI code on paper: what to pay, to whom, by whom; it is no receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportlab.pdfgen.canvas import Canvas

from domain import formats
from domain.printing import Paper, PrintStyle
from domain.upi import UpiSlip
from integrations.documents.amount_words import amount_in_words
from integrations.documents.facts import Fact, in_each, lines_of, one_line, together
from integrations.documents.file import pdf_of
from integrations.documents.letterhead import put_letterhead, put_marks, put_practice
from integrations.documents.look import (
    ACCENT,
    DOT,
    GROUND,
    MM,
    MUTED,
    PAGE_HEIGHT,
    TOP,
    WARNING,
    WIDTH,
    placed,
)
from integrations.documents.paper import Picture
from integrations.documents.pdf_text import Ink
from integrations.documents.qr import dark_runs, modules
from integrations.documents.roll import Strip
from resources.texts import Texts

_HALF = PAGE_HEIGHT / 2 - TOP
_CODE_SIZE = 62 * MM
_MODULE = 6 * DOT
_RIGHT = _CODE_SIZE + 22


def render(slip: UpiSlip, style: PrintStyle, texts: Mapping[str, Texts]) -> bytes:
    """Return the slip as a PDF: the upper half of A4, or a strip of a roll."""
    languages = in_each(style, texts)
    title = one_line(lambda _: _("Pay by UPI"), languages)
    if style.paper is Paper.A4:
        return pdf_of(
            title, slip.office.name, lambda canvas: _draw_half(canvas, slip, style, languages)
        )
    return pdf_of(title, slip.office.name, _strip(slip, style, languages).draw)


def _facts(slip: UpiSlip, _: Texts) -> Sequence[Fact]:
    return (
        Fact(_("Consumer no."), slip.consumer_number, lines=2, is_strong=True),
        Fact(_("Name"), slip.consumer_name, lines=2, is_strong=True),
        Fact(_("Pay to"), slip.payee, lines=2),
        Fact(_("UPI address"), slip.address, lines=2),
        Fact(_("Reference"), slip.reference, lines=2),
        Fact(_("Made on"), formats.moment(slip.made_at, _.month_names)),
    )


def _how(_: Texts) -> str:
    return _("Read the code with any UPI application; the amount is filled in.")


def _no_receipt(_: Texts) -> str:
    return _("This is not a receipt. The office gives one when the payment has arrived.")


# Half an A4 page


def _draw_half(
    canvas: Canvas, slip: UpiSlip, style: PrintStyle, languages: Sequence[Texts]
) -> None:
    picture = Picture()
    title = one_line(lambda _: _("Pay by UPI"), languages)
    if slip.office.is_practice:
        put_marks(picture, [one_line(lambda _: _("PRACTICE: not real money"), languages)])
    y = put_letterhead(picture, slip.office, style.logo, title, languages[0]) + 16
    matrix = modules(slip.code)
    picture.dots(list(dark_runs(matrix)), x=0, y=y, size=_CODE_SIZE, count=len(matrix))
    below = y + _CODE_SIZE + 14
    for line in lines_of(_how, languages):
        below = picture.text(line, Ink(8.5, colour=MUTED), x=0, y=below, width=WIDTH)
    for line in lines_of(_no_receipt, languages):
        ink = Ink(10, is_bold=True, colour=WARNING)
        below = picture.text(line, ink, x=0, y=below + 2, width=WIDTH)
    _put_amount_and_facts(picture, slip, languages, y=y)
    if slip.office.is_practice:
        text = one_line(lambda _: _("PRACTICE"), languages)
        put_practice(picture, text, y=_HALF / 2)
    x, down, scale = placed(style, _HALF, _HALF)
    picture.draw(canvas, x=x, top=PAGE_HEIGHT - down, scale=scale)


def _put_amount_and_facts(
    picture: Picture, slip: UpiSlip, languages: Sequence[Texts], *, y: float
) -> None:
    width = WIDTH - _RIGHT
    card = Picture()
    label = one_line(lambda _: _("Amount to pay"), languages)
    below = card.text(label, Ink(8, colour=MUTED), x=10, y=7, width=width - 20)
    figure = Ink(24, is_bold=True, colour=ACCENT)
    amount = formats.rupees(slip.amount)
    below = card.whole(amount, figure, x=10, y=below, width=width - 20)
    for words in lines_of(lambda _: amount_in_words(slip.amount, _), languages):
        below = card.text(words, Ink(9, lines=2), x=10, y=below + 1, width=width - 20)
    picture.box(x=_RIGHT, y=y, width=width, height=below + 8, fill=GROUND)
    y = picture.add(card, x=_RIGHT, y=y) + 18
    label_width = 80 if len(languages) == 1 else 116
    for fact in together(lambda _: _facts(slip, _), languages):
        small = Ink(8, colour=MUTED)
        picture.whole(fact.label, small, x=_RIGHT, y=y + 1.4, width=label_width - 4)
        ink = Ink(9.5, is_bold=fact.is_strong, lines=fact.lines)
        x, room = _RIGHT + label_width, width - label_width
        y = picture.whole(fact.value or "-", ink, x=x, y=y, width=room) + 3


# A strip of the roll


def _strip(slip: UpiSlip, style: PrintStyle, languages: Sequence[Texts]) -> Strip:
    strip = Strip(style)
    strip.head(slip.office, languages[0])
    strip.space(2)
    strip.centred_whole(one_line(lambda _: _("Pay by UPI"), languages), 11)
    strip.space(2)
    if slip.office.is_practice:
        strip.framed(one_line(lambda _: _("PRACTICE: not real money"), languages), 10)
    strip.code(slip.code, _MODULE)
    strip.centred_whole(formats.rupees(slip.amount), 18)
    for words in lines_of(lambda _: amount_in_words(slip.amount, _), languages):
        strip.centred(words, 8.5, lines=4)
    strip.rule()
    strip.words(together(lambda _: _facts(slip, _), languages))
    strip.rule()
    for line in lines_of(_how, languages):
        strip.centred(line, 8, lines=3)
    strip.space(3)
    for line in lines_of(_no_receipt, languages):
        strip.centred(line, 9, is_bold=True, lines=4)
    return strip
