"""By what a list of the Defaulters page is narrowed down: the filters, and the query they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from domain.credit import Status
from domain.defaulters import ALL, DefaulterList, DefaulterQuery, ListKind
from domain.formats import grouped, rupees
from domain.money import Money
from domain.policy import Reason
from resources.texts import N_, Texts
from ui.consumer_list_words import STATUSES
from ui.defaulter_words import age_words, band_words
from ui.desk.kit.listing.filters import Chosen, Filter, FilterKind
from ui.policy_words import reason_word

Kind = TypeVar("Kind", bound=StrEnum)
Options = Callable[[Texts], Sequence[tuple[Any, str]]]


@dataclass(slots=True)
class Choices:
    """The whole list that is looked at: what it has is offered, with how many and how much."""

    whole: DefaulterList | None = None

    def bands(self, _: Texts) -> Sequence[tuple[Any, str]]:
        """Return the bands with their sums."""
        found = self.whole.bands if self.whole else ()
        return [(str(at), _summed(band_words(at, _), *one)) for at, one in enumerate(found)]

    def ages(self, _: Texts) -> Sequence[tuple[Any, str]]:
        """Return the ages with their sums."""
        found = self.whole.ages if self.whole else ()
        return [(str(at), _summed(age_words(at, _), *one)) for at, one in enumerate(found)]

    def feeders(self, _: Texts) -> Sequence[tuple[Any, str]]:
        """Return the feeders of the list."""
        return self._places(0)

    def dtrs(self, _: Texts) -> Sequence[tuple[Any, str]]:
        """Return the transformers of the list."""
        return self._places(1)

    def reasons(self, _: Texts) -> Sequence[tuple[Any, str]]:
        """Return what holds anybody of the list, and how many."""
        found = self.whole.reasons if self.whole else {}
        return [
            (reason.value, f"{reason_word(reason, _)} ({grouped(count)})")
            for reason, count in found.items()
        ]

    def statuses(self, _: Texts) -> Sequence[tuple[Any, str]]:
        """Return how somebody can stand today, and how many of the list do."""
        found = self.whole.statuses if self.whole else {}
        return [
            (status.value, f"{_(words)} ({grouped(found.get(status, 0))})")
            for status, words in STATUSES.items()
        ]

    def _places(self, at: int) -> Sequence[tuple[Any, str]]:
        names = {place[at] for place in self.whole.by_place} if self.whole else set()
        return [(name, name) for name in sorted(names) if name]


def defaulter_filters(choices: Choices) -> list[Filter]:
    """Return the filters of the lists; ``choices`` are looked at whenever they are offered."""
    return [
        Filter("band", N_("Due"), FilterKind.ONE, choices.bands),
        Filter("age", N_("Age"), FilterKind.ONE, choices.ages),
        Filter("feeders", N_("Feeder"), FilterKind.SEVERAL, choices.feeders),
        Filter("dtrs", N_("Transformer"), FilterKind.SEVERAL, choices.dtrs),
        Filter("reasons", N_("Held by"), FilterKind.SEVERAL, choices.reasons),
        Filter("statuses", N_("Status"), FilterKind.SEVERAL, choices.statuses),
        Filter("free", N_("Only whom nothing holds"), FilterKind.FLAG),
    ]


def query_of(kind: ListKind, chosen: Chosen, text: str) -> DefaulterQuery:
    """Return the query that the filters make of a list."""
    return DefaulterQuery(
        kind=kind,
        band=_place(chosen.get("band")),
        age=_place(chosen.get("age")),
        feeders=tuple(chosen.get("feeders", ())),
        dtrs=tuple(chosen.get("dtrs", ())),
        reasons=_known(Reason, chosen.get("reasons", ())),
        statuses=_known(Status, chosen.get("statuses", ())),
        text=text,
        is_free=chosen.get("free", False),
    )


def chosen_of(query: DefaulterQuery) -> dict[str, Any]:
    """Return the filters that make a query."""
    found: dict[str, Any] = {
        "band": None if query.band == ALL else str(query.band),
        "age": None if query.age == ALL else str(query.age),
        "feeders": list(query.feeders),
        "dtrs": list(query.dtrs),
        "reasons": [reason.value for reason in query.reasons],
        "statuses": [status.value for status in query.statuses],
        "free": query.is_free or None,
    }
    return {key: value for key, value in found.items() if value}


def _place(value: Any) -> int:
    return int(value) if isinstance(value, str) and value.isdecimal() else ALL


def _known(kind: type[Kind], chosen: Sequence[Any]) -> tuple[Kind, ...]:
    """Return what is chosen of a kind; what another version of the program kept may be none."""
    known = {one.value: one for one in kind}
    return tuple(known[one] for one in chosen if one in known)


def _summed(words: str, count: int, due: Money) -> str:
    return f"{words} ({grouped(count)} · {rupees(due)})"
