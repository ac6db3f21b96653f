"""A unit of work: one writing transaction on the office's database."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from domain.office import Office
from storage.engine import writer
from storage.faults import database_faults_told
from storage.repositories.billing import SqlBilling
from storage.repositories.consumers import SqlConsumers
from storage.repositories.reads import SqlReads
from storage.repositories.receipts import SqlReceipts
from storage.repositories.tariffs import SqlTariffs


class SqlUnitOfWork:
    """One transaction; leaving it without :meth:`commit` undoes it."""

    consumers: SqlConsumers
    tariffs: SqlTariffs
    reads: SqlReads
    billing: SqlBilling
    receipts: SqlReceipts

    def __init__(self, engine: Engine, office: Office, place: str) -> None:
        self._engine = engine
        self.office = office
        self._place = place

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self._stack.enter_context(database_faults_told(self._place))
        with ExitStack() as opening:
            opening.push(self._stack)
            connection = writer(self._engine, self.office.id)
            self._stack.callback(connection.close)
            self._transaction = connection.begin()
            self._stack.callback(self._undo)
            opening.pop_all()
        self._offer(connection)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def commit(self) -> None:
        """Make everything lasting; after it nothing can be undone."""
        self._transaction.commit()

    def _undo(self) -> None:
        if self._transaction.is_active:
            self._transaction.rollback()

    def _offer(self, connection: Connection) -> None:
        self.consumers = SqlConsumers(connection, self.office)
        self.tariffs = SqlTariffs(connection, self.office)
        self.reads = SqlReads(connection, self.office)
        self.billing = SqlBilling(connection, self.office)
        self.receipts = SqlReceipts(connection, self.office)
