"""The words that documents print for the codes of the domain."""

from __future__ import annotations

from domain.billing_sheet import ReadState
from domain.credit import Status
from resources.texts import N_

STATUS_WORDS = {
    Status.ACTIVE: N_("Active"),
    Status.LOW: N_("Low"),
    Status.EMERGENCY: N_("Emergency"),
    Status.TO_BE_DISCONNECTED: N_("To be disconnected"),
    Status.DISCONNECTED: N_("Disconnected"),
    Status.HELD: N_("Held"),
    Status.CLOSED: N_("Closed"),
}

READ_WORDS = {
    ReadState.RECEIVED: N_("Received"),
    ReadState.MISSING: N_("Missing"),
    ReadState.HELD: N_("Held"),
}
