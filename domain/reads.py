"""Register reads to daily energy: a read is taken, ignored, held for a person, or refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.calendar import billing_day, end_of
from domain.energy import Energy

#: A read this long after midnight still closes the day before (domain page, section 2; a setting).
MIDNIGHT_TOLERANCE = timedelta(minutes=15)
#: A jump is use above sanctioned load x 24 h x this factor per day elapsed (a setting).
JUMP_FACTOR = 2
#: Where registers of five to eight whole digits of kWh roll over to zero.
ROLL_OVERS_WH = (100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000)


class ReadSource(StrEnum):
    """Where a read came from."""

    AMISP = "amisp"
    FILE = "file"
    MANUAL = "manual"
    DIRECT = "direct"
    SIMULATED = "simulated"


class ReadState(StrEnum):
    """Whether a charge may be worked out from a read."""

    VALID = "valid"
    HELD = "held"
    RELEASED = "released"
    SUPERSEDED = "superseded"
    #: Put aside with the import that brought it: the same value may come again.
    WITHDRAWN = "withdrawn"


class HoldReason(StrEnum):
    """Why a read waits for a person."""

    BACKWARDS = "backwards"
    JUMP = "jump"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class Read:
    """A cumulative import register as read from a meter at an instant.

    ``apparent_vah`` and ``exported_wh`` are the meter's other registers (VAh and Wh), kept as
    read; nothing is charged by them.
    """

    meter_serial: str
    read_at: datetime
    register: Energy
    max_demand_w: int | None = None
    quality: str = ""
    apparent_vah: int | None = None
    exported_wh: int | None = None


def begins_at(day: date) -> datetime:
    """Return the last instant at which a read still belongs to the midnight that begins a day."""
    return end_of(day - timedelta(days=1)) + MIDNIGHT_TOLERANCE


def closing_day(read_at: datetime) -> date:
    """Return the billing day that a read closes: a read at 00:00 of d+1 closes d."""
    return billing_day(read_at - MIDNIGHT_TOLERANCE - timedelta(milliseconds=1))
