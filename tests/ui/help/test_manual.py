"""The manual as the desk reads it: its pages, its sections, where a word stands."""

import sys

import pytest

from resources import locate_manual
from resources.texts import LANGUAGES
from ui.desk.help.manual import CONTENTS, is_page, page_about, read_page, search

NAMES = sorted(path.name for path in locate_manual("en").glob("*.md"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_page_can_be_read_without_pictures_and_leads_only_within_the_manual(language, name):
    page = read_page(language, name)

    assert page.title
    assert "![" not in page.text
    assert "pictures/" not in page.text


def test_sections_are_counted_as_headings_are():
    page = read_page("en", "recharge.md")

    assert [section.place for section in page.sections] == list(range(len(page.sections)))
    assert page.sections[0].title == "Recharge"


def test_a_heading_in_a_command_is_none():
    titles = [section.title for section in read_page("en", "command-line.md").sections]

    assert [title for title in titles if title.startswith("main.py")] == []


def test_a_page_of_the_desk_has_its_page_of_the_manual():
    assert page_about("billing_sheet") == "billing-sheet.md"
    assert page_about("receipts") == "undoing.md"


def test_a_page_without_one_leads_to_the_contents():
    assert page_about("none such") == CONTENTS


def test_a_language_without_a_manual_reads_the_english_one():
    assert read_page("xx", CONTENTS) == read_page("en", CONTENTS)


@pytest.mark.parametrize(
    "link", ["https://example.org", "../../main.py", "/etc/passwd", "no-such.md", "", "a.md/../b"]
)
def test_a_link_out_of_the_manual_leads_nowhere(link):
    assert not is_page(link)


def test_what_is_in_a_title_comes_first():
    found = search("en", "backup")

    assert "backup" in found[0].section.title.lower()


def test_all_words_have_to_be_there_in_any_order():
    assert search("en", "drawer cash")
    assert search("en", "cash elephant") == []


def test_hindi_is_found():
    assert search("hi", "नकद")[0].line


@pytest.mark.parametrize("words", ["", "   ", "*", "[x](y)", "\\", "(" * 300])
def test_signs_find_nothing_and_break_nothing(words):
    assert isinstance(search("en", words), list)


def test_a_built_program_carries_the_manual_under_the_same_name(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert locate_manual("hi", "recharge.md") == tmp_path / "docs" / "manual" / "hi" / "recharge.md"
