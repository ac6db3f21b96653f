"""The words of supply: jobs, orders, what the AMISP and the relay say, and how late supply is."""

from __future__ import annotations

from datetime import datetime

from domain import formats
from domain.supply_job import Job, JobRow, JobState
from domain.supply_order import (
    OrderKind,
    OrderReason,
    OrderState,
    RelayState,
    RemoteStatus,
    Road,
    SupplyOrder,
)
from resources.texts import N_, Texts

ORDER_KINDS: dict[OrderKind, str] = {
    OrderKind.DISCONNECT: N_("Disconnect"),
    OrderKind.RECONNECT: N_("Reconnect"),
    OrderKind.READ_RELAY: N_("Ask the relay"),
}
ORDER_STATES: dict[OrderState, str] = {
    OrderState.WAITING: N_("Waiting"),
    OrderState.LEAVING: N_("Leaving"),
    OrderState.IN_FILE: N_("In a file"),
    OrderState.ACCEPTED: N_("With the AMISP"),
    OrderState.UNKNOWN: N_("Unknown, asked for"),
    OrderState.DONE: N_("Done"),
    OrderState.FAILED: N_("Failed"),
    OrderState.EXPIRED: N_("Expired"),
    OrderState.CANCELLED: N_("Cancelled"),
    OrderState.HELD: N_("Held after a restore"),
}
ORDER_REASONS: dict[OrderReason, str] = {
    OrderReason.LOW_PREPAID_BALANCE: N_("Balance below zero"),
    OrderReason.RECHARGE: N_("Somebody paid"),
    OrderReason.OPERATOR: N_("Ordered by hand"),
    OrderReason.MOVE_OUT: N_("Supply given up"),
    OrderReason.CONVERSION: N_("Changed to prepaid"),
    OrderReason.TEST: N_("Test"),
}
RELAY_STATES: dict[RelayState, str] = {
    RelayState.CONNECTED: N_("Connected"),
    RelayState.DISCONNECTED: N_("Disconnected"),
    RelayState.READY_FOR_RECONNECTION: N_("Waits for the button of the meter"),
    RelayState.UNKNOWN: N_("Not known"),
}
REMOTE_STATUSES: dict[RemoteStatus, str] = {
    RemoteStatus.QUEUED: N_("Queued"),
    RemoteStatus.SENT_TO_HES: N_("Sent to the head-end"),
    RemoteStatus.SENT_TO_METER: N_("Sent to the meter"),
    RemoteStatus.SUCCEEDED: N_("Carried out"),
    RemoteStatus.FAILED: N_("Failed"),
    RemoteStatus.EXPIRED: N_("Expired"),
    RemoteStatus.CANCELLED: N_("Cancelled"),
    RemoteStatus.UNKNOWN: N_("Not known"),
}
JOB_STATES: dict[JobState, str] = {
    JobState.DRAFT: N_("Under review"),
    JobState.ASKED: N_("Waits for approval"),
    JobState.APPROVED: N_("Approved"),
    JobState.REJECTED: N_("Put aside"),
}
ROADS: dict[Road, str] = {Road.API: N_("By wire"), Road.FILE: N_("By file")}

_MINUTE_S, _HOUR_S = 60, 3_600


def job_told(job: Job, _: Texts) -> str:
    """Return the sum of a job: how many owe, how many go, how many are held."""
    return _(
        "{defaulters} owe · {going} to be disconnected · {held} held",
        defaulters=formats.grouped(job.defaulters),
        going=formats.grouped(job.going),
        held=formats.grouped(job.defaulters - job.eligible),
    )


def relay_told(order: SupplyOrder, _: Texts) -> str:
    """Return what the relay of an order says, and whether that is what was ordered."""
    return _(RELAY_STATES[order.relay or RelayState.UNKNOWN])


def time_left(due_at: datetime, now: datetime, _: Texts) -> str:
    """Return how long there is until supply must be back, or since when it is late."""
    seconds = int((due_at - now).total_seconds())
    words = span(abs(seconds), _)
    return _("{span} left", span=words) if seconds >= 0 else _("{span} late", span=words)


def span(seconds: int, _: Texts) -> str:
    """Return a length of time in hours and minutes."""
    hours, rest = divmod(seconds, _HOUR_S)
    if hours:
        return _("{hours} h {minutes} min", hours=hours, minutes=rest // _MINUTE_S)
    return _("{minutes} min", minutes=rest // _MINUTE_S)


def row_told(row: JobRow, _: Texts) -> str:
    """Return what is to become of a row that nothing of the policy holds."""
    if row.order_state is not None:
        return _(ORDER_STATES[row.order_state])
    if row.left_out:
        return _("Left out: {reason}", reason=row.left_out)
    if row.is_beyond:
        return _("Beyond what a run takes")
    if row.is_decided:
        return _("Not ordered")
    return _("To be disconnected")
