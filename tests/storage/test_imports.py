"""Importing files and taking them back: the books stay in order, and files can come again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from domain.consumer import Change, ConsumerQuery
from domain.errors import ConsumerNotFound, FieldMissing, RowTwice, UseChanges
from domain.errors_of_imports import (
    ArrearsMoved,
    ConsumerCharged,
    ConsumerPaid,
    ImportGoingOn,
    ImportUndoneBefore,
    ReadConsumed,
)
from domain.errors_of_trust import RetentionNotOver
from domain.head import Head, HeadLine
from domain.importing import (
    BatchState,
    Difference,
    Fate,
    GivenRow,
    ImportFile,
    ImportKind,
    ImportTaken,
    ImportUndone,
)
from domain.money import Money
from domain.progress import Cancelled, Step, silent
from domain.recharge import RechargeOrder
from domain.services import importing
from domain.tender import Tender, TenderLine
from storage.books import SqlBooks
from tests.storage.conftest import ACTOR, START

CONSUMERS, READS, DUES, CHANGES = (
    ImportKind.CONSUMERS,
    ImportKind.READS,
    ImportKind.DUES,
    ImportKind.CHANGES,
)


def consumer(number: str, line: int = 2, **cells: str) -> GivenRow:
    given = {
        "number": number,
        "name": f"Consumer {number}",
        "mobile": "9876543210",
        "category": "AS-DOMA-2023",
        "load_kw": "3",
        "meter_serial": f"M{number}",
        "connected_on": "2025-06-01",
        "opening_balance": "250",
        **cells,
    }
    return GivenRow(line, given, tuple(given.values()))


def consumers(*numbers: str, **cells: str) -> list[GivenRow]:
    return [consumer(number, line, **cells) for line, number in enumerate(numbers, start=2)]


def file(name: str = "new.csv") -> ImportFile:
    return ImportFile(name, f"{hash(name) & 0xFFFF:064x}")


def take(
    books: SqlBooks, kind: ImportKind, rows: Sequence[GivenRow], name: str = "new.csv"
) -> ImportTaken:
    return books.imports.take(kind, file(name), rows, ACTOR, silent, reason="From the old ledger")


def undo(books: SqlBooks, taken: ImportTaken) -> ImportUndone:
    return books.imports.undo(taken.batch.id, "The wrong list", ACTOR, silent)


def in_order(books: SqlBooks) -> bool:
    problems = books.check(silent)
    assert problems == []
    return not problems


def test_judging_says_row_by_row_what_would_become_of_it(books: SqlBooks) -> None:
    take(books, CONSUMERS, consumers("1001", "1002"))
    rows = [
        consumer("1001", 2),
        consumer("1002", 3, mobile="9000000000"),
        consumer("1003", 4),
        consumer("1003", 5, name="Somebody else"),
        consumer("1002", 6, mobile="9000000000"),
        consumer("1004", 7, load_kw="many"),
    ]
    rows.append(consumer("1005", 8, meter_serial="M1003"))

    judged = books.imports.judge(CONSUMERS, rows, silent)

    assert [row.fate for row in judged] == [
        *(Fate.UNCHANGED, Fate.CHANGED, Fate.NEW, Fate.REFUSED, Fate.UNCHANGED),
        *(Fate.REFUSED, Fate.REFUSED),
    ]
    assert judged[1].differences == (Difference("mobile", "9876543210", "9000000000"),)
    assert isinstance(judged[3].refusal, RowTwice)
    assert books.find_consumers(ConsumerQuery(text="1003")).tolist() == []


def test_a_rated_field_that_differs_is_told_old_and_new(books: SqlBooks) -> None:
    take(books, CONSUMERS, consumers("1001"))

    [judged] = books.imports.judge(CONSUMERS, [consumer("1001", load_kw="5")], silent)

    assert isinstance(judged.refusal, UseChanges)
    assert judged.differences == (Difference("load_kw", "3 kW", "5 kW"),)


def test_what_a_sheet_does_not_say_is_left_as_it_is(books: SqlBooks) -> None:
    take(books, CONSUMERS, consumers("1001", email="a@b.in"))
    row = consumer("1001", mobile="9000000000")
    cells = {name: value for name, value in row.cells.items() if name != "opening_balance"}

    taken = take(books, CONSUMERS, [replace(row, cells=cells)], "more.csv")

    assert taken.tally.changed == 1
    assert books.consumer("1001").email == "a@b.in"


def test_consumers_taken_back_are_gone_and_can_come_again_corrected(books: SqlBooks) -> None:
    numbers = [str(1001 + place) for place in range(5)]
    taken = take(books, CONSUMERS, consumers(*numbers, initial_kwh="100"))

    undone = undo(books, taken)

    assert (undone.taken_back, undone.kept) == (5, [])
    assert undone.batch.state is BatchState.UNDONE
    assert books.find_consumers(ConsumerQuery()).tolist() == []
    assert books.find_consumers(ConsumerQuery(text="1001")).tolist() == []
    with pytest.raises(ConsumerNotFound):
        books.consumer("1001")
    assert in_order(books)
    again = take(
        books, CONSUMERS, consumers(*numbers, initial_kwh="100", load_kw="5"), "corrected.csv"
    )
    assert again.tally.accepted == 5
    assert books.consumer("1001").load_w == 5000
    assert books.consumer("1001").balance == Money.rupees(250)
    assert in_order(books)


def test_whoever_was_taken_back_is_never_billed(
    books: SqlBooks, clock: Any, engine: Engine
) -> None:
    taken = take(books, CONSUMERS, consumers("1001", "1002"))
    undo(books, taken)
    take(books, CONSUMERS, consumers("1002"), "again.csv")

    books.run_days(date(2025, 7, 3), ACTOR, silent)

    with engine.connect() as connection:
        charged = connection.execute(text("SELECT count(DISTINCT consumer_id) FROM daily_charge"))
        assert charged.scalar() == 1
    sheet = books.billing_sheet(date(2025, 7, 3), "asha")
    assert list(sheet.columns.number) == ["1002"]
    assert books.state().consumers == 1
    assert in_order(books)


def test_who_was_charged_or_has_paid_stays_and_is_told(books: SqlBooks) -> None:
    taken = take(books, CONSUMERS, consumers("1001", "1002", "1003"))
    pay(books, "1002")

    undone = undo(books, taken)

    assert undone.taken_back == 2
    assert [type(kept.refusal) for kept in undone.kept] == [ConsumerPaid]
    assert undone.batch.state is BatchState.PARTLY_UNDONE
    assert books.consumer("1002").balance == Money.rupees(750)
    assert in_order(books)


def test_nothing_of_charged_consumers_is_taken_back(books: SqlBooks) -> None:
    taken = take(books, CONSUMERS, consumers("1001", "1002"))
    books.run_days(START, ACTOR, silent)

    undone = undo(books, taken)

    assert undone.taken_back == 0
    assert [type(kept.refusal) for kept in undone.kept] == [ConsumerCharged] * 2
    assert undone.batch.state is BatchState.DONE
    assert in_order(books)


def test_contact_is_restored_unless_it_was_changed_since(books: SqlBooks) -> None:
    take(books, CONSUMERS, consumers("1001", "1002"))
    taken = take(books, CONSUMERS, consumers("1001", "1002", mobile="9000000000"), "more.csv")
    take(books, CONSUMERS, consumers("1002", mobile="9111111111"), "later.csv")

    undone = undo(books, taken)

    assert undone.taken_back == 1
    assert [kept.subject for kept in undone.kept] == ["1002"]
    assert books.consumer("1001").mobile == "9876543210"
    assert books.consumer("1002").mobile == "9111111111"
    assert in_order(books)


def test_reads_not_consumed_are_put_aside_and_may_come_again(books: SqlBooks) -> None:
    take(books, CONSUMERS, consumers("1001"))
    rows = [read(day, 100 + 5 * day) for day in range(4)]
    taken = take(books, READS, rows, "reads.csv")
    books.run_days(START + timedelta(days=1), ACTOR, silent)

    undone = undo(books, taken)

    assert undone.taken_back == 1
    assert {type(kept.refusal) for kept in undone.kept} == {ReadConsumed}
    assert in_order(books)
    again = take(books, READS, [*rows[:3], read(3, 115)], "again.csv")
    assert (again.tally.accepted, again.tally.unchanged) == (1, 3)
    books.run_days(START + timedelta(days=2), ACTOR, silent)
    assert in_order(books)


def test_changes_are_taken_back(books: SqlBooks) -> None:
    take(books, CONSUMERS, consumers("1001"))
    cells = {"number": "1001", "effective_on": "2025-06-10", "field": "load_kw", "value": "5"}
    contact = {**cells, "field": "mobile", "value": "9000000000"}
    taken = take(books, CHANGES, [GivenRow(2, cells), GivenRow(3, contact)], "changes.csv")
    assert books.consumer("1001").load_w == 5000

    undone = undo(books, taken)

    assert (undone.taken_back, undone.kept) == (2, [])
    assert books.consumer("1001").load_w == 3000
    assert books.consumer("1001").mobile == "9876543210"
    assert in_order(books)


def test_dues_are_booked_with_their_plans_and_ended_again(books: SqlBooks) -> None:
    take(books, CONSUMERS, consumers("1001", "1002", "1003"))
    taken = take(books, DUES, [due("1001", 2), due("1002", 3), due("9999", 4)], "dues.csv")
    assert (taken.tally.accepted, len(taken.tally.rejections)) == (2, 1)
    plan = books.arrears.live_of("1001")
    assert plan is not None
    assert plan.rest == Money.rupees(5000)

    undone = undo(books, taken)

    assert undone.taken_back == 2
    assert books.arrears.live_of("1001") is None
    assert in_order(books)
    assert take(books, DUES, [due("1001", 2)], "corrected.csv").tally.accepted == 1


def test_a_debt_that_was_paid_of_stays(books: SqlBooks) -> None:
    take(books, CONSUMERS, consumers("1001", "1002"))
    rows = [due("1001", 2), due("1002", 3, plan="percent", term="20")]
    taken = take(books, DUES, rows, "dues.csv")
    pay(books, "1002")

    undone = undo(books, taken)

    assert [type(kept.refusal) for kept in undone.kept] == [ArrearsMoved]
    assert in_order(books)


@pytest.fixture
def four_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of more than four rows are taken in by more than one transaction."""
    monkeypatch.setattr(importing, "TAKEN_AT_A_TIME", 4)


def stopped_half_way(step: Step) -> None:
    if step.done:
        raise Cancelled


@pytest.mark.usefixtures("four_at_a_time")
def test_an_import_cut_short_goes_on_where_it_stopped(books: SqlBooks) -> None:
    numbers = [str(10_000 + place) for place in range(5)]
    rows = consumers(*numbers)

    with pytest.raises(Cancelled):
        books.imports.take(CONSUMERS, file(), rows, ACTOR, stopped_half_way)
    [batch] = books.imports.batches()
    assert (batch.state, batch.accepted) == (BatchState.RUNNING, 4)

    taken = take(books, CONSUMERS, rows)

    assert taken.batch.id == batch.id
    assert (taken.tally.accepted, taken.tally.unchanged) == (5, 0)
    assert taken.batch.state is BatchState.DONE


@pytest.mark.usefixtures("four_at_a_time")
def test_an_import_cut_short_can_be_taken_back(books: SqlBooks) -> None:
    rows = consumers(*[str(10_000 + place) for place in range(5)])

    with pytest.raises(Cancelled):
        books.imports.take(CONSUMERS, file(), rows, ACTOR, stopped_half_way)
    [batch] = books.imports.batches()

    undone = books.imports.undo(batch.id, "Cut short", ACTOR, silent)

    assert undone.taken_back == 4
    assert undone.batch.state is BatchState.UNDONE
    assert in_order(books)


def test_the_very_same_file_is_known(books: SqlBooks) -> None:
    taken = take(books, CONSUMERS, consumers("1001"))

    found = books.imports.taken_before(CONSUMERS, taken.batch.file.sha256)

    assert found == taken.batch
    undo(books, taken)
    assert books.imports.taken_before(CONSUMERS, taken.batch.file.sha256) is None
    with pytest.raises(ImportUndoneBefore):
        undo(books, taken)


def test_what_undoing_would_do_is_told_and_nothing_is_changed(books: SqlBooks) -> None:
    taken = take(books, CONSUMERS, consumers("1001", "1002"))

    told = books.imports.undoing(taken.batch.id, silent)

    assert (told.taken_back, told.kept) == (2, [])
    assert books.consumer("1001").number == "1001"


def read(day: int, kwh: int) -> GivenRow:
    at = f"{START + timedelta(days=day)}T00:00:00+05:30"
    return GivenRow(day + 2, {"meter_serial": "M1001", "read_at": at, "kwh_import": str(kwh)})


def due(number: str, line: int, **cells: str) -> GivenRow:
    given = {"number": number, "amount": "5000", "plan": "daily", "term": "300", **cells}
    return GivenRow(line, given, tuple(given.values()))


def pay(books: SqlBooks, number: str) -> None:
    amount = Money.rupees(500)
    heads, tenders = (HeadLine(Head.RECHARGE, amount),), (TenderLine(Tender.CASH, amount),)
    books.recharge(RechargeOrder("order-1", number, heads, tenders), ACTOR)


@pytest.mark.usefixtures("four_at_a_time")
def test_nothing_is_taken_back_while_an_import_runs(books: SqlBooks) -> None:
    rows = consumers(*[str(10_000 + place) for place in range(5)])
    refused: list[ImportGoingOn] = []

    def try_to_undo(step: Step) -> None:
        if step.done == 4:
            [batch] = books.imports.batches()
            with pytest.raises(ImportGoingOn) as raised:
                books.imports.undo(batch.id, "Too early", ACTOR, silent)
            refused.append(raised.value)

    taken = books.imports.take(CONSUMERS, file(), rows, ACTOR, try_to_undo)

    assert [refusal.by for refusal in refused] == [ACTOR.name]
    assert (taken.batch.accepted, taken.batch.state) == (5, BatchState.DONE)
    assert undo(books, taken).taken_back == 5


def test_nobody_reaches_who_was_taken_back_by_what_is_left_of_the_number(
    books: SqlBooks,
) -> None:
    taken = take(books, CONSUMERS, consumers("1001"))
    left = f"~{books.consumer('1001').id} 1001"
    undo(books, taken)

    with pytest.raises(ConsumerNotFound):
        books.consumer(left)
    outcome = books.change_consumers([Change(left, START, "name", "Somebody")], ACTOR)

    assert [type(refusal) for refusal in outcome.refused.values()] == [ConsumerNotFound]
    assert not books.find_consumers(ConsumerQuery(text="Somebody"))


def test_who_was_taken_back_is_forgotten_at_once_and_who_came_under_the_number_is_not(
    books: SqlBooks, engine: Engine
) -> None:
    with pytest.raises(ConsumerNotFound):
        books.trust.forget_taken_back("1001", "Not ours", "", ACTOR)
    undo(books, take(books, CONSUMERS, consumers("1001", name="Zebulon", mobile="9812398123")))
    take(books, CONSUMERS, consumers("1001", name="Asha Devi"), "corrected.csv")
    with pytest.raises(RetentionNotOver):
        books.trust.forget_person("1001", "Not ours", "", ACTOR)
    with pytest.raises(FieldMissing):
        books.trust.forget_taken_back("1001", " ", "", ACTOR)

    rows = books.trust.forget_taken_back("1001", "Not ours", "", ACTOR)

    assert rows >= 2
    assert books.consumer("1001").name == "Asha Devi"
    with engine.connect() as connection:
        for table in ("consumer", "contact_version"):
            kept = connection.execute(text(f"SELECT name, mobile FROM {table}")).all()
            assert "Zebulon" not in str(kept)
            assert "9812398123" not in str(kept)
    assert in_order(books)
