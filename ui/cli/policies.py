"""The commands of policies, holidays and protections, and whom a policy would let be cut."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from domain.approval import Approval
from domain.books import Books
from domain.errors import FieldNotAllowed, FieldOutOfRange
from domain.errors_of_policies import HolidaysUnknown, PolicyNotFound
from domain.formats import grouped, moment, parse_day, parse_instant, rupees
from domain.ids import new_id
from domain.policy import Decisions, Policy, Reason
from domain.policy_book import DryRun, Holiday, Standing
from domain.policy_reading import documents_in, policy_of
from domain.protection import NewProtection, Protection, ProtectionKind, Scope
from resources.texts import Texts
from ui.cli.layout import facts, table
from ui.cli.records import of_fields, plain
from ui.cli.session import Answer, Session, whole_number
from ui.policy_rules import terms_facts
from ui.policy_told import head_facts, parts_of
from ui.policy_words import (
    credit_words,
    days_off_words,
    kind_word,
    reason_word,
    standing_sentences,
    stretches_words,
    whom_words,
)

_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_MOST_ROWS = 1_000_000


# Policies


def policies(session: Session, _options: Namespace) -> Answer:
    """List the policies of the office, and which holds today."""
    with session.books() as books:
        book, today = books.policies.book(), books.today()
    now = book.on(today)
    told = [_of_policy(one) | {"holds_today": one is now} for one in book.policies]
    _ = session._

    def standing(one: Policy) -> str:
        if one is now:
            return _("Holds today")
        return _("Still to come") if one.valid_from > today else _("Earlier")

    rows = [
        [one.id, session.day(one.valid_from), standing(one), one.title] for one in book.policies
    ]
    lines = table([_("Policy"), _("From"), _("Standing"), _("Title")], rows) if rows else []
    return Answer(
        {"policies": told},
        lines or [_("The office has no policy: nobody is cut.")],
        counts={"policies": len(told)},
    )


def policy(session: Session, options: Namespace) -> Answer:
    """Show all that one policy says."""
    with session.books() as books:
        found = _named(books, options.id)
    return Answer(
        {"policy": _of_policy(found), "document": json.loads(found.document)},
        [found.id, *_told_policy(found, session._)],
    )


def add_policy(session: Session, options: Namespace) -> Answer:
    """Ask for the policies of a file to hold; without staff they hold at once."""
    path = Path(options.file)
    documents = documents_in(path.name, session.outside.read_text(path))
    for document in documents:
        policy_of(document)
    with session.books() as books:
        reason = session.reason(options.reason)
        made = [books.policies.ask(one, reason, session.actor) for one in documents]
    told, lines = [], []
    for one in made:
        is_asked = isinstance(one, Approval)
        told.append(
            {
                "policy": one.subject if isinstance(one, Approval) else one.id,
                "approval": one.id if is_asked else None,
            }
        )
        lines.append(_told_asked(one, session))
    return Answer({"policies": told}, lines, counts={"policies": len(told)})


def _told_asked(made: Approval | Policy, session: Session) -> str:
    if isinstance(made, Approval):
        return session._(
            "Policy {policy} waits for another person: request {id}.",
            policy=made.subject,
            id=made.id,
        )
    return session._(
        "Policy {policy} holds from {day} on.", policy=made.id, day=session.day(made.valid_from)
    )


def _named(books: Books, id_: str) -> Policy:
    for one in books.policies.book().policies:
        if one.id == id_:
            return one
    raise PolicyNotFound(id_)


def _of_policy(one: Policy) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "state": one.state,
        "source": one.source,
        "valid_from": one.valid_from,
        "groups": [group.name for group in one.groups],
        "most_a_run": one.most_a_run,
        "most_an_hour": one.most_an_hour,
    }


def _told_policy(one: Policy, _: Texts) -> list[str]:
    lines = facts(head_facts(one, _))
    for name, terms in parts_of(one):
        whom = (_("For"), name or _("everybody else"))
        lines += ["", *facts([whom, *terms_facts(terms, _)])]
    return lines


# Holidays


def holidays(session: Session, options: Namespace) -> Answer:
    """List the holidays of a year."""
    with session.books() as books:
        year = _year(options.year, books)
        found = books.policies.holidays(date(year, 1, 1), date(year, 12, 31))
    return _of_holidays(session, found)


def add_holiday(session: Session, options: Namespace) -> Answer:
    """Add a holiday, or change what one is called."""
    day = parse_day(options.day)
    with session.books() as books:
        wanted = Holiday(day, options.name, session.actor.name)
        books.policies.put_holiday(wanted, session.actor)
        found = books.policies.holidays(day, day)
    return _of_holidays(session, found)


def remove_holiday(session: Session, options: Namespace) -> Answer:
    """Let a day be no holiday."""
    day = parse_day(options.day)
    with session.books() as books:
        books.policies.remove_holiday(day, session.actor)
    told = session._("{day} is no holiday any more.", day=session.day(day))
    return Answer({"removed": day}, [told])


def fill_holidays(session: Session, options: Namespace) -> Answer:
    """Add the holidays of the office's state for a year; what the office wrote stays."""
    with session.books() as books:
        year = _year(options.year, books)
        state = options.state or books.office.state
        if not state:
            raise HolidaysUnknown(state)
        found = session.outside.holidays_of_state(state, year)
        added = books.policies.put_holidays(found, session.actor)
        listed = books.policies.holidays(date(year, 1, 1), date(year, 12, 31))
    answer = _of_holidays(session, listed)
    line = session._("New holidays: {count}.", count=added)
    return Answer({**answer.facts, "added": added}, [*answer.lines, line], counts={"added": added})


def _of_holidays(session: Session, found: Sequence[Holiday]) -> Answer:
    _ = session._
    rows = [[session.day(one.day), one.name, one.source] for one in found]
    lines = table([_("Day"), _("Holiday"), _("Source")], rows) if rows else []
    return Answer(
        {"holidays": [of_fields(one) for one in found]},
        lines or [_("There is no holiday in the books.")],
        counts={"holidays": len(rows)},
    )


def _year(text: str | None, books: Books) -> int:
    if text is None:
        return books.today().year
    return whole_number("year", text, _FIRST_YEAR, _LAST_YEAR)


# Protections


def protect(session: Session, options: Namespace) -> Answer:
    """Protect a consumer, a feeder, a schedule or the whole office from being cut."""
    scope, whom = _scope_of(options)
    with session.books() as books:
        today = books.today()
        form = NewProtection(
            id=options.id or new_id()[:12],
            kind=_kind_of(options.kind),
            scope=scope,
            whom=whom,
            proof=options.proof,
            first=parse_day(options.first) if options.first else today,
            last=parse_day(options.until),
        )
        made = books.policies.protect(form, session.actor)
    return _of_protections(session, [made])


def protections(session: Session, options: Namespace) -> Answer:
    """List protections, newest first: of today, of another day, or all."""
    with session.books() as books:
        day = parse_day(options.day) if options.day else books.today()
        at = None if options.all else day
        found = books.policies.protections(at=at, number=options.consumer or "")
    return _of_protections(session, found)


def end_protection(session: Session, options: Namespace) -> Answer:
    """Take a protection back from today on."""
    with session.books() as books:
        ended = books.policies.end_protection(options.id, options.reason, session.actor)
    return _of_protections(session, [ended])


def _scope_of(options: Namespace) -> tuple[Scope, str]:
    """Return whom a protection covers: one of the options that say it."""
    if options.whole_office:
        return Scope.OFFICE, ""
    for scope in (Scope.CONSUMER, Scope.FEEDER, Scope.SCHEDULE):
        whom = getattr(options, scope.value)
        if whom is not None:
            return scope, whom
    raise FieldNotAllowed("consumer", "")


def _kind_of(text: str) -> ProtectionKind:
    try:
        return ProtectionKind(text)
    except ValueError:
        raise FieldNotAllowed("kind", text) from None


def _of_protections(session: Session, found: Sequence[Protection]) -> Answer:
    _ = session._
    rows = [
        [
            *(one.id, kind_word(one.kind, _), whom_words(one, _), one.proof),
            *(session.day(one.first), session.day(one.last), session.day(one.ended_on)),
        ]
        for one in found[:_MOST_ROWS]
    ]
    headings = [
        *(_("Id"), _("Why"), _("Whom"), _("Proof")),
        *(_("From"), _("Until"), _("Ended on")),
    ]
    return Answer(
        {"protections": [of_fields(one) for one in found]},
        table(headings, rows) if rows else [_("Nobody is protected.")],
        counts={"protections": len(rows)},
    )


# Who may be cut


def disconnect(session: Session, options: Namespace) -> Answer:
    """Say whom the policy would let be cut at an instant, and why all others not; send nothing."""
    draft = _draft(session, options.policy)
    with session.books() as books:
        at = _at(options.at, books)
        run = books.policies.dry_run(at, session.progress, draft)
    return Answer(_of_run(run), _told_run(run, session), counts={"defaulters": run.defaulters})


def why(session: Session, options: Namespace) -> Answer:
    """Say step by step why one consumer may be cut at an instant, or may not."""
    draft = _draft(session, options.policy)
    with session.books() as books:
        session.note_view(books, options.consumer)
        standing = books.policies.standing(options.consumer, _at(options.at, books), draft)
    return Answer(_of_standing(standing), _told_standing(standing, session))


def _at(text: str | None, books: Books) -> datetime:
    if not text:
        return books.now()
    at = parse_instant(text)
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise FieldOutOfRange("at", text, str(_FIRST_YEAR), str(_LAST_YEAR))
    return at


def _draft(session: Session, path: str | None) -> Policy | None:
    if not path:
        return None
    documents = documents_in(Path(path).name, session.outside.read_text(Path(path)))
    if len(documents) != 1:
        raise FieldOutOfRange("policies", str(len(documents)), "1", "1")
    return policy_of(documents[0])


def _of_run(run: DryRun) -> dict[str, Any]:
    decided = run.decisions
    return {
        "at": plain(run.at),
        "policy": None if run.policy is None else run.policy.id,
        "consumers": len(run.facts),
        "defaulters": run.defaulters,
        "go": run.going,
        "held": run.defaulters - run.going,
        "most_a_run": 0 if run.policy is None else run.policy.most_a_run,
        "held_first_by": _by_name(decided.first_counts()),
        "held_by": _by_name(decided.counts()),
        "groups": _by_group(decided),
    }


def _by_name(counts: Mapping[Reason, int]) -> dict[str, int]:
    return {reason.value: count for reason, count in counts.items()}


def _by_group(decided: Decisions) -> list[dict[str, Any]]:
    """Return how many defaulters of each group there are, and go."""
    return [
        {
            "group": name,
            "defaulters": int((decided.is_defaulter & (decided.terms == place)).sum()),
            "go": int((decided.may_be_cut & (decided.terms == place)).sum()),
        }
        for place, name in enumerate(decided.groups)
    ]


def _told_run(run: DryRun, session: Session) -> list[str]:
    _ = session._
    first = run.decisions.first_counts()
    held = run.defaulters - run.going
    by_reason = ", ".join(
        f"{grouped(count)} {reason_word(reason, _)}" for reason, count in _most_first(first)
    )
    numbers = {
        "defaulters": grouped(run.defaulters),
        "go": grouped(run.going),
        "held": grouped(held),
    }
    summary = _("{defaulters} below zero, {go} go now, {held} held", **numbers)
    lines = [
        _("At {at}, by {policy}. Nothing was sent.", at=_moment(run.at, _), policy=_policy(run, _)),
        f"{summary}: {by_reason}." if by_reason else f"{summary}.",
    ]
    if run.policy is not None and 0 < run.policy.most_a_run < run.going:
        lines.append(_("A run takes {count} of them.", count=grouped(run.policy.most_a_run)))
    if held:
        counts = run.decisions.counts()
        rows = [
            [reason_word(reason, _), grouped(first.get(reason, 0)), grouped(count)]
            for reason, count in counts.items()
        ]
        lines += [
            "",
            *table([_("Held by"), _("First by this"), _("In all")], rows, numbers=(1, 2)),
        ]
    return lines


def _most_first(counts: Mapping[Reason, int]) -> list[tuple[Reason, int]]:
    return sorted(counts.items(), key=lambda one: -one[1])


def _policy(run: DryRun, _: Texts) -> str:
    return _("no policy") if run.policy is None else run.policy.id


def _moment(at: datetime, _: Texts) -> str:
    return moment(at, _.month_names)


def _of_standing(standing: Standing) -> dict[str, Any]:
    return {
        "consumer": standing.number,
        "at": plain(standing.at),
        "side": standing.side.value,
        "may_be_cut": standing.side.value == "defaulter" and not standing.reasons,
        "reasons": [
            {"reason": one.value, "until": plain(standing.ends.get(one))}
            for one in standing.reasons
        ],
        "next_at": plain(standing.next_at),
        "policy": None if standing.policy is None else standing.policy.id,
        "group": standing.group,
        "balance": standing.balance.paise,
        "negative_since": plain(standing.negative_since),
        "protections": [of_fields(one) for one in standing.protections],
    }


def _told_standing(standing: Standing, session: Session) -> list[str]:
    _ = session._
    policy_words = _("none") if standing.policy is None else standing.policy.id
    told = [
        (_("Consumer"), standing.number),
        (_("At"), _moment(standing.at, _)),
        (_("Balance"), rupees(standing.balance)),
        (_("Below zero since"), session.day(standing.negative_since)),
        (_("Policy"), policy_words),
        (_("Group"), standing.group or _("everybody else")),
        (_("Emergency credit"), credit_words(standing.terms.emergency, _)),
        (_("Cut between"), stretches_words(standing.terms.hours.windows, _)),
        (_("Not on"), days_off_words(standing.terms.hours, _)),
    ]
    told += [
        (_("Protected"), f"{kind_word(one.kind, _)}: {one.proof} ({session.day(one.last)})")
        for one in standing.protections
    ]
    return [*facts(told), "", *standing_sentences(standing, _)]
