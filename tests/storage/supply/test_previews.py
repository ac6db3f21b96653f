"""What the counter shows before a payment is confirmed is what the payment then does to supply."""

from __future__ import annotations

import pytest

from domain.head import Head, HeadLine
from domain.ids import new_id
from domain.money import ZERO, Money
from domain.recharge import RechargeOrder
from domain.supply_order import OrderState
from domain.tender import Tender, TenderLine
from tests.storage.conftest import ACTOR, begin_shift_anew
from tests.storage.supplied import A_RULE, HOUR, Supplied

HALF = {"at_balance": "0.00", "part_percent": 50, "rest_days": 7}
ALL = {"at_balance": "0.00"}
IN_CREDIT = {"at_balance": "100.00", "part_percent": 50, "rest_days": 7}
DOWN_TO = {"at_balance": "-300.00"}


def _off(office):
    office.job()
    office.deliver()
    office.run_out()


def _out(office):
    office.job()
    office.deliver()


def _waiting(office):
    office.job()


def _off_and_part_paid_before(office):
    _off(office)
    office.pay("1001", 250)
    office.deliver()
    office.run_out()
    office.clock.pass_time(8 * 24 * HOUR)
    begin_shift_anew(office.books)
    _off(office)


def _foretold(office, cash, cheque):
    """Return what the counter shows, and what the payment then did."""
    before = {order.id: order for order in office.orders()}
    lines = []
    if cash:
        lines.append(TenderLine(Tender.CASH, Money.rupees(cash)))
    if cheque:
        today = office.books.today()
        lines.append(TenderLine(Tender.CHEQUE, Money.rupees(cheque), "123456", "SBI", today))
    heads = (HeadLine(Head.RECHARGE, Money.rupees(cash + cheque)),)
    shown = office.books.preview_recharge("1001", heads, by_cheque=Money.rupees(cheque))
    office.books.recharge(RechargeOrder(new_id(), "1001", heads, tuple(lines)), ACTOR)
    after = {order.id: order for order in office.orders()}
    is_made = bool(set(after) - set(before))
    is_called_off = any(
        order.state is OrderState.CANCELLED or order.unwanted_at is not None
        for id_, order in after.items()
        if id_ in before and order != before[id_]
    )
    return shown, is_made, is_called_off


@A_RULE
@pytest.mark.parametrize(
    ("reconnection", "stage", "cash", "cheque", "comes_back", "is_called_off"),
    [
        (ALL, _off, 499, 0, False, False),
        (ALL, _off, 500, 0, True, False),
        (ALL, _off, 0, 600, False, False),
        (ALL, _off, 500, 100, True, False),
        (HALF, _off, 249, 0, False, False),
        (HALF, _off, 250, 0, True, False),
        (HALF, _off, 250, 350, True, False),
        (HALF, _off, 200, 400, False, False),
        (HALF, _off_and_part_paid_before, 200, 0, False, False),
        (IN_CREDIT, _off, 550, 0, True, False),
        (IN_CREDIT, _off_and_part_paid_before, 200, 0, False, False),
        (DOWN_TO, _off, 200, 0, True, False),
        (DOWN_TO, _off, 150, 0, False, False),
        (ALL, _out, 499, 0, False, False),
        (ALL, _out, 500, 0, True, True),
        (HALF, _out, 250, 0, True, True),
        (ALL, _out, 0, 600, False, False),
        (ALL, _waiting, 499, 0, False, False),
        (ALL, _waiting, 500, 0, False, True),
        (ALL, _waiting, 0, 600, False, True),
    ],
)
def test_the_counter_shows_what_the_payment_then_does(  # noqa: PLR0913, PLR0917 - a row of a table
    books, form, clock, reconnection, stage, cash, cheque, comes_back, is_called_off
):
    office = Supplied(books, form, clock, reconnection=reconnection)
    office.owing("1001")
    stage(office)

    shown, is_made, was_called_off = _foretold(office, cash, cheque)

    assert (shown.reconnects, shown.calls_off) == (comes_back, is_called_off)
    assert (is_made, was_called_off) == (comes_back, is_called_off)
    assert shown.is_still_off == (stage in {_off, _off_and_part_paid_before} and not comes_back)


def test_who_is_cut_off_is_shown_that_supply_comes_back(cut_off):
    shown, is_made, _is_called_off = _foretold(cut_off, 500, 0)

    assert (shown.reconnects, shown.is_still_off, is_made) == (True, False, True)


@A_RULE
def test_of_who_is_connected_and_owes_nothing_to_an_order_nothing_is_shown(books, form, clock):
    books.take_on([form("1002", opening_balance=ZERO)], ACTOR)

    shown = books.preview_recharge("1002", (HeadLine(Head.RECHARGE, Money.rupees(500)),))

    assert (shown.reconnects, shown.is_still_off, shown.calls_off) == (False, False, False)
