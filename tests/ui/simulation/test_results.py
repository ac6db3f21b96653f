"""What a run shows: charts, tables in any order, two runs side by side, and a file."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from domain import formats
from domain.calendar import day_number
from domain.energy import Energy
from domain.money import Money
from domain.simulation import NEVER, RechargeHabit, ScenarioKind, compare
from resources.texts import Texts
from ui.desk.kit.paged_table import RowRole

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
OVERVIEW, DAYS, CONSUMERS, COMPARE = range(4)


class StretchedTexts(Texts):
    def __call__(self, message, /, **facts):
        words = super().__call__(message, **facts)
        return f"[{words}{'~' * (len(words) // 3)}]" if words else words


def rows_of(clerk, table):
    """Return the rows of a table, all of them, once they are there."""
    model = table.model()
    clerk.wait(lambda: model.index(0, 0).data(RowRole) is not None)
    last = model.rowCount() - 1
    clerk.wait(lambda: model.index(last, 0).data(RowRole) is not None)
    return [model.index(place, 0).data(RowRole) for place in range(model.rowCount())]


def test_the_page_says_what_it_is_for_and_that_it_is_not_the_books(clerk):
    assert clerk.view.warning.words.text().startswith("Simulation - not the books.")
    assert clerk.view.warning.isVisible()
    assert clerk.view.empty.isVisible()

    clerk.qtbot.mouseClick(clerk.view.empty.action, Qt.MouseButton.LeftButton)
    clerk.rest()

    assert clerk.shown is not None
    assert clerk.view.warning.isVisible()


def test_a_chart_tells_a_day_in_full_by_the_arrow_keys(clerk):
    clerk.simulate(days="5")
    chart = clerk.view.overview.balance_chart
    clerk.wait(lambda: chart.is_drawn)

    clerk.qtbot.keyClick(chart, Qt.Key.Key_Right)

    days = clerk.shown.result.days
    assert formats.rupees(Money(int(days.balance_50_paise[0]))) in chart.accessibleDescription()
    assert formats.rupees(Money(int(days.balance_90_paise[0]))) in chart.accessibleDescription()


def test_the_days_add_up_to_the_figures(clerk):
    clerk.simulate(days="12", habit=RechargeHabit.TOPS_UP)

    rows = rows_of(clerk, clerk.view.days.table)

    totals = clerk.shown.result.totals()
    assert sum(row.charged.paise for row in rows) == totals["total_paise"]
    assert sum(row.energy.wh for row in rows) == totals["energy_wh"]
    assert sum(row.recharged.paise for row in rows) == totals["recharged_paise"]


def test_the_consumers_can_be_ordered_by_head_and_by_keys(clerk):
    clerk.simulate(days="9")
    clerk.view.tabs.setCurrentIndex(CONSUMERS)
    view = clerk.view.consumers
    numbers = [row.number for row in rows_of(clerk, view.table)]
    assert numbers == sorted(numbers)

    view.order.setFocus()
    while view.order.value() != "-total_paise":
        clerk.press(Qt.Key.Key_Down)
    clerk.rest()
    charged = [row.charged.paise for row in rows_of(clerk, view.table)]
    assert charged == sorted(charged, reverse=True)

    heads = view.table.horizontalHeader()
    place = [column.key for column in view.model.columns].index("name")
    x = heads.sectionViewportPosition(place) + 20
    clerk.qtbot.mouseClick(
        heads.viewport(), Qt.MouseButton.LeftButton, pos=heads.rect().center().__class__(x, 10)
    )
    clerk.rest()
    assert view.order.value() == "name"
    names = [row.name for row in rows_of(clerk, view.table)]
    assert len(names) == len(numbers)
    assert names != [row.name for row in sorted(rows_of(clerk, view.table), key=lambda r: r.number)]


def test_who_runs_out_first_stands_first_and_who_never_does_last(clerk):
    clerk.simulate(days="60")
    clerk.view.tabs.setCurrentIndex(CONSUMERS)
    view = clerk.view.consumers

    view.order.show_value("first_negative_day")
    clerk.rest()

    days = [row.runs_out_on for row in rows_of(clerk, view.table)]
    known = [day for day in days if day]
    assert known == sorted(known)
    assert days[: len(known)] == known
    column = clerk.shown.result.consumers.first_negative_day
    assert sorted(map(day_number, known)) == sorted(column[column != NEVER].tolist())


def test_enter_on_a_consumer_opens_that_consumer(clerk):
    clerk.simulate(days="3")
    for _step in range(CONSUMERS):
        clerk.press(Qt.Key.Key_PageDown, CONTROL)
    table = clerk.view.consumers.table
    rows = rows_of(clerk, table)
    table.go_to_place(4)

    with clerk.qtbot.waitSignal(clerk.page.consumer_requested) as told:
        clerk.press(Qt.Key.Key_Return)

    assert QApplication.focusWidget() is table
    assert told.args == [rows[4].number]
    assert clerk.page.selected_consumer() == rows[4].number


def test_two_runs_are_compared_line_by_line_and_day_by_day(clerk):
    clerk.simulate(days="20")
    usual = clerk.shown
    clerk.simulate(days="15", scenario=ScenarioKind.THEFT)
    theft = clerk.shown
    clerk.view.tabs.setCurrentIndex(COMPARE)
    comparison = clerk.view.comparison

    lines = {row.what: row for row in rows_of(clerk, comparison.lines)}
    expected = compare(usual.result, theft.result)
    assert (comparison.first.value(), comparison.second.value()) == (usual.number, theft.number)
    assert lines["energy_wh"].difference == expected.totals["energy_wh"] < 0
    assert lines["total_paise"].difference == expected.totals["total_paise"]
    parts = [row.second for what, row in lines.items() if what in LINES]
    assert sum(parts) == lines["total_paise"].second
    assert "Only the 15 days" in comparison.note.text()

    comparison.how.setFocus()
    clerk.press(Qt.Key.Key_Right)
    assert comparison.days.isVisible()
    days = rows_of(clerk, comparison.days)
    assert [row.energy for row in days] == [
        Energy(value) for value in expected.differences["energy_wh"].tolist()
    ]


LINES = (
    "ec_paise",
    "fuel_paise",
    "fc_paise",
    "duty_paise",
    "rent_paise",
    "subsidy_paise",
    "rebate_paise",
)


def test_runs_without_a_common_day_are_not_compared_and_it_is_said(clerk):
    clerk.simulate(days="3")
    clerk.simulate(days="3", from_day="1-6-2027")

    assert clerk.view.comparison.note.text() == "These two runs have no day in common."
    assert clerk.view.comparison.days_model.rowCount() == 0


def test_an_older_run_can_be_brought_back_and_the_oldest_are_forgotten(clerk):
    for days in range(1, 9):
        clerk.simulate(days=str(days))
    assert clerk.view.runs.count() == 6

    clerk.view.runs.setFocus()
    clerk.press(Qt.Key.Key_End)
    clerk.rest()

    assert clerk.shown.number == 3
    assert clerk.view.days.model.rowCount() == 3
    assert clerk.view.runs.value() == 3


def test_the_export_holds_every_consumer_and_says_what_it_is(clerk, tmp_path):
    clerk.simulate(days="6")
    path = tmp_path / "june.xlsx"

    clerk.press(Qt.Key.Key_E, ALT)
    clerk.save_as(path)

    book = openpyxl.load_workbook(path)
    assert all(page["A1"].value.startswith("SIMULATION") for page in book.worksheets)
    numbers = [row[0].value for row in book["SIMULATION Consumers"].iter_rows(min_row=3)]
    assert numbers == [row.number for row in rows_of(clerk, clerk.view.consumers.table)]
    assert "june.xlsx" in clerk.told


def test_a_file_that_cannot_be_written_is_told(clerk, tmp_path):
    clerk.simulate(days="2")

    clerk.view.file_chosen.emit(tmp_path / "none" / "x.xlsx")
    clerk.rest()

    assert "x.xlsx" in clerk.told
    assert clerk.window.desk.toasts.toast.property("tone") == "bad"


def test_an_export_without_a_run_says_that_there_is_none(clerk):
    clerk.press(Qt.Key.Key_E, ALT)

    assert clerk.told == "There is no run yet that could be exported."


def test_another_language_rewords_everything_and_keeps_what_is_typed(clerk):
    clerk.simulate(days="4", scenario=ScenarioKind.THEFT)
    clerk.type("seed", "x7")

    clerk.language._open_texts = StretchedTexts  # noqa: SLF001 - the pseudo-language
    clerk.language.switch_to("hi")
    clerk.window.retranslate()
    clerk.rest()

    assert clerk.form.field("seed").text() == "x7"
    assert clerk.form.field("scenario").value() == ScenarioKind.THEFT
    for widget in (clerk.view.warning.words, clerk.view.overview.energy.label):
        assert widget.text().startswith("[")
    assert clerk.view.tabs.tabText(COMPARE).startswith("[")
    assert clerk.view.runs.currentText().startswith("[")


def test_every_input_has_a_name_for_a_screen_reader(clerk):
    clerk.simulate(days="2")
    clerk.simulate(days="3", scenario=ScenarioKind.THEFT)

    for tab in (OVERVIEW, DAYS, CONSUMERS, COMPARE):
        clerk.view.tabs.setCurrentIndex(tab)
        inputs = [
            widget
            for widget in clerk.view.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and type(widget).__module__.startswith("ui.")
        ]
        assert len(inputs) > 8
        assert [widget for widget in inputs if not widget.accessibleName()] == []


@pytest.mark.parametrize("index", [OVERVIEW, DAYS, CONSUMERS, COMPARE])
def test_esc_steps_from_a_view_to_the_first_then_to_the_choices(clerk, index):
    clerk.simulate(days="2")
    clerk.view.tabs.setCurrentIndex(index)
    clerk.view.export.setFocus()

    for _step in range(2):
        clerk.press(Qt.Key.Key_Escape)

    assert clerk.view.tabs.currentIndex() == OVERVIEW
    assert clerk.form.isAncestorOf(QApplication.focusWidget())
