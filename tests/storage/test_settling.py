"""Payments of unknown fate, and the files by which banks and gateways settle what came in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from domain.errors import (
    ConsumerNotFound,
    FieldMissing,
    FieldNotAllowed,
    OrderIdReused,
    ReferenceMissing,
)
from domain.errors_of_counter import (
    PaymentDecided,
    PaymentNotFound,
    ReferenceUsed,
    SettlementTaken,
)
from domain.errors_of_trust import NotAllowed
from domain.head import Head, HeadLine
from domain.money import Money
from domain.office import Actor, Channel
from domain.payment import PaymentState, SettlementOutcome
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.services import settling_payments
from domain.settling import SettlementRow, SettlementTable
from domain.staff import NewMember, Role
from domain.tender import Tender, TenderLine
from storage.repositories.payments import SqlPayments
from tests.storage.conftest import ACTOR, by_hand

#: Counter 0 has no shift.
AT_NO_COUNTER = Actor("asha", Channel.COMMAND_LINE)
HEADINGS = ("UTR", "Amount", "Order Id", "Fee", "Date", "Status")
MAPPING = {
    "reference": "UTR",
    "amount": "Amount",
    "order_reference": "Order Id",
    "fee": "Fee",
    "paid_on": "Date",
    "status": "Status",
}
SETTLED, CREDITED = SettlementOutcome.SETTLED, SettlementOutcome.CREDITED
UNKNOWN, DIFFERS = SettlementOutcome.UNKNOWN, SettlementOutcome.DIFFERS
FAILED, AGAIN = SettlementOutcome.FAILED, SettlementOutcome.AGAIN
DECIDED = SettlementOutcome.DECIDED


def order(id_="o1", reference="U1", rupees="500", tender=Tender.UPI, number="1001"):
    return RechargeOrder.of(id_, number, Money.rupees(rupees), tender, reference)


def sheet(*rows, name="bank.csv", headings=HEADINGS):
    """Make a file of rows: UTR, amount, and what else is said of order, fee, date and status."""
    whole = [
        SettlementRow(place, tuple(map(str, row)) + ("",) * (len(headings) - len(row)))
        for place, row in enumerate(rows, start=2)
    ]
    return SettlementTable(name, f"{hash((name, rows)):x}", headings, whole)


def outcomes(judged):
    return [line.outcome for line in judged.lines]


@pytest.fixture
def settling(books, form):
    books.take_on([form("1001", name="आशा D'Souza"), form("1002")], ACTOR)
    return books.settling


@pytest.fixture
def take(settling):
    def taken(*rows, tender="upi", **named):
        return settling.take(sheet(*rows, **named), MAPPING, tender, ACTOR)

    return taken


@pytest.fixture
def ledger(engine):
    """Return what the accounts hold in rupees, those with nothing left out."""

    def held():
        with engine.connect() as connection:
            rows = connection.execute(
                text("SELECT account, sum(amount_paise) FROM journal_line GROUP BY account")
            )
            return {account: int(paise) / 100 for account, paise in rows if paise}

    return held


# --- the recovery list ------------------------------------------------------------------------


def test_a_payment_in_doubt_is_kept_and_credits_nothing(books, settling, clock):
    payment = settling.park(order(), "  showed a screen ", ACTOR)

    assert settling.payments() == [payment]
    assert (payment.id, payment.reference, payment.state) == ("o1", "U1", PaymentState.UNKNOWN)
    assert (payment.consumer_name, payment.note) == ("आशा D'Souza", "showed a screen")
    assert (payment.began_at, payment.began_by, payment.counter) == (clock.now(), "asha", 2)
    assert books.consumer("1001").balance == Money.rupees(1000)
    assert books.check(silent) == []


def test_the_same_order_again_is_the_same_payment_and_another_is_refused(settling, clock):
    first = settling.park(order(), "", ACTOR)
    clock.pass_time(timedelta(hours=1))

    assert settling.park(order(), "said again", ACTOR) == first
    for other in (order(rupees="501"), order(reference="U2"), order(number="1002")):
        with pytest.raises(OrderIdReused):
            settling.park(other, "", ACTOR)


def test_only_what_a_bank_knows_is_kept(settling):
    mixed = RechargeOrder(
        "o1",
        "1001",
        (HeadLine(Head.RECHARGE, Money(300)),),
        (TenderLine(Tender.UPI, Money(100), "A"), TenderLine(Tender.CARD, Money(200), "B")),
    )

    for refused in (order(tender=Tender.CASH), mixed):
        with pytest.raises(FieldNotAllowed):
            settling.park(refused, "", ACTOR)
    with pytest.raises(ConsumerNotFound):
        settling.park(order(number="9"), "", ACTOR)
    with pytest.raises(ReferenceMissing):
        settling.park(order(reference=""), "", ACTOR)
    assert settling.payments(None) == []


def test_payments_are_listed_oldest_first(settling, clock):
    for id_ in ("b", "a", "c"):
        settling.park(order(id_, reference=id_), "", ACTOR)
        clock.pass_time(timedelta(minutes=1))

    assert [payment.id for payment in settling.payments()] == ["b", "a", "c"]


def test_a_payment_that_was_posted_at_a_counter_is_shown_as_credited(books, settling):
    settling.park(order("o1", "U1"), "", ACTOR)
    settling.park(order("o2", "U2"), "", ACTOR)
    settling.park(order("o3", "777777", tender=Tender.CARD), "", ACTOR)
    by_id = books.recharge(order("o1", "TYPED"), AT_NO_COUNTER)
    by_reference = books.recharge(order("else", "U2", rupees="400"), AT_NO_COUNTER)
    books.recharge(order("other", "777777", tender=Tender.CARD, number="1002"), AT_NO_COUNTER)

    assert [payment.id for payment in settling.payments()] == ["o3"]
    credited = settling.payments(PaymentState.CREDITED)
    assert [payment.receipt for payment in credited] == [by_id.number, by_reference.number]
    with pytest.raises(PaymentDecided):
        settling.decide("o1", PaymentState.FAILED, "really?", ACTOR)


@pytest.mark.parametrize("state", [PaymentState.FAILED, PaymentState.DISMISSED])
def test_a_person_decides_with_a_reason_once(books, settling, clock, state):
    settling.park(order(), "", ACTOR)
    with pytest.raises(FieldMissing):
        settling.decide("o1", state, "  ", ACTOR)

    decided = settling.decide("o1", state, "Bank says so", ACTOR)

    assert settling.payments() == []
    assert settling.payments(state) == [decided]
    assert (decided.decision, decided.decided_by) == ("Bank says so", "asha")
    assert decided.decided_at == clock.now()
    with pytest.raises(PaymentDecided):
        settling.decide("o1", PaymentState.DISMISSED, "again", ACTOR)
    assert books.check(silent) == []


def test_nobody_credits_a_payment_by_a_word(settling):
    settling.park(order(), "", ACTOR)

    with pytest.raises(FieldNotAllowed):
        settling.decide("o1", PaymentState.CREDITED, "He showed it to me", ACTOR)
    with pytest.raises(PaymentNotFound):
        settling.decide("none", PaymentState.FAILED, "x", ACTOR)


# --- a file -----------------------------------------------------------------------------------


def test_a_file_settles_receipts_credits_payments_and_lists_the_rest(books, settling, take, ledger):
    receipt = books.recharge(order("o1", "U1"), AT_NO_COUNTER)
    settling.park(order("o2", "U2", "300"), "", ACTOR)
    settling.park(order("o3", "U3", "200"), "", ACTOR)

    judged = take(
        ("U1", "500", "", "5.90"),
        ("BANK-2", "300.00", "o2", "2.10"),
        ("U3", "150"),
        ("U4", "1000"),
        ("U5", "50", "", "", "", "FAILED"),
        ("", "5"),
    )

    assert outcomes(judged) == [SETTLED, CREDITED, DIFFERS, UNKNOWN, FAILED]
    assert [line for line, _refusal in judged.rejected] == [7]
    assert judged.lines[0].receipt == receipt.number
    credited = books.receipt(judged.lines[1].receipt).receipt
    assert (credited.number, credited.order_id) == ("PAT1/00/2026-27/000002", "o2")
    assert (credited.tender, credited.reference, credited.counter) == ("upi", "BANK-2", 0)
    assert books.consumer("1001").balance == Money.rupees(1800)
    assert [payment.id for payment in settling.payments()] == ["o3"]
    held = ledger()
    assert (held["bank"], held["gateway_fees"]) == (792.0, 8.0)
    assert "upi_clearing" not in held
    assert settling.unsettled()["upi"] == Money(0)
    assert books.check(silent) == []


def test_a_file_is_listed_with_its_lines_and_what_it_settled(books, settling, take, clock):
    books.recharge(order("o1", "U1"), AT_NO_COUNTER)
    first = take(("U1", "500"), ("U2", "10"))
    second = take(("U1", "500"), ("U3", "5"), name="next.csv", tender="gateway")

    assert [file.id for file in settling.files()] == [second.file.id, first.file.id]
    assert settling.files()[1] == first.file
    assert (first.file.lines, first.file.settled) == (2, Money.rupees(500))
    assert (first.file.taken_by, first.file.taken_at) == ("asha", clock.now())
    assert outcomes(second) == [AGAIN, UNKNOWN]
    assert [line.reference for line in settling.lines(first.file.id)] == ["U1", "U2"]
    assert [line.reference for line in settling.lines(is_open=True)] == ["U3", "U2"]
    with pytest.raises(PaymentNotFound):
        settling.lines(99)


def test_the_same_file_again_is_refused_and_its_payments_in_another_count_once(
    books, settling, take, ledger
):
    books.recharge(order("o1", "U1"), AT_NO_COUNTER)
    take(("U1", "500"))
    before = ledger()

    with pytest.raises(SettlementTaken) as refused:
        take(("U1", "500"))
    with pytest.raises(SettlementTaken):
        settling.judge(sheet(("U1", "500")), MAPPING, "upi")
    again = take(("U1", "500.00"), name="copy.csv")

    assert (refused.value.name, refused.value.taken_on) == ("bank.csv", books.today())
    assert outcomes(again) == [AGAIN]
    assert ledger() == before
    assert books.check(silent) == []


def test_the_same_reference_on_two_lines_settles_one(books, take, ledger):
    books.recharge(order("o1", "U1"), AT_NO_COUNTER)

    judged = take(("U1", "500"), ("u 1", "500"))

    assert outcomes(judged) == [SETTLED, AGAIN]
    assert ledger()["bank"] == 500.0


def test_judging_says_what_taking_does_and_changes_nothing(books, settling, take, ledger):
    books.recharge(order("o1", "U1"), AT_NO_COUNTER)
    settling.park(order("o2", "U2"), "", ACTOR)
    rows = (("U1", "500"), ("U2", "500"), ("U3", "500"))
    before = ledger()

    judged = settling.judge(sheet(*rows), MAPPING, "upi")

    assert ledger() == before
    assert settling.files() == []
    assert judged.file is None
    assert outcomes(judged) == outcomes(take(*rows))


def test_two_desks_that_take_one_file_at_once_take_it_once(books, settling, ledger):
    settling.park(order("o1", "U1"), "", ACTOR)

    def try_it(_number):
        try:
            return settling.take(sheet(("U1", "500", "", "1")), MAPPING, "upi", ACTOR)
        except SettlementTaken:
            return None

    with ThreadPoolExecutor(6) as desks:
        taken = [judged for judged in desks.map(try_it, range(6)) if judged]

    assert len(taken) == 1
    assert books.consumer("1001").balance == Money.rupees(1500)
    assert ledger()["bank"] == 499.0
    assert books.check(silent) == []


def test_one_payment_in_two_files_at_once_is_credited_once(books, settling, ledger):
    settling.park(order("o1", "U1"), "", ACTOR)
    files = [sheet(("U1", "500"), name=f"{number}.csv") for number in range(6)]

    with ThreadPoolExecutor(6) as desks:
        taken = list(desks.map(lambda file: settling.take(file, MAPPING, "upi", ACTOR), files))

    told = sorted(line.outcome.value for judged in taken for line in judged.lines)
    assert told == [*["again"] * 5, "credited"]
    assert books.consumer("1001").balance == Money.rupees(1500)
    assert ledger()["bank"] == 500.0
    assert books.check(silent) == []


def test_what_ends_half_way_leaves_nothing(books, settling, ledger, monkeypatch):
    settling.park(order("o1", "U1"), "", ACTOR)
    before = ledger()

    def end(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(SqlPayments, "put_mapping", end)
        with pytest.raises(KeyboardInterrupt):
            settling.take(sheet(("U1", "500")), MAPPING, "upi", ACTOR)

    assert (ledger(), settling.files()) == (before, [])
    assert books.consumer("1001").balance == Money.rupees(1000)
    judged = settling.take(sheet(("U1", "500")), MAPPING, "upi", ACTOR)
    assert outcomes(judged) == [CREDITED]
    assert books.check(silent) == []


@pytest.fixture
def in_parts_of_two(monkeypatch):
    """Large files have more than two rows."""
    monkeypatch.setattr(settling_payments, "ROWS_AT_ONCE", 2)


@pytest.mark.usefixtures("in_parts_of_two")
def test_a_large_file_is_taken_in_parts_and_goes_on_where_it_was(
    books, settling, ledger, monkeypatch
):
    for number in range(1, 6):
        settling.park(order(f"o{number}", f"U{number}", "100"), "", ACTOR)
    file = sheet(*((f"U{number}", "100") for number in range(1, 6)))
    add = SqlPayments.add_settlement

    def end_at_the_second(self, taken, *given):
        if taken.name.endswith("(2/3)"):
            raise KeyboardInterrupt
        return add(self, taken, *given)

    with monkeypatch.context() as patched:
        patched.setattr(SqlPayments, "add_settlement", end_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            settling.take(file, MAPPING, "upi", ACTOR)
    assert ledger()["bank"] == 200.0
    assert outcomes(settling.judge(file, MAPPING, "upi")) == [AGAIN] * 2 + [CREDITED] * 3

    rest = settling.take(file, MAPPING, "upi", ACTOR)

    assert outcomes(rest) == [CREDITED] * 3
    assert [one.name for one in settling.files()] == [
        *("bank.csv (3/3)", "bank.csv (2/3)", "bank.csv (1/3)"),
    ]
    assert ledger()["bank"] == 500.0
    assert books.consumer("1001").balance == Money.rupees(1500)
    for refused in (
        lambda: settling.take(file, MAPPING, "upi", ACTOR),
        lambda: settling.judge(file, MAPPING, "upi"),
    ):
        with pytest.raises(SettlementTaken):
            refused()
    assert books.check(silent) == []


@pytest.mark.usefixtures("in_parts_of_two")
def test_parts_of_a_file_know_of_each_other(books, settling, take):
    settling.park(order("o1", "U1"), "", ACTOR)

    judged = take(
        ("BANK-1", "500", "o1", "", "", "FAILED"),
        ("", "unreadable"),
        ("BANK-2", "500", "o1"),
        ("BANK-2", "500", "o1"),
        ("BANK-2", "500", "o1"),
    )

    assert outcomes(judged) == [FAILED, CREDITED, AGAIN, AGAIN]
    assert [payment.id for payment in settling.payments(PaymentState.CREDITED)] == ["o1"]
    assert books.consumer("1001").balance == Money.rupees(1500)


@pytest.mark.usefixtures("in_parts_of_two")
def test_cards_alike_in_two_parts_of_a_file_are_two_payments(settling, take):
    card = ("123456", "500")
    earlier = take(card, tender="card")
    file = sheet(card, ("654321", "500"), card, ("654322", "500"), card)
    shown = settling.judge(file, MAPPING, "card")

    judged = settling.take(file, MAPPING, "card", ACTOR)

    assert outcomes(earlier) == [UNKNOWN]
    assert outcomes(judged) == [AGAIN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]
    assert outcomes(shown) == outcomes(judged)


def test_a_file_without_a_line_that_can_be_read_is_not_taken(books, settling, take):
    judged = take(("", "500"), ("U1", "much"))

    assert (judged.file, judged.lines, settling.files()) == (None, [], [])
    assert [row.texts[1] for row, _refusal in judged.rejected_rows()] == ["500", "much"]


def test_the_columns_are_remembered_by_their_headings(settling):
    headings = ("Spalte 1", "Spalte 2")
    mapping = {"reference": "Spalte 2", "amount": "Spalte 1"}
    assert settling.mapping(headings) is None

    settling.take(sheet(("5", "U1"), headings=headings), mapping, "upi", ACTOR)

    assert settling.mapping(("SPALTE 1", "Spalte-2")) == mapping
    other = {"reference": "Spalte 1", "amount": "Spalte 2"}
    settling.take(sheet(("U2", "5"), headings=headings), other, "upi", ACTOR)
    assert settling.mapping(headings) == other


def test_what_failed_ends_the_payment_in_doubt(books, settling, take, ledger):
    settling.park(order("o1", "U1"), "", ACTOR)
    before = ledger()

    judged = take(("U1", "500", "", "", "", "Failed"))

    [payment] = settling.payments(PaymentState.FAILED)
    assert (outcomes(judged), payment.decision) == ([FAILED], "bank.csv")
    assert settling.payments() == []
    assert ledger() == before


def test_a_receipt_whose_payment_was_given_back_waits_for_a_person(books, settling, take):
    receipt = books.recharge(order("o1", "U1"), AT_NO_COUNTER)

    take(("U1", "500"), ("U1", "-500"))

    [waiting] = settling.lines(is_open=True)
    assert (waiting.outcome, waiting.receipt) == (FAILED, receipt.number)
    with pytest.raises(PaymentDecided):
        settling.credit_line(waiting.file, waiting.line, "1001", "no", ACTOR)
    settling.dismiss_line(waiting.file, waiting.line, "Receipt is cancelled", ACTOR)
    assert settling.lines(is_open=True) == []
    assert books.check(silent) == []


def test_every_tender_leaves_its_own_clearing_account(books, settling, take, ledger):
    books.recharge(order("o1", "123456", tender=Tender.CARD), AT_NO_COUNTER)
    books.recharge(order("o2", "U2", "200"), AT_NO_COUNTER)
    settling.park(order("o3", "PAY_3", "100", tender=Tender.GATEWAY), "", ACTOR)
    assert settling.unsettled() == {
        "upi": Money.rupees(200),
        "card": Money.rupees(500),
        "gateway": Money(0),
    }

    judged = take(("123456", "500", "", "10"), ("U2", "200"), ("pay_3", "100"), tender="gateway")

    assert outcomes(judged) == [SETTLED, SETTLED, CREDITED]
    assert set(settling.unsettled().values()) == {Money(0)}
    assert (ledger()["bank"], ledger()["gateway_fees"]) == (790.0, 10.0)
    assert books.check(silent) == []


def test_a_payment_whose_number_another_receipt_bears_waits_for_a_person(books, settling, take):
    settling.park(order("o1", "U1"), "", ACTOR)
    settling.decide("o1", PaymentState.DISMISSED, "paid by cash", ACTOR)

    judged = take(("U1", "500"))

    assert outcomes(judged) == [DIFFERS]
    assert judged.lines[0].payment_id == "o1"


def test_a_payment_is_credited_for_what_the_consumer_paid(books, settling, take, ledger):
    heads = (HeadLine(Head.DEPOSIT, Money.rupees(400)), HeadLine(Head.RECHARGE, Money.rupees(100)))
    tender = TenderLine(Tender.UPI, Money.rupees(500), "U1")
    settling.park(RechargeOrder("o1", "1001", heads, (tender,)), "", ACTOR)

    judged = take(("U1", "500"))

    receipt = books.receipt(judged.lines[0].receipt).receipt
    assert set(receipt.heads) == set(heads)
    assert books.consumer("1001").balance == Money.rupees(1100)
    assert ledger()["deposits"] == -400.0


def test_a_receipt_that_was_cancelled_stands_for_no_payment(books, settling, take, ledger):
    receipt = books.recharge(order("o1", "U1"), AT_NO_COUNTER)
    books.reversals.cancel(receipt.number, "typed twice", Actor("meena", Channel.DESK, 1))

    judged = take(("U1", "500"))

    assert outcomes(judged) == [UNKNOWN]
    again = settling.credit_line(1, 2, "1001", "He paid it", ACTOR)
    assert again.number != receipt.number
    assert set(settling.unsettled().values()) == {Money(0)}
    assert books.check(silent) == []


def test_a_payment_whose_receipt_was_cancelled_waits_for_a_person(books, settling, take):
    settling.park(order("o1", "U1"), "", ACTOR)
    receipt = books.recharge(order("o1", "U1"), AT_NO_COUNTER)
    books.reversals.cancel(receipt.number, "wrong", Actor("meena", Channel.DESK, 1))
    assert [payment.id for payment in settling.payments()] == ["o1"]

    judged = take(("U1", "500"), ("U2", "70"))

    assert outcomes(judged) == [DIFFERS, UNKNOWN]
    assert judged.lines[0].note == "order_id_reused"
    credited = settling.credit_line(1, 2, "1001", "The bank has it", ACTOR)
    assert credited.order_id != "o1"
    [payment] = settling.payments(PaymentState.CREDITED)
    assert payment.receipt == credited.number
    assert books.consumer("1001").balance == Money.rupees(1500)
    assert books.check(silent) == []


def test_the_money_of_a_transferred_receipt_is_settled_on_the_first_one(
    books, settling, take, ledger
):
    wrong = books.recharge(order("o1", "U1"), AT_NO_COUNTER)
    right = books.reversals.transfer(wrong.number, "1002", "wrong consumer", AT_NO_COUNTER)

    judged = take(("U1", "500"))

    assert right.consumer_number == "1002"
    assert (outcomes(judged), judged.lines[0].receipt) == ([SETTLED], wrong.number)
    assert set(settling.unsettled().values()) == {Money(0)}
    assert ledger()["bank"] == 500.0
    assert books.check(silent) == []


# --- what a person decides --------------------------------------------------------------------


def test_a_person_credits_an_unknown_payment_once(books, settling, take, ledger):
    take(("U4", "1000", "", "10"))
    [waiting] = settling.lines(is_open=True)

    receipt = settling.credit_line(waiting.file, waiting.line, "1002", "Called the bank", ACTOR)

    assert (receipt.consumer_number, receipt.amount) == ("1002", Money.rupees(1000))
    assert (receipt.tender, receipt.reference, receipt.counter) == ("upi", "U4", 0)
    [decided] = settling.lines(waiting.file)
    assert (decided.outcome, decided.receipt) == (DECIDED, receipt.number)
    assert (decided.note, settling.lines(is_open=True)) == ("Called the bank", [])
    assert settling.files()[0].settled == Money.rupees(1000)
    held = ledger()
    assert (held["bank"], held["gateway_fees"], held.get("upi_clearing")) == (990.0, 10.0, None)
    with pytest.raises(PaymentDecided):
        settling.credit_line(waiting.file, waiting.line, "1002", "again", ACTOR)
    assert outcomes(take(("U4", "1000"), name="copy.csv")) == [AGAIN]
    assert books.check(silent) == []


def test_a_line_whose_receipt_was_posted_since_settles_it(books, settling, take, ledger):
    take(("U4", "1000"))
    [waiting] = settling.lines(is_open=True)
    late = books.recharge(order("late", "U4", "1000"), AT_NO_COUNTER)

    with pytest.raises(ReferenceUsed):
        settling.credit_line(waiting.file, waiting.line, "1002", "mine", ACTOR)
    receipt = settling.credit_line(waiting.file, waiting.line, "1001", "typed in later", ACTOR)

    assert receipt.number == late.number
    assert books.consumer("1001").balance == Money.rupees(2000)
    assert "upi_clearing" not in ledger()
    assert books.check(silent) == []


def test_a_payment_that_was_paid_with_another_amount_is_credited_by_a_person_under_its_own_id(
    books, settling, take
):
    settling.park(order("o1", "U1", "500"), "", ACTOR)
    take(("U1", "450"))
    [waiting] = settling.lines(is_open=True)
    assert waiting.outcome is DIFFERS

    receipt = settling.credit_line(waiting.file, waiting.line, "1001", "He paid less", ACTOR)

    assert (receipt.order_id, receipt.amount) == ("o1", Money.rupees(450))
    [payment] = settling.payments(PaymentState.CREDITED)
    assert payment.receipt == receipt.number
    assert set(settling.unsettled().values()) == {Money(0)}
    assert books.check(silent) == []


def test_a_receipt_for_another_amount_is_not_credited_a_second_time(books, settling, take):
    receipt = books.recharge(order("o1", "U1", "500"), AT_NO_COUNTER)
    take(("U1", "450"))
    [waiting] = settling.lines(is_open=True)

    with pytest.raises(ReferenceUsed) as refused:
        settling.credit_line(waiting.file, waiting.line, "1001", "x", ACTOR)

    assert refused.value.receipt == receipt.number
    settling.dismiss_line(waiting.file, waiting.line, "Bank corrects it", ACTOR)
    assert settling.lines(is_open=True) == []
    assert settling.unsettled()["upi"] == Money.rupees(500)


def test_a_line_is_put_aside_with_a_reason(books, settling, take):
    take(("U4", "1000"))
    with pytest.raises(FieldMissing):
        settling.dismiss_line(1, 2, "", ACTOR)

    settling.dismiss_line(1, 2, "Belongs to another office", ACTOR)

    [decided] = settling.lines(1)
    assert (decided.outcome, decided.receipt) == (DECIDED, "")
    with pytest.raises(PaymentDecided):
        settling.dismiss_line(1, 2, "again", ACTOR)
    with pytest.raises(PaymentNotFound):
        settling.dismiss_line(1, 99, "x", ACTOR)
    assert settling.files()[0].settled == Money(0)
    assert books.check(silent) == []


# --- who may, and what came from strangers ----------------------------------------------------


def test_a_clerk_keeps_payments_and_a_supervisor_decides(books, settling, people):
    clerk, supervisor = people
    settling.park(order(), "", clerk)

    for refused in (
        lambda: settling.decide("o1", PaymentState.FAILED, "x", clerk),
        lambda: settling.take(sheet(("U9", "5")), MAPPING, "upi", clerk),
    ):
        with pytest.raises(NotAllowed):
            refused()
    taken = settling.take(sheet(("U9", "5")), MAPPING, "upi", supervisor)
    with pytest.raises(NotAllowed):
        settling.credit_line(taken.file.id, 2, "1001", "x", clerk)
    settling.dismiss_line(taken.file.id, 2, "x", supervisor)
    settling.decide("o1", PaymentState.FAILED, "x", supervisor)


@pytest.mark.parametrize("reference", ["=1+1", "<b>1</b>", "भुगतान'1", "שלום", "😀", "';--", "%s:x"])
def test_a_hostile_reference_is_matched_and_credited_as_it_is(books, settling, take, reference):
    settling.park(order("o1", reference, tender=Tender.CARD), reference, ACTOR)

    judged = take((reference, "500"), tender="card")

    assert outcomes(judged) == [CREDITED]
    assert books.receipt(judged.lines[0].receipt).receipt.reference == reference
    assert books.check(silent) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE settlement_line SET amount_paise = 1 WHERE line = 2",
        "UPDATE settlement_line SET outcome = 'decided' WHERE line = 3",
        "DELETE FROM settlement_line WHERE line = 3",
        "UPDATE settlement_file SET tender = 'card'",
        "UPDATE payment SET state = 'dismissed' WHERE id = 'o2'",
        "UPDATE payment SET consumer_id = consumer_id + 1 WHERE id = 'o2'",
        "UPDATE sheet_mapping SET columns = '{}'",
    ],
)
def test_a_row_that_was_changed_by_hand_is_found(books, settling, take, engine, change):
    settling.park(order("o1", "U1"), "", ACTOR)
    settling.park(order("o2", "U2"), "", ACTOR)
    take(("U1", "500"), ("U9", "70"))
    assert books.check(silent) == []

    assert by_hand(engine, change) == 1

    assert books.check(silent)


def test_a_file_of_many_lines_is_taken_within_seconds(books, settling, clock):
    settling.park(order("o1", "U77"), "", ACTOR)
    rows = tuple(
        (f"U{number}", "500.00", "", "1.18", "22/11/2026", "OK") for number in range(20_000)
    )

    judged = settling.take(sheet(*rows), MAPPING, "upi", ACTOR)

    assert sum(line.outcome is CREDITED for line in judged.lines) == 1
    assert sum(line.outcome is UNKNOWN for line in judged.lines) == 19_999
    assert books.check(silent) == []


@pytest.fixture
def people(books):
    """A clerk and a supervisor; from then on the office has staff."""
    password = "a long password"
    head = NewMember("meena", "Meena", Role.ADMINISTRATOR, 1)
    books.trust.make_first_administrator(head, password, ACTOR)
    boss = Actor("meena", Channel.DESK, 1)
    for name, role in (("ravi", Role.CLERK), ("anil", Role.SUPERVISOR)):
        books.trust.add_member(NewMember(name, name.title(), role, 1), password, boss)
        books.trust.change_password(
            password, f"{password} of {name[::-1]}", Actor(name, Channel.DESK)
        )
    return Actor("ravi", Channel.DESK, 1), Actor("anil", Channel.DESK, 1)
