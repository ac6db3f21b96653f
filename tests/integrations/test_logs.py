"""Logs name nobody, stay small, and never stand in the way of work."""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

import pytest

from integrations.log_files import BUG_LOG, WORK_LOG, log_files, logs_kept
from integrations.scrubbing import scrubbed, scrubbed_message, scrubbed_trace

WORK = "bijli_bahi"
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a limit of Linux")


@pytest.mark.parametrize(
    "secret",
    [
        "9876543210",
        "+91 98765 43210",
        "09876543210",
        "98765-43210",
        "sunita.devi@example.org",
        "sunita+bills@mail.example.co.in",
    ],
)
@pytest.mark.parametrize("line", ["told {} so", "told '{}'", "mobile={}", "{}", "({}), {}"])
def test_what_looks_like_a_telephone_number_or_an_address_is_blotted_out(secret, line):
    said = scrubbed(line.format(secret, secret))

    assert secret not in said
    assert "…" in said


@pytest.mark.parametrize(
    "line",
    [
        "postgresql://desk:monsoon-42@10.0.0.5:5432/bijli refused",
        "password=monsoon-42 host=x",
        "PGPASSWORD: monsoon-42",
        "BIJLI_BAHI_PASSWORD=monsoon-42",
        "token = monsoon-42",
    ],
)
def test_a_password_never_stands_in_a_log(line):
    assert "monsoon-42" not in scrubbed(line)


@pytest.mark.parametrize(
    "line",
    [
        "bill ends: exit=0 took_ms=94 office=PAT1 days=3 charged=200000",
        "2026-11-23 10:15:00,123 4711 INFO",
        "postgresql://desk@10.0.0.5:5432/bijli",
        "took 1234567890 ns",
    ],
)
def test_what_names_nobody_stays_as_it_is(line):
    assert scrubbed(line) == line


def test_the_folder_of_the_user_is_told_without_their_name(monkeypatch):
    monkeypatch.setenv("HOME", "/users/sunita.devi")

    assert scrubbed("/users/sunita.devi/office/office.db") == "~/office/office.db"


@pytest.mark.parametrize(
    "message",
    [
        "KeyError: 'Sunita Devi'",
        'invalid literal for int() with base 10: "House 12"',
        "consumer Sunita Devi of 1001 lacks a meter",
        "no wallet for अनीता कुमारी",
        "UNIQUE constraint failed: consumer.number\n[parameters: ('1001', 'Sunita Devi')]",
    ],
)
def test_what_an_error_quotes_is_blotted_out(message):
    said = scrubbed_message(message)

    for part in ("Sunita", "Devi", "House", "1001", "अनीता", "कुमारी"):
        assert part not in said


def test_an_error_tells_where_it_came_from_and_what_led_to_it():
    def inner():
        raise KeyError("Sunita Devi")

    try:
        try:
            inner()
        except KeyError as error:
            raise ValueError("nobody is called Sunita Devi") from error
    except ValueError as error:
        told = scrubbed_trace(error)

    assert "Sunita" not in told.replace('raise KeyError("Sunita Devi")', "").replace(
        'raise ValueError("nobody is called Sunita Devi")', ""
    )
    assert told.index("KeyError: …") < told.index("ValueError: nobody is called …")
    assert "in inner" in told


def test_beginnings_and_ends_and_bugs_go_into_their_files(tmp_path):
    with logs_kept(tmp_path, WORK):
        logging.getLogger(WORK).info("bill begins, told by 9876543210")
        try:
            int("Sunita Devi")
        except ValueError:
            logging.getLogger("ui.cli.running").exception("bug %s", "ab12cd34")

    work, bugs = ((tmp_path / name).read_text("utf-8") for name in (WORK_LOG, BUG_LOG))
    assert "bill begins, told by …" in work
    assert "bug ab12cd34" in bugs
    assert "ValueError: invalid literal for int() with base 10: …" in bugs
    assert "Sunita" not in bugs.replace('int("Sunita Devi")', "")


def test_what_others_log_is_not_trusted(tmp_path):
    with logs_kept(tmp_path, WORK):
        logging.getLogger("somebody.else").error("row %s is bad", "'Sunita Devi' 1001")

    assert "row … … is bad" in (tmp_path / BUG_LOG).read_text("utf-8")


def test_a_log_is_kept_to_five_files_of_a_megabyte(tmp_path):
    with logs_kept(tmp_path, WORK):
        for _line in range(4_000):
            logging.getLogger(WORK).info("x " * 800)

    files = log_files(tmp_path)
    assert [path.name for path in files] == [*(f"{WORK_LOG}.{n}" for n in (4, 3, 2, 1)), WORK_LOG]
    assert all(path.stat().st_size <= 1_000_000 for path in files)


def test_without_a_folder_to_write_in_work_goes_on(tmp_path, capsys):
    (tmp_path / "taken").write_text("a file where a folder should be")

    with logs_kept(tmp_path / "taken" / "logs", WORK):
        logging.getLogger(WORK).info("bill begins")
        logging.getLogger("ui").error("bug")

    assert capsys.readouterr().err == ""


@on_linux
def test_on_a_full_disk_work_goes_on(capsys):
    import resource  # noqa: PLC0415 - Windows has none

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with tempfile.TemporaryDirectory() as folder:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
            with logs_kept(Path(folder), WORK):
                for _line in range(100):
                    logging.getLogger(WORK).info("x" * 1_000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert capsys.readouterr().err == ""


def test_nothing_is_kept_once_the_body_has_ended(tmp_path):
    before = list(logging.getLogger().handlers), logging.getLogger(WORK).level

    with logs_kept(tmp_path, WORK):
        pass

    assert (list(logging.getLogger().handlers), logging.getLogger(WORK).level) == before
    assert log_files(tmp_path) == []
