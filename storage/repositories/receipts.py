"""Receipts as posted: number out of the series, wallet, arrears, ledger, tenders and heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, text

from domain.arrears import ArrearPlan
from domain.calendar import (
    billing_day,
    day_number,
    day_of_number,
    financial_year,
    instant_of,
    milliseconds,
)
from domain.consumer import Consumer
from domain.errors import ReceiptNotFound
from domain.head import Head, HeadLine, in_order
from domain.ledger import EntryKind
from domain.money import Money
from domain.office import Actor, Office
from domain.recharge import Receipt, RechargeOrder, Split
from domain.shift import Shift
from domain.tender import INSTRUMENTS, KNOWN_BY_REFERENCE, Tender, TenderLine
from domain.undoing import Undoing, UndoingKind
from storage.repositories.arrears import SqlArrears
from storage.repositories.moving import WalletMove, move_wallets
from storage.repositories.posting import post
from storage.repositories.receipt_making import ReceiptMaking
from storage.repositories.sealed import add_sealed
from storage.repositories.undoing import undo
from storage.tables.books import receipt, receipt_party, receipt_print
from storage.tables.counter import (
    receipt_head,
    receipt_tender,
    receipt_undone,
    reference_taken,
)
from storage.tables.people import consumer as consumer_table
from storage.vouching import Rows, vouch


class SqlReceipts:
    """The receipts of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def by_order(self, order_id: str) -> tuple[Receipt, RechargeOrder] | None:
        row = self._select(receipt.c.order_id == order_id)
        if row is None:
            return None
        found = self._receipt(row)
        order = RechargeOrder(row.order_id, row.consumer_number, found.heads, found.tenders)
        return found, order

    def similar(self, order: RechargeOrder, consumer: Consumer, since: datetime) -> Receipt | None:
        found = self._connection.execute(
            select(receipt.c.number)
            .where(
                receipt.c.office_id == self._office.id,
                receipt.c.consumer_id == consumer.id,
                # By this bound SQLite's planner finds the index; all postings are above it.
                receipt.c.posted_seq > 0,
                receipt.c.amount_paise == order.amount.paise,
                receipt.c.tender == order.tender,
                receipt.c.reference == order.reference,
                receipt.c.posted_at_ms >= milliseconds(since),
                ~select(receipt_undone.c.line)
                .where(
                    receipt_undone.c.office_id == receipt.c.office_id,
                    receipt_undone.c.number == receipt.c.number,
                )
                .exists(),
            )
            .order_by(receipt.c.posted_seq.desc())
            .limit(1)
        ).scalar()
        return None if found is None else self.by_number(found)

    def reference_taken(self, tender: str, reference: str) -> str | None:
        number: str | None = self._connection.execute(
            select(reference_taken.c.number).where(
                reference_taken.c.office_id == self._office.id,
                reference_taken.c.tender == tender,
                reference_taken.c.reference == reference,
            )
        ).scalar()
        return number

    def by_number(self, number: str) -> Receipt:
        row = self._select(receipt.c.number == number)
        if row is None:
            raise ReceiptNotFound(number)
        return self._receipt(row)

    def post(  # noqa: PLR0913 - what is posted, of whom, how it is split, where, when, by whom
        self,
        order: RechargeOrder,
        consumer: Consumer,
        split: Split,
        *,
        plan: ArrearPlan | None,
        shift: Shift | None,
        days_left: int | None,
        at: datetime,
        actor: Actor,
    ) -> Receipt:
        day = billing_day(at)
        year = financial_year(day)
        running = self._next_number(actor.counter, year)
        number = f"{self._office.series_prefix}/{actor.counter:02}/{year}/{running:06}"
        making = ReceiptMaking(order, number, consumer, split, shift, days_left, at, actor)
        posted = post(self._connection, self._office, making.posting())
        [moved] = move_wallets(
            self._connection,
            self._office,
            EntryKind.RECHARGE,
            day,
            posted,
            [WalletMove(consumer.id, split.to_wallet)],
        )
        self._connection.execute(
            insert(receipt).values(
                office_id=self._office.id,
                financial_year=year,
                incarnation=self._office.incarnation,
                running_number=running,
                **making.row(moved),
            )
        )
        self._add_parts(making)
        if plan is not None and split.to_arrears:
            arrears = SqlArrears(self._connection, self._office)
            paid = -split.to_arrears
            arrears.move(plan, paid, "receipt", day, number, posted.entry_seq)
        return self.by_number(number)

    def undo(self, receipt_: Receipt, undoing: Undoing, consumer: Consumer, actor: Actor) -> None:
        """Reverse what ``undoing`` says in wallet, arrears and ledger; let go of references."""
        undo(self._connection, self._office, receipt_, undoing, consumer, actor)

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

    def waive_print(self, number: str, at: datetime, actor: Actor) -> None:
        """Record that nobody wants this receipt on paper; again changes nothing."""
        self.by_number(number)
        known = self._connection.execute(
            text(
                "SELECT count(*) FROM print_waived"
                " WHERE office_id = :office_id AND number = :number"
            ),
            {"office_id": self._office.id, "number": number},
        ).scalar_one()
        if known:
            return
        row = {"number": number, "waived_at_ms": milliseconds(at), "waived_by": actor.name}
        add_sealed(
            self._connection, self._office, "print_waived", {"print_waived": [row]}, by=actor.name
        )

    def _add_parts(self, making: ReceiptMaking) -> None:
        """Add who stands on a receipt, its tenders and heads, its references and cheques."""
        party = {
            "number": making.number,
            "name": making.consumer.name,
            "address": making.consumer.address,
        }
        self._insert(receipt_party, [party])
        self._insert(receipt_tender, making.tender_rows())
        self._insert(receipt_head, making.head_rows())
        references = [
            {"tender": line.tender.value, "reference": line.reference, "number": making.number}
            for _, line in making.tenders()
            if line.tender in KNOWN_BY_REFERENCE
        ]
        self._insert(reference_taken, references)
        self._add_cheques(making)

    def _add_cheques(self, making: ReceiptMaking) -> None:
        cheques = [
            {
                "number": making.number,
                "line": place,
                "state": "received",
                "slip": "",
                "changed_day": day_number(billing_day(making.at)),
                "changed_at_ms": milliseconds(making.at),
                "changed_by": making.actor.name,
            }
            for place, line in making.tenders()
            if line.tender in INSTRUMENTS
        ]
        by = making.actor.name
        add_sealed(self._connection, self._office, "cheque_taken", {"cheque": cheques}, by=by)

    def _insert(self, table: Any, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            whole = [{"office_id": self._office.id, **row} for row in rows]
            self._connection.execute(insert(table), whole)

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

    def _receipt(self, row: Any) -> Receipt:
        tenders = self._of_receipt(receipt_tender, row.number, receipt_tender.c.line)
        heads = self._of_receipt(receipt_head, row.number, receipt_head.c.head)
        undone = self._of_receipt(receipt_undone, row.number, receipt_undone.c.undone_at_ms)
        by_head = {line.head: line.amount_paise for line in heads}
        return replace(
            _receipt(row),
            heads=in_order(
                [HeadLine(Head(line.head), Money(line.amount_paise), line.note) for line in heads]
            ),
            tenders=tuple(_tender_line(line) for line in tenders),
            to_deposit=Money(by_head.get(Head.DEPOSIT, 0)),
            to_other=Money(by_head.get(Head.OTHER, 0)),
            arrears_after=self._arrears_after(row.number),
            shift=next((line.shift_id for line in tenders if line.shift_id is not None), None),
            undone=tuple(_undoing(line) for line in undone),
        )

    def _of_receipt(self, table: Any, number: str, order_by: Any) -> Sequence[Any]:
        return self._connection.execute(
            select(table)
            .where(table.c.office_id == self._office.id, table.c.number == number)
            .order_by(order_by)
        ).all()

    def _arrears_after(self, number: str) -> Money | None:
        rest = self._connection.execute(
            text(
                "SELECT rest_after_paise FROM arrear_entry WHERE office_id = :office_id"
                " AND document BETWEEN :number AND :number AND kind = 'receipt'"
            ),
            {"office_id": self._office.id, "number": number},
        ).scalar()
        return None if rest is None else Money(rest)

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
        tender=row.tender,
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


def _tender_line(row: Any) -> TenderLine:
    return TenderLine(
        Tender(row.tender),
        Money(row.amount_paise),
        row.reference,
        row.bank,
        None if row.dated_day is None else day_of_number(row.dated_day),
        None if row.given_paise is None else Money(row.given_paise),
    )


def _undoing(row: Any) -> Undoing:
    return Undoing(
        number=row.number,
        kind=UndoingKind(row.kind),
        line=row.line,
        amount=Money(row.amount_paise),
        to_wallet=Money(row.to_wallet_paise),
        to_arrears=Money(row.to_arrears_paise),
        to_deposit=Money(row.to_deposit_paise),
        to_other=Money(row.to_other_paise),
        fee=Money(row.fee_paise),
        reason=row.reason,
        asked_by=row.asked_by,
        by=row.undone_by,
        at=instant_of(row.undone_at_ms),
        counter=row.counter,
        shift=row.shift_id,
        instead=row.instead,
    )
