"""Who may settle, and what came from strangers or was changed by hand."""

import pytest

from domain.errors_of_trust import NotAllowed
from domain.payment import PaymentState
from domain.progress import silent
from domain.tender import Tender
from tests.storage.conftest import ACTOR, by_hand
from tests.storage.settling.sheets import CREDITED, MAPPING, order, outcomes, sheet


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
