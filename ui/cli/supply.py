"""Commands of supply: disconnection jobs, orders to the AMISP, and all disconnecting stopped."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from domain.formats import grouped, moment, parse_amount, parse_instant
from domain.ids import new_id
from domain.money import ZERO
from domain.supply_book import OrderQuery
from domain.supply_job import Job, JobOrder, JobRow, JobState
from domain.supply_order import Exchange, SupplyOrder
from ui.cli.approvals import waiting
from ui.cli.layout import facts, table
from ui.cli.records import of_fields, plain
from ui.cli.session import Answer, Session, whole_number
from ui.policy_words import reason_word, reason_words
from ui.supply_words import (
    JOB_STATES,
    ORDER_KINDS,
    ORDER_REASONS,
    ORDER_STATES,
    ROADS,
    job_told,
    relay_told,
    row_told,
)

_MOST = 1_000_000
CONNECTED, DISCONNECTED = "connected", "disconnected"

# Jobs


def make_job(session: Session, options: Namespace) -> Answer:
    """Decide about everybody at an instant, and keep who would be cut as a job to be reviewed."""
    with session.books() as books:
        wish = JobOrder(
            options.id or new_id(),
            parse_instant(options.at) if options.at else books.now(),
            tuple(options.feeder),
            tuple(options.schedule),
            parse_amount(options.least_due) if options.least_due else ZERO,
            session.reason(options.reason),
        )
        job = books.supply.make_job(wish, session.actor, session.progress)
    return _of_job(session, job)


def jobs(session: Session, options: Namespace) -> Answer:
    """List the disconnection jobs, newest first."""
    limit = whole_number("limit", options.limit, 1, _MOST)
    with session.books() as books:
        found = books.supply.jobs(limit)
    _ = session._
    headings = (_("Job"), _("For"), _("State"), _("What"), _("Made by"))
    rows = [
        (
            *(job.id, moment(job.at, _.month_names), _(JOB_STATES[job.state])),
            *(job_told(job, _), job.made_by),
        )
        for job in found
    ]
    lines = table(headings, rows) if rows else [_("There is no disconnection job yet.")]
    return Answer({"jobs": [job_record(job) for job in found]}, lines)


def job(session: Session, options: Namespace) -> Answer:
    """Show a job with everybody of it: who is to be cut, who is held by what."""
    with session.books() as books:
        shown = books.supply.job(options.id)
        rows = books.supply.job_rows(options.id)
    told = {"job": job_record(shown), "rows": [of_fields(row) for row in rows]}
    return Answer(told, [*_told_job(shown, session), "", *_told_rows(rows, session)])


def leave_out(session: Session, options: Namespace) -> Answer:
    """Leave people out of a job, with a reason."""
    with session.books() as books:
        changed = books.supply.leave_out(
            options.id, options.consumer, options.reason, session.actor
        )
    return _of_job(session, changed)


def take_in(session: Session, options: Namespace) -> Answer:
    """Take people in again who were left out of a job."""
    with session.books() as books:
        changed = books.supply.take_in(options.id, options.consumer, session.actor)
    return _of_job(session, changed)


def ask_job(session: Session, options: Namespace) -> Answer:
    """Ask a supervisor to approve a job; where there is no staff it is approved at once."""
    with session.books() as books:
        asked = books.supply.ask_job(options.id, session.actor)
        if asked.state is JobState.ASKED:
            approval = books.trust.approval(asked.approval_id)
            return waiting(session, books, approval, job=job_record(asked))
    return _of_job(session, asked)


def drop_job(session: Session, options: Namespace) -> Answer:
    """Put a job aside that is not approved."""
    with session.books() as books:
        dropped = books.supply.drop_job(options.id, options.reason, session.actor)
    return _of_job(session, dropped)


# Orders


def orders(session: Session, options: Namespace) -> Answer:
    """List the orders to the AMISP, newest first."""
    query = OrderQuery(
        job_id=options.job or "",
        consumer_number=options.consumer or "",
        is_late=options.late,
        needs_visit=options.visits,
        was_late_cut=options.late_cuts,
    )
    limit = whole_number("limit", options.limit, 1, _MOST)
    with session.books() as books:
        found = books.supply.orders(query, limit)
        standstill = books.supply.standstill()
    _ = session._
    lines = []
    if standstill is not None:
        at = moment(standstill.began_at, _.month_names)
        lines.append(
            _(
                "All disconnecting is stopped since {at} by {by}: {reason}.",
                at=at,
                by=standstill.began_by,
                reason=standstill.reason,
            )
        )
    told = {
        "orders": [order_record(order) for order in found],
        "is_stopped": standstill is not None,
    }
    return Answer(told, [*lines, *_told_orders(found, session)])


def order(session: Session, options: Namespace) -> Answer:
    """Show an order with all that was said of it."""
    with session.books() as books:
        shown = books.supply.order(options.id)
        said = books.supply.exchanges(options.id)
    told = {"order": order_record(shown), "exchanges": [of_fields(one) for one in said]}
    return Answer(told, [*_told_order(shown, session), "", *_told_said(said, session)])


def reconnect(session: Session, options: Namespace) -> Answer:
    """Order supply back by hand."""
    with session.books() as books:
        ordered = books.supply.reconnect(options.consumer, options.reason, session.actor)
    return _of_order(session, ordered)


def cancel_order(session: Session, options: Namespace) -> Answer:
    """Take an order back; one that is out is asked to be cancelled."""
    with session.books() as books:
        cancelled = books.supply.cancel_order(options.id, options.reason, session.actor)
    return _of_order(session, cancelled)


def settle_visit(session: Session, options: Namespace) -> Answer:
    """Record what somebody found at the meter."""
    with session.books() as books:
        settled = books.supply.settle_visit(
            options.id, options.note, session.actor, is_connected=options.found == CONNECTED
        )
    return _of_order(session, settled)


def release_orders(session: Session, options: Namespace) -> Answer:
    """Let the orders that a restored office holds be asked for."""
    with session.books() as books:
        released = books.supply.release_orders(options.id, session.actor)
    sentence = session._("{count} orders will be asked for.", count=grouped(released))
    return Answer({"released": released}, [sentence], counts={"orders": released})


# The kill switch


def stop(session: Session, options: Namespace) -> Answer:
    """Stop all disconnecting."""
    with session.books() as books:
        standstill = books.supply.stop(options.reason, session.actor)
    sentence = session._(
        "All disconnecting is stopped. Supply still comes back; resume disconnecting ends it."
    )
    return Answer({"standstill": of_fields(standstill)}, [sentence])


def resume(session: Session, options: Namespace) -> Answer:
    """Let disconnecting go on."""
    with session.books() as books:
        books.supply.resume(options.reason, session.actor)
    return Answer({"standstill": None}, [session._("Disconnecting goes on.")])


def job_record(shown: Job) -> dict[str, Any]:
    """Return a job as JSON tells it."""
    return {
        **of_fields(shown),
        "counts": {reason.value: count for reason, count in shown.counts.items()},
        "orders": {state.value: count for state, count in (shown.orders or {}).items()},
    }


def order_record(shown: SupplyOrder) -> dict[str, Any]:
    """Return an order as JSON tells it."""
    said = shown.said
    return {
        **of_fields(shown),
        "said": None if said is None else {"wh": said.register.wh, "at": plain(said.at)},
    }


def _of_job(session: Session, shown: Job) -> Answer:
    return Answer(
        {"job": job_record(shown)}, _told_job(shown, session), counts={"eligible": shown.eligible}
    )


def _told_job(shown: Job, session: Session) -> list[str]:
    _ = session._
    pairs = [
        (_("Job"), shown.id),
        (_("State"), _(JOB_STATES[shown.state])),
        (_("For"), moment(shown.at, _.month_names)),
        (_("Until"), moment(shown.until, _.month_names)),
        (_("Policy"), shown.policy),
        (_("What"), job_told(shown, _)),
        (_("Left out"), grouped(shown.left_out)),
        (_("Beyond what a run takes"), grouped(shown.beyond)),
        *((reason_word(reason, _), grouped(count)) for reason, count in shown.counts.items()),
        *(
            (_("Orders: {state}", state=_(ORDER_STATES[state])), grouped(count))
            for state, count in (shown.orders or {}).items()
        ),
    ]
    return facts(pairs)


def _told_rows(rows: Sequence[JobRow], session: Session) -> list[str]:
    _ = session._
    headings = (_("Consumer"), _("Name"), _("Feeder"), _("Balance"), _("Since"), _("What"))
    return table(
        headings,
        [
            (
                *(row.number, row.name, row.feeder, session.rupees(row.balance.paise)),
                session.day(row.negative_since),
                reason_words(row.reasons, _) if row.reasons else row_told(row, _),
            )
            for row in rows
        ],
        numbers={3},
    )


def _of_order(session: Session, shown: SupplyOrder) -> Answer:
    return Answer({"order": order_record(shown)}, _told_order(shown, session))


def _told_orders(found: Sequence[SupplyOrder], session: Session) -> list[str]:
    _ = session._
    if not found:
        return [_("There are no such orders.")]
    headings = (
        *(_("Order"), _("What"), _("Consumer"), _("Meter"), _("State")),
        *(_("Relay"), _("Made at"), _("Due by")),
    )
    names = _.month_names
    rows = [
        (
            *(one.id, _(ORDER_KINDS[one.kind]), one.consumer_number, one.meter_serial),
            *(_(ORDER_STATES[one.state]), relay_told(one, _), moment(one.made_at, names)),
            moment(one.due_at, names) if one.due_at else "-",
        )
        for one in found
    ]
    return table(headings, rows)


def _told_order(shown: SupplyOrder, session: Session) -> list[str]:
    _, names = session._, session._.month_names
    pairs = [
        (_("Order"), shown.id),
        (_("What"), _(ORDER_KINDS[shown.kind])),
        (_("Why"), _(ORDER_REASONS[shown.reason])),
        (_("Consumer"), shown.consumer_number),
        (_("Meter"), shown.meter_serial),
        (_("State"), _(ORDER_STATES[shown.state])),
        (_("Relay"), relay_told(shown, _)),
        (_("By which way"), _(ROADS[shown.road])),
        (_("Made at"), moment(shown.made_at, names)),
        (_("Until"), moment(shown.expires_at, names)),
    ]
    moments = (
        (_("Due by"), shown.due_at),
        (_("No longer wanted since"), shown.unwanted_at),
        (_("Sent at"), shown.sent_at),
        (_("Carried out at"), shown.executed_at),
        (_("Ended at"), shown.ended_at),
    )
    pairs += [(name, moment(at, names)) for name, at in moments if at is not None]
    words = ((_("Job"), shown.job_id), (_("Fault"), shown.error), (_("Note"), shown.note))
    return facts([*pairs, *((name, text) for name, text in words if text)])


def _told_said(said: Sequence[Exchange], session: Session) -> list[str]:
    _, names = session._, session._.month_names
    if not said:
        return [_("Nothing was said of it yet.")]
    headings = (_("At"), _("Said by"), _("What"), _("Answer"), _("Words"))
    rows = [
        (
            *(moment(one.at, names), _("Office") if one.is_ours else _("AMISP"), one.what),
            *(str(one.status or "-"), " ".join(one.body.split())),
        )
        for one in said
    ]
    return table(headings, rows)
