"""Settings are set together or not at all, and never to what nobody could work with."""

from __future__ import annotations

import pytest

from domain.audit import AuditQuery
from domain.errors import FieldMissing, FieldNotAllowed, FieldOutOfRange, FieldTooLong, Refusal
from domain.errors_of_counter import LimitsReversed, NoMultipleFits
from domain.money import Money
from domain.staff import Act
from tests.storage.conftest import ACTOR


def values(books):
    return {row.name: row.value for row in books.safekeeping.settings()}


def test_least_and_most_move_up_together(books):
    wanted = {"recharge.least_rupees": "300000", "recharge.most_rupees": "400000"}

    books.safekeeping.change_settings(wanted, ACTOR)

    limits = books.recharge_limits()
    assert (limits.least, limits.most) == (Money.rupees(300_000), Money.rupees(400_000))


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({"recharge.least_rupees": "200001"}, LimitsReversed),
        ({"recharge.most_rupees": "9"}, LimitsReversed),
        ({"recharge.most_rupees": "90", "recharge.multiple_rupees": "100"}, NoMultipleFits),
        ({"recharge.multiple_rupees": ""}, FieldMissing),
        ({"cheque.barred_days": "-1"}, FieldNotAllowed),
        ({"cheque.dishonour_fee_rupees": "100001"}, FieldOutOfRange),
        ({"upi.address": "nobody"}, FieldNotAllowed),
        ({"upi.address": "a@b@c"}, FieldNotAllowed),
        ({"upi.address": "patna1@sbi", "upi.name": "P" * 100}, FieldTooLong),
    ],
)
def test_one_that_is_refused_keeps_the_others_as_they_were(books, wanted, refusal):
    before = values(books)

    with pytest.raises(refusal):
        books.safekeeping.change_settings({"cheque.hold_post_dated": "yes", **wanted}, ACTOR)

    assert values(books) == before


@pytest.mark.parametrize("multiple", ["10", "100000", "0"])
def test_a_multiple_that_some_recharge_meets_is_taken(books, multiple):
    books.safekeeping.change_setting("recharge.multiple_rupees", multiple, ACTOR)

    assert values(books)["recharge.multiple_rupees"] == multiple


def test_an_address_is_taken_away_again(books):
    books.safekeeping.change_settings({"upi.address": "patna1@sbi", "upi.name": "Patna"}, ACTOR)

    books.safekeeping.change_settings({"upi.address": "", "upi.name": ""}, ACTOR)

    assert values(books)["upi.address"] == ""


def test_limits_that_cannot_be_met_do_not_stop_other_settings(books, clock):
    with books.safekeeping.open_unit() as unit:
        unit.settings.put("recharge.least_rupees", "900000", clock.now(), "root")
        unit.commit()

    books.safekeeping.change_setting("backup.hours", "8", ACTOR)

    assert values(books)["backup.hours"] == "8"
    with pytest.raises(Refusal):
        books.safekeeping.change_setting("recharge.multiple_rupees", "50", ACTOR)


def test_each_setting_that_changed_is_told_in_the_audit_log(books):
    wanted = {"recharge.least_rupees": "50", "recharge.most_rupees": "200000", "upi.name": "Patna"}

    books.safekeeping.change_settings(wanted, ACTOR)

    told = books.trust.audit_log(AuditQuery(act=Act.CHANGE_SETTINGS), ACTOR)
    assert sorted(row.subject for row in told) == ["recharge.least_rupees", "upi.name"]
