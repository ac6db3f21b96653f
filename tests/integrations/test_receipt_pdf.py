"""The receipt says what was posted, in figures and words, whatever the name of the consumer."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path
from urllib.parse import parse_qs

import pypdfium2
import pytest
import segno
from num2words import num2words

from domain.money import Money
from domain.tender import Tender
from integrations.documents import receipt_pdf, receipt_qr
from integrations.documents.amount_words import amount_in_words, in_words
from integrations.documents.preview import pages
from resources.texts import LANGUAGES, Texts
from tests.integrations.documents_made import OFFICE, receipt_copy

ENGLISH, HINDI = Texts("en"), Texts("hi")
PAPERS = ("a4", "80mm")
PRACTICE = dataclasses.replace(OFFICE, is_practice=True)
HOSTILE = (
    "<b>unclosed",
    "<img src='/etc/passwd'/>",
    "&lt;para&gt; & <font color=red>",
    "x" * 300,
    "word " * 200,
    "क" * 300,
    "क्षत्रिय-O'Neil-क्ष/B",
    "\u202eevil\u202c مرحبا 😀 漢字",
    "\x00\x1b\ud800",
    "",
)


def said(pdf):
    """Return the text of all pages on one line; Hindi cannot be taken out of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("paper", PAPERS)
def test_the_receipt_says_every_fact(paper):
    text = said(receipt_pdf.render(receipt_copy(), paper, ENGLISH))

    for fact in (
        *("Patna-1 · Kankarbagh", "PAT1 · Kankarbagh Main Road", "Phone", "0612-2345678"),
        *("PAT1/02/2026-27/000123", "22 Nov 2026 12:00", "2, by ramesh"),
        *("100001", "Sunita Devi", "House 12, Gali 4", "SG10006414", "DS-II"),
        *("₹1,23,456.78", "UPI", "412345678901", "₹100.00", "₹1,23,356.78"),
        *("-₹45.10", "₹1,23,311.68", "about 42 days", "Computer generated"),
        "Rupees One Lakh Twenty-three Thousand Four Hundred Fifty-six and Seventy-eight paise only",
    ):
        assert fact in text
    assert "DUPLICATE" not in text
    assert "PRACTICE" not in text


@pytest.mark.parametrize("paper", PAPERS)
def test_a_copy_and_a_practice_receipt_are_marked(paper):
    text = said(receipt_pdf.render(receipt_copy(3, PRACTICE), paper, ENGLISH))

    assert "DUPLICATE 3" in text
    assert "PRACTICE: not real money" in text


def test_a_page_has_the_consumers_and_the_office_half():
    text = said(receipt_pdf.render(receipt_copy(), "a4", ENGLISH))

    assert ("Consumer's copy" in text, "Office copy" in text) == (True, True)
    assert text.count("₹1,23,456.78") == 2


def test_a_cheque_is_taken_subject_to_realisation_and_an_unknown_use_is_said():
    copy = receipt_copy(tender=Tender.CHEQUE, reference="004512", days_left=None)

    text = said(receipt_pdf.render(copy, "80mm", ENGLISH))

    assert "Subject to realisation" in text
    assert "not known yet" in text


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("texts", [ENGLISH, HINDI])
def test_no_text_from_outside_stops_a_receipt_or_lengthens_it(paper, text, texts):
    office = dataclasses.replace(OFFICE, name=text, address=text, phone=text)
    names = ("consumer_name", "consumer_address", "reference", "meter_serial", "category")
    copy = receipt_copy(office=office, posted_by=text, **dict.fromkeys(names, text))

    pictures = pages(receipt_pdf.render(copy, paper, texts), 36)

    assert len(pictures) == 1
    # A strip grows by the lines it allows, no further: 36 dots an inch.
    assert pictures[0].height <= (421 if paper == "a4" else 320)


def test_markup_is_printed_as_it_was_typed():
    copy = receipt_copy(consumer_name="<b>Ram</b> & Sons")

    assert "<b>Ram</b> & Sons" in said(receipt_pdf.render(copy, "a4", ENGLISH))


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
    (picture,) = pages(receipt_pdf.render(copy, "80mm", ENGLISH), 144)
    return sum(value < 128 for value in picture.rgba[::4])


def test_the_same_receipt_is_the_same_file():
    first, second = (receipt_pdf.render(receipt_copy(), "a4", HINDI) for _time in range(2))

    assert first == second


# --- the code that telephones read ------------------------------------------------------------


def test_the_code_says_the_facts_of_the_receipt():
    form, _question, query = receipt_qr.facts(receipt_copy(office=PRACTICE)).partition("?")

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


def test_a_duplicate_carries_the_code_of_the_original():
    assert receipt_qr.facts(receipt_copy(5)) == receipt_qr.facts(receipt_copy(0))


def test_the_code_is_on_the_paper_as_it_was_made():
    """The picture is sampled at the middle of every module."""
    copy = receipt_copy()
    (picture,) = pages(receipt_pdf.render(copy, "80mm", ENGLISH), 600)
    made = segno.make(receipt_qr.facts(copy), error="m", micro=False).matrix
    step = 27 / 25.4 * 600 / len(made)
    left = (80 - 27) / 2 / 25.4 * 600

    def is_dark(row, column):
        return picture.rgba[4 * (int(row) * picture.width + int(column))] < 128

    # The code begins where the left edge is dark for the seven modules of its corner.
    top = next(
        row
        for row in range(picture.height // 2, picture.height)
        if all(is_dark(row + part * step / 2, left + step / 2) for part in range(1, 14))
        and is_dark(row, left + step / 2)
    )
    places = range(len(made))
    printed = [
        [is_dark(top + (row + 0.5) * step, left + (column + 0.5) * step) for column in places]
        for row in places
    ]

    assert printed == [[bool(module) for module in line] for line in made]


# --- amounts in words -------------------------------------------------------------------------


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
        amount_in_words(Money(-1), ENGLISH)
