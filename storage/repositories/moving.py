"""Moving wallets: a row for each movement, and where the wallet stands after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from domain.calendar import day_number
from domain.ledger import EntryKind
from domain.money import Money
from domain.office import Office
from storage.repositories.posting import Posted
from storage.rows import insert_many, json_list, update_many


@dataclass(frozen=True, slots=True)
class WalletMove:
    """What a posting does to one wallet; ``reverses``: the row that it takes back."""

    consumer_id: int
    amount: Money
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class WalletMoved:
    """The row that a movement became, and the balances around it."""

    posted_seq: int
    before: Money
    after: Money


def move_wallets(  # noqa: PLR0913, PLR0917 - in which books, by what posting, which wallets
    connection: Connection,
    office: Office,
    kind: EntryKind,
    day: date,
    posted: Posted,
    moves: Sequence[WalletMove],
) -> list[WalletMoved]:
    """Add the wallet rows of a posting, in its order, and move the wallets; each at most once."""
    standing = _standing(connection, office, [move.consumer_id for move in moves])
    entries, wallets, moved = [], [], []
    for place, move in enumerate(moves):
        balance, since, previous = standing[move.consumer_id]
        seq, after = posted.first_posted_seq + place, balance + move.amount.paise
        began = None if after >= 0 else since if since is not None else day_number(day)
        entries.append(
            (
                *(office.id, seq, move.consumer_id, kind.value, day_number(day)),
                *(move.amount.paise, after, previous, posted.entry_seq, move.reverses),
            )
        )
        wallets.append((after, began, seq, office.id, move.consumer_id))
        moved.append(WalletMoved(seq, Money(balance), Money(after)))
    insert_many(connection, "wallet_entry", _ENTRY_COLUMNS, entries)
    update_many(
        connection,
        "wallet",
        ("balance_paise", "negative_since_day", "last_posted_seq"),
        ("office_id", "consumer_id"),
        wallets,
    )
    return moved


_ENTRY_COLUMNS = (
    *("office_id", "posted_seq", "consumer_id", "kind", "business_day"),
    *("amount_paise", "balance_after_paise", "previous_seq", "entry_seq", "reverses"),
)


def _standing(connection: Connection, office: Office, consumers: Sequence[int]) -> dict[int, Any]:
    """Return balance, day since which it is negative and last row, by consumer."""
    rows = connection.execute(
        text(
            "SELECT w.consumer_id, w.balance_paise, w.negative_since_day, w.last_posted_seq"
            " FROM numbers_in(:consumers) n THEN JOIN wallet w"
            "  ON w.office_id = :office_id AND w.consumer_id = n.value"
        ),
        {"office_id": office.id, "consumers": json_list(consumers)},
    )
    return {
        row.consumer_id: (row.balance_paise, row.negative_since_day, row.last_posted_seq)
        for row in rows
    }
