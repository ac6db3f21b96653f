"""Ids: whoever asks for something makes its id, keeps it, and repeats it when asking again."""

from __future__ import annotations

import hashlib
import uuid


def new_id() -> str:
    """Return a fresh id for a wish: 32 hexadecimal digits."""
    return uuid.uuid4().hex


def office_id_of(code: str) -> int:
    """Return the office's lasting number, a positive int64 derived from its immutable code."""
    digest = hashlib.sha256(b"bijli-bahi office " + code.encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1 or 1
