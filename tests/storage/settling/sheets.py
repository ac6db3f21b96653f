"""What tests of settling make: orders, and the files that banks and gateways send."""

from domain.money import Money
from domain.office import Actor, Channel
from domain.payment import SettlementOutcome
from domain.recharge import RechargeOrder
from domain.settling import SettlementRow, SettlementTable
from domain.tender import Tender

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
