"""Payments of unknown fate, and settlement files with what became of their lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text, update

from domain.calendar import billing_day, day_number, day_of_number, instant_of, milliseconds
from domain.consumer import Consumer
from domain.errors_of_counter import PaymentNotFound
from domain.head import Head, HeadLine
from domain.ledger import ACCOUNT_OF, Account, EntryKind, JournalLine, balanced
from domain.money import ZERO, Money
from domain.office import Actor, Office
from domain.payment import (
    SETTLING,
    Payment,
    PaymentState,
    SettlementFile,
    SettlementLine,
    SettlementOutcome,
)
from domain.settlement_matching import (
    CLEARED_BY_BANK,
    Known,
    TenderToSettle,
    names_of,
)
from domain.tender import Tender
from storage.repositories.posting import Posting, post
from storage.repositories.sealed import add_sealed
from storage.rows import insert_many, json_list, take_numbers
from storage.tables.counter import payment as payment_table
from storage.tables.counter import settlement_line, sheet_mapping
from storage.vouching import Rows, vouch, vouching_for

_MOST_LINES = 5_000
#: A cancelled receipt stands for no payment; one that was transferred does: the money is there.
_NOT_CANCELLED = (
    "NOT EXISTS (SELECT 1 FROM receipt_undone u WHERE u.office_id = r.office_id"
    " AND u.number = r.number AND u.line = 0 AND u.kind = 'cancelled')"
)
_PAYMENTS = (
    "SELECT p.*, c.number AS consumer_number, c.name AS consumer_name, coalesce("
    " (SELECT min(r.number) FROM receipt r WHERE r.office_id = p.office_id AND r.order_id = p.id"
    f"  AND {_NOT_CANCELLED}),"
    # Cards have short codes, which come again.
    " (SELECT min(r.number) FROM receipt_tender t THEN JOIN receipt r"
    "   ON r.office_id = t.office_id AND r.number = t.number"
    "  WHERE t.office_id = p.office_id AND t.tender = p.tender"
    "  AND t.reference BETWEEN p.reference AND p.reference"
    "  AND (p.tender <> 'card' OR (t.amount_paise = p.amount_paise"
    "   AND r.consumer_id = p.consumer_id))"
    f"  AND {_NOT_CANCELLED}), '') AS posted_number"
    " FROM payment p JOIN consumer c ON c.office_id = p.office_id AND c.id = p.consumer_id"
    " WHERE p.office_id = :office_id"
)
_TENDERS = "SELECT r.number, t.line, r.order_id, t.tender, t.reference, t.amount_paise FROM "
_TO_SETTLE = " WHERE t.tender IN (SELECT value FROM words_in(:tenders) k) AND " + _NOT_CANCELLED
_LINES = (
    "SELECT l.*, f.tender FROM {found} JOIN settlement_file f"
    " ON f.office_id = l.office_id AND f.id = l.file_id WHERE l.office_id = :office_id"
)
#: What waits for a person: also what failed although a receipt stands for it.
_OPEN = (SettlementOutcome.UNKNOWN, SettlementOutcome.DIFFERS, SettlementOutcome.FAILED)
_WAITS = " AND (l.outcome <> 'failed' OR l.number <> '')"
#: By a range SQLite's planner finds the index, which begins with the office as the key does.
_BY_NAME = (
    "words_in(:names) w THEN JOIN settlement_line l"
    " ON l.office_id = :office_id AND l.{column} BETWEEN w.value AND w.value"
)
#: Cards have short codes, which come again.
_SETTLED_UNDER = (
    "SELECT l.number FROM settlement_line l JOIN settlement_file f"
    "  ON f.office_id = l.office_id AND f.id = l.file_id AND f.tender <> 'card'"
    " WHERE l.office_id = :office_id AND l.reference BETWEEN :reference AND :reference"
    " AND l.outcome IN ('settled', 'credited', 'decided') AND l.number <> ''"
    " UNION SELECT p.number FROM payment p WHERE p.office_id = :office_id"
    " AND p.reference BETWEEN :reference AND :reference AND p.tender <> 'card'"
    " AND p.state = 'credited' ORDER BY 1 LIMIT 1"
)
_LINE_COLUMNS = (
    *("office_id", "file_id", "line", "reference", "order_reference", "amount_paise"),
    *("fee_paise", "paid_day", "status", "outcome", "number", "payment_id", "note"),
    *("decided_at_ms", "decided_by"),
)


class SqlPayments:
    """Those of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    # Payments

    def get(self, id_: str) -> Payment:
        found = self.find(id_)
        if found is None:
            raise PaymentNotFound(id_)
        return found

    def find(self, id_: str) -> Payment | None:
        found = self._payments(" AND p.id = :id", id=id_)
        return found[0] if found else None

    def all(self) -> list[Payment]:
        """Return the payments of every state, oldest first."""
        return self._payments("")

    def undecided(self) -> list[Payment]:
        """Return the payments that nobody has decided, oldest first; some may be credited."""
        return self._payments(" AND p.state = 'unknown'")

    def add(self, payment: Payment, consumer: Consumer) -> None:
        heads = [[line.head.value, line.amount.paise, line.note] for line in payment.heads]
        row = {
            "id": payment.id,
            "consumer_id": consumer.id,
            "tender": payment.tender,
            "amount_paise": payment.amount.paise,
            "heads": json.dumps(heads, ensure_ascii=False),
            "reference": payment.reference,
            "note": payment.note,
            "counter": payment.counter,
            "began_at_ms": milliseconds(payment.began_at),
            "began_by": payment.began_by,
            "state": PaymentState.UNKNOWN.value,
            "number": "",
            "decision": "",
            "decided_at_ms": None,
            "decided_by": "",
        }
        rows = {payment_table.name: [row]}
        add_sealed(self._connection, self._office, "payment_parked", rows, by=payment.began_by)

    def decide(self, payment: Payment) -> None:
        with vouching_for(
            self._connection,
            self._office,
            payment_table.name,
            " AND id = :id",
            act="payment_decided",
            by=payment.decided_by,
            id=payment.id,
        ):
            self._connection.execute(
                update(payment_table)
                .where(
                    payment_table.c.office_id == self._office.id,
                    payment_table.c.id == payment.id,
                )
                .values(
                    state=payment.state.value,
                    number=payment.receipt,
                    decision=payment.decision,
                    decided_at_ms=_ms(payment.decided_at),
                    decided_by=payment.decided_by,
                )
            )

    # What is known of lines

    def known_to(self, lines: Sequence[SettlementLine]) -> Known:
        names = set().union(*map(names_of, lines)) if lines else set()
        payments = self._payments(
            " AND (p.id IN (SELECT value FROM words_in(:names) w)"
            " OR p.reference IN (SELECT value FROM words_in(:names) v))",
            names=json_list(sorted(names)),
        )
        tenders = self._tenders(names, names | {payment.id for payment in payments})
        earlier = {
            (line.file, line.line): line
            for line in (
                *self._lines_named("reference", {line.reference for line in lines}),
                *self._lines_named("number", {tender.number for tender in tenders}),
            )
        }
        return Known(tenders, payments, [earlier[key] for key in sorted(earlier)])

    def _tenders(self, references: set[str], order_ids: set[str]) -> list[TenderToSettle]:
        by_reference = (
            f"{_TENDERS} words_in(:names) w THEN JOIN receipt_tender t"
            "  ON t.office_id = :office_id AND t.reference BETWEEN w.value AND w.value"
            f" THEN JOIN receipt r ON r.office_id = t.office_id AND r.number = t.number{_TO_SETTLE}"
        )
        by_order = (
            f"{_TENDERS} words_in(:names) w THEN JOIN receipt r"
            "  ON r.office_id = :office_id AND r.order_id = w.value"
            f" THEN JOIN receipt_tender t ON t.office_id = r.office_id AND t.number = r.number"
            f"{_TO_SETTLE}"
        )
        named = (*self._found(by_reference, references), *self._found(by_order, order_ids))
        # With the others of their receipts, some of which may be settled, for the same amount too.
        by_number = (
            f"{_TENDERS} words_in(:names) w THEN JOIN receipt r"
            "  ON r.office_id = :office_id AND r.number = w.value"
            f" THEN JOIN receipt_tender t ON t.office_id = r.office_id AND t.number = r.number"
            f"{_TO_SETTLE}"
        )
        found = self._found(by_number, {tender.number for tender in named})
        return sorted(found, key=lambda tender: (tender.number, tender.line))

    def _found(self, sql: str, names: set[str]) -> list[TenderToSettle]:
        rows = self._connection.execute(
            text(sql),
            {
                "office_id": self._office.id,
                "names": json_list(sorted(names)),
                "tenders": json_list(tender.value for tender in CLEARED_BY_BANK),
            },
        )
        return [
            TenderToSettle(number, line, order_id, tender, reference, Money(paise))
            for number, line, order_id, tender, reference, paise in rows
        ]

    def _lines_named(self, column: str, names: set[str]) -> list[SettlementLine]:
        sql = _LINES.format(found=_BY_NAME.format(column=column))
        rows = self._connection.execute(
            text(f"{sql} AND l.outcome <> 'again'"),
            {"office_id": self._office.id, "names": json_list(sorted(names))},
        )
        return [_line(row) for row in rows]

    # Settlement files

    def settlement_by_hash(self, sha256: str) -> SettlementFile | None:
        found = self.settlements(" AND f.sha256 = :sha256", sha256=sha256)
        return found[0] if found else None

    def settlement(self, file: int) -> SettlementFile:
        found = self.settlements(" AND f.id = :file", file=file)
        if not found:
            raise PaymentNotFound(str(file))
        return found[0]

    def settlements(self, condition: str = "", **parameters: Any) -> list[SettlementFile]:
        """Return the files that were taken, newest first."""
        rows = self._connection.execute(
            text(
                "SELECT f.*, coalesce((SELECT sum(l.amount_paise) FROM settlement_line l"
                "  WHERE l.office_id = f.office_id AND l.file_id = f.id"
                "  AND (l.outcome IN ('settled', 'credited')"
                "   OR (l.outcome = 'decided' AND l.number <> ''))), 0) AS settled_paise"
                f" FROM settlement_file f WHERE f.office_id = :office_id{condition}"
                " ORDER BY f.id DESC LIMIT :limit"
            ),
            {"office_id": self._office.id, "limit": 1, **parameters},
        )
        return [_file(row) for row in rows]

    def add_settlement(
        self, file: SettlementFile, lines: Sequence[SettlementLine], actor: Actor
    ) -> SettlementFile:
        file_id = take_numbers(self._connection, self._office.id, "settlement_file", 1)
        taken = replace(
            file,
            id=file_id,
            settled=Money(sum(line.amount.paise for line in lines if line.outcome in SETTLING)),
        )
        entry_seq = self._post(
            [line for line in lines if line.outcome in SETTLING],
            f"{self._office.series_prefix}/SETTLEMENT/{file_id:06}",
            taken,
            actor,
        )
        row = {
            "id": file_id,
            "name": file.name,
            "sha256": file.sha256,
            "tender": file.tender,
            "lines": len(lines),
            "taken_at_ms": milliseconds(file.taken_at),
            "taken_by": file.taken_by,
            "entry_seq": entry_seq,
        }
        rows = {"settlement_file": [row]}
        add_sealed(self._connection, self._office, "settlement_taken", rows, by=actor.name)
        written = [_row(self._office, file_id, line) for line in lines]
        insert_many(self._connection, settlement_line.name, _LINE_COLUMNS, written)
        vouch(
            self._connection,
            self._office,
            "settlement_taken",
            by=actor.name,
            written=[Rows(settlement_line.name, _LINE_COLUMNS, written)],
        )
        return taken

    def line(self, file: int, line: int) -> SettlementLine:
        found = self._lines(" AND l.file_id = :file AND l.line = :line", file=file, line=line)
        if not found:
            raise PaymentNotFound(f"{file}/{line}")
        return found[0]

    def lines_listed(self, file: int | None, *, is_open: bool) -> list[SettlementLine]:
        """Return the lines of a file, or of all, newest file first; at most some thousands."""
        of_file = "" if file is None else " AND l.file_id = :file"
        if not is_open:
            return self._lines(of_file, file=file)
        found = _BY_NAME.format(column="outcome")
        return self._lines(of_file + _WAITS, found, file=file, names=json_list(_OPEN))

    def _lines(
        self, condition: str, found: str = "settlement_line l", **parameters: Any
    ) -> list[SettlementLine]:
        rows = self._connection.execute(
            text(
                f"{_LINES.format(found=found)}{condition}"
                " ORDER BY l.file_id DESC, l.line LIMIT :limit"
            ),
            {"office_id": self._office.id, "limit": _MOST_LINES, **parameters},
        )
        return [_line(row) for row in rows]

    def settled_under(self, reference: str) -> str | None:
        number: str | None = self._connection.execute(
            text(_SETTLED_UNDER), {"office_id": self._office.id, "reference": reference}
        ).scalar()
        return number

    def paid_by_bank(self, number: str) -> SettlementLine | None:
        lines = self._lines_named("number", {number})
        return next((line for line in lines if line.has_settled), None)

    def settle_line(self, line: SettlementLine, at: datetime, actor: Actor) -> None:
        document = f"{self._office.series_prefix}/SETTLEMENT/{line.file:06}/{line.line}"
        file = replace(self.settlement(line.file), taken_at=at)
        self._post([line], document, file, actor)
        self._put_line(line, at, actor)

    def put_line_aside(self, line: SettlementLine, at: datetime, actor: Actor) -> None:
        self._put_line(line, at, actor)

    def mapping(self, purpose: str, headings: str) -> str | None:
        columns: str | None = self._connection.execute(
            select(sheet_mapping.c.columns).where(
                sheet_mapping.c.office_id == self._office.id,
                sheet_mapping.c.purpose == purpose,
                sheet_mapping.c.headings == headings,
            )
        ).scalar()
        return columns

    def put_mapping(self, purpose: str, headings: str, columns: str, at: datetime, by: str) -> None:
        if self.mapping(purpose, headings) == columns:
            return
        with vouching_for(
            self._connection,
            self._office,
            sheet_mapping.name,
            " AND purpose = :purpose AND headings = :headings",
            act="columns_mapped",
            by=by,
            purpose=purpose,
            headings=headings,
        ):
            self._connection.execute(
                text(
                    "INSERT INTO sheet_mapping"
                    ' (office_id, purpose, headings, "columns", mapped_at_ms, mapped_by)'
                    " VALUES (:office_id, :purpose, :headings, :columns, :at, :by)"
                    " ON CONFLICT (office_id, purpose, headings) DO UPDATE SET"
                    ' "columns" = excluded."columns", mapped_at_ms = excluded.mapped_at_ms,'
                    " mapped_by = excluded.mapped_by"
                ),
                {
                    "office_id": self._office.id,
                    "purpose": purpose,
                    "headings": headings,
                    "columns": columns,
                    "at": milliseconds(at),
                    "by": by,
                },
            )

    def in_clearing(self) -> Mapping[str, Money]:
        """Return what the clearing accounts hold, by tender."""
        rows = self._connection.execute(
            text(
                "SELECT account, sum(amount_paise) AS paise FROM journal_line"
                " WHERE office_id = :office_id"
                " AND account IN (SELECT value FROM words_in(:accounts) a) GROUP BY account"
            ),
            {
                "office_id": self._office.id,
                "accounts": json_list(ACCOUNT_OF[tender].value for tender in CLEARED_BY_BANK),
            },
        )
        held = {row.account: Money(int(row.paise)) for row in rows}
        return {
            tender.value: held.get(ACCOUNT_OF[tender].value, ZERO) for tender in CLEARED_BY_BANK
        }

    def _payments(self, condition: str, **parameters: Any) -> list[Payment]:
        rows = self._connection.execute(
            text(f"{_PAYMENTS}{condition} ORDER BY p.began_at_ms, p.id"),
            {"office_id": self._office.id, **parameters},
        )
        return [_payment(row) for row in rows]

    def _put_line(self, line: SettlementLine, at: datetime, actor: Actor) -> None:
        with vouching_for(
            self._connection,
            self._office,
            settlement_line.name,
            " AND file_id = :file AND line = :line",
            act="settlement_line_decided",
            by=actor.name,
            file=line.file,
            line=line.line,
        ):
            self._connection.execute(
                update(settlement_line)
                .where(
                    settlement_line.c.office_id == self._office.id,
                    settlement_line.c.file_id == line.file,
                    settlement_line.c.line == line.line,
                )
                .values(
                    outcome=line.outcome.value,
                    number=line.receipt,
                    payment_id=line.payment_id,
                    note=line.note,
                    decided_at_ms=milliseconds(at),
                    decided_by=actor.name,
                )
            )

    def _post(
        self,
        settled: Sequence[SettlementLine],
        document: str,
        file: SettlementFile,
        actor: Actor,
    ) -> int | None:
        """Post that the bank has paid these lines, less its fees; None when there are none."""
        if not settled:
            return None
        gross: Counter[str] = Counter()
        for line in settled:
            gross[line.tender] += line.amount.paise
        fees = sum(line.fee.paise for line in settled)
        posting = Posting(
            business_date=billing_day(file.taken_at),
            kind=EntryKind.SETTLEMENT,
            document=document,
            wallet_rows=0,
            lines=balanced(
                JournalLine(Account.BANK, sum(gross.values()) - fees),
                JournalLine(Account.GATEWAY_FEES, fees),
                *(JournalLine(ACCOUNT_OF[Tender(name)], -paid) for name, paid in gross.items()),
            ),
            core={"file": file.id, "sha256": file.sha256, "settled": len(settled)},
            at=file.taken_at,
            actor=actor,
        )
        return post(self._connection, self._office, posting).entry_seq


def _payment(row: Any) -> Payment:
    is_posted = row.state == PaymentState.UNKNOWN.value and bool(row.posted_number)
    heads = [
        HeadLine(Head(head), Money(paise), note) for head, paise, note in json.loads(row.heads)
    ]
    return Payment(
        id=row.id,
        consumer_number=row.consumer_number,
        consumer_name=row.consumer_name,
        tender=row.tender,
        amount=Money(row.amount_paise),
        reference=row.reference,
        note=row.note,
        counter=row.counter,
        began_at=instant_of(row.began_at_ms),
        began_by=row.began_by,
        state=PaymentState.CREDITED if is_posted else PaymentState(row.state),
        receipt=row.number or (row.posted_number if is_posted else ""),
        decision=row.decision,
        decided_at=None if row.decided_at_ms is None else instant_of(row.decided_at_ms),
        decided_by=row.decided_by,
        heads=tuple(heads),
    )


def _line(row: Any) -> SettlementLine:
    return SettlementLine(
        line=row.line,
        reference=row.reference,
        order_reference=row.order_reference,
        amount=Money(row.amount_paise),
        fee=Money(row.fee_paise),
        paid_on=None if row.paid_day is None else day_of_number(row.paid_day),
        status=row.status,
        outcome=SettlementOutcome(row.outcome),
        receipt=row.number,
        payment_id=row.payment_id,
        note=row.note,
        file=row.file_id,
        tender=row.tender,
    )


def _row(office: Office, file: int, line: SettlementLine) -> tuple[Any, ...]:
    """Return a line as it is stored, in the order of its columns."""
    return (
        *(office.id, file, line.line, line.reference, line.order_reference, line.amount.paise),
        *(line.fee.paise, None if line.paid_on is None else day_number(line.paid_on)),
        *(line.status, line.outcome.value, line.receipt, line.payment_id, line.note, None, ""),
    )


def _file(row: Any) -> SettlementFile:
    return SettlementFile(
        id=row.id,
        name=row.name,
        sha256=row.sha256,
        tender=row.tender,
        lines=row.lines,
        taken_at=instant_of(row.taken_at_ms),
        taken_by=row.taken_by,
        settled=Money(int(row.settled_paise)),
    )


def _ms(instant: datetime | None) -> int | None:
    return None if instant is None else milliseconds(instant)
