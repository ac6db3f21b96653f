"""Consumers are found by the beginnings of words, and both databases find the same ones."""

import pytest

from domain.consumer import Change, ConsumerQuery
from tests.storage.conftest import ACTOR, START

NAMES = {
    "1001": ("आशा D'Souza", "9999012345"),
    "1002": ("Ásha Müller-Devi", "9876543210"),
    "1003": ("RAM PRASAD", ""),
    "1004": ("रामेश्वर प्रसाद", ""),
    "2001": ("Ramesh  Kumar 12/A", "9999000000"),
}


@pytest.fixture
def office(books, form):
    books.take_on(
        [form(number, name=name, mobile=mobile) for number, (name, mobile) in NAMES.items()], ACTOR
    )
    return books


def found(books, typed, **query):
    ids = books.find_consumers(ConsumerQuery(text=typed, **query))
    rows = books.consumer_rows(ids)
    return [rows[consumer].number for consumer in ids]


@pytest.mark.parametrize(
    "typed, numbers",
    [
        ("10", ["1001", "1002", "1003", "1004"]),
        ("1001", ["1001"]),
        ("m2001", ["2001"]),
        ("99990", ["1001", "2001"]),
        ("asha", ["1002"]),
        ("ÁSHA", ["1002"]),
        ("muller", ["1002"]),
        ("devi", ["1002"]),
        ("d'souza", ["1001"]),
        ("souz", ["1001"]),
        ("आशा", ["1001"]),
        ("आ", ["1001"]),
        ("राम", ["1004"]),
        ("ram", ["1003", "2001"]),
        ("ram kum", ["2001"]),
        ("kum ram", ["2001"]),
        ("ram xyz", []),
        ("12 a", ["2001"]),
        ("esh", []),
        ("%", []),
        ("''", []),
        ("ram*", ["1003", "2001"]),
        ('"ram" OR asha', []),
        ("\\", []),
    ],
)
def test_words_are_found_by_their_beginnings(office, typed, numbers):
    assert found(office, typed) == numbers


def test_a_consumer_is_found_by_what_is_true_now(office):
    office.change_consumer([Change("1003", START, "name", "Shyam Lal")], ACTOR)

    assert found(office, "prasad") == []
    assert found(office, "shyam") == ["1003"]


def test_what_is_found_is_sorted_and_filtered_like_any_list(office):
    assert found(office, "ram", order_by="name", descending=True) == ["2001", "1003"]
    assert found(office, "ram", categories=("nothing",)) == []
