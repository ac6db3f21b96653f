"""Amounts and days read as people here write them, and nothing else is taken for one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import formats
from domain.energy import Energy
from domain.errors import (
    DayAmbiguous,
    NotADay,
    NotAnAmount,
    NotAnEnergy,
    NotAnInstant,
    Refusal,
)
from domain.money import Money

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  Sunita Devi ", "Sunita Devi"),
        ("Sunita\u00a0Devi", "Sunita Devi"),
        ("र\u200dाम क्\u200cष", "र\u200dाम क्\u200cष"),
        ("", ""),
        ("Ra\x00m", None),
        ("a\nb", None),
        ("\u202egnp", None),
        ("\u2066x\u2069", None),
        ("\u200f", None),
        ("\ufeffRam", None),
    ],
)
def test_words_may_hold_hindi_joiners_but_nothing_that_hides(text, words):
    assert formats.clean_words(text) == words


@pytest.mark.parametrize(
    ("paise", "written"),
    [
        (12345678, "₹1,23,456.78"),
        (-4510, "-₹45.10"),
        (0, "₹0.00"),
        (5, "₹0.05"),
        (-1, "-₹0.01"),
        (99_999, "₹999.99"),
        (100_000, "₹1,000.00"),
        (1_234_567_890_12, "₹1,23,45,67,890.12"),
    ],
)
def test_an_amount_is_grouped_the_indian_way(paise, written):
    assert formats.rupees(Money(paise)) == written


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (999, "999"), (1000, "1,000"), (-123456, "-1,23,456")]
)
def test_a_count_is_grouped_the_indian_way(number, written):
    assert formats.grouped(number) == written


def test_energy_is_written_in_units_with_three_decimals():
    assert formats.units(Energy(1_234_500)) == "1,234.500"
    assert formats.units(Energy(-5)) == "-0.005"


@pytest.mark.parametrize(
    ("load_w", "written"), [(3000, "3 kW"), (1500, "1.5 kW"), (500, "0.5 kW"), (1, "0.001 kW")]
)
def test_a_load_is_written_with_the_decimals_it_has(load_w, written):
    assert formats.kilowatts(load_w) == written


def test_a_day_is_written_with_the_name_of_its_month():
    assert formats.day(date(2026, 11, 22), MONTHS) == "22 Nov 2026"


def test_a_moment_is_written_by_the_clock_of_the_office():
    assert formats.moment(datetime(2026, 11, 22, 18, 45, tzinfo=UTC), MONTHS) == "23 Nov 2026 00:15"


@pytest.mark.parametrize(
    ("text", "paise"),
    [
        ("500", 50_000),
        (" 500.5 ", 50_050),
        ("1,23,456.78", 12_345_678),
        ("123,456.78", 12_345_678),
        ("₹500", 50_000),
        ("-₹45.10", -4510),
        ("−45.10", -4510),
        ("१२३.४५", 12_345),
        ("\uff15\uff10\uff10", 50_000),  # full-width
        ("\u00a0500", 50_000),
    ],
)
def test_an_amount_is_taken_as_people_write_it(text, paise):
    assert formats.parse_amount(text) == Money(paise)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "abc", "NaN", "inf", "1e5", "1_000", "0x10", "12.", ".5", "1.234", "5 0"),
        *("12,34", "1,2345", "--5", "+5", "5-", "5²", "½", "①", "٥", "5\n6", "₹", "-", "1.2.3"),
        *("9" * 16, "9" * 5000, "1," + "000," * 400 + "000", "5\u202e"),
    ],
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(NotAnAmount):
        formats.parse_amount(text)


@given(st.integers(-(10**17) + 1, 10**17 - 1))
def test_every_amount_we_write_is_read_back(paise):
    assert formats.parse_amount(formats.rupees(Money(paise))) == Money(paise)


@given(st.integers(0, 10**18 - 1))
def test_every_energy_we_write_is_read_back(wh):
    assert formats.parse_energy(formats.units(Energy(wh))) == Energy(wh)


@given(st.text(max_size=30) | st.text(alphabet="0123456789०९.,-−₹eE_/:T+Z ²", max_size=30))
def test_any_text_is_a_value_inside_int64_or_a_refusal(text):
    for parse in (
        lambda given: formats.parse_amount(given).paise,
        lambda given: formats.parse_energy(given).wh,
        formats.parse_load_w,
        formats.parse_day,
        formats.parse_instant,
    ):
        try:
            value = parse(text)
        except Refusal:
            continue
        assert not isinstance(value, int) or abs(value) < 2**63


@pytest.mark.parametrize("text", ["-1", "1.2345", "1e3", "", "3 kW"])
def test_what_is_no_energy_or_load_is_refused(text):
    with pytest.raises(NotAnEnergy):
        formats.parse_energy(text)
    with pytest.raises(NotAnEnergy):
        formats.parse_load_w(text)


def test_a_load_is_read_in_kilowatts():
    assert formats.parse_load_w("1.5") == 1500


@pytest.mark.parametrize("text", ["2026-11-22", "22/11/2026", "22-11-2026", "२२.११.२०२६"])
def test_a_day_is_read_where_it_has_one_meaning(text):
    assert formats.parse_day(text) == date(2026, 11, 22)


def test_a_day_with_two_meanings_is_asked_back():
    with pytest.raises(DayAmbiguous):
        formats.parse_day("03/04/2026")


def test_a_day_with_two_meanings_is_read_the_way_that_was_answered():
    assert formats.parse_day("03/04/2026", is_day_first=True) == date(2026, 4, 3)
    assert formats.parse_day("03/04/2026", is_day_first=False) == date(2026, 3, 4)


@pytest.mark.parametrize(
    "text",
    ["", "22", "2026-13-01", "20261122", "2026-W47-7", "31/02/2026", "22/11-2026", "0-0-0000"],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NotADay):
        formats.parse_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-02T00:00:00+05:30",
        "2025-06-02T00:00:00",
        "2025-06-02 00:00",
        "2025-06-01T18:30:00Z",
        "2025-06-02T00:00:00.000+05:30",
    ],
)
def test_an_instant_without_an_offset_is_indian_time(text):
    assert formats.parse_instant(text) == datetime(2025, 6, 1, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *("", "2025-06-02", "2025-06-02T24:01:00", "2025-06-02T00:00:60", "02/06/2025 00:00"),
        *("2025-06-02T00:00:00+99:00", "0001-01-01T00:00:00+05:30", "20250602T000000"),
    ],
)
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(NotAnInstant):
        formats.parse_instant(text)
