"""Archives: charged days of old financial years lie in a file of their own, vouched for as ever.

Wallets, ledger, receipts and events stay; what moves is what fills the disk: a charge and a read
a consumer a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from domain.calendar import financial_year
from domain.errors_of_trust import NotAYearToArchive

_FIRST_MONTH = 4


@dataclass(frozen=True, slots=True)
class Archive:
    """A file of charged days: those before ``until`` that no earlier archive holds."""

    path: str
    sha256: str
    until: date
    charges: int
    reads: int


def latest_archivable(today: date) -> date:
    """Return the first day that may not be archived: the previous financial year stays whole."""
    year = today.year if today.month >= _FIRST_MONTH else today.year - 1
    return date(year - 1, _FIRST_MONTH, 1)


def refuse_unless_archivable(until: date, today: date) -> None:
    """Raise :class:`NotAYearToArchive` unless whole, long finished financial years end there."""
    latest = latest_archivable(today)
    if (until.month, until.day) != (_FIRST_MONTH, 1) or until > latest:
        raise NotAYearToArchive(until, latest)


def archive_name(code: str, until: date) -> str:
    """Return what an archive is called: ``PAT1-archive-2024-25.db`` by its last year."""
    return f"{code}-archive-{financial_year(until - timedelta(days=1))}.db"
