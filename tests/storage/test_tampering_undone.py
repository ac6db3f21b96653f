"""What was undone, changed by hand past every guard: a check finds it and says where."""

from __future__ import annotations

from datetime import date

import pytest

from domain.money import Money
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tender import Tender
from resources.texts import Texts
from tests.storage.conftest import ACTOR, by_hand
from ui.sentences import problem_sentence

TODAY = date(2026, 11, 22)
CANCELLED = "PAT1/02/2026-27/000001"
TRANSFERRED = "PAT1/02/2026-27/000002"
INSTEAD = "PAT1/00/2026-27/000001"
BOUNCED = "PAT1/02/2026-27/000003"
WAITING = "PAT1/02/2026-27/000004"
VALID = "PAT1/02/2026-27/000005"


@pytest.fixture
def office(books, form):
    """A cancelled, a transferred and a dishonoured receipt; a cheque that waits, a UPI payment."""
    books.take_on([form("1001"), form("1002")], ACTOR)
    reversals = books.reversals

    def take(id_, amount, *tender):
        order = RechargeOrder.of(id_, "1001", Money.rupees(amount), *tender)
        return books.recharge(order, ACTOR).number

    reversals.cancel(take("a", 100), "Mistyped", ACTOR)
    reversals.transfer(take("b", 200, Tender.UPI, "UTR2"), "1002", "Wrong", ACTOR)
    bounced = take("c", 300, Tender.CHEQUE, "1", "SBI", TODAY)
    take("d", 400, Tender.CHEQUE, "2", "SBI", TODAY)
    reversals.dishonour(bounced, 1, "No funds", None, ACTOR)
    take("e", 500, Tender.UPI, "UTR5")
    assert books.check(silent) == []
    return books


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        (
            (
                f"UPDATE receipt_undone SET amount_paise = 1, to_wallet_paise = 1"
                f" WHERE number = '{CANCELLED}'"
            ),
            {"undoing_differs", "row_changed"},
        ),
        (
            f"UPDATE receipt_undone SET undone_by = 'ravi' WHERE number = '{CANCELLED}'",
            {"undoing_differs", "row_changed"},
        ),
        (
            f"UPDATE receipt_undone SET reason = 'Other' WHERE number = '{CANCELLED}'",
            {"row_changed"},
        ),
        (
            f"DELETE FROM receipt_undone WHERE number = '{CANCELLED}'",
            {"undoing_differs", "row_missing"},
        ),
        (
            (
                "INSERT INTO receipt_undone SELECT office_id, number, 7, 'dishonoured',"
                " amount_paise, to_wallet_paise, to_arrears_paise, to_deposit_paise,"
                " to_other_paise, 0, reason,"
                " asked_by, undone_by, counter, shift_id, '', business_day, undone_at_ms, 1"
                f" FROM receipt_undone WHERE number = '{CANCELLED}'"
            ),
            {"row_added", "undone_twice"},
        ),
        (
            f"UPDATE receipt_undone SET instead = '{VALID}' WHERE number = '{TRANSFERRED}'",
            {"undoing_differs", "row_changed", "transfer_differs"},
        ),
        (
            f"UPDATE receipt_undone SET fee_paise = 0 WHERE number = '{BOUNCED}'",
            {"undoing_differs", "row_changed", "cheques_account_differs"},
        ),
        (
            (
                "UPDATE journal_line SET amount_paise = amount_paise + 100 WHERE entry_seq ="
                f" (SELECT entry_seq FROM receipt_undone WHERE number = '{CANCELLED}')"
                " AND account = 'cash'"
            ),
            {"entry_changed", "entry_unbalanced"},
        ),
        (
            "UPDATE wallet_entry SET reverses = NULL WHERE reverses IS NOT NULL",
            {"posting_changed"},
        ),
        ("DELETE FROM reference_taken WHERE reference = 'UTR5'", {"reference_differs"}),
        (
            f"UPDATE reference_taken SET number = '{VALID}' WHERE reference = 'UTR2'",
            {"reference_differs"},
        ),
        (
            f"UPDATE reference_taken SET number = '{TRANSFERRED}' WHERE reference = 'UTR2'",
            {"reference_differs"},
        ),
        (
            f"UPDATE cheque SET state = 'cleared' WHERE number = '{WAITING}'",
            {"row_changed", "cheques_account_differs"},
        ),
        (
            f"UPDATE cheque SET state = 'returned' WHERE number = '{BOUNCED}'",
            {"row_changed", "cheque_differs"},
        ),
        (
            f"DELETE FROM cheque WHERE number = '{WAITING}'",
            {"row_missing", "cheque_differs", "cheques_account_differs"},
        ),
        ("DELETE FROM cheque_bar", {"row_missing"}),
    ],
)
def test_what_was_undone_cannot_be_changed_unnoticed(office, engine, statement, codes):
    assert by_hand(engine, statement)

    problems = office.check(silent)

    found = {problem.code for problem in problems}
    assert codes <= found
    told = [problem_sentence(problem, Texts("en")) for problem in problems]
    assert all(told)
    assert not any("{" in sentence for sentence in told)


def test_a_reference_follows_the_money_of_a_transfer(office, engine):
    with engine.connect() as connection:
        taken = connection.exec_driver_sql(
            "SELECT reference, number FROM reference_taken ORDER BY reference"
        ).all()

    assert [tuple(row) for row in taken] == [("UTR2", INSTEAD), ("UTR5", VALID)]
