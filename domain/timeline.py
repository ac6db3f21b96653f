"""The timeline of a consumer: everything that happened, newest first, as facts the edge words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.ledger import EntryKind
from domain.money import ZERO, Money


class TimelineKind(StrEnum):
    """What kind of thing happened."""

    #: The consumer was taken on, and with what balance.
    BEGINNING = "beginning"
    OPENING_BALANCE = "opening_balance"
    CHARGES = "charges"
    RECHARGE = "recharge"
    #: A receipt, or a cheque of one, that was undone; ``how`` is its kind of posting.
    UNDONE = "undone"
    FEE = "fee"
    CHEQUE = "cheque"
    #: A debt from before prepaid: booked, or ended.
    ARREARS = "arrears"
    INSTALMENTS = "instalments"
    #: A field before and after.
    CHANGE = "change"
    #: A held read that somebody decided.
    READ = "read"
    #: A payment of unknown fate that was written down, or decided.
    PAYMENT = "payment"
    #: A receipt that was printed, or printed again; a paper that was made.
    DOCUMENT = "document"
    NOTE = "note"
    TAG = "tag"
    #: What the consumer was told, by which medium, and how far that is.
    ALERT = "alert"
    #: An order to the meter: what was to be done, and what became of it.
    COMMAND = "command"
    #: Any other act that the audit log tells of.
    ACT = "act"


#: What can be asked for at once, by the name that it has at the desk.
GROUPS: Mapping[str, frozenset[TimelineKind]] = {
    "money": frozenset(
        {
            *(TimelineKind.RECHARGE, TimelineKind.UNDONE, TimelineKind.FEE, TimelineKind.CHEQUE),
            *(TimelineKind.PAYMENT, TimelineKind.OPENING_BALANCE),
        }
    ),
    "charges": frozenset({TimelineKind.CHARGES}),
    "arrears": frozenset({TimelineKind.ARREARS, TimelineKind.INSTALMENTS}),
    "changes": frozenset({TimelineKind.CHANGE, TimelineKind.BEGINNING}),
    "reads": frozenset({TimelineKind.READ}),
    "notes": frozenset({TimelineKind.NOTE, TimelineKind.TAG}),
    "supply": frozenset({TimelineKind.COMMAND}),
    "alerts": frozenset({TimelineKind.ALERT}),
    "documents": frozenset({TimelineKind.DOCUMENT}),
    "acts": frozenset({TimelineKind.ACT}),
}

#: Kinds of wallet rows that come day by day: a stretch of them is one row of the timeline.
_DAILY = {
    EntryKind.DAILY_CHARGE: TimelineKind.CHARGES,
    EntryKind.ARREAR_INSTALMENT: TimelineKind.INSTALMENTS,
}
_KINDS = {
    EntryKind.OPENING_BALANCE: TimelineKind.OPENING_BALANCE,
    EntryKind.RECHARGE: TimelineKind.RECHARGE,
    EntryKind.CANCELLATION: TimelineKind.UNDONE,
    EntryKind.TRANSFER: TimelineKind.UNDONE,
    EntryKind.DISHONOUR: TimelineKind.UNDONE,
    EntryKind.DISHONOUR_FEE: TimelineKind.FEE,
}


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened.

    ``amount`` is what it moved in the wallet, so that the amounts of all rows add up to the
    balance; other sums are facts (``..._paise``). ``document`` is what it can be looked up by: a
    receipt's number, a meter's. ``first`` and ``last`` are the days of a stretch of charges.
    """

    at: datetime
    kind: TimelineKind
    #: Among rows of one instant the order in which they came.
    seq: int
    facts: Mapping[str, str] = field(default_factory=dict)
    amount: Money | None = None
    balance_after: Money | None = None
    document: str = ""
    who: str = ""
    first: date | None = None
    last: date | None = None
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[datetime, int, str]:
        """Where the row stands among others: by instant; what moves money after what does not."""
        return (self.at, self.seq, self.kind.value)


@dataclass(frozen=True, slots=True)
class TimelineQuery:
    """Which rows are asked for: of some kinds, with these words, up to a day; empty: all."""

    kinds: frozenset[TimelineKind] = frozenset()
    text: str = ""
    until: date | None = None

    def asks_for(self, row: TimelineRow) -> bool:
        """Return whether a row is one of those."""
        if self.kinds and row.kind not in self.kinds:
            return False
        return all(word in _told_in(row) for word in self.text.casefold().split())


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """Up to where a timeline was read: older rows than ``key``, and the wallet from a row on."""

    key: tuple[datetime, int, str]
    wallet_seq: int | None


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """A stretch of a timeline, newest first; ``rest``: where the next one begins, None: nowhere."""

    rows: tuple[TimelineRow, ...]
    rest: TimelineMark | None


@dataclass(frozen=True, slots=True)
class WalletMovement:
    """A row of a wallet with what is told of it; ``previous_seq`` leads back."""

    posted_seq: int
    previous_seq: int | None
    kind: EntryKind
    at: datetime
    day: date
    amount: Money
    balance_after: Money
    document: str
    who: str
    energy_wh: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)


def folded(movements: Sequence[WalletMovement]) -> list[tuple[TimelineRow, ...]]:
    """Return a wallet's movements as rows, newest first: days that follow one another as one.

    A stretch ends with its calendar month, or where something else moved the wallet; each is
    given with what follows from it (a stretch of charges, and one of the instalments beside it).
    """
    stretches: list[list[WalletMovement]] = []
    for movement in movements:
        if stretches and _continues(stretches[-1][-1], movement):
            stretches[-1].append(movement)
        else:
            stretches.append([movement])
    return [_rows_of(stretch) for stretch in stretches]


def _continues(newer: WalletMovement, older: WalletMovement) -> bool:
    if newer.kind not in _DAILY or older.kind not in _DAILY:
        return False
    return (newer.day.year, newer.day.month) == (older.day.year, older.day.month)


def _rows_of(stretch: Sequence[WalletMovement]) -> tuple[TimelineRow, ...]:
    newest = stretch[0]
    if newest.kind not in _DAILY:
        return (_row_of(newest),)
    found = [[one for one in stretch if one.kind is kind] for kind in _DAILY]
    rows = [_stretch_of(days) for days in found if days]
    return tuple(sorted(rows, key=lambda row: row.key, reverse=True))


def _row_of(movement: WalletMovement) -> TimelineRow:
    return TimelineRow(
        movement.at,
        _KINDS[movement.kind],
        movement.posted_seq,
        {"how": movement.kind.value, **movement.facts},
        movement.amount,
        movement.balance_after,
        movement.document,
        movement.who,
        movement.day,
        movement.day,
    )


def _stretch_of(days: Sequence[WalletMovement]) -> TimelineRow:
    """Return the row of a stretch of days, newest first, of one kind."""
    newest = days[0]
    total = sum((day.amount for day in days), ZERO)
    facts = {"days": str(len(days)), "energy_wh": str(sum(day.energy_wh for day in days))}
    return TimelineRow(
        newest.at,
        _DAILY[newest.kind],
        newest.posted_seq,
        facts,
        total,
        newest.balance_after,
        who=newest.who,
        first=min(day.day for day in days),
        last=max(day.day for day in days),
    )


def newest_first(rows: Iterable[TimelineRow]) -> list[TimelineRow]:
    """Return rows in the order of a timeline."""
    return sorted(rows, key=lambda row: row.key, reverse=True)


def _told_in(row: TimelineRow) -> str:
    told = [row.document, row.who, *row.facts.values(), *row.before.values(), *row.after.values()]
    if row.amount is not None:
        told.append(_digits(row.amount))
    return "\n".join(told).casefold()


def _digits(amount: Money) -> str:
    whole, paise = divmod(abs(amount.paise), 100)
    return f"{whole}.{paise:02}"
