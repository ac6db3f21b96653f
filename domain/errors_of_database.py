"""What can go wrong with an office's folder, its database, the disk, and a backup."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import Refusal, Unavailable


@dataclass(eq=False)
class OfficeNotFound(Refusal):
    """The folder holds no office."""

    folder: str


@dataclass(eq=False)
class OfficeExists(Refusal):
    """The folder holds an office already, which is never overwritten."""

    folder: str


@dataclass(eq=False)
class DatabaseNotOurs(Refusal):
    """The file is no database of this program."""

    path: str


@dataclass(eq=False)
class DatabaseNewer(Refusal):
    """The database was written by a newer version of the program."""

    path: str


@dataclass(eq=False)
class DatabaseDamaged(Refusal):
    """The database's pages contradict each other."""

    path: str
    detail: str


@dataclass(eq=False)
class DatabaseReadOnly(Unavailable):
    """The database cannot be written to."""

    path: str


@dataclass(eq=False)
class DatabaseBusy(Unavailable):
    """Another program holds the database; nothing was changed."""

    path: str


@dataclass(eq=False)
class DiskFull(Unavailable):
    """There is no room left on the disk; nothing half done was kept."""

    path: str


@dataclass(eq=False)
class DiskFailed(Unavailable):
    """The disk could not be read or written, though it has room; nothing half done was kept.

    A commit that could not be synced may have been done all the same: ask again by the same id.
    """

    path: str


@dataclass(eq=False)
class BackupNotWhole(Refusal):
    """The books in a backup do not pass their check, so that no office is made of them."""

    path: str
    problems: int


@dataclass(eq=False)
class FolderUnsuitable(Refusal):
    """A network share or synchronised folder cannot hold an office's database safely."""

    folder: str
