"""A simulation to take away: its result, whom it is about, and what it was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.office import Office
from domain.simulation import SimulationResult


@dataclass(frozen=True, slots=True, eq=False)
class SimulationSheet:
    """What a document of a simulation shows; it is no part of the books and says so.

    ``choices`` are what the run was asked for, as labels and words in the reader's language.
    ``number``, ``name`` and ``category`` are as long as ``result.consumers``, in its order.
    """

    office: Office
    choices: Sequence[tuple[str, str]]
    result: SimulationResult
    number: Sequence[str]
    name: Sequence[str]
    category: Sequence[str]
    made_at: datetime
    made_by: str
