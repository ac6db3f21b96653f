"""Letting a restored office begin anew: who answers for it, and under which number."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine

from domain.backup import DUMPED, PACKED
from domain.errors import Refusal
from domain.office import Actor, Office
from domain.safekeeping import Restoring
from domain.services.permitting import permit
from domain.staff import Act
from storage.backup import backups_in
from storage.books import SqlBooks
from storage.dumping import manifest_beside
from storage.engine import writing
from storage.incarnation import Source, begin_incarnation
from storage.packing import manifest_of
from storage.unit_of_work import SqlUnitOfWork

#: Says who answers for restored books, once they are open.
Answering = Callable[[SqlBooks], Actor]


def begin_anew(  # noqa: PLR0913 - what, of what, how and who answers for it
    books: SqlBooks,
    engine: Engine,
    source: Source,
    wish: Restoring,
    *,
    beside: Path,
    answering: Answering,
) -> Office:
    """Begin a new incarnation of restored books, above all that the backups ``beside`` know."""
    actor = answering(books)
    with SqlUnitOfWork(engine, books.office, beside.name, in_any_condition=True) as unit:
        permit(unit, actor, Act.RESTORE)
    number = wish.incarnation or _next_incarnation(books.office, beside.parent)
    with writing(engine, books.office.id) as connection:
        return begin_incarnation(
            connection,
            books.office,
            source,
            number=number,
            last_receipts=wish.last_receipts,
            at=books.now(),
            actor=actor,
        )


def _next_incarnation(office: Office, folder: Path) -> int:
    """Return the number after the highest that a backup in the folder bears.

    An old backup may be restored although the office began anew since then: its backups lie there.
    """
    numbers = [office.incarnation]
    for name in backups_in(folder, office.code):
        with suppress(Refusal, OSError):
            if name.endswith(PACKED):
                numbers.append(manifest_of(folder / name).incarnation)
            elif name.endswith(DUMPED):
                numbers.append(manifest_beside(folder / name).incarnation)
    return max(numbers) + 1
