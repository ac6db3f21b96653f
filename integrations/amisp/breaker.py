"""A circuit breaker: what has failed a few times running is left alone for a while.

An AMISP that is down is not asked again for each of a thousand orders; after a pause one call
goes out, and its fate decides for all that follow.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.calendar import Clock
from domain.errors_of_supply import AmispRefusesOffice, AmispUnavailable

_MOST_FAILURES = 5
_PAUSE = timedelta(seconds=60)
_LONGEST_PAUSE = timedelta(hours=1)


class Breaker:
    """Opens after ``most_failures`` running, and lets one call through when ``pause`` is over."""

    def __init__(
        self, clock: Clock, *, most_failures: int = _MOST_FAILURES, pause: timedelta = _PAUSE
    ) -> None:
        self._clock = clock
        self._most_failures = most_failures
        self._pause = pause
        self._failures = 0
        self._trouble: type[AmispUnavailable] = AmispUnavailable
        self._why = ""
        self._opened_at: datetime | None = None
        self._until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether a call now would be refused."""
        return self._wait() > timedelta()

    def refuse_while_open(self) -> None:
        """Raise :class:`AmispUnavailable` unless a call may be made now."""
        wait = self._wait()
        if wait > timedelta():
            raise self._trouble(self._why, wait // timedelta(milliseconds=1))

    def note_answer(self) -> None:
        """Forget the failures: the AMISP answered as it should."""
        self._failures = 0
        self._opened_at = self._until = None

    def note_failure(self, why: str) -> None:
        """Count a failure; after enough of them, or that of the one let through, open."""
        self._failures += 1
        if self._failures >= self._most_failures:
            self._open(self._pause, why)

    def note_refusal(self, why: str) -> None:
        """Open at once: the office is not let in, and would not be with what it asks next."""
        self._failures = self._most_failures
        self._open(self._pause, why, AmispRefusesOffice)

    def rest(self, wait_ms: int, why: str) -> None:
        """Keep away for as long as the AMISP asked for."""
        self._open(timedelta(milliseconds=wait_ms), why)

    def _open(
        self, pause: timedelta, why: str, trouble: type[AmispUnavailable] = AmispUnavailable
    ) -> None:
        self._trouble, self._why = trouble, why
        self._opened_at = self._clock.now()
        self._until = self._opened_at + min(pause, _LONGEST_PAUSE)

    def _wait(self) -> timedelta:
        now = self._clock.now()
        if self._until is None or self._opened_at is None or now < self._opened_at:
            # A clock that was set back must not keep the road closed.
            return timedelta()
        return max(timedelta(), self._until - now)
