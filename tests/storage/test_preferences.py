"""How somebody likes the desk is kept with the office, by name."""

import pytest

from domain.errors import FieldTooLong
from domain.preferences import MOST_CHARACTERS
from domain.progress import silent


def test_what_somebody_prefers_comes_back_as_it_was(books):
    books.preferences.put("asha", "columns.consumers", ["number", "नाम", {"width": 12}])

    assert books.preferences.get("asha", "columns.consumers") == ["number", "नाम", {"width": 12}]
    assert books.preferences.get("ravi", "columns.consumers") is None


def test_the_last_word_holds_and_none_forgets(books):
    for value in (["one"], ["two"]):
        books.preferences.put("asha", "recent", value)
    assert books.preferences.get("asha", "recent") == ["two"]

    books.preferences.put("asha", "recent", None)

    assert books.preferences.get("asha", "recent") is None


def test_all_of_one_kind_come_in_the_order_of_their_names(books):
    for name in ("filter.ज़", "filter.a", "filters", "columns.x"):
        books.preferences.put("asha", name, name)

    assert list(books.preferences.all("asha", "filter.")) == ["filter.a", "filter.ज़"]


def test_a_preference_without_end_is_refused(books):
    with pytest.raises(FieldTooLong):
        books.preferences.put("asha", "notes", "x" * MOST_CHARACTERS)


def test_preferences_change_no_books(books):
    before = books.anchor()
    books.preferences.put("asha", "recent", [1])

    assert books.anchor() == before
    assert books.check(silent) == []
