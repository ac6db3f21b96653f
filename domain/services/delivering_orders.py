"""Delivering orders: each is judged again when it leaves, and asked for until it has ended.

One transaction judges an order and writes down that it leaves, with what will be said; after its
commit the AMISP is called; a second transaction takes the answer. Whatever dies between the two
leaves an order of which nobody knows: it is asked for, and never sent again blindly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain import order_steps
from domain.calendar import Clock, billing_day
from domain.consumer import Consumer
from domain.credit import SupplyState
from domain.errors import Unavailable
from domain.errors_of_supply import AmispUnavailable
from domain.errors_of_trust import RunGoingOn
from domain.ids import new_id
from domain.lease import DELIVER_ORDERS, Lease, held_on
from domain.office import Actor
from domain.policy import Policy, Reason, decide
from domain.ports import UnitOfWork
from domain.ports_of_amisp import Amisp, AmispEvent, CommandState, SendOutcome
from domain.posting_time import posting_time
from domain.progress import Progress, Step
from domain.services.permitting import permit
from domain.services.repeating import repeated_when_undone
from domain.services.settling_supply import moved_back, settle
from domain.staff import Act
from domain.supply_book import ELSEWHERE, Delivered
from domain.supply_job import JobState
from domain.supply_order import (
    OUT_STATES,
    Exchange,
    OrderKind,
    OrderState,
    RelayState,
    Road,
    SupplyOrder,
)

#: These end by themselves within a day: an order that they hold waits for its window.
_PASSING = frozenset(
    {
        Reason.OUTSIDE_HOURS,
        Reason.WEEKDAY_OFF,
        Reason.SATURDAY_OFF,
        Reason.HOLIDAY,
        Reason.BEFORE_DAY_OFF,
        Reason.SWITCHED_OFF,
    }
)
_HOUR = timedelta(hours=1)
_LOOK_AGAIN = timedelta(minutes=1)
#: So many due orders are looked through before all of them are.
_A_FEW = 20
#: So many acknowledgements of a file are taken before others may write.
_TAKEN_AT_ONCE = 50


def deliver(  # noqa: PLR0913 - a round needs all of these from outside
    amisp: Amisp,
    *,
    open_unit: Callable[[], UnitOfWork],
    clock: Clock,
    actor: Actor,
    progress: Progress,
    chance: Callable[[], float],
) -> Delivered:
    """Work once through all that is due, reconnections before anything else.

    Only one worker of an office does so at a time: another one is told that it is done
    elsewhere. An AMISP that cannot be reached ends the round; nothing is lost by it.
    To one that is reached by files only nothing is said: what waits, waits for its file.
    """
    if amisp.is_by_file:
        return Delivered(dropped=_end_those_over(open_unit, clock, actor))
    with open_unit() as unit:
        permit(unit, actor, Act.DELIVER)
        turn = _Round(amisp, open_unit, clock, actor, progress, chance)
        try:
            turn.hold_its_lease(unit)
        except RunGoingOn:
            return Delivered(next_at=clock.now() + _LOOK_AGAIN, trouble=ELSEWHERE)
        turn.take_up_interrupted(unit)
        turn.expected = len(unit.supply_orders.due(clock.now()))
        unit.commit()
    try:
        turn.work()
    finally:
        turn.end_its_lease()
    return turn.delivered()


@repeated_when_undone
def _end_those_over(open_unit: Callable[[], UnitOfWork], clock: Clock, actor: Actor) -> int:
    """End what waited until its window was over; return how many."""
    with open_unit() as unit:
        permit(unit, actor, Act.DELIVER)
        now = clock.now()
        over = [
            order
            for order in unit.supply_orders.open_orders()
            if order.state is OrderState.WAITING and now >= order.expires_at
        ]
        for order in over:
            _put(order, judged_again(order, unit, clock), unit, now, actor)
        unit.commit()
    return len(over)


def take_event(event: AmispEvent, unit: UnitOfWork, clock: Clock, actor: Actor) -> bool:
    """Take what the AMISP told by itself, once; False: it was known already."""
    with unit:
        permit(unit, actor, Act.DELIVER)
        is_new = _take(event, Road.API, unit, clock.now(), actor)
        unit.commit()
    return is_new


def take_file(
    events: Sequence[AmispEvent],
    open_unit: Callable[[], UnitOfWork],
    clock: Clock,
    actor: Actor,
    breathe: Callable[[], None],
) -> int:
    """Take the acknowledgements of a file; return how many were new.

    They are taken some at a time, so that no clerk stands behind a long file (``breathe`` lets
    others write). Each counts once: a file that was cut short is taken again whole.
    """
    new = 0
    for start in range(0, len(events), _TAKEN_AT_ONCE):
        new += _take_some(events[start : start + _TAKEN_AT_ONCE], open_unit, clock, actor)
        breathe()
    return new


@repeated_when_undone
def _take_some(
    events: Sequence[AmispEvent], open_unit: Callable[[], UnitOfWork], clock: Clock, actor: Actor
) -> int:
    with open_unit() as unit:
        permit(unit, actor, Act.DELIVER)
        now = clock.now()
        new = sum(_take(event, Road.FILE, unit, now, actor) for event in events)
        unit.commit()
    return new


def note_said(said: Sequence[Exchange], unit: UnitOfWork, actor: Actor) -> None:
    """Keep what was said when the AMISP was asked for reads."""
    with unit:
        permit(unit, actor, Act.TAKE_READS)
        unit.supply_orders.keep(said)
        unit.commit()


def write_file(amisp: Amisp, unit: UnitOfWork, clock: Clock, actor: Actor) -> list[SupplyOrder]:
    """Let what waits and may leave go by file, and return it for the file that carries it."""
    with unit:
        permit(unit, actor, Act.DELIVER)
        now, gone = clock.now(), []
        for order in unit.supply_orders.open_orders():
            if order.state is not OrderState.WAITING or order.not_before > now:
                continue
            judged = judged_again(order, unit, clock)
            if judged is order:
                judged = order_steps.put_in_file(order, order.body or amisp.body_of(order), now)
                gone.append(judged)
            _put(order, judged, unit, now, actor)
        unit.commit()
    return gone


def judged_again(order: SupplyOrder, unit: UnitOfWork, clock: Clock) -> SupplyOrder:
    """Return an order itself when it may leave now; else as it waits on, or has ended.

    Judged by the books as they stand in this transaction: whatever was paid before it counts.
    """
    now = posting_time(unit, clock) if order.kind is OrderKind.DISCONNECT else clock.now()
    consumer = unit.consumers.get(order.consumer_number, billing_day(now))
    if now >= order.expires_at:
        return order_steps.ended(order, OrderState.EXPIRED, now, order_steps.WINDOW_OVER)
    why = _why_never(order, consumer, unit)
    if why:
        return order_steps.ended(order, OrderState.CANCELLED, now, why)
    return _judged_by_policy(order, unit, now) if _is_cut(order) else order


@dataclass(frozen=True, slots=True)
class _Next:
    """The next order that is due: its key in the round, and what of it is to be said, if any."""

    key: tuple[str, OrderState]
    order: SupplyOrder | None


@dataclass(slots=True)
class _Round:
    amisp: Amisp
    open_unit: Callable[[], UnitOfWork]
    clock: Clock
    actor: Actor
    progress: Progress
    chance: Callable[[], float]
    id: str = field(default_factory=new_id)
    #: What was worked on, by its state then: nothing twice in a round as it was.
    seen: set[tuple[str, OrderState]] = field(default_factory=set)
    counted: Counter[str] = field(default_factory=Counter)
    unavailable: str = ""
    trouble: str = ""
    #: Until when the AMISP is left alone.
    rests_until: datetime | None = None
    #: How many were due when the round began.
    expected: int = 0

    def hold_its_lease(self, unit: UnitOfWork) -> None:
        """Show inside a transaction that the round lives; it is undone when another one does."""
        now = self.clock.now()
        wanted = Lease.taken(DELIVER_ORDERS, self.id, self.actor.name, now)
        unit.leases.put(held_on(wanted, unit.leases.find(DELIVER_ORDERS), now))

    def end_its_lease(self) -> None:
        """Let others deliver; a lease that cannot be ended now lapses by itself."""
        with suppress(Unavailable), self.open_unit() as unit:
            unit.leases.end(DELIVER_ORDERS, self.id)
            unit.commit()

    def take_up_interrupted(self, unit: UnitOfWork) -> None:
        """Ask for what was leaving when its sender died: only one sends at a time."""
        now = self.clock.now()
        for order in unit.supply_orders.leaving():
            lost = replace(order_steps.unknown(order, now), next_try_at=now)
            unit.supply_orders.put(lost, "order_unknown", self.actor.name)

    def work(self) -> None:
        """Work through what is due; who has paid meanwhile goes before all others."""
        while not self.trouble:
            try:
                following = self._let_leave()
            except RunGoingOn:
                self.trouble = ELSEWHERE
                return
            if following is None:
                break
            self.seen.add(following.key)
            done = len(self.seen)
            self.progress(Step(done - 1, max(self.expected, done)))
            if following.order is not None:
                self._say(following.order)
        self.progress(Step(1, 1))

    def delivered(self) -> Delivered:
        """Return what the round came to."""
        with self.open_unit() as unit:
            next_at = unit.supply_orders.next_try()
        if next_at is not None and self.rests_until is not None:
            next_at = max(next_at, self.rests_until)
        return Delivered(
            **self.counted, next_at=next_at, unavailable=self.unavailable, trouble=self.trouble
        )

    @repeated_when_undone
    def _let_leave(self) -> _Next | None:
        """Take the next due order, judge it, and write down that it leaves, if it does.

        None: nothing is due. What is out already is only asked for.
        """
        with self.open_unit() as unit:
            self.hold_its_lease(unit)
            now = self.clock.now()
            key = self._next_due(unit, now)
            if key is None:
                return None
            said = self._judged(unit.supply_orders.get(key[0]), unit, now)
            unit.commit()
        return _Next(key, said)

    def _next_due(self, unit: UnitOfWork, now: datetime) -> tuple[str, OrderState] | None:
        """Return the first due order that was not worked on as it is; few of them are due still."""
        for most in (_A_FEW, None):
            for key in unit.supply_orders.due(now, most):
                if key not in self.seen:
                    return key
        return None

    def _judged(self, order: SupplyOrder, unit: UnitOfWork, now: datetime) -> SupplyOrder | None:
        if order.state in OUT_STATES or order.is_watched:
            return order
        judged = judged_again(order, unit, self.clock)
        if judged is not order:
            _put(order, judged, unit, now, self.actor)
            self._count(order, judged)
            return None
        left = order_steps.leaving(order, order.body or self.amisp.body_of(order), now)
        unit.supply_orders.put(left, "order_leaving", self.actor.name)
        return left

    def _say(self, order: SupplyOrder) -> None:
        """Call the AMISP, outside of any transaction, and take what it says."""
        try:
            if order.state is OrderState.LEAVING:
                step = _answer_taken(self.amisp.send(order), self.chance())
                self.counted["sent"] += 1
            else:
                step = _state_taken(self._asked(order))
        except AmispUnavailable as trouble:
            self._rest(trouble)
            step = _trouble_taken(trouble, self.chance())
        self._count(*self._take(order.id, step, self.amisp.exchanges()))

    def _rest(self, trouble: AmispUnavailable) -> None:
        """End the round: what one order was not answered, the next would not be either."""
        self.unavailable, self.trouble = trouble.detail or trouble.code, trouble.code
        self.rests_until = self.clock.now() + timedelta(milliseconds=trouble.wait_ms)

    def _asked(self, order: SupplyOrder) -> CommandState:
        """Ask what became of an order; one that is not wanted is asked to be cancelled."""
        is_unwanted = order.is_open and order.unwanted_at is not None
        is_cancelled = is_unwanted and bool(order.remote_id)
        state = self.amisp.cancel(order) if is_cancelled else self.amisp.state_of(order)
        if not order_steps.is_in_doubt(order, state):
            return state
        relay = self.amisp.relay(order.meter_serial)
        return state if relay is RelayState.UNKNOWN else replace(state, relay=relay)

    @repeated_when_undone
    def _take(
        self, order_id: str, step: _Taken, said: Sequence[Exchange]
    ) -> tuple[SupplyOrder, SupplyOrder]:
        with self.open_unit() as unit:
            now, before = self.clock.now(), unit.supply_orders.get(order_id)
            unit.supply_orders.keep(said)
            after = step(before, unit, now)
            _put(before, after, unit, now, self.actor)
            unit.commit()
        return before, after

    def _count(self, before: SupplyOrder, after: SupplyOrder) -> None:
        if before.state is not after.state and after.state in _COUNTED_AS:
            self.counted[_COUNTED_AS[after.state]] += 1


#: What the AMISP said, as the step that an order takes by it.
_Taken = Callable[[SupplyOrder, UnitOfWork, datetime], SupplyOrder]

_COUNTED_AS = {
    OrderState.ACCEPTED: "accepted",
    OrderState.DONE: "done",
    OrderState.FAILED: "failed",
    OrderState.EXPIRED: "dropped",
    OrderState.CANCELLED: "dropped",
    OrderState.UNKNOWN: "unknown",
}


def _answer_taken(answer: SendOutcome, chance: float) -> _Taken:
    return lambda order, _unit, now: order_steps.answered(order, answer, now, chance)


def _state_taken(state: CommandState) -> _Taken:
    return lambda order, unit, now: order_steps.asked(order, state, now, moved_back(order, unit))


def _trouble_taken(trouble: AmispUnavailable, chance: float) -> _Taken:
    """Let an order wait that could not be handed over, or not be asked for."""

    def step(order: SupplyOrder, _unit: UnitOfWork, now: datetime) -> SupplyOrder:
        if order.state is OrderState.LEAVING:
            return order_steps.not_taken(order, trouble.code, now, chance, trouble.wait_ms)
        return order_steps.asked_in_vain(order, now)

    return step


def _why_never(order: SupplyOrder, consumer: Consumer, unit: UnitOfWork) -> str:
    """Return why an order may not leave any more, whatever the hour; "" when it may."""
    if consumer.supply_state is SupplyState.CLOSED:
        return order_steps.SUPPLY_ENDED
    if consumer.meter_serial != order.meter_serial:
        return order_steps.METER_CHANGED
    if not _is_cut(order):
        return ""
    job = unit.supply_jobs.find(order.job_id)
    is_approved = job is not None and job.state is JobState.APPROVED
    return "" if is_approved else order_steps.JOB_NOT_APPROVED


def _judged_by_policy(order: SupplyOrder, unit: UnitOfWork, now: datetime) -> SupplyOrder:
    """Judge a disconnection by the policy of now, the kill switch and what has left already."""
    book = unit.policies.book()
    decisions = decide(
        unit.policies.facts(now, [order.consumer_id], apart_from=[order.id]),
        book,
        unit.policies.holiday_names(),
        now,
        is_switched_off=unit.supply_orders.standstill() is not None,
    )
    if not decisions.is_defaulter.all():
        return order_steps.ended(order, OrderState.CANCELLED, now, order_steps.PAID)
    reasons = decisions.reasons_of(0)
    lasting = [reason for reason in reasons if reason not in _PASSING]
    if lasting:
        return order_steps.ended(order, OrderState.CANCELLED, now, lasting[0].value.upper())
    if reasons:
        return _waits(order, reasons[0].value.upper(), decisions.next_of(0) or now + _LOOK_AGAIN)
    policy = book.on(billing_day(now))
    return order if policy is None else _judged_by_caps(order, policy, unit, now)


def _judged_by_caps(
    order: SupplyOrder, policy: Policy, unit: UnitOfWork, now: datetime
) -> SupplyOrder:
    if policy.most_a_run and unit.supply_orders.left_of(order.job_id) >= policy.most_a_run:
        return order_steps.ended(order, OrderState.CANCELLED, now, order_steps.RUN_FULL)
    left = unit.supply_orders.left_times(now - _HOUR)
    if policy.most_an_hour and len(left) >= policy.most_an_hour:
        return _waits(order, order_steps.HOUR_FULL, left[-policy.most_an_hour] + _HOUR)
    return order


def _waits(order: SupplyOrder, why: str, until: datetime) -> SupplyOrder:
    """Let an order wait for an instant, but be looked at when its window ends."""
    return replace(order, error=why, next_try_at=min(until, order.expires_at))


def _is_cut(order: SupplyOrder) -> bool:
    return order.kind is OrderKind.DISCONNECT


def _take(event: AmispEvent, road: Road, unit: UnitOfWork, now: datetime, actor: Actor) -> bool:
    if unit.supply_orders.was_told(event.event_id):
        return False
    order = unit.supply_orders.find(event.command_id) if event.command_id else None
    said = Exchange(
        order_id=order.id if order else "",
        at=now,
        is_ours=False,
        road=road,
        what=f"{'callback' if road is Road.API else 'file'} {event.kind}",
        status=0,
        body=event.body,
    )
    unit.supply_orders.keep([said])
    outcome = "noted"
    if order is not None and event.state is not None:
        after = order_steps.told(order, event.state, now, moved_back(order, unit))
        outcome = after.state.value
        _put(order, after, unit, now, actor)
    unit.supply_orders.add_event(event, now, outcome)
    return True


def _put(
    before: SupplyOrder, after: SupplyOrder, unit: UnitOfWork, now: datetime, actor: Actor
) -> None:
    """Store what an order has come to, with all that follows from it."""
    if after == before:
        return
    unit.supply_orders.put(after, f"order_{after.state.value}", actor.name)
    settle(before, after, unit, now, actor)
