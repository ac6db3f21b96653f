"""Carrying out arrears: debts that were asked for are booked or ended once a person approves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.calendar import Clock
from domain.importing import RowKind, RowNoted
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services import planning_arrears, undoing_imports


def carry_out(content: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Book or end debts that were asked for, inside the transaction that approves it."""
    told = json.loads(content)
    if told["what"] == "batch":
        _book_asked(told, unit, clock, actor)
    elif told["what"] == "end_batch":
        undoing_imports.end_asked(told, unit, clock, actor)
    else:
        planning_arrears.carry_out_approved(content, unit, clock, actor)


def _book_asked(told: Mapping[str, Any], unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Book all the debts of a request; one that cannot be any more is raised, and none is."""
    noted = []
    for row in told["rows"]:
        plan = planning_arrears.book_in(planning_arrears.wish_of(row), unit, clock, actor)
        noted.append(RowNoted(row["line"], RowKind.ARREAR, plan.id))
    unit.imports.note(told["batch"], noted)
    batch = unit.imports.get(told["batch"])
    count = len(noted)
    unit.imports.put(
        replace(batch, accepted=batch.accepted + count, held=max(batch.held - count, 0))
    )
