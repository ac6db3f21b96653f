"""Posting: the ledger entry, its lines and the event, one of each for what happened at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from domain.calendar import day_number, instant_of, milliseconds
from domain.ledger import EntryKind, JournalLine
from domain.office import Actor, Office
from domain.version import VERSION
from storage.chain import append_event
from storage.rows import insert_many, take_numbers
from storage.tables.books import journal_entry


@dataclass(frozen=True, slots=True)
class Posting:
    """What is posted at once: its business date, kind, document, wallet rows and ledger lines."""

    business_date: date
    kind: EntryKind
    document: str
    wallet_rows: int
    lines: Sequence[JournalLine]
    core: Mapping[str, Any]
    at: datetime
    actor: Actor
    #: The entry that this one reverses.
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """The numbers that a posting was given."""

    entry_seq: int
    event_seq: int
    first_posted_seq: int


def post(connection: Connection, office: Office, posting: Posting) -> Posted:
    """Write the entry, its lines and its event; the caller adds the wallet rows."""
    first = take_numbers(connection, office.id, "posted_seq", posting.wallet_rows)
    last = first + posting.wallet_rows - 1
    entry_seq = take_numbers(connection, office.id, "entry_seq", 1)
    lines = {line.account.value: line.amount_paise for line in posting.lines}
    reversed_ = {} if posting.reverses is None else {"reverses": posting.reverses}
    event_seq = append_event(
        connection,
        office.id,
        office.stream,
        {
            **posting.core,
            **reversed_,
            "kind": posting.kind.value,
            "program": VERSION,
            "entry": entry_seq,
            "business_date": posting.business_date.isoformat(),
            "document": posting.document,
            "posted_seq": [first, last],
            "lines": lines,
            "posted_at_ms": milliseconds(posting.at),
            "by": posting.actor.name,
            "channel": posting.actor.channel.value,
            "counter": posting.actor.counter,
        },
    )
    connection.execute(
        insert(journal_entry).values(
            office_id=office.id,
            seq=entry_seq,
            business_day=day_number(posting.business_date),
            kind=posting.kind.value,
            document=posting.document,
            first_posted_seq=first,
            last_posted_seq=last,
            event_seq=event_seq,
            reverses=posting.reverses,
            posted_at_ms=milliseconds(posting.at),
            posted_by=posting.actor.name,
            channel=posting.actor.channel.value,
            counter=posting.actor.counter,
        )
    )
    insert_many(
        connection,
        "journal_line",
        ("office_id", "entry_seq", "account", "amount_paise"),
        [(office.id, entry_seq, account, amount) for account, amount in lines.items()],
    )
    return Posted(entry_seq, event_seq, first)


def last_posted(connection: Connection, office_id: int) -> tuple[int, datetime] | None:
    """Return the number of an office's last entry and when it was posted."""
    last = connection.execute(
        select(journal_entry.c.seq, journal_entry.c.posted_at_ms)
        .where(journal_entry.c.office_id == office_id)
        .order_by(journal_entry.c.seq.desc())
        .limit(1)
    ).one_or_none()
    return None if last is None else (last.seq, instant_of(last.posted_at_ms))


def last_posted_at(connection: Connection, office_id: int) -> datetime | None:
    """Return when the last entry of an office was posted, None before the first."""
    last = last_posted(connection, office_id)
    return None if last is None else last[1]
