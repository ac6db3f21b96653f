"""When a backup is due, what it is called, and which ones are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.backup import Keeping, backup_due, backup_name, backup_written_at, to_remove
from domain.calendar import IST
from domain.errors import Refusal
from domain.settings import SETTINGS, setting_named, value_of

NOW = datetime(2026, 11, 23, 10, 15, tzinfo=IST)
CODE = "PAT1"


def made_every(hours, count):
    """Return backups made every so many hours up to now: their instants by name."""
    instants = [NOW - timedelta(hours=hours * number) for number in range(count)]
    return {backup_name(CODE, at, ".db.zst"): at for at in instants}


def test_a_backup_is_named_by_its_office_and_the_clock_on_its_wall():
    name = backup_name(CODE, datetime(2026, 11, 23, 4, 45, tzinfo=UTC), ".db.zst")

    assert name == "PAT1-20261123-101500.db.zst"
    assert backup_written_at(CODE, name) == NOW
    assert backup_name(CODE, NOW, ".dump", 2) == "PAT1-20261123-101500-2.dump"
    assert backup_written_at(CODE, "PAT1-20261123-101500-2.dump") == NOW


@pytest.mark.parametrize(
    "name",
    [
        "GAY1-20261123-101500.db.zst",
        "PAT1-20261123-101500.db.zst.part",
        "PAT1-20261323-101500.db.zst",
        "PAT1-20261123-101500.zip",
        "PAT1-2026-11-23.db",
        "XPAT1-20261123-101500.db",
        "notes.txt",
        "PAT1-२०२६११२३-१०१५००.db",
    ],
)
def test_another_file_is_no_backup_of_the_office(name):
    assert backup_written_at(CODE, name) is None


def test_a_backup_is_due_when_there_is_none_or_it_is_old():
    assert backup_due(None, NOW, 4)
    assert not backup_due(NOW - timedelta(hours=3, minutes=59), NOW, 4)
    assert backup_due(NOW - timedelta(hours=4), NOW, 4)


def test_a_backup_from_the_future_is_as_good_as_none():
    assert backup_due(NOW + timedelta(minutes=1), NOW, 4)


def test_all_of_two_days_are_kept_then_one_a_day_then_one_a_month():
    made = made_every(hours=4, count=6 * 400)

    gone = set(to_remove(made, NOW, Keeping()))
    kept = sorted((made[name] for name in made.keys() - gone), reverse=True)

    recent = [at for at in kept if NOW - at < timedelta(days=2)]
    daily = [at for at in kept if timedelta(days=2) <= NOW - at < timedelta(days=30)]
    older = [at for at in kept if NOW - at >= timedelta(days=30)]
    assert len(recent) == 12
    assert len({at.date() for at in daily}) == len(daily) == 29
    assert [(at.year, at.month) for at in older] == [
        (2026, 10),
        *((2026, month) for month in range(9, 0, -1)),
        (2025, 12),
    ]


def test_the_newest_is_kept_however_old_it_is():
    at = NOW - timedelta(days=4000)
    made = {"PAT1-old": at, "PAT1-older": at - timedelta(days=1)}

    assert to_remove(made, NOW, Keeping()) == ["PAT1-older"]


def test_the_newest_good_one_is_kept_beside_a_newer_bad_one():
    made = {f"b{days}": NOW - timedelta(days=days) for days in (500, 600, 700)}

    assert to_remove(made, NOW, Keeping(), bad={"b500"}) == ["b700"]


def test_a_bad_one_does_not_stand_for_a_day_that_has_a_good_one():
    morning, evening = NOW - timedelta(days=10, hours=6), NOW - timedelta(days=10)
    made = {"good": morning, "bad": evening, "new": NOW}

    assert to_remove(made, NOW, Keeping(), bad={"bad"}) == ["bad"]


@given(
    ages=st.lists(st.integers(0, 5_000_000), min_size=1, max_size=60, unique=True),
    keeping=st.builds(Keeping, st.integers(1, 9), st.integers(1, 60), st.integers(1, 30)),
)
def test_what_was_kept_once_is_only_given_up_as_it_grows_old(ages, keeping):
    """Removing again at the same instant removes nothing more, and the newest always stays."""
    made = {f"b{age}": NOW - timedelta(minutes=age) for age in ages}

    gone = to_remove(made, NOW, keeping)
    left = {name: at for name, at in made.items() if name not in gone}

    assert f"b{min(ages)}" in left
    assert to_remove(left, NOW, keeping) == []


# Settings


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_a_setting_reads_back_what_it_writes(name):
    setting = setting_named(name)

    assert setting.parse(setting.text_of(setting.default)) == setting.default


@pytest.mark.parametrize(
    "name, text",
    [
        ("backup.hours", "0"),
        ("backup.hours", "169"),
        ("backup.hours", "four"),
        ("backup.hours", "४"),
        ("backup.hours", "9" * 400),
        ("backup.at_closing", "perhaps"),
        ("backup.second_folder", "x" * 501),
        ("backup.second_folder", "a\u202eb"),
        ("no.such.setting", "1"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(name, text):
    with pytest.raises(Refusal):
        setting_named(name).parse(text)


def test_a_stored_text_that_makes_no_sense_counts_for_nothing():
    assert value_of(setting_named("backup.hours"), "-7") == 4
    assert value_of(setting_named("backup.hours"), None) == 4
    assert value_of(setting_named("backup.hours"), "12") == 12
