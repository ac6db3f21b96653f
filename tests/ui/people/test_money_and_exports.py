"""A payment like another one is asked about; what leaves the office has a reason."""

import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from domain.audit import AuditQuery
from domain.errors_of_database import DatabaseBusy
from domain.money import Money
from domain.office import Actor, Channel
from domain.recharge import RechargeOrder
from domain.shift import NO_CASH
from domain.tender import Tender
from tests.ui.people.conftest import ALT, BOSS

THIS_DESK = Actor("ravi", Channel.DESK, counter=3)
OTHER_DESK = Actor("vikram", Channel.DESK, counter=4)


@pytest.fixture
def page(visitor, staffed):
    for actor in (THIS_DESK, OTHER_DESK):
        staffed.counter.open_shift(NO_CASH, actor)
    window = visitor.comes_in("ravi")
    window.recharge("100001")
    visitor.rest()
    visitor.focus()
    visitor.wait(window.page.view.amount.line.hasFocus)
    return window.page


def fill(visitor, page, amount="500"):
    visitor.type(amount)
    visitor.wait(lambda: page.view.effect.effect is not None)


def test_a_payment_taken_by_another_desk_is_asked_about(visitor, page, staffed, clock):
    fill(visitor, page)
    order = RechargeOrder.of("other-desk-0001", "100001", Money.rupees(500), Tender.CASH, "")
    taken = staffed.recharge(order, OTHER_DESK)
    clock.at += timedelta(minutes=3)

    page.controller.recharge()
    visitor.rest()

    question = page.view.confirm.question.text()
    assert question == (
        f"₹500.00 was taken from this consumer 3 minutes ago (receipt {taken.number})."
        " Take it again?"
    )
    visitor.press(Qt.Key.Key_Return)
    visitor.rest()
    assert staffed.state().receipts_today == 1
    page.controller.recharge()
    visitor.rest()
    visitor.press(Qt.Key.Key_Y, ALT)
    visitor.rest()
    assert staffed.state().receipts_today == 2


def test_a_double_click_on_a_slow_machine_posts_once(visitor, page, staffed, monkeypatch):
    whole, gate, asked = type(staffed).recharge, threading.Event(), []

    def slow(self, order, actor, **manner):
        asked.append(order.id)
        gate.wait(20)
        return whole(self, order, actor, **manner)

    monkeypatch.setattr(type(staffed), "recharge", slow)
    fill(visitor, page)

    visitor.qtbot.mouseDClick(page.view.submit, Qt.MouseButton.LeftButton)
    page.controller.recharge()
    gate.set()
    visitor.rest()

    assert len(asked) == 1
    assert staffed.state().receipts_today == 1


def test_asking_again_after_the_answer_was_lost_keeps_the_order(
    visitor, page, staffed, monkeypatch
):
    whole, ids = type(staffed).recharge, []

    def answer_lost_once(self, order, actor, **manner):
        ids.append(order.id)
        receipt = whole(self, order, actor, **manner)
        if len(ids) == 1:
            raise DatabaseBusy("office.db")
        return receipt

    monkeypatch.setattr(type(staffed), "recharge", answer_lost_once)
    fill(visitor, page)

    page.controller.recharge()
    visitor.rest()
    page.controller.recharge()
    visitor.rest()

    assert len(set(ids)) == 1
    assert staffed.state().receipts_today == 1


def test_an_export_asks_for_its_reason_and_notes_it(visitor, staffed, tmp_path):
    window = visitor.comes_in("banerjee")
    window.show_page("billing_sheet")
    page = window.page
    visitor.rest()
    visitor.wait(lambda: page.controller.sheet_is_shown)

    visitor.press(Qt.Key.Key_E, ALT)
    sheet = page.controller.reason.sheet
    assert sheet.isVisible()
    visitor.press(Qt.Key.Key_Return)
    assert list(sheet.form.problems()) == ["reason"]
    visitor.enter("Audit of November")
    [dialog] = page.view.findChildren(QFileDialog)
    path = tmp_path / "sheet.xlsx"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    visitor.rest()

    assert path.read_bytes() == b"sheet"
    [row] = staffed.trust.audit_log(AuditQuery(act="export"), BOSS)
    assert (row.by, row.reason, row.count) == ("banerjee", "Audit of November", 200)
    visitor.press(Qt.Key.Key_E, ALT)
    assert [button.accessibleName() for button in sheet.offers] == ["Audit of November"]
