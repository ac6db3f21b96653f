"""A restored office begins anew: nothing collides with what was lost, and the chain goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.errors_of_database import BackupNotWhole, DatabaseBusy, DatabaseNotOurs, OfficeExists
from domain.errors_of_files import FileUnreadable
from domain.errors_of_trust import (
    BackupAnchorDiffers,
    BackupDamaged,
    BackupNotOurs,
    DatabaseNeeded,
    DatabaseNotNeeded,
    IncarnationTaken,
    MessagesNotHeld,
    NoBackupYet,
    NotALostReceipt,
    ScratchNotAllowed,
)
from domain.money import Money
from domain.progress import Cancelled, silent
from domain.recharge import RechargeOrder
from domain.safekeeping import Restoring
from domain.tender import Tender
from storage.engine import writing
from storage.making import restore_office
from storage.packing import manifest_of
from tests.storage.conftest import ACTOR, START, by_hand

SQLITE_ONLY = pytest.mark.only_on("sqlite", "about the file of a database")
POSTGRESQL_ONLY = pytest.mark.only_on("postgresql", "about a database on a server")


@pytest.fixture
def worked(books, month_of_reads):
    """An office that has taken on three consumers, billed a day and taken a recharge."""
    month_of_reads(consumers=3, days=3)
    books.run_days(START, ACTOR, silent)
    recharge(books, "first")
    return books


@pytest.fixture
def empty_database(database, request):
    """The address of an empty database on the server; None: the office is a file."""
    if database == "sqlite":
        yield None
        return
    server = request.getfixturevalue("server")
    with server.connect() as connection:
        connection.execute("DROP DATABASE IF EXISTS restored WITH (FORCE)")
        connection.execute("CREATE DATABASE restored OWNER desk")
        yield server.address("restored", "desk")
        connection.execute("DROP DATABASE restored WITH (FORCE)")


@pytest.fixture
def restore(tmp_path, clock, empty_database):
    """Restore a backup into a new folder; every office is closed at the end."""
    opened = []

    def restore(backup, folder="restored", *, actor=ACTOR, progress=silent, **wishes):
        if backup.suffix == ".dump":
            wishes = {"database": empty_database, **wishes}
        wish = Restoring(**wishes)
        books = restore_office(
            backup, tmp_path / folder, clock, progress, answering=lambda _books: actor, wish=wish
        )
        opened.append(books)
        return books

    yield restore
    for books in opened:
        books.close()


@pytest.fixture
def trials_allowed(database, request):
    """Let the office's user of the server make the database that a drill throws away."""
    if database == "sqlite":
        yield
        return
    server = request.getfixturevalue("server")
    with server.connect() as connection:
        connection.execute("ALTER ROLE desk CREATEDB")
        yield
        connection.execute("ALTER ROLE desk NOCREATEDB")


def recharge(books, order_id, number="1001", actor=ACTOR):
    order = RechargeOrder.of(order_id, number, Money.rupees(500), Tender.CASH)
    return books.recharge(order, actor, although_similar=True)


def back_up(books, folder=None):
    return books.safekeeping.back_up(ACTOR, silent, folder=folder).made.path


def put_out(books, *topics, state="waiting"):
    """Write wishes to tell the outside, as a posting does."""
    with writing(books._engine, books.office.id) as connection:  # noqa: SLF001 - nothing sends yet
        for number, topic in enumerate(topics, 1):
            connection.execute(
                text(
                    "INSERT INTO message (office_id, id, consumer_id, alert, period, medium,"
                    " language, address, template_id, subject, text, variables, state, attempts,"
                    " created_at_ms, provider_id, error, resent)"
                    " SELECT :office, :id, min(id), :topic, :id, 'sms', 'en', '', '', '', :body,"
                    " '{}', :state, 0, 0, '', '', 0 FROM consumer WHERE office_id = :office"
                ),
                {
                    "office": books.office.id,
                    "id": number,
                    "topic": topic,
                    "body": "{}",
                    "state": state,
                },
            )


def test_receipts_after_a_restore_never_collide_with_those_that_were_lost(worked, restore):
    backup = back_up(worked)
    lost = [recharge(worked, f"lost-{number}").number for number in range(3)]

    restored = restore(backup)
    new = [recharge(restored, f"new-{number}").number for number in range(3)]

    assert lost == [f"PAT1/02/2026-27/{number:06}" for number in (2, 3, 4)]
    assert new == [f"PAT1.2/02/2026-27/{number:06}" for number in (1, 2, 3)]
    assert restored.receipt("PAT1/02/2026-27/000001").receipt.order_id == "first"
    assert restored.check(silent) == []


def test_the_new_stream_goes_on_where_the_old_one_ends(worked, restore):
    before = worked.anchor()

    restored = restore(back_up(worked))

    assert (worked.office.stream, restored.office.stream) == ("PAT1.1", "PAT1.2")
    with restored._reading() as connection:  # noqa: SLF001 - to read the chain itself
        rows = connection.execute(
            text("SELECT stream, seq, prev, hash, core FROM event ORDER BY stream, seq")
        ).all()
    old = [row for row in rows if row.stream == "PAT1.1"]
    first = next(row for row in rows if row.stream == "PAT1.2")
    assert old[-1].seq == before.seq
    assert bytes(first.prev) == bytes(old[-1].hash)
    assert first.seq == 1
    assert f'"after":{{"hash":"{bytes(old[-1].hash).hex()}"' in first.core
    assert restored.check(silent, anchors=[before]) == []


def test_lost_numbers_are_booked_as_known(worked, restore, clock):
    backup = back_up(worked)

    [lost] = restore(backup).safekeeping.lost_numbers()

    assert (lost.counter, lost.financial_year, lost.incarnation) == (2, "2026-27", 1)
    assert (lost.first, lost.last) == ("PAT1/02/2026-27/000002", None)
    assert lost.recorded_by == "asha"


def test_a_receipt_on_paper_tells_where_a_series_ended(worked, restore):
    backup = back_up(worked)
    numbers = ["PAT1/02/2026-27/000004", "PAT1/07/2026-27/000009"]

    lost = restore(backup, last_receipts=numbers).safekeeping.lost_numbers()

    assert [(one.first, one.last) for one in lost] == [
        ("PAT1/02/2026-27/000002", "PAT1/02/2026-27/000004"),
        ("PAT1/07/2026-27/000001", "PAT1/07/2026-27/000009"),
    ]


def test_a_series_of_which_nothing_was_lost_has_no_gap(worked, restore):
    backup = back_up(worked)

    restored = restore(backup, last_receipts=["PAT1/02/2026-27/000001"])

    assert restored.safekeeping.lost_numbers() == []
    assert restored.check(silent) == []


def test_a_new_financial_year_may_have_lost_numbers_too(worked, restore, clock):
    backup = back_up(worked)
    clock.set_to(datetime(2027, 4, 2, tzinfo=UTC))

    lost = restore(backup).safekeeping.lost_numbers()

    assert [(one.financial_year, one.first) for one in lost] == [
        ("2026-27", "PAT1/02/2026-27/000002"),
        ("2027-28", "PAT1/02/2027-28/000001"),
    ]


@pytest.mark.parametrize(
    "number",
    ["PAT1/02/2026-27/000000", "GAY1/02/2026-27/000009", "PAT1.2/02/2026-27/000009", "9", ""],
)
@SQLITE_ONLY
def test_a_number_that_cannot_be_the_last_receipt_is_refused(worked, restore, tmp_path, number):
    backup = back_up(worked)

    with pytest.raises(NotALostReceipt):
        restore(backup, last_receipts=[number])

    assert not (tmp_path / "restored").exists()


def test_an_office_can_be_restored_again_and_again(worked, restore, clock, database):
    if database == "postgresql":
        pytest.skip("one database to restore into is enough for the server's tests")
    second = restore(back_up(worked))
    recharge(second, "second")
    backup = back_up(second)

    third = restore(backup, "third")

    assert third.office.stream == "PAT1.3"
    assert recharge(third, "third").number == "PAT1.3/02/2026-27/000001"
    assert [one.incarnation for one in third.safekeeping.lost_numbers()] == [1, 2]
    assert third.check(silent) == []


@SQLITE_ONLY
def test_an_old_backup_begins_above_the_newer_ones_beside_it(worked, restore, tmp_path):
    folder = tmp_path / "stick"
    old = back_up(worked, folder)
    second = restore(old)
    back_up(second, folder)

    again = restore(old, "again")

    assert again.office.stream == "PAT1.3"
    assert again.check(silent) == []


@SQLITE_ONLY
def test_the_number_of_the_new_incarnation_can_be_told(worked, restore):
    backup = back_up(worked)

    assert restore(backup, incarnation=7).office.stream == "PAT1.7"
    with pytest.raises(IncarnationTaken):
        restore(backup, "other", incarnation=1)


def test_messages_that_waited_are_held_until_a_person_has_looked(worked, restore):
    put_out(worked, "sms", "amisp", "sync")

    safe = restore(back_up(worked)).safekeeping

    assert [message.topic for message in safe.held_messages()] == ["sms", "amisp", "sync"]
    assert safe.state().held_messages == 3
    with pytest.raises(MessagesNotHeld):
        safe.release_messages([1, 99], "checked", ACTOR)
    assert safe.release_messages([1], "the consumer has no receipt", ACTOR) == 1
    assert safe.drop_messages([], "sent before", ACTOR) == 2
    assert safe.state().held_messages == 0


@SQLITE_ONLY
def test_a_message_that_was_about_to_leave_is_held_too(worked, restore):
    put_out(worked, "sms", state="leaving")

    safe = restore(back_up(worked)).safekeeping

    assert [message.topic for message in safe.held_messages()] == ["sms"]


def test_a_living_office_is_never_restored_over(worked, restore, tmp_path):
    backup = back_up(worked)

    with pytest.raises(OfficeExists):
        restore(backup, "PAT1")

    assert worked.check(silent) == []


@SQLITE_ONLY
def test_a_plain_copy_of_the_database_is_restored_too(worked, restore, tmp_path):
    worked.close()
    shutil.copy(worked.path, tmp_path / "copy of it.db")

    restored = restore(tmp_path / "copy of it.db")

    assert restored.office.stream == "PAT1.2"
    assert restored.check(silent) == []


@SQLITE_ONLY
def test_a_backup_of_an_office_before_its_first_event_is_restored(make_office, restore):
    from domain.office import Office  # noqa: PLC0415 - for this alone

    empty = make_office(Office("NEW1", "New"))
    backup = back_up(empty)
    empty.close()

    restored = restore(backup)

    assert restored.office.stream == "NEW1.2"
    assert restored.check(silent) == []


@SQLITE_ONLY
def test_a_backup_that_was_changed_as_a_whole_is_refused(worked, restore, tmp_path):
    """The books in it are in order by themselves, but not those that the backup was made of."""
    path = back_up(worked)
    honest = path.read_bytes()
    manifest = manifest_of(path)
    length = len(manifest.to_bytes())
    hostile = manifest.to_bytes().replace(manifest.hash.encode(), b"0" * 64)
    path.write_bytes(honest[:8] + hostile + honest[8 + length :])

    with pytest.raises(BackupAnchorDiffers):
        restore(path)

    assert not (tmp_path / "restored").exists()


def test_what_is_no_backup_makes_no_office(worked, restore, tmp_path, database):
    for name, content in {
        "letter.db": b"Dear Sir,",
        "empty.db.zst": b"",
        "zip.db.zst": b"PK\x03\x04" + bytes(99),
        "head.db": b"SQLite format 3\x00" * 99,
        "a.dump": b"PGDMP" + bytes(99),
    }.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises((DatabaseNotOurs, BackupNotOurs, BackupDamaged, DatabaseNeeded)):
            restore(tmp_path / name)
    for missing in (tmp_path / "missing.db", tmp_path):
        with pytest.raises(FileUnreadable):
            restore(missing)
    assert not (tmp_path / "restored").exists()


@SQLITE_ONLY
def test_a_restore_that_was_stopped_leaves_nothing(worked, restore, tmp_path):
    def stop(_step):
        raise Cancelled

    with pytest.raises(Cancelled):
        restore(back_up(worked), progress=stop)

    assert not (tmp_path / "restored").exists()


@SQLITE_ONLY
def test_a_restore_that_was_killed_is_never_taken_for_an_office(worked, tmp_path):
    backup, folder = back_up(worked), tmp_path / "restored here"
    script = (
        "import os, sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from storage.making import restore_office; from domain.office import Actor, Channel\n"
        "class Clock:\n def now(self): return datetime(2026, 11, 22, 4, 30, tzinfo=UTC)\n"
        "steps = [0]\n"
        "def die(step):\n"
        "    steps[0] += 1\n"
        "    if steps[0] == int(sys.argv[3]): os.kill(os.getpid(), 9)\n"
        "me = Actor('a', Channel.DESK)\n"
        "restore_office(Path(sys.argv[1]), Path(sys.argv[2]), Clock(), die,"
        " answering=lambda _books: me).close()\n"
        "sys.exit(7)\n"
    )
    ended, step = -9, 0
    while ended == -9:
        step += 1
        assert not (folder / "office.db").exists()
        ended = subprocess.run(
            [sys.executable, "-c", script, backup, folder, str(step)],
            cwd=Path(__file__).parents[2],
            check=False,
        ).returncode
    assert (ended, step > 5) == (7, True)
    assert (folder / "office.db").exists()


@SQLITE_ONLY
def test_a_database_is_not_wanted_where_a_file_is_restored(worked, restore):
    backup = back_up(worked)

    with pytest.raises(DatabaseNotNeeded):
        restore(backup, database="postgresql://desk@127.0.0.1/x")


@POSTGRESQL_ONLY
def test_an_archive_needs_a_database(worked, restore, tmp_path):
    backup = back_up(worked)

    with pytest.raises(DatabaseNeeded):
        restore(backup, database=None)

    assert not (tmp_path / "restored").exists()


@POSTGRESQL_ONLY
def test_an_archive_is_never_restored_into_a_database_that_holds_something(
    worked, restore, tmp_path
):
    backup = back_up(worked)
    address = worked._engine.url.set(drivername="postgresql")  # noqa: SLF001 - where it lives

    with pytest.raises(DatabaseNotOurs):
        restore(backup, database=address.render_as_string())

    assert worked.check(silent) == []
    assert not (tmp_path / "restored").exists()


@POSTGRESQL_ONLY
def test_two_do_not_restore_into_one_database_at_once(worked, restore):
    backup = back_up(worked)
    refused = []

    def try_beside(_step):
        if not refused:
            with pytest.raises(DatabaseBusy) as busy:
                restore(backup, "beside")
            refused.append(busy.value)

    assert restore(backup, progress=try_beside).check(silent) == []
    assert refused


@POSTGRESQL_ONLY
def test_an_archive_whose_books_do_not_add_up_leaves_the_database_empty(
    worked, engine, restore, tmp_path
):
    by_hand(engine, "UPDATE wallet SET balance_paise = balance_paise + 1")
    backup = back_up(worked)

    with pytest.raises(BackupNotWhole):
        restore(backup)

    assert not (tmp_path / "restored").exists()
    by_hand(engine, "UPDATE wallet SET balance_paise = balance_paise - 1")
    assert restore(back_up(worked)).check(silent) == []


@POSTGRESQL_ONLY
def test_an_archive_that_was_cut_off_or_lost_its_manifest_is_refused(worked, restore):
    backup = back_up(worked)
    content = backup.read_bytes()
    backup.write_bytes(content[: len(content) // 2])

    with pytest.raises(BackupDamaged):
        restore(backup)

    backup.write_bytes(content)
    backup.with_name(f"{backup.name}.json").unlink()
    with pytest.raises(BackupNotOurs):
        restore(backup)


# Drills


def test_a_drill_finds_the_newest_backup_good(worked, clock, trials_allowed):
    back_up(worked)
    clock.pass_time(timedelta(hours=1))
    newest = back_up(worked)
    recharge(worked, "later")
    worked.run_days(START + timedelta(days=1), ACTOR, silent)

    report = worked.safekeeping.drill(ACTOR, silent)

    assert report.backup == newest
    assert report.problems == []
    assert {finding.what for finding in report.findings} == {
        *("anchor", "events", "accounts", "wallets", "receipts", "series", "begins_anew"),
    }
    assert all(finding.is_same for finding in report.findings), report.findings
    assert report.is_good
    [row] = worked.safekeeping.drills()
    assert (row.backup, row.is_good) == (newest, True)
    assert not worked.safekeeping.state().is_drill_due


def test_a_drill_leaves_nothing_and_changes_nothing(worked, trials_allowed):
    backup = back_up(worked)
    content, office = backup.read_bytes(), worked.office

    worked.safekeeping.drill(ACTOR, silent)

    assert backup.read_bytes() == content
    assert worked.office == office
    assert not list(worked.path.parent.glob(".trial*"))
    assert worked.check(silent) == []


def test_a_drill_finds_a_posting_that_was_changed_since_the_backup(worked, engine, trials_allowed):
    back_up(worked)
    by_hand(engine, "UPDATE wallet_entry SET amount_paise = amount_paise + 1 WHERE posted_seq = 2")

    report = worked.safekeeping.drill(ACTOR, silent)

    assert [finding.what for finding in report.findings if not finding.is_same] == ["wallets"]
    assert not worked.safekeeping.state().last_drill.is_good


def test_a_drill_finds_a_chain_that_was_written_anew(worked, engine, trials_allowed):
    back_up(worked)
    zeros = "decode(repeat('00', 32), 'hex')" if worked.is_server else "zeroblob(32)"
    by_hand(engine, f"UPDATE event SET hash = {zeros} WHERE seq = 2")

    report = worked.safekeeping.drill(ACTOR, silent)

    assert [finding.what for finding in report.findings if not finding.is_same] == ["events"]


def test_a_drill_without_a_backup_is_refused(worked):
    with pytest.raises(NoBackupYet):
        worked.safekeeping.drill(ACTOR, silent)


@SQLITE_ONLY
def test_a_backup_that_a_drill_found_bad_is_not_the_one_that_is_kept(worked, clock, engine):
    good = back_up(worked)
    clock.pass_time(timedelta(days=60))
    bad = back_up(worked)
    by_hand(engine, "UPDATE wallet_entry SET amount_paise = amount_paise + 1 WHERE posted_seq = 2")
    worked.safekeeping.drill(ACTOR, silent, backup=bad)
    by_hand(engine, "UPDATE wallet_entry SET amount_paise = amount_paise - 1 WHERE posted_seq = 2")
    for _again in range(2):
        clock.pass_time(timedelta(days=800))
        newest = back_up(worked)

    assert not bad.exists()
    assert newest.exists()
    assert not good.exists()


@SQLITE_ONLY
def test_a_drill_that_was_killed_is_cleared_away_later(worked):
    back_up(worked)
    left = worked.path.parent / ".trial-of-yesterday"
    left.mkdir()
    os.utime(left, (0, 0))

    worked.safekeeping.drill(ACTOR, silent)

    assert not left.exists()


@POSTGRESQL_ONLY
def test_a_drill_needs_a_database_of_its_own(worked):
    back_up(worked)

    with pytest.raises(ScratchNotAllowed):
        worked.safekeeping.drill(ACTOR, silent)


@POSTGRESQL_ONLY
def test_a_drill_drops_its_database_and_those_that_others_left(worked, server, trials_allowed):
    back_up(worked)
    with server.connect() as connection:
        connection.execute("CREATE DATABASE bijli_trial_1000_left OWNER desk")

    worked.safekeeping.drill(ACTOR, silent)

    with server.connect() as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'bijli_t%'")
        assert rows.fetchall() == []
