"""Two commands that do everything on a fresh machine: ``run`` the desk, ``test`` the program.

Needs Python 3.11 or later and nothing else. ``run -- COMMAND ...`` runs any command of the program
in the right environment. What this script has to say goes to standard error, so that standard
output belongs to the command.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TextIO

PROJECT = Path(__file__).resolve().parent.parent
ENVIRONMENT = PROJECT / ".venv"
LOCK = PROJECT / "requirements.lock"
WHEELHOUSE = PROJECT / "wheelhouse"
STAMP = ENVIRONMENT / "installed-from"
TEXTS = PROJECT / "resources" / "i18n"

LEAST_PYTHON = (3, 11)
#: What Qt needs of Debian and Ubuntu to draw into memory, and what a window needs besides.
QT_LIBRARIES = (
    "libglib2.0-0 libdbus-1-3 libegl1 libgl1 libfontconfig1 libxkbcommon0",
    "libcups2 libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0",
)
#: What the tests start besides, a server and by what a disk breaks at a chosen write: the package
#: by the file that it is known by.
TEST_PROGRAMS = {
    "postgresql": "/usr/lib/postgresql/*/bin/postgres",
    "strace": "/usr/bin/strace",
}
#: The suffix that newer releases gave to libraries rebuilt for 64-bit time.
RENAMED = "t64"
#: A consumer whom every practice office has.
PRACTICE_CONSUMER = "100001"
#: So many days are left to be billed where nobody sees the desk do it.
OPEN_DAYS = 7
#: A test that takes longer hangs, whatever the machine.
LONGEST_TEST_SECONDS = 600
#: What the program makes an office of, and where it makes it.
DATABASE, UNFINISHED = "office.db", ".being-made-*"
INDIA = timedelta(hours=5, minutes=30)

FAILED, UNAVAILABLE, INTERRUPTED = 1, 3, 130


class SetUpFailed(Exception):
    """The machine lacks something that this script cannot bring; the text says what."""


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks and return the exit code."""
    asked, command = _split(arguments)
    wish = _parser().parse_args(asked)
    try:
        if wish.what == "test":
            return test()
        return run_command(command) if command else run()
    except SetUpFailed as lack:
        say(str(lack))
        return UNAVAILABLE
    except KeyboardInterrupt:
        return INTERRUPTED


def run() -> int:
    """Open the desk on a practice office; without a display, show the office's month as files."""
    prepare()
    office = data_folder() / "practice"
    if has_display():
        require_libraries(" ".join(QT_LIBRARIES))
        make_practice_office(office)
        return program("--office", office)
    say("There is no display here, so the practice office works by command line.")
    make_practice_office(office, open_days=OPEN_DAYS)
    return work_a_month(office, yesterday_in_india())


def run_command(command: Sequence[str]) -> int:
    """Pass the command on to the program and return its exit code."""
    prepare()
    return program(*command)


def test() -> int:
    """Run every check, even after one has failed, and return 1 if any did."""
    prepare()
    require_libraries(QT_LIBRARIES[0])
    offer_test_programs()
    tool = str(python().parent)
    checks: dict[str, list[str | Path]] = {
        "format": [f"{tool}/ruff", "format", "--check"],
        "lint": [f"{tool}/ruff", "check"],
        "types": [f"{tool}/mypy"],
        "import contracts": [f"{tool}/lint-imports"],
        # A process for each core; a file's tests stay together, for they share offices.
        "tests": [
            *(python(), "-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile"),
            # A process that dies ends the run: pytest-xdist, given a new one, waits for ever.
            *(f"--timeout={LONGEST_TEST_SECONDS}", "--max-worker-restart=0"),
        ],
    }
    failed = [name for name, check in checks.items() if not _passes(name, check)]
    say(f"Failed: {', '.join(failed)}." if failed else f"All passed: {', '.join(checks)}.")
    return FAILED if failed else 0


def prepare() -> None:
    """Make the environment and the texts, or find both as they should be."""
    if sys.version_info < LEAST_PYTHON:
        raise SetUpFailed(f"Python 3.11 or later is needed; this is {platform.python_version()}.")
    stamp = _stamp()
    if not STAMP.exists() or STAMP.read_text(encoding="ascii") != stamp:
        _make_environment()
        _install()
        STAMP.write_text(stamp, encoding="ascii")
    _compile_texts()


def make_practice_office(office: Path, open_days: int = 0) -> None:
    """Make the practice office unless it is there; one that was interrupted is made anew.

    The last ``open_days`` are left to be billed.
    """
    if (office / DATABASE).exists():
        return
    for unfinished in office.glob(UNFINISHED):
        shutil.rmtree(unfinished, ignore_errors=True)
    say(f"Making a practice office in {office} ...")
    if program("--office", office, "demo", "--leave-open", str(open_days)):
        raise SetUpFailed("The practice office could not be made.")


def work_a_month(office: Path, day: date) -> int:
    """Bill the days up to this one, write its sheet and a receipt, and verify the books."""
    exports = office / "exports"
    exports.mkdir(exist_ok=True)
    sheet = exports / f"daily-sheet-{day}.xlsx"
    steps: list[list[str | Path]] = [
        ["bill", "--day", str(day - timedelta(days=OPEN_DAYS)), "--until", str(day)],
        ["sheet", "--day", str(day), "--out", sheet],
    ]
    for step in steps:
        if code := _told(office, *step):
            return code
    receipt, code = _recharge(office, day)
    if code:
        return code
    copy = exports / f"receipt-{receipt.replace('/', '-')}.pdf"
    code = _told(office, "receipt", "--number", receipt, "--out", copy) or _told(office, "check")
    if code == 0:
        say(f"The sheet and the receipt are in {exports}")
    return code


def program(*arguments: str | Path) -> int:
    """Run the program with these arguments, where the user stands, and return its exit code."""
    return _call([python(), PROJECT / "main.py", *arguments], folder=Path.cwd())


def python() -> Path:
    """Return the interpreter of the environment."""
    on_windows = sys.platform == "win32"
    return ENVIRONMENT / ("Scripts/python.exe" if on_windows else "bin/python")


def data_folder() -> Path:
    """Return where this system keeps what a program stores for its user."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    folder = base / "bijli-bahi"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def has_display() -> bool:
    """Return whether a window can be opened."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def yesterday_in_india() -> date:
    """Return the last billing day that has ended."""
    return (datetime.now(UTC) + INDIA).date() - timedelta(days=1)


def require_libraries(names: str) -> None:
    """Install what Debian or Ubuntu lacks of these packages; other systems look after themselves.

    Nothing is asked for, and no rights are needed, when nothing is missing.
    """
    if not sys.platform.startswith("linux"):
        return
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    missing = [name for name in names.split() if not _is_installed(name)]
    if not missing:
        return
    say(f"Installing what the system lacks: {' '.join(missing)}")
    rights = [] if os.geteuid() == 0 else ["sudo"]
    if rights and not shutil.which("sudo"):
        raise SetUpFailed(f"Please install as administrator: apt-get install {' '.join(missing)}")
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    install = [*apt, "install", "--no-install-recommends", *missing]
    # A fresh machine has no package list; one that has it is spared the wait.
    if _set_up(install, is_quiet=True) and (_set_up([*apt, "update"]) or _set_up(install)):
        raise SetUpFailed(f"These could not be installed: {' '.join(missing)}")


def offer_test_programs() -> None:
    """Install the servers and tools that tests start; without them those tests are skipped.

    In CI nothing may be skipped, so there it is a failure that they cannot be installed.
    """
    lacking = [name for name, file in TEST_PROGRAMS.items() if not _is_there(file)]
    try:
        require_libraries(" ".join(lacking))
    except SetUpFailed as lack:
        if os.environ.get("CI"):
            raise
        say(f"{lack} The tests that need them are skipped.")


def say(sentence: str) -> None:
    """Tell whoever started this."""
    print(sentence, file=sys.stderr, flush=True)


def _split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return our own arguments, and those of the program behind ``--``."""
    own = list(arguments)
    if "--" not in own:
        return own, []
    cut = own.index("--")
    return own[:cut], own[cut + 1 :]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bootstrap.py",
        description="Sets up Bijli Bahi and starts or tests it.",
        epilog="run -- COMMAND ...  runs a command of the program, such as: run -- --help",
    )
    parser.add_argument(
        "what", choices=["run", "test"], help="open a practice office, or run all checks"
    )
    return parser


def _passes(name: str, check: Sequence[str | Path]) -> bool:
    say(f"--- {name}")
    started = time.monotonic()
    passed = _call_alone(check) == 0
    say(f"--- {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.1f} s")
    return passed


def _stamp() -> str:
    """Return what an environment was made from: the lock, and the Python it is for."""
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{lock} {platform.python_version()} {sys.platform} {platform.machine()}"


def _make_environment() -> None:
    STAMP.unlink(missing_ok=True)
    if _environment_fits():
        return
    if importlib.util.find_spec("ensurepip") is None:
        require_libraries(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    say(f"Making the environment {ENVIRONMENT.name} ...")
    if _set_up([sys.executable, "-m", "venv", "--clear", ENVIRONMENT]):
        raise SetUpFailed("The environment could not be made; is Python's venv installed?")


def _environment_fits() -> bool:
    """Return whether there is an environment of this very Python, to be brought up to date."""
    settings = ENVIRONMENT / "pyvenv.cfg"
    if not (settings.exists() and python().exists()):
        return False
    lines = settings.read_text(encoding="utf-8").splitlines()
    return f"version = {platform.python_version()}" in lines


def _install() -> None:
    """Install what is locked, from the wheelhouse where there is one; uv is only quicker."""
    say("Installing the locked packages ...")
    locked: list[str | Path] = ["--require-hashes", "-r", LOCK]
    if WHEELHOUSE.is_dir():
        locked += ["--no-index", "-f", WHEELHOUSE]
    uv = shutil.which("uv")
    if uv and _set_up([uv, "pip", "install", "-q", "--python", python(), *locked]) == 0:
        return
    pip = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input"]
    if _set_up([python(), *pip, *locked]):
        raise SetUpFailed(
            "The packages could not be installed. Without a line, put their files into the"
            f" folder {WHEELHOUSE.name} (packaging/README.md says how)."
        )


def _compile_texts() -> None:
    if all(_is_compiled(source) for source in TEXTS.glob("*.po")):
        return
    if _set_up([python(), "-m", "resources.i18n.build", "compile"]):
        raise SetUpFailed("The texts could not be compiled.")


def _is_compiled(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


def _is_there(pattern: str) -> bool:
    file = Path(pattern)
    return any(Path(file.anchor).glob(str(file.relative_to(file.anchor))))


def _is_installed(package: str) -> bool:
    return any(_has_status_installed(name) for name in (package, package + RENAMED))


def _has_status_installed(package: str) -> bool:
    query = ["dpkg-query", "-W", "-f", "${Status}", package]
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    return answer.stdout == "install ok installed"


def _told(office: Path, *command: str | Path) -> int:
    """Say and run one command on the office; say also when it fails."""
    say(f"\n> {' '.join(map(str, command))}")
    code = program("--office", office, *command)
    if code:
        say(f"{command[0]} ended with {code}.")
    return code


def _recharge(office: Path, day: date) -> tuple[str, int]:
    """Take one recharge, the same one however often it is asked; return its receipt's number."""
    wish = ["--consumer", PRACTICE_CONSUMER, "--amount", "500", "--tender", "cash"]
    command = ["recharge", *wish, "--order-id", f"practice-{day}"]
    say(f"\n> {' '.join(command)}")
    answer = subprocess.run(
        [python(), PROJECT / "main.py", "--office", office, "--json", *command],
        stdout=subprocess.PIPE,
        env=_surroundings(),
        check=False,
    )
    if answer.returncode:
        say(f"recharge ended with {answer.returncode}.")
        return "", answer.returncode
    number = str(json.loads(answer.stdout)["receipt"]["number"])
    say(f"Receipt {number}")
    return number, 0


def _set_up(command: Sequence[str | Path], *, is_quiet: bool = False) -> int:
    """Run a command of the set-up, whose words go where ours go, and return its exit code."""
    return _call(command, output=subprocess.DEVNULL if is_quiet else sys.stderr)


def _call(
    command: Sequence[str | Path],
    *,
    folder: Path = PROJECT,
    output: int | TextIO | None = None,
    **settings: str,
) -> int:
    """Run a command and return its exit code; one that cannot be started is unavailable."""
    surroundings = _surroundings(**settings)
    try:
        ended = subprocess.run(command, cwd=folder, env=surroundings, stdout=output, check=False)
    except OSError as lack:
        say(f"{command[0]}: {lack}")
        return UNAVAILABLE
    return ended.returncode


def _call_alone(check: Sequence[str | Path]) -> int:
    """Run a check without a screen and return its exit code; nothing that it started outlives it.

    Whoever reads what the tests say waits for the last process that can still speak.
    """
    if sys.platform == "win32":
        return _call(check, QT_QPA_PLATFORM="offscreen")
    surroundings = _surroundings(QT_QPA_PLATFORM="offscreen")
    process = subprocess.Popen(check, cwd=PROJECT, env=surroundings, process_group=0)
    try:
        return process.wait()
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGINT)
        process.wait()
        raise
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _surroundings(**settings: str) -> dict[str, str]:
    """Return the variables of a child: text is UTF-8 on every system."""
    return {**os.environ, "PYTHONUTF8": "1", **settings}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
