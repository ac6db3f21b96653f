"""The collection: what was taken, in which form and for what, less what was given back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from domain.calendar import day_of_number, instant_of
from domain.head import Head
from domain.ledger import Account
from domain.register import Cell, Control, GroupBy
from domain.tender import INSTRUMENTS, Tender
from storage.listings.registers.columns import columns
from storage.listings.registers.looking import OF_RECEIPTS, Found, Look

#: By account: the tenders whose money lies there, and the heads that go there.
_TENDERS_OF: Mapping[Account, tuple[StrEnum, ...]] = {
    Account.CASH: (Tender.CASH,),
    Account.UPI_CLEARING: (Tender.UPI,),
    Account.CARD_CLEARING: (Tender.CARD,),
    Account.CHEQUE_CLEARING: (Tender.CHEQUE, Tender.DRAFT),
    Account.GATEWAY_CLEARING: (Tender.GATEWAY,),
    Account.SUSPENSE: (Tender.TRANSFER,),
}
_HEADS_OF: Mapping[Account, tuple[StrEnum, ...]] = {
    Account.WALLETS: (Head.RECHARGE,),
    Account.ARREARS: (Head.ARREARS,),
    Account.DEPOSITS: (Head.DEPOSIT,),
    Account.OTHER_INCOME: (Head.OTHER,),
}
#: Where money of all tenders lies.
MONEY_ACCOUNTS = tuple(_TENDERS_OF)
_TAKEN = " WHERE r.office_id = :office_id AND r.business_day BETWEEN :since AND :until"
#: A cancellation is of the receipt's own day and stands on its line; a transfer on one of its own.
_CANCELLED = (
    " LEFT JOIN receipt_undone u ON u.office_id = r.office_id AND u.number = r.number"
    "  AND u.line = 0 AND u.kind = 'cancelled' AND u.business_day BETWEEN :since AND :until"
)
_TRANSFERRED = (
    " FROM receipt_undone u JOIN receipt r ON r.office_id = u.office_id AND r.number = u.number"
    " WHERE u.office_id = :office_id AND u.business_day BETWEEN :since AND :until"
    " AND u.kind = 'transferred'"
)
_OF_RECEIPT = "SELECT r.number, r.posted_at_ms AS at_ms, r.business_day, r.counter, r.posted_by"
_OF_TRANSFER = "SELECT u.number, u.undone_at_ms, u.business_day, u.counter, u.undone_by"
_STATE = "coalesce(u.kind, '') AS state, r.consumer_id"


def _undone(amount: str) -> str:
    return f"CASE WHEN u.line IS NULL THEN 0 ELSE {amount} END AS undone"


#: A receipt in the forms that it was paid in.
_BY_TENDER = (
    f"{_OF_RECEIPT}, t.line AS part, t.tender AS what, t.reference, t.amount_paise AS taken,"
    f" {_undone('t.amount_paise')}, {_STATE} FROM receipt r"
    " JOIN receipt_tender t ON t.office_id = r.office_id AND t.number = r.number"
    f"{_CANCELLED}{_TAKEN}"
    " UNION ALL"
    f" {_OF_TRANSFER}, 0, 'transfer', u.instead, 0, u.amount_paise, u.kind, r.consumer_id"
    f"{_TRANSFERRED}"
)


def _head_part(place: int, head: Head, taken: str, undone: str, joined: str = "") -> str:
    return (
        f"{_OF_RECEIPT}, {place} AS part, '{head.value}' AS what, {_note_of(head)} AS reference,"
        f" {taken} AS taken, {_undone(undone)}, {_STATE} FROM receipt r{joined}{_CANCELLED}{_TAKEN}"
        f" UNION ALL {_OF_TRANSFER}, {place}, '{head.value}', u.instead, 0, {undone}, u.kind,"
        f" r.consumer_id{_TRANSFERRED}"
    )


def _note_of(head: Head) -> str:
    return "h.note" if head in {Head.DEPOSIT, Head.OTHER} else "''"


def _paid_for(head: Head) -> str:
    return (
        " JOIN receipt_head h ON h.office_id = r.office_id AND h.number = r.number"
        f" AND h.head = '{head.value}'"
    )


#: A receipt by where its money went; what nothing went to is left out.
_BY_HEAD = " UNION ALL ".join(
    (
        _head_part(1, Head.RECHARGE, "r.to_wallet_paise", "u.to_wallet_paise"),
        _head_part(2, Head.ARREARS, "r.to_arrears_paise", "u.to_arrears_paise"),
        _head_part(
            3, Head.DEPOSIT, "h.amount_paise", "u.to_deposit_paise", _paid_for(Head.DEPOSIT)
        ),
        _head_part(4, Head.OTHER, "h.amount_paise", "u.to_other_paise", _paid_for(Head.OTHER)),
    )
)


def collection(look: Look) -> Found:
    """Return what was taken and given back in the days, a row for each part of a receipt.

    Asked for sums, a row for each day, counter, clerk, tender or head.
    """
    group = GroupBy(look.query.group_by)
    found = _listed(look) if group is GroupBy.RECEIPT else _grouped(look, group)
    return replace(found, controls=_controls(look, found))


@dataclass(frozen=True, slots=True)
class _Collected(Found):
    """A collection with what was kept of each tender or head."""

    net: Mapping[str, int] = field(default_factory=dict)


def _parts(look: Look, *, is_whole: bool = False) -> str:
    """Return the statement of the parts asked for; ``is_whole``: of every tender."""
    wanted = look.where(counter="p.counter", by="p.posted_by")
    if _chosen(look) and not is_whole:
        wanted += " AND p.what = :what"
    parts = _BY_HEAD if look.query.is_by_head else _BY_TENDER
    return f" FROM ({parts}) p WHERE (p.taken <> 0 OR p.undone <> 0){wanted}"


def _chosen(look: Look) -> str:
    return look.query.head or look.query.tender


def _listed(look: Look) -> _Collected:
    kind = "head" if look.query.is_by_head else "tender"
    found = look.rows(
        "SELECT p.*, c.number AS consumer_number, y.name"
        f" FROM (SELECT p.*{_parts(look)}) p"
        " JOIN consumer c ON c.office_id = :office_id AND c.id = p.consumer_id"
        " LEFT JOIN receipt_party y ON y.office_id = :office_id AND y.number = p.number"
        " ORDER BY p.at_ms, p.number, p.part",
        what=_chosen(look),
    )
    net: Counter[str] = Counter()
    for row in found:
        net[row.what] += row.taken - row.undone
    shown = columns(
        *("at", "number", "counter", "by", "consumer", "name", kind),
        *("note" if kind == "head" else "reference", "taken", "undone", "state"),
    )
    return _Collected(shown, [_line(row) for row in found], (), net)


def _line(row: Any) -> Sequence[Cell]:
    return (
        *(instant_of(row.at_ms), row.number, row.counter, row.posted_by),
        *(row.consumer_number, row.name, row.what, row.reference),
        *(row.taken, row.undone, row.state),
    )


#: By what rows are added up, and the column in which that stands.
_KEYS: Mapping[GroupBy, tuple[str, str]] = {
    GroupBy.DAY: ("business_day", "day"),
    GroupBy.COUNTER: ("counter", "counter"),
    GroupBy.CLERK: ("posted_by", "by"),
    GroupBy.TENDER: ("what", "tender"),
    GroupBy.HEAD: ("what", "head"),
}


def _grouped(look: Look, group: GroupBy) -> _Collected:
    key, column = _KEYS[group]
    sums = look.rows(
        f"SELECT p.{key} AS key, p.what, sum(p.taken) AS taken, sum(p.undone) AS undone,"
        f" sum(CASE WHEN p.taken > 0 THEN 1 ELSE 0 END) AS parts{_parts(look)}"
        f" GROUP BY p.{key}, p.what",
        what=_chosen(look),
    )
    net: Counter[str] = Counter()
    by_key: dict[Any, list[Any]] = {}
    for row in sums:
        net[row.what] += int(row.taken - row.undone)
        by_key.setdefault(row.key, []).append(row)
    number, kinds = "receipts", sorted(net.keys() & _PLACES.keys(), key=_place)
    if key == "what":
        # Of a receipt in two forms each form counts: their sum is no number of receipts.
        number, kinds = "parts", []
    heads = columns(column, number, "taken", "undone", *(f"of_{kind}" for kind in kinds), "net")
    counts = {row.key: int(row.parts) for row in sums} if key == "what" else _receipts(look, key)
    rows = [
        _sum(value, counts.get(value, 0), by_key[value], kinds)
        for value in sorted(by_key, key=_place if key == "what" else None)
    ]
    if group is GroupBy.DAY:
        rows = [(day_of_number(day), *cells) for day, *cells in rows]
    return _Collected(heads, rows, (), net)


#: Tenders and heads in the order of the office; whatever a strange hand has put there is last.
_PLACES = {kind.value: place for place, kind in enumerate([*Tender, *Head])}


def _place(kind: str) -> int:
    return _PLACES.get(kind, len(_PLACES))


def _receipts(look: Look, key: str) -> Mapping[Any, int]:
    """Return how many receipts there are of each key; one paid in two forms is one."""
    counted = (
        f"SELECT p.{key} AS key, count(DISTINCT p.number) AS receipts{_parts(look)}"
        f" AND p.taken > 0 GROUP BY p.{key}"
        if _chosen(look)
        else f"SELECT r.{key} AS key, count(*) AS receipts FROM receipt r{_TAKEN}"
        f"{look.where(counter='r.counter', by='r.posted_by')} GROUP BY r.{key}"
    )
    return {row.key: row.receipts for row in look.rows(counted, what=_chosen(look))}


def _sum(key: Any, count: int, parts: Sequence[Any], kinds: Sequence[str]) -> tuple[Any, ...]:
    taken, undone = sum(int(part.taken) for part in parts), sum(int(part.undone) for part in parts)
    nets = {part.what: int(part.taken - part.undone) for part in parts}
    return (key, count, taken, undone, *(nets.get(kind, 0) for kind in kinds), taken - undone)


def _controls(look: Look, found: _Collected) -> list[Control]:
    """Return what the receipts come to in each account, and what the ledger says of it."""
    net, ledger = found.net, look.posted_by_account(OF_RECEIPTS)
    # What is paid for stands at the credit side.
    accounts, side = (_HEADS_OF, -1) if look.query.is_by_head else (_TENDERS_OF, 1)
    if look.query.tender in INSTRUMENTS:
        # Cheques and drafts lie in one account.
        net = _net_of_all(look)
    controls = [
        Control(
            account.value, sum(net.get(kind, 0) for kind in kinds), side * ledger.get(account, 0)
        )
        for account, kinds in accounts.items()
        if not _chosen(look) or _chosen(look) in kinds
    ]
    if _chosen(look):
        return controls
    total = Control("collected", sum(net.values()), sum(line.ledger for line in controls))
    return [total, *(line for line in controls if line.register or line.ledger)]


def _net_of_all(look: Look) -> Mapping[str, int]:
    rows = look.rows(
        f"SELECT p.what, sum(p.taken - p.undone) AS net{_parts(look, is_whole=True)}"
        " GROUP BY p.what"
    )
    return {row.what: int(row.net) for row in rows}
