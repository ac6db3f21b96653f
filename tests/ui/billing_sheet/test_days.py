"""Days are walked by the keyboard, run as jobs beside the clerk, and can be stopped."""

from datetime import date, timedelta

from PySide6.QtCore import Qt

from domain.listing import DayState
from domain.money import ZERO
from resources.texts import Texts
from tests.ui.conftest import StretchedTexts
from tests.ui.practice_office import CLERK, DAYS, FIRST_DAY
from ui.desk.billing_sheet.day_strip import day_badge, month_away

LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)
TODAY = LAST_DAY + timedelta(days=1)


def test_the_page_opens_on_yesterday_which_is_open(clerk):
    assert clerk.page.controller.day == LAST_DAY
    assert "Open" in clerk.view.state.text()
    assert len(clerk.numbers) == 200


def test_the_arrows_walk_over_days_and_months(clerk):
    clerk.press(Qt.Key.Key_Left)
    assert clerk.view.strip.day == LAST_DAY - timedelta(days=1)
    clerk.press(Qt.Key.Key_Up)
    assert clerk.view.strip.day == LAST_DAY - timedelta(days=8)
    clerk.press(Qt.Key.Key_PageUp)
    assert clerk.view.strip.day == date(2026, 10, 13)
    clerk.press(Qt.Key.Key_End)
    assert clerk.view.strip.day == date(2026, 10, 31)
    clerk.rest()

    assert "charged 200 of 200" in clerk.view.strip.words_of(date(2026, 10, 13))
    assert clerk.view.month.text() == "Oct 2026"


def test_a_click_on_a_day_shows_its_sheet(clerk, books):
    day = LAST_DAY - timedelta(days=4)
    [cell] = [cell for at, cell in clerk.view.strip._cells() if at == day]  # noqa: SLF001 - where it is drawn

    clerk.qtbot.mouseClick(clerk.view.strip, Qt.MouseButton.LeftButton, pos=cell.center().toPoint())
    clerk.rest()

    assert clerk.page.controller.day == day
    sheet = books.billing_sheet(day, CLERK.name)
    assert clerk.view.totals_model.rows[-1] == sheet.total()


def test_a_typed_date_goes_there(clerk):
    clerk.act("sheet.date")
    clerk.type("5-11")
    clerk.press(Qt.Key.Key_Return)

    assert clerk.view.strip.day == date(2026, 11, 5)
    clerk.rest()


def test_a_day_is_run_and_its_result_told(clerk, books):
    with clerk.qtbot.waitSignal(clerk.page.books_changed, timeout=20_000):
        clerk.act("sheet.run")
    clerk.rest()

    assert clerk.view.result.whole_text().startswith("One day run: charged 200 · no read 6")
    assert clerk.desk.toasts.text.startswith("One day run: charged 200")
    assert "Reads missing" in clerk.view.state.text()
    assert books.charges("100001", LAST_DAY, LAST_DAY)


def test_a_run_by_the_button_gives_no_second_one_while_it_runs(clerk):
    clerk.qtbot.mouseClick(clerk.view.run, Qt.MouseButton.LeftButton)

    assert not clerk.view.run.isEnabled()
    assert not clerk.view.catch_up.isEnabled()
    clerk.rest()
    assert clerk.view.run.isEnabled()


def test_a_run_twice_charges_once(clerk, books):
    clerk.act("sheet.run")
    clerk.rest()
    charged = books.charges("100001", LAST_DAY, LAST_DAY)

    clerk.act("sheet.run")
    clerk.rest()

    assert "charged 0" in clerk.view.result.whole_text()
    assert "already 200" in clerk.view.result.whole_text()
    assert books.charges("100001", LAST_DAY, LAST_DAY) == charged


def test_a_day_that_has_not_ended_is_refused_in_words(clerk, books):
    clerk.page.controller.show_day(TODAY)
    clerk.act("sheet.run")
    clerk.rest()

    assert "day_in_the_future" in clerk.view.problem.text()
    assert books.state().last_charged_on == LAST_DAY - timedelta(days=1)


def test_catching_up_charges_every_open_day(clerk, books, monkeypatch):
    clerk.page.controller.show_day(date(2026, 11, 1))
    clerk.act("sheet.catch_up")
    clerk.rest()

    assert books.state().last_charged_on == LAST_DAY


def test_a_run_can_be_stopped_and_finished_by_running_again(clerk, books):
    clerk.act("sheet.run")
    [followed] = clerk.desk.progress.shown
    followed.cancel.click()
    clerk.rest()
    assert "Stopped" in clerk.desk.toasts.text
    assert clerk.view.run.isEnabled()

    clerk.act("sheet.catch_up")
    clerk.rest()

    columns = books.billing_sheet(LAST_DAY, CLERK.name).columns
    assert all(columns.tariff)
    assert len(books.charges("100001", LAST_DAY, LAST_DAY)) == 1


def test_a_day_says_its_state_by_glyph_tone_and_words():
    day = LAST_DAY

    def badge(expected, charged, missing=0, held=0):
        state = DayState(day, expected, charged, missing, held, ZERO)
        return str(day_badge(state, day, TODAY, Texts()))

    assert badge(200, 200) == "● Charged"
    assert badge(200, 0) == "○ Open"
    assert badge(200, 120) == "◆ Charged in part"
    assert badge(200, 200, missing=3) == "◐ Reads missing"
    assert badge(200, 200, missing=3, held=1) == "✋ Reads held"
    assert str(day_badge(None, TODAY, TODAY, Texts())) == "Not ended yet"


def test_a_month_away_keeps_to_the_months_end():
    assert month_away(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert month_away(date(2026, 12, 5), 1) == date(2027, 1, 5)


def test_the_day_in_use_is_told_to_a_screen_reader(clerk):
    clerk.press(Qt.Key.Key_Left)
    clerk.rest()

    name = clerk.view.strip.accessibleName()
    assert name.startswith("20 Nov 2026: Reads missing; charged 200 of 200, without read ")


def test_another_language_is_shown_at_once(clerk):
    clerk.page.retranslate(StretchedTexts("en"))

    assert clerk.view.catch_up.text().strip().startswith("[Catch up")
    assert clerk.view.model.headerData(1, Qt.Orientation.Horizontal) == "[Name~]"
