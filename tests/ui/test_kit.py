"""The kit of the desk: lanes, tables, keys, charts, results."""

from __future__ import annotations

import gc
import importlib
import threading
import time
import weakref
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from domain.money import Money
from domain.progress import Step
from ui.desk.actions import Action, Actions, KeyTaken
from ui.desk.kit.chart import Axis, Chart, Drawing, Series
from ui.desk.kit.columns import Column, money_column
from ui.desk.kit.fields import (
    LineField,
)
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.paged_table import PAGE, ListTableModel, PagedTableModel, RowRole, WaitingRole
from ui.desk.kit.parts import Button, ConfirmStrip, ElidedLabel, scrolling
from ui.desk.kit.progress_panel import ProgressPanel
from ui.desk.kit.sweeping import Sweeper
from ui.desk.kit.table import Table
from ui.desk.kit.tasks import REPORTS_PER_SECOND, LatestRead, TaskRunner
from ui.desk.kit.theme import DARK, LIGHT, SCALES, style_sheet
from ui.desk.kit.toasts import Toasts

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Row:
    """A consumer as a table shows it."""

    number: str
    balance: Money


COLUMNS = (
    Column("number", "Number", lambda row, _: row.number, is_sortable=True, stretches=True),
    money_column("balance", "Balance", lambda row: row.balance, is_sortable=True),
)


@pytest.fixture
def listener():
    return QObject()


class TestLanes:
    def test_work_runs_elsewhere_and_its_result_comes_back_here(self, qtbot, tasks, listener):
        heard = []

        task = tasks.read(listener, lambda _: threading.get_ident())
        task.succeeded.connect(lambda elsewhere: heard.append((elsewhere, threading.get_ident())))
        qtbot.waitUntil(lambda: bool(heard))

        [(elsewhere, here)] = heard
        assert elsewhere != here == threading.get_ident()

    def test_a_cancelled_job_stops_quietly_and_never_floods_the_window(
        self, qtbot, tasks, listener
    ):
        heard = []

        def endless(progress):
            for number in range(10**9):
                progress(Step(number, 10**9))

        job = tasks.job(listener, endless)
        job.progressed.connect(heard.append)
        job.failed.connect(lambda error: pytest.fail(repr(error)))
        qtbot.wait(300)
        with qtbot.waitSignals([job.cancelled, job.finished]):
            job.cancel()

        assert 1 <= len(heard) <= REPORTS_PER_SECOND

    def test_a_clerk_never_stands_behind_a_job(self, qtbot, tasks, listener):
        gate = threading.Event()
        heard = []
        job = tasks.job(listener, lambda _: gate.wait(5))

        write = tasks.write(listener, lambda _: "posted")
        write.succeeded.connect(heard.append)
        qtbot.waitUntil(lambda: heard == ["posted"])

        with qtbot.waitSignal(job.finished):
            gate.set()

    def test_only_the_latest_question_is_answered(self, qtbot, tasks, listener):
        heard, gate = [], threading.Event()
        latest = LatestRead(tasks, listener)
        latest.answered.connect(heard.append)

        latest.ask(lambda: gate.wait(5) and "su")
        latest.ask(lambda: "sunita")
        qtbot.waitUntil(lambda: heard == ["sunita"])
        gate.set()
        qtbot.waitUntil(lambda: tasks.is_idle)

        assert heard == ["sunita"]


class TestTables:
    @pytest.fixture
    def fetched(self):
        return []

    @pytest.fixture
    def model(self, tasks, fetched, texts):
        def fetch(keys):
            fetched.append((len(keys), threading.get_ident()))
            return {key: Row(f"{key:07}", Money(key * 10**9)) for key in keys}

        return PagedTableModel(COLUMNS, fetch, tasks, texts)

    @pytest.fixture
    def table(self, qtbot, theme, model):
        table = Table(theme, "consumers")
        qtbot.addWidget(table)
        table.show_model(model)
        table.resize(500, 400)
        with qtbot.waitExposed(table):
            table.show()
        return table

    def test_it_is_a_sound_model(self, qtbot, tasks, model):
        # Qt's own tester warns of what is unsound, and a warning fails the test.
        tester = QAbstractItemModelTester(model)
        model.set_keys(range(2 * PAGE - 1))
        model.index(0, 0).data()

        qtbot.waitUntil(lambda: tasks.is_idle)

        assert tester.model() is model

    def test_of_a_million_rows_only_those_in_sight_are_read_and_elsewhere(
        self, qtbot, table, model, fetched
    ):
        model.set_keys(range(1_000_000))

        qtbot.waitUntil(lambda: model.index(0, 0).data() == "0000000")

        assert sum(count for count, _ in fetched) <= 2 * PAGE
        assert threading.get_ident() not in {where for _, where in fetched}

    def test_a_row_that_is_under_way_stands_as_a_placeholder(self, model):
        model.set_keys([7])

        assert model.index(0, 0).data(WaitingRole)
        assert model.index(0, 0).data() == ""

    def test_a_jump_to_the_end_shows_the_last_row(self, qtbot, table, model):
        model.set_keys(range(200_000))
        rows = []
        table.row_changed.connect(rows.append)

        table.setFocus()
        qtbot.keyClick(table, Qt.Key.Key_End)

        qtbot.waitUntil(lambda: bool(rows) and rows[-1] == Row("0199999", Money(199_999 * 10**9)))

    def test_the_row_in_use_stays_in_use_when_the_list_changes(self, qtbot, table, model):
        model.set_keys([1, 2, 3])
        assert table.go_to(3)

        model.set_keys([3, 2, 1])

        assert table.currentIndex().row() == 0

    def test_large_amounts_stay_whole_and_those_below_zero_wear_a_glyph(self, theme, texts):
        model = ListTableModel(COLUMNS, texts)
        model.set_rows([Row("1", Money(5 * 10**9)), Row("2", Money(-4510))])

        assert model.index(0, 1).data() == "₹5,00,00,000.00"
        assert model.index(1, 1).data() == "▼ -₹45.10"

    def test_a_click_on_a_head_sorts_a_short_table(self, qtbot, theme, texts):
        model = ListTableModel(COLUMNS, texts, key=lambda row: row.number)
        model.set_rows([Row("1", Money(5)), Row("2", Money(-4)), Row("3", Money(1))])
        table = Table(theme)
        qtbot.addWidget(table)
        table.show_model(model)

        for _click in range(2):
            table.horizontalHeader().sectionClicked.emit(1)

        assert [row.number for row in model.rows] == ["1", "3", "2"]

    def test_enter_opens_the_row(self, qtbot, table, model):
        model.set_keys([5])
        table.go_to(5)
        qtbot.waitUntil(lambda: table.current_row() is not None)

        with qtbot.waitSignal(table.opened) as opened:
            qtbot.keyClick(table, Qt.Key.Key_Return)

        assert opened.args[0].number == "0000005"

    def test_a_page_that_cannot_be_read_is_told_once(self, qtbot, tasks, texts):
        def fetch(keys):
            raise OSError("gone")

        model = PagedTableModel(COLUMNS, fetch, tasks, texts)
        model.set_keys([1])
        with qtbot.waitSignal(model.failed):
            model.index(0, 0).data(RowRole)

        model.index(0, 0).data(RowRole)
        qtbot.wait(50)
        assert tasks.is_idle


class TestActions:
    @pytest.fixture
    def window(self, qtbot):
        window = QWidget()
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        return window

    def test_a_key_that_is_taken_is_refused(self, window):
        actions = Actions(window)
        actions.add(Action("find", "Find", print, ("F3",)))

        with pytest.raises(KeyTaken):
            actions.add(Action("other", "Other", print, ("F3",)), "recharge")

    def test_a_page_may_have_an_action_in_place_of_one_that_works_everywhere(self, qtbot, window):
        done, actions = [], Actions(window)
        reprint = Action("reprint", "R", lambda: done.append("far"), ("F6",), everywhere=True)
        actions.add(reprint, "recharge")
        own = Action("own", "R", lambda: done.append("near"), ("F6",), instead_of="reprint")
        actions.add(own, "receipts")

        for page in ("consumers", "receipts", "recharge"):
            actions.show_page(page)
            qtbot.keyClick(window, Qt.Key.Key_F6)

        assert done == ["far", "near", "far"]
        actions.show_page("receipts")
        assert [action.name for action in actions.reachable()] == ["own"]

    def test_two_pages_may_each_have_the_key_unless_one_works_everywhere(self, window):
        actions = Actions(window)
        actions.add(Action("export", "Export", print, ("Alt+E",)), "sheet")
        actions.add(Action("export", "Export", print, ("Alt+E",)), "simulation")

        with pytest.raises(KeyTaken):
            actions.add(Action("other", "Other", print, ("Alt+E",), everywhere=True), "recharge")

    def test_the_key_of_a_page_works_on_that_page_only(self, qtbot, window):
        done = []
        actions = Actions(window)
        actions.add(Action("run", "Run", lambda: done.append("run"), ("F7",)), "sheet")

        actions.show_page("consumers")
        qtbot.keyClick(window, Qt.Key.Key_F7)
        actions.show_page("sheet")
        qtbot.keyClick(window, Qt.Key.Key_F7)

        assert done == ["run"]
        assert [action.name for action in actions.reachable()] == ["run"]


class TestThemeAndParts:
    @pytest.mark.parametrize("tokens", [LIGHT, DARK])
    @pytest.mark.parametrize("scale", SCALES)
    def test_the_stylesheet_is_whole(self, tokens, scale):
        sheet = style_sheet(tokens, scale)

        assert "@" not in sheet
        assert "sp;" not in sheet

    def test_an_icon_wears_the_colour_of_the_theme(self, theme):
        pixmap = theme.pixmap("square", "bad", 24, ratio=1.0)

        colors = {
            QColor(pixmap.toImage().pixelColor(x, y)).name().upper()
            for x in range(24)
            for y in range(24)
            if pixmap.toImage().pixelColor(x, y).alpha() == 255
        }
        assert theme.tokens.bad in colors

    def test_a_toast_tells_a_result_and_offers_one_action(self, qtbot, theme):
        host, done = QWidget(), []
        qtbot.addWidget(host)
        host.resize(800, 600)
        host.show()
        toasts = Toasts(host, theme)

        toasts.show("Posted.", action="Print", then=lambda: done.append("printed"))
        assert toasts.text == "Posted."
        qtbot.mouseClick(toasts.toast.action, Qt.MouseButton.LeftButton)

        assert done == ["printed"]
        assert toasts.text == ""

    def test_short_work_is_not_shown_and_long_work_can_be_cancelled(
        self, qtbot, tasks, theme, texts, listener
    ):
        host = QWidget()
        qtbot.addWidget(host)
        host.resize(800, 600)
        host.show()
        panel = ProgressPanel(host, theme, texts)

        def long_work(progress):
            for number in range(1000):
                progress(Step(number, 1000))
                time.sleep(0.02)

        task = tasks.job(listener, long_work)
        panel.follow(task, "Charging 22 Nov 2026")
        [followed] = panel.shown
        assert followed.isHidden()
        qtbot.waitUntil(followed.isVisible, timeout=2000)
        with qtbot.waitSignal(task.cancelled):
            qtbot.mouseClick(followed.cancel, Qt.MouseButton.LeftButton)

        assert panel.shown == []

    @pytest.mark.parametrize("key, answer", [(Qt.Key.Key_Return, "yes"), (Qt.Key.Key_Escape, "no")])
    def test_a_question_is_answered_by_key(self, qtbot, theme, key, answer):
        strip, answers = ConfirmStrip(theme), []
        qtbot.addWidget(strip)
        strip.ask(
            "Run?", "Run", "Leave", lambda: answers.append("yes"), lambda: answers.append("no")
        )

        qtbot.keyClick(strip, key)

        assert answers == [answer]
        assert strip.isHidden()

    def test_what_draws_charts_is_imported_on_the_gui_thread(self, qtbot, theme, monkeypatch):
        threads, really = [], importlib.import_module

        def imported(name):
            threads.append(threading.current_thread())
            return really(name)

        monkeypatch.setattr("ui.desk.kit.chart.importlib.import_module", imported)
        chart = Chart(theme)
        qtbot.addWidget(chart)
        chart.show_drawing(Drawing(["1 Nov"], [Series("bars", "Use", [1], str)], Axis("Wh", 1)))

        assert chart.is_drawn
        assert set(threads) == {threading.main_thread()}

    def test_a_chart_reads_out_what_stands_under_the_pointer(self, qtbot, theme):
        chart = Chart(theme)
        qtbot.addWidget(chart)
        chart.resize(500, 250)
        chart.show()
        use = Series("bars", "Use", [1500, None], lambda wh: f"{wh} Wh")
        balance = Series("line", "Balance", [-500, 700], str, on_right=True)
        fan = Series("band", "Likely", [1, 2], str, upper=[3, 4])

        chart.show_drawing(
            Drawing(["1 Nov", "2 Nov"], [use, balance, fan], Axis("kWh", 1000), Axis("₹", 100))
        )
        qtbot.waitUntil(lambda: chart.is_drawn, timeout=15_000)

        assert chart.read_out_at(0) == "1 Nov\nUse: 1500 Wh\nBalance: -500\nLikely: 1 – 3"
        assert chart.read_out_at(1) == "2 Nov\nBalance: 700\nLikely: 2 – 4"


class Circle:
    """Refers to itself and tells on which thread it goes."""

    def __init__(self, went):
        self.itself, self._went = self, went

    def __del__(self):
        self._went.append(threading.get_ident())


def test_what_refers_to_itself_goes_on_the_gui_thread_only(qtbot, tasks, listener):
    went, kept = [], []
    Circle(went)
    task = tasks.read(listener, lambda _progress: [[number] for number in range(5_000)])
    task.succeeded.connect(kept.append)
    with qtbot.waitSignal(task.finished):
        pass

    assert went == []
    Sweeper(listener).sweep()
    assert went == [threading.get_ident()]


def test_a_task_is_held_until_qt_has_deleted_it(qtbot, tasks, listener):
    order = []
    task = tasks.read(listener, lambda _progress: None)
    task.destroyed.connect(lambda: order.append("Qt"))
    weakref.finalize(task, order.append, "Python")
    del task

    qtbot.waitUntil(lambda: len(order) == 2)

    assert order == ["Qt", "Python"]


def test_a_runner_that_only_a_task_still_holds_goes_without_being_shut(qtbot, listener):
    gone = []

    def forget_at_once():
        runner = TaskRunner()
        weakref.finalize(runner, gone.append, "runner")
        task = runner.read(listener, lambda _progress: None)
        task.succeeded.connect(lambda _answer: runner.is_idle)

    forget_at_once()

    qtbot.waitUntil(lambda: gone == ["runner"])


def test_what_is_asked_of_a_runner_that_was_shut_is_not_begun(qtbot, listener):
    done = []
    runner = TaskRunner()
    assert runner.shutdown()

    task = runner.read(listener, lambda _progress: done.append("read"))
    task.finished.connect(lambda: done.append("told"))
    qtbot.wait(50)

    assert done == []
    assert runner.is_idle


def test_python_sweeps_again_only_when_the_last_runner_was_shut(qtbot, tasks):
    other = TaskRunner()
    assert other.shutdown()
    assert not gc.isenabled()

    assert tasks.shutdown()

    assert gc.isenabled()


# Buttons


def test_enter_presses_the_button_that_has_the_focus_once(qtbot, theme):
    button, pressed = Button(theme, "Done"), []
    qtbot.addWidget(button)
    button.clicked.connect(lambda: pressed.append(button))

    qtbot.keyClick(button, Qt.Key.Key_Return)
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, autorep=True
    )
    QCoreApplication.sendEvent(button, held)

    assert pressed == [button]


# Sheets over a page


def test_a_sheet_over_a_page_that_scrolls_lies_within_what_is_seen(qtbot, theme):
    page = QWidget()
    page.setMinimumSize(600, 2_000)
    area = scrolling(page)
    qtbot.addWidget(area)
    area.resize(620, 300)
    area.show()
    area.verticalScrollBar().setValue(500)
    sheet = Overlay(page, theme, 400, 900)

    sheet.open()

    assert page.visibleRegion().boundingRect().contains(sheet.geometry())


def test_a_sheet_is_put_away_when_what_had_the_focus_is_gone(qtbot, theme):
    page = QWidget()
    qtbot.addWidget(page)
    line = LineField()
    line.setParent(page)
    page.show()
    line.setFocus()
    sheet = Overlay(page, theme, 400, 200)
    sheet.open()
    delete(line)

    sheet.put_away()

    assert not sheet.isVisible()


# Texts of others


def test_a_name_with_tags_is_no_mark_up_in_its_tool_tip(qtbot, theme):
    label = ElidedLabel()
    qtbot.addWidget(label)

    label.setText("<img src=/etc/hostname> & Sons")
    assert "<img" not in label.toolTip()
    assert "&lt;img" in label.toolTip()

    label.setText("Md. Irfan & Sons")
    assert label.toolTip() == "Md. Irfan & Sons"
