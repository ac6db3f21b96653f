"""What can go wrong at the desk beside money: notes, tags, lists, imports, drafts."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import Refusal

# Notes and tags


@dataclass(eq=False)
class TooManyTags(Refusal):
    """A consumer bears as many tags as one can."""

    number: str
    most: int


@dataclass(eq=False)
class TagNotFound(Refusal):
    """A consumer does not bear the tag that is to be taken off."""

    number: str
    tag: str


# The dashboard


@dataclass(eq=False)
class PeriodTooLong(Refusal):
    """More days are asked for than anybody compares at a glance."""

    days: int
    most: int


# Lists


@dataclass(eq=False)
class FilterNameTaken(Refusal):
    """Filters are kept under this name already."""

    name: str
