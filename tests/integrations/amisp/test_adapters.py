"""Orders go out and come back the same over JSON and over XML, whatever the AMISP does to them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.amisp_link import AmispLink, AmispProtocol
from domain.energy import Energy
from domain.errors_of_supply import AmispRefusesOffice, AmispUnavailable
from domain.ports_of_amisp import Sent
from domain.supply_order import OrderKind, RelayState, RemoteStatus
from integrations.amisp.calling import BLOT
from integrations.amisp.simulator.answering import PRACTICE_TOKEN
from integrations.amisp.simulator.mischief import Trick
from tests.integrations.amisp.played import COMMAND, METER, PROTOCOLS, Played


@pytest.fixture(params=PROTOCOLS)
def played(request, clock):
    return Played(clock, request.param)


@pytest.fixture
def over_json(clock):
    return Played(clock)


def test_an_order_is_taken_carried_out_and_told_with_the_register(played):
    outcome, order = played.sent(played.order())

    under_way = played.amisp.state_of(order)
    played.pass_time(minutes=2)
    ended = played.amisp.state_of(order)

    assert (outcome.sent, under_way.status) == (Sent.ACCEPTED, RemoteStatus.QUEUED)
    assert (ended.status, ended.relay) == (RemoteStatus.SUCCEEDED, RelayState.DISCONNECTED)
    assert ended.said.register > Energy.kwh(100)
    assert order.made_at < ended.executed_at <= played.clock.now()
    assert played.amisp.relay(METER) is RelayState.DISCONNECTED


def test_a_reconnection_closes_the_relay_again(played):
    played.sent(played.order())
    played.pass_time(minutes=2)

    _outcome, back = played.sent(played.order(OrderKind.RECONNECT, "back"))
    played.pass_time(minutes=2)

    assert played.amisp.state_of(back).relay is RelayState.CONNECTED
    assert played.amisp.relay(METER) is RelayState.CONNECTED


def test_the_same_order_again_is_the_same_command(played):
    first, order = played.sent(played.order())

    again = played.amisp.send(order)

    assert (again.sent, again.remote_id) == (Sent.ACCEPTED, first.remote_id)
    assert len(played.world.commands()) == 1


def test_the_id_of_an_order_with_another_body_is_refused(played):
    _outcome, order = played.sent(played.order())

    other = replace(order, body=order.body.replace("NORMAL", "HIGH"))
    outcome = played.amisp.send(other)

    assert (outcome.sent, outcome.code) == (Sent.REFUSED, "IDEMPOTENCY_KEY_REUSED")


def test_a_body_is_made_the_same_to_the_byte(played):
    order = played.order()
    played.pass_time(minutes=30)

    assert played.amisp.body_of(order) == order.body


def test_a_meter_that_the_amisp_does_not_know_is_refused(played):
    outcome, _order = played.sent(played.order(serial="MT-9"))

    assert (outcome.sent, outcome.code) == (Sent.REFUSED, "METER_NOT_FOUND")
    assert played.amisp.relay("MT-9") is RelayState.UNKNOWN


def test_a_meter_with_a_command_under_way_is_busy(played):
    played.sent(played.order())

    outcome, _order = played.sent(played.order(OrderKind.RECONNECT, "back"))

    assert (outcome.sent, outcome.code) == (Sent.BUSY, "COMMAND_IN_PROGRESS")


def test_a_command_is_cancelled_before_it_is_carried_out(played):
    _outcome, order = played.sent(played.order())

    cancelled = played.amisp.cancel(order)
    played.pass_time(minutes=2)

    assert cancelled.status is RemoteStatus.CANCELLED
    assert played.amisp.relay(METER) is RelayState.CONNECTED


def test_a_cancellation_that_comes_too_late_tells_how_it_ended(played):
    _outcome, order = played.sent(played.order())
    played.pass_time(minutes=2)

    assert played.amisp.cancel(order).status is RemoteStatus.SUCCEEDED


def test_a_cancellation_finds_a_command_without_its_remote_id(played):
    played.mischief.play_next(Trick.LOSES_ANSWER)
    _outcome, order = played.sent(played.order())

    assert order.remote_id == ""
    assert played.amisp.cancel(order).status is RemoteStatus.CANCELLED


def test_a_command_that_the_amisp_never_had_is_not_known(played):
    order = played.order()

    assert not played.amisp.state_of(order).is_known
    assert not played.amisp.cancel(order).is_known


def test_a_lost_answer_is_unknown_and_is_asked_for_by_the_orders_own_id(played):
    played.mischief.play_next(Trick.LOSES_ANSWER)

    outcome, order = played.sent(played.order())

    assert outcome.sent is Sent.UNKNOWN
    assert played.amisp.state_of(order).is_known
    assert played.amisp.send(order).sent is Sent.ACCEPTED
    assert len(played.world.commands()) == 1


def test_an_amisp_that_is_too_slow_may_have_taken_the_order(played):
    played.mischief.play_next(Trick.SLOW)

    outcome, order = played.sent(played.order())

    assert (outcome.sent, outcome.detail) == (Sent.UNKNOWN, "ReadTimeout")
    assert played.amisp.state_of(order).is_known


def test_an_accepted_command_that_got_lost_is_not_known_under_either_id(played):
    played.mischief.play_next(Trick.LOSES_COMMAND)

    outcome, order = played.sent(played.order())

    assert outcome.sent is Sent.ACCEPTED
    assert not played.amisp.state_of(order).is_known


def test_nothing_was_taken_where_nobody_listens(played):
    played.mischief.play_next(Trick.DOWN)

    outcome, order = played.sent(played.order())

    assert outcome.sent is Sent.LATER
    assert not played.amisp.state_of(order).is_known


@pytest.mark.parametrize("trick", [Trick.TOO_MANY, Trick.UNAVAILABLE])
def test_an_amisp_that_asks_for_patience_is_left_alone_for_so_long(played, trick):
    played.mischief.play_next(trick)

    outcome, order = played.sent(played.order())

    assert (outcome.sent, outcome.wait_ms) == (Sent.LATER, 30_000)
    with pytest.raises(AmispUnavailable) as refused:
        played.amisp.send(order)
    assert refused.value.wait_ms == 30_000
    played.pass_time(seconds=31)
    assert played.amisp.send(order).sent is Sent.ACCEPTED


@pytest.mark.parametrize("trick", [Trick.BAD_GATEWAY, Trick.GARBAGE])
def test_nobody_knows_what_an_answer_of_somebody_between_means(played, trick):
    played.mischief.play_next(trick)

    outcome, _order = played.sent(played.order())

    assert outcome.sent is Sent.UNKNOWN


def test_a_wrong_token_refuses_the_office_and_costs_no_order(played):
    played.mischief.play_next(Trick.UNAUTHORIZED)
    order = played.order()

    with pytest.raises(AmispRefusesOffice) as refused:
        played.amisp.send(order)
    assert refused.value.detail == "HTTP 401"
    with pytest.raises(AmispRefusesOffice):
        played.amisp.relay(METER)
    played.pass_time(minutes=1)

    assert played.amisp.send(order).sent is Sent.ACCEPTED


def test_a_question_is_asked_again_at_once_after_a_short_trouble(played):
    _outcome, order = played.sent(played.order())
    played.mischief.play_next(Trick.BAD_GATEWAY, 2)

    assert played.amisp.state_of(order).is_known


def test_a_question_that_stays_without_answer_is_said_so(played):
    _outcome, order = played.sent(played.order())
    played.mischief.play(Trick.DOWN)

    with pytest.raises(AmispUnavailable):
        played.amisp.state_of(order)


def test_the_relay_may_contradict_what_is_said_of_the_command(played):
    played.mischief.play_next(Trick.CONTRADICTS)
    _outcome, order = played.sent(played.order())
    played.pass_time(minutes=2)

    state = played.amisp.state_of(order)

    assert (state.status, state.relay) == (RemoteStatus.SUCCEEDED, RelayState.CONNECTED)


def test_a_meter_may_wait_for_its_button(played):
    played.mischief.play_next(Trick.READY_FOR_RECONNECTION)
    _outcome, order = played.sent(played.order(OrderKind.RECONNECT))
    played.pass_time(minutes=2)

    assert played.amisp.state_of(order).relay is RelayState.READY_FOR_RECONNECTION


def test_a_command_that_fails_says_why(played):
    played.mischief.play_next(Trick.FAILS)
    _outcome, order = played.sent(played.order())
    played.pass_time(minutes=2)

    state = played.amisp.state_of(order)

    assert (state.status, state.code) == (RemoteStatus.FAILED, "METER_NOT_RESPONDING")


def test_a_command_that_never_ran_expires(played):
    order = played.order()
    order = replace(order, not_before=order.expires_at - timedelta(seconds=1), body="")
    order = replace(order, body=played.amisp.body_of(order))
    _outcome, order = played.sent(order)
    played.pass_time(hours=4)

    assert played.amisp.state_of(order).status is RemoteStatus.EXPIRED


def test_a_late_execution_is_told_with_its_time(played):
    played.mischief.play_next(Trick.EXECUTES_LATE)
    _outcome, order = played.sent(played.order())
    played.pass_time(hours=4)

    assert played.amisp.state_of(order).executed_at > order.expires_at


def test_a_clock_that_runs_ahead_is_told_as_it_is(played):
    played.mischief.play(Trick.WRONG_CLOCK)
    _outcome, order = played.sent(played.order())
    played.pass_time(minutes=2)

    assert played.amisp.state_of(order).executed_at > played.clock.now()


def test_all_that_was_said_is_kept_once_and_without_the_token(played):
    order = played.order()
    order = replace(order, body=order.body.replace("PAT1/meena", PRACTICE_TOKEN))
    played.sent(order)

    ours, theirs = played.amisp.exchanges()

    assert (ours.is_ours, ours.order_id, ours.status) == (True, COMMAND, 0)
    assert (theirs.is_ours, theirs.status) == (False, 200 if "<" in order.body else 202)
    assert PRACTICE_TOKEN not in ours.body + theirs.body
    assert BLOT in ours.body
    assert played.amisp.exchanges() == []


def test_a_call_without_answer_is_kept_too(played):
    played.mischief.play_next(Trick.SLOW)
    played.sent(played.order())

    _ours, theirs = played.amisp.exchanges()

    assert (theirs.what, theirs.status, theirs.body) == ("ReadTimeout", 0, "")


# What only the contract's JSON has


def test_the_body_is_that_of_the_contract(over_json):
    order = over_json.order(OrderKind.DISCONNECT)

    assert json.loads(order.body) == {
        "commandId": COMMAND,
        "type": "DISCONNECT",
        "cimControlType": "3.31.0.23",
        "meter": {"scheme": "METER_SERIAL", "value": METER},
        "consumer": {"scheme": "CONSUMER_NUMBER", "value": "1001"},
        "reason": "LOW_PREPAID_BALANCE",
        "priority": "NORMAL",
        "requestedBy": "PAT1/meena",
        "notBefore": "2026-11-22T10:00:00+05:30",
        "expiresAt": "2026-11-22T13:00:00+05:30",
        "callbackUrl": "http://127.0.0.1:8640/amisp/callback",
    }
    assert "\n" not in order.body


def test_after_five_failures_nothing_is_asked_for_a_while(over_json):
    over_json.mischief.play(Trick.DOWN)
    for number in range(5):
        over_json.sent(over_json.order(id_=f"order {number}"))
    over_json.amisp.exchanges()

    with pytest.raises(AmispUnavailable):
        over_json.sent(over_json.order())

    assert over_json.amisp.exchanges() == []


def test_hostile_numbers_and_names_go_out_and_come_back_whole(over_json):
    names = "MT/../1?x=1#&अनिता's 😀"
    over_json.world.add_meters([names])

    outcome, order = over_json.sent(over_json.order(serial=names))

    assert outcome.sent is Sent.ACCEPTED
    assert over_json.amisp.state_of(order).is_known
    assert over_json.amisp.relay(names) is RelayState.CONNECTED


def test_makers_codes_go_into_orders_and_come_out_of_events(clock):
    link = AmispLink()
    codes = replace(link.codes, disconnect="1.31.0.23")
    played = Played(clock, AmispProtocol.REST, codes=codes)

    assert json.loads(played.order().body)["cimControlType"] == "1.31.0.23"
