"""Arrears in the books: booked, paid a day at a time or of recharges, given back, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.approval import ApprovalState
from domain.arrears import (
    ArrearEnding,
    ArrearKind,
    ArrearState,
    ArrearTerms,
    ArrearWish,
)
from domain.audit import AuditQuery
from domain.calendar import days_from, end_of
from domain.consumer import Change
from domain.credit import days_left
from domain.errors import ConsumerIsClosed, ConsumerNotFound, FieldOutOfRange
from domain.errors_of_counter import ArrearsRunning, NoArrears
from domain.errors_of_trust import ApprovalNeeded, MakerIsChecker, NotAllowed
from domain.head import Head, HeadLine
from domain.ledger import EntryKind
from domain.money import ZERO, Money
from domain.office import Actor, Channel
from domain.progress import Cancelled, silent
from domain.recharge import RechargeOrder
from domain.staff import Act, NewMember, Role
from domain.tender import Tender, TenderLine
from resources.texts import Texts
from storage.passwords import Argon2Passwords
from tests.storage.conftest import ACTOR, by_hand
from ui.audit_words import change_in_short

#: Counter 0 takes money without a shift.
DESK = replace(ACTOR, counter=0)
DAILY = ArrearTerms(ArrearKind.DAILY, instalments=300)
PERCENT = ArrearTerms(ArrearKind.PERCENT, percent=20_00)
BY_HAND = ArrearTerms(ArrearKind.BY_HAND)
WHY = "from the postpaid ledger, page 12"
PASSWORD = "monsoon-42"
#: One more payment of a rupee, by nobody.
ADDED = (
    "INSERT INTO arrear_entry SELECT office_id, arrear_id, 6, kind, business_day, -100,"
    " rest_after_paise - 100, document, entry_seq FROM arrear_entry WHERE seq = 5"
)


def wish(books, terms=DAILY, rupees=5000, number="1001", starts_on=None):
    amount = Money.rupees(rupees)
    return ArrearWish(number, amount, terms, starts_on or books.today(), WHY)


def order(id_, rupees, number="1001", head=Head.RECHARGE):
    amount = Money.rupees(rupees)
    return RechargeOrder(id_, number, (HeadLine(head, amount),), (TenderLine(Tender.CASH, amount),))


def wait_days(books, clock, days):
    """Let days pass and charge them all, the last one yesterday."""
    clock.set_to(end_of(books.today() + timedelta(days=days - 1)) + timedelta(hours=10))
    return books.run_days(books.today() - timedelta(days=1), ACTOR, silent)


def told(books, number="1001"):
    """Return the movements of a consumer's arrears, oldest first: kind, paise, rest."""
    return [
        (move.kind.value, move.amount.paise, move.rest_after.paise)
        for move in reversed(books.arrears.moves(number, 5_000))
    ]


@pytest.fixture
def supplied(books, form):
    """An office that supplies two consumers since today, with 1,000 and nothing in the wallet."""
    today = books.today()
    forms = [
        form("1001", connected_on=today),
        form("1002", connected_on=today, opening_balance=ZERO),
    ]
    assert books.take_on(forms, ACTOR).accepted == 2
    return books


def test_a_debt_is_booked_beside_the_wallet(supplied):
    plan = supplied.arrears.plan(wish(supplied), ACTOR)

    assert plan.rest == plan.amount == Money.rupees(5000)
    assert (plan.state, plan.terms, plan.reason) == (ArrearState.LIVE, DAILY, WHY)
    assert (plan.starts_on, plan.booked_by) == (supplied.today(), "asha")
    assert supplied.arrears.live_of("1001") == plan
    assert supplied.arrears.live_of("1002") is None
    assert supplied.consumer("1001").balance == Money.rupees(1000)
    assert told(supplied) == [("booked", 5000_00, 5000_00)]
    assert supplied.check(silent) == []


def test_each_day_that_is_charged_takes_one_instalment(supplied, clock):
    supplied.arrears.plan(wish(supplied), ACTOR)
    before = supplied.consumer("1001").balance

    wait_days(supplied, clock, 3)
    wait_days(supplied, clock, 1)
    supplied.run_days(supplied.today() - timedelta(days=1), ACTOR, silent)

    rows = supplied.ledger("1001")
    charged = sum(row.amount.paise for row in rows if row.kind is EntryKind.DAILY_CHARGE)
    taken = [row for row in rows if row.kind is EntryKind.ARREAR_INSTALMENT]
    assert [row.amount.paise for row in taken] == [-16_67] * 4
    assert len({row.business_date for row in taken}) == 4
    assert supplied.consumer("1001").balance.paise == before.paise + charged - 4 * 16_67
    assert supplied.arrears.live_of("1001").rest == Money(5000_00 - 4 * 16_67)
    assert supplied.arrears.live_of("1001").instalments_paid == 4
    assert supplied.check(silent) == []


def test_a_run_that_was_cancelled_and_finished_takes_each_instalment_once(supplied, clock):
    first = supplied.today()
    supplied.arrears.plan(wish(supplied), ACTOR)
    clock.set_to(end_of(first + timedelta(days=5)) + timedelta(hours=10))
    yesterday = supplied.today() - timedelta(days=1)

    def cancel_half_way(step):
        if 2 * step.done >= step.total:
            raise Cancelled

    with pytest.raises(Cancelled):
        supplied.run_days(yesterday, ACTOR, cancel_half_way)
    half = len(supplied.arrears.moves("1001")) - 1
    supplied.run_days(yesterday, ACTOR, silent)

    assert 0 < half < 6
    days = [move.day for move in supplied.arrears.moves("1001")[:-1]]
    assert days[::-1] == list(days_from(first, yesterday))
    assert supplied.check(silent) == []


def test_a_balance_lasts_so_much_shorter_as_an_instalment_is_taken_each_day(supplied, clock):
    wait_days(supplied, clock, 1)
    before = supplied.consumer("1001").mean_daily_paise
    supplied.arrears.plan(wish(supplied), ACTOR)

    assert supplied.consumer("1001").mean_daily_paise == before + 16_67
    [row] = supplied.consumer_rows([supplied.consumer("1001").id]).values()
    assert row.days_left == days_left(row.balance, before + 16_67)


@pytest.mark.only_on("sqlite", "300 days charged one by one; shorter plans run on both")
def test_five_thousand_is_paid_off_in_300_days_to_the_paisa(supplied, clock):
    supplied.arrears.plan(wish(supplied), ACTOR)

    wait_days(supplied, clock, 302)

    moves = [paise for kind, paise, _ in told(supplied) if kind == "instalment"]
    assert moves == [-16_67] * 299 + [-15_67]
    [plan] = supplied.arrears.of_consumer("1001")
    assert (plan.rest, plan.state) == (ZERO, ArrearState.SETTLED)
    assert plan.instalments_paid == 300
    assert supplied.arrears.live_of("1001") is None
    assert supplied.check(silent) == []


def test_days_that_were_left_open_take_their_instalments_when_they_are_charged(supplied, clock):
    first = supplied.today()
    supplied.arrears.plan(wish(supplied, starts_on=first + timedelta(days=2)), ACTOR)
    supplied.arrears.plan(wish(supplied, rupees=90, number="1002"), ACTOR)

    wait_days(supplied, clock, 5)

    begun = [move.day for move in supplied.arrears.moves("1001")[:-1]]
    days = list(days_from(first, first + timedelta(days=4)))
    assert begun[::-1] == days[2:]
    assert [move.day for move in supplied.arrears.moves("1002")[:-1]][::-1] == days
    assert supplied.consumer("1002").balance < ZERO
    assert supplied.consumer("1002").negative_since == first
    assert supplied.check(silent) == []


def test_the_sheet_carries_the_instalment_beside_the_charge(supplied, clock):
    day = supplied.today()
    supplied.arrears.plan(wish(supplied), ACTOR)
    supplied.recharge(order("o1", 200), DESK)
    wait_days(supplied, clock, 1)

    sheet = supplied.billing_sheet(day, "asha").columns

    [first, second] = range(2)
    for row in (first, second):
        moved = sheet.recharges_paise[row] + sheet.other_paise[row] - sheet.total_paise[row]
        assert sheet.closing_paise[row] == sheet.opening_paise[row] + moved
    assert sheet.recharges_paise[first] == 200_00
    assert sheet.other_paise == (-16_67, 0)
    assert sheet.closing_paise[first] == supplied.consumer("1001").balance.paise


def test_an_instalment_that_drives_a_balance_below_zero_says_since_when(supplied, clock):
    first = supplied.today()
    one = ArrearTerms(ArrearKind.DAILY, instalments=1)
    supplied.arrears.plan(wish(supplied, one), ACTOR)

    wait_days(supplied, clock, 2)

    consumer = supplied.consumer("1001")
    assert consumer.balance < ZERO
    assert consumer.negative_since == first
    assert supplied.arrears.of_consumer("1001")[0].state is ArrearState.SETTLED
    assert supplied.check(silent) == []


def test_a_closed_supply_pays_no_more_instalments(supplied, clock):
    supplied.arrears.plan(wish(supplied), ACTOR)
    wait_days(supplied, clock, 2)
    change = Change("1001", supplied.today(), "supply_state", "closed")
    supplied.change_consumer([change], ACTOR)

    wait_days(supplied, clock, 3)

    assert supplied.arrears.live_of("1001").instalments_paid == 2
    assert supplied.check(silent) == []


def test_a_percentage_of_each_recharge_pays_the_debt_and_never_more(supplied):
    supplied.arrears.plan(wish(supplied, PERCENT, 150), ACTOR)

    first = supplied.recharge(order("o1", 500), DESK)
    second = supplied.recharge(order("o2", 600), DESK)
    third = supplied.recharge(order("o3", 700), DESK)

    shares = [receipt.to_arrears for receipt in (first, second, third)]
    assert shares == [Money.rupees(100), Money.rupees(50), ZERO]
    assert second.to_wallet == Money.rupees(550)
    [plan] = supplied.arrears.of_consumer("1001")
    assert (plan.rest, plan.state) == (ZERO, ArrearState.SETTLED)
    assert supplied.check(silent) == []


def test_what_is_paid_by_hand_shortens_a_daily_plan(supplied, clock):
    supplied.arrears.plan(wish(supplied), ACTOR)
    supplied.recharge(order("o1", 4980, head=Head.ARREARS), DESK)

    wait_days(supplied, clock, 3)

    assert [paise for _, paise, _ in told(supplied)][1:] == [-4980_00, -16_67, -3_33]
    assert supplied.arrears.live_of("1001") is None
    assert supplied.check(silent) == []


def test_a_receipt_that_is_cancelled_gives_back_what_it_paid(supplied):
    supplied.arrears.plan(wish(supplied, PERCENT, 100), ACTOR)
    receipt = supplied.recharge(order("o1", 500), DESK)
    assert supplied.arrears.live_of("1001") is None

    supplied.reversals.cancel(receipt.number, "wrong amount", ACTOR)

    plan = supplied.arrears.live_of("1001")
    assert plan.rest == Money.rupees(100)
    kinds = [kind for kind, _, _ in told(supplied)]
    assert kinds == ["booked", "receipt", "cancelled"]
    assert supplied.check(silent) == []


def test_what_is_given_back_to_a_debt_that_is_over_falls_to_the_plan_that_runs(supplied):
    first = supplied.arrears.plan(wish(supplied, PERCENT, 100), ACTOR)
    receipt = supplied.recharge(order("o1", 500), DESK)
    second = supplied.arrears.plan(wish(supplied, BY_HAND, 70), ACTOR)

    supplied.reversals.cancel(receipt.number, "wrong amount", ACTOR)

    plans = {plan.id: plan for plan in supplied.arrears.of_consumer("1001")}
    assert plans[first.id].state is ArrearState.SETTLED
    assert plans[second.id].rest == Money.rupees(170)
    assert supplied.check(silent) == []


def test_a_plan_that_is_ended_is_written_off_and_another_may_follow(supplied, clock):
    supplied.arrears.plan(wish(supplied), ACTOR)
    wait_days(supplied, clock, 2)

    ended = supplied.arrears.end(ArrearEnding("1001", "court order 7/2026"), ACTOR)
    again = supplied.arrears.plan(wish(supplied, rupees=300), ACTOR)
    wait_days(supplied, clock, 2)

    assert (ended.rest, ended.state) == (ZERO, ArrearState.ENDED)
    assert [plan.state for plan in supplied.arrears.of_consumer("1001")] == [
        *(ArrearState.LIVE, ArrearState.ENDED),
    ]
    assert supplied.arrears.live_of("1001").rest == Money(300_00 - 2 * 1_00)
    assert [move.plan_id for move in supplied.arrears.moves("1001")[:3]] == [again.id] * 3
    assert supplied.check(silent) == []


def test_a_consumer_has_one_running_plan(supplied):
    supplied.arrears.plan(wish(supplied), ACTOR)

    with pytest.raises(ArrearsRunning):
        supplied.arrears.plan(wish(supplied, PERCENT), ACTOR)


def test_what_cannot_be_booked_is_refused(supplied):
    yesterday, later = (supplied.today() + timedelta(days=days) for days in (-1, 1))
    change = Change("1002", supplied.today(), "supply_state", "closed")
    supplied.change_consumer([change], ACTOR)

    with pytest.raises(FieldOutOfRange):
        supplied.arrears.plan(wish(supplied, starts_on=yesterday), ACTOR)
    with pytest.raises(FieldOutOfRange):
        supplied.arrears.plan(wish(supplied, PERCENT, starts_on=later), ACTOR)
    with pytest.raises(ConsumerIsClosed):
        supplied.arrears.plan(wish(supplied, number="1002"), ACTOR)
    with pytest.raises(ConsumerNotFound):
        supplied.arrears.plan(wish(supplied, number="9999"), ACTOR)
    with pytest.raises(NoArrears):
        supplied.arrears.end(ArrearEnding("1001", WHY), ACTOR)
    with pytest.raises(ConsumerNotFound):
        supplied.arrears.live_of("9999")
    assert supplied.arrears.moves("1001") == []


# Two persons


@pytest.fixture
def staffed(supplied):
    """The same office with an administrator, two supervisors and a clerk."""
    trust = supplied.trust
    trust.passwords = Argon2Passwords(is_quick=True)
    trust.make_first_administrator(
        NewMember("sita", "Sita Devi", Role.ADMINISTRATOR, 1), PASSWORD, ACTOR
    )
    for name, role in (
        ("meena", Role.SUPERVISOR),
        ("anil", Role.SUPERVISOR),
        ("ravi", Role.CLERK),
    ):
        trust.add_member(NewMember(name, name.title(), role, 2), PASSWORD, as_("sita"))
        trust.change_password(PASSWORD, own_password(name), as_(name))
    return supplied


def as_(name):
    return Actor(name, Channel.DESK, counter=2)


def own_password(name):
    return f"{PASSWORD}-{name[::-1]}"


def test_where_there_is_staff_two_persons_plan_arrears(staffed):
    asked = staffed.arrears.ask_plan(wish(staffed), as_("meena"))

    assert staffed.arrears.live_of("1001") is None
    with pytest.raises(MakerIsChecker):
        staffed.trust.approve(asked.id, "", own_password("meena"), as_("meena"))
    decided = staffed.trust.approve(asked.id, "seen", own_password("anil"), as_("anil"))

    assert decided.state is ApprovalState.APPROVED
    plan = staffed.arrears.live_of("1001")
    assert (plan.amount, plan.terms, plan.booked_by) == (Money.rupees(5000), DAILY, "anil")
    assert staffed.check(silent) == []


def test_the_audit_log_tells_what_was_planned_and_written_off(supplied):
    supplied.arrears.plan(wish(supplied), ACTOR)
    supplied.arrears.end(ArrearEnding("1001", "court order 7/2026"), ACTOR)

    ended, planned = (
        row
        for row in supplied.trust.audit_log(AuditQuery(consumer_number="1001"), ACTOR)
        if row.act == Act.PLAN_ARREARS
    )
    words = Texts("en")
    assert change_in_short(planned, words) == (
        "amount ₹5,000.00; number of instalments 300; plan Daily instalments; first day 22 Nov 2026"
    )
    assert (ended.reason, change_in_short(ended, words)) == (
        "court order 7/2026",
        "written off ₹5,000.00",
    )


def test_two_persons_end_a_plan(staffed):
    asked = staffed.arrears.ask_plan(wish(staffed), as_("meena"))
    staffed.trust.approve(asked.id, "", own_password("anil"), as_("anil"))

    asked = staffed.arrears.ask_end(ArrearEnding("1001", "court order"), as_("anil"))
    staffed.trust.approve(asked.id, "", own_password("meena"), as_("meena"))

    assert staffed.arrears.of_consumer("1001")[0].state is ArrearState.ENDED
    assert staffed.check(silent) == []


def test_a_plan_approved_after_its_first_day_begins_on_the_day_of_the_approval(staffed, clock):
    asked = staffed.arrears.ask_plan(wish(staffed), as_("meena"))
    clock.pass_time(timedelta(days=2))

    staffed.trust.approve(asked.id, "", own_password("anil"), as_("anil"))

    assert staffed.arrears.live_of("1001").starts_on == staffed.today()


def test_a_request_that_the_rules_refuse_by_now_waits_on(staffed):
    first = staffed.arrears.ask_plan(wish(staffed), as_("meena"))
    second = staffed.arrears.ask_plan(wish(staffed, PERCENT), as_("meena"))
    staffed.trust.approve(first.id, "", own_password("anil"), as_("anil"))

    with pytest.raises(ArrearsRunning):
        staffed.trust.approve(second.id, "", own_password("anil"), as_("anil"))

    assert staffed.trust.approval(second.id).state is ApprovalState.WAITING


def test_nobody_plans_alone_where_there_is_staff(staffed):
    with pytest.raises(ApprovalNeeded):
        staffed.arrears.plan(wish(staffed), as_("meena"))
    with pytest.raises(ApprovalNeeded):
        staffed.arrears.end(ArrearEnding("1001", WHY), as_("meena"))
    with pytest.raises(NotAllowed):
        staffed.arrears.ask_plan(wish(staffed), as_("ravi"))
    with pytest.raises(NoArrears):
        staffed.arrears.ask_end(ArrearEnding("1001", WHY), as_("meena"))


# Changed by hand


@pytest.fixture
def lived(supplied, clock):
    """An office in which a debt was booked, paid from by three days and a receipt."""
    supplied.arrears.plan(wish(supplied), ACTOR)
    supplied.recharge(order("o1", 100, head=Head.ARREARS), DESK)
    wait_days(supplied, clock, 3)
    assert supplied.check(silent) == []
    return supplied


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE arrear SET rest_paise = rest_paise - 100", "arrears_differ"),
        ("UPDATE arrear SET rest_paise = 0, state = 'settled'", "arrears_differ"),
        ("UPDATE arrear SET instalments_paid = 300", "arrears_differ"),
        ("UPDATE arrear SET amount_paise = 600000", "row_changed"),
        ("UPDATE arrear SET instalments = 3000", "row_changed"),
        ("UPDATE arrear SET kind = 'by_hand'", "row_changed"),
        ("UPDATE arrear SET reason = 'none'", "row_changed"),
        ("UPDATE arrear SET starts_day = starts_day + 30", "row_changed"),
        ("UPDATE arrear_entry SET amount_paise = -1 WHERE seq = 3", "arrears_differ"),
        ("UPDATE arrear_entry SET rest_after_paise = 1 WHERE seq = 3", "arrears_differ"),
        ("UPDATE arrear_entry SET document = 'x' WHERE seq = 3", "rows_differ"),
        ("UPDATE arrear_entry SET kind = 'receipt' WHERE seq = 3", "instalment_differs"),
        ("UPDATE arrear_entry SET entry_seq = 1 WHERE seq = 3", "arrears_not_as_posted"),
        ("DELETE FROM arrear_entry WHERE seq = 3", "arrears_differ"),
        ("DELETE FROM arrear_entry", "arrears_differ"),
        (ADDED, "arrears_not_as_posted"),
        ("DELETE FROM arrear", "row_missing"),
    ],
)
def test_arrears_changed_by_hand_are_named(lived, engine, statement, code):
    assert by_hand(engine, statement) > 0

    found = lived.check(silent)

    assert code in {problem.code for problem in found}, found


def test_a_debt_wholly_rewritten_is_told_by_its_seal_and_by_the_ledger(lived, engine):
    by_hand(
        engine,
        "UPDATE arrear_entry SET amount_paise = -200000, rest_after_paise = rest_after_paise"
        " - 190000 WHERE seq = 2",
        "UPDATE arrear_entry SET rest_after_paise = rest_after_paise - 190000 WHERE seq > 2",
        "UPDATE arrear SET rest_paise = rest_paise - 190000",
    )

    codes = {problem.code for problem in lived.check(silent)}

    assert {"rows_differ", "arrears_not_as_posted", "arrears_account_differs"} <= codes


def test_a_quick_check_sees_where_debts_and_their_account_stand(lived, engine):
    lived.check(silent, actor=ACTOR)
    by_hand(engine, "UPDATE arrear SET rest_paise = rest_paise - 100")

    codes = {problem.code for problem in lived.check(silent, quick=True)}

    assert {"arrears_differ", "arrears_account_differs"} <= codes
