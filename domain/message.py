"""Messages to consumers: of what they are told, by what medium, and how far each message is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Alert(StrEnum):
    """Of what a consumer is told; source: domain page, section 5."""

    LOW_PERCENT = "low_percent"
    LOW_DAYS = "low_days"
    MONTH_PERCENT = "month_percent"
    EMERGENCY_STARTED = "emergency_started"
    WILL_BE_CUT = "will_be_cut"
    RECHARGED = "recharged"
    CHARGE_REVERSED = "charge_reversed"
    DISCONNECTED = "disconnected"
    RECONNECTED = "reconnected"
    SUBSIDY_ENDING = "subsidy_ending"


class Medium(StrEnum):
    """By what a message goes; FILE: as a row of a sheet that somebody carries."""

    SMS = "sms"
    EMAIL = "email"
    WHATSAPP = "whatsapp"
    FILE = "file"


class MessageState(StrEnum):
    """How far a message is."""

    WAITING = "waiting"
    #: It was written down that it leaves; whether it arrived is not known before an answer.
    LEAVING = "leaving"
    #: The provider has it.
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    #: A restored office holds it until it was reviewed.
    HELD = "held"
    #: Put aside by a person, or overtaken: the consumer paid before it left.
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Message:
    """One message; ``period`` tells two alerts of a kind apart: once per step and period.

    ``variables`` by the name in the template, ``text`` with them filled in; ``template_id`` is
    the approved template's (DLT). ``address``: a mobile number or an address of mail.
    ``resent``: how often a person let it leave once more.
    """

    id: int
    consumer_id: int
    consumer_number: str
    alert: Alert
    period: str
    medium: Medium
    language: str
    address: str
    template_id: str
    subject: str
    text: str
    variables: Mapping[str, str]
    state: MessageState
    attempts: int
    created_at: datetime
    next_try_at: datetime | None = None
    provider_id: str = ""
    error: str = ""
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    resent: int = 0

    def reference(self, series: str) -> str:
        """Return by what a provider knows it: the same at each try, another when sent again.

        ``series``: what the office's numbers begin with, another one once it was restored.
        """
        return f"{series}-{self.id}-{self.resent + 1}"


@dataclass(frozen=True, slots=True)
class Template:
    """An approved text: ``{#var#}`` stands for each variable, named in their order.

    Under DLT rules an SMS has the principal entity's id, the header (sender) and the template's
    id, and each variable has at most 40 characters.
    """

    alert: Alert
    medium: Medium
    language: str
    text: str
    variables: tuple[str, ...]
    subject: str = ""
    template_id: str = ""
    header: str = ""
    entity_id: str = ""
