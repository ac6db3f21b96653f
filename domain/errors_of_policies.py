"""What can go wrong with policies, holidays and protections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.errors import Refusal
from domain.errors_of_tariffs import TariffFault


@dataclass(eq=False)
class PoliciesUnreadable(Refusal):
    """A file of policies is no JSON, or has no list of them; ``detail`` is where it fails."""

    name: str
    detail: str


@dataclass(eq=False)
class PolicyRefused(Refusal):
    """A document is no policy; each fault says where, as those of tariffs do.

    ``policy`` is its id as far as it has one.
    """

    policy: str
    faults: tuple[TariffFault, ...]


@dataclass(eq=False)
class PolicyHoursNever(TariffFault):
    """What is forbidden leaves no minute of any day."""


@dataclass(eq=False)
class PolicyWindowsOverlap(TariffFault):
    """Two windows share minutes, so that nobody knows when the first one ends."""


@dataclass(eq=False)
class PolicyStretchEmpty(TariffFault):
    """A stretch of a day that ends when it begins."""


@dataclass(eq=False)
class PolicyGroupTwice(TariffFault):
    """Two groups have one name."""

    name: str


@dataclass(eq=False)
class PolicyKnown(Refusal):
    """The office has a policy with this id and other content."""

    policy: str


@dataclass(eq=False)
class PolicyNotFound(Refusal):
    """The office has no policy with this id, or none that holds."""

    policy: str


@dataclass(eq=False)
class HolidayNotFound(Refusal):
    """No holiday of the office falls on the day."""

    day: date


@dataclass(eq=False)
class HolidaysUnknown(Refusal):
    """Nobody has made a list of this state's holidays."""

    state: str


@dataclass(eq=False)
class ProtectionNotFound(Refusal):
    """There is no protection with this id."""

    protection: str


@dataclass(eq=False)
class ProtectionEnded(Refusal):
    """A protection was taken back before, or ran out."""

    protection: str
    ended_on: date


@dataclass(eq=False)
class ProtectionKnown(Refusal):
    """A protection was recorded under this id with other content."""

    protection: str


@dataclass(eq=False)
class NobodyToProtect(Refusal):
    """No consumer hangs on this feeder, or is charged by this schedule."""

    whom: str
