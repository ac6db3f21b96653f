"""Arrears on the consumer's page, by keys: planned, shown, ended, asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from domain.arrears import ArrearKind, ArrearState, ArrearTerms, ArrearWish
from domain.money import ZERO, Money
from domain.office import Actor, Channel
from domain.staff import NewMember, Role
from storage.passwords import Argon2Passwords
from tests.ui.conftest import StretchedTexts
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.consumers.page import ConsumersPage

NUMBER = "100005"
WHY = "old ledger, page 12"
DAILY = ArrearTerms(ArrearKind.DAILY, instalments=300)
PASSWORD = "monsoon-42"


def opened(qtbot, desk, books, tasks):
    page = ConsumersPage(desk, books, NO_DOCUMENTS)
    page.retranslate(desk.texts)
    qtbot.addWidget(page.widget)
    page.widget.resize(1150, 640)
    with qtbot.waitExposed(page.widget):
        page.widget.show()
    page.widget.activateWindow()
    page.show_consumer(NUMBER)
    qtbot.waitUntil(lambda: tasks.is_idle)
    look(qtbot, page, tasks)
    return page


def look(qtbot, page, tasks):
    page.view.consumer.show_tab("arrears")
    qtbot.waitUntil(lambda: tasks.is_idle)
    page.view.consumer.arrears.start()


def write(qtbot, widget, text):
    """Type into a line and go on with Enter."""
    qtbot.keyClicks(widget, text)
    qtbot.keyClick(widget, Qt.Key.Key_Return)


@pytest.fixture
def page(qtbot, desk, books, tasks):
    return opened(qtbot, desk, books, tasks)


@pytest.fixture
def owing(qtbot, desk, books, tasks):
    """The page of a consumer who owes 5,000 from before."""
    wish = ArrearWish(NUMBER, Money.rupees(5000), DAILY, books.today(), WHY)
    books.arrears.plan(wish, CLERK)
    return opened(qtbot, desk, books, tasks)


def test_arrears_are_planned_by_keys_alone(qtbot, page, books, tasks):
    tab, sheet = page.view.consumer.arrears, page.view.arrear_sheet
    qtbot.keyClick(page.widget.focusWidget(), Qt.Key.Key_Space)
    fields = sheet.form.field
    with qtbot.waitSignal(page.books_changed):
        write(qtbot, fields("amount"), "4500+500")
        qtbot.keyClick(fields("kind"), Qt.Key.Key_Return)
        write(qtbot, fields("instalments"), "300")
        qtbot.keyClick(fields("starts_on"), Qt.Key.Key_Return)
        qtbot.keyClicks(fields("reason"), WHY)
        meant = sheet.meaning.text()
        qtbot.keyClick(fields("reason"), Qt.Key.Key_Return)
    page.refresh()
    qtbot.waitUntil(lambda: tasks.is_idle)

    assert meant == "₹5,000.00: 300 daily instalments of ₹16.67, the last on 17 Sep 2027."
    plan = books.arrears.live_of(NUMBER)
    assert (plan.amount, plan.terms, plan.reason) == (Money.rupees(5000), DAILY, WHY)
    assert tab.owed.value.text() == "₹5,000.00"
    assert tab.following.value.text() == "₹16.67"
    assert [row.amount for row in tab.rows] == [Money.rupees(5000)]
    assert tab.end.isVisible()
    assert not tab.plan.isVisible()


@pytest.mark.parametrize(
    ("terms", "typed"),
    [
        (ArrearTerms(ArrearKind.PERCENT, percent=12_50), {"percent": "12.5%"}),
        (ArrearTerms(ArrearKind.THRESHOLD, threshold=Money.rupees(300)), {"threshold": "300"}),
        (ArrearTerms(ArrearKind.BY_HAND), {}),
    ],
)
def test_every_kind_of_plan_asks_for_what_it_needs(qtbot, page, books, terms, typed):
    sheet = page.view.arrear_sheet
    page.view.consumer.arrears.plan_requested.emit()
    sheet.form.show_values({"amount": Money.rupees(100), "kind": terms.kind, "reason": WHY})
    shown = [name for name in sheet.form.names if sheet.form.field(name).isVisible()]
    for field, text in typed.items():
        sheet.form.field(field).setText(text)

    with qtbot.waitSignal(page.books_changed):
        sheet.form.accept_requested.emit()

    assert shown == ["amount", "kind", *typed, "reason"]
    assert books.arrears.live_of(NUMBER).terms == terms


def test_what_is_wrong_stands_under_its_field_and_what_was_typed_stays(page, books):
    sheet = page.view.arrear_sheet
    page.view.consumer.arrears.plan_requested.emit()
    for name, typed in {"amount": "-5", "instalments": "9999", "reason": WHY}.items():
        sheet.form.field(name).setText(typed)

    sheet.form.accept_requested.emit()

    assert set(sheet.form.problems()) == {"amount", "instalments"}
    assert sheet.form.field("amount").text() == "-5"
    assert sheet.isVisible()
    assert books.arrears.live_of(NUMBER) is None


def test_an_empty_sheet_says_what_is_missing(page):
    sheet = page.view.arrear_sheet
    page.view.consumer.arrears.plan_requested.emit()

    sheet.form.accept_requested.emit()

    assert set(sheet.form.problems()) == {"amount", "instalments", "reason"}


def test_a_refusal_of_the_books_keeps_the_sheet(qtbot, page, books, tasks):
    sheet = page.view.arrear_sheet
    page.view.consumer.arrears.plan_requested.emit()
    values = {"amount": Money.rupees(100), "kind": ArrearKind.BY_HAND, "reason": WHY}
    sheet.form.show_values(values)
    books.arrears.plan(ArrearWish(NUMBER, Money(1), DAILY, books.today(), WHY), CLERK)

    sheet.form.accept_requested.emit()
    qtbot.waitUntil(lambda: tasks.is_idle)

    assert "arrears_running" in sheet.problem.text()
    assert sheet.form.field("reason").value() == WHY
    assert sheet.accept.isEnabled()


def test_a_plan_is_ended_with_a_reason(qtbot, owing, books, tasks):
    tab, reason = owing.view.consumer.arrears, owing.view.arrear_reason
    qtbot.keyClick(owing.widget.focusWidget(), Qt.Key.Key_Space)
    assert "₹5,000.00" in reason.question.text()

    with qtbot.waitSignal(owing.books_changed):
        write(qtbot, reason.line, "court order 7/2026")
    owing.refresh()
    qtbot.waitUntil(lambda: tasks.is_idle)

    [plan] = books.arrears.of_consumer(NUMBER)
    assert (plan.state, plan.rest) == (ArrearState.ENDED, ZERO)
    assert tab.plan.isVisible()
    assert not tab.end.isVisible()


def test_where_there_is_staff_another_person_is_asked(qtbot, desk, books, tasks):
    books.trust.passwords = Argon2Passwords(is_quick=True)
    first = NewMember("sita", "Sita Devi", Role.ADMINISTRATOR, 1)
    books.trust.make_first_administrator(first, PASSWORD, CLERK)
    sita = Actor("sita", Channel.DESK)
    page = opened(qtbot, replace(desk, actor=sita, role=Role.ADMINISTRATOR), books, tasks)
    sheet = page.view.arrear_sheet
    page.view.consumer.arrears.plan_requested.emit()
    values = {"amount": Money.rupees(100), "kind": ArrearKind.BY_HAND, "reason": WHY}
    sheet.form.show_values(values)
    asks = sheet.accept.accessibleName()

    with qtbot.waitSignal(page.books_changed):
        sheet.form.accept_requested.emit()
    page.refresh()
    qtbot.waitUntil(lambda: tasks.is_idle)

    assert asks == "Ask for approval"
    assert books.arrears.live_of(NUMBER) is None
    assert [one.subject for one in books.trust.approvals()] == [NUMBER]
    assert "sita" in page.view.consumer.arrears.waiting.text()


def test_a_clerk_sees_arrears_and_plans_none(qtbot, desk, books, tasks):
    wish = ArrearWish(NUMBER, Money.rupees(5000), DAILY, books.today(), WHY)
    books.arrears.plan(wish, CLERK)

    page = opened(qtbot, replace(desk, role=Role.CLERK), books, tasks)

    tab = page.view.consumer.arrears
    assert tab.owed.value.text() == "₹5,000.00"
    assert not tab.end.isVisible()


def test_what_is_typed_on_the_sheet_is_not_lost_unasked(page):
    page.view.consumer.arrears.plan_requested.emit()
    assert not page.holds_typed()

    page.view.arrear_sheet.form.field("amount").setText("500")

    assert page.holds_typed()


def test_long_words_find_room_and_every_field_has_a_name(owing):
    owing.retranslate(StretchedTexts("en"))
    tab = owing.view.consumer.arrears

    assert tab.terms.text().startswith("[")
    assert tab.reason.textFormat() is Qt.TextFormat.PlainText
    form = owing.view.arrear_sheet.form
    assert all(form.field(name).accessibleName() for name in form.names)
