"""The glossary has each word once, in both languages, and says truly where it lives."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
ROW = re.compile(r"^\| (?P<english>[^|]+) \| (?P<hindi>[^|]+) \| `(?P<place>[^`]+)` \| [^|]+ \|$")


def _rows():
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    return [match.groupdict() for line in lines if (match := ROW.match(line))]


def test_the_glossary_reads_as_a_table():
    text = GLOSSARY.read_text(encoding="utf-8")

    assert len(_rows()) == text.count("\n| ") - 2  # the head and the rule below it


def test_each_word_stands_once_and_in_order():
    words = [row["english"] for row in _rows()]

    assert len(set(words)) == len(words)
    assert [word.split(" (")[0] for word in words] == sorted(word.split(" (")[0] for word in words)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["english"])
def test_a_word_has_hindi_and_a_place_in_the_code(row):
    module, _, name = row["place"].rpartition(".")

    assert re.search(r"[\u0900-\u097F]", row["hindi"])
    assert _is_module(row["place"]) or hasattr(importlib.import_module(module), name)


def _is_module(place):
    try:
        importlib.import_module(place)
    except ModuleNotFoundError:
        return False
    return True
