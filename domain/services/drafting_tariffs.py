"""Drafting tariffs: kept as they are typed, judged like an import, then asked for or taken."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from domain.approval import Approval
from domain.calendar import Clock, instant_of, milliseconds
from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong
from domain.errors_of_drafts import DraftChanged, DraftFaulty, DraftOnChargedDays, DraftWaiting
from domain.errors_of_tariffs import TariffFault
from domain.errors_of_trust import ApprovalNeeded
from domain.formats import clean_words
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services.permitting import permit
from domain.services.taking_tariffs import (
    JudgedTariffs,
    ask_inside,
    judge_tariffs,
    take_inside,
)
from domain.staff import Act
from domain.tariff import Tariff, TariffBook
from domain.tariff_draft import MOST_TITLE, DraftOrder, TariffDraft


@dataclass(frozen=True, slots=True)
class JudgedDraft:
    """What a draft comes to: the tariff, None while it has faults, and who makes room for it."""

    tariff: Tariff | None
    #: The version that holds until then, as it will end; None where none has to.
    ended: Tariff | None
    faults: tuple[TariffFault, ...]
    judged: JudgedTariffs


#: Returns the first day from a day on that was charged by a version, None where none was.
ChargedFrom = Callable[[Tariff, date], date | None]


def judge_draft(
    document: Mapping[str, Any], known: Sequence[Tariff], charged_from: ChargedFrom
) -> JudgedDraft:
    """Judge a draft as an import would be judged, its predecessor ending the day before it."""
    ended = _ended_by(document, known)
    items = [document, *([_document_of_ended(ended)] if ended else [])]
    judged = judge_tariffs(json.dumps({"tariffs": items}, ensure_ascii=False), list(known))
    tariff = judged.new[0] if judged.new else None
    faults = list(judged.faults)
    if tariff is None and not faults:
        # The office has it already, word for word.
        return JudgedDraft(judged.unchanged[0] if judged.unchanged else None, None, (), judged)
    late = _fault_of_days(tariff, ended, charged_from)
    if late is not None:
        faults.append(late)
    return JudgedDraft(tariff if not faults else None, ended, tuple(faults), judged)


def _ended_by(document: Mapping[str, Any], known: Sequence[Tariff]) -> Tariff | None:
    """Return the version in whose place the draft comes, ending on the draft's first day."""
    begins = _day(document.get("valid_from"))
    book = TariffBook(known)
    schedule = str(document.get("schedule") or document.get("id") or "").strip()
    if begins is None or schedule not in book.schedules:
        return None
    present = book.version_on(schedule, begins)
    own_id = str(document.get("id", "")).strip()
    if present is None or present.id == own_id or present.valid_from >= begins:
        return None
    return replace(present, valid_until=begins)


def _document_of_ended(ended: Tariff) -> dict[str, Any]:
    return {**ended.document, "valid_until": str(ended.valid_until)}


def _fault_of_days(
    tariff: Tariff | None, ended: Tariff | None, charged_from: ChargedFrom
) -> TariffFault | None:
    if tariff is None or ended is None:
        return None
    day = charged_from(ended, tariff.valid_from)
    if day is None:
        return None
    return DraftOnChargedDays(tariff.id, "valid_from", tariff.valid_from, ended.id, day)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def successor_of(version: Tariff, today: date, taken: Sequence[str]) -> dict[str, Any]:
    """Return what a version would be from a day to come on: the same, under a new id."""
    document = dict(version.document)
    document["schedule"] = version.schedule
    document["valid_from"] = _next_first(max(today, version.valid_from)).isoformat()
    document.pop("valid_until", None)
    document["id"] = free_id(version.id, taken)
    return document


def free_id(wanted: str, taken: Sequence[str]) -> str:
    """Return an id that nobody has: ``BR-DS2-2025`` becomes ``BR-DS2-2025-2``."""
    stem = re.sub(r"-[0-9]{1,2}$", "", wanted)
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _next_first(day: date) -> date:
    """Return the first day of the next month: most tariffs begin on one."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def save_draft(
    order: DraftOrder, unit: UnitOfWork, clock: Clock, actor: Actor, *, although_changed: bool
) -> TariffDraft:
    """Keep what somebody typed, faults and all; the same again changes nothing.

    :class:`DraftChanged` when somebody else changed the draft since it was read, unless it is to
    stand all the same; :class:`DraftWaiting` once it was asked for. A draft that was thrown away
    meanwhile is there again: nothing that is being typed gets lost.
    """
    title = _title(order)
    with unit:
        permit(unit, actor, Act.ASK_TARIFFS)
        # As the store keeps it: whoever saves again has to know the same instant.
        now = instant_of(milliseconds(clock.now()))
        known = next((draft for draft in unit.drafts.all() if draft.id == order.id), None)
        if known is not None:
            _refuse_unless_open(known, unit, clock)
            if known.changed_at != order.seen_at and not although_changed:
                if known.document == order.document and known.title == title:
                    return known
                raise DraftChanged(known.title, known.changed_by, known.changed_at)
        draft = TariffDraft(
            id=order.id,
            title=title,
            document=order.document,
            based_on=order.based_on,
            made_at=known.made_at if known else now,
            made_by=known.made_by if known else actor.name,
            changed_at=now,
            changed_by=actor.name,
            note=known.note if known else "",
            approval_id=known.approval_id if known else "",
        )
        unit.drafts.put(draft)
        unit.commit()
    return draft


def delete_draft(seen: TariffDraft, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Throw a draft away as it was seen; not while it waits for a second person."""
    with unit:
        permit(unit, actor, Act.ASK_TARIFFS)
        draft = standing_draft(_unchanged(seen, unit), unit, clock)
        if draft.is_waiting:
            raise DraftWaiting(draft.title)
        unit.drafts.remove(draft.id)
        unit.commit()


def ask_for_draft(  # noqa: PLR0913 - which draft, why, what its maker saw
    seen: TariffDraft,
    reason: str,
    impact: Mapping[str, Any] | None,
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> Approval:
    """Ask another person for a draft, in whose request stands the impact that its maker saw.

    ``seen``: the draft as its maker saw it; :class:`DraftChanged` when it says something else now.
    """
    with unit:
        permit(unit, actor, Act.ASK_TARIFFS)
        if not reason.strip():
            raise FieldMissing("reason")
        draft, judged = _faultless(seen, unit, clock)
        approval = ask_inside(judged.judged, reason, impact, unit=unit, clock=clock, actor=actor)
        unit.drafts.put(replace(draft, approval_id=approval.id, note=""))
        unit.commit()
    return approval


def take_draft(seen: TariffDraft, unit: UnitOfWork, clock: Clock, actor: Actor) -> Tariff:
    """Let a draft hold at once as it was seen; where there is staff, two persons are needed."""
    with unit:
        permit(unit, actor, Act.TAKE_TARIFFS)
        if unit.staff.standing(actor.name).has_staff:
            raise ApprovalNeeded(Act.TAKE_TARIFFS.value)
        _draft, judged = _faultless(seen, unit, clock)
        for fault in take_inside(judged.judged, unit, clock, actor):
            raise fault
        unit.commit()
    return judged.judged.new[0]


def standing_draft(draft: TariffDraft, unit: UnitOfWork, clock: Clock) -> TariffDraft:
    """Return a draft as it stands by its request and by the versions that hold."""
    asked = unit.approvals.get(draft.approval_id) if draft.approval_id else None
    known = {tariff.id: tariff for tariff in unit.tariffs.all()}
    return draft.standing(asked, clock.now(), known.get(str(draft.document.get("id", ""))))


def _faultless(
    seen: TariffDraft, unit: UnitOfWork, clock: Clock
) -> tuple[TariffDraft, JudgedDraft]:
    draft = _unchanged(seen, unit)
    _refuse_unless_open(draft, unit, clock)
    judged = judge_draft(draft.document, unit.tariffs.all(), unit.tariffs.charged_from)
    if judged.tariff is None:
        raise DraftFaulty(draft.title, len(judged.faults))
    return draft, judged


def _unchanged(seen: TariffDraft, unit: UnitOfWork) -> TariffDraft:
    """Return the draft that somebody saw; :class:`DraftChanged` when it is another by now."""
    draft = unit.drafts.get(seen.id)
    if draft.changed_at != seen.changed_at:
        raise DraftChanged(draft.title, draft.changed_by, draft.changed_at)
    return draft


def _refuse_unless_open(draft: TariffDraft, unit: UnitOfWork, clock: Clock) -> None:
    if not standing_draft(draft, unit, clock).is_open:
        raise DraftWaiting(draft.title)


def _title(order: DraftOrder) -> str:
    title = clean_words(order.title)
    if title is None:
        raise FieldNotAllowed("title", order.title)
    if len(title) > MOST_TITLE:
        raise FieldTooLong("title", MOST_TITLE)
    return title or str(order.document.get("id", "")).strip()[:MOST_TITLE]
