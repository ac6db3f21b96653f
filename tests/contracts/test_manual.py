"""The manual is the same in both languages, its links lead somewhere, its keys are real keys."""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from domain.amisp_link import AMISP_VARIABLES
from domain.settings import SETTINGS
from domain.sheet_rows import CHANGE_COLUMNS, CONSUMER_COLUMNS, READ_COLUMNS
from resources.texts import Texts
from storage.keys import KEY_FILE_VARIABLE, KEY_VARIABLE
from storage.signatures import SIGNING_KEY_FILE_VARIABLE, SIGNING_KEY_VARIABLE
from tests.ui.cli.commands import COMMANDS, actions_of
from ui.cli import running
from ui.cli.asking import NEW_PASSWORD, PASSWORD, RECOVERY_WORDS

PROJECT = Path(__file__).parents[2]
MANUAL = PROJECT / "docs" / "manual"
PICTURES = PROJECT / "docs" / "pictures"
DESK = PROJECT / "ui" / "desk"
LANGUAGES = ("en", "hi")
FRAME = DESK / "window.py"
#: The page of the manual for each page of the desk.
PAGES = {
    "dashboard.md": "dashboard",
    "consumers.md": "consumers",
    "recharge.md": "recharge",
    "simulation.md": "simulation",
    "billing-sheet.md": "billing_sheet",
    "approvals.md": "approvals",
    "staff.md": "staff",
    "books.md": "books",
    "audit.md": "audit",
    "counter.md": "counter",
    "undoing.md": "receipts",
    "registers.md": "registers",
    "recovery.md": "settling",
    "verifying.md": "verifying",
    "printers.md": "printers",
    "imports.md": "importing",
    "tariffs.md": "tariffs",
    "disconnection.md": "supply",
    "alerts.md": "alerts",
    "policies.md": "policies",
    "defaulters.md": "defaulters",
}
#: How a table of keys begins, in either language.
KEY_HEADS = ("| Key |", "| कुंजी |")
#: Keys that Qt itself answers, whatever we do.
KEYS_OF_QT = {"Tab", "Up", "Down"}
#: So many pages have a key; the rest are reached by Go To.
MOST_KEYS = 9
#: Qt's names of keys, as people write them.
SHOWN = {"Return": "Enter", "Escape": "Esc", "PageUp": "PgUp", "PageDown": "PgDown"}
#: Files of the manual, named as in English.
FILES = sorted(path.name for path in (MANUAL / "en").iterdir())
BOTH = [(language, name) for language in LANGUAGES for name in FILES]
LINK = re.compile(r"\]\(([^)#\s]+)\)")
PICTURE = re.compile(
    r"(dashboard(-30-days)?|consumers|consumer-[1-7]|balance-explained|note|recharge(-upi|-mixed|-unprinted)?|simulation|billing-sheet"
    r"|counter(-closing)?|day-end|counters|receipts|receipt|cheques|registers|cash-closing"
    r"|day-book|recovery(-lines)?|books|drill|office-settings|audit|verifying(-changed)?|printers"
    r"|policies|policy-(form|dry-run|holidays|protections)|defaulters(-(filter|never|places))?"
    r"|disconnection(-rows|-orders|-stopped)?|alerts(-templates)?"
    r"|importing(-columns)?|tariffs|tariff-draft|tariff-impact|sign-in|first-start|recovery-words"
    r"|staff|approvals(-cancellation)?|locked"
    r"|help|tour|go-to|filters|columns|long-work|messages|recents)"
    r"-(en|hi)-(light|dark)-(100|150)\.png"
)


def test_both_languages_have_the_same_files():
    assert sorted(path.name for path in (MANUAL / "hi").iterdir()) == FILES


@pytest.mark.parametrize("name", FILES)
def test_both_languages_have_the_same_headings_tables_and_commands(name):
    english, hindi = (_lines(language, name) for language in LANGUAGES)

    assert _levels(english) == _levels(hindi)
    assert _count(english, "| ") == _count(hindi, "| ")
    assert _count(english, "main.py") == _count(hindi, "main.py")


@pytest.mark.parametrize(("language", "name"), BOTH)
def test_a_link_leads_to_a_file(language, name):
    page = MANUAL / language / name
    links = [(page.parent / link).resolve() for link in LINK.findall(page.read_text("utf-8"))]

    assert [link for link in links if link.parent != PICTURES and not link.is_file()] == []


@pytest.mark.parametrize(("language", "name"), BOTH)
def test_a_picture_is_one_of_the_desk_in_the_language_of_the_page(language, name):
    links = LINK.findall((MANUAL / language / name).read_text("utf-8"))
    pictures = [Path(link).name for link in links if Path(link).parent.name == "pictures"]

    assert [name for name in pictures if not PICTURE.fullmatch(name)] == []
    assert [name for name in pictures if f"-{language}-" not in name] == []
    if PICTURES.exists():
        assert [name for name in pictures if not (PICTURES / name).is_file()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_of_papers_are_in_the_language_of_the_page_or_in_both(language):
    links = LINK.findall((MANUAL / language / "receipts.md").read_text("utf-8"))
    prints = [Path(link).name for link in links if Path(link).parent.name == "prints"]

    assert len(prints) > 5
    assert [name for name in prints if not re.search(rf"-({language}|both)\.png$", name)] == []


@pytest.mark.parametrize(("language", "name"), BOTH)
def test_a_key_in_a_table_of_keys_works_on_that_page(language, name):
    sources = [DESK / PAGES[name] / "page.py"] if name in PAGES else []
    known = _action_keys(FRAME) | _page_keys() | _everywhere() | _plain_keys() | KEYS_OF_QT
    known = known.union(_form_keys(), *(_action_keys(source) for source in sources))

    assert _keys_of(language, name) - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_key_of_a_page_is_told_on_its_page(language, name):
    own = _action_keys(DESK / PAGES[name] / "page.py")

    assert own - _keys_of(language, name) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_frame_is_told_at_the_beginning(language):
    told = _keys_of(language, "README.md")

    assert (_action_keys(FRAME) | _page_keys() | _everywhere()) - told == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [CONSUMER_COLUMNS, CHANGE_COLUMNS, READ_COLUMNS])
def test_every_column_of_an_import_is_told(language, columns):
    told = {line.split(" | ")[0].removeprefix("| ") for line in _lines(language, "command-line.md")}

    assert {*columns.required, *columns.optional} - told == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_with_all_its_options(language, command):
    text = "\n".join("\n".join(_lines(language, name)) for name in FILES)
    options = {
        option
        for action in actions_of(COMMANDS[command])
        for option in action.option_strings
        if option.startswith("--") and action.help != argparse.SUPPRESS
    }

    assert re.search(rf"^main\.py (.* )?{command}\b", text, re.MULTILINE)
    assert {option for option in options if not re.search(rf"{option}\b", text)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_in_the_manual_can_be_typed(language):
    typed = [
        (name, line)
        for name in FILES
        for line in _lines(language, name)
        if line.startswith("main.py ")
    ]

    assert [told for told in typed if isinstance(_parsed(told[1]), int)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variable_and_every_setting_is_told(language):
    told = {
        cell.strip(" `|")
        for name in ("command-line.md", "books.md", "amisp.md", "alerts.md")
        for line in _lines(language, name)
        for cell in line.split(" | ")[:1]
    }
    variables = {
        *(PASSWORD, NEW_PASSWORD, RECOVERY_WORDS, KEY_VARIABLE, KEY_FILE_VARIABLE),
        *(SIGNING_KEY_VARIABLE, SIGNING_KEY_FILE_VARIABLE),
        *AMISP_VARIABLES.values(),
    }

    assert (variables | set(SETTINGS)) - told == set()


def _parsed(line):
    with contextlib.redirect_stderr(io.StringIO()):
        return running.parse(shlex.split(line)[1:], Texts())


def _lines(language, name):
    return (MANUAL / language / name).read_text(encoding="utf-8").splitlines()


def _levels(lines):
    """Return the level of each heading, in order."""
    return [len(line) - len(line.lstrip("#")) for line in lines if re.match(r"#+ ", line)]


def _count(lines, start):
    return sum(line.startswith(start) for line in lines)


def _keys_of(language, name):
    """Return the keys in the first column of every table of keys on a page."""
    keys, is_inside = set(), False
    for line in _lines(language, name):
        is_inside = line.startswith("|") and (is_inside or line.startswith(KEY_HEADS))
        if is_inside:
            keys |= set(re.findall(r"`([^`]+)`", line.split(" | ")[0]))
    return keys


def _action_keys(source, *, only_everywhere=False):
    """Return the keys of the actions that a module registers."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    named = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Action"
    ]
    keys = set()
    for call in calls:
        keywords = {keyword.arg for keyword in call.keywords}
        if only_everywhere and "everywhere" not in keywords:
            continue
        place = call.args[3] if len(call.args) > 3 else None
        place = named.get(place.id) if isinstance(place, ast.Name) else place
        if isinstance(place, ast.Tuple):
            keys |= {_shown(key.value) for key in place.elts if isinstance(key, ast.Constant)}
    return keys


def _page_keys():
    """Return the keys of the pages: Ctrl and a digit."""
    return {f"Ctrl+{number}" for number in range(1, min(len(PAGES), MOST_KEYS) + 1)}


def _everywhere():
    """Return the keys of pages that work from every page."""
    sources = (DESK / page / "page.py" for page in PAGES.values())
    return set().union(*(_action_keys(source, only_everywhere=True) for source in sources))


def _form_keys():
    """Return the keys of forms and lists that the sheet of keys tells of."""
    text = (DESK / "kit" / "key_sheet.py").read_text(encoding="utf-8")
    return {
        key
        for told in re.findall(r'^    \("([^"]+)", N_', text, re.MULTILINE)
        for key in _split(told)
    }


def _plain_keys():
    """Return the keys without Ctrl or Alt that some part of the desk answers."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in DESK.rglob("*.py"))
    names = {_shown(name) for name in re.findall(r"Qt\.Key\.Key_(\w+)", sources)}
    # What a field answers by the character that was typed, on the keypad too.
    names |= set(re.findall(r'(?:\.text\(\) ==|_KEY =) "(.)"', sources))
    return names | set("12345") if "1" in names else names


def _split(told):
    return told.split(", ")


def _shown(key):
    """Return a key as people write it: Ctrl+Return as Ctrl+Enter."""
    before, plus, last = key.rpartition("+")
    if not last:  # Ctrl++
        return key
    return f"{before}{plus}{SHOWN.get(last, last)}"
