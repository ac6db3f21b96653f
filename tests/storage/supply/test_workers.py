"""Two who deliver at once, and one that died on the way."""

from __future__ import annotations

from threading import Thread

import pytest

from domain import order_steps
from domain.lease import DELIVER_ORDERS, Lease
from domain.progress import silent
from storage.dialect import POSTGRESQL
from storage.office import open_office
from tests.storage.supplied import A_RULE, CLEARS, MINUTE, WORKER, is_on_again


@A_RULE
def test_an_order_whose_sender_died_is_asked_for(office):
    office.job()
    with office.books._unit() as unit:  # noqa: SLF001 - a worker that dies leaves this
        order = unit.supply_orders.open_orders()[0]
        left = order_steps.leaving(order, office.amisp.body_of(order), office.clock.now())
        unit.supply_orders.put(left, "order_leaving", "nightly")
        unit.commit()

    again = open_office(office.books.path.parent, office.clock)
    told = again.supply.deliver(office.amisp, WORKER, silent)
    again.close()

    assert told.sent == 1
    assert [order.id for _, order in office.amisp.sent] == [left.id]


@A_RULE
def test_two_workers_never_deliver_at_once(office):
    office.job()
    with office.books._unit() as unit:  # noqa: SLF001 - another worker shows that it lives
        unit.leases.put(Lease.taken(DELIVER_ORDERS, "other", "gita", office.clock.now()))
        unit.commit()

    told = office.deliver()

    assert (told.sent, told.unavailable, told.is_elsewhere) == (0, "", True)
    office.clock.pass_time(2 * MINUTE)
    assert office.deliver().sent == 1


@pytest.mark.only_on(POSTGRESQL)  # a file has one writer at a time anyway
def test_two_desks_at_once_send_an_order_once_and_lose_no_payment(office):
    office.owing("1002", "1003", "1004")
    office.job()
    desks = [open_office(office.books.path.parent, office.clock) for _ in range(2)]
    workers = [
        Thread(target=desk.supply.deliver, args=(office.amisp, WORKER, silent)) for desk in desks
    ]
    for worker in workers:
        worker.start()
    for number in ("1002", "1004"):
        office.pay(number, CLEARS)
    for worker in workers:
        worker.join(60)
    for desk in desks:
        desk.close()

    sent = [order.id for _, order in office.amisp.sent]
    assert len(sent) == len(set(sent))
    assert is_on_again(office, "1002")
    assert is_on_again(office, "1004")
    assert office.books.check(silent) == []
