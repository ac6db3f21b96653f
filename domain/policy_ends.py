"""Until when each reason holds that keeps a consumer from being cut, where time ends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.calendar import billing_day, day_of_number, end_of
from domain.policy import (
    BY_THE_CLOCK,
    NONE,
    Column,
    Decisions,
    Facts,
    InForce,
    Policy,
    PolicyBook,
    Reason,
    Terms,
    decide,
    emergency_until,
)

#: Whether these hold is for each policy to say.
_BY_THE_POLICY = frozenset(
    (
        *(Reason.NO_POLICY, Reason.CONVERSION_GRACE, Reason.EMERGENCY_CREDIT),
        *(Reason.CREDIT_LIMIT, Reason.NO_ACTUAL_READ),
    )
)


def ends_of(
    facts: Facts, decisions: Decisions, policies: PolicyBook, holidays: Mapping[date, str]
) -> dict[Reason, datetime | None]:
    """Return the first instant (UTC) at which each reason of one consumer holds no more.

    None where nobody can say: it ends with a payment, a read or somebody's decision.
    """
    at, asked = decisions.at, _Asked(facts, decisions.at)
    under = [(force, asked.under(force.policy)) for force in policies.in_force_from(at)]
    ends: dict[Reason, datetime | None] = {}
    for reason in decisions.reasons_of(0):
        found = (asked.end(reason, force, judged, holidays) for force, judged in under)
        ends[reason] = next((end for end in found if end is not None), None)
    return ends


@dataclass(frozen=True, slots=True)
class _Asked:
    """The facts of one consumer, at an instant."""

    facts: Facts
    at: datetime

    def under(self, policy: Policy | None) -> Decisions:
        """Return what a policy says of the consumer, as if it held now."""
        book = PolicyBook((replace(policy, valid_from=date.min),)) if policy else PolicyBook()
        return decide(self.facts, book, {}, self.at)

    def end(
        self, reason: Reason, force: InForce, judged: Decisions, holidays: Mapping[date, str]
    ) -> datetime | None:
        """Return when a reason ends while a policy is in force; None: not in that time."""
        if reason in _BY_THE_POLICY and reason not in judged.reasons_of(0):
            return force.since
        terms = judged.all_terms[int(judged.terms[0])]
        if reason in BY_THE_CLOCK:
            end = terms.hours.next_open(force.since, holidays)
        else:
            end = self._end_by_time(reason, terms)
        return max(end, force.since) if end is not None and force.has(end) else None

    def _end_by_time(self, reason: Reason, terms: Terms) -> datetime | None:
        match reason:
            case Reason.PROTECTED:
                return self._end_of(self.facts.protected_until_day)
            case Reason.PART_PAID:
                return self._end_of(self.facts.part_paid_until_day)
            case Reason.CONVERSION_GRACE:
                return self._end_of(self.facts.converted_day + terms.conversion_grace_days - 1)
            case Reason.EMERGENCY_CREDIT:
                since = int(self.facts.negative_since_day[0])
                # Where the day is unknown it counts as begun today, as decide has it.
                day = billing_day(self.at) if since == NONE else day_of_number(since)
                return emergency_until(day, terms.emergency)
            case _:
                return None

    def _end_of(self, days: Column) -> datetime:
        return end_of(day_of_number(int(days[0])))
