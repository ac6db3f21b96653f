"""Old financial years move to a file of their own; nothing is lost, all is vouched for."""

from datetime import date, timedelta

import pytest
import sqlcipher3.dbapi2

from domain.archive import archive_name, latest_archivable, refuse_unless_archivable
from domain.calendar import day_number, end_of
from domain.consumer import NewConsumer
from domain.energy import Energy
from domain.errors_of_files import FileNotWritten
from domain.errors_of_trust import (
    ArchiveMissing,
    ArchiveNotOurs,
    BooksNotInOrder,
    DaysArchived,
    DaysStillOpen,
    NotAYearToArchive,
    NothingToArchive,
    ReadsStillHeld,
)
from domain.money import Money
from domain.progress import Cancelled, silent
from domain.reads import Read, ReadSource
from domain.recharge import RechargeOrder
from domain.tender import Tender
from tests.storage.conftest import ACTOR, by_hand

#: The last days of a financial year and the first of the next; today is 22 November 2026.
FIRST, UNTIL, LAST = date(2025, 3, 27), date(2025, 4, 1), date(2025, 4, 5)


@pytest.fixture
def office(books):
    """Three consumers, charged over the end of a financial year."""
    books.take_on([_form(number) for number in range(1001, 1004)], ACTOR)
    days = (LAST - FIRST).days + 1
    reads = [
        Read(f"M{number}", end_of(FIRST + timedelta(days=day)), Energy.kwh(107 + 5 * day))
        for number in range(1001, 1004)
        for day in range(days)
    ]
    assert not books.take_reads(reads, ReadSource.FILE, ACTOR).refused
    books.run_days(LAST, ACTOR, silent)
    books.recharge(RechargeOrder.of("order-1", "1001", Money.rupees(500), Tender.CASH), ACTOR)
    assert books.check(silent) == []
    return books


def _form(number):
    return NewConsumer(
        number=f"{number}",
        name=f"Consumer {number}",
        category="AS-DOMA-2023",
        load_w=3000,
        meter_serial=f"M{number}",
        connected_on=FIRST,
        opening_balance=Money.rupees(1000),
        initial=Energy.kwh(100),
    )


def archived(office, tmp_path, progress=silent):
    return office.archive(UNTIL, tmp_path / "old.db", ACTOR, progress)


def test_only_whole_years_long_past_are_archived():
    assert latest_archivable(date(2026, 11, 22)) == date(2025, 4, 1)
    assert latest_archivable(date(2026, 3, 31)) == date(2024, 4, 1)
    refuse_unless_archivable(date(2025, 4, 1), date(2026, 11, 22))
    for until in (date(2026, 4, 1), date(2025, 3, 31), date(2025, 4, 2)):
        with pytest.raises(NotAYearToArchive):
            refuse_unless_archivable(until, date(2026, 11, 22))


def test_an_archive_is_named_for_its_last_year():
    assert archive_name("PAT1", UNTIL) == "PAT1-archive-2024-25.db"


def test_old_days_move_to_a_file_and_the_books_stay_in_order(office, tmp_path, engine):
    balance = office.consumer("1001").balance

    made = archived(office, tmp_path)

    assert (made.charges, made.reads) == (15, 18)
    assert _charged_days(engine) == {day_number(UNTIL) + day for day in range(5)}
    assert office.consumer("1001").balance == balance
    assert office.check(silent) == []
    assert office.check(silent, archives=[tmp_path / "old.db"]) == []
    assert len(office.ledger("1001")) == 12


def test_the_books_go_on_after_an_archive(office, tmp_path):
    archived(office, tmp_path)
    following = LAST + timedelta(days=1)
    reads = [Read(f"M{n}", end_of(following), Energy.kwh(160)) for n in range(1001, 1004)]
    assert not office.take_reads(reads, ReadSource.FILE, ACTOR).held

    [summary] = office.run_days(following, ACTOR, silent)

    assert summary.charged == 3
    assert office.check(silent) == []
    assert office.check(silent, archives=[tmp_path / "old.db"]) == []


def test_who_asks_for_archived_days_is_told_where_they_are(office, tmp_path):
    made = archived(office, tmp_path)

    for ask in (
        lambda: office.charges("1001", date(2025, 3, 1), date(2025, 3, 31)),
        lambda: office.explain("1001", date(2025, 3, 30)),
        lambda: office.billing_sheet(date(2025, 3, 30), "asha"),
    ):
        with pytest.raises(DaysArchived) as told:
            ask()
        assert told.value.path == made.path
    assert len(office.charges("1001", date(2025, 4, 1), date(2025, 4, 30))) == 5


def test_an_archive_is_made_once(office, tmp_path):
    archived(office, tmp_path)

    with pytest.raises(NothingToArchive):
        archived(office, tmp_path)


def test_a_folder_gets_the_archive_under_its_own_name(office, tmp_path):
    made = office.archive(UNTIL, tmp_path, ACTOR, silent)

    assert made.path == str((tmp_path / "PAT1-archive-2024-25.db").resolve())


def test_a_strange_file_is_not_written_over(office, tmp_path, engine):
    (tmp_path / "old.db").write_text("my holiday", encoding="utf-8")

    with pytest.raises(FileNotWritten):
        archived(office, tmp_path)

    assert (tmp_path / "old.db").read_text(encoding="utf-8") == "my holiday"
    assert len(_charged_days(engine)) == 10


def test_open_days_and_held_reads_are_settled_first(office, tmp_path, engine):
    by_hand(engine, f"UPDATE month_position SET next_open_day = {day_number(FIRST)}")
    with pytest.raises(DaysStillOpen):
        archived(office, tmp_path)

    by_hand(engine, f"UPDATE month_position SET next_open_day = {day_number(LAST) + 1}")
    by_hand(engine, f"UPDATE meter_read SET state = 'held' WHERE closing_day = {day_number(FIRST)}")
    with pytest.raises(ReadsStillHeld):
        archived(office, tmp_path)


def test_books_that_are_not_in_order_are_not_archived(office, tmp_path, engine):
    by_hand(engine, "UPDATE wallet SET balance_paise = balance_paise + 1 WHERE consumer_id = 1")

    with pytest.raises(BooksNotInOrder):
        archived(office, tmp_path)

    assert not (tmp_path / "old.db").exists()


@pytest.mark.parametrize("at", range(1, 40, 3))
def test_an_archive_that_was_cut_short_is_finished_by_making_it_again(office, tmp_path, engine, at):
    steps = iter(range(at))

    def stop(_step):
        if next(steps, None) is None:
            raise Cancelled

    try:
        archived(office, tmp_path, stop)
    except Cancelled:
        assert office.check(silent) == []
        archived(office, tmp_path)

    assert office.check(silent, archives=[tmp_path / "old.db"]) == []
    assert len(_charged_days(engine)) == 5
    assert not list(tmp_path.glob("*.building"))


def test_an_archive_that_is_gone_stops_the_removal(office, tmp_path):
    def stop(_step):
        if (tmp_path / "old.db").exists():
            raise Cancelled

    with pytest.raises(Cancelled):
        archived(office, tmp_path, stop)
    (tmp_path / "old.db").unlink()

    with pytest.raises(ArchiveMissing):
        archived(office, tmp_path)


def test_final_rows_are_final_again_after_an_archive(office, tmp_path, engine):
    archived(office, tmp_path)

    with pytest.raises(Exception, match="final"), engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM daily_charge")


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE daily_charge SET ec_paise = ec_paise + 1", "charge_not_as_rated"),
        ("UPDATE daily_charge SET mtd_wh = mtd_wh + 1", "batch_changed"),
        ("DELETE FROM daily_charge WHERE consumer_id = 2", "charge_differs"),
        ("UPDATE meter_read SET note = 'x' WHERE meter_id = 1", "reads_differ"),
    ],
)
def test_tampering_with_an_archive_is_found(office, tmp_path, sql, code):
    archived(office, tmp_path)
    with sqlcipher3.dbapi2.connect(str(tmp_path / "old.db")) as file:
        assert file.execute(sql).rowcount
    file.close()

    found = {problem.code for problem in office.check(silent, archives=[tmp_path / "old.db"])}

    assert {"archive_differs", code} <= found


def test_charges_put_back_into_archived_days_are_found(office, tmp_path, engine):
    archived(office, tmp_path)

    by_hand(
        engine,
        f"UPDATE daily_charge SET day = {day_number(FIRST)} WHERE consumer_id = 1"
        f" AND day = {day_number(LAST)}",
    )

    assert {"row_added"} <= {problem.code for problem in office.check(silent)}


def test_what_is_no_archive_of_the_office_is_refused(office, tmp_path):
    (tmp_path / "note.db").write_text("hello", encoding="utf-8")

    for name in ("note.db", "nowhere.db"):
        with pytest.raises(ArchiveNotOurs):
            office.check(silent, archives=[tmp_path / name])


def _charged_days(engine):
    with engine.connect() as connection:
        return set(connection.exec_driver_sql("SELECT DISTINCT day FROM daily_charge").scalars())
