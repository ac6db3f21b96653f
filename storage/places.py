"""Where an office's database may lie: on a disk of this machine, never on a network share."""

from __future__ import annotations

from pathlib import Path

from domain.errors import FolderUnsuitable

#: File systems that other machines serve: locks and syncs there are promises of the network.
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p.remote", "afs", "fuse.sshfs", "davfs"}
)
_MOUNTS = Path("/proc/mounts")


def refuse_network_share(folder: Path, mounts: Path = _MOUNTS) -> None:
    """Raise :class:`FolderUnsuitable` when ``folder`` lies on a network share.

    Known by a UNC path on Windows, and by the type of the file system on Linux.
    """
    place = folder.absolute()
    if str(place).startswith(("\\\\", "//")) or _file_system_of(place, mounts) in _NETWORK:
        raise FolderUnsuitable(str(folder))


def _file_system_of(place: Path, mounts: Path) -> str:
    """Return the type of the file system that ``place`` lies on, empty when nothing tells."""
    try:
        lines = mounts.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    found = [line.split() for line in lines]
    under = [
        (len(mount[1]), mount[2])
        for mount in found
        if place.is_relative_to(mount[1].replace("\\040", " "))
    ]
    return max(under, default=(0, ""))[1]
