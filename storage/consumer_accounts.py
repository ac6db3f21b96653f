"""The accounts of an office's consumers in its database: what happened, noted, explained."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from domain import masking
from domain.balance_explained import BalanceExplained, FieldChange, explain_balance, usual_period
from domain.calendar import billing_day
from domain.consumer_notes import ConsumerNote
from domain.errors import FieldOutOfRange
from domain.errors_of_trust import DaysArchived
from domain.ledger import EntryKind
from domain.likeness import Lookalike, Person, lookalikes
from domain.office import Actor
from domain.services import noting_consumers
from domain.services.repeating import repeated_when_undone
from domain.tariff import Tariff
from domain.timeline import (
    TimelineMark,
    TimelinePage,
    TimelineQuery,
    TimelineRow,
    WalletMovement,
    folded,
)
from storage.access import Access
from storage.listings import accounts
from storage.listings import timeline as listing
from storage.listings.consumers import id_of
from storage.listings.likeness import people_like
from storage.repositories.archives import SqlArchives
from storage.repositories.consumer_notes import SqlConsumerNotes
from storage.repositories.tariffs import SqlTariffs
from storage.rows import driver_rows

_PAGE, _MOST_NOTES, _MOST_TAGS_KNOWN = 60, 200, 500
_WHOLE_WALLET = 1 << 30
#: So many days before a period tell what its first reads carry.
_RUN_UP = timedelta(days=31)
_EVERYTHING = TimelineQuery()


class SqlConsumerAccounts:
    """All of :class:`domain.consumer_account.ConsumerAccounts`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    # What happened

    def timeline(
        self,
        number: str,
        query: TimelineQuery = _EVERYTHING,
        mark: TimelineMark | None = None,
        limit: int = _PAGE,
    ) -> TimelinePage:
        office = self._access.office
        with self._access.reading() as connection:
            consumer = self._id_of(connection, number)
            page = listing.timeline(connection, office.id, consumer, query, mark, limit)
        return masking.masked_page(page) if self._access.is_masked else page

    def stretch(self, number: str, row: TimelineRow) -> list[TimelineRow]:
        days = int(row.facts.get("days", "1"))
        office = self._access.office
        with self._access.reading() as connection:
            consumer = self._id_of(connection, number)
            found = listing.days_of_stretch(connection, office.id, consumer, row.seq, days)
        return [rows[0] for movement in found for rows in folded([movement])]

    # Notes and tags

    def notes(self, number: str, limit: int = _MOST_NOTES) -> list[ConsumerNote]:
        with self._access.reading() as connection:
            notes = self._notes(connection).notes(self._id_of(connection, number), limit)
        return [masking.masked_note(one) for one in notes] if self._access.is_masked else notes

    @repeated_when_undone
    def note(self, number: str, words: str, actor: Actor) -> ConsumerNote:
        access = self._access
        return noting_consumers.note_consumer(number, words, access.unit(), access.clock, actor)

    def tags(self, number: str) -> list[str]:
        with self._access.reading() as connection:
            return list(self._notes(connection).tags(self._id_of(connection, number)).values())

    def known_tags(self) -> list[str]:
        with self._access.reading() as connection:
            return self._notes(connection).known(_MOST_TAGS_KNOWN)

    @repeated_when_undone
    def tag(self, number: str, tag: str, actor: Actor) -> str:
        access = self._access
        return noting_consumers.tag_consumer(number, tag, access.unit(), access.clock, actor)

    @repeated_when_undone
    def untag(self, number: str, tag: str, actor: Actor) -> str:
        access = self._access
        return noting_consumers.untag_consumer(number, tag, access.unit(), access.clock, actor)

    @repeated_when_undone
    def note_paper(self, number: str, paper: str, actor: Actor) -> None:
        access = self._access
        noting_consumers.note_paper(number, paper, access.unit(), access.clock, actor)

    # The balance explained

    def explain_balance(
        self, number: str, first: date | None = None, last: date | None = None
    ) -> BalanceExplained:
        office, today = self._access.office, billing_day(self._access.clock.now())
        with self._access.reading() as connection:
            consumer = self._id_of(connection, number)
            movements = self._wallet(connection, consumer)
            usual_first, _today = usual_period(movements, today)
            last = today if last is None else last
            first = min(usual_first, last) if first is None else first
            _refuse_unless_in_order(first, last, today)
            self._refuse_archived(connection, first, movements)
            charges = accounts.charges(connection, office.id, consumer, first - _RUN_UP, last)
            changes = listing.rated_changes(connection, office.id, consumer)
            tariffs = self._tariffs(connection)
        return explain_balance(
            number, first, last, movements, charges, tariffs, _field_changes(changes)
        )

    # Who may be the same

    def lookalikes(self, person: Person) -> list[Lookalike]:
        with self._access.reading() as connection:
            return lookalikes(person, people_like(connection, self._access.office.id, person))

    def _wallet(self, connection: Connection, consumer: int) -> list[WalletMovement]:
        """Return all that moved a wallet, newest first."""
        office_id = self._access.office.id
        newest = driver_rows(
            connection,
            "SELECT last_posted_seq FROM wallet"
            " WHERE office_id = :office_id AND consumer_id = :consumer",
            {"office_id": office_id, "consumer": consumer},
        )[0][0]
        if newest is None:
            return []
        return listing.movements_from(connection, office_id, consumer, newest, _WHOLE_WALLET)

    def _refuse_archived(
        self, connection: Connection, first: date, movements: list[WalletMovement]
    ) -> None:
        """Refuse a period whose charged days have left the books."""
        archives = SqlArchives(connection, self._access.office)
        charged = [
            one.day for one in movements if one.kind is EntryKind.DAILY_CHARGE and one.day >= first
        ]
        archive = archives.holding(min(charged)) if charged else None
        if archive is not None:
            raise DaysArchived(min(charged), archive.path)

    def _tariffs(self, connection: Connection) -> dict[str, Tariff]:
        return {one.id: one for one in SqlTariffs(connection, self._access.office).all()}

    def _notes(self, connection: Connection) -> SqlConsumerNotes:
        return SqlConsumerNotes(connection, self._access.office)

    def _id_of(self, connection: Connection, number: str) -> int:
        return id_of(connection, self._access.office.id, number)


def _refuse_unless_in_order(first: date, last: date, today: date) -> None:
    if last > today:
        raise FieldOutOfRange("until", last.isoformat(), "…", today.isoformat())
    if first > last:
        raise FieldOutOfRange("from", first.isoformat(), "…", last.isoformat())


def _field_changes(rows: list[TimelineRow]) -> list[FieldChange]:
    return [
        FieldChange(row.first, name, row.before.get(name, ""), value)
        for row in rows
        if row.first is not None and row.before
        for name, value in row.after.items()
    ]
