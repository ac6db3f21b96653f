"""Taking tariffs over: good ones go in, and one that was charged by is never replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import TariffFault, TariffKnown
from domain.tariff import Tariff, parse_tariff_text


@dataclass(frozen=True, slots=True)
class JudgedTariffs:
    """The tariffs of a document: those to be added, those known as they are, and all faults."""

    new: Sequence[Tariff]
    unchanged: Sequence[Tariff]
    faults: Sequence[TariffFault]


def judge_tariffs(text: str, known: Sequence[Tariff]) -> JudgedTariffs:
    """Judge a document of tariffs against those that the office has; ``ValueError``: no JSON.

    An id that the office has stands for the same content for ever, as days were charged by it.
    """
    tariffs, faults = parse_tariff_text(text, known)
    hashes = {tariff.id: tariff.sha256 for tariff in known}
    changed = [
        TariffKnown(tariff.id, "id")
        for tariff in tariffs
        if hashes.get(tariff.id, tariff.sha256) != tariff.sha256
    ]
    return JudgedTariffs(
        new=[tariff for tariff in tariffs if tariff.id not in hashes],
        unchanged=[tariff for tariff in tariffs if hashes.get(tariff.id) == tariff.sha256],
        faults=[*faults, *changed],
    )
