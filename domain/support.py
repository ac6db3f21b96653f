"""What support may know of an office to help it: versions, sizes and counts, nobody's data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DoneFact:
    """Something that was done to the books as a whole: when, what came of it, in milliseconds."""

    at: datetime
    outcome: str
    took_ms: int = 0
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """An office as support may see it.

    ``row_counts`` stop at a million: nobody waits for the rest. ``settings`` that are free text
    are only named, as anything may stand in them; sizes and free room are in bytes.
    """

    code: str
    stream: str
    is_practice: bool
    database: str
    schema: str
    database_settings: Mapping[str, str]
    settings: Mapping[str, str]
    staff_by_role: Mapping[str, int]
    row_counts: Mapping[str, int]
    problems: int
    checks: Sequence[DoneFact]
    backups: Sequence[DoneFact]
    drills: Sequence[DoneFact]
    file_bytes: Mapping[str, int]
    free_bytes: int
