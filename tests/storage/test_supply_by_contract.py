"""An office cuts and connects again through the true adapters, whatever the AMISP does wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.amisp_link import AmispLink, AmispProtocol
from domain.credit import SupplyState
from domain.supply_order import OrderState
from integrations.amisp.by_file import FileAmisp, read_acknowledgements, write_orders
from integrations.amisp.receiver import CALLBACK_PATH, receiver_app
from integrations.amisp.simulator.answering import PRACTICE_SECRET, Simulator
from integrations.amisp.simulator.calling_back import CallingBack
from integrations.amisp.simulator.in_process import amisp_in_process
from integrations.amisp.simulator.mischief import Trick
from integrations.amisp.simulator.world import World
from storage.dialect import SQLITE
from tests.served import served
from tests.storage.supplied import WORKER, Supplied

pytestmark = pytest.mark.only_on(SQLITE, "what is tried is the AMISP, not the database")
PROTOCOLS = [AmispProtocol.REST, AmispProtocol.IEC61968]
#: After each of these the office comes to the truth by asking.
LOSSES = [
    Trick.SLOW,
    Trick.DOWN,
    Trick.LOSES_COMMAND,
    Trick.LOSES_ANSWER,
    Trick.TOO_MANY,
    Trick.UNAVAILABLE,
    Trick.BAD_GATEWAY,
    Trick.GARBAGE,
    Trick.UNAUTHORIZED,
]


class Office(Supplied):
    """An office with one consumer who owes, whose AMISP is played over its own protocol."""

    def __init__(self, books, form, clock, protocol=AmispProtocol.REST, callback_address=""):
        super().__init__(books, form, clock)
        self.world = World(clock)
        self.simulator = Simulator(self.world)
        self.link = AmispLink(protocol=protocol, callback_address=callback_address)
        self.amisp = amisp_in_process(self.simulator, clock, self.link)
        self.owing("1001")

    def work(self, minutes=30):
        """Let the worker go round for so long."""
        for _ in range(minutes // 2):
            self.deliver()
            self.clock.pass_time(timedelta(minutes=2))
        self.deliver()

    def relay(self):
        return self.world.meter(self.cut().meter_serial).relay


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("trick", LOSSES)
def test_whatever_gets_lost_the_consumer_is_cut_once_and_connected_again(
    books, form, clock, protocol, trick
):
    office = Office(books, form, clock, protocol)
    office.job()
    office.world.mischief.play_next(trick)
    office.work()
    was_cut = (office.cut().state, office.supply(), office.relay())

    office.world.mischief.play_next(trick)
    office.pay("1001", 600)
    office.work()

    assert was_cut == (OrderState.DONE, SupplyState.DISCONNECTED, "DISCONNECTED")
    assert office.reconnection().state is OrderState.DONE
    assert (office.supply(), office.relay()) == (SupplyState.CONNECTED, "CONNECTED")
    assert len(office.world.commands()) == 2
    assert not office.reconnection().is_late


def test_an_amisp_that_asks_for_patience_is_left_alone_and_nothing_is_lost(books, form, clock):
    office = Office(books, form, clock)
    office.owing("1002", "1003")
    office.job()
    office.world.mischief.play_next(Trick.TOO_MANY)

    began = clock.now()
    first = office.deliver()
    clock.pass_time(timedelta(seconds=29))
    second = office.deliver()
    asked = len(office.world.commands())
    clock.pass_time(timedelta(seconds=10))
    third = office.deliver()

    assert (first.unavailable, first.is_refused) == ("HTTP 429", False)
    assert first.next_at >= began + timedelta(seconds=30)
    assert (second.unavailable, asked) == ("HTTP 429", 0)
    assert (third.sent, third.accepted, third.unavailable) == (3, 3, "")
    assert {order.state for order in office.orders()} == {OrderState.ACCEPTED}


def test_an_amisp_that_does_not_let_the_office_in_is_told_so_and_nothing_is_lost(
    books, form, clock
):
    office = Office(books, form, clock)
    office.owing("1002")
    office.job()
    office.world.mischief.play(Trick.UNAUTHORIZED)

    refused = [office.deliver()]
    clock.pass_time(timedelta(seconds=5))
    refused.append(office.deliver())
    office.world.mischief.stop()
    clock.pass_time(timedelta(minutes=2))
    told = office.deliver()

    assert [(one.sent, one.is_refused) for one in refused] == [(0, True), (0, True)]
    assert (told.sent, told.is_refused) == (2, False)


def test_what_was_said_is_kept_in_the_books(books, form, clock):
    office = Office(books, form, clock)
    office.job()
    office.work(minutes=4)

    said = books.supply.exchanges(office.cut().id)

    assert [one.what for one in said[:2]] == ["POST /amisp/v1/commands", "HTTP 202"]
    assert PRACTICE_SECRET not in "".join(one.body for one in said)


def test_a_callback_ends_an_order_and_comes_twice_in_vain(books, form, clock):
    events = []

    def take(event):
        events.append(event)
        return books.supply.take_event(event, WORKER)

    with served(receiver_app(AmispLink(secret=PRACTICE_SECRET), clock, take)) as address:
        office = Office(books, form, clock, callback_address=f"{address}{CALLBACK_PATH}")
        office.world.mischief.play(Trick.DUPLICATE_CALLBACK)
        office.world.mischief.play(Trick.FORGED_CALLBACK)
        office.job()
        office.deliver()
        clock.pass_time(timedelta(minutes=2))
        back = CallingBack()
        back.send(office.simulator.callbacks())
        back.close()

    assert back.answers == [401, 200, 200]
    assert len({event.event_id for event in events}) == 1
    assert (office.cut().state, office.supply()) == (OrderState.DONE, SupplyState.DISCONNECTED)


def test_an_order_goes_and_comes_back_by_file(books, form, clock, tmp_path):
    office = Office(books, form, clock)
    orders, told = tmp_path / "orders.jsonl", tmp_path / "acknowledgements.jsonl"
    office.job()

    gone = books.supply.write_file(FileAmisp(office.link), WORKER)
    write_orders(gone, office.link, orders)
    office.simulator.take_file(orders.read_text("utf-8"))
    clock.pass_time(timedelta(minutes=2))
    told.write_text(office.simulator.acknowledgements(), encoding="utf-8")
    events = read_acknowledgements(told, lambda command: command == office.cut().id)

    assert books.supply.take_file(events, WORKER) == 1
    assert books.supply.take_file(events, WORKER) == 0
    assert (office.cut().state, office.supply()) == (OrderState.DONE, SupplyState.DISCONNECTED)


def test_where_files_carry_everything_nothing_is_said_and_what_is_over_ends(books, form, clock):
    office = Office(books, form, clock)
    office.owing("1002")
    office.amisp = FileAmisp(office.link)
    office.job()

    first = office.deliver()
    waiting = [order.state for order in office.orders()]
    clock.pass_time(timedelta(hours=4))
    later = office.deliver()

    assert (first.sent, first.dropped, first.unavailable, first.next_at) == (0, 0, "", None)
    assert waiting == [OrderState.WAITING] * 2
    assert (later.dropped, later.unavailable) == (2, "")
    assert {order.state for order in office.orders()} == {OrderState.EXPIRED}
    assert books.supply.exchanges(office.cut().id) == []


def test_a_late_execution_is_noticed(books, form, clock):
    office = Office(books, form, clock)
    office.world.mischief.play_next(Trick.EXECUTES_LATE)
    office.job()

    office.work(minutes=240)

    assert office.relay() == "DISCONNECTED"
    assert office.cut().is_late


def test_a_relay_that_contradicts_the_status_is_believed(books, form, clock):
    office = Office(books, form, clock)
    office.world.mischief.play_next(Trick.CONTRADICTS)
    office.job()

    office.work()

    assert office.cut().state is not OrderState.DONE
    assert office.supply() is SupplyState.CONNECTED
