"""The audit log as rows: each one with its event; what names a person stands apart."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select

from domain.audit import AuditNote
from domain.calendar import milliseconds
from domain.office import Actor, Office
from domain.staff import Act
from storage.chain import append_event, canonical
from storage.rows import take_numbers
from storage.tables.trust import audit_detail, audit_entry

#: The kind of the events that tell of acts beside the ledger.
AUDIT = "audit"
_SALT_BYTES = 16


class SqlAuditLog:
    """The audit log of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def record(self, note: AuditNote, at: datetime, actor: Actor) -> None:
        audit_id = take_numbers(self._connection, self._office.id, "audit", 1)
        salt = os.urandom(_SALT_BYTES)
        told = detail_of(note.reason, note.before, note.after)
        detail_hash = hash_of_detail(salt, told) if note.has_detail else None
        core = {
            "kind": AUDIT,
            "audit": audit_id,
            "at_ms": milliseconds(at),
            "by": actor.name,
            "channel": actor.channel.value,
            "counter": actor.counter,
            "act": note.act.value,
            "subject": note.subject,
            "consumer": note.consumer_id,
            "count": note.count,
            "detail": detail_hash.hex() if detail_hash else None,
        }
        event_seq = append_event(self._connection, self._office.id, self._office.stream, core)
        self._connection.execute(
            insert(audit_entry).values(
                office_id=self._office.id,
                id=audit_id,
                at_ms=milliseconds(at),
                by=actor.name,
                channel=actor.channel.value,
                counter=actor.counter,
                act=note.act.value,
                subject=note.subject,
                consumer_id=note.consumer_id,
                count=note.count,
                detail_hash=detail_hash,
                stream=self._office.stream,
                event_seq=event_seq,
            )
        )
        if note.has_detail:
            self._connection.execute(
                insert(audit_detail).values(
                    office_id=self._office.id,
                    audit_id=audit_id,
                    salt=salt,
                    reason=note.reason,
                    before=canonical(note.before),
                    after=canonical(note.after),
                )
            )

    def was_noted(self, act: Act, consumer_id: int, actor: Actor, since: datetime) -> bool:
        found = self._connection.execute(
            select(audit_entry.c.id)
            .where(
                audit_entry.c.office_id == self._office.id,
                audit_entry.c.consumer_id == consumer_id,
                audit_entry.c.at_ms >= milliseconds(since),
                audit_entry.c.act == act.value,
                audit_entry.c.by == actor.name,
            )
            .limit(1)
        ).scalar()
        return found is not None


def detail_of(reason: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Return what a detail's hash is made of, after its salt."""
    return canonical({"reason": reason, "before": dict(before), "after": dict(after)})


def hash_of_detail(salt: bytes, detail: str) -> bytes:
    """Return the hash by which an event vouches for a detail; the salt forbids guessing it."""
    return hashlib.sha256(salt + detail.encode()).digest()
