"""Notes and tags: what the office remembers of a consumer beside the books, in its own words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong
from domain.formats import clean_words

MOST_NOTE, MOST_TAG = 1_000, 40
#: More of them on one consumer would find nobody again.
MOST_TAGS = 12


@dataclass(frozen=True, slots=True)
class ConsumerNote:
    """What somebody noted of a consumer; it is never changed, and forgotten with the person."""

    id: int
    words: str
    noted_at: datetime
    noted_by: str


def checked_note(typed: str) -> str:
    """Return a note as it is kept: on one line, without a character that hides what it says."""
    return _checked("note", typed, MOST_NOTE)


def checked_tag(typed: str) -> str:
    """Return a tag as it is shown: one to forty characters, single spaces, in one form."""
    return _checked("tag", unicodedata.normalize("NFC", typed), MOST_TAG)


def tag_key(tag: str) -> str:
    """Return by what two tags are the same: whatever their capitals, spaces and signs' form."""
    folded = unicodedata.normalize("NFKC", tag).casefold()
    return unicodedata.normalize("NFC", " ".join(folded.split()))


def _checked(field: str, typed: str, most: int) -> str:
    words = clean_words(" ".join(typed.split()))
    if words is None:
        raise FieldNotAllowed(field, typed)
    if not words:
        raise FieldMissing(field)
    if len(words) > most:
        raise FieldTooLong(field, most)
    return words
