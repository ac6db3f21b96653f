"""The steps of an order: every answer, in whatever order, and what has ended stays ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import order_steps
from domain.ports_of_amisp import CommandState, SendOutcome, Sent
from domain.supply_order import (
    OPEN_STATES,
    OrderKind,
    OrderReason,
    OrderState,
    RelayState,
    RemoteStatus,
    SupplyOrder,
)

NOW = datetime(2026, 5, 10, 4, 30, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OFF, ON, READY = RelayState.DISCONNECTED, RelayState.CONNECTED, RelayState.READY_FOR_RECONNECTION
CUT = SupplyOrder(
    id="c-1",
    kind=OrderKind.DISCONNECT,
    reason=OrderReason.LOW_PREPAID_BALANCE,
    is_urgent=False,
    consumer_id=1,
    consumer_number="1001",
    meter_serial="M1001",
    requested_by="PAT1/asha",
    made_at=NOW,
    not_before=NOW,
    expires_at=NOW + 3 * HOUR,
    job_id="j-1",
)
BACK = replace(CUT, kind=OrderKind.RECONNECT, job_id="", due_at=NOW + 2 * HOUR)


def out(order=CUT):
    """An order that the AMISP has."""
    left = order_steps.leaving(order, "body", NOW)
    return order_steps.answered(left, SendOutcome(Sent.ACCEPTED, "R-1"), NOW, 0)


def says(status=RemoteStatus.SUCCEEDED, relay=OFF, **more):
    return CommandState(True, "R-1", status, relay, **more)


NEVER = CommandState(is_known=False)


def test_an_order_is_asked_for_after_15_30_60_seconds_and_then_every_5_minutes():
    order, pauses = out(), [timedelta(seconds=15)]

    for _ in range(5):
        order = order_steps.told(order, says(RemoteStatus.QUEUED), NOW)
        pauses.append(order.next_try_at - NOW)

    assert [pause.total_seconds() for pause in pauses] == [15, 30, 60, 300, 300, 300]


def test_what_was_not_taken_waits_longer_each_time_and_never_less_than_asked():
    first = [order_steps.backoff(tries, 1.0).total_seconds() for tries in (1, 2, 3, 10, 99)]
    least = [order_steps.backoff(tries, 0.0).total_seconds() for tries in (1, 2, 3, 10, 99)]
    left = order_steps.leaving(CUT, "body", NOW)
    later = order_steps.answered(left, SendOutcome(Sent.LATER, wait_ms=90_000), NOW, 0.5)

    assert first == [5, 10, 20, 300, 300]
    assert least == [2.5, 5, 10, 150, 150]
    assert (later.state, later.next_try_at) == (OrderState.WAITING, NOW + 90 * MINUTE / 60)


def test_the_body_of_the_first_time_is_repeated():
    first = order_steps.leaving(CUT, "as first written", NOW)
    again = order_steps.told(order_steps.unknown(first, NOW), NEVER, NOW + MINUTE)

    assert again.state is OrderState.WAITING
    assert order_steps.leaving(again, "written anew", NOW).body == "as first written"


@pytest.mark.parametrize(
    ("order", "state", "ends_as"),
    [
        (CUT, says(), OrderState.DONE),
        (CUT, says(relay=ON), OrderState.ACCEPTED),
        (CUT, says(relay=RelayState.UNKNOWN), OrderState.ACCEPTED),
        (CUT, says(RemoteStatus.FAILED, ON), OrderState.FAILED),
        (CUT, says(RemoteStatus.FAILED, OFF), OrderState.FAILED),
        (CUT, says(RemoteStatus.FAILED, OFF, executed_at=NOW), OrderState.DONE),
        (CUT, says(RemoteStatus.EXPIRED, ON), OrderState.EXPIRED),
        (CUT, says(RemoteStatus.CANCELLED, ON), OrderState.CANCELLED),
        (CUT, says(RemoteStatus.QUEUED, OFF), OrderState.ACCEPTED),
        (BACK, says(relay=ON), OrderState.DONE),
        (BACK, says(relay=READY), OrderState.ACCEPTED),
        (BACK, says(relay=OFF), OrderState.ACCEPTED),
        (BACK, says(RemoteStatus.QUEUED, ON), OrderState.ACCEPTED),
    ],
)
def test_an_order_is_done_only_when_the_relay_says_so(order, state, ends_as):
    assert order_steps.told(out(order), state, NOW + MINUTE).state is ends_as


def test_a_disconnection_that_is_contradicted_fails_with_its_window():
    doubted = order_steps.told(out(), says(relay=ON), NOW + MINUTE)
    ended = order_steps.told(doubted, says(relay=ON), NOW + 3 * HOUR)

    assert (doubted.error, ended.state) == (order_steps.CONTRADICTED, OrderState.FAILED)


def test_a_cut_whose_relay_was_moved_back_since_is_no_contradiction():
    state = says(relay=ON, executed_at=NOW + MINUTE)
    unwanted = order_steps.unwanted(out(), NOW)
    doubted = order_steps.told(unwanted, state, NOW + 2 * MINUTE, moved_back=NOW)

    known = order_steps.told(doubted, state, NOW + 9 * MINUTE, moved_back=NOW + 3 * MINUTE)
    failed = order_steps.ended(doubted, OrderState.FAILED, NOW + 3 * HOUR)
    late = order_steps.told(failed, state, NOW + 4 * HOUR, moved_back=NOW + 3 * MINUTE)

    assert (doubted.state, doubted.error) == (OrderState.ACCEPTED, order_steps.CONTRADICTED)
    assert (known.state, known.error) == (OrderState.DONE, "")
    assert (late.state, late.error) == (OrderState.FAILED, "")
    assert known.is_late
    assert late.is_late
    assert known.executed_at == late.executed_at == NOW + MINUTE


@pytest.mark.parametrize("wrong", [timedelta(hours=2), -timedelta(hours=2)])
def test_by_a_clock_that_cannot_be_right_a_cut_is_the_last_and_a_reconnection_the_first(wrong):
    told_at = NOW + 2 * MINUTE
    cut, back = (
        order_steps.told(out(order), says(relay=relay, executed_at=told_at + wrong), told_at)
        for order, relay in ((CUT, OFF), (BACK, ON))
    )

    assert order_steps.moved_at(cut) == told_at
    assert order_steps.moved_at(back) == back.sent_at < told_at


@pytest.mark.parametrize(
    ("order", "executed_at", "is_late"),
    [
        (CUT, NOW + HOUR, False),
        (CUT, NOW + 4 * HOUR, True),
        (replace(CUT, unwanted_at=NOW), NOW + HOUR, True),
        (BACK, NOW + 4 * HOUR, False),
    ],
)
def test_a_cut_after_its_window_or_a_payment_is_late(order, executed_at, is_late):
    relay = OFF if order.kind is OrderKind.DISCONNECT else ON
    done = order_steps.told(out(order), says(relay=relay, executed_at=executed_at), NOW + 5 * HOUR)

    assert (done.state, done.is_late) == (OrderState.DONE, is_late)


def test_what_the_amisp_never_had_ends_where_nobody_wants_it():
    unknown = order_steps.unknown(order_steps.leaving(CUT, "body", NOW), NOW)
    paid = order_steps.unwanted(unknown, NOW)

    ends = [
        order_steps.told(unknown, NEVER, NOW + MINUTE).state,
        order_steps.told(unknown, NEVER, NOW + 3 * HOUR).state,
        order_steps.told(paid, NEVER, NOW + MINUTE).state,
        order_steps.told(out(BACK), NEVER, NOW + 30 * HOUR).state,
    ]

    assert ends == [
        *(OrderState.WAITING, OrderState.EXPIRED),
        *(OrderState.CANCELLED, OrderState.WAITING),
    ]


def test_a_cut_after_the_end_of_its_order_is_seen_once():
    ended = order_steps.ended(out(), OrderState.EXPIRED, NOW + 3 * HOUR)
    seen = order_steps.told(ended, says(executed_at=NOW + 4 * HOUR), NOW + 4 * HOUR)
    again = order_steps.told(seen, says(executed_at=NOW + 5 * HOUR), NOW + 5 * HOUR)

    assert (seen.state, seen.is_late, seen.relay) == (OrderState.EXPIRED, True, OFF)
    assert again == seen


def test_an_order_that_left_and_ended_is_asked_for_two_days_and_then_no_more():
    order, asked_at = order_steps.told(out(), says(RemoteStatus.EXPIRED, ON), NOW), []

    while order.is_watched:
        asked_at.append(order.next_try_at - NOW)
        order = order_steps.asked(order, says(RemoteStatus.EXPIRED, ON), order.next_try_at)

    minutes = [at // MINUTE for at in asked_at]
    assert minutes[:7] == [5, 10, 20, 40, 80, 140, 200]
    assert minutes[-1] == 48 * 60 + 20


@pytest.mark.parametrize(
    "order",
    [
        order_steps.told(out(), says(), NOW),
        order_steps.ended(CUT, OrderState.EXPIRED, NOW),
        order_steps.answered(
            order_steps.leaving(CUT, "body", NOW), SendOutcome(Sent.REFUSED), NOW, 0
        ),
        order_steps.found(out(), "is on", NOW, is_connected=True),
    ],
    ids=["done", "never left", "refused", "seen by somebody"],
)
def test_what_will_move_no_relay_any_more_is_not_asked_for(order):
    assert not order.is_open
    assert not order.is_watched


def test_what_the_amisp_never_had_or_carried_out_late_is_asked_for_no_longer():
    ended = order_steps.told(out(), says(RemoteStatus.CANCELLED, ON), NOW)

    assert order_steps.asked_in_vain(ended, NOW + HOUR).is_watched
    assert not order_steps.asked(ended, NEVER, NOW + HOUR).is_watched
    moved = order_steps.asked(ended, says(executed_at=NOW + HOUR), NOW + 2 * HOUR)
    assert (moved.is_late, moved.is_watched) == (True, False)


STATES = st.builds(
    CommandState,
    is_known=st.booleans(),
    remote_id=st.sampled_from(["", "R-1"]),
    status=st.sampled_from(RemoteStatus),
    relay=st.sampled_from(RelayState),
    executed_at=st.sampled_from([None, NOW + HOUR, NOW + 4 * HOUR]),
)
ANSWERS = st.builds(SendOutcome, st.sampled_from(Sent), st.sampled_from(["", "R-1"]))


@given(
    st.sampled_from([CUT, BACK]),
    st.lists(STATES | ANSWERS | st.just("pays"), max_size=12),
)
def test_whatever_is_said_what_has_ended_stays_and_done_means_the_relay(order, said):
    now = order.made_at
    order = order_steps.leaving(order, "body", now)
    goal = OFF if order.kind is OrderKind.DISCONNECT else ON

    for one in said:
        now += 30 * MINUTE
        before = order
        if one == "pays":
            order = order_steps.unwanted(order, now) if order.is_open else order
        elif isinstance(one, SendOutcome):
            order = order_steps.answered(order, one, now, 0.5)
        else:
            order = order_steps.told(order, one, now)
        if before.state not in OPEN_STATES:
            assert (order.state, order.ended_at) == (before.state, before.ended_at)
        if order.state is OrderState.DONE:
            assert order.relay is goal
        assert (order.ended_at is None) == order.is_open
        if order.is_watched:
            assert (
                order.ended_at
                < order.next_try_at
                <= order.ended_at + order_steps.WATCHED_FOR + HOUR
            )
        assert order.body == "body"
