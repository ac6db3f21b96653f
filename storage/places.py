"""Where an office's database may lie: on a disk of this machine, and nobody copies it away.

A network share promises locks and syncs that it does not keep. A folder that a cloud service
keeps in step copies the database while it is written, and puts older files over newer ones.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath

from domain.errors_of_database import FolderUnsuitable

#: File systems that other machines serve, as Linux and macOS call them.
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p.remote", "afs", "afpfs", "webdav"}
    | {"fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "davfs", "fuse.davfs", "ceph", "glusterfs"}
    | {"fuse.glusterfs", "lustre", "beegfs", "ocfs2", "gfs2", "vboxsf", "fuse.vmhgfs-fuse"}
)
#: What services call the folder that they keep in step, each with what may follow the name:
#: ``OneDrive - Company``, ``Dropbox (Personal)``, ``GoogleDrive-name``.
_SYNCED = (
    *("onedrive", "dropbox", "google drive", "googledrive", "icloud drive", "nextcloud"),
    *("owncloud", "megasync", "syncthing", "box sync", "com~apple~clouddocs"),
)
_AFTER_THE_NAME = (" - ", " (", "-")
#: Where Windows says that its own service keeps folders in step.
_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
#: What services leave in the folder that they keep in step.
_LEFT_BEHIND = (".dropbox", ".stfolder", ".sync_journal.db", ".owncloudsync.log", ".nextcloudsync")
_MOUNTS = Path("/proc/mounts")
#: What Windows calls a drive of another machine.
_DRIVE_REMOTE = 4


def refuse_network_share(
    folder: Path, mounts: Path = _MOUNTS, surroundings: Mapping[str, str] = os.environ
) -> None:
    """Raise :class:`FolderUnsuitable` when ``folder`` lies on a share or in a synced folder.

    A share is known by a UNC path or the kind of drive on Windows, and by the type of the file
    system on Linux; a synced folder by its name, by what a service left in it, or by what
    Windows says of its own.
    """
    place = folder.absolute()
    if _is_shared(place, mounts) or _is_synced(place.resolve(), surroundings):
        raise FolderUnsuitable(str(folder))


def _is_shared(place: Path, mounts: Path) -> bool:
    if str(place).startswith(("\\\\", "//")) or _is_remote_drive(place):
        return True
    return any(_file_system_of(each, mounts) in _NETWORK for each in (place, place.resolve()))


def _is_synced(place: Path, surroundings: Mapping[str, str]) -> bool:
    kept = [Path(surroundings[name]) for name in _VARIABLES if surroundings.get(name)]
    return any(
        folder in kept or _is_named_as_synced(folder) or _has_marks(folder)
        for folder in (place, *place.parents)
    )


def _is_named_as_synced(folder: PurePath) -> bool:
    name = folder.name.casefold()
    return any(
        name == service or name.startswith(tuple(service + mark for mark in _AFTER_THE_NAME))
        for service in _SYNCED
    )


def _has_marks(folder: Path) -> bool:
    try:
        return any((folder / mark).exists() for mark in _LEFT_BEHIND)
    except OSError:
        return False  # a folder that may not be looked into says nothing


def _is_remote_drive(place: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415 - only Windows has what is asked

    return bool(ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == _DRIVE_REMOTE)


def _file_system_of(place: Path, mounts: Path) -> str:
    """Return the type of the file system that ``place`` lies on, empty when nothing tells."""
    try:
        lines = mounts.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    found = [line.split() for line in lines]
    under = [
        (len(mount[1]), order, mount[2])
        for order, mount in enumerate(found)
        if place.is_relative_to(mount[1].replace("\\040", " "))
    ]
    # Of two on one place the later one lies above.
    return max(under, default=(0, 0, ""))[2]
