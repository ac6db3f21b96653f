"""Importing tariffs: those of a document are judged, and taken in or asked for as a whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from domain.approval import Approval
from domain.calendar import Clock
from domain.errors import FieldMissing
from domain.errors_of_files import FileReason, FileUnreadable
from domain.importing import (
    BatchState,
    Difference,
    Fate,
    ImportBatch,
    ImportFile,
    ImportKind,
    ImportTaken,
    Rejection,
    RowJudged,
    RowKind,
    RowNoted,
    Tally,
)
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services import taking_tariffs
from domain.services.permitting import permit
from domain.services.taking_tariffs import JudgedTariffs
from domain.staff import Act
from domain.tariff import Tariff


def judge_document(text: str, known: list[Tariff]) -> list[RowJudged]:
    """Return what would become of each tariff of a document; ``ValueError``: it is no JSON."""
    judged = taking_tariffs.judge_tariffs(text, known)
    present = {tariff.id: tariff for tariff in known}
    fates = (
        (Fate.NEW, judged.new),
        (Fate.CHANGED, judged.ended),
        (Fate.UNCHANGED, judged.unchanged),
    )
    found = [
        RowJudged(0, fate, tariff.id, _told_apart(tariff, present.get(tariff.id)))
        for fate, tariffs in fates
        for tariff in tariffs
    ]
    found += [RowJudged(0, Fate.REFUSED, fault.tariff, (), fault) for fault in judged.faults]
    return [replace(row, line=place) for place, row in enumerate(found, start=1)]


def take_document(  # noqa: PLR0913 - which tariffs, from where, why, when, by whom
    file: ImportFile,
    text: str,
    *,
    reason: str,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> ImportTaken:
    """Take the tariffs of a document in, or ask for them; ``ValueError``: it is no JSON."""
    tally = Tally()
    approvals: list[Approval] = []
    with unit:
        has_staff = unit.staff.standing(actor.name).has_staff
        permit(unit, actor, Act.ASK_TARIFFS if has_staff else Act.TAKE_TARIFFS)
        judged = taking_tariffs.judge_tariffs(text, unit.tariffs.all())
        if not any((judged.new, judged.ended, judged.unchanged, judged.faults)):
            raise FileUnreadable(file.name, FileReason.EMPTY)
        batch = ImportBatch.begun(ImportKind.TARIFFS, file, clock.now(), actor.name)
        unit.imports.add(batch, actor)
        tally.unchanged = len(judged.unchanged)
        faults = list(judged.faults)
        if has_staff and (judged.new or judged.ended):
            if not reason:
                raise FieldMissing("reason")
            asked = taking_tariffs.ask_inside(judged, reason, unit=unit, clock=clock, actor=actor)
            approvals.append(asked)
            tally.held = len(judged.new) + len(judged.ended)
        elif judged.new or judged.ended:
            faults += _take_tariffs(judged, batch, tally, unit, clock, actor)
        tally.rejections = [Rejection(0, (fault.tariff, fault.field), fault) for fault in faults]
        batch = batch.counted(tally, rejected=len({fault.tariff for fault in faults}))
        batch = replace(batch, state=BatchState.DONE)
        unit.imports.put(batch)
        unit.commit()
    return ImportTaken(batch, tally, approvals)


def _take_tariffs(  # noqa: PLR0913, PLR0917 - which tariffs, of which import, by whom
    judged: JudgedTariffs,
    batch: ImportBatch,
    tally: Tally,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> Sequence[Any]:
    before = {tariff.id: tariff for tariff in unit.tariffs.all()}
    faults = taking_tariffs.take_inside(judged, unit, clock, actor)
    kept_out = {fault.tariff for fault in faults}
    added = [tariff for tariff in judged.new if tariff.id not in kept_out]
    ended = [tariff for tariff in judged.ended if tariff.id not in kept_out]
    told: list[tuple[RowKind, dict[str, str | None]]]
    told = [(RowKind.TARIFF, {"id": tariff.id}) for tariff in added]
    told += [
        (
            RowKind.TARIFF_END,
            {
                "id": tariff.id,
                "old": _iso(before[tariff.id].valid_until),
                "new": _iso(tariff.valid_until),
            },
        )
        for tariff in ended
    ]
    noted = [
        RowNoted(line, what, 0, before=json.dumps(facts))
        for line, (what, facts) in enumerate(told, start=1)
    ]
    unit.imports.note(batch.id, noted)
    tally.accepted, tally.changed = len(added), len(ended)
    return faults


def _told_apart(tariff: Tariff, known: Tariff | None) -> tuple[Difference, ...]:
    """Return the fields of a document that the known version has otherwise, or not."""
    if known is None:
        return ()
    old = {**known.document, "valid_until": _iso(known.valid_until)}
    new = {**tariff.document, "valid_until": _iso(tariff.valid_until)}
    return tuple(
        Difference(name, _worded(old.get(name)), _worded(new.get(name)))
        for name in sorted(old.keys() | new.keys())
        if (old.get(name) or None) != (new.get(name) or None)
    )


def _worded(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, default=str)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
