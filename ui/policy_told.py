"""A policy told line by line: what holds for everybody, and for each group."""

from __future__ import annotations

from collections.abc import Sequence

from domain import formats
from domain.policy import Policy, Reconnection, Terms
from resources.texts import Texts
from ui.policy_words import (
    credit_words,
    days_off_words,
    days_words,
    stretches_words,
    weekdays_words,
)

Told = list[tuple[str, str]]


def head_facts(policy: Policy, _: Texts) -> Told:
    """Return what a policy is called, where it comes from, and how many it lets be cut."""
    return [
        (_("Title"), policy.title),
        (_("State"), policy.state),
        (_("Source"), policy.source),
        (_("From"), formats.day(policy.valid_from, _.month_names)),
        (_("In one run at most"), _most(policy.most_a_run)),
        (_("In one hour at most"), _most(policy.most_an_hour)),
    ]


def parts_of(policy: Policy) -> Sequence[tuple[str, Terms]]:
    """Return the terms of each group by its name, those of everybody else first under ""."""
    return [("", policy.terms), *((group.name, group.terms) for group in policy.groups)]


def terms_facts(terms: Terms, _: Texts) -> Told:
    """Return what holds for those of a group."""
    hours = terms.hours
    return [
        (_("Emergency credit"), credit_words(terms.emergency, _)),
        (_("Cut between"), stretches_words(hours.windows, _)),
        (_("Never between"), stretches_words(hours.never, _) or "-"),
        (_("On"), weekdays_words(hours.weekdays, _)),
        (_("Not on"), days_off_words(hours, _)),
        (_("Grace after conversion"), days_words(terms.conversion_grace_days, _)),
        (_("Oldest actual read"), _reads(terms.most_days_without_read, _)),
        (_("Supply comes back"), _back(terms.reconnection, _)),
    ]


def _most(count: int) -> str:
    return formats.grouped(count) if count else "-"


def _reads(days: int, _: Texts) -> str:
    return days_words(days, _) if days else _("of any age")


def _back(terms: Reconnection, _: Texts) -> str:
    back = _(
        "at {balance}, within {count} minutes",
        balance=formats.rupees(terms.at_balance),
        count=terms.within_minutes,
    )
    if not terms.part_percent:
        return back
    part = _(
        "{percent}% of the dues once, {time} for the rest",
        percent=terms.part_percent,
        time=days_words(terms.rest_days, _),
    )
    return f"{back}; {part}"
