"""Keeps the catalogue true to the code: ``python -m resources.i18n.build update`` or ``compile``.

``update`` brings new messages into every .po and loses no translation; ``compile`` makes the .mo.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parent
PROJECT = FOLDER.parent.parent
SPEAKING = ("main.py", "domain/**/*.py", "integrations/**/*.py", "resources/**/*.py", "ui/**/*.py")
#: What marks a message: ``_`` and ``N_``, and the texts of a desk where they go by their name.
MARKS = ("_", "N_", "texts", "_texts")
_LINE_WIDTH = 96


def messages_in_code() -> Catalog:
    """Return every message that is marked, with the files that say it."""
    catalogue = Catalog(project="Bijli Bahi", charset="utf-8")
    for path in speaking_files():
        name = path.relative_to(PROJECT).as_posix()
        found = extract_from_file("python", path, keywords=dict.fromkeys(MARKS))
        for line_number, message, comments, context in found:
            places = [(name, line_number)]
            catalogue.add(message, None, places, auto_comments=comments, context=context)
    return catalogue


def speaking_files() -> Iterator[Path]:
    """Yield every module that may say something to a person."""
    for pattern in SPEAKING:
        yield from sorted(PROJECT.glob(pattern))


def translations(language: str) -> Catalog:
    """Return the catalogue of a language as its .po holds it."""
    with _source(language).open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Bring the messages of the code into every .po; what is no longer said stays, set aside."""
    for language in _languages():
        catalogue = translations(language)
        template = messages_in_code()
        template.creation_date = catalogue.creation_date
        catalogue.update(template, no_fuzzy_matching=True)
        with _source(language).open("wb") as file:
            write_po(file, catalogue, width=_LINE_WIDTH, sort_by_file=True, include_lineno=False)
        untold = sum(1 for message in catalogue if message.id and not message.string)
        print(f"{language}: {len(catalogue)} messages, {untold} not translated")  # noqa: T201 - a tool


def compile_all() -> None:
    """Write the .mo beside every .po."""
    for language in _languages():
        with _source(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, translations(language))


def main(arguments: list[str]) -> int:
    """Run one of the two commands; 2 for anything else."""
    commands = {"update": update, "compile": compile_all}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)  # noqa: T201 - a tool
        return 2
    commands[arguments[0]]()
    return 0


def _languages() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.po"))


def _source(language: str) -> Path:
    return FOLDER / f"{language}.po"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
