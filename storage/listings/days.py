"""Days of the office: the strip of a month, the billing sheet, and what the frame shows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from domain.billing_sheet import BillingSheet, ReadState, SheetColumns
from domain.calendar import Month, day_number, day_of_number, days_from
from domain.credit import Credits, SupplyState, policy_on, status_of
from domain.listing import DayState, OfficeState
from domain.money import Money
from domain.office import Office
from domain.policy import EmergencyCredit
from storage.chain import head_of
from storage.listings.accounts import has_read
from storage.listings.credits import credits_of
from storage.rows import driver_rows, json_list


def month_strip(
    connection: Connection, office: Office, month: Month, today: date
) -> list[DayState]:
    """Return how far each day of a month is; days that have not ended expect nobody."""
    first, last = day_number(month.first), day_number(month.last)
    bounds = {"office_id": office.id, "first": first, "last": last}
    charged = _charged(connection, office, first, last)
    held: dict[int, int] = dict(
        connection.execute(
            text(
                "SELECT closing_day, count(*) FROM meter_read WHERE office_id = :office_id"
                " AND closing_day BETWEEN :first AND :last AND state = 'held'"
                " GROUP BY closing_day"
            ),
            bounds,
        ).all()
    )
    started = connection.execute(
        text(
            "SELECT billed_from_day, count(*) FROM consumer WHERE office_id = :office_id"
            " AND billed_from_day <= :last AND id NOT IN (SELECT x.consumer_id"
            "  FROM consumer_withdrawn x WHERE x.office_id = :office_id) GROUP BY billed_from_day"
        ),
        bounds,
    ).all()
    states = []
    for day in days_from(month.first, month.last):
        number = day_number(day)
        run = charged[number]
        expected = sum(count for start, count in started if start <= number)
        states.append(
            DayState(
                day=day,
                expected=expected if day < today else 0,
                charged=run.charged,
                missing=run.missing,
                held=held.get(number, 0),
                total=Money(run.total_paise),
            )
        )
    return states


def billing_sheet(
    connection: Connection, office: Office, day: date, made_at: datetime, made_by: str
) -> BillingSheet:
    """Return the sheet of a day by business date: opening, recharges, charge, closing.

    One row for every consumer supplied by then, charged or not; nobody's wallet is touched.
    """
    parameters = {"office_id": office.id, "day": day_number(day)}
    rows = _sheet_rows(connection, parameters)
    moved_after = _moved(connection, parameters, "business_day > :day")
    moved_on = _moved_by_kind(connection, parameters)
    held = set(
        connection.execute(
            text(
                "SELECT meter_id FROM meter_read WHERE office_id = :office_id"
                " AND closing_day = :day AND state = 'held'"
            ),
            parameters,
        ).scalars()
    )
    granted = credits_of(connection, office.id, day)
    columns = _columns(rows, moved_after, moved_on, held, _Ruled(day, granted))
    anchor = head_of(connection, office)
    return BillingSheet(office, day, made_at, made_by, columns, str(anchor) if anchor else "")


def office_state(connection: Connection, office_id: int, today: date) -> OfficeState:
    """Return what the frame of the desk shows."""
    parameters = {"office_id": office_id, "day": day_number(today)}

    def scalar(sql: str) -> Any:
        return connection.execute(text(sql), parameters).scalar()

    last = scalar("SELECT max(day) FROM daily_charge WHERE office_id = :office_id")
    return OfficeState(
        consumers=scalar(
            "SELECT (SELECT count(*) FROM wallet WHERE office_id = :office_id)"
            " - (SELECT count(*) FROM consumer_withdrawn WHERE office_id = :office_id)"
        ),
        last_charged_on=None if last is None else day_of_number(last),
        collected_today=Money(
            scalar(
                # Between a day and itself: for one value the planner would read all receipts.
                "SELECT coalesce(sum(amount_paise), 0) - coalesce((SELECT sum(u.amount_paise)"
                "  FROM receipt_undone u WHERE u.office_id = :office_id"
                "  AND u.business_day BETWEEN :day AND :day AND u.kind = 'cancelled'), 0)"
                # What a transfer moves came in before.
                " FROM receipt WHERE office_id = :office_id AND tender <> 'transfer'"
                " AND business_day BETWEEN :day AND :day"
            )
        ),
        receipts_today=scalar(
            "SELECT count(*) FROM receipt"
            " WHERE office_id = :office_id AND business_day BETWEEN :day AND :day"
            " AND tender <> 'transfer' AND NOT EXISTS (SELECT 1 FROM receipt_undone u"
            "  WHERE u.office_id = receipt.office_id AND u.number = receipt.number"
            "  AND u.kind = 'cancelled')"
        ),
        held_reads=scalar(
            "SELECT count(*) FROM meter_read WHERE office_id = :office_id AND state = 'held'"
        ),
    )


@dataclass(slots=True)
class _Charged:
    """What the batches of a day add up to."""

    charged: int = 0
    missing: int = 0
    total_paise: int = 0


def _charged(
    connection: Connection, office: Office, first: int, last: int
) -> defaultdict[int, _Charged]:
    """Return what was charged by day; the batches' events know it all, the rows are millions."""
    rows = driver_rows(
        connection,
        "SELECT j.business_day, j.seq, e.core FROM words_in(:streams) s"
        " THEN JOIN journal_entry j ON j.office_id = :office_id AND j.kind = 'daily_charge'"
        "  AND j.business_day BETWEEN :first AND :last"
        " THEN JOIN event e"
        "  ON e.office_id = j.office_id AND e.stream = s.value AND e.seq = j.event_seq",
        {
            "office_id": office.id,
            "streams": json_list(office.streams),
            "first": first,
            "last": last,
        },
    )
    days: defaultdict[int, _Charged] = defaultdict(_Charged)
    for day, entry_seq, text_of_core in rows:
        core = json.loads(text_of_core)
        # Each stream counts from 1, so the number alone does not say which one is meant.
        if core.get("entry") == entry_seq:
            days[day].charged += core["count"]
            days[day].missing += core["without_read"]
            days[day].total_paise += core["sums"]["total"]
    return days


def _sheet_rows(connection: Connection, parameters: dict[str, Any]) -> Sequence[Any]:
    return driver_rows(
        connection,
        "SELECT c.id, c.number, c.name, v.schedule, v.load_w, m.serial, v.meter_id,"
        " v.feeder, v.supply_state, v.is_held, w.balance_paise, w.negative_since_day,"
        " t.version_id, d.from_read_at_ms, d.to_read_at_ms, d.energy_wh, d.mtd_wh,"
        " d.ec_paise, d.fuel_paise, d.fc_paise, d.duty_paise, d.rent_paise,"
        " d.subsidy_paise, d.rebate_paise, d.total_paise"
        " FROM consumer c"
        " JOIN consumer_version v ON v.office_id = c.office_id AND v.consumer_id = c.id"
        "  AND (v.effective_day, v.version_seq) = ("
        "   SELECT e.effective_day, e.version_seq FROM consumer_version e"
        "   WHERE e.office_id = c.office_id AND e.consumer_id = c.id"
        "   AND e.effective_day <= :day"
        "   ORDER BY e.effective_day DESC, e.version_seq DESC LIMIT 1)"
        " JOIN meter m ON m.office_id = v.office_id AND m.id = v.meter_id"
        " JOIN wallet w ON w.office_id = c.office_id AND w.consumer_id = c.id"
        " LEFT JOIN daily_charge d ON d.office_id = c.office_id AND d.day = :day"
        "  AND d.consumer_id = c.id AND d.kind = 'charge' AND d.revision = 0"
        " LEFT JOIN tariff_version t"
        "  ON t.office_id = d.office_id AND t.id = d.tariff_id"
        " WHERE c.office_id = :office_id AND c.billed_from_day <= :day"
        # Whoever was taken back with an import never was.
        " AND NOT EXISTS (SELECT 1 FROM consumer_withdrawn x"
        "  WHERE x.office_id = c.office_id AND x.consumer_id = c.id)"
        " ORDER BY c.number",
        parameters,
    )


def _moved(connection: Connection, parameters: dict[str, Any], condition: str) -> dict[int, int]:
    rows = connection.execute(
        text(
            "SELECT e.consumer_id, sum(e.amount_paise) FROM journal_entry j"
            " THEN JOIN wallet_entry e ON e.office_id = j.office_id"
            "  AND e.posted_seq BETWEEN j.first_posted_seq AND j.last_posted_seq"
            f" WHERE j.office_id = :office_id AND j.{condition} GROUP BY e.consumer_id"
        ),
        parameters,
    )
    return dict(list(rows))


def _moved_by_kind(
    connection: Connection, parameters: dict[str, Any]
) -> dict[int, tuple[int, int]]:
    """Return the recharges and the other movements (not the charge) of the day by consumer."""
    rows = connection.execute(
        text(
            "SELECT e.consumer_id,"
            " sum(CASE WHEN e.kind = 'recharge' THEN e.amount_paise ELSE 0 END),"
            " sum(CASE WHEN e.kind = 'recharge' THEN 0 ELSE e.amount_paise END)"
            " FROM journal_entry j THEN JOIN wallet_entry e ON e.office_id = j.office_id"
            "  AND e.posted_seq BETWEEN j.first_posted_seq AND j.last_posted_seq"
            " WHERE j.office_id = :office_id AND j.business_day BETWEEN :day AND :day"
            " AND j.kind <> 'daily_charge' GROUP BY e.consumer_id"
        ),
        parameters,
    )
    return {consumer: (recharges, other) for consumer, recharges, other in rows}


class _Ruled:
    """How consumers stand on a day; thousands of them stand alike."""

    def __init__(self, day: date, granted: Credits) -> None:
        self.day = day
        self._credits = granted
        self._low = policy_on(day).low_below.paise
        self._credit_of: dict[tuple[str, int], EmergencyCredit] = {}
        self._statuses: dict[Any, str] = {}

    def credit_of(self, schedule: str, load_w: int) -> EmergencyCredit:
        """Return what may still be used below zero by a consumer of a schedule and a load."""
        key = (schedule, load_w)
        known = self._credit_of.get(key)
        if known is None:
            known = self._credit_of[key] = self._credits.of(*key)
        return known

    def status_of(
        self,
        closing: int,
        negative_since: int | None,
        supply: str,
        is_held: bool,
        credit: EmergencyCredit | None,
    ) -> str:
        """Return how who closes the day with a balance stands."""
        limit = None if credit is None or credit.down_to is None else credit.down_to.paise
        is_within = limit is not None and closing >= limit
        sides = (closing < 0, closing < self._low, is_within)
        key = (sides, negative_since, supply, is_held, credit)
        status = self._statuses.get(key)
        if status is None:
            since = None if negative_since is None else day_of_number(negative_since)
            status = self._statuses[key] = status_of(
                Money(closing), since, SupplyState(supply), self.day, is_held=is_held, credit=credit
            ).value
        return status


def _columns(
    rows: Sequence[Any],
    moved_after: dict[int, int],
    moved_on: dict[int, tuple[int, int]],
    held: set[int],
    ruled: _Ruled,
) -> SheetColumns:
    built: list[tuple[Any, ...]] = []
    day = ruled.day
    for row in rows:
        consumer, number, name, schedule, load, serial, meter, feeder = row[:8]
        supply, is_held, balance, since, tariff, from_at, to_at, energy, mtd = row[8:17]
        lines = [amount or 0 for amount in row[17:]]
        closing = balance - moved_after.get(consumer, 0)
        recharges, other = moved_on.get(consumer, (0, 0))
        opening = closing - recharges - other + lines[-1]
        if meter in held:
            read = ReadState.HELD
        else:
            is_read = has_read(from_at, to_at, day)
            read = ReadState.RECEIVED if is_read else ReadState.MISSING
        negative = since if since is not None and since <= day_number(day) else None
        credit = ruled.credit_of(schedule, load) if closing < 0 else None
        status = ruled.status_of(closing, negative, supply, bool(is_held), credit)
        built.append(
            (
                *(number, name, schedule, tariff or "", load, serial, feeder, read.value),
                *(energy or 0, mtd or 0, opening, recharges, other, *lines, closing, status),
            )
        )
    columns = zip(*built, strict=True) if built else [()] * 23
    return SheetColumns(*columns)
