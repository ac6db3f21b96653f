"""The command of the dashboard: the office at a glance, in words or as JSON."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain import formats
from domain.books import Books
from domain.calendar import billing_day
from domain.dashboard import (
    NEEDED_FOR,
    DayRange,
    Group,
    ReadsOfDay,
    Standing,
    Sums,
    WaitingFor,
    change_in_mille,
)
from domain.formats import grouped, parse_day
from domain.staff import Act, may
from resources.texts import Texts
from ui.cli.layout import facts, table
from ui.cli.money import STATUS
from ui.cli.records import of_fields, plain
from ui.cli.session import Answer, Session
from ui.dashboard_words import WAITING, band_words, change_words, days_words

_RIGHT = (1, 2)


@dataclass(frozen=True, slots=True)
class _Glance:
    """All that the dashboard tells of some days, and of now."""

    days: DayRange
    taken: Sums
    taken_before: Sums
    charged: Sums
    charged_before: Sums
    reads: ReadsOfDay
    standing: Standing
    waiting: Mapping[WaitingFor, int]


def dashboard(session: Session, options: Namespace) -> Answer:
    """Show what came in and was charged, how consumers stand, and what waits for a person."""
    with session.books() as books:
        glance = _look(session, books, _range(options, billing_day(books.now())))
        last = books.safekeeping.state().last_backup
    made_at = last.made_at if last else None
    words = formats.moment(made_at, session._.month_names) if made_at else session._("never")
    return Answer(
        {**_of_glance(glance), "last_backup_at": plain(made_at)},
        _told(glance, session, words),
    )


def _range(options: Namespace, today: date) -> DayRange:
    until = parse_day(options.until) if options.until else today
    since = parse_day(options.since) if options.since else min(until, today)
    return DayRange(since, until)


def _look(session: Session, books: Books, days: DayRange) -> _Glance:
    board, ended = books.dashboard, days.ended(billing_day(books.now()))
    role = session.member.role if session.member else None
    waiting = board.waiting(
        session.actor.counter, of_all_counters=role is None or may(role, Act.SEE_AUDIT)
    )
    return _Glance(
        days=days,
        taken=Sums(board.days(days)),
        taken_before=Sums(board.days(days.before())),
        charged=Sums(board.days(ended)),
        charged_before=Sums(board.days(ended.before())),
        reads=board.reads(ended.until),
        standing=board.standing(),
        waiting={
            kind: count
            for kind, count in waiting.items()
            if role is None or may(role, NEEDED_FOR[kind])
        },
    )


def _of_glance(glance: _Glance) -> dict[str, Any]:
    standing = glance.standing
    return {
        "from": plain(glance.days.since),
        "until": plain(glance.days.until),
        "collection": _of_collection(glance.taken),
        "collection_before": _of_collection(glance.taken_before),
        "charges": _of_charges(glance.charged),
        "charges_before": _of_charges(glance.charged_before),
        "reads": {**of_fields(glance.reads), "expected": glance.reads.expected},
        "consumers": standing.consumers,
        "statuses": {status.value: _of_group(each) for status, each in standing.statuses.items()},
        "negative": _of_group(standing.negative),
        "bands": [
            {"above": plain(band.above), "up_to": plain(band.up_to), **_of_group(group)}
            for band, group in standing.bands
        ],
        "defaulters": _of_group(standing.defaulters),
        "waiting": {kind.value: count for kind, count in glance.waiting.items()},
        "days": [of_fields(day) for day in glance.taken.days],
    }


def _of_collection(sums: Sums) -> dict[str, Any]:
    return {
        **_of_days(sums),
        "collected": plain(sums.collected),
        "receipts": sums.receipts,
        "cancelled": sums.cancelled,
    }


def _of_charges(sums: Sums) -> dict[str, Any]:
    return {
        **_of_days(sums),
        "charged": plain(sums.charged),
        "energy_wh": plain(sums.energy),
        "charged_days": sums.charged_days,
    }


def _of_days(sums: Sums) -> dict[str, Any]:
    return {"from": plain(sums.days[0].day), "until": plain(sums.days[-1].day)}


def _of_group(group: Group) -> dict[str, Any]:
    return {"count": group.count, "balance": plain(group.balance)}


def _told(glance: _Glance, session: Session, last_backup: str) -> list[str]:
    _, standing = session._, glance.standing
    statuses = [
        [_(STATUS[status]), grouped(group.count), session.rupees(group.balance.paise)]
        for status, group in standing.statuses.items()
    ]
    bands = [
        [band_words(band, _), grouped(group.count), session.rupees(-group.balance.paise)]
        for band, group in standing.bands
    ]
    balance, owed, number = _("Balance"), _("Owed"), _("Consumers")
    return [
        days_words(glance.days, _),
        "",
        *facts(_told_days(glance, _)),
        "",
        *table([_("Status now"), number, balance], statuses, _RIGHT),
        "",
        *table([_("Below zero now"), number, owed], bands, _RIGHT),
        "",
        *_told_waiting(glance.waiting, last_backup, _),
    ]


def _told_days(glance: _Glance, _: Texts) -> list[tuple[str, str]]:
    taken, charged, reads = glance.taken, glance.charged, glance.reads
    collected = change_in_mille(taken.collected.paise, glance.taken_before.collected.paise)
    change = change_in_mille(charged.charged.paise, glance.charged_before.charged.paise)
    return [
        (
            _("Collected"),
            f"{formats.rupees(taken.collected)}  {_against(collected, glance.taken_before, _)}",
        ),
        (
            _("Charged"),
            f"{formats.rupees(charged.charged)}  {_against(change, glance.charged_before, _)}",
        ),
        (_("Energy"), f"{formats.units(charged.energy)} kWh"),
        (
            _("Reads missing"),
            _(
                "{missing} ({day}: received {received} of {expected})",
                missing=grouped(reads.missing),
                day=formats.day(reads.day, _.month_names),
                received=grouped(reads.received),
                expected=grouped(reads.expected),
            ),
        ),
        (_("To be disconnected"), grouped(glance.standing.defaulters.count)),
    ]


def _against(mille: int | None, before: Sums, _: Texts) -> str:
    days = DayRange(before.days[0].day, before.days[-1].day)
    return change_words(mille, days, _).words


def _told_waiting(waiting: Mapping[WaitingFor, int], last_backup: str, _: Texts) -> list[str]:
    counts = [(_(WAITING[kind]), grouped(count)) for kind, count in waiting.items()]
    return facts([*counts, (_("Last backup"), last_backup)])
