"""A practice office plays its own AMISP: at an open desk an order is carried out by itself."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QWidget

import main
from domain.supply_book import OrderQuery
from domain.supply_order import OrderState, RelayState
from tests.ui.practice_office import CLERK
from ui.desk.supply.worker import Worker

NUMBER = "100002"


@pytest.fixture
def worker(qtbot, desk, books, clock, tmp_path):
    """The worker of a desk that is open on a practice office."""
    host = QWidget()
    qtbot.addWidget(host)
    roads = main._outward(tmp_path, clock)  # noqa: SLF001 - as the program puts it together
    yield Worker(host, desk, books, roads)
    host.close()


def test_an_order_is_carried_out_by_the_amisp_that_the_office_plays(
    qtbot, worker, books, clock, tasks
):
    ordered = books.supply.reconnect(NUMBER, "Paid at another office", CLERK)
    rounds = []
    worker.worked.connect(rounds.append)

    def ended():
        clock.at += timedelta(seconds=20)
        worker.soon()
        qtbot.wait(50)
        return not books.supply.order(ordered.id).is_open

    qtbot.waitUntil(ended, timeout=20_000)

    done = books.supply.order(ordered.id)
    assert (done.state, done.relay) == (OrderState.DONE, RelayState.CONNECTED)
    assert [one.troubles for one in rounds] == [()] * len(rounds)
    assert books.supply.orders(OrderQuery(is_late=True)) == []
    assert len(books.supply.exchanges(ordered.id)) >= 2
