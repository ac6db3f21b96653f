"""Each package imports what its place in the house allows, and a command never loads Qt."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
#: Every command that the practice office's month takes, in the order of a day's work.
HEADLESS = [
    "--help",
    "--office {office} --json demo --consumers 5 --days 3",
    "--office {office} --json bill --day 2020-01-01",
    "--office {office} --json balance --consumer 100001",
    "--office {office} sheet --day 2020-01-01 --out {office}.xlsx",
    "--office {office} --json check",
]


def test_the_domain_imports_the_standard_library_and_numpy_only():
    allowed = sys.stdlib_module_names | {"domain", "numpy"}

    assert _imported_by("domain") <= allowed


def test_the_set_up_imports_the_standard_library_only():
    assert _imported_by("packaging") <= sys.stdlib_module_names


def test_resources_need_no_more_than_babel():
    assert _imported_by("resources") <= sys.stdlib_module_names | {"resources", "babel"}


def test_a_command_never_loads_qt(tmp_path):
    loading_qt = [
        command
        for command in HEADLESS
        if not _runs_without_qt(command.format(office=tmp_path / "office").split())
    ]

    assert loading_qt == []


def _runs_without_qt(arguments):
    """Run the program as a command does, then look what it has loaded."""
    program = (
        "import runpy, sys\n"
        f"sys.argv = ['main.py', *{arguments!r}]\n"
        "try:\n"
        f"    runpy.run_path({str(PROJECT / 'main.py')!r}, run_name='__main__')\n"
        "except SystemExit:\n"
        "    pass\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "sys.exit(len(loaded & {'PySide6', 'shiboken6', 'pyqtgraph'}))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.returncode == 0


def _imported_by(folder):
    """Return the top-level packages that any module of a folder names in an import."""
    found = set()
    for path in (PROJECT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found
