"""Filters as chips, filters under a name, columns as somebody likes them, rows on the clipboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.consumer import ConsumerQuery
from domain.credit import Status
from domain.money import Money
from resources.texts import N_, Texts
from tests.ui.conftest import StretchedTexts
from ui.desk.consumers.filters import Choices, chosen_of, consumer_filters, query_of
from ui.desk.consumers.list_view import COLUMNS
from ui.desk.kit.arrangement import Arrangement
from ui.desk.kit.columns import Column, money_column
from ui.desk.kit.listing.column_sheet import ColumnSheet
from ui.desk.kit.listing.copying import MOST_ROWS, RowCopies, copied
from ui.desk.kit.listing.filter_bar import FilterBar
from ui.desk.kit.listing.filters import valid
from ui.desk.kit.listing.kept import KeptColumns, KeptFilters
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.table import Table

DAY = date(2026, 11, 22)
EVERYTHING = ConsumerQuery(
    statuses=(Status.LOW, Status.EMERGENCY),
    categories=("DS-I",),
    feeders=("F01", "F02"),
    tags=("camp",),
    balance_from=Money(-50_000),
    balance_below=Money(0),
    is_never_recharged=True,
    read_missing_on=DAY,
)
PEOPLE = (
    {"number": "1", "name": "=1+1", "balance": Money(-123_456)},
    {"number": "2", "name": "सुनीता\tदेवी\nPatna", "balance": Money(500_000)},
    {"number": "3", "name": "@SUM(A1)", "balance": Money(-5)},
)
PLAIN_COLUMNS = (
    Column("number", N_("Number"), lambda row, _: row["number"]),
    Column("name", N_("Name"), lambda row, _: row["name"], stretches=True),
    money_column("balance", N_("Balance"), lambda row: row["balance"]),
    Column("mobile", N_("Mobile"), is_extra=True),
)


@pytest.fixture
def host(qtbot, desk):
    host = QWidget()
    host.resize(900, 500)
    QVBoxLayout(host)
    qtbot.addWidget(host)
    with qtbot.waitExposed(host):
        host.show()
    host.activateWindow()
    return host


@pytest.fixture
def bar(host, desk):
    choices = Choices(["DS-I", "DS-II"], ["F01", "F02"], ["camp"])
    bar = FilterBar(host, desk, consumer_filters(choices, lambda: DAY))
    host.layout().addWidget(bar)
    return bar


@pytest.fixture
def table(host, desk):
    table = Table(desk.theme, "people")
    model = ListTableModel(PLAIN_COLUMNS, desk.texts, host, key=lambda row: row["number"])
    table.show_model(model)
    table.let_arrange()
    model.set_rows(PEOPLE)
    host.layout().addWidget(table)
    return table


def words_of(bar):
    return [chip.text() for chip in bar.chips]


class TestChips:
    def test_what_holds_is_seen(self, bar):
        bar.choose({"statuses": ["low", "emergency"], "balance": [None, 0]})

        assert words_of(bar) == ["Status: Low, Emergency  ×", "Balance: Below zero  ×"]
        assert not bar.clear.isHidden()

    def test_every_filter_goes_there_and_back(self, bar):
        bar.choose(chosen_of(EVERYTHING))

        assert query_of(bar.chosen) == EVERYTHING
        assert len(bar.chips) == 7

    def test_del_takes_a_chip_away_and_the_focus_goes_to_the_next(self, qtbot, bar):
        bar.choose({"statuses": ["low"], "feeders": ["F01"]})
        bar.chips[0].setFocus()

        with qtbot.waitSignal(bar.changed):
            qtbot.keyClick(bar.chips[0], Qt.Key.Key_Delete)

        assert words_of(bar) == ["Feeder: F01  ×"]
        assert bar.chips[0].hasFocus()

    def test_all_are_cleared_at_once(self, qtbot, bar):
        bar.choose(chosen_of(EVERYTHING))

        with qtbot.waitSignal(bar.changed):
            qtbot.mouseClick(bar.clear, Qt.MouseButton.LeftButton)

        assert bar.chosen == {}
        assert bar.clear.isHidden()

    @pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
    def test_the_menu_adds_by_keys_and_stays_for_a_second_status(self, qtbot, bar):
        bar.open_menu()
        statuses = bar.menu.actions()[0].menu()
        statuses.setActiveAction(statuses.actions()[1])

        qtbot.keyClick(statuses, Qt.Key.Key_Space)
        qtbot.keyClick(statuses, Qt.Key.Key_Down)
        qtbot.keyClick(statuses, Qt.Key.Key_Space)
        bar.menu.close()

        assert bar.chosen == {"statuses": ["low", "emergency"]}

    @pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
    def test_other_amounts_are_asked_for_and_a_wrong_stretch_is_refused(self, qtbot, bar):
        bar.open_menu()
        balance = next(one.menu() for one in bar.menu.actions() if one.text() == "Balance")
        balance.actions()[-1].trigger()
        bar.menu.close()
        form = bar.sheet.form

        qtbot.keyClicks(form.field("least"), "500")
        qtbot.keyClicks(form.field("below"), "100")
        bar.sheet.accept.click()
        assert form.problems()["below"]
        form.field("below").setText("1,000.50")
        bar.sheet.accept.click()

        assert bar.chosen == {"balance": [50_000, 100_050]}
        assert bar.sheet.isHidden()

    @pytest.mark.parametrize(
        "kept",
        [
            None,
            [],
            {"statuses": "low"},
            {"statuses": []},
            {"balance": [None, None]},
            {"balance": [1]},
            {"balance": [True, 5]},
            {"read_missing": "yesterday"},
            {"never_recharged": "yes"},
            {"unknown": 1},
        ],
    )
    def test_what_no_filter_takes_is_left_out(self, kept):
        assert valid(consumer_filters(Choices(), lambda: DAY), kept) == {}

    def test_chips_have_names_for_those_who_hear_them(self, bar):
        bar.choose({"never_recharged": True})

        assert bar.chips[0].accessibleName() == "Filter Never recharged: Del takes it away"

    def test_a_bar_full_of_chips_takes_no_more_room_than_there_is(self, host, bar, desk):
        bar.choose(chosen_of(replace(EVERYTHING, feeders=("F" * 40, "G" * 40))))
        bar.retranslate(StretchedTexts("en"))

        assert bar.minimumSizeHint().width() < 420


class TestKeptFilters:
    @pytest.fixture
    def kept(self, qtbot, bar, desk, books):
        kept = KeptFilters(bar, desk, books.preferences, "consumers")
        kept.start()
        qtbot.waitUntil(lambda: desk.tasks.is_idle)
        return kept

    def save(self, bar, name):
        bar.save_requested.emit()
        bar.sheet.form.field("name").setText(name)
        bar.sheet.accept.click()

    def test_filters_are_kept_under_a_name_and_shown_again(self, qtbot, kept, desk):
        bar = kept.parent()
        bar.choose({"statuses": ["low"]})
        self.save(bar, "Call these")
        bar.choose({})

        bar.saved_requested.emit("Call these")

        assert bar.chosen == {"statuses": ["low"]}
        qtbot.waitUntil(lambda: desk.tasks.is_idle)

    def test_the_usual_ones_are_there_when_the_page_is_opened(self, qtbot, kept, desk, books):
        bar, host = kept.parent(), kept.parent().window()
        bar.choose({"feeders": ["F01"]})
        self.save(bar, "Mine & yours")
        bar.usual_requested.emit("Mine & yours")
        qtbot.waitUntil(lambda: desk.tasks.is_idle)

        again = FilterBar(host, desk, consumer_filters(Choices(), lambda: DAY))
        KeptFilters(again, desk, books.preferences, "consumers").start()

        qtbot.waitUntil(lambda: again.chosen == {"feeders": ["F01"]})

    def test_a_name_is_asked_for_and_is_nobody_elses(self, kept, bar):
        bar.choose({"statuses": ["low"]})
        self.save(bar, "One")

        self.save(bar, "One")
        assert not bar.sheet.isHidden()
        assert bar.sheet.form.problems()["name"]
        bar.sheet.form.field("name").setText("")
        bar.sheet.accept.click()
        assert bar.sheet.form.problems()["name"]

    def test_a_name_changes_and_goes(self, qtbot, kept, desk, books):
        bar = kept.parent()
        bar.choose({"statuses": ["low"]})
        self.save(bar, "Old")
        bar.rename_requested.emit("Old")
        bar.sheet.form.field("name").setText("New")
        bar.sheet.accept.click()
        qtbot.waitUntil(lambda: desk.tasks.is_idle)
        owner = desk.actor.name
        assert list(books.preferences.all(owner, "filter.consumers.")) == ["filter.consumers.New"]

        bar.delete_requested.emit("New")

        qtbot.waitUntil(lambda: books.preferences.all(owner, "filter.consumers.") == {})


class TestColumns:
    def test_columns_are_left_out_and_brought_in(self, qtbot, host, desk, table):
        sheet = ColumnSheet(host, desk, table)
        sheet.choose()
        qtbot.keyClick(sheet.columns, Qt.Key.Key_Space)
        sheet.columns.setCurrentRow(3)
        qtbot.keyClick(sheet.columns, Qt.Key.Key_Space)

        assert [column.key for column in table.shown_columns()] == ["name", "balance", "mobile"]

    def test_alt_and_an_arrow_move_a_column(self, qtbot, host, desk, table):
        sheet = ColumnSheet(host, desk, table)
        sheet.choose()

        qtbot.keyClick(sheet.columns, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)

        assert [column.key for column in table.shown_columns()] == ["name", "number", "balance"]
        sheet.reset.click()
        assert [column.key for column in table.shown_columns()] == ["number", "name", "balance"]

    def test_enter_closes_the_sheet_but_not_on_a_button(self, qtbot, host, desk, table):
        sheet = ColumnSheet(host, desk, table)
        sheet.choose()
        sheet.up.setFocus()
        qtbot.keyClick(sheet.up, Qt.Key.Key_Return)
        assert sheet.isVisible()

        sheet.columns.setFocus()
        qtbot.keyClick(sheet.columns, Qt.Key.Key_Return)

        assert not sheet.isVisible()

    def test_one_column_always_stays(self, qtbot, host, desk, table):
        sheet = ColumnSheet(host, desk, table)
        sheet.choose()
        for place in range(3):
            sheet.columns.setCurrentRow(place)
            qtbot.keyClick(sheet.columns, Qt.Key.Key_Space)

        assert len(table.shown_columns()) == 1

    def test_order_and_width_are_remembered_for_each_person(self, qtbot, desk, table, books, tasks):
        kept = KeptColumns(table, desk, books.preferences, "people")
        kept.start()
        qtbot.waitUntil(lambda: tasks.is_idle)

        table.horizontalHeader().moveSection(2, 0)
        table.horizontalHeader().resizeSection(0, 170)
        owner = desk.actor.name
        qtbot.waitUntil(lambda: books.preferences.get(owner, "columns.people") is not None)

        found = Arrangement.of(books.preferences.get(owner, "columns.people"))
        assert found.order[:2] == ("balance", "number")
        assert abs(found.widths["number"] - 170) <= 1

    @pytest.mark.parametrize(
        "kept", [None, [], "x", {"order": "x"}, {"widths": {"a": "b"}}, {"chosen": {"a": 1}}]
    )
    def test_what_is_no_arrangement_is_the_usual_one(self, kept):
        assert Arrangement.of(kept) == Arrangement()

    def test_a_width_that_would_hide_everything_is_cut(self):
        assert Arrangement.of({"widths": {"name": 10**9}}).widths == {"name": 1_200}

    def test_the_list_of_consumers_can_show_all_that_an_export_has(self):
        from ui.consumer_list_words import COLUMNS as WORDED  # noqa: PLC0415

        assert {column.key for column in COLUMNS} == set(WORDED)


class TestCopies:
    def test_rows_are_copied_as_excel_takes_them(self):
        text = copied(PLAIN_COLUMNS[:3], PEOPLE, Texts("en"))

        assert text.splitlines() == [
            "Number\tName\tBalance",
            "1\t'=1+1\t-1234.56",
            "2\tसुनीता देवी Patna\t5000.00",
            "3\t'@SUM(A1)\t-0.05",
        ]

    def test_ctrl_c_copies_the_rows_that_are_chosen(self, qtbot, desk, table):
        RowCopies(table, desk)
        table.go_to_place(0)
        qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

        qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

        lines = QGuiApplication.clipboard().text().splitlines()
        assert [line.split("\t")[0] for line in lines] == ["Number", "1", "2"]

    def test_more_than_a_screenful_leaves_only_as_an_export(self, qtbot, desk, table):
        QGuiApplication.clipboard().setText("before")
        RowCopies(table, desk)
        table.model().set_rows([{**PEOPLE[0], "number": str(at)} for at in range(MOST_ROWS + 1)])
        table.selectAll()

        table.copy_requested.emit()

        assert QGuiApplication.clipboard().text() == "before"
