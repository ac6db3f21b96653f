"""A distribution company may install the program anywhere: nothing in it forbids that."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

LOCK = Path(__file__).parents[2] / "requirements.lock"
#: Packages that offer a choice of licences: which is taken, and where that is said.
CHOSEN = {
    "pyside6-essentials": "LGPL-3.0, offered beside GPL; used as an unchanged library",
    "shiboken6": "LGPL-3.0, offered beside GPL; used as an unchanged library",
}
LICENCE_FILE = re.compile(r"licen[cs]e|copying", re.IGNORECASE)
#: The title of a licence stands at its head; further down it is only talked about.
HEAD_CHARACTERS = 200
FORBIDDEN_TITLE = re.compile(
    r"GNU (?:AFFERO )?GENERAL PUBLIC LICENSE|BUSINESS SOURCE LICENSE", re.IGNORECASE
)
FORBIDDEN_NAME = re.compile(r"(?<![A-Z])A?GPL|BUSL|Business Source|Affero", re.IGNORECASE)


def _installed():
    names = re.findall(r"^([a-z0-9-]+)==", LOCK.read_text(encoding="ascii"), re.MULTILINE)
    for name in sorted(set(names)):
        try:
            yield metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # locked for another system


@pytest.mark.parametrize("package", list(_installed()), ids=lambda package: package.name)
def test_a_package_allows_to_be_shipped(package):
    if package.name.lower().replace("_", "-") in CHOSEN:
        return

    declared = [
        package.metadata.get("License-Expression") or "",
        (package.metadata.get("License") or "")[:HEAD_CHARACTERS],
        *(package.metadata.get_all("Classifier") or []),
    ]
    assert not [text for text in declared if FORBIDDEN_NAME.search(text)]
    assert not [text for text in _licence_heads(package) if FORBIDDEN_TITLE.search(text)]


def _licence_heads(package):
    for file in package.files or []:
        if ".dist-info" in str(file) and LICENCE_FILE.search(file.name) and file.suffix != ".py":
            text = file.locate().read_text(encoding="utf-8", errors="replace")
            yield " ".join(text[: HEAD_CHARACTERS * 2].split())[:HEAD_CHARACTERS]
