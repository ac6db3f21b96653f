"""Schedules through time: which version holds from when until when, and where none does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.tariff import Tariff


class Standing(StrEnum):
    """How a stretch of a schedule stands to today."""

    PAST = "past"
    TODAY = "today"
    COMING = "coming"
    #: No version holds: the days cannot be charged.
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which one version of a schedule holds, or none."""

    version: Tariff | None
    first: date
    #: The first day that does not belong to it any more; None: it goes on.
    until: date | None
    standing: Standing

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Schedule:
    """One schedule with all that it was, is and will be."""

    name: str
    versions: tuple[Tariff, ...]
    stretches: tuple[Stretch, ...]

    def now(self, today: date) -> Stretch:
        """Return the stretch of today; before the first one the first."""
        return next((one for one in self.stretches if one.holds_on(today)), self.stretches[0])

    @property
    def latest(self) -> Tariff:
        return max(self.versions, key=lambda one: one.valid_from)


def schedules_of(versions: Iterable[Tariff], today: date) -> list[Schedule]:
    """Return the schedules that these versions make up, by name, as they stand today."""
    found: dict[str, list[Tariff]] = {}
    for version in versions:
        found.setdefault(version.schedule, []).append(version)
    return [
        Schedule(name, tuple(own), tuple(timeline(own, today)))
        for name, own in sorted(found.items())
    ]


def timeline(versions: Sequence[Tariff], today: date) -> list[Stretch]:
    """Return the stretches of one schedule from its first version on, oldest first."""
    stretches: list[Stretch] = []
    for version in sorted(versions, key=lambda one: one.valid_from):
        ends = stretches[-1].until if stretches else version.valid_from
        if ends is not None and ends < version.valid_from:
            stretches.append(Stretch(None, ends, version.valid_from, Standing.GAP))
        first, until = version.valid_from, version.valid_until
        stretches.append(Stretch(version, first, until, _standing(first, until, today)))
    if stretches and stretches[-1].until is not None:
        stretches.append(Stretch(None, stretches[-1].until, None, Standing.GAP))
    return stretches


def _standing(first: date, until: date | None, today: date) -> Standing:
    if first > today:
        return Standing.COMING
    return Standing.TODAY if until is None or today < until else Standing.PAST
