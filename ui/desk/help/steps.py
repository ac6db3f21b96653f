"""The steps of the tour: what a clerk does on the first day, and where on the desk it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from resources.texts import N_
from ui.desk.consumers.page import ConsumersPage
from ui.desk.frame.top_bar import TopBar
from ui.desk.help.controller import HelpController
from ui.desk.kit.go_to import GoTo
from ui.desk.kit.key_bar import KeyBar
from ui.desk.kit.navigation import Navigation
from ui.desk.kit.page import Page
from ui.desk.recharge.page import RechargePage


@dataclass(frozen=True, slots=True)
class Sights:
    """What of the desk the tour can point at."""

    pages: Mapping[str, Page]
    navigation: Navigation
    top: TopBar
    key_bar: KeyBar
    go_to: GoTo
    help: HelpController
    #: The key of the page that is shown.
    shown: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try: its words (``N_`` constants), where it is, and whether it was done."""

    title: str
    words: str
    points_at: Callable[[], QWidget]
    is_done: Callable[[], bool]


def steps_over(sights: Sights) -> list[Step]:
    """Return the steps for the pages that who is here has."""
    steps: list[Step] = []
    consumers, recharge = sights.pages.get("consumers"), sights.pages.get("recharge")
    if isinstance(consumers, ConsumersPage):
        steps.append(_finding(sights, consumers))
    if isinstance(recharge, RechargePage):
        steps += _recharging(sights, recharge)
    if "billing_sheet" in sights.pages:
        steps.append(_billing(sights))
    return [*steps, *_everywhere(sights)]


def _finding(sights: Sights, page: ConsumersPage) -> Step:
    search = page.view.list.search
    return Step(
        N_("Find a consumer"),
        N_("Press F3 and type some letters of a name, or a number. Enter opens the consumer."),
        lambda: search if search.isVisible() else sights.navigation.button(page.key),
        lambda: page.view.isVisible() and (bool(search.text()) or page.view.is_consumer_open),
    )


def _recharging(sights: Sights, page: RechargePage) -> list[Step]:
    view = page.view

    def shown(widget: QWidget) -> QWidget:
        return widget if widget.isVisible() else sights.navigation.button(page.key)

    return [
        Step(
            N_("Take a recharge"),
            N_("F5 takes money from every page, for the consumer you are looking at."),
            lambda: sights.navigation.button(page.key),
            lambda: sights.shown() == page.key,
        ),
        Step(
            N_("Post it"),
            N_("Choose a consumer, type an amount and press Ctrl+A. Nothing here is real."),
            lambda: shown(view.amount if view.amount.isEnabled() else view.picker),
            view.done.isVisible,
        ),
        Step(
            N_("The receipt"),
            N_("F6 leads to the last receipts. Enter shows one as it is printed."),
            lambda: shown(view.receipts),
            view.receipt.isVisible,
        ),
    ]


def _billing(sights: Sights) -> Step:
    key = "billing_sheet"
    return Step(
        N_("Charge the day"),
        N_("Once a day everybody is charged here. The sheet of the day goes to Excel."),
        lambda: sights.navigation.button(key),
        lambda: sights.shown() == key,
    )


def _everywhere(sights: Sights) -> list[Step]:
    top = sights.top
    return [
        Step(
            N_("Go anywhere"),
            N_("Ctrl+K goes to a page, a consumer or an action by a few letters."),
            lambda: top.go_to,
            sights.go_to.isVisible,
        ),
        Step(
            N_("Help"),
            N_("F1 opens the manual beside the page, and all the keys that work there."),
            lambda: sights.key_bar,
            lambda: sights.help.is_open,
        ),
        Step(
            N_("Make it yours"),
            N_("Choose your language and light or dark here. Ctrl and + makes letters larger."),
            lambda: top.language if top.language.isVisible() else top.person,
            lambda: False,
        ),
    ]
