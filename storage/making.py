"""An office appears whole or not at all: it is made beside its place, then put there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine

from domain.calendar import Clock
from domain.errors_of_database import BackupNotWhole, OfficeExists
from domain.errors_of_trust import BackupAnchorDiffers, DatabaseNotNeeded
from domain.ids import new_id
from domain.progress import Progress, part_of
from domain.safekeeping import Restoring
from storage.backup import reading
from storage.beginning import Answering, begin_anew
from storage.books import SqlBooks
from storage.chain import head_of
from storage.dumping import is_dump
from storage.engine import open_engine
from storage.files import put_in_place, remove_left_behind
from storage.keys import KEY_SHEET, Keys, system_keys
from storage.migrate import bring_up_to_date
from storage.office import DATABASE, OFFICE_FILES, open_office
from storage.restoring import LaidOut, lay_out, office_in, opening_told
from storage.restoring_dump import restore_dump

_MAKING = ".being-made-"
_LAID_OUT = 30


@contextmanager
def office_being_made(folder: Path) -> Iterator[Path]:
    """Yield a folder to make an office in; its database moves to ``folder`` when all went well.

    :class:`OfficeExists` when there is one. A body that fails leaves nothing behind.
    """
    if any((folder / name).exists() for name in OFFICE_FILES):
        raise OfficeExists(str(folder))
    is_ours = not folder.exists()
    remove_left_behind(folder, f"{_MAKING}*")
    making = folder / f"{_MAKING}{new_id()[:8]}"
    try:
        making.mkdir(mode=0o700, parents=True)
        yield making
        for name in (KEY_SHEET, *OFFICE_FILES):
            if (making / name).exists():
                put_in_place(making / name, folder / name)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        if is_ours:
            with suppress(OSError):
                folder.rmdir()
        raise
    shutil.rmtree(making, ignore_errors=True)


def restore_office(  # noqa: PLR0913 - of what, where to, who answers for it and how
    backup: Path,
    folder: Path,
    clock: Clock,
    progress: Progress,
    *,
    answering: Answering,
    wish: Restoring | None = None,
    keys: Keys | None = None,
) -> SqlBooks:
    """Make an office in ``folder`` of the backup, once its books have passed their check.

    It begins anew: another stream, other series, and what waited to be sent is held.
    ``answering`` says who answers for it, asked when the books with their staff are open. A living
    office is never overwritten; :class:`BackupNotWhole` when the books do not pass.
    """
    wish, keys = wish or Restoring(), keys or system_keys()
    if is_dump(backup):
        return restore_dump(backup, folder, clock, progress, answering=answering, wish=wish)
    if wish.database is not None:
        raise DatabaseNotNeeded(backup.name)
    with office_being_made(folder) as making:
        laying = part_of(progress, 0, _LAID_OUT)
        laid_out = lay_out(backup, making / DATABASE, keys, laying, words=wish.words)
        engine = open_engine(laid_out.database, laid_out.key)
        try:
            with opening_told(laid_out, backup):
                bring_up_to_date(engine, laid_out.database)
                books = _checked(engine, laid_out, backup, clock, part_of(progress, _LAID_OUT, 100))
                begin_anew(books, engine, laid_out.source, wish, beside=backup, answering=answering)
            books.close()
        finally:
            engine.dispose()
        if laid_out.sheet is not None and laid_out.key is not None:
            laid_out.sheet.write(making)
            keys.keep(laid_out.key, laid_out.sheet)
    return open_office(folder, clock, keys)


def _checked(
    engine: Engine, laid_out: LaidOut, backup: Path, clock: Clock, progress: Progress
) -> SqlBooks:
    """Return the books in a laid out backup once they have passed their check."""
    manifest = laid_out.manifest
    with reading(engine) as connection:
        office = office_in(connection, manifest.office if manifest else None, backup.name)
        end = head_of(connection, office)
    if manifest is not None and end != manifest.anchor:
        raise BackupAnchorDiffers(backup.name, str(manifest.anchor or "-"))
    books = SqlBooks(engine, laid_out.database, office, clock)
    problems = books.check(progress)
    if problems:
        raise BackupNotWhole(str(backup), len(problems))
    return books
