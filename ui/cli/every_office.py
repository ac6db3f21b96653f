"""Billing all offices of a database: each run is a process of its own, so many at a time."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from domain.errors_of_database import OfficeNotFound
from domain.progress import Step
from ui.cli.asking import PASSWORD
from ui.cli.layout import table
from ui.cli.session import Answer, Session, whole_number

_MOST_WORKERS = 64
_DONE = 0


def beside(session: Session, code: str) -> Session:
    """Return the session of another office in the database of this one."""
    outside, servers = session.outside, session.outside.servers
    return replace(
        session,
        outside=replace(
            outside, open_office=lambda folder, clock: servers.open_beside(folder, code, clock)
        ),
    )


def bill_every_office(session: Session, options: Namespace) -> Answer:
    """Charge the open days of every office, ``--workers`` of them at a time.

    Each office has its own run under its own lease; one that cannot be billed keeps none of the
    others back. The exit code is the highest of all.
    """
    workers = whole_number("workers", options.workers, 1, _MOST_WORKERS)
    offices = session.outside.servers.offices_in(session.folder, session.outside.clock)
    if not offices:
        raise OfficeNotFound(str(session.folder))
    secret = _password(session)
    ended: list[tuple[int, dict[str, Any]]] = []
    with ThreadPoolExecutor(workers) as pool:
        asked = [
            pool.submit(_bill_one, session, _arguments(session, options, office), secret)
            for office in offices
        ]
        for place, one in enumerate(asked):
            session.progress(Step(place, len(offices)))
            ended.append(one.result())
    session.progress(Step(len(offices), len(offices)))
    return _answer(session, offices, ended)


def _password(session: Session) -> Mapping[str, str]:
    """Ask once for what every run needs; it goes to them by their surroundings alone."""
    if session.as_user is None:
        return {}
    return {PASSWORD: session.asking.password_of(session.as_user)}


def _arguments(session: Session, options: Namespace, office: str) -> list[str]:
    who = [] if session.as_user is None else ["--as", session.as_user]
    until = ["--until", options.until] if options.until else []
    days = ["--day", options.day, *until]
    return ["--office", str(session.folder), *who, "--json", "bill", "--beside", office, *days]


def _bill_one(
    session: Session, arguments: Sequence[str], secret: Mapping[str, str]
) -> tuple[int, dict[str, Any]]:
    code, said = session.outside.servers.run_program(arguments, secret)
    try:
        told = json.loads(said)
    except ValueError:
        told = {}
    return code, told


def _answer(
    session: Session, offices: Sequence[str], ended: Sequence[tuple[int, dict[str, Any]]]
) -> Answer:
    _ = session._
    told = [
        {"office": office, "exit_code": code, **facts}
        for office, (code, facts) in zip(offices, ended, strict=True)
    ]
    rows = [
        (office, str(sum(day["charged"] for day in facts.get("days", []))), _outcome(code, facts))
        for office, (code, facts) in zip(offices, ended, strict=True)
    ]
    failed = sum(code != _DONE for code, _facts in ended)
    return Answer(
        {"offices": told},
        table((_("Office"), _("Charged"), _("Outcome")), rows, numbers={1}),
        exit_code=max(code for code, _facts in ended),
        complaint=_(
            "{count} of {offices} offices were not billed.", count=failed, offices=len(offices)
        )
        if failed
        else "",
        counts={"offices": len(offices)},
    )


def _outcome(code: int, facts: Mapping[str, Any]) -> str:
    if code == _DONE:
        return ""
    message = facts.get("error", {}).get("message")
    return str(message or code)
