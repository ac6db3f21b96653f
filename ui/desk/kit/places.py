"""Places: where on the desk somebody is or wants to go; a page, and what it shows there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its key, and what it is to show: whatever the page's ``here`` hands out.

    Equal places are the same one. ``words`` name the place where the page's title does not
    (a consumer, a receipt), already worded.
    """

    page: str
    what: object = None
    words: str = ""


class Opened(Enum):
    """What a place of a page can open besides rows."""

    NEW_CONSUMER = "new_consumer"
    UNPRINTED = "unprinted"
