"""The Alerts page: what consumers are told is seen, settled and worded by keys alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from domain.alert_book import MessageQuery
from domain.message import Alert, Medium, MessageState
from domain.progress import silent
from domain.staff import Role
from tests.ui.practice_office import CLERK
from ui.desk.alerts.view import AlertsPart

HOSTILE = "=1+1 <b>भुगतान</b> שלום 😀 " + "x" * 30


@pytest.fixture
def queued(books, by_sheet):
    """The messages of a day, which wait."""
    books.alerts.run(by_sheet, CLERK, silent)
    messages = books.alerts.messages(MessageQuery())
    assert len(messages) > 3
    return messages


def test_a_banner_leads_to_the_settings_while_nobody_is_told(open_desk):
    who = open_desk()
    assert who.view.banner.isVisible()

    who.press(Qt.Key.Key_F12)
    assert who.page.settings.isVisible()
    who.page.settings.form.field("alerts.file").show_value("yes")
    who.page.setting._on_accept()  # noqa: SLF001 - as Ctrl+A does in the sheet
    who.rest()

    assert not who.page.settings.isVisible()
    assert not who.view.banner.isVisible()


def test_a_day_is_seen_with_its_cost_before_it_is_queued(open_desk, books, by_sheet):
    wanted = books.alerts.preview(by_sheet, silent)
    who = open_desk()

    who.alt(Qt.Key.Key_P)
    sheet = who.page.controller.preview
    sheet.form.show_values({"day": by_sheet})
    who.press(Qt.Key.Key_Return)
    assert sheet.queue.isEnabled()
    assert books.alerts.messages(MessageQuery()) == []

    sheet.queue.click()
    who.rest()

    assert len(books.alerts.messages(MessageQuery())) == sum(wanted.queued.values())
    assert who.toast == f"Messages queued: {sum(wanted.queued.values())}."
    assert len(who.view.messages.rows) == sum(wanted.queued.values())


def test_each_chip_shows_exactly_its_messages(open_desk, books, queued):
    books.alerts.drop([queued[0].id], "Wrong number", CLERK)
    who = open_desk()

    who.alt(Qt.Key.Key_2)
    assert {row.state for row in who.view.messages.rows} == {MessageState.WAITING}
    assert len(who.view.messages.rows) == len(queued) - 1

    who.alt(Qt.Key.Key_5)
    assert who.view.messages.rows == []
    who.alt(Qt.Key.Key_1)
    assert len(who.view.messages.rows) == len(queued)


def test_messages_are_put_aside_with_a_reason(open_desk, books, queued):
    who = open_desk()
    who.alt(Qt.Key.Key_2)
    first = who.view.messages.rows[0]

    who.alt(Qt.Key.Key_X)
    who.press(Qt.Key.Key_Return)
    assert list(who.page.controller.reason.form.problems()) == ["reason"]
    who.say(HOSTILE)

    dropped = books.alerts.messages(MessageQuery(states=(MessageState.DROPPED,)))
    assert [one.id for one in dropped] == [first.id]
    assert who.toast == "Put aside: 1."


def test_a_clerk_reads_and_settles_nothing(open_desk, books, queued):
    who = open_desk(Role.CLERK)
    who.alt(Qt.Key.Key_X)
    who.alt(Qt.Key.Key_R)

    assert not who.page.controller.reason.isVisible()
    assert not who.view.message_card.drop.isVisible()
    assert books.alerts.counts()[MessageState.WAITING] == len(queued)


def test_a_template_is_tried_while_it_is_typed(open_desk):
    who = open_desk()
    who.alt(Qt.Key.Key_7)
    card = who.view.template_card
    assert card.sample.text()
    assert "{#var#}" not in card.sample.text()
    assert card.verdict.text().startswith("●")

    card.form.show_values({"text": card.template.text + " {#var#}"})
    who.rest()

    assert card.verdict.text().startswith("■")
    assert who.page.holds_typed()


def test_a_template_is_saved_by_keys(open_desk, books):
    who = open_desk()
    who.alt(Qt.Key.Key_7)
    template = next(
        one
        for one in who.view.templates.rows
        if (one.alert, one.medium) == (Alert.RECONNECTED, Medium.EMAIL)
    )
    who.view.templates.go_to((template.alert.value, template.medium.value, template.language))
    who.press(Qt.Key.Key_Return)
    subject = "=1+1 <b>Power</b>"
    who.view.template_card.form.show_values({"subject": subject})

    who.control(Qt.Key.Key_A)

    kept = [one for one in books.alerts.templates() if one == replace(template, subject=subject)]
    assert len(kept) == 1
    assert not who.page.holds_typed()
    assert who.toast == "The template is kept."


def test_another_page_opens_exactly_its_messages(open_desk, queued):
    who = open_desk()
    query = MessageQuery(consumer_number=queued[0].consumer_number)

    who.page.show_place(query)
    who.rest()

    assert {row.consumer_number for row in who.view.messages.rows} == {queued[0].consumer_number}
    assert who.page.here().what == query
    who.page.show_place(AlertsPart.WAITING)
    who.rest()
    assert len(who.view.messages.rows) == len(queued)
