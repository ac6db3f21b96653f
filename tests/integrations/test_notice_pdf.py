"""Notices on paper: one page each in every language, every figure on it, whatever the names are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.errors_of_supply import NoticesTooMany
from domain.money import Money
from domain.notice import Dues, Notice, NoticeBatch, Stand
from domain.upi import upi_code
from integrations.documents import notice_pdf
from integrations.documents.notice_pdf import render
from integrations.documents.preview import pages
from resources.texts import texts_of_all
from tests.integrations.documents_made import OFFICE
from tests.integrations.papers import HOSTILE, said

NOW = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
TO_PAY = Money(1_545_10)
NOTICE = Notice(
    number="100001",
    name="Sunita Devi",
    address="House 12, Boring Road, Patna",
    schedule="BR-DS-II-2025",
    load_w=3000,
    feeder="F-Civil",
    language="en",
    balance=Money(-1_445_10),
    dues=Dues(date(2026, 11, 3), Money(45_50), Money(1_590_60), Money(200_00), Money(-100_00)),
    arrears=Money(5_000_00),
    to_pay=TO_PAY,
    part_to_pay=Money(722_55),
    rest_days=7,
    stand=Stand.FROM,
    pay_by=datetime(2026, 11, 25, 4, 30, tzinfo=UTC),
    within_minutes=120,
    code=upi_code("pat1@sbi", "Patna-1", "100001-20261122", TO_PAY),
)
LANGUAGES = [(), ("en",), ("hi",), ("en", "hi")]


def made(*notices: Notice, languages: tuple[str, ...] = (), **office: object) -> bytes:
    batch = NoticeBatch(replace(OFFICE, **office), NOW, "PAT1.1:7:abc", "Bihar SOP", notices)  # type: ignore[arg-type]
    return render(batch, languages, texts_of_all())


def test_the_dues_of_the_example_add_up() -> None:
    assert NOTICE.dues is not None
    assert NOTICE.dues.balance == NOTICE.balance


@pytest.mark.parametrize("languages", LANGUAGES)
def test_every_figure_stands_on_the_page(languages: tuple[str, ...]) -> None:
    text = said(made(NOTICE, languages=languages))

    for fact in ("100001", "₹45.50", "-₹1,590.60", "₹200.00", "-₹100.00", "-₹1,445.10"):
        assert fact in text
    for fact in ("₹1,545.10", "₹5,000.00", "PAT1.1:7:abc", "Bihar SOP"):
        assert fact in text


@pytest.mark.parametrize("stand", Stand)
@pytest.mark.parametrize("languages", LANGUAGES)
def test_every_stand_is_one_page_whatever_the_names_are(
    stand: Stand, languages: tuple[str, ...]
) -> None:
    notices = [
        replace(NOTICE, stand=stand, name=words, address=words * 3, feeder=words)
        for words in (*HOSTILE, "लम्बा नाम " * 40)
    ]

    assert len(pages(made(*notices, languages=languages), 10)) == len(notices)


def test_each_consumer_is_told_in_their_own_language() -> None:
    both = said(made(NOTICE, replace(NOTICE, language="hi")))
    english = said(made(NOTICE, replace(NOTICE, language="hi"), languages=("en",)))

    assert both.count("Consumer no.") == 1
    assert english.count("Consumer no.") == 2


def test_who_is_off_is_told_what_brings_supply_back() -> None:
    text = said(made(replace(NOTICE, stand=Stand.OFF, pay_by=None)))

    assert "within 120 minutes of a payment of ₹1,545.10" in text
    assert "₹722.55 are enough" in text
    assert "7 days" in text


def test_until_when_to_pay_is_the_first_hour_of_the_policy() -> None:
    assert "before 25 Nov 2026 10:00" in said(made(NOTICE))
    assert "at once" in said(made(replace(NOTICE, stand=Stand.AT_ONCE, pay_by=None)))


def test_without_upi_there_is_no_code_and_no_word_of_it() -> None:
    assert "UPI" in said(made(NOTICE))
    assert "UPI" not in said(made(replace(NOTICE, code="")))


def test_a_practice_office_says_so() -> None:
    assert "PRACTICE" in said(made(NOTICE, is_practice=True))


def test_more_than_are_made_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice_pdf, "MOST_NOTICES", 2)

    with pytest.raises(NoticesTooMany):
        made(*[NOTICE] * 3)


def test_the_same_notices_are_the_same_file() -> None:
    assert made(NOTICE) == made(NOTICE)
