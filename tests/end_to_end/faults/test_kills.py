"""Processes of one office are killed at any moment, and the office goes on as if nothing were.

Three counters, a run over a month and imports work at once. After each round the office is opened
again: every recharge whose answer was read is there once, no day is charged twice or half, no
receipt number is missing or double, and the check is clean. At the end the run is finished, and
its days are those of a run that nobody disturbed.
"""

from __future__ import annotations

import sys
from datetime import date

import pytest

from tests.end_to_end.faults.killing import CONSUMERS, DAYS, Killed, Office, undisturbed_days
from tests.end_to_end.faults.offices import copy_office, make_office

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="a process is killed by a signal here"
)
#: Rounds in one office, after which all of its days are charged.
_ROUNDS = 8
_FEW_ROUNDS, _MANY_OFFICES = 2, 26
#: Seeds that once failed are tried by every run.
KEPT_SEEDS = (1,)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """An office with a month to bill."""
    office = tmp_path_factory.mktemp("kills") / "template"
    make_office(office, consumers=CONSUMERS, days=DAYS)
    return office


@pytest.mark.parametrize("seed", KEPT_SEEDS)
def test_an_office_survives_a_few_kills(template, tmp_path, seed):
    last_day = date(2025, 7, 6)
    undisturbed = undisturbed_days(copy_office(template, tmp_path / "undisturbed"), last_day)
    told = Killed()
    office = copy_office(template, tmp_path / "office")
    broken = Office(office, tmp_path, seed=seed, last_day=last_day)

    for number in range(_FEW_ROUNDS):
        broken.round(number, told)

    assert told.wrong + broken.finish(undisturbed) == []
    assert told.processes >= 4 * _FEW_ROUNDS


@pytest.mark.long
@pytest.mark.parametrize("journal", ["WAL", "TRUNCATE"])
def test_an_office_survives_hundreds_of_kills(template, tmp_path, journal, capsys):
    last_day = date(2025, 7, DAYS)
    undisturbed = undisturbed_days(copy_office(template, tmp_path / "undisturbed"), last_day)
    told = Killed()

    for seed in range(100, 100 + _MANY_OFFICES):
        office = copy_office(template, tmp_path / str(seed) / "office")
        broken = Office(office, office.parent, seed=seed, last_day=last_day, journal=journal)
        for number in range(_ROUNDS):
            broken.round(number, told)
        told.wrong += broken.finish(undisturbed)

    with capsys.disabled():
        print(f"\n{journal}: {told}")
    assert told.wrong == []
    assert told.rounds >= 200
