from datetime import UTC, datetime, timedelta

import pytest

from domain.errors_of_trust import ClockMovedBack
from domain.posting_time import MOST_SKEW, posting_time
from domain.settings import CLOCK_MOST_SKEW, CLOCK_WRONG_UNTIL

NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


class Unit:
    """A unit of work that knows when the last entry was posted, and what the office has set."""

    def __init__(self, last, settings=None):
        self._last = last
        self._settings = settings or {}

    @property
    def settings(self):
        return self

    def get(self, setting):
        return self._settings.get(setting, setting.default)

    def last_posted(self):
        return None if self._last is None else (17, self._last)


@pytest.mark.parametrize("last", [None, NOON - timedelta(days=400), NOON])
def test_a_posting_bears_the_present_instant(clock, last):
    clock.set_to(NOON)

    assert posting_time(Unit(last), clock) == NOON


def test_a_clock_a_little_behind_posts_at_the_instant_of_the_last_posting(clock):
    clock.set_to(NOON - MOST_SKEW)

    assert posting_time(Unit(NOON), clock) == NOON


def test_a_clock_that_moved_back_posts_nothing(clock):
    clock.set_to(NOON - MOST_SKEW - timedelta(milliseconds=1))

    with pytest.raises(ClockMovedBack) as refused:
        posting_time(Unit(NOON), clock)

    assert refused.value.last_posted_at == NOON
    assert refused.value.entry == 17


def test_an_office_may_allow_its_clocks_more(clock):
    clock.set_to(NOON - timedelta(minutes=30))

    assert posting_time(Unit(NOON, {CLOCK_MOST_SKEW: 30}), clock) == NOON


def test_a_posting_by_a_clock_that_ran_ahead_holds_nobody_up(clock):
    clock.set_to(NOON - timedelta(days=300))

    assert posting_time(Unit(NOON, {CLOCK_WRONG_UNTIL: 17}), clock) == clock.now()
    with pytest.raises(ClockMovedBack):
        posting_time(Unit(NOON, {CLOCK_WRONG_UNTIL: 16}), clock)
