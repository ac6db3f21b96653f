"""The safekeeping of an office: backups and drills, settings, held messages, recovery words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from domain.audit import AuditNote
from domain.backup import BackupDone, BackupMade, BackupReason, Keeping, backup_due
from domain.calendar import Clock, milliseconds
from domain.errors import Trouble
from domain.errors_of_trust import (
    NoBackupYet,
    OfficeNotEncrypted,
    RecoveryWordsMissing,
    RecoveryWordsWrong,
)
from domain.office import Actor, Office
from domain.progress import Progress
from domain.safekeeping import DrillReport, DrillRow, HeldMessage, LostNumbers, SafetyState
from domain.services.permitting import permit
from domain.services.repeating import repeated_when_undone
from domain.services.reviewing import DROPPED, RELEASED, settle_messages
from domain.services.setting import change_settings
from domain.settings import (
    BACKUP_FOLDER,
    BACKUP_HOURS,
    BACKUP_KEEP_ALL_DAYS,
    BACKUP_KEEP_DAILY_DAYS,
    BACKUP_KEEP_MONTHLY_MONTHS,
    BACKUP_SECOND_FOLDER,
    DRILL_DAYS,
    LEAST_FREE_MB,
    SettingRow,
)
from domain.staff import Act
from storage.backup import Verified, backups_in, copy_to_second_place, make_backup, rotate
from storage.dialect import is_server
from storage.drill import drill, facts_of
from storage.dumping import drill_dump, make_dump
from storage.engine import key_of
from storage.files import free_bytes
from storage.keys import Keys, KeySheet, new_words, spelt
from storage.passwords import Argon2Passwords
from storage.repositories.safekeeping import SqlSafekeeping
from storage.repositories.settings import SqlSettings
from storage.unit_of_work import SqlUnitOfWork
from storage.watching import FULL, QUICK

BACKUPS = "backups"
_MEGABYTE = 1024 * 1024
#: So many of the newest rows are looked through for the last backup that is not of the future.
_LOOKED_THROUGH = 50


@dataclass(frozen=True, slots=True)
class OfficeSafe:
    """Everything of :class:`domain.safekeeping.Safekeeping`; any thread may call it.

    Backups are made, tried and reviewed in whatever condition the books are.
    """

    engine: Engine
    office: Office
    path: Path
    clock: Clock
    keys: Keys
    open_unit: Callable[[], SqlUnitOfWork]
    reading: Callable[[], AbstractContextManager[Connection]]

    def state(self) -> SafetyState:
        now = self.clock.now()
        with self.reading() as connection:
            rows = SqlSafekeeping(connection, self.office)
            settings = SqlSettings(connection, self.office)
            backups = rows.backups(_LOOKED_THROUGH)
            drills = rows.drills(1)
            held, words_tried = rows.held_count(), rows.words_tried()
            hours, drill_days = settings.get(BACKUP_HOURS), settings.get(DRILL_DAYS)
            least_free = settings.get(LEAST_FREE_MB) * _MEGABYTE
        last = next((backup for backup in backups if backup.made_at <= now), None)
        last_drill = drills[0] if drills else None
        free = free_bytes(self.path.parent)
        return SafetyState(
            incarnation=self.office.incarnation,
            is_on_server=is_server(self.engine),
            last_backup=last,
            is_backup_due=backup_due(last.made_at if last else None, now, hours),
            last_drill=last_drill,
            is_drill_due=last_drill is None or now - last_drill.at > timedelta(days=drill_days),
            held_messages=held,
            free_bytes=free,
            has_little_room=free < least_free,
            is_encrypted=key_of(self.engine) is not None,
            words_tried=words_tried,
        )

    # Backups and drills

    def back_up(
        self,
        actor: Actor,
        progress: Progress,
        *,
        folder: Path | None = None,
        reason: BackupReason = BackupReason.ASKED,
    ) -> BackupDone:
        now = self.clock.now()
        self._permit(actor, Act.BACK_UP)
        target = (folder or self._own_folder()).absolute()
        made = self._make(target, now, reason, progress)
        with self.open_unit() as unit:
            unit.safekeeping.add_backup(made.made)
            if made.checked is not None and made.checked.reached.seq:
                kind = QUICK if made.is_from_checkpoint else FULL
                unit.condition.add_checkpoint(
                    made.checked.reached, kind=kind, at_ms=milliseconds(now), by=actor.name
                )
            unit.audit.record(AuditNote(Act.BACK_UP, subject=made.made.path.name), now, actor)
            keeping, second_folder = _keeping_of(unit.settings), _second_of(unit.settings)
            bad = unit.safekeeping.found_bad()
            unit.commit()
        removed = rotate(target, self.office.code, now, keeping, bad)
        second, trouble = self._keep_elsewhere(made.made.path, second_folder, now, keeping, bad)
        return BackupDone(made.made, second, trouble, removed)

    def backups(self, limit: int = 100) -> list[BackupMade]:
        with self.reading() as connection:
            return SqlSafekeeping(connection, self.office).backups(limit)

    def drill(self, actor: Actor, progress: Progress, *, backup: Path | None = None) -> DrillReport:
        now = self.clock.now()
        self._permit(actor, Act.DRILL)
        tried = (backup or self._newest()).absolute()
        report = self._tried(tried, now, actor, progress)
        with self.open_unit() as unit:
            unit.safekeeping.add_drill(
                now, tried, facts_of(report), is_good=report.is_good, took_ms=report.took_ms
            )
            told = {"is_good": "yes" if report.is_good else "no"}
            note = AuditNote(Act.DRILL, subject=tried.name, after=told)
            unit.audit.record(note, now, actor)
            unit.commit()
        return report

    def drills(self, limit: int = 100) -> list[DrillRow]:
        with self.reading() as connection:
            return SqlSafekeeping(connection, self.office).drills(limit)

    # Settings

    def settings(self) -> list[SettingRow]:
        with self.reading() as connection:
            return SqlSettings(connection, self.office).all()

    def change_setting(self, name: str, text: str, actor: Actor) -> SettingRow:
        self.change_settings({name: text}, actor)
        return next(row for row in self.settings() if row.name == name)

    @repeated_when_undone
    def change_settings(self, wanted: Mapping[str, str], actor: Actor) -> None:
        change_settings(wanted, self.open_unit(), self.clock, actor)

    # What a restored office holds back, and what it lost

    def held_messages(self) -> list[HeldMessage]:
        with self.reading() as connection:
            return SqlSafekeeping(connection, self.office).held_messages()

    def release_messages(self, ids: Sequence[int], reason: str, actor: Actor) -> int:
        return settle_messages(
            ids, RELEASED, reason, unit=self.open_unit(), clock=self.clock, actor=actor
        )

    def drop_messages(self, ids: Sequence[int], reason: str, actor: Actor) -> int:
        return settle_messages(
            ids, DROPPED, reason, unit=self.open_unit(), clock=self.clock, actor=actor
        )

    def lost_numbers(self) -> list[LostNumbers]:
        with self.reading() as connection:
            return SqlSafekeeping(connection, self.office).lost_numbers()

    # Recovery words

    def make_recovery_words(self, actor: Actor) -> str:
        words, now = new_words(), self.clock.now()
        key = key_of(self.engine)
        sheet = KeySheet.wrap(key, words, self.office.code) if key else None
        hashed = Argon2Passwords().hashed(words)
        with self.open_unit() as unit:
            permit(unit, actor, Act.MANAGE_KEYS)
            unit.staff.set_recovery_hash(hashed, now, actor.name)
            note = AuditNote(Act.MANAGE_KEYS, subject="recovery words", after={"words": "new"})
            unit.audit.record(note, now, actor)
            unit.commit()
        if sheet is not None:
            sheet.write(self.path.parent)
        return words

    def try_recovery_words(self, words: str, actor: Actor) -> None:
        plain = spelt(words)
        with self.open_unit() as unit:
            permit(unit, actor, Act.MANAGE_KEYS)
            stored = unit.staff.recovery_hash()
        if not stored:
            raise RecoveryWordsMissing
        if not Argon2Passwords().matches(stored, plain):
            raise RecoveryWordsWrong
        if key_of(self.engine) is not None:
            self._sheet().unwrap(plain)
        now = self.clock.now()
        with self.open_unit() as unit:
            unit.safekeeping.mark_words_tried(now)
            note = AuditNote(Act.MANAGE_KEYS, subject="recovery words", after={"words": "tried"})
            unit.audit.record(note, now, actor)
            unit.commit()

    @repeated_when_undone
    def note_key(self, whose: str, actor: Actor) -> None:
        with self.open_unit() as unit:
            permit(unit, actor, Act.MANAGE_KEYS)
            note = AuditNote(Act.MANAGE_KEYS, subject=whose, after={"key": "kept"})
            unit.audit.record(note, self.clock.now(), actor)
            unit.commit()

    def _permit(self, actor: Actor, act: Act) -> None:
        with self.open_unit() as unit:
            permit(unit, actor, act)

    def _make(
        self, folder: Path, now: datetime, reason: BackupReason, progress: Progress
    ) -> Verified:
        if is_server(self.engine):
            return make_dump(
                self.engine, self.office, folder, now=now, reason=reason, progress=progress
            )
        sheet = self._sheet() if key_of(self.engine) else None
        return make_backup(
            self.engine,
            self.office,
            folder,
            now=now,
            sheet=sheet,
            reason=reason,
            progress=progress,
        )

    def _tried(self, backup: Path, now: datetime, actor: Actor, progress: Progress) -> DrillReport:
        told: dict[str, Any] = {"now": now, "actor": actor, "progress": progress}
        if is_server(self.engine):
            return drill_dump(backup, self.reading, self.office, engine=self.engine, **told)
        folder = self.path.parent
        return drill(backup, self.reading, self.office, folder, keys=self.keys, **told)

    def _own_folder(self) -> Path:
        with self.reading() as connection:
            named = SqlSettings(connection, self.office).get(BACKUP_FOLDER)
        return Path(named) if named else self.path.parent / BACKUPS

    def _newest(self) -> Path:
        """Return the newest backup in the office's own folder; :class:`NoBackupYet`."""
        folder = self._own_folder()
        found = backups_in(folder, self.office.code)
        if not found:
            raise NoBackupYet(str(folder))
        return folder / max(found, key=lambda name: (found[name], name))

    def _keep_elsewhere(
        self, backup: Path, named: str, now: datetime, keeping: Keeping, bad: set[str]
    ) -> tuple[Path | None, Trouble | None]:
        """Copy a backup to the second place; that it failed does not undo the first."""
        if not named or Path(named).absolute() == backup.parent:
            return None, None
        try:
            second = copy_to_second_place(backup, Path(named))
        except Trouble as trouble:
            return None, trouble
        rotate(second.parent, self.office.code, now, keeping, bad)
        return second, None

    def _sheet(self) -> KeySheet:
        sheet = KeySheet.read(self.path.parent)
        if sheet is None:
            raise OfficeNotEncrypted(str(self.path.parent))
        return sheet


def _keeping_of(settings: SqlSettings) -> Keeping:
    return Keeping(
        settings.get(BACKUP_KEEP_ALL_DAYS),
        settings.get(BACKUP_KEEP_DAILY_DAYS),
        settings.get(BACKUP_KEEP_MONTHLY_MONTHS),
    )


def _second_of(settings: SqlSettings) -> str:
    return settings.get(BACKUP_SECOND_FOLDER)
