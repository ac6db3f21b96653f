"""Policy: who may be disconnected at an instant, and every reason why somebody may not be.

A policy is dated data of an office (``resources/policies``, domain page section 5). Its
:class:`Terms` hold for everybody whom no :class:`Group` of it fits better. :func:`decide` is a pure
function of facts, policies, holidays and an instant: columns in, columns out; one consumer is
columns of length one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase

import numpy as np
from numpy.typing import NDArray

from domain.calendar import billing_day, day_number, end_of, instant_of, milliseconds, start_of
from domain.cutting_hours import CuttingHours, NotNow, Stretch
from domain.money import ZERO, Money

Column = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Where a column has no value: no day, no instant.
NONE = -1
_HOUR_MS = 60 * 60 * 1000
_DAY_MS = 24 * _HOUR_MS
_INDIA_MS = 330 * 60 * 1000
_NIGHT = Stretch(21 * 60, 8 * 60)
_ANY_HOUR = CuttingHours()


class Reason(StrEnum):
    """Why somebody whose balance is below zero may not be disconnected; in the order told."""

    NO_POLICY = "no_policy"
    SWITCHED_OFF = "switched_off"
    PROTECTED = "protected"
    HELD_BY_HAND = "held_by_hand"
    CONVERSION_GRACE = "conversion_grace"
    EMERGENCY_CREDIT = "emergency_credit"
    CREDIT_LIMIT = "credit_limit"
    PART_PAID = "part_paid"
    PAYMENT_PENDING = "payment_pending"
    NO_ACTUAL_READ = "no_actual_read"
    ORDER_OPEN = "order_open"
    OUTSIDE_HOURS = "outside_hours"
    WEEKDAY_OFF = "weekday_off"
    SATURDAY_OFF = "saturday_off"
    HOLIDAY = "holiday"
    BEFORE_DAY_OFF = "before_day_off"


REASONS = tuple(Reason)
#: Each reason's bit in a column of reasons.
BIT: Mapping[Reason, int] = {reason: 1 << place for place, reason in enumerate(REASONS)}
#: These hold everybody of the same terms, whatever the balance.
BY_THE_CLOCK = frozenset(Reason(one.value) for one in NotNow)
#: These do not end by themselves: nobody can say when.
_ENDLESS = (
    Reason.NO_POLICY,
    Reason.SWITCHED_OFF,
    Reason.HELD_BY_HAND,
    Reason.CREDIT_LIMIT,
    Reason.PAYMENT_PENDING,
    Reason.NO_ACTUAL_READ,
    Reason.ORDER_OPEN,
)
_ENDLESS_BITS = sum(BIT[reason] for reason in _ENDLESS)


class Side(StrEnum):
    """Whether the question of disconnecting arises for a consumer at all."""

    #: The balance is not below zero.
    IN_CREDIT = "in_credit"
    #: Below zero and connected: may be cut, or held with reasons.
    DEFAULTER = "defaulter"
    #: The supply is off already.
    OFF = "off"
    #: The supply has ended for good.
    CLOSED = "closed"


SIDES = tuple(Side)


class Ends(StrEnum):
    """When emergency credit of both time and money ends."""

    #: With whichever is used up first.
    FIRST = "first"
    #: When both are used up.
    LAST = "last"


@dataclass(frozen=True, slots=True)
class EmergencyCredit:
    """What a consumer may still use below zero: some hours, or down to a balance, or both.

    The hours run from the midnight after the day by which the balance came below zero.
    ``down_to`` is at most zero and is itself still covered. Sources: UP 3 days, Bihar 72 hours,
    West Bengal down to Rs -300 (domain page, section 5).
    """

    hours: int | None = None
    down_to: Money | None = None
    ends: Ends = Ends.LAST


@dataclass(frozen=True, slots=True)
class Reconnection:
    """What brings supply back, and within how many minutes of the payment.

    ``part_percent`` of the dues does so once, with ``rest_days`` for the rest; 0: it does not.
    """

    at_balance: Money = ZERO
    part_percent: int = 0
    rest_days: int = 0
    within_minutes: int = 120


@dataclass(frozen=True, slots=True)
class AlertRules:
    """Of what a consumer is told, and when; see :mod:`domain.alerts`.

    ``percents_left`` of the last recharge (UP: 30, 10, 0), ``days_left`` of average use,
    ``month_percent``: of what the month before cost, used in this one (Karnataka: 75; 0: none),
    ``subsidy_units_left``: kWh before a subsidy is lost (0: none), ``hours_before_cut``.
    Nothing goes out within the quiet hours.
    """

    percents_left: tuple[int, ...] = (30, 10, 0)
    days_left: tuple[int, ...] = (3,)
    month_percent: int = 0
    subsidy_units_left: int = 10
    hours_before_cut: int = 24
    quiet: Stretch = _NIGHT


@dataclass(frozen=True, slots=True)
class Terms:
    """Every rule that may differ by category.

    ``conversion_grace_days``: from the first prepaid day of who was postpaid before.
    ``most_days_without_read``: nobody is cut on a balance that rests on older reads; 0: any age.
    """

    emergency: EmergencyCredit = EmergencyCredit(hours=72)
    hours: CuttingHours = _ANY_HOUR
    reconnection: Reconnection = Reconnection()
    alerts: AlertRules = AlertRules()
    conversion_grace_days: int = 30
    most_days_without_read: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Consumers for whom other terms hold: by schedule (``UP-LMV1*``) and highest load in W."""

    name: str
    schedules: tuple[str, ...]
    terms: Terms
    upto_w: int | None = None

    def takes(self, schedule: str) -> bool:
        """Whether consumers of a schedule belong to it, if their load does."""
        return any(fnmatchcase(schedule, pattern) for pattern in self.schedules)


@dataclass(frozen=True, slots=True)
class Policy:
    """What an office does from a day on; the first group that fits a consumer holds.

    At most ``most_a_run`` orders leave in a job, ``most_an_hour`` in any hour; 0: any number.
    ``document`` is the JSON it was read from.
    """

    id: str
    title: str
    state: str
    source: str
    valid_from: date
    terms: Terms
    groups: tuple[Group, ...] = ()
    most_a_run: int = 0
    most_an_hour: int = 0
    document: str = field(default="", compare=False)

    def terms_of(self, schedule: str, load_w: int) -> Terms:
        """Return what holds for a consumer of a schedule and a sanctioned load in W."""
        for group in self.groups:
            if group.takes(schedule) and (group.upto_w is None or load_w <= group.upto_w):
                return group.terms
        return self.terms


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds in a stretch of time: a policy, or none; ``until``: when the next one begins."""

    policy: Policy | None
    since: datetime
    until: datetime | None

    def has(self, at: datetime) -> bool:
        """Whether it still holds at an instant from its beginning on."""
        return self.until is None or at < self.until


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """An office's policies; of two from the same day the one that was taken later holds."""

    policies: tuple[Policy, ...] = ()

    def on(self, day: date) -> Policy | None:
        """Return the policy in force on a day, None before the first."""
        found = [policy for policy in self.policies if policy.valid_from <= day]
        return (
            max(enumerate(found), key=lambda one: (one[1].valid_from, one[0]))[1] if found else None
        )

    def in_force_from(self, at: datetime) -> tuple[InForce, ...]:
        """Return what holds from an aware instant on: what does now, then what is to come."""
        today = billing_day(at)
        to_come = sorted({one.valid_from for one in self.policies if one.valid_from > today})
        begins = [at, *map(start_of, to_come)]
        each = zip([today, *to_come], begins, [*begins[1:], None], strict=True)
        return tuple(InForce(self.on(day), since, until) for day, since, until in each)

    def next_open(self, at: datetime, holidays: Mapping[date, str]) -> datetime | None:
        """Return the first instant (UTC) from ``at`` on at which a window stands open for all.

        It is ``at`` itself within one; None where none ever opens, or no policy ever holds.
        """
        for force in self.in_force_from(at):
            hours = force.policy.terms.hours if force.policy else None
            opened = hours.next_open(force.since, holidays) if hours else None
            if opened is not None and force.has(opened):
                return opened
        return None

    def with_draft(self, draft: Policy) -> PolicyBook:
        """Return the book as it would be with a draft in force on every day from its own on."""
        others = tuple(one for one in self.policies if one.valid_from < draft.valid_from)
        return PolicyBook((*others, draft))


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides about consumers, a row each; columns of int64 and of flags, all one length.

    ``schedule``: the place of its name in ``schedules``. ``side``: the place in :data:`SIDES` as
    the supply stands, IN_CREDIT and DEFAULTER both mean connected. Days are day numbers,
    NONE (-1) where there is none: ``converted_day``, the first prepaid day of who was postpaid
    before; ``part_paid_until_day``, the last one for the rest of dues; ``last_read_day``, which
    the last actual read closed. ``protected_until_day``: the last day of the longest protection.
    """

    consumer_id: Column
    schedules: Sequence[str]
    schedule: Column
    load_w: Column
    balance_paise: Column
    negative_since_day: Column
    is_off: Flags
    is_closed: Flags
    is_held: Flags
    converted_day: Column
    part_paid_until_day: Column
    last_read_day: Column
    protected_until_day: Column
    has_payment_pending: Flags
    has_order_open: Flags

    def __len__(self) -> int:
        return len(self.consumer_id)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What holds for each consumer at an instant, row by row as in the facts.

    ``reasons``: a sum of :data:`BIT`, 0 for who may be cut. ``next_ms``: the first instant
    (milliseconds UTC) at which a defaulter could be cut if nothing but time passed, also under a
    policy to come; NONE when nobody can say. ``terms``: the place in ``all_terms`` of what holds
    for the row.
    """

    at: datetime
    side: Column
    reasons: Column
    next_ms: Column
    terms: Column
    all_terms: tuple[Terms, ...]
    #: The name of the group of each of ``all_terms``, "" for the terms of all others.
    groups: tuple[str, ...]

    @property
    def is_defaulter(self) -> Flags:
        return np.asarray(self.side == SIDES.index(Side.DEFAULTER))

    @property
    def may_be_cut(self) -> Flags:
        """Defaulters whom no reason holds."""
        return np.asarray(self.is_defaulter & (self.reasons == 0), np.bool_)

    def reasons_of(self, row: int) -> tuple[Reason, ...]:
        """Return all reasons that hold a row."""
        bits = int(self.reasons[row])
        return tuple(reason for reason in REASONS if bits & BIT[reason])

    def next_of(self, row: int) -> datetime | None:
        """Return the next instant at which a row could be cut, None when nobody can say."""
        at_ms = int(self.next_ms[row])
        return None if at_ms == NONE else instant_of(at_ms)

    def counts(self) -> dict[Reason, int]:
        """Return how many defaulters each reason holds; one may be held by several."""
        held = self.reasons[self.is_defaulter]
        counted = {reason: int(np.count_nonzero(held & BIT[reason])) for reason in REASONS}
        return {reason: count for reason, count in counted.items() if count}

    def first_counts(self) -> dict[Reason, int]:
        """Return how many defaulters are held by each reason first: they add up to all held."""
        held = self.reasons[self.is_defaulter]
        held = held[held != 0]
        lowest, counts = np.unique(held & -held, return_counts=True)
        by_bit = dict(zip(lowest.tolist(), counts.tolist(), strict=True))
        return {reason: by_bit[bit] for reason, bit in BIT.items() if bit in by_bit}


def decide(
    facts: Facts,
    policies: PolicyBook,
    holidays: Mapping[date, str],
    at: datetime,
    *,
    is_switched_off: bool = False,
) -> Decisions:
    """Return for each consumer whether it may be disconnected at an aware instant, or why not.

    ``is_switched_off``: the office has stopped all disconnecting. Source: domain page, section 5.
    """
    side = _sides(facts)
    rows = np.asarray(side == SIDES.index(Side.DEFAULTER))
    now, *to_come = policies.in_force_from(at)
    present = _judged(facts, now.policy, rows, at, is_switched_off=is_switched_off)
    next_ms = present.next_ms(rows, now, holidays)
    for force in to_come:
        waiting = rows & (next_ms == NONE)
        if not waiting.any():
            break
        then = _judged(facts, force.policy, waiting, at, is_switched_off=is_switched_off)
        next_ms[waiting] = then.next_ms(waiting, force, holidays)[waiting]
    for place, one in enumerate(present.all_terms):
        # Open or shut it is for everybody of the same terms at once.
        shut = one.hours.why_not(at, holidays)
        if shut is not None:
            present.held.by(Reason(shut.value), rows & (present.terms == place))
    return Decisions(
        at, side, present.held.reasons, next_ms, present.terms, present.all_terms, present.groups
    )


def emergency_until(negative_since: date, credit: EmergencyCredit) -> datetime | None:
    """Return the instant (UTC) at which the hours of emergency credit end, None without any."""
    if credit.hours is None:
        return None
    return end_of(negative_since) + timedelta(hours=credit.hours)


def hours_until_ms(facts: Facts, credit: EmergencyCredit, at: datetime) -> Column:
    """Return when the hours of a credit end for each row, in milliseconds UTC.

    Nobody is cut because a day is unknown: it counts as begun today.
    """
    today = day_number(billing_day(at))
    since = np.where(facts.negative_since_day == NONE, today, facts.negative_since_day)
    return _midnight_after(since) + (credit.hours or 0) * _HOUR_MS


def _sides(facts: Facts) -> Column:
    side = np.where(
        facts.balance_paise < 0, SIDES.index(Side.DEFAULTER), SIDES.index(Side.IN_CREDIT)
    )
    side[facts.is_off] = SIDES.index(Side.OFF)
    side[facts.is_closed] = SIDES.index(Side.CLOSED)
    return np.asarray(side, np.int64)


def _terms_of_rows(
    facts: Facts, policy: Policy | None
) -> tuple[tuple[Terms, ...], tuple[str, ...], Column]:
    """Return the different terms, the group of each, and which of them holds for each row."""
    rows = np.zeros(len(facts), np.int64)
    if policy is None:
        return (Terms(),), ("",), rows
    for place, group in reversed(list(enumerate(policy.groups, start=1))):
        takes = np.array([group.takes(name) for name in facts.schedules], np.bool_)
        fits = takes[facts.schedule] if len(takes) else np.zeros(len(facts), np.bool_)
        if group.upto_w is not None:
            fits &= facts.load_w <= group.upto_w
        rows[fits] = place
    all_terms = (policy.terms, *(group.terms for group in policy.groups))
    return all_terms, ("", *(group.name for group in policy.groups)), rows


@dataclass(frozen=True, slots=True)
class _Held:
    """The reasons found so far, and until when (milliseconds UTC) those hold that end."""

    reasons: Column
    until_ms: Column

    @classmethod
    def of(cls, rows: int, at: datetime) -> _Held:
        return cls(np.zeros(rows, np.int64), np.full(rows, milliseconds(at), np.int64))

    def by(self, reason: Reason, rows: Flags, until_ms: Column | None = None) -> None:
        self.reasons[rows] |= BIT[reason]
        if until_ms is not None:
            self.until_ms[rows] = np.maximum(self.until_ms[rows], until_ms[rows])


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a policy says of each row, whatever the hour: its terms, and what holds it."""

    all_terms: tuple[Terms, ...]
    groups: tuple[str, ...]
    terms: Column
    held: _Held

    def next_ms(self, rows: Flags, force: InForce, holidays: Mapping[date, str]) -> Column:
        """Return the first instants at which rows could be cut while it is in force."""
        found = np.full(len(rows), NONE, np.int64)
        ending = rows & (self.held.reasons & _ENDLESS_BITS == 0)
        from_ms = np.maximum(self.held.until_ms, milliseconds(force.since))
        for place, one in enumerate(self.all_terms):
            mine = ending & (self.terms == place)
            found[mine] = _rolled(from_ms[mine], one.hours, holidays)
        if force.until is not None:
            found[found >= milliseconds(force.until)] = NONE
        return found


def _judged(
    facts: Facts, policy: Policy | None, rows: Flags, at: datetime, *, is_switched_off: bool
) -> _Judged:
    """Judge rows by a policy as the facts stand at an instant, whenever the policy begins."""
    all_terms, groups, terms = _terms_of_rows(facts, policy)
    held = _Held.of(len(facts), at)
    held.by(Reason.NO_POLICY, rows & (policy is None))
    held.by(Reason.SWITCHED_OFF, rows & is_switched_off)
    _hold_by_facts(held, facts, rows, billing_day(at))
    for place, one in enumerate(all_terms):
        _hold_by_terms(held, facts, one, rows & (terms == place), at)
    return _Judged(all_terms, groups, terms, held)


def _hold_by_facts(held: _Held, facts: Facts, rows: Flags, day: date) -> None:
    """Hold by what is known of a consumer, whatever the terms."""
    today = day_number(day)
    for reason, last_day in (
        (Reason.PROTECTED, facts.protected_until_day),
        (Reason.PART_PAID, facts.part_paid_until_day),
    ):
        held.by(reason, rows & (last_day >= today), _midnight_after(last_day))
    held.by(Reason.HELD_BY_HAND, rows & facts.is_held)
    held.by(Reason.PAYMENT_PENDING, rows & facts.has_payment_pending)
    held.by(Reason.ORDER_OPEN, rows & facts.has_order_open)


def _hold_by_terms(held: _Held, facts: Facts, terms: Terms, rows: Flags, at: datetime) -> None:
    """Hold by grace, emergency credit and old reads, for the rows of the same terms."""
    today = day_number(billing_day(at))
    if terms.conversion_grace_days:
        last_day = facts.converted_day + terms.conversion_grace_days - 1
        in_grace = rows & (facts.converted_day != NONE) & (last_day >= today)
        held.by(Reason.CONVERSION_GRACE, in_grace, _midnight_after(last_day))
    _hold_by_emergency_credit(held, facts, terms.emergency, rows, at)
    if terms.most_days_without_read:
        is_old = facts.last_read_day < today - terms.most_days_without_read
        held.by(Reason.NO_ACTUAL_READ, rows & is_old)


def _hold_by_emergency_credit(
    held: _Held, facts: Facts, credit: EmergencyCredit, rows: Flags, at: datetime
) -> None:
    until_ms = hours_until_ms(facts, credit, at)
    has_time = rows & (until_ms > milliseconds(at)) & (credit.hours is not None)
    has_money = rows & (facts.balance_paise >= (credit.down_to or ZERO).paise)
    has_money &= credit.down_to is not None
    if credit.ends is Ends.FIRST and credit.hours is not None and credit.down_to is not None:
        held.by(Reason.EMERGENCY_CREDIT, has_time & has_money, until_ms)
        return
    held.by(Reason.EMERGENCY_CREDIT, has_time, until_ms)
    held.by(Reason.CREDIT_LIMIT, has_money)


def _rolled(from_ms: Column, hours: CuttingHours, holidays: Mapping[date, str]) -> Column:
    """Return the next instants at which it may be cut; most of them begin at few instants."""
    different, places = np.unique(from_ms, return_inverse=True)
    opened = [hours.next_open(instant_of(one), holidays) for one in different.tolist()]
    rolled = [NONE if one is None else milliseconds(one) for one in opened]
    return np.array(rolled, np.int64)[places]


def _midnight_after(days: Column) -> Column:
    """Return the instants (milliseconds UTC) at which days end: the midnight that follows, IST."""
    return np.asarray((days + 1) * _DAY_MS - _INDIA_MS, np.int64)
