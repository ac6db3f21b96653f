"""Disconnection jobs: whom the office means to cut, explained, reviewed, approved, sent.

A job is made from the defaulter list for an instant. A person leaves out whom they like, with a
reason; another approves it; only then its orders exist, and each is judged again when it leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.money import ZERO, Money
from domain.policy import Reason
from domain.supply_order import OrderState


class JobState(StrEnum):
    """How far a job is."""

    #: Made and still reviewed.
    DRAFT = "draft"
    #: Waits for a supervisor.
    ASKED = "asked"
    APPROVED = "approved"
    #: Put aside by a person.
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class JobRow:
    """A defaulter of a job: held for ``reasons``, left out by a person, or to be cut.

    ``is_beyond``: nothing holds it, but a run takes no more. ``is_decided``: the job is approved
    or put aside, so that without an order there will be none.
    """

    consumer_id: int
    number: str
    name: str
    schedule: str
    feeder: str
    meter_serial: str
    balance: Money
    negative_since: date | None
    reasons: tuple[Reason, ...]
    next_at: datetime | None
    left_out: str = ""
    order_id: str = ""
    order_state: OrderState | None = None
    is_beyond: bool = False
    is_decided: bool = False

    @property
    def may_be_left_out(self) -> bool:
        return not self.reasons and not self.left_out

    @property
    def is_to_be_cut(self) -> bool:
        return self.may_be_left_out and not self.is_beyond


@dataclass(frozen=True, slots=True)
class Job:
    """A disconnection job; ``counts`` by the first reason of who is held.

    ``at``: the instant that it was decided for. ``eligible`` are not held, ``left_out`` of them
    by a person, ``beyond`` because a run takes no more. ``until``: the end of the window, after
    which nothing of it leaves.
    """

    id: str
    at: datetime
    until: datetime
    policy: str
    state: JobState
    made_at: datetime
    made_by: str
    reason: str
    defaulters: int
    eligible: int
    left_out: int
    beyond: int
    counts: Mapping[Reason, int]
    approval_id: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    #: How many of its orders are in each state.
    orders: Mapping[OrderState, int] | None = None

    @property
    def going(self) -> int:
        """How many are to be cut."""
        return self.eligible - self.left_out - self.beyond


@dataclass(frozen=True, slots=True)
class JobOrder:
    """What a person asks for: a job from everybody, or from these feeders or schedules.

    ``id``: made by who asks, so that the same wish makes one job.
    """

    id: str
    at: datetime
    feeders: Sequence[str] = ()
    schedules: Sequence[str] = ()
    least_due: Money = ZERO
    reason: str = ""
