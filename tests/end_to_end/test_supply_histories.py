"""Consumers, an office and an AMISP over random histories: nobody is cut who may not be, and
nobody who has paid is forgotten.

Hypothesis charges, pays, cancels receipts, makes jobs, moves the clock over window ends and
midnights, stops and resumes, lets the AMISP lose, double, refuse, fail and carry out late, and
kills the worker between the two transactions of an order.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.calendar import IST
from domain.consumer import NewConsumer
from domain.credit import SupplyState
from domain.errors import Refusal
from domain.ids import new_id
from domain.money import ZERO, Money
from domain.office import Actor, Channel, Office
from domain.policy_reading import policy_of
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.supply_book import OrderQuery
from domain.supply_job import JobOrder, JobState
from domain.supply_order import OrderKind, OrderState, RelayState, RemoteStatus
from domain.tariff import parse_tariff_text
from domain.tender import Tender
from storage.office import create_office, open_office
from tests.conftest import FrozenClock
from tests.fake_amisp import FakeAmisp, Fault

DATA = Path(__file__).parents[1] / "data"
CLERK, WORKER = Actor("asha", Channel.DESK), Actor("nightly", Channel.SYSTEM)
#: 09:30 in India, half an hour before the window opens.
BEGIN = datetime(2026, 11, 24, 4, tzinfo=UTC)
OPENS, ENDS = 10, 13
NUMBERS = ("1001", "1002", "1003")
POLICY = {
    "id": "TEST-2025",
    "title": "Policy of the test",
    "state": "Bihar",
    "source": "written for the test",
    "valid_from": "2025-04-01",
    "hours": {"windows": [[f"{OPENS}:00", f"{ENDS}:00"]]},
    "emergency_credit": {"hours": 1},
    "conversion_grace_days": 0,
}
ANY = st.integers(0, 11)
MINUTES = st.sampled_from([1, 1, 6, 6, 40, 190, 1_441])
SOMEBODY = st.sampled_from(NUMBERS)


class Killed(Exception):
    """The worker dies while an order is on its way."""


@cache
def begun() -> Path:
    """Return the folder of an office that three people owe."""
    folder = Path(tempfile.mkdtemp(prefix="supply-histories-")) / "PAT1"
    books = create_office(folder, Office("PAT1", "Patna-1"), FrozenClock(BEGIN))
    for name in ("golden-edges.json", "example-tariffs.json"):
        tariffs, _faults = parse_tariff_text((DATA / name).read_text(encoding="utf-8"))
        books.add_tariffs(tariffs, CLERK)
    owed = {"1001": "-20", "1002": "-60", "1003": "5"}
    forms = [
        NewConsumer(
            number=number,
            name=f"Consumer {number}",
            category="AS-DOMA-2023",
            load_w=3000,
            meter_serial=f"M{number}",
            connected_on=date(2026, 11, 20),
            opening_balance=Money.rupees(balance),
        )
        for number, balance in owed.items()
    ]
    books.take_on(forms, CLERK)
    with books._unit() as unit:  # noqa: SLF001 - a test's policy needs no second person
        unit.policies.add(policy_of(POLICY), books.now(), CLERK)
        unit.commit()
    books.close()
    return folder


class Histories(RuleBasedStateMachine):
    """What may happen in an office that disconnects, in any order."""

    @initialize()
    def open_the_office(self):
        self.folder = Path(tempfile.mkdtemp(prefix="supply-history-")) / "PAT1"
        shutil.copytree(begun(), self.folder)
        self.clock = FrozenClock(BEGIN)
        self.books = open_office(self.folder, self.clock)
        self.supply = self.books.supply
        self.amisp = FakeAmisp(self.clock.now)
        self.amisp.before_send = self.leaves
        self.amisp.after_send = self.arrived
        self.receipts, self.payer, self.is_killed = [], None, False

    # --- the consumers ---

    @rule(number=SOMEBODY, rupees=st.sampled_from([10, 30, 100]))
    def pay(self, number, rupees):
        order = RechargeOrder.of(new_id(), number, Money.rupees(rupees), Tender.CASH)
        receipt = self.books.recharge(order, CLERK, although_similar=True)
        self.receipts.append(receipt.number)

    @rule(number=SOMEBODY, rupees=st.sampled_from([30, 100]))
    def pay_while_the_next_order_leaves(self, number, rupees):
        self.payer = (number, rupees)

    @rule(place=ANY)
    def cancel_a_receipt(self, place):
        if self.receipts:
            number = self.receipts.pop(place % len(self.receipts))
            self.tried(self.books.reversals.cancel, number, "wrong", CLERK)

    # --- the office ---

    @rule()
    def charge(self):
        yesterday = self.books.today() - timedelta(days=1)
        self.books.run_days(yesterday, CLERK, silent)

    @rule()
    def cut(self):
        job = self.tried(self.supply.make_job, self.wish(), CLERK, silent)
        if job is not None:
            self.tried(self.supply.ask_job, job.id, CLERK)

    @rule(minutes=MINUTES)
    def time_passes(self, minutes):
        self.clock.pass_time(timedelta(minutes=minutes))

    @rule()
    def the_window_opens_and_everybody_is_cut(self):
        local = self.clock.now().astimezone(IST)
        days = 1 if local.hour >= OPENS else 0
        opens = (local + timedelta(days=days)).replace(hour=OPENS, minute=5)
        self.clock.set_to(opens)
        self.cut()
        self.deliver()
        self.amisp.run()

    @rule()
    def deliver(self):
        try:
            self.supply.deliver(self.amisp, WORKER, silent)
        except Killed:
            self.books.close()
            self.books = open_office(self.folder, self.clock)
            self.supply = self.books.supply

    @rule(number=SOMEBODY)
    def reconnect_by_hand(self, number):
        self.supply.reconnect(number, "asked by the court", CLERK)

    @rule()
    def stop_or_resume(self):
        if self.supply.standstill():
            self.supply.resume("calm", CLERK)
        else:
            self.supply.stop("riots", CLERK)

    @rule(place=ANY)
    def take_back_an_order(self, place):
        opened = [order for order in self.supply.orders(OrderQuery()) if order.is_open]
        if opened:
            opened.sort(key=lambda order: (order.made_at, order.consumer_id, order.kind))
            chosen = opened[place % len(opened)]
            self.tried(self.supply.cancel_order, chosen.id, "wrong", CLERK)

    # --- the AMISP ---

    @rule(faults=st.lists(st.sampled_from(list(Fault)), min_size=1, max_size=3))
    def it_misbehaves(self, faults):
        self.amisp.faults.extend(faults)

    @rule()
    def it_goes_down_or_comes_back(self):
        self.amisp.is_down = not self.amisp.is_down

    @rule()
    def the_worker_will_be_killed(self):
        self.is_killed = True

    @rule(is_late=st.booleans())
    def it_carries_out_what_it_has(self, is_late):
        self.amisp.run(is_late=is_late)

    @rule(place=ANY)
    def it_carries_out_one(self, place):
        command = self.some_command(place)
        if command is not None:
            self.amisp.carry_out(command)

    @rule(place=ANY)
    def it_fails_at_one(self, place):
        command = self.some_command(place)
        if command is not None:
            self.amisp.fail(command.id)

    @rule(place=ANY, is_double=st.booleans())
    def it_calls_back(self, place, is_double):
        if self.amisp.commands:
            known = list(self.amisp.commands)
            event = self.amisp.event(known[place % len(known)])
            for _ in range(1 + is_double):
                self.supply.take_event(event, WORKER)

    # --- what must hold ---

    def leaves(self, order):
        """No order leaves outside its policy, unapproved, or after a payment."""
        if order.kind is OrderKind.DISCONNECT:
            local = self.clock.now().astimezone(IST)
            assert OPENS <= local.hour < ENDS
            assert self.clock.now() < order.expires_at
            assert self.supply.job(order.job_id).state is JobState.APPROVED
            assert self.supply.standstill() is None
            assert self.books.consumer(order.consumer_number).balance < ZERO
            assert order.unwanted_at is None
        assert self.supply.order(order.id).state is OrderState.LEAVING
        self.pay_if_told(order)
        self.die_if_told()

    def arrived(self, _order):
        self.die_if_told()

    @invariant()
    def never_two_orders_may_move_a_relay(self):
        if not hasattr(self, "books"):
            return
        wanted = [
            order.meter_serial
            for order in self.supply.orders(OrderQuery())
            if order.is_open and order.unwanted_at is None
        ]
        assert max(Counter(wanted).values(), default=0) <= 1

    def teardown(self):
        """Everything ends: who has paid has supply or is on the late list, and the books agree."""
        if not hasattr(self, "books"):
            return
        self.amisp.is_down, self.payer, self.is_killed = False, None, False
        self.amisp.faults.clear()
        for _ in range(6):
            self.amisp.run()
            self.clock.pass_time(timedelta(minutes=6))
            self.deliver()
            for order_id in list(self.amisp.commands):
                self.supply.take_event(self.amisp.event(order_id), WORKER)
        late = {order.consumer_number for order in self.supply.orders(OrderQuery(is_late=True))}
        for number in NUMBERS:
            self.ends_well(number, is_late=number in late)
        assert self.books.check(silent) == []
        self.books.close()
        shutil.rmtree(self.folder.parent)

    def ends_well(self, number, *, is_late):
        consumer = self.books.consumer(number)
        relay = self.amisp.relays.get(f"M{number}", RelayState.CONNECTED)
        is_on = consumer.supply_state is SupplyState.CONNECTED
        assert is_on == (relay is RelayState.CONNECTED)
        if consumer.balance >= ZERO and not is_on:
            self.clock.pass_time(timedelta(hours=2))
            listed = self.supply.orders(OrderQuery(is_late=True, consumer_number=number))
            assert is_late or listed

    # --- how ---

    def wish(self):
        return JobOrder(new_id(), self.clock.now())

    def some_command(self, place):
        waiting = [
            command
            for command in self.amisp.commands.values()
            if command.status is not RemoteStatus.SUCCEEDED
        ]
        return waiting[place % len(waiting)] if waiting else None

    def pay_if_told(self, order):
        if self.payer is not None and order.consumer_number == self.payer[0]:
            number, rupees = self.payer
            self.payer = None
            self.pay(number, rupees)

    def die_if_told(self):
        if self.is_killed:
            self.is_killed = False
            raise Killed

    def tried(self, act, *asked):
        try:
            return act(*asked)
        except Refusal:
            return None


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
