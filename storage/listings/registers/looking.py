"""A look at a register: whose, which days, narrowed down to what, and what it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from domain.calendar import day_number
from domain.errors import ConsumerNotFound
from domain.ledger import Account, EntryKind
from domain.office import Office
from domain.register import Cell, Control, RegisterColumn, RegisterQuery

#: What brings money in over the counter, and takes it back.
OF_RECEIPTS = (EntryKind.RECHARGE, EntryKind.CANCELLATION, EntryKind.TRANSFER)
#: Whose a posting of a receipt is: what is cancelled is missing from whoever took it.
_CLERK = "CASE j.kind WHEN 'cancellation' THEN r.posted_by ELSE j.posted_by END"


@dataclass(frozen=True, slots=True)
class Found:
    """What a look found, before it is signed and dated."""

    columns: Sequence[RegisterColumn]
    rows: Sequence[Sequence[Cell]]
    controls: Sequence[Control]


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at; names are shown to every role that may see registers, as in all lists."""

    connection: Connection
    office: Office
    query: RegisterQuery
    _known: list[tuple[str, str, int]] = field(default_factory=list)

    def rows(self, sql: str, **more: object) -> Sequence[Any]:
        """Return the rows of a statement; it may name the days and filters of the query."""
        return self.connection.execute(text(sql), {**self._parameters(), **more}).all()

    def number(self, sql: str, **more: object) -> int:
        """Return the one number of a statement, 0 where it is none."""
        found: int | None = self.connection.execute(
            text(sql), {**self._parameters(), **more}
        ).scalar()
        # PostgreSQL gives sums as decimals.
        return int(found or 0)

    def where(self, *, counter: str = "", by: str = "") -> str:
        """Return the conditions that narrow a statement down, in the names of its columns."""
        conditions = ""
        if counter and self.query.counter is not None:
            conditions += f" AND {counter} = :counter"
        if by and self.query.by:
            conditions += f" AND {by} = :by"
        return conditions

    @property
    def is_narrowed(self) -> bool:
        """Whether only one counter, or one clerk, is looked at."""
        return self.query.counter is not None or bool(self.query.by)

    def posted(self, accounts: Collection[Account], kinds: Collection[EntryKind]) -> int:
        """Return by how much postings of the days have moved some accounts, as the ledger says."""
        moved = self.posted_by_account(kinds)
        return sum(moved.get(account, 0) for account in accounts)

    def posted_by_account(self, kinds: Collection[EntryKind]) -> Mapping[str, int]:
        """Return by how much postings of the days have moved each account."""
        moved: Counter[str] = Counter()
        for kind, account, amount in self._posted():
            if kind in kinds:
                moved[account] += amount
        return moved

    def _posted(self) -> Sequence[tuple[str, str, int]]:
        """Return what each kind of posting has moved in each account; read once for a look."""
        if not self._known:
            receipts = (
                " LEFT JOIN receipt r ON r.office_id = j.office_id AND r.number = j.document"
                "  AND j.kind = 'cancellation'"
            )
            rows = self.rows(
                "SELECT j.kind, l.account, sum(l.amount_paise) AS moved FROM journal_entry j"
                + (receipts if self.query.by else "")
                + " JOIN journal_line l ON l.office_id = j.office_id AND l.entry_seq = j.seq"
                " WHERE j.office_id = :office_id AND j.business_day BETWEEN :since AND :until"
                # The days' charges are many, and no register is about them.
                " AND j.kind <> 'daily_charge'"
                f"{self.where(counter='j.counter', by=_CLERK)} GROUP BY j.kind, l.account"
            )
            self._known.extend((row.kind, row.account, int(row.moved)) for row in rows)
        return self._known

    def balance(self, account: Account, until: int | None = None) -> int:
        """Return what an account came to, at the end of a day or now."""
        days = "" if until is None else " AND j.business_day <= :last"
        return self.number(
            "SELECT sum(l.amount_paise) FROM journal_line l"
            " JOIN journal_entry j ON j.office_id = l.office_id AND j.seq = l.entry_seq"
            f" WHERE l.office_id = :office_id AND l.account = :account{days}",
            account=account.value,
            last=until,
        )

    def consumer_id(self) -> int:
        """Return the consumer asked for; :class:`ConsumerNotFound`."""
        found = self.rows(
            "SELECT id FROM consumer WHERE office_id = :office_id AND number = :consumer_number"
        )
        if not found:
            raise ConsumerNotFound(self.query.consumer_number)
        number: int = found[0].id
        return number

    def _parameters(self) -> dict[str, object]:
        query = self.query
        return {
            "office_id": self.office.id,
            "since": day_number(query.since),
            "until": day_number(query.until),
            "counter": query.counter,
            "by": query.by,
            "tender": query.tender,
            "consumer_number": query.consumer_number,
        }


def totals_of(found: Found) -> dict[str, int]:
    """Return what the columns that add up come to."""
    return {
        column.key: sum(_number(row[place]) for row in found.rows)
        for place, column in enumerate(found.columns)
        if column.adds_up
    }


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
