"""A packed backup: what it says about itself, then the database as one zstd frame with checksum.

The first part is a *skippable frame*, which every zstd program passes over, so that ``zstd -d``
unpacks the database too::

    4  0x184D2A50   4  length N   N  the manifest, JSON   *  a frame with content size, checksum
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import zstandard

from domain.anchor import Anchor
from domain.errors_of_database import DatabaseNewer
from domain.errors_of_files import FileReason, FileUnreadable
from domain.errors_of_trust import BackupDamaged, BackupNotOurs
from domain.progress import Progress, Step

FORMAT = 1
_SKIPPABLE = 0x184D2A50
_FRAME = b"\x28\xb5\x2f\xfd"
_HEAD = struct.Struct("<II")
_MOST_MANIFEST = 64 * 1024
_LEVEL = 3
_CHUNK = 1024 * 1024
_MOST_WINDOW = 128 * 1024 * 1024
#: No database shrinks further than this; what claims to is made to fill a disk.
_MOST_RATIO = 1_000
_SMALL_BYTES = 16 * 1024 * 1024
_INT64 = 1 << 63
_CODE = re.compile(r"[A-Z0-9]{1,20}")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says about itself; ``key``: the wrapped key of an encrypted database."""

    office: str
    incarnation: int
    stream: str
    event_seq: int
    hash: str
    made_at_ms: int
    program: str
    raw_bytes: int
    raw_sha256: str
    key: Mapping[str, Any] | None = None

    @property
    def anchor(self) -> Anchor | None:
        """Where the event stream of the copy ends, None before the first event."""
        if not self.event_seq:
            return None
        return Anchor.of(self.stream, self.event_seq, bytes.fromhex(self.hash))

    def to_bytes(self) -> bytes:
        told = {"format": FORMAT, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def of_bytes(cls, written: bytes, name: str) -> Manifest:
        """Return the manifest that was written; refuse one that nobody of us wrote."""
        try:
            told = json.loads(written)
            version = told.pop("format")
        except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
            raise BackupNotOurs(name) from None
        if not _is_whole(version):
            raise BackupNotOurs(name)
        if version > FORMAT:
            raise DatabaseNewer(name)
        try:
            manifest = cls(**{field: told[field] for field in cls.__slots__})
        except KeyError:
            raise BackupNotOurs(name) from None
        if not _is_sane(manifest):
            raise BackupNotOurs(name)
        return manifest


def is_packed(path: Path) -> bool:
    """Whether a file begins as a packed backup, or another zstd file, does."""
    with path.open("rb") as file:
        head = file.read(len(_FRAME))
    return head == _FRAME or head == struct.pack("<I", _SKIPPABLE)


def pack(source: Path, target: BinaryIO, manifest: Manifest, progress: Progress) -> None:
    """Write the manifest and the packed content of ``source`` to an open file."""
    told = manifest.to_bytes()
    target.write(_HEAD.pack(_SKIPPABLE, len(told)) + told)
    packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True, write_content_size=True)
    with (
        source.open("rb") as file,
        packer.stream_writer(target, size=manifest.raw_bytes, closefd=False) as packed,
    ):
        done = 0
        while chunk := file.read(_CHUNK):
            packed.write(chunk)
            done += len(chunk)
            progress(Step(done, manifest.raw_bytes))


def manifest_of(path: Path) -> Manifest:
    """Return what a packed backup says about itself; :class:`BackupNotOurs` if it says nothing."""
    with _opened(path) as file:
        return _read_manifest(file, path.name)


def unpack(path: Path, target: Path, progress: Progress) -> Manifest:
    """Write the database in a packed backup to ``target`` and return what the backup says.

    Never more is written than the backup says, and that is no more than a database can be;
    :class:`BackupDamaged` when it is anything else in the end.
    """
    with _opened(path) as file:
        manifest = _read_manifest(file, path.name)
        _refuse_impossible_size(file, manifest, path)
        unpacker = zstandard.ZstdDecompressor(max_window_size=_MOST_WINDOW)
        hashed = hashlib.sha256()
        try:
            with (
                unpacker.stream_reader(file, read_across_frames=True, closefd=False) as packed,
                target.open("wb") as raw,
            ):
                _copy(packed.read, raw.write, hashed.update, manifest, progress)
        except zstandard.ZstdError:
            raise BackupDamaged(path.name) from None
        except _TooMuch:
            raise BackupDamaged(path.name) from None
        if hashed.hexdigest() != manifest.raw_sha256:
            raise BackupDamaged(path.name)
    return manifest


class _TooMuch(Exception):
    """A backup unpacks to more than it says."""


def _copy(
    read: Callable[[int], bytes],
    write: Callable[[bytes], object],
    add_to_hash: Callable[[bytes], object],
    manifest: Manifest,
    progress: Progress,
) -> None:
    done = 0
    while chunk := read(_CHUNK):
        done += len(chunk)
        if done > manifest.raw_bytes:
            raise _TooMuch
        write(chunk)
        add_to_hash(chunk)
        progress(Step(done, manifest.raw_bytes))


def _refuse_impossible_size(file: BinaryIO, manifest: Manifest, path: Path) -> None:
    """Refuse a frame whose size is not the manifest's, or no database's."""
    place = file.tell()
    try:
        said = zstandard.get_frame_parameters(file.read(64)).content_size
    except zstandard.ZstdError:
        raise BackupDamaged(path.name) from None
    file.seek(place)
    most = _SMALL_BYTES + _MOST_RATIO * path.stat().st_size
    if said != manifest.raw_bytes or said > most:
        raise BackupDamaged(path.name)


def _read_manifest(file: BinaryIO, name: str) -> Manifest:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise BackupNotOurs(name)
    magic, length = _HEAD.unpack(head)
    if magic != _SKIPPABLE or length > _MOST_MANIFEST:
        raise BackupNotOurs(name)
    told = file.read(length)
    if len(told) < length:
        raise BackupDamaged(name)
    return Manifest.of_bytes(told, name)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise FileUnreadable(path.name, FileReason.NOT_FOUND) from None
    except IsADirectoryError:
        raise FileUnreadable(path.name, FileReason.NOT_A_FILE) from None
    except PermissionError:
        raise FileUnreadable(path.name, FileReason.NOT_PERMITTED) from None


def _is_sane(manifest: Manifest) -> bool:
    wholes = (*(manifest.incarnation, manifest.event_seq, manifest.made_at_ms, manifest.raw_bytes),)
    texts = (manifest.office, manifest.stream, manifest.program, manifest.hash, manifest.raw_sha256)
    return bool(
        all(_is_whole(number) for number in wholes)
        and all(isinstance(text, str) for text in texts)
        and _CODE.fullmatch(manifest.office)
        and manifest.incarnation > 0
        and manifest.stream == f"{manifest.office}.{manifest.incarnation}"
        and _HASH.fullmatch(manifest.hash)
        and _HASH.fullmatch(manifest.raw_sha256)
        and (manifest.key is None or isinstance(manifest.key, dict))
    )


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < _INT64
