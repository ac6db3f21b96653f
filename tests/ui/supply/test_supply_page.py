"""The Disconnection page: a job explained and reviewed, orders followed, and the switch."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from domain.money import Money
from domain.staff import Role
from domain.supply_book import OrderQuery
from domain.supply_job import JobState
from domain.supply_order import OrderKind, OrderState, RelayState
from tests.ui.supply.fake_supply import said
from ui.desk.supply.job_card import Part
from ui.desk.supply.job_sheet import JobWanted, When
from ui.desk.supply.view import SupplyPart

HOSTILE = "=1+1 <b>भुगतान</b> שלום 😀 " + "x" * 30


def lines(who):
    """Return the lines of the job that is explained: words and how many."""
    return [(row.words.whole_text(), row.count.text()) for row in who.view.job_card.lines]


def shown(who):
    return [row.number for row in who.view.rows.rows]


@pytest.fixture
def reviewed(open_desk):
    """The desk with a job that was just made."""
    who = open_desk()
    who.alt(Qt.Key.Key_N)
    who.press(Qt.Key.Key_Tab)
    who.page.acting.sheet.form.field("reason").setFocus()
    who.say("Daily job")
    return who


def test_a_job_is_made_by_keys_and_explained(reviewed, supply):
    assert supply.asked.reason == "Daily job"
    assert supply.asked.feeders == []
    assert lines(reviewed) == [
        ("All who owe", "6"),
        ("To be disconnected", "3"),
        ("Held: Outside hours", "2"),
        ("Held: Protected", "1"),
    ]
    assert "6 owe" in reviewed.toast


def test_each_line_of_a_job_opens_exactly_its_rows(reviewed, supply):
    [job] = supply.jobs()
    rows = supply.job_rows(job.id)

    for place, wanted in enumerate((rows, rows[:3], [rows[3], rows[5]], [rows[4]])):
        reviewed.view.job_card.lines[place].setFocus()
        reviewed.press(Qt.Key.Key_Return)

        assert shown(reviewed) == [row.number for row in wanted]

    reviewed.press(Qt.Key.Key_Escape)
    assert reviewed.view.table is reviewed.view.jobs


def test_somebody_is_left_out_with_a_reason_and_taken_in_again(reviewed, supply):
    [job] = supply.jobs()
    reviewed.page.controller.open_part(Part.GOING)
    reviewed.rest()
    first = shown(reviewed)[0]

    reviewed.alt(Qt.Key.Key_L)
    reviewed.say(HOSTILE)

    assert supply.job_rows(job.id)[0].left_out == HOSTILE.strip()
    assert first not in shown(reviewed)
    assert ("Left out by a person", "1") in lines(reviewed)

    reviewed.page.controller.open_part(Part.LEFT_OUT)
    reviewed.rest()
    reviewed.alt(Qt.Key.Key_I)

    assert supply.job_rows(job.id)[0].left_out == ""


def test_leaving_out_without_a_reason_does_nothing(reviewed, supply):
    [job] = supply.jobs()
    reviewed.page.controller.open_part(Part.GOING)
    reviewed.rest()

    reviewed.alt(Qt.Key.Key_L)
    reviewed.press(Qt.Key.Key_Return)

    assert not any(row.left_out for row in supply.job_rows(job.id))
    assert list(reviewed.page.acting.reason.form.problems()) == ["reason"]


def test_a_job_is_asked_for_and_its_orders_are_followed(reviewed, supply):
    [job] = supply.jobs()

    reviewed.control(Qt.Key.Key_A)

    assert supply.job(job.id).state is JobState.ASKED
    assert "Approvals" in reviewed.toast
    assert not reviewed.view.job_card.ask.isVisible()

    supply.approve(job.id)
    reviewed.page.refresh()
    reviewed.rest()
    assert ("Orders: Waiting", "3") in lines(reviewed)

    reviewed.page.controller.open_part(OrderState.WAITING)
    reviewed.rest()
    assert [row.job_id for row in reviewed.view.orders.rows] == [job.id] * 3


def test_an_instant_that_is_none_is_told_beside_its_field(open_desk, supply):
    who = open_desk()
    who.alt(Qt.Key.Key_N)
    sheet = who.page.acting.sheet
    sheet.form.field("when").show_value("instant")
    sheet.form.show_values({"at": "tomorrow", "reason": "x"})

    sheet.go_on()

    assert list(sheet.form.problems()) == ["at"]
    assert supply.jobs() == []


def test_the_switch_stops_everything_and_a_red_strip_says_so(open_desk, supply):
    who = open_desk()
    assert not who.page.strip.isVisible()

    who.press(Qt.Key.Key_F10)
    who.say("Order of the court")

    assert supply.standstill().reason == "Order of the court"
    assert who.page.strip.isVisible()
    assert "Order of the court" in who.page.strip.words.text()

    who.press(Qt.Key.Key_F10)
    who.say("The order is lifted")
    assert supply.standstill() is None
    assert not who.page.strip.isVisible()


def test_a_clerk_may_stop_but_not_let_it_go_on(open_desk, supply, books):
    who = open_desk(Role.CLERK)
    who.press(Qt.Key.Key_F10)
    who.say("Something is wrong")

    who.press(Qt.Key.Key_F10)

    assert supply.standstill() is not None
    assert not who.page.acting.is_open
    assert not who.page.strip.resume.isVisible()


def test_late_reconnections_count_on(open_desk, supply, people, clock):
    due = clock.at + timedelta(minutes=30)
    order = supply.put(people[0], OrderKind.RECONNECT, due_at=due, state=OrderState.ACCEPTED)
    who = open_desk()
    who.alt(Qt.Key.Key_3)
    assert who.view.orders.rows == []

    clock.at += timedelta(minutes=95)
    who.page.refresh()
    who.rest()

    assert [row.id for row in who.view.orders.rows] == [order.id]
    assert "1 h 5 min late" in who.view.order_card.clock.text()
    assert who.window.navigation.button("supply").accessibleName() == "Disconnection: 1 waiting"


def test_an_order_tells_its_story(open_desk, supply, people, clock):
    order = supply.put(people[0], OrderKind.DISCONNECT, state=OrderState.ACCEPTED, job_id="j")
    supply.said[order.id] = [said(order, clock.at, '{"detail":"<b>' + HOSTILE + '"}')]
    who = open_desk()

    who.alt(Qt.Key.Key_7)

    card = who.view.order_card
    assert card.order.id == order.id
    bodies = [part.toPlainText() for part in card.findChildren(QPlainTextEdit)]
    assert bodies == ['{"detail":"<b>' + HOSTILE + '"}']


def test_supply_is_ordered_back_by_hand(open_desk, supply, people):
    supply.put(people[0], OrderKind.DISCONNECT, state=OrderState.DONE, job_id="j")
    who = open_desk()
    who.alt(Qt.Key.Key_7)

    who.alt(Qt.Key.Key_R)
    who.say("Paid at another office")

    [made] = supply.orders(OrderQuery(kinds=(OrderKind.RECONNECT,)))
    assert (made.consumer_number, made.note) == (people[0].number, "Paid at another office")


def test_an_order_is_cancelled_and_a_visit_settled(open_desk, supply, people):
    waiting = supply.put(people[0], OrderKind.DISCONNECT, job_id="j")
    failed = supply.put(people[1], OrderKind.RECONNECT, state=OrderState.FAILED)
    who = open_desk()

    who.alt(Qt.Key.Key_2)
    who.alt(Qt.Key.Key_X)
    who.say("Court order")
    assert supply.order(waiting.id).state is OrderState.CANCELLED

    who.alt(Qt.Key.Key_4)
    who.alt(Qt.Key.Key_V)
    who.page.acting.visit.form.field("note").setFocus()
    who.say("Lineman saw the lamp burn")
    settled = supply.order(failed.id)
    assert (settled.relay, settled.note) == (RelayState.CONNECTED, "Lineman saw the lamp burn")


def test_orders_travel_by_file_and_answers_come_back(open_desk, supply, people, outward, tmp_path):
    supply.put(people[0], OrderKind.DISCONNECT, job_id="j")
    who = open_desk()

    who.page.exchanging.write_file(tmp_path / "orders.jsonl")
    who.rest()
    assert [one.state for one in outward.written.orders] == [OrderState.IN_FILE]
    assert who.toast == "Orders in orders.jsonl: 1."

    answers = tmp_path / "answers.jsonl"
    answers.write_text("one\ntwo\n", "utf-8")
    who.page.exchanging.read_file(answers)
    who.rest()
    assert supply.taken == ["one", "two"]
    assert who.toast == "New acknowledgements: 2."


def test_another_page_opens_exactly_its_rows(open_desk, supply, people):
    supply.put(people[0], OrderKind.RECONNECT, state=OrderState.FAILED)
    supply.put(people[1], OrderKind.DISCONNECT, job_id="j")
    who = open_desk()

    who.page.show_place(OrderQuery(needs_visit=True))
    who.rest()
    assert who.view.part is SupplyPart.VISITS
    assert [row.consumer_number for row in who.view.orders.rows] == [people[0].number]

    query = OrderQuery(kinds=(OrderKind.DISCONNECT,))
    who.page.show_place(query)
    who.rest()
    assert [row.consumer_number for row in who.view.orders.rows] == [people[1].number]
    assert who.page.here().what == query


def test_a_cut_that_came_late_has_a_list_of_its_own(open_desk, supply, people):
    supply.put(people[0], OrderKind.DISCONNECT, job_id="j", state=OrderState.DONE)
    late = supply.put(people[1], OrderKind.DISCONNECT, job_id="j", state=OrderState.EXPIRED)
    supply.change(late, is_late=True, relay=RelayState.DISCONNECTED)
    who = open_desk()

    who.alt(Qt.Key.Key_6)

    assert who.view.part is SupplyPart.LATE_CUTS
    assert [row.consumer_number for row in who.view.orders.rows] == [people[1].number]


def test_an_auditor_sees_and_changes_nothing(open_desk, supply, people):
    supply.put(people[0], OrderKind.DISCONNECT, job_id="j")
    who = open_desk(Role.AUDITOR)

    who.alt(Qt.Key.Key_2)
    for key in (Qt.Key.Key_X, Qt.Key.Key_R, Qt.Key.Key_V, Qt.Key.Key_N, Qt.Key.Key_F):
        who.alt(key)

    assert not who.page.acting.is_open
    assert not who.view.new.isVisible()
    assert not who.view.order_card.cancel.isVisible()


def test_a_job_that_another_page_wants_stands_in_the_sheet(open_desk, books):
    who = open_desk()
    feeders = books.feeders()[:2]
    wanted = JobWanted(When.NEXT_WINDOW, None, feeders, (), Money.rupees(1_000), "")

    who.page.show_place(wanted)
    who.rest()

    sheet, asked = who.page.acting.sheet, []
    sheet.accepted.disconnect()
    sheet.accepted.connect(asked.append)
    sheet.form.show_values({"reason": "of the list"})
    sheet.go_on()
    assert asked == [replace(wanted, feeders=list(feeders), schedules=[], reason="of the list")]
