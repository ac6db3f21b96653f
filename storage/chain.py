"""The event stream: each event carries the hash of the one before, so that nothing drops out.

``hash = SHA256(prev || canonical JSON of core)``; names and running balances are no part of a
core. Source: contracts, section 5.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from domain.anchor import Anchor
from domain.office import Office
from storage.tables.books import event

FIRST_PREV = bytes(32)


def canonical(core: Mapping[str, Any]) -> str:
    """Return the core as canonical JSON: UTF-8, sorted keys, no spaces, no floats."""
    return json.dumps(
        core, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def link(prev: bytes, core: str) -> bytes:
    """Return the hash of an event that follows ``prev``."""
    return hashlib.sha256(prev + core.encode()).digest()


def begin_stream(
    connection: Connection, office_id: int, stream: str, prev: bytes, core: Mapping[str, Any]
) -> None:
    """Begin a stream that goes on from ``prev``, the end of another one, with its first event."""
    text = canonical(core)
    connection.execute(
        insert(event).values(
            office_id=office_id, stream=stream, seq=1, core=text, prev=prev, hash=link(prev, text)
        )
    )


def append_event(
    connection: Connection, office_id: int, stream: str, core: Mapping[str, Any]
) -> int:
    """Add an event to the stream inside the running transaction; return its number."""
    last = connection.execute(
        select(event.c.seq, event.c.hash)
        .where(event.c.office_id == office_id, event.c.stream == stream)
        .order_by(event.c.seq.desc())
        .limit(1)
    ).one_or_none()
    seq, prev = (last.seq + 1, last.hash) if last else (1, FIRST_PREV)
    text = canonical(core)
    connection.execute(
        insert(event).values(
            office_id=office_id, stream=stream, seq=seq, core=text, prev=prev, hash=link(prev, text)
        )
    )
    return seq


def head_of(connection: Connection, office: Office) -> Anchor | None:
    """Return the anchor of the last event of the office's stream."""
    row = connection.execute(
        select(event.c.seq, event.c.hash)
        .where(event.c.office_id == office.id, event.c.stream == office.stream)
        .order_by(event.c.seq.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Anchor.of(office.stream, row.seq, bytes(row.hash))
