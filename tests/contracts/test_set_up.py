"""One script sets the program up, is quick the second time, and works without a display."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

BOOTSTRAP = Path(__file__).parents[2] / "packaging" / "bootstrap.py"


@pytest.fixture
def bootstrap():
    """The script as a module."""
    found = importlib.util.spec_from_file_location("bootstrap", BOOTSTRAP)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


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


def test_what_the_tests_start_is_asked_for_only_where_it_is_missing(bootstrap, monkeypatch):
    asked = []
    monkeypatch.setattr(bootstrap, "require_libraries", lambda names: asked.extend(names.split()))
    here = {"there": sys.executable, "missing": "/nowhere/*/bin/server"}
    monkeypatch.setattr(bootstrap, "TEST_PROGRAMS", here)

    bootstrap.offer_test_programs()

    assert asked == ["missing"]


@pytest.mark.parametrize("in_ci", [True, False])
def test_without_what_the_tests_start_ci_fails_and_others_skip(bootstrap, monkeypatch, in_ci):
    def refuse(names):
        raise bootstrap.SetUpFailed(f"Please install {names}.")

    monkeypatch.setattr(bootstrap, "require_libraries", refuse)
    monkeypatch.setenv("CI", "1" if in_ci else "")

    if in_ci:
        with pytest.raises(bootstrap.SetUpFailed):
            bootstrap.offer_test_programs()
    else:
        bootstrap.offer_test_programs()


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
