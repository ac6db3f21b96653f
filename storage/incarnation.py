"""A restored office begins anew: a new stream that names where the old one ends, and new series.

What the old office did after its backup is lost, but not unknown: the receipt numbers that it may
have printed are booked as lost, so that no new receipt carries one of them, and what waited to be
sent is held until a person has looked at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from domain.audit import AuditNote
from domain.calendar import billing_day, financial_year, milliseconds
from domain.errors_of_trust import IncarnationTaken, NotALostReceipt
from domain.office import Actor, Office
from domain.staff import Act
from domain.version import VERSION
from storage.backup import end_of_stream
from storage.chain import begin_stream
from storage.checking.check import RESTORED
from storage.repositories.audit import SqlAuditLog
from storage.repositories.posting import last_posted_at
from storage.repositories.safekeeping import SqlSafekeeping
from storage.repositories.supply_orders import SqlSupplyOrders
from storage.rows import insert_many
from storage.tables.books import series as series_table
from storage.tables.people import office as office_table
from storage.vouching import Rows, vouch

_NUMBER = re.compile(r"(.+)/([0-9]{2,4})/([0-9]{4}-[0-9]{2})/([0-9]{6,12})")
_LOST = (
    *("office_id", "counter", "financial_year", "incarnation", "first_number", "last_number"),
    *("recorded_at_ms", "recorded_by"),
)

#: A series of the old incarnation: its counter and its financial year.
Series = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Source:
    """Of what a restored office is made: the backup's name, its content, and when it was made."""

    name: str
    sha256: str
    made_at: datetime | None


def begin_incarnation(  # noqa: PLR0913 - what of, which, what is known, when and by whom
    connection: Connection,
    office: Office,
    source: Source,
    *,
    number: int | None,
    last_receipts: Sequence[str],
    at: datetime,
    actor: Actor,
) -> Office:
    """Let a restored office begin anew inside the running transaction; return it as it is now."""
    least = office.incarnation + 1
    if number is not None and number < least:
        raise IncarnationTaken(number, least)
    anew = replace(office, incarnation=number or least)
    lost = _lost_series(connection, office, source, last_receipts, at)
    connection.execute(
        update(office_table)
        .where(office_table.c.office_id == office.id)
        .values(incarnation=anew.incarnation)
    )
    held = SqlSafekeeping(connection, office).hold_messages()
    seq, hash_ = end_of_stream(connection, office)
    core = {
        "kind": RESTORED,
        "after": {"stream": office.stream, "seq": seq, "hash": hash_.hex()},
        "backup": {"name": source.name, "sha256": source.sha256},
        "held": held,
        "program": VERSION,
        "at_ms": milliseconds(at),
        "by": actor.name,
        "channel": actor.channel.value,
    }
    begin_stream(connection, office.id, anew.stream, hash_, core)
    SqlSupplyOrders(connection, anew).hold_open()
    _book_as_lost(connection, anew, office.incarnation, lost, at=at, actor=actor)
    note = AuditNote(Act.RESTORE, subject=source.name, count=held)
    SqlAuditLog(connection, anew).record(note, at, actor)
    return anew


def _lost_series(
    connection: Connection,
    office: Office,
    source: Source,
    last_receipts: Iterable[str],
    at: datetime,
) -> dict[Series, tuple[int, int | None]]:
    """Return the numbers of each series that may have been printed after the backup.

    Each counter that ever gave one out may have, in every financial year since the backup;
    ``last_receipts`` say where a series really ended, also one that the backup knows nothing of.
    """
    last_known = _last_numbers(connection, office)
    told = dict(_parsed(number, office) for number in last_receipts)
    begun = source.made_at or last_posted_at(connection, office.id) or at
    series = {(counter, year) for counter, _ in last_known for year in _years(begun, at)} | set(
        told
    )
    lost = {}
    for counter, year in sorted(series):
        known, last = last_known.get((counter, year), 0), told.get((counter, year))
        if last is not None and last < known:
            raise NotALostReceipt(f"{office.series_prefix}/{counter:02}/{year}/{last:06}")
        if last != known:
            lost[counter, year] = (known + 1, last)
    return lost


def _last_numbers(connection: Connection, office: Office) -> dict[Series, int]:
    rows = connection.execute(
        select(series_table).where(
            series_table.c.office_id == office.id,
            series_table.c.incarnation == office.incarnation,
        )
    )
    return {(row.counter, row.financial_year): row.last_number for row in rows}


def _parsed(number: str, office: Office) -> tuple[Series, int]:
    found = _NUMBER.fullmatch(number.strip())
    if found is None or found[1] != office.series_prefix:
        raise NotALostReceipt(number)
    return (int(found[2]), found[3]), int(found[4])


def _years(begun: datetime, ended: datetime) -> list[str]:
    """Return the financial years from one instant to another, both included."""
    first, last = billing_day(begun), billing_day(max(begun, ended))
    between = {date(year, 4, 1) for year in range(first.year, last.year + 1)}
    return sorted({financial_year(day) for day in {first, last, *between} if first <= day <= last})


def _book_as_lost(  # noqa: PLR0913 - whose numbers, which, when and by whom
    connection: Connection,
    anew: Office,
    incarnation: int,
    lost: Mapping[Series, tuple[int, int | None]],
    *,
    at: datetime,
    actor: Actor,
) -> None:
    rows: list[tuple[Any, ...]] = [
        (anew.id, counter, year, incarnation, first, last, milliseconds(at), actor.name)
        for (counter, year), (first, last) in lost.items()
    ]
    insert_many(connection, "series_lost", _LOST, rows)
    vouch(connection, anew, "restored", by=actor.name, written=[Rows("series_lost", _LOST, rows)])
