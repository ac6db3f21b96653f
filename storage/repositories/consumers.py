"""Consumers as rows: one for the person, one for each dated version, one for the wallet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from sqlalchemy import Connection, text

from domain.arrears import instalment_paise
from domain.calendar import billing_day, day_number, day_of_number, milliseconds, start_of
from domain.consumer import CONTACT_FIELDS, Consumer, NewConsumer, Phase
from domain.consumer_versions import carried_forward, held_until
from domain.credit import (
    Credits,
    SupplyState,
    days_left,
    emergency_until,
    status_of,
)
from domain.energy import Energy
from domain.errors import ConsumerNotFound
from domain.formats import parse_load_w
from domain.ledger import Account, EntryKind, JournalLine, balanced
from domain.money import Money
from domain.office import Actor, Office
from domain.rating import MonthState
from domain.reads import ReadSource, ReadState
from storage.listings.credits import credits_of
from storage.repositories.forgetting import forget_person
from storage.repositories.posting import Posting, post
from storage.rows import insert_many, json_list, take_numbers, update_many
from storage.search import index_consumers
from storage.vouching import Rows, vouch

_CONSUMER_COLUMNS = (
    *("office_id", "id", "number", "name", "guardian", "address", "mobile", "email", "language"),
    *("connected_day", "billed_from_day", "initial_wh", "initial_mtd_wh", "opening_paise"),
)
_VERSION_COLUMNS = (
    *("office_id", "consumer_id", "effective_day", "version_seq", "recorded_at_ms"),
    *("recorded_by", "channel", "schedule", "load_w", "phase", "meter_id", "meter_factor"),
    *("feeder", "dtr", "supply_state", "is_held", "owner_office_id"),
)
_CONTACT_COLUMNS = (
    *("office_id", "consumer_id", "version_seq", "recorded_at_ms", "recorded_by", "channel"),
    *CONTACT_FIELDS,
)
_METER_COLUMNS = ("office_id", "id", "serial")
_POSITION_COLUMNS = (
    *("office_id", "consumer_id", "next_open_day", "meter_id", "consumed_at_ms", "consumed_wh"),
    "state",
)

_READ_COLUMNS = (
    *("office_id", "closing_day", "meter_id", "read_at_ms", "revision", "register_wh"),
    *("cumulative_wh", "quality", "source", "state", "reason", "note", "recorded_at_ms"),
    "recorded_by",
)

#: What the number and the serial of somebody who was taken back begin with: no form takes it.
WITHDRAWN = "~"

#: The version in force on :day, joined as ``v``.
VERSION_IN_FORCE = (
    "JOIN consumer_version v ON v.office_id = c.office_id AND v.consumer_id = c.id"
    " AND (v.effective_day, v.version_seq) = ("
    "  SELECT e.effective_day, e.version_seq FROM consumer_version e"
    "  WHERE e.office_id = c.office_id AND e.consumer_id = c.id"
    "  ORDER BY (e.effective_day <= :day) DESC,"
    "   CASE WHEN e.effective_day <= :day THEN e.effective_day ELSE -e.effective_day END DESC,"
    "   e.version_seq DESC LIMIT 1)"
)
_SELECT = (
    "SELECT c.id, c.number, c.name, c.guardian, c.address, c.mobile, c.email, c.language,"
    " c.connected_day, c.billed_from_day, c.initial_wh, c.opening_paise, v.schedule, v.load_w,"
    " v.phase, v.meter_factor,"
    " v.feeder, v.dtr, v.supply_state, v.is_held, m.serial, w.balance_paise,"
    " w.negative_since_day, p.next_open_day, p.state"
    f" FROM consumer c {VERSION_IN_FORCE}"
    " JOIN meter m ON m.office_id = v.office_id AND m.id = v.meter_id"
    " JOIN wallet w ON w.office_id = c.office_id AND w.consumer_id = c.id"
    " JOIN month_position p ON p.office_id = c.office_id AND p.consumer_id = c.id"
)


class SqlConsumers:
    """The consumers of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def get(self, number: str, today: date) -> Consumer:
        found = self.known([number], today).get(number)
        if found is None:
            raise ConsumerNotFound(number)
        return found

    def known(self, numbers: Sequence[str], today: date) -> Mapping[str, Consumer]:
        # What is left of the number of somebody who was taken back leads nowhere.
        borne = json_list(one for one in numbers if not one.startswith(WITHDRAWN))
        # By their ids: asked for by number, SQLite would look at everybody of the office.
        condition = (
            "c.id IN (SELECT k.id FROM words_in(:numbers) w THEN JOIN consumer k"
            " ON k.office_id = :office_id AND k.number = w.value)"
        )
        return {one.number: one for one in self._found(condition, today, numbers=borne)}

    def taken_back(self, number: str, today: date) -> list[Consumer]:
        condition = (
            "c.id IN (SELECT x.consumer_id FROM consumer_withdrawn x"
            " WHERE x.office_id = :office_id AND x.number = :number)"
        )
        return self._found(condition, today, number=number)

    def _found(self, condition: str, today: date, **parameters: Any) -> list[Consumer]:
        rows = self._connection.execute(
            text(f"{_SELECT} WHERE c.office_id = :office_id AND {condition}"),
            {"office_id": self._office.id, "day": day_number(today), **parameters},
        ).all()
        means = mean_totals(
            self._connection, self._office.id, {row.id: row.next_open_day - 1 for row in rows}
        )
        last = last_recharges(self._connection, self._office.id, [row.id for row in rows])
        granted = credits_of(self._connection, self._office.id, today)
        return [_consumer(row, means.get(row.id), last.get(row.id), today, granted) for row in rows]

    def meter_holders(self, since: Mapping[str, date]) -> Mapping[str, str]:
        rows = self._connection.execute(
            text(
                "SELECT c.number, v.effective_day, m.serial FROM consumer_version v"
                " JOIN consumer c ON c.office_id = v.office_id AND c.id = v.consumer_id"
                " JOIN meter m ON m.office_id = v.office_id AND m.id = v.meter_id"
                " WHERE v.office_id = :office_id AND v.consumer_id IN ("
                "  SELECT h.consumer_id FROM consumer_version h JOIN meter w"
                "   ON w.office_id = h.office_id AND w.id = h.meter_id"
                "  WHERE h.office_id = :office_id"
                "  AND w.serial IN (SELECT value FROM words_in(:serials) s))"
                " ORDER BY v.consumer_id, v.effective_day, v.version_seq"
            ),
            {"office_id": self._office.id, "serials": json_list(since)},
        )
        # The last version of a day is the one in force, until that of the next day with one.
        timelines: dict[str, dict[int, str]] = {}
        for number, day, serial in rows:
            timelines.setdefault(number, {})[day] = serial
        return {
            serial: number
            for number, timeline in timelines.items()
            for serial, until in held_until(timeline).items()
            if serial in since and (until is None or until > day_number(since[serial]))
        }

    def add(self, forms: Sequence[NewConsumer], at: datetime, actor: Actor) -> None:
        office_id, count = self._office.id, len(forms)
        first = take_numbers(self._connection, office_id, "consumer", count)
        first_version = take_numbers(self._connection, office_id, "version", count)
        meters, new_meters = self._meters([form.meter_serial for form in forms])
        rows = [
            _NewRows(office_id, number, form, meters[form.meter_serial], version, at, actor)
            for number, version, form in zip(
                range(first, first + count),
                range(first_version, first_version + count),
                forms,
                strict=True,
            )
        ]
        connection = self._connection
        begun = [row.first_read() for row in rows if row.form.initial is not None]
        written = [
            Rows("consumer", _CONSUMER_COLUMNS, [row.consumer() for row in rows]),
            Rows("consumer_version", _VERSION_COLUMNS, [row.version() for row in rows]),
            Rows("contact_version", _CONTACT_COLUMNS, [row.contact() for row in rows]),
            Rows("meter_read", _READ_COLUMNS, begun),
        ]
        for new in written:
            insert_many(connection, new.table, new.columns, new.tuples)
        added = [new_meters, *written]
        vouch(connection, self._office, "consumers_added", by=actor.name, written=added)
        insert_many(
            connection, "month_position", _POSITION_COLUMNS, [row.position() for row in rows]
        )
        insert_many(
            connection,
            "wallet",
            ("office_id", "consumer_id", "balance_paise", "negative_since_day"),
            [(office_id, row.id, 0, None) for row in rows],
        )
        index_consumers(connection, office_id, [row.search() for row in rows])
        self._post_opening_balances(rows, at, actor)

    def update_contact(
        self, changes: Mapping[str, Mapping[str, str]], at: datetime, actor: Actor
    ) -> None:
        today = billing_day(at)
        known = self.known(list(changes), today)
        first = take_numbers(self._connection, self._office.id, "version", len(changes))
        rows = []
        for seq, (number, fields) in enumerate(changes.items(), first):
            consumer = known[number]
            contact = {name: getattr(consumer, name) for name in CONTACT_FIELDS} | dict(fields)
            rows.append((consumer, seq, contact))
        update_many(
            self._connection,
            "consumer",
            CONTACT_FIELDS,
            ("office_id", "id"),
            [
                (*(contact[name] for name in CONTACT_FIELDS), self._office.id, consumer.id)
                for consumer, _, contact in rows
            ],
        )
        versions = [
            (
                *(self._office.id, consumer.id, seq, milliseconds(at), actor.name),
                actor.channel.value,
                *(contact[name] for name in CONTACT_FIELDS),
            )
            for consumer, seq, contact in rows
        ]
        added = Rows("contact_version", _CONTACT_COLUMNS, versions)
        self._add_rows("contact_changed", added, actor)
        index_consumers(
            self._connection,
            self._office.id,
            [
                (consumer.id, number, contact["name"], contact["mobile"], consumer.meter_serial)
                for (consumer, _, contact), number in zip(rows, changes, strict=True)
            ],
        )

    def add_version(
        self, number: str, effective_on: date, fields: Mapping[str, str], at: datetime, actor: Actor
    ) -> None:
        base = self.get(number, effective_on)
        changed, new_meters = self._columns_of(fields)
        versions = self._connection.execute(
            text(
                "SELECT * FROM consumer_version WHERE office_id = :office_id AND consumer_id = :id"
                " ORDER BY effective_day, version_seq"
            ),
            {"office_id": self._office.id, "id": base.id},
        )
        by_day = {row["effective_day"]: dict(row) for row in versions.mappings()}
        new = carried_forward(by_day, day_number(effective_on), changed)
        first = take_numbers(self._connection, self._office.id, "version", len(new))
        recorded = {
            "recorded_at_ms": milliseconds(at),
            "recorded_by": actor.name,
            "channel": actor.channel.value,
        }
        rows = [
            tuple((row | recorded | {"version_seq": seq})[name] for name in _VERSION_COLUMNS)
            for seq, row in enumerate(new, first)
        ]
        self._add_rows(
            "consumer_changed", Rows("consumer_version", _VERSION_COLUMNS, rows), actor, new_meters
        )
        serial = fields.get("meter_serial", base.meter_serial)
        found_by = (base.id, number, base.name, base.mobile, serial)
        index_consumers(self._connection, self._office.id, [found_by])

    def _add_rows(self, act: str, rows: Rows, actor: Actor, *written: Rows) -> None:
        """Write rows, and vouch for them and those ``written`` already."""
        insert_many(self._connection, rows.table, rows.columns, rows.tuples)
        vouch(self._connection, self._office, act, by=actor.name, written=[*written, rows])

    def last_moved_on(self, consumer_id: int) -> date | None:
        found: int | None = self._connection.execute(
            text(
                "SELECT e.business_day FROM wallet w JOIN wallet_entry e"
                "  ON e.office_id = w.office_id AND e.posted_seq = w.last_posted_seq"
                " WHERE w.office_id = :office_id AND w.consumer_id = :id"
            ),
            {"office_id": self._office.id, "id": consumer_id},
        ).scalar()
        return None if found is None else day_of_number(found)

    def forget(self, consumer: Consumer, at: datetime) -> int:
        return forget_person(self._connection, self._office, consumer, at)

    def _columns_of(self, fields: Mapping[str, str]) -> tuple[dict[str, Any], Rows]:
        """Return the columns that changed fields stand in, as they are stored, and new meters."""
        columns: dict[str, Any] = {
            name: fields[name]
            for name in ("phase", "feeder", "dtr", "supply_state")
            if name in fields
        }
        if "category" in fields:
            columns["schedule"] = fields["category"]
        if "load_kw" in fields:
            columns["load_w"] = parse_load_w(fields["load_kw"])
        if "meter_factor" in fields:
            columns["meter_factor"] = int(fields["meter_factor"])
        if "meter_serial" in fields:
            serial = fields["meter_serial"]
            meters, new_meters = self._meters([serial])
            columns["meter_id"] = meters[serial]
            return columns, new_meters
        return columns, Rows("meter", _METER_COLUMNS, [])

    def _meters(self, serials: Sequence[str]) -> tuple[dict[str, int], Rows]:
        """Return the number of each meter, and the rows of those that are new and were added."""
        found = self._known_meters(serials)
        new = [serial for serial in dict.fromkeys(serials) if serial not in found]
        first = take_numbers(self._connection, self._office.id, "meter", len(new)) if new else 0
        added = {serial: number for number, serial in enumerate(new, first)}
        rows = [(self._office.id, number, serial) for serial, number in added.items()]
        insert_many(self._connection, "meter", _METER_COLUMNS, rows)
        return found | added, Rows("meter", _METER_COLUMNS, rows)

    def _known_meters(self, serials: Sequence[str]) -> dict[str, int]:
        rows = self._connection.execute(
            text(
                "SELECT serial, id FROM meter WHERE office_id = :office_id"
                " AND serial IN (SELECT value FROM words_in(:serials) w)"
            ),
            {"office_id": self._office.id, "serials": json_list(serials)},
        )
        return dict(list(rows))

    def _post_opening_balances(self, rows: Sequence[_NewRows], at: datetime, actor: Actor) -> None:
        moved = [row for row in rows if row.form.opening_balance]
        if not moved:
            return
        total = sum(row.form.opening_balance.paise for row in moved)
        # Dated before anybody's first charge, so that every first day opens with it.
        eve = min(billing_day(at), *(row.billed_from for row in moved)) - timedelta(days=1)
        amounts = [[row.id, row.form.opening_balance.paise] for row in moved]
        posted = post(
            self._connection,
            self._office,
            Posting(
                business_date=eve,
                kind=EntryKind.OPENING_BALANCE,
                document="opening",
                wallet_rows=len(moved),
                lines=balanced(
                    JournalLine(Account.WALLETS, -total),
                    JournalLine(Account.OPENING_BALANCES, total),
                ),
                core={"amounts": amounts},
                at=at,
                actor=actor,
            ),
        )
        opened = [
            (posted.first_posted_seq + number, row, row.form.opening_balance.paise)
            for number, row in enumerate(moved)
        ]
        insert_many(
            self._connection,
            "wallet_entry",
            (
                *("office_id", "posted_seq", "consumer_id", "kind", "business_day"),
                *("amount_paise", "balance_after_paise", "entry_seq"),
            ),
            [
                (
                    *(self._office.id, seq, row.id, EntryKind.OPENING_BALANCE.value),
                    *(day_number(eve), amount, amount, posted.entry_seq),
                )
                for seq, row, amount in opened
            ],
        )
        update_many(
            self._connection,
            "wallet",
            ("balance_paise", "negative_since_day", "last_posted_seq"),
            ("office_id", "consumer_id"),
            [
                (
                    *(amount, day_number(row.billed_from) if amount < 0 else None, seq),
                    *(self._office.id, row.id),
                )
                for seq, row, amount in opened
            ],
        )


@dataclass(frozen=True, slots=True)
class _NewRows:
    """The tuples of a new consumer, one a table."""

    office_id: int
    id: int
    form: NewConsumer
    meter_id: int
    version_seq: int
    at: datetime
    actor: Actor

    @property
    def billed_from(self) -> date:
        return self.form.billed_from or self.form.connected_on

    def consumer(self) -> tuple[Any, ...]:
        form = self.form
        return (
            *(self.office_id, self.id, form.number, form.name, form.guardian, form.address),
            *(form.mobile, form.email, form.language),
            *(day_number(form.connected_on), day_number(self.billed_from)),
            *(form.initial.wh if form.initial else None, form.month_to_date.wh),
            form.opening_balance.paise,
        )

    def version(self) -> tuple[Any, ...]:
        form = self.form
        effective = min(form.connected_on, self.billed_from)
        return (
            *(self.office_id, self.id, day_number(effective), self.version_seq),
            *(milliseconds(self.at), self.actor.name, self.actor.channel.value),
            *(form.category, form.load_w, form.phase.value, self.meter_id, form.meter_factor),
            *(form.feeder, form.dtr, SupplyState.CONNECTED.value, 0, self.office_id),
        )

    def contact(self) -> tuple[Any, ...]:
        return (
            *(self.office_id, self.id, self.version_seq, milliseconds(self.at)),
            *(self.actor.name, self.actor.channel.value),
            *(getattr(self.form, name) for name in CONTACT_FIELDS),
        )

    def position(self) -> tuple[Any, ...]:
        start = day_number(self.billed_from)
        state = initial_state(self.form.month_to_date.wh)
        if self.form.initial is None:
            return (self.office_id, self.id, start, None, None, None, state)
        start_ms = milliseconds(start_of(self.billed_from))
        return (
            *(self.office_id, self.id, start, self.meter_id, start_ms, self.form.initial.wh),
            state,
        )

    def first_read(self) -> tuple[Any, ...]:
        """Return the initial register as the read it is, at the midnight that begins the count."""
        initial = self.form.initial.wh if self.form.initial else 0
        start_ms = milliseconds(start_of(self.billed_from))
        eve = day_number(self.billed_from) - 1
        return (
            *(self.office_id, eve, self.meter_id, start_ms, 0),
            *(initial, initial, "", ReadSource.MANUAL.value, ReadState.VALID.value, "", ""),
            *(milliseconds(self.at), self.actor.name),
        )

    def search(self) -> tuple[int, str, str, str, str]:
        form = self.form
        return (self.id, form.number, form.name, form.mobile, form.meter_serial)


@lru_cache(maxsize=1024)
def initial_state(month_to_date_wh: int) -> bytes:
    """Return the month's position of a consumer who begins with these units of the month."""
    return MonthState.start(1, np.array([month_to_date_wh], np.int64)).to_bytes()[0]


def mean_totals(
    connection: Connection, office_id: int, last_days: Mapping[int, int]
) -> dict[int, int]:
    """Return the mean daily total (paise, rounded down) of the last 30 charged days.

    Where a plan of arrears takes an instalment each day, it is counted in: the balance goes by it.

    ``last_days``: consumer id to the number of the last charged day. Charged days follow each
    other without a gap, so the last thirty are the thirty up to it.
    """
    by_day: dict[int, list[int]] = {}
    for consumer, last in last_days.items():
        by_day.setdefault(last, []).append(consumer)
    means: dict[int, int] = {}
    for last, consumers in by_day.items():
        rows = connection.execute(
            text(
                "SELECT consumer_id, sum(total_paise), count(*) FROM daily_charge"
                " WHERE office_id = :office_id AND day IN (SELECT value FROM numbers_in(:days) d)"
                " AND consumer_id IN (SELECT value FROM numbers_in(:consumers) c)"
                " GROUP BY consumer_id"
            ),
            {
                "office_id": office_id,
                "days": json_list(range(last - 29, last + 1)),
                "consumers": json_list(consumers),
            },
        )
        means |= {consumer: total // days for consumer, total, days in rows}
    for consumer, instalment in daily_instalments(connection, office_id, means).items():
        means[consumer] += instalment
    return means


def daily_instalments(
    connection: Connection, office_id: int, consumers: Iterable[int]
) -> dict[int, int]:
    """Return what a wallet pays for arrears on each day (paise), by consumer."""
    rows = connection.execute(
        text(
            "SELECT a.consumer_id, a.amount_paise, a.rest_paise, a.instalments,"
            " a.instalments_paid FROM numbers_in(:consumers) n THEN JOIN arrear a"
            "  ON a.office_id = :office_id AND a.consumer_id = n.value"
            " WHERE a.state = 'live' AND a.kind = 'daily'"
        ),
        {"office_id": office_id, "consumers": json_list(consumers)},
    )
    return {consumer: instalment_paise(*terms) for consumer, *terms in rows}


def last_recharges(
    connection: Connection, office_id: int, consumers: Sequence[int]
) -> dict[int, tuple[int, int]]:
    """Return the day and the paise of the last recharge that stands, by consumer; none: never."""
    rows = connection.execute(
        text(
            "SELECT r.consumer_id, r.business_day, h.amount_paise"
            # A deposit is no recharge, and what was undone as a whole never was one.
            " FROM (SELECT p.consumer_id, max(p.posted_seq) AS posted_seq"
            "  FROM numbers_in(:consumers) n THEN JOIN receipt p ON p.office_id = :office_id"
            "   AND p.consumer_id = n.value AND p.posted_seq > 0"
            "  JOIN receipt_head q ON q.office_id = p.office_id AND q.number = p.number"
            "   AND q.head = 'recharge'"
            "  WHERE NOT EXISTS (SELECT 1 FROM receipt_undone u WHERE u.office_id = p.office_id"
            "   AND u.number = p.number AND u.line = 0) GROUP BY p.consumer_id) last"
            " JOIN receipt r ON r.office_id = :office_id AND r.posted_seq = last.posted_seq"
            " JOIN receipt_head h ON h.office_id = r.office_id AND h.number = r.number"
            "  AND h.head = 'recharge'"
        ),
        {"office_id": office_id, "consumers": json_list(consumers)},
    )
    return {consumer: (day, amount) for consumer, day, amount in rows}


def _consumer(
    row: Any, mean: int | None, last: tuple[int, int] | None, today: date, granted: Credits
) -> Consumer:
    balance = Money(row.balance_paise)
    since = None if row.negative_since_day is None else day_of_number(row.negative_since_day)
    supply = SupplyState(row.supply_state)
    billed_from = day_of_number(row.billed_from_day)
    last_charged = day_of_number(row.next_open_day) - timedelta(days=1)
    credit = granted.of(row.schedule, row.load_w)
    return Consumer(
        id=row.id,
        number=row.number,
        name=row.name,
        guardian=row.guardian,
        address=row.address,
        mobile=row.mobile,
        email=row.email,
        language=row.language,
        category=row.schedule,
        load_w=row.load_w,
        phase=Phase(row.phase),
        meter_serial=row.serial,
        meter_factor=row.meter_factor,
        feeder=row.feeder,
        dtr=row.dtr,
        supply_state=supply,
        connected_on=day_of_number(row.connected_day),
        billed_from=billed_from,
        last_charged_on=last_charged if last_charged >= billed_from else None,
        month_to_date=Energy(int(MonthState.from_bytes([row.state]).mtd_wh[0])),
        balance=balance,
        negative_since=since,
        emergency_until=emergency_until(balance, since, credit) if since else None,
        days_left=days_left(balance, mean),
        mean_daily_paise=mean,
        status=status_of(balance, since, supply, today, is_held=bool(row.is_held), credit=credit),
        last_recharge_on=day_of_number(last[0]) if last else None,
        last_recharge=Money(last[1]) if last else None,
        opening_balance=Money(row.opening_paise),
        initial=None if row.initial_wh is None else Energy(row.initial_wh),
    )
