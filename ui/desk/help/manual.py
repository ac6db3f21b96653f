"""The manual as the desk reads it: pages by name, their sections, and where a word stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from resources import locate_manual
from resources.texts import SOURCE_LANGUAGE

#: The page to begin with.
CONTENTS = "README.md"
#: Pages of the desk whose page of the manual does not bear their key.
_NAMED_OTHERWISE = {
    "supply": "disconnection.md",
    "receipts": "undoing.md",
    "importing": "imports.md",
}
_HEADING = re.compile(r"(#+) +(.*)")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_MARKS = re.compile(r"[*`|#]+|^[\s-]+|^\d+\. ")
#: A page that a link may name: no address, nothing outside of the manual.
_PAGE = re.compile(r"[a-z0-9-]+\.md|README\.md")
_MOST_FOUND = 30
_MOST_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it; ``place`` counts the headings of its page."""

    place: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page of the manual in one language, without its pictures."""

    name: str
    title: str
    text: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Where something stands in the manual: the page, the section, its first line."""

    name: str
    page_title: str
    section: Section
    line: str


def page_about(key: str) -> str:
    """Return the name of the page of the manual about a page of the desk."""
    name = _NAMED_OTHERWISE.get(key, f"{key.replace('_', '-')}.md")
    return name if locate_manual(SOURCE_LANGUAGE, name).is_file() else CONTENTS


def is_page(name: str) -> bool:
    """Return whether a link leads to a page of the manual."""
    return bool(_PAGE.fullmatch(name)) and locate_manual(SOURCE_LANGUAGE, name).is_file()


@cache
def read_page(language: str, name: str) -> ManualPage:
    """Read a page; in a language without a manual, the English one."""
    path = locate_manual(language, name)
    if not path.is_file():
        path = locate_manual(SOURCE_LANGUAGE, name)
    text = _within_the_manual(path.read_text("utf-8"))
    sections = tuple(_sections(text))
    return ManualPage(name, sections[0].title, text, sections)


def search(language: str, words: str) -> list[Found]:
    """Return the sections in which all the words stand, those with one in their title first."""
    wanted = _folded(words).split()
    if not wanted:
        return []
    found = [
        Found(page.name, page.title, section, _line_with(section, wanted))
        for page in _pages(language)
        for section in page.sections
        if _has_all(f"{section.title} {_plain(section.text)}", wanted)
    ]
    found.sort(key=lambda one: not any(word in _folded(one.section.title) for word in wanted))
    return found[:_MOST_FOUND]


def _pages(language: str) -> Iterator[ManualPage]:
    for path in sorted(locate_manual(SOURCE_LANGUAGE).glob("*.md")):
        yield read_page(language, path.name)


def _within_the_manual(text: str) -> str:
    """Leave out pictures, and of links that lead elsewhere all but their words."""
    without = _PICTURE.sub("", text)
    return _LINK.sub(lambda link: link[0] if is_page(link[2].split("#")[0]) else link[1], without)


def _sections(text: str) -> Iterator[Section]:
    place, title, lines, is_code = -1, "", list[str](), False
    for line in text.splitlines():
        is_code ^= line.startswith("```")
        heading = None if is_code else _HEADING.match(line)
        if heading:
            if place >= 0:
                yield Section(place, title, "\n".join(lines).strip())
            place, title, lines = place + 1, heading[2], []
        else:
            lines.append(line)
    yield Section(max(place, 0), title, "\n".join(lines).strip())


def _line_with(section: Section, wanted: list[str]) -> str:
    """Return the line of a section in which a word stands, else its first, shortened."""
    lines = [line for line in map(_plain, section.text.splitlines()) if line]
    with_word = (line for line in lines if any(word in _folded(line) for word in wanted))
    line = next(with_word, lines[0] if lines else "")
    return line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN].rsplit(' ', 1)[0]} …"


def _plain(text: str) -> str:
    """Return a text without the marks of its form."""
    return " ".join(_MARKS.sub(" ", _LINK.sub(r"\1", text)).split())


def _has_all(text: str, wanted: list[str]) -> bool:
    folded = _folded(text)
    return all(word in folded for word in wanted)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
