"""What tests of supply share: a policy in force, people who owe, a job approved, an AMISP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.credit import SupplyState
from domain.ids import new_id
from domain.money import Money
from domain.office import Actor, Channel
from domain.policy_reading import policy_of
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.supply_book import OrderQuery
from domain.supply_job import JobOrder
from domain.supply_order import OrderKind, OrderState, RelayState
from domain.tender import Tender
from storage.dialect import SQLITE
from tests.fake_amisp import FakeAmisp
from tests.storage.conftest import ACTOR

#: Nothing but a rule is tried: its statements run on both databases in the tests without this.
A_RULE = pytest.mark.only_on(SQLITE)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
#: More rupees than anybody owes.
CLEARS = 600
WORKER = Actor("nightly", Channel.SYSTEM)
#: Cutting from 10:00 to 13:00 every day, no emergency credit; half the dues bring supply back.
POLICY = {
    "id": "TEST-2025",
    "title": "Policy of the test",
    "state": "Bihar",
    "source": "written for the test",
    "valid_from": "2025-04-01",
    "hours": {"windows": [["10:00", "13:00"]]},
    "emergency_credit": {"days": 3},
    "conversion_grace_days": 0,
    "reconnection": {"at_balance": "0.00", "part_percent": 50, "rest_days": 7},
}


class Supplied:
    """An office that disconnects, in the words of the tests."""

    def __init__(self, books, form, clock, **policy):
        self.books, self.clock, self.form = books, clock, form
        self.amisp = FakeAmisp(clock.now)
        self.rule(**policy)

    def rule(self, **policy):
        """Put a policy in force: that of the test but for what is said."""
        with self.books._unit() as unit:  # noqa: SLF001 - a test's policy needs no second person
            unit.policies.add(policy_of(POLICY | policy), self.books.now(), ACTOR)
            unit.commit()

    def owing(self, *numbers, rupees="500"):
        """Take on people who owe since June 2025."""
        owed = Money.rupees(f"-{rupees}")
        self.books.take_on([self.form(one, opening_balance=owed) for one in numbers], ACTOR)

    def job(self, **asked):
        """Make a job and let it be approved."""
        wish = JobOrder(new_id(), self.clock.now(), **asked)
        job = self.books.supply.make_job(wish, ACTOR, silent)
        return self.books.supply.ask_job(job.id, ACTOR)

    def pay(self, number, rupees, tender=Tender.CASH, **fields):
        """Take money at the counter."""
        order = RechargeOrder.of(new_id(), number, Money.rupees(rupees), tender, **fields)
        return self.books.recharge(order, ACTOR, although_similar=True)

    def deliver(self):
        """Work one round."""
        return self.books.supply.deliver(self.amisp, WORKER, silent)

    def run_out(self, minutes=1):
        """Let the AMISP carry out what it has, and ask it what became of it."""
        self.amisp.run()
        self.clock.pass_time(timedelta(minutes=minutes))
        return self.deliver()

    def orders(self, **query):
        """Return orders, oldest first."""
        return self.books.supply.orders(OrderQuery(**query))[::-1]

    def cut(self, number="1001"):
        """Return somebody's last order to disconnect."""
        return self.orders(consumer_number=number, kinds=(OrderKind.DISCONNECT,))[-1]

    def reconnection(self, number="1001"):
        """Return somebody's last order to reconnect, None without one."""
        found = self.orders(consumer_number=number, kinds=(OrderKind.RECONNECT,))
        return found[-1] if found else None

    def supply(self, number="1001"):
        """Return how somebody's supply stands in the books."""
        return self.books.consumer(number).supply_state


def is_on_again(office, number="1001"):
    """Whether who has paid ends up with supply, in the books and at the meter."""
    for _ in range(4):
        office.run_out(minutes=6)
    done = office.reconnection(number)
    assert done is None or done.state is OrderState.DONE
    relay = office.amisp.relays.get(f"M{number}", RelayState.CONNECTED)
    return relay is RelayState.CONNECTED and office.supply(number) is SupplyState.CONNECTED
