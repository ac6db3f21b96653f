"""Orders to the AMISP as rows, what was said of them, the kill switch and part payments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text, update

from domain.calendar import day_number, instant_of, milliseconds
from domain.energy import Energy
from domain.errors_of_supply import OrderNotFound
from domain.money import Money
from domain.office import Actor, Office
from domain.ports_of_amisp import AmispEvent
from domain.supply_book import Standstill
from domain.supply_order import (
    OPEN_STATES,
    Exchange,
    MeterSaid,
    OrderKind,
    OrderReason,
    OrderState,
    RelayState,
    RemoteStatus,
    Road,
    SupplyOrder,
)
from storage.repositories.sealed import add_sealed
from storage.rows import json_list, take_numbers
from storage.tables.supply import supply_order
from storage.vouching import vouching_for

ORDERS = (
    "SELECT o.*, c.number AS consumer_number, m.serial AS meter_serial FROM supply_order o"
    " JOIN consumer c ON c.office_id = o.office_id AND c.id = o.consumer_id"
    " JOIN meter m ON m.office_id = o.office_id AND m.id = o.meter_id"
    " WHERE o.office_id = :office_id"
)
OPEN = f"state IN ({', '.join(repr(state.value) for state in OPEN_STATES)})"
_ALL = 1_000_000_000
#: What there is to do something about; said so, the index of it is used.
_DUE_ONCE = "next_try_at_ms > -1"
#: Who waits for supply comes before all others; then what is out, what is to leave, what ended.
_IN_TURN = (
    " ORDER BY CASE WHEN o.ended_at_ms IS NOT NULL THEN 4 WHEN o.kind = 'reconnect' THEN 0"
    " WHEN o.unwanted_at_ms IS NOT NULL THEN 1 WHEN o.state <> 'waiting' THEN 2 ELSE 3 END,"
    " coalesce(o.due_at_ms, o.made_at_ms), o.balance_paise, o.consumer_id, o.id"
)


class SqlSupplyOrders:
    """The orders of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def get(self, order_id: str) -> SupplyOrder:
        order = self.find(order_id)
        if order is None:
            raise OrderNotFound(order_id)
        return order

    def find(self, order_id: str) -> SupplyOrder | None:
        found = self._select(" AND o.id = :id", id=order_id)
        return found[0] if found else None

    def of_consumer(self, consumer_id: int) -> list[SupplyOrder]:
        of_consumer = " AND o.consumer_id = :consumer ORDER BY o.made_at_ms, o.kind, o.id"
        return self._select(of_consumer, consumer=consumer_id)

    def open_of(self, consumer_id: int) -> list[SupplyOrder]:
        return [order for order in self.of_consumer(consumer_id) if order.is_open]

    def open_orders(self) -> list[SupplyOrder]:
        return self._select(f" AND o.{OPEN} AND o.{_DUE_ONCE}{_IN_TURN}")

    def leaving(self) -> list[SupplyOrder]:
        return self._select(f" AND o.state = 'leaving' AND o.{_DUE_ONCE}")

    def next_try(self) -> datetime | None:
        at_ms = self._connection.execute(
            text(
                "SELECT min(CASE WHEN o.not_before_ms > o.next_try_at_ms THEN o.not_before_ms"
                "  ELSE o.next_try_at_ms END) FROM supply_order o"
                f" WHERE o.office_id = :office_id AND o.{_DUE_ONCE}"
                " AND o.state NOT IN ('held', 'leaving')"
            ),
            {"office_id": self._office.id},
        ).scalar()
        return _instant(at_ms)

    def due(self, now: datetime, most: int | None = None) -> list[tuple[str, OrderState]]:
        rows = self._connection.execute(
            text(
                "SELECT o.id, o.state FROM supply_order o WHERE o.office_id = :office_id"
                " AND o.next_try_at_ms <= :now AND o.state NOT IN ('held', 'leaving')"
                f" AND (o.state <> 'waiting' OR o.not_before_ms <= :now){_IN_TURN} LIMIT :most"
            ),
            {
                "office_id": self._office.id,
                "now": milliseconds(now),
                "most": _ALL if most is None else most,
            },
        )
        return [(id_, OrderState(state)) for id_, state in rows]

    def held(self) -> list[str]:
        rows = self._connection.execute(
            text(
                "SELECT o.id FROM supply_order o WHERE o.office_id = :office_id"
                f" AND o.state = 'held' AND o.{_DUE_ONCE} ORDER BY o.made_at_ms, o.id"
            ),
            {"office_id": self._office.id},
        )
        return list(rows.scalars())

    def add(self, orders: Sequence[SupplyOrder], actor: Actor) -> None:
        meters = self._meters([order.meter_serial for order in orders])
        rows = [
            {
                "id": order.id,
                "kind": order.kind.value,
                "reason": order.reason.value,
                "is_urgent": int(order.is_urgent),
                "consumer_id": order.consumer_id,
                "meter_id": meters[order.meter_serial],
                "requested_by": order.requested_by,
                "channel": actor.channel.value,
                "made_at_ms": milliseconds(order.made_at),
                "job_id": order.job_id,
                "answers": order.answers,
                **_changing(order),
            }
            for order in orders
        ]
        add_sealed(
            self._connection, self._office, "orders_made", {"supply_order": rows}, by=actor.name
        )

    def put(self, order: SupplyOrder, act: str, by: str) -> None:
        with vouching_for(
            self._connection,
            self._office,
            "supply_order",
            " AND id = :id",
            act=act,
            by=by,
            id=order.id,
        ):
            self._connection.execute(
                update(supply_order)
                .where(supply_order.c.office_id == self._office.id, supply_order.c.id == order.id)
                .values(**_changing(order))
            )

    def hold_open(self) -> int:
        """Hold every open order of a restored office: nobody knows which have left; how many."""
        opened = [one for one in self.open_orders() if one.state is not OrderState.HELD]
        with vouching_for(
            self._connection, self._office, "supply_order", f" AND {OPEN}", act="orders_held"
        ):
            self._connection.execute(
                text(
                    "UPDATE supply_order SET state = 'held'"
                    f" WHERE office_id = :office_id AND {OPEN}"
                ),
                {"office_id": self._office.id},
            )
        return len(opened)

    def left_times(self, since: datetime) -> list[datetime]:
        rows = self._connection.execute(
            text(
                "SELECT o.sent_at_ms FROM supply_order o WHERE o.office_id = :office_id"
                " AND o.kind = 'disconnect' AND o.sent_at_ms > :since ORDER BY o.sent_at_ms"
            ),
            {"office_id": self._office.id, "since": milliseconds(since)},
        )
        return [instant_of(at) for at in rows.scalars()]

    def left_of(self, job_id: str) -> int:
        counted: int = self._connection.execute(
            text(
                "SELECT count(*) FROM supply_order WHERE office_id = :office_id"
                " AND job_id BETWEEN :job AND :job AND sent_at_ms IS NOT NULL"
            ),
            {"office_id": self._office.id, "job": job_id},
        ).scalar_one()
        return counted

    # What was said

    def keep(self, exchanges: Sequence[Exchange]) -> None:
        if not exchanges:
            return
        first = take_numbers(self._connection, self._office.id, "supply_exchange", len(exchanges))
        rows = [
            {
                "id": number,
                "order_id": said.order_id,
                "at_ms": milliseconds(said.at),
                "is_ours": int(said.is_ours),
                "road": said.road.value,
                "what": said.what,
                "status": said.status,
                "body": said.body,
                "took_ms": said.took_ms,
            }
            for number, said in enumerate(exchanges, first)
        ]
        add_sealed(self._connection, self._office, "said", {"supply_exchange": rows}, by="")

    def exchanges(self, order_id: str) -> list[Exchange]:
        """Return what was said of an order, in the order in which it was."""
        rows = self._connection.execute(
            text(
                "SELECT * FROM supply_exchange WHERE office_id = :office_id"
                " AND order_id = :order ORDER BY id"
            ),
            {"office_id": self._office.id, "order": order_id},
        )
        return [
            Exchange(
                order_id=row.order_id,
                at=instant_of(row.at_ms),
                is_ours=bool(row.is_ours),
                road=Road(row.road),
                what=row.what,
                status=row.status,
                body=row.body,
                took_ms=row.took_ms,
            )
            for row in rows
        ]

    def was_told(self, event_id: str) -> bool:
        found = self._connection.execute(
            text("SELECT 1 FROM amisp_event WHERE office_id = :office_id AND event_id = :event"),
            {"office_id": self._office.id, "event": event_id},
        ).scalar()
        return found is not None

    def add_event(self, event: AmispEvent, at: datetime, outcome: str) -> None:
        row = {
            "event_id": event.event_id,
            "kind": event.kind,
            "order_id": event.command_id,
            "received_at_ms": milliseconds(at),
            "outcome": outcome,
        }
        add_sealed(self._connection, self._office, "told", {"amisp_event": [row]}, by="")

    # The kill switch

    def standstill(self) -> Standstill | None:
        row = self._connection.execute(
            text(
                "SELECT began_at_ms, began_by, reason FROM standstill"
                " WHERE office_id = :office_id AND ended_at_ms IS NULL"
            ),
            {"office_id": self._office.id},
        ).one_or_none()
        if row is None:
            return None
        return Standstill(instant_of(row.began_at_ms), row.began_by, row.reason)

    def begin_standstill(self, standstill: Standstill) -> None:
        last = self._connection.execute(
            text("SELECT max(began_at_ms) FROM standstill WHERE office_id = :office_id"),
            {"office_id": self._office.id},
        ).scalar()
        row = {
            # One that is resumed and begun again at once is told apart.
            "began_at_ms": max(milliseconds(standstill.began_at), (last or -1) + 1),
            "began_by": standstill.began_by,
            "reason": standstill.reason,
            "ended_at_ms": None,
            "ended_by": "",
            "end_reason": "",
        }
        written = {"standstill": [row]}
        add_sealed(self._connection, self._office, "stopped", written, by=standstill.began_by)

    def end_standstill(self, standstill: Standstill, reason: str, at: datetime, by: str) -> None:
        began = milliseconds(standstill.began_at)
        with vouching_for(
            self._connection,
            self._office,
            "standstill",
            " AND began_at_ms = :began",
            act="resumed",
            by=by,
            began=began,
        ):
            self._connection.execute(
                text(
                    "UPDATE standstill SET ended_at_ms = :at, ended_by = :by, end_reason = :reason"
                    " WHERE office_id = :office_id AND began_at_ms = :began"
                ),
                {
                    "office_id": self._office.id,
                    "began": began,
                    "at": milliseconds(at),
                    "by": by,
                    "reason": reason,
                },
            )

    # Part of the dues, and what no bank has paid yet

    def part_paid_since(self, consumer_id: int, since: datetime) -> bool:
        found = self._connection.execute(
            text(
                "SELECT 1 FROM part_payment g WHERE g.office_id = :office_id"
                " AND g.consumer_id = :consumer AND g.granted_at_ms >= :since"
                " AND NOT EXISTS (SELECT 1 FROM receipt_undone u"
                "  WHERE u.office_id = g.office_id AND u.number = g.receipt) LIMIT 1"
            ),
            {
                "office_id": self._office.id,
                "consumer": consumer_id,
                "since": milliseconds(since),
            },
        ).scalar()
        return found is not None

    def grant_part(  # noqa: PLR0913 - to whom, when, of how much, how much, until when, by what
        self,
        consumer_id: int,
        at: datetime,
        *,
        dues: Money,
        paid: Money,
        until: date,
        receipt: str,
        by: str,
    ) -> None:
        row = {
            "consumer_id": consumer_id,
            "granted_at_ms": milliseconds(at),
            "dues_paise": dues.paise,
            "paid_paise": paid.paise,
            "until_day": day_number(until),
            "receipt": receipt,
        }
        add_sealed(self._connection, self._office, "part_paid", {"part_payment": [row]}, by=by)

    def uncleared(self, consumer_id: int) -> Money:
        paise = self._connection.execute(
            text(
                "SELECT sum(CASE WHEN x.open_paise < x.to_wallet_paise THEN x.open_paise"
                "  ELSE x.to_wallet_paise END) FROM ("
                "  SELECT r.number, r.to_wallet_paise, sum(t.amount_paise) AS open_paise"
                "  FROM receipt r JOIN cheque h ON h.office_id = r.office_id"
                "    AND h.number = r.number AND h.state IN ('received', 'deposited')"
                "   JOIN receipt_tender t ON t.office_id = h.office_id AND t.number = h.number"
                "    AND t.line = h.line"
                "  WHERE r.office_id = :office_id AND r.consumer_id = :consumer"
                "   AND r.posted_seq > 0"
                "  GROUP BY r.number, r.to_wallet_paise) x"
            ),
            {"office_id": self._office.id, "consumer": consumer_id},
        ).scalar()
        return Money(int(paise or 0))

    def _meters(self, serials: Sequence[str]) -> Mapping[str, int]:
        rows = self._connection.execute(
            text(
                "SELECT serial, id FROM meter WHERE office_id = :office_id"
                " AND serial IN (SELECT value FROM words_in(:serials) w)"
            ),
            {"office_id": self._office.id, "serials": json_list(serials)},
        )
        return dict(list(rows))

    def _select(self, condition: str, **parameters: Any) -> list[SupplyOrder]:
        rows = self._connection.execute(
            text(f"{ORDERS}{condition}"), {"office_id": self._office.id, **parameters}
        )
        return [order_of(row) for row in rows]


def order_of(row: Any) -> SupplyOrder:
    """Return the order that a row of :data:`ORDERS` holds."""
    said = None
    if row.said_wh is not None:
        said = MeterSaid(Energy(row.said_wh), instant_of(row.said_at_ms))
    return SupplyOrder(
        id=row.id,
        kind=OrderKind(row.kind),
        reason=OrderReason(row.reason),
        is_urgent=bool(row.is_urgent),
        consumer_id=row.consumer_id,
        consumer_number=row.consumer_number,
        meter_serial=row.meter_serial,
        requested_by=row.requested_by,
        made_at=instant_of(row.made_at_ms),
        not_before=instant_of(row.not_before_ms),
        expires_at=instant_of(row.expires_at_ms),
        state=OrderState(row.state),
        job_id=row.job_id,
        answers=row.answers,
        balance=None if row.balance_paise is None else Money(row.balance_paise),
        unwanted_at=_instant(row.unwanted_at_ms),
        due_at=_instant(row.due_at_ms),
        road=Road(row.road),
        body=row.body,
        remote_id=row.remote_id,
        remote_status=RemoteStatus(row.remote_status) if row.remote_status else None,
        relay=RelayState(row.relay) if row.relay else None,
        attempts=row.attempts,
        next_try_at=_instant(row.next_try_at_ms),
        sent_at=_instant(row.sent_at_ms),
        executed_at=_instant(row.executed_at_ms),
        ended_at=_instant(row.ended_at_ms),
        is_late=bool(row.is_late),
        said=said,
        error=row.error,
        note=row.note,
    )


def _changing(order: SupplyOrder) -> dict[str, Any]:
    """Return the columns that may change while an order is under way."""
    said = order.said
    return {
        "not_before_ms": milliseconds(order.not_before),
        "expires_at_ms": milliseconds(order.expires_at),
        "state": order.state.value,
        "balance_paise": None if order.balance is None else order.balance.paise,
        "unwanted_at_ms": _ms(order.unwanted_at),
        "due_at_ms": _ms(order.due_at),
        "road": order.road.value,
        "body": order.body,
        "remote_id": order.remote_id,
        "remote_status": order.remote_status.value if order.remote_status else "",
        "relay": order.relay.value if order.relay else "",
        "attempts": order.attempts,
        "next_try_at_ms": _ms(order.next_try_at),
        "sent_at_ms": _ms(order.sent_at),
        "executed_at_ms": _ms(order.executed_at),
        "ended_at_ms": _ms(order.ended_at),
        "is_late": int(order.is_late),
        "said_wh": None if said is None else said.register.wh,
        "said_at_ms": None if said is None else milliseconds(said.at),
        "error": order.error,
        "note": order.note,
    }


def _ms(at: datetime | None) -> int | None:
    return None if at is None else milliseconds(at)


def _instant(at_ms: int | None) -> datetime | None:
    return None if at_ms is None else instant_of(at_ms)
