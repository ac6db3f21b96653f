"""Supply and alerts where others look: on the timeline of a consumer, and at a glance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.alert_book import MessageQuery
from domain.alerts import Telling
from domain.consumer import Change
from domain.dashboard import WaitingFor
from domain.message import Alert
from domain.services import alerting
from domain.supply_book import OrderQuery
from domain.supply_order import OrderKind
from domain.timeline import TimelineKind, TimelineQuery
from storage.books import SqlBooks
from tests.storage.conftest import ACTOR
from tests.storage.supplied import Supplied


@pytest.fixture
def office(books: SqlBooks, form: Any, clock: Any) -> Supplied:
    """An office whose one consumer owes, was cut off, and is to be supplied again by hand."""
    books.safekeeping.change_settings({"alerts.file": "yes"}, ACTOR)
    made = Supplied(books, form, clock)
    made.owing("1001")
    made.job()
    made.deliver()
    made.run_out()
    books.supply.reconnect("1001", "Paid at another office", ACTOR)
    return made


def test_orders_stand_on_the_timeline_with_what_became_of_them(office: Supplied) -> None:
    books = office.books
    query = TimelineQuery(kinds=frozenset({TimelineKind.COMMAND}))

    rows = books.accounts.timeline("1001", query).rows

    orders = books.supply.orders(OrderQuery(consumer_number="1001"))
    assert [row.document for row in rows] == [order.id for order in orders]
    assert [row.facts["kind"] for row in rows] == [OrderKind.RECONNECT, OrderKind.DISCONNECT]
    assert [row.facts["state"] for row in rows] == [order.state for order in orders]
    assert rows[1].facts["relay"] == "DISCONNECTED"
    whole = books.accounts.timeline("1001").rows
    assert [row.at for row in whole] == sorted((row.at for row in whole), reverse=True)
    page = books.accounts.timeline("1001", query, limit=1)
    assert page.rest is not None
    assert books.accounts.timeline("1001", query, page.rest, 1).rows == rows[1:2]


def test_alerts_stand_on_the_timeline_in_their_words(office: Supplied) -> None:
    books = office.books
    books.change_consumer([Change("1001", books.today(), "mobile", "9876543210")], ACTOR)
    cut = Telling(books.consumer("1001").id, Alert.DISCONNECTED, "order", {"at": "10:00"})
    with books._unit() as unit:  # noqa: SLF001 - as the service that ends an order does it
        alerting.tell(unit, [cut], books.now())
        unit.commit()
    told = books.alerts.messages(MessageQuery(consumer_number="1001"))
    query = TimelineQuery(kinds=frozenset({TimelineKind.ALERT}))
    assert len(told) == 1

    rows = books.accounts.timeline("1001", query).rows

    assert [row.facts["words"] for row in rows] == [one.text for one in told]
    assert [row.facts["alert"] for row in rows] == [one.alert for one in told]


def test_late_reconnections_are_counted_as_their_list_finds_them(
    office: Supplied, clock: Any
) -> None:
    books = office.books
    assert WaitingFor.LATE_RECONNECTIONS not in books.dashboard.waiting(ACTOR.counter)

    clock.set_to(clock.now() + timedelta(hours=3))

    late = books.supply.orders(OrderQuery(is_late=True))
    assert len(late) == 1
    waiting = books.dashboard.waiting(ACTOR.counter)
    assert waiting[WaitingFor.LATE_RECONNECTIONS] == len(late)
    visits = books.supply.orders(OrderQuery(needs_visit=True))
    assert waiting.get(WaitingFor.FIELD_VISITS, 0) == len(visits)
