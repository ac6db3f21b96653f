"""The sentences of what can go wrong with tariffs, their drafts and their files."""

from __future__ import annotations

from domain import errors
from domain import errors_of_drafts as drafts
from domain import errors_of_tariffs as tariffs
from resources.texts import N_

SENTENCES: dict[type[errors.Trouble], str] = {
    tariffs.ScheduleNotFound: N_("There is no tariff “{schedule}”."),
    tariffs.TariffsUnreadable: N_("{name} is not a JSON file of tariffs ({detail})."),
    # faults; the place of each is put before it
    tariffs.TariffFieldMissing: N_("this field must be there."),
    tariffs.TariffFieldUnknown: N_("this field is not known."),
    tariffs.TariffFieldTwice: N_("this field stands there twice."),
    tariffs.TariffFieldsClash: N_("exactly one of these is needed: {choices}."),
    tariffs.TariffValueWrong: N_("“{value}” stands where {expected} is needed."),
    tariffs.TariffMoneyNotText: N_(
        "write {value} between quotation marks: only as text is it exact."
    ),
    tariffs.TariffNumberUnreadable: N_("“{value}” is not a decimal number."),
    tariffs.TariffNumberTooFine: N_("{value} has more than {decimals} decimals."),
    tariffs.TariffNumberNegative: N_("{value} is too low."),
    tariffs.TariffNumberTooHigh: N_("{value} is above {most}, the most that is possible."),
    tariffs.TariffChoiceUnknown: N_("“{value}” is none of these: {choices}."),
    tariffs.TariffSlabsMissing: N_("at least one slab is needed."),
    tariffs.TariffSlabsOverlap: N_(
        "the limit {limit} is not above {limit_before}, the one before."
    ),
    tariffs.TariffSlabsGap: N_(
        "there is a gap: nothing is said about what lies above {limit}; the last limit must be"
        " null."
    ),
    tariffs.TariffSlabAfterOpen: N_("this slab follows one without a limit and is never reached."),
    tariffs.TariffDatesReversed: N_("{valid_until} is not after {valid_from}."),
    tariffs.TariffIdTwice: N_("another tariff of the file has the same id."),
    tariffs.TariffChargedLater: N_("{day} was charged by it already, so it must hold on that day."),
    tariffs.TariffKnown: N_(
        "the office has a tariff with this id and other content; give the new one its own id."
    ),
    tariffs.TariffVersionsOverlap: N_(
        "on {day} the tariff {other} of the schedule {schedule} holds as well."
    ),
    tariffs.TariffNameAmbiguous: N_(
        "the id is also the name of the schedule {schedule} (of the tariff {other})."
    ),
    tariffs.TariffSchemeTwice: N_("the subsidy {kind} stands there twice."),
    tariffs.TariffSubsidyAboveRate: N_(
        "the subsidy of {subsidy} a unit is above the energy rate of {rate}."
    ),
    # drafts
    drafts.DraftNotFound: N_("This draft is not there any more."),
    drafts.DraftChanged: N_("{by} changed this draft at {at}, after you opened it."),
    drafts.DraftWaiting: N_(
        "“{title}” was asked for or holds already; it is not changed any more. Duplicate it."
    ),
    drafts.DraftShapeless: N_(
        "{name} holds something that the form has no place for, and that nobody may leave out:"
        " {field}."
    ),
    drafts.DraftFaulty: N_("“{title}” cannot be charged by yet: mistakes left: {count}."),
    drafts.DraftOnChargedDays: N_(
        "it begins on {valid_from}, but {day} was charged by {version} already. Take a later day."
    ),
    drafts.ImpactPeriodEmpty: N_("No day was charged yet that the draft could be compared with."),
    drafts.ImpactWithoutConsumers: N_("Nobody was charged by {schedule} from {first} to {last}."),
}

#: What a place in a tariff may need, by the words of :class:`tariffs.TariffValueWrong`.
EXPECTED: dict[str, str] = {
    "document": N_("a group of fields with the list “tariffs”"),
    "object": N_("a group of fields with their names"),
    "list": N_("a list"),
    "pair": N_("a limit with its rate, such as [100, “3.00”],"),
    "text": N_("a text"),
    "date": N_("a date such as 2026-11-22"),
    "number": N_("a number"),
    "switch": N_("true or false"),
}

#: The items of a tariff's lists; all else is called as the file calls it.
TARIFF_ITEMS: dict[str, str] = {
    "energy": N_("energy slab {number}"),
    "slabs": N_("slab {number}"),
    "bands": N_("load band {number}"),
    "tiers": N_("tier {number}"),
    "subsidies": N_("subsidy {number}"),
}
