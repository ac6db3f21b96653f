"""What the dashboard shows: sums by day, one scan of the wallets, and what waits for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from domain.approval import ApprovalState
from domain.calendar import billing_day, day_number, milliseconds, start_of
from domain.cheque import ChequeState
from domain.consumer import ConsumerQuery
from domain.credit import Status, SupplyState, policy_on, status_of
from domain.dashboard import FAILED_LATELY, NEGATIVE_BANDS, Band, Group, Standing, WaitingFor
from domain.message import MessageState
from domain.money import ZERO, Money
from domain.office import Office
from domain.policy import EmergencyCredit
from domain.supply_book import OrderQuery
from storage.listings import counter as counter_listing
from storage.listings import messages as messages_listing
from storage.listings import supply as supply_listing
from storage.listings.consumers import consumer_totals
from storage.listings.consumers_by_use import READ_RECEIVED
from storage.listings.credits import covered, credits_of
from storage.repositories.approvals import SqlApprovals
from storage.repositories.consumers import VERSION_IN_FORCE
from storage.repositories.payments import SqlPayments
from storage.repositories.safekeeping import HELD
from storage.rows import driver_rows, json_list

#: What was not printed is looked for since yesterday, as at the counter.
_UNPRINTED_DAYS = 1
#: So many requests are looked at, as on their page.
_APPROVALS = 200
#: The page of orders lists no more either.
_MOST_ORDERS = 1_000
_ALERTS_WAITING = (MessageState.WAITING, MessageState.LEAVING)


@dataclass(frozen=True, slots=True)
class Taken:
    """What the receipts of a day come to, less those cancelled."""

    paise: int = 0
    receipts: int = 0
    cancelled: int = 0


NOTHING_TAKEN = Taken()


def taken_by_day(
    connection: Connection, office_id: int, first: int, last: int
) -> Mapping[int, Taken]:
    """Return what was taken on each day, without what a transfer moved: that came in before."""
    bounds = {"office_id": office_id, "first": first, "last": last}
    taken = driver_rows(
        connection,
        "SELECT business_day, sum(amount_paise), count(*) FROM receipt"
        " WHERE office_id = :office_id AND business_day BETWEEN :first AND :last"
        " AND tender <> 'transfer' GROUP BY business_day",
        bounds,
    )
    cancelled = {
        day: (int(amount), count)
        for day, amount, count in driver_rows(
            connection,
            "SELECT u.business_day, sum(u.amount_paise), count(*) FROM receipt_undone u"
            " WHERE u.office_id = :office_id AND u.business_day BETWEEN :first AND :last"
            " AND u.kind = 'cancelled' GROUP BY u.business_day",
            bounds,
        )
    }
    days = {day: Taken(int(amount), count) for day, amount, count in taken}
    for day, (amount, count) in cancelled.items():
        of_day = days.get(day, NOTHING_TAKEN)
        days[day] = Taken(of_day.paise - amount, of_day.receipts, count)
    return days


def standing(connection: Connection, office_id: int, today: date) -> Standing:
    """Return how the consumers stand, of whom only groups come back.

    Hardly anybody was ever cut off, held or closed. All others are told by their wallets alone, so
    that nobody looks up a million versions.
    """
    granted = credits_of(connection, office_id, today)
    bounds: dict[str, Any] = {
        "office_id": office_id,
        "day": day_number(today),
        "low": policy_on(today).low_below.paise,
        "special": json_list(
            row[0] for row in driver_rows(connection, _SPECIAL, {"office_id": office_id})
        ),
    }
    in_credit = covered(connection, office_id, granted, today, bounds)
    # What a group has is told by the version, which is looked up of those below zero alone.
    plainly = [_BELOW_ZERO, _NOT_BELOW_ZERO] if granted.groups else [_PLAINLY]
    rows = [
        row
        for sql in (*plainly, _SPECIALLY)
        for row in driver_rows(connection, sql.format(covered=in_credit), bounds)
    ]
    statuses: defaultdict[Status, Group] = defaultdict(Group)
    bands: defaultdict[int, Group] = defaultdict(Group)
    for supply, is_held, side, is_covered, band, count, paise in rows:
        group = Group(count, Money(int(paise)))
        status = _status(supply, bool(is_held), side, bool(is_covered), today)
        statuses[status] = _joined(statuses[status], group)
        bands[band] = _joined(bands[band], group)
    return Standing(
        {status: statuses[status] for status in Status},
        [(band, bands[place]) for place, band in enumerate(NEGATIVE_BANDS)],
    )


def missing_reads(connection: Connection, office_id: int, day: date, today: date) -> int:
    """Return whose read of a day is missing, as the list of consumers finds them."""
    query = ConsumerQuery(read_missing_on=day)
    return consumer_totals(connection, office_id, query, today).consumers


def reads_to_be_charged(connection: Connection, office_id: int, day: date) -> int:
    """Return how many consumers have a read that closes a day which is not charged yet."""
    return _count(
        connection,
        "SELECT count(*) FROM month_position p JOIN consumer c"
        " ON c.office_id = p.office_id AND c.id = p.consumer_id"
        " WHERE p.office_id = :office_id AND p.next_open_day <= :missing_day"
        f" AND c.billed_from_day <= :missing_day AND EXISTS ({READ_RECEIVED})",
        office_id=office_id,
        missing_day=day_number(day),
    )


def held_reads(connection: Connection, office_id: int, day: date) -> int:
    """Return how many reads that would close a day wait for a person."""
    number = day_number(day)
    return _count(
        connection,
        "SELECT count(*) FROM meter_read WHERE office_id = :office_id AND state = 'held'"
        " AND closing_day = :day",
        office_id=office_id,
        day=number,
    )


def waiting(
    connection: Connection,
    office: Office,
    counter: int,
    now: datetime,
    *,
    of_all_counters: bool,
) -> Mapping[WaitingFor, int]:
    """Return how much waits for a person, of each kind; those of which nothing waits are left out.

    Each is counted as its own list finds it.
    """
    payments = SqlPayments(connection, office)
    approvals = SqlApprovals(connection, office).newest(_APPROVALS)
    told = messages_listing.counts(connection, office, now)
    counts = {
        WaitingFor.APPROVALS: sum(one.state_at(now) is ApprovalState.WAITING for one in approvals),
        WaitingFor.HELD_READS: _count(connection, _HELD_READS, office_id=office.id),
        WaitingFor.OPEN_DAYS: _open_days(
            connection, office.id, None if of_all_counters else counter
        ),
        WaitingFor.UNPRINTED: _unprinted(connection, office.id, counter, billing_day(now)),
        WaitingFor.CHEQUES_IN_HAND: _cheques(connection, office.id, ChequeState.RECEIVED),
        WaitingFor.CHEQUES_AT_BANK: _cheques(connection, office.id, ChequeState.DEPOSITED),
        WaitingFor.HELD_CHEQUES: _count(connection, _HELD_CHEQUES, office_id=office.id),
        WaitingFor.PAYMENTS: len(payments.undecided()),
        WaitingFor.SETTLEMENT_LINES: len(payments.lines_listed(None, is_open=True)),
        WaitingFor.MESSAGES: _count(connection, _MESSAGES, office_id=office.id, held=HELD),
        WaitingFor.LATE_RECONNECTIONS: _orders(connection, office, OrderQuery(is_late=True), now),
        WaitingFor.FIELD_VISITS: _orders(connection, office, OrderQuery(needs_visit=True), now),
        WaitingFor.ALERTS_WAITING: sum(told.get(state, 0) for state in _ALERTS_WAITING),
        WaitingFor.ALERTS_FAILED: _count(
            connection,
            _ALERTS_FAILED,
            office_id=office.id,
            since=milliseconds(start_of(billing_day(now) - FAILED_LATELY)),
        ),
    }
    return {kind: count for kind, count in counts.items() if count}


def has_tariffs(connection: Connection, office_id: int) -> bool:
    """Return whether any tariff is there."""
    found = "SELECT EXISTS (SELECT 1 FROM tariff_version WHERE office_id = :office_id)"
    return bool(connection.execute(text(found), {"office_id": office_id}).scalar())


_HELD_READS = "SELECT count(*) FROM meter_read WHERE office_id = :office_id AND state = 'held'"
_HELD_CHEQUES = (
    "SELECT count(*) FROM cheque_held WHERE office_id = :office_id AND state = 'waiting'"
)
_ALERTS_FAILED = (
    "SELECT count(*) FROM message WHERE office_id = :office_id AND created_at_ms >= :since"
    " AND state = 'failed'"
)
_MESSAGES = "SELECT count(*) FROM message WHERE office_id = :office_id AND state = :held"


def _band_condition(place: int, band: Band) -> str:
    """Return the band of a balance as SQL; the bounds are amounts of the program's own."""
    least = "" if band.up_to is None else f" AND w.balance_paise >= {-band.up_to.paise}"
    return f"WHEN w.balance_paise < {-band.above.paise}{least} THEN {place}"


_BAND = (
    "CASE "
    + " ".join(_band_condition(place, band) for place, band in enumerate(NEGATIVE_BANDS))
    + " ELSE -1 END"
)


#: Who was cut off, held or closed at any time, or will be.
_SPECIAL = (
    "SELECT DISTINCT consumer_id FROM consumer_version WHERE office_id = :office_id"
    " AND (supply_state <> 'connected' OR is_held <> 0)"
)
#: Credit that is there today, and was used up by whoever fell below zero before.
_TO_ITS_FIRST_DAY = EmergencyCredit(hours=0)
#: All that a status asks of a balance and of the day on which it fell below zero, and the band.
_OF_WALLET = (
    " CASE WHEN w.balance_paise < 0 THEN -1 WHEN w.balance_paise < :low THEN 0 ELSE 1 END,"
    " CASE WHEN w.balance_paise >= 0 THEN 1 WHEN {covered} THEN 1 ELSE 0 END,"
    f" {_BAND} AS band, count(*), sum(w.balance_paise)"
)
_NOT_WITHDRAWN = (
    " AND w.consumer_id NOT IN (SELECT x.consumer_id FROM consumer_withdrawn x"
    "  WHERE x.office_id = :office_id)"
)
_UNSPECIAL = " AND w.consumer_id NOT IN (SELECT value FROM numbers_in(:special) s)"
_PLAINLY = (
    f"SELECT 'connected', 0, {_OF_WALLET} FROM wallet w WHERE w.office_id = :office_id"
    f"{_UNSPECIAL}{_NOT_WITHDRAWN} GROUP BY 3, 4, 5"
)
_NOT_BELOW_ZERO = (
    f"SELECT 'connected', 0, {_OF_WALLET.replace('{covered}', '1 = 1')} FROM wallet w"
    " WHERE w.office_id = :office_id AND w.balance_paise >= 0"
    f"{_UNSPECIAL}{_NOT_WITHDRAWN} GROUP BY 3, 4, 5"
)
_BELOW_ZERO = (
    f"SELECT 'connected', 0, {_OF_WALLET} FROM wallet w THEN JOIN consumer c"
    f" ON c.office_id = w.office_id AND c.id = w.consumer_id {VERSION_IN_FORCE}"
    " WHERE w.office_id = :office_id AND w.balance_paise < 0"
    f"{_UNSPECIAL}{_NOT_WITHDRAWN} GROUP BY 3, 4, 5"
)
_SPECIALLY = (
    f"SELECT v.supply_state, v.is_held, {_OF_WALLET} FROM numbers_in(:special) s"
    f" THEN JOIN consumer c ON c.office_id = :office_id AND c.id = s.value {VERSION_IN_FORCE}"
    " JOIN wallet w ON w.office_id = c.office_id AND w.consumer_id = c.id"
    f" WHERE c.office_id = :office_id{_NOT_WITHDRAWN} GROUP BY 1, 2, 3, 4, 5"
)


def _status(supply: str, is_held: bool, side: int, is_covered: bool, today: date) -> Status:
    """Return the status of a group by the one function that knows it, of any of its balances."""
    balance = {-1: Money(-1), 0: ZERO, 1: policy_on(today).low_below}[side]
    since = today if is_covered else today - timedelta(days=1)
    return status_of(
        balance, since, SupplyState(supply), today, is_held=is_held, credit=_TO_ITS_FIRST_DAY
    )


def _joined(one: Group, other: Group) -> Group:
    return Group(one.count + other.count, one.balance + other.balance)


def _open_days(connection: Connection, office_id: int, counter: int | None) -> int:
    found = counter_listing.open_days(connection, office_id)
    return sum(counter is None or day.counter == counter for day in found)


def _unprinted(connection: Connection, office_id: int, counter: int, today: date) -> int:
    since = today - timedelta(days=_UNPRINTED_DAYS)
    return len(counter_listing.unprinted(connection, office_id, counter, since))


def _cheques(connection: Connection, office_id: int, state: ChequeState) -> int:
    return _count(
        connection,
        "SELECT count(*) FROM cheque WHERE office_id = :office_id AND state = :state",
        office_id=office_id,
        state=state.value,
    )


def _orders(connection: Connection, office: Office, query: OrderQuery, now: datetime) -> int:
    found = supply_listing.orders_found(
        connection, office.id, query, milliseconds(now), _MOST_ORDERS
    )
    return len(found)


def _count(connection: Connection, sql: str, **parameters: object) -> int:
    counted: int = connection.execute(text(sql), parameters).scalar_one()
    return counted
