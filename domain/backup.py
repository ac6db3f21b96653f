"""Backups: when one is due, what it is called, and which ones are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from domain.anchor import Anchor
from domain.calendar import IST
from domain.errors import Trouble
from domain.settings import (
    BACKUP_KEEP_ALL_DAYS,
    BACKUP_KEEP_DAILY_DAYS,
    BACKUP_KEEP_MONTHLY_MONTHS,
)

#: How the name of a backup ends: a packed file of SQLite, a plain one, an archive of PostgreSQL.
PACKED, PLAIN, DUMPED = ".db.zst", ".db", ".dump"
_NAME = re.compile(r"(.+)-([0-9]{8}-[0-9]{6})(?:-[0-9]{1,3})?(?:\.db\.zst|\.db|\.dump)")
_STAMP = "%Y%m%d-%H%M%S"
_MONTHS_OF_YEAR = 12


class BackupReason(StrEnum):
    """Why a backup was made."""

    ASKED = "asked"
    CLOSING = "closing"
    TIMER = "timer"


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup as the office remembers it; ``stream``, ``event_seq``, ``hash``: its anchor."""

    made_at: datetime
    path: Path
    reason: str
    size_bytes: int
    sha256: str
    stream: str
    event_seq: int
    hash: bytes
    took_ms: int

    @property
    def anchor(self) -> Anchor | None:
        """Where the event stream of the copy ends, None before the first event."""
        if not self.event_seq:
            return None
        return Anchor.of(self.stream, self.event_seq, self.hash)


@dataclass(frozen=True, slots=True)
class BackupDone:
    """What came of making a backup.

    ``second``: the copy in the second place; ``second_trouble``: why there is none;
    ``removed``: the names of older ones that made room.
    """

    made: BackupMade
    second: Path | None
    second_trouble: Trouble | None
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keeping:
    """Which backups are kept: all of some days, then one a day, then one a month."""

    all_days: int = BACKUP_KEEP_ALL_DAYS.default
    daily_days: int = BACKUP_KEEP_DAILY_DAYS.default
    monthly_months: int = BACKUP_KEEP_MONTHLY_MONTHS.default


def backup_due(last_at: datetime | None, now: datetime, hours: int) -> bool:
    """Return whether a backup is due, so many hours after the last one.

    One from the future is as good as none: the clock was wrong, then or now.
    """
    return last_at is None or not timedelta() <= now - last_at < timedelta(hours=hours)


def backup_name(code: str, at: datetime, ending: str, number: int = 1) -> str:
    """Return the name of a backup, ``PAT1-20261123-101500.db.zst``; ``number``: of that second."""
    again = "" if number == 1 else f"-{number}"
    return f"{code}-{at.astimezone(IST).strftime(_STAMP)}{again}{ending}"


def backup_written_at(code: str, name: str) -> datetime | None:
    """Return when the backup of this name was made; None: it is no backup of this office."""
    found = _NAME.fullmatch(name)
    if found is None or found[1] != code:
        return None
    try:
        return datetime.strptime(found[2], _STAMP).replace(tzinfo=IST).astimezone(UTC)
    except ValueError:
        return None


def to_remove(
    made: Mapping[str, datetime], now: datetime, keeping: Keeping, bad: Iterable[str] = ()
) -> list[str]:
    """Return the names of backups that need not be kept, oldest first.

    Never the newest, nor the newest that no drill has found ``bad``.
    """
    newest_first = sorted(made, key=lambda name: (made[name], name), reverse=True)
    known_bad = set(bad)
    kept = set(newest_first[:1])
    kept.update([name for name in newest_first if name not in known_bad][:1])
    spoken_for: set[object] = set()
    for name in newest_first:
        period = _period(made[name], now, keeping)
        if period is None or period in spoken_for:
            continue
        # What a drill found bad does not stand for a day or month that has a better one.
        if name in known_bad and period is not _EACH:
            continue
        kept.add(name)
        if period is not _EACH:
            spoken_for.add(period)
    return [name for name in reversed(newest_first) if name not in kept]


#: The period of backups that are all kept.
_EACH = object()


def _period(at: datetime, now: datetime, keeping: Keeping) -> object | None:
    """Return for what a backup would be kept: itself, its day, its month, or nothing."""
    age, local, today = now - at, at.astimezone(IST), now.astimezone(IST)
    if age < timedelta(days=keeping.all_days):
        return _EACH
    if age < timedelta(days=keeping.daily_days):
        return local.date()
    months = (today.year - local.year) * _MONTHS_OF_YEAR + today.month - local.month
    return (local.year, local.month) if months < keeping.monthly_months else None
