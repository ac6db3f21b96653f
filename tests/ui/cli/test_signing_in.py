"""Signing in by command line: once there is staff, nobody acts without a name and a password."""

from __future__ import annotations

import os
import re
import select
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from domain.staff import MAY, Act, Role
from tests.ui.cli.commands import COMMANDS, actions_of, is_group
from tests.ui.cli.conftest import OWN_PASSWORD
from ui.cli.asking import PASSWORD, RECOVERY_WORDS

PROJECT = Path(__file__).parents[3]
#: Open to strangers, each with the reason.
OPEN = {
    "amisp-simulator": "it plays somebody else, and opens no office",
    "init": "there is no office yet",
    "demo": "there is no office yet",
    "restore": "there is no office yet; the staff of the backup is asked",
    "check": "whoever doubts the books may look whether they are in order",
    "join": "the office is on a server, and this folder is no office yet",
    "key recover": "the office cannot be opened before",
    "staff begin": "there is no staff yet; refused in its own words when there is",
    "staff recover": "for whoever cannot sign in",
    "verify": "whoever holds a receipt may know whether it is a true one",
}
#: What a command needs besides, to come as far as opening the office.
BESIDES = {
    "recovery words": ["--words-to", "{folder}/words.txt"],
    "arrears plan": ["--by-hand"],
    "protect add": ["--whole-office"],
    "settlement take": ["--column", "reference=UTR", "--column", "amount=Amount"],
}
#: What an option or argument is given when any value would do.
VALUES = {
    "day": "2025-07-03",
    "month": "2025-07",
    "until": "2025-07-03",
    "at": "2025-07-03T00:00:00+05:30",
    "amount": "500",
    "tender": "cash",
    "role": "clerk",
    "consumer": "1001",
    "user": "kiran",
    "cash": "500x1",
    "dated": "2025-07-03",
    "line": "1",
}
#: What an argument is given that another command takes otherwise.
NUMBERS = {
    ("settlement credit", "file"): "1",
    ("settlement dismiss", "file"): "1",
    ("messages resend", "id"): "1",
    ("messages drop", "id"): "1",
}


def arguments_of(name, files):
    """Return what a command needs at the least."""
    given = name.split()
    for action in actions_of(COMMANDS[name]):
        if is_group(action):
            continue
        needed = action.required or not action.option_strings
        if needed and action.dest != "help":
            any_would_do = next(iter(action.choices or ()), VALUES.get(action.dest, "x"))
            any_would_do = NUMBERS.get((name, action.dest), any_would_do)
            value = files.get(name, files.get(action.dest, any_would_do))
            given += action.option_strings[:1]
            given += [] if action.nargs == 0 else [str(value)]
    return given


@pytest.fixture
def files(staffed):
    """Files that commands of the walk read and write."""
    return {
        "import tariffs": staffed.tariff(),
        "import consumers": staffed.consumers(),
        "import dues": staffed.file("dues.csv", "number,amount,plan,term", "1001,100,parts,2"),
        "tariffs impact": staffed.tariff(),
        "templates export": staffed.folder / "out.json",
        "policy add": PROJECT / "resources" / "policies" / "bihar.json",
        "defaulters notices": staffed.folder / "out.pdf",
        "import reads": staffed.reads("M1,2025-07-09T00:00:00+05:30,1060"),
        "import changes": staffed.file(
            "changes.csv", "number,effective_on,field,value", "1001,2025-08-01,load_kw,3"
        ),
        "settlement take": staffed.file("bank.csv", "UTR,Amount", "UTR1,500.00"),
        "out": staffed.folder / "out.xlsx",
        "to": staffed.folder / "to",
    }


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in OPEN])
def test_no_command_is_done_for_a_stranger_once_there_is_staff(staffed, files, name, monkeypatch):
    files["import consumers"] = staffed.consumers(
        "1009,New One,,House 1,,,hi,AS-DOMA-2023,3,1,M9,1,F1,D1,2025-07-01,0"
    )

    besides = [part.format(folder=staffed.folder) for part in BESIDES.get(name, [])]
    monkeypatch.setenv(RECOVERY_WORDS, "abandon ability able")

    refused = staffed.json(*arguments_of(name, files), *besides)

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "sign_in_needed", refused.err
    assert "--as" in refused.err
    assert not files["out"].exists()


def test_what_is_open_to_strangers_is_marked_so_in_the_parser_too():
    marked = {
        name for name, parser in COMMANDS.items() if parser.get_default("needs_sign_in") is False
    }

    assert marked == {"check", "staff begin", "staff recover", "verify"}
    assert marked <= set(OPEN)


def test_a_stranger_may_see_whether_the_books_are_in_order_and_leaves_no_trace(staffed):
    before = len(staffed.audit())

    checked = staffed.json("check")

    assert checked.json["ok"]
    # Whoever looks now has signed in meanwhile.
    assert len(staffed.audit()) == before + 1


def test_an_office_without_staff_asks_nobody(desk):
    assert desk.json("balance", "--consumer", "1001").code == 0
    refused = desk.json("--as", "sita", "balance", "--consumer", "1001")

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "staff_unknown"


def test_whoever_signs_in_acts_under_their_name_at_no_counter(staffed):
    order = ("--consumer", "1001", "--amount", "500", "--tender", "cash", "--order-id", "o1")

    receipt = staffed.as_("ravi", "recharge", *order).json["receipt"]

    assert (receipt["posted_by"], receipt["counter"]) == ("ravi", 0)
    [row] = staffed.audit("--act", "recharge")
    assert (row["by"], row["channel"]) == ("ravi", "command_line")


def test_the_option_may_stand_before_or_behind_the_command(staffed, monkeypatch):
    monkeypatch.setenv(PASSWORD, OWN_PASSWORD)

    assert staffed.run("--as", "ravi", "reads", "held").code == 0
    assert staffed.run("reads", "held", "--as", "ravi").code == 0


@pytest.mark.parametrize("user", ["ravi", "nobody"])
def test_a_wrong_password_or_name_is_refused_alike(staffed, user):
    refused = staffed.as_(user, "balance", "--consumer", "1001", password="not-this-one")

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "sign_in_refused"
    assert "not-this-one" not in refused.out + refused.err


def test_too_many_wrong_passwords_lock_and_an_administrator_unlocks(staffed):
    for _try in range(5):
        staffed.as_("ravi", "reads", "held", password="not-this-one")

    locked = staffed.as_("ravi", "reads", "held")
    unlocked = staffed.as_("sita", "staff", "unlock", "--user", "ravi")

    assert locked.error["code"] == "staff_locked"
    assert unlocked.json["member"]["wrong_tries"] == 0
    assert staffed.as_("ravi", "reads", "held").code == 0


def test_without_a_terminal_and_a_variable_the_variable_is_named(staffed):
    refused = staffed.json("--as", "ravi", "reads", "held")

    assert refused.is_refused_in_one_sentence()
    assert refused.error == {
        "variable": PASSWORD,
        "code": "secret_missing",
        "message": "There is no terminal to ask on; set the variable BIJLI_BAHI_PASSWORD.",
    }


def test_no_option_takes_a_secret():
    options = {
        option
        for parser in COMMANDS.values()
        for action in actions_of(parser)
        for option in action.option_strings
    }

    assert [name for name in options if "pass" in name or "secret" in name] == []


@pytest.mark.parametrize(
    "user, arguments",
    [
        ("gopal", "recharge --consumer 1001 --amount 500 --tender cash --order-id o1"),
        ("gopal", "bill --day 2025-07-03"),
        ("gopal", "bill --day 2025-07-03 --dry-run"),
        ("ravi", "reads release --meter M1 --at 2025-07-03T00:00:00+05:30 --note seen"),
        ("ravi", "audit"),
        ("ravi", "staff add --user new --name New --role clerk --generate"),
        ("meena", "staff dismiss --user ravi"),
        ("meena", "consumer forget --consumer 1001 --reason asked"),
        ("ravi", "support-bundle --out {folder}/b.zip"),
        ("nightly", "sheet --day 2025-07-03 --out {folder}/s.xlsx --reason nightly"),
        ("nightly", "recharge --consumer 1001 --amount 500 --tender cash --order-id o1"),
        ("ravi", "import tariffs {folder}/new.json --reason asked"),
        ("ravi", "audit export --out {folder}/a.csv --reason asked"),
    ],
)
def test_what_a_role_may_not_do_is_refused(staffed, user, arguments):
    staffed.tariff()

    refused = staffed.as_(user, *arguments.format(folder=staffed.folder).split())

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "not_allowed"
    assert not [path for path in staffed.folder.iterdir() if path.suffix in {".zip", ".xlsx"}]


def test_an_auditor_is_refused_a_receipt_before_it_is_written(staffed):
    order = ("--consumer", "1001", "--amount", "500", "--tender", "cash", "--order-id", "o1")
    number = staffed.as_("ravi", "recharge", *order).json["receipt"]["number"]
    out = staffed.folder / "r.pdf"

    refused = staffed.as_("gopal", "receipt", "--number", number, "--out", out)

    assert refused.error["code"] == "not_allowed"
    assert not out.exists()


def test_a_machine_account_bills_at_night(staffed):
    billed = staffed.as_("nightly", "bill", "--day", "2025-07-03")

    assert [day["charged"] for day in billed.json["days"]] == [4, 4, 4]
    assert Role.MACHINE in MAY[Act.RUN_DAYS]


def test_looking_at_a_consumer_is_noted_once_for_a_while(staffed):
    for command in ("balance", "ledger"):
        staffed.as_("gopal", command, "--consumer", "1001")
    staffed.as_("gopal", "charges", "--consumer", "1002", "--month", "2025-07")

    rows = staffed.audit("--act", "view_consumer")

    assert [(row["by"], row["consumer"]) for row in rows] == [("gopal", "1002"), ("gopal", "1001")]


def test_a_sheet_leaves_with_a_reason_only(staffed):
    out = staffed.folder / "sheet.xlsx"

    refused = staffed.as_("meena", "sheet", "--day", "2025-07-03", "--out", out)
    made = staffed.as_(
        "meena", "sheet", "--day", "2025-07-03", "--out", out, "--reason", "Division meeting"
    )

    assert refused.error["code"] == "field_missing"
    assert made.code == 0
    [row] = staffed.audit("--act", "export")
    assert (row["by"], row["reason"], row["count"]) == ("meena", "Division meeting", 4)


def test_refusals_speak_hindi(staffed):
    refused = staffed.run("--language", "hi", "--as", "ravi", "audit")

    assert refused.code == 1
    assert len(refused.err.splitlines()) == 1
    assert re.search("[\u0900-\u097f]", refused.err)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminal")
def test_a_terminal_asks_and_shows_nothing_of_what_is_typed(staffed):
    with _on_a_terminal(staffed.office, "--as", "ravi", "reads", "held") as (process, terminal):
        asked = _read_until(terminal, b": ")
        os.write(terminal, f"{OWN_PASSWORD}\n".encode())
        said = _read_until(terminal, b"waits.")
        process.wait(timeout=60)

    assert asked.endswith(b"Password of ravi: ")
    assert process.returncode == 0
    assert OWN_PASSWORD.encode() not in said


def test_a_name_of_the_machine_is_no_name_of_the_staff(staffed, monkeypatch):
    monkeypatch.setattr("ui.cli.running.getpass.getuser", lambda: "sita")

    refused = staffed.json("staff", "recover", "--user", "sita")
    checked = staffed.json("check", "--override", "I say so")

    assert refused.error["code"] == "secret_missing"
    assert checked.error["code"] == "sign_in_needed"


def test_books_that_are_not_in_order_let_an_administrator_in(staffed):
    with closing(sqlite3.connect(staffed.office / "office.db")) as connection:
        connection.execute("UPDATE wallet SET balance_paise = balance_paise + 1")
        connection.commit()
    found = staffed.as_("sita", "check")

    refused = staffed.as_("ravi", "bill", "--day", "2025-07-03")
    seen = staffed.as_("ravi", "balance", "--consumer", "1001")
    opened = staffed.as_("sita", "check", "--override", "Looked into it")

    assert found.code == 1
    assert refused.error["code"] == "books_not_in_order"
    assert seen.code == 0
    assert opened.code == 0


class _on_a_terminal:  # noqa: N801 - used as a statement
    """A process whose standard input, output and error are a terminal."""

    def __init__(self, office, *arguments):
        self._command = [sys.executable, PROJECT / "main.py", "--office", office, *arguments]

    def __enter__(self):
        import pty  # noqa: PLC0415 - Windows has none

        self._ours, theirs = pty.openpty()
        surroundings = {name: value for name, value in os.environ.items() if name != PASSWORD}
        self._process = subprocess.Popen(
            self._command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=surroundings,
            start_new_session=True,
        )
        os.close(theirs)
        return self._process, self._ours

    def __exit__(self, *_trouble):
        self._process.kill()
        self._process.wait()
        os.close(self._ours)


def _read_until(terminal, end):
    said = b""
    while end not in said:
        ready, _, _ = select.select([terminal], [], [], 60)
        assert ready, said
        try:
            part = os.read(terminal, 4096)
        except OSError:  # the process has ended
            break
        said += part
    return said
