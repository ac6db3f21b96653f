"""Wallets, moved once more by every posting in its order: each running balance must come out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from domain.ledger import EntryKind
from storage.checking.people import People, Places
from storage.checking.sight import Column, Findings, Sight
from storage.rows import NONE

#: What is read of a posting, in the order of its columns.
POSTING = ("posted_seq", "consumer", "kind", "day", "amount", "after", "previous", "entry", "back")
#: A number for each kind of posting, so that they fit into columns.
KINDS = {kind.value: number for number, kind in enumerate(EntryKind, start=1)}
_KIND = " ".join(f"WHEN '{kind}' THEN {number}" for kind, number in KINDS.items())
_POSTINGS = (
    f"SELECT e.posted_seq, e.consumer_id, CASE e.kind {_KIND} ELSE 0 END, e.business_day,"
    " e.amount_paise, e.balance_after_paise, coalesce(e.previous_seq, -1), e.entry_seq,"
    " coalesce(e.reverses, -1) FROM wallet_entry e WHERE e.office_id = :office_id"
    " AND e.posted_seq BETWEEN :first AND :last ORDER BY e.posted_seq"
)
_BEFORE = (
    "SELECT e.posted_seq, b.consumer_id, b.balance_after_paise FROM wallet_entry e"
    " JOIN wallet_entry b ON b.office_id = e.office_id AND b.posted_seq = e.previous_seq"
    " WHERE e.office_id = :office_id AND e.posted_seq BETWEEN :first AND :last"
    " AND e.previous_seq <= :until ORDER BY e.posted_seq"
)
#: The balance has been below zero since a day that nobody looked at.
_UNKNOWN = -2


class Postings:
    """Some postings as columns, in posting order."""

    def __init__(self, columns: Column) -> None:
        self.posted_seq, self.consumer, self.kind, self.day, self.amount, *rest = columns
        self.after, self.previous, self.entry, self.reverses = rest

    @classmethod
    def between(cls, sight: Sight, first: int, last: int) -> Postings:
        return cls(sight.numbers(_POSTINGS, len(POSTING), first=first, last=last))

    def __len__(self) -> int:
        return len(self.posted_seq)

    def part(self, first: int, last: int) -> Postings:
        """Return the postings of a stretch of numbers."""
        begin = int(np.searchsorted(self.posted_seq, first))
        end = int(np.searchsorted(self.posted_seq, last, "right"))
        columns = (self.posted_seq, self.consumer, self.kind, self.day, self.amount)
        more = (self.after, self.previous, self.entry, self.reverses)
        return Postings(np.array([column[begin:end] for column in (*columns, *more)]))


class Wallets:
    """Where every wallet stands after the postings looked at.

    With ``until`` the postings up to that number were looked at by an earlier check: a wallet is
    taken up where its first posting since says that it stood.
    """

    def __init__(self, people: People, found: Findings, until: int) -> None:
        self._people = people
        self._found = found
        self._until = until
        self.balance = np.empty(0, np.int64)
        #: What the postings add up to, whatever running balance each of them bears.
        self.total = np.empty(0, np.int64)
        self.last_seq = np.empty(0, np.int64)
        self.since = np.empty(0, np.int64)
        self.is_known = np.empty(0, np.bool_)
        #: Since when a wallet had been negative that a posting paid into, by its number.
        self._paid: dict[int, int] = {}

    def take_on(self, count: int) -> None:
        """Add wallets for consumers at the next places."""
        empty = np.full(count, NONE, np.int64)
        self.total = np.concatenate([self.total, np.zeros(count, np.int64)])
        self.balance = np.concatenate([self.balance, np.zeros(count, np.int64)])
        self.last_seq = np.concatenate([self.last_seq, empty])
        self.since = np.concatenate([self.since, empty])
        known = np.full(count, not self._until, np.bool_)
        self.is_known = np.concatenate([self.is_known, known])

    def replay(self, sight: Sight, postings: Postings) -> None:
        """Move the wallets by postings; tell those whose balance or predecessor is wrong."""
        places, exists = self._people.places(postings.consumer)
        for row in np.flatnonzero(~exists)[: len(postings)].tolist():
            self._tell(sight, postings, row)
        self._take_up(sight, postings, places, exists)
        rows = np.flatnonzero(exists)
        for turn in _turns(places[rows]):
            self._move(sight, postings, rows[turn], places[rows[turn]])

    def _take_up(
        self, sight: Sight, postings: Postings, places: Places, exists: NDArray[np.bool_]
    ) -> None:
        unknown = np.flatnonzero(exists & ~self.is_known[places]) if len(places) else places
        if not len(unknown):
            return
        first, last = int(postings.posted_seq[0]), int(postings.posted_seq[-1])
        before = sight.numbers(_BEFORE, 3, first=first, last=last, until=self._until)
        at, whose, balance = before
        rows = np.searchsorted(postings.posted_seq, at)
        same = whose == postings.consumer[rows]
        rows, balance = rows[same], balance[same]
        fresh = ~self.is_known[places[rows]]
        chosen = places[rows[fresh]]
        self.balance[chosen] = self.total[chosen] = balance[fresh]
        self.last_seq[chosen] = postings.previous[rows[fresh]]
        self.since[chosen] = np.where(balance[fresh] < 0, _UNKNOWN, NONE)
        self.is_known[places[unknown]] = True

    def _move(self, sight: Sight, postings: Postings, rows: Places, places: Places) -> None:
        """Move wallets by one posting each."""
        amount, after = postings.amount[rows], postings.after[rows]
        wrong = (after != self.balance[places] + amount) | (
            postings.previous[rows] != self.last_seq[places]
        )
        for row in rows[wrong].tolist():
            self._tell(sight, postings, row)
        begins = postings.day[rows]
        is_opening = postings.kind[rows] == KINDS["opening_balance"]
        begins = np.where(is_opening, self._people.billed_from[places], begins)
        begins = self._taken_back(postings, rows, places, begins)
        since = np.where(self.since[places] == NONE, begins, self.since[places])
        self.since[places] = np.where(after < 0, since, NONE)
        self.balance[places] = after
        self.total[places] += amount
        self.last_seq[places] = postings.posted_seq[rows]

    def _taken_back(
        self, postings: Postings, rows: Places, places: Places, begins: Column
    ) -> Column:
        """Return since when wallets are negative that a posting makes so.

        One that takes back what was paid below zero lets it be negative for as long as before.
        """
        pays = (self.since[places] != NONE) & (postings.amount[rows] > 0)
        for row, since in zip(rows[pays].tolist(), self.since[places[pays]], strict=True):
            self._paid[int(postings.posted_seq[row])] = int(since)
        sinks = (postings.reverses[rows] != NONE) & (postings.after[rows] < 0)
        for place in np.flatnonzero(sinks).tolist():
            reversed_ = int(postings.reverses[rows[place]])
            unknown = _UNKNOWN if reversed_ <= self._until else begins[place]
            begins[place] = self._paid.get(reversed_, unknown)
        return begins

    def _tell(self, sight: Sight, postings: Postings, row: int) -> None:
        if self._found.has_room("running_balance_wrong"):
            self._found.tell(
                "running_balance_wrong",
                posted_seq=int(postings.posted_seq[row]),
                consumer=sight.number_of(int(postings.consumer[row])),
            )

    def compare_ends(self, sight: Sight) -> None:
        """Tell wallets that do not stand where their postings lead."""
        stored = sight.numbers(
            "SELECT w.consumer_id, w.balance_paise, coalesce(w.negative_since_day, -1),"
            " coalesce(w.last_posted_seq, -1), coalesce(e.balance_after_paise, 0),"
            " coalesce(e.consumer_id, w.consumer_id) FROM wallet w LEFT JOIN wallet_entry e"
            "  ON e.office_id = w.office_id AND e.posted_seq = w.last_posted_seq"
            " WHERE w.office_id = :office_id ORDER BY w.consumer_id",
            6,
        )
        consumer, balance, since, last_seq, after, whose = stored
        places, exists = self._people.places(consumer)
        self._tell_incomplete(sight, consumer[~exists], consumer)
        rows = np.flatnonzero(exists)
        at = places[rows]
        known = self.is_known[at]
        expected = np.where(known, self.total[at], after[rows])
        differs = rows[balance[rows] != expected]
        for row, sum_ in zip(differs.tolist(), expected[balance[rows] != expected], strict=True):
            if self._found.has_room("wallet_differs"):
                self._found.tell(
                    "wallet_differs",
                    consumer=sight.number_of(int(consumer[row])),
                    balance_paise=int(balance[row]),
                    entries_paise=int(sum_),
                )
        wrong_end = (whose[rows] != consumer[rows]) | ((balance[rows] < 0) != (since[rows] != NONE))
        wrong_end |= known & (last_seq[rows] != self.last_seq[at])
        looked_at = known & (self.since[at] != _UNKNOWN)
        wrong_end |= looked_at & (since[rows] != self.since[at])
        for row in rows[wrong_end].tolist():
            if self._found.has_room("wallet_end_wrong"):
                self._found.tell("wallet_end_wrong", consumer=sight.number_of(int(consumer[row])))

    def _tell_incomplete(self, sight: Sight, strangers: Column, there: Column) -> None:
        missing = np.setdiff1d(self._people.ids, there)
        for consumer in np.concatenate([strangers, missing]).tolist():
            if self._found.has_room("consumer_incomplete"):
                self._found.tell("consumer_incomplete", consumer=sight.number_of(consumer))


def _turns(places: Places) -> list[Places]:
    """Return the rows by their turn: each place's first, then each place's second, and so on."""
    order = np.argsort(places, kind="stable")
    ordered = places[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    sizes = np.diff(np.append(starts, len(ordered)))
    turn = np.arange(len(ordered)) - np.repeat(starts, sizes)
    return [order[turn == number] for number in range(int(turn.max(initial=-1)) + 1)]
