"""Commands that look after the books themselves: verify them, and put old years aside."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from domain.anchor import Anchor
from domain.formats import parse_day
from domain.listing import Problem
from ui.cli.session import Answer, Session
from ui.sentences import problem_sentence


def check(session: Session, options: Namespace) -> Answer:
    """Verify the books; exit code 1 names what is wrong, and closes them to writers."""
    anchors = [Anchor.parse(text) for text in options.anchor]
    with session.books() as books:
        if options.override is not None:
            books.override_check(options.override, session.actor)
            return Answer(
                {"overridden": True},
                [session._("The office may write again, although its books look wrong.")],
            )
        problems = books.check(
            session.progress,
            quick=options.quick,
            actor=session.known_actor,
            anchors=anchors,
            archives=[Path(path) for path in options.archive],
        )
        anchor = books.anchor()
    return _checked(problems, anchor, session)


def archive(session: Session, options: Namespace) -> Answer:
    """Move the charged days of old financial years to a file of their own."""
    with session.books() as books:
        made = books.archive(
            parse_day(options.until), Path(options.to), session.actor, session.progress
        )
    told = {
        "archive": made.path,
        "until": made.until.isoformat(),
        "charges": made.charges,
        "reads": made.reads,
        "sha256": made.sha256,
    }
    return Answer(
        {"archive": told},
        [
            session._(
                "The days before {until} lie in {path}: {charges} charges and {reads} reads."
                " Keep the file; the books vouch for it.",
                until=session.day(made.until),
                path=made.path,
                charges=made.charges,
                reads=made.reads,
            )
        ],
    )


def _checked(problems: Sequence[Problem], anchor: Anchor | None, session: Session) -> Answer:
    told = [
        {"code": problem.code, "message": problem_sentence(problem, session._), **problem.facts}
        for problem in problems
    ]
    facts = {
        "ok": not problems,
        "problems": told,
        "anchor": None if anchor is None else f"{anchor}",
    }
    if not problems:
        return Answer(facts, [session._("The books are in order."), *_anchored(anchor, session)])
    return Answer(
        facts,
        [str(problem["message"]) for problem in told],
        exit_code=1,
        complaint=session._("The books are not in order: {count} problems.", count=len(problems)),
    )


def _anchored(anchor: Anchor | None, session: Session) -> list[str]:
    if anchor is None:
        return []
    return [session._("Their last event is {anchor}; keep it outside this machine.", anchor=anchor)]
