"""Check the books: wallets = sub-ledger = control account, chain, series, days = month."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from domain.calendar import day_number, day_of_number
from domain.ledger import Account
from domain.listing import Problem
from domain.office import Office
from domain.progress import Progress, Step
from domain.rating import MonthState, rate_day
from domain.tariff import TariffBook
from storage.chain import FIRST_PREV, link
from storage.repositories.billing import LINES, SCHEMES, digest_columns
from storage.repositories.tariffs import SqlTariffs

#: Of each kind of problem so many are named; more of the same say nothing new.
_MOST_NAMED = 20

_WALLETS = (
    "SELECT w.consumer_id, w.balance_paise, coalesce(e.total, 0) AS total FROM wallet w"
    " LEFT JOIN (SELECT consumer_id, sum(amount_paise) AS total FROM wallet_entry"
    "  WHERE office_id = :office_id GROUP BY consumer_id) e ON e.consumer_id = w.consumer_id"
    " WHERE w.office_id = :office_id AND w.balance_paise <> coalesce(e.total, 0)"
)
_LOCAL_BALANCES = (
    "SELECT e.posted_seq FROM wallet_entry e LEFT JOIN wallet_entry b"
    "  ON b.office_id = e.office_id AND b.posted_seq = e.previous_seq"
    " WHERE e.office_id = :office_id AND (e.balance_after_paise <>"
    "  e.amount_paise + coalesce(b.balance_after_paise, 0)"
    "  OR (b.consumer_id IS NOT NULL AND b.consumer_id <> e.consumer_id))"
)
_ENTRIES = (
    "SELECT j.seq, -sum(l.amount_paise) AS control, (SELECT coalesce(sum(e.amount_paise), 0)"
    "  FROM wallet_entry e WHERE e.office_id = j.office_id"
    "  AND e.posted_seq BETWEEN j.first_posted_seq AND j.last_posted_seq) AS wallets"
    " FROM journal_entry j LEFT JOIN journal_line l"
    "  ON l.office_id = j.office_id AND l.entry_seq = j.seq AND l.account = 'wallets'"
    " WHERE j.office_id = :office_id GROUP BY j.seq"
)
_UNBALANCED = (
    "SELECT entry_seq, sum(amount_paise) AS rest FROM journal_line"
    " WHERE office_id = :office_id GROUP BY entry_seq HAVING rest <> 0"
)
_SEQUENCE = (
    "SELECT count(*), coalesce(min(posted_seq), 1), coalesce(max(posted_seq), 0)"
    " FROM wallet_entry WHERE office_id = :office_id"
)
_SERIES = (
    "SELECT s.counter, s.financial_year, s.last_number, count(r.running_number) AS receipts,"
    " coalesce(max(r.running_number), 0) AS highest FROM series s LEFT JOIN receipt r"
    "  ON r.office_id = s.office_id AND r.counter = s.counter"
    "  AND r.financial_year = s.financial_year AND r.incarnation = s.incarnation"
    " WHERE s.office_id = :office_id GROUP BY s.counter, s.financial_year, s.incarnation"
)
_RECEIPTS = (
    "SELECT r.number FROM receipt r LEFT JOIN wallet_entry e"
    "  ON e.office_id = r.office_id AND e.posted_seq = r.posted_seq"
    " WHERE r.office_id = :office_id AND (e.posted_seq IS NULL OR e.kind <> 'recharge'"
    "  OR e.consumer_id <> r.consumer_id OR e.amount_paise <> r.to_wallet_paise"
    "  OR r.amount_paise <> r.to_arrears_paise + r.to_wallet_paise"
    "  OR r.balance_after_paise <> e.balance_after_paise"
    "  OR r.balance_before_paise <> e.balance_after_paise - e.amount_paise)"
)
_CHARGES = (
    "SELECT d.day, d.consumer_id FROM daily_charge d LEFT JOIN wallet_entry e"
    "  ON e.office_id = d.office_id AND e.posted_seq = d.posted_seq"
    " WHERE d.office_id = :office_id AND (e.posted_seq IS NULL"
    "  OR e.amount_paise <> -d.total_paise OR e.consumer_id <> d.consumer_id"
    "  OR e.business_day <> d.day)"
)
_INCOMPLETE = (
    "SELECT c.id FROM consumer c LEFT JOIN wallet w"
    "  ON w.office_id = c.office_id AND w.consumer_id = c.id"
    " LEFT JOIN month_position p ON p.office_id = c.office_id AND p.consumer_id = c.id"
    " WHERE c.office_id = :office_id AND (w.consumer_id IS NULL OR p.consumer_id IS NULL)"
    " UNION SELECT w.consumer_id FROM wallet w LEFT JOIN consumer c"
    "  ON c.office_id = w.office_id AND c.id = w.consumer_id"
    " WHERE w.office_id = :office_id AND c.id IS NULL"
    " UNION SELECT p.consumer_id FROM month_position p LEFT JOIN consumer c"
    "  ON c.office_id = p.office_id AND c.id = p.consumer_id"
    " WHERE p.office_id = :office_id AND c.id IS NULL"
)
_WALLET_ENDS = (
    "SELECT w.consumer_id FROM wallet w LEFT JOIN wallet_entry e"
    "  ON e.office_id = w.office_id AND e.posted_seq = w.last_posted_seq"
    " WHERE w.office_id = :office_id AND ("
    "  coalesce(e.balance_after_paise, 0) <> w.balance_paise"
    "  OR coalesce(e.consumer_id, w.consumer_id) <> w.consumer_id"
    "  OR (w.balance_paise < 0) <> (w.negative_since_day IS NOT NULL))"
)
#: The reads that charges consumed; those that only carry an older one on are left out.
_CONSUMED = (
    "SELECT d.consumer_id, d.day FROM daily_charge d"
    " WHERE d.office_id = :office_id AND d.to_read_at_ms IS NOT NULL"
    " AND (d.from_read_at_ms IS NULL OR d.to_read_at_ms <> d.from_read_at_ms)"
    " AND NOT EXISTS (SELECT 1 FROM consumer_version v CROSS JOIN meter_read r"
    "  ON r.office_id = v.office_id AND r.meter_id = v.meter_id"
    "  AND r.closing_day = d.day AND r.read_at_ms = d.to_read_at_ms"
    "  AND r.cumulative_wh = d.to_wh"
    "  WHERE v.office_id = d.office_id AND v.consumer_id = d.consumer_id)"
)
_POSITIONS = (
    "SELECT p.consumer_id, p.state, p.next_open_day, p.consumed_at_ms, p.consumed_wh,"
    " c.billed_from_day, d.day AS charged_day, d.to_read_at_ms, d.to_wh, v.supply_state"
    " FROM month_position p JOIN consumer c"
    "  ON c.office_id = p.office_id AND c.id = p.consumer_id"
    " LEFT JOIN consumer_version v ON v.office_id = p.office_id AND v.consumer_id = p.consumer_id"
    "  AND (v.effective_day, v.version_seq) = ("
    "   SELECT e.effective_day, e.version_seq FROM consumer_version e"
    "   WHERE e.office_id = p.office_id AND e.consumer_id = p.consumer_id"
    "   AND e.effective_day < p.next_open_day"
    "   ORDER BY e.effective_day DESC, e.version_seq DESC LIMIT 1)"
    " LEFT JOIN daily_charge d ON d.office_id = p.office_id AND d.consumer_id = p.consumer_id"
    "  AND d.day = p.next_open_day - 1"
    " WHERE p.office_id = :office_id ORDER BY p.consumer_id"
)
_POSTINGS_WITHOUT_CHARGE = (
    "SELECT (SELECT count(*) FROM wallet_entry WHERE office_id = :office_id"
    "  AND kind = 'daily_charge') - (SELECT count(*) FROM daily_charge"
    "  WHERE office_id = :office_id) AS rest"
)


def check_books(connection: Connection, office: Office, progress: Progress) -> list[Problem]:
    """Return what is wrong in the books, each with where; an empty list when all is right."""
    checker = _Checker(connection, office)
    parts = (
        checker.chain,
        checker.wallets,
        checker.ledger,
        checker.series,
        checker.tariffs,
        checker.postings,
        checker.batches,
    )
    problems: list[Problem] = list(checker.people())
    # Without all consumers there is nothing to rate again by.
    days = [] if problems else checker.charged_days()
    total = len(parts) + len(days)
    for number, part in enumerate(parts):
        progress(Step(number, total))
        problems += part()
    rated_again = [] if problems and not days else checker.months(days)
    for number, found in enumerate(rated_again, len(parts)):
        progress(Step(number, total))
        problems += found
    progress(Step(total, total))
    return problems


class _Checker:
    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office
        self._hashes: dict[str, str] | None = None

    def chain(self) -> Iterator[Problem]:
        """Yield where the event stream breaks, and entries that an event does not vouch for."""
        prev, expected = FIRST_PREV, 1
        events = self._rows(
            "SELECT seq, core, prev, hash FROM event WHERE office_id = :office_id"
            " AND stream = :stream ORDER BY seq",
            stream=self._office.stream,
        )
        for row in events:
            if row.seq != expected or row.prev != prev or row.hash != link(row.prev, row.core):
                yield Problem("chain_broken", {"event": expected})
                return
            prev, expected = row.hash, expected + 1
            yield from self._vouched(row.seq, json.loads(row.core))
        entries = self._rows("SELECT count(*) AS n FROM journal_entry WHERE office_id = :office_id")
        vouched = self._rows(
            "SELECT count(*) AS n FROM event WHERE office_id = :office_id"
            " AND json_extract(core, '$.entry') IS NOT NULL"
        )
        if entries[0].n != vouched[0].n:
            yield Problem(
                "entries_without_event", {"entries": entries[0].n, "events": vouched[0].n}
            )

    def people(self) -> Iterator[Problem]:
        """Yield consumers that lack a part, or parts that lack their consumer."""
        for row in self._rows(_INCOMPLETE)[:_MOST_NAMED]:
            yield Problem("consumer_incomplete", {"consumer": self._number_of(row.id)})

    def wallets(self) -> Iterator[Problem]:
        for row in self._rows(_WALLET_ENDS)[:_MOST_NAMED]:
            yield Problem("wallet_end_wrong", {"consumer": self._number_of(row.consumer_id)})
        for row in self._rows(_WALLETS)[:_MOST_NAMED]:
            yield Problem(
                "wallet_differs",
                {
                    "consumer": self._number_of(row.consumer_id),
                    "balance_paise": row.balance_paise,
                    "entries_paise": row.total,
                },
            )
        for row in self._rows(_LOCAL_BALANCES)[:_MOST_NAMED]:
            yield Problem("running_balance_wrong", {"posted_seq": row.posted_seq})
        count, first, last = self._rows(_SEQUENCE)[0]
        given = self._rows(
            "SELECT coalesce(sum(value), 0) AS n FROM counter"
            " WHERE office_id = :office_id AND name = 'posted_seq'"
        )[0].n
        if count != given or first != 1 or last != given:
            yield Problem("postings_missing", {"found": count, "given": given})

    def ledger(self) -> Iterator[Problem]:
        """Yield entries that do not balance or whose control line is not what wallets moved."""
        for row in self._rows(_UNBALANCED)[:_MOST_NAMED]:
            yield Problem("entry_unbalanced", {"entry": row.entry_seq, "rest_paise": row.rest})
        wrong = [row for row in self._rows(_ENTRIES) if (row.control or 0) != row.wallets]
        for row in wrong[:_MOST_NAMED]:
            yield Problem(
                "control_differs",
                {
                    "entry": row.seq,
                    "control_paise": row.control or 0,
                    "wallets_paise": row.wallets,
                },
            )
        control = self._rows(
            "SELECT -coalesce(sum(amount_paise), 0) AS total FROM journal_line"
            " WHERE office_id = :office_id AND account = :account",
            account=Account.WALLETS.value,
        )[0].total
        balances = self._rows(
            "SELECT coalesce(sum(balance_paise), 0) AS total FROM wallet"
            " WHERE office_id = :office_id"
        )[0].total
        if control != balances:
            yield Problem(
                "control_account_differs", {"control_paise": control, "wallets_paise": balances}
            )

    def series(self) -> Iterator[Problem]:
        """Yield series in which a receipt number is missing or above the last one given out."""
        for row in self._rows(_SERIES):
            if not row.last_number == row.receipts == row.highest:
                yield Problem(
                    "series_has_a_gap",
                    {
                        "counter": row.counter,
                        "financial_year": row.financial_year,
                        "last_number": row.last_number,
                        "receipts": row.receipts,
                    },
                )

    def tariffs(self) -> Iterator[Problem]:
        """Yield tariff versions whose document is not the one that was published."""
        for tariff in SqlTariffs(self._connection, self._office).all():
            if self._tariff_hashes()[tariff.id] != tariff.sha256:
                yield Problem("tariff_changed", {"tariff": tariff.id})

    def postings(self) -> Iterator[Problem]:
        for row in self._rows(_RECEIPTS)[:_MOST_NAMED]:
            yield Problem("receipt_differs", {"receipt": row.number})
        for row in self._rows(_CHARGES)[:_MOST_NAMED]:
            yield Problem(
                "charge_differs",
                {
                    "consumer": self._number_of(row.consumer_id),
                    "day": day_of_number(row.day).isoformat(),
                },
            )
        for row in self._rows(_CONSUMED)[:_MOST_NAMED]:
            yield Problem(
                "consumed_read_differs",
                {
                    "consumer": self._number_of(row.consumer_id),
                    "day": day_of_number(row.day).isoformat(),
                },
            )
        rest = self._rows(_POSTINGS_WITHOUT_CHARGE)[0].rest
        if rest:
            yield Problem("postings_without_charge", {"rest": rest})

    def batches(self) -> Iterator[Problem]:
        """Yield billing batches whose rows are not those that their event vouches for."""
        batches = self._rows(
            "SELECT seq, core FROM event WHERE office_id = :office_id"
            " AND json_extract(core, '$.kind') = 'daily_charge' ORDER BY seq"
        )
        for row in batches:
            core = json.loads(row.core)
            if self._digest(core) != core["sha256"]:
                yield Problem("batch_changed", {"event": row.seq, "day": core["business_date"]})

    def charged_days(self) -> list[int]:
        return [
            row.day
            for row in self._rows(
                "SELECT DISTINCT day FROM daily_charge WHERE office_id = :office_id ORDER BY day"
            )
        ]

    def months(self, days: list[int]) -> Iterator[list[Problem]]:
        """Rate every charged day once more and yield the rows that come out otherwise, by day.

        So each line's days add up to the month's, and at the end every position is compared.
        """
        book = TariffBook(SqlTariffs(self._connection, self._office).all())
        again = _Again(self._rows, book)
        for day in days:
            yield [
                Problem(
                    "charge_not_as_rated",
                    {"consumer": self._number_of(consumer), "day": day_of_number(day).isoformat()},
                )
                for consumer in again.differing(day)[:_MOST_NAMED]
            ]
        yield [
            Problem("position_differs", {"consumer": self._number_of(consumer)})
            for consumer in again.differing_positions()[:_MOST_NAMED]
        ]

    def _vouched(self, seq: int, core: dict[str, Any]) -> Iterator[Problem]:
        """Compare an event's core with the entry that it describes."""
        if "entry" not in core:
            return
        for tariff, sha256 in core.get("tariffs", {}).items():
            if self._tariff_hashes().get(tariff) != sha256:
                yield Problem("tariff_not_as_charged", {"event": seq, "tariff": tariff})
        entry = self._rows(
            "SELECT kind, document, business_day, first_posted_seq, last_posted_seq, event_seq,"
            " posted_at_ms, posted_by, channel FROM journal_entry"
            " WHERE office_id = :office_id AND seq = :entry",
            entry=core["entry"],
        )
        lines = self._rows(
            "SELECT account, amount_paise FROM journal_line"
            " WHERE office_id = :office_id AND entry_seq = :entry",
            entry=core["entry"],
        )
        told = {
            "kind": core["kind"],
            "document": core["document"],
            "business_day": core["business_date"],
            "posted_seq": core["posted_seq"],
            "event_seq": seq,
            "posted_at_ms": core["posted_at_ms"],
            "by": core["by"],
            "channel": core["channel"],
            "lines": core["lines"],
        }
        found = [
            {
                "kind": row.kind,
                "document": row.document,
                "business_day": day_of_number(row.business_day).isoformat(),
                "posted_seq": [row.first_posted_seq, row.last_posted_seq],
                "event_seq": row.event_seq,
                "posted_at_ms": row.posted_at_ms,
                "by": row.posted_by,
                "channel": row.channel,
                "lines": {line.account: line.amount_paise for line in lines},
            }
            for row in entry
        ]
        if found != [told] or not self._rows_as_told(core):
            yield Problem("entry_changed", {"event": seq, "document": core["document"]})

    def _tariff_hashes(self) -> dict[str, str]:
        if self._hashes is None:
            rows = self._rows(
                "SELECT version_id, sha256 FROM tariff_version WHERE office_id = :office_id"
            )
            self._hashes = {row.version_id: row.sha256 for row in rows}
        return self._hashes

    def _rows_as_told(self, core: dict[str, Any]) -> bool:
        """Whether the wallet rows of a recharge or opening are those that its event names."""
        first, last = core["posted_seq"]
        if core["kind"] == "daily_charge":
            return True
        rows = self._rows(
            "SELECT consumer_id, amount_paise FROM wallet_entry WHERE office_id = :office_id"
            " AND posted_seq BETWEEN :first AND :last ORDER BY posted_seq",
            first=first,
            last=last,
        )
        told = core.get("amounts") or [[core["consumer"], core["amount_paise"]]]
        if [[row.consumer_id, row.amount_paise] for row in rows] != told:
            return False
        if core["kind"] != "recharge":
            return True
        receipt = self._rows(
            "SELECT number, order_id, consumer_id, amount_paise, tender, reference, posted_seq"
            " FROM receipt WHERE office_id = :office_id AND order_id = :order_id",
            order_id=core["order"],
        )
        return [tuple(row) for row in receipt] == [
            (
                *(core["document"], core["order"], core["consumer"], core["amount_paise"]),
                *(core["tender"], core["reference"], first),
            )
        ]

    def _digest(self, core: dict[str, Any]) -> str:
        names = ["consumer_id", "energy_wh", *(f"{name}_paise" for name in (*LINES, *SCHEMES))]
        columns = _columns(
            self._rows(
                f"SELECT {', '.join(names)} FROM daily_charge"
                " WHERE office_id = :office_id AND day = :day"
                " AND consumer_id BETWEEN :first AND :last AND entry_seq = :entry"
                " ORDER BY consumer_id",
                day=day_number(date.fromisoformat(core["business_date"])),
                first=core["first_consumer"],
                last=core["last_consumer"],
                entry=core["entry"],
            ),
            names,
        )
        lines = {name: columns[f"{name}_paise"] for name in (*LINES, *SCHEMES)}
        return digest_columns(columns["consumer_id"], columns["energy_wh"], lines)

    def _number_of(self, consumer: int) -> str:
        found = self._rows(
            "SELECT number FROM consumer WHERE office_id = :office_id AND id = :id", id=consumer
        )
        return found[0].number if found else f"#{consumer}"

    def _rows(self, sql: str, **parameters: Any) -> list[Any]:
        return list(
            self._connection.execute(text(sql), {"office_id": self._office.id, **parameters})
        )


class _Again:
    """Rates charged days once more, in order, carrying the positions of all consumers."""

    def __init__(self, rows: Any, book: TariffBook) -> None:
        self._rows = rows
        self._book = book
        self._versions = {tariff.id: place for place, tariff in enumerate(book.versions)}
        starts = rows(
            "SELECT id, initial_mtd_wh, billed_from_day FROM consumer"
            " WHERE office_id = :office_id ORDER BY id"
        )
        self._ids = np.array([row.id for row in starts], np.int64)
        self._state = MonthState.start(
            len(starts), np.array([row.initial_mtd_wh for row in starts], np.int64)
        )
        #: The month that each consumer's state belongs to, as the number of its first day.
        self._month = np.array([_month_of(row.billed_from_day) for row in starts], np.int64)

    def differing(self, day: int) -> list[int]:
        """Return the consumers whose charge of a day is not what the engine says."""
        names = ["consumer_id", "load_w", "demand_w", "is_connected", "energy_wh", "mtd_wh"]
        names += [f"{name}_paise" for name in (*LINES, *SCHEMES)]
        rows = self._rows(
            f"SELECT {', '.join(f'd.{name}' for name in names)}, t.version_id"
            " FROM daily_charge d JOIN tariff_version t"
            "  ON t.office_id = d.office_id AND t.id = d.tariff_id"
            " WHERE d.office_id = :office_id AND d.day = :day ORDER BY d.consumer_id",
            day=day,
        )
        stored = _columns(rows, names)
        which = np.array([self._versions[row.version_id] for row in rows], np.int64)
        places = np.searchsorted(self._ids, stored["consumer_id"])
        self._begin_month(places, _month_of(day))
        rated = rate_day(
            day_of_number(day),
            self._book.versions,
            which,
            stored["energy_wh"],
            stored["load_w"],
            self._state.take(places),
            demand_w=stored["demand_w"],
            is_connected=stored["is_connected"].astype(np.bool_),
        )
        differs = rated.state.mtd_wh != stored["mtd_wh"]
        for name in (*LINES, *SCHEMES):
            differs |= getattr(rated, name) != stored[f"{name}_paise"]
        self._put(places, rated.state)
        return [int(consumer) for consumer in stored["consumer_id"][differs]]

    def differing_positions(self) -> list[int]:
        """Return the consumers whose stored position is not where their charges lead."""
        rows = self._rows(_POSITIONS)
        places = np.searchsorted(self._ids, [row.consumer_id for row in rows])
        # Days passed over with the supply ended carry a position into a new month too.
        for row, place in zip(rows, places.tolist(), strict=True):
            if row.next_open_day > row.billed_from_day:
                self._begin_month(np.array([place]), _month_of(row.next_open_day - 1))
        expected = self._state.to_bytes()
        return [
            row.consumer_id
            for row, place in zip(rows, places.tolist(), strict=True)
            if row.state != expected[place] or not _is_where_charges_lead(row)
        ]

    def _begin_month(self, places: NDArray[np.intp], month: int) -> None:
        is_new = self._month[places] != month
        if is_new.any():
            self._put(
                places[is_new],
                self._state.take(places[is_new]).started_anew(np.ones(int(is_new.sum()), np.bool_)),
            )
            self._month[places] = month

    def _put(self, places: NDArray[np.intp], state: MonthState) -> None:
        self._state.mtd_wh[places] = state.mtd_wh
        self._state.whole_paise[:, places] = state.whole_paise
        self._state.rest[:, places] = state.rest


def _month_of(day: int) -> int:
    return day_number(day_of_number(day).replace(day=1))


def _is_where_charges_lead(row: Any) -> bool:
    """Whether the last day was charged or passed over, and the consumed read is the charge's."""
    if row.next_open_day == row.billed_from_day:
        return True
    if row.charged_day is None:
        return bool(row.supply_state == "closed")
    consumed = (row.consumed_at_ms, row.consumed_wh)
    return bool(consumed == (row.to_read_at_ms, row.to_wh))


def _columns(rows: list[Any], names: list[str]) -> dict[str, NDArray[np.int64]]:
    return {
        name: np.array([-1 if row[place] is None else row[place] for row in rows], np.int64)
        for place, name in enumerate(names)
    }
