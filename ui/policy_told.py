"""What a policy is called, where it comes from, and whom its terms are for."""

from __future__ import annotations

from collections.abc import Sequence

from domain import formats
from domain.policy import Policy, Terms
from resources.texts import Texts

Told = list[tuple[str, str]]


def head_facts(policy: Policy, _: Texts) -> Told:
    """Return what a policy is called, where it comes from, and how many it lets be cut."""
    return [
        (_("Title"), policy.title),
        (_("Indian state"), policy.state),
        (_("Source"), policy.source),
        (_("From"), formats.day(policy.valid_from, _.month_names)),
        (_("In one run at most"), _most(policy.most_a_run)),
        (_("In one hour at most"), _most(policy.most_an_hour)),
    ]


def parts_of(policy: Policy) -> Sequence[tuple[str, Terms]]:
    """Return the terms of each group by its name, those of everybody else first under ""."""
    return [("", policy.terms), *((group.name, group.terms) for group in policy.groups)]


def _most(count: int) -> str:
    return formats.grouped(count) if count else "-"
