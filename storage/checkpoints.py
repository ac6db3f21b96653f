"""Checkpoints: how far the books were found in order, and what they added up to there.

Each is told by an event of kind ``checked``, so that nobody can move one by hand; the row beside
it only says where to begin.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, text

from domain.anchor import Anchor
from domain.office import Office
from storage.chain import append_event, canonical
from storage.tables.trust import checkpoint

#: The kind of the events that tell of a check.
CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The last event that was verified, and what the books added up to with it."""

    stream: str
    seq: int
    hash: bytes
    facts: Mapping[str, Any]
    #: When it was stored, and of which kind of check; 0 and nothing: it is not yet.
    at_ms: int = 0
    kind: str = ""

    @property
    def anchor(self) -> Anchor:
        return Anchor.of(self.stream, self.seq, self.hash)


def last_checkpoint(connection: Connection, office: Office) -> Checkpoint | None:
    """Return the newest checkpoint, None when the books were never checked."""
    row = connection.execute(
        text(
            "SELECT stream, event_seq, hash, facts, at_ms, kind FROM checkpoint"
            " WHERE office_id = :office_id ORDER BY at_ms DESC LIMIT 1"
        ),
        {"office_id": office.id},
    ).one_or_none()
    if row is None:
        return None
    facts = json.loads(row.facts)
    return Checkpoint(row.stream, row.event_seq, bytes(row.hash), facts, row.at_ms, row.kind)


def add_checkpoint(  # noqa: PLR0913 - what was checked, when, by whom and how thoroughly
    connection: Connection, office: Office, reached: Checkpoint, *, kind: str, at_ms: int, by: str
) -> None:
    """Store a checkpoint and the event that tells of it, inside the running transaction."""
    last = connection.execute(
        text("SELECT coalesce(max(at_ms), 0) FROM checkpoint WHERE office_id = :office_id"),
        {"office_id": office.id},
    ).scalar_one()
    row = {
        "at_ms": max(at_ms, last + 1),
        "kind": kind,
        "stream": reached.stream,
        "event_seq": reached.seq,
        "hash": reached.hash,
        "facts": canonical(reached.facts),
    }
    told = {**row, "hash": reached.hash.hex(), "facts": reached.facts, "by": by}
    append_event(
        connection, office.id, office.stream, {**told, "kind": CHECKED, "thoroughness": kind}
    )
    connection.execute(insert(checkpoint).values(office_id=office.id, **row))
