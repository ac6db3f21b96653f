"""Payments whose fate is not known yet, and the files by which banks and gateways settle them.

Nothing is ever credited because a customer showed a screen: only a settlement does.
Source: domain page, section 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.head import HeadLine
from domain.money import ZERO, Money


class PaymentState(StrEnum):
    """What is known of a payment."""

    UNKNOWN = "unknown"
    #: A settlement showed it, and a receipt was posted.
    CREDITED = "credited"
    #: The bank says that it was not paid, or was given back.
    FAILED = "failed"
    #: A person put it aside, with a reason.
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that somebody says was made; ``id`` is the order by which it would be posted.

    ``reference``: what the bank would know it by (``tr`` of the QR code, or what was read out).
    """

    id: str
    consumer_number: str
    consumer_name: str
    tender: str
    amount: Money
    reference: str
    note: str
    counter: int
    began_at: datetime
    began_by: str
    state: PaymentState = PaymentState.UNKNOWN
    receipt: str = ""
    decision: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    #: What it is paid for, so that crediting it later does what the consumer wanted.
    heads: tuple[HeadLine, ...] = ()


class SettlementOutcome(StrEnum):
    """What a line of a settlement file turned out to be."""

    #: It settles a receipt.
    SETTLED = "settled"
    #: It settled a payment of unknown fate, for which a receipt was posted now.
    CREDITED = "credited"
    #: The payment is known, but for another amount: a person decides.
    DIFFERS = "differs"
    #: Nobody knows it: a person finds out whose it is.
    UNKNOWN = "unknown"
    #: The bank says that it failed.
    FAILED = "failed"
    #: An earlier file settled it already.
    AGAIN = "again"
    #: A person decided.
    DECIDED = "decided"


#: A person decides on these.
WAITING = frozenset({SettlementOutcome.UNKNOWN, SettlementOutcome.DIFFERS})
#: By these the bank has paid what a clearing account held.
SETTLING = frozenset({SettlementOutcome.SETTLED, SettlementOutcome.CREDITED})


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """A line of a file: what the bank says, and what became of it."""

    line: int
    reference: str
    order_reference: str
    amount: Money
    fee: Money
    paid_on: date | None
    status: str
    outcome: SettlementOutcome = SettlementOutcome.UNKNOWN
    receipt: str = ""
    payment_id: str = ""
    note: str = ""
    file: int = 0
    #: The tender of what it settles; as long as it settles nothing, that of its file.
    tender: str = ""

    @property
    def is_paid(self) -> bool:
        """Whether the bank says that the office has the money."""
        return self.outcome is not SettlementOutcome.FAILED

    @property
    def has_settled(self) -> bool:
        """Whether the bank has paid something of a receipt by it."""
        return self.outcome in {*SETTLING, SettlementOutcome.DECIDED} and bool(self.receipt)

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person; what failed does, where a receipt stands for it."""
        has_receipt_all_the_same = not self.is_paid and bool(self.receipt)
        return self.outcome in WAITING or has_receipt_all_the_same


@dataclass(frozen=True, slots=True)
class SettlementFile:
    """A file that was taken, once."""

    id: int
    name: str
    sha256: str
    tender: str
    lines: int
    taken_at: datetime
    taken_by: str
    settled: Money = ZERO
