"""What schedulers are given can be read by them, and types commands that there are."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from resources.texts import Texts
from ui.cli import running

SCHEDULE = Path(__file__).parents[2] / "packaging" / "schedule"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def units():
    for path in sorted(SCHEDULE.glob("*.service")):
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.optionxform = str
        unit.read(path, "utf-8")
        yield path.name, shlex.split(unit["Service"]["ExecStart"])[2:]


def tasks():
    for path in sorted(SCHEDULE.glob("*.xml")):
        [arguments] = ET.parse(path).getroot().iter(f"{TASK}Arguments")
        yield path.name, arguments.text.split()[1:]


@pytest.mark.parametrize(("name", "arguments"), [*units(), *tasks()])
def test_a_definition_types_a_command_that_there_is(name, arguments):
    options = running.parse(arguments, Texts())

    assert not isinstance(options, int), name
    assert options.run is not None


def test_there_are_definitions_for_both_systems():
    names = {path.name for path in SCHEDULE.iterdir()}

    assert names == {
        *("bijli-bahi-daily.service", "bijli-bahi-daily.timer", "bijli-bahi-deliver.service"),
        *("bijli-bahi-daily.xml", "bijli-bahi-deliver.xml"),
    }


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_the_time_of_the_timer():
    calendar = next(
        line.partition("=")[2]
        for line in (SCHEDULE / "bijli-bahi-daily.timer").read_text("utf-8").splitlines()
        if line.startswith("OnCalendar=")
    )

    done = subprocess.run(
        ["systemd-analyze", "calendar", calendar], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
