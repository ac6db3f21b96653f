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
        began = None
        if after < 0:
            began = since if since is not None else _began(connection, office, move, day)
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


def _began(connection: Connection, office: Office, move: WalletMove, day: date) -> int:
    """Return since which day a wallet is negative that comes to be so now.

    What is taken back lifts nothing: the wallet has been negative for as long as if it had never
    been paid, so that nobody gets a new grace by a payment that is undone.
    """
    reversed_ = move.reverses
    began: int | None = None
    while reversed_ is not None:
        first = _first_below_zero(connection, office, reversed_)
        if first is None:
            break
        began, reversed_ = first.began, first.reverses
    return day_number(day) if began is None else began


def _first_below_zero(connection: Connection, office: Office, reversed_: int) -> Any:
    """Return the first row of the stretch below zero that a wallet row ended; None: it did not."""
    return connection.execute(
        text(
            "WITH RECURSIVE back (posted_seq, place) AS ("
            " SELECT previous_seq, 1 FROM wallet_entry"
            "  WHERE office_id = :office_id AND posted_seq = :reversed"
            " UNION ALL"
            " SELECT e.previous_seq, back.place + 1 FROM back JOIN wallet_entry e"
            "   ON e.office_id = :office_id AND e.posted_seq = back.posted_seq"
            "  WHERE e.balance_after_paise < 0)"
            " SELECT e.reverses, CASE e.kind WHEN 'opening_balance' THEN c.billed_from_day"
            "  ELSE e.business_day END AS began"
            " FROM back THEN JOIN wallet_entry e"
            "  ON e.office_id = :office_id AND e.posted_seq = back.posted_seq"
            " JOIN consumer c ON c.office_id = e.office_id AND c.id = e.consumer_id"
            " WHERE e.balance_after_paise < 0 ORDER BY back.place DESC LIMIT 1"
        ),
        {"office_id": office.id, "reversed": reversed_},
    ).one_or_none()


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
