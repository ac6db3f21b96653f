"""The sentences of what can go wrong with lists, imports, drafts, notes and forecasts."""

from __future__ import annotations

from domain import errors, errors_of_desk, errors_of_tariffs
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
    errors_of_tariffs.DraftNotFound: N_("This draft is not there any more."),
    errors_of_tariffs.DraftChanged: N_("{by} changed this draft at {at}, after you opened it."),
    errors_of_tariffs.DraftWaiting: N_(
        "“{title}” was asked for or holds already; it is not changed any more. Duplicate it."
    ),
    errors_of_tariffs.DraftShapeless: N_(
        "{name} holds something that the form has no place for, and that nobody may leave out:"
        " {field}."
    ),
    errors_of_tariffs.DraftFaulty: N_(
        "“{title}” cannot be charged by yet: mistakes left: {count}."
    ),
    errors_of_tariffs.DraftOnChargedDays: N_(
        "it begins on {valid_from}, but {day} was charged by {version} already. Take a later day."
    ),
    errors_of_tariffs.TariffNotFound: N_("There is no tariff {id}."),
    errors_of_tariffs.ImpactPeriodEmpty: N_(
        "No day was charged yet that the draft could be compared with."
    ),
    errors_of_tariffs.ImpactWithoutConsumers: N_(
        "Nobody was charged by {schedule} from {first} to {last}."
    ),
}
