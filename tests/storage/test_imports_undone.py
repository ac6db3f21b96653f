"""What takes two persons, tariffs, and any order of imports and undoings: the books stay right."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors_of_imports import (
    ImportNotDecided,
    TariffEndMoved,
    TariffInUse,
    TariffTakenBack,
)
from domain.errors_of_trust import MakerIsChecker, NotAllowed
from domain.importing import BatchState, Fate, ImportFile
from domain.office import Actor, Channel
from domain.progress import Cancelled, silent
from domain.services import importing
from domain.staff import NewMember, Role
from storage.passwords import Argon2Passwords
from tests.storage.conftest import ACTOR, START, by_hand
from tests.storage.test_imports import (
    CONSUMERS,
    DUES,
    consumers,
    due,
    file,
    in_order,
    stopped_half_way,
    take,
    undo,
)
from tests.storage.test_tariffs import OLD

PASSWORD = "monsoon-42"
NEW = {**OLD, "id": "T-2027", "valid_from": "2027-01-01", "energy": [[None, "6.00"]]}
ENDED = {**OLD, "valid_until": "2027-01-01"}


def as_(name):
    return Actor(name, Channel.DESK, counter=2)


def own_password(name):
    return f"{PASSWORD}-{name[::-1]}"


@pytest.fixture
def staffed(books):
    take(books, CONSUMERS, consumers("1001", "1002", "1003"))
    trust = books.trust
    trust.passwords = Argon2Passwords(is_quick=True)
    trust.make_first_administrator(
        NewMember("sita", "Sita Devi", Role.ADMINISTRATOR, 1), PASSWORD, ACTOR
    )
    members = (("meena", Role.SUPERVISOR), ("anil", Role.SUPERVISOR), ("ravi", Role.CLERK))
    for name, role in members:
        trust.add_member(NewMember(name, name.title(), role, 2), PASSWORD, as_("sita"))
        trust.change_password(PASSWORD, own_password(name), as_(name))
    return books


def asked_dues(staffed):
    rows = [due("1001", 2), due("1002", 3, plan="percent", term="20")]
    return staffed.imports.take(
        DUES, file("dues.csv"), rows, as_("meena"), silent, reason="From the old ledger"
    )


def test_the_debts_of_a_file_take_two_persons_and_one_approval(staffed):
    taken = asked_dues(staffed)

    [approval] = taken.approvals
    assert (taken.batch.accepted, taken.batch.held) == (0, 2)
    assert staffed.arrears.live_of("1001") is None
    with pytest.raises(MakerIsChecker):
        staffed.trust.approve(approval.id, "", own_password("meena"), as_("meena"))
    staffed.trust.approve(approval.id, "seen", own_password("anil"), as_("anil"))

    batch = staffed.imports.batch(taken.batch.id)
    assert (batch.accepted, batch.held) == (2, 0)
    assert staffed.arrears.live_of("1002") is not None
    assert in_order(staffed)


def test_debts_that_nobody_approved_yet_cannot_be_taken_back(staffed):
    taken = asked_dues(staffed)

    with pytest.raises(ImportNotDecided):
        staffed.imports.undo(taken.batch.id, "wrong", as_("meena"), silent)


def test_ending_the_debts_of_a_file_takes_two_persons_as_well(staffed):
    taken = asked_dues(staffed)
    staffed.trust.approve(taken.approvals[0].id, "", own_password("anil"), as_("anil"))

    undone = staffed.imports.undo(taken.batch.id, "The wrong list", as_("meena"), silent)

    assert undone.approval is not None
    assert staffed.arrears.live_of("1001") is not None
    staffed.trust.approve(undone.approval.id, "", own_password("anil"), as_("anil"))
    assert staffed.arrears.live_of("1001") is None
    assert staffed.imports.batch(taken.batch.id).state is BatchState.UNDONE
    assert in_order(staffed)


def test_a_clerk_takes_no_import_back(staffed):
    batch = staffed.imports.batches()[0]

    with pytest.raises(NotAllowed):
        staffed.imports.undo(batch.id, "I was wrong", as_("ravi"), silent)


def document(*tariffs):
    return json.dumps({"tariffs": tariffs})


def take_tariffs(books, *tariffs, name="tariffs.json"):
    return books.imports.take_tariffs(ImportFile(name, name), document(*tariffs), ACTOR)


def ends(books):
    return {one.id: one.valid_until for one in books.tariffs() if one.schedule == "T"}


def test_a_version_that_nobody_was_charged_by_is_taken_back(books, clock):
    take_tariffs(books, OLD)
    clock.pass_time(timedelta(minutes=1))
    taken = take_tariffs(books, ENDED, NEW, name="next.json")
    clock.pass_time(timedelta(minutes=1))

    undone = undo(books, taken)

    assert (undone.taken_back, undone.kept) == (2, [])
    assert ends(books)["T-2024"] is None
    book = books.tariff_book()
    version = book.version_on("T", START.replace(year=2028))
    assert version is not None
    assert version.id == "T-2024"
    rows = books.imports.judge_tariffs(document(ENDED, NEW))
    assert [type(row.refusal) for row in rows if row.refusal] == [TariffTakenBack]
    clock.pass_time(timedelta(minutes=1))
    corrected = {**NEW, "id": "T-2027-b"}
    assert take_tariffs(books, ENDED, corrected, name="again.json").tally.accepted == 1
    assert in_order(books)


def test_an_end_stays_where_a_version_of_another_file_follows(books, clock):
    take_tariffs(books, OLD)
    clock.pass_time(timedelta(minutes=1))
    ended = take_tariffs(books, ENDED, name="end.json")
    clock.pass_time(timedelta(minutes=1))
    take_tariffs(books, NEW, name="next.json")

    undone = undo(books, ended)

    assert [type(kept.refusal) for kept in undone.kept] == [TariffEndMoved]
    assert str(ends(books)["T-2024"]) == "2027-01-01"


def test_debts_cut_short_are_asked_for_once(staffed, monkeypatch):
    monkeypatch.setattr(importing, "DUES_ASKED_AT_A_TIME", 2)
    rows = [due(number, line) for line, number in enumerate(("1001", "1002", "1003"), start=2)]

    wanted = (DUES, file("dues.csv"), rows, as_("meena"))
    with pytest.raises(Cancelled):
        staffed.imports.take(*wanted, stopped_half_way, reason="From the old ledger")
    taken = staffed.imports.take(*wanted, silent, reason="From the old ledger")

    assert taken.batch.held == 3
    requests = staffed.trust.approvals()
    assert len(requests) == 2
    for request in requests:
        staffed.trust.approve(request.id, "seen", own_password("anil"), as_("anil"))
    batch = staffed.imports.batch(taken.batch.id)
    assert (batch.accepted, batch.held) == (3, 0)


def test_a_version_that_was_charged_by_stays(books, form):
    taken = take_tariffs(books, OLD)
    books.create_consumer(form(category="T"), ACTOR)
    books.run_days(START, ACTOR, silent)

    undone = undo(books, taken)

    assert [type(kept.refusal) for kept in undone.kept] == [TariffInUse]
    assert books.tariff_book().version_on("T", START) is not None


def test_a_tariff_of_a_document_is_told_field_by_field(books):
    take_tariffs(books, OLD)

    [judged] = books.imports.judge_tariffs(document({**OLD, "energy": [[None, "7.00"]]}))

    assert judged.fate is Fate.REFUSED


NUMBERS = ["1001", "1002", "1003", "1004"]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.sets(st.sampled_from(NUMBERS), min_size=1)),
        st.tuples(st.just("mobile"), st.sampled_from(NUMBERS)),
        st.tuples(st.just("undo"), st.integers(0, 5)),
        st.tuples(st.just("charge"), st.just(0)),
    ),
    min_size=2,
    max_size=7,
)


@pytest.mark.only_on("sqlite", reason="the same statements; a server for each example is too slow")
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_any_order_of_imports_and_undoings_leaves_the_books_in_order(steps, make_office, clock):
    books = make_office(STATE.fresh_office())
    take_tariffs(books, {**OLD, "schedule": "AS-DOMA-2023", "id": "AS-DOMA-2023"})
    taken, day = [], START
    for place, (what, argument) in enumerate(steps):
        if what == "take":
            rows = consumers(*sorted(argument))
            taken.append(take(books, CONSUMERS, rows, f"{place}.csv"))
        elif what == "mobile":
            rows = consumers(argument, mobile=f"98765{place:05}")
            taken.append(take(books, CONSUMERS, rows, f"{place}.csv"))
        elif what == "charge":
            books.run_days(day, ACTOR, silent)
            day += timedelta(days=1)
        elif taken:
            batch = books.imports.batch(taken[argument % len(taken)].batch.id)
            if books.imports.batch(batch.id).state is not BatchState.UNDONE and _has_rows(batch):
                books.imports.undo(batch.id, "wrong", ACTOR, silent)
        assert books.check(silent) == []
    books.close()


def _has_rows(batch):
    return bool(batch.accepted or batch.changed) and batch.state is BatchState.DONE


class _Fresh:
    """Makes an office of another code for each example."""

    def __init__(self):
        self._count = 0

    def fresh_office(self):
        from domain.office import Office  # noqa: PLC0415 - only here

        self._count += 1
        return Office(f"H{self._count}", "Office")


STATE = _Fresh()


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM consumer_withdrawn",
        "UPDATE consumer_withdrawn SET number = '9999'",
        "UPDATE consumer SET number = '1001' WHERE substr(number, 1, 1) = '~'",
        "UPDATE meter SET serial = 'M1001' WHERE substr(serial, 1, 1) = '~'",
    ],
)
def test_a_stranger_s_hand_in_what_was_taken_back_is_found(books, engine, change):
    undo(books, take(books, CONSUMERS, consumers("1001")))
    assert in_order(books)

    assert by_hand(engine, change) == 1

    assert {problem.code for problem in books.check(silent)} & {"row_missing", "row_changed"}
