"""The sentences of what can go wrong with notes, tags, lists and periods."""

from __future__ import annotations

from domain import errors, errors_of_desk
from resources.texts import N_

SENTENCES: dict[type[errors.Trouble], str] = {
    errors_of_desk.TooManyTags: N_(
        "Consumer {number} bears {most} tags, as many as one can. Take one off first."
    ),
    errors_of_desk.TagNotFound: N_("Consumer {number} bears no tag “{tag}”."),
    errors_of_desk.FilterNameTaken: N_("Other filters are kept as “{name}”. Take another name."),
    errors_of_desk.PeriodTooLong: N_(
        "These are {days} days; at most {most} can be looked at together."
    ),
}
