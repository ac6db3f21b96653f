"""What can be asked of a register, and how a register is worded for paper."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.errors import FieldMissing, FieldNotAllowed
from domain.errors_of_counter import HeadUnknown, PeriodReversed
from domain.register import (
    FILTERS,
    CellKind,
    GroupBy,
    RegisterKind,
    RegisterQuery,
    usual_grouping,
)
from domain.register_sheet import ControlLine, SheetColumn

TODAY = date(2026, 11, 22)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def ask(kind=RegisterKind.COLLECTION, since=TODAY, until=TODAY, **filters):
    return RegisterQuery(kind, since, until, **filters)


def test_days_that_run_backwards_are_refused():
    with pytest.raises(PeriodReversed):
        ask(until=date(2026, 11, 21))


def test_a_filter_that_a_register_does_not_know_is_refused_and_not_ignored():
    with pytest.raises(FieldNotAllowed):
        ask(RegisterKind.ARREAR_PLANS, counter=0)
    with pytest.raises(FieldNotAllowed):
        ask(RegisterKind.DAY_BOOK, by="asha")


def test_receipts_of_a_consumer_need_a_consumer():
    with pytest.raises(FieldMissing):
        ask(RegisterKind.RECEIPTS_OF_CONSUMER)


@pytest.mark.parametrize(
    "filters",
    [
        {"tender": "cash", "head": "recharge"},
        {"head": "recharge", "group_by": "tender"},
        {"tender": "cash", "group_by": "head"},
        {"tender": "gold"},
        {"group_by": "week"},
    ],
)
def test_what_has_no_answer_is_refused(filters):
    with pytest.raises(FieldNotAllowed):
        ask(**filters)


def test_a_head_that_there_is_not_is_refused():
    with pytest.raises(HeadUnknown):
        ask(head="gift")


def test_every_register_says_by_what_it_can_be_narrowed_down():
    assert set(FILTERS) == set(RegisterKind)


def test_a_collection_of_more_than_a_week_is_added_up_by_day():
    week, longer = date(2026, 11, 28), date(2026, 11, 29)

    assert usual_grouping(RegisterKind.COLLECTION, TODAY, week) is GroupBy.RECEIPT
    assert usual_grouping(RegisterKind.COLLECTION, TODAY, longer) is GroupBy.DAY
    assert usual_grouping(RegisterKind.DAY_BOOK, TODAY, longer) is GroupBy.RECEIPT


@pytest.mark.parametrize(
    ("kind", "cell", "read", "exact"),
    [
        (CellKind.MONEY, 12345678, "1,23,456.78", "123456.78"),
        (CellKind.MONEY, -4510, "-45.10", "-45.10"),
        (CellKind.COUNT, 3, "3", "3"),
        (CellKind.DAY, TODAY, "22 Nov 2026", "2026-11-22"),
        (
            *(CellKind.MOMENT, datetime(2026, 11, 22, 4, 30, 5, tzinfo=UTC)),
            *("22 Nov 2026 10:00", "2026-11-22 10:00:05"),
        ),
        (CellKind.WORD, "upi", "UPI", "UPI"),
        (CellKind.WORD, "barter", "barter", "barter"),
        (CellKind.TEXT, None, "", ""),
    ],
)
def test_a_cell_is_written_for_people_and_for_programs(kind, cell, read, exact):
    column = SheetColumn("", kind, 10, words={"upi": "UPI"})

    assert column.text(cell, MONTHS) == read
    assert column.exact_text(cell) == exact


def test_a_control_total_that_differs_says_so():
    line = ControlLine("Cash", 500_00, 499_99, CellKind.MONEY)

    assert not line.agrees
    assert (line.figure(line.register), line.figure(line.ledger)) == ("₹500.00", "₹499.99")
