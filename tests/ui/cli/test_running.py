"""The edge of the command line: help, exit codes, languages, bugs, and databases gone wrong."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from argparse import Namespace
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path

import pytest

from domain.progress import Cancelled, Step
from resources.texts import Texts
from ui.cli import running
from ui.cli.layout import facts, table
from ui.cli.progress import ProgressBar

PROJECT = Path(__file__).parents[3]
COMMANDS = [
    *("init", "demo", "import", "bill", "reads", "charges", "explain", "sheet", "recharge"),
    *("receipt", "balance", "ledger", "check", "backup", "restore"),
]


# What is typed


def test_help_names_every_command_and_is_no_refusal(new_desk):
    said = new_desk.run("--help")

    assert said.code == 0
    assert all(f"\n    {command} " in said.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_of_its_own(new_desk, command):
    said = new_desk.run(command, "--help")

    assert said.code == 0
    assert said.out.startswith("usage: main.py")


@pytest.mark.parametrize(
    "arguments",
    [("fly",), ("--wings",), ("bill",), ("balance", "--consumer"), ("import", "cats", "x.csv")],
)
def test_an_unknown_command_or_option_is_exit_code_two(new_desk, arguments):
    said = new_desk.run(*arguments)

    assert said.code == 2
    assert "Traceback" not in said.err


def test_common_options_may_stand_behind_the_command(new_desk):
    refused = new_desk.run("check", "--json", "--office", new_desk.folder / "elsewhere")

    assert refused.error["folder"].endswith("elsewhere")


def test_the_language_is_an_option_or_comes_from_the_surroundings():
    assert running.language_of(["--language", "hi", "check"], {}) == "hi"
    assert running.language_of(["check", "--language=hi"], {}) == "hi"
    assert running.language_of(["check"], {"BIJLI_BAHI_LANGUAGE": "hi"}) == "hi"
    assert running.language_of(["check"], {"BIJLI_BAHI_LANGUAGE": "xx"}) == "en"
    assert running.language_of(["check"], {}) == "en"


# What goes wrong


def run(command, *, as_json=False):
    options = Namespace(json=as_json)
    return running.run_command(command, options, Path(), None, Texts())


def test_a_bug_is_told_by_its_id_which_the_log_has_too(capsys, caplog):
    def broken(_session, _options):
        raise ZeroDivisionError("secret details")

    code = run(broken, as_json=True)

    said = capsys.readouterr()
    assert code == 3
    assert json.loads(said.out)["error"]["code"] == "bug"
    assert "Traceback" not in said.err
    assert "secret" not in said.err + said.out
    assert caplog.records[0].args[0] in said.err
    assert "secret details" in caplog.text


def test_a_full_disk_under_a_file_is_unavailable(capsys):
    def full(_session, _options):
        raise OSError(28, "No space left on device", "/data/sheet.xlsx")

    code = run(full, as_json=True)

    said = capsys.readouterr()
    assert code == 3
    assert json.loads(said.out)["error"]["code"] == "disk_full"
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("stop", [KeyboardInterrupt, Cancelled])
def test_a_command_that_is_stopped_says_so(capsys, stop):
    def stopped(_session, _options):
        raise stop

    assert run(stopped) == 130
    assert capsys.readouterr().err.startswith("Stopped.")


def test_a_file_that_is_no_database_is_refused(desk):
    (desk.office / "office.db").write_text("my shopping list")

    assert desk.run("check").is_refused_in_one_sentence()


def test_an_empty_file_is_no_database(desk):
    (desk.office / "office.db").write_bytes(b"")

    assert desk.run("check").is_refused_in_one_sentence()


def test_a_database_of_another_program_is_refused_and_left_as_it_is(desk):
    database = desk.office / "office.db"
    database.unlink()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE shopping (thing TEXT)")
        connection.commit()
    before = database.read_bytes()

    refused = desk.json("bill", "--day", "2025-07-03")

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "database_not_ours"
    assert database.read_bytes() == before


def test_a_newer_database_is_refused_in_words(desk):
    with closing(sqlite3.connect(desk.office / "office.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    refused = desk.json("check")

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "database_newer"
    assert "newer version" in refused.err


def test_a_damaged_database_is_refused(desk):
    database = desk.office / "office.db"
    content = bytearray(database.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    database.write_bytes(content)

    refused = desk.run("balance", "--consumer", "1001")

    assert refused.is_refused_in_one_sentence()


@contextmanager
def largest_file(most_bytes):
    """Let no file grow beyond a size: what a full disk looks like to who writes."""
    import resource  # noqa: PLC0415 - Windows has none

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit is of Linux")
@pytest.mark.parametrize(
    "command",
    [
        "bill --day 2025-07-05",
        "recharge --consumer 1001 --amount 500 --tender cash --order-id o1",
        "import reads {reads}",
        "backup --to {folder}/backups",
        "sheet --day 2025-07-05 --out {folder}/sheet.xlsx",
    ],
)
def test_a_full_disk_changes_nothing_and_says_so(desk, command):
    reads = desk.reads("M1,2025-07-09T00:00:00+05:30,1060")
    filled = command.format(reads=reads, folder=desk.folder)

    with largest_file(2048):
        ran = desk.run(*filled.split())

    assert ran.is_refused_in_one_sentence(code=3)
    assert desk.json("check").json["ok"]
    assert desk.balance("1001") == 50_000
    assert not list(desk.folder.glob("sheet.xlsx"))
    assert desk.run(*filled.split()).code == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit is of Linux")
@pytest.mark.parametrize(
    "command", ["init --code PAT1 --name Patna", "demo --consumers 5 --days 3"]
)
def test_an_office_that_found_no_room_leaves_nothing_behind(new_desk, command):
    with largest_file(2048):
        ran = new_desk.run(*command.split())

    assert ran.is_refused_in_one_sentence(code=3)
    assert not new_desk.office.exists()
    assert new_desk.run(*command.split()).code == 0


def test_without_a_command_and_without_an_office_there_is_no_desk(new_desk):
    assert new_desk.run().is_refused_in_one_sentence()


@contextmanager
def somebody_without_rights():
    """Act as somebody who may read but not write; root may do everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_a_database_that_may_not_be_written_is_unavailable(desk):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        shutil.copytree(desk.office, Path(folder) / "office")
        desk.office = Path(folder) / "office"
        (desk.office / "office.db").chmod(0o444)
        desk.office.chmod(0o555)
        with somebody_without_rights():
            refused = desk.json("bill", "--day", "2025-07-05")
        desk.office.chmod(0o755)

    assert refused.is_refused_in_one_sentence(code=3)
    assert refused.error["code"] == "database_read_only"


def test_a_process_says_it_with_exit_codes_and_without_a_traceback(desk):
    def start(*arguments):
        return subprocess.run(
            [sys.executable, PROJECT / "main.py", "--office", desk.office, *arguments],
            capture_output=True,
            check=False,
            timeout=60,
        )

    done = start("--json", "balance", "--consumer", "1004")
    refused = start("--json", "recharge", "--consumer", "1001", "--amount", "-5")
    unknown = start("fly")
    missing = start("--language", "hi", "balance", "--consumer", "9999")

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["name"] == "अनीता कुमारी"
    assert refused.returncode == 2
    assert unknown.returncode == 2
    assert missing.returncode == 1
    assert b"Traceback" not in done.stderr + refused.stderr + unknown.stderr + missing.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break in another way there")
def test_a_reader_who_has_seen_enough_is_no_trouble(desk):
    desk.run("bill", "--day", "2025-07-09")
    command = [sys.executable, PROJECT / "main.py", "--office", desk.office, "ledger"]
    with subprocess.Popen(
        [*command, "--consumer", "1001"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        said = process.stderr.read()
        process.wait(timeout=60)

    assert (process.returncode, said) == (0, b"")


# How it looks


def test_a_progress_bar_appears_with_long_work_only(monkeypatch):
    now = 100.0
    monkeypatch.setattr("ui.cli.progress.time.monotonic", lambda: now)
    terminal = StringIO()
    bar = ProgressBar(terminal)

    bar(Step(1, 10))
    quick = terminal.getvalue()
    now += 1
    bar(Step(5, 10))
    bar.clear()

    assert quick == ""
    assert "50%  5 / 10" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")


def test_columns_line_up_also_in_hindi():
    lines = table(["Name", "Amount"], [["अनीता", "₹5.00"], ["Sunita", "₹1,000.00"]], numbers={1})

    assert lines[2].replace("अनीता", "abc") == "abc" + " " * 7 + "₹5.00"
    assert lines[3] == "Sunita  ₹1,000.00"
    assert facts([("a", "1"), ("bcd", "2")]) == ["a    1", "bcd  2"]
    assert table(["Name"], []) == ["Name", "----"]
