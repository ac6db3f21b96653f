"""The dashboard: one range drives its tiles, and each of them opens exactly its rows."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from domain.credit import Status
from domain.dashboard import NEGATIVE_BANDS, DayRange, Stretch, Sums, WaitingFor
from domain.defaulters import DefaulterQuery
from domain.formats import rupees, units
from domain.money import ZERO, Money
from domain.office import Actor, Channel, Office
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.staff import Role
from domain.tender import Tender
from resources.texts import Texts
from storage.office import create_office
from tests.ui.conftest import StretchedTexts
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK, SteppingClock
from ui.desk.alerts.page import AlertsPage
from ui.desk.billing_sheet.page import BillingSheetPage
from ui.desk.consumers.page import ConsumersPage
from ui.desk.dashboard.rows_view import Rows
from ui.desk.defaulters.page import DefaultersPage
from ui.desk.kit.places import Opened, Place
from ui.desk.receipts.page import ReceiptsPage
from ui.desk.registers.page import RegistersPage
from ui.policy_examples import shipped_policies

TODAY, YESTERDAY = date(2026, 11, 22), date(2026, 11, 21)
#: The last day that is charged in the practice office.
CHARGED = date(2026, 11, 20)
WEEK = DayRange(date(2026, 11, 16), TODAY)


def count(text):
    """Return a number as it is written in figures."""
    return int(text.replace(",", ""))


@pytest.fixture
def opened(qtbot, looker):
    """Bring up the real page of a place, as the window does, and let it come to rest."""

    def bring_up(kind, books, place):
        page = kind(looker.desk, books, NO_DOCUMENTS)
        assert page.key == place.page
        qtbot.addWidget(page.widget)
        page.widget.show()
        page.show_place(place.what)
        page.enter()
        looker.rest()
        return page

    return bring_up


# What the tiles say


def test_it_opens_with_today_and_with_what_was_charged_last(looker, books):
    (charged,) = books.dashboard.days(DayRange(YESTERDAY, YESTERDAY))

    assert looker.view.range.chosen() is Stretch.TODAY
    assert looker.figure("collected") == rupees(books.state().collected_today)
    assert charged.consumers == 0
    assert looker.figure("charged") == "₹0.00"
    assert "not charged" in looker.view.tiles["charged"].note.whole_text()
    # The day is not over: half a day is not held against a whole one.
    assert looker.view.tiles["collected"].change.whole_text() == ""


def test_one_range_drives_every_tile(looker, books):
    looker.choose(Stretch.WEEK)

    sums = Sums(books.dashboard.days(WEEK))
    over, over_before = Sums(sums.days[:-1]), Sums(books.dashboard.days(WEEK.before())[:-1])
    tiles = looker.view.tiles
    assert looker.figure("collected") == rupees(sums.collected)
    assert looker.figure("charged") == rupees(sums.charged)
    assert looker.figure("energy") == f"{units(sums.energy)} kWh"
    assert "days charged: 5 of 6" in tiles["charged"].note.whole_text()
    up = "▲" if over.collected > over_before.collected else "▼"
    assert tiles["collected"].change.whole_text().startswith(up)
    assert tiles["collected"].change.whole_text().endswith("against 9 Nov – 14 Nov")


def test_days_of_ones_own_are_typed_and_a_reversed_period_is_refused_at_the_field(looker):
    looker.look_at(date(2026, 11, 3), date(2026, 11, 5))
    known = looker.figure("charged")

    bar = looker.view.range
    bar.until.setText("1-11")
    bar.until.editingFinished.emit()

    assert bar.chosen() is None
    assert "PeriodReversed" in bar.problem.text() or "period_reversed" in bar.problem.text()
    assert bar.problem.isVisible()
    assert bar.until.text().startswith("1")
    assert looker.figure("charged") == known


def test_all_is_done_by_keys(looker):
    by_name = {action.name: action.run for action in looker.page.actions}
    by_name["dashboard.period"]()
    looker.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    looker.rest()
    by_name["dashboard.date"]()
    typed = QApplication.focusWidget()
    looker.view.tiles["defaulters"].setFocus()
    looker.press(Qt.Key.Key_Return)

    assert looker.view.range.chosen() is Stretch.WEEK
    assert typed is looker.view.range.since
    assert looker.places[-1].what == DefaulterQuery(statuses=(Status.TO_BE_DISCONNECTED,))


def test_tab_comes_to_every_tile_and_each_says_what_it_is(looker):
    looker.view.range.stretch.setFocus()
    reached = []
    for _step in range(60):
        looker.press(Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())

    tiles = [*looker.view.tiles.values(), *looker.view.statuses.rows.values()]
    lines = [*looker.view.bands.rows, looker.view.bands.all, looker.view.backup]
    for button in (*tiles, *lines):
        assert button in reached
        assert isinstance(button, QAbstractButton)
        assert ": " in button.accessibleName()


# Each opens exactly its rows


def test_the_collection_opens_the_register_that_comes_to_it(looker, books, opened):
    looker.choose(Stretch.WEEK)
    place = looker.opened_by(looker.view.tiles["collected"])

    register = books.registers.register(place.what, CLERK)
    page = opened(RegistersPage, books, place)

    assert register.agrees
    assert rupees(Money(register.controls[0].register)) == looker.figure("collected")
    assert looker.figure("collected") in page.view.controls.text()


@pytest.mark.parametrize("name", ["charged", "energy"])
def test_the_charges_of_a_day_open_its_sheet_with_those_charged(looker, books, opened, name):
    looker.look_at(CHARGED, CHARGED)
    place = looker.opened_by(looker.view.tiles[name])
    told = []

    sheet = books.billing_sheet(CHARGED, "test").columns
    page = opened(BillingSheetPage, books, place)
    page.counted.connect(told.append)
    page.retranslate(looker.desk.texts)

    (day,) = books.dashboard.days(DayRange(CHARGED, CHARGED))
    assert looker.figure("charged") == rupees(Money(sum(sheet.total_paise)))
    assert told[-1].startswith(f"{day.consumers} of")


def test_the_charges_of_several_days_open_the_days(looker, books):
    looker.choose(Stretch.WEEK)
    place = looker.opened_by(looker.view.tiles["charged"])
    looker.page.show_place(place.what)
    looker.rest()

    rows = looker.view.rows.days.rows
    assert [row.day for row in rows] == [TODAY - timedelta(days=n) for n in range(1, 7)]
    assert rupees(Sums(rows).charged) == looker.figure("charged")
    assert looker.figure("charged") in looker.view.rows.foot.whole_text()
    assert looker.page.here().what is Rows.DAYS

    looker.view.rows.table.go_to(CHARGED)
    looker.press(Qt.Key.Key_Return)
    assert looker.places[-1].page == "billing_sheet"
    assert looker.page.step_back()
    assert not looker.view.shows_rows


def test_the_missing_reads_open_the_consumers_without_one(looker, books, opened):
    looker.look_at(CHARGED, CHARGED)
    place = looker.opened_by(looker.view.tiles["reads"])

    page = opened(ConsumersPage, books, place)

    assert count(looker.figure("reads")) > 0
    assert page.view.list.model.rowCount() == count(looker.figure("reads"))


def test_every_status_and_band_opens_its_consumers(looker, books):
    lines = [*looker.view.statuses.rows.values(), *looker.view.bands.rows, looker.view.bands.all]

    for line in lines:
        found = books.find_consumers(looker.opened_by(line).what)
        assert len(found) == count(line.count.text())

    assert len(lines) == len(Status) + len(NEGATIVE_BANDS) + 1
    assert sum(count(line.count.text()) for line in lines[: len(Status)]) == 200


def test_a_band_is_shown_by_the_page_of_consumers(looker, books, opened):
    band = next(row for row in looker.view.bands.rows if count(row.count.text()))

    page = opened(ConsumersPage, books, looker.opened_by(band))

    assert page.view.list.model.rowCount() == count(band.count.text())


@pytest.mark.parametrize("state", ["", "WB", "UP"])
def test_the_defaulters_are_shown_with_what_holds_them(look, books, opened, state):
    for document in shipped_policies(state)[: bool(state)]:
        books.policies.ask(document, "", CLERK)
    looker = look(books)

    page = opened(DefaultersPage, books, looker.opened_by(looker.view.tiles["defaulters"]))

    rows = page.view.rows_model.rows
    assert len(rows) == count(looker.figure("defaulters")) > 0
    assert sum((row.due for row in rows), ZERO) == -books.dashboard.standing().defaulters.balance
    assert page.view.filters.chosen == {"statuses": ["to_be_disconnected"]}


def test_what_waits_is_there_with_its_rows(look, books, opened):
    order = RechargeOrder.of(
        "c1", "100001", Money.rupees(700), Tender.CHEQUE, "123456", "SBI Patna", TODAY
    )
    books.recharge(order, CLERK)
    looker = look(books)
    rows = looker.view.waiting.rows

    place = looker.opened_by(rows[WaitingFor.CHEQUES_IN_HAND])
    page = opened(ReceiptsPage, books, place)

    assert rows[WaitingFor.CHEQUES_IN_HAND].isVisible()
    shown = page.view.list.cheques.rowCount()
    assert shown == count(rows[WaitingFor.CHEQUES_IN_HAND].count.text()) > 0
    assert not rows[WaitingFor.MESSAGES].isVisible()


def test_the_last_backup_opens_the_books(looker):
    assert looker.view.backup.count.text() == "Never backed up"
    assert looker.opened_by(looker.view.backup).page == "books"


# When it reads, and for whom


def test_a_hidden_page_reads_nothing_until_it_is_shown(looker, books):
    looker.page.widget.hide()
    before = looker.figure("collected")
    books.recharge(RechargeOrder.of("later", "100001", Money.rupees(450)), CLERK)
    looker.page.refresh()
    looker.rest()
    assert looker.figure("collected") == before

    looker.page.widget.show()
    looker.page.enter()
    looker.rest()

    assert looker.figure("collected") == rupees(books.state().collected_today)
    assert looker.figure("collected") != before


def test_how_everybody_stands_is_not_read_at_every_change(looker, books, monkeypatch):
    asked = []
    standing = books.dashboard.standing
    monkeypatch.setattr(books.dashboard, "standing", lambda: asked.append(1) or standing())

    for _change in range(5):
        looker.page.refresh()
        looker.rest()

    assert len(asked) < 3


def test_what_others_have_to_do_is_absent(look, books):
    clerk = look(books, role=Role.CLERK)
    rows = clerk.view.waiting.rows

    assert rows[WaitingFor.OPEN_DAYS].isVisible()
    assert not rows[WaitingFor.HELD_READS].isVisible()
    assert not rows[WaitingFor.APPROVALS].isVisible()


def test_an_auditor_sees_every_figure_and_has_nothing_to_do(look, books):
    auditor = look(books.seen_by(Role.AUDITOR), role=Role.AUDITOR)

    assert auditor.figure("collected").startswith("₹")
    assert auditor.view.waiting.nothing.isVisible()


def test_an_empty_office_says_what_to_do_first(look, tmp_path):
    clock = SteppingClock(datetime(2026, 11, 22, 6, tzinfo=UTC))
    with closing(create_office(tmp_path / "new", Office("N1", "New"), clock)) as books:
        looker = look(books, actor=Actor("asha", Channel.DESK, counter=1))
        steps = looker.view.beginning

        assert looker.view.shows_beginning
        assert steps.marks["tariffs"].text() == "○"
        assert QApplication.focusWidget() is steps.buttons["tariffs"]
        looker.press(Qt.Key.Key_Space)
        assert looker.places[-1].page == "tariffs"
        place = looker.opened_by(steps.buttons["consumer"])
        assert place == Place("consumers", Opened.NEW_CONSUMER)


@pytest.mark.parametrize("texts", [Texts("hi"), StretchedTexts("en")], ids=["hi", "stretched"])
def test_it_says_everything_anew_in_another_language(looker, texts, monkeypatch):
    monkeypatch.setattr(type(looker.desk), "texts", property(lambda _self: texts))
    looker.page.retranslate(texts)

    assert looker.view.tiles["charged"].label.whole_text() == texts("Charged")
    assert looker.view.statuses.rows[Status.LOW].words.whole_text() == texts("Low")
    looker.page.widget.resize(820, 420)
    looker.rest()
    widest = max(tile.minimumSizeHint().width() for tile in looker.view.tiles.values())
    assert widest < 400


def test_what_waits_of_alerts_is_there_with_its_rows(look, books, opened):
    books.safekeeping.change_settings({"alerts.file": "yes"}, CLERK)
    books.alerts.run(CHARGED, CLERK, silent)
    looker = look(books)
    rows = looker.view.waiting.rows

    place = looker.opened_by(rows[WaitingFor.ALERTS_WAITING])
    page = opened(lambda desk, of, _documents: AlertsPage(desk, of), books, place)

    shown = len(page.view.messages.rows)
    assert shown == count(rows[WaitingFor.ALERTS_WAITING].count.text()) > 0
    assert not rows[WaitingFor.ALERTS_FAILED].isVisible()
    assert not rows[WaitingFor.LATE_RECONNECTIONS].isVisible()
