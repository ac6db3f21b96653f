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


def silent(step: Step) -> None:
    """Report to nobody (tests, nested calls)."""
