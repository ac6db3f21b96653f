"""What a notice says follows from the row: nobody is lulled, nobody is threatened for nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.credit import Status
from domain.defaulter_notices import Payee, notice_of
from domain.defaulters import Defaulter
from domain.money import ZERO, Money
from domain.notice import Stand
from domain.policy import Reason, Reconnection

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)


def row(**fields):
    given = {
        "consumer_id": 1,
        "number": "1001",
        "name": "Sunita Devi",
        "mobile": "",
        "address": "House 12",
        "schedule": "BR-DS2",
        "load_w": 2_000,
        "feeder": "F1",
        "dtr": "D1",
        "due": Money.rupees(900),
        "since": date(2026, 11, 1),
        "days_negative": 22,
        "emergency_until": None,
        "is_emergency_used": True,
        "is_off": False,
        "days_off": None,
        "mean_daily_paise": None,
        "last_recharge_on": None,
        "last_recharge": None,
        "arrears": ZERO,
        "last_read_on": None,
        "reasons": (),
        "next_at": NOW,
        "protected_until": None,
        "proof": "",
        "language": "hi",
        "status": Status.TO_BE_DISCONNECTED,
    }
    return Defaulter(**(given | fields))


@pytest.mark.parametrize(
    "fields, stand",
    [
        ({}, Stand.AT_ONCE),
        ({"is_off": True}, Stand.OFF),
        ({"reasons": (Reason.OUTSIDE_HOURS,), "next_at": TOMORROW}, Stand.FROM),
        ({"reasons": (Reason.SWITCHED_OFF,), "next_at": None}, Stand.HELD),
        # An order is on its way: who is told that nothing happens now would not pay.
        ({"reasons": (Reason.ORDER_OPEN,), "next_at": None}, Stand.AT_ONCE),
        ({"reasons": (Reason.ORDER_OPEN, Reason.OUTSIDE_HOURS), "next_at": None}, Stand.AT_ONCE),
        ({"reasons": (Reason.PROTECTED, Reason.ORDER_OPEN), "next_at": None}, Stand.HELD),
    ],
)
def test_a_notice_stands_as_the_row_does(fields, stand):
    notice = notice_of(row(**fields), None, Reconnection(), Payee("", ""), NOW)
    assert notice.stand is stand
    assert notice.pay_by == (TOMORROW if stand is Stand.FROM else None)
