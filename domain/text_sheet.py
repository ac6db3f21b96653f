"""A sheet of texts that are worded already, to be filed: an audit log, what a check found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.office import Office


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column of the sheet: its heading, and its width in characters."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class TextSheet:
    """The whole sheet: what it is, what it was made of, and its rows, a text for each column."""

    title: str
    office: Office
    #: What was asked for, and why: each a name and a value.
    choices: Sequence[tuple[str, str]]
    columns: Sequence[TextColumn]
    rows: Sequence[Sequence[str]]
    made_at: datetime
    made_by: str
