import json
from datetime import date, timedelta

import pytest

from domain.errors_of_tariffs import TariffChargedLater, TariffKnown, TariffVersionsOverlap
from domain.progress import silent
from domain.services.taking_tariffs import judge_tariffs
from tests.storage.conftest import ACTOR, START

OLD = {
    "id": "T-2024",
    "schedule": "T",
    "state": "-",
    "category": "test",
    "source": "made for tests",
    "valid_from": "2024-01-01",
    "energy": [[None, "5.00"]],
}
NEW = {**OLD, "id": "T-2025", "valid_from": "2025-06-02", "energy": [[None, "6.00"]]}
ENDED = {**OLD, "valid_until": "2025-06-02"}


def judge(books, *documents):
    return judge_tariffs(json.dumps({"tariffs": documents}), books.tariffs())


def versions(books):
    """Return when each version of the schedule ends."""
    return {one.id: one.valid_until for one in books.tariffs() if one.schedule == "T"}


@pytest.fixture
def known(books):
    books.add_tariffs(judge(books, OLD).new, ACTOR)
    return books


def test_a_successor_comes_with_the_end_of_the_version_before_it(known, form):
    judged = judge(known, ENDED, NEW)
    assert judged.faults == []
    assert known.take_tariffs(judged, ACTOR) == []
    known.create_consumer(form(category="T"), ACTOR)

    known.run_days(START + timedelta(days=1), ACTOR, silent)

    charges = known.charges("1001", START, START + timedelta(days=1))
    assert [row.tariff for row in charges] == ["T-2024", "T-2025"]
    assert judge(known, ENDED, NEW).unchanged
    assert known.check(silent) == []


def test_a_successor_of_an_open_version_is_refused_alone(known):
    [fault] = judge(known, NEW).faults

    assert isinstance(fault, TariffVersionsOverlap)


def test_a_version_does_not_end_before_a_day_it_charged(known, form):
    known.create_consumer(form(category="T"), ACTOR)
    known.run_days(date(2025, 6, 5), ACTOR, silent)

    [fault] = known.take_tariffs(judge(known, ENDED), ACTOR)

    assert isinstance(fault, TariffChargedLater)
    assert fault.day == date(2025, 6, 2)


def test_a_successor_stays_out_when_the_version_before_it_cannot_end(known, form):
    known.create_consumer(form(category="T"), ACTOR)
    known.run_days(date(2025, 6, 5), ACTOR, silent)

    faults = known.take_tariffs(judge(known, ENDED, NEW), ACTOR)

    assert [type(fault) for fault in faults] == [TariffChargedLater, TariffVersionsOverlap]
    assert [fault.tariff for fault in faults] == ["T-2024", "T-2025"]
    assert versions(known) == {"T-2024": None}


def test_an_end_that_would_reach_into_the_successor_is_refused(known):
    known.take_tariffs(judge(known, ENDED, NEW), ACTOR)
    later = judge(known, {**OLD, "valid_until": "2026-01-01"}, {**NEW, "valid_from": "2026-01-01"})

    [fault] = known.take_tariffs(later, ACTOR)

    assert isinstance(fault, TariffVersionsOverlap)
    assert versions(known) == {"T-2024": date(2025, 6, 2), "T-2025": None}


def test_a_version_that_came_in_meanwhile_is_not_replaced(known):
    judged = judge(known, ENDED, NEW)
    known.take_tariffs(judged, ACTOR)

    [fault] = known.take_tariffs(judged, ACTOR)

    assert isinstance(fault, TariffKnown)


def test_a_known_id_stands_for_the_same_content_for_ever(known):
    judged = judge(known, {**OLD, "energy": [[None, "5.01"]]})

    assert isinstance(judged.faults[0], TariffKnown)
    assert judged.new == []
