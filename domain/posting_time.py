"""When a posting is dated: by the clock, but never before what was posted last.

Postings of an office follow each other in time as they do in number, so that the business date
of its receipts never goes back. Two desks never agree to the second, and a clock that is set
right jumps a little: so much is passed over, and the posting bears the instant of the last one.
A clock that lies further back is wrong, and nothing is posted by it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from domain.calendar import Clock
from domain.errors_of_trust import ClockMovedBack

#: So far may the clock lie before the last posting (a setting).
MOST_SKEW = timedelta(minutes=10)


class Posted(Protocol):
    """What is asked of a unit of work here."""

    def last_posted_at(self) -> datetime | None: ...


def posting_time(unit: Posted, clock: Clock) -> datetime:
    """Return the instant that a posting bears: the present one, or the last posting's if later.

    :class:`ClockMovedBack` when the clock lies before the last posting by more than
    ``MOST_SKEW``.
    """
    now, last = clock.now(), unit.last_posted_at()
    if last is None or last <= now:
        return now
    if last - now > MOST_SKEW:
        raise ClockMovedBack(now, last)
    return last
