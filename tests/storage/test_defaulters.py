"""The defaulter list: who is on which, what is owed, why held, and sums that the books have."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.arrears import ArrearKind, ArrearTerms, ArrearWish
from domain.calendar import end_of
from domain.consumer import Change
from domain.credit import Status
from domain.defaulters import DefaulterQuery, ListKind, narrowed
from domain.money import ZERO, Money
from domain.notice import Stand
from domain.policy import Reason
from domain.policy_reading import policy_of
from domain.progress import silent
from domain.protection import NewProtection, ProtectionKind, Scope
from domain.reads import ReadSource
from domain.recharge import RechargeOrder
from domain.staff import Role
from domain.tender import Tender
from storage.repositories.policies import SqlPolicyRows
from tests.storage.conftest import ACTOR, by_hand

TODAY = date(2026, 11, 22)
#: Cutting at any hour, three days of emergency credit, half the dues bring supply back.
POLICY = {
    "id": "TEST-2025",
    "title": "Policy of the test",
    "state": "Bihar",
    "source": "written for the test",
    "valid_from": "2025-04-01",
    "hours": {"windows": [["00:00", "24:00"]]},
    "emergency_credit": {"days": 3},
    "conversion_grace_days": 0,
    "reconnection": {"at_balance": "100.00", "part_percent": 50, "rest_days": 7},
}


@pytest.fixture
def list_of(books):
    """Return what one of the lists has, by its query's fields."""

    def found(**asked):
        asked.setdefault("kind", ListKind.DEFAULTERS)
        return books.defaulters.list(DefaulterQuery(**asked), silent)

    return found


@pytest.fixture
def ruled(books):
    """The office with a policy in force."""
    policy = policy_of(POLICY)
    with books._unit() as unit:  # noqa: SLF001 - the policy of a test needs no second person
        SqlPolicyRows(unit._connection, books.office).add(policy, books.now(), ACTOR)  # noqa: SLF001
        unit.commit()
    return books


def owing(books, form, rupees, **fields):
    """Take on consumers who owe so many rupees each."""
    numbers = [f"20{place:02}" for place in range(len(rupees))]
    forms = [
        form(number, opening_balance=Money.rupees(f"-{amount}"), **fields)
        for number, amount in zip(numbers, rupees, strict=True)
    ]
    books.take_on(forms, ACTOR)
    return numbers


def numbers_of(found):
    return [row.number for row in found.rows]


def since(engine, books, number, day):
    """Let somebody's balance be below zero since a day."""
    consumer = books.consumer(number).id
    number_of_day = (day - date(1970, 1, 1)).days
    by_hand(
        engine,
        f"UPDATE wallet SET negative_since_day = {number_of_day} WHERE consumer_id = {consumer}",
    )


def test_everybody_below_zero_is_on_it_who_owes_most_first(ruled, form, list_of):
    owing(ruled, form, ["45.10", "1000", "1000.01", "25000.01"])
    ruled.take_on([form("3001"), form("3002", opening_balance=ZERO)], ACTOR)

    found = list_of()

    assert numbers_of(found) == ["2003", "2002", "2001", "2000"]
    assert found.due == Money(27_045_12)
    assert found.below_zero == (4, Money(27_045_12))
    assert found.bands == [
        (2, Money(1_045_10)),
        (1, Money(1_000_01)),
        *[(0, ZERO)] * 2,
        (1, Money(25_000_01)),
    ]
    assert found.anchor == str(ruled.anchor())


def test_a_band_is_what_its_sum_says(ruled, form, list_of):
    owing(ruled, form, ["45.10", "1000", "1000.01", "25000.01"])

    whole = list_of()
    bands = [list_of(band=place) for place in range(5)]

    assert [(len(one.rows), one.due) for one in bands] == list(whole.bands)
    assert numbers_of(bands[0]) == ["2001", "2000"]


@pytest.mark.parametrize(
    "days_and_age", [(0, 0), (7, 0), (8, 1), (30, 2), (31, 3), (90, 4), (91, 5)]
)
def test_an_age_counts_from_the_day_on_which_it_fell_below_zero(
    ruled, form, list_of, engine, days_and_age
):
    days, age = days_and_age
    (number,) = owing(ruled, form, ["500"])
    since(engine, ruled, number, TODAY - timedelta(days=days))

    (row,) = list_of(age=age).rows

    assert (row.days_negative, row.since) == (days, TODAY - timedelta(days=days))
    assert list_of().ages[age] == (1, Money(500_00))
    assert sum(count for count, _due in list_of().ages) == 1


def test_a_held_row_says_why_and_from_when_it_could_be_cut(ruled, form, list_of, engine):
    (number,) = owing(ruled, form, ["500"])
    since(engine, ruled, number, TODAY - timedelta(days=1))

    (row,) = list_of().rows

    assert row.reasons == (Reason.EMERGENCY_CREDIT,)
    assert row.next_at == row.emergency_until == end_of(TODAY - timedelta(days=1)) + timedelta(3)
    assert not row.is_emergency_used
    assert not row.may_be_cut
    assert list_of(reasons=(Reason.EMERGENCY_CREDIT,)).reasons == {Reason.EMERGENCY_CREDIT: 1}
    assert not list_of(is_free=True).rows


def test_when_the_emergency_credit_is_used_up_nothing_holds(ruled, form, list_of, engine):
    (number,) = owing(ruled, form, ["500"])
    since(engine, ruled, number, TODAY - timedelta(days=10))

    found = list_of(is_free=True)

    assert numbers_of(found) == [number]
    assert found.free == 1
    assert found.rows[0].is_emergency_used
    assert found.rows[0].may_be_cut


def test_without_a_policy_everybody_is_held_for_it(books, form, list_of):
    owing(books, form, ["500"])

    (row,) = list_of().rows

    assert row.reasons == (Reason.NO_POLICY,) or Reason.NO_POLICY in row.reasons
    assert row.next_at is None


def test_a_stop_of_all_disconnecting_holds_everybody(ruled, form, list_of, engine):
    owing(ruled, form, ["500"])
    by_hand(
        engine,
        f"INSERT INTO standstill VALUES ({ruled.office.id}, 1, 'meena', 'flood', NULL, '', '')",
    )

    (row,) = list_of().rows

    assert Reason.SWITCHED_OFF in row.reasons


def test_who_is_off_stands_on_it_with_the_days_and_without_reasons(ruled, form, list_of):
    (number,) = owing(ruled, form, ["500"])
    off = TODAY - timedelta(days=12)
    ruled.change_consumer([Change(number, off, "supply_state", "disconnected")], ACTOR)
    ruled.change_consumer([Change(number, off + timedelta(days=3), "load_kw", "4")], ACTOR)

    (row,) = list_of().rows

    assert (row.is_off, row.days_off, row.reasons) == (True, 12, ())
    assert row.load_w == 4000


def test_who_is_off_for_over_24_hours_is_called(ruled, form, list_of, clock):
    owing(ruled, form, ["500", "600", "700"])
    for number, days in (("2000", 0), ("2001", 1), ("2002", 2)):
        day = TODAY - timedelta(days=days)
        ruled.change_consumer([Change(number, day, "supply_state", "disconnected")], ACTOR)

    today = numbers_of(list_of(kind=ListKind.CALLS))
    clock.pass_time(timedelta(hours=24))
    at_24_hours = numbers_of(list_of(kind=ListKind.CALLS))
    clock.pass_time(timedelta(seconds=1))
    a_second_later = numbers_of(list_of(kind=ListKind.CALLS))

    assert today == ["2002", "2001"]
    assert at_24_hours == ["2002", "2001"]
    assert a_second_later == ["2002", "2001", "2000"]


def test_who_came_back_is_called_no_more(ruled, form, list_of):
    (number,) = owing(ruled, form, ["500"])
    for days, state in ((9, "disconnected"), (4, "connected")):
        day = TODAY - timedelta(days=days)
        ruled.change_consumer([Change(number, day, "supply_state", state)], ACTOR)

    assert not list_of(kind=ListKind.CALLS).rows
    assert list_of().rows[0].days_off is None


def test_never_recharged_is_who_has_no_recharge_that_stands(ruled, form, list_of):
    ruled.take_on([form("3001"), form("3002"), form("3003")], ACTOR)
    for number, order in (("3001", "a"), ("3002", "b")):
        wish = RechargeOrder.of(order, number, Money.rupees(500), Tender.CASH)
        receipt = ruled.recharge(wish, ACTOR)
    ruled.reversals.cancel(receipt.number, "typed twice", ACTOR)

    found = list_of(kind=ListKind.NEVER_RECHARGED)

    assert numbers_of(found) == ["3002", "3003"]
    assert [row.due for row in found.rows] == [ZERO, ZERO]
    assert found.due == ZERO
    assert [count for count, _due in found.bands] == [0] * 5


def test_a_meter_is_silent_when_no_actual_read_came_for_days(ruled, form, read, list_of):
    ruled.take_on([form("3001"), form("3002"), form("3003", connected_on=TODAY)], ACTOR)
    heard = read(0, "1", "M3002", at=end_of(TODAY - timedelta(days=4)))
    ruled.take_reads([heard], ReadSource.FILE, ACTOR)

    found = list_of(kind=ListKind.NON_COMMUNICATING)
    ruled.safekeeping.change_setting("reads.silent_days", "2", ACTOR)
    stricter = list_of(kind=ListKind.NON_COMMUNICATING)

    assert numbers_of(found) == ["3001"]
    assert sorted(numbers_of(stricter)) == ["3001", "3002"]
    assert {row.number: row.last_read_on for row in stricter.rows} == {
        "3001": None,
        "3002": TODAY - timedelta(days=4),
    }


def test_who_is_protected_stands_with_proof_and_last_day(ruled, form, list_of):
    owing(ruled, form, ["500", "600"], feeder="F-Civil")
    consumer = ruled.consumer("2000").id
    last = TODAY + timedelta(days=30)
    with ruled._unit() as unit:  # noqa: SLF001 - as its use case writes it
        rows = SqlPolicyRows(unit._connection, ruled.office)  # noqa: SLF001
        for id_, kind, scope, whom, proof, until, whose in (
            ("p1", ProtectionKind.HOSPITAL, Scope.CONSUMER, "2000", "letter 12", last, consumer),
            ("p2", ProtectionKind.HEAT_WAVE, Scope.FEEDER, "F-Civil", "order 7", TODAY, None),
        ):
            form_ = NewProtection(id_, kind, scope, whom, proof, TODAY, until)
            rows.protect(form_, whose, ruled.now(), ACTOR)
        unit.commit()

    found = list_of(kind=ListKind.PROTECTED)

    assert [(row.number, row.proof, row.protected_until) for row in found.rows] == [
        ("2001", "order 7", TODAY),
        ("2000", "letter 12", last),
    ]
    assert all(Reason.PROTECTED in row.reasons for row in found.rows)


def test_a_row_tells_recharge_use_and_arrears(charged_and_owing, list_of):
    books = charged_and_owing

    (row,) = [one for one in list_of().rows if one.number == "1001"]

    assert (row.last_recharge_on, row.last_recharge) == (TODAY, Money(50_00))
    assert row.arrears == Money(5_000_00)
    assert row.mean_daily_paise == books.consumer("1001").mean_daily_paise
    assert row.since is not None


@pytest.fixture
def charged_and_owing(ruled, form, read):
    """One who owes after a June of reads, paid fifty rupees and has a debt from before."""
    ruled.take_on([form("1001", opening_balance=Money.rupees(100))], ACTOR)
    reads = [read(day, f"{100 + day * 9}") for day in range(31)]
    ruled.take_reads(reads, ReadSource.FILE, ACTOR)
    ruled.run_days(date(2025, 6, 30), ACTOR, silent, first=date(2025, 6, 1))
    by_hand_terms = ArrearTerms(ArrearKind.BY_HAND)
    ruled.arrears.plan(
        ArrearWish("1001", Money.rupees(5_000), by_hand_terms, TODAY, "from before"), ACTOR
    )
    ruled.recharge(RechargeOrder.of("a", "1001", Money.rupees(50), Tender.CASH), ACTOR)
    return ruled


def test_a_notice_tells_how_the_balance_came_below_zero(charged_and_owing):
    books = charged_and_owing
    balance = books.consumer("1001").balance

    batch = books.defaulters.notices(DefaulterQuery(), silent)

    (notice,) = batch.notices
    assert notice.balance == notice.dues.balance == balance
    assert notice.dues.before >= ZERO
    assert notice.dues.paid == Money(50_00)
    assert notice.dues.charged.paise > 0
    assert notice.dues.other == ZERO
    assert notice.to_pay == Money(100_00) - balance
    assert notice.part_to_pay is None
    assert notice.within_minutes == 120
    assert notice.code == ""
    assert batch.due == -balance
    assert batch.policy == POLICY["title"]
    assert batch.anchor == str(books.anchor())


def test_a_notice_has_a_code_where_the_office_takes_upi(charged_and_owing):
    books = charged_and_owing
    books.safekeeping.change_setting("upi.address", "pat1@sbi", ACTOR)

    (notice,) = books.defaulters.notices(DefaulterQuery(), silent).notices

    rupees, paise = divmod(notice.to_pay.paise, 100)
    assert notice.code.startswith("upi://pay?pa=pat1@sbi&pn=Patna-1&tr=1001-20261122")
    assert f"am={rupees}.{paise:02}&cu=INR" in notice.code


def test_part_of_what_was_owed_at_the_cut_is_offered_once(ruled, form, engine):
    owing(ruled, form, ["600", "600", "600"])
    ids = [ruled.consumer(number).id for number in ("2000", "2001", "2002")]
    office = ruled.office.id
    for number in ("2000", "2001", "2002"):
        ruled.change_consumer([Change(number, TODAY, "supply_state", "disconnected")], ACTOR)
    by_hand(
        engine,
        *(
            "INSERT INTO supply_order SELECT :office, 'o' || m.id, 'disconnect',"
            " 'LOW_PREPAID_BALANCE', 0, :consumer, m.id, 'asha', 'desk', 1, 1, 2, 'done', 'j', '',"
            " -50000, NULL, NULL, 'api', '', '', '', '', 0, NULL, NULL, NULL, NULL, 0, NULL, NULL,"
            " '', '' FROM meter m WHERE m.serial = 'M2000'".replace(":office", str(office))
            .replace(":consumer", str(consumer))
            .replace("M2000", f"M200{place}")
            for place, consumer in enumerate(ids[:2])
        ),
        f"INSERT INTO part_payment VALUES ({office}, {ids[1]}, {2**41}, 1000, 500, 20000, 'R')",
    )

    notices = ruled.defaulters.notices(DefaulterQuery(), silent).notices

    told = {notice.number: notice.part_to_pay for notice in notices}
    # Half of 500 is to be paid since the cut, and meanwhile 100 more are owed.
    assert told == {"2000": Money.rupees(350), "2001": None, "2002": None}
    assert {notice.stand for notice in notices} == {Stand.OFF}


def test_filters_of_place_and_words_leave_exactly_those(ruled, form, list_of):
    owing(ruled, form, ["500", "600"], feeder="F1", dtr="D1")
    ruled.take_on(
        [form("4001", name="Sunita Devi", feeder="F2", opening_balance=Money.rupees(-7))], ACTOR
    )

    assert numbers_of(list_of(feeders=("F2",))) == ["4001"]
    assert numbers_of(list_of(dtrs=("D1",))) == ["2001", "2000"]
    assert numbers_of(list_of(text="sunita")) == ["4001"]
    assert numbers_of(list_of(numbers=("2001", "4001"))) == ["2001", "4001"]
    assert list_of().by_place == {
        ("F1", "D1"): (2, Money(1_100_00)),
        ("F2", ""): (1, Money(7_00)),
    }


def test_an_auditor_sees_neither_mobile_nor_address(ruled, form):
    owing(ruled, form, ["500"], mobile="9999000001", address="House 12")
    seen = ruled.seen_by(Role.AUDITOR)

    (row,) = seen.defaulters.list(DefaulterQuery(), silent).rows
    (notice,) = seen.defaulters.notices(DefaulterQuery(), silent).notices

    assert row.mobile == "••••••••01"
    assert "House" not in row.address + notice.address


def test_whose_supply_has_ended_is_owed_and_told_by_no_notice(ruled, form, list_of):
    (number,) = owing(ruled, form, ["500"])
    ruled.change_consumer([Change(number, TODAY, "supply_state", "closed")], ACTOR)

    (row,) = list_of().rows

    assert row.is_closed
    assert row.reasons == ()
    assert not row.may_be_cut
    assert not ruled.defaulters.notices(DefaulterQuery(), silent).notices


def test_an_empty_office_has_empty_lists(books, list_of):
    for kind in ListKind:
        found = list_of(kind=kind)

        assert (list(found.rows), found.due) == ([], ZERO)


def test_a_list_narrowed_on_the_screen_is_what_the_books_would_find(ruled, form, list_of, engine):
    owing(ruled, form, ["500", "1600", "7000"], feeder="F1", dtr="D1")
    ruled.take_on(
        [form("4001", name="Sunita Devi", feeder="F2", opening_balance=Money.rupees(-7))], ACTOR
    )
    since(engine, ruled, "2001", TODAY - timedelta(days=20))
    whole = list_of()

    for asked in (
        {"band": 1},
        {"age": 2},
        {"feeders": ("F1",), "band": 2},
        {"dtrs": ("",)},
        {"reasons": (Reason.EMERGENCY_CREDIT,)},
        {"statuses": (Status.TO_BE_DISCONNECTED, Status.HELD)},
        {"is_free": True},
        {"text": "DEVI sun"},
        {"numbers": ("2000",)},
    ):
        query = DefaulterQuery(**asked)

        assert narrowed(whole, query) == list_of(**asked)
        assert query.has_filters
