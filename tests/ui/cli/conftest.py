"""What tests of the command line share: an office of four consumers with a week of reads."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime

import pytest

import main
from domain.office import Actor, Channel
from domain.staff import NewMember, Role
from storage.office import open_office
from storage.passwords import Argon2Passwords
from ui.cli.asking import PASSWORD

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


#: Of everybody on the staff of a test.
OWN_PASSWORD = "monsoon-42-own"
STAFF = {
    "sita": Role.ADMINISTRATOR,
    "ravi": Role.CLERK,
    "meena": Role.SUPERVISOR,
    "anil": Role.SUPERVISOR,
    "gopal": Role.AUDITOR,
    "nightly": Role.MACHINE,
}


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


class StaffedDesk(Desk):
    """The command line of an office that has staff."""

    def __init__(self, folder, capsys, monkeypatch):
        super().__init__(folder, capsys)
        self._monkeypatch = monkeypatch

    def as_(self, user, *arguments, password=OWN_PASSWORD, **secrets):
        """Run a command for somebody; ``secrets`` are further variables by name."""
        with self._monkeypatch.context() as patch:
            patch.setenv(PASSWORD, password)
            for variable, value in secrets.items():
                patch.setenv(variable, value)
            return self.json("--as", user, *arguments)

    def tariff(self, name="NEW-1"):
        """Write a file with one new tariff."""
        return self.file(
            "new.json",
            f'{{"tariffs": [{{"id": "{name}", "state": "AS", "category": "X", "source": "test",'
            ' "valid_from": "2025-08-01", "energy": [[null, "5.00"]]}]}',
        )

    def ask(self, user="meena", reason="Order 12/2025"):
        """Ask for a new tariff and return the id of the request."""
        asked = self.as_(user, "import", "tariffs", self.tariff(), "--reason", reason)
        return asked.json["approval"]["id"]

    def audit(self, *arguments):
        return self.as_("sita", "audit", *arguments).json["rows"]


@pytest.fixture(scope="session")
def made_staffed_office(made_office, tmp_path_factory):
    """The office with somebody in every role, their passwords quick to verify."""
    office = tmp_path_factory.mktemp("staffed") / "office"
    shutil.copytree(made_office, office)
    books = open_office(office, StandingClock())
    books.trust.passwords = Argon2Passwords(is_quick=True)
    first = Actor("", Channel.COMMAND_LINE)
    for user, role in STAFF.items():
        form = NewMember(user, f"{user.title()} Prasad", role, 1)
        if role is Role.ADMINISTRATOR:
            books.trust.make_first_administrator(form, OWN_PASSWORD, first)
            continue
        books.trust.add_member(form, OWN_PASSWORD, Actor("sita", Channel.COMMAND_LINE))
        if role is not Role.MACHINE:
            own = Actor(user, Channel.COMMAND_LINE)
            books.trust.change_password(OWN_PASSWORD, OWN_PASSWORD, own)
    books.close()
    return office


@pytest.fixture
def staffed(made_staffed_office, tmp_path, capsys, monkeypatch):
    """The command line of an office that has staff; nobody's password is set."""
    shutil.copytree(made_staffed_office, tmp_path / "office")
    monkeypatch.delenv(PASSWORD, raising=False)
    return StaffedDesk(tmp_path, capsys, monkeypatch)


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
