"""Watching over the books: a check, and what follows from it for the office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from domain.anchor import Anchor
from domain.backup import DUMPED
from domain.calendar import Clock, milliseconds
from domain.errors import Trouble
from domain.listing import Problem
from domain.office import Actor, Office
from domain.progress import Progress
from domain.services.permitting import permit
from domain.staff import Act
from storage.archive import archives_opened
from storage.checking import Checked, Wish, check_books
from storage.checking.check import Reading
from storage.checkpoints import last_checkpoint
from storage.dumping import manifest_beside
from storage.keys import DatabaseKey
from storage.packing import manifest_of
from storage.unit_of_work import SqlUnitOfWork

#: How thorough a check was.
FULL, QUICK = "full", "quick"
#: The newest backups are asked for their anchors.
_MOST_BACKUPS = 50


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
        """Check the books and, when somebody answers for it, remember the outcome.

        An anchor given by hand may be mistyped: where nothing but such a one differs, that is
        told, and the books stay as open as they were.
        """
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
            wish = Wish(since, [*anchors, *self._anchors_in_backups(office)], opened)
            checked = check_books(self.reading, office, progress, wish)
        if actor is not None and not _only_by_hand(checked.problems, anchors):
            self._settle(checked, is_whole=since is None, actor=actor)
        return checked.problems

    def _anchors_in_backups(self, office: Office) -> list[Anchor]:
        """Return what the backups that are still there say: a hand in the books is not in them."""
        with self.reading() as connection:
            paths = connection.execute(
                text(
                    "SELECT path FROM backup_made WHERE office_id = :office_id"
                    " ORDER BY at_ms DESC LIMIT :most"
                ),
                {"office_id": office.id, "most": _MOST_BACKUPS},
            ).scalars()
            places = [Path(path) for path in paths]
        found = []
        for place in places:
            # One that was rotated away, or lies on a stick, says nothing.
            with suppress(Trouble, OSError):
                manifest = manifest_beside(place) if place.suffix == DUMPED else manifest_of(place)
                if manifest.office == office.code and manifest.anchor is not None:
                    found.append(manifest.anchor)
        return found

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


def _only_by_hand(problems: Sequence[Problem], anchors: Sequence[Anchor]) -> bool:
    """Whether all that was found is that anchors given by hand differ."""
    given = {str(anchor) for anchor in anchors}
    return bool(problems) and all(problem.facts.get("anchor") in given for problem in problems)
