"""The Consumers page, on a real practice office, by keys and mouse."""

from __future__ import annotations

from array import array
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from domain.calendar import end_of
from domain.consumer import ConsumerQuery
from domain.credit import Status
from domain.energy import Energy
from domain.errors import ConsumerNotFound
from domain.money import Money
from domain.reads import Read, ReadSource, ReadState
from domain.recharge import RechargeOrder
from domain.tender import Tender
from resources.texts import Texts
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.consumers.page import ConsumersPage


@pytest.fixture
def page(qtbot, desk, books, tasks):
    page = ConsumersPage(desk, books, NO_DOCUMENTS)
    page.retranslate(desk.texts)
    qtbot.addWidget(page.widget)
    page.widget.resize(1150, 640)
    with qtbot.waitExposed(page.widget):
        page.widget.show()
    page.widget.activateWindow()
    page.enter()
    qtbot.waitUntil(lambda: page.selected_consumer() is not None)
    qtbot.waitUntil(lambda: tasks.is_idle)
    return page


def shown_numbers(page):
    model = page.view.list.model
    return [model.index(place, 0).data() for place in range(model.rowCount())]


def search(qtbot, page, text):
    qtbot.keyClicks(page.view.list.search, text)


class TestTheList:
    def test_a_search_finds_by_half_a_name(self, qtbot, page, books):
        name = books.consumer("100098").name.split()[0][:4]

        search(qtbot, page, name)

        qtbot.waitUntil(lambda: 0 < page.view.list.model.rowCount() < 200)
        qtbot.waitUntil(lambda: "100098" in shown_numbers(page))

    def test_the_count_stands_in_the_key_bar(self, qtbot, page):
        with qtbot.waitSignal(page.counted) as counted:
            search(qtbot, page, "100021")

        assert counted.args == ["1 of 200"]

    def test_a_filter_leaves_only_its_status(self, qtbot, page, books):
        expected = books.find_consumers(ConsumerQuery(statuses=(Status.TO_BE_DISCONNECTED,)))

        page.view.list.filters.choose({"statuses": ["to_be_disconnected"]})

        qtbot.waitUntil(lambda: page.view.list.model.rowCount() == len(expected) > 0)

    def test_a_click_on_balance_sorts_by_it_in_the_database(self, qtbot, page, books):
        lowest = books.find_consumers(ConsumerQuery(order_by="balance"), limit=1)[0]

        page.view.list.table.horizontalHeader().sectionClicked.emit(5)

        qtbot.waitUntil(lambda: page.view.list.model.keys[0] == lowest)

    def test_nothing_found_says_what_to_do(self, qtbot, page):
        search(qtbot, page, "zzzz")

        qtbot.waitUntil(lambda: page.view.list.model.rowCount() == 0)
        empty = page.view.list.empty
        assert empty.isVisible()
        assert empty.text.text().startswith("No consumer fits")

    def test_enter_in_the_search_goes_into_the_list_and_enter_opens(self, qtbot, page):
        search(qtbot, page, "100021")
        qtbot.waitUntil(lambda: shown_numbers(page) == ["100021"])

        qtbot.keyClick(page.view.list.search, Qt.Key.Key_Return)
        qtbot.keyClick(page.view.list.table, Qt.Key.Key_Return)

        qtbot.waitUntil(lambda: page.view.consumer.consumer is not None)
        assert page.view.consumer.consumer.number == "100021"
        assert page.view.is_consumer_open


class TestOneConsumer:
    @pytest.fixture
    def opened(self, qtbot, page, tasks):
        def open_it(number, tab="overview"):
            page.show_consumer(number)
            page.view.consumer.show_tab(tab)
            qtbot.waitUntil(lambda: tasks.is_idle)
            qtbot.waitUntil(lambda: page.view.consumer.consumer.number == number)
            return page.view.consumer

        return open_it

    def test_the_head_says_how_it_stands_and_why(self, opened, books):
        known = books.consumer("100098")

        view = opened("100098")

        assert view.name.whole_text() == known.name
        assert view.balance.value.text().startswith("▼ -₹")
        assert view.status.text() == "◆ To be disconnected"
        assert view.why.text().startswith("Below zero since")

    def test_the_chart_and_the_last_recharges_are_shown(self, qtbot, opened):
        view = opened("100097")

        qtbot.waitUntil(lambda: view.overview.chart.is_drawn, timeout=15_000)
        assert "units" in view.overview.chart.read_out_at(0)
        assert view.overview.receipts.model().rowCount() > 0

    def test_a_month_of_charges_adds_up_and_a_day_is_explained(self, qtbot, opened, books):
        view = opened("100001", "charges")
        charges = books.charges("100001", date(2026, 11, 1), date(2026, 11, 30))
        assert view.charges.table.model().rowCount() == len(charges)

        view.charges.table.go_to(date(2026, 11, 20))
        qtbot.keyClick(view.charges.table, Qt.Key.Key_Return)

        qtbot.waitUntil(lambda: not view.charges.explanation.isHidden())
        text = view.charges.explanation.text()
        assert "Why 20 Nov 2026 costs ₹53.37" in text
        assert "Running since the 1st: ₹767.027, rounded to ₹767.03" in text

    def test_page_up_shows_the_month_before(self, qtbot, opened, tasks):
        view = opened("100001", "charges")

        qtbot.mouseClick(view.charges.previous, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: view.charges.month.text() == "Oct 2026")

        assert view.charges.table.model().rowCount() == 22

    def test_the_ledger_is_the_wallets_own(self, opened, books):
        view = opened("100001", "ledger")

        assert list(view.ledger.rows) == books.ledger("100001")

    @pytest.fixture
    def held(self, books):
        """A read of this morning that jumped, and is right all the same."""
        last = books.reads("100001")[0]
        now = end_of(date(2026, 11, 21)) + timedelta(hours=8)
        jumped = Read(last.meter_serial, now, Energy(last.register_wh + 10_000_000))
        books.take_reads([jumped], ReadSource.MANUAL, CLERK)
        return next(read for read in books.held_reads() if read.consumer_number == "100001")

    def test_a_read_that_cannot_be_right_stays_held(self, qtbot, opened, books):
        [held] = books.held_reads()
        view = opened(held.consumer_number, "reads")
        view.reads.table.go_to(held.read_at)

        qtbot.keyClicks(view.reads.note, "Looks fine")
        qtbot.keyClick(view.reads.note, Qt.Key.Key_Return)

        qtbot.waitUntil(lambda: "read_already_passed" in view.reads.problem.text())
        assert view.reads.note.text() == "Looks fine"
        assert books.held_reads() == [held]

    def test_a_held_read_is_released_with_a_note(self, qtbot, opened, books, page, held):
        view = opened("100001", "reads")
        view.reads.table.go_to(held.read_at)

        qtbot.mouseClick(view.reads.release, Qt.MouseButton.LeftButton)
        assert "field_missing" in view.reads.problem.text()

        qtbot.keyClicks(view.reads.note, "Meter seen, register is right")
        with qtbot.waitSignal(page.books_changed):
            qtbot.keyClick(view.reads.note, Qt.Key.Key_Return)
        assert held not in books.held_reads()
        states = [read.state for read in books.reads(held.consumer_number)]
        assert ReadState.RELEASED in states

    def test_a_held_read_is_put_aside_with_a_note(self, qtbot, opened, books, page):
        [held] = books.held_reads()
        view = opened(held.consumer_number, "reads")
        view.reads.table.go_to(held.read_at)

        qtbot.keyClicks(view.reads.note, "A typing error")
        with qtbot.waitSignal(page.books_changed):
            qtbot.mouseClick(view.reads.dismiss, Qt.MouseButton.LeftButton)

        assert books.held_reads() == []

    def test_escape_closes_one_thing_after_the_other(self, qtbot, opened, page):
        opened("100001")
        page.view.show_wide(True)

        assert page.step_back()
        assert page.view.is_consumer_open
        assert page.step_back()
        assert not page.view.is_consumer_open
        assert not page.step_back()

    def test_the_consumer_takes_all_where_the_help_leaves_too_little_room(self, opened, page):
        opened("100001")
        page.widget.resize(760, 640)

        assert page.view.is_wide
        page.widget.resize(1150, 640)
        assert not page.view.is_wide

    def test_an_unknown_consumer_is_told(self, qtbot, page, desk):
        page.show_consumer("999999")

        qtbot.waitUntil(lambda: desk.toasts.toast is not None)
        assert desk.toasts.toast.text.text().startswith("consumer_not_found")


class TestOpenedBeforeTheListHasCome:
    @pytest.fixture
    def new_page(self, qtbot, desk, books):
        page = ConsumersPage(desk, books, NO_DOCUMENTS)
        page.retranslate(desk.texts)
        qtbot.addWidget(page.widget)
        page.widget.resize(1150, 640)
        return page

    def test_the_consumer_stays_and_the_list_goes_there(self, qtbot, new_page, tasks):
        qtbot.waitUntil(lambda: new_page.view.list.model.rowCount() > 0)
        new_page.view.list.show_keys(array("q"))
        new_page.list.start()
        new_page.show_place("100098")
        new_page.widget.show()

        self.settle(qtbot, new_page, tasks)
        assert new_page.view.consumer.consumer.number == "100098"
        assert new_page.view.list.table.current_row().number == "100098"

    def test_a_row_that_comes_late_is_not_followed(self, qtbot, new_page, tasks):
        qtbot.waitUntil(lambda: new_page.view.list.model.rowCount() > 0)
        new_page.show_consumer("100098")
        first = next(iter(new_page.view.list.model.fetched(new_page.view.list.model.keys[:1])))

        new_page.view.list.row_changed.emit(first)

        self.settle(qtbot, new_page, tasks)
        assert new_page.view.consumer.consumer.number == "100098"

    def test_whoever_goes_on_in_the_list_is_followed(self, qtbot, new_page, tasks):
        new_page.widget.show()
        new_page.show_place("100098")
        self.settle(qtbot, new_page, tasks)

        qtbot.keyClick(new_page.view.list.table, Qt.Key.Key_Home)

        qtbot.waitUntil(lambda: new_page.view.consumer.consumer.number == "100001")

    @staticmethod
    def settle(qtbot, page, tasks):
        qtbot.waitUntil(lambda: page.view.consumer.consumer is not None)
        qtbot.waitUntil(lambda: page.view.list.model.rowCount() > 0)
        qtbot.wait(300)
        qtbot.waitUntil(lambda: tasks.is_idle)


class TestChanging:
    @pytest.fixture
    def form(self, qtbot, page, tasks):
        page.show_consumer("100001")
        page.view.consumer.show_tab("details")
        qtbot.waitUntil(lambda: page.view.consumer.consumer is not None)
        qtbot.waitUntil(lambda: tasks.is_idle)
        return page.view.consumer.details.form

    def retype(self, qtbot, form, name, text):
        field = form.form.field(name)
        field.clear()
        qtbot.keyClicks(field, text)
        return field

    def test_a_change_holds_from_its_day(self, qtbot, page, form, books):
        field = self.retype(qtbot, form, "load_kw", "4.5")

        with qtbot.waitSignal(page.books_changed):
            qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

        assert books.consumer("100001").load_w == 4500
        assert books.history("100001")[0].values["load_kw"] == "4.5 kW"

    def test_every_refusal_stands_at_its_field_and_nothing_is_lost(self, qtbot, form, books):
        self.retype(qtbot, form, "name", " ")
        self.retype(qtbot, form, "load_kw", "many")

        form.form.accept_requested.emit()
        assert set(form.form.problems()) == {"load_kw"}
        self.retype(qtbot, form, "load_kw", "0")
        form.form.accept_requested.emit()

        qtbot.waitUntil(lambda: set(form.form.problems()) == {"name", "load_kw"})
        assert form.form.field("load_kw").text() == "0"
        assert books.consumer("100001").load_w == 5000

    def test_a_day_that_is_charged_is_refused_at_the_day(self, qtbot, form):
        self.retype(qtbot, form, "effective_on", "1-11")
        self.retype(qtbot, form, "load_kw", "4")

        form.form.accept_requested.emit()

        qtbot.waitUntil(lambda: set(form.form.problems()) == {"effective_on"})

    def test_what_is_typed_stays_when_the_books_change(self, qtbot, page, form, tasks, books):
        self.retype(qtbot, form, "name", "Half a na")
        paid = RechargeOrder.of("order-1", "100001", Money.rupees(500), Tender.CASH)
        books.recharge(paid, CLERK)

        page.refresh()
        qtbot.waitUntil(lambda: tasks.is_idle)

        assert page.view.consumer.consumer.balance == books.consumer("100001").balance
        assert form.form.field("name").text() == "Half a na"

    def test_what_is_typed_waits_for_its_consumer(self, qtbot, page, form, tasks, books):
        self.retype(qtbot, form, "name", "Half a na")

        page.show_consumer("100002")
        qtbot.waitUntil(lambda: page.view.consumer.consumer.number == "100002")
        assert form.form.field("name").text() == books.consumer("100002").name
        page.show_consumer("100001")
        qtbot.waitUntil(lambda: page.view.consumer.consumer.number == "100001")

        assert form.form.field("name").text() == "Half a na"


class TestTakingOn:
    def test_a_consumer_is_taken_on_by_keys_alone(self, qtbot, page, books):
        page.open_new()
        form = page.view.new.form.form
        typed = {
            "number": "200001",
            "name": "अनीता शर्मा",
            "load_kw": "3",
            "meter_serial": "M-77",
            "opening_balance": "500+50",
        }
        form.field("category").show_value("BR-DS2")

        for name in form.names:
            if name in typed:
                form.field(name).setText(typed[name])
        with qtbot.waitSignal(page.books_changed):
            form.accept_requested.emit()

        assert books.consumer("200001").balance == Money(55000)
        assert page.selected_consumer() == "200001"

    def test_a_number_that_is_taken_is_refused_at_its_field(self, qtbot, page, books):
        page.open_new()
        form = page.view.new.form.form
        for name, text in {"number": "100001", "name": "A", "load_kw": "3"}.items():
            form.field(name).setText(text)

        form.accept_requested.emit()

        qtbot.waitUntil(lambda: "number" in form.problems())
        assert set(form.problems()) == {"number", "meter_serial", "category"}
        assert form.field("name").text() == "A"

    def test_the_form_keeps_what_is_typed_when_it_is_put_away(self, qtbot, page):
        page.open_new()
        form = page.view.new.form.form
        qtbot.keyClicks(form.field("number"), "2000")

        qtbot.keyClick(form.field("number"), Qt.Key.Key_Escape)
        assert page.view.side.isHidden()
        page.open_new()

        assert form.field("number").text() == "2000"


def test_an_unknown_number_is_a_refusal_and_no_bug(books):
    with pytest.raises(ConsumerNotFound):
        books.consumer("999999")


def test_another_language_is_not_taken_for_something_typed(qtbot, page, tasks):
    page.show_consumer("100001")
    qtbot.waitUntil(lambda: page.view.consumer.consumer is not None)
    form = page.view.consumer.details.form
    assert not form.is_touched

    page.retranslate(Texts("hi"))

    assert not form.is_touched
    assert form.form.field("effective_on").text().startswith("21 ")
    qtbot.waitUntil(lambda: tasks.is_idle)
