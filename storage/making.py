"""An office appears whole or not at all: it is made beside its place, then put there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from domain.calendar import Clock
from domain.errors import (
    BackupNotWhole,
    DatabaseDamaged,
    DatabaseNewer,
    DatabaseNotOurs,
    FileReason,
    FileUnreadable,
    OfficeExists,
)
from domain.ids import new_id
from domain.progress import Progress
from storage.backup import copy_database
from storage.books import SqlBooks
from storage.files import put_in_place
from storage.office import DATABASE, OFFICE_FILES, open_office, refuse_unless_ours


@contextmanager
def office_being_made(folder: Path) -> Iterator[Path]:
    """Yield a folder to make an office in; its database moves to ``folder`` when all went well.

    :class:`OfficeExists` when there is one. A body that fails leaves nothing behind.
    """
    if any((folder / name).exists() for name in OFFICE_FILES):
        raise OfficeExists(str(folder))
    is_ours = not folder.exists()
    making = folder / f".being-made-{new_id()[:8]}"
    try:
        making.mkdir(parents=True)
        yield making
        for name in OFFICE_FILES:
            if (making / name).exists():
                put_in_place(making / name, folder / name)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        if is_ours:
            with suppress(OSError):
                folder.rmdir()
        raise
    shutil.rmtree(making, ignore_errors=True)


def restore_office(backup: Path, folder: Path, clock: Clock, progress: Progress) -> SqlBooks:
    """Make an office in ``folder`` of the backup, once its books have passed their check.

    :class:`BackupNotWhole` when they do not; a living office is never overwritten.
    """
    with office_being_made(folder) as making:
        _refuse_what_is_no_database(backup)
        copy_database(backup, making / DATABASE)
        try:
            books = open_office(making, clock)
        except (DatabaseNotOurs, DatabaseNewer, DatabaseDamaged) as trouble:
            trouble.path = str(backup)
            raise
        try:
            problems = books.check(progress)
        finally:
            books.close()
        if problems:
            raise BackupNotWhole(str(backup), len(problems))
    return open_office(folder, clock)


def _refuse_what_is_no_database(backup: Path) -> None:
    try:
        refuse_unless_ours(backup)
    except FileNotFoundError:
        raise FileUnreadable(backup.name, FileReason.NOT_FOUND) from None
    except IsADirectoryError:
        raise FileUnreadable(backup.name, FileReason.NOT_A_FILE) from None
    except PermissionError:
        raise FileUnreadable(backup.name, FileReason.NOT_PERMITTED) from None
