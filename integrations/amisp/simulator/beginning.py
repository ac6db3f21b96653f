"""How a simulated AMISP begins: its seed, its tricks, where it is kept, what opens it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from domain.amisp_link import AmispSecret
from domain.calendar import Clock
from integrations.amisp.simulator.answering import PRACTICE_SECRET, PRACTICE_TOKEN, Simulator
from integrations.amisp.simulator.mischief import Mischief, trick_of
from integrations.amisp.simulator.world import World


def simulator_of(
    clock: Clock,
    seed: int,
    misbehave: Sequence[str] = (),
    kept: Path | None = None,
    secrets: Mapping[AmispSecret, str] | None = None,
) -> Simulator:
    """Return a simulator; without ``secrets`` it is opened by those of practice.

    :class:`FieldNotAllowed` for a trick that there is not.
    """
    mischief = Mischief(seed, dict(map(trick_of, misbehave)))
    world = World(clock, seed=seed, mischief=mischief, path=kept)
    given = secrets or {}
    return Simulator(
        world,
        token=given.get(AmispSecret.TOKEN) or PRACTICE_TOKEN,
        secret=given.get(AmispSecret.SECRET) or PRACTICE_SECRET,
    )
