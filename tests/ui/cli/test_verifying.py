"""The command that verifies a receipt: with the books, with public keys alone, from a scanner."""

from __future__ import annotations

import io

import numpy as np
import pytest
import zxingcpp

import main
from domain.signing import PublicKey, key_id_of, keys_as_text
from integrations.documents.preview import pages
from storage.signatures import SIGNING_KEY_VARIABLE, SigningKey
from tests.ui.cli.conftest import NOW, Ran, StandingClock
from tests.ui.cli.test_commands import take


@pytest.fixture
def printed(desk, monkeypatch):
    """The code of a receipt as a reader reads it from paper."""
    monkeypatch.setenv(SIGNING_KEY_VARIABLE, "5a" * 32)
    number = take(desk, consumer="1004").json["receipt"]["number"]
    out = desk.folder / "receipt.pdf"
    saved = desk.json("receipt", "--number", number, "--out", out, "--language", "both")
    assert saved.json["receipt"]["is_signed"] is True
    [page] = pages(out.read_bytes(), 203)
    rgba = np.frombuffer(page.rgba, np.uint8).reshape(page.height, page.width, 4)
    [code] = {found.text for found in zxingcpp.read_barcodes(rgba[:, :, :3].copy())}
    return code


@pytest.fixture
def keys(desk, printed):
    """A file with the office's public keys."""
    path = desk.folder / "keys.jsonl"
    said = desk.run("verify", "--export-keys", path)
    assert (said.code, said.out) == (0, f"Written to {path}. Public keys: 1.\n")
    return path


@pytest.fixture
def anywhere(capsys):
    """Run a command on a machine without any office."""

    def run(*arguments):
        capsys.readouterr()
        code = main.main([*map(str, arguments)], StandingClock())
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


def test_a_printed_receipt_is_found_true_by_the_books(desk, printed):
    said = desk.run("verify", printed)

    assert said.code == 0
    assert said.out.startswith("True: The receipt was signed by this office")
    for fact in ("PAT1/00/2025-26/000001", "1004", "₹500.00", "₹454.90", "10 Jul 2025 11:30"):
        assert fact in said.out
    assert desk.json("verify", printed).json == {
        "verdict": "true",
        "office": "PAT1",
        "number": "PAT1/00/2025-26/000001",
        "consumer": "1004",
        "amount": 50_000,
        "balance_after": 45_490,
        "posted_at": "2025-07-10T11:30:00+05:30",
        "is_practice": False,
        "key": printed.partition("&k=")[2][:16],
        "differing": [],
        "undone": [],
        "message": said.out.splitlines()[0],
    }


@pytest.mark.parametrize(
    "change",
    [
        ("a=50000", "a=50001"),
        ("c=1004", "c=1001"),
        ("2025-07-10", "2025-07-11"),
        ("000001", "000002"),
        ("&s=", "&s=x"),
    ],
)
def test_what_was_changed_is_told_with_and_without_books(desk, anywhere, printed, keys, change):
    said, instead = change
    assert said in printed
    changed = printed.replace(said, instead)

    for found in (
        desk.json("verify", changed),
        anywhere("--json", "verify", changed, "--key", keys),
    ):
        assert found.code == 1
        assert found.json["verdict"] == "changed"
        assert found.err.startswith("Changed: The signature does not fit")


def test_without_any_office_the_public_keys_are_enough(anywhere, printed, keys):
    found = anywhere("verify", printed, "--key", keys)

    assert found.code == 0
    assert found.out.startswith("Signed: ")


def test_a_scanner_types_the_code(desk, printed, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{printed}\r\n"))

    assert desk.json("verify").json["verdict"] == "true"


def test_no_code_at_all_is_refused(desk, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))

    assert desk.run("verify").is_refused_in_one_sentence()


def test_what_is_no_code_is_refused(desk):
    refused = desk.json("verify", "upi://pay?pa=bijli@sbi")

    assert refused.code == 1
    assert refused.error["code"] == "not_a_receipt_code"


def test_a_key_of_nobody_is_told(desk, anywhere, printed):
    public = SigningKey.new().public
    other = PublicKey(key_id_of(public), "PAT1", public, NOW, "asha")
    path = desk.file("other.jsonl", keys_as_text([other]))

    found = anywhere("--json", "verify", printed, "--key", path)

    assert (found.code, found.json["verdict"]) == (1, "unknown_key")


def test_a_file_that_holds_no_keys_is_refused(anywhere, desk, printed):
    path = desk.file("keys.jsonl", "{}")

    assert anywhere("verify", printed, "--key", path).is_refused_in_one_sentence()
    assert anywhere("verify", printed, "--key", path.parent / "none").code == 1


def test_an_office_that_does_not_know_a_key_takes_it_from_a_file(desk, printed, keys):
    other = desk.folder / "other"
    desk.run("init", "--code", "GAY1", "--name", "Gaya One", "--office", other)

    found = desk.json("verify", printed, "--key", keys, "--office", other)

    assert found.json["verdict"] == "signed"


def test_an_unsigned_receipt_is_told(desk, monkeypatch):
    monkeypatch.delenv(SIGNING_KEY_VARIABLE, raising=False)
    take(desk)
    old = (
        "BB1?o=PAT1&r=PAT1%2F00%2F2025-26%2F000001&c=1001&a=60000&b=100000"
        "&t=2025-07-10T11:30%2B05:30"
    )

    found = desk.json("verify", old)

    assert found.code == 1
    assert (found.json["verdict"], found.json["differing"]) == ("unsigned", ["amount"])
    assert "The books differ in  Amount" in desk.run("verify", old).out


def test_nobody_need_sign_in_to_verify(staffed, monkeypatch):
    monkeypatch.setenv(SIGNING_KEY_VARIABLE, "5a" * 32)
    order = ("--consumer", "1001", "--amount", "500", "--tender", "cash", "--order-id", "o1")
    number = staffed.as_("ravi", "recharge", *order).json["receipt"]["number"]
    out = staffed.folder / "receipt.pdf"
    assert staffed.as_("ravi", "receipt", "--number", number, "--out", out).code == 0

    found = staffed.json("verify", "BB2?o=PAT1")

    assert found.error["code"] == "not_a_receipt_code"
    assert staffed.json("verify", "--export-keys", staffed.folder / "k").json["keys"]


@pytest.mark.parametrize("paper", ["a4", "80mm", "58mm"])
@pytest.mark.parametrize("language", ["en", "hi", "both"])
def test_a_receipt_is_saved_on_every_paper_in_every_language(desk, paper, language):
    number = take(desk).json["receipt"]["number"]
    out = desk.folder / "receipt.pdf"

    saved = desk.json(
        *("receipt", "--number", number, "--out", out, "--paper", paper, "--language", language)
    )

    assert saved.json["receipt"]["paper"] == paper
    assert saved.json["receipt"]["is_signed"] is False
    [page] = pages(out.read_bytes(), 72)
    assert page.width == pytest.approx({"a4": 595, "80mm": 227, "58mm": 165}[paper], abs=1)
