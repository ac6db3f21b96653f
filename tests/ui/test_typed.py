"""What clerks type."""

from datetime import date

import pytest

from domain.errors import NotADay, NotAnAmount
from domain.money import Money
from ui.desk.kit.typed import amount_of, day_of

TODAY = date(2026, 11, 22)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@pytest.mark.parametrize(
    "text, paise",
    [("500", 50000), ("500+50", 55000), ("1,23,456.78", 12345678), ("०५.५", 550), ("", None)],
)
def test_an_amount_may_be_a_sum(text, paise):
    assert amount_of(text) == (None if paise is None else Money(paise))


@pytest.mark.parametrize("text", ["abc", "5+", "+5", "1e3", "5.555", "5++5"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(NotAnAmount):
        amount_of(text)


@pytest.mark.parametrize(
    "text, day",
    [
        ("5", date(2026, 11, 5)),
        ("5-2", date(2026, 2, 5)),
        ("22/11", date(2026, 11, 22)),
        ("22-11-25", date(2025, 11, 22)),
        ("1.4.2026", date(2026, 4, 1)),
        ("+1", date(2026, 11, 23)),
        ("-3", date(2026, 11, 19)),
        ("t", TODAY),
        ("Y", date(2026, 11, 21)),
        ("2026-10-02", date(2026, 10, 2)),
        ("22 nov 2026", TODAY),
        ("", None),
    ],
)
def test_a_day_may_be_typed_short(text, day):
    assert day_of(text, TODAY, MONTHS) == day


def test_a_shift_counts_from_the_day_that_stands_there():
    assert day_of("+1", TODAY, shifts_from=date(2026, 1, 31)) == date(2026, 2, 1)


@pytest.mark.parametrize("text", ["31-2", "0", "32", "5-13", "soon", "22 Mai 2026", "5-2-5-2"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NotADay):
        day_of(text, TODAY, MONTHS)
