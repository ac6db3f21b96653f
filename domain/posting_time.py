"""When a posting is dated: by the clock, but never before what was posted last.

Postings of an office follow each other in time as they do in number, so that the business date
of its receipts never goes back. Two desks never agree to the second, and a clock that is set
right jumps a little: so much is passed over, and the posting bears the instant of the last one.
A clock that lies further back is wrong, and nothing is posted by it.

If it was the clock of the last posting that ran ahead, an administrator says so by a setting that
names this entry; what was posted by the wrong clock stays, and posting goes on by the right one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from domain.calendar import Clock
from domain.errors_of_trust import ClockMovedBack
from domain.settings import CLOCK_MOST_SKEW, CLOCK_WRONG_UNTIL, Setting, Value

#: So far may a clock lie before another one, unless the office has it its own way.
MOST_SKEW = timedelta(minutes=CLOCK_MOST_SKEW.default)


class _Settings(Protocol):
    def get(self, setting: Setting[Value]) -> Value: ...


class Posted(Protocol):
    """What is asked of a unit of work here."""

    @property
    def settings(self) -> _Settings: ...

    def last_posted(self) -> tuple[int, datetime] | None: ...


def posting_time(unit: Posted, clock: Clock) -> datetime:
    """Return the instant that a posting bears: the present one, or the last posting's if later.

    :class:`ClockMovedBack` when the clock lies too far before the last posting.
    """
    now, last = clock.now(), unit.last_posted()
    if last is None or last[1] <= now:
        return now
    entry, posted_at = last
    if entry <= unit.settings.get(CLOCK_WRONG_UNTIL):
        return now
    if posted_at - now > timedelta(minutes=unit.settings.get(CLOCK_MOST_SKEW)):
        raise ClockMovedBack(now, posted_at, entry)
    return posted_at
