"""Backups while the office works: verified, packed, rotated, kept twice, and never half there."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import struct
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import zstandard

from domain.backup import BackupReason
from domain.errors_of_database import DatabaseNewer
from domain.errors_of_files import FileNotWritten, FileUnreadable
from domain.errors_of_trust import (
    BackupDamaged,
    BackupFailedCheck,
    BackupNotOurs,
    NoRoomForCopy,
    ProgramMissing,
)
from domain.money import Money
from domain.progress import Cancelled, silent
from domain.recharge import RechargeOrder
from domain.tender import Tender
from storage import files, server_programs
from storage.packing import Manifest, manifest_of, pack, unpack
from tests.storage.conftest import ACTOR, START, by_hand

SQLITE_ONLY = pytest.mark.only_on("sqlite", "a server is copied by its own program")


@pytest.fixture
def worked(books, month_of_reads):
    """An office that has taken on three consumers, billed a day and taken a recharge."""
    month_of_reads(consumers=3, days=3)
    books.run_days(START, ACTOR, silent)
    books.recharge(RechargeOrder.of("first", "1001", Money.rupees(500), Tender.CASH), ACTOR)
    return books


def back_up(books, **wishes):
    return books.safekeeping.back_up(ACTOR, silent, **wishes)


def left_in(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def packed_of(content, **wrong):
    """Return a packed backup of some bytes whose manifest may say something wrong."""
    told = {
        "office": "PAT1",
        "incarnation": 1,
        "stream": "PAT1.1",
        "event_seq": 0,
        "hash": "0" * 64,
        "made_at_ms": 0,
        "program": "0.1.0",
        "raw_bytes": len(content),
        "raw_sha256": hashlib.sha256(content).hexdigest(),
    }
    manifest = json.dumps({"format": 1, "key": None, **told, **wrong}).encode()
    frame = zstandard.ZstdCompressor(write_checksum=True).compress(content)
    return struct.pack("<II", 0x184D2A50, len(manifest)) + manifest + frame


def test_a_backup_lies_in_the_office_s_own_folder_and_only_its_owner_reads_it(worked):
    done = back_up(worked)

    name = "PAT1-20261122-100000"
    ending = ".dump" if worked.is_server else ".db.zst"
    assert done.made.path == worked.path.parent.absolute() / "backups" / f"{name}{ending}"
    assert stat.S_IMODE(done.made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(done.made.path.parent.stat().st_mode) == 0o700


def test_a_backup_remembers_its_anchor_and_the_check_goes_through_it(worked):
    anchor = worked.anchor()

    done = back_up(worked)

    [remembered] = worked.safekeeping.backups()
    assert remembered.anchor == done.made.anchor == anchor
    assert remembered.path == done.made.path
    assert remembered.reason == "asked"
    assert worked.check(silent) == []


def test_a_chain_written_anew_is_found_by_the_backup_s_anchor(worked, engine):
    back_up(worked)

    by_hand(
        engine,
        "UPDATE backup_made SET hash = CAST('x' AS BYTEA)"
        if worked.is_server
        else "UPDATE backup_made SET hash = x'00'",
    )

    assert "anchor_differs" in {problem.code for problem in worked.check(silent)}


def test_two_backups_in_one_second_are_two_files(worked):
    first, second = back_up(worked), back_up(worked, reason=BackupReason.CLOSING)

    assert first.made.path != second.made.path
    assert first.made.path.exists()
    assert [one.path for one in worked.safekeeping.backups()] == [
        second.made.path,
        first.made.path,
    ]
    assert worked.safekeeping.backups()[0].reason == "closing"


def test_a_backup_is_made_while_clerks_take_money(worked, tmp_path):
    stop, posted = threading.Event(), []

    def recharge():
        while not stop.is_set():
            order = RechargeOrder.of(f"o{len(posted)}", "1002", Money.rupees(10), Tender.CASH)
            posted.append(worked.recharge(order, ACTOR, although_similar=True))

    clerk = threading.Thread(target=recharge)
    clerk.start()
    try:
        done = [back_up(worked, folder=tmp_path / "copies") for _again in range(3)]
    finally:
        stop.set()
        clerk.join()

    assert posted
    assert [one.made.anchor.seq for one in done] == sorted(one.made.anchor.seq for one in done)
    assert worked.check(silent) == []


def test_books_that_are_not_in_order_are_not_taken_for_a_backup(worked, engine):
    if worked.is_server:
        pytest.skip("the server's program copies whatever is there; the drill finds it")
    by_hand(engine, "UPDATE wallet SET balance_paise = balance_paise + 1")

    with pytest.raises(BackupFailedCheck):
        back_up(worked)

    assert left_in(worked.path.parent / "backups") == []
    assert worked.safekeeping.backups() == []


def test_a_folder_with_spaces_and_hindi_letters_takes_a_backup(worked, tmp_path):
    done = back_up(worked, folder=tmp_path / "पटना एक" / "सुरक्षित प्रति")

    assert done.made.path.exists()


def test_a_backup_that_was_stopped_leaves_nothing(worked):
    def stop(_step):
        raise Cancelled

    with pytest.raises(Cancelled):
        worked.safekeeping.back_up(ACTOR, stop)

    assert left_in(worked.path.parent / "backups") == []


def test_a_file_where_the_folder_should_be_is_told(worked, tmp_path):
    (tmp_path / "copies").write_text("no folder")

    with pytest.raises(FileNotWritten):
        back_up(worked, folder=tmp_path / "copies")


def test_without_room_nothing_is_begun(worked, monkeypatch):
    free = SimpleNamespace(free=1024 * 1024)
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _folder: free)

    with pytest.raises(NoRoomForCopy):
        back_up(worked)

    assert left_in(worked.path.parent / "backups") == []


def test_a_second_place_gets_a_copy_and_the_same_rotation(worked, tmp_path):
    second = tmp_path / "usb stick"
    worked.safekeeping.change_setting("backup.second_folder", str(second), ACTOR)

    done = back_up(worked)

    assert done.second == second / done.made.path.name
    assert done.second.read_bytes() == done.made.path.read_bytes()
    assert left_in(second) == left_in(done.made.path.parent)
    assert stat.S_IMODE(done.second.stat().st_mode) == 0o600


def test_a_second_place_that_fails_is_told_and_the_first_counts(worked, tmp_path):
    (tmp_path / "stick").write_text("no folder")
    worked.safekeeping.change_setting("backup.second_folder", str(tmp_path / "stick"), ACTOR)

    done = back_up(worked)

    assert done.second is None
    assert isinstance(done.second_trouble, FileNotWritten)
    assert worked.safekeeping.state().last_backup == worked.safekeeping.backups()[0]


def test_old_backups_make_room_and_other_files_are_left_alone(worked, clock, tmp_path):
    folder = tmp_path / "copies"
    worked.safekeeping.change_setting("backup.keep_all_days", "1", ACTOR)
    first = back_up(worked, folder=folder).made.path.name
    clock.pass_time(timedelta(hours=2))
    second = back_up(worked, folder=folder).made.path.name
    strangers = ["notes.txt", "GAY1-20200101-000000.db.zst", "PAT1-letters.db"]
    for name in strangers:
        (folder / name).touch()
    clock.pass_time(timedelta(days=3))

    done = back_up(worked, folder=folder)

    assert done.removed == (first,)
    names = {second, done.made.path.name, *strangers}
    assert {name for name in left_in(folder) if not name.endswith(".json")} == names


def test_the_state_tells_the_last_backup_and_when_one_is_due(worked, clock):
    assert worked.safekeeping.state().is_backup_due
    back_up(worked)
    assert not worked.safekeeping.state().is_backup_due
    clock.pass_time(timedelta(hours=4))
    assert worked.safekeeping.state().is_backup_due
    worked.safekeeping.change_setting("backup.hours", "8", ACTOR)
    assert not worked.safekeeping.state().is_backup_due


def test_little_room_on_the_disk_is_told(worked, monkeypatch):
    free = SimpleNamespace(free=499 * 1024 * 1024)
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _folder: free)

    assert worked.safekeeping.state().has_little_room


@SQLITE_ONLY
def test_any_zstd_program_unpacks_a_backup(worked):
    path = back_up(worked).made.path

    with path.open("rb") as file:
        unpacker = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
        raw = unpacker.read()

    assert raw.startswith(b"SQLite format 3\x00")
    assert manifest_of(path).raw_bytes == len(raw)


@pytest.mark.parametrize("share", [0, 1, 30, 50, 99])
@SQLITE_ONLY
def test_a_backup_that_was_cut_off_is_refused(worked, tmp_path, share):
    path = back_up(worked).made.path
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * share // 100])

    with pytest.raises((BackupDamaged, BackupNotOurs)):
        unpack(path, tmp_path / "out.db", silent)


@SQLITE_ONLY
def test_a_backup_with_one_changed_byte_gives_no_other_database(worked, tmp_path):
    path, out = back_up(worked).made.path, tmp_path / "out.db"
    content = path.read_bytes()
    unpack(path, out, silent)
    whole = out.read_bytes()
    refused = 0
    places = range(200, len(content), len(content) // 20)
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 0x20
        path.write_bytes(changed)

        try:
            unpack(path, out, silent)
        except (BackupDamaged, BackupNotOurs, DatabaseNewer):
            refused += 1
        else:
            # The tables of a zstd block end in bits that say nothing.
            assert out.read_bytes() == whole

    assert refused >= len(places) - 2


def test_a_packed_bomb_is_refused_before_it_fills_the_disk(tmp_path):
    bomb = tmp_path / "PAT1-20261122-100000.db.zst"
    bomb.write_bytes(packed_of(bytes(200 * 1024 * 1024)))

    with pytest.raises(BackupDamaged):
        unpack(bomb, tmp_path / "out.db", silent)

    assert not (tmp_path / "out.db").exists()


def test_a_backup_that_unpacks_to_more_than_it_says_is_refused(tmp_path):
    liar = tmp_path / "liar.db.zst"
    told = packed_of(b"x" * 100)
    more = zstandard.ZstdCompressor().compress(b"y" * 100)
    liar.write_bytes(told + more)

    with pytest.raises(BackupDamaged):
        unpack(liar, tmp_path / "out.db", silent)


@pytest.mark.parametrize(
    "wrong",
    [
        {"office": "../../etc"},
        {"office": 7},
        {"incarnation": 0},
        {"incarnation": True},
        {"incarnation": "1"},
        {"stream": "GAY1.1"},
        {"event_seq": -1},
        {"event_seq": 2**63},
        {"hash": "not hexadecimal"},
        {"raw_sha256": "0" * 63},
        {"raw_bytes": 1.5},
        {"made_at_ms": None},
        {"key": "a key"},
        {"format": "1"},
    ],
)
def test_a_manifest_that_nobody_of_us_wrote_is_refused(tmp_path, wrong):
    path = tmp_path / "hostile.db.zst"
    path.write_bytes(packed_of(b"x", **wrong))

    with pytest.raises(BackupNotOurs):
        manifest_of(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x28\xb5\x2f\xfd",
        struct.pack("<II", 0x184D2A50, 2**31),
        struct.pack("<II", 0x184D2A50, 4) + b"null",
        struct.pack("<II", 0x184D2A50, 4) + b"[{}]",
        struct.pack("<II", 0x184D2A50, 20_000) + b"[" * 20_000,
        zstandard.ZstdCompressor().compress(b"some other file"),
    ],
)
def test_a_file_without_a_manifest_is_no_backup(tmp_path, content):
    path = tmp_path / "other.zst"
    path.write_bytes(content)

    with pytest.raises(BackupNotOurs):
        manifest_of(path)


def test_a_backup_of_a_newer_program_is_told_as_such(tmp_path):
    path = tmp_path / "newer.db.zst"
    path.write_bytes(packed_of(b"x", format=2))

    with pytest.raises(DatabaseNewer):
        manifest_of(path)


def test_a_folder_is_no_backup(tmp_path):
    with pytest.raises(FileUnreadable):
        manifest_of(tmp_path)


def test_what_is_packed_comes_out_as_it_went_in(tmp_path):
    content = os.urandom(3_000_000)
    (tmp_path / "in").write_bytes(content)
    manifest = Manifest("PAT1", 1, "PAT1.1", 0, "0" * 64, 0, "0.1.0", len(content), _sha(content))
    packed = io.BytesIO()

    pack(tmp_path / "in", packed, manifest, silent)
    (tmp_path / "packed").write_bytes(packed.getvalue())

    assert unpack(tmp_path / "packed", tmp_path / "out", silent) == manifest
    assert (tmp_path / "out").read_bytes() == content


@SQLITE_ONLY
def test_a_backup_that_was_killed_is_never_taken_for_one(worked, tmp_path):
    """The process dies at steps from the first to past the last; no backup's name is there."""
    folder = tmp_path / "copies"
    script = (
        "import os, sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from storage.office import open_office; from domain.office import Actor, Channel\n"
        "class Clock:\n def now(self): return datetime(2026, 11, 22, 4, 30, tzinfo=UTC)\n"
        "steps = [0]\n"
        "def die(step):\n"
        "    steps[0] += 1\n"
        "    if steps[0] == int(sys.argv[3]): os.kill(os.getpid(), 9)\n"
        "books = open_office(Path(sys.argv[1]), Clock())\n"
        "books.safekeeping.back_up(Actor('a', Channel.DESK), die, folder=Path(sys.argv[2]))\n"
        "sys.exit(7)\n"
    )
    for step in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144):
        ended = subprocess.run(
            [sys.executable, "-c", script, worked.path.parent, folder, str(step)],
            cwd=Path(__file__).parents[2],
            check=False,
        ).returncode
        if ended != -9:
            break
        assert not list(folder.glob("PAT1-*"))
    else:
        pytest.fail("a backup has more steps than this test foresees")

    assert ended == 7
    assert len(list(folder.glob("PAT1-*"))) == 1
    assert worked.check(silent) == []


def test_what_a_killed_backup_left_is_cleared_away_later(worked, tmp_path):
    folder = tmp_path / "copies"
    old, new = folder / ".PAT1-old.building", folder / ".PAT1-new.building"
    for left in (old, new):
        left.mkdir(parents=True)
        (left / "office.db").touch()
    os.utime(old, (0, 0))

    back_up(worked, folder=folder)

    assert not old.exists()
    assert new.exists()


@pytest.mark.only_on("postgresql", "a file is copied without another program")
def test_a_server_without_its_program_is_told(worked, monkeypatch):
    monkeypatch.setattr(server_programs.shutil, "which", lambda _name: None)
    monkeypatch.setattr(server_programs, "_DEBIAN", Path("/nowhere"))

    with pytest.raises(ProgramMissing):
        back_up(worked)


def _sha(content):
    return hashlib.sha256(content).hexdigest()
