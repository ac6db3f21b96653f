"""The worker inside the desk: it delivers beside the clerk, and says how it goes."""

from contextlib import nullcontext
from dataclasses import replace
from threading import current_thread, main_thread

import pytest

from domain.alert_book import MessagesDelivered
from domain.errors_of_supply import AmispNotSetUp, AmispUnavailable
from domain.staff import Role
from domain.supply_book import ELSEWHERE, Delivered
from ui.desk.kit.outward import Outward


class FakeAlerts:
    """Remembers by what it was asked to deliver."""

    def __init__(self):
        self.rounds = []

    def deliver(self, notifiers, actor, progress):
        self.rounds.append((notifiers, actor.name))
        return MessagesDelivered(sent=2)


@pytest.fixture
def alerts(over):
    over.alerts = FakeAlerts()
    return over.alerts


@pytest.fixture
def outward(outward):
    """Roads that lead to an AMISP; ``trouble`` is raised in its place."""
    outward.trouble = None
    outward.threads = []

    def amisp(_books):
        outward.threads.append(current_thread())
        if outward.trouble:
            raise outward.trouble
        return "the amisp"

    outward.roads = replace(
        outward.roads,
        amisp=amisp,
        notifiers=lambda _books, _actor, _: nullcontext({"sms": "a provider"}),
        delivers=True,
    )
    return outward


def worked(who):
    """Let the worker do one round."""
    rounds = []
    who.page.worker.worked.connect(rounds.append)
    who.page.worker.soon()
    who.qtbot.waitUntil(lambda: bool(rounds), timeout=10_000)
    who.rest()
    return rounds[0]


def test_orders_and_messages_go_out_beside_the_clerk(open_desk, supply, alerts, outward):
    who = open_desk()

    done = worked(who)

    assert supply.delivered[0] == "the amisp"
    assert alerts.rounds[0] == ({"sms": "a provider"}, "R. Kumar")
    assert done.orders == Delivered(sent=1)
    assert main_thread() not in outward.threads
    assert who.page.sign.isVisible()
    assert "Orders that left: 1" in who.page.sign.toolTip()
    assert who.page.sign.tone == "good"


def test_without_an_amisp_messages_go_out_all_the_same(open_desk, supply, alerts, outward):
    outward.trouble = AmispNotSetUp()
    who = open_desk()

    done = worked(who)

    assert (done.orders, done.messages) == (None, MessagesDelivered(sent=2))
    assert supply.delivered == []
    assert who.page.sign.tone == "muted"


def test_a_trouble_is_told_and_the_worker_goes_on(open_desk, supply, alerts, outward):
    outward.trouble = AmispUnavailable("no route")
    who = open_desk()
    assert worked(who).messages == MessagesDelivered(sent=2)
    assert who.page.sign.tone == "bad"
    assert "no route" in who.page.sign.toolTip()

    outward.trouble = None

    assert worked(who).orders == Delivered(sent=1)
    assert who.page.sign.tone == "good"


@pytest.mark.parametrize(
    ("came_to", "tone", "words"),
    [
        (Delivered(unavailable="HTTP 503", trouble="amisp_unavailable"), "bad", "HTTP 503"),
        (Delivered(unavailable="HTTP 401", trouble="amisp_refuses_office"), "bad", "its token"),
        (Delivered(trouble=ELSEWHERE), "good", "Another desk or program"),
    ],
)
@pytest.mark.usefixtures("alerts", "outward")
def test_the_sign_says_why_nothing_left(open_desk, supply, came_to, tone, words):
    supply.came_to = came_to
    who = open_desk()

    worked(who)

    assert who.page.sign.tone == tone
    assert words in who.page.sign.toolTip()


def test_who_may_not_deliver_has_no_worker(open_desk, supply, alerts):
    who = open_desk(Role.AUDITOR)

    who.page.worker.soon()
    who.rest()

    assert not who.page.worker.is_on
    assert supply.delivered == []


def test_a_desk_without_roads_delivers_nothing():
    assert not Outward().delivers
