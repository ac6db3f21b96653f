"""Planning arrears: a debt from before prepaid is booked with its plan, or its plan is ended."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.approval import Approval
from domain.arrears import (
    ArrearEnding,
    ArrearKind,
    ArrearPlan,
    ArrearTerms,
    ArrearWish,
    percent_text,
)
from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.consumer import Consumer
from domain.credit import SupplyState
from domain.errors import ConsumerIsClosed, FieldOutOfRange
from domain.errors_of_counter import ArrearsRunning, NoArrears
from domain.errors_of_trust import ApprovalNeeded
from domain.money import Money
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.posting_time import posting_time
from domain.services import approving
from domain.services.permitting import permit
from domain.staff import Act

#: Daily instalments begin within so long; what recharges pay, they pay from the booking on.
LATEST_START = timedelta(days=366)


def plan_arrears(wish: ArrearWish, unit: UnitOfWork, clock: Clock, actor: Actor) -> ArrearPlan:
    """Book a debt into the ledger, with its plan; a consumer has one live plan at most.

    Where there is staff, two persons are needed: :func:`ask_for_plan`.
    """
    with unit:
        _permit_alone(unit, actor)
        plan = _plan(wish, unit, clock, actor)
        unit.commit()
    return plan


def ask_for_plan(wish: ArrearWish, unit: UnitOfWork, clock: Clock, actor: Actor) -> Approval:
    """Ask that a debt be booked; it is once another person has approved it.

    Approved after the day on which it is to start, the plan starts on the day of the approval.
    """
    content = {"what": "plan", **_written(wish)}
    with unit:
        permit(unit, actor, Act.ASK_ARREARS)
        _refuse_unfit(wish, unit, posting_time(unit, clock))
        approval = _ask(content, wish.consumer_number, wish.reason, unit, clock, actor)
        unit.commit()
    return approval


def end_arrears(ending: ArrearEnding, unit: UnitOfWork, clock: Clock, actor: Actor) -> ArrearPlan:
    """End a consumer's live plan; what is left of the debt is written off.

    Where there is staff, two persons are needed: :func:`ask_for_end`.
    """
    with unit:
        _permit_alone(unit, actor)
        plan = _end(ending, unit, clock, actor)
        unit.commit()
    return plan


def ask_for_end(ending: ArrearEnding, unit: UnitOfWork, clock: Clock, actor: Actor) -> Approval:
    """Ask that a consumer's live plan be ended; it is once another person has approved it."""
    content = {"what": "end", "consumer": ending.consumer_number, "reason": ending.reason}
    with unit:
        permit(unit, actor, Act.ASK_ARREARS)
        _live_of(ending.consumer_number, unit, posting_time(unit, clock))
        approval = _ask(content, ending.consumer_number, ending.reason, unit, clock, actor)
        unit.commit()
    return approval


def plan_in(wish: ArrearWish, unit: UnitOfWork, clock: Clock, actor: Actor) -> ArrearPlan:
    """Book a debt inside the running transaction, where one person may."""
    _permit_alone(unit, actor)
    return _plan(wish, unit, clock, actor)


def ask_for_plans_in(  # noqa: PLR0913, PLR0917 - which debts, of which import, why, by whom
    wishes: Mapping[int, ArrearWish],
    batch_id: str,
    file_name: str,
    reason: str,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> Approval:
    """Ask inside the running transaction that the debts of a file be booked, all or none.

    ``wishes``: by the line of the file.
    """
    permit(unit, actor, Act.ASK_ARREARS)
    rows = [{"line": line, **_written(wish)} for line, wish in wishes.items()]
    content = {"what": "batch", "batch": batch_id, "file": file_name, "rows": rows}
    return _ask(content, file_name, reason, unit, clock, actor)


def ask_for_ends_in(  # noqa: PLR0913, PLR0917 - which plans, of which import, why, by whom
    numbers: Sequence[str],
    batch_id: str,
    file_name: str,
    reason: str,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> Approval:
    """Ask inside the running transaction that the plans of an import be ended, all or none."""
    permit(unit, actor, Act.ASK_ARREARS)
    content = {
        "what": "end_batch",
        "batch": batch_id,
        "file": file_name,
        "consumers": list(numbers),
        "reason": reason,
    }
    return _ask(content, file_name, reason, unit, clock, actor)


def refuse_unfit(wish: ArrearWish, consumer: Consumer, *, has_plan: bool, today: date) -> None:
    """Raise why a debt cannot be booked on a day."""
    if consumer.supply_state is SupplyState.CLOSED:
        raise ConsumerIsClosed(consumer.number)
    if has_plan:
        raise ArrearsRunning(consumer.number)
    is_daily = wish.terms.kind is ArrearKind.DAILY
    latest = today + LATEST_START if is_daily else today
    if not today <= wish.starts_on <= latest:
        raise FieldOutOfRange(
            "starts_on", wish.starts_on.isoformat(), today.isoformat(), latest.isoformat()
        )


def end_in(ending: ArrearEnding, unit: UnitOfWork, clock: Clock, actor: Actor) -> ArrearPlan:
    """End a plan inside the running transaction; who may has been asked."""
    return _end(ending, unit, clock, actor)


def book_in(wish: ArrearWish, unit: UnitOfWork, clock: Clock, actor: Actor) -> ArrearPlan:
    """Book a debt inside the running transaction that approves it; not before today."""
    today = billing_day(posting_time(unit, clock))
    return _plan(replace(wish, starts_on=max(wish.starts_on, today)), unit, clock, actor)


def carry_out_approved(content: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Book or end what was asked for, inside the transaction that approves it."""
    asked = asked_of(content)
    if isinstance(asked, ArrearEnding):
        _end(asked, unit, clock, actor)
        return
    book_in(asked, unit, clock, actor)


def asked_of(content: str) -> ArrearWish | ArrearEnding:
    """Return what a request for arrears asks for."""
    told = json.loads(content)
    if told["what"] == "end":
        return ArrearEnding(told["consumer"], told["reason"])
    return wish_of(told)


def wish_of(told: Mapping[str, Any]) -> ArrearWish:
    """Return the debt that a request tells of."""
    return ArrearWish(
        told["consumer"],
        Money(told["amount_paise"]),
        ArrearTerms(
            ArrearKind(told["kind"]),
            told["instalments"],
            told["percent"],
            Money(told["threshold_paise"]),
        ),
        date.fromisoformat(told["starts_on"]),
        told["reason"],
    )


def _permit_alone(unit: UnitOfWork, actor: Actor) -> None:
    permit(unit, actor, Act.PLAN_ARREARS)
    if unit.staff.standing(actor.name).has_staff:
        raise ApprovalNeeded(Act.PLAN_ARREARS.value)


def _plan(wish: ArrearWish, unit: UnitOfWork, clock: Clock, actor: Actor) -> ArrearPlan:
    now = posting_time(unit, clock)
    consumer = _refuse_unfit(wish, unit, now)
    plan = unit.arrears.book(consumer, wish, now, actor)
    _note(unit, consumer, wish.reason, _told(wish), now, actor)
    return plan


def _refuse_unfit(wish: ArrearWish, unit: UnitOfWork, now: datetime) -> Consumer:
    today = billing_day(now)
    consumer = unit.consumers.get(wish.consumer_number, today)
    has_plan = unit.arrears.live_of(consumer.id) is not None
    refuse_unfit(wish, consumer, has_plan=has_plan, today=today)
    return consumer


def _end(ending: ArrearEnding, unit: UnitOfWork, clock: Clock, actor: Actor) -> ArrearPlan:
    now = posting_time(unit, clock)
    consumer, plan = _live_of(ending.consumer_number, unit, now)
    ended = unit.arrears.end(plan, now, actor)
    written_off = {"written_off_paise": str(plan.rest.paise)}
    _note(unit, consumer, ending.reason, written_off, now, actor)
    return ended


def _live_of(number: str, unit: UnitOfWork, now: datetime) -> tuple[Consumer, ArrearPlan]:
    consumer = unit.consumers.get(number, billing_day(now))
    plan = unit.arrears.live_of(consumer.id)
    if plan is None:
        raise NoArrears(number)
    return consumer, plan


def _ask(  # noqa: PLR0913, PLR0917 - what is asked, of whom, why
    content: Mapping[str, Any],
    number: str,
    reason: str,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> Approval:
    return approving.ask(
        Act.PLAN_ARREARS,
        number,
        json.dumps(content, ensure_ascii=False),
        reason,
        asked_by=Act.ASK_ARREARS,
        unit=unit,
        clock=clock,
        actor=actor,
    )


def _note(  # noqa: PLR0913, PLR0917 - whose arrears, why, what was done, when and by whom
    unit: UnitOfWork,
    consumer: Consumer,
    reason: str,
    told: Mapping[str, str],
    at: datetime,
    actor: Actor,
) -> None:
    note = AuditNote(
        Act.PLAN_ARREARS,
        subject=consumer.number,
        consumer_id=consumer.id,
        reason=reason,
        after=told,
    )
    unit.audit.record(note, at, actor)


def _written(wish: ArrearWish) -> dict[str, Any]:
    """Return a debt as a request tells of it."""
    return {
        "consumer": wish.consumer_number,
        "amount_paise": wish.amount.paise,
        "kind": wish.terms.kind.value,
        "instalments": wish.terms.instalments,
        "percent": wish.terms.percent,
        "threshold_paise": wish.terms.threshold.paise,
        "starts_on": wish.starts_on.isoformat(),
        "reason": wish.reason,
    }


def _told(wish: ArrearWish) -> dict[str, str]:
    terms = wish.terms
    told = {"amount_paise": str(wish.amount.paise), "plan": terms.kind.value}
    if terms.kind is ArrearKind.DAILY:
        told["instalments"] = str(terms.instalments)
    elif terms.kind is ArrearKind.PERCENT:
        told["percent"] = percent_text(terms.percent)
    elif terms.kind is ArrearKind.THRESHOLD:
        told["threshold_paise"] = str(terms.threshold.paise)
    return told | {"starts_on": wish.starts_on.isoformat()}
