"""Registers of a day at two counters: each adds up to what the ledger says by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.arrears import ArrearEnding, ArrearKind, ArrearTerms, ArrearWish
from domain.audit import AuditQuery
from domain.errors import ConsumerNotFound
from domain.errors_of_trust import NotAllowed
from domain.head import Head, HeadLine
from domain.money import Money
from domain.office import Actor, Channel
from domain.recharge import RechargeOrder
from domain.register import GroupBy, RegisterKind, RegisterQuery
from domain.shift import CashCount, DrawerMoveKind
from domain.staff import NewMember, Role
from domain.tender import Tender, TenderLine
from storage.passwords import Argon2Passwords
from tests.storage.conftest import by_hand

TODAY = date(2026, 11, 22)
#: At counters 3 and 1, and at counter 0 by command; the shift at counter 2 has no receipt.
ASHA = Actor("asha", Channel.DESK, counter=3)
RAVI = Actor("ravi", Channel.DESK, counter=1)
GATEWAY = Actor("system", Channel.SYSTEM, counter=0)
HOSTILE = '=HYPERLINK("x")<b>\'रामेश्वर'
PASSWORD = "monsoon-42"
KINDS = [kind for kind in RegisterKind if kind is not RegisterKind.RECEIPTS_OF_CONSUMER]


def rupees(amount: int) -> Money:
    return Money.rupees(amount)


def cash(amount: int) -> TenderLine:
    return TenderLine(Tender.CASH, rupees(amount))


def upi(amount: int, reference: str) -> TenderLine:
    return TenderLine(Tender.UPI, rupees(amount), reference)


def cheque(amount: int, number: str) -> TenderLine:
    return TenderLine(Tender.CHEQUE, rupees(amount), number, "SBI Patna", TODAY)


def paid(head: Head, amount: int, note: str = "") -> HeadLine:
    return HeadLine(head, rupees(amount), note)


@pytest.fixture
def take(books):
    """Take a payment by some consumer for some heads in some tenders."""
    taken: list[str] = []

    def post(number, heads, tenders, actor=ASHA):
        order = RechargeOrder(f"o{len(taken)}", number, tuple(heads), tuple(tenders))
        taken.append(order.id)
        return books.recharge(order, actor, although_similar=True)

    return post


@pytest.fixture
def look(books):
    """Look at a register of today, or of other days."""

    def see(kind=RegisterKind.COLLECTION, since=TODAY, until=TODAY, **filters):
        return books.registers.register(RegisterQuery(kind, since, until, **filters), ASHA)

    return see


@pytest.fixture
def day(books, form, take, clock):
    """A day with everything that can happen at a counter; what is in it stands in each test."""
    books.take_on(
        [form("1001", name=HOSTILE), form("1002"), form("1003", opening_balance=rupees(0))], ASHA
    )
    terms = ArrearTerms(ArrearKind.PERCENT, percent=20_00)
    books.arrears.plan(ArrearWish("1003", rupees(5000), terms, TODAY, "from before"), ASHA)
    shift = books.counter.open_shift(CashCount.of({100: 5, 10: 10}), ASHA)
    books.counter.open_shift(CashCount.of({100: 2}), RAVI)
    recharge = Head.RECHARGE
    wrong = take("1001", [paid(recharge, 500)], [cash(500)])
    clock.pass_time(timedelta(minutes=1))
    mixed = take(
        "1002",
        [paid(recharge, 700), paid(Head.DEPOSIT, 300)],
        [cash(400), upi(600, "UPI-77")],
    )
    take("1002", [paid(Head.OTHER, 150, "New seal")], [cash(150)], RAVI)
    bounced = take("1001", [paid(recharge, 900)], [cheque(900, "000123")])
    take("1001", [paid(recharge, 250)], [cheque(250, "000124")], RAVI)
    take("1003", [paid(recharge, 1000)], [cash(1000)], RAVI)
    take("1001", [paid(recharge, 80)], [TenderLine(Tender.CARD, rupees(80), "C9")], GATEWAY)
    clock.pass_time(timedelta(minutes=1))
    books.reversals.cancel(wrong.number, "typed wrong", ASHA)
    books.reversals.transfer(mixed.number, "1003", "neighbour's number", ASHA)
    books.counter.move_cash(DrawerMoveKind.PAY_OUT, rupees(50), "Tea stall", "tea", ASHA)
    books.counter.move_cash(DrawerMoveKind.DROP, rupees(100), "", "to the safe", ASHA)
    for _print in range(3):
        books.confirm_print(mixed.number, ASHA)
    books.counter.close_shift(shift.id, CashCount.of({100: 8, 20: 2}), "ten rupees short", "", ASHA)
    deposit = books.counter.day_end(3, TODAY, ASHA).to_deposit
    books.counter.close_day(3, TODAY, CashCount.in_fewest(deposit), ASHA)
    books.reversals.dishonour(bounced.number, 1, "Funds insufficient", rupees(250), ASHA)
    return books


def column(register, key):
    """Return the cells of a column."""
    place = [column.key for column in register.columns].index(key)
    return [row[place] for row in register.rows]


def test_a_collection_has_a_line_for_each_part_of_a_receipt(day, look):
    register = look()

    lines = list(
        zip(
            *(column(register, key) for key in ("consumer", "tender", "taken", "undone", "state")),
            strict=True,
        )
    )
    assert lines[0] == ("1001", "cash", 500_00, 500_00, "cancelled")
    assert ("1002", "cash", 400_00, 0, "") in lines
    assert ("1002", "upi", 600_00, 0, "") in lines
    assert ("1002", "transfer", 0, 1000_00, "transferred") in lines
    assert ("1003", "transfer", 1000_00, 0, "") in lines
    assert HOSTILE in column(register, "name")


def test_a_collection_is_what_the_ledger_says_tender_by_tender(day, look):
    register = look()

    assert [(line.key, line.register, line.ledger) for line in register.controls] == [
        ("collected", 3380_00, 3380_00),
        ("cash", 1550_00, 1550_00),
        ("upi_clearing", 600_00, 600_00),
        ("card_clearing", 80_00, 80_00),
        ("cheque_clearing", 1150_00, 1150_00),
    ]
    assert register.totals == {"taken": 4880_00, "undone": 1500_00}


@pytest.mark.parametrize("group", [group for group in GroupBy if group])
def test_a_collection_adds_up_to_the_same_by_whatever_it_is_grouped(day, look, group):
    register = look(group_by=group)

    assert register.totals["net"] == 3380_00
    assert register.agrees


def test_a_collection_of_counters_says_each_tender(day, look):
    register = look(group_by=GroupBy.COUNTER)

    assert column(register, "counter") == [0, 1, 3]
    assert column(register, "receipts") == [2, 3, 3]
    assert column(register, "of_cash") == [0, 1150_00, 400_00]
    assert column(register, "of_transfer") == [0, 0, 0]
    assert column(register, "net") == [80_00, 1400_00, 1900_00]


def test_a_collection_by_head_says_where_the_money_went(day, look):
    register = look(group_by=GroupBy.HEAD)

    assert dict(zip(column(register, "head"), column(register, "net"), strict=True)) == {
        # A fifth of 1,000 and of the 700 that were transferred is paid for arrears.
        "recharge": 250_00 + 900_00 + 80_00 + 1000_00 - 200_00 + 700_00 - 140_00,
        "arrears": 200_00 + 140_00,
        "security_deposit": 300_00,
        "other": 150_00,
    }


@pytest.mark.parametrize(
    ("filters", "net"),
    [
        ({"counter": 0}, 80_00),
        ({"counter": 1}, 1400_00),
        ({"by": "asha"}, 1900_00),
        ({"by": "ravi", "counter": 1}, 1400_00),
        ({"tender": "cash"}, 1550_00),
        ({"tender": "cash", "by": "asha"}, 400_00),
        ({"tender": "cheque"}, 1150_00),
        ({"head": "other"}, 150_00),
        ({"head": "security_deposit", "counter": 3}, 300_00),
    ],
)
def test_what_a_collection_is_narrowed_down_to_agrees_with_the_ledger(day, look, filters, net):
    register = look(**filters)

    assert register.totals["taken"] - register.totals["undone"] == net
    assert register.controls[0].ledger == net
    assert register.agrees


def test_a_cash_closing_leads_from_the_float_to_the_bank(day, look):
    register = look(RegisterKind.CASH_CLOSING)

    first = dict(zip([c.key for c in register.columns], register.rows[-1], strict=True))
    assert first["opened_by"] == "asha"
    assert [first[key] for key in ("opening_float", "cash_taken", "given_back")] == [
        *(600_00, 900_00, 500_00)
    ]
    assert [first[key] for key in ("paid_out", "dropped", "expected", "counted", "difference")] == [
        *(50_00, 100_00, 850_00, 840_00, -10_00)
    ]
    assert (first["n100"], first["n20"], first["n500"]) == (8, 2, None)
    assert [(line.key, line.register, line.ledger) for line in register.controls] == [
        ("cash_collected", 1550_00, 1550_00),
        ("cash_deposited", 340_00, 340_00),
        ("short_or_over", -10_00, -10_00),
        ("paid_out", 50_00, 50_00),
    ]


def test_an_open_shift_is_expected_to_hold_its_cash_and_is_not_counted(day, look):
    register = look(RegisterKind.CASH_CLOSING, counter=1)

    assert column(register, "expected") == [1350_00]
    assert column(register, "counted") == [None]
    assert register.agrees


def test_a_day_book_has_every_posting_and_debit_is_credit(day, look):
    register = look(RegisterKind.DAY_BOOK)

    assert register.totals["debit"] == register.totals["credit"] > 0
    assert {"recharge", "cancellation", "transfer", "dishonour", "pay_out", "deposit_slip"} <= set(
        column(register, "entry")
    )
    assert register.agrees


def test_cheques_are_told_with_their_state_and_the_open_ones_lie_in_clearing(day, look):
    register = look(RegisterKind.CHEQUES)

    assert list(
        zip(column(register, "reference"), column(register, "cheque_state"), strict=True)
    ) == [("000123", "dishonoured"), ("000124", "received")]
    assert [(line.key, line.ledger) for line in register.controls] == [
        ("cheques_taken", 1150_00),
        ("cheques_open", 250_00),
    ]
    assert register.agrees


def test_duplicates_have_their_numbers_and_the_first_print_is_none(day, look):
    register = look(RegisterKind.DUPLICATES)

    assert column(register, "copy") == [1, 2]
    assert [(line.register, line.ledger) for line in register.controls] == [(1000_00, 1000_00)]


def test_cancellations_say_who_and_why(day, look):
    register = look(RegisterKind.CANCELLATIONS)

    assert column(register, "undone_as") == ["cancelled", "transferred"]
    assert column(register, "reason") == ["typed wrong", "neighbour's number"]
    assert [(line.key, line.ledger) for line in register.controls] == [
        ("cancelled", 500_00),
        ("transferred", 1000_00),
    ]
    assert register.agrees


def test_a_dishonoured_cheque_has_its_fee(day, look):
    register = look(RegisterKind.DISHONOURS)

    assert column(register, "bank") == ["SBI Patna"]
    assert column(register, "fee") == [250_00]
    assert [line.ledger for line in register.controls] == [900_00, 250_00]
    assert register.agrees


def test_plans_of_arrears_say_what_was_owed_paid_and_is_left(day, look, clock):
    clock.pass_time(timedelta(days=1))
    day.arrears.end(ArrearEnding("1003", "waived"), ASHA)
    tomorrow = TODAY + timedelta(days=1)

    then, later = (look(RegisterKind.ARREAR_PLANS, since=on, until=on) for on in (TODAY, tomorrow))

    assert [column(then, key) for key in ("owed_before", "booked", "paid", "rest")] == [
        *([0], [5000_00], [340_00], [4660_00])
    ]
    assert [column(later, key) for key in ("owed_before", "paid", "ended", "rest")] == [
        *([4660_00], [0], [4660_00], [0])
    ]
    assert then.agrees
    assert later.agrees


def test_receipts_of_a_consumer_are_what_the_wallet_says(day, look):
    register = look(RegisterKind.RECEIPTS_OF_CONSUMER, consumer_number="1001")

    assert column(register, "amount") == [500_00, 900_00, 250_00, 80_00]
    assert column(register, "state") == ["cancelled", "dishonoured", "", ""]
    assert [(line.key, line.ledger) for line in register.controls] == [
        ("to_wallet", 1730_00),
        ("taken_back", 1400_00),
    ]
    assert register.agrees


def test_a_series_without_a_gap_has_a_line_of_its_own_and_no_other(day, look):
    register = look(RegisterKind.SERIES)

    assert column(register, "series") == [f"PAT1/{c}/2026-27" for c in ("00", "01", "03")]
    assert column(register, "gap") == ["series"] * 3
    assert column(register, "there") == column(register, "given_out") == [2, 3, 3]
    assert register.agrees


def test_a_receipt_that_is_gone_is_a_gap(day, look, engine):
    number = "PAT1/01/2026-27/000002"
    tables = ("receipt_tender", "receipt_head", "receipt_party", "receipt")
    by_hand(engine, *(f"DELETE FROM {table} WHERE number = '{number}'" for table in tables))

    register = look(RegisterKind.SERIES)

    assert [row for row in register.rows if row[1] == "gap"] == [
        ("PAT1/01/2026-27", "gap", 2, 2, None, None, None)
    ]
    assert register.totals["missing"] == 1
    assert [line.agrees for line in register.controls] == [False, False]


def test_the_last_receipt_gone_is_a_gap_too(day, look, engine):
    number = "PAT1/01/2026-27/000003"
    tables = ("receipt_tender", "receipt_head", "receipt_party", "receipt")
    by_hand(engine, *(f"DELETE FROM {table} WHERE number = '{number}'" for table in tables))

    register = look(RegisterKind.SERIES, counter=1)

    assert [row[1:4] for row in register.rows] == [("series", 1, 2), ("gap", 3, 3)]


def test_numbers_lost_with_the_old_machine_are_known_and_no_gap(day, look, engine):
    by_hand(
        engine,
        "INSERT INTO series_lost SELECT office_id, counter, financial_year, incarnation,"
        " last_number + 1, last_number + 5, 0, 'asha' FROM series WHERE counter = 1",
    )

    register = look(RegisterKind.SERIES)

    assert [row[:4] for row in register.rows if row[1] != "series"] == [
        ("PAT1/01/2026-27", "lost", 4, 8)
    ]
    assert register.totals["missing"] == 0
    assert register.agrees


@pytest.mark.parametrize(
    ("tampering", "kind"),
    [
        (
            "UPDATE receipt_tender SET amount_paise = amount_paise + 1 WHERE tender = 'upi'",
            RegisterKind.COLLECTION,
        ),
        (
            "UPDATE journal_line SET amount_paise = amount_paise + 1 WHERE account = 'cash'",
            RegisterKind.DAY_BOOK,
        ),
        (
            "UPDATE drawer_count SET pieces = pieces + 1 WHERE occasion = 'close'",
            RegisterKind.CASH_CLOSING,
        ),
        ("UPDATE cheque SET state = 'cleared'", RegisterKind.CHEQUES),
        (
            (
                "UPDATE receipt_undone SET amount_paise = amount_paise + 1,"
                " to_wallet_paise = to_wallet_paise + 1"
            ),
            RegisterKind.CANCELLATIONS,
        ),
        ("UPDATE receipt_undone SET fee_paise = fee_paise + 1", RegisterKind.DISHONOURS),
        ("UPDATE arrear SET rest_paise = rest_paise - 1", RegisterKind.ARREAR_PLANS),
        ("UPDATE receipt SET amount_paise = amount_paise + 1", RegisterKind.DUPLICATES),
        ("UPDATE series SET last_number = last_number + 1", RegisterKind.SERIES),
        (
            "UPDATE receipt SET to_wallet_paise = to_wallet_paise + 1",
            RegisterKind.RECEIPTS_OF_CONSUMER,
        ),
    ],
)
def test_a_hand_in_the_database_makes_the_control_total_differ(day, look, engine, tampering, kind):
    of_whom = "1001" if kind is RegisterKind.RECEIPTS_OF_CONSUMER else ""
    before = look(kind, consumer_number=of_whom)

    by_hand(engine, tampering)

    assert before.agrees
    assert not look(kind, consumer_number=of_whom).agrees


@pytest.mark.parametrize("kind", KINDS)
def test_days_on_which_nothing_happened_have_an_empty_register_that_agrees(books, look, kind):
    earlier = TODAY - timedelta(days=9)

    register = look(kind, since=earlier, until=earlier)

    assert register.rows == []
    assert register.agrees


def test_a_register_bears_the_anchor_of_the_books(day, look):
    assert look().anchor == str(day.anchor())


def test_an_auditor_sees_the_names_that_every_list_shows(day):
    query = RegisterQuery(RegisterKind.COLLECTION, TODAY, TODAY)

    seen = day.seen_by(Role.AUDITOR).registers.register(query, ASHA)

    assert HOSTILE in set(column(seen, "name"))
    assert seen.agrees


@pytest.fixture
def staffed(day, engine):
    """The office of the day with an administrator, a clerk and a machine account."""
    admin = replace(ASHA, name="sita")
    day.trust.passwords = Argon2Passwords(is_quick=True)
    member = NewMember("sita", "Sita Devi", Role.ADMINISTRATOR, 1)
    day.trust.make_first_administrator(member, PASSWORD, ASHA)
    for name, role in (("ravi", Role.CLERK), ("nightly", Role.MACHINE)):
        day.trust.add_member(NewMember(name, name.title(), role, 1), PASSWORD, admin)
    by_hand(engine, "UPDATE staff SET must_change = 0")
    return day


def test_a_machine_account_sees_no_register(staffed):
    query = RegisterQuery(RegisterKind.DAY_BOOK, TODAY, TODAY)

    with pytest.raises(NotAllowed):
        staffed.registers.register(query, replace(ASHA, name="nightly"))


def test_a_look_at_the_receipts_of_a_consumer_is_noted(staffed):
    query = RegisterQuery(RegisterKind.RECEIPTS_OF_CONSUMER, TODAY, TODAY, consumer_number="1001")

    staffed.registers.register(query, replace(ASHA, name="ravi"))

    looks = AuditQuery(act="view_consumer", consumer_number="1001")
    assert [row.by for row in staffed.trust.audit_log(looks, replace(ASHA, name="sita"))] == [
        "ravi"
    ]


def test_a_consumer_who_is_not_there_has_no_receipts(day, look):
    with pytest.raises(ConsumerNotFound):
        look(RegisterKind.RECEIPTS_OF_CONSUMER, consumer_number="9999")
