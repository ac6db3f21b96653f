"""A lease: who does what only one may do at a time, for as long as they show that they live."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.errors_of_trust import RunGoingOn
from domain.posting_time import MOST_SKEW

#: What is leased: the billing of an office's days.
RUN = "run"
#: What is leased: the handing over of orders to the AMISP.
DELIVER_ORDERS = "deliver_orders"
#: A holder that does not show itself for so long is taken for dead.
LASTS = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Lease:
    """What is leased, by which holder (an id) for whom, since when, and until when at least."""

    name: str
    holder: str
    by: str
    taken_at: datetime
    expires_at: datetime

    @classmethod
    def taken(cls, name: str, holder: str, by: str, now: datetime) -> Lease:
        """Return a lease that begins now."""
        return cls(name, holder, by, now, now + LASTS)

    def is_alive(self, now: datetime) -> bool:
        """Whether its holder showed itself lately; by a clock that is far ahead says nothing."""
        return now < self.expires_at <= now + LASTS + MOST_SKEW


def held_on(wanted: Lease, found: Lease | None, now: datetime) -> Lease:
    """Return the lease that ``wanted`` may be written as, over what was ``found``.

    :class:`RunGoingOn` while another holder lives. Whoever held it all along goes on holding it;
    a holder that was taken for dead and comes back finds the one that took its place, or nobody.
    """
    if found is None:
        return wanted
    if found.holder == wanted.holder:
        return replace(found, expires_at=wanted.expires_at)
    if found.is_alive(now):
        raise RunGoingOn(found.by, found.taken_at)
    return wanted
