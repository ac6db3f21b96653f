"""What can go wrong with supply: policies, jobs, orders, and the AMISP that carries them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import Refusal, Unavailable

# The AMISP


@dataclass(eq=False)
class AmispUnavailable(Unavailable):
    """The AMISP could not be asked; ``detail`` is what happened, in the words of the protocol.

    ``wait_ms``: after how long to ask again, 0: as one likes.
    """

    detail: str
    wait_ms: int = 0


@dataclass(eq=False)
class AmispRefusesOffice(AmispUnavailable):
    """The AMISP does not let the office in: its token is wrong, or has run out."""


@dataclass(eq=False)
class NoticesTooMany(Refusal):
    """More notices are asked for than are made at once."""

    count: int
    most: int


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
class PortTaken(Unavailable):
    """Another program of this machine listens on the port, or nobody may."""

    port: int


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


# Reads of the AMISP


@dataclass(eq=False)
class AmispTellsNoReads(Refusal):
    """Reads do not come by the protocol that the office speaks with its AMISP."""

    protocol: str


@dataclass(eq=False)
class NoReadsThere(Refusal):
    """The AMISP has no reads of the days that were asked for."""

    day: date


@dataclass(eq=False)
class ReadNotBelieved(Refusal):
    """The AMISP itself has rejected a read."""


# Jobs


@dataclass(eq=False)
class NoWindowAhead(Refusal):
    """No hour is ahead at which the policy lets anybody be disconnected."""


# Jobs and orders


@dataclass(eq=False)
class JobNotFound(Refusal):
    """There is no disconnection job with this id."""

    job: str


@dataclass(eq=False)
class JobInThePast(Refusal):
    """A job is asked for as of an instant that has passed."""

    at: datetime
    now: datetime


@dataclass(eq=False)
class JobWithoutPolicy(Refusal):
    """No policy of the office holds on the day of a job, so nobody may be disconnected."""

    day: date


@dataclass(eq=False)
class JobDecided(Refusal):
    """A job is too far to be changed."""

    job: str
    state: str


@dataclass(eq=False)
class JobOver(Refusal):
    """The window of a job has ended: nothing of it could leave any more."""

    job: str
    until: datetime


@dataclass(eq=False)
class NobodyToCut(Refusal):
    """Everybody of a job is held, or left out."""

    job: str


@dataclass(eq=False)
class NotInJob(Refusal):
    """A consumer is not among those whom a job would disconnect."""

    number: str
    job: str


@dataclass(eq=False)
class OrderNotFound(Refusal):
    """There is no order with this id."""

    order: str


@dataclass(eq=False)
class OrderEnded(Refusal):
    """An order has ended; nothing can be done about it."""

    order: str
    state: str


@dataclass(eq=False)
class ReconnectionDue(Refusal):
    """An order to reconnect somebody who has paid is never taken back."""

    order: str
    number: str


@dataclass(eq=False)
class DisconnectingStopped(Refusal):
    """All disconnecting is stopped already."""

    by: str
    since: datetime


@dataclass(eq=False)
class DisconnectingNotStopped(Refusal):
    """Nobody has stopped disconnecting."""
