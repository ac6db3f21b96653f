"""What happened to one consumer: the wallet's rows, the charged days, the reads, the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, text

from domain.calendar import day_number, day_of_number, days_from, instant_of, milliseconds
from domain.consumer import CONTACT_FIELDS, HistoryRow
from domain.credit import SupplyState, credits_on, status_of
from domain.formats import kilowatts
from domain.ledger import EntryKind
from domain.listing import ChargeRow, LedgerRow, ReadRow
from domain.money import Money
from domain.policy import EmergencyCredit
from domain.reads import HoldReason, ReadSource, ReadState, begins_at
from storage.listings.credits import policy_book_of
from storage.rows import json_list


def ledger(connection: Connection, office_id: int, consumer: int, limit: int) -> list[LedgerRow]:
    """Return the last rows of a wallet, newest first, by following it back."""
    rows = connection.execute(
        text(
            "WITH RECURSIVE back (posted_seq, place) AS ("
            "  SELECT last_posted_seq, 1 FROM wallet"
            "  WHERE office_id = :office_id AND consumer_id = :consumer"
            "  UNION ALL"
            "  SELECT e.previous_seq, back.place + 1 FROM back JOIN wallet_entry e"
            "   ON e.office_id = :office_id AND e.posted_seq = back.posted_seq"
            "  WHERE e.previous_seq IS NOT NULL AND back.place < :limit)"
            " SELECT e.posted_seq, e.kind, e.business_day, e.amount_paise, e.balance_after_paise,"
            "  j.posted_at_ms, j.posted_by, j.document"
            " FROM back THEN JOIN wallet_entry e"
            "  ON e.office_id = :office_id AND e.posted_seq = back.posted_seq"
            " JOIN journal_entry j ON j.office_id = e.office_id AND j.seq = e.entry_seq"
            " ORDER BY back.place"
        ),
        {"office_id": office_id, "consumer": consumer, "limit": limit},
    )
    return [
        LedgerRow(
            posted_seq=row.posted_seq,
            posted_at=instant_of(row.posted_at_ms),
            business_date=day_of_number(row.business_day),
            kind=EntryKind(row.kind),
            document=row.document,
            amount=Money(row.amount_paise),
            balance_after=Money(row.balance_after_paise),
            posted_by=row.posted_by,
        )
        for row in rows
    ]


def charge_rows(
    connection: Connection, office_id: int, consumer: int, first: date, last: date
) -> list[Any]:
    """Return the rows of ``daily_charge`` of a consumer, oldest first, with their wallet row."""
    return list(
        connection.execute(
            text(
                "SELECT d.*, e.balance_after_paise, j.posted_at_ms, t.version_id, t.schedule"
                " FROM numbers_in(:days) n THEN JOIN daily_charge d"
                "  ON d.office_id = :office_id AND d.day = n.value AND d.consumer_id = :consumer"
                " JOIN wallet_entry e"
                "  ON e.office_id = d.office_id AND e.posted_seq = d.posted_seq"
                " JOIN journal_entry j ON j.office_id = d.office_id AND j.seq = d.entry_seq"
                " JOIN tariff_version t ON t.office_id = d.office_id AND t.id = d.tariff_id"
                " ORDER BY d.day, d.posted_seq"
            ),
            {
                "office_id": office_id,
                "consumer": consumer,
                "days": json_list(day_number(day) for day in days_from(first, last)),
            },
        )
    )


def charges(
    connection: Connection, office_id: int, consumer: int, first: date, last: date
) -> list[ChargeRow]:
    """Return the charged days of a consumer, oldest first."""
    # So many days earlier a negative balance has used up its emergency credit.
    book = policy_book_of(connection, office_id)
    longest = max(
        (credits_on(day, book.on(day)).longest_days for day in days_from(first, last)), default=0
    )
    run_up = timedelta(days=longest + 1)
    rows = charge_rows(connection, office_id, consumer, first - run_up, last)
    charged = []
    negative_since: date | None = None
    for row in rows:
        day = day_of_number(row.day)
        if row.balance_after_paise >= 0:
            negative_since = None
        elif negative_since is None:
            negative_since = day
        if day >= first:
            credit = credits_on(day, book.on(day)).of(row.schedule, row.load_w)
            charged.append(_charge(row, negative_since, credit))
    return charged


def reads(connection: Connection, office_id: int, consumer: int, limit: int) -> list[ReadRow]:
    """Return the newest reads of a consumer's meters, newest first, with their energy."""
    meters = connection.execute(
        text(
            "SELECT DISTINCT meter_id FROM consumer_version"
            " WHERE office_id = :office_id AND consumer_id = :consumer"
        ),
        {"office_id": office_id, "consumer": consumer},
    ).scalars()
    rows = connection.execute(
        text(
            # The bound on the time makes the planner take the index by meter, not the whole.
            f"{_COLUMNS} FROM numbers_in(:meters) j THEN JOIN meter_read r"
            "  ON r.office_id = :office_id AND r.meter_id = j.value"
            "  AND r.read_at_ms > -62135596800000"
            " THEN JOIN meter m ON m.office_id = r.office_id AND m.id = r.meter_id"
            " THEN JOIN consumer c ON c.office_id = r.office_id AND c.id = :consumer"
            " ORDER BY r.read_at_ms DESC, r.revision DESC LIMIT :limit"
        ),
        {
            "office_id": office_id,
            "consumer": consumer,
            "limit": limit,
            "meters": json_list(meters),
        },
    ).all()
    return _with_energy(rows)


def held_reads(connection: Connection, office_id: int) -> list[ReadRow]:
    """Return the reads that wait for a person, oldest first."""
    rows = connection.execute(
        text(
            f"{_READS} WHERE r.office_id = :office_id AND r.state = 'held'"
            " ORDER BY r.read_at_ms, m.serial LIMIT 10000"
        ),
        {"office_id": office_id},
    ).all()
    return [_read(row, None) for row in rows]


def history(connection: Connection, office_id: int, consumer: int) -> list[HistoryRow]:
    """Return every recorded state of a consumer, newest first."""
    rated = connection.execute(
        text(
            "SELECT v.*, m.serial FROM consumer_version v"
            " JOIN meter m ON m.office_id = v.office_id AND m.id = v.meter_id"
            " WHERE v.office_id = :office_id AND v.consumer_id = :consumer"
        ),
        {"office_id": office_id, "consumer": consumer},
    )
    contact = connection.execute(
        text(
            "SELECT * FROM contact_version WHERE office_id = :office_id AND consumer_id = :consumer"
        ),
        {"office_id": office_id, "consumer": consumer},
    )
    rows = [_rated_history(row) for row in rated]
    rows += [
        HistoryRow(
            effective_on=instant_of(row.recorded_at_ms).date(),
            recorded_at=instant_of(row.recorded_at_ms),
            by=row.recorded_by,
            values={name: getattr(row, name) for name in CONTACT_FIELDS},
        )
        for row in contact
    ]
    return sorted(rows, key=lambda row: (row.recorded_at, row.effective_on), reverse=True)


_COLUMNS = "SELECT r.*, m.serial, c.number AS consumer_number, c.name AS consumer_name"
_READS = (
    f"{_COLUMNS} FROM meter_read r JOIN meter m ON m.office_id = r.office_id AND m.id = r.meter_id"
    " JOIN consumer c ON c.office_id = r.office_id AND c.id = ("
    "  SELECT v.consumer_id FROM consumer_version v WHERE v.office_id = r.office_id"
    "  AND v.meter_id = r.meter_id ORDER BY v.version_seq DESC LIMIT 1)"
)


def has_read(from_at_ms: int | None, to_at_ms: int | None, day: date) -> bool:
    """Whether a charge consumed a read that closes its day."""
    if to_at_ms is None:
        return False
    return to_at_ms != from_at_ms or to_at_ms > milliseconds(begins_at(day))


def _charge(row: Any, negative_since: date | None, credit: EmergencyCredit) -> ChargeRow:
    after = row.balance_after_paise
    day = day_of_number(row.day)
    supply = SupplyState.CONNECTED if row.is_connected else SupplyState.DISCONNECTED
    return ChargeRow(
        day=day,
        energy_wh=row.energy_wh,
        mtd_wh=row.mtd_wh,
        ec_paise=row.ec_paise,
        fuel_paise=row.fuel_paise,
        fc_paise=row.fc_paise,
        duty_paise=row.duty_paise,
        rent_paise=row.rent_paise,
        subsidy_paise=row.subsidy_paise,
        rebate_paise=row.rebate_paise,
        total_paise=row.total_paise,
        balance_before_paise=after + row.total_paise,
        balance_after_paise=after,
        status=status_of(Money(after), negative_since, supply, day, credit=credit),
        tariff=row.version_id,
        load_w=row.load_w,
        has_read=has_read(row.from_read_at_ms, row.to_read_at_ms, day),
        posted_at=instant_of(row.posted_at_ms),
    )


def _with_energy(rows: Sequence[Any]) -> list[ReadRow]:
    counting = {ReadState.VALID, ReadState.RELEASED}
    earlier: dict[int, int] = {}
    energies: dict[int, int] = {}
    for place in range(len(rows) - 1, -1, -1):
        row = rows[place]
        if row.state in counting:
            if row.meter_id in earlier:
                energies[place] = row.cumulative_wh - earlier[row.meter_id]
            earlier[row.meter_id] = row.cumulative_wh
    return [_read(row, energies.get(place)) for place, row in enumerate(rows)]


def _read(row: Any, energy_wh: int | None) -> ReadRow:
    return ReadRow(
        meter_serial=row.serial,
        consumer_number=row.consumer_number,
        consumer_name=row.consumer_name,
        read_at=instant_of(row.read_at_ms),
        register_wh=row.register_wh,
        energy_wh=energy_wh,
        state=ReadState(row.state),
        reason=HoldReason(row.reason) if row.reason else None,
        known_wh=row.known_wh,
        source=ReadSource(row.source),
        note=row.note,
    )


def _rated_history(row: Any) -> HistoryRow:
    return HistoryRow(
        effective_on=day_of_number(row.effective_day),
        recorded_at=instant_of(row.recorded_at_ms),
        by=row.recorded_by,
        values=rated_values(row),
    )


def rated_values(row: Any) -> dict[str, str]:
    """Return what a version of a consumer says, by field, as people read it."""
    return {
        "category": row.schedule,
        "load_kw": kilowatts(row.load_w),
        "phase": row.phase,
        "meter_serial": row.serial,
        "feeder": row.feeder,
        "dtr": row.dtr,
        "supply_state": row.supply_state,
    }
