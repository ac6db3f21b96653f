"""The commands of tariffs: which hold when, what one says, and what a draft would change."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from domain.books import Books
from domain.consumer import ConsumerRow
from domain.errors import FieldNotAllowed, FieldOutOfRange
from domain.errors_of_tariffs import ScheduleNotFound
from domain.formats import grouped, rupees
from domain.impact import PERIODS, BandImpact, Bar, ConsumerImpact, Impact
from domain.money import Money
from domain.tariff import Tariff, TariffBook
from domain.tariff_form import documents_in
from domain.tariff_timeline import Schedule, Stretch, schedules_of
from resources.texts import Texts
from ui.cli.layout import facts, table
from ui.cli.records import of_fields
from ui.cli.session import Answer, Session, whole_number
from ui.impact_words import (
    Making,
    bar_words,
    change_words,
    impact_facts,
    impact_sheet,
)
from ui.tariff_words import STANDINGS, stretch_words, tariff_facts

_ENDINGS = (".xlsx", ".pdf", ".csv")
_MOST_MONTHS = PERIODS[-1]


def show_all(session: Session, _options: Namespace) -> Answer:
    """Show every schedule through time."""
    with session.books() as books:
        schedules = schedules_of(books.tariffs(), books.today())
    return Answer(
        {
            "schedules": [
                {"schedule": one.name, "versions": [_of_stretch(each) for each in one.stretches]}
                for one in schedules
            ]
        },
        _told_schedules(schedules, session._),
        counts={"schedules": len(schedules)},
    )


def show_one(session: Session, options: Namespace) -> Answer:
    """Show all that one version says; a schedule stands for the version that holds today."""
    with session.books() as books:
        tariff = _named(options.id, books)
    _ = session._
    told = [(fact.name, fact.words) for fact in tariff_facts(tariff, _)]
    return Answer({"tariff": tariff.document, "sha256": tariff.sha256}, [tariff.id, *facts(told)])


def impact(session: Session, options: Namespace) -> Answer:
    """Preview a draft on the real consumers' last months; nothing is written to the books."""
    out = Path(options.out) if options.out else None
    if out is not None and out.suffix.lower() not in _ENDINGS:
        raise FieldNotAllowed("out", out.name)
    months = whole_number("months", options.months, 1, _MOST_MONTHS)
    document = _draft(session, Path(options.draft))
    with session.books() as books:
        found = books.drafts.impact(document, months, session.progress, options.instead_of)
        named = [one.consumer_id for one in (*found.worst, *found.best)]
        names = books.consumer_rows(named)
        reason = session.reason(options.reason) if out else ""
        if out is not None:
            making = _making(session, books, reason)
            sheet = impact_sheet(found, names, making, session._, is_short=_is_paper(out))
            subject = f"impact {found.draft}"
            books.trust.note_export(subject, len(sheet.rows), reason, session.actor)
            session.outside.write_register(sheet, out, session._)
    return Answer(
        _facts(found, names) | {"out": str(out) if out else None},
        _told(found, names, session._),
        counts={"consumers": found.consumers},
    )


def _is_paper(out: Path) -> bool:
    return out.suffix.lower() == ".pdf"


def _making(session: Session, books: Books, reason: str) -> Making:
    anchor = books.anchor()
    told = str(anchor) if anchor else ""
    return Making(books.office, books.now(), session.actor.name, told, reason)


def _draft(session: Session, path: Path) -> Mapping[str, Any]:
    """Return the one tariff of a file."""
    documents = documents_in(path.name, session.outside.read_text(path))
    if len(documents) != 1:
        raise FieldOutOfRange("tariffs", str(len(documents)), "1", "1")
    return documents[0]


def _named(name: str, books: Books) -> Tariff:
    book = TariffBook(books.tariffs())
    for version in book.versions:
        if version.id == name:
            return version
    found = book.version_on(name, books.today())
    if found is None:
        raise ScheduleNotFound(name)
    return found


# Schedules


def _of_stretch(stretch: Stretch) -> dict[str, Any]:
    return {
        "id": stretch.version.id if stretch.version else None,
        "category": stretch.version.category if stretch.version else None,
        "valid_from": stretch.first,
        "valid_until": stretch.until,
        "standing": stretch.standing.value,
    }


def _told_schedules(schedules: Sequence[Schedule], _: Texts) -> list[str]:
    rows = [
        [
            schedule.name,
            stretch.version.id if stretch.version else "-",
            stretch_words(stretch, _),
            _(STANDINGS[stretch.standing]),
        ]
        for schedule in schedules
        for stretch in schedule.stretches
    ]
    if not rows:
        return [_("There is no tariff in the books.")]
    return table([_("Schedule"), _("Version"), _("Days"), _("Standing")], rows)


# Impact


def _facts(found: Impact, names: Mapping[int, ConsumerRow]) -> dict[str, Any]:
    return {
        "draft": found.draft,
        "schedule": found.schedule,
        "from": found.first,
        "until": found.last,
        "versions": list(found.versions),
        "consumers": found.consumers,
        "consumer_days": found.consumer_days,
        "energy_wh": found.energy_wh,
        "paying_more": found.paying_more,
        "paying_less": found.paying_less,
        "paying_same": found.paying_same,
        "mean": found.mean_paise,
        "median": found.median_paise,
        "charged": found.charged_paise,
        "unequal_days": found.unequal_days,
        "lines": [of_fields(line) | {"change": line.change_paise} for line in found.lines],
        "bars": [_of_bar(bar) for bar in found.bars],
        "by_use": [_of_band(band) for band in found.by_use],
        "by_load": [_of_band(band) for band in found.by_load],
        "worst": [_of_consumer(one, names) for one in found.worst],
        "best": [_of_consumer(one, names) for one in found.best],
    }


def _of_bar(bar: Bar) -> dict[str, Any]:
    return {"above": bar.above_paise, "upto": bar.upto_paise, "consumers": bar.consumers}


def _of_band(band: BandImpact) -> dict[str, Any]:
    return of_fields(band) | {"change": band.change_paise}


def _of_consumer(one: ConsumerImpact, names: Mapping[int, ConsumerRow]) -> dict[str, Any]:
    row = names.get(one.consumer_id)
    who = {"consumer": row.number if row else None, "name": row.name if row else None}
    rated = of_fields(one) | {"change": one.change_paise}
    rated.pop("consumer_id")
    return who | rated


def _told(found: Impact, names: Mapping[int, ConsumerRow], _: Texts) -> list[str]:
    told = facts(impact_facts(found.summary(), _))
    bars = [[bar_words(bar, _), grouped(bar.consumers)] for bar in found.bars]
    told += ["", *table([_("By change"), _("Consumers")], bars, numbers=(1,))]
    if found.worst:
        told += ["", *_told_worst(found, names, _)]
    return told


def _told_worst(found: Impact, names: Mapping[int, ConsumerRow], _: Texts) -> list[str]:
    rows = [
        [
            *(row.number, row.name, rupees(Money(one.now_paise))),
            *(rupees(Money(one.draft_paise)), change_words(one.change_paise)),
        ]
        for one in found.worst
        if (row := names.get(one.consumer_id))
    ]
    headings = [_("Number"), _("Name"), _("Charged"), _("By the draft"), _("Difference")]
    return table(headings, rows, numbers=(2, 3, 4))
