"""Making jobs: whom the office means to cut, decided, explained, reviewed, approved, ordered."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.approval import ApprovalState
from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.consumer import Consumer
from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong
from domain.errors_of_supply import (
    JobDecided,
    JobInThePast,
    JobOver,
    JobWithoutPolicy,
    NobodyToCut,
    NotInJob,
)
from domain.office import Actor
from domain.policy import Decisions, Facts, Policy, decide
from domain.ports import UnitOfWork
from domain.services import approving
from domain.services.permitting import permit
from domain.staff import Act
from domain.supply_job import Job, JobOrder, JobState
from domain.supply_order import OrderKind, OrderReason, SupplyOrder
from domain.undoing import checked_reason

#: A job may be asked for as of so long ago: people type slowly.
_PATIENCE = timedelta(minutes=15)
_MOST_ID = 100


def make_job(order: JobOrder, unit: UnitOfWork, clock: Clock, actor: Actor) -> Job:
    """Decide about everybody at an instant and keep it as a job; the same id is the same job."""
    _refuse_unfit_id(order.id)
    with unit:
        permit(unit, actor, Act.MAKE_JOB)
        known = unit.supply_jobs.find(order.id)
        if known is not None:
            return known
        now = clock.now()
        if order.at < now - _PATIENCE:
            raise JobInThePast(order.at, now)
        at = max(order.at, now)
        policy = _policy_at(unit, at)
        facts, decisions = _decided(unit, at)
        rows = _rows_asked(order, facts, decisions, unit, at)
        eligible = int(decisions.may_be_cut[rows].sum())
        job = Job(
            id=order.id,
            at=at,
            until=_until(decisions, rows, at),
            policy=policy.id,
            state=JobState.DRAFT,
            made_at=now,
            made_by=actor.name,
            reason=order.reason.strip(),
            defaulters=len(rows),
            eligible=eligible,
            left_out=0,
            beyond=_beyond(eligible, policy),
            counts={},
        )
        unit.supply_jobs.add(job, order, facts, decisions, rows.tolist(), actor)
        unit.audit.record(AuditNote(Act.MAKE_JOB, job.id, count=eligible), now, actor)
        made = unit.supply_jobs.get(job.id)
        unit.commit()
    return made


def leave_out(  # noqa: PLR0913, PLR0917 - which job, whom, why
    id_: str, numbers: Sequence[str], reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Job:
    """Leave people out of a job that is still reviewed, with a reason."""
    return _review(id_, numbers, checked_reason(reason), unit, clock, actor)


def take_in(id_: str, numbers: Sequence[str], unit: UnitOfWork, clock: Clock, actor: Actor) -> Job:
    """Take people in again who were left out of a job."""
    return _review(id_, numbers, "", unit, clock, actor)


def ask_job(id_: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> Job:
    """Ask a supervisor to approve a job; an office without staff approves it at once."""
    with unit:
        permit(unit, actor, Act.MAKE_JOB)
        now, job = clock.now(), unit.supply_jobs.get(id_)
        _refuse_unless(job, JobState.DRAFT)
        count = len(unit.supply_jobs.to_be_cut(id_))
        if not count:
            raise NobodyToCut(id_)
        _refuse_over(job, now)
        if unit.staff.standing(actor.name).has_staff:
            _ask(job, count, unit, clock, actor)
        else:
            _approve(job, unit, clock, actor)
        asked = unit.supply_jobs.get(id_)
        unit.commit()
    return asked


def approve_job(content: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Approve a job that another person asked for, inside the transaction that approves."""
    job = unit.supply_jobs.get(json.loads(content)["job"])
    _refuse_unless(job, JobState.ASKED)
    _approve(job, unit, clock, actor)


def drop_job(id_: str, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> Job:
    """Put a job aside that is not approved, with a reason; its request goes with it."""
    words = checked_reason(reason)
    with unit:
        permit(unit, actor, Act.MAKE_JOB)
        now, job = clock.now(), unit.supply_jobs.get(id_)
        _refuse_unless(job, JobState.DRAFT, JobState.ASKED)
        if job.approval_id:
            _withdraw_request(job, words, unit, now, actor)
        dropped = replace(job, state=JobState.REJECTED, decided_at=now, decided_by=actor.name)
        unit.supply_jobs.put(dropped, "job_dropped", actor.name)
        unit.audit.record(AuditNote(Act.MAKE_JOB, id_, reason=words), now, actor)
        dropped = unit.supply_jobs.get(id_)
        unit.commit()
    return dropped


def _policy_at(unit: UnitOfWork, at: datetime) -> Policy:
    policy = unit.policies.book().on(billing_day(at))
    if policy is None:
        raise JobWithoutPolicy(billing_day(at))
    return policy


def _decided(
    unit: UnitOfWork, at: datetime, ids: Sequence[int] | None = None
) -> tuple[Facts, Decisions]:
    facts, book = unit.policies.facts(at, ids), unit.policies.book()
    holidays = unit.policies.holiday_names()
    is_stopped = unit.supply_orders.standstill() is not None
    return facts, decide(facts, book, holidays, at, is_switched_off=is_stopped)


def _rows_asked(
    order: JobOrder, facts: Facts, decisions: Decisions, unit: UnitOfWork, at: datetime
) -> NDArray[np.intp]:
    """Return the rows of the defaulters that are asked for."""
    asked = decisions.is_defaulter & (facts.balance_paise <= -order.least_due.paise)
    if order.schedules:
        wanted = np.array([name in order.schedules for name in facts.schedules], np.bool_)
        asked &= wanted[facts.schedule] if len(wanted) else False
    if order.feeders:
        asked &= np.isin(
            facts.consumer_id, unit.supply_jobs.on_feeders(order.feeders, billing_day(at))
        )
    return np.flatnonzero(asked)


def _until(decisions: Decisions, rows: NDArray[np.intp], at: datetime) -> datetime:
    """Return when the last window ends of those who may be cut; ``at`` itself of nobody."""
    places = np.unique(decisions.terms[rows[decisions.may_be_cut[rows]]]).tolist()
    ends = [decisions.all_terms[place].hours.closes_at(at) for place in places]
    return max(ends, default=at)


def _beyond(eligible: int, policy: Policy) -> int:
    return max(eligible - policy.most_a_run, 0) if policy.most_a_run else 0


def _review(  # noqa: PLR0913, PLR0917 - which job, whom, why
    id_: str, numbers: Sequence[str], reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Job:
    with unit:
        permit(unit, actor, Act.MAKE_JOB)
        now, job = clock.now(), unit.supply_jobs.get(id_)
        _refuse_unless(job, JobState.DRAFT)
        known = unit.consumers.known(list(numbers), billing_day(now))
        eligible = set(unit.supply_jobs.eligible(id_))
        for number in numbers:
            if number not in known or known[number].id not in eligible:
                raise NotInJob(number, id_)
        ids = [known[number].id for number in numbers]
        unit.supply_jobs.leave_out(id_, ids, reason, actor.name)
        policy = _policy_at(unit, job.at)
        left = len(unit.supply_jobs.to_be_cut(id_))
        reviewed = replace(job, beyond=_beyond(left, policy))
        unit.supply_jobs.put(reviewed, "job_reviewed", actor.name)
        told = {"left out" if reason else "taken in": ", ".join(numbers)}
        unit.audit.record(
            AuditNote(Act.MAKE_JOB, id_, count=len(ids), reason=reason, after=told), now, actor
        )
        reviewed = unit.supply_jobs.get(id_)
        unit.commit()
    return reviewed


def _ask(job: Job, count: int, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    content = {
        "job": job.id,
        "at": job.at.isoformat(),
        "until": job.until.isoformat(),
        "policy": job.policy,
        "defaulters": job.defaulters,
        "to_be_cut": count - job.beyond,
        "left_out": job.left_out,
        "beyond": job.beyond,
    }
    approval = approving.ask(
        Act.DISCONNECT,
        job.id,
        json.dumps(content),
        job.reason,
        asked_by=Act.MAKE_JOB,
        unit=unit,
        clock=clock,
        actor=actor,
    )
    asked = replace(job, state=JobState.ASKED, approval_id=approval.id)
    unit.supply_jobs.put(asked, "job_asked", actor.name)


def _approve(job: Job, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Approve a job and order what may still be cut of it: who has paid meanwhile is left alone.

    The orders are decided once more, at the instant of the job or the present one if later.
    """
    now = clock.now()
    _refuse_over(job, now)
    at = max(job.at, now)
    policy = _policy_at(unit, at)
    chosen = unit.supply_jobs.to_be_cut(job.id)
    approved = replace(
        job,
        state=JobState.APPROVED,
        beyond=_beyond(len(chosen), policy),
        decided_at=now,
        decided_by=actor.name,
    )
    unit.supply_jobs.put(approved, "job_approved", actor.name)
    facts, decisions = _decided(unit, at, chosen[: len(chosen) - approved.beyond])
    rows = np.flatnonzero(decisions.may_be_cut).tolist()
    ids = [int(facts.consumer_id[row]) for row in rows]
    found = {one.id: one for one in unit.supply_jobs.consumers(ids, billing_day(at))}
    orders = [
        _order(job, found[id_], decisions, row, at, unit, now, actor)
        for id_, row in zip(ids, rows, strict=True)
    ]
    unit.supply_orders.add(orders, actor)
    unit.audit.record(AuditNote(Act.DISCONNECT, job.id, count=len(orders)), now, actor)


def _order(  # noqa: PLR0913, PLR0917 - of which job, at whom, decided how
    job: Job,
    consumer: Consumer,
    decisions: Decisions,
    row: int,
    at: datetime,
    unit: UnitOfWork,
    now: datetime,
    actor: Actor,
) -> SupplyOrder:
    hours = decisions.all_terms[int(decisions.terms[row])].hours
    return SupplyOrder(
        id=str(uuid.uuid4()),
        kind=OrderKind.DISCONNECT,
        reason=OrderReason.LOW_PREPAID_BALANCE,
        is_urgent=False,
        consumer_id=consumer.id,
        consumer_number=consumer.number,
        meter_serial=consumer.meter_serial,
        requested_by=f"{unit.office.code}/{actor.name}",
        made_at=now,
        not_before=at,
        expires_at=hours.closes_at(at),
        job_id=job.id,
        balance=consumer.balance,
        next_try_at=at,
    )


def _withdraw_request(job: Job, reason: str, unit: UnitOfWork, now: datetime, actor: Actor) -> None:
    asked = unit.approvals.get(job.approval_id)
    if asked.state_at(now) is ApprovalState.WAITING:
        withdrawn = replace(
            asked,
            state=ApprovalState.REJECTED,
            decided_by=actor.name,
            decided_at=now,
            note=reason,
        )
        unit.approvals.decide(withdrawn)


def _refuse_unless(job: Job, *states: JobState) -> None:
    if job.state not in states:
        raise JobDecided(job.id, job.state.value)


def _refuse_over(job: Job, now: datetime) -> None:
    if now >= job.until:
        raise JobOver(job.id, job.until)


def _refuse_unfit_id(id_: str) -> None:
    if not id_.strip():
        raise FieldMissing("id")
    if len(id_) > _MOST_ID:
        raise FieldTooLong("id", _MOST_ID)
    if not id_.isprintable():
        raise FieldNotAllowed("id", id_)
