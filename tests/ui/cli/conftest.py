"""What tests of the command line share: an office of four consumers with a week of reads."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime

import pytest

import main

#: Half past eleven in India on 10 July 2025: days up to the 9th have ended.
NOW = datetime(2025, 7, 10, 6, tzinfo=UTC)
CONSUMER_HEADER = (
    "number,name,guardian,address,mobile,email,language,category,load_kw,phase,meter_serial,"
    "meter_factor,feeder,dtr,connected_on,opening_balance"
)
CONSUMERS = [
    "1001,Sunita Devi,Ramesh,House 12,9999000001,,hi,AS-DOMA-2023,3,1,M1,1,F1,D1,2025-07-01,500",
    "1002,Manoj Kumar,,Shop 4,9999000002,,en,AS-COM-2023,5,3,M2,,F1,D1,2025-07-01,1000.50",
    "1003,=1+1,,House 7,,,hi,AS-JD-2023,0.5,1,M3,1,F2,D2,2025-07-01,0",
    "1004,अनीता कुमारी,,मकान 9,,,hi,UP-LMV1U-2022,2,1,M4,1,F2,D2,2025-07-01,-45.10",
]


class StandingClock:
    def now(self):
        return NOW


class Ran:
    """What a command left: its exit code and what it said."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def error(self):
        return self.json["error"]

    def is_refused_in_one_sentence(self, code=1):
        """No traceback, one line that ends as a sentence does, and the exit code."""
        lines = self.err.splitlines()
        assert self.code == code, self.err + self.out
        assert len(lines) == 1, self.err
        assert lines[0].endswith((".", "…"))
        assert "Traceback" not in self.out + self.err
        return True


class Desk:
    """The command line of one office, in a folder of its own."""

    def __init__(self, folder, capsys):
        self.folder = folder
        self.office = folder / "office"
        self._capsys = capsys

    def run(self, *arguments):
        self._capsys.readouterr()
        code = main.main(["--office", str(self.office), *map(str, arguments)], StandingClock())
        said = self._capsys.readouterr()
        return Ran(code, said.out, said.err)

    def json(self, *arguments):
        return self.run("--json", *arguments)

    def file(self, name, *lines):
        """Write a file of lines beside the office and return its path."""
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def reads(self, *lines, name="reads.csv"):
        return self.file(name, "meter_serial,read_at,kwh_import", *lines)

    def consumers(self, *lines, name="consumers.csv"):
        return self.file(name, CONSUMER_HEADER, *lines)

    def balance(self, number):
        return self.json("balance", "--consumer", number).json["balance"]


@pytest.fixture
def new_desk(tmp_path, capsys):
    """A command line whose office is not made yet."""
    return Desk(tmp_path, capsys)


@pytest.fixture(scope="session")
def made_office(tmp_path_factory):
    """An office with tariffs, four consumers and their reads, made once and then copied."""
    folder = tmp_path_factory.mktemp("cli")
    desk = Desk(folder, _Silence())
    assert desk.run("init", "--code", "PAT1", "--name", "Patna One", "--state", "BR").code == 0
    shipped = main.locate("tariffs", "examples.json")
    tariffs = folder / "tariffs.json"
    shutil.copyfile(shipped, tariffs)
    assert desk.run("import", "tariffs", tariffs).code == 0
    assert desk.run("import", "consumers", desk.consumers(*CONSUMERS)).code == 0
    reads = [
        f"M{meter},2025-07-{day:02}T00:00:00+05:30,{1000 * meter + day * (4 + meter)}.250"
        for day in range(1, 9)
        for meter in range(1, 5)
    ]
    assert desk.run("import", "reads", desk.reads(*reads)).code == 0
    return desk.office


@pytest.fixture
def desk(made_office, tmp_path, capsys):
    shutil.copytree(made_office, tmp_path / "office")
    return Desk(tmp_path, capsys)


class _Silence:
    """Stands for ``capsys`` where nobody looks at what is said."""

    def readouterr(self):
        return Ran(0, "", "")
