"""A receipt in the making: what its posting, its row and its tenders say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.calendar import billing_day, day_number, milliseconds
from domain.consumer import Consumer
from domain.ledger import ACCOUNT_OF, Account, EntryKind, JournalLine, balanced
from domain.office import Actor
from domain.recharge import RechargeOrder, Split
from domain.shift import Shift
from domain.tender import TenderLine
from storage.repositories.moving import WalletMoved
from storage.repositories.posting import Posting


@dataclass(frozen=True, slots=True)
class ReceiptMaking:
    """An order that is about to be posted under a number."""

    order: RechargeOrder
    number: str
    consumer: Consumer
    split: Split
    shift: Shift | None
    #: For how many days the balance lasts then; None when unknown.
    days_left: int | None
    at: datetime
    actor: Actor

    def posting(self) -> Posting:
        """Return the ledger's entry: tenders against wallet, arrears, deposits and the rest."""
        return Posting(
            business_date=billing_day(self.at),
            kind=EntryKind.RECHARGE,
            document=self.number,
            wallet_rows=1,
            lines=ledger_lines(self.order.tenders, self.split),
            core={
                "order": self.order.id,
                "consumer": self.consumer.id,
                "amount_paise": self.order.amount.paise,
                "tender": self.order.tender,
                "reference": self.order.reference,
                "to_wallet_paise": self.split.to_wallet.paise,
                "to_arrears_paise": self.split.to_arrears.paise,
                "heads": [
                    [line.head.value, line.amount.paise, line.note] for line in self.order.heads
                ],
                "tenders": [_told(line) for line in self.order.tenders],
                "shift": self.shift.id if self.shift else None,
                "days_left": self.days_left,
                "meter_serial": self.consumer.meter_serial,
                "category": self.consumer.category,
            },
            at=self.at,
            actor=self.actor,
        )

    def row(self, moved: WalletMoved) -> dict[str, Any]:
        """Return what stands in the receipt's own row beside its number and series."""
        return {
            "order_id": self.order.id,
            "number": self.number,
            "counter": self.actor.counter,
            "consumer_id": self.consumer.id,
            "posted_seq": moved.posted_seq,
            "amount_paise": self.order.amount.paise,
            "tender": self.order.tender,
            "reference": self.order.reference,
            "to_arrears_paise": self.split.to_arrears.paise,
            "to_wallet_paise": self.split.to_wallet.paise,
            "balance_before_paise": moved.before.paise,
            "balance_after_paise": moved.after.paise,
            "days_left": self.days_left,
            "meter_serial": self.consumer.meter_serial,
            "category": self.consumer.category,
            "business_day": day_number(billing_day(self.at)),
            "posted_at_ms": milliseconds(self.at),
            "posted_by": self.actor.name,
            "channel": self.actor.channel.value,
        }

    def head_rows(self) -> list[dict[str, Any]]:
        """Return the rows of its heads."""
        return [
            {
                "number": self.number,
                "head": line.head.value,
                "amount_paise": line.amount.paise,
                "note": line.note,
            }
            for line in self.order.heads
        ]

    def tender_rows(self) -> list[dict[str, Any]]:
        """Return the rows of its tenders, counted from 1."""
        return [
            {
                "number": self.number,
                "line": place,
                "tender": line.tender.value,
                "amount_paise": line.amount.paise,
                "reference": line.reference,
                "bank": line.bank,
                "dated_day": None if line.dated is None else day_number(line.dated),
                "given_paise": None if line.given is None else line.given.paise,
                "shift_id": self.shift.id if self.shift else None,
            }
            for place, line in self.tenders()
        ]

    def tenders(self) -> Iterator[tuple[int, TenderLine]]:
        """Yield each tender with its place on the receipt, from 1."""
        yield from enumerate(self.order.tenders, start=1)


def ledger_lines(tenders: Sequence[TenderLine], split: Split) -> tuple[JournalLine, ...]:
    """Return the lines of a receipt's entry: what came in, and where it went."""
    taken: Counter[Account] = Counter()
    for line in tenders:
        taken[ACCOUNT_OF[line.tender]] += line.amount.paise
    return balanced(
        *(JournalLine(account, amount) for account, amount in taken.items()),
        JournalLine(Account.WALLETS, -split.to_wallet.paise),
        JournalLine(Account.ARREARS, -split.to_arrears.paise),
        JournalLine(Account.DEPOSITS, -split.to_deposit.paise),
        JournalLine(Account.OTHER_INCOME, -split.to_other.paise),
    )


def _told(line: TenderLine) -> list[Any]:
    """Return a tender as the event tells it."""
    return [
        line.tender.value,
        line.amount.paise,
        line.reference,
        line.bank,
        None if line.dated is None else line.dated.isoformat(),
        None if line.given is None else line.given.paise,
    ]
