"""A receipt that is none, to see how a printer prints: marked as practice, of nobody's money."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.head import Head, HeadLine
from domain.money import Money
from domain.office import Office
from domain.recharge import Receipt, ReceiptCopy
from domain.tender import Tender, TenderLine
from resources.texts import Texts

_NUMBER = "TEST"
_AMOUNT = Money.rupees(500)
_BEFORE = Money(-45_10)


def specimen(office: Office, at: datetime, by: str, _: Texts) -> ReceiptCopy:
    """Return a receipt of ₹500 that stands in no books and says so."""
    receipt = Receipt(
        number=_NUMBER,
        order_id=_NUMBER,
        consumer_number=_NUMBER,
        consumer_name=_("Test print"),
        consumer_address=_("This is no receipt."),
        meter_serial="-",
        category="-",
        amount=_AMOUNT,
        tender=Tender.CASH,
        reference="",
        to_arrears=Money(0),
        to_wallet=_AMOUNT,
        balance_before=_BEFORE,
        balance_after=_BEFORE + _AMOUNT,
        days_left=None,
        posted_at=at,
        posted_by=by,
        counter=0,
        heads=(HeadLine(Head.RECHARGE, _AMOUNT),),
        tenders=(TenderLine(Tender.CASH, _AMOUNT),),
    )
    return ReceiptCopy(receipt, replace(office, is_practice=True), copy=0)
