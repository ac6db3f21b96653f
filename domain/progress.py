"""How a long use case tells its caller how far it is, without knowing who listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Cancelled(Exception):
    """The caller asked a running use case to stop; nothing was committed since."""


@dataclass(frozen=True, slots=True)
class Step:
    """One report of progress: ``done`` of ``total`` units of work."""

    done: int
    total: int


class Progress(Protocol):
    """Where a use case reports its steps; it may raise :class:`Cancelled`."""

    def __call__(self, step: Step) -> None: ...


def part_of(progress: Progress, first: int, last: int) -> Progress:
    """Return the progress of a part that goes from ``first`` to ``last`` percent of the whole."""

    def report(step: Step) -> None:
        share = step.done * (last - first) * 10 // max(step.total, 1)
        progress(Step(first * 10 + share, 1000))

    return report


def silent(step: Step) -> None:
    """Report to nobody (tests, nested calls)."""
