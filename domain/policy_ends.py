"""Until when each reason holds that keeps a consumer from being cut, where time ends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import billing_day, day_of_number, end_of
from domain.cutting_hours import NotNow
from domain.policy import NONE, Column, Decisions, Facts, Reason, Terms, emergency_until

_BY_THE_CLOCK = frozenset(Reason(one.value) for one in NotNow)


def ends_of(
    facts: Facts, decisions: Decisions, row: int, holidays: Mapping[date, str]
) -> dict[Reason, datetime | None]:
    """Return the first instant (UTC) at which each reason of a row holds no more.

    None where nobody can say: it ends with a payment, a read or somebody's decision.
    """
    asked = _Asked(facts, decisions.all_terms[int(decisions.terms[row])], decisions.at, row)
    return {reason: asked.end(reason, holidays) for reason in decisions.reasons_of(row)}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One row of facts, and the terms that hold for it at an instant."""

    facts: Facts
    terms: Terms
    at: datetime
    row: int

    def end(self, reason: Reason, holidays: Mapping[date, str]) -> datetime | None:
        if reason in _BY_THE_CLOCK:
            return self.terms.hours.next_open(self.at, holidays)
        match reason:
            case Reason.PROTECTED:
                return self._end_of(self.facts.protected_until_day)
            case Reason.PART_PAID:
                return self._end_of(self.facts.part_paid_until_day)
            case Reason.CONVERSION_GRACE:
                grace = self.terms.conversion_grace_days
                return self._end_of(self.facts.converted_day + grace - 1)
            case Reason.EMERGENCY_CREDIT:
                since = int(self.facts.negative_since_day[self.row])
                # Where the day is unknown it counts as begun today, as decide has it.
                day = billing_day(self.at) if since == NONE else day_of_number(since)
                return emergency_until(day, self.terms.emergency)
            case _:
                return None

    def _end_of(self, days: Column) -> datetime:
        return end_of(day_of_number(int(days[self.row])))
