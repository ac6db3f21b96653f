"""Recharges as posted: the receipt, its number out of the series, the wallet and the ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from domain.calendar import billing_day, day_number, financial_year, instant_of, milliseconds
from domain.consumer import Consumer
from domain.credit import days_left
from domain.errors import ReceiptNotFound
from domain.ledger import Account, EntryKind, JournalLine, balanced
from domain.money import ZERO, Money
from domain.office import Actor, Office
from domain.recharge import Receipt, RechargeOrder, Tender
from storage.repositories.posting import Posted, Posting, post
from storage.rows import insert_many
from storage.tables.books import receipt, receipt_party, receipt_print, wallet
from storage.tables.people import consumer as consumer_table
from storage.vouching import Rows, vouch

_ACCOUNT_OF = {
    Tender.CASH: Account.CASH,
    Tender.UPI: Account.UPI_CLEARING,
    Tender.CARD: Account.CARD_CLEARING,
    Tender.CHEQUE: Account.CHEQUE_CLEARING,
}


class SqlReceipts:
    """The receipts of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def by_order(self, order_id: str) -> tuple[Receipt, RechargeOrder] | None:
        row = self._select(receipt.c.order_id == order_id)
        if row is None:
            return None
        order = RechargeOrder(
            row.order_id,
            row.consumer_number,
            Money(row.amount_paise),
            Tender(row.tender),
            row.reference,
        )
        return _receipt(row), order

    def similar(self, order: RechargeOrder, consumer: Consumer, since: datetime) -> Receipt | None:
        found = self._connection.execute(
            select(receipt.c.number)
            .where(
                receipt.c.office_id == self._office.id,
                receipt.c.consumer_id == consumer.id,
                # By this bound SQLite's planner finds the index; all postings are above it.
                receipt.c.posted_seq > 0,
                receipt.c.amount_paise == order.amount.paise,
                receipt.c.tender == order.tender.value,
                receipt.c.reference == order.reference,
                receipt.c.posted_at_ms >= milliseconds(since),
            )
            .order_by(receipt.c.posted_seq.desc())
            .limit(1)
        ).scalar()
        return None if found is None else self.by_number(found)

    def by_number(self, number: str) -> Receipt:
        row = self._select(receipt.c.number == number)
        if row is None:
            raise ReceiptNotFound(number)
        return _receipt(row)

    def post(self, order: RechargeOrder, consumer: Consumer, at: datetime, actor: Actor) -> Receipt:
        day = billing_day(at)
        year = financial_year(day)
        running = self._next_number(actor.counter, year)
        number = f"{self._office.series_prefix}/{actor.counter:02}/{year}/{running:06}"
        posted = post(
            self._connection, self._office, self._posting(order, number, consumer, at, actor)
        )
        self._add_entry(order, consumer, day, posted)
        after = consumer.balance + order.amount
        self._connection.execute(
            insert(receipt).values(
                office_id=self._office.id,
                order_id=order.id,
                number=number,
                counter=actor.counter,
                financial_year=year,
                incarnation=self._office.incarnation,
                running_number=running,
                consumer_id=consumer.id,
                posted_seq=posted.first_posted_seq,
                amount_paise=order.amount.paise,
                tender=order.tender.value,
                reference=order.reference,
                to_arrears_paise=0,
                to_wallet_paise=order.amount.paise,
                balance_before_paise=consumer.balance.paise,
                balance_after_paise=after.paise,
                days_left=days_left(after, consumer.mean_daily_paise),
                meter_serial=consumer.meter_serial,
                category=consumer.category,
                business_day=day_number(day),
                posted_at_ms=milliseconds(at),
                posted_by=actor.name,
                channel=actor.channel.value,
            )
        )
        self._connection.execute(
            insert(receipt_party).values(
                office_id=self._office.id,
                number=number,
                name=consumer.name,
                address=consumer.address,
            )
        )
        return self.by_number(number)

    def copies(self, number: str) -> int:
        """Return how many prints of a receipt were confirmed."""
        last = self._connection.execute(
            select(receipt_print.c.copy)
            .where(receipt_print.c.office_id == self._office.id, receipt_print.c.number == number)
            .order_by(receipt_print.c.copy.desc())
            .limit(1)
        ).scalar()
        return 0 if last is None else last + 1

    def add_copy(self, number: str, at: datetime, actor: Actor) -> int:
        """Record that a receipt was printed or saved; return which copy it was, 0 the original.

        A print moves no money, so that any clock will do; but none is before its receipt.
        """
        printed_at = max(at, self.by_number(number).posted_at)
        copy = self.copies(number)
        row = {
            "office_id": self._office.id,
            "number": number,
            "copy": copy,
            "printed_at_ms": milliseconds(printed_at),
            "printed_by": actor.name,
            "channel": actor.channel.value,
        }
        self._connection.execute(insert(receipt_print).values(row))
        printed = Rows("receipt_print", tuple(row), [tuple(row.values())])
        vouch(self._connection, self._office, "receipt_printed", by=actor.name, written=[printed])
        return copy

    def _select(self, condition: Any) -> Any:
        return self._connection.execute(
            select(
                receipt,
                receipt_party.c.name.label("party_name"),
                receipt_party.c.address.label("party_address"),
                consumer_table.c.number.label("consumer_number"),
            )
            .join(
                receipt_party,
                (receipt_party.c.office_id == receipt.c.office_id)
                & (receipt_party.c.number == receipt.c.number),
            )
            .join(
                consumer_table,
                (consumer_table.c.office_id == receipt.c.office_id)
                & (consumer_table.c.id == receipt.c.consumer_id),
            )
            .where(receipt.c.office_id == self._office.id, condition)
        ).one_or_none()

    def _next_number(self, counter: int, year: str) -> int:
        number: int = self._connection.execute(
            text(
                "INSERT INTO series (office_id, counter, financial_year, incarnation, last_number)"
                " VALUES (:office_id, :counter, :year, :incarnation, 1)"
                " ON CONFLICT (office_id, counter, financial_year, incarnation)"
                " DO UPDATE SET last_number = series.last_number + 1 RETURNING last_number"
            ),
            {
                "office_id": self._office.id,
                "counter": counter,
                "year": year,
                "incarnation": self._office.incarnation,
            },
        ).scalar_one()
        return number

    def _posting(
        self, order: RechargeOrder, number: str, consumer: Consumer, at: datetime, actor: Actor
    ) -> Posting:
        return Posting(
            business_date=billing_day(at),
            kind=EntryKind.RECHARGE,
            document=number,
            wallet_rows=1,
            lines=balanced(
                JournalLine(_ACCOUNT_OF[order.tender], order.amount.paise),
                JournalLine(Account.WALLETS, -order.amount.paise),
            ),
            core={
                "order": order.id,
                "consumer": consumer.id,
                "amount_paise": order.amount.paise,
                "tender": order.tender.value,
                "reference": order.reference,
                "to_arrears_paise": 0,
                "days_left": days_left(consumer.balance + order.amount, consumer.mean_daily_paise),
                "meter_serial": consumer.meter_serial,
                "category": consumer.category,
            },
            at=at,
            actor=actor,
        )

    def _add_entry(
        self, order: RechargeOrder, consumer: Consumer, day: date, posted: Posted
    ) -> None:
        after = consumer.balance + order.amount
        negative_since = None
        if after < ZERO:
            negative_since = day_number(consumer.negative_since or day)
        previous = self._connection.execute(
            select(wallet.c.last_posted_seq).where(self._wallet_of(consumer))
        ).scalar()
        insert_many(
            self._connection,
            "wallet_entry",
            (
                *("office_id", "posted_seq", "consumer_id", "kind", "business_day"),
                *("amount_paise", "balance_after_paise", "previous_seq", "entry_seq"),
            ),
            [
                (
                    *(self._office.id, posted.first_posted_seq, consumer.id),
                    *(EntryKind.RECHARGE.value, day_number(day), order.amount.paise, after.paise),
                    *(previous, posted.entry_seq),
                )
            ],
        )
        self._connection.execute(
            update(wallet)
            .where(self._wallet_of(consumer))
            .values(
                balance_paise=after.paise,
                negative_since_day=negative_since,
                last_posted_seq=posted.first_posted_seq,
            )
        )

    def _wallet_of(self, consumer: Consumer) -> Any:
        return (wallet.c.office_id == self._office.id) & (wallet.c.consumer_id == consumer.id)


def _receipt(row: Any) -> Receipt:
    return Receipt(
        number=row.number,
        order_id=row.order_id,
        consumer_number=row.consumer_number,
        consumer_name=row.party_name,
        consumer_address=row.party_address,
        meter_serial=row.meter_serial,
        category=row.category,
        amount=Money(row.amount_paise),
        tender=Tender(row.tender),
        reference=row.reference,
        to_arrears=Money(row.to_arrears_paise),
        to_wallet=Money(row.to_wallet_paise),
        balance_before=Money(row.balance_before_paise),
        balance_after=Money(row.balance_after_paise),
        days_left=row.days_left,
        posted_at=instant_of(row.posted_at_ms),
        posted_by=row.posted_by,
        counter=row.counter,
    )
