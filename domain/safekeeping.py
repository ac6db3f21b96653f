"""Safekeeping: that the books survive the machine they are on, as pages and commands ask for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from domain.anchor import Anchor
from domain.backup import BackupDone, BackupMade, BackupReason
from domain.listing import Problem
from domain.office import Actor
from domain.progress import Progress
from domain.settings import SettingRow


@dataclass(frozen=True, slots=True)
class DrillFinding:
    """One thing that a drill compared: ``what`` it is, in the backup and in the office."""

    what: str
    in_backup: str
    in_office: str

    @property
    def is_same(self) -> bool:
        return self.in_backup == self.in_office


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What came of restoring a backup for a trial and comparing it with the living books."""

    at: datetime
    backup: Path
    made_at: datetime | None
    anchor: Anchor | None
    problems: Sequence[Problem]
    findings: Sequence[DrillFinding]
    took_ms: int

    @property
    def is_good(self) -> bool:
        """Whether the backup is in order, and is what the office was then."""
        return not self.problems and all(finding.is_same for finding in self.findings)


@dataclass(frozen=True, slots=True)
class DrillRow:
    """A drill as a list shows it."""

    at: datetime
    backup: Path
    is_good: bool
    facts: Mapping[str, object]
    took_ms: int


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A wish to tell the outside that waits for a person, because the office was restored."""

    id: int
    topic: str
    body: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LostNumbers:
    """Receipt numbers that may have been printed and lost; ``last`` None: nobody knows."""

    counter: int
    financial_year: str
    incarnation: int
    first: str
    last: str | None
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class SafetyState:
    """How safe the books are now, for the frame of the desk and the start of a command.

    ``words_tried`` None: the office has no recovery words. ``is_on_server``: its backups are the
    server's own job, and no desk makes one by itself.
    """

    incarnation: int
    is_on_server: bool
    last_backup: BackupMade | None
    is_backup_due: bool
    last_drill: DrillRow | None
    is_drill_due: bool
    held_messages: int
    free_bytes: int
    has_little_room: bool
    is_encrypted: bool
    words_tried: bool | None


@dataclass(frozen=True, slots=True)
class Restoring:
    """How an office is to be restored.

    ``last_receipts``: receipt numbers known from paper as the last ones of their series.
    ``incarnation``: the number of the new incarnation, when the office began anew before.
    ``words``: the recovery words of an encrypted backup. ``database``: the address of the empty
    database that takes an archive of PostgreSQL.
    """

    last_receipts: Sequence[str] = ()
    incarnation: int | None = None
    words: str | None = field(default=None, repr=False)
    database: str | None = None


def plain_words(text: str) -> str:
    """Return recovery words as they are compared: in small letters, one space between them."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


class Safekeeping(Protocol):
    """Backups, drills, settings, held messages and recovery words; each method whole by itself."""

    def state(self) -> SafetyState: ...

    def back_up(
        self,
        actor: Actor,
        progress: Progress,
        *,
        folder: Path | None = None,
        reason: BackupReason = BackupReason.ASKED,
    ) -> BackupDone:
        """Copy the office while it works; without ``folder`` to the office's own backups."""

    def backups(self, limit: int = 100) -> list[BackupMade]:
        """Return the backups that were made, newest first."""

    def drill(self, actor: Actor, progress: Progress, *, backup: Path | None = None) -> DrillReport:
        """Restore the newest backup (or this one) for a trial, compare it, throw it away."""

    def drills(self, limit: int = 100) -> list[DrillRow]: ...

    def settings(self) -> list[SettingRow]: ...

    def change_setting(self, name: str, text: str, actor: Actor) -> SettingRow: ...

    def change_settings(self, wanted: Mapping[str, str], actor: Actor) -> None:
        """Set several settings, texts by name: all of them, or none when one is refused."""

    def held_messages(self) -> list[HeldMessage]: ...

    def release_messages(self, ids: Sequence[int], reason: str, actor: Actor) -> int:
        """Let held messages go out; all of them when ``ids`` is empty. Return how many."""

    def drop_messages(self, ids: Sequence[int], reason: str, actor: Actor) -> int:
        """Put held messages aside for good; all of them when ``ids`` is empty."""

    def lost_numbers(self) -> list[LostNumbers]: ...

    def make_recovery_words(self, actor: Actor) -> str:
        """Return twelve new words and forget the old ones; nothing can show them again."""

    def try_recovery_words(self, words: str, actor: Actor) -> None:
        """Remember that somebody holds the words; :class:`RecoveryWordsWrong` if they do not."""

    def note_key(self, whose: str, actor: Actor) -> None:
        """Note that a key or token was put into this machine's key store, and whose it is."""
