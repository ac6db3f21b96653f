"""An anchor: a place in the event stream and the beginning of its hash, kept outside the books.

Whoever rewrites the whole chain cannot rewrite what was printed or copied away before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.errors import FieldNotAllowed

#: So many hexadecimal digits of a hash are printed.
MARK_DIGITS = 16
_WRITTEN = re.compile(r"([A-Z0-9]+\.[0-9]{1,9}):([0-9]{1,18}):([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The event ``seq`` of ``stream``, and the first 16 digits of its hash."""

    stream: str
    seq: int
    mark: str

    def __str__(self) -> str:
        return f"{self.stream}:{self.seq}:{self.mark}"

    @classmethod
    def of(cls, stream: str, seq: int, hash_: bytes) -> Anchor:
        """Return the anchor of an event by its whole hash."""
        return cls(stream, seq, hash_.hex()[:MARK_DIGITS])

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """Return the anchor written as ``PAT1.1:1234:9f86d081884c7d65``; refuse what is none."""
        written = _WRITTEN.fullmatch(text.strip())
        if written is None:
            raise FieldNotAllowed("anchor", text)
        return cls(written[1], int(written[2]), written[3])
