"""Commands of arrears: book a debt with its plan, show what is left of it, end it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from domain.approval import Approval
from domain.arrears import (
    ArrearEnding,
    ArrearKind,
    ArrearMove,
    ArrearPlan,
    ArrearTerms,
    ArrearWish,
    daily_instalment,
    percent_text,
)
from domain.books import Books
from domain.formats import moment, parse_amount, parse_day
from domain.money import ZERO
from domain.staff import Act
from resources import words
from ui.arrears_words import MOVES, parse_percent, terms_words
from ui.cli.approvals import may_approve, record
from ui.cli.layout import facts, table
from ui.cli.records import plain
from ui.cli.session import Answer, Session, whole_number

_MOST_DIGITS = 99_999
_MOST_MOVES = 1_000_000


def plan(session: Session, options: Namespace) -> Answer:
    """Book a debt with its plan; where there is staff, ask another person for it."""
    with session.books() as books:
        wish = ArrearWish(
            options.consumer,
            parse_amount(options.amount),
            _terms(options),
            parse_day(options.from_day) if options.from_day else books.today(),
            options.reason,
        )
        if session.member is not None:
            session.refuse_unless_may(Act.ASK_ARREARS)
            return _asked(session, books, books.arrears.ask_plan(wish, session.actor))
        booked = books.arrears.plan(wish, session.actor)
    sentence = session._(
        "{amount} are owed by consumer {consumer} from before: {terms}, from {day}.",
        amount=session.rupees(booked.amount.paise),
        consumer=booked.consumer_number,
        terms=terms_words(booked.terms, booked.amount, session._),
        day=session.day(booked.starts_on),
    )
    return Answer({"plan": of_plan(booked)}, [sentence], counts={"plans": 1})


def show(session: Session, options: Namespace) -> Answer:
    """Show what a consumer owes from before, by which plan, and what moved it."""
    limit = whole_number("limit", options.limit, 1, _MOST_MOVES)
    with session.books() as books:
        session.note_view(books, options.consumer)
        plans = books.arrears.of_consumer(options.consumer)
        moves = books.arrears.moves(options.consumer, limit)[::-1]
    owed = sum((one.rest for one in plans), ZERO)
    told = {
        "consumer": options.consumer,
        "owed": owed.paise,
        "plans": [of_plan(one) for one in plans],
        "moves": [_of_move(move) for move in moves],
    }
    return Answer(told, _told(session, plans, moves))


def end(session: Session, options: Namespace) -> Answer:
    """End a plan, so that the rest is written off; where there is staff, ask for it."""
    ending = ArrearEnding(options.consumer, options.reason)
    with session.books() as books:
        if session.member is not None:
            session.refuse_unless_may(Act.ASK_ARREARS)
            return _asked(session, books, books.arrears.ask_end(ending, session.actor))
        live = books.arrears.live_of(options.consumer)
        ended = books.arrears.end(ending, session.actor)
    written_off = live.rest if live else ZERO
    sentence = session._(
        "The plan of consumer {consumer} is ended; {amount} are written off.",
        consumer=ended.consumer_number,
        amount=session.rupees(written_off.paise),
    )
    return Answer({"plan": of_plan(ended), "written_off": written_off.paise}, [sentence])


def of_plan(shown: ArrearPlan) -> dict[str, Any]:
    """Return a plan as JSON tells it; amounts in paise."""
    terms = shown.terms
    is_daily = terms.kind is ArrearKind.DAILY and bool(shown.rest)
    return {
        "id": shown.id,
        "consumer": shown.consumer_number,
        "amount": shown.amount.paise,
        "rest": shown.rest.paise,
        "kind": terms.kind.value,
        "instalments": terms.instalments,
        "instalments_paid": shown.instalments_paid,
        "next_instalment": daily_instalment(shown).paise if is_daily else None,
        "percent": percent_text(terms.percent),
        "threshold": terms.threshold.paise,
        "starts_on": plain(shown.starts_on),
        "state": shown.state.value,
        "reason": shown.reason,
        "booked_at": plain(shown.booked_at),
        "booked_by": shown.booked_by,
    }


def _terms(options: Namespace) -> ArrearTerms:
    if options.instalments is not None:
        count = whole_number("instalments", options.instalments, 0, _MOST_DIGITS)
        return ArrearTerms(ArrearKind.DAILY, instalments=count)
    if options.percent is not None:
        return ArrearTerms(ArrearKind.PERCENT, percent=parse_percent(options.percent))
    if options.threshold is not None:
        return ArrearTerms(ArrearKind.THRESHOLD, threshold=parse_amount(options.threshold))
    return ArrearTerms(ArrearKind.BY_HAND)


def _asked(session: Session, books: Books, approval: Approval) -> Answer:
    deciders = may_approve(books.trust, approval)
    told = record(approval, approval.requested_at) | {"may_approve": deciders}
    sentence = session._(
        "It waits for another person as request {id}, until {expires_at}. May approve: {deciders}.",
        id=approval.id,
        expires_at=moment(approval.expires_at, session._.month_names),
        deciders=", ".join(deciders) or session._("nobody yet"),
    )
    return Answer({"plan": None, "approval": told}, [sentence])


def _of_move(move: ArrearMove) -> dict[str, Any]:
    return {
        "plan": move.plan_id,
        "kind": move.kind.value,
        "day": plain(move.day),
        "amount": move.amount.paise,
        "rest_after": move.rest_after.paise,
        "document": move.document,
    }


def _told(session: Session, plans: Sequence[ArrearPlan], moves: Sequence[ArrearMove]) -> list[str]:
    _ = session._
    if not plans:
        return [_("Nothing is owed from before.")]
    lines: list[str] = []
    for one in plans:
        pairs = [
            (_("Owed at first"), session.rupees(one.amount.paise)),
            (_("Left"), session.rupees(one.rest.paise)),
            (_("Plan"), terms_words(one.terms, one.amount, _)),
            (_("First day"), session.day(one.starts_on)),
            (_("State"), _(words.ARREAR_STATES[one.state.value])),
            (_("Reason"), one.reason),
        ]
        lines += [*facts(pairs), ""]
    headings = (_("For"), _("What"), _("Document"), _("Amount"), _("Left"))
    rows = [
        (
            *(session.day(move.day), _(MOVES[move.kind]), move.document),
            *(session.rupees(move.amount.paise), session.rupees(move.rest_after.paise)),
        )
        for move in moves
    ]
    return [*lines, *table(headings, rows, numbers={3, 4})]
