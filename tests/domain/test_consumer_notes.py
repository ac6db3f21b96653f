"""Notes and tags as they are kept, and who looks alike."""

from __future__ import annotations

import pytest

from domain.consumer_notes import checked_tag, tag_key
from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong
from domain.likeness import InCommon, Person, lookalikes, mobile_digits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("VIP", " vip "),
        ("Court  Case", "court case"),
        ("क़र्ज़", "\u0915\u093c\u0930\u094d\u091c\u093c"),
        ("Straße", "STRASSE"),
        ("café", "cafe\u0301"),
    ],
)
def test_tags_are_the_same_whatever_their_form(one: str, other: str) -> None:
    assert tag_key(checked_tag(one)) == tag_key(checked_tag(other))


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [("  ", FieldMissing), ("x" * 41, FieldTooLong), ("a\u202eb", FieldNotAllowed)],
)
def test_what_is_no_tag_is_refused(typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        checked_tag(typed)


def test_markup_and_formulas_are_tags_like_others() -> None:
    assert checked_tag("=1+1 <b>") == "=1+1 <b>"


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("+91 98765 43210", "9876543210"),
        ("09876543210", "9876543210"),
        ("९८७६५४३२१०", "9876543210"),
        ("12345", ""),
        ("", ""),
    ],
)
def test_a_mobile_is_its_ten_digits(typed: str, digits: str) -> None:
    assert mobile_digits(typed) == digits


def test_who_has_more_in_common_stands_first() -> None:
    person = Person(name="Sunita Devi", mobile="9876543210", guardian="Ram")
    husband = Person("1", "Ram Kumar", mobile="9876543210")
    herself = Person("2", "Sunita Debi", "Ram", mobile="9876543210")
    nobody = Person("3", "Sunita Devi")

    found = lookalikes(person, [(husband, ()), (herself, ()), (nobody, ())])

    assert [one.number for one in found] == ["2", "1"]
    assert found[0].reasons == (InCommon.MOBILE, InCommon.NAME_ALIKE, InCommon.GUARDIAN)
