"""The words of shifts and day-ends at the desk: short, over, agreed, whose, since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain import formats
from domain.calendar import IST
from domain.day_end import WITHOUT_DRAWER, DayEnd, OpenDay, TenderOfDay
from domain.money import ZERO, Money
from domain.shift import Shift
from domain.tender import Tender
from resources.texts import Texts
from ui.desk.kit.columns import Badge


def counter_words(counter: int, _: Texts) -> str:
    """Return a counter's name; counter 0 is where commands and gateways take money."""
    if counter == WITHOUT_DRAWER:
        return _("No counter (commands, gateways)")
    return _("Counter {counter}", counter=counter)


def difference_badge(difference: Money, _: Texts) -> Badge:
    """Return whether counted cash is what was expected, short or over."""
    if difference == ZERO:
        return Badge("✓", _("Agrees"), "good")
    if difference < ZERO:
        return Badge("▼", _("{amount} short", amount=formats.rupees(-difference)), "bad")
    return Badge("▲", _("{amount} over", amount=formats.rupees(difference)), "warning")


def agreement_badge(line: TenderOfDay, _: Texts) -> Badge:
    """Return whether the receipts of a tender are what the ledger says."""
    difference = line.taken - line.given_back - line.ledger
    if line.agrees:
        return Badge("✓", _("Agrees"), "good")
    return Badge("✗", _("Differs by {amount}", amount=formats.rupees(difference)), "bad")


def shift_badge(shift: Shift, _: Texts) -> Badge:
    """Return whether a shift is open, or how it was closed."""
    if shift.closing is None:
        return Badge("◐", _("Open"), "warning")
    return difference_badge(shift.closing.difference, _)


def day_badge(day: OpenDay, _: Texts) -> Badge:
    """Return what keeps a day from being closed."""
    if day.has_open_shift:
        return Badge("◐", _("Shift open"), "warning")
    return Badge("●", _("To be closed"), "accent")


def end_badge(end: DayEnd, _: Texts) -> Badge:
    """Return how a counter's day stands."""
    if end.closed is not None:
        return Badge("■", _("Closed"), "good")
    if any(report.shift.is_open for report in end.shifts):
        return Badge("◐", _("Shift open"), "warning")
    if not end.agrees:
        return Badge("✗", _("Does not agree"), "bad")
    return Badge("●", _("To be closed"), "accent")


def time_words(instant: datetime) -> str:
    """Return the time of the day as the clock on the office wall shows it."""
    return f"{instant.astimezone(IST):%H:%M}"


def tender_place(tender: str) -> int:
    """Return the place of a tender in a list: cash first, as at the counter."""
    return [one.value for one in Tender].index(tender)


def named(user_name: str, names: Mapping[str, str]) -> str:
    """Return a member's name, where the staff knows one."""
    return names.get(user_name) or user_name
