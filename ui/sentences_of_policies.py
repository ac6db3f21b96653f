"""The sentences of what can go wrong with policies, holidays and protections."""

from __future__ import annotations

from domain import errors
from domain import errors_of_policies as policies
from resources.texts import N_

SENTENCES: dict[type[errors.Trouble], str] = {
    policies.PoliciesUnreadable: N_("{name} is not a JSON file of policies ({detail})."),
    policies.PolicyKnown: N_(
        "The office has a policy {policy} with other content; give the new one its own id."
    ),
    policies.PolicyNotFound: N_("The office has no policy “{policy}”."),
    policies.HolidayNotFound: N_("{day} is no holiday of this office."),
    policies.HolidaysUnknown: N_(
        "There is no list of holidays for the state “{state}”; give its code, such as BR."
    ),
    policies.ProtectionNotFound: N_("There is no protection {protection}."),
    policies.ProtectionEnded: N_("The protection {protection} ended on {ended_on} already."),
    policies.ProtectionKnown: N_(
        "The protection {protection} was recorded before with other content; nothing was changed."
    ),
    policies.NobodyToProtect: N_("No consumer of this office is found under “{whom}”."),
    # faults; the place of each is put before it
    policies.PolicyHoursNever: N_("nobody could ever be cut: no minute is left open."),
    policies.PolicyWindowsOverlap: N_("two windows overlap."),
    policies.PolicyStretchEmpty: N_("it ends when it begins."),
    policies.PolicyGroupTwice: N_("another group is called “{name}” too."),
}

#: The items of a policy's lists; all else is called as the file calls it.
POLICY_ITEMS: dict[str, str] = {
    "groups": N_("group {number}"),
    "schedules": N_("schedule {number}"),
    "windows": N_("window {number}"),
    "never": N_("forbidden stretch {number}"),
}

#: What a place in a policy may need, beside what one in a tariff does.
EXPECTED: dict[str, str] = {
    "time": N_("a time of the day such as “10:00”"),
    "times": N_("two times of the day, such as [“10:00”, “13:00”],"),
    "whole": N_("a whole number"),
    "amount": N_("an amount such as “-300.00”"),
    "another": N_("a value that is not there yet"),
    "id": N_("letters, digits, dots and dashes"),
}
