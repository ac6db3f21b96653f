"""What becomes of somebody in a job is said as it is, before and after the job is decided."""

from __future__ import annotations

import pytest

from domain.money import Money
from domain.supply_job import JobRow
from domain.supply_order import OrderState
from resources.texts import Texts
from ui.supply_words import row_told

ROW = {
    "consumer_id": 1,
    "number": "1001",
    "name": "Asha",
    "schedule": "BR-DS2",
    "feeder": "",
    "meter_serial": "M1",
    "balance": Money(-500_00),
    "negative_since": None,
    "reasons": (),
    "next_at": None,
}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "To be disconnected"),
        ({"is_beyond": True}, "Beyond what a run takes"),
        ({"is_beyond": True, "is_decided": True}, "Beyond what a run takes"),
        ({"left_out": "is ill"}, "Left out: is ill"),
        ({"is_decided": True}, "Not ordered"),
        ({"is_decided": True, "order_state": OrderState.DONE}, "Done"),
    ],
)
def test_a_row_says_what_is_true(facts, words):
    assert row_told(JobRow(**ROW | facts), Texts("en")) == words
