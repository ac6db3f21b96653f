"""Lists of consumers by what happened to them, with totals that are those of the rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from domain.billing_sheet import ReadState
from domain.calendar import Month
from domain.consumer import Change, ConsumerQuery, ConsumerTotals
from domain.importing import GivenRow, ImportFile, ImportKind
from domain.masking import masked_row
from domain.money import Money
from domain.progress import silent
from domain.reads import ReadSource
from domain.recharge import RechargeOrder
from domain.staff import Role
from domain.tender import Tender
from tests.storage.conftest import ACTOR, START

DAY = START + timedelta(days=9)
AT_THE_COMMAND = replace(ACTOR, counter=0)


def found(books, **query):
    ids = books.find_consumers(ConsumerQuery(**query))
    rows = books.consumer_rows(ids)
    return [rows[consumer].number for consumer in ids]


@pytest.fixture
def charged(books, form, read):
    """Four consumers charged up to the tenth day: one lacks its read, one its charge, one both."""
    numbers = ("1001", "1002", "1003", "1004")
    books.take_on([form(number) for number in numbers], ACTOR)
    reads = [
        read(day, f"{100 + day * 5}", f"M{number}")
        for number in numbers
        for day in range(11)
        if (number, day) != ("1002", 10)
    ]
    outcome = books.take_reads(reads, ReadSource.FILE, ACTOR)
    assert not outcome.refused
    books.run_days(DAY, ACTOR, silent)
    books.take_on([form("1005", connected_on=DAY)], ACTOR)
    return books


class TestReadsMissing:
    def test_they_are_those_of_the_sheet_and_of_the_strip(self, charged):
        sheet = charged.billing_sheet(DAY, "test").columns
        missing = [
            number
            for number, state in zip(sheet.number, sheet.read, strict=True)
            if state != ReadState.RECEIVED
        ]
        state = next(day for day in charged.month(Month.of(DAY)) if day.day == DAY)

        assert found(charged, read_missing_on=DAY) == missing == ["1002", "1005"]
        assert state.missing + state.expected - state.charged == len(missing)

    def test_whose_supply_was_closed_by_then_is_not_expected(self, charged):
        charged.change_consumer([Change("1005", DAY, "supply_state", "closed")], ACTOR)

        assert found(charged, read_missing_on=DAY) == ["1002"]

    def test_a_day_that_has_not_ended_misses_nobody(self, charged):
        assert found(charged, read_missing_on=charged.today()) == []

    def test_before_the_first_day_nobody_is_missed(self, charged):
        assert found(charged, read_missing_on=START - timedelta(days=1)) == []


class TestNeverRecharged:
    def recharge(self, books, number):
        order = RechargeOrder.of(f"order {number}", number, Money(50_000), Tender.CASH)
        return books.recharge(order, AT_THE_COMMAND)

    def test_who_paid_is_left_out(self, charged):
        self.recharge(charged, "1003")

        assert found(charged, is_never_recharged=True) == ["1001", "1002", "1004", "1005"]


class TestTags:
    def test_all_tags_have_to_fit_however_they_are_written(self, charged):
        for number in ("1001", "1003"):
            charged.accounts.tag(number, "Camp  2025", ACTOR)
        charged.accounts.tag("1003", "वीआईपी", ACTOR)

        assert found(charged, tags=("camp 2025",)) == ["1001", "1003"]
        assert found(charged, tags=("CAMP 2025", "वीआईपी")) == ["1003"]
        assert found(charged, tags=("nothing",)) == []


class TestTotals:
    @pytest.mark.parametrize(
        "query",
        [
            ConsumerQuery(),
            ConsumerQuery(balance_below=Money(0)),
            ConsumerQuery(text="100"),
            ConsumerQuery(text="1002"),
            ConsumerQuery(text="nobody"),
            ConsumerQuery(read_missing_on=DAY, order_by="name", descending=True),
            ConsumerQuery(categories=("nothing",)),
        ],
    )
    def test_they_are_those_of_the_rows(self, charged, query):
        rows = charged.consumer_rows(charged.find_consumers(query)).values()
        balances = [row.balance.paise for row in rows]
        negative = sum(paise for paise in balances if paise < 0)

        expected = ConsumerTotals(len(balances), Money(sum(balances)), Money(negative))
        assert charged.consumer_totals(query) == expected

    def test_a_whole_list_is_read_at_one_moment_with_its_totals(self, charged):
        query = ConsumerQuery(order_by="balance")

        whole = charged.consumer_list(query, silent)

        assert [row.id for row in whole.rows] == list(charged.find_consumers(query))
        assert whole.totals == charged.consumer_totals(query)
        assert whole.anchor == str(charged.anchor())

    def test_masked_eyes_get_a_masked_list(self, charged):
        whole = charged.consumer_list(ConsumerQuery(), silent)
        seen = charged.seen_by(Role.AUDITOR).consumer_list(ConsumerQuery(), silent)

        assert list(seen.rows) == [masked_row(row) for row in whole.rows]


def test_masked_eyes_cannot_guess_at_a_mobile(books, form):
    mobile = "9876543210"
    books.take_on(
        [
            form("1001", mobile=mobile, name="Asha 9876"),
            form("1002", mobile=mobile, meter_serial="AB-98/765"),
            form("9876", mobile=mobile),
        ],
        ACTOR,
    )
    seen = books.seen_by(Role.AUDITOR)

    assert found(books, text=mobile) == ["1001", "1002", "9876"]
    assert found(seen, text=mobile) == found(seen, text="6543") == []
    assert seen.consumer_totals(ConsumerQuery(text="3210")).consumers == 0
    assert found(seen, text="asha 9876") == ["1001"]
    assert found(seen, text="98765") == ["1002"]
    assert found(seen, text="9876") == ["1001", "1002", "9876"]
    assert len(seen.find_consumers(ConsumerQuery(text="consumer"), 1)) == 1
    assert len(seen.consumer_list(ConsumerQuery(text="9876"), silent).rows) == 3


def test_who_was_withdrawn_is_in_no_list(charged, engine):
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO consumer_withdrawn (office_id, consumer_id, number, meter_serial,"
                " batch_id, withdrawn_at_ms, withdrawn_by) SELECT office_id, id, number, 'M', 'b',"
                " 0, 'test' FROM consumer WHERE number = '1004'"
            )
        )

    assert "1004" not in found(charged)
    assert found(charged, text="1004") == []
    assert charged.consumer_totals(ConsumerQuery()).consumers == 4


class TestOfAnImport:
    @pytest.fixture
    def take(self, books, form):
        books.take_on([form("1001"), form("1002"), form("1003")], ACTOR)

        def take(kind, rows):
            given = [GivenRow(line, cells) for line, cells in enumerate(rows, start=2)]
            file = ImportFile("rows.csv", "0" * 64)
            taken = books.imports.take(kind, file, given, ACTOR, silent, reason="Old dues")
            assert not taken.tally.rejections
            return taken.batch.id

        return take

    def test_reads_lead_to_those_whose_meters_were_read(self, books, take):
        rows = [{"meter_serial": "M1002", "read_at": "2026-02-03 00:00", "kwh_import": "150"}]

        assert found(books, import_id=take(ImportKind.READS, rows)) == ["1002"]

    def test_changes_and_dues_lead_to_whom_they_name(self, books, take):
        change = {
            "number": "1003",
            "effective_on": "2026-02-03",
            "field": "mobile",
            "value": "9876543219",
        }
        dues = {"number": "1001", "amount": "900", "plan": "by_hand", "term": "", "remark": "Old"}

        assert found(books, import_id=take(ImportKind.CHANGES, [change])) == ["1003"]
        assert found(books, import_id=take(ImportKind.DUES, [dues])) == ["1001"]

    def test_an_import_that_nobody_knows_leads_to_nobody(self, books, take):
        assert found(books, import_id="nobody's") == []
