"""Commands of the staff: who works here in which role, their passwords, and a way back in."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import Any

from domain.books import Books
from domain.errors_of_trust import StaffExists, StaffUnknown
from domain.formats import moment
from domain.staff import Member, NewMember, Role, role_of
from domain.temporary_password import new_temporary_password
from domain.trust import Trust
from resources.texts import Texts
from ui.cli.asking import NEW_PASSWORD, PASSWORD, RECOVERY_WORDS
from ui.cli.layout import table
from ui.cli.records import plain
from ui.cli.safety import can_show_words, shown_words
from ui.cli.session import Answer, Session, whole_number
from ui.sentences_of_trust import ROLES

_MOST_COUNTER = 99


def begin(session: Session, options: Namespace) -> Answer:
    """Make the first administrator; from then on nobody acts without signing in."""
    form = NewMember(options.user, options.name, Role.ADMINISTRATOR, _counter(options.counter))
    with session.books() as books:
        if books.trust.has_staff():
            raise StaffExists
        password = session.asking.new_password(form.user_name, PASSWORD)
        member = books.trust.make_first_administrator(form, password, session.actor)
        sentence = session._(
            "{name} is the first administrator. From now on every command needs --as USER.",
            name=member.name,
        )
        # Whoever has begun is the administrator, who alone may make recovery words.
        session.actor = replace(session.actor, name=member.user_name)
        words = _recovery_words(session, options, books)
    return Answer({"member": _record(member), **words.facts}, [sentence, *words.lines])


def show(session: Session, _options: Namespace) -> Answer:
    """List the staff."""
    with session.books() as books:
        members = books.trust.staff()
    return Answer({"staff": [_record(member) for member in members]}, _told(session, members))


def add(session: Session, options: Namespace) -> Answer:
    """Take somebody on the staff with a first password, which they change themselves."""
    form = NewMember(options.user, options.name, role_of(options.role), _counter(options.counter))
    with session.books() as books:
        password = _first_password(session, options)
        member = books.trust.add_member(form, password, session.actor)
    _ = session._
    sentence = _(
        "{name} ({user}) is on the staff now: {role}.",
        name=member.name,
        user=member.user_name,
        role=_(ROLES[member.role]),
    )
    return _with_password(session, options, member, password, sentence)


def change(session: Session, options: Namespace) -> Answer:
    """Give somebody another name, role or counter."""
    with session.books() as books:
        known = _known(books.trust, options.user)
        changed = replace(
            known,
            name=known.name if options.name is None else options.name,
            role=known.role if options.role is None else role_of(options.role),
            counter=known.counter if options.counter is None else _counter(options.counter),
        )
        member = books.trust.change_member(changed, session.actor)
    return _changed(member, [session._("{user} is changed.", user=member.user_name)])


def unlock(session: Session, options: Namespace) -> Answer:
    """Open an account that too many wrong passwords have shut."""
    with session.books() as books:
        member = books.trust.unlock(options.user, session.actor)
    return _changed(member, [session._("{user} can sign in again.", user=member.user_name)])


def reset_password(session: Session, options: Namespace) -> Answer:
    """Give a first password to somebody who forgot theirs."""
    with session.books() as books:
        known = _known(books.trust, options.user)
        password = _first_password(session, options)
        books.trust.reset_password(options.user, password, session.actor)
        member = _known(books.trust, known.user_name)
    sentence = session._("{user} has a new first password.", user=member.user_name)
    return _with_password(session, options, member, password, sentence)


def dismiss(session: Session, options: Namespace) -> Answer:
    """Let somebody act no more; what they did keeps their name."""
    member = _set_active(session, options, is_active=False)
    return _changed(member, [session._("{user} can act no more.", user=member.user_name)])


def take_back(session: Session, options: Namespace) -> Answer:
    """Let somebody act again who was dismissed."""
    member = _set_active(session, options, is_active=True)
    return _changed(member, [session._("{user} can act again.", user=member.user_name)])


def password(session: Session, _options: Namespace) -> Answer:
    """Let whoever signs in choose a password of their own."""
    with session.books() as books:
        member = session.signed_in()
        new = session.asking.new_password(member.user_name)
        books.trust.change_password(session.password, new, session.actor)
    sentence = session._("{user} has a new password.", user=member.user_name)
    return Answer({"user": member.user_name, "changed": True}, [sentence])


def recover(session: Session, options: Namespace) -> Answer:
    """Set an administrator's password anew by the recovery words of the office."""
    _ = session._
    with session.books() as books:
        words = session.asking.secret(RECOVERY_WORDS, _("The twelve recovery words:"))
        new = session.asking.new_password(options.user, NEW_PASSWORD)
        member = books.trust.recover_administrator(options.user, words, new, session.actor)
    return _changed(member, [_("{user} can sign in by the new password.", user=member.user_name)])


def _recovery_words(session: Session, options: Namespace, books: Books) -> Answer:
    """Make the words that bring a lost administrator back, where somebody can be shown them."""
    if books.trust.has_recovery_words():
        return Answer({})
    if not can_show_words(session, options):
        hint = session._("There are no recovery words yet; make them with recovery words.")
        return Answer({"words_file": None, "sheet": None, "tried": False}, [hint])
    made = books.safekeeping.make_recovery_words(session.actor)
    return shown_words(session, options, books, made, {})


def _set_active(session: Session, options: Namespace, *, is_active: bool) -> Member:
    with session.books() as books:
        known = _known(books.trust, options.user)
        return books.trust.change_member(replace(known, is_active=is_active), session.actor)


def _known(trust: Trust, user_name: str) -> Member:
    """Return a member, also one who was dismissed."""
    for member in trust.staff():
        if member.user_name == user_name:
            return member
    raise StaffUnknown(user_name)


def _counter(text: str) -> int:
    return whole_number("counter", text, 0, _MOST_COUNTER)


def _first_password(session: Session, options: Namespace) -> str:
    if options.generate:
        return new_temporary_password(options.user)
    return session.asking.new_password(options.user)


def _with_password(
    session: Session, options: Namespace, member: Member, password: str, sentence: str
) -> Answer:
    """Tell a password that was made here; one that was typed is known to whoever typed it."""
    if not options.generate:
        return _changed(member, [sentence])
    told = session._("The first password, shown this once: {password}", password=password)
    return Answer({"member": _record(member), "password": password}, [sentence, told])


def _changed(member: Member, lines: list[str]) -> Answer:
    return Answer({"member": _record(member)}, lines)


def _record(member: Member) -> dict[str, Any]:
    return {
        "user": member.user_name,
        "name": member.name,
        "role": member.role.value,
        "counter": member.counter,
        "is_active": member.is_active,
        "must_change_password": member.must_change_password,
        "wrong_tries": member.wrong_tries,
        "locked_until": plain(member.locked_until),
        "signed_in_at": plain(member.signed_in_at),
    }


def _told(session: Session, members: list[Member]) -> list[str]:
    _ = session._
    if not members:
        return [_("This office has no staff: everybody may do everything.")]
    headings = (
        *(_("User"), _("Name"), _("Role"), _("Counter")),
        *(_("Signed in"), _("State")),
    )
    now = session.outside.clock.now()
    rows = [
        (
            *(member.user_name, member.name, _(ROLES[member.role]), str(member.counter)),
            "-" if member.signed_in_at is None else moment(member.signed_in_at, _.month_names),
            _state(member, is_locked=member.is_locked(now), _=_),
        )
        for member in members
    ]
    return table(headings, rows, numbers={3})


def _state(member: Member, *, is_locked: bool, _: Texts) -> str:
    if not member.is_active:
        return _("dismissed")
    if is_locked:
        return _("locked")
    return _("has a first password") if member.must_change_password else _("active")
