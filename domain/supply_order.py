"""Supply orders: what the AMISP is asked to do at a meter, how far it is, and what the relay says.

An order has two truths, what the AMISP says of the command and what the relay says of itself; it
is done only when the second agrees. Source: contracts page, section 2; domain page, section 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.energy import Energy
from domain.money import Money


class OrderKind(StrEnum):
    """What the meter is to do."""

    DISCONNECT = "disconnect"
    RECONNECT = "reconnect"
    READ_RELAY = "read_relay"


class OrderReason(StrEnum):
    """Why, in the words of the contract."""

    LOW_PREPAID_BALANCE = "LOW_PREPAID_BALANCE"
    RECHARGE = "RECHARGE"
    OPERATOR = "OPERATOR"
    MOVE_OUT = "MOVE_OUT"
    CONVERSION = "CONVERSION"
    TEST = "TEST"


class OrderState(StrEnum):
    """How far an order is."""

    #: Approved, and has not left.
    WAITING = "waiting"
    #: It was written down that it leaves; whether it arrived is not known before an answer.
    LEAVING = "leaving"
    #: Written into a file that somebody carries to the AMISP.
    IN_FILE = "in_file"
    #: The AMISP has it.
    ACCEPTED = "accepted"
    #: Nobody knows: it is asked for, never sent again blindly.
    UNKNOWN = "unknown"
    #: The relay stands as it was ordered to.
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"
    #: Somebody paid, or took it back, before the relay moved.
    CANCELLED = "cancelled"
    #: A restored office does not know whether it left: a person decides.
    HELD = "held"


#: An order of these may still move the relay.
OPEN_STATES = (
    OrderState.WAITING,
    OrderState.LEAVING,
    OrderState.IN_FILE,
    OrderState.ACCEPTED,
    OrderState.UNKNOWN,
    OrderState.HELD,
)
#: An order of these may be with the AMISP: it is asked for until it ends.
OUT_STATES = (OrderState.LEAVING, OrderState.IN_FILE, OrderState.ACCEPTED, OrderState.UNKNOWN)


class RemoteStatus(StrEnum):
    """What the AMISP says of a command."""

    QUEUED = "QUEUED"
    SENT_TO_HES = "SENT_TO_HES"
    SENT_TO_METER = "SENT_TO_METER"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"
    UNKNOWN = "UNKNOWN"


class RelayState(StrEnum):
    """What the relay of a meter says of itself."""

    CONNECTED = "CONNECTED"
    DISCONNECTED = "DISCONNECTED"
    #: Supply is back when the consumer presses the button of the meter.
    READY_FOR_RECONNECTION = "READY_FOR_RECONNECTION"
    UNKNOWN = "UNKNOWN"


class Road(StrEnum):
    """By which way an order went out."""

    API = "api"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class MeterSaid:
    """What the meter counted when the relay moved: cumulative import, as the register stands."""

    register: Energy
    at: datetime


@dataclass(frozen=True, slots=True)
class SupplyOrder:
    """One order to one meter; ``id`` is the command id of the contract, a UUID.

    ``job_id``: of the disconnection job that it belongs to, "" for others. ``unwanted_at``: since
    when a disconnection is no longer wanted because somebody paid; it may be under way all the
    same. ``due_at``: by when supply must be back. ``answers``: the disconnection that a
    reconnection undoes. ``remote_id``: the AMISP's job id. ``executed_at``: when the relay moved,
    by the AMISP's clock; ``is_late``: after it had expired.
    """

    id: str
    kind: OrderKind
    reason: OrderReason
    is_urgent: bool
    consumer_id: int
    consumer_number: str
    meter_serial: str
    requested_by: str
    made_at: datetime
    not_before: datetime
    expires_at: datetime
    state: OrderState = OrderState.WAITING
    job_id: str = ""
    answers: str = ""
    balance: Money | None = None
    unwanted_at: datetime | None = None
    due_at: datetime | None = None
    road: Road = Road.API
    body: str = ""
    remote_id: str = ""
    remote_status: RemoteStatus | None = None
    relay: RelayState | None = None
    attempts: int = 0
    next_try_at: datetime | None = None
    sent_at: datetime | None = None
    executed_at: datetime | None = None
    ended_at: datetime | None = None
    is_late: bool = False
    said: MeterSaid | None = None
    error: str = ""
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it may still move the relay."""
        return self.state in OPEN_STATES

    @property
    def is_watched(self) -> bool:
        """Whether it is asked for although it has ended: its relay may move all the same."""
        return not self.is_open and self.next_try_at is not None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Something that was said between the office and the AMISP, as it was said."""

    order_id: str
    at: datetime
    #: Whether the office said it.
    is_ours: bool
    road: Road
    #: ``POST /amisp/v1/commands``, ``callback command.completed``, the name of a file.
    what: str
    #: The status of an answer; 0 where there was none.
    status: int
    body: str
    took_ms: int = 0
