"""What no file can tell a person decides: credit or put aside, once and with a reason."""

import pytest

from domain.errors import (
    FieldMissing,
)
from domain.errors_of_counter import (
    PaymentDecided,
    PaymentNotFound,
    ReferenceUsed,
)
from domain.money import Money
from domain.payment import PaymentState
from domain.progress import silent
from tests.storage.conftest import ACTOR
from tests.storage.settling.sheets import AGAIN, AT_NO_COUNTER, DECIDED, DIFFERS, order, outcomes


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
    assert (held["bank"], held["gateway_fees"]) == (Money.rupees(990), Money.rupees(10))
    assert "upi_clearing" not in held
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
