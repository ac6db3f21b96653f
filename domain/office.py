"""The office: whose books these are, who acts, and by which road."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import office_id_of


@dataclass(frozen=True, slots=True)
class Office:
    """A billing office; its code never changes, for the office's number is made of it."""

    code: str
    name: str
    state: str = ""
    is_practice: bool = False
    address: str = ""
    phone: str = ""
    #: How often the office began anew from a backup, counted from 1.
    incarnation: int = 1

    @property
    def stream(self) -> str:
        """The name of its event stream, ``PAT1.1``: a restored office begins a new one."""
        return f"{self.code}.{self.incarnation}"

    @property
    def streams(self) -> list[str]:
        """The names of its event streams, the first one first."""
        return [f"{self.code}.{number}" for number in range(1, self.incarnation + 1)]

    @property
    def series_prefix(self) -> str:
        """What its receipt numbers begin with: ``PAT1``, and ``PAT1.2`` once it was restored."""
        return self.code if self.incarnation == 1 else self.stream

    @property
    def id(self) -> int:
        """The office's lasting number (int64), the first key of every row."""
        return office_id_of(self.code)


class Channel(StrEnum):
    """The road by which somebody acts on the books."""

    DESK = "desk"
    COMMAND_LINE = "command_line"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, by which road, and at which counter (0 has no shift)."""

    name: str
    channel: Channel
    counter: int = 0
