from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from domain.consumer import Change
from domain.errors import (
    AmountOutOfRange,
    ConsumerIsClosed,
    ConsumerNotFound,
    OrderIdReused,
    ReferenceMissing,
)
from domain.errors_of_counter import ShiftOfEarlierDay
from domain.errors_of_trust import SimilarPayment
from domain.money import Money
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.services.taking_tariffs import JudgedTariffs
from domain.tender import Tender
from storage.dialect import is_server
from storage.tables.base import FINAL_TABLES, metadata
from tests.storage.conftest import ACTOR, START, begin_shift_anew


def order(id_="order-1", rupees="500", number="1001", tender=Tender.CASH, reference=""):
    return RechargeOrder.of(id_, number, Money.rupees(rupees), tender, reference)


@pytest.fixture
def asha(books, form):
    return books.create_consumer(form(name="आशा D'Souza"), ACTOR)


def test_the_same_order_again_returns_the_same_receipt_and_moves_no_money(books, asha):
    first = books.recharge(order(), ACTOR)
    again = books.recharge(order(), ACTOR)

    assert first == again
    assert first.number == "PAT1/02/2026-27/000001"
    assert books.consumer("1001").balance == Money.rupees(1500)


def test_twenty_posts_of_one_order_at_once_give_one_receipt(books, asha):
    with ThreadPoolExecutor(20) as counters:
        receipts = list(counters.map(lambda _: books.recharge(order(), ACTOR), range(20)))

    assert len({receipt.number for receipt in receipts}) == 1
    assert books.consumer("1001").balance == Money.rupees(1500)
    assert books.check(silent) == []


def test_numbers_have_no_gap_when_counters_post_at_once(books, asha):
    with ThreadPoolExecutor(8) as counters:
        receipts = list(
            counters.map(
                lambda n: books.recharge(order(f"order-{n}", rupees=str(100 + n)), ACTOR), range(40)
            )
        )

    numbers = sorted(int(receipt.number[-6:]) for receipt in receipts)
    assert numbers == list(range(1, 41))
    assert books.consumer("1001").balance == Money.rupees(1000 + sum(range(100, 140)))
    assert books.check(silent) == []


@pytest.mark.parametrize(
    "other",
    [
        order(rupees="600"),
        order(number="1002"),
        order(tender=Tender.UPI, reference="123"),
        order(reference="remark"),
    ],
)
def test_the_same_id_with_other_content_is_refused(books, form, asha, other):
    books.create_consumer(form("1002"), ACTOR)
    books.recharge(order(), ACTOR)

    with pytest.raises(OrderIdReused):
        books.recharge(other, ACTOR)


def test_a_similar_payment_within_ten_minutes_asks_first(books, clock, asha):
    first = books.recharge(order("a"), ACTOR)
    clock.pass_time(timedelta(minutes=10))

    with pytest.raises(SimilarPayment) as asked:
        books.recharge(order("b"), ACTOR)
    assert asked.value.facts == {
        "number": "1001",
        "amount": Money.rupees(500),
        "receipt": first.number,
        "posted_at": first.posted_at,
    }

    second = books.recharge(order("b"), ACTOR, although_similar=True)
    assert second.number == "PAT1/02/2026-27/000002"


def test_another_amount_tender_reference_or_time_is_no_similar_payment(books, clock, asha):
    books.recharge(order("a"), ACTOR)

    books.recharge(order("b", rupees="501"), ACTOR)
    books.recharge(order("c", tender=Tender.UPI, reference="1"), ACTOR)
    books.recharge(order("d", tender=Tender.UPI, reference="2"), ACTOR)
    clock.pass_time(timedelta(minutes=10, milliseconds=1))
    books.recharge(order("e"), ACTOR)

    assert len(books.receipts()) == 5


def test_the_series_begins_anew_with_the_financial_year(books, clock, asha):
    clock.set_to(datetime(2027, 3, 31, 18, 29, tzinfo=UTC))
    begin_shift_anew(books)
    old = books.recharge(order("a"), ACTOR)
    clock.set_to(datetime(2027, 3, 31, 18, 30, tzinfo=UTC))
    with pytest.raises(ShiftOfEarlierDay):
        books.recharge(order("b", rupees="501"), ACTOR)
    begin_shift_anew(books)
    new = books.recharge(order("b", rupees="501"), ACTOR)

    assert (old.number, new.number) == ("PAT1/02/2026-27/000001", "PAT1/02/2027-28/000001")


def test_an_amount_out_of_range_or_a_missing_reference_never_becomes_an_order():
    for rupees in ("0", "-5", "1000000000"):
        with pytest.raises(AmountOutOfRange):
            order(rupees=rupees)
    with pytest.raises(ReferenceMissing):
        order(tender=Tender.UPI)


def test_nobody_unknown_or_gone_is_recharged(books, form):
    books.create_consumer(form("1002"), ACTOR)
    books.change_consumer([Change("1002", START, "supply_state", "closed")], ACTOR)

    with pytest.raises(ConsumerNotFound):
        books.recharge(order(), ACTOR)
    with pytest.raises(ConsumerIsClosed):
        books.recharge(order(number="1002"), ACTOR)


def test_the_first_print_is_the_original_and_the_next_are_duplicates(books, asha):
    number = books.recharge(order(), ACTOR).number

    assert books.receipt(number).copy == 0
    assert [books.confirm_print(number, ACTOR) for _ in range(3)] == [0, 1, 2]
    assert books.receipt(number).copy == 3


@pytest.mark.parametrize("table", FINAL_TABLES)
def test_a_final_row_is_neither_changed_nor_deleted(books, engine, month_of_reads, table):
    month_of_reads(consumers=1, days=1)
    books.run_days(START, ACTOR, silent)
    closing = replace(books.tariffs()[-1], valid_until=date(2030, 1, 1))
    assert books.take_tariffs(JudgedTariffs([], [closing], [], []), ACTOR) == []
    books.confirm_print(books.recharge(order(), ACTOR).number, ACTOR)
    add_rare_row(engine, table)

    for sql in (f"UPDATE {table} SET office_id = 1", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="final"), engine.begin() as connection:
            connection.exec_driver_sql(sql)


#: What the checks of a table ask of a row of it.
FITTING = {
    "receipt_undone": {"kind": "cancelled", "line": 0, "to_wallet_paise": 1},
    "drawer_count": {"occasion": "open"},
    "drawer_move": {"kind": "drop"},
}


def add_rare_row(engine, table):
    """Put a row into a table that life has not filled: no tariff has a rare line, for one."""
    columns = metadata.tables[table].columns
    with engine.connect() as connection:
        if is_server(engine):
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        if connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar():
            return
        zero = {column.name for column in columns if column.name.startswith("to_")}
        row = {column.name: 1 if column.type.python_type is int else "x" for column in columns}
        row |= dict.fromkeys(zero, 0) | FITTING.get(table, {})
        office = connection.execute(select(metadata.tables["office"].c.office_id)).scalar_one()
        connection.execute(insert(metadata.tables[table]).values(row | {"office_id": office}))
        connection.commit()
        connection.invalidate()
