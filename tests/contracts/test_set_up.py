"""One script sets the program up, is quick the second time, and works without a display."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

BOOTSTRAP = Path(__file__).parents[2] / "packaging" / "bootstrap.py"


def test_a_second_start_installs_nothing_and_passes_the_command_on(tmp_path):
    _bootstrap(tmp_path, "run", "--", "--help")

    again = _bootstrap(tmp_path, "run", "--", "--help")

    assert again.returncode == 0
    assert "usage" in again.stdout.lower()
    assert again.stderr == ""


def test_the_programs_exit_code_is_passed_on(tmp_path):
    assert _bootstrap(tmp_path, "run", "--", "no-such-command").returncode == 2


def test_an_unknown_wish_is_told_with_the_known_ones(tmp_path):
    ended = _bootstrap(tmp_path, "fly")

    assert ended.returncode == 2
    assert "run" in ended.stderr
    assert "test" in ended.stderr


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a display")
def test_without_a_display_the_practice_office_works_its_month(tmp_path):
    ended = _bootstrap(tmp_path, "run")

    exports = tmp_path / "bijli-bahi" / "practice" / "exports"
    assert ended.returncode == 0, ended.stderr
    assert "no display" in ended.stderr
    assert "unfinished" not in ended.stdout
    assert f"{tmp_path / 'bijli-bahi' / 'practice'}" in ended.stdout
    assert len(re.findall(r"^\d+ \w+ \d{4} +500 ", ended.stdout, re.MULTILINE)) >= 7
    assert [path.suffix for path in sorted(exports.iterdir())] == [".xlsx", ".pdf"]


def _bootstrap(data_folder, *arguments):
    """Run the script as on a machine without a display, with a data folder of its own."""
    surroundings = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    return subprocess.run(
        [sys.executable, BOOTSTRAP, *arguments],
        env={**surroundings, "XDG_DATA_HOME": str(data_folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
