"""UPI slips, X and Z reports and day-ends on paper: every figure, whatever the names beside it."""

from __future__ import annotations

import dataclasses

import pytest

from domain.day_end import TenderOfDay
from domain.money import ZERO, Money
from domain.printing import Paper, PrintStyle
from domain.shift import (
    DrawerMove,
    DrawerMoveKind,
)
from integrations.documents import day_end_pdf, shift_report_pdf, upi_slip_pdf
from integrations.documents.preview import pages
from resources.texts import texts_of_all
from tests.integrations.documents_made import NOON, OFFICE
from tests.integrations.papers import HOSTILE, burnt, decoded, in_grey, picture_of, said
from tests.integrations.papers_made import (
    ANCHOR,
    CHEQUES,
    cheque,
    closing,
    day_end,
    deposited,
    report,
    slip,
)

LANGUAGES = [("en",), ("hi",), ("en", "hi")]
ROLLS = (Paper.ROLL_80, Paper.ROLL_58)
PRACTICE = dataclasses.replace(OFFICE, is_practice=True)


def style(paper=Paper.A4, languages=("en",), **more):
    return PrintStyle(paper, languages, **more)


# The UPI slip


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("languages", [("en",), ("en", "hi")])
def test_a_slip_says_what_to_pay_and_that_it_is_no_receipt(paper, languages):
    text = said(upi_slip_pdf.render(slip(), style(paper, languages), texts_of_all()))

    for fact in (
        *("Pay by UPI", "₹1,234.50", "Rupees One Thousand Two Hundred Thirty-four and Fifty"),
        *("100001", "Sunita Devi", "bijli.pat1@sbi", "Patna-1 Kankarbagh", "22 Nov 2026 12:00"),
        "This is not a receipt.",
    ):
        assert fact in text
    assert "0b7c0f6e4f0e4d0b9a520a6e1c2f3b4d" in text.replace(" ", "")


@pytest.mark.parametrize("languages", LANGUAGES)
def test_a_reader_reads_the_code_of_a_slip(languages):
    page = upi_slip_pdf.render(slip(), style(Paper.A4, languages), texts_of_all())
    assert decoded(picture_of(page, 203)) == [slip().code]

    for paper in ROLLS:
        strip = upi_slip_pdf.render(slip(), style(paper, languages), texts_of_all())
        assert decoded(burnt(strip, paper)) == [slip().code]


def test_the_longest_code_still_has_room_on_the_narrowest_roll():
    longest = slip(
        address=f"{'a' * 64}@{'b' * 64}", payee="क" * 99, note="ख" * 50, reference="9" * 35
    )

    strip = upi_slip_pdf.render(longest, style(Paper.ROLL_58), texts_of_all())

    assert decoded(burnt(strip, Paper.ROLL_58)) == [longest.code]


@pytest.mark.parametrize("paper", Paper)
def test_a_slip_for_practice_is_marked(paper):
    text = said(upi_slip_pdf.render(slip(office=PRACTICE), style(paper), texts_of_all()))

    assert "PRACTICE: not real money" in text


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_breaks_a_slip(paper, text):
    office = dataclasses.replace(PRACTICE, name=text, address=text)
    hostile = slip(office=office, consumer_name=text)

    pdf = upi_slip_pdf.render(hostile, style(paper, ("en", "hi")), texts_of_all())

    pictures = pages(pdf, 203.2 if paper is Paper.A4 else 36)
    assert len(pictures) == 1
    assert pictures[0].height <= (2377 if paper is Paper.A4 else 330)
    picture = in_grey(pictures[0]) if paper is Paper.A4 else burnt(pdf, paper)
    assert decoded(picture) == [slip().code]


# X and Z


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("languages", [("en",), ("en", "hi")])
def test_an_x_report_is_a_look(paper, languages):
    text = said(shift_report_pdf.render(report(), OFFICE, style(paper, languages), texts_of_all()))

    for fact in (
        *("X report", "it closes nothing", "22 Nov 2026 09:00 · ramesh", "12:00 · asha"),
        *("148", "PAT1/02/2026-27/000101", "PAT1/02/2026-27/000248", "4"),
        *("Cash", "₹70,455.00", "₹1,250.00", "₹69,205.00", "UPI", "₹33,100.50", "₹41,000.00"),
        *("Together", "₹1,43,305.50", "Recharge", "₹1,31,055.50", "Security deposit"),
        *("Float at the opening", "₹2,200.00", "-₹1,250.00", "-₹350.00", "-₹20,000.00"),
        *("Should be in the drawer", "₹51,055.00", "12:00 · Raju · Tea"),
    ):
        assert fact in text
    assert "Difference" not in text


@pytest.mark.parametrize("paper", Paper)
def test_a_z_report_says_what_was_counted_and_what_is_short(paper):
    short = report(closing({500: 100, 200: 5, 1: 5}))

    text = said(shift_report_pdf.render(short, OFFICE, style(paper), texts_of_all()))

    for fact in (
        *("Z report 12", "The shift is closed.", "Handed over to", "sita"),
        *("Counted", "₹51,005.00", "₹50.00 short", "A torn note", "Clerk’s signature"),
    ):
        assert fact in text


def test_a_report_agrees_or_is_over():
    exact = report(closing({500: 102, 50: 1, 5: 1}, reason=""))
    over = report(closing({500: 103}))

    texts = [
        said(shift_report_pdf.render(made, OFFICE, style(), texts_of_all()))
        for made in (exact, over)
    ]

    assert "Difference none" in texts[0]
    assert "₹445.00 over" in texts[1]


@pytest.mark.parametrize("languages", LANGUAGES)
def test_a_report_stays_on_half_a_page_and_a_long_one_takes_the_whole(languages):
    many = [report().facts.moves[0]] * 60
    usual, long = (
        picture_of(
            shift_report_pdf.render(made, OFFICE, style(Paper.A4, languages), texts_of_all()), 36
        )
        for made in (report(closing({500: 100})), report(closing({500: 100}), moves=many))
    )

    assert (usual[211:] < 200).sum() == 0
    assert (long[211:] < 200).sum() > 0
    assert (long[-8:] < 200).sum() == 0


def test_very_many_moves_are_added_up():
    many = [report().facts.moves[0]] * 60

    text = said(shift_report_pdf.render(report(moves=many), OFFICE, style(), texts_of_all()))

    assert "30 more ₹10,500.00" in text
    assert "-₹21,000.00" in text


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_breaks_a_report(paper, text):
    office = dataclasses.replace(PRACTICE, name=text, address=text)
    move = DrawerMove(1, 7, DrawerMoveKind.PAY_OUT, Money(1), text, text, NOON, text)
    made = report(closing({1: 1}, text, text), moves=[move], first=text, last=text)

    pdf = shift_report_pdf.render(made, office, style(paper, ("en", "hi")), texts_of_all())

    (picture,) = pages(pdf, 36)
    assert picture.height <= (421 if paper is Paper.A4 else 800)
    assert "₹51,054.99" in said(pdf).replace(" ", "") or "₹71,404.99" in said(pdf)


# The end of the day


def render(end, cheques=CHEQUES, office=OFFICE, languages=("en",)):
    return day_end_pdf.render(end, office, cheques, style(Paper.A4, languages), texts_of_all())


@pytest.mark.parametrize("languages", [("en",), ("en", "hi")])
def test_a_day_end_shows_that_it_agrees_and_where_the_books_stood(languages):
    text = said(render(day_end(deposited()), languages=languages))

    for fact in (
        *("Day-end report", "22 Nov 2026", "22 Nov 2026 12:00", "asha"),
        *("Cash", "₹70,455.00", "₹1,250.00", "₹69,205.00", "agrees", "Together", "₹1,10,205.00"),
        *("Receipts undone", "Z 12", "₹51,055.00", ANCHOR),
    ):
        assert fact in text
    for mark in ("DRAFT", "DIFFERS", "PRACTICE"):
        assert mark not in text


def test_a_deposit_slip_has_notes_cheques_words_and_lines_to_sign():
    text = said(render(day_end(deposited(amount=Money(68_855_50)))))

    for fact in (
        *("Deposit slip", "Slip no.: PAT1/DS/2026-27/000031"),
        *("₹500 137 ₹68,500.00", "₹200 1 ₹200.00", "₹5 1 ₹5.00", "Paise ₹0.50"),
        *("Cash ₹68,855.50", "Sixty-eight Thousand Eight Hundred Fifty-five and Fifty paise only"),
        *("004501 State Bank of India", "₹11,000.00", "004502", "Together 2 ₹41,000.00"),
        *("Deposited by, signature", "Received by the bank, stamp and date"),
    ):
        assert fact in text


def test_a_day_that_is_not_closed_is_a_draft_and_a_difference_is_told():
    apart = [TenderOfDay("cash", 1, Money(100), ZERO, Money(99))]

    text = said(render(day_end(tenders=apart), office=PRACTICE))

    for mark in ("DRAFT: the day is not closed", "PRACTICE: not real money", "DIFFERS", "₹0.99"):
        assert mark in text
    assert ANCHOR not in text


def test_a_day_without_money_for_the_bank_has_no_slip():
    nothing = day_end(counter=0, to_deposit=ZERO, cheques=0, cheques_amount=ZERO, shifts=[])

    assert len(pages(render(nothing, []), 36)) == 1
    assert "0: commands, gateways" in said(render(nothing, []))


def test_many_cheques_and_shifts_take_as_many_pages_as_they_need():
    cheques = [cheque(number, Money(100_00), "B" * 60) for number in range(1, 101)]
    many = day_end(deposited(), shifts=day_end().shifts * 30)

    pdf = render(many, cheques)

    text = said(pdf)
    assert all(f"{number:06}" in text for number in range(1, 101))
    assert text.count("Z 12") == 30
    assert "Together 100 ₹10,000.00" in text
    assert len(pages(pdf, 20)) == 9


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_breaks_a_day_end(text):
    office = dataclasses.replace(PRACTICE, name=text, address=text)
    closed = deposited(closed_by=text, slip=text)

    pdf = render(day_end(closed), [cheque(1, Money(5), text)] * 18, office, ("en", "hi"))

    assert len(pages(pdf, 36)) == 2
    assert ANCHOR in said(pdf)
