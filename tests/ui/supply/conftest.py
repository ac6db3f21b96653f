"""The Disconnection page in a window, over supply in memory and a copy of the practice office."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest

from domain.consumer import ConsumerQuery
from storage.office import open_office
from tests.ui.at_the_keys import sit_down
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import DAYS, FIRST_DAY, SteppingClock, copy_office, end_of
from tests.ui.supply.fake_supply import BooksWith, FakeSupply
from ui.desk.kit.outward import Outward
from ui.desk.supply.page import SupplyPage

MORNING = end_of(FIRST_DAY + timedelta(days=DAYS - 1)) + timedelta(hours=10)


@pytest.fixture
def clock():
    return SteppingClock(MORNING)


@pytest.fixture
def books(practice_folder, tmp_path, clock):
    opened = open_office(copy_office(practice_folder, tmp_path / "office"), clock)
    yield opened
    opened.close()


@pytest.fixture
def supply(books):
    return FakeSupply(books)


@pytest.fixture
def people(books):
    """Some consumers."""
    ids = sorted(books.find_consumers(ConsumerQuery()))[:6]
    return [books.consumer_rows([one])[one] for one in ids]


@pytest.fixture
def outward(tmp_path):
    """Roads out of the office that lead into memory."""
    written = SimpleNamespace(orders=[], path=None)

    def write(_books, orders, path):
        written.orders, written.path = list(orders), path

    roads = Outward(
        by_file=lambda _books: object(),
        write_orders=write,
        read_answers=lambda _books, path: path.read_text("utf-8").splitlines(),
    )
    return SimpleNamespace(roads=roads, written=written)


@pytest.fixture
def over(books, supply):
    """The books of the office, with supply in memory."""
    return BooksWith(books, supply=supply)


@pytest.fixture
def open_desk(qtbot, tasks, theme, over, outward):
    """Return a function that opens the desk for somebody in a role."""
    documents = replace(NO_DOCUMENTS, outward=outward.roads)
    make = partial(SupplyPage, books=over, documents=documents)
    return partial(sit_down, qtbot, tasks, theme, over, make)
