"""An error from a commit does not mean that it failed: whoever asks again gets the one receipt."""

from __future__ import annotations

import pytest

from tests.end_to_end.faults import offices
from tests.end_to_end.faults.injecting import (
    Fault,
    Point,
    points_of,
    require_strace,
    run_with_fault,
    started_anew,
)
from tests.end_to_end.faults.program import DONE, UNAVAILABLE, WORKER, arguments_for, run
from tests.end_to_end.faults.verdict import faults_of, posted

ORDER = (
    *("recharge", "--consumer", "1001", "--amount", "100", "--tender", "cash"),
    *("--order-id", "one"),
)


@pytest.fixture
def template(tmp_path):
    require_strace()
    office = tmp_path / "template"
    offices.make_office(office, consumers=2, days=1)
    return office


@pytest.mark.parametrize("journal", ["WAL", "TRUNCATE"])
def test_a_sync_that_fails_may_leave_a_recharge_that_is_posted_once(journal, template, tmp_path):
    office, trace = tmp_path / "office", tmp_path / "trace"
    start = [*WORKER, "--journal", journal, "command", "--"]
    command = [*start, *arguments_for(office, *ORDER)]
    offices.copy_office(template, office)
    traced = started_anew(command)
    points = [point for point in points_of(traced, office, trace) if point.call == "fsync"]
    fates = set()

    # The last ones are those of the commit and of what follows it.
    for point in points[-3:]:
        offices.copy_office(template, office)
        told = run_with_fault(traced, office, trace, point, Fault.BROKEN_DISK)
        fates.add((told.code, "one" in posted(office)))
        again = run(command)

        assert again.code == DONE
        number, _paise = posted(office)["one"]
        assert again.json["receipt"]["number"] == number
        assert number.endswith("000001")
        assert faults_of(office, {}) == []

    assert (UNAVAILABLE, False) in fates
    assert (DONE, False) not in fates
    # Told as failed and yet posted: the very case that the order's own id is for.
    assert ((UNAVAILABLE, True) in fates) == (journal == "TRUNCATE")


def test_the_id_of_an_order_is_what_makes_it_one(template, tmp_path):
    office, trace = offices.copy_office(template, tmp_path / "office"), tmp_path / "trace"
    start = [*WORKER, "command", "--"]
    # Killed when the log has been synced and before anybody was told.
    answer = Point("unlink", 1)
    traced = started_anew([*start, *arguments_for(office, *ORDER)])
    told = run_with_fault(traced, office, trace, answer, Fault.KILL)
    assert told.out == ""
    assert "one" in posted(office)

    other = [word if word != "100" else "200" for word in ORDER]
    refused = run([*start, *arguments_for(office, *other)])

    assert refused.error == "order_id_reused"
    assert len(posted(office)) == 1
