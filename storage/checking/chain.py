"""The chain, walked event by event over all streams of the office, oldest first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from storage.chain import FIRST_PREV, link
from storage.checking.sight import Findings, Sight

#: So many events are looked at in one go.
_EVENTS = 200


@dataclass(frozen=True, slots=True)
class Told:
    """An event: where it stands, and what it tells."""

    stream: str
    seq: int
    hash: bytes
    core: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the chain: the last event that was verified. Before all events, seq 0."""

    stream: str
    seq: int
    hash: bytes


class Chain:
    """A walk along the events; what breaks is told, and the walk goes on."""

    def __init__(self, found: Findings, start: Place | None) -> None:
        self._found = found
        self.place = start or Place("", 0, FIRST_PREV)

    def following(self, sight: Sight) -> list[Told]:
        """Return the next events in their order, none at the end of the last stream."""
        while True:
            rows = sight.rows(
                "SELECT seq, core, prev, hash FROM event WHERE office_id = :office_id"
                " AND stream = :stream AND seq > :seq ORDER BY seq LIMIT :limit",
                stream=self.place.stream,
                seq=self.place.seq,
                limit=_EVENTS,
            )
            if rows:
                return [told for row in rows if (told := self._linked(*row)) is not None]
            stream = self._next_stream(sight)
            if stream is None:
                return []
            self.place = Place(stream, 0, self.place.hash)

    def _linked(self, seq: int, core: str, prev: bytes, hash_: bytes) -> Told | None:
        """Move on to an event and return it; a break is told by the number that was expected."""
        expected = self.place.seq + 1
        is_linked = seq == expected and bytes(prev) == self.place.hash
        if not is_linked or bytes(hash_) != link(bytes(prev), core):
            self._found.tell("chain_broken", stream=self.place.stream, event=expected)
        self.place = Place(self.place.stream, seq, bytes(hash_))
        try:
            told = json.loads(core)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            self._found.tell("event_unreadable", stream=self.place.stream, event=seq)
            return None
        return Told(self.place.stream, seq, self.place.hash, told)

    def _next_stream(self, sight: Sight) -> str | None:
        return next(
            (name for name in streams_of(sight) if order_of(name) > order_of(self.place.stream)),
            None,
        )


def streams_of(sight: Sight) -> list[str]:
    """Return the streams of the office, the oldest incarnation first."""
    rows = sight.rows("SELECT DISTINCT stream FROM event WHERE office_id = :office_id")
    return sorted((str(row[0]) for row in rows), key=order_of)


def order_of(stream: str) -> tuple[int, str]:
    """Return what streams are ordered by: the incarnation at the end of their name."""
    ending = stream.rpartition(".")[2]
    return (int(ending) if ending.isascii() and ending.isdigit() else -1, stream)
