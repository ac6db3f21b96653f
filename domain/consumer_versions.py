"""A consumer's dated versions: what a change from a day on makes of later ones, and of meters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def held_until(timeline: Mapping[int, str]) -> dict[str, int | None]:
    """Return until which day (not included) each meter hangs at a consumer's; None: it still does.

    ``timeline``: the meter by the day from which on it hangs there, in order.
    """
    days = list(timeline)
    held: dict[str, int | None] = {}
    for place, day in enumerate(days):
        held[timeline[day]] = days[place + 1] if place + 1 < len(days) else None
    return held


def carried_forward(
    by_day: Mapping[int, Mapping[str, Any]], day: int, changed: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the versions that a change makes: its own, and later ones that would forget it.

    ``by_day``: the version in force from each day on, in order. A later version keeps what it
    changed itself, and takes over the rest.
    """
    earlier = [row for start, row in by_day.items() if start <= day]
    base = dict(earlier[-1] if earlier else next(iter(by_day.values())))
    made = [{**base, **changed, "effective_day": day}]
    carried = {name: value for name, value in changed.items() if base[name] != value}
    before: Mapping[str, Any] = base
    for start, row in by_day.items():
        if start <= day or not carried:
            continue
        carried = {name: value for name, value in carried.items() if row[name] == before[name]}
        if carried:
            made.append({**row, **carried})
        before = row
    return made
