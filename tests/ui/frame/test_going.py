"""Ctrl+K: pages, actions, reports, consumers and receipts in one field."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from domain.register import RegisterKind
from resources.texts import Texts
from tests.ui.frame.conftest import CONTROL
from ui.desk.frame.reports import day_typed
from ui.desk.kit.go_to import Destination, Group, fitting

KEY = Qt.Key
TODAY = date(2026, 11, 23)


@pytest.fixture
def go_to(seat):
    seat.press(KEY.Key_K, CONTROL)
    return seat.window.go_to


def look_for(seat, text):
    seat.window.go_to.line.setText("")
    if text.isascii():
        seat.type(text)
    else:
        # QTest has keys for the letters of ASCII only; others come as from an input method.
        seat.window.go_to.line.insert(text)
    seat.wait(lambda: not seat.window.go_to.line.is_breathing)
    seat.rest()


def test_ctrl_k_again_selects_what_is_typed(seat, go_to):
    go_to.line.setText("tariff")
    go_to.line.home(False)

    seat.press(KEY.Key_K, CONTROL)

    assert go_to.isVisible()
    assert go_to.line.selectedText() == "tariff"


def test_pages_and_actions_are_there_before_a_letter_is_typed(go_to):
    assert go_to.titles[:2] == ["Pages", "Actions"]
    assert "Receipts" in go_to.texts
    assert "Larger text" in go_to.texts


def test_the_exact_number_of_a_consumer_comes_first_and_enter_goes_there(seat, go_to):
    look_for(seat, "100021")

    assert go_to.titles[0] == "Consumers"
    assert go_to.texts[0].startswith("100021 · ")
    seat.press(KEY.Key_Return)

    assert seat.page.key == "consumers"
    assert seat.page.selected_consumer() == "100021"


def test_enter_before_the_books_have_answered_goes_there_when_they_have(seat, go_to):
    seat.type("100021")
    seat.press(KEY.Key_Return)

    seat.wait(lambda: seat.page.selected_consumer() == "100021")
    assert not go_to.isVisible()


def test_control_enter_recharges_a_consumer(seat, go_to):
    look_for(seat, "100021")

    seat.press(KEY.Key_Return, CONTROL)

    seat.wait(lambda: seat.page.key == "recharge" and seat.page.selected_consumer() == "100021")


def test_control_enter_does_nothing_where_there_is_nobody_to_recharge(seat, go_to):
    look_for(seat, "printers")
    page = seat.page.key

    seat.press(KEY.Key_Return, CONTROL)

    assert seat.page.key == page
    assert go_to.isVisible()


def test_a_receipt_is_found_by_its_number_and_by_its_last_figures(seat, go_to, books):
    row = books.receipts(1)[0]
    for text in (row.number, row.number.rsplit("/", 1)[1].lstrip("0")):
        look_for(seat, text)
        assert row.number in go_to.texts

    look_for(seat, row.number.lower())
    assert go_to.texts[0] == row.number
    seat.press(KEY.Key_Return)

    assert seat.page.key == "receipts"
    assert seat.page.view.list.query().text == row.number


def test_a_report_of_a_day_is_found_by_words_and_day(seat, go_to):
    look_for(seat, "day book 5 nov 2026")

    assert go_to.texts[0] == "Day book · 5 Nov 2026"
    seat.press(KEY.Key_Return)

    assert seat.page.key == "registers"
    query = seat.page.controller.query()
    assert (query.kind, query.since, query.until) == (
        RegisterKind.DAY_BOOK,
        date(2026, 11, 5),
        date(2026, 11, 5),
    )


def test_a_day_alone_offers_what_there_is_of_it(seat, go_to):
    look_for(seat, "5 nov 2026")

    assert go_to.texts[0] == "Billing sheet · 5 Nov 2026"
    assert "Day-end · 5 Nov 2026" in go_to.texts
    seat.press(KEY.Key_Return)

    assert seat.page.controller.day == date(2026, 11, 5)


def test_arrows_step_over_the_names_of_kinds(seat, go_to):
    seat.press(KEY.Key_Up)
    marked = go_to.list.currentIndex()
    assert marked.row() == 1
    for _step in range(len(go_to.texts) + 2):
        seat.press(KEY.Key_Down)

    assert go_to.list.currentIndex().data() == go_to.texts[-1]


def test_what_fits_nothing_says_so(seat, go_to):
    look_for(seat, "<b>xyzzy</b> =1+1")

    assert go_to.texts == []
    assert go_to.nothing.isVisible()
    seat.press(KEY.Key_Escape)
    assert not go_to.isVisible()


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
def test_whoever_was_looked_at_comes_first_the_next_time(seat, open_desk, books, qtbot):
    seat.window.show_consumer("100021")
    seat.wait(lambda: seat.window.recents.numbers == ["100021"])
    seat.window.show_consumer("100007")
    seat.wait(lambda: seat.window.recents.numbers == ["100007", "100021"])
    seat.rest()

    other = open_desk()
    other.press(KEY.Key_K, CONTROL)

    assert other.window.go_to.titles[0] == "Recent consumers"
    assert [text[:6] for text in other.window.go_to.texts[:2]] == ["100007", "100021"]
    other.press(KEY.Key_Escape)
    other.press(KEY.Key_H, CONTROL)
    menu = other.window.recents_button.menu_of_recents
    other.wait(menu.isVisible)
    assert menu.actions()[0].text().startswith("100007")
    menu.actions()[1].trigger()
    menu.close()
    other.wait(lambda: other.page.selected_consumer() == "100021")


def test_what_begins_so_stands_before_what_contains_it():
    def nowhere():
        pass

    group = Group("Pages", [Destination(words, nowhere) for words in ("Pre-print", "To print")])
    group = Group("", [*group.destinations, Destination("Printers", nowhere)])

    found = [one.words for one in fitting(group, "print").destinations]

    assert found == ["Printers", "To print", "Pre-print"]


@pytest.mark.parametrize(
    "text, day",
    [
        ("22 nov", date(2026, 11, 22)),
        ("22 November", date(2026, 11, 22)),
        ("1 dec", date(2025, 12, 1)),
        ("22-nov", date(2026, 11, 22)),
        ("22 nov 2024", date(2024, 11, 22)),
        ("y", date(2026, 11, 22)),
        ("31 feb", None),
        ("22 xyz", None),
        ("५ नव", date(2026, 11, 5)),
    ],
)
def test_days_are_typed_with_the_names_of_months(text, day):
    assert day_typed(text, TODAY, Texts("hi")) == day


@pytest.mark.parametrize("typed", ["hindi", "हिन्दी", "english"])
def test_the_other_language_is_found_by_its_name(seat, go_to, typed):
    look_for(seat, typed)

    assert "Other language" in go_to.texts
