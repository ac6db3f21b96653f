"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

# A desk under test is drawn into memory, unless whoever runs the tests wants to watch.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class FrozenClock:
    """A clock that stands still at 22 Nov 2026, 10:00 in India, until it is moved."""

    def __init__(self, instant: datetime = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)) -> None:
        self._instant = instant

    def now(self) -> datetime:
        return self._instant

    def pass_time(self, duration: timedelta) -> None:
        """Let so much time go by."""
        self._instant += duration

    def set_to(self, instant: datetime) -> None:
        """Go to an aware instant."""
        self._instant = instant.astimezone(UTC)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()
