"""The steps of an order: pure, so that every answer, in whatever order it comes, can be tried.

What has ended stays ended. An order is done only when the relay stands as it was ordered to; what
nobody knows is asked for, and sent again only when the AMISP says that it never had it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.ports_of_amisp import CommandState, SendOutcome, Sent
from domain.supply_order import (
    OrderKind,
    OrderState,
    RelayState,
    RemoteStatus,
    Road,
    SupplyOrder,
)

#: When an order that was taken is asked for: after so long, then after every five minutes.
POLLS = (timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60), timedelta(minutes=5))
#: An order that left and ended without moving its relay is asked for so long still: a meter that
#: was out of reach may do late what it was told in time.
WATCHED_FOR = timedelta(days=2)
_LONGEST_WATCH_PAUSE = timedelta(hours=1)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
_MOST_DOUBLED = 10
_MOST_WORDS = 400

#: The relay says something else than the status of the command.
CONTRADICTED = "RELAY_CONTRADICTS"
#: The AMISP says that it never had what was handed over.
NEVER_HAD = "NEVER_HAD"
#: Why an order of ours ended before it left.
PAID, STOPPED, WINDOW_OVER = "PAID", "STOPPED", "WINDOW_OVER"
JOB_NOT_APPROVED, METER_CHANGED = "JOB_NOT_APPROVED", "METER_CHANGED"
SUPPLY_ENDED, RUN_FULL, HOUR_FULL = "SUPPLY_ENDED", "RUN_FULL", "HOUR_FULL"
PAYMENT_UNDONE, TAKEN_BACK, FOUND_OTHERWISE = "PAYMENT_UNDONE", "TAKEN_BACK", "FOUND_OTHERWISE"

#: How far a command is: what the AMISP says later is never less.
_RANK = {
    RemoteStatus.UNKNOWN: 0,
    RemoteStatus.QUEUED: 1,
    RemoteStatus.SENT_TO_HES: 2,
    RemoteStatus.SENT_TO_METER: 3,
}
_ENDED = 4
_ENDED_AS = {
    RemoteStatus.FAILED: OrderState.FAILED,
    RemoteStatus.EXPIRED: OrderState.EXPIRED,
    RemoteStatus.CANCELLED: OrderState.CANCELLED,
}
_GOAL = {
    OrderKind.DISCONNECT: RelayState.DISCONNECTED,
    OrderKind.RECONNECT: RelayState.CONNECTED,
}


def leaving(order: SupplyOrder, body: str, now: datetime) -> SupplyOrder:
    """Write down that an order leaves by the API; the body of the first time is repeated."""
    return replace(
        order,
        state=OrderState.LEAVING,
        road=Road.API,
        body=order.body or body,
        attempts=order.attempts + 1,
        sent_at=now,
        next_try_at=now,
        error="",
    )


def put_in_file(order: SupplyOrder, body: str, now: datetime) -> SupplyOrder:
    """Write down that somebody carries an order away in a file."""
    return replace(
        leaving(order, body, now),
        state=OrderState.IN_FILE,
        road=Road.FILE,
        next_try_at=now + POLLS[-1],
    )


def answered(order: SupplyOrder, answer: SendOutcome, now: datetime, chance: float) -> SupplyOrder:
    """Return an order after the answer to its being handed over.

    ``chance``, from 0 up to 1, spreads the next try. An answer that comes when the order is no
    longer leaving (another worker took the sender for dead) only tells where it can be asked for.
    """
    if order.state is not OrderState.LEAVING:
        is_known = answer.sent is Sent.ACCEPTED and order.is_open and not order.remote_id
        return replace(order, remote_id=answer.remote_id) if is_known else order
    match answer.sent:
        case Sent.ACCEPTED:
            return replace(
                order,
                state=OrderState.ACCEPTED,
                remote_id=answer.remote_id,
                attempts=0,
                next_try_at=now + (timedelta(milliseconds=answer.wait_ms) or POLLS[0]),
            )
        case Sent.REFUSED:
            refused = replace(order, sent_at=None, error=_words(answer.code or answer.detail))
            return ended(refused, OrderState.FAILED, now)
        case Sent.BUSY | Sent.LATER:
            return not_taken(order, answer.code or answer.sent.value, now, chance, answer.wait_ms)
        case Sent.UNKNOWN:
            return unknown(order, now)


def not_taken(
    order: SupplyOrder, error: str, now: datetime, chance: float, wait_ms: int = 0
) -> SupplyOrder:
    """Return an order of which nothing was taken: it waits, longer each time, and spread."""
    pause = max(backoff(order.attempts, chance), timedelta(milliseconds=wait_ms))
    return replace(
        order,
        state=OrderState.WAITING,
        sent_at=None,
        next_try_at=now + pause,
        error=_words(error),
    )


def unknown(order: SupplyOrder, now: datetime) -> SupplyOrder:
    """Return an order of which nobody knows whether it arrived: it is asked for soon."""
    return replace(order, state=OrderState.UNKNOWN, attempts=0, next_try_at=now + POLLS[0])


def backoff(attempts: int, chance: float) -> timedelta:
    """Return how long to wait after so many tries: doubled each time, half of it by chance."""
    doubled: int = 2 ** min(max(attempts - 1, 0), _MOST_DOUBLED)
    whole = min(_FIRST_PAUSE * doubled, _LONGEST_PAUSE)
    return whole / 2 + whole / 2 * chance


def poll_pause(asked: int) -> timedelta:
    """Return how long to wait after having asked so often in vain."""
    return POLLS[min(asked, len(POLLS) - 1)]


def told(
    order: SupplyOrder, state: CommandState, now: datetime, moved_back: datetime | None = None
) -> SupplyOrder:
    """Return an order after what the AMISP says of it: asked, called back, or by file.

    The same again changes nothing, nor does what is older than what is known. ``moved_back``: when
    another order last moved the relay the other way, so that it speaks of that one.
    """
    state = _by_our_clock(order, state, now)
    if _is_moved_back(order, state, moved_back):
        order, state = replace(order, error=""), replace(state, relay=_GOAL[order.kind])
    if not order.is_open:
        return _told_late(order, state, now)
    if not state.is_known:
        return _never_had(order, now)
    if not _is_news(order, state):
        return _asked_again(order, now)
    return _stepped(order, _heard(order, state), state, now)


def asked(
    order: SupplyOrder, state: CommandState, now: datetime, moved_back: datetime | None = None
) -> SupplyOrder:
    """Return an order that was asked for: as it is told, and when it is asked for again."""
    after = told(order, state, now, moved_back)
    return _asked_again(after, now) if after.is_watched and not order.is_open else after


def is_in_doubt(order: SupplyOrder, state: CommandState) -> bool:
    """Whether a command is said to have succeeded, and the relay does not say so."""
    is_done = state.is_known and state.status is RemoteStatus.SUCCEEDED
    return is_done and order.kind in _GOAL and state.relay is not _GOAL[order.kind]


def asked_in_vain(order: SupplyOrder, now: datetime) -> SupplyOrder:
    """Return an order that was to be asked for and could not be."""
    return _asked_again(order, now)


def ended(order: SupplyOrder, state: OrderState, now: datetime, error: str = "") -> SupplyOrder:
    """Return an order that has ended; one whose relay may move all the same is still watched."""
    done = replace(order, state=state, ended_at=now, error=_words(error or order.error))
    return replace(done, next_try_at=_next_look(done, now))


def unwanted(order: SupplyOrder, now: datetime) -> SupplyOrder:
    """Return a disconnection that is out and no longer wanted: its place at the meter is free."""
    if order.unwanted_at is not None:
        return order
    return replace(order, unwanted_at=now, next_try_at=now)


def found(order: SupplyOrder, note: str, now: datetime, *, is_connected: bool) -> SupplyOrder:
    """Return an order that ended by what somebody found at the meter."""
    relay = RelayState.CONNECTED if is_connected else RelayState.DISCONNECTED
    state = OrderState.DONE if _GOAL.get(order.kind) is relay else OrderState.FAILED
    seen = replace(order, relay=relay, note=note)
    if state is OrderState.DONE:
        at = order.executed_at or now
        return replace(ended(seen, state, now), executed_at=at, error="")
    # Somebody stood before the meter: what the AMISP knows of it is older.
    return replace(ended(seen, state, now, FOUND_OTHERWISE), next_try_at=None)


def moved_relay(order: SupplyOrder) -> bool:
    """Whether an order moved the relay: done, or carried out although it had ended."""
    if order.kind is OrderKind.READ_RELAY:
        return False
    return order.state is OrderState.DONE or (order.is_late and order.executed_at is not None)


def moved_at(order: SupplyOrder) -> datetime:
    """Return when an order moved the relay, as far as anybody knows."""
    return order.executed_at or order.ended_at or order.made_at


def _by_our_clock(order: SupplyOrder, state: CommandState, now: datetime) -> CommandState:
    """Return a state whose relay moved after its order left and before it was told.

    Which order moved a relay last decides how supply stands, and the AMISP's clock may be wrong.
    Where its time cannot be, a cut is taken to be the last and a reconnection the first: supply
    that may be off is rather ordered back once too often.
    """
    if state.executed_at is None:
        return state
    left_at = min(order.sent_at or order.made_at, now)
    if left_at <= state.executed_at <= now:
        return state
    return replace(state, executed_at=now if order.kind is OrderKind.DISCONNECT else left_at)


def _is_moved_back(order: SupplyOrder, state: CommandState, moved_back: datetime | None) -> bool:
    """Whether the relay stands otherwise only because another order has moved it since."""
    at = state.executed_at
    return (
        at is not None and moved_back is not None and at <= moved_back and is_in_doubt(order, state)
    )


def _stepped(
    order: SupplyOrder, heard: SupplyOrder, state: CommandState, now: datetime
) -> SupplyOrder:
    """Return an open order after news of it."""
    if _rank(state.status) < _ENDED:
        is_begun = state.status is not RemoteStatus.UNKNOWN or bool(state.remote_id)
        known = OrderState.ACCEPTED if is_begun else OrderState.UNKNOWN
        return _asked_again(replace(heard, state=known), now)
    if _reached(order, heard, state):
        return _done(order, heard, state, now)
    if state.status is RemoteStatus.SUCCEEDED:
        return _contradicted(heard, now)
    return ended(heard, _ENDED_AS[state.status], now)


def _told_late(order: SupplyOrder, state: CommandState, now: datetime) -> SupplyOrder:
    """Keep what has ended as it ended, but see a relay that moved all the same."""
    if not state.is_known:
        return replace(order, next_try_at=None)
    is_moved = (
        order.state is not OrderState.DONE
        and not order.is_late
        and state.status is RemoteStatus.SUCCEEDED
        and state.relay is _GOAL.get(order.kind)
    )
    if not is_moved:
        return order
    # When the AMISP thought it was done before the relay had not moved.
    executed_at = None if order.error == CONTRADICTED else state.executed_at
    return replace(
        _heard(order, state),
        is_late=True,
        executed_at=executed_at or now,
        next_try_at=None,
        error=order.error,
    )


def _never_had(order: SupplyOrder, now: datetime) -> SupplyOrder:
    """Let an order that never arrived be judged and sent again, the same body, if it still may."""
    if order.state is OrderState.WAITING:
        return order
    is_cut = order.kind is OrderKind.DISCONNECT
    if is_cut and order.unwanted_at is not None:
        return ended(order, OrderState.CANCELLED, now, PAID)
    if is_cut and now >= order.expires_at:
        return ended(order, OrderState.EXPIRED, now, NEVER_HAD)
    if is_cut and order.state is OrderState.IN_FILE:
        # Somebody may still be carrying it.
        return _asked_again(order, now)
    return replace(
        order,
        state=OrderState.WAITING,
        remote_id="",
        remote_status=None,
        attempts=0,
        next_try_at=now,
        error=NEVER_HAD,
    )


def _is_news(order: SupplyOrder, state: CommandState) -> bool:
    known = order.remote_status or RemoteStatus.UNKNOWN
    return _rank(state.status) >= _rank(known)


def _rank(status: RemoteStatus) -> int:
    return _RANK.get(status, _ENDED)


def _heard(order: SupplyOrder, state: CommandState) -> SupplyOrder:
    """Return an order with what the AMISP says of it beside its state."""
    is_relay_known = state.relay is not RelayState.UNKNOWN
    is_status_known = state.status is not RemoteStatus.UNKNOWN
    return replace(
        order,
        remote_id=state.remote_id or order.remote_id,
        remote_status=state.status if is_status_known else order.remote_status,
        relay=state.relay if is_relay_known else order.relay,
        executed_at=state.executed_at or order.executed_at,
        said=state.said or order.said,
        error=_words(state.code or state.detail),
    )


def _reached(order: SupplyOrder, heard: SupplyOrder, state: CommandState) -> bool:
    if order.kind is OrderKind.READ_RELAY:
        return state.status is RemoteStatus.SUCCEEDED
    if state.status is RemoteStatus.SUCCEEDED:
        return heard.relay is _GOAL[order.kind]
    # A relay that stood so before is no sign that a command which failed moved it.
    return state.relay is _GOAL[order.kind] and state.executed_at is not None


def _done(
    order: SupplyOrder, heard: SupplyOrder, state: CommandState, now: datetime
) -> SupplyOrder:
    executed_at = state.executed_at or heard.executed_at or now
    if order.error == CONTRADICTED:
        # When the AMISP thought it was done the relay had not moved.
        executed_at = now
    is_cut = heard.kind is OrderKind.DISCONNECT
    is_late = is_cut and (heard.unwanted_at is not None or executed_at > heard.expires_at)
    done = ended(replace(heard, error=""), OrderState.DONE, now)
    return replace(done, executed_at=executed_at, is_late=is_late)


def _contradicted(heard: SupplyOrder, now: datetime) -> SupplyOrder:
    """Go on asking while the relay does not agree; a disconnection only to the window's end."""
    doubted = replace(heard, state=OrderState.ACCEPTED, error=CONTRADICTED)
    if heard.kind is OrderKind.DISCONNECT and now >= heard.expires_at:
        return ended(doubted, OrderState.FAILED, now)
    return _asked_again(doubted, now)


def _asked_again(order: SupplyOrder, now: datetime) -> SupplyOrder:
    if order.state is OrderState.WAITING:
        return order
    if not order.is_open:
        return replace(order, next_try_at=_next_look(order, now))
    times = order.attempts + 1
    return replace(order, attempts=times, next_try_at=now + poll_pause(times))


def _next_look(order: SupplyOrder, now: datetime) -> datetime | None:
    """Return when to ask for an order that has ended; None when its relay will not move now."""
    has_left = order.sent_at is not None and order.kind in _GOAL
    if order.state is OrderState.DONE or order.is_late or not has_left:
        return None
    since = now - (order.ended_at or now)
    if since >= WATCHED_FOR:
        return None
    return now + min(max(since, POLLS[-1]), _LONGEST_WATCH_PAUSE)


def _words(text: str) -> str:
    return " ".join(text.split())[:_MOST_WORDS]
