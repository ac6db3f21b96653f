"""Supply in pictures: who owes, by what rule, who is cut, and what they are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.supply_book import Standstill
from tests.pictures.artist import Artist
from tests.pictures.offices import DEVI
from ui.desk.alerts.view import AlertsPart
from ui.desk.defaulters.view import Part as DefaultersPart
from ui.desk.policies.dry_run_view import When, Which
from ui.desk.policies.view import Part as PoliciesPart
from ui.desk.supply.job_card import Part as PartOfJob
from ui.desk.supply.view import SupplyPart


def defaulters(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("defaulters")
    artist.settle()
    yield "defaulters"
    window.actions_of_desk.run("defaulters.filter")
    yield "defaulters-filter"
    window.page.view.filters.menu.close()
    for part, name in (
        (DefaultersPart.NEVER_RECHARGED, "never"),
        (DefaultersPart.PLACES, "places"),
    ):
        window.page.show_place(part)
        artist.settle()
        yield f"defaulters-{name}"
    window.page.show_place(DefaultersPart.DEFAULTERS)


def policies(artist: Artist, window: Any) -> Iterator[str]:
    """Draw the parts of the page; what is written in the form holds nowhere."""
    window.show_page("policies")
    page, view = window.page, window.page.view
    yield "policies"
    page.controller.begin()
    artist.settle()
    form = view.form.general.form
    form.field("emergency_credit.time").setText("240")
    form.field("conversion_grace_days").setText("thirty")
    page.controller.writing.judge()
    artist.settle()
    view.form.go_to_first_fault()
    yield "policy-form"
    form.field("conversion_grace_days").setText("30")
    page.controller.writing.judge()
    artist.settle()
    page.controller.show_part(PoliciesPart.DRY_RUN)
    view.dry_run.choose(When.NEXT_WINDOW, Which.DRAFT)
    page.controller.run()
    artist.settle()
    view.dry_run.bars.go_to_place(1)
    yield "policy-dry-run"
    page.controller.show_part(PoliciesPart.HOLIDAYS)
    yield "policy-holidays"
    page.controller.show_part(PoliciesPart.PROTECTIONS)
    yield "policy-protections"
    page.controller.show_part(PoliciesPart.RULES)
    page.step_back()


def supply(artist: Artist, window: Any) -> Iterator[str]:
    """Draw a job, whom it would cut, orders, and the strip while disconnecting is stopped."""
    window.show_page("supply")
    page = window.page
    artist.settle()
    yield "disconnection"
    page.controller.open_part(PartOfJob.ALL)
    artist.settle()
    yield "disconnection-rows"
    page.show_place(SupplyPart.ALL)
    artist.settle()
    yield "disconnection-orders"
    why = "Order 41/2026 of the District Magistrate"
    stopped = Standstill(artist.books.now(), DEVI.name, why)
    page.strip.show_standstill(stopped, window.desk.texts)
    yield "disconnection-stopped"
    page.strip.show_standstill(None, window.desk.texts)
    page.show_place(SupplyPart.JOBS)


def alerts(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("alerts")
    artist.settle()
    yield "alerts"
    window.page.show_place(AlertsPart.TEMPLATES)
    artist.settle()
    yield "alerts-templates"
    window.page.show_place(AlertsPart.ALL)
