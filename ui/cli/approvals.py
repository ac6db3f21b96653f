"""Commands of two persons: what waits for a decision, and the decision."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.approval import Approval, ApprovalState
from domain.books import Books
from domain.formats import moment
from domain.staff import may
from domain.trust import Trust
from resources.texts import Texts
from ui.asked_in_words import asked_parts
from ui.cli.layout import facts, table
from ui.cli.records import plain
from ui.cli.session import Answer, Session
from ui.sentences_of_trust import ACTS, APPROVAL_STATES

_MOST = 1_000


def show_all(session: Session, options: Namespace) -> Answer:
    """List the requests, newest first; ``--waiting``: those that can be decided now."""
    with session.books() as books:
        asked, now = books.trust.approvals(_MOST), books.now()
    shown = [
        approval
        for approval in asked
        if not options.waiting or approval.state_at(now) is ApprovalState.WAITING
    ]
    return Answer(
        {"approvals": [record(approval, now) for approval in shown]},
        _told_all(shown, now, session._),
    )


def show(session: Session, options: Namespace) -> Answer:
    """Show a request with all that it asks for."""
    with session.books() as books:
        approval, now = books.trust.approval(options.id), books.now()
        deciders = may_approve(books.trust, approval)
    told = record(approval, now) | {"content": approval.content, "may_approve": deciders}
    return Answer({"approval": told}, _told(approval, deciders, now, session._))


def approve(session: Session, options: Namespace) -> Answer:
    """Carry out what another person asked for."""
    with session.books() as books:
        books.trust.approval(options.id)
        decided = books.trust.approve(
            options.id, options.note, session.password_again(), session.actor
        )
        now = books.now()
    sentence = session._(
        "Request {id} is approved and carried out: {subject}.",
        id=decided.id,
        subject=decided.subject,
    )
    return Answer({"approval": record(decided, now)}, [sentence])


def reject(session: Session, options: Namespace) -> Answer:
    """Put a request aside, with the reason; its maker may take it back the same way."""
    with session.books() as books:
        decided = books.trust.reject(options.id, options.note, session.actor)
        now = books.now()
    sentence = session._("Request {id} is put aside.", id=decided.id)
    return Answer({"approval": record(decided, now)}, [sentence])


def may_approve(trust: Trust, approval: Approval) -> list[str]:
    """Return the user names of those who may decide on a request: never its maker."""
    return [
        member.user_name
        for member in trust.staff()
        if member.is_active
        and member.user_name != approval.requested_by
        and may(member.role, approval.act)
    ]


def waiting(session: Session, books: Books, approval: Approval, **told: Any) -> Answer:
    """Return that something waits for another person, and who may approve it."""
    deciders = may_approve(books.trust, approval)
    sentence = session._(
        "It waits for another person as request {id}, until {expires_at}. May approve: {deciders}.",
        id=approval.id,
        expires_at=moment(approval.expires_at, session._.month_names),
        deciders=", ".join(deciders) or session._("nobody yet"),
    )
    facts_told = record(approval, approval.requested_at) | {"may_approve": deciders}
    return Answer({**told, "approval": facts_told}, [sentence])


def record(approval: Approval, now: datetime) -> dict[str, Any]:
    """Return a request as JSON tells it, with its state at an instant."""
    return {
        "id": approval.id,
        "act": approval.act.value,
        "subject": approval.subject,
        "reason": approval.reason,
        "requested_by": approval.requested_by,
        "requested_at": plain(approval.requested_at),
        "expires_at": plain(approval.expires_at),
        "state": approval.state_at(now).value,
        "decided_by": approval.decided_by,
        "decided_at": plain(approval.decided_at),
        "note": approval.note,
    }


def _told_all(shown: Sequence[Approval], now: datetime, _: Texts) -> list[str]:
    if not shown:
        return [_("Nothing waits for a second person.")]
    headings = (
        *(_("Request"), _("What"), _("On what"), _("Asked by")),
        *(_("Asked at"), _("State"), _("Decided by")),
    )
    rows = [
        (
            *(approval.id, _(ACTS[approval.act]), approval.subject, approval.requested_by),
            moment(approval.requested_at, _.month_names),
            _(APPROVAL_STATES[approval.state_at(now)]),
            approval.decided_by or "-",
        )
        for approval in shown
    ]
    return table(headings, rows)


def _told(approval: Approval, deciders: list[str], now: datetime, _: Texts) -> list[str]:
    names = _.month_names
    pairs = [
        (_("Request"), approval.id),
        (_("What"), _(ACTS[approval.act])),
        (_("On what"), approval.subject),
        (_("Reason"), approval.reason),
        (_("Asked by"), approval.requested_by),
        (_("Asked at"), moment(approval.requested_at, names)),
        (_("Runs out at"), moment(approval.expires_at, names)),
        (_("State"), _(APPROVAL_STATES[approval.state_at(now)])),
    ]
    if approval.decided_at is not None:
        pairs += [
            (_("Decided by"), approval.decided_by),
            (_("Decided at"), moment(approval.decided_at, names)),
            (_("Note"), approval.note or "-"),
        ]
    else:
        pairs.append((_("May approve"), ", ".join(deciders) or _("nobody yet")))
    asked = [
        line for part in asked_parts(approval, _) for line in (part.name, *facts(part.facts), "")
    ]
    return [*facts(pairs), "", *asked, approval.content]
