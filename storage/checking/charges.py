"""Charged days against their events' digests, their versions and reads, and rated again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from domain.calendar import day_number
from domain.rating_again import RatingAgain
from domain.tariff import Tariff, parse_tariffs
from storage.checking.chain import Told
from storage.checking.people import CLOSED, CONNECTED, People, Places
from storage.checking.sight import Column, Findings, Sight, iso_day
from storage.checking.wallets import Postings
from storage.repositories.billing import BASIS, LINES, SCHEMES, digest_basis, digest_columns
from storage.rows import NONE

_NAMES = (
    *("consumer_id", "posted_seq", *BASIS, "energy_wh"),
    *(f"{name}_paise" for name in (*LINES, *SCHEMES)),
)
_OPTIONAL = frozenset({"demand_w", "from_read_at_ms", "from_wh", "to_read_at_ms", "to_wh"})
_BATCH = (
    "d.office_id = :office_id AND d.day = :day AND d.consumer_id BETWEEN :first AND :last"
    " AND d.entry_seq = :entry"
)
_CHARGES = (
    f"SELECT {', '.join(f'coalesce(d.{n}, -1)' if n in _OPTIONAL else f'd.{n}' for n in _NAMES)}"
    f" FROM daily_charge d WHERE {_BATCH} AND d.kind = 'charge' AND d.revision = 0"
    " AND d.other_paise = 0 AND d.reverses IS NULL ORDER BY d.consumer_id"
)
#: Charges whose read is not on record; those that only carry an older one on are left out.
_UNREAD = (
    f"SELECT d.consumer_id FROM daily_charge d WHERE {_BATCH} AND d.to_read_at_ms IS NOT NULL"
    " AND (d.from_read_at_ms IS NULL OR d.to_read_at_ms <> d.from_read_at_ms)"
    " AND NOT EXISTS (SELECT 1 FROM consumer_version v CROSS JOIN meter_read r"
    "  WHERE v.office_id = d.office_id AND v.consumer_id = d.consumer_id"
    "  AND r.office_id = v.office_id AND r.meter_id = v.meter_id"
    "  AND r.closing_day = d.day AND r.read_at_ms = d.to_read_at_ms"
    "  AND r.cumulative_wh = d.to_wh AND r.state IN ('valid', 'released'))"
)
_POSITIONS = (
    "SELECT p.consumer_id, p.next_open_day, coalesce(p.meter_id, -1),"
    " coalesce(p.consumed_at_ms, -1), coalesce(p.consumed_wh, -1), p.state FROM month_position p"
    " WHERE p.office_id = :office_id ORDER BY p.consumer_id"
)
_SUPPLY_ON = (
    "SELECT v.supply_state FROM consumer_version v WHERE v.office_id = :office_id"
    " AND v.consumer_id = :consumer AND v.effective_day <= :day"
    " ORDER BY v.effective_day DESC, v.version_seq DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Archived:
    """Charged days that lie in a file: from a day on, up to and without another, and its sight."""

    first_day: int
    until_day: int
    connection: Connection
    path: str
    sha256: str


class Charges:
    """Where every consumer stands after the charges looked at: the open day and the read consumed.

    Without ``rates_again`` only what was charged since is known, and nothing is rated.
    """

    def __init__(self, people: People, found: Findings, *, rates_again: bool) -> None:
        self._people = people
        self._found = found
        self._again = RatingAgain() if rates_again else None
        self._tariffs = _Tariffs(found)
        self.next_open = np.empty(0, np.int64)
        self.meter = np.empty(0, np.int64)
        self.consumed_at = np.empty(0, np.int64)
        self.consumed_wh = np.empty(0, np.int64)
        self.is_known = np.empty(0, np.bool_)
        #: Charged days before this one lie in archives, of which these are at hand.
        self.archived_until = 0
        #: Whether archived days may still be there: they are being removed.
        self.is_removing = False
        self.archives: Sequence[Archived] = ()
        self._days: set[int] = set()
        self._count = 0

    def take_on(self, count: int) -> None:
        """Add the positions of consumers at the next places, as they begin."""
        begin = len(self.next_open)
        people, start_of = self._people, slice(begin, begin + count)
        billed_from, initial = people.billed_from[start_of], people.initial_wh[start_of]
        begins = initial != NONE
        midnight = _start_ms(billed_from)
        meter = np.full(count, NONE, np.int64)
        meter[begins] = self._first_meters(begin, count)[begins]
        self.next_open = np.concatenate([self.next_open, billed_from])
        self.meter = np.concatenate([self.meter, meter])
        self.consumed_at = np.concatenate([self.consumed_at, np.where(begins, midnight, NONE)])
        self.consumed_wh = np.concatenate([self.consumed_wh, initial])
        known = np.full(count, self._again is not None, np.bool_)
        self.is_known = np.concatenate([self.is_known, known])
        if self._again is not None:
            self._again.take_on(people.initial_mtd_wh[start_of], billed_from)

    def _first_meters(self, begin: int, count: int) -> Column:
        """Return the meter that each new consumer began with: that of the first version."""
        places, exists = self._people.places(self._people.version_of)
        first = np.full(len(self._people.ids), NONE, np.int64)
        # The oldest version is written last, and so it stays.
        order = np.flatnonzero(exists)[::-1]
        first[places[order]] = self._people.meter[order]
        return first[begin : begin + count]

    def compare(self, sight: Sight, event: Told, postings: Postings) -> None:
        """Compare the charges of one batch with its event, its postings and the engine."""
        core = event.core
        day = day_number(date.fromisoformat(core["business_date"]))
        self._compare_tariffs(sight, event)
        self._days.add(day)
        seen = self._where(sight, day)
        if seen is None:
            self._pass_archived(day, postings)
            return
        where = {
            "day": day,
            "first": core["first_consumer"],
            "last": core["last_consumer"],
            "entry": core["entry"],
        }
        self._count += len(postings) if day >= self.archived_until else 0
        columns = seen.numbers(_CHARGES, len(_NAMES), **where)
        charged = dict(zip(_NAMES, columns, strict=True))
        self._compare_digests(event, charged)
        self._compare_postings(sight, day, charged, postings)
        self._compare_basis(sight, day, charged)
        if seen is sight:
            for (consumer,) in sight.rows(_UNREAD, **where):
                self._name(sight, "consumed_read_differs", consumer, day)
        self._rate_again(sight, day, charged)

    def _where(self, sight: Sight, day: int) -> Sight | None:
        """Return where the charges of a day lie; None: in an archive that is not at hand."""
        if day >= self.archived_until:
            return sight
        for archive in self.archives:
            if archive.first_day <= day < archive.until_day:
                return Sight(archive.connection, sight.office)
        return None

    def _compare_tariffs(self, sight: Sight, event: Told) -> None:
        for tariff, sha256 in event.core.get("tariffs", {}).items():
            if self._tariffs.hash_of(sight, tariff) != sha256:
                self._found.tell(
                    "tariff_not_as_charged", stream=event.stream, event=event.seq, tariff=tariff
                )

    def _compare_digests(self, event: Told, charged: dict[str, Column]) -> None:
        core = event.core
        lines = {name: charged[f"{name}_paise"] for name in (*LINES, *SCHEMES)}
        digest = digest_columns(charged["consumer_id"], charged["energy_wh"], lines)
        # Books from before this program told less do not vouch for what a charge was based on.
        basis = digest_basis(charged) if "basis_sha256" in core else None
        if digest != core["sha256"] or basis != core.get("basis_sha256"):
            self._found.tell(
                "batch_changed",
                stream=event.stream,
                event=event.seq,
                day=core["business_date"],
                document=core["document"],
            )

    def _compare_postings(
        self, sight: Sight, day: int, charged: dict[str, Column], postings: Postings
    ) -> None:
        """Tell charges without their posting, postings without their charge, and other amounts."""
        at = np.searchsorted(postings.posted_seq, charged["posted_seq"])
        at = np.minimum(at, max(len(postings) - 1, 0))
        if len(postings):
            agrees = (
                (postings.posted_seq[at] == charged["posted_seq"])
                & (postings.consumer[at] == charged["consumer_id"])
                & (postings.amount[at] == -charged["total_paise"])
            )
        else:
            agrees = np.zeros(len(at), np.bool_)
        lonely = np.setdiff1d(postings.consumer, charged["consumer_id"][agrees])
        for consumer in np.union1d(charged["consumer_id"][~agrees], lonely).tolist():
            self._name(sight, "charge_differs", consumer, day)

    def _compare_basis(self, sight: Sight, day: int, charged: dict[str, Column]) -> None:
        """Tell charges by another version or from another read than the consumer's, and move on."""
        people = self._people
        places, exists = people.places(charged["consumer_id"])
        at, known = people.version_places(charged["version_seq"])
        if not len(people.versions) or not len(places):
            return
        supply = people.supply[at]
        wrong = ~exists | ~known | (people.version_of[at] != charged["consumer_id"])
        wrong |= people.effective[at] != charged["version_effective_day"]
        wrong |= people.load_w[at] != charged["load_w"]
        wrong |= (supply == CONNECTED).astype(np.int64) != charged["is_connected"]
        wrong |= supply == CLOSED
        meter = people.meter[at]
        consumed = self.is_known[places] & (self.consumed_at[places] != NONE)
        replaced = (self.meter[places] != NONE) & (self.meter[places] != meter)
        carried = consumed & ~replaced
        wrong |= carried & (charged["from_read_at_ms"] != self.consumed_at[places])
        wrong |= carried & (charged["from_wh"] != self.consumed_wh[places])
        wrong |= self.is_known[places] & (self.next_open[places] > day)
        for consumer in charged["consumer_id"][wrong].tolist():
            self._name(sight, "charge_basis_differs", consumer, day)
        waits = replaced & (charged["from_read_at_ms"] == NONE)
        self.meter[places] = np.where(waits, self.meter[places], meter)
        self.consumed_at[places] = charged["to_read_at_ms"]
        self.consumed_wh[places] = charged["to_wh"]
        self.next_open[places] = day + 1
        # An old meter that waits is known only to whoever knew it before.
        self.is_known[places] |= ~waits

    def _rate_again(self, sight: Sight, day: int, charged: dict[str, Column]) -> None:
        if self._again is None:
            return
        places, exists = self._people.places(charged["consumer_id"])
        rows = np.flatnonzero(exists)
        if not len(rows):
            return
        versions, which = self._tariffs.places(sight, charged["tariff_id"][rows])
        taken = {name: column[rows] for name, column in charged.items()}
        differs = self._again.differs(day, places[rows], versions, which, taken)
        for consumer in taken["consumer_id"][differs].tolist():
            self._name(sight, "charge_not_as_rated", consumer, day)

    def _pass_archived(self, day: int, postings: Postings) -> None:
        """Move on by postings whose charges lie in an archive."""
        places, exists = self._people.places(postings.consumer)
        chosen = places[exists]
        self.next_open[chosen] = day + 1
        self.is_known[chosen] = False

    def compare_ends(self, sight: Sight) -> None:
        """Tell consumers whose position is not where their charges lead."""
        rows = sight.rows(_POSITIONS)
        consumer, open_day, meter, at_ms, wh = (
            np.array([row[place] for row in rows], np.int64) for place in range(5)
        )
        places, exists = self._people.places(consumer)
        missing = np.setdiff1d(self._people.ids, consumer)
        for who in np.concatenate([consumer[~exists], missing]).tolist():
            self._found.tell("consumer_incomplete", consumer=sight.number_of(who))
        chosen = np.flatnonzero(exists & self.is_known[places]) if len(places) else places
        at = places[chosen]
        wrong = (
            (meter[chosen] != self.meter[at])
            | (at_ms[chosen] != self.consumed_at[at])
            | (wh[chosen] != self.consumed_wh[at])
            | (open_day[chosen] < self.next_open[at])
        )
        for row in np.flatnonzero(open_day[chosen] > self.next_open[at]).tolist():
            who, expected = int(consumer[chosen[row]]), int(self.next_open[at[row]])
            wrong[row] |= not _is_passed_over(sight, who, expected, int(open_day[chosen[row]]) - 1)
        wrong |= self._stored_otherwise(
            [bytes(rows[row][5]) for row in chosen], at, open_day[chosen]
        )
        for who in consumer[chosen[wrong]].tolist():
            if self._found.has_room("position_differs"):
                self._found.tell("position_differs", consumer=sight.number_of(who))

    def _stored_otherwise(
        self, states: list[bytes], at: Places, open_day: Column
    ) -> NDArray[np.bool_]:
        """Tell the places whose stored state of the month is not the one that was reached."""
        if self._again is None or not len(at):
            return np.zeros(len(at), np.bool_)
        billed_from = self._people.billed_from[at]
        last = np.where(open_day > billed_from, open_day - 1, billed_from)
        last = np.clip(last, 0, 2_932_000)
        reached = self._again.positions(at, last)
        return np.array(
            [state != expected for state, expected in zip(states, reached, strict=True)], np.bool_
        )

    def compare_totals(self, sight: Sight, after_entry: int) -> None:
        """Tell charges that no event vouches for: of later entries, on the days looked at."""
        charges = sum(
            sight.value(
                "SELECT count(*) FROM daily_charge WHERE office_id = :office_id AND day = :day"
                " AND entry_seq > :after",
                day=day,
                after=after_entry,
            )
            for day in sorted(self._days)
            if day >= self.archived_until
        )
        if self._count != charges:
            self._found.tell("postings_without_charge", rest=self._count - charges)
        for day in _charged_days(sight) if self._again is not None else ():
            is_left = day < self.archived_until and not self.is_removing
            if day not in self._days or is_left:
                self._found.tell("row_added", table="daily_charge", row=iso_day(day))
        for posted_seq, line in sight.rows(
            "SELECT posted_seq, line FROM charge_line WHERE office_id = :office_id LIMIT 20"
        ):
            self._found.tell("row_added", table="charge_line", row=f"{posted_seq}/{line}")

    def _name(self, sight: Sight, code: str, consumer: int, day: int) -> None:
        if self._found.has_room(code):
            self._found.tell(code, consumer=sight.number_of(consumer), day=iso_day(day))


def _charged_days(sight: Sight) -> Iterator[int]:
    """Yield the days that have charges, by one look into the index each."""
    day = -(2**62)
    while day is not None:
        day = sight.value(
            "SELECT min(day) FROM daily_charge WHERE office_id = :office_id AND day > :after",
            after=day,
        )
        if day is not None:
            yield day


def _is_passed_over(sight: Sight, consumer: int, first: int, last: int) -> bool:
    """Whether a consumer's supply had ended on the days that were passed over."""
    return all(
        sight.rows(_SUPPLY_ON, consumer=consumer, day=day) == [("closed",)] for day in (first, last)
    )


def _start_ms(days: Column) -> Column:
    """Return the instants (ms) at which days begin in India."""
    return days * 86_400_000 - 19_800_000


class _Tariffs:
    """The tariff versions as they stand, by their number; read again when there are more."""

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._count = -1
        self._versions: list[Tariff] = []
        self._ids = np.empty(0, np.int64)
        self._hashes: dict[str, str] = {}

    def hash_of(self, sight: Sight, version: str) -> str | None:
        """Return the stored hash of a version."""
        if version not in self._hashes:
            self._learn(sight)
        return self._hashes.get(version)

    def places(self, sight: Sight, numbers: Column) -> tuple[list[Tariff], Column]:
        """Return all versions, and which of them each number means; -1: none of them."""
        if not np.isin(numbers, self._ids).all():
            self._learn(sight)
        if not len(self._ids):
            return [], np.full(len(numbers), NONE, np.int64)
        at = np.minimum(np.searchsorted(self._ids, numbers), len(self._ids) - 1)
        return self._versions, np.where(self._ids[at] == numbers, at, NONE)

    def _learn(self, sight: Sight) -> None:
        rows = sight.rows(
            "SELECT id, version_id, document, sha256 FROM tariff_version"
            " WHERE office_id = :office_id ORDER BY id"
        )
        if len(rows) == self._count:
            return
        self._count = len(rows)
        self._hashes = {version: sha256 for _, version, _, sha256 in rows}
        read = [(number, version, _parsed(document)) for number, version, document, _ in rows]
        for _number, version, tariff in read:
            if tariff is None or (tariff.id, tariff.sha256) != (version, self._hashes[version]):
                self._found.tell("tariff_changed", tariff=version)
        good = [(number, tariff) for number, _, tariff in read if tariff is not None]
        self._ids = np.array([number for number, _ in good], np.int64)
        self._versions = [tariff for _, tariff in good]


def _parsed(document: str) -> Tariff | None:
    try:
        tariffs, _ = parse_tariffs({"tariffs": [json.loads(document)]})
    except ValueError:
        return None
    return tariffs[0] if tariffs else None
