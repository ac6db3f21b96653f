"""Ledger entries against the events that vouch for them, and what all accounts add up to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from domain.calendar import day_number, day_of_number
from domain.ledger import Account
from storage.checking.chain import Told
from storage.checking.sight import Column, Findings, Sight
from storage.checking.wallets import KINDS, Postings
from storage.rows import NONE

_ENTRIES = (
    "SELECT seq, kind, document, business_day, first_posted_seq, last_posted_seq, event_seq,"
    " reverses, posted_at_ms, posted_by, channel, counter FROM journal_entry"
    " WHERE office_id = :office_id AND seq BETWEEN :first AND :last"
)
_LINES = (
    "SELECT entry_seq, account, amount_paise FROM journal_line"
    " WHERE office_id = :office_id AND entry_seq BETWEEN :first AND :last"
)
#: What an event tells of its entry; older ones do not tell the counter.
_TOLD = ("kind", "document", "posted_at_ms", "by", "channel", "counter")
_FARTHEST_DAY = 2_932_896


class Entries:
    """The entries looked at so far: the last numbers, and what each account adds up to."""

    def __init__(
        self, found: Findings, posted_seq: int, entry_seq: int, totals: Mapping[str, int]
    ) -> None:
        self._found = found
        self.posted_seq = posted_seq
        self.entry_seq = entry_seq
        self.totals: Counter[str] = Counter(totals)

    def compare(self, sight: Sight, told: Sequence[Told], postings: Postings) -> None:
        """Compare the entries of some events with what these tell, and with their postings."""
        first, last = told[0].core["entry"], told[-1].core["entry"]
        entries = {row[0]: row for row in sight.rows(_ENTRIES, first=first, last=last)}
        lines: dict[int, dict[str, int]] = defaultdict(dict)
        for entry, account, amount in sight.rows(_LINES, first=first, last=last):
            lines[entry][account] = amount
        for event in told:
            entry = event.core["entry"]
            self._compare(event, entries.get(entry), lines[entry])
            self._compare_postings(event, postings, lines[entry])

    def _compare(self, event: Told, entry: Any, lines: Mapping[str, int]) -> None:
        core = event.core
        first, last = core["posted_seq"]
        is_next = (core["entry"], first) == (self.entry_seq + 1, self.posted_seq + 1)
        self.entry_seq, self.posted_seq = core["entry"], last
        self.totals.update(lines)
        rest = sum(lines.values())
        if rest:
            self._found.tell("entry_unbalanced", entry=core["entry"], rest_paise=rest)
        if (
            entry is None
            or not is_next
            or lines != core["lines"]
            or _held(entry, core) != _of(event)
        ):
            self._found.tell(
                "entry_changed", stream=event.stream, event=event.seq, document=core["document"]
            )

    def _compare_postings(self, event: Told, postings: Postings, lines: Mapping[str, int]) -> None:
        core = event.core
        first, last = core["posted_seq"]
        rows = postings.part(first, last)
        if len(rows) != last - first + 1:
            self._found.tell(
                "postings_missing",
                document=core["document"],
                given=last - first + 1,
                found=len(rows),
                missing=_missing(rows, first, last),
            )
        wrong = (
            (rows.kind != KINDS[core["kind"]])
            | (rows.day != _day(core["business_date"]))
            | (rows.entry != core["entry"])
            | (rows.reverses != _reversed(core, len(rows)))
        )
        for posted_seq in rows.posted_seq[wrong].tolist():
            self._found.tell("posting_changed", posted_seq=posted_seq, document=core["document"])
        moved, control = int(rows.amount.sum()), -lines.get(Account.WALLETS.value, 0)
        if moved != control:
            self._found.tell(
                "control_differs", entry=core["entry"], control_paise=control, wallets_paise=moved
            )
        amounts = core.get("amounts")
        if "consumer" in core:
            moved_by = core.get("to_wallet_paise", core["amount_paise"])
            amounts = [[core["consumer"], moved_by]]
        if amounts is not None and amounts != np.stack([rows.consumer, rows.amount]).T.tolist():
            self._found.tell(
                "posting_not_as_told",
                stream=event.stream,
                event=event.seq,
                document=core["document"],
                posted_seq=first,
            )

    def compare_ends(self, sight: Sight, *, after: int) -> None:
        """Tell what lies beyond the last event, and whether all accounts come out.

        Postings up to ``after`` are not counted again.
        """
        given = self.posted_seq - after
        postings = "FROM wallet_entry WHERE office_id = :office_id AND posted_seq"
        count = sight.value(f"SELECT count(*) {postings} > :after", after=after)
        before_all = sight.value(f"SELECT count(*) {postings} < 1")
        if count != given or before_all:
            self._found.tell("postings_missing", given=given, found=count + before_all)
        entries = sight.value("SELECT count(*) FROM journal_entry WHERE office_id = :office_id")
        if entries != self.entry_seq:
            self._found.tell("entries_without_event", entries=entries, events=self.entry_seq)
        stored = Counter(
            {
                account: int(amount)
                for account, amount in sight.rows(
                    "SELECT account, sum(amount_paise) FROM journal_line"
                    " WHERE office_id = :office_id GROUP BY account"
                )
            }
        )
        for account in sorted(stored.keys() | self.totals.keys()):
            if stored[account] != self.totals[account]:
                self._found.tell(
                    "account_differs",
                    account=account,
                    found_paise=stored[account],
                    vouched_paise=self.totals[account],
                )
        if sum(stored.values()):
            self._found.tell("trial_balance_wrong", rest_paise=sum(stored.values()))
        balances = int(
            sight.value(
                "SELECT coalesce(sum(balance_paise), 0) FROM wallet WHERE office_id = :office_id"
            )
        )
        control = -stored[Account.WALLETS.value]
        if control != balances:
            self._found.tell(
                "control_account_differs", control_paise=control, wallets_paise=balances
            )


def _held(entry: Any, core: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an entry holds, in the words of an event; what the event lacks is left out."""
    _, kind, document, day, first, last, event_seq, reverses, at, by, channel, counter = entry
    held = dict(zip(_TOLD, (kind, document, at, by, channel, counter), strict=True))
    return {name: value for name, value in held.items() if name in core} | {
        "business_date": day_of_number(day).isoformat() if 0 <= day <= _FARTHEST_DAY else day,
        "posted_seq": [first, last],
        "event": event_seq,
        "reverses": reverses,
    }


def _of(event: Told) -> dict[str, Any]:
    """Return what an event tells of its entry."""
    core = event.core
    return {name: core[name] for name in _TOLD if name in core} | {
        "business_date": core["business_date"],
        "posted_seq": core["posted_seq"],
        "event": event.seq,
        "reverses": core.get("reverses"),
    }


def _reversed(core: Mapping[str, Any], count: int) -> Column:
    """Return what each posting of an event reverses: all the same one, one each, or none."""
    each = core.get("reverses_postings")
    if each is None:
        return np.full(count, core.get("reverses_posting", NONE), np.int64)
    reversed_ = np.full(count, NONE, np.int64)
    reversed_[: len(each)] = each[:count]
    return reversed_


def _missing(rows: Postings, first: int, last: int) -> str:
    """Return the first few postings that are not there: ``17, 18``."""
    there = set(rows.posted_seq.tolist())
    gone = [seq for seq in range(first, min(last, first + 10**5) + 1) if seq not in there]
    return ", ".join(str(seq) for seq in gone[:5])


def _day(iso: str) -> int:
    return day_number(date.fromisoformat(iso))
