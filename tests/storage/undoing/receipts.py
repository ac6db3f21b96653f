"""What tests of undoing make: receipts to be cancelled or transferred, and who decides."""

from __future__ import annotations

from datetime import date

from domain.head import Head, HeadLine
from domain.money import Money
from domain.office import Actor, Channel
from domain.recharge import RechargeOrder
from domain.tender import Tender, TenderLine

TODAY = date(2026, 11, 22)
PASSWORD, OWN_PASSWORD = "monsoon-42", "winter-rain-43"
RAVI, MEENA, ANIL = (Actor(name, Channel.DESK, 2) for name in ("ravi", "meena", "anil"))
WHY = "Amount mistyped"


def rupees(amount: int | str) -> Money:
    return Money.rupees(amount)


def cash(id_: str, amount: int = 500, number: str = "1001") -> RechargeOrder:
    return RechargeOrder.of(id_, number, rupees(amount))


def upi(id_: str, reference: str, amount: int = 500) -> RechargeOrder:
    return RechargeOrder.of(id_, "1001", rupees(amount), Tender.UPI, reference)


def mixed(id_: str = "mixed", number: str = "1001") -> RechargeOrder:
    """Rs 900: 600 to recharge, 200 deposit, 100 other, by cash, UPI and a cheque."""
    return RechargeOrder(
        id_,
        number,
        (
            HeadLine(Head.RECHARGE, rupees(600)),
            HeadLine(Head.DEPOSIT, rupees(200)),
            HeadLine(Head.OTHER, rupees(100), "Meter shifting"),
        ),
        (
            TenderLine(Tender.CASH, rupees(400), given=rupees(500)),
            TenderLine(Tender.UPI, rupees(200), "UTR 777"),
            TenderLine(Tender.CHEQUE, rupees(300), "004511", "SBI Patna", TODAY),
        ),
    )


def approve(office, asked, actor):
    return office.trust.approve(asked.id, "Seen", OWN_PASSWORD, actor)


def account_totals(engine):
    """Return what each account of the ledger adds up to, those at nothing left out."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT account, sum(amount_paise) FROM journal_line GROUP BY account"
        ).all()
    return {account: int(total) for account, total in rows if total}
