"""Whose books they are: consumers and their versions as columns, by their places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from storage.checking.sight import Column, Sight

Places = NDArray[np.intp]
Flags = NDArray[np.bool_]

_CONSUMERS = (
    "SELECT c.id, c.billed_from_day, c.initial_mtd_wh, coalesce(c.initial_wh, -1)"
    " FROM consumer c WHERE c.office_id = :office_id AND c.id > :last ORDER BY c.id"
)
#: A consumer of whom a version is missing is told by its seal; here it only must not stop us.
_VERSIONS = (
    "SELECT v.version_seq, v.consumer_id, v.effective_day, v.load_w, v.meter_id,"
    " CASE v.supply_state WHEN 'connected' THEN 1 WHEN 'closed' THEN 2 ELSE 0 END"
    " FROM consumer_version v WHERE v.office_id = :office_id AND v.version_seq > :last"
    " ORDER BY v.version_seq"
)
CONNECTED, CLOSED = 1, 2


class People:
    """All consumers, a place each in the order of their ids, and all their versions."""

    def __init__(self) -> None:
        self.ids, self.billed_from, self.initial_mtd_wh, self.initial_wh = _empty(4)
        self.versions, self.version_of, self.effective, self.load_w, self.meter, self.supply = (
            _empty(6)
        )
        self._counters: list[tuple[str, int]] | None = None

    def learn(self, sight: Sight) -> int:
        """Take in who was added since; return how many consumers that are."""
        counters = sight.rows(
            "SELECT name, value FROM counter WHERE office_id = :office_id"
            " AND name IN ('consumer', 'version') ORDER BY name"
        )
        if counters == self._counters:
            return 0
        self._counters = counters
        new = sight.numbers(_CONSUMERS, 4, last=_last(self.ids))
        self.ids, self.billed_from, self.initial_mtd_wh, self.initial_wh = _extended(
            (self.ids, self.billed_from, self.initial_mtd_wh, self.initial_wh), new
        )
        versions = sight.numbers(_VERSIONS, 6, last=_last(self.versions))
        known = (self.versions, self.version_of, self.effective)
        more = (self.load_w, self.meter, self.supply)
        self.versions, self.version_of, self.effective, *rated = _extended(
            (*known, *more), versions
        )
        self.load_w, self.meter, self.supply = rated
        return int(new.shape[1])

    def places(self, consumers: Column) -> tuple[Places, Flags]:
        """Return the place of each consumer, and whether there is such a consumer at all."""
        return _places(self.ids, consumers)

    def version_places(self, versions: Column) -> tuple[Places, Flags]:
        """Return the place of each version by its number, and whether there is one."""
        return _places(self.versions, versions)


def _empty(count: int) -> list[Column]:
    return [np.empty(0, np.int64) for _ in range(count)]


def _last(column: Column) -> int:
    return int(column[-1]) if len(column) else -1


def _extended(known: tuple[Column, ...], new: Column) -> list[Column]:
    return [np.concatenate([old, more]) for old, more in zip(known, new, strict=True)]


def _places(known: Column, asked: Column) -> tuple[Places, Flags]:
    if not len(known):
        return np.zeros(len(asked), np.intp), np.zeros(len(asked), np.bool_)
    places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return places, known[places] == asked
