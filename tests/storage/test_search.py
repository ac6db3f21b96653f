"""Consumers are found by words, parts and sounds, and both databases find the same ones."""

from dataclasses import replace

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
        ("asha", ["1002", "1001"]),
        ("ÁSHA", ["1002", "1001"]),
        ("muller", ["1002"]),
        ("devi", ["1002"]),
        ("debi", ["1002"]),
        ("d'souza", ["1001"]),
        ("souz", ["1001"]),
        ("आशा", ["1001", "1002"]),
        ("आ", ["1001"]),
        ("राम", ["1004", "1003", "2001"]),
        ("ram", ["1003", "2001", "1004"]),
        ("ram prasad", ["1003", "1004"]),
        ("rameshvar prashad", ["1004"]),
        ("ram kum", ["2001"]),
        ("kum ram", ["2001"]),
        ("ram xyz", []),
        ("12 a", ["2001"]),
        ("esh", []),
        ("%", []),
        ("''", []),
        ("ram*", ["1003", "2001", "1004"]),
        ('"ram" OR asha', []),
        ("\\", []),
    ],
)
def test_words_are_found_by_their_beginnings(office, typed, numbers):
    assert found(office, typed) == numbers


def test_a_consumer_is_found_by_what_is_true_now(office):
    office.change_consumer([Change("1003", START, "name", "Shyam Lal")], ACTOR)

    assert found(office, "prasad") == ["1004"]
    assert found(office, "shyam") == ["1003"]


def test_what_is_found_is_sorted_and_filtered_like_any_list(office):
    assert found(office, "ram", order_by="name", descending=True) == ["2001", "1003", "1004"]
    assert found(office, "ram", categories=("nothing",)) == []


@pytest.mark.parametrize(
    "typed, numbers",
    [
        ("2345", ["1001"]),
        ("9012", ["1001"]),
        ("01234", ["1001"]),
        ("543210", ["1002"]),
        ("१००१", ["1001"]),
        ("ram 0000", ["2001"]),
        ("0000 kumar", ["2001"]),
        ("345", []),
        ("9999012399", []),
        ("9999 3210", []),
    ],
)
def test_mobiles_and_meters_are_found_by_any_part(office, typed, numbers):
    assert found(office, typed) == numbers


def test_a_meter_is_found_by_its_end(books, form):
    books.take_on(
        [form("1001", meter_serial="HPL2207431"), form("1002", meter_serial="HPL-2209999")], ACTOR
    )

    assert found(books, "7431") == ["1001"]
    assert found(books, "2209999") == ["1002"]
    assert found(books, "pl22") == ["1001", "1002"]


@pytest.mark.parametrize("typed", ["kumsr", "Rameshh Kumarr", "rmaesh kumra", "2001 kumat"])
def test_a_misspelt_name_is_found_when_nobody_is_called_so(office, typed):
    assert found(office, typed) == ["2001"]


def test_a_misspelt_name_of_a_short_sound_is_found(books, form):
    books.take_on([form("1001", name="Rekha")], ACTOR)

    assert found(books, "rekhs") == ["1001"]


def test_who_is_called_so_stands_before_who_sounds_and_is_spelt_so(books, form):
    names = ["Sumita", "सुनीता", "Sunitaben", "Suneeta", "Sunita"]
    books.take_on([form(f"100{at}", name=name) for at, name in enumerate(names)], ACTOR)

    assert found(books, "sunita") == ["1002", "1004", "1001", "1003"]
    assert found(books, "sunitq") == ["1001", "1002", "1003", "1004"]
    assert found(books, "sumitaa")[0] == "1000"


def test_nobody_is_meant_who_merely_sounds_so_where_money_follows(office):
    query = ConsumerQuery("ram", is_literal=True)

    assert len(office.find_consumers(query)) == 2
    assert not office.find_consumers(replace(query, text="2345"))


def test_a_limit_takes_the_likeliest(office):
    assert list(office.find_consumers(ConsumerQuery("ram"), 3)) == list(
        office.find_consumers(ConsumerQuery("ram"))
    )
    assert len(office.find_consumers(ConsumerQuery("ram"), 1)) == 1


def test_parts_and_sounds_follow_a_change(office):
    office.change_consumer([Change("1003", START, "name", "सुनील")], ACTOR)
    office.change_consumer([Change("1003", START, "mobile", "7777123456")], ACTOR)
    office.change_consumer([Change("1003", START, "meter_serial", "NEW88991")], ACTOR)

    assert found(office, "suneel") == ["1003"]
    assert found(office, "7123") == ["1003"]
    assert found(office, "8899") == ["1003"]
    assert found(office, "m1003") == []


@pytest.mark.parametrize(
    "typed",
    [
        "'; DROP TABLE consumer;--",
        '"',
        "NEAR(a b)",
        "a_b",
        "\ue000sunit",
        "x" * 300,
        "😀",
        "\u202eram",
    ],
)
def test_nothing_typed_is_anything_but_words(office, typed):
    assert found(office, typed) in ([], ["1003", "2001", "1004"])


def test_a_pasted_page_is_answered_by_its_first_words(books, form):
    books.take_on([form("1001", name="Asha Devi"), form("1002", name="Asha Kumari")], ACTOR)
    page = " ".join(["asha", "devi", *["asha"] * 2000])

    assert len(books.find_consumers(ConsumerQuery(text=page))) == 1
    nowhere = " ".join(str(number) for number in range(3000))
    assert len(books.find_consumers(ConsumerQuery(text=nowhere))) == 0
