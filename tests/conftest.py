"""Fixtures shared by all tests."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

# A desk under test is drawn into memory, unless whoever runs the tests wants to watch.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# What tests sign is signed with keys of their own: nobody's key store is looked into.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
# Every commit waits for its disk; the offices of tests lie in memory, where there is enough.
_MEMORY, _ENOUGH_BYTES = Path("/dev/shm"), 4 << 30
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH_BYTES:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.fixture(scope="session", autouse=True)
def _logs_of_tests() -> Iterator[None]:
    """Keep the logs of programs under test out of the logs of whoever runs the tests."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", folder)
        yield


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
