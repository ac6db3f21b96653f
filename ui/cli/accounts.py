"""Commands of one consumer's account: its timeline, notes, tags, balance explained, lookalikes."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from domain.balance_explained import BalanceExplained
from domain.balance_sheet import BalanceSheet
from domain.consumer import Consumer
from domain.errors import FieldNotAllowed
from domain.formats import moment, parse_day
from domain.likeness import Person
from domain.printing import PrintStyle
from domain.staff import Act
from domain.timeline import GROUPS, TimelineQuery, TimelineRow
from resources.texts import LANGUAGES, texts_of_all
from ui.balance_words import sheet_of
from ui.cli.layout import facts, table
from ui.cli.money import BOTH
from ui.cli.records import of_fields, plain
from ui.cli.session import Answer, Session, whole_number
from ui.likeness_words import reasons_words
from ui.timeline_words import PAPER_BALANCE, how, since, what

_MOST_ROWS = 1_000_000


def timeline(session: Session, options: Namespace) -> Answer:
    """Show what happened with a consumer, newest first."""
    limit = whole_number("limit", options.limit, 1, _MOST_ROWS)
    query = TimelineQuery(
        _kinds_of(options.only), options.text, parse_day(options.until) if options.until else None
    )
    with session.books() as books:
        session.note_view(books, options.consumer)
        page = books.accounts.timeline(options.consumer, query, limit=limit)
    rows = page.rows[:limit]
    told = {
        "consumer": options.consumer,
        "rows": [_of_row(row, session) for row in rows],
        "has_more": page.rest is not None or len(page.rows) > limit,
    }
    return Answer(told, _told_rows(session, rows))


def note(session: Session, options: Namespace) -> Answer:
    """Note something of a consumer, or show what was noted."""
    with session.books() as books:
        if options.words is None:
            session.note_view(books, options.consumer)
            notes = books.accounts.notes(options.consumer)
        else:
            notes = [books.accounts.note(options.consumer, options.words, session.actor)]
    told = {"consumer": options.consumer, "notes": [of_fields(one) for one in notes]}
    lines = [
        f"{moment(one.noted_at, session._.month_names)}  {one.noted_by}  {one.words}"
        for one in notes
    ]
    return Answer(told, lines or [session._("Nothing is noted.")])


def tag(session: Session, options: Namespace) -> Answer:
    """Put a tag on a consumer."""
    with session.books() as books:
        books.accounts.tag(options.consumer, options.tag, session.actor)
        tags = books.accounts.tags(options.consumer)
    return _of_tags(session, options.consumer, tags)


def untag(session: Session, options: Namespace) -> Answer:
    """Take a tag off a consumer."""
    with session.books() as books:
        books.accounts.untag(options.consumer, options.tag, session.actor)
        tags = books.accounts.tags(options.consumer)
    return _of_tags(session, options.consumer, tags)


def tags(session: Session, options: Namespace) -> Answer:
    """Show the tags of a consumer, or those that the office uses."""
    with session.books() as books:
        if options.consumer is None:
            known = books.accounts.known_tags()
            return Answer({"tags": known}, known or [session._("There are no tags.")])
        session.note_view(books, options.consumer)
        borne = books.accounts.tags(options.consumer)
    return _of_tags(session, options.consumer, borne)


def explain_balance(session: Session, options: Namespace) -> Answer:
    """Explain a consumer's balance, on the screen or on a page of its own."""
    first = parse_day(options.from_day) if options.from_day else None
    last = parse_day(options.until) if options.until else None
    with session.books() as books:
        if options.out:
            session.refuse_unless_may(Act.EXPORT)
        session.note_view(books, options.consumer)
        told = books.accounts.explain_balance(options.consumer, first, last)
        consumer, at = books.consumer(options.consumer), books.now()
        if options.out:
            style = _style_of(session, options)
            texts = texts_of_all()
            sheets = {one: sheet_of(told, consumer, at, texts[one]) for one in style.languages}
            session.outside.write_balance(sheets, books.office, Path(options.out), style)
            books.accounts.note_paper(options.consumer, PAPER_BALANCE, session.actor)
    sheet = sheet_of(told, consumer, at, session._)
    lines = _told_sheet(sheet)
    if options.out:
        lines += ["", session._("The page is in {path}.", path=options.out)]
    return Answer({"balance": _of_balance(told, consumer), "file": options.out}, lines)


def duplicates(session: Session, options: Namespace) -> Answer:
    """Show who may be the same as a consumer."""
    with session.books() as books:
        session.note_view(books, options.consumer)
        found = books.accounts.lookalikes(_person(books.consumer(options.consumer)))
    told = {
        "consumer": options.consumer,
        "lookalikes": [{**of_fields(one), "weight": one.weight} for one in found],
    }
    rows = [(one.number, one.name, reasons_words(one, session._)) for one in found]
    _ = session._
    if not rows:
        return Answer(told, [_("Nobody looks like this consumer.")])
    return Answer(told, table((_("Number"), _("Name"), _("In common")), rows))


def _kinds_of(names: list[str]) -> frozenset[Any]:
    for name in names:
        if name not in GROUPS:
            raise FieldNotAllowed("only", name)
    return frozenset().union(*(GROUPS[name] for name in names))


def _of_row(row: TimelineRow, session: Session) -> dict[str, Any]:
    return {**of_fields(row), "what": what(row, session._), "how": how(row, session._)}


def _told_rows(session: Session, rows: tuple[TimelineRow, ...]) -> list[str]:
    _ = session._
    if not rows:
        return [_("Nothing happened yet.")]
    headings = (_("When"), _("What"), _("How it came about"), _("Amount"), _("Balance"), _("By"))
    cells = [
        (
            *(since(row, _), what(row, _), how(row, _)),
            "" if row.amount is None else session.rupees(row.amount.paise),
            "" if row.balance_after is None else session.rupees(row.balance_after.paise),
            row.who,
        )
        for row in rows
    ]
    return table(headings, cells, numbers={3, 4})


def _of_tags(session: Session, number: str, tags: list[str]) -> Answer:
    told = {"consumer": number, "tags": tags}
    return Answer(told, [" · ".join(tags) or session._("There are no tags.")])


def _style_of(session: Session, options: Namespace) -> PrintStyle:
    languages = LANGUAGES if options.language == BOTH else (session._.language,)
    return PrintStyle(languages=tuple(languages))


def _told_sheet(sheet: BalanceSheet) -> list[str]:
    lines = [sheet.answer, "", *facts(sheet.facts), ""]
    rows = [(line.words, line.detail, line.amount) for line in sheet.lines]
    lines += table(sheet.headings, rows, numbers={2})
    if sheet.days:
        days = [(day.words, day.units, day.amount, day.why) for day in sheet.days]
        lines += ["", sheet.days_title, *table(sheet.days_headings, days, numbers={1, 2})]
    if sheet.turns:
        lines += ["", sheet.turns_title, *sheet.turns]
    return lines


def _of_balance(told: BalanceExplained, consumer: Consumer) -> dict[str, Any]:
    charged = told.charged
    return {
        "consumer": consumer.number,
        "from": plain(told.first),
        "until": plain(told.last),
        "opening": told.opening.paise,
        "closing": told.closing.paise,
        "present": told.present.paise,
        "movements": [of_fields(one) for one in told.movements],
        "charged": {
            "days": charged.days,
            "without_read": charged.without_read,
            "energy_wh": charged.energy.wh,
            "total": charged.total.paise,
            "lines": {line.value: amount.paise for line, amount in charged.lines.items()},
        },
        "instalments": told.instalments.paise,
        "instalment_days": told.instalment_days,
        "dear_days": [of_fields(one) for one in told.dear_days],
        "turns": [of_fields(one) for one in told.turns],
    }


def _person(consumer: Consumer) -> Person:
    return Person(
        consumer.number,
        consumer.name,
        consumer.guardian,
        consumer.address,
        consumer.mobile,
        consumer.email,
        consumer.meter_serial,
    )
