"""A receipt's code: whoever has the office's public key finds out what was changed."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import FieldNotAllowed
from domain.errors_of_counter import NotAReceiptCode
from domain.money import Money
from domain.office import Office
from domain.signing import (
    PublicKey,
    Verdict,
    facts_of,
    key_id_of,
    keys_as_text,
    parse_keys,
    read_code,
    signed_code,
    text_to_sign,
    unsigned_code,
    verified,
)
from tests.integrations.documents_made import NOON, receipt

OFFICE = Office("PAT1", "Patna-1")
PUBLIC = "ab" * 32
KEY = PublicKey(key_id_of(PUBLIC), "PAT1", PUBLIC, NOON, "asha")


def sign(text, public_key=PUBLIC):
    """Stand for a signature: only whoever knows the key makes it."""
    return hashlib.sha256(f"{public_key} {text}".encode()).hexdigest()


def is_signed(text, signature, public_key):
    return signature == sign(text, public_key)


def code_of(office=OFFICE, key=KEY, **facts):
    text = text_to_sign(facts_of(receipt(**facts), office), key.id)
    return signed_code(text, sign(text, key.public_key))


def verdict(code, keys=(KEY,), booked=None):
    find = None if booked is None else {found.number: found for found in booked}.get
    return verified(code, keys, is_signed, find)


def test_a_code_says_the_facts_in_the_order_of_the_format():
    code = code_of()

    assert code == (
        "BB2?o=PAT1&r=PAT1%2F02%2F2026-27%2F000123&c=100001&a=12345678&b=12331168"
        f"&t=2026-11-22T12:00%2B05:30&k={KEY.id}&s={sign(code.partition('&s=')[0])}"
    )


def test_a_signed_receipt_is_known_by_the_public_key_alone():
    found = verdict(code_of())

    assert found.verdict is Verdict.SIGNED
    assert found.facts.number == "PAT1/02/2026-27/000123"
    assert found.facts.amount == Money(1_23_456_78)
    assert found.facts.posted_at == NOON
    assert found.receipt is None


def test_a_receipt_that_the_books_hold_is_true():
    found = verdict(code_of(), booked=[receipt()])

    assert (found.verdict, found.differing) == (Verdict.TRUE, ())


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("a=12345678", "a=12345679"),
        ("b=12331168", "b=12331169"),
        ("c=100001", "c=100002"),
        ("000123", "000124"),
        ("2026-11-22T", "2026-11-23T"),
        ("o=PAT1", "o=PAT%31"),
        ("&k=", "&p=1&k="),
    ],
)
def test_a_changed_fact_is_told(said, instead):
    code = code_of()
    assert said in code

    assert verdict(code.replace(said, instead)).verdict is Verdict.CHANGED


def test_a_changed_signature_is_told():
    code = code_of()

    assert verdict(code[:-1]).verdict is Verdict.CHANGED
    assert verdict(f"{code}0").verdict is Verdict.CHANGED
    assert verdict(f"{code}&s=1").verdict is Verdict.CHANGED


def test_what_was_practice_cannot_be_made_real_money():
    practice = code_of(office=dataclasses.replace(OFFICE, is_practice=True))

    assert verdict(practice).facts.is_practice
    assert verdict(practice.replace("&p=1", "")).verdict is Verdict.CHANGED


def test_a_key_that_nobody_knows_proves_nothing():
    other = PublicKey(key_id_of("cd" * 32), "PAT1", "cd" * 32, NOON, "asha")

    assert verdict(code_of(key=other)).verdict is Verdict.UNKNOWN_KEY


def test_a_key_of_another_office_does_not_count():
    elsewhere = dataclasses.replace(KEY, office="GAY1")

    assert verdict(code_of(), keys=[elsewhere]).verdict is Verdict.UNKNOWN_KEY


def test_a_signed_receipt_that_the_books_do_not_hold_is_told():
    assert verdict(code_of(), booked=[]).verdict is Verdict.NOT_IN_BOOKS

    other = verdict(code_of(), booked=[receipt(consumer_number="100009", amount=Money(5))])
    assert other.verdict is Verdict.NOT_IN_BOOKS
    assert other.differing == ("consumer", "amount")


def test_seconds_stand_in_the_books_but_not_in_the_code():
    posted = datetime(2026, 11, 22, 6, 30, 59, 123, tzinfo=UTC)

    assert verdict(code_of(posted_at=posted), booked=[receipt(posted_at=posted)]).verdict is (
        Verdict.TRUE
    )


def test_an_older_receipt_is_understood_and_called_unsigned():
    old = unsigned_code(facts_of(receipt(), OFFICE))

    found = verdict(old, booked=[receipt(amount=Money(1))])

    assert old.startswith("BB1?o=PAT1&r=")
    assert found.verdict is Verdict.UNSIGNED
    assert found.differing == ("amount",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "BB1",
        "BB2?o=PAT1",
        "BB3?o=PAT1&r=1&c=1&a=1&b=1&t=2026-11-22T09:58%2B05:30",
        "upi://pay?pa=bijli@sbi",
        "BB1?r=1&o=PAT1&c=1&a=1&b=1&t=2026-11-22T09:58%2B05:30",
        "BB1?o=PAT1&r=1&c=1&a=१&b=1&t=2026-11-22T09:58%2B05:30",
        "BB1?o=PAT1&r=1&c=1&a=1e5&b=1&t=2026-11-22T09:58%2B05:30",
        "BB1?o=PAT1&r=1&c=1&a=1&a=2&b=1&t=2026-11-22T09:58%2B05:30",
        "BB1?o=PAT1&r=1&c=1&a=1&b=1&t=2026-99-22T09:58%2B05:30",
        "BB1?o=PAT1&r=1&c=1&a=1&b=1&t=2026-11-22T09:58%2B05:30&p=2",
        "BB1?o=PAT1&r=1&c=1&a=1&b=1&t=2026-11-22T09:58%2B05:30&k=1",
        "BB2?o=PAT1&r=1&c=1&a=1&b=1&t=2026-11-22T09:58%2B05:30&s=1",
        "BB1?o=PAT1&r=1&c=" + "9" * 1000 + "&a=1&b=1&t=2026-11-22T09:58%2B05:30",
    ],
)
def test_a_text_that_is_no_code_is_refused(text):
    with pytest.raises(NotAReceiptCode) as refused:
        read_code(text)

    assert len(refused.value.text) <= 80


@given(st.text(max_size=300))
def test_no_text_at_all_is_more_than_refused(text):
    for code in (text, f"BB2?{text}", f"{code_of()}{text}", code_of().replace("100001", text)):
        try:
            found = verdict(code)
        except NotAReceiptCode:
            continue
        assert found.verdict in {Verdict.CHANGED, Verdict.UNKNOWN_KEY} or code.strip() == code_of()


# The keys that are given away


def test_keys_are_read_as_they_were_written():
    other = PublicKey(key_id_of("cd" * 32), "GAY1", "cd" * 32, NOON, "आशा")

    assert parse_keys(keys_as_text([KEY, other])) == [KEY, other]


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        "{}",
        "null",
        "[" * 5_000,
        keys_as_text([KEY]).replace("ab" * 32, "cd" * 32),
        keys_as_text([KEY]).replace("ab" * 32, "AB" * 32),
        keys_as_text([KEY]).replace(KEY.id, "0" * 16),
    ],
)
def test_a_line_that_is_no_key_is_refused(line):
    with pytest.raises(FieldNotAllowed):
        parse_keys(line)
