"""One call of the command line: whose office, who acts, in which language, what is answered."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from domain import formats
from domain.books import Books
from domain.calendar import Month
from domain.errors import FieldMissing, FieldNotAllowed, FieldOutOfRange, Trouble
from domain.errors_of_trust import PasswordMustChange, SignInNeeded, StaffUnknown
from domain.money import Money
from domain.office import Actor
from domain.progress import Progress
from domain.staff import Act, Member, refuse_unless_may
from resources.texts import Texts
from ui.cli.asking import Asking
from ui.cli.outside import Outside
from ui.safekeeping_words import warnings

_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say: facts for programs, lines for people, and its exit code.

    ``complaint`` is the sentence on standard error when the exit code is not 0. ``counts`` go
    into the log: how many of what, never whose.
    """

    facts: Mapping[str, Any]
    lines: Sequence[str] = ()
    exit_code: int = 0
    complaint: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Session:
    """What every command gets; ``_`` translates into the language of the caller.

    ``actor`` is whoever is logged in on the machine until the office is opened; where that has
    staff, the member of ``as_user`` from then on.
    """

    outside: Outside
    folder: Path
    actor: Actor
    _: Texts
    progress: Progress = field(repr=False)
    asking: Asking = field(repr=False)
    as_user: str | None = None
    #: Whether the command is closed to strangers once the office has staff.
    needs_sign_in: bool = True
    #: Whether it is open to somebody who has not chosen a password of their own yet.
    is_for_new_password: bool = False
    office_code: str = ""
    member: Member | None = None
    password: str = field(default="", repr=False)

    @contextmanager
    def books(self, *, is_dry_run: bool = False) -> Iterator[Books]:
        """Open the office for the body; a dry run works on a copy that is thrown away.

        Where there is staff, whoever acts signs in first, once for the whole command, and the
        books are as their role sees them.
        """
        books = self.outside.open_office(self.folder, self.outside.clock)
        try:
            self.office_code = books.office.code
            self._warn(books)
            self._sign_in(books)
            seen = books if self.member is None else books.seen_by(self.member.role)
            if is_dry_run:
                with seen.on_a_copy() as copy:
                    yield copy
            else:
                yield seen
        finally:
            # What was committed is safe; that the log could not be folded in changes nothing.
            with suppress(Trouble):
                books.close()

    @property
    def known_actor(self) -> Actor | None:
        """Whoever acts; None: a stranger to the staff, to whom the command is open all the same."""
        return self.actor if self.actor.name else None

    def signed_in(self) -> Member:
        """Return whoever signed in; :class:`StaffUnknown` where nobody can, for want of staff."""
        if self.member is None:
            raise StaffUnknown(self.actor.name)
        return self.member

    def answer_for(self, books: Books) -> Actor:
        """Return who answers for books that this command has opened by itself, signed in."""
        self.office_code = books.office.code
        self._sign_in(books)
        return self.actor

    def note_view(self, books: Books, number: str) -> None:
        """Note that whoever acts looks at a consumer; without staff nobody is named."""
        if self.member is not None:
            books.trust.note_view(number, self.actor)

    def refuse_unless_may(self, act: Act) -> None:
        """Refuse before anything is made what the use case would refuse after it."""
        if self.member is not None:
            refuse_unless_may(self.member.user_name, self.member.role, act)

    def reason(self, given: str) -> str:
        """Return the reason of an act that needs one where there is staff."""
        if self.member is not None and not given.strip():
            raise FieldMissing("reason")
        return given.strip()

    def password_again(self) -> str:
        """Return the password as it is asked for once more before a grave act."""
        if self.member is None:
            return ""
        return self.asking.password_again(self.member.user_name)

    def _warn(self, books: Books) -> None:
        """Say beside the answer what must be said whenever an office is opened."""
        for sentence in warnings(books.safekeeping.state(), self._):
            print(sentence, file=sys.stderr)

    def _sign_in(self, books: Books) -> None:
        if self.member is not None:
            return
        has_staff = books.trust.has_staff()
        if self.as_user is None:
            if has_staff:
                self._stay_a_stranger()
            return
        if not has_staff:
            raise StaffUnknown(self.as_user)
        password = self.asking.password_of(self.as_user)
        member = books.trust.sign_in(self.as_user, password, self.actor.channel)
        if member.must_change_password and not self.is_for_new_password:
            raise PasswordMustChange(member.user_name)
        self.member, self.password = member, password
        # The command line is counter 0, whoever sits at it: it has no shift.
        self.actor = replace(self.actor, name=member.user_name)

    def _stay_a_stranger(self) -> None:
        if self.needs_sign_in:
            raise SignInNeeded
        # Without a name, so that no use case takes the machine's user for a member of staff.
        self.actor = replace(self.actor, name="")

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
