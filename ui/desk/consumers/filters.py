"""By what the list of consumers is narrowed down: the filters, and the query they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain import formats
from domain.consumer import ConsumerQuery
from domain.credit import Status
from domain.importing import ImportBatch
from domain.money import Money
from resources.texts import N_, Texts
from ui.desk.kit.listing.filters import Chosen, Filter, FilterKind, amounts_words
from ui.desk.kit.words import status_badge

#: Stretches of the balance that are asked for most, in paise.
_BANDS = (
    (None, 0),
    (None, -50_000),
    (None, -200_000),
    (0, 10_000),
    (0, 50_000),
    (500_000, None),
)


@dataclass(slots=True)
class Choices:
    """What the office has to be filtered by."""

    categories: Sequence[str] = ()
    feeders: Sequence[str] = ()
    tags: Sequence[str] = ()
    #: Imports that had to do with consumers, newest first.
    imports: Sequence[ImportBatch] = ()


def consumer_filters(choices: Choices, today: Callable[[], date]) -> list[Filter]:
    """Return the filters of the list; ``choices`` are looked at whenever they are offered."""

    def words_of(name: str) -> Callable[[Texts], Sequence[tuple[Any, str]]]:
        return lambda _: [(one, one) for one in getattr(choices, name)]

    def days(_: Texts) -> Sequence[tuple[Any, str]]:
        yesterday, before = (today() - timedelta(days=number) for number in (1, 2))
        return [
            (yesterday.isoformat(), _("Yesterday")),
            (before.isoformat(), _("The day before yesterday")),
        ]

    def imports(_: Texts) -> Sequence[tuple[Any, str]]:
        names = _.month_names
        return [
            (one.id, f"{one.file.name} · {formats.moment(one.imported_at, names)}")
            for one in choices.imports
        ]

    return [
        Filter("statuses", N_("Status"), FilterKind.SEVERAL, _statuses),
        Filter("categories", N_("Category"), FilterKind.SEVERAL, words_of("categories")),
        Filter("feeders", N_("Feeder"), FilterKind.SEVERAL, words_of("feeders")),
        Filter("tags", N_("Tag"), FilterKind.SEVERAL, words_of("tags")),
        Filter("balance", N_("Balance"), FilterKind.AMOUNT, _bands),
        Filter("never_recharged", N_("Never recharged"), FilterKind.FLAG),
        Filter("import", N_("Import"), FilterKind.ONE, imports),
        Filter("read_missing", N_("Read missing on"), FilterKind.DAY, days),
    ]


def query_of(chosen: Chosen) -> ConsumerQuery:
    """Return the query that the filters make, without text and in the usual order."""
    least, below = chosen.get("balance", (None, None))
    day = chosen.get("read_missing")
    known = {status.value for status in Status}
    return ConsumerQuery(
        statuses=tuple(Status(one) for one in chosen.get("statuses", ()) if one in known),
        categories=tuple(chosen.get("categories", ())),
        feeders=tuple(chosen.get("feeders", ())),
        tags=tuple(chosen.get("tags", ())),
        balance_from=None if least is None else Money(least),
        balance_below=None if below is None else Money(below),
        is_never_recharged=chosen.get("never_recharged", False),
        import_id=chosen.get("import", ""),
        read_missing_on=None if day is None else date.fromisoformat(day),
    )


def chosen_of(query: ConsumerQuery) -> dict[str, Any]:
    """Return the filters that make a query."""
    bounds = [
        None if one is None else one.paise for one in (query.balance_from, query.balance_below)
    ]
    found: dict[str, Any] = {
        "statuses": [status.value for status in query.statuses],
        "categories": list(query.categories),
        "feeders": list(query.feeders),
        "tags": list(query.tags),
        "balance": bounds if bounds != [None, None] else None,
        "never_recharged": query.is_never_recharged or None,
        "import": query.import_id,
        "read_missing": query.read_missing_on and query.read_missing_on.isoformat(),
    }
    return {key: value for key, value in found.items() if value}


def _statuses(_: Texts) -> Sequence[tuple[Any, str]]:
    return [(status.value, status_badge(status, _).text) for status in Status]


def _bands(_: Texts) -> Sequence[tuple[Any, str]]:
    return [
        (list(band), _("Below zero") if band == (None, 0) else amounts_words(band, _))
        for band in _BANDS
    ]
