"""Check the books: everything that happened is done once more, and must come out as it stands.

The walk follows the event stream. Each event's entry, postings, charges and receipt are compared
with what it tells and with each other, and move wallets, positions, series and accounts that are
carried along in memory, some hundred bytes a consumer, however many years lie behind. At the end
they are compared with the stored ones.

The walk reads in slices, each in a snapshot of its own, so that it holds up nobody and no
write-ahead log grows for an hour: what it reads there is final, and what is written meanwhile lies
behind it. The last slice takes whatever came in, and in the same snapshot compares the ends. Reads
may change while they wait for a person; days that do not add up are added up once more there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby

from sqlalchemy import Connection

from domain.anchor import Anchor
from domain.ledger import EntryKind
from domain.listing import Problem
from domain.office import Office
from domain.progress import Progress, Step
from storage.checking import checkpoints, ends
from storage.checking.arrears import compare_arrears
from storage.checking.audit import Audit
from storage.checking.chain import Chain, Place, Told
from storage.checking.charges import Archived, Charges
from storage.checking.entries import Entries
from storage.checking.integrity import compare_pages
from storage.checking.people import People
from storage.checking.receipts import Receipts
from storage.checking.seals import Seals
from storage.checking.sight import Findings, Sight
from storage.checking.supply import compare_supply
from storage.checking.undoing import REVERSALS, Reversals
from storage.checking.wallets import Postings, Wallets
from storage.checkpoints import CHECKED, Checkpoint
from storage.repositories.archives import SqlArchives
from storage.repositories.audit import AUDIT
from storage.vouching import ROWS, SEALED

Reading = Callable[[], AbstractContextManager[Connection]]

#: The first event of a stream that goes on from a backup.
RESTORED = "restored"
#: So many postings are compared in one step, and looked at in one snapshot.
_STEP, _SLICE = 20_000, 100_000
_DAYS = 1
_POSTINGS = frozenset(kind.value for kind in EntryKind)
#: What an event that is not ours, or was written by hand, may lack.
_UNREADABLE = (KeyError, TypeError, ValueError, IndexError, AttributeError)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and how far it came."""

    problems: list[Problem]
    reached: Checkpoint
    postings: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be checked: from a checkpoint on or all, through which anchors and archives."""

    since: Checkpoint | None = None
    anchors: Sequence[Anchor] = ()
    archives: Sequence[Archived] = ()


def check_books(
    reading: Reading, office: Office, progress: Progress, wish: Wish | None = None
) -> Checked:
    """Return what is wrong in the books, each with where; no problems when all is right.

    ``reading`` opens a snapshot. With a checkpoint to begin at, what happened since is compared
    in full, rated again excepted, and of what lies before only the ends.
    """
    walk = _Walk(office, progress, wish or Wish())
    with reading() as connection:
        walk.begin(Sight(connection, office))
    is_more = True
    while is_more:
        with reading() as connection:
            is_more = walk.look_on(Sight(connection, office), _SLICE)
    while walk.has_reads:
        with reading() as connection:
            walk.add_up_reads(Sight(connection, office))
    with reading() as connection:
        return walk.finish(Sight(connection, office))


@dataclass(slots=True)
class _Walk:
    office: Office
    progress: Progress
    wish: Wish
    found: Findings = field(default_factory=Findings)
    people: People = field(default_factory=People)
    chain: Chain = field(init=False)
    entries: Entries = field(init=False)
    wallets: Wallets = field(init=False)
    charges: Charges = field(init=False)
    receipts: Receipts = field(init=False)
    reversals: Reversals = field(init=False)
    seals: Seals = field(init=False)
    audit: Audit = field(init=False)
    checks: checkpoints.Checks = field(init=False)
    has_reads: bool = False
    total: int = 0
    done: int = 0
    events: int = 0
    last_read_day: int = -1

    def __post_init__(self) -> None:
        since = self.wish.since
        facts = since.facts if since else {}
        posted_seq = int(facts.get("posted_seq", 0))
        found, people = self.found, self.people
        self.chain = Chain(found, Place(since.stream, since.seq, since.hash) if since else None)
        self.entries = Entries(
            found, posted_seq, int(facts.get("entry_seq", 0)), facts.get("totals", {})
        )
        self.wallets = Wallets(people, found, posted_seq)
        self.charges = Charges(people, found, rates_again=since is None)
        series = {(c, year, n): last for c, year, n, last in facts.get("series", ())}
        self.receipts = Receipts(found, series, int(facts.get("receipts", 0)))
        self.reversals = Reversals(found)
        self.seals = Seals(found, facts.get("rows") if since else None)
        self.audit = Audit(found, int(facts.get("audit", 0)), int(facts.get("audit", 0)))
        self.checks = checkpoints.Checks(found)

    @property
    def first_posted(self) -> int:
        since = self.wish.since
        return int(since.facts["posted_seq"]) if since else 0

    @property
    def first_entry(self) -> int:
        since = self.wish.since
        return int(since.facts["entry_seq"]) if since else 0

    def begin(self, sight: Sight) -> None:
        """Look how much there is to do, and whether the chain goes through the anchors."""
        compare_pages(sight, self.found, is_whole=self.wish.since is None)
        ends.compare_office(sight, self.found)
        anchors = [*self.wish.anchors, *checkpoints.known_anchors(sight)]
        if self.wish.since:
            anchors.append(self.wish.since.anchor)
        checkpoints.compare_anchors(sight, self.found, anchors)
        archives = SqlArchives(sight.connection, sight.office)
        self.charges.archived_until = self.seals.archived_until = archives.archived_until()
        self.charges.is_removing = archives.unfinished() > 0
        ends.compare_archives(sight, self.found, self.wish.archives)
        self.charges.archives = self.wish.archives
        self.has_reads = self.wish.since is None
        postings = sight.value(
            "SELECT coalesce(max(posted_seq), 0) FROM wallet_entry WHERE office_id = :office_id"
        )
        self.total = max(postings - self.first_posted, 1)
        self._report(0)

    def look_on(self, sight: Sight, most: int) -> bool:
        """Compare the next events, up to so many postings; tell whether there may be more."""
        until = self.done + most
        while self.done < until:
            told = self.chain.following(sight)
            if not told:
                return False
            self._learn(sight)
            for group in _groups(told):
                self._compare(sight, group)
            self.events += len(told)
        return True

    def add_up_reads(self, sight: Sight) -> None:
        """Add up the reads of the next few days."""
        last = self.seals.reads_in_slices(sight, self.last_read_day, _DAYS)
        self.has_reads = last is not None
        self.last_read_day = self.last_read_day if last is None else last
        self._report(0)

    def finish(self, sight: Sight) -> Checked:
        """Take whatever came in, and compare the ends in the same snapshot."""
        while self.look_on(sight, _SLICE):
            pass
        for part in self._ends(sight):
            part()
            self._report(0)
        self.progress(Step(self.total, self.total))
        return Checked(self.found.problems, self._reached(), self.done, self.events)

    def _ends(self, sight: Sight) -> list[Callable[[], None]]:
        """Return the comparisons of the ends, each a step."""
        since, found = self.wish.since, self.found
        parts: list[Callable[[], None]] = [
            partial(self.entries.compare_ends, sight, after=self.first_posted),
            partial(self.wallets.compare_ends, sight),
            partial(self.charges.compare_ends, sight),
            partial(self.charges.compare_totals, sight, self.first_entry),
            partial(self.receipts.compare_ends, sight),
            partial(self.reversals.compare_ends, sight, is_whole=since is None),
            *(partial(self.seals.compare_end, sight, table) for table in SEALED.values()),
            partial(compare_arrears, sight, found, is_whole=since is None),
            partial(self.audit.compare_ends, sight),
            partial(self.checks.compare_ends, sight, since=since.at_ms if since else None),
            partial(compare_supply, sight, found),
            partial(ends.compare_counters, sight, found),
            partial(ends.compare_accounts, sight, found),
            partial(ends.compare_settings, sight, found),
            partial(ends.compare_lost, sight, found),
            partial(ends.compare_parties, sight, found, self.first_posted),
        ]
        if since is not None:
            return parts
        archives = (
            partial(self.seals.compare_archive, Sight(one.connection, self.office), one)
            for one in self.wish.archives
        )
        return [*parts, partial(ends.compare_contacts, sight, found), *archives]

    def _learn(self, sight: Sight) -> None:
        new = self.people.learn(sight)
        if new:
            self.wallets.take_on(new)
            self.charges.take_on(new)

    def _compare(self, sight: Sight, group: Sequence[Told]) -> None:
        try:
            self._comparison_of(group[0].core.get("kind"))(sight, group)
        except _UNREADABLE:
            for event in group:
                self.found.tell("event_unreadable", stream=event.stream, event=event.seq)

    def _comparison_of(self, kind: object) -> Callable[[Sight, Sequence[Told]], None]:
        if kind in _POSTINGS:
            return self._compare_postings
        others = {
            ROWS: self._add_seals,
            AUDIT: self.audit.compare,
            CHECKED: self._add_checks,
            RESTORED: self._compare_restored,
        }
        return others.get(str(kind), self._tell_unknown)

    def _compare_postings(self, sight: Sight, group: Sequence[Told]) -> None:
        first, last = group[0].core["posted_seq"][0], group[-1].core["posted_seq"][1]
        postings = Postings.between(sight, first, last)
        self.entries.compare(sight, group, postings)
        self.wallets.replay(sight, postings)
        recharges = [event for event in group if event.core["kind"] == EntryKind.RECHARGE]
        if recharges:
            self.receipts.compare(sight, recharges, postings)
        reversals = [event for event in group if event.core["kind"] in REVERSALS]
        if reversals:
            self.reversals.compare(sight, reversals)
        for event in group:
            if event.core["kind"] == EntryKind.DAILY_CHARGE:
                self.charges.compare(sight, event, postings.part(*event.core["posted_seq"]))
        self._report(last - first + 1)

    def _add_seals(self, _sight: Sight, group: Sequence[Told]) -> None:
        for event in group:
            self.seals.add(event)

    def _add_checks(self, _sight: Sight, group: Sequence[Told]) -> None:
        for event in group:
            self.checks.add(event)

    def _compare_restored(self, sight: Sight, group: Sequence[Told]) -> None:
        """Compare where a restored office says that its old stream ended with the chain."""
        ended = [event.core["after"] for event in group]
        anchors = [Anchor.of(at["stream"], at["seq"], bytes.fromhex(at["hash"])) for at in ended]
        checkpoints.compare_anchors(sight, self.found, anchors)

    def _tell_unknown(self, _sight: Sight, group: Sequence[Told]) -> None:
        for event in group:
            self.found.tell("event_unknown", stream=event.stream, event=event.seq)

    def _report(self, postings: int) -> None:
        self.done += postings
        # More may come in while the check goes on: the end never seems to have been passed.
        self.progress(Step(min(self.done, self.total - 1), self.total))

    def _reached(self) -> Checkpoint:
        place = self.chain.place
        return Checkpoint(
            place.stream,
            place.seq,
            place.hash,
            {
                "posted_seq": self.entries.posted_seq,
                "entry_seq": self.entries.entry_seq,
                "totals": dict(self.entries.totals),
                "series": [
                    [*series, last] for series, last in sorted(self.receipts.series.items())
                ],
                "receipts": self.receipts.count,
                "audit": self.audit.count,
                "rows": dict(self.seals.counts),
            },
        )


def _groups(told: Iterable[Told]) -> Iterator[list[Told]]:
    """Yield events of one sort that follow each other, a step's worth of postings together."""
    for kind, events in groupby(told, _sort_of):
        if kind != "posting":
            yield list(events)
            continue
        group: list[Told] = []
        size = 0
        for event in events:
            group.append(event)
            size += _size_of(event)
            if size >= _STEP:
                yield group
                group, size = [], 0
        if group:
            yield group


def _sort_of(event: Told) -> str:
    kind = str(event.core.get("kind"))
    return "posting" if kind in _POSTINGS else kind


def _size_of(event: Told) -> int:
    try:
        first, last = event.core["posted_seq"]
        return int(last - first + 1)
    except _UNREADABLE:
        return 1
