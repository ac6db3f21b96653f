"""The status of a consumer: the relay's state as stored, the credit state as it follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.money import Money


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
    """The dated default that holds until an office has policies of its own.

    Below ``low_below`` a balance is low; a negative one has ``emergency_days`` days of
    emergency credit. Source: domain page, section 5 (UP: 3 days from negative).
    """

    effective_on: date
    low_below: Money
    emergency_days: int


DEFAULT_POLICIES = (
    CreditPolicy(effective_on=date(2000, 1, 1), low_below=Money(200_00), emergency_days=3),
)


def policy_on(day: date) -> CreditPolicy:
    """Return the policy in force on ``day``."""
    return max(
        (policy for policy in DEFAULT_POLICIES if policy.effective_on <= day),
        key=lambda policy: policy.effective_on,
        default=DEFAULT_POLICIES[0],
    )


def status_of(
    balance: Money,
    negative_since: date | None,
    supply: SupplyState,
    day: date,
    *,
    is_held: bool = False,
) -> Status:
    """Return how a consumer stands on ``day`` under the policy of that day.

    ``negative_since`` is the day on which the balance went below zero, None while it is not.
    """
    if supply is SupplyState.CLOSED:
        return Status.CLOSED
    if supply is SupplyState.DISCONNECTED:
        return Status.DISCONNECTED
    if is_held:
        return Status.HELD
    policy = policy_on(day)
    if balance.paise < 0:
        return _status_below_zero(negative_since or day, policy, day)
    return Status.LOW if balance < policy.low_below else Status.ACTIVE


def emergency_until(negative_since: date, policy: CreditPolicy) -> date:
    """Return the last day of emergency credit."""
    return negative_since + timedelta(days=policy.emergency_days)


def days_left(balance: Money, mean_daily_paise: int | None) -> int | None:
    """Return for how many whole days the balance lasts at present use; None when unknown.

    ``mean_daily_paise``: the mean total of the last 30 charged days. Zero days when nothing
    is left.
    """
    if not mean_daily_paise or mean_daily_paise < 0:
        return None
    return max(balance.paise, 0) // mean_daily_paise


def _status_below_zero(negative_since: date, policy: CreditPolicy, day: date) -> Status:
    if day <= emergency_until(negative_since, policy):
        return Status.EMERGENCY
    return Status.TO_BE_DISCONNECTED
