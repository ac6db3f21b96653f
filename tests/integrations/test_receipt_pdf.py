"""The receipt says what was posted, in figures and words, whatever the name of the consumer."""

from __future__ import annotations

import ast
import dataclasses
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from num2words import num2words
from PIL import Image

from domain.money import Money
from domain.printing import Paper, PrintStyle
from domain.tender import Tender, TenderLine
from domain.undoing import UndoingKind
from integrations.documents import receipt_pdf, receipt_qr
from integrations.documents.amount_words import amount_in_words, in_words
from integrations.documents.preview import pages, thermal_image
from resources.texts import LANGUAGES, Texts, texts_of_all
from tests.integrations.documents_made import OFFICE, receipt_copy
from tests.integrations.papers import HOSTILE, burnt, decoded, picture_of, said
from tests.integrations.papers_made import full_copy, undoing

ENGLISH, HINDI, BOTH = ("en",), ("hi",), ("en", "hi")
ROLLS = (Paper.ROLL_80, Paper.ROLL_58)
PRACTICE = dataclasses.replace(OFFICE, is_practice=True)
#: A code as long as any that is signed; what it says is no matter here.
CODE = f"BB2?o=PAT1&r=PAT1%2F02%2F2026-27%2F000123&c=100001&a=1&b=1&k={'0' * 16}&s={'Ab-_' * 21}xy"


def style(paper=Paper.A4, languages=ENGLISH, **more):
    return PrintStyle(paper, languages, **more)


def render(copy, paper=Paper.A4, languages=ENGLISH, **more):
    return receipt_pdf.render(copy, style(paper, languages, **more), texts_of_all())


@pytest.mark.parametrize("paper", Paper)
def test_the_receipt_says_every_fact(paper):
    text = said(render(receipt_copy(), paper))

    for fact in (
        *("Patna-1 · Kankarbagh", "PAT1 · Kankarbagh Main Road", "Phone", "0612-2345678"),
        *("PAT1/02/2026-27/000123", "22 Nov 2026 12:00", "2, by ramesh"),
        *("100001", "Sunita Devi", "House 12, Gali 4", "SG10006414", "DS-II"),
        *("₹1,23,456.78", "UPI", "412345678901", "₹100.00", "₹1,23,356.78"),
        *("-₹45.10", "₹1,23,311.68", "about 42 days", "Computer generated", "Recharge receipt"),
        "0b7c0f6e-4f0e-4d0b-9a52-0a6e1c2f3b4d",
        "Rupees One Lakh Twenty-three Thousand Four Hundred Fifty-six and Seventy-eight paise only",
    ):
        assert fact in text
    for mark in ("DUPLICATE", "PRACTICE", "CANCELLED", "Subject to"):
        assert mark not in text


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("languages", [ENGLISH, BOTH])
def test_heads_tenders_and_the_split_are_all_on_paper(paper, languages):
    text = said(render(full_copy(), paper, languages))

    for fact in (
        *("Receipt", "Recharge", "₹6,000.00", "Arrears", "₹1,500.00", "Security deposit"),
        *("₹2,000.00", "Other", "Meter testing fee", "₹500.00"),
        *("Cash", "₹1,000.00", "₹1,500.00 given, ₹500.00 change"),
        *("Cheque", "004512 · SBI Patna · 20 Nov", "Subject to realisation"),
        *("UPI", "₹3,000.00", "412345678901"),
        *("To arrears", "₹2,500.00", "To wallet", "₹5,000.00", "To security deposit", "To other"),
        *("Arrears left", "₹7,500.00"),
    ):
        assert fact in text
    assert "Recharge receipt" not in text


def test_a_receipt_from_before_there_were_tender_lines_names_its_tender():
    text = said(render(receipt_copy(tender=Tender.CHEQUE, reference="004512", days_left=None)))

    assert "Cheque" in text
    assert "004512" in text
    assert "not known yet" in text


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("languages", [ENGLISH, BOTH])
def test_a_copy_and_a_practice_receipt_are_marked(paper, languages):
    text = said(render(receipt_copy(3, PRACTICE), paper, languages))

    assert "DUPLICATE 3" in text
    assert "PRACTICE: not real money" in text


def test_a_page_has_the_consumers_and_the_office_half():
    text = said(render(receipt_copy()))

    assert ("Consumer's copy" in text, "Office copy" in text) == (True, True)
    assert text.count("Amount received") == 2


@pytest.mark.parametrize(
    ("undone", "facts"),
    [
        (
            undoing(UndoingKind.CANCELLED),
            ("CANCELLED", "Cancelled on 22 Nov 2026 12:00 by asha: Typed a nought too many"),
        ),
        (
            undoing(UndoingKind.TRANSFERRED, instead="PAT1/02/2026-27/000124"),
            ("TRANSFERRED", "to receipt PAT1/02/2026-27/000124 on 22 Nov"),
        ),
        (
            undoing(UndoingKind.DISHONOURED, line=2, reason="Funds insufficient"),
            ("DISHONOURED", "Cheque 004512 of ₹6,000.00 was not paid", "Funds insufficient"),
        ),
    ],
)
@pytest.mark.parametrize("paper", Paper)
def test_what_was_undone_is_said_big_with_when_by_whom_and_why(paper, undone, facts):
    text = said(render(full_copy(1, undone=(undone,)), paper))

    for fact in facts:
        assert text.count(fact) == (2 if paper is Paper.A4 else 1)


@pytest.mark.parametrize("paper", ROLLS)
def test_an_undone_receipt_on_a_roll_begins_with_black(paper):
    valid, undone = (
        burnt(render(full_copy(undone=given), paper), paper)
        for given in ((), (undoing(UndoingKind.CANCELLED),))
    )

    assert (valid[26:32] == 0).mean() < 0.5
    assert (undone[26:32] == 0).mean() > 0.9


def test_every_cheque_that_came_back_is_told():
    tenders = tuple(
        TenderLine(Tender.CHEQUE, Money(100_00), f"00000{number}", "SBI", date(2026, 11, 20))
        for number in range(1, 9)
    )
    undone = tuple(undoing(UndoingKind.DISHONOURED, line) for line in range(1, 9))

    text = said(render(full_copy(tenders=tenders, undone=undone), Paper.A4, BOTH))

    for number in range(1, 9):
        assert text.count(f"Cheque 00000{number} of") == 2


# Whatever comes from outside


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("languages", [HINDI, BOTH])
def test_no_text_from_outside_stops_a_receipt_or_lengthens_it(paper, text, languages):
    office = dataclasses.replace(OFFICE, name=text, address=text, phone=text)
    names = ("consumer_name", "consumer_address", "reference", "meter_serial", "category")
    undone = (undoing(UndoingKind.CANCELLED, reason=text),)
    copy = full_copy(1, office, posted_by=text, undone=undone, **dict.fromkeys(names, text))

    pictures = pages(render(copy, paper, languages), 36)

    assert len(pictures) == 1
    # A strip grows by the lines it allows, no further: 36 dots an inch.
    assert pictures[0].height <= (421 if paper is Paper.A4 else 720)


def test_markup_is_printed_as_it_was_typed():
    copy = receipt_copy(consumer_name="<b>Ram</b> & Sons")

    assert "<b>Ram</b> & Sons" in said(render(copy))


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("languages", [ENGLISH, BOTH])
def test_the_greatest_amount_is_never_cut(paper, languages):
    great = Money(1_00_00_000_00)
    tenders = tuple(
        TenderLine(Tender.CHEQUE, great, f"{n:06}" * 10, "B" * 60, date(2026, 11, 20))
        for n in range(8)
    )
    copy = full_copy(
        amount=great,
        to_wallet=great,
        balance_after=Money(-98_76_54_321_09),
        tenders=tenders,
        number="PATNA-KANKARBAGH-101.99/02/2026-27/000123",
    )

    text = said(render(copy, paper, languages))

    assert text.count("₹1,00,00,000.00") >= 10
    assert "-₹98,76,54,321.09" in text
    assert "PATNA-KANKARBAGH-101.99/02/2026-27/000123" in text.replace(" ", "")


def test_only_one_module_calls_paragraph():
    calling = [
        path.name
        for path in Path(receipt_pdf.__file__).parents[1].rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Paragraph"
    ]

    assert calling == ["pdf_text.py"]


def test_hindi_is_shaped():
    """Shaped, the vowel of कि stands before its consonant, and क्ष is one sign, not two."""
    narrow = _inked(receipt_copy(consumer_name="क्ष" * 6))
    wide = _inked(receipt_copy(consumer_name="कष" * 6))

    assert narrow < wide * 0.85


def _inked(copy):
    """Return how many pixels of the strip are not white, less those of a receipt without name."""
    return _dark(copy) - _dark(receipt_copy(consumer_name=""))


def _dark(copy):
    return int((picture_of(render(copy, Paper.ROLL_80), 144) < 128).sum())


@pytest.mark.parametrize("paper", Paper)
def test_the_same_receipt_is_the_same_file(paper):
    first, second = (render(receipt_copy(), paper, BOTH) for _time in range(2))

    assert first == second


# Paper: margins, logo, dots


def edges(pdf):
    """Return the first and last column and row with ink, in mm."""
    inked = picture_of(pdf, 127) < 200
    columns, rows = np.flatnonzero(inked.any(axis=0)), np.flatnonzero(inked.any(axis=1))
    return columns[0] / 5, columns[-1] / 5, rows[0] / 5, rows[-1] / 5


@pytest.mark.parametrize(("left", "top"), [(5, 3), (-5, -2), (40, 40), (-40, -40)])
def test_margins_move_a_page_and_push_nothing_off_it(left, top):
    copy = full_copy(2, PRACTICE, undone=(undoing(UndoingKind.CANCELLED),))
    plain = picture_of(render(copy), 72)

    moved = picture_of(render(copy, left_mm=left, top_mm=top), 72)

    for side in (moved[:, :5], moved[:, -5:], moved[:3], moved[-3:]):
        # Only the line to cut along reaches the edges.
        assert (side < 128).sum() <= 5
    assert (moved < 128).sum() > (plain < 128).sum() * 0.4


def test_a_small_margin_moves_by_its_millimetres():
    # The line to cut along spans the page whatever the margins are.
    upper = [picture_of(render(receipt_copy(), left_mm=mm), 127)[:600] < 200 for mm in (0, 5)]

    first, second = (np.flatnonzero(half.any(axis=0))[0] / 5 for half in upper)

    assert second - first == pytest.approx(5, abs=0.3)


@pytest.mark.parametrize("paper", ROLLS)
def test_a_roll_is_as_wide_as_its_paper_and_stays_where_the_head_reaches(paper):
    pdf = render(full_copy(), paper, BOTH)

    left, right, _top, _bottom = edges(pdf)
    unreached = (paper.width_mm - paper.dots / 8) / 2

    assert picture_of(pdf, 127).shape[1] == pytest.approx(paper.width_mm * 5, abs=2)
    assert left >= unreached - 0.2
    assert right <= paper.width_mm - unreached + 0.2


@pytest.mark.parametrize("paper", ROLLS)
@pytest.mark.parametrize("left", [-40, -3, 0, 3, 20])
def test_no_margin_takes_ink_from_a_thermal_image(paper, left):
    pdf = render(full_copy(), paper, BOTH, left_mm=left)

    assert decoded(burnt(pdf, paper)) == [receipt_qr.text_of(full_copy())]
    left_mm, right_mm, _top, _bottom = edges(pdf)
    burned = np.flatnonzero((burnt(pdf, paper) == 0).any(axis=0))
    assert (burned[-1] - burned[0]) / 8 == pytest.approx(right_mm - left_mm, abs=0.4)


@pytest.mark.parametrize("paper", Paper)
def test_a_logo_is_drawn(paper):
    black = Image.new("L", (50, 50), 0)
    file = BytesIO()
    black.save(file, "PNG")

    plain, marked = (
        (picture_of(render(receipt_copy(), paper, logo=logo), 72) < 128).sum()
        for logo in (b"", file.getvalue())
    )

    assert marked > plain + 500


def _png(width, height):
    file = BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    "logo",
    [
        b"nonsense",
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.4",
        b"\xff\xd8\xff\xe0" + b"\x00" * 100,
        _png(20_000, 20_000),
        _png(10, 10)[:-20],
        b"GIF89a" + b"\x00" * 50,
    ],
)
@pytest.mark.parametrize("paper", [Paper.A4, Paper.ROLL_58])
def test_no_logo_stops_a_receipt(paper, logo):
    assert render(receipt_copy(), paper, logo=logo) == render(receipt_copy(), paper)


def test_a_thermal_image_has_eight_dots_a_byte_and_nothing_grey():
    image = thermal_image(render(receipt_copy(), Paper.ROLL_58), 384)

    assert image.width == 384
    assert len(image.rows) == 384 // 8 * image.height


@pytest.mark.parametrize("dots", [512, 420])
def test_a_head_of_other_dots_gets_the_same_paper(dots):
    pdf = render(receipt_copy(), Paper.ROLL_80)
    image = thermal_image(pdf, dots)

    usual = thermal_image(pdf, 576)
    assert image.height / usual.height == pytest.approx(dots / 576, rel=0.01)
    assert len(image.rows) == -(-dots // 8) * image.height


# The code that telephones read


@pytest.mark.parametrize("code", ["", CODE])
@pytest.mark.parametrize("languages", [ENGLISH, HINDI, BOTH])
def test_a_reader_reads_the_code_of_a_page_at_203_dots(code, languages):
    copy = dataclasses.replace(full_copy(), code=code)

    page = picture_of(render(copy, Paper.A4, languages), 203)

    assert decoded(page) == [receipt_qr.text_of(copy)]
    assert len(zxingcpp.read_barcodes(page)) == 2


@pytest.mark.parametrize("text", [*HOSTILE, "क" * 60 + " " + "x" * 60])
def test_nothing_covers_the_code_or_the_foot_of_a_crowded_page(text):
    """What is most: eight cheques, every head, cancelled, long names, both languages."""
    tenders = tuple(
        TenderLine(Tender.CHEQUE, Money(1_250_00), f"{n:06}", "B" * 60, date(2026, 11, 20))
        for n in range(1, 9)
    )
    names = ("consumer_name", "consumer_address", "meter_serial", "category")
    copy = full_copy(
        *(2, PRACTICE),
        tenders=tenders,
        undone=(undoing(UndoingKind.CANCELLED, reason=text),),
        **dict.fromkeys(names, text),
    )
    copy = dataclasses.replace(copy, code=CODE)

    page = render(copy, Paper.A4, BOTH)

    assert decoded(picture_of(page, 203)) == [CODE]
    rows = _rows_with_text(page)
    assert max(rows["Subject"]) > min(rows["Computer"])
    assert min(rows["000008 "]) > max(rows["Subject"])


def _rows_with_text(pdf):
    """Return how high above the foot of the page some words of its lower half stand."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    found = {}
    for words in ("Subject", "Computer", "000008 "):
        searcher = text.search(words)
        places = iter(searcher.get_next, None)
        heights = [text.get_charbox(start)[1] for start, _count in places]
        found[words] = [height for height in heights if height < 421]
    document.close()
    return found


@pytest.mark.parametrize("code", ["", CODE])
@pytest.mark.parametrize("paper", ROLLS)
def test_a_reader_reads_the_code_that_the_head_burns(code, paper):
    copy = dataclasses.replace(receipt_copy(2, PRACTICE), code=code)

    assert decoded(burnt(render(copy, paper, BOTH), paper)) == [receipt_qr.text_of(copy)]


@pytest.mark.parametrize("paper", ROLLS)
def test_every_module_of_a_code_is_four_whole_dots(paper):
    copy = dataclasses.replace(receipt_copy(), code=CODE)
    made = np.array([list(row) for row in receipt_qr.modules(copy)], bool)
    dots = np.kron(made, np.ones((4, 4), bool))

    burned = burnt(render(copy, paper), paper) == 0

    found = zxingcpp.read_barcodes(np.where(burned, 0, 255).astype(np.uint8))[0].position.top_left
    near = [
        burned[y : y + len(dots), x : x + len(dots)]
        for y in range(found.y - 4, found.y + 5)
        for x in range(found.x - 4, found.x + 5)
    ]
    assert any(np.array_equal(part, dots) for part in near)


def test_the_code_says_the_facts_of_the_receipt():
    form, _question, query = receipt_qr.text_of(receipt_copy(office=PRACTICE)).partition("?")

    assert form == "BB1"
    assert parse_qs(query) == {
        "o": ["PAT1"],
        "r": ["PAT1/02/2026-27/000123"],
        "c": ["100001"],
        "a": ["12345678"],
        "b": ["12331168"],
        "t": ["2026-11-22T12:00+05:30"],
        "p": ["1"],
    }


def test_only_a_signed_receipt_says_that_it_is_signed():
    unsigned = receipt_qr.text_of(receipt_copy())
    texts = {
        code: said(render(dataclasses.replace(receipt_copy(), code=code)))
        for code in ("", unsigned, CODE)
    }

    assert "the code bears the office’s signature" in texts[CODE]
    for code in ("", unsigned):
        assert "valid without a signature" in texts[code]
        assert "bears" not in texts[code]


def test_a_duplicate_carries_the_code_of_the_original():
    assert receipt_qr.text_of(receipt_copy(5)) == receipt_qr.text_of(receipt_copy(0))


# Amounts in words


def test_english_numbers_agree_with_another_program():
    for number in (*range(1000), 123_456, 10_000_000, 987_654_321):
        other = num2words(number, lang="en_IN").replace(",", "").replace(" and ", " ")

        assert in_words(number, "en").lower() == other


def test_hindi_has_a_word_of_its_own_for_each_number_below_100():
    words = [in_words(number, "hi") for number in range(100)]

    assert len(set(words)) == 100
    assert [words[n] for n in (0, 29, 39, 49, 59, 69, 79, 89, 99)] == [
        *("शून्य", "उनतीस", "उनतालीस", "उनचास", "उनसठ", "उनहत्तर", "उन्यासी", "नवासी"),
        "निन्यानवे",
    ]


def test_hindi_counts_by_lakh_and_crore():
    assert in_words(1_23_45_678, "hi") == "एक करोड़ तेईस लाख पैंतालीस हज़ार छह सौ अठहत्तर"


@pytest.mark.parametrize("language", LANGUAGES)
def test_paise_are_said_only_where_there_are_any(language):
    texts = Texts(language)

    whole, parts = amount_in_words(Money(500_00), texts), amount_in_words(Money(500_05), texts)

    assert in_words(500, language) in whole
    assert in_words(5, language) in parts
    assert len(whole) < len(parts)


def test_a_negative_amount_has_no_words():
    with pytest.raises(ValueError, match="negative"):
        amount_in_words(Money(-1), Texts("en"))
