"""A message that failed is found, understood and sent again, by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from domain.alert_book import MessageQuery
from domain.message import Medium, MessageState
from domain.ports_of_messages import Handed, HandOver
from domain.progress import silent
from domain.staff import Role
from tests.ui.practice_office import CLERK


class Refusing:
    """A provider that takes nothing."""

    medium = Medium.FILE

    def hand_over(self, _message, _template):
        return HandOver(Handed.REFUSED, error="The number is not in use")


@pytest.fixture
def failed(books, by_sheet):
    """Messages of a day that the provider refused."""
    books.alerts.run(by_sheet, CLERK, silent)
    books.alerts.deliver({Medium.FILE: Refusing()}, CLERK, silent)
    messages = books.alerts.messages(MessageQuery(states=(MessageState.FAILED,)))
    assert len(messages) > 3
    return messages


def test_a_message_that_failed_says_why_and_is_sent_again(open_desk, books, failed):
    who = open_desk(Role.SUPERVISOR)
    button = who.window.navigation.button("alerts")
    assert button.accessibleName() == f"Alerts: {len(failed)} waiting"

    who.alt(Qt.Key.Key_5)
    first = who.view.messages.current_row()
    told = [label.text() for label in who.view.message_card.findChildren(QLabel)]
    who.alt(Qt.Key.Key_R)

    assert "The number is not in use" in told
    assert who.toast == "Sent again: 1."
    waiting = books.alerts.messages(MessageQuery(states=(MessageState.WAITING,)))
    assert [one.id for one in waiting] == [first.id]
    assert button.accessibleName() == f"Alerts: {len(failed) - 1} waiting"


def test_several_are_sent_again_at_once_and_the_next_row_is_in_use(open_desk, books, failed):
    who = open_desk(Role.SUPERVISOR)
    who.alt(Qt.Key.Key_5)
    who.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    rest = who.view.messages.rows[2].id

    who.alt(Qt.Key.Key_R)

    assert who.toast == "Sent again: 2."
    assert who.view.messages.current_row().id == rest
    assert books.alerts.counts()[MessageState.WAITING] == 2
