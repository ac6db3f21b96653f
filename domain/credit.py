"""The status of a consumer: the relay's state as stored, the credit state as it follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.money import Money
from domain.policy import EmergencyCredit, Ends, Group, Policy

_HOURS_A_DAY = 24


class Status(StrEnum):
    """How a consumer stands today."""

    ACTIVE = "active"
    LOW = "low"
    EMERGENCY = "emergency"
    TO_BE_DISCONNECTED = "to_be_disconnected"
    DISCONNECTED = "disconnected"
    HELD = "held"
    CLOSED = "closed"


class SupplyState(StrEnum):
    """What is known of the supply: the relay, or that it has ended."""

    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CreditPolicy:
    """The dated default: below ``low_below`` a balance is low.

    A negative one has the emergency credit of the office's policy, and of ``emergency`` until it
    has one. Source: domain page, section 5 (UP: 3 days from negative).
    """

    effective_on: date
    low_below: Money
    emergency: EmergencyCredit


DEFAULT_POLICIES = (
    CreditPolicy(
        effective_on=date(2000, 1, 1),
        low_below=Money(200_00),
        emergency=EmergencyCredit(hours=3 * _HOURS_A_DAY),
    ),
)


@dataclass(frozen=True, slots=True)
class Credits:
    """The emergency credit of a day: of groups of consumers, and of everybody else."""

    usual: EmergencyCredit
    groups: tuple[Group, ...] = ()

    def of(self, schedule: str, load_w: int) -> EmergencyCredit:
        """Return that of a consumer of a schedule with a sanctioned load in W."""
        for group in self.groups:
            if group.takes(schedule) and (group.upto_w is None or load_w <= group.upto_w):
                return group.terms.emergency
        return self.usual

    @property
    def longest_days(self) -> int:
        """After so many days below zero no credit of time is left to anybody."""
        each = (self.usual, *(group.terms.emergency for group in self.groups))
        return max(days_of(credit) or 0 for credit in each)


def credits_on(day: date, policy: Policy | None) -> Credits:
    """Return the emergency credit of a day: of the office's policy then, or the default."""
    if policy is None:
        return Credits(policy_on(day).emergency)
    usual = policy.terms.emergency
    has_others = any(group.terms.emergency != usual for group in policy.groups)
    return Credits(usual, policy.groups if has_others else ())


def days_of(credit: EmergencyCredit) -> int | None:
    """Return how many days after that below zero still have credit of time, None without any."""
    return None if credit.hours is None else -(-credit.hours // _HOURS_A_DAY)


def policy_on(day: date) -> CreditPolicy:
    """Return the policy in force on ``day``."""
    return max(
        (policy for policy in DEFAULT_POLICIES if policy.effective_on <= day),
        key=lambda policy: policy.effective_on,
        default=DEFAULT_POLICIES[0],
    )


def status_of(  # noqa: PLR0913 - all that a status asks
    balance: Money,
    negative_since: date | None,
    supply: SupplyState,
    day: date,
    *,
    is_held: bool = False,
    credit: EmergencyCredit | None = None,
) -> Status:
    """Return how a consumer stands on ``day`` under the policy of that day.

    ``negative_since`` is the day on which the balance went below zero, None while it is not.
    ``credit``: what the office's policy gives then to the consumer, None for the default.
    """
    if supply is SupplyState.CLOSED:
        return Status.CLOSED
    if supply is SupplyState.DISCONNECTED:
        return Status.DISCONNECTED
    if is_held:
        return Status.HELD
    policy = policy_on(day)
    if balance.paise < 0:
        is_covered = has_credit(balance, negative_since or day, day, credit or policy.emergency)
        return Status.EMERGENCY if is_covered else Status.TO_BE_DISCONNECTED
    return Status.LOW if balance < policy.low_below else Status.ACTIVE


def has_credit(balance: Money, negative_since: date, day: date, credit: EmergencyCredit) -> bool:
    """Whether emergency credit covers a balance below zero on a day, or on a part of it."""
    days = days_of(credit)
    has_time = days is not None and day <= negative_since + timedelta(days=days)
    has_money = credit.down_to is not None and balance >= credit.down_to
    if credit.hours is not None and credit.down_to is not None and credit.ends is Ends.FIRST:
        return has_time and has_money
    return has_time or has_money


def emergency_until(balance: Money, negative_since: date, credit: EmergencyCredit) -> date | None:
    """Return the last day of emergency credit; None where time does not end it."""
    days = days_of(credit)
    if days is None:
        return None
    if credit.down_to is not None and (balance >= credit.down_to) is (credit.ends is Ends.LAST):
        # The balance covers it whatever the day, or has used it up before.
        return None
    return negative_since + timedelta(days=days)


def days_left(balance: Money, mean_daily_paise: int | None) -> int | None:
    """Return for how many whole days the balance lasts at present use; None when unknown.

    ``mean_daily_paise``: the mean total of the last 30 charged days. Zero days when nothing
    is left.
    """
    if not mean_daily_paise or mean_daily_paise < 0:
        return None
    return max(balance.paise, 0) // mean_daily_paise
