"""The files by which banks and gateways settle what came in."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.errors_of_counter import (
    PaymentDecided,
    PaymentNotFound,
    SettlementTaken,
)
from domain.head import Head, HeadLine
from domain.money import Money
from domain.office import Actor, Channel
from domain.payment import PaymentState
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tender import Tender, TenderLine
from storage.repositories.payments import SqlPayments
from tests.storage.conftest import ACTOR
from tests.storage.settling.sheets import (
    AGAIN,
    AT_NO_COUNTER,
    CREDITED,
    DIFFERS,
    FAILED,
    MAPPING,
    SETTLED,
    UNKNOWN,
    order,
    outcomes,
    sheet,
)


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
    assert (held["bank"], held["gateway_fees"]) == (Money.rupees(792), Money.rupees(8))
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
    assert ledger()["bank"] == Money.rupees(500)


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
    assert ledger()["bank"] == Money.rupees(499)
    assert books.check(silent) == []


def test_one_payment_in_two_files_at_once_is_credited_once(books, settling, ledger):
    settling.park(order("o1", "U1"), "", ACTOR)
    files = [sheet(("U1", "500"), name=f"{number}.csv") for number in range(6)]

    with ThreadPoolExecutor(6) as desks:
        taken = list(desks.map(lambda file: settling.take(file, MAPPING, "upi", ACTOR), files))

    told = sorted(line.outcome.value for judged in taken for line in judged.lines)
    assert told == [*["again"] * 5, "credited"]
    assert books.consumer("1001").balance == Money.rupees(1500)
    assert ledger()["bank"] == Money.rupees(500)
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
    assert (ledger()["bank"], ledger()["gateway_fees"]) == (Money.rupees(790), Money.rupees(10))
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
    assert ledger()["deposits"] == Money.rupees(-400)


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
    assert ledger()["bank"] == Money.rupees(500)
    assert books.check(silent) == []
