"""What is committed works for anybody: no address of ours, no path of a machine, no surprise."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
#: Hosts that committed files may name, each with the reason.
KNOWN_HOSTS = {
    "www.w3.org": "names of XML formats, in icons and sheets",
    "schemas.openxmlformats.org": "names of XML formats, in sheets",
    "schemas.microsoft.com": "names of XML formats, in tasks of a scheduler",
    "purl.org": "names of XML formats, in sheets",
    "example.org": "made for examples",
    "iec.ch": "names of XML formats, of the AMISP",
    "localhost": "this machine",
    "127.0.0.1": "this machine",
}
#: Someone who unpacked the source has no git, and nothing to commit.
needs_git = pytest.mark.skipif(
    not ((PROJECT / ".git").exists() and shutil.which("git")), reason="this is no clone"
)
ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]+)")
# Put together, so that this file does not name what it looks for.
INDEX_HOSTS = re.compile(
    "|".join(["pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.(org|com)"])
)
MACHINE_PATH = re.compile(r"(?:^|[\s\"'`=(:])/(?:work|tmp|farm|root|home)/")


@needs_git
def test_files_name_only_known_hosts():
    assert _places(lambda line: set(ADDRESS.findall(line)) - set(KNOWN_HOSTS)) == []


@needs_git
def test_files_name_no_package_index():
    assert _places(INDEX_HOSTS.search) == []


@needs_git
def test_files_name_no_path_of_a_machine():
    assert _places(MACHINE_PATH.search) == []


def test_packaging_does_not_shadow_the_published_package():
    assert not (PROJECT / "packaging" / "__init__.py").exists()


def test_every_locked_package_has_a_hash():
    lock = (PROJECT / "requirements.lock").read_text(encoding="ascii")
    entries = re.split(r"\n(?=[a-z])", lock.strip())

    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_wanted_package_is_locked():
    wanted = re.findall(
        r"^([A-Za-z0-9-]+)", (PROJECT / "requirements.in").read_text(encoding="ascii"), re.MULTILINE
    )
    locked = re.findall(
        r"^([a-z0-9-]+)==",
        (PROJECT / "requirements.lock").read_text(encoding="ascii"),
        re.MULTILINE,
    )

    assert {name.lower() for name in wanted} - set(locked) == set()


@pytest.mark.parametrize("folder", ["fonts", "icons"])
def test_what_others_made_carries_its_licence(folder):
    licences = {"fonts": "OFL.txt", "icons": "LICENSE.txt"}

    assert (PROJECT / "resources" / folder / licences[folder]).stat().st_size > 500


def _places(finds):
    """Return the places of tracked text files where ``finds`` finds something in the line."""
    return [
        f"{name}:{number}"
        for name in _tracked()
        for number, line in enumerate(_lines(name), start=1)
        if finds(line)
    ]


def _tracked():
    """Return the names of the files that git tracks."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True
    ).stdout.decode()
    return [name for name in listing.split("\0") if name and (PROJECT / name).is_file()]


def _lines(name):
    try:
        return (PROJECT / name).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []  # a picture or a font
