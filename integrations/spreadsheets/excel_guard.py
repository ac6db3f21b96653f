"""What is asked of an Excel book before any reader opens it: a small one can fill a machine."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from domain.errors_of_files import FileReason, FileUnreadable
from integrations.spreadsheets.table import Limits

_CHUNK_BYTES = 256 * 1024
#: A book that is small in all may be as repetitive as it likes.
_RATIO_COUNTS_FROM_BYTES = 1024 * 1024
#: In the encodings that an XML part can have: a reader that expands entities is a bomb too.
_DECLARATIONS = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_LONGEST_DECLARATION = max(map(len, _DECLARATIONS))
_SHEETS = "xl/worksheets/"
_FORMULAS = (b"<f>", b"<f ", b"<f/")


def inspect(name: str, content: bytes, limits: Limits) -> bool:
    """Refuse a book that is damaged, far too large inside, or declares entities.

    Returns whether any sheet has formulas. Everything is inflated once, a piece at a time.
    """
    try:
        with ZipFile(BytesIO(content)) as book:
            if len(book.infolist()) > limits.excel_parts:
                raise FileUnreadable(name, FileReason.ZIP_BOMB)
            if "[Content_Types].xml" not in book.namelist():
                raise FileUnreadable(name, FileReason.NOT_EXCEL)
            inspection = _Inspection(name, len(content), limits)
            for part in book.namelist():
                inspection.take(book, part)
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
    ) as trouble:
        # RuntimeError: a part has a password. NotImplementedError: an unheard-of compression.
        raise FileUnreadable(name, FileReason.DAMAGED, str(trouble)[:80]) from trouble
    return inspection.has_formulas


class _Inspection:
    """What has been seen of a book so far."""

    def __init__(self, name: str, compressed_bytes: int, limits: Limits) -> None:
        self.has_formulas = False
        self._name = name
        self._limits = limits
        self._inflated_bytes = 0
        self._most_bytes = min(
            limits.excel_inflated_bytes,
            max(_RATIO_COUNTS_FROM_BYTES, limits.excel_ratio * compressed_bytes),
        )

    def take(self, book: ZipFile, part: str) -> None:
        """Inflate a part piece by piece; a piece is looked at with the end of the last one."""
        overlap = b""
        with book.open(part) as file:
            while chunk := file.read(_CHUNK_BYTES):
                self._inflated_bytes += len(chunk)
                if self._inflated_bytes > self._most_bytes:
                    raise FileUnreadable(self._name, FileReason.ZIP_BOMB)
                self._look_at(part, overlap + chunk)
                overlap = chunk[-_LONGEST_DECLARATION:]

    def _look_at(self, part: str, piece: bytes) -> None:
        if any(mark in piece for mark in _DECLARATIONS):
            raise FileUnreadable(self._name, FileReason.HAS_ENTITIES)
        if part.startswith(_SHEETS) and not self.has_formulas:
            self.has_formulas = any(mark in piece for mark in _FORMULAS)
