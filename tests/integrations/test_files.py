"""A file that is written is there whole or not at all, and texts for it are plain."""

from __future__ import annotations

import errno
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors_of_files import FileNotWritten
from integrations.files import replacing
from integrations.plain_text import plain


def test_a_complete_file_takes_the_place_of_the_old_one(tmp_path):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(b"old")

    with replacing(path) as file:
        file.write(b"new")

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(b"old")

    with pytest.raises(FileNotWritten) as trouble:
        _write_until_the_disk_is_full(path)

    assert trouble.value.detail == "No space left on device"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def _write_until_the_disk_is_full(path):
    with replacing(path) as file:
        file.write(b"half of the n")
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of file sizes")
def test_a_disk_that_is_full_for_the_system_is_said_to_be_so(tmp_path):
    import resource  # noqa: PLC0415 - Windows has none
    import signal  # noqa: PLC0415 - only here

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(FileNotWritten), replacing(tmp_path / "sheet.xlsx") as file:
            file.write(bytes(1_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)

    assert list(tmp_path.iterdir()) == []


def test_a_bug_while_writing_stays_a_bug_and_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "sheet.xlsx"):
        raise ZeroDivisionError

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "on_paper"),
    [
        ("Sunita  Devi ", "Sunita Devi"),
        ("line 1\r\nline 2\tend", "line 1 line 2 end"),
        ("\u202egnp.exe\u202c\u2066x\u2069", "gnp.exex"),
        ("\x00\x07\x1b[31m\x7f\x85", "[31m"),
        ("क्\u200dष और श्\u200cर", "क्\u200dष और श्\u200cर"),
        ("\ud800\ufeff\ufffe", ""),
        ("a\u2028b", "a b"),
        ("abcdefghijklmnop", "abcdefghi…"),
    ],
)
def test_a_text_becomes_plain(text, on_paper):
    assert plain(text, max(len(on_paper), 10)) == on_paper


@given(st.text(), st.integers(1, 40))
def test_a_plain_text_is_short_on_one_line_and_stays_as_it_is(text, most):
    short = plain(text, most)

    assert len(short) <= most
    assert short.replace("\u200c", "").replace("\u200d", "").isprintable()
    assert plain(short, most) == short
