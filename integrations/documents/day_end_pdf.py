"""The end of a counter's day on A4: the report with the books' anchor, and the deposit slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from reportlab.pdfgen.canvas import Canvas

from domain import formats
from domain.cheque import Cheque
from domain.day_end import WITHOUT_DRAWER, DayEnd
from domain.money import ZERO, Money
from domain.office import Office
from domain.printing import PrintStyle
from domain.shift import NO_CASH, CashCount, ShiftReport
from domain.tender import Tender
from integrations.documents.amount_words import amount_in_words
from integrations.documents.facts import (
    Fact,
    in_each,
    lines_of,
    lists_together,
    one_line,
    rows_together,
    together,
)
from integrations.documents.file import pdf_of
from integrations.documents.letterhead import put_letterhead, put_marks, put_practice
from integrations.documents.look import (
    ACCENT,
    GROUND,
    MUTED,
    PAGE_HEIGHT,
    TOP,
    WARNING,
    WARNING_GROUND,
    WIDTH,
    placed,
)
from integrations.documents.paper import Picture
from integrations.documents.pdf_text import Ink
from integrations.documents.shift_facts import difference
from integrations.documents.table import Column, put_table
from resources import words
from resources.texts import Texts

_PAGE = PAGE_HEIGHT - 3 * TOP
#: So many shifts, and so many cheques, stand on a page beside the rest of it.
_SHIFTS_A_PAGE, _CHEQUES_A_PAGE = 12, 18
_SIGNATURES = _PAGE - 40
#: Cells that are words: the tender and whether it agrees; the state of a shift, its difference.
_WORDED_OF_TENDERS, _WORDED_OF_SHIFTS = (0, 6), (1, 9)


@dataclass(frozen=True, slots=True)
class _Paper:
    """What every page of it is made of."""

    end: DayEnd
    office: Office
    style: PrintStyle
    languages: Sequence[Texts]


def render(
    end: DayEnd,
    office: Office,
    cheques: Sequence[Cheque],
    style: PrintStyle,
    texts: Mapping[str, Texts],
) -> bytes:
    """Return the day-end as a PDF, always on A4: the report, then the slip for the bank.

    ``cheques`` are those on the slip. Before the day is closed both are marked as drafts.
    """
    paper = _Paper(end, office, style, in_each(style, texts))
    pages = [*_report(paper), *_slip(paper, cheques)]
    title = one_line(lambda _: _("Day-end report"), paper.languages)
    return pdf_of(title, office.name, *(partial(_draw, page, style) for page in pages))


def _draw(page: Picture, style: PrintStyle, canvas: Canvas) -> None:
    x, down, scale = placed(style, page.depth, _PAGE)
    page.draw(canvas, x=x, top=PAGE_HEIGHT - down, scale=scale)


def _begun(paper: _Paper, title: str) -> tuple[Picture, float]:
    """Return a page with its head, and the ``y`` below that."""
    picture, languages = Picture(), paper.languages
    marks = []
    if paper.end.closed is None:
        marks.append(one_line(lambda _: _("DRAFT: the day is not closed"), languages))
    if paper.office.is_practice:
        marks.append(one_line(lambda _: _("PRACTICE: not real money"), languages))
        put_practice(picture, one_line(lambda _: _("PRACTICE"), languages), y=_PAGE / 2)
    put_marks(picture, marks)
    share = 0.3 if len(languages) == 1 else 0.4
    logo = paper.style.logo
    y = put_letterhead(picture, paper.office, logo, title, languages[0], title_share=share)
    return picture, _put_facts(picture, paper, y=y + 10)


def _put_facts(picture: Picture, paper: _Paper, *, y: float) -> float:
    """Put which counter and day it is, and how it was closed, in a row."""
    facts = together(lambda _: _facts(paper.end, _), paper.languages)
    width = WIDTH / len(facts)
    for place, fact in enumerate(facts):
        x = place * width
        picture.whole(fact.label, Ink(7.5, colour=MUTED), x=x, y=y, width=width - 6)
        ink = Ink(10, is_bold=fact.is_strong)
        picture.whole(fact.value, ink, x=x, y=y + 10, width=width - 6)
    return y + 34


def _facts(end: DayEnd, _: Texts) -> Sequence[Fact]:
    without = _("0: commands, gateways")
    counter = without if end.counter == WITHOUT_DRAWER else str(end.counter)
    closed_at = formats.moment(end.closed.closed_at, _.month_names) if end.closed else "-"
    return (
        Fact(_("Counter"), counter, is_strong=True, is_worded=True),
        Fact(_("Day"), formats.day(end.day, _.month_names), is_strong=True),
        Fact(_("Closed on"), closed_at),
        Fact(_("Closed by"), end.closed.closed_by if end.closed else "-"),
    )


# The report


def _report(paper: _Paper) -> list[Picture]:
    title = one_line(lambda _: _("Day-end report"), paper.languages)
    picture, y = _begun(paper, title)
    y = _put_tenders(picture, paper, y=y)
    y = _put_sums(picture, paper, y=y + 10)
    pages, shifts = [picture], list(paper.end.shifts)
    while shifts:
        chunk, shifts = shifts[:_SHIFTS_A_PAGE], shifts[_SHIFTS_A_PAGE:]
        y = _put_shifts(picture, paper, chunk, y=y + 14)
        if shifts:
            picture, y = _begun(paper, title)
            pages.append(picture)
    _put_anchor(picture, paper, y=y + 16)
    signatures = lists_together(
        lambda _: (_("Closed by, signature"), _("Supervisor’s signature")), paper.languages
    )
    _put_signatures(picture, signatures)
    return pages


def _put_tenders(picture: Picture, paper: _Paper, *, y: float) -> float:
    headings = lists_together(
        lambda _: (
            *(_("Tender"), _("Receipts"), _("Received"), _("Given back"), _("Net")),
            *(_("Ledger"), ""),
        ),
        paper.languages,
    )
    shares = (1.6, 0.9, 1.3, 1.3, 1.3, 1.3, 1.1)
    columns = [
        Column(heading, share, is_figure=place > 0)
        for place, (heading, share) in enumerate(zip(headings, shares, strict=True))
    ]
    rows = rows_together(lambda _: _tender_rows(paper.end, _), paper.languages, _WORDED_OF_TENDERS)
    return put_table(picture, columns, rows, x=0, y=y, width=WIDTH, last_is_sum=True)


def _tender_rows(end: DayEnd, _: Texts) -> list[Sequence[str]]:
    lines = [
        (_(words.TENDERS[line.tender]), line.receipts, line.taken, line.given_back, line.ledger)
        for line in end.tenders
    ]
    taken = sum((line.taken for line in end.tenders), ZERO)
    back = sum((line.given_back for line in end.tenders), ZERO)
    lines.append((_("Together"), end.receipts, taken, back, end.ledger))
    return [
        (
            *(name, f"{receipts:,}"),
            *(_amount(amount) for amount in (came, went, came - went, ledger)),
            _("agrees") if came - went == ledger else _("DIFFERS"),
        )
        for name, receipts, came, went, ledger in lines
    ]


def _amount(amount: Money) -> str:
    return formats.rupees(amount) if amount else "-"


def _put_sums(picture: Picture, paper: _Paper, *, y: float) -> float:
    facts = together(lambda _: _sums(paper.end, _), paper.languages)
    fill = GROUND if paper.end.agrees else WARNING_GROUND
    picture.box(x=0, y=y, width=WIDTH, height=40, fill=fill)
    width = (WIDTH - 12) / len(facts)
    for place, fact in enumerate(facts):
        x = 8 + place * width
        picture.whole(fact.label, Ink(7.5, colour=MUTED, lines=2), x=x, y=y + 4, width=width - 6)
        ink = Ink(11, is_bold=True, colour=ACCENT if fact.is_strong else WARNING)
        picture.whole(fact.value, ink, x=x, y=y + 23, width=width - 6)
    return y + 40


def _sums(end: DayEnd, _: Texts) -> Sequence[Fact]:
    return (
        Fact(_("Collected"), formats.rupees(end.collected), is_strong=True),
        Fact(_("In the ledger"), formats.rupees(end.ledger), is_strong=end.agrees),
        Fact(_("Receipts undone"), f"{end.cancelled:,}", is_strong=True),
        Fact(_("Cash to the bank"), formats.rupees(_cash_of(end)), is_strong=True),
        Fact(_("Cheques to the bank"), formats.rupees(_cheques_of(end)), is_strong=True),
    )


def _cash_of(end: DayEnd) -> Money:
    return end.closed.amount if end.closed else end.to_deposit


def _cheques_of(end: DayEnd) -> Money:
    return end.closed.cheques_amount if end.closed else end.cheques_amount


def _put_shifts(
    picture: Picture, paper: _Paper, shifts: Sequence[ShiftReport], *, y: float
) -> float:
    heading = one_line(lambda _: _("Shifts"), paper.languages)
    y = picture.text(heading, Ink(9, is_bold=True), x=0, y=y, width=WIDTH) + 1
    headings = lists_together(
        lambda _: (
            *(_("Clerk"), _("Report"), _("Float"), _("Cash received"), _("Given back")),
            *(_("Paid out"), _("To the safe"), _("Expected"), _("Counted"), _("Difference")),
        ),
        paper.languages,
    )
    # A difference in two languages is two amounts long.
    of_difference = 1.3 if len(paper.languages) == 1 else 2.2
    shares = (1.5, 0.8, 1.1, 1.2, 1, 1, 1.1, 1.2, 1.2, of_difference)
    columns = [
        Column(heading, share, is_figure=place > 0)
        for place, (heading, share) in enumerate(zip(headings, shares, strict=True))
    ]
    rows = rows_together(
        lambda _: [_shift_row(report, _) for report in shifts],
        paper.languages,
        _WORDED_OF_SHIFTS,
    )
    return put_table(picture, columns, rows, x=0, y=y, width=WIDTH, size=7.5)


def _shift_row(report: ShiftReport, _: Texts) -> Sequence[str]:
    shift, closing = report.shift, report.shift.closing
    amounts = (
        *(report.opening, report.cash_taken, report.cash_given_back),
        *(report.paid_out, report.dropped, report.expected),
    )
    told = [_amount(amount) for amount in amounts]
    if closing is None:
        return (shift.opened_by, _("open"), *told, "-", "-")
    counted = formats.rupees(closing.counted.total)
    number = _("Z {number}", number=closing.number)
    return (shift.opened_by, number, *told, counted, difference(closing.difference, _))


def _put_anchor(picture: Picture, paper: _Paper, *, y: float) -> None:
    """Put where the books stood: by this paper books that were made anew are found."""
    closed = paper.end.closed
    if closed is None:
        return
    heading = one_line(lambda _: _("Anchor of the books"), paper.languages)
    y = picture.text(heading, Ink(7.5, colour=MUTED), x=0, y=y, width=WIDTH)
    y = picture.whole(closed.anchor, Ink(12, is_bold=True, lines=2), x=0, y=y, width=WIDTH)
    for line in lines_of(
        lambda _: _(
            "The books stood here when the day was closed. Keep this paper: a check that is told"
            " the anchor finds books that were changed or made anew since."
        ),
        paper.languages,
    ):
        y = picture.text(line, Ink(7.5, colour=MUTED, lines=2), x=0, y=y, width=WIDTH)


def _put_signatures(picture: Picture, labels: Sequence[str]) -> None:
    gap = 30
    width = (WIDTH - gap * (len(labels) - 1)) / len(labels)
    for place, label in enumerate(labels):
        x = place * (width + gap)
        picture.line(x=x, y=_SIGNATURES, width=width, colour=MUTED)
        small = Ink(7.5, colour=MUTED, lines=2)
        picture.text(label, small, x=x, y=_SIGNATURES + 2, width=width)


# The deposit slip


def _slip(paper: _Paper, cheques: Sequence[Cheque]) -> list[Picture]:
    """Return what goes to the bank with the money; no page where there is none."""
    end, rest = paper.end, list(cheques)
    if not (_cash_of(end) or rest):
        return []
    title = one_line(lambda _: _("Deposit slip"), paper.languages)
    picture, y = _begun(paper, title)
    if end.closed is not None:
        label = one_line(lambda _: _("Slip no."), paper.languages)
        slip = Ink(11, is_bold=True)
        y = picture.whole(f"{label}: {end.closed.slip}", slip, x=0, y=y, width=WIDTH) + 6
    y = _put_cash(picture, paper, y=y)
    pages = [picture]
    while rest:
        chunk, rest = rest[:_CHEQUES_A_PAGE], rest[_CHEQUES_A_PAGE:]
        total = cheques if not rest else ()
        y = _put_cheques(picture, paper, chunk, total, y=y + 14)
        if rest:
            picture, y = _begun(paper, title)
            pages.append(picture)
    signatures = lists_together(
        lambda _: (_("Deposited by, signature"), _("Received by the bank, stamp and date")),
        paper.languages,
    )
    _put_signatures(picture, signatures)
    return pages


def _put_cash(picture: Picture, paper: _Paper, *, y: float) -> float:
    end, languages = paper.end, paper.languages
    count = end.closed.cash if end.closed else NO_CASH
    headings = lists_together(lambda _: (_("Notes and coins"), _("Pieces"), _("Amount")), languages)
    shares = (2.0, 1.0, 1.6)
    columns = [
        Column(heading, share, is_figure=place > 0)
        for place, (heading, share) in enumerate(zip(headings, shares, strict=True))
    ]
    rows = rows_together(lambda _: _cash_rows(count, _cash_of(end), _), languages)
    y = put_table(picture, columns, rows, x=0, y=y, width=WIDTH * 0.62, last_is_sum=True) + 4
    for line in lines_of(lambda _: amount_in_words(_cash_of(end), _), languages):
        y = picture.text(line, Ink(9, lines=2), x=0, y=y, width=WIDTH)
    return y


def _cash_rows(count: CashCount, amount: Money, _: Texts) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [
        (f"₹{value}", f"{pieces:,}", formats.rupees(Money.rupees(value * pieces)))
        for value, pieces in count.pieces
    ]
    beside = amount - count.total
    if count.pieces and beside:
        rows.append((_("Paise"), "", formats.rupees(beside)))
    return [*rows, (_("Cash"), "", formats.rupees(amount))]


def _put_cheques(
    picture: Picture,
    paper: _Paper,
    cheques: Sequence[Cheque],
    all_of_them: Sequence[Cheque],
    *,
    y: float,
) -> float:
    """Put cheques; below the last of all, what all of them come to."""
    heading = one_line(lambda _: _("Cheques and drafts"), paper.languages)
    y = picture.text(heading, Ink(9, is_bold=True), x=0, y=y, width=WIDTH) + 1
    headings = lists_together(
        lambda _: (
            *(_("Number"), _("Bank"), _("Dated"), _("Receipt"), _("Consumer"), ""),
            _("Amount"),
        ),
        paper.languages,
    )
    shares = (1.2, 2.2, 1.1, 2.1, 1.2, 0.9, 1.4)
    columns = [
        Column(heading, share, is_figure=place == len(shares) - 1)
        for place, (heading, share) in enumerate(zip(headings, shares, strict=True))
    ]
    _ = paper.languages[0]
    rows = [_cheque_row(cheque, _) for cheque in cheques]
    if all_of_them:
        total = sum((cheque.amount for cheque in all_of_them), ZERO)
        together_ = one_line(lambda _: _("Together"), paper.languages)
        rows.append((together_, f"{len(all_of_them):,}", "", "", "", "", formats.rupees(total)))
    has_sum = bool(all_of_them)
    return put_table(picture, columns, rows, x=0, y=y, width=WIDTH, size=8, last_is_sum=has_sum)


def _cheque_row(cheque: Cheque, _: Texts) -> Sequence[str]:
    kind = _("draft") if cheque.tender == Tender.DRAFT else ""
    return (
        *(cheque.reference, cheque.bank, formats.day(cheque.dated, _.month_names)),
        *(cheque.number, cheque.consumer_number, kind, formats.rupees(cheque.amount)),
    )
