"""A unit of work: one writing transaction on the office's database."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from domain.errors_of_trust import BooksNotInOrder
from domain.office import Office
from storage.engine import writer
from storage.faults import database_faults_told
from storage.lease import SqlLeases
from storage.repositories.approvals import SqlApprovals
from storage.repositories.archives import SqlArchives
from storage.repositories.arrears import SqlArrears
from storage.repositories.audit import SqlAuditLog
from storage.repositories.billing import SqlBilling
from storage.repositories.cheques import SqlCheques
from storage.repositories.condition import SqlCondition
from storage.repositories.consumer_notes import SqlConsumerNotes
from storage.repositories.consumers import SqlConsumers
from storage.repositories.day_ends import SqlDayEnds
from storage.repositories.drafts import SqlDrafts
from storage.repositories.imports import SqlImports
from storage.repositories.messages import SqlMessages
from storage.repositories.payments import SqlPayments
from storage.repositories.policies import SqlPolicyRows
from storage.repositories.posting import last_posted
from storage.repositories.preferences import SqlPreferenceRows
from storage.repositories.reads import SqlReads
from storage.repositories.receipts import SqlReceipts
from storage.repositories.safekeeping import SqlSafekeeping
from storage.repositories.settings import SqlSettings
from storage.repositories.shifts import SqlShifts
from storage.repositories.signing_keys import SqlSigningKeys
from storage.repositories.staff import SqlStaff
from storage.repositories.supply_jobs import SqlSupplyJobs
from storage.repositories.supply_orders import SqlSupplyOrders
from storage.repositories.tariffs import SqlTariffs


class SqlUnitOfWork:
    """One transaction; leaving it without :meth:`commit` undoes it.

    While the books are not in order none begins (:class:`BooksNotInOrder`), unless it is
    ``in_any_condition``: what settles that, and who may.
    """

    condition: SqlCondition
    consumers: SqlConsumers
    consumer_notes: SqlConsumerNotes
    tariffs: SqlTariffs
    reads: SqlReads
    billing: SqlBilling
    receipts: SqlReceipts
    signing_keys: SqlSigningKeys
    shifts: SqlShifts
    day_ends: SqlDayEnds
    payments: SqlPayments
    cheques: SqlCheques
    arrears: SqlArrears
    staff: SqlStaff
    audit: SqlAuditLog
    approvals: SqlApprovals
    archives: SqlArchives
    leases: SqlLeases
    settings: SqlSettings
    preferences: SqlPreferenceRows
    imports: SqlImports
    drafts: SqlDrafts
    safekeeping: SqlSafekeeping
    policies: SqlPolicyRows
    messages: SqlMessages
    supply_orders: SqlSupplyOrders
    supply_jobs: SqlSupplyJobs

    def __init__(
        self, engine: Engine, office: Office, place: str, *, in_any_condition: bool = False
    ) -> None:
        self._engine = engine
        self.office = office
        self._place = place
        self._in_any_condition = in_any_condition

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self._stack.enter_context(database_faults_told(self._place))
        with ExitStack() as opening:
            opening.push(self._stack)
            connection = writer(self._engine, self.office.id)
            self._stack.callback(connection.close)
            self._transaction = connection.begin()
            self._stack.callback(self._undo)
            self._offer(connection)
            self._refuse_unless_in_order()
            opening.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def last_posted(self) -> tuple[int, datetime] | None:
        """Return the number of the ledger's last entry and when it was posted."""
        return last_posted(self._connection, self.office.id)

    def commit(self) -> None:
        """Make everything lasting; after it nothing can be undone."""
        self._transaction.commit()

    def _undo(self) -> None:
        if self._transaction.is_active:
            self._transaction.rollback()

    def _refuse_unless_in_order(self) -> None:
        problems = 0 if self._in_any_condition else self.condition.problems()
        if problems:
            raise BooksNotInOrder(problems)

    def _offer(self, connection: Connection) -> None:
        self._connection = connection
        self.condition = SqlCondition(connection, self.office)
        self.consumers = SqlConsumers(connection, self.office)
        self.consumer_notes = SqlConsumerNotes(connection, self.office)
        self.tariffs = SqlTariffs(connection, self.office)
        self.reads = SqlReads(connection, self.office)
        self.billing = SqlBilling(connection, self.office)
        self.receipts = SqlReceipts(connection, self.office)
        self.signing_keys = SqlSigningKeys(connection, self.office)
        self.shifts = SqlShifts(connection, self.office)
        self.day_ends = SqlDayEnds(connection, self.office)
        self.payments = SqlPayments(connection, self.office)
        self.cheques = SqlCheques(connection, self.office)
        self.arrears = SqlArrears(connection, self.office)
        self.staff = SqlStaff(connection, self.office)
        self.audit = SqlAuditLog(connection, self.office)
        self.approvals = SqlApprovals(connection, self.office)
        self.archives = SqlArchives(connection, self.office)
        self.leases = SqlLeases(connection, self.office)
        self.settings = SqlSettings(connection, self.office)
        self.preferences = SqlPreferenceRows(connection, self.office)
        self.imports = SqlImports(connection, self.office)
        self.drafts = SqlDrafts(connection, self.office)
        self.safekeeping = SqlSafekeeping(connection, self.office)
        self.policies = SqlPolicyRows(connection, self.office)
        self.messages = SqlMessages(connection, self.office)
        self.supply_orders = SqlSupplyOrders(connection, self.office)
        self.supply_jobs = SqlSupplyJobs(connection, self.office)
