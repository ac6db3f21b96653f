"""The receipt that a consumer takes home: half of an A4 page, or a strip of an 80 mm roll."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from domain import formats
from domain.printing import Paper, PrintStyle
from domain.recharge import Receipt, ReceiptCopy
from domain.tender import Tender
from integrations.documents.amount_words import amount_in_words
from integrations.documents.paper import Picture
from integrations.documents.pdf_text import CENTRE, LEFT, RIGHT, Ink
from integrations.documents.qr import dark_runs
from integrations.documents.receipt_qr import modules
from integrations.plain_text import plain
from resources import words
from resources.texts import Texts

_TEXT, _MUTED, _RULE = "#0f172a", "#64748b", "#cbd5e1"
_ACCENT, _GROUND, _WARNING = "#0f766e", "#e6f6f3", "#b91c1c"
_WHITE = "#ffffff"

_LABEL = Ink(7.5, colour=_MUTED)

_PAGE_WIDTH, _PAGE_HEIGHT = A4
_MARGIN = 14 * mm
_WIDTH = _PAGE_WIDTH - 2 * _MARGIN
#: Printers cannot reach the edge of the paper.
_TOP = 10
_HALF = _PAGE_HEIGHT / 2 - _TOP
_QR_SIZE = 27 * mm

_ROLL_WIDTH = 80 * mm
_ROLL_MARGIN = 4 * mm
_ROLL_INNER = _ROLL_WIDTH - 2 * _ROLL_MARGIN


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the receipt; ``lines`` it may take, ``is_strong`` when it must be seen."""

    label: str
    value: str
    lines: int = 1
    is_strong: bool = False


def render(copy: ReceiptCopy, style: PrintStyle, texts: Mapping[str, Texts]) -> bytes:
    """Return the receipt as a PDF: A4 (consumer's and office's half) or a strip of a roll.

    It says DUPLICATE n on a copy and PRACTICE in a practice office.
    """
    _ = texts[style.languages[0]]
    file = BytesIO()
    # Invariant: the same receipt is the same file, without the time of printing in it.
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setTitle(plain(_("Receipt {number}", number=copy.receipt.number), 100))
    canvas.setAuthor(plain(copy.office.name, 100))
    if style.paper is Paper.A4:
        _draw_page(canvas, copy, _)
    else:
        _draw_strip(canvas, copy, _)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


# --- what it says -----------------------------------------------------------------------------


def _receipt_facts(receipt: Receipt, _: Texts) -> Sequence[Fact]:
    return (
        Fact(_("Receipt no."), receipt.number, is_strong=True),
        Fact(_("Date and time"), formats.moment(receipt.posted_at, _.month_names)),
        Fact(
            _("Counter"), _("{counter}, by {name}", counter=receipt.counter, name=receipt.posted_by)
        ),
    )


def _consumer_facts(receipt: Receipt, _: Texts) -> Sequence[Fact]:
    return (
        Fact(_("Consumer no."), receipt.consumer_number, is_strong=True),
        Fact(_("Name"), receipt.consumer_name, lines=2, is_strong=True),
        Fact(_("Address"), receipt.consumer_address, lines=3),
        Fact(_("Meter"), receipt.meter_serial),
        Fact(_("Category"), receipt.category),
    )


def _payment_facts(receipt: Receipt, _: Texts) -> Sequence[Fact]:
    facts = [Fact(_("Paid by"), _(words.TENDERS[receipt.tender]))]
    if receipt.reference:
        facts.append(Fact(_("Reference"), receipt.reference, lines=2))
    if receipt.tender == Tender.CHEQUE:
        facts.append(Fact(_("Note"), _("Subject to realisation of the cheque"), lines=2))
    return facts


def _money_facts(receipt: Receipt, _: Texts) -> Sequence[Fact]:
    days = receipt.days_left
    lasts = _("not known yet") if days is None else _("about {days} days", days=max(days, 0))
    return (
        Fact(_("To arrears"), formats.rupees(receipt.to_arrears)),
        Fact(_("To wallet"), formats.rupees(receipt.to_wallet)),
        Fact(_("Balance before"), formats.rupees(receipt.balance_before)),
        Fact(_("Balance after"), formats.rupees(receipt.balance_after), is_strong=True),
        Fact(_("Lasts at present use"), lasts),
    )


def _letterhead(copy: ReceiptCopy, _: Texts) -> str:
    office = copy.office
    phone = _("Phone {phone}", phone=office.phone) if office.phone else ""
    return " · ".join(part for part in (office.code, office.address, phone) if part)


def _marks(copy: ReceiptCopy, _: Texts) -> Sequence[str]:
    duplicate = [_("DUPLICATE {copy}", copy=copy.copy)] if copy.copy else []
    return duplicate + ([_("PRACTICE: not real money")] if copy.office.is_practice else [])


def _foot(_: Texts) -> str:
    return _("Computer generated receipt, valid without a signature.")


# --- half an A4 page --------------------------------------------------------------------------


def _draw_page(canvas: Canvas, copy: ReceiptCopy, _: Texts) -> None:
    half = _half_page(copy, _)
    for top, title in ((_PAGE_HEIGHT, _("Consumer's copy")), (_PAGE_HEIGHT / 2, _("Office copy"))):
        half.draw(canvas, x=_MARGIN, top=top - _TOP)
        label = Picture()
        label.text(title, Ink(8, colour=_MUTED, align=RIGHT), x=0, y=50, width=_WIDTH)
        label.draw(canvas, x=_MARGIN, top=top - _TOP)
    cut = Picture()
    cut.line(x=0, y=0, width=_PAGE_WIDTH, colour=_RULE, dashes="4 3")
    cut.draw(canvas, x=0, top=_PAGE_HEIGHT / 2)


def _half_page(copy: ReceiptCopy, _: Texts) -> Picture:
    """Return the receipt for the upper or the lower half; its copy's title is put over it."""
    picture = Picture()
    receipt = copy.receipt
    title_width = 150
    name_width = _WIDTH - title_width - 8
    y = picture.text(copy.office.name, Ink(15, is_bold=True), x=0, y=28, width=name_width)
    small = Ink(7.5, colour=_MUTED, lines=2)
    picture.text(_letterhead(copy, _), small, x=0, y=y + 1, width=name_width)
    title = Ink(13, is_bold=True, colour=_ACCENT, align=RIGHT)
    picture.text(_("Recharge receipt"), title, x=_WIDTH - title_width, y=30, width=title_width)
    picture.line(x=0, y=70, width=_WIDTH, colour=_ACCENT)
    _row_of_facts(picture, _receipt_facts(receipt, _), y=76)
    _marks_in_boxes(picture, _marks(copy, _))
    left, gap = _WIDTH * 0.53, 14
    right_x, right = left + gap, _WIDTH - left - gap
    y = _list_of_facts(picture, _consumer_facts(receipt, _), x=0, y=118, width=left)
    picture.line(x=0, y=y + 4, width=left, colour=_RULE)
    _list_of_facts(picture, _payment_facts(receipt, _), x=0, y=y + 9, width=left)
    y = _amount_card(picture, receipt, x=right_x, y=118, width=right, _=_)
    _sum_of_facts(picture, _money_facts(receipt, _), x=right_x, y=y + 8, width=right)
    _qr(picture, copy, x=0, y=_HALF - 24 - _QR_SIZE, size=_QR_SIZE)
    _foot_of_half(picture, copy, _)
    if copy.office.is_practice:
        _mark_practice(picture, x=_WIDTH / 2, y=_HALF / 2, width=_WIDTH, _=_)
    return picture


def _row_of_facts(picture: Picture, facts: Sequence[Fact], *, y: float) -> None:
    x, shares = 0.0, (0.42, 0.26, 0.32)
    for fact, share in zip(facts, shares, strict=True):
        width = _WIDTH * share
        below = picture.text(fact.label, _LABEL, x=x, y=y, width=width - 6)
        ink = Ink(10.5, is_bold=True) if fact.is_strong else Ink(10)
        picture.text(fact.value, ink, x=x, y=below, width=width - 6)
        x += width
    picture.line(x=0, y=y + 32, width=_WIDTH, colour=_RULE)


def _marks_in_boxes(picture: Picture, marks: Sequence[str]) -> None:
    """Put the marks side by side in the head, where a copy cannot be taken for the original."""
    width = 130
    for position, mark in enumerate(marks):
        x = (_WIDTH - width * len(marks) - 6 * (len(marks) - 1)) / 2 + position * (width + 6)
        picture.frame(x=x, y=8, width=width, height=16, colour=_WARNING)
        ink = Ink(8.5, is_bold=True, colour=_WARNING, align=CENTRE)
        picture.text(mark, ink, x=x + 2, y=10.5, width=width - 4)


def _list_of_facts(
    picture: Picture, facts: Sequence[Fact], *, x: float, y: float, width: float
) -> float:
    """Put label and value side by side, line below line; return the ``y`` below them."""
    label_width = 70
    for fact in facts:
        ink = Ink(9, is_bold=fact.is_strong, lines=fact.lines)
        picture.text(fact.label, _LABEL, x=x, y=y + 1.4, width=label_width - 4)
        below = picture.text(
            fact.value or "-", ink, x=x + label_width, y=y, width=width - label_width
        )
        y = below + 2
    return y


def _amount_card(
    picture: Picture, receipt: Receipt, *, x: float, y: float, width: float, _: Texts
) -> float:
    height, inset = 76, 9
    picture.box(x=x, y=y, width=width, height=height, fill=_GROUND)
    inner = width - 2 * inset
    below = picture.text(_("Amount received"), _LABEL, x=x + inset, y=y + 6, width=inner)
    figure = Ink(20, is_bold=True, colour=_ACCENT)
    below = picture.text(formats.rupees(receipt.amount), figure, x=x + inset, y=below, width=inner)
    words = amount_in_words(receipt.amount, _)
    picture.text(words, Ink(8.5, lines=2), x=x + inset, y=below + 1, width=inner)
    return y + height


def _sum_of_facts(
    picture: Picture, facts: Sequence[Fact], *, x: float, y: float, width: float
) -> float:
    """Put label left and amount right, with a hairline below each; return the ``y`` below."""
    for fact in facts:
        ink = Ink(9.5, is_bold=fact.is_strong, align=RIGHT)
        picture.text(fact.label, Ink(8.5, colour=_MUTED), x=x, y=y + 0.6, width=width * 0.5)
        y = picture.text(fact.value, ink, x=x + width * 0.5, y=y, width=width * 0.5) + 2
        picture.line(x=x, y=y, width=width, colour=_RULE)
        y += 2.5
    return y


def _foot_of_half(picture: Picture, copy: ReceiptCopy, _: Texts) -> None:
    x, width = _QR_SIZE + 12, _WIDTH - _QR_SIZE - 12
    y = _HALF - 56
    picture.text(_foot(_), _LABEL, x=x, y=y, width=width * 0.62)
    picture.text(
        _("Order {order}", order=copy.receipt.order_id),
        Ink(6.5, colour=_MUTED),
        x=x,
        y=y + 11,
        width=width * 0.62,
    )


def _mark_practice(picture: Picture, *, x: float, y: float, width: float, _: Texts) -> None:
    ink = Ink(46, is_bold=True, colour=f"{_WARNING}22", align=CENTRE)
    picture.across(_("PRACTICE"), ink, x=x, y=y, width=width)


def _qr(picture: Picture, copy: ReceiptCopy, *, x: float, y: float, size: float) -> None:
    matrix = modules(copy)
    picture.box(x=x, y=y, width=size, height=size, fill=_WHITE)
    picture.dots(list(dark_runs(matrix)), x=x, y=y, size=size, count=len(matrix))


# --- a strip of the roll ----------------------------------------------------------------------


def _draw_strip(canvas: Canvas, copy: ReceiptCopy, _: Texts) -> None:
    strip = _strip(copy, _)
    height = strip.depth + 2 * _ROLL_MARGIN
    canvas.setPageSize((_ROLL_WIDTH, height))
    strip.draw(canvas, x=_ROLL_MARGIN, top=height - _ROLL_MARGIN)


def _strip(copy: ReceiptCopy, _: Texts) -> Picture:
    """Return the receipt for a thermal printer: black only, as long as it needs to be."""
    picture = Picture()
    receipt = copy.receipt
    name = Ink(11, is_bold=True, align=CENTRE, lines=2)
    y = _centred(picture, copy.office.name, name, 0)
    y = _centred(picture, _letterhead(copy, _), Ink(7.5, align=CENTRE, lines=3), y)
    y = _centred(picture, _("Recharge receipt"), Ink(10, is_bold=True, align=CENTRE), y + 3)
    for mark in _marks(copy, _):
        y = _centred(picture, f"*** {mark} ***", Ink(9, is_bold=True, align=CENTRE), y)
    y = _strip_list(picture, _receipt_facts(receipt, _), y)
    y = _strip_list(picture, _consumer_facts(receipt, _), y)
    amount = formats.rupees(receipt.amount)
    y = _centred(picture, amount, Ink(18, is_bold=True, align=CENTRE), _ruled(picture, y))
    y = _centred(picture, amount_in_words(receipt.amount, _), Ink(8, align=CENTRE, lines=4), y)
    y = _strip_list(picture, _payment_facts(receipt, _), y)
    y = _strip_list(picture, _money_facts(receipt, _), y, side=RIGHT)
    y = _ruled(picture, y) + 4
    _qr(picture, copy, x=(_ROLL_INNER - _QR_SIZE) / 2, y=y, size=_QR_SIZE)
    return _with_foot(picture, copy, y + _QR_SIZE + 5, _)


def _with_foot(picture: Picture, copy: ReceiptCopy, y: float, _: Texts) -> Picture:
    y = _centred(picture, _foot(_), Ink(7, align=CENTRE, lines=2), y)
    order = _("Order {order}", order=copy.receipt.order_id)
    _centred(picture, order, Ink(6, align=CENTRE, lines=2), y)
    return picture


def _centred(picture: Picture, text: str, ink: Ink, y: float) -> float:
    return picture.text(text, ink, x=0, y=y, width=_ROLL_INNER)


def _strip_list(picture: Picture, facts: Sequence[Fact], y: float, *, side: int = LEFT) -> float:
    y = _ruled(picture, y)
    label_width = _ROLL_INNER * (0.48 if side == RIGHT else 0.3)
    for fact in facts:
        picture.text(fact.label, Ink(8), x=0, y=y + 0.4, width=label_width - 4)
        ink = Ink(8.5, is_bold=fact.is_strong, align=side, lines=fact.lines)
        width = _ROLL_INNER - label_width
        y = picture.text(fact.value or "-", ink, x=label_width, y=y, width=width)
        y += 1
    return y


def _ruled(picture: Picture, y: float) -> float:
    picture.line(x=0, y=y + 3, width=_ROLL_INNER, colour="#000000", dashes="2 2")
    return y + 6
