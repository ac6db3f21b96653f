"""Taking tariffs over: good ones go in, and one that was charged by is never replaced."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.approval import Approval
from domain.audit import AuditNote
from domain.calendar import Clock
from domain.errors_of_imports import TariffTakenBack
from domain.errors_of_tariffs import TariffChargedLater, TariffFault, TariffKnown
from domain.errors_of_trust import ApprovalNeeded
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services import approving
from domain.services.permitting import permit
from domain.staff import Act
from domain.tariff import Tariff, agreeing, parse_tariff_text


@dataclass(frozen=True, slots=True)
class JudgedTariffs:
    """The tariffs of a document: those to add, to end, known as they are, and all faults."""

    new: list[Tariff]
    ended: list[Tariff]
    unchanged: list[Tariff]
    faults: list[TariffFault]


def judge_tariffs(text: str, known: list[Tariff]) -> JudgedTariffs:
    """Judge a document of tariffs against those that the office has; ``ValueError``: no JSON.

    An id that the office has stands for the same content for ever, as days were charged by it.
    Only the day on which a version ends may still be given: that is how the next one begins.
    """
    tariffs, faults = parse_tariff_text(text, known)
    present = {tariff.id: tariff for tariff in known}
    judged = JudgedTariffs([], [], [], list(faults))
    for tariff in tariffs:
        _put(judged, tariff, present.get(tariff.id))
    return judged


def take_tariffs(
    judged: JudgedTariffs, unit: UnitOfWork, clock: Clock, actor: Actor
) -> list[TariffFault]:
    """End and add what was judged good, in one transaction; return the faults of what stays out.

    A version that a later day was charged by does not end before that day, and a new version
    goes in only where it does not meet the versions as they then stand. Where there is staff,
    two persons are needed: :func:`ask_for_tariffs`.
    """
    with unit:
        if unit.staff.standing(actor.name).has_staff:
            raise ApprovalNeeded(Act.TAKE_TARIFFS.value)
        faults = take_inside(judged, unit, clock, actor)
        unit.commit()
    return faults


def ask_for_tariffs(
    judged: JudgedTariffs, reason: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Approval:
    """Ask for what was judged good; it holds once another person has approved it."""
    with unit:
        permit(unit, actor, Act.ASK_TARIFFS)
        approval = ask_inside(judged, reason, unit=unit, clock=clock, actor=actor)
        unit.commit()
    return approval


def ask_inside(  # noqa: PLR0913 - what is asked for, why, what its maker saw
    judged: JudgedTariffs,
    reason: str,
    impact: Mapping[str, Any] | None = None,
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> Approval:
    """Write the request for what was judged good, inside the running transaction.

    ``impact``: what its maker saw that it would change, for the checker to see as well.
    """
    asked = [*judged.new, *judged.ended]
    content: dict[str, Any] = {"tariffs": [tariff.document for tariff in asked]}
    if impact is not None:
        content["impact"] = impact
    return approving.ask(
        Act.TAKE_TARIFFS,
        ", ".join(tariff.id for tariff in asked),
        json.dumps(content, ensure_ascii=False),
        reason,
        asked_by=Act.ASK_TARIFFS,
        unit=unit,
        clock=clock,
        actor=actor,
    )


def take_approved(content: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Take over tariffs that were asked for, all or none, inside the transaction that approves."""
    judged = judge_tariffs(content, unit.tariffs.all())
    faults = judged.faults or take_inside(judged, unit, clock, actor)
    if faults:
        raise faults[0]


def take_inside(
    judged: JudgedTariffs, unit: UnitOfWork, clock: Clock, actor: Actor
) -> list[TariffFault]:
    """End and add what was judged good, inside the running transaction; return what stays out."""
    faults: list[TariffFault] = []
    standing = {tariff.id: tariff for tariff in unit.tariffs.all()}
    # An end that comes earlier makes room for one that comes later.
    changed = [one for one in judged.ended if standing[one.id].valid_until != one.valid_until]
    for tariff in sorted(changed, key=lambda one: _lengthens(one, standing[one.id])):
        fault = _fault_of_end(tariff, standing, unit)
        if fault is None:
            unit.tariffs.end(tariff, clock.now(), actor)
            _note(unit, tariff, clock, actor, "ends")
            standing[tariff.id] = tariff
        else:
            faults.append(fault)
    unknown = [tariff for tariff in judged.new if tariff.id not in standing]
    faults += [TariffKnown(one.id, "id") for one in judged.new if one.id in standing]
    added = agreeing(unknown, list(standing.values()), faults)
    unit.tariffs.add(added, clock.now(), actor)
    for tariff in added:
        _note(unit, tariff, clock, actor, "begins")
    return faults


def _note(unit: UnitOfWork, tariff: Tariff, clock: Clock, actor: Actor, what: str) -> None:
    day = tariff.valid_from if what == "begins" else tariff.valid_until
    told = AuditNote(Act.TAKE_TARIFFS, subject=tariff.id, after={what: str(day)})
    unit.audit.record(told, clock.now(), actor)


def _lengthens(tariff: Tariff, known: Tariff) -> bool:
    """Return whether a version is to hold for longer than it does."""
    if known.valid_until is None:
        return False
    return tariff.valid_until is None or tariff.valid_until > known.valid_until


def _fault_of_end(
    tariff: Tariff, standing: Mapping[str, Tariff], unit: UnitOfWork
) -> TariffFault | None:
    """Return why a version cannot end on its ``valid_until``, None when it can."""
    end = tariff.valid_until
    charged = None if end is None else unit.tariffs.charged_from(tariff, end)
    if charged is not None:
        return TariffChargedLater(tariff.id, "valid_until", charged)
    faults: list[TariffFault] = []
    agreeing([tariff], [other for other in standing.values() if other.id != tariff.id], faults)
    return faults[0] if faults else None


def _put(judged: JudgedTariffs, tariff: Tariff, known: Tariff | None) -> None:
    if known is None:
        judged.new.append(tariff)
    elif not known.holds_at_all:
        judged.faults.append(TariffTakenBack(tariff.id, "id"))
    elif _content(known) != _content(tariff):
        judged.faults.append(TariffKnown(tariff.id, "id"))
    elif known.valid_until == tariff.valid_until or tariff.valid_until is None:
        judged.unchanged.append(tariff)
    else:
        judged.ended.append(tariff)


def _content(tariff: Tariff) -> dict[str, Any]:
    return {name: value for name, value in tariff.document.items() if name != "valid_until"}
