"""A day of disconnecting, with everything going wrong: nobody is cut who paid in time, and nobody
who paid later is forgotten.

The long one is an office of 5,000: ``python -m pytest -m long -s`` with this file, some minutes.
Its figures stand in ``docs/disconnection.md``.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.end_to_end.disconnection_day import SECRETS, live_through

#: How many consumers, and how long the worker waits between two rounds.
OFFICES = [
    (60, timedelta(minutes=3)),
    pytest.param(5_000, timedelta(seconds=30), marks=pytest.mark.long),
]


@pytest.mark.parametrize(("consumers", "pace"), OFFICES)
def test_a_day_of_disconnecting(consumers, pace, tmp_path, monkeypatch, clock):
    for name, secret in SECRETS.items():
        monkeypatch.setenv(name, secret)

    day = live_through(tmp_path / "office", consumers, pace, _tell, clock)

    gaps = {payment.gap for payment in day.payments}
    assert {"before the approval", "after the approval"} <= gaps
    if consumers >= 1_000:
        assert gaps >= {
            "as the order left",
            "just after it had left",
            "while it was under way",
            "after the cut",
        }


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a long run prints its figures
