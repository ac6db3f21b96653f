"""Orders and alerts on the timeline of a consumer: worded, filtered, and opened where they are."""

import pytest
from PySide6.QtCore import Qt

from domain.alert_book import MessageQuery
from domain.alerts import Telling
from domain.message import Alert
from domain.services import alerting
from domain.supply_book import OrderQuery
from domain.timeline import TimelineKind
from resources.texts import Texts
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.consumers.page import ConsumersPage
from ui.desk.kit.places import Place
from ui.timeline_words import how, what

NUMBER = "100002"


@pytest.fixture
def told(books):
    """An office in which supply was ordered back for a consumer, who was told of it."""
    books.safekeeping.change_settings({"alerts.file": "yes"}, CLERK)
    books.supply.reconnect(NUMBER, "Paid at another office", CLERK)
    with books._unit() as unit:  # noqa: SLF001 - as the service that ends an order does it
        telling = Telling(
            books.consumer(NUMBER).id, Alert.RECONNECTED, "order", {"at": "22-11-2026 10:00"}
        )
        alerting.tell(unit, [telling], books.now())
        unit.commit()
    return books


@pytest.fixture
def page(qtbot, desk, tasks, told):
    page = ConsumersPage(desk, told, NO_DOCUMENTS, lambda _path: None)
    page.retranslate(desk.texts)
    qtbot.addWidget(page.widget)
    page.widget.resize(1250, 800)
    with qtbot.waitExposed(page.widget):
        page.widget.show()
    qtbot.waitUntil(lambda: page.selected_consumer() is not None)
    page.show_consumer(NUMBER)
    shown = page.view.consumer
    qtbot.waitUntil(lambda: shown.consumer is not None and shown.consumer.number == NUMBER)
    next(one for one in page.actions if one.name == "timeline").run()
    qtbot.waitUntil(lambda: tasks.is_idle)
    return page


def only(qtbot, tasks, page, group):
    """Press a chip and return the rows that are left."""
    timeline = page.view.consumer.timeline
    qtbot.mouseClick(timeline.chips[group], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tasks.is_idle)
    return [shown.row for shown in timeline.rows]


def test_an_order_is_told_and_opened_among_the_orders(qtbot, tasks, page):
    rows = only(qtbot, tasks, page, "supply")
    assert {row.kind for row in rows} == {TimelineKind.COMMAND}
    assert what(rows[0], Texts()) == "Reconnect"
    assert how(rows[0], Texts()).startswith("Ordered by hand · Waiting")

    page.view.consumer.timeline.table.go_to_place(0)
    with qtbot.waitSignal(page.place_requested) as asked:
        qtbot.keyClick(page.view.consumer.timeline.table, Qt.Key.Key_Return)

    assert asked.args == [Place("supply", OrderQuery(consumer_number=NUMBER))]


def test_an_alert_is_told_and_opened_in_the_outbox(qtbot, tasks, page):
    rows = only(qtbot, tasks, page, "alerts")
    assert {row.kind for row in rows} == {TimelineKind.ALERT}
    assert what(rows[0], Texts()) == "Supply is back"
    assert how(rows[0], Texts()).startswith("Sheet · Waiting · ")

    page.view.consumer.timeline.table.go_to_place(0)
    with qtbot.waitSignal(page.place_requested) as asked:
        qtbot.keyClick(page.view.consumer.timeline.table, Qt.Key.Key_Return)

    assert asked.args == [Place("alerts", MessageQuery(consumer_number=NUMBER))]
