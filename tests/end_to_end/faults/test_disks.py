"""Disks that are full or may only be read, and a stranger who holds the database.

Each is one sentence and a defined exit code, nothing is half done, and once there is room the
same command does what it would have done.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing

import pytest
import sqlcipher3.dbapi2

from storage.office import DATABASE
from tests.end_to_end.faults import offices
from tests.end_to_end.faults.places import (
    fill,
    may_mount,
    read_only_disk,
    small_disk,
    unwritable,
)
from tests.end_to_end.faults.program import (
    DONE,
    PROJECT,
    UNAVAILABLE,
    WORKER,
    Ended,
    arguments_for,
    office_command,
    run,
)
from tests.end_to_end.faults.verdict import faults_of, fingerprint, posted

CONSUMERS, DAYS = 40, 6
_WARNING = "are free on the disk of the office"
BILL = ("bill", "--day", "2025-07-01", "--until", "2025-07-05")
RECHARGE = (
    *("recharge", "--consumer", "1001", "--amount", "100", "--tender", "cash"),
    *("--order-id", "one"),
)

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="made for the disks of Linux")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    office = tmp_path_factory.mktemp("disks") / "template"
    offices.make_office(office, consumers=CONSUMERS, days=DAYS)
    return office


@pytest.fixture
def office(template, tmp_path):
    return offices.copy_office(template, tmp_path / "office")


def refused(ended: Ended, *codes: str) -> bool:
    """Whether a command was unavailable for one of these reasons, told in one sentence.

    A run says before it begins that a disk is nearly full; that is no part of its end.
    """
    assert ended.code == UNAVAILABLE, ended.out + ended.err
    assert ended.error in codes
    told = [line for line in ended.err.splitlines() if _WARNING not in line]
    assert Ended(ended.code, ended.out, "\n".join(told)).is_told_in_one_sentence(), ended.err
    return True


@may_mount
@pytest.mark.parametrize("command", [RECHARGE, BILL], ids=["recharge", "daily run"])
def test_a_full_disk_is_told_and_the_same_command_goes_on_when_there_is_room(
    command, template, tmp_path
):
    with small_disk(tmp_path / "disk", 8_192) as disk:
        office = offices.copy_office(template, disk / "office")
        before = fingerprint(office)
        ballast = fill(disk)

        ended = run(office_command(office, *command))

        assert refused(ended, "disk_full")
        ballast.unlink()
        assert fingerprint(office) == before
        assert run(office_command(office, *command)).code == DONE
        assert faults_of(office, {}) == []


@may_mount
def test_a_disk_that_fills_during_a_run_keeps_whole_days_or_nothing(template, tmp_path):
    with small_disk(tmp_path / "disk", 8_192) as disk:
        office = offices.copy_office(template, disk / "office")
        ballast = fill(disk)
        os.truncate(ballast, ballast.stat().st_size - 200 * 1024)

        ended = run(office_command(office, *BILL))

        assert refused(ended, "disk_full")
        ballast.unlink()
        assert faults_of(office, {}) == []
        assert run(office_command(office, *BILL)).code == DONE
        assert faults_of(office, {}) == []


@may_mount
@pytest.mark.parametrize(
    "command",
    [
        ("sheet", "--day", "2025-07-02", "--out", "{disk}/sheet.xlsx"),
        ("receipt", "--number", "{receipt}", "--out", "{disk}/receipt.pdf"),
        ("backup", "--to", "{disk}/backups"),
    ],
    ids=["sheet", "receipt", "backup"],
)
def test_a_document_without_room_is_told_and_leaves_nothing_behind(office, tmp_path, command):
    assert run(office_command(office, *BILL)).code == DONE
    receipt = run(office_command(office, *RECHARGE)).json["receipt"]["number"]
    with small_disk(tmp_path / "disk", 64) as disk:
        fill(disk)
        arguments = [word.format(disk=disk, receipt=receipt) for word in command]

        ended = run(office_command(office, *arguments))

        assert refused(ended, "disk_full", "file_not_written", "no_room_for_copy")
        left = [path for path in disk.rglob("*") if path.is_file() and path.name != "ballast"]
        assert left == []
    assert faults_of(office, {}) == []


@may_mount
@pytest.mark.parametrize(
    "command",
    [
        ("init", "--code", "NEW1", "--name", "New"),
        ("demo", "--consumers", "50", "--days", "3"),
        ("restore", "--from", "{backup}"),
    ],
    ids=["init", "demo", "restore"],
)
def test_an_office_without_room_is_not_made(office, tmp_path, command):
    backup = run(office_command(office, "backup", "--to", tmp_path / "backups")).json["backup"]
    with small_disk(tmp_path / "disk", 192) as disk:
        arguments = [word.format(backup=backup) for word in command]

        ended = run(office_command(disk / "office", *arguments))

        assert refused(ended, "disk_full", "file_not_written", "no_room_for_copy")
        assert not (disk / "office" / DATABASE).exists()
        assert list(disk.rglob(".being-made*")) == []


@pytest.mark.parametrize("command", [RECHARGE, BILL], ids=["recharge", "daily run"])
def test_a_file_that_may_not_grow_is_told_and_nothing_is_half_done(office, command):
    before = fingerprint(office)
    size = (office / DATABASE).stat().st_size

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 16, size // 16))

    ended = run(office_command(office, *command), preexec_fn=limit)

    assert refused(ended, "disk_full", "disk_failed")
    assert fingerprint(office) == before
    assert run(office_command(office, *command)).code == DONE
    assert faults_of(office, {}) == []


@may_mount
@pytest.mark.parametrize("command", [RECHARGE, BILL, ("balance", "--consumer", "1001")])
def test_a_disk_that_may_only_be_read_is_told(template, tmp_path, command):
    with small_disk(tmp_path / "disk", 8_192) as disk:
        office = offices.copy_office(template, disk / "office")
        before = fingerprint(office)

        with read_only_disk(disk):
            ended = run(office_command(office, *command))

        assert refused(ended, "database_read_only")
        assert fingerprint(office) == before
        assert run(office_command(office, *command)).code == DONE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("what", ["", DATABASE], ids=["folder", "file"])
def test_a_folder_or_file_that_may_only_be_read_is_told(office, what):
    before = fingerprint(office)

    with unwritable(office / what):
        ended = run(office_command(office, *RECHARGE))

    assert refused(ended, "database_read_only")
    assert fingerprint(office) == before


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("chattr") is None, reason="only root can forbid root a file"
)
@pytest.mark.parametrize("what", ["", DATABASE], ids=["folder", "file"])
def test_a_folder_or_file_that_nobody_may_change_is_told(office, what):
    before = fingerprint(office)
    path = str(office / what)
    if subprocess.run(["chattr", "+i", path], capture_output=True, check=False).returncode:
        pytest.skip("this file system cannot forbid a change")
    try:
        ended = run(office_command(office, *RECHARGE))
    finally:
        subprocess.run(["chattr", "-i", path], check=True)

    assert refused(ended, "database_read_only")
    assert fingerprint(office) == before
    assert run(office_command(office, *RECHARGE)).code == DONE


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
@pytest.mark.parametrize(
    "patience", ["--patience-ms=300", pytest.param("", marks=pytest.mark.long)]
)
def test_a_database_that_a_stranger_holds_is_told_as_busy(office, tmp_path, lock, patience):
    sheet = offices.consumers_file(tmp_path / "consumers.csv", 5001, 2)
    commands = [RECHARGE, BILL, ("import", "consumers", str(sheet))]
    start = [*WORKER, *([patience] if patience else []), "command", "--"]
    before = fingerprint(office)
    with closing(sqlcipher3.dbapi2.connect(office / DATABASE, isolation_level=None)) as stranger:
        stranger.execute(f"BEGIN {lock}")

        started = [_started([*start, *arguments_for(office, *command)]) for command in commands]
        asked = [_ended(process) for process in started]

        stranger.execute("ROLLBACK")
    assert all(refused(ended, "database_busy") for ended in asked)
    assert fingerprint(office) == before
    assert all(run(office_command(office, *command)).code == DONE for command in commands)
    assert list(posted(office)) == ["one"]
    assert faults_of(office, {}) == []


def _started(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _ended(process: subprocess.Popen[str]) -> Ended:
    out, err = process.communicate(timeout=60)
    return Ended(process.returncode, out, err)
