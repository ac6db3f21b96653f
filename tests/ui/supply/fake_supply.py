"""Supply in memory: jobs and orders as a page is shown them, and what it was asked to do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from domain.consumer import ConsumerQuery
from domain.money import Money
from domain.policy import Reason
from domain.supply_book import Delivered, OrderQuery, Standstill
from domain.supply_job import Job, JobRow, JobState
from domain.supply_order import (
    Exchange,
    OrderKind,
    OrderReason,
    OrderState,
    RelayState,
    Road,
    SupplyOrder,
)

_EVERYBODY = ConsumerQuery()
HELD = {Reason.OUTSIDE_HOURS: 2, Reason.PROTECTED: 1}


class FakeSupply:
    """Keeps what it is told; nothing leaves it."""

    def __init__(self, books):
        self._books = books
        self.made, self.kept, self.rows, self.said = {}, {}, {}, {}
        self.stopped: Standstill | None = None
        self.delivered: list[object] = []
        self.taken: list[object] = []
        self.wants_two = True
        self.came_to = Delivered(sent=1)

    # Jobs

    def make_job(self, order, actor, progress):
        people = self._people(6)
        rows = [
            JobRow(
                person.id,
                person.number,
                person.name,
                person.category,
                person.feeder,
                person.meter_serial,
                Money(-100_00 * (place + 1)),
                self._books.today() - timedelta(days=10 + place),
                reasons,
                order.at + timedelta(hours=3) if reasons else None,
            )
            for place, (person, reasons) in enumerate(zip(people, _REASONS, strict=True))
        ]
        self.rows[order.id] = rows
        self.made[order.id] = Job(
            order.id,
            order.at,
            order.at + timedelta(hours=3),
            "bihar-2025",
            JobState.DRAFT,
            self._books.now(),
            actor.name,
            order.reason,
            len(rows),
            sum(not row.reasons for row in rows),
            0,
            0,
            HELD,
        )
        self.asked = order
        return self.made[order.id]

    def jobs(self, limit=100):
        return list(reversed(self.made.values()))

    def job(self, id_):
        return self.made[id_]

    def job_rows(self, id_):
        return self.rows[id_]

    def leave_out(self, id_, numbers, reason, actor):
        self.rows[id_] = [
            replace(row, left_out=reason) if row.number in numbers else row
            for row in self.rows[id_]
        ]
        return self._recounted(id_)

    def take_in(self, id_, numbers, actor):
        self.rows[id_] = [
            replace(row, left_out="") if row.number in numbers else row for row in self.rows[id_]
        ]
        return self._recounted(id_)

    def ask_job(self, id_, actor):
        state = JobState.ASKED if self.wants_two else JobState.APPROVED
        self.made[id_] = replace(self.made[id_], state=state)
        return self.made[id_]

    def drop_job(self, id_, reason, actor):
        self.made[id_] = replace(self.made[id_], state=JobState.REJECTED)
        return self.made[id_]

    def approve(self, id_):
        """Do as a supervisor does on the page Approvals."""
        rows = []
        for row in self.rows[id_]:
            if row.is_to_be_cut:
                order = self.put(row, OrderKind.DISCONNECT, job_id=id_)
                rows.append(replace(row, order_id=order.id, order_state=order.state))
            else:
                rows.append(row)
        self.rows[id_] = rows
        self.made[id_] = replace(self.made[id_], state=JobState.APPROVED)
        self._count_orders()

    # The switch

    def stop(self, reason, actor):
        self.stopped = Standstill(self._books.now(), actor.name, reason)
        return self.stopped

    def resume(self, reason, actor):
        self.stopped = None

    def standstill(self):
        return self.stopped

    # Orders

    def put(self, person, kind, **more):
        """Keep an order for somebody."""
        now = self._books.now()
        facts = {
            "id": f"{len(self.kept):032x}",
            "kind": kind,
            "reason": OrderReason.LOW_PREPAID_BALANCE,
            "is_urgent": False,
            "consumer_id": getattr(person, "consumer_id", None) or person.id,
            "consumer_number": person.number,
            "meter_serial": person.meter_serial,
            "requested_by": "ramesh",
            "made_at": now,
            "not_before": now,
            "expires_at": now + timedelta(hours=3),
            **more,
        }
        order = SupplyOrder(**facts)
        self.kept[order.id] = order
        self._count_orders()
        return order

    def change(self, order, **facts):
        """Let an order be elsewhere."""
        self.kept[order.id] = replace(self.kept[order.id], **facts)
        self._count_orders()
        return self.kept[order.id]

    def reconnect(self, number, reason, actor):
        person = next(one for one in self._people(20) if one.number == number)
        return self.put(person, OrderKind.RECONNECT, reason=OrderReason.OPERATOR, note=reason)

    def cancel_order(self, order_id, reason, actor):
        return self.change(self.kept[order_id], state=OrderState.CANCELLED, note=reason)

    def settle_visit(self, order_id, note, actor, *, is_connected):
        relay = RelayState.CONNECTED if is_connected else RelayState.DISCONNECTED
        return self.change(self.kept[order_id], state=OrderState.DONE, relay=relay, note=note)

    def release_orders(self, order_ids, actor):
        return len(order_ids)

    def orders(self, query, limit=1_000):
        found = [one for one in reversed(self.kept.values()) if self._is_asked(one, query)]
        return found[:limit]

    def order(self, order_id):
        return self.kept[order_id]

    def knows(self, order_id):
        return order_id in self.kept

    def counts(self):
        return Counter(order.state for order in self.kept.values())

    def exchanges(self, order_id):
        return self.said.get(order_id, [])

    def deliver(self, amisp, actor, progress):
        self.delivered.append(amisp)
        return self.came_to

    def write_file(self, amisp, actor):
        waiting = [one for one in self.kept.values() if one.state is OrderState.WAITING]
        return [
            self.change(one, state=OrderState.IN_FILE, road=Road.FILE, body=f'{{"id":"{one.id}"}}')
            for one in waiting
        ]

    def take_file(self, events: Sequence[object], actor):
        self.taken += events
        return len(events)

    def _is_asked(self, order, query: OrderQuery):
        if query.states and order.state not in query.states:
            return False
        if query.kinds and order.kind not in query.kinds:
            return False
        if query.job_id and order.job_id != query.job_id:
            return False
        is_late = order.due_at is not None and order.due_at < self._books.now() and order.is_open
        if query.is_late and not (is_late or order.is_late):
            return False
        is_late_cut = order.kind is OrderKind.DISCONNECT and order.is_late
        if query.was_late_cut and not is_late_cut:
            return False
        return not query.needs_visit or order.state is OrderState.FAILED

    def _people(self, count):
        ids = sorted(self._books.find_consumers(_EVERYBODY))[:count]
        return [self._books.consumer_rows([one])[one] for one in ids]

    def _recounted(self, id_):
        left_out = sum(bool(row.left_out) for row in self.rows[id_])
        self.made[id_] = replace(self.made[id_], left_out=left_out)
        return self.made[id_]

    def _count_orders(self):
        for id_, job in self.made.items():
            states = Counter(one.state for one in self.kept.values() if one.job_id == id_)
            self.made[id_] = replace(job, orders=dict(states))


class BooksWith:
    """The books of an office, some of whose parts are others."""

    def __init__(self, books, **parts):
        self._books = books
        self.__dict__.update(parts)

    def __getattr__(self, name):
        return getattr(self._books, name)


def said(order, at, body="{}"):
    """Return what the office said of an order."""
    return Exchange(order.id, at, True, Road.API, "POST /amisp/v1/commands", 202, body, 31)


_REASONS = (
    (),
    (),
    (),
    (Reason.OUTSIDE_HOURS,),
    (Reason.PROTECTED, Reason.OUTSIDE_HOURS),
    (Reason.OUTSIDE_HOURS,),
)
