"""The books of an office in a database: use cases and listings, each whole by itself."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from domain import masking
from domain.anchor import Anchor
from domain.archive import Archive
from domain.billing_sheet import BillingSheet
from domain.calendar import Clock, Month, billing_day, day_number, first_of_month
from domain.consumer import (
    Change,
    Consumer,
    ConsumerList,
    ConsumerQuery,
    ConsumerRow,
    ConsumerTotals,
    HistoryRow,
    NewConsumer,
)
from domain.errors import ConsumerNotFound, DayNotCharged, Trouble
from domain.errors_of_tariffs import TariffFault
from domain.errors_of_trust import DaysArchived
from domain.explained_day import explained_day
from domain.explanation import DayExplained
from domain.head import HeadLine
from domain.importing import ImportKind
from domain.lasting import Outlook
from domain.listing import (
    BooksCondition,
    ChargeRow,
    DayState,
    DaySummary,
    LedgerRow,
    OfficeState,
    Problem,
    ReadRow,
    ReceiptRow,
)
from domain.money import ZERO, Money
from domain.office import Actor, Office
from domain.progress import Progress
from domain.reads import Read, ReadSource
from domain.recharge import (
    Receipt,
    ReceiptCopy,
    RechargeLimits,
    RechargeOrder,
    RechargePreview,
)
from domain.services import recharging, supplying, taking_reads, taking_tariffs
from domain.services.daily_billing import run_daily_billing
from domain.services.overriding import override_check
from domain.services.repeating import repeated_when_undone
from domain.services.supplying import Outcome
from domain.services.supporting import permit_bundle
from domain.services.taking_tariffs import JudgedTariffs
from domain.simulation import Population
from domain.staff import Role
from domain.support import OfficeFacts
from domain.tariff import Tariff, TariffBook
from storage.access import Access
from storage.alerts import SqlAlerts
from storage.archive import Archiving
from storage.arrears_book import SqlArrearsBook
from storage.chain import head_of
from storage.consumer_accounts import SqlConsumerAccounts
from storage.copying import copy_database
from storage.counter import SqlCounter
from storage.dashboard import SqlDashboard
from storage.defaulters import SqlDefaulters
from storage.dialect import is_server
from storage.drafts import SqlTariffDrafts
from storage.engine import key_of, open_engine, place_of
from storage.faults import database_faults_told
from storage.forecasting import SqlForecasts
from storage.giving_way import give_way
from storage.imports import SqlImportsBook
from storage.keys import Keys, system_keys
from storage.listings import accounts, consumers, days, receipts
from storage.listings.condition import condition_of
from storage.listings.credits import credits_of
from storage.listings.forecasts import days_left_of, outlook_of
from storage.listings.population import simulated_population
from storage.policies import SqlPolicies
from storage.preferences import SqlPreferences
from storage.registers import SqlRegisters
from storage.rehearsal import rehearsing
from storage.repositories.archives import SqlArchives
from storage.repositories.arrears import SqlArrears
from storage.repositories.condition import SqlCondition
from storage.repositories.consumers import SqlConsumers
from storage.repositories.receipts import SqlReceipts
from storage.repositories.settings import SqlSettings
from storage.repositories.tariffs import SqlTariffs
from storage.reversals import SqlReversals
from storage.safekeeping import OfficeSafe
from storage.server import PEOPLE, READS, count_anew, give_way_on
from storage.settling import SqlSettling
from storage.signing import SqlSigning
from storage.supply import Snapshot, SqlSupply
from storage.support import facts_of
from storage.trust import SqlTrust
from storage.unit_of_work import SqlUnitOfWork
from storage.watching import Watch


class SqlBooks:
    """One office's books; every method may be called from any thread.

    ``path``: the database file, or the file that says on which server the database is.
    """

    def __init__(  # noqa: PLR0913 - which books, in which time, seen by whom
        self,
        engine: Engine,
        path: Path,
        office: Office,
        clock: Clock,
        *,
        is_masked: bool = False,
        keys: Keys | None = None,
    ) -> None:
        self._is_masked = is_masked
        self._engine = engine
        self._path = path
        self._place = place_of(engine)
        self._office = office
        self._clock = clock
        #: Whether the server's planner was told of this office's reads.
        self._knows_reads = False
        self.trust = SqlTrust(office, clock, self._unit, self._reading, self._unit_in_any_condition)
        self._keys = keys or system_keys()
        access = Access(
            office,
            clock,
            self._unit,
            self._unit_in_any_condition,
            self._reading,
            is_masked,
            self._keys,
        )
        self.counter = SqlCounter(access)
        self.reversals = SqlReversals(access)
        self.arrears = SqlArrearsBook(access)
        self.settling = SqlSettling(access)
        self.signing = SqlSigning(access)
        self.registers = SqlRegisters(access)
        self.forecasts = SqlForecasts(access)
        self.preferences = SqlPreferences(access)
        self.imports = SqlImportsBook(access, self._came_in, self._give_way)
        self.accounts = SqlConsumerAccounts(access)
        self.drafts = SqlTariffDrafts(access)
        self.dashboard = SqlDashboard(access)
        self.defaulters = SqlDefaulters(access)
        self.policies = SqlPolicies(access)
        self.supply = SqlSupply(access, self._give_way)
        self.alerts = SqlAlerts(access, self._give_way)
        self.safekeeping = OfficeSafe(
            engine,
            office,
            path,
            clock,
            self._keys,
            self._unit_in_any_condition,
            self._reading,
        )

    def seen_by(self, role: Role | None) -> SqlBooks:
        """Return the same books as a role sees them: whose work needs no address is shown none."""
        return SqlBooks(
            self._engine,
            self._path,
            self._office,
            self._clock,
            is_masked=not masking.sees_people(role),
            keys=self._keys,
        )

    @property
    def office(self) -> Office:
        return self._office

    @property
    def path(self) -> Path:
        """The database file, or the file that says on which server the database is."""
        return self._path

    @property
    def is_server(self) -> bool:
        """Whether the database is on a PostgreSQL server, and not a file."""
        return is_server(self._engine)

    def close(self) -> None:
        """Fold the write-ahead log into the database and let go of the file, or of the server."""
        if self.is_server:
            self._engine.dispose()
            return
        with database_faults_told(self._place), self._engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            # Whoever holds the file folds the log later: nobody waits for that a second time.
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self._engine.dispose()

    def now(self) -> datetime:
        return self._clock.now()

    def today(self) -> date:
        return billing_day(self._clock.now())

    def state(self) -> OfficeState:
        with self._reading() as connection:
            return days.office_state(connection, self._office.id, self.today())

    # Consumers

    def find_consumers(self, query: ConsumerQuery, limit: int | None = None) -> array[int]:
        query = self._askable(query)
        with self._reading() as connection:
            return consumers.find_consumers(connection, self._office.id, query, self.today(), limit)

    def consumer_totals(self, query: ConsumerQuery) -> ConsumerTotals:
        query = self._askable(query)
        with self._reading() as connection:
            return consumers.consumer_totals(connection, self._office.id, query, self.today())

    def consumer_list(self, query: ConsumerQuery, progress: Progress) -> ConsumerList:
        query = self._askable(query)
        with self._reading() as connection:
            today, anchor = self.today(), head_of(connection, self._office)
            rows = consumers.all_rows(connection, self._office.id, query, today, progress)
            totals = consumers.consumer_totals(connection, self._office.id, query, today)
        if self._is_masked:
            rows = [masking.masked_row(row) for row in rows]
        return ConsumerList(rows, totals, self.now(), str(anchor) if anchor else "")

    def consumer_rows(self, ids: Sequence[int]) -> Mapping[int, ConsumerRow]:
        with self._reading() as connection:
            rows = consumers.consumer_rows(connection, self._office.id, ids, self.today())
        if self._is_masked:
            return {key: masking.masked_row(row) for key, row in rows.items()}
        return rows

    def _askable(self, query: ConsumerQuery) -> ConsumerQuery:
        """Return a query as who asks may ask it: a masked mobile is not to be guessed at."""
        return replace(query, is_without_mobiles=True) if self._is_masked else query

    def categories(self) -> list[str]:
        with self._reading() as connection:
            return consumers.categories(connection, self._office.id)

    def feeders(self) -> list[str]:
        with self._reading() as connection:
            return consumers.feeders(connection, self._office.id)

    def consumer(self, number: str) -> Consumer:
        with self._reading() as connection:
            found = SqlConsumers(connection, self._office).get(number, self.today())
            left = days_left_of(connection, self._office, [found.id], self.today())
        found = replace(found, days_left=left[found.id])
        return masking.masked_consumer(found) if self._is_masked else found

    @repeated_when_undone
    def create_consumer(self, form: NewConsumer, actor: Actor) -> Consumer:
        return supplying.create_consumer(form, self._unit(), self._clock, actor)

    @repeated_when_undone
    def take_on(self, forms: Sequence[NewConsumer], actor: Actor) -> Outcome:
        outcome = supplying.take_on(forms, self._unit(), self._clock, actor)
        self._count_anew(PEOPLE, outcome.accepted)
        return outcome

    @repeated_when_undone
    def change_consumer(self, changes: Sequence[Change], actor: Actor) -> Consumer:
        supplying.change_consumer(changes, self._unit(), self._clock, actor)
        return self.consumer(changes[0].number)

    @repeated_when_undone
    def change_consumers(self, changes: Sequence[Change], actor: Actor) -> Outcome:
        return supplying.change_consumers(changes, self._unit(), self._clock, actor)

    def history(self, number: str) -> list[HistoryRow]:
        with self._reading() as connection:
            consumer = self._id_of(connection, number)
            rows = accounts.history(connection, self._office.id, consumer)
        return [masking.masked_history(row) for row in rows] if self._is_masked else rows

    # Charges and the wallet

    def ledger(self, number: str, limit: int = 500) -> list[LedgerRow]:
        with self._reading() as connection:
            consumer = self._id_of(connection, number)
            return accounts.ledger(connection, self._office.id, consumer, limit)

    def charges(self, number: str, first: date, last: date) -> list[ChargeRow]:
        with self._reading() as connection:
            consumer = self._id_of(connection, number)
            rows = accounts.charges(connection, self._office.id, consumer, first, last)
            if not rows:
                self._refuse_archived(connection, last)
            return rows

    def explain(self, number: str, day: date) -> DayExplained:
        with self._reading() as connection:
            consumer = self._id_of(connection, number)
            rows = accounts.charge_rows(
                connection, self._office.id, consumer, first_of_month(day), day
            )
            book = TariffBook(SqlTariffs(connection, self._office).all())
            initial = connection.execute(
                text(
                    "SELECT billed_from_day, initial_mtd_wh FROM consumer"
                    " WHERE office_id = :office_id AND id = :id"
                ),
                {"office_id": self._office.id, "id": consumer},
            ).one()
            if not rows:
                self._refuse_archived(connection, day)
        if not rows or rows[-1].day != day_number(day):
            raise DayNotCharged(number, day)
        begun = initial.billed_from_day >= day_number(first_of_month(day))
        return explained_day(day, rows, book, initial.initial_mtd_wh if begun else 0)

    # Reads

    def reads(self, number: str, limit: int = 400) -> list[ReadRow]:
        with self._reading() as connection:
            consumer = self._id_of(connection, number)
            return accounts.reads(connection, self._office.id, consumer, limit)

    def held_reads(self) -> list[ReadRow]:
        with self._reading() as connection:
            return accounts.held_reads(connection, self._office.id)

    @repeated_when_undone
    def take_reads(self, reads: Sequence[Read], source: ReadSource, actor: Actor) -> Outcome:
        outcome = taking_reads.take_reads(reads, source, self._unit(), self._clock, actor)
        if not self._knows_reads:
            self._count_anew(READS, outcome.accepted)
            self._knows_reads = outcome.accepted > 0
        return outcome

    @repeated_when_undone
    def release_read(self, meter_serial: str, read_at: datetime, note: str, actor: Actor) -> None:
        taking_reads.release_read(
            meter_serial, read_at, note, unit=self._unit(), clock=self._clock, actor=actor
        )

    @repeated_when_undone
    def dismiss_read(self, meter_serial: str, read_at: datetime, note: str, actor: Actor) -> None:
        taking_reads.dismiss_read(
            meter_serial, read_at, note, unit=self._unit(), clock=self._clock, actor=actor
        )

    # Recharges

    def preview_recharge(
        self, number: str, heads: Sequence[HeadLine], *, by_cheque: Money = ZERO
    ) -> RechargePreview:
        with self._reading() as connection:
            found = SqlConsumers(connection, self._office).get(number, self.today())
            plan = SqlArrears(connection, self._office).live_of(found.id)
            preview = recharging.preview_recharge(
                found,
                tuple(heads),
                plan,
                Snapshot.of(connection, self._office),
                self.now(),
                by_cheque=by_cheque,
                credit=credits_of(connection, self._office.id, self.today()).of(
                    found.category, found.load_w
                ),
            )
            balances = {found.id: preview.balance_after}
            left = days_left_of(connection, self._office, [found.id], self.today(), balances)
        return replace(preview, days_left=left[found.id])

    def recharge_limits(self) -> RechargeLimits:
        with self._reading() as connection:
            return recharging.limits_of(SqlSettings(connection, self._office))

    @repeated_when_undone
    def recharge(
        self, order: RechargeOrder, actor: Actor, *, although_similar: bool = False
    ) -> Receipt:
        return recharging.recharge(
            order,
            self._unit(),
            self._clock,
            actor,
            although_similar=although_similar,
            outlook=self._outlook(order),
        )

    def _outlook(self, order: RechargeOrder) -> Outlook | None:
        """Work out how long money lasts before the books are held for writing."""
        with self._reading() as connection, suppress(ConsumerNotFound):
            id_ = self._id_of(connection, order.consumer_number)
            return outlook_of(connection, self._office, id_, self.today(), order.amount)
        return None

    def receipts(self, limit: int = 10, number: str | None = None) -> list[ReceiptRow]:
        with self._reading() as connection:
            consumer = None if number is None else self._id_of(connection, number)
            return receipts.receipts(connection, self._office.id, consumer, limit)

    def receipt(self, number: str, actor: Actor | None = None) -> ReceiptCopy:
        with self._reading() as connection:
            found = SqlReceipts(connection, self._office)
            copy = ReceiptCopy(found.by_number(number), self._office, found.copies(number))
        if actor is not None:
            copy = replace(copy, code=self.signing.code_of(copy.receipt, actor))
        return masking.masked_copy(copy) if self._is_masked else copy

    @repeated_when_undone
    def confirm_print(self, number: str, actor: Actor) -> int:
        return recharging.confirm_print(number, self._unit(), self._clock, actor)

    # Days

    def month(self, month: Month) -> list[DayState]:
        with self._reading() as connection:
            return days.month_strip(connection, self._office, month, self.today())

    def run_days(
        self, until: date, actor: Actor, progress: Progress, *, first: date | None = None
    ) -> list[DaySummary]:
        return run_daily_billing(
            until,
            first=first,
            open_unit=self._unit,
            clock=self._clock,
            actor=actor,
            progress=progress,
            breathe=self._give_way,
        )

    def billing_sheet(self, day: date, made_by: str) -> BillingSheet:
        with self._reading() as connection:
            self._refuse_archived(connection, day)
            return days.billing_sheet(connection, self._office, day, self._clock.now(), made_by)

    # Tariffs and simulation

    def tariffs(self) -> list[Tariff]:
        with self._reading() as connection:
            return SqlTariffs(connection, self._office).all()

    def tariff_book(self) -> TariffBook:
        return TariffBook(self.tariffs())

    @repeated_when_undone
    def add_tariffs(self, tariffs: Sequence[Tariff], actor: Actor) -> None:
        judged = JudgedTariffs(list(tariffs), [], [], [])
        for fault in taking_tariffs.take_tariffs(judged, self._unit(), self._clock, actor):
            raise fault

    @repeated_when_undone
    def take_tariffs(self, judged: JudgedTariffs, actor: Actor) -> list[TariffFault]:
        return taking_tariffs.take_tariffs(judged, self._unit(), self._clock, actor)

    def simulation_inputs(self, query: ConsumerQuery) -> Population:
        ids = self.find_consumers(query)
        with self._reading() as connection:
            return simulated_population(connection, self._office.id, ids, self.today())

    # The books as a whole

    def check(
        self,
        progress: Progress,
        *,
        quick: bool = False,
        actor: Actor | None = None,
        anchors: Sequence[Anchor] = (),
        archives: Sequence[Path] = (),
    ) -> list[Problem]:
        watch = Watch(self._reading, self._unit_in_any_condition, self._clock, key_of(self._engine))
        return watch.check(
            self._office, progress, quick=quick, actor=actor, anchors=anchors, archives=archives
        )

    def anchor(self) -> Anchor | None:
        with self._reading() as connection:
            return head_of(connection, self._office)

    @property
    def is_read_only(self) -> bool:
        with self._reading() as connection:
            return SqlCondition(connection, self._office).problems() > 0

    def condition(self) -> BooksCondition:
        with self._reading() as connection:
            return condition_of(connection, self._office)

    def archive(self, until: date, target: Path, actor: Actor, progress: Progress) -> Archive:
        archiving = Archiving(
            self._office,
            self._reading,
            self._unit,
            self._clock,
            self._give_way,
            key_of(self._engine),
        )
        return archiving.archive(until, target, actor, progress)

    @repeated_when_undone
    def override_check(self, reason: str, actor: Actor) -> None:
        override_check(reason, self._unit_in_any_condition(), self._clock, actor)

    def support_facts(self, actor: Actor) -> OfficeFacts:
        permit_bundle(self._unit_in_any_condition(), self._clock, actor)
        with self._reading() as connection:
            return facts_of(connection, self._office, self._path.parent)

    @contextmanager
    def on_a_copy(self) -> Iterator[SqlBooks]:
        if self.is_server:
            with (
                database_faults_told(self._place),
                rehearsing(self._engine, self._office.id) as rehearsal,
            ):
                yield _RehearsedBooks(rehearsal, self._path, self._office, self._clock)
            return
        with tempfile.TemporaryDirectory(prefix="bijli-bahi-") as folder:
            target = Path(folder) / self._path.name
            copy_database(self._engine, target)
            copy = SqlBooks(
                open_engine(target, key_of(self._engine)), target, self._office, self._clock
            )
            try:
                yield copy
            finally:
                copy.close()

    def _unit(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self._engine, self._office, self._place)

    def _unit_in_any_condition(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self._engine, self._office, self._place, in_any_condition=True)

    def _count_anew(self, tables: Sequence[str], rows: int) -> None:
        if self.is_server:
            # What came in is committed: that the server could not count it changes nothing.
            with suppress(Trouble), database_faults_told(self._place):
                count_anew(self._engine, tables, rows)

    def _came_in(self, kind: ImportKind, rows: int) -> None:
        if kind is ImportKind.CONSUMERS:
            self._count_anew(PEOPLE, rows)
        elif kind is ImportKind.READS and not self._knows_reads:
            self._count_anew(READS, rows)
            self._knows_reads = rows > 0

    def _give_way(self) -> None:
        if self.is_server:
            give_way_on(self._engine, self._office.id)
        else:
            give_way(self._path)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with (
            database_faults_told(self._place),
            self._engine.connect() as connection,
            connection.begin(),
        ):
            yield connection

    def _refuse_archived(self, connection: Connection, day: date) -> None:
        archive = SqlArchives(connection, self._office).holding(day)
        if archive is not None:
            raise DaysArchived(day, archive.path)

    def _id_of(self, connection: Connection, number: str) -> int:
        return consumers.id_of(connection, self._office.id, number)


class _RehearsedBooks(SqlBooks):
    """Books in a transaction that is undone: their turn lasts to its end, waiting helps nobody."""

    def _give_way(self) -> None:
        pass
