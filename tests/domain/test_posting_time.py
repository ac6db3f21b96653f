from datetime import UTC, datetime, timedelta

import pytest

from domain.errors_of_trust import ClockMovedBack
from domain.posting_time import MOST_SKEW, posting_time

NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


class Unit:
    """A unit of work that knows when the last entry was posted."""

    def __init__(self, last):
        self._last = last

    def last_posted_at(self):
        return self._last


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
