"""The chain over all streams of an office: a restored one goes on from where its backup ended."""

from datetime import timedelta

import pytest

from domain.money import Money
from domain.office import Office
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tender import Tender
from storage.engine import writing
from storage.incarnation import Source, begin_incarnation
from storage.office import open_office
from tests.storage.conftest import ACTOR, START, by_hand

OLD = Office("PAT1", "Patna-1")


@pytest.fixture
def anew(books, month_of_reads, engine, clock):
    """An office that lived, was lost, was restored, and lives on."""
    month_of_reads(consumers=2, days=6)
    books.run_days(START + timedelta(days=1), ACTOR, silent)
    books.recharge(_order("order-1", "1001"), ACTOR)
    assert books.check(silent, actor=ACTOR) == []
    with writing(engine, OLD.id) as connection:
        begin_incarnation(
            connection,
            OLD,
            Source("PAT1-20261122.db.zst", "ab", clock.now()),
            number=None,
            last_receipts=[],
            at=clock.now(),
            actor=ACTOR,
        )
    opened = open_office(books.path.parent, clock)
    yield opened
    opened.close()


def _order(order_id, number):
    return RechargeOrder.of(order_id, number, Money.rupees(500), Tender.CASH)


def test_a_restored_office_goes_on_in_a_chain_without_a_break(anew):
    assert anew.check(silent) == []
    receipt = anew.recharge(_order("order-2", "1002"), ACTOR)
    anew.run_days(START + timedelta(days=3), ACTOR, silent)

    assert receipt.number == "PAT1.2/02/2026-27/000001"
    assert str(anew.anchor()).startswith("PAT1.2:")
    assert anew.check(silent, quick=True, actor=ACTOR) == []
    assert anew.check(silent) == []


@pytest.mark.parametrize(
    "sql",
    [
        (
            "DELETE FROM event WHERE stream = 'PAT1.1' AND seq = (SELECT max(e.seq) FROM event e"
            " WHERE e.stream = 'PAT1.1')"
        ),
        "UPDATE event SET core = replace(core, 'asha', 'usha') WHERE stream = 'PAT1.1'",
        "DELETE FROM event WHERE stream = 'PAT1.1'",
        "DELETE FROM event WHERE stream = 'PAT1.2' AND seq = 1",
        "UPDATE event SET stream = 'PAT1.3' WHERE stream = 'PAT1.2'",
        "DELETE FROM series_lost",
        "UPDATE series_lost SET first_number = first_number + 1",
    ],
)
def test_tampering_with_either_stream_is_found(anew, engine, sql):
    anew.recharge(_order("order-2", "1002"), ACTOR)

    assert by_hand(engine, sql)

    assert anew.check(silent)
