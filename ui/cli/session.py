"""One call of the command line: whose office, who acts, in which language, what is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from domain import formats
from domain.books import Books
from domain.calendar import Month
from domain.errors import FieldNotAllowed, FieldOutOfRange, Trouble
from domain.money import Money
from domain.office import Actor
from domain.progress import Progress
from resources.texts import Texts
from ui.cli.outside import Outside

_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say: facts for programs, lines for people, and its exit code.

    ``complaint`` is the sentence on standard error when the exit code is not 0.
    """

    facts: Mapping[str, Any]
    lines: Sequence[str] = ()
    exit_code: int = 0
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """What every command gets; ``_`` translates into the language of the caller."""

    outside: Outside
    folder: Path
    actor: Actor
    _: Texts
    progress: Progress = field(repr=False)

    @contextmanager
    def books(self, *, is_dry_run: bool = False) -> Iterator[Books]:
        """Open the office for the body; a dry run works on a copy that is thrown away."""
        books = self.outside.open_office(self.folder, self.outside.clock)
        try:
            if is_dry_run:
                with books.on_a_copy() as copy:
                    yield copy
            else:
                yield books
        finally:
            # What was committed is safe; that the log could not be folded in changes nothing.
            with suppress(Trouble):
                books.close()

    def day(self, day: date | None) -> str:
        """Return a day for people, a dash for none."""
        return "-" if day is None else formats.day(day, self._.month_names)

    def rupees(self, paise: int) -> str:
        return formats.rupees(Money(paise))


def whole_number(field_name: str, text: str, least: int, most: int) -> int:
    """Return the number that an option gives; refuse what is none or lies outside."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise FieldNotAllowed(field_name, text)
    number = int(text)
    if not least <= number <= most:
        raise FieldOutOfRange(field_name, text, str(least), str(most))
    return number


def month_of(text: str) -> Month:
    """Return the month written as ``2026-11``."""
    try:
        return Month.parse(text)
    except ValueError:
        raise FieldNotAllowed("month", text) from None
