"""What the list says of a row: no sentence says otherwise than the one beside it."""

from datetime import timedelta

import pytest

from domain.policy import Reason
from resources.texts import Texts
from tests.domain.test_defaulter_notices import NOW, row
from ui.defaulter_words import row_sentences


@pytest.mark.parametrize(
    "days_off, told",
    [(None, "Supply is off."), (0, "Supply is off."), (1, "Supply has been off for 1 day.")],
)
def test_it_says_for_how_long_supply_is_off(days_off, told):
    assert row_sentences(row(is_off=True, days_off=days_off), Texts("en")) == [told]


def test_credit_that_a_policy_to_come_ends_sooner_is_told_without_its_end():
    held = {"reasons": (Reason.EMERGENCY_CREDIT,), "next_at": NOW + timedelta(days=2)}
    as_ever = row(**held, emergency_until=NOW + timedelta(days=1))
    sooner = row(**held, emergency_until=NOW + timedelta(days=5))

    told = [row_sentences(one, Texts("en")) for one in (as_ever, sooner)]

    assert told[0][0] == "Emergency credit until 24 Nov 2026 11:30."
    assert told[1][0] == "Emergency credit is still running."
    assert told[0][1] == told[1][1] == "Could be cut from 25 Nov 2026 11:30 on."
