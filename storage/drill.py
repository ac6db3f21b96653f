"""A drill: the newest backup is restored for a trial, and compared with the living books.

Whatever was posted up to the backup is final, so both must tell the same of it: the same events
with the same hashes, the same accounts, the same wallets, the same receipts. A chain that somebody
has written anew since the backup shows here too.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from domain.anchor import MARK_DIGITS, Anchor
from domain.calendar import milliseconds
from domain.listing import Problem
from domain.office import Actor, Office
from domain.progress import Progress, Step, part_of
from domain.safekeeping import DrillFinding, DrillReport
from storage.backup import end_of_stream, reading
from storage.chain import head_of
from storage.checking import check_books
from storage.engine import open_engine, writing
from storage.files import remove_left_behind, trouble_of_system
from storage.incarnation import Source, begin_incarnation
from storage.keys import Keys
from storage.migrate import bring_up_to_date
from storage.packing import Manifest
from storage.restoring import lay_out, office_in, opening_told
from storage.rows import json_list

Reading = Callable[[], AbstractContextManager[Connection]]

_TRIAL = ".trial-"
_LAID_OUT, _CHECKED = 30, 70
_ROWS_AT_A_TIME = 10_000

_ENDS = (
    "SELECT (SELECT coalesce(max(posted_seq), 0) FROM wallet_entry WHERE office_id = :office_id),"
    " (SELECT coalesce(max(seq), 0) FROM journal_entry WHERE office_id = :office_id)"
)
#: What is compared: each a statement whose rows must be the same in both, in their order.
_COMPARED = {
    "events": (
        "SELECT stream, seq, hash FROM event WHERE office_id = :office_id"
        " AND stream IN (SELECT s.value FROM words_in(:streams) s)"
        " AND (stream <> :stream OR seq <= :event_seq) ORDER BY stream, seq"
    ),
    "accounts": (
        "SELECT l.account, sum(l.amount_paise) FROM journal_line l"
        " WHERE l.office_id = :office_id AND l.entry_seq <= :entry_seq"
        " GROUP BY l.account ORDER BY l.account"
    ),
    "wallets": (
        "SELECT consumer_id, sum(amount_paise) FROM wallet_entry"
        " WHERE office_id = :office_id AND posted_seq <= :posted_seq"
        " GROUP BY consumer_id ORDER BY consumer_id"
    ),
    "receipts": (
        "SELECT number, order_id, amount_paise FROM receipt"
        " WHERE office_id = :office_id AND posted_seq <= :posted_seq ORDER BY posted_seq"
    ),
    "series": (
        "SELECT counter, financial_year, incarnation, max(running_number) FROM receipt"
        " WHERE office_id = :office_id AND posted_seq <= :posted_seq"
        " GROUP BY counter, financial_year, incarnation"
        " ORDER BY counter, financial_year, incarnation"
    ),
}


def drill(  # noqa: PLR0913 - with what, against what, where, when and by whom
    backup: Path,
    living: Reading,
    office: Office,
    folder: Path,
    *,
    keys: Keys,
    now: datetime,
    actor: Actor,
    progress: Progress,
) -> DrillReport:
    """Restore ``backup`` inside ``folder`` for a trial, compare it, and throw the trial away.

    A backup that cannot be opened at all is refused; one that differs is reported.
    """
    started = time.monotonic()
    with _trial_in(folder) as trial:
        laid_out = lay_out(backup, trial / "office.db", keys, part_of(progress, 0, _LAID_OUT))
        engine = open_engine(laid_out.database, laid_out.key)
        try:
            with opening_told(laid_out, backup):
                bring_up_to_date(engine, laid_out.database)
                tried = try_out(
                    engine,
                    living,
                    office,
                    laid_out.source,
                    at=now,
                    actor=actor,
                    progress=part_of(progress, _LAID_OUT, 100),
                )
        finally:
            engine.dispose()
    return DrillReport(
        at=now,
        backup=backup,
        made_at=laid_out.source.made_at,
        anchor=tried.anchor,
        problems=tried.problems,
        findings=[*told_of(laid_out.manifest, tried.anchor), *tried.findings],
        took_ms=round((time.monotonic() - started) * 1000),
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of opening restored books and comparing them with the living ones."""

    anchor: Anchor | None
    problems: list[Problem]
    findings: list[DrillFinding]


def try_out(  # noqa: PLR0913 - what, against what, when and by whom
    engine: Engine,
    living: Reading,
    office: Office,
    source: Source,
    *,
    at: datetime,
    actor: Actor,
    progress: Progress,
) -> Tried:
    """Check restored books in full, compare them with the living ones, and begin them anew."""
    with reading(engine) as connection:
        found = office_in(connection, office.code, source.name)
    checked = check_books(lambda: reading(engine), found, part_of(progress, 0, _CHECKED))
    with reading(engine) as restored, living() as connection:
        anchor = head_of(restored, found)
        findings = list(_compared(restored, connection, found))
    with writing(engine, found.id) as connection:
        anew = begin_incarnation(
            connection, found, source, number=None, last_receipts=(), at=at, actor=actor
        )
    expected = f"{office.code}.{found.incarnation + 1}"
    findings.append(DrillFinding("begins_anew", anew.stream, expected))
    progress(Step(1, 1))
    return Tried(anchor, checked.problems, findings)


def told_of(manifest: Manifest | None, anchor: Anchor | None) -> list[DrillFinding]:
    """Compare where a backup says that it ends with where it does."""
    if manifest is None:
        return []
    return [DrillFinding("anchor", str(manifest.anchor or "-"), str(anchor or "-"))]


def facts_of(report: DrillReport) -> dict[str, Any]:
    """Return a report as it is stored."""
    return {
        "anchor": str(report.anchor) if report.anchor else None,
        "made_at_ms": milliseconds(report.made_at) if report.made_at else None,
        "problems": [problem.code for problem in report.problems],
        "findings": [
            {"what": one.what, "in_backup": one.in_backup, "in_office": one.in_office}
            for one in report.findings
        ],
    }


def _compared(restored: Connection, living: Connection, office: Office) -> Iterator[DrillFinding]:
    posted_seq, entry_seq = restored.execute(text(_ENDS), {"office_id": office.id}).one()
    event_seq, _hash = end_of_stream(restored, office)
    bounds = {
        "office_id": office.id,
        "stream": office.stream,
        "streams": json_list(office.streams),
        "event_seq": event_seq,
        "posted_seq": posted_seq,
        "entry_seq": entry_seq,
    }
    for what, sql in _COMPARED.items():
        yield DrillFinding(what, _digest(restored, sql, bounds), _digest(living, sql, bounds))


def _digest(connection: Connection, sql: str, bounds: Mapping[str, Any]) -> str:
    """Return how many rows a statement gives, and the beginning of the hash of them all."""
    hashed, count = hashlib.sha256(), 0
    named = {name: value for name, value in bounds.items() if f":{name}" in sql}
    for rows in connection.execute(text(sql), named).partitions(_ROWS_AT_A_TIME):
        count += len(rows)
        for row in rows:
            told = [value.hex() if isinstance(value, bytes) else value for value in row]
            hashed.update(json.dumps(told, ensure_ascii=False).encode())
    return f"{count} · {hashed.hexdigest()[:MARK_DIGITS]}"


@contextmanager
def _trial_in(folder: Path) -> Iterator[Path]:
    """Yield a folder of our own to restore into; it is gone afterwards."""
    remove_left_behind(folder, f"{_TRIAL}*")
    try:
        trial = Path(tempfile.mkdtemp(prefix=_TRIAL, dir=folder))
    except OSError as trouble:
        raise trouble_of_system(trouble, folder) from trouble
    try:
        yield trial
    finally:
        shutil.rmtree(trial, ignore_errors=True)
