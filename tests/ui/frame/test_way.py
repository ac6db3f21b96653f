"""Back and Forward lead where one was, as it was, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt

from domain.consumer import ConsumerQuery
from domain.credit import Status
from domain.receipt_query import ReceiptQuery
from domain.register import RegisterKind, RegisterQuery
from tests.ui.frame.conftest import ALT, CONTROL
from ui.desk.billing_sheet.sheet import Part, SheetQuery
from ui.desk.dashboard.rows_view import Rows
from ui.desk.frame.history import MOST_STEPS, History
from ui.desk.kit.places import Place

KEY = Qt.Key


def test_back_and_forward_lead_to_the_same_consumer(seat):
    seat.window.show_consumer("100021")
    seat.rest()
    seat.window.show_page("receipts")
    seat.rest()
    seat.window.show_page("consumers")
    seat.page.view.close_side()

    seat.press(KEY.Key_Left, ALT)
    assert seat.page.view.is_consumer_open
    seat.press(KEY.Key_Left, ALT)
    assert seat.page.key == "receipts"
    seat.press(KEY.Key_Left, ALT)

    assert seat.page.selected_consumer() == "100021"
    seat.press(KEY.Key_Right, ALT)
    assert seat.page.key == "receipts"


def test_the_way_says_where_one_is_and_leads_back_to_the_list(seat, books):
    name = books.consumer("100021").name
    seat.window.show_consumer("100021")
    seat.wait(lambda: seat.way[-2:] == ["Consumers", f"100021 {name}"])

    seat.click(seat.window.trail.links[-1])

    assert not seat.page.view.is_consumer_open
    assert seat.way[-1] == "Consumers"


def test_back_shows_what_was_searched_for(seat):
    query = ConsumerQuery("1000", statuses=(Status.ACTIVE,), order_by="balance")
    seat.window.go_to_place(Place("consumers", query))
    seat.rest()
    shown = list(seat.page.view.list.model.keys)
    seat.window.go_to_place(Place("consumers", ConsumerQuery("100021")))
    seat.rest()
    assert len(seat.page.view.list.model.keys) == 1

    seat.press(KEY.Key_Left, ALT)

    assert seat.page.view.list.query() == query
    assert list(seat.page.view.list.model.keys) == shown


def test_a_query_that_no_field_can_say_is_shown_all_the_same(seat, books):
    query = ConsumerQuery(statuses=(Status.LOW, Status.EMERGENCY, Status.TO_BE_DISCONNECTED))

    seat.window.go_to_place(Place("consumers", query))
    seat.rest()

    assert seat.page.view.list.query() == query
    assert list(seat.page.view.list.model.keys) == list(books.find_consumers(query))


def test_receipts_of_several_days_are_shown_and_said(seat, books):
    today = books.today()
    query = ReceiptQuery(since=today - timedelta(days=6), until=today)

    seat.window.go_to_place(Place("receipts", query))
    seat.rest()

    lists = seat.page.view.list
    assert list(lists.model.keys) == list(books.reversals.find_receipts(query))
    assert "Nov 2026" in lists.day.placeholderText()
    lists.search.setText("100021")
    seat.wait(lambda: lists.query() == ReceiptQuery("100021"))
    assert lists.day.placeholderText() == "Every day"


def test_the_sheet_of_a_day_and_a_part_of_it(seat, books):
    day = books.state().last_charged_on

    seat.window.go_to_place(Place("billing_sheet", (day, Part.CHARGED)))
    seat.rest()
    assert seat.page.controller.query == SheetQuery(part=Part.CHARGED)
    seat.window.go_to_place(Place("billing_sheet", day - timedelta(days=3)))
    seat.rest()
    assert seat.page.controller.query == SheetQuery()

    seat.press(KEY.Key_Left, ALT)

    assert seat.page.here().what == (day, SheetQuery(part=Part.CHARGED))


def test_a_register_comes_back_with_its_days(seat, books):
    today = books.today()
    query = RegisterQuery(RegisterKind.SERIES, today - timedelta(days=2), today, counter=1)
    seat.window.go_to_place(Place("registers", query))
    seat.rest()
    seat.window.show_page("consumers")

    seat.press(KEY.Key_Left, ALT)

    assert seat.page.key == "registers"
    assert seat.page.controller.query() == query


def test_escape_leaves_what_a_link_led_to_and_no_page_that_was_chosen(seat):
    seat.window.show_consumer("100021")
    seat.rest()
    seat.press(KEY.Key_F5)
    assert seat.page.key == "recharge"
    for _step in range(3):
        seat.press(KEY.Key_Escape)

    assert seat.page.key == "consumers"
    seat.window.show_page("printers")
    for _step in range(3):
        seat.press(KEY.Key_Escape)
    assert seat.page.key == "printers"


def test_back_loses_nothing_that_is_typed(seat):
    seat.window.show_consumer("100021")
    seat.rest()
    page = seat.page
    page.view.open_new()
    page.view.new.form.form.field("name").setText("Ramesh")
    page.view.new.form.form.field("name").changed.emit()
    seat.window.show_page("receipts")
    seat.rest()
    seat.press(KEY.Key_Left, ALT)
    seat.press(KEY.Key_Left, ALT)

    assert page.view.new.form.form.field("name").text() == "Ramesh"


def test_from_one_consumer_to_the_next_is_no_step_of_its_own():
    history = History(Place("consumers", ConsumerQuery()))
    for number in range(100_001, 100_050):
        history.stand(Place("consumers", str(number), "somebody"))

    assert history.back() == Place("consumers", ConsumerQuery())
    assert not history.can_go_back


def test_the_oldest_steps_are_forgotten():
    history = History(Place("consumers"))
    for number in range(2 * MOST_STEPS):
        history.go(Place("consumers", str(number)))

    steps = 0
    while history.can_go_back:
        history.back()
        steps += 1
    assert steps == MOST_STEPS


def test_back_and_its_own_key_lead_from_the_days_behind_a_tile_to_the_tiles(seat):
    seat.window.show_page("dashboard")
    seat.window.go_to_place(Place("dashboard", Rows.DAYS))
    seat.rest()
    assert seat.page.view.shows_rows

    seat.press(KEY.Key_Left, ALT)

    assert (seat.page.key, seat.page.view.shows_rows) == ("dashboard", False)
    seat.press(KEY.Key_Right, ALT)
    assert seat.page.view.shows_rows

    # So does the page's own key.
    seat.press(KEY.Key_1, CONTROL)
    assert not seat.page.view.shows_rows


def test_back_to_the_list_of_consumers_closes_who_was_opened_meanwhile(seat):
    seat.window.show_page("consumers")
    seat.rest()
    seat.window.show_consumer("100021")
    seat.rest()

    seat.press(KEY.Key_Left, ALT)

    assert (seat.page.key, seat.page.view.is_consumer_open) == ("consumers", False)
