"""Taking tariffs over: good ones go in, and one that was charged by is never replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.calendar import Clock
from domain.errors import TariffChargedLater, TariffFault, TariffKnown
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.tariff import Tariff, parse_tariff_text


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


def end_tariffs(
    tariffs: Sequence[Tariff], unit: UnitOfWork, clock: Clock, actor: Actor
) -> list[TariffFault]:
    """End known versions on their ``valid_until``; return the faults of those that cannot.

    A version that a later day was charged by does not end before that day.
    """
    faults: list[TariffFault] = []
    with unit:
        for tariff in tariffs:
            end = tariff.valid_until
            charged = None if end is None else unit.tariffs.charged_from(tariff, end)
            if charged is None:
                unit.tariffs.end(tariff, clock.now(), actor)
            else:
                faults.append(TariffChargedLater(tariff.id, "valid_until", charged))
        unit.commit()
    return faults


def _put(judged: JudgedTariffs, tariff: Tariff, known: Tariff | None) -> None:
    if known is None:
        judged.new.append(tariff)
    elif _content(known) != _content(tariff):
        judged.faults.append(TariffKnown(tariff.id, "id"))
    elif known.valid_until == tariff.valid_until or tariff.valid_until is None:
        judged.unchanged.append(tariff)
    else:
        judged.ended.append(tariff)


def _content(tariff: Tariff) -> dict[str, Any]:
    return {name: value for name, value in tariff.document.items() if name != "valid_until"}
