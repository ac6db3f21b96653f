"""Consumers in pictures: the dashboard, the list, one of them, and their days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.dashboard import Stretch
from tests.pictures.artist import Artist
from tests.pictures.offices import SHOWN


def dashboard(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("dashboard")
    yield "dashboard"
    window.page.view.range.show_stretch(Stretch.DAYS_30)
    window.page.controller.look()
    yield "dashboard-30-days"
    window.page.view.range.show_stretch(Stretch.TODAY)
    window.page.controller.look()


def consumers(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("consumers")
    yield "consumers"
    window.show_consumer(SHOWN)
    tabs = window.page.view.consumer.tabs
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        yield f"consumer-{place + 1}"
    window.actions_of_desk.run("explain_balance")
    yield "balance-explained"
    window.page.view.balance.put_away()
    window.actions_of_desk.run("note")
    yield "note"
    window.page.view.note_sheet.put_away()


def simulation(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("simulation")
    window.page.view.choices.run_requested.emit()
    yield "simulation"


def billing_sheet(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("billing_sheet")
    yield "billing-sheet"
