"""The circuit breaker goes by the clock that it is given."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.errors_of_supply import AmispUnavailable
from integrations.amisp.breaker import Breaker

PAUSE = timedelta(seconds=60)


@pytest.fixture
def breaker(clock):
    return Breaker(clock, most_failures=3, pause=PAUSE)


def _fail(breaker, times):
    for _number in range(times):
        breaker.refuse_while_open()
        breaker.note_failure("HTTP 500")


def test_it_opens_after_so_many_failures_running(breaker):
    _fail(breaker, 2)
    breaker.note_answer()
    _fail(breaker, 2)
    assert not breaker.is_open

    _fail(breaker, 1)

    with pytest.raises(AmispUnavailable) as refused:
        breaker.refuse_while_open()
    assert (refused.value.detail, refused.value.wait_ms) == ("HTTP 500", 60_000)


def test_after_the_pause_the_fate_of_one_call_decides(breaker, clock):
    _fail(breaker, 3)
    clock.pass_time(PAUSE - timedelta(milliseconds=1))
    assert breaker.is_open
    clock.pass_time(timedelta(milliseconds=1))
    assert not breaker.is_open

    _fail(breaker, 1)
    assert breaker.is_open
    clock.pass_time(PAUSE)
    breaker.note_answer()
    _fail(breaker, 2)

    assert not breaker.is_open


def test_a_clock_that_is_set_back_does_not_keep_the_road_closed(breaker, clock):
    _fail(breaker, 3)

    clock.pass_time(timedelta(days=-1))

    assert not breaker.is_open


def test_nobody_is_kept_away_longer_than_an_hour(breaker, clock):
    breaker.rest(10**12, "HTTP 429")

    clock.pass_time(timedelta(hours=1))

    assert not breaker.is_open
