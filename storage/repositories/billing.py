"""Open days as columns, and the posting of a charged batch: a few statements however many rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from domain.calendar import day_number, day_of_number, milliseconds, start_of
from domain.consumption import ReadPair
from domain.credit import SupplyState
from domain.ledger import Account, EntryKind, JournalLine, balanced
from domain.office import Actor, Office
from domain.ports import Accounts, ChargedBatch
from domain.rating import MonthState, RatedDay
from domain.tariff import TariffBook
from storage.repositories.posting import Posting, post
from storage.rows import (
    NONE,
    column,
    driver_rows,
    insert_many,
    json_list,
    optional,
    update_many,
)

#: The lines of a charge, in the order of their columns.
LINES = ("ec", "fuel", "fc", "duty", "rent", "subsidy", "rebate", "total")
SCHEMES = ("subsidy_per_unit", "subsidy_free_units", "subsidy_cliff")
#: What a charge was worked out by, in the order of the second digest.
BASIS = (
    *("version_effective_day", "version_seq", "tariff_id", "load_w", "demand_w", "is_connected"),
    *("from_read_at_ms", "from_wh", "to_read_at_ms", "to_wh", "mtd_wh"),
)
#: Kinds and revisions of charge rows: a first charge, until corrections exist.
CHARGE, FIRST = "charge", 0

#: A read of a meter: its instant in ms, the register in Wh as it counts on, the demand in W.
_MeterRead = tuple[int, int, int | None]

_CHARGE_COLUMNS = (
    *("office_id", "day", "consumer_id", "kind", "revision", "posted_seq", "entry_seq"),
    *("version_effective_day", "version_seq", "tariff_id", "load_w", "demand_w", "is_connected"),
    *("from_read_at_ms", "from_wh", "to_read_at_ms", "to_wh", "energy_wh", "mtd_wh"),
    *("ec_paise", "fuel_paise", "fc_paise", "duty_paise", "rent_paise", "subsidy_paise"),
    *("rebate_paise", "other_paise", "total_paise"),
    *("subsidy_per_unit_paise", "subsidy_free_units_paise", "subsidy_cliff_paise"),
)
_ENTRY_COLUMNS = (
    *("office_id", "posted_seq", "consumer_id", "kind", "business_day", "amount_paise"),
    *("balance_after_paise", "previous_seq", "entry_seq"),
)
_CONSUMER_KEY = ("office_id", "consumer_id")
_WALLET_COLUMNS = ("balance_paise", "negative_since_day", "last_posted_seq")
_POSITION_COLUMNS = ("next_open_day", "meter_id", "consumed_at_ms", "consumed_wh", "state")


class SqlBilling:
    """Open days and charges of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def consumers(self) -> int:
        return int(self._scalar("SELECT count(*) FROM month_position WHERE office_id = :office_id"))

    def oldest_open_day(self) -> date | None:
        oldest = self._scalar(
            "SELECT min(next_open_day) FROM month_position WHERE office_id = :office_id"
        )
        return None if oldest is None else day_of_number(oldest)

    def next_open(self, day: date) -> date | None:
        number = self._scalar(
            "SELECT min(next_open_day) FROM month_position"
            " WHERE office_id = :office_id AND next_open_day >= :day",
            day=day_number(day),
        )
        return None if number is None else day_of_number(number)

    def pass_over(self, day: date, accounts: Accounts, rows: NDArray[np.intp]) -> None:
        """Close the day without a charge for the rows whose supply has ended."""
        state = accounts.state.take(rows)
        if day.day == 1:
            state = state.started_anew(np.ones(len(rows), np.bool_))
        update_many(
            self._connection,
            "month_position",
            ("next_open_day", "state"),
            _CONSUMER_KEY,
            [
                (day_number(day) + 1, blob, self._office.id, consumer)
                for blob, consumer in zip(
                    state.to_bytes(), accounts.consumer_id[rows].tolist(), strict=True
                )
            ],
        )

    def already(self, day: date) -> int:
        return int(
            self._scalar(
                "SELECT count(*) FROM month_position p JOIN consumer c"
                " ON c.office_id = p.office_id AND c.id = p.consumer_id"
                " WHERE p.office_id = :office_id AND p.next_open_day > :day"
                " AND c.billed_from_day <= :day AND c.id NOT IN (SELECT x.consumer_id"
                "  FROM consumer_withdrawn x WHERE x.office_id = :office_id)",
                day=day_number(day),
            )
        )

    def waiting_behind(self, day: date) -> Mapping[str, int]:
        waiting = self._rows(
            "SELECT p.consumer_id, (SELECT v.supply_state FROM consumer_version v"
            "  WHERE v.office_id = p.office_id AND v.consumer_id = p.consumer_id"
            "  AND v.effective_day <= :day"
            "  ORDER BY v.effective_day DESC, v.version_seq DESC LIMIT 1)"
            " FROM month_position p WHERE p.office_id = :office_id AND p.next_open_day < :day",
            day=day_number(day),
        )
        closed = sum(supply == SupplyState.CLOSED for _, supply in waiting)
        return {"supply_closed": closed, "earlier_day_open": len(waiting) - closed}

    def accounts(self, day: date, after_id: int, limit: int) -> Accounts:
        number = day_number(day)
        positions = self._rows(
            "SELECT p.consumer_id, p.meter_id, p.consumed_at_ms, p.consumed_wh, p.state,"
            " w.balance_paise, w.negative_since_day, w.last_posted_seq"
            " FROM month_position p JOIN wallet w"
            # Said of both tables, so that neither is read from its beginning.
            " ON w.office_id = p.office_id AND w.consumer_id = p.consumer_id"
            " AND w.consumer_id > :after"
            " WHERE p.office_id = :office_id AND p.consumer_id > :after"
            # A planner that counted yesterday believes that nobody is on this day, and reads all
            # to sort it; of this difference it believes nothing, and goes along the key.
            " AND abs(p.next_open_day - :day) < 1"
            " ORDER BY p.consumer_id LIMIT :limit",
            after=after_id,
            day=number,
            limit=limit,
        )
        if not positions:
            return _no_accounts()
        ids, meters, at, wh, states, balances, negative, previous = zip(*positions, strict=True)
        versions = self._versions(ids, number)
        _, effective, seqs, schedules, loads, meter_ids, factors, supply = zip(
            *(versions[consumer] for consumer in ids), strict=True
        )
        meter_id, consumed_meter = column(meter_ids), column(meters)
        replaced = (consumed_meter != NONE) & (consumed_meter != meter_id)
        begins = (column(at) == NONE) | replaced
        reads, demand = self._reads(ids, meter_id, number, begins=begins)
        return Accounts(
            consumer_id=column(ids),
            version_effective_day=column(effective),
            version_seq=column(seqs),
            schedules=schedules,
            supply=[SupplyState(state) for state in supply],
            load_w=column(loads),
            meter_id=meter_id,
            meter_factor=column(factors),
            balance_paise=np.array(balances, np.int64),
            negative_since_day=column(negative),
            previous_seq=column(previous),
            state=MonthState.from_bytes(list(states)),
            consumed_meter_id=consumed_meter,
            consumed_at_ms=column(at),
            consumed_wh=column(wh),
            reads=reads,
            demand_w=demand,
            replaced=replaced,
            old_reads=self._old_reads(ids, consumed_meter, number, replaced, reads),
            old_factor=self._old_factors(ids, consumed_meter, column(factors), replaced),
        )

    def post(self, batch: ChargedBatch, book: TariffBook, at: datetime, actor: Actor) -> None:
        tariff_ids = self._tariff_ids(book)
        posting = Posting(
            business_date=batch.day,
            kind=EntryKind.DAILY_CHARGE,
            document=batch.run_id,
            wallet_rows=len(batch.rows),
            lines=_ledger_lines(batch.rated),
            core=_core(batch, book, tariff_ids),
            at=at,
            actor=actor,
        )
        posted = post(self._connection, self._office, posting)
        rows = _BatchRows(self._office.id, batch, posted.first_posted_seq, posted.entry_seq)
        insert_many(self._connection, "wallet_entry", _ENTRY_COLUMNS, rows.entries())
        charges = rows.charges(tariff_ids)
        insert_many(self._connection, "daily_charge", _CHARGE_COLUMNS, charges)
        update_many(self._connection, "wallet", _WALLET_COLUMNS, _CONSUMER_KEY, rows.wallets())
        update_many(
            self._connection, "month_position", _POSITION_COLUMNS, _CONSUMER_KEY, rows.positions()
        )

    def _versions(self, ids: Sequence[int], day: int) -> dict[int, Any]:
        # In the order of the key, so that the last one of a consumer is the one in force.
        return {
            row[0]: row
            for row in self._rows(
                "SELECT consumer_id, effective_day, version_seq, schedule, load_w, meter_id,"
                " meter_factor, supply_state FROM consumer_version"
                " WHERE office_id = :office_id AND consumer_id BETWEEN :first AND :last"
                " AND effective_day <= :day ORDER BY consumer_id, effective_day, version_seq",
                first=ids[0],
                last=ids[-1],
                day=day,
            )
        }

    def _reads(
        self, ids: Sequence[int], meter_id: NDArray[np.int64], day: int, *, begins: Any
    ) -> tuple[ReadPair, NDArray[np.int64]]:
        """Return the day's reads; where a meter ``begins``, from the midnight it begins with."""
        found = self._reads_between(ids, day)
        eve = self._reads_between(ids, day - 1) if begins.any() else {}
        start_ms = milliseconds(start_of(day_of_number(day)))
        asked = [
            [*_from(eve.get(meter, ()), start_ms), *found.get(meter, ())]
            if is_beginning
            else found.get(meter, ())
            for meter, is_beginning in zip(meter_id.tolist(), begins.tolist(), strict=True)
        ]
        return _pair(asked), column(reads[-1][2] if reads else None for reads in asked)

    def _reads_between(self, ids: Sequence[int], day: int) -> dict[int, list[_MeterRead]]:
        """Return the valid reads of a day of these consumers' meters, each in order."""
        found: dict[int, list[_MeterRead]] = {}
        for meter, at, wh, demand in self._rows(
            "SELECT r.meter_id, r.read_at_ms, r.cumulative_wh, r.max_demand_w"
            " FROM (SELECT DISTINCT office_id, meter_id FROM consumer_version"
            "  WHERE office_id = :office_id AND consumer_id BETWEEN :first AND :last) v"
            " THEN JOIN meter_read r ON r.office_id = v.office_id AND r.meter_id = v.meter_id"
            "  AND r.closing_day = :day"
            " WHERE r.state IN ('valid', 'released') ORDER BY r.meter_id, r.read_at_ms",
            first=ids[0],
            last=ids[-1],
            day=day,
        ):
            found.setdefault(meter, []).append((at, wh, demand))
        return found

    def _old_reads(
        self,
        ids: Sequence[int],
        meters: NDArray[np.int64],
        day: int,
        replaced: Any,
        new_reads: ReadPair,
    ) -> ReadPair:
        """Return the day's reads of the meters consumed so far, where they were replaced.

        Up to the first read of the new meter; none of a meter that hangs at somebody else's by
        then, for its energy is that consumer's.
        """
        if not replaced.any():
            return ReadPair.none(len(ids))
        found = self._reads_between(ids, day)
        elsewhere = self._meters_of_others(ids, meters[replaced].tolist(), day)
        asked: list[list[_MeterRead]] = []
        for consumer, meter, first_at in zip(
            ids, meters.tolist(), new_reads.first_at_ms.tolist(), strict=True
        ):
            reads = [] if (consumer, meter) in elsewhere else found.get(meter, [])
            asked.append([read for read in reads if first_at == NONE or read[0] <= first_at])
        return _pair(asked)

    def _meters_of_others(
        self, ids: Sequence[int], meters: Sequence[int], day: int
    ) -> set[tuple[int, int]]:
        """Return the pairs of these consumers and meters that another one has by the day."""
        holders = self._rows(
            "SELECT v.meter_id, v.consumer_id FROM consumer_version v"
            " WHERE v.office_id = :office_id"
            " AND v.meter_id IN (SELECT value FROM numbers_in(:meters) n)"
            " AND (v.effective_day, v.version_seq) = ("
            "  SELECT e.effective_day, e.version_seq FROM consumer_version e"
            "  WHERE e.office_id = v.office_id AND e.consumer_id = v.consumer_id"
            "  AND e.effective_day <= :day"
            "  ORDER BY e.effective_day DESC, e.version_seq DESC LIMIT 1)",
            meters=json_list(meters),
            day=day,
        )
        return {
            (consumer, meter) for meter, holder in holders for consumer in ids if holder != consumer
        }

    def _old_factors(
        self, ids: Sequence[int], meters: NDArray[np.int64], factors: Any, replaced: Any
    ) -> NDArray[np.int64]:
        if not replaced.any():
            old: NDArray[np.int64] = factors
            return old
        known = {
            (consumer, meter): factor
            for consumer, meter, factor in self._rows(
                "SELECT consumer_id, meter_id, meter_factor FROM consumer_version"
                " WHERE office_id = :office_id AND consumer_id BETWEEN :first AND :last"
                " ORDER BY effective_day, version_seq",
                first=ids[0],
                last=ids[-1],
            )
        }
        pairs = zip(ids, meters.tolist(), factors.tolist(), strict=True)
        return column(known.get((consumer, meter), factor) for consumer, meter, factor in pairs)

    def _tariff_ids(self, book: TariffBook) -> NDArray[np.int64]:
        ids = dict(
            self._rows("SELECT version_id, id FROM tariff_version WHERE office_id = :office_id")
        )
        return np.array([ids[tariff.id] for tariff in book.versions], np.int64)

    def _rows(self, sql: str, **parameters: int | str) -> list[Any]:
        return driver_rows(self._connection, sql, {"office_id": self._office.id, **parameters})

    def _scalar(self, sql: str, **parameters: int) -> Any:
        return self._rows(sql, **parameters)[0][0]


class _BatchRows:
    """The tuples of a batch, one list a table."""

    def __init__(self, office_id: int, batch: ChargedBatch, first_seq: int, entry_seq: int) -> None:
        self._office_id = office_id
        self._batch = batch
        self._entry_seq = entry_seq
        self._count = len(batch.rows)
        self._day = day_number(batch.day)
        self._ids = self._of_accounts("consumer_id")
        self._seqs = list(range(first_seq, first_seq + self._count))
        self._after = batch.accounts.balance_paise[batch.rows] - batch.rated.total

    def entries(self) -> list[Any]:
        return list(
            zip(
                self._same(self._office_id),
                self._seqs,
                self._ids,
                self._same(EntryKind.DAILY_CHARGE.value),
                self._same(self._day),
                (-self._batch.rated.total).tolist(),
                self._after.tolist(),
                optional(self._batch.accounts.previous_seq[self._batch.rows]),
                self._same(self._entry_seq),
                strict=True,
            )
        )

    def charges(self, tariff_ids: NDArray[np.int64]) -> list[Any]:
        rated, used = self._batch.rated, self._batch.consumption
        lines = [getattr(rated, name).tolist() for name in LINES]
        return list(
            zip(
                *(self._same(value) for value in (self._office_id, self._day)),
                self._ids,
                *(self._same(value) for value in (CHARGE, FIRST)),
                self._seqs,
                self._same(self._entry_seq),
                self._of_accounts("version_effective_day"),
                self._of_accounts("version_seq"),
                tariff_ids[self._batch.tariff].tolist(),
                self._of_accounts("load_w"),
                optional(self._batch.accounts.demand_w[self._batch.rows]),
                [
                    int(self._batch.accounts.supply[row] is SupplyState.CONNECTED)
                    for row in self._batch.rows.tolist()
                ],
                *(
                    optional(getattr(used, name))
                    for name in ("from_at_ms", "from_wh", "to_at_ms", "to_wh")
                ),
                used.energy_wh.tolist(),
                rated.state.mtd_wh.tolist(),
                *lines[:-1],
                self._same(0),
                lines[-1],
                *(getattr(rated, name).tolist() for name in SCHEMES),
                strict=True,
            )
        )

    def wallets(self) -> list[Any]:
        known = self._batch.accounts.negative_since_day[self._batch.rows]
        since = np.where(known == NONE, self._day, known)
        negative = np.where(self._after < 0, since, NONE)
        return list(
            zip(
                self._after.tolist(),
                optional(negative),
                self._seqs,
                self._same(self._office_id),
                self._ids,
                strict=True,
            )
        )

    def positions(self) -> list[Any]:
        used, rows = self._batch.consumption, self._batch.rows
        accounts = self._batch.accounts
        # A meter is consumed from when one of its reads was; until then the old one stays.
        waits = accounts.replaced[rows] & (used.from_at_ms == NONE)
        meter = np.where(waits, accounts.consumed_meter_id[rows], accounts.meter_id[rows])
        return list(
            zip(
                self._same(self._day + 1),
                meter.tolist(),
                optional(used.to_at_ms),
                optional(used.to_wh),
                self._batch.rated.state.to_bytes(),
                self._same(self._office_id),
                self._ids,
                strict=True,
            )
        )

    def _same(self, value: Any) -> list[Any]:
        return [value] * self._count

    def _of_accounts(self, name: str) -> list[int]:
        taken: list[int] = getattr(self._batch.accounts, name)[self._batch.rows].tolist()
        return taken


def columns_digest(columns: Sequence[NDArray[np.int64]]) -> str:
    """Return the SHA-256 of int64 columns, little endian, in id order (contracts, section 5)."""
    digest = hashlib.sha256()
    for values in columns:
        digest.update(np.ascontiguousarray(values, "<i8").tobytes())
    return digest.hexdigest()


def digest_columns(
    consumer_id: NDArray[np.int64], energy_wh: NDArray[np.int64], lines: Mapping[str, Any]
) -> str:
    """Return the digest of a billing batch: id, energy, then the lines and the schemes."""
    return columns_digest([consumer_id, energy_wh, *(lines[name] for name in (*LINES, *SCHEMES))])


def digest_basis(columns: Mapping[str, NDArray[np.int64]]) -> str:
    """Return the digest of what a billing batch was charged by: versions, tariffs, reads."""
    return columns_digest([columns[name] for name in BASIS])


def _core(batch: ChargedBatch, book: TariffBook, tariff_ids: NDArray[np.int64]) -> dict[str, Any]:
    rated = batch.rated
    lines = {name: getattr(rated, name) for name in (*LINES, *SCHEMES)}
    ids = batch.accounts.consumer_id[batch.rows]
    return {
        "run": batch.run_id,
        "tariffs": {
            book.versions[place].id: book.versions[place].sha256
            for place in np.unique(batch.tariff).tolist()
        },
        "count": len(batch.rows),
        "without_read": int((~batch.consumption.has_read).sum()),
        "first_consumer": int(ids[0]),
        "last_consumer": int(ids[-1]),
        "energy_wh": int(batch.consumption.energy_wh.sum()),
        "sums": {name: int(values.sum()) for name, values in lines.items()},
        "sha256": digest_columns(ids, batch.consumption.energy_wh, lines),
        "basis_sha256": digest_basis(_basis(batch, tariff_ids)),
    }


def _basis(batch: ChargedBatch, tariff_ids: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    rows, accounts, used = batch.rows, batch.accounts, batch.consumption
    supply = [accounts.supply[row] is SupplyState.CONNECTED for row in rows.tolist()]
    return {
        "version_effective_day": accounts.version_effective_day[rows],
        "version_seq": accounts.version_seq[rows],
        "tariff_id": tariff_ids[batch.tariff],
        "load_w": accounts.load_w[rows],
        "demand_w": accounts.demand_w[rows],
        "is_connected": np.array(supply, np.int64),
        "from_read_at_ms": used.from_at_ms,
        "from_wh": used.from_wh,
        "to_read_at_ms": used.to_at_ms,
        "to_wh": used.to_wh,
        "mtd_wh": batch.rated.state.mtd_wh,
    }


def _ledger_lines(rated: RatedDay) -> tuple[JournalLine, ...]:
    return balanced(
        JournalLine(Account.WALLETS, int(rated.total.sum())),
        JournalLine(Account.SUBSIDY_RECEIVABLE, int(rated.subsidy.sum())),
        JournalLine(Account.REBATE, int(rated.rebate.sum())),
        JournalLine(Account.ENERGY, -int(rated.ec.sum())),
        JournalLine(Account.FIXED, -int(rated.fc.sum())),
        JournalLine(Account.FUEL, -int(rated.fuel.sum())),
        JournalLine(Account.DUTY_PAYABLE, -int(rated.duty.sum())),
        JournalLine(Account.RENT, -int(rated.rent.sum())),
    )


def _from(reads: Sequence[_MeterRead], start_ms: int) -> list[_MeterRead]:
    return [read for read in reads if read[0] >= start_ms]


def _pair(asked: Sequence[Sequence[_MeterRead]]) -> ReadPair:
    return ReadPair(
        column(reads[0][0] if reads else None for reads in asked),
        column(reads[0][1] if reads else None for reads in asked),
        column(reads[-1][0] if reads else None for reads in asked),
        column(reads[-1][1] if reads else None for reads in asked),
    )


def _no_accounts() -> Accounts:
    empty = np.empty(0, np.int64)
    flags = np.empty(0, np.bool_)
    pair = ReadPair.none(0)
    return Accounts(
        *(empty, empty, empty, (), (), empty, empty, empty, empty, empty, empty),
        MonthState.start(0),
        *(empty, empty, empty),
        pair,
        empty,
        flags,
        pair,
        empty,
    )
