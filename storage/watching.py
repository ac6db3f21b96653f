"""Watching over the books: a check, and what follows from it for the office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from domain.anchor import Anchor
from domain.calendar import Clock, milliseconds
from domain.listing import Problem
from domain.office import Actor, Office
from domain.progress import Progress
from domain.services.permitting import permit
from domain.staff import Act
from storage.archive import archives_opened
from storage.checking import Checked, Wish, check_books
from storage.checking.check import Reading
from storage.checkpoints import last_checkpoint
from storage.keys import DatabaseKey
from storage.unit_of_work import SqlUnitOfWork

#: How thorough a check was.
FULL, QUICK = "full", "quick"


@dataclass(frozen=True, slots=True)
class Watch:
    """Who checks the books of an office, and settles what was found."""

    reading: Reading
    open_unit: Callable[[], SqlUnitOfWork]
    clock: Clock
    #: By which the archives of an encrypted office open.
    key: DatabaseKey | None = None

    def check(  # noqa: PLR0913 - what is to be checked, and for whom
        self,
        office: Office,
        progress: Progress,
        *,
        quick: bool,
        actor: Actor | None,
        anchors: Sequence[Anchor],
        archives: Sequence[Path],
    ) -> list[Problem]:
        """Check the books and, when somebody answers for it, remember the outcome."""
        if actor is not None:
            with self.open_unit() as unit:
                permit(unit, actor, Act.CHECK)
        with ExitStack() as stack:
            opening = archives_opened(archives, office, self.key)
            opened = stack.enter_context(opening) if archives else ()
            since = None
            if quick:
                with self.reading() as connection:
                    since = last_checkpoint(connection, office)
            wish = Wish(since, anchors, opened)
            checked = check_books(self.reading, office, progress, wish)
        if actor is not None:
            self._settle(checked, is_whole=since is None, actor=actor)
        return checked.problems

    def _settle(self, checked: Checked, *, is_whole: bool, actor: Actor) -> None:
        now = milliseconds(self.clock.now())
        with self.open_unit() as unit:
            if checked.problems:
                unit.condition.close_to_writers(len(checked.problems), at_ms=now, by=actor.name)
            else:
                kind = FULL if is_whole else QUICK
                unit.condition.add_checkpoint(checked.reached, kind=kind, at_ms=now, by=actor.name)
                if is_whole:
                    unit.condition.open_to_writers()
            unit.commit()


def head_of(connection: Connection, office: Office) -> Anchor | None:
    """Return the anchor of the last event of the office's stream."""
    row = connection.execute(
        text(
            "SELECT stream, seq, hash FROM event WHERE office_id = :office_id"
            " AND stream = :stream ORDER BY seq DESC LIMIT 1"
        ),
        {"office_id": office.id, "stream": office.stream},
    ).one_or_none()
    return None if row is None else Anchor.of(row.stream, row.seq, bytes(row.hash))
