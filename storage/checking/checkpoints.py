"""Checkpoints and other anchors against the chain that they say they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.anchor import MARK_DIGITS, Anchor
from storage.chain import canonical
from storage.checking.chain import Told
from storage.checking.sight import Findings, Sight


class Checks:
    """The checks that events tell of; each must have its row, and each row its event."""

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._told: dict[int, tuple[Any, ...]] = {}

    def add(self, event: Told) -> None:
        """Take in a check that was told."""
        core = event.core
        self._told[core["at_ms"]] = (
            core["thoroughness"],
            core["stream"],
            core["event_seq"],
            core["hash"],
            canonical(core["facts"]),
        )

    def compare_ends(self, sight: Sight, *, since: int | None) -> None:
        """Tell checkpoints that no event tells of or otherwise; ``since`` an instant in ms."""
        # Of two checks at once, the later row may reach less far: what was told lies before it.
        first = -1 if since is None else min([since, *self._told])
        rows = {
            row[0]: (*row[1:4], bytes(row[4]).hex(), row[5])
            for row in sight.rows(
                "SELECT at_ms, kind, stream, event_seq, hash, facts FROM checkpoint"
                " WHERE office_id = :office_id AND at_ms >= :since",
                since=first,
            )
        }
        for at_ms in sorted(rows.keys() | self._told.keys()):
            if rows.get(at_ms) != self._told.get(at_ms):
                self._found.tell("row_changed", table="checkpoint", row=str(at_ms))


def compare_anchors(sight: Sight, found: Findings, anchors: Iterable[Anchor]) -> None:
    """Tell anchors that the chain does not go through: it was written anew, or ends before."""
    for anchor in anchors:
        if not anchor.seq:
            continue  # before the first event there is nothing to differ from
        rows = sight.rows(
            "SELECT hash FROM event WHERE office_id = :office_id AND stream = :stream"
            " AND seq = :seq",
            stream=anchor.stream,
            seq=anchor.seq,
        )
        if not rows:
            found.tell("anchor_unknown", anchor=str(anchor))
        elif bytes(rows[0][0]).hex()[:MARK_DIGITS] != anchor.mark:
            found.tell("anchor_differs", anchor=str(anchor))


def known_anchors(sight: Sight) -> list[Anchor]:
    """Return the anchors that the books themselves remember: those of their backups."""
    return [
        Anchor.of(stream, seq, bytes(hash_))
        for stream, seq, hash_ in sight.rows(
            "SELECT stream, event_seq, hash FROM backup_made WHERE office_id = :office_id"
        )
    ]
