"""The imports of an office in its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.importing import (
    ImportBatch,
    ImportFile,
    ImportKind,
    ImportTaken,
    ImportUndone,
    RowJudged,
    SheetRow,
)
from domain.office import Actor, Office
from domain.progress import Progress
from domain.services import importing, importing_tariffs, undoing_imports
from domain.services.repeating import repeated_when_undone
from storage.access import Access
from storage.repositories.consumers import SqlConsumers
from storage.repositories.imports import SqlImports
from storage.repositories.reads import SqlReads
from storage.repositories.staff import SqlStaff
from storage.repositories.tariffs import SqlTariffs


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What rows are judged against, to be looked at only."""

    consumers: SqlConsumers
    tariffs: SqlTariffs
    reads: SqlReads
    imports: SqlImports

    @classmethod
    def of(cls, connection: Connection, office: Office) -> _Snapshot:
        return cls(
            SqlConsumers(connection, office),
            SqlTariffs(connection, office),
            SqlReads(connection, office),
            SqlImports(connection, office),
        )


class SqlImportsBook:
    """Everything of :class:`domain.importing.Imports`; any thread may call it.

    ``came_in``: told of a kind and how many rows came in, for the planner of a server;
    ``breathe`` lets a clerk's write go first.
    """

    def __init__(
        self,
        access: Access,
        came_in: Callable[[ImportKind, int], None],
        breathe: Callable[[], None],
    ) -> None:
        self._access = access
        self._came_in = came_in
        self._breathe = breathe

    def judge(
        self, kind: ImportKind, rows: Sequence[SheetRow], progress: Progress, reason: str = ""
    ) -> list[RowJudged]:
        return importing.judge_sheet(
            kind, rows, self._looking, self._access.clock, progress, reason
        )

    def judge_tariffs(self, text: str) -> list[RowJudged]:
        with self._looking() as books:
            return importing_tariffs.judge_document(text, books.tariffs.all())

    def take(  # noqa: PLR0913 - what is taken from where, why, by whom
        self,
        kind: ImportKind,
        file: ImportFile,
        rows: Sequence[SheetRow],
        actor: Actor,
        progress: Progress,
        *,
        reason: str = "",
    ) -> ImportTaken:
        taken = importing.take_sheet(
            kind,
            file,
            rows,
            reason=reason,
            open_unit=self._access.unit,
            clock=self._access.clock,
            actor=actor,
            progress=progress,
            breathe=self._breathe,
        )
        self._came_in(kind, taken.tally.accepted)
        return taken

    @repeated_when_undone
    def take_tariffs(
        self, file: ImportFile, text: str, actor: Actor, *, reason: str = ""
    ) -> ImportTaken:
        unit, clock = self._access.unit(), self._access.clock
        return importing_tariffs.take_document(
            file, text, reason=reason, unit=unit, clock=clock, actor=actor
        )

    def batches(self, limit: int = 200) -> list[ImportBatch]:
        with self._looking() as books:
            return books.imports.newest(limit)

    def batch(self, batch_id: str) -> ImportBatch:
        with self._looking() as books:
            return books.imports.get(batch_id)

    def taken_before(self, kind: ImportKind, sha256: str) -> ImportBatch | None:
        with self._looking() as books:
            return books.imports.last_of(kind, sha256)

    def undoing(self, batch_id: str, progress: Progress) -> ImportUndone:
        with self._access.reading() as connection:
            has_staff = SqlStaff(connection, self._access.office).standing("").has_staff
            books = _Snapshot.of(connection, self._access.office)
            batch = books.imports.get(batch_id)
            return undoing_imports.judge_back(batch, books, has_staff=has_staff, progress=progress)

    def undo(self, batch_id: str, reason: str, actor: Actor, progress: Progress) -> ImportUndone:
        return undoing_imports.undo(
            batch_id,
            reason,
            open_unit=self._access.unit,
            clock=self._access.clock,
            actor=actor,
            progress=progress,
            breathe=self._breathe,
        )

    @contextmanager
    def _looking(self) -> Iterator[_Snapshot]:
        with self._access.reading() as connection:
            yield _Snapshot.of(connection, self._access.office)
