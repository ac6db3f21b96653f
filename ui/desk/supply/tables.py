"""The lists of the Disconnection page: jobs, who is in a job, and orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from domain import formats
from domain.register import CellKind
from domain.supply_job import Job, JobRow, JobState
from domain.supply_order import OrderState, SupplyOrder
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge, Column, Tone, money_column
from ui.desk.kit.words import day_words, moment_words
from ui.policy_words import reason_words
from ui.supply_words import (
    JOB_STATES,
    ORDER_KINDS,
    ORDER_STATES,
    row_told,
    time_left,
)

_JOB_TONES: Mapping[JobState, tuple[str, Tone]] = {
    JobState.DRAFT: ("○", "muted"),
    JobState.ASKED: ("◐", "warning"),
    JobState.APPROVED: ("●", "good"),
    JobState.REJECTED: ("■", "bad"),
}
_ORDER_TONES: Mapping[OrderState, tuple[str, Tone]] = {
    OrderState.WAITING: ("○", "muted"),
    OrderState.LEAVING: ("◔", "accent"),
    OrderState.IN_FILE: ("◑", "accent"),
    OrderState.ACCEPTED: ("◕", "accent"),
    OrderState.UNKNOWN: ("◐", "warning"),
    OrderState.DONE: ("●", "good"),
    OrderState.FAILED: ("■", "bad"),
    OrderState.EXPIRED: ("◇", "muted"),
    OrderState.CANCELLED: ("✕", "muted"),
    OrderState.HELD: ("▲", "warning"),
}


def job_badge(job: Job, _: Texts) -> Badge:
    """Return how far a job is."""
    glyph, tone = _JOB_TONES[job.state]
    return Badge(glyph, _(JOB_STATES[job.state]), tone)


def state_badge(state: OrderState, _: Texts) -> Badge:
    """Return how far an order is."""
    glyph, tone = _ORDER_TONES[state]
    return Badge(glyph, _(ORDER_STATES[state]), tone)


def clock_badge(order: SupplyOrder, now: datetime, _: Texts) -> Badge:
    """Return how long there is until supply must be back, or since when it is late."""
    if order.due_at is None:
        return Badge("", "", "")
    tone = clock_tone(order, now)
    until = _done_at(order, now) if order.state is OrderState.DONE else now
    words = time_left(order.due_at, until, _)
    return Badge("▲" if tone == "bad" else "◔", words, tone)


def clock_tone(order: SupplyOrder, now: datetime) -> Tone:
    """Return how bad it is: late, running, or over in time."""
    if order.due_at is None:
        return ""
    if order.state is OrderState.DONE:
        return "good" if _done_at(order, now) <= order.due_at else "bad"
    if order.is_late or order.due_at < now:
        return "bad"
    return "warning"


def _done_at(order: SupplyOrder, now: datetime) -> datetime:
    return order.executed_at or order.ended_at or now


def fate_badge(row: JobRow, _: Texts) -> Badge:
    """Return what becomes of somebody in a job."""
    if row.order_state is not None:
        return state_badge(row.order_state, _)
    if row.reasons:
        return Badge("■", reason_words(row.reasons, _), "muted")
    if row.left_out:
        return Badge("✕", row_told(row, _), "")
    is_going = row.is_to_be_cut and not row.is_decided
    return Badge("●" if is_going else "■", row_told(row, _), "warning" if is_going else "muted")


def job_columns() -> Sequence[Column]:
    """Return the columns of jobs."""
    return (
        Column("at", N_("For"), lambda row, _: moment_words(row.at, _), width=136, is_strong=True),
        _count_column("defaulters", N_("Owe"), lambda row: row.defaulters, gives_way=3),
        _count_column("going", N_("To be disconnected"), lambda row: row.going, width=124),
        Column("made_by", N_("Made by"), lambda row, _: row.made_by, width=90, gives_way=1),
        Column("policy", N_("Policy"), lambda row, _: row.policy, width=90, gives_way=2),
        Column("state", N_("State"), width=138, stretches=True, badge=job_badge),
    )


def row_columns() -> Sequence[Column]:
    """Return the columns of those who are in a job."""
    return (
        Column("number", N_("Consumer"), lambda row, _: row.number, width=84, is_sortable=True),
        Column(
            "name",
            N_("Name"),
            lambda row, _: row.name,
            width=110,
            stretches=True,
            is_strong=True,
            is_sortable=True,
        ),
        money_column(
            "balance", N_("Balance"), lambda row: row.balance, width=112, is_sortable=True
        ),
        Column(
            "negative_since",
            N_("Below zero since"),
            lambda row, _: day_words(row.negative_since, _),
            width=124,
            is_sortable=True,
            gives_way=2,
            value=lambda row: row.negative_since.isoformat() if row.negative_since else None,
        ),
        Column(
            "feeder",
            N_("Feeder"),
            lambda row, _: row.feeder,
            width=90,
            is_sortable=True,
            gives_way=1,
        ),
        Column("fate", N_("What becomes of it"), width=170, badge=fate_badge),
        Column(
            "next_at",
            N_("Could be from"),
            lambda row, _: moment_words(row.next_at, _),
            width=130,
            is_sortable=True,
            gives_way=3,
            value=lambda row: row.next_at,
        ),
    )


def order_columns(now: Callable[[], datetime]) -> Sequence[Column]:
    """Return the columns of orders, whose clocks are as of ``now``."""
    return (
        Column(
            "kind",
            N_("Order"),
            lambda row, _: _(ORDER_KINDS[row.kind]),
            width=92,
            is_strong=True,
            is_sortable=True,
        ),
        Column(
            "consumer_number",
            N_("Consumer"),
            lambda row, _: row.consumer_number,
            width=84,
            is_sortable=True,
        ),
        Column(
            "meter_serial",
            N_("Meter"),
            lambda row, _: row.meter_serial,
            width=104,
            gives_way=2,
            is_sortable=True,
            keeps_end=True,
        ),
        Column(
            "made_at",
            N_("Ordered at"),
            lambda row, _: moment_words(row.made_at, _),
            width=132,
            is_sortable=True,
            gives_way=1,
        ),
        Column(
            "due_at",
            N_("Supply back"),
            lambda row, _: str(clock_badge(row, now(), _)),
            width=122,
            is_sortable=True,
            gives_way=3,
            tone=lambda row: clock_tone(row, now()),
        ),
        Column(
            "state",
            N_("State"),
            width=120,
            stretches=True,
            is_sortable=True,
            badge=lambda row, _: state_badge(row.state, _),
        ),
    )


def _count_column(
    key: str, title: str, count: Callable[[Job], int], *, width: int = 70, gives_way: int = 0
) -> Column:
    return Column(
        key,
        title,
        lambda row, _: formats.grouped(count(row)),
        width=width,
        is_number=True,
        gives_way=gives_way,
        value=count,
        kind=CellKind.COUNT,
    )
