"""Backups, restores, drills, settings and keys by command line."""

from __future__ import annotations

import re
import stat
from types import SimpleNamespace

import pytest

from domain.settings import SETTINGS
from storage import files
from storage.keys import KEY_FILE_VARIABLE, new_words
from ui.cli import asking
from ui.setting_words import SETTING_WORDS


@pytest.fixture
def backup(desk):
    return desk.json("backup").json["backup"]


@pytest.fixture
def key_file(tmp_path, monkeypatch):
    """A machine without a key store, whose key is in a file."""
    path = tmp_path / "key"
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(path))
    return path


@pytest.fixture
def encrypted(new_desk, key_file):
    """An encrypted office; its words lie in a file."""
    words = new_desk.folder / "words"
    made = new_desk.json(
        *("init", "--code", "PAT1", "--name", "Patna One", "--encrypted", "--words-to", words)
    )
    assert made.code == 0, made.err
    return new_desk


def test_a_backup_goes_to_the_office_s_own_folder(desk):
    told = desk.json("backup").json

    assert told["backup"].endswith("office/backups/PAT1-20250710-113000.db.zst")
    assert told["verified"]
    assert re.fullmatch(r"PAT1\.1:[0-9]+:[0-9a-f]{16}", told["anchor"])
    assert [one["path"] for one in desk.json("backups").json["backups"]] == [told["backup"]]


def test_a_second_place_that_fails_is_told_and_the_backup_counts(desk):
    desk.file("stick", "no folder")
    desk.run("settings", "set", "--name", "backup.second_folder", "--value", desk.folder / "stick")

    told = desk.json("backup")

    assert told.code == 0
    assert told.json["second_error"] == "file_not_written"
    assert len(told.err.splitlines()) == 1


def test_a_folder_that_cannot_be_is_one_sentence(desk):
    assert desk.run("backup", "--to", desk.file("f", "x") / "y").is_refused_in_one_sentence(3)


def test_without_room_a_backup_is_one_sentence(desk, monkeypatch):
    free = SimpleNamespace(free=1)
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _folder: free)

    refused = desk.json("backup")

    assert refused.code == 3
    assert refused.error["code"] == "no_room_for_copy"


def test_little_room_is_told_with_every_command(desk, monkeypatch):
    free = SimpleNamespace(free=499 * 1024 * 1024)
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _folder: free)

    told = desk.json("balance", "--consumer", "1001")

    assert told.code == 0
    assert told.json["balance"] == 50000
    assert "499 MB" in told.err


def test_a_restored_office_tells_what_was_lost(desk, backup):
    recharge = ("recharge", "--consumer", "1001", "--amount", "50", "--tender", "cash")
    desk.run(*recharge, "--order-id", "lost")

    told = desk.json("restore", "--from", backup, "--office", desk.folder / "नया दफ़्तर").json

    assert told["stream"] == "PAT1.2"
    desk.office = desk.folder / "नया दफ़्तर"
    receipt = desk.json(*recharge, "--order-id", "new").json["receipt"]["number"]
    assert receipt == "PAT1.2/00/2025-26/000001"
    assert desk.json("check").json["ok"]


def test_a_receipt_on_paper_is_told_to_a_restore(desk, backup):
    number = "PAT1/00/2025-26/000005"
    other = desk.folder / "other"

    told = desk.json("restore", "--from", backup, "--last-receipt", number, "--office", other).json
    desk.office = other
    gaps = desk.json("receipts", "gaps").json["lost"]

    assert told["lost"] == gaps
    assert [(one["first"], one["last"]) for one in gaps] == [("PAT1/00/2025-26/000001", number)]


@pytest.mark.parametrize(
    "options, code",
    [
        (("--last-receipt", "nonsense"), "not_a_lost_receipt"),
        (("--incarnation", "1"), "incarnation_taken"),
        (("--incarnation", "-1"), "field_not_allowed"),
        (("--database", "postgresql://a@127.0.0.1/b"), "database_not_needed"),
    ],
)
def test_a_restore_of_nonsense_makes_no_office(desk, backup, options, code):
    other = desk.folder / "other"

    refused = desk.json("restore", "--from", backup, *options, "--office", other)

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == code
    assert not other.exists()


def test_a_drill_writes_its_report(desk, backup):
    told = desk.json("drill")

    assert told.code == 0
    assert told.json["ok"]
    report = desk.office / "reports" / "drill-20250710-113000.txt"
    assert told.json["report"] == str(report)
    assert report.read_text("utf-8").splitlines() == told.json["lines"]
    assert desk.json("safety").json["last_drill"]["is_good"]


def test_a_drill_in_hindi_tells_the_same(desk, backup):
    told = desk.json("--language", "hi", "drill")

    assert told.json["ok"]
    assert not any("{" in line for line in told.json["lines"])


def test_a_drill_of_no_backup_is_refused(desk):
    assert desk.run("drill").is_refused_in_one_sentence()
    nonsense = desk.file("PAT1-20250710-113000.db.zst", "x")
    assert desk.run("drill", "--from", nonsense).is_refused_in_one_sentence()


def test_settings_are_listed_and_changed(desk):
    desk.run("settings", "set", "--name", "backup.hours", "--value", "8")

    rows = {row["name"]: row for row in desk.json("settings", "list").json["settings"]}

    assert rows["backup.hours"]["value"] == "8"
    assert rows["backup.hours"]["default"] == "4"
    assert rows.keys() == SETTINGS.keys() == SETTING_WORDS.keys()


@pytest.mark.parametrize(
    "name, value",
    [
        ("backup.hours", "never"),
        ("no.such", "1"),
        ("recharge.least_rupees", "300000"),
        ("recharge.multiple_rupees", ""),
        ("upi.address", "not an address"),
    ],
)
def test_a_setting_of_nonsense_is_refused(desk, name, value):
    refused = desk.run("settings", "set", "--name", name, "--value", value)

    assert refused.is_refused_in_one_sentence()


def test_an_outbox_without_held_messages_says_so(desk):
    assert desk.json("outbox", "list").json == {"messages": []}
    refused = desk.run("outbox", "release", "--id", "7", "--reason", "looked at")
    assert refused.is_refused_in_one_sentence()


# Keys


def test_an_encrypted_office_says_until_its_words_are_tried(encrypted):
    before = encrypted.json("check")
    tried = encrypted.json("recovery", "try", "--words-from", encrypted.folder / "words")
    after = encrypted.json("check")

    assert before.code == tried.code == after.code == 0
    assert "recovery try" in before.err
    assert after.err == ""
    mode = stat.S_IMODE((encrypted.folder / "words").stat().st_mode)
    assert mode == 0o600


def test_a_lost_key_comes_back_by_the_words(encrypted, key_file):
    key = key_file.read_text()
    key_file.unlink()
    assert encrypted.run("check").code != 0

    told = encrypted.json("key", "recover", "--words-from", encrypted.folder / "words")

    assert told.code == 0, told.err
    assert key_file.read_text() == key
    assert encrypted.json("check").json["ok"]


def test_an_encrypted_backup_is_restored_by_the_words(encrypted, key_file):
    backup = encrypted.json("backup").json["backup"]
    key_file.unlink()
    other = encrypted.folder / "other"

    refused = encrypted.run("restore", "--from", backup, "--office", other)
    assert refused.code != 0
    assert not other.exists()
    words = ("--words-from", encrypted.folder / "words")
    told = encrypted.json("restore", "--from", backup, *words, "--office", other)

    assert told.code == 0, told.err
    encrypted.office = other
    assert encrypted.json("check").json["ok"]


def test_a_key_file_that_others_can_read_is_one_sentence(encrypted, key_file):
    key_file.chmod(0o644)

    refused = encrypted.run("check")

    assert refused.is_refused_in_one_sentence()
    assert "chmod 600" in refused.err


def test_words_are_never_made_where_nobody_could_see_them(new_desk, key_file, desk):
    for arguments in (("recovery", "words"),):
        refused = desk.json(*arguments)
        assert refused.is_refused_in_one_sentence()
        assert refused.error["code"] == "nobody_to_show_words"
    new_desk.office = new_desk.folder / "new"
    refused = new_desk.run("init", "--code", "PAT2", "--name", "Two", "--encrypted")
    assert refused.is_refused_in_one_sentence()
    assert not new_desk.office.exists()
    assert not key_file.exists()


def test_new_words_come_on_paper_and_the_old_ones_end(desk):
    old, new, sheet = (desk.folder / name for name in ("old", "new", "sheet.pdf"))
    desk.run("recovery", "words", "--words-to", old)
    made = desk.json("recovery", "words", "--words-to", new, "--sheet", sheet)

    assert made.code == 0, made.err
    assert sheet.read_bytes().startswith(b"%PDF")
    assert new.read_text().strip() not in made.out
    assert desk.run("recovery", "try", "--words-from", old).is_refused_in_one_sentence()
    assert desk.run("recovery", "try", "--words-from", new).code == 0


def test_words_shown_at_a_terminal_are_typed_back_at_once(desk, monkeypatch, capsys):
    def typed(_question):
        shown = capsys.readouterr().err.splitlines()
        return next(line.strip() for line in shown if len(line.split()) == 12 and line[0] == " ")

    terminal = lambda _: asking.Asking({}, typed, _)  # noqa: E731 - a terminal of one line
    monkeypatch.setattr("ui.cli.running.asking_on_terminal", terminal)

    made = desk.json("recovery", "words")

    assert made.code == 0, made.err
    assert made.json["tried"]


@pytest.mark.parametrize("words", ["", "one two", "abandon " * 12])
def test_words_that_cannot_be_are_one_sentence(desk, monkeypatch, words):
    monkeypatch.setenv(asking.RECOVERY_WORDS, words or "x")

    assert desk.run("recovery", "try").is_refused_in_one_sentence()
    assert desk.run("key", "recover").is_refused_in_one_sentence()


def test_other_words_are_one_sentence(encrypted, monkeypatch):
    monkeypatch.setenv(asking.RECOVERY_WORDS, new_words())

    refused = encrypted.json("key", "recover")

    assert refused.code == 1
    assert refused.error["code"] == "recovery_words_wrong"


# Who may


def test_only_an_administrator_of_the_restored_books_restores_them(staffed):
    backup = staffed.as_("sita", "backup", "--to", staffed.folder / "copies").json["backup"]
    other = ("restore", "--from", backup, "--office", staffed.folder / "other")

    assert staffed.json(*other).error["code"] == "sign_in_needed"
    assert staffed.as_("ravi", *other).error["code"] == "not_allowed"
    assert not (staffed.folder / "other").exists()
    restored = staffed.as_("sita", *other)

    assert restored.code == 0, restored.err
    staffed.office = staffed.folder / "other"
    rows = staffed.as_("sita", "audit", "--act", "restore").json["rows"]
    assert [row["by"] for row in rows] == ["sita"]


@pytest.mark.parametrize(
    "command",
    [
        ("settings", "set", "--name", "backup.hours", "--value", "8"),
        ("recovery", "words", "--words-to", "words"),
        ("outbox", "release", "--reason", "looked at"),
        ("drill",),
    ],
)
def test_what_a_clerk_may_not_do_is_refused(staffed, command):
    staffed.as_("ravi", "backup")

    refused = staffed.as_("ravi", *command)

    assert refused.error["code"] == "not_allowed"
    assert len(refused.err.splitlines()) == 1
