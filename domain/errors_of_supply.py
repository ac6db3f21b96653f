"""What can go wrong with supply: policies, jobs, orders, and the AMISP that carries them out."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import Refusal, Unavailable

# --- the AMISP --------------------------------------------------------------------------------


@dataclass(eq=False)
class AmispUnavailable(Unavailable):
    """The AMISP could not be asked; ``detail`` is what happened, in the words of the protocol.

    ``wait_ms``: after how long to ask again, 0: as one likes.
    """

    detail: str
    wait_ms: int = 0


@dataclass(eq=False)
class AmispNotSetUp(Refusal):
    """The office has not said where its AMISP is."""


@dataclass(eq=False)
class AmispTokenMissing(Refusal):
    """Nothing on this machine keeps the words by which the AMISP knows the office."""


@dataclass(eq=False)
class AmispSecretMissing(Refusal):
    """Nothing on this machine keeps the secret that callbacks are signed with."""


@dataclass(eq=False)
class AmispAddressUnsafe(Refusal):
    """An address that is none, or over which anybody could read what opens supply."""

    address: str


@dataclass(eq=False)
class LineTooLong(Refusal):
    """A line of a file of acknowledgements is longer than any of them."""

    name: str
    line: int
    most: int


@dataclass(eq=False)
class LineNotJson(Refusal):
    """A line of a file of acknowledgements is no JSON object."""

    name: str
    line: int


@dataclass(eq=False)
class AcknowledgementIncomplete(Refusal):
    """A line does not say what an acknowledgement must say."""

    name: str
    line: int
    field: str


@dataclass(eq=False)
class CommandUnknown(Refusal):
    """A file acknowledges a command that this office never gave."""

    name: str
    line: int
    command: str
