"""The Disconnection page on the least screen: nothing of a job or an order is out of sight."""

from datetime import timedelta

from PySide6.QtCore import Qt

from domain.supply_order import OrderKind, OrderState
from tests.look import troubles
from tests.ui.supply.fake_supply import said
from ui.desk.supply.job_card import Part
from ui.desk.supply.view import SupplyPart

#: A screen of 1366x768 dots at 150%, without the bar of the system.
LEAST = (911, 485)


def test_jobs_and_orders_fit_the_least_screen(open_desk, supply, people, clock):
    who = open_desk()
    who.window.setMinimumSize(1, 1)
    who.window.resize(*LEAST)
    who.rest()
    found = []

    who.alt(Qt.Key.Key_N)
    found += troubles(who.window)
    who.page.acting.sheet.form.field("reason").setFocus()
    who.say("Daily job")
    who.page.controller.open_part(Part.ALL)
    who.rest()
    found += troubles(who.window)
    due = clock.at - timedelta(minutes=65)
    order = supply.put(people[0], OrderKind.RECONNECT, due_at=due, state=OrderState.FAILED)
    supply.said[order.id] = [said(order, clock.at, '{"commandId":"' + "a" * 200 + '"}')]
    who.page.show_place(SupplyPart.ALL)
    who.rest()
    found += troubles(who.window)

    assert found == []
