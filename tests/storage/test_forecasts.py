"""Forecasts from the books: one consumer whole, many in a few statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, text

from domain.arrears import ArrearKind, ArrearTerms, ArrearWish
from domain.errors import ConsumerNotFound
from domain.head import Head, HeadLine
from domain.money import Money
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tender import Tender, TenderLine
from storage.dialect import SQLITE, in_words_of
from storage.listings.forecasts import _USE
from tests.storage.conftest import ACTOR, START, at_noon

DESK_AT_0 = ACTOR.__class__("asha", ACTOR.channel, counter=0)
LAST = START + timedelta(days=29)


@pytest.fixture
def charged(books, month_of_reads, clock):
    """Three consumers, charged for thirty days; the first has paid for some more."""
    clock.set_to(at_noon(LAST + timedelta(days=1)))
    month_of_reads(consumers=3, days=30)
    books.run_days(LAST, ACTOR, silent)
    books.recharge(order(1200), DESK_AT_0)
    return books


def ids_of(books):
    return {books.consumer(number).id: number for number in ("1001", "1002", "1003")}


def order(rupees, number="1001"):
    amount = Money.rupees(rupees)
    heads = (HeadLine(Head.RECHARGE, amount),)
    return RechargeOrder(f"order-{rupees}", number, heads, (TenderLine(Tender.CASH, amount),))


def test_the_days_left_are_the_same_wherever_one_looks(charged):
    forecast = charged.forecasts.of("1001")
    [(id_, days)] = charged.forecasts.days_left([charged.consumer("1001").id]).items()

    assert forecast.lasting().days == days > 5
    assert charged.consumer("1001").days_left == days
    assert id_ == charged.consumer("1001").id


def test_a_recharge_lasts_as_long_as_was_said_before(charged):
    forecast = charged.forecasts.of("1001")
    said = forecast.lasting(forecast.with_recharge(Money.rupees(500))).days

    preview = charged.preview_recharge("1001", order(500).heads)
    receipt = charged.recharge(order(500), DESK_AT_0)

    assert said == preview.days_left == receipt.days_left
    assert charged.receipt(receipt.number).receipt.days_left == said
    assert charged.consumer("1001").days_left == said


def test_the_first_coming_day_is_the_first_that_is_not_charged(charged):
    forecast = charged.forecasts.of("1001")

    assert forecast.first_day == LAST + timedelta(days=1)
    assert forecast.days[0].day == forecast.first_day
    assert forecast.known_days == 30
    assert forecast.days[0].expected_wh > 0
    assert forecast.days[0].balance_paise < forecast.balance.paise


def test_what_is_foretold_for_a_day_is_what_the_run_charges_for_that_use(charged, read, clock):
    forecast = charged.forecasts.of("1001")
    [charge] = charged.charges("1001", LAST, LAST)
    coming = forecast.days[0]

    # A steady use on a steady tariff: the day after costs what the last one did.
    assert abs(coming.expected_wh - charge.energy_wh) <= charge.energy_wh // 20


def test_daily_instalments_shorten_what_lasts(charged):
    before = charged.forecasts.of("1001").lasting().days
    terms = ArrearTerms(ArrearKind.DAILY, instalments=100)
    starts_on = charged.today()
    charged.arrears.plan(
        ArrearWish("1001", Money.rupees(5000), terms, starts_on, "old bill, page 3"), ACTOR
    )

    after = charged.forecasts.of("1001").lasting().days

    assert 0 < after < before


def test_without_days_nothing_is_known(books, form):
    books.create_consumer(form("1001"), ACTOR)

    assert books.forecasts.of("1001").lasting() is None
    assert books.consumer("1001").days_left is None
    assert books.forecasts.days_left([books.consumer("1001").id, 999]) == {
        books.consumer("1001").id: None,
        999: None,
    }


def test_of_who_was_not_charged_for_long_nothing_is_known(charged, clock):
    clock.pass_time(timedelta(days=40))

    assert not charged.forecasts.of("1001").is_known
    assert charged.consumer("1001").days_left is None


def test_nobody_by_that_number_is_refused(charged):
    with pytest.raises(ConsumerNotFound):
        charged.forecasts.of("'; --")


def test_many_are_asked_for_in_as_many_statements_as_one(charged):
    asked: list[str] = []
    ids = list(ids_of(charged))

    def note(_connection, _cursor, sql, *_rest):
        asked.append(sql)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        charged.forecasts.days_left(ids[:1])
        of_one = len(asked)
        charged.forecasts.days_left(ids)
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    assert 0 < of_one == len(asked) - of_one


@pytest.mark.only_on(SQLITE, "the words of its plans")
def test_no_table_of_charges_is_scanned(charged, engine):
    with engine.connect() as connection:
        plan = connection.execute(
            text(f"EXPLAIN QUERY PLAN {in_words_of(SQLITE, _USE)}"),
            {"days": "[1]", "consumers": "[1]", "office_id": 1},
        ).all()

    assert not [row for row in plan if "SCAN d" in row[-1]]
    assert any("day=?" in row[-1] and "consumer_id=?" in row[-1] for row in plan)
