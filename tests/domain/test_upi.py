"""A UPI code asks for an exact amount in a form that every payer's program understands."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong
from domain.errors_of_counter import AmountNotPositive
from domain.money import Money
from domain.upi import UpiSlip, reference_of, upi_code
from tests.integrations.documents_made import NOON, OFFICE

ADDRESS, NAME = "bijli.pat1@sbi", "Patna-1 · Kankarbagh"


def asked(code):
    return {key: values[0] for key, values in parse_qs(urlsplit(code).query).items()}


def test_a_code_asks_for_the_exact_amount():
    code = upi_code(ADDRESS, NAME, "PAT1-7", Money(1_234_05), "Recharge 100001 & more")

    assert code == (
        "upi://pay?pa=bijli.pat1@sbi&pn=Patna-1%20%C2%B7%20Kankarbagh&tr=PAT1-7"
        "&am=1234.05&cu=INR&tn=Recharge%20100001%20%26%20more"
    )
    assert "+" not in code


def test_a_code_without_a_note_has_none():
    assert "tn" not in asked(upi_code(ADDRESS, NAME, "7", Money(5)))


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=50))
def test_whatever_the_note_says_stays_in_the_note(note):
    try:
        code = upi_code(ADDRESS, NAME, "7", Money(5), note)
    except FieldNotAllowed:
        return

    assert re.fullmatch(r"[\x21-\x7e]+", code)
    assert asked(code).get("tn", "") == note.replace("\u00a0", " ").strip()
    assert asked(code)["am"] == "0.05"


@pytest.mark.parametrize(
    "address",
    ["bijli", "@sbi", "a@sbi", "bijli@", "bi jli@sbi", "bijli@sbi&am=1", "बिजली@sbi", "b@s@i"],
)
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(FieldNotAllowed):
        upi_code(address, NAME, "7", Money(5))


@pytest.mark.parametrize("reference", ["A/7", "A 7", "क7", "A+7", "A%7", "7\n"])
def test_a_reference_has_letters_digits_and_dashes_alone(reference):
    with pytest.raises(FieldNotAllowed):
        upi_code(ADDRESS, NAME, reference, Money(5))


def test_what_no_bank_takes_is_refused():
    with pytest.raises(AmountNotPositive):
        upi_code(ADDRESS, NAME, "7", Money(0))
    with pytest.raises(FieldMissing):
        upi_code(" ", NAME, "7", Money(5))
    with pytest.raises(FieldMissing):
        upi_code(ADDRESS, " ", "7", Money(5))
    with pytest.raises(FieldMissing):
        upi_code(ADDRESS, NAME, "", Money(5))
    with pytest.raises(FieldTooLong):
        upi_code(ADDRESS, NAME, "7" * 36, Money(5))
    with pytest.raises(FieldTooLong):
        upi_code(ADDRESS, NAME, "7", Money(5), "n" * 51)
    with pytest.raises(FieldNotAllowed):
        upi_code(ADDRESS, "\u202eevil", "7", Money(5))


@pytest.mark.parametrize(
    "order_id", ["0b7c0f6e-4f0e-4d0b-9a52-0a6e1c2f3b4d", "A-7_b", "क", "x" * 128, "a/b", "-" * 40]
)
def test_every_order_has_a_reference_of_its_own(order_id):
    reference = reference_of(order_id)

    assert re.fullmatch(r"[A-Za-z0-9_-]{1,35}", reference)
    assert reference == reference_of(order_id) != reference_of(f"{order_id}.")


def test_a_slip_that_could_not_be_paid_is_never_made():
    with pytest.raises(FieldNotAllowed):
        UpiSlip(OFFICE, "100001", "Sunita Devi", "nowhere", NAME, "7", Money(5), NOON)

    slip = UpiSlip(OFFICE, "100001", "Sunita Devi", ADDRESS, NAME, "7", Money(5), NOON)
    assert unquote(slip.code).startswith("upi://pay?pa=bijli.pat1@sbi")
