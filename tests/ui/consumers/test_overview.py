"""The overview of a consumer: how long money lasts, the chart by keys, and its picture."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from domain.energy import Energy
from domain.forecasting import Lasting
from domain.money import Money
from resources.texts import Texts
from tests.ui.no_documents import NO_DOCUMENTS
from ui.desk.consumers.page import ConsumersPage
from ui.desk.consumers.use_drawing import UseShown, use_drawing
from ui.lasting_words import days_words, lasts_words, until_words, why_words

ENGLISH = Texts("en")
#: One who has money left.
NUMBER = "100097"


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
    qtbot.waitUntil(lambda: tasks.is_idle)
    return page


@pytest.fixture
def view(qtbot, page, tasks):
    page.show_consumer(NUMBER)
    view = page.view.consumer
    qtbot.waitUntil(lambda: view.overview.chart.is_drawn, timeout=15_000)
    qtbot.waitUntil(lambda: tasks.is_idle)
    return view


@pytest.fixture
def chart(view):
    view.overview.chart.setFocus()
    return view.overview.chart


def lasting(days=12, until=date(2026, 12, 4), earliest=date(2026, 12, 3), latest=date(2026, 12, 9)):
    return Lasting(days, until, earliest, latest)


class TestTheWords:
    def test_the_days_come_with_their_date_and_the_likely_ones(self):
        assert days_words(lasting(), ENGLISH) == "12"
        assert until_words(lasting(), ENGLISH) == "To 4 Dec, likely 3–9 Dec"

    def test_dates_of_two_months_are_written_whole(self):
        words = until_words(lasting(earliest=date(2026, 11, 29)), ENGLISH)

        assert words == "To 4 Dec, likely 29 Nov–9 Dec"

    def test_what_is_not_known_is_said_to_be_unknown(self):
        assert until_words(None, ENGLISH) == "No use known yet"
        assert lasts_words(None, Money(0), ENGLISH) == "nobody knows yet how long it lasts"

    def test_too_small_an_amount_leaves_something_owing(self):
        gone = Lasting(0, None, None, None)

        assert lasts_words(gone, Money.rupees(-30), ENGLISH) == "₹30.00 stay owing"
        assert lasts_words(gone, Money.rupees(3), ENGLISH) == "it does not pay for today"

    def test_what_lasts_for_long_is_not_dated_too_finely(self):
        longer = Lasting(183, date(2027, 5, 25), None, None, is_longer=True)

        assert days_words(longer, ENGLISH) == "183+"
        assert until_words(longer, ENGLISH) == "Beyond 25 May 2027"

    def test_why_tells_weekday_and_season_when_they_matter(self, books):
        known = books.forecasts.of(NUMBER)
        sundays = type(known)(
            **{
                **{name: getattr(known, name) for name in known.__slots__},
                "level": Energy(5_200),
                "weekday_percent": (100, 98, 98, 98, 98, 98, 110),
                "season_percent": 120,
            }
        )

        words = why_words(sundays, ENGLISH)

        assert words == (
            "5.200 units a day lately, more on Sunday, last year these weeks make it +20%"
        )


class TestTheHead:
    def test_the_head_and_the_books_say_the_same_days(self, view, books):
        assert view.days_left.value.text() == str(books.consumer(NUMBER).days_left)
        assert view.days_left.note.whole_text().startswith("To ")

    def test_an_amount_is_answered_while_it_is_typed(self, qtbot, view, books):
        forecast = books.forecasts.of(NUMBER)
        after = forecast.lasting(forecast.with_recharge(Money.rupees(550)))

        qtbot.keyClicks(view.lasting.amount, "500+50")

        assert f"({after.days} days)" in view.lasting.answer.whole_text()
        assert view.lasting.amount.accessibleDescription() == view.lasting.answer.whole_text()

    @pytest.mark.parametrize("typed", ["", "abc", "0", "<b>5", "=1+1", "१२३" * 90, "5" * 300])
    def test_what_is_no_amount_is_not_answered(self, view, typed):
        view.lasting.amount.setText(typed)

        answered = view.lasting.answer.whole_text()
        assert not answered or view.lasting.amount.money() is not None

    def test_enter_takes_the_amount_to_the_recharge(self, qtbot, page, view):
        view.lasting.amount.setText("500+50")

        with qtbot.waitSignal(page.place_requested) as asked:
            qtbot.keyClick(view.lasting.amount, Qt.Key.Key_Return)

        assert asked.args[0].page == "recharge"
        assert asked.args[0].what == (NUMBER, Money.rupees(550))

    def test_the_suggested_recharge_is_offered_and_taken_along(self, qtbot, page, view, books):
        amount = books.forecasts.of(NUMBER).suggested_recharge()
        assert amount
        assert view.lasting.suggested.isVisible()

        with qtbot.waitSignal(page.place_requested) as asked:
            view.lasting.suggested.click()

        assert asked.args[0].what == (NUMBER, amount)

    def test_another_consumer_is_not_answered_by_the_forecast_of_the_last(self, qtbot, page, view):
        view.lasting.amount.setText("500")

        page.show_consumer("100001")

        qtbot.waitUntil(lambda: view.consumer.number == "100001")
        assert not view.lasting.amount.text()


class TestTheChart:
    def test_left_and_right_read_a_day_out(self, qtbot, chart):
        qtbot.keyClick(chart, Qt.Key.Key_Right)

        assert "Balance: " in chart.accessibleDescription()
        assert "Mean of this weekday: " in chart.accessibleDescription()

    def test_keys_zoom_move_and_show_all_again(self, qtbot, chart):
        whole = chart.sight

        qtbot.keyClick(chart, Qt.Key.Key_Plus)
        near = chart.sight
        qtbot.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        moved = chart.sight
        qtbot.keyClick(chart, Qt.Key.Key_Minus)
        qtbot.keyClick(chart, Qt.Key.Key_Home)

        assert near[1] - near[0] < whole[1] - whole[0]
        assert moved[0] > near[0]
        assert moved[1] - moved[0] == pytest.approx(near[1] - near[0])
        assert chart.sight == whole

    def test_nobody_zooms_beyond_the_ends_or_into_nothing(self, qtbot, chart):
        whole = chart.sight
        for _time in range(40):
            qtbot.keyClick(chart, Qt.Key.Key_Up)
        nearest = chart.sight
        for _time in range(40):
            qtbot.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        leftmost = chart.sight
        for _time in range(40):
            qtbot.keyClick(chart, Qt.Key.Key_Down)

        assert nearest[1] - nearest[0] == pytest.approx(4)
        assert leftmost[0] == 0
        assert chart.sight == whole

    def test_the_read_out_brings_its_day_into_sight(self, qtbot, chart):
        chart.zoom(0.1, around=0)

        chart.read_out_at(30)

        first, last = chart.sight
        assert first <= 30 <= last

    def test_the_wheel_zooms_round_the_pointer(self, chart):
        viewport = chart._canvas.viewport  # noqa: SLF001 - a wheel turns there
        turned = QWheelEvent(
            QPointF(1, 10),
            QPointF(1, 10),
            QPoint(0, 0),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )

        QApplication.sendEvent(viewport, turned)

        assert chart.sight[0] == pytest.approx(0, abs=0.5)
        assert chart.sight[1] < chart._whole()[1]  # noqa: SLF001 - what all would be

    def test_a_year_is_drawn_in_weeks(self, books):
        charges = books.charges(NUMBER, date(2026, 10, 1), date(2026, 11, 30))
        many = [
            row.__class__(
                **{
                    **{name: getattr(row, name) for name in row.__slots__},
                    "day": row.day - timedelta(days=len(charges) * times),
                }
            )
            for times in reversed(range(6))
            for row in charges
        ]

        drawing = use_drawing(UseShown(many), ENGLISH)

        assert len(drawing.labels) < 45
        assert drawing.titles[0].startswith("Week from ")
        assert drawing.left.unit == "kWh a day"

    def test_what_is_to_come_stands_beside_what_was(self, books):
        charges = books.charges(NUMBER, date(2026, 10, 1), date(2026, 11, 30))

        drawing = use_drawing(UseShown(charges, {}, books.forecasts.of(NUMBER)), ENGLISH)

        names = [series.name for series in drawing.series]
        assert "Expected" in names
        assert "A year before" not in names
        expected = drawing.series[names.index("Expected")]
        assert expected.values[0] is None
        assert expected.values[-1] is not None

    def test_a_consumer_without_days_draws_nothing(self):
        drawing = use_drawing(UseShown(()), ENGLISH)

        assert not drawing.labels
        assert not drawing.series


class TestThePicture:
    def test_the_picture_is_twice_as_fine_as_the_screen(self, chart):
        picture = chart.picture("100097 Somebody")

        assert picture.width() > 2 * chart.width()
        assert len({picture.pixel(x, 42) for x in range(picture.width())}) > 1

    def test_ctrl_c_puts_it_on_the_clipboard(self, qtbot, page, chart):
        QGuiApplication.clipboard().clear()

        qtbot.keyClick(chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

        qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull())

    def test_it_is_saved_under_a_name_of_consumer_and_days(self, qtbot, page, view, tmp_path):
        name = view.overview.picture_name("10/0097")
        assert name.startswith("use-10-0097-2026-")
        assert name.endswith(".png")

        page.overview._save(tmp_path / name)  # noqa: SLF001 - what the dialog calls
        qtbot.waitUntil((tmp_path / name).exists)

        qtbot.waitUntil(lambda: not QImage(str(tmp_path / name)).isNull())

    def test_a_place_that_cannot_be_written_is_told(self, qtbot, desk, page, view, tmp_path):
        page.overview._save(tmp_path / "nowhere" / "x.png")  # noqa: SLF001 - what the dialog calls

        qtbot.waitUntil(lambda: "x.png" in desk.toasts.text)

    def test_ctrl_s_asks_for_the_place(self, qtbot, view, chart):
        with qtbot.waitSignal(view.overview.save_requested):
            qtbot.keyClick(chart, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def test_another_stretch_is_read_and_drawn(qtbot, view, tasks):
    before = view.overview.picture_name("1")

    view.overview.stretch.show_value(30)

    qtbot.waitUntil(lambda: view.overview.picture_name("1") != before)
    qtbot.waitUntil(lambda: tasks.is_idle)
