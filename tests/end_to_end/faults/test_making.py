"""Making offices and copies, cut short: nothing half made is taken for an office or a backup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from storage.office import DATABASE
from tests.end_to_end.faults import offices
from tests.end_to_end.faults.injecting import require_strace
from tests.end_to_end.faults.program import DONE, KILLED, office_command, run
from tests.end_to_end.faults.verdict import faults_of, fingerprint

#: What makes, names, removes or makes lasting; a write between two of these changes no name.
_CALLS = ("rename", "unlink", "fsync", "ftruncate", "mkdir", "rmdir")
_CALL = re.compile(r"^\d+ +(\w+)\(")
#: At how many calls a command is killed, in a short run and in a long one.
FEW = [2, pytest.param(40, marks=pytest.mark.long)]

MAKING = {
    "init": ("init", "--code", "NEW1", "--name", "New"),
    "demo": ("demo", "--consumers", "5", "--days", "2"),
    "restore": ("restore", "--from", "{backup}"),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    require_strace()
    office = tmp_path_factory.mktemp("making") / "template"
    offices.make_office(office, consumers=8, days=2)
    return office


@pytest.fixture
def backup(template, tmp_path):
    """A backup of the office."""
    office = offices.copy_office(template, tmp_path / "living")
    ended = run(office_command(office, "backup", "--to", tmp_path / "backups"))
    assert ended.code == DONE, ended.err
    return ended.json["backup"]


@pytest.mark.parametrize("few", FEW)
@pytest.mark.parametrize("what", MAKING)
def test_an_office_whose_making_was_killed_is_whole_or_not_there(what, few, backup, tmp_path):
    arguments = [word.format(backup=backup) for word in MAKING[what]]

    for number, options in enumerate(_kills(arguments, tmp_path, few)):
        office = tmp_path / f"office-{number}"
        killed = run([*options, *office_command(office, *arguments)])

        assert killed.code == KILLED
        if not (office / DATABASE).exists():
            assert run(office_command(office, "check")).error == "office_not_found"
            made = run(office_command(office, *arguments))
            assert made.code == DONE, made.err
        assert faults_of(office, {}) == []
        assert run(office_command(office, *arguments)).error == "office_exists"


@pytest.mark.parametrize("few", FEW)
def test_a_backup_that_was_killed_is_whole_or_not_there(few, template, tmp_path):
    office = offices.copy_office(template, tmp_path / "living")
    before = fingerprint(office)

    for number, options in enumerate(_kills(("backup", "--to", "{to}"), tmp_path, few, office)):
        folder = tmp_path / f"backups-{number}"
        killed = run([*options, *office_command(office, "backup", "--to", folder)])

        assert killed.code == KILLED
        assert fingerprint(office) == before
        made = run(office_command(office, "backup", "--to", folder))
        assert made.code == DONE, made.err
        for place, path in enumerate(sorted(folder.glob("PAT1-*"))):
            restored = tmp_path / f"restored-{number}-{place}"
            assert run(office_command(restored, "restore", "--from", path)).code == DONE
            assert faults_of(restored, {}) == []


@pytest.mark.parametrize("what", [*MAKING, "backup"])
def test_a_new_name_is_made_lasting_before_it_is_told(what, template, backup, tmp_path):
    if what == "backup":
        office = offices.copy_office(template, tmp_path / "office")
        arguments = ["backup", "--to", str(tmp_path / "new")]
    else:
        office = tmp_path / "office"
        arguments = [word.format(backup=backup) for word in MAKING[what]]
    trace = tmp_path / "trace"
    watching = ["strace", "-f", "-qq", "-y", "--seccomp-bpf", "-o", str(trace)]
    calls = ["-e", "trace=rename,fsync,write"]

    ended = run([*watching, *calls, *office_command(office, *arguments)])

    assert ended.code == DONE, ended.err
    assert _named_and_not_lasting(trace.read_text(errors="replace").splitlines()) == set()


def _named_and_not_lasting(lines: Sequence[str]) -> set[str]:
    """Return the folders in which something was named that was not synced before the answer."""
    waiting: set[str] = set()
    for line in lines:
        if named := re.search(r'rename\("[^"]*", "([^"]*)"\) = 0', line):
            waiting.add(str(Path(named[1]).parent))
        elif synced := re.search(r"fsync\(\d+<([^>]*)>\) += 0", line):
            waiting.discard(synced[1])
        elif re.search(r'write\(1<[^>]*>, "\{', line):
            break
    return {folder for folder in waiting if Path(folder).exists()}


def _kills(
    arguments: Sequence[str], folder: Path, few: int, office: Path | None = None
) -> Iterator[list[str]]:
    """Yield what is put before a command to kill it, each time at another call."""
    trace = folder / "trace"
    place = office or folder / "undisturbed"
    to = [word.format(to=folder / "undisturbed-backups") for word in arguments]
    start = ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={','.join(_CALLS)}"]
    ended = run([*start, *office_command(place, *to)])
    assert ended.code == DONE, ended.err
    seen: Counter[str] = Counter()
    points = []
    for line in trace.read_text(errors="replace").splitlines():
        if called := _CALL.match(line):
            seen[called[1]] += 1
            points.append((called[1], seen[called[1]]))
    chance = Random(" ".join(arguments[:1]))
    renames = [point for point in points if point[0] == "rename"][-1:]
    # Most often near the end, where the names are given.
    near = points[-2 * few :]
    for call, number in renames + chance.sample(near, min(few - 1, len(near))):
        yield [*start, "-e", f"inject={call}:signal=KILL:when={number}"]
