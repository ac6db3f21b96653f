"""Figures of the dashboard in words: days, changes, amounts on an axis, what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain import formats
from domain.dashboard import Band, DayRange, Stretch, WaitingFor
from domain.money import PAISE_PER_RUPEE, Money
from resources.texts import N_, Texts

STRETCHES: Mapping[Stretch, str] = {
    Stretch.TODAY: N_("Today"),
    Stretch.YESTERDAY: N_("Yesterday"),
    Stretch.WEEK: N_("7 days"),
    Stretch.DAYS_30: N_("30 days"),
    Stretch.DAYS_365: N_("365 days"),
    Stretch.MONTH: N_("This month"),
    Stretch.FINANCIAL_YEAR: N_("Financial year"),
}
WAITING: Mapping[WaitingFor, str] = {
    WaitingFor.APPROVALS: N_("Requests for approval"),
    WaitingFor.HELD_READS: N_("Reads held"),
    WaitingFor.OPEN_DAYS: N_("Counters' days to close"),
    WaitingFor.UNPRINTED: N_("Receipts not printed"),
    WaitingFor.CHEQUES_IN_HAND: N_("Cheques to take to the bank"),
    WaitingFor.CHEQUES_AT_BANK: N_("Cheques not cleared yet"),
    WaitingFor.HELD_CHEQUES: N_("Cheques that wait for their day"),
    WaitingFor.PAYMENTS: N_("Payments of unknown fate"),
    WaitingFor.SETTLEMENT_LINES: N_("Settlement lines to decide"),
    WaitingFor.MESSAGES: N_("Messages held back"),
    WaitingFor.LATE_RECONNECTIONS: N_("Late reconnections"),
    WaitingFor.FIELD_VISITS: N_("Meters to visit"),
    WaitingFor.ALERTS_WAITING: N_("Alerts that wait"),
    WaitingFor.ALERTS_FAILED: N_("Alerts that failed"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a figure changed, in words, and which way: 1 up, -1 down, 0 neither."""

    words: str
    way: int


def days_words(days: DayRange, _: Texts) -> str:
    """Return days as people write them: one, or the first and the last."""
    names = _.month_names
    last = formats.day(days.until, names)
    if days.days == 1:
        return last
    first = formats.day(days.since, names)
    if days.since.year == days.until.year:
        first = first.rsplit(" ", 1)[0]
    return f"{first} – {last}"  # noqa: RUF001 - a stretch is written so


def _short_days_words(days: DayRange, _: Texts) -> str:
    """Return days without the year where nobody takes them for those of another one."""
    words = days_words(days, _)
    return words.rsplit(" ", 1)[0] if days.since.year == days.until.year else words


def change_words(mille: int | None, days: DayRange, _: Texts) -> Change:
    """Return a change against other days: ``▲ 12.3% against 21 Nov 2026``."""
    against = _short_days_words(days, _)
    if mille is None:
        return Change(_("nothing before to compare with"), 0)
    if mille == 0:
        return Change(_("as on {days}", days=against), 0)
    percent = f"{abs(mille) // 10:,}.{abs(mille) % 10}%"
    glyph, way = ("▲", 1) if mille > 0 else ("▼", -1)
    words = _("{change} against {days}", change=f"{glyph} {percent}", days=against)
    return Change(words, way)


def band_words(band: Band, _: Texts) -> str:
    """Return how much is owed in a band, in whole rupees."""
    if band.up_to is None:
        return _("above {amount}", amount=_whole(band.above))
    if not band.above.paise:
        return _("up to {amount}", amount=_whole(band.up_to))
    since = _whole(Money(band.above.paise + PAISE_PER_RUPEE))
    return f"{since} – {_whole(band.up_to)}"  # noqa: RUF001 - a stretch is written so


def _whole(amount: Money) -> str:
    return formats.rupees(amount).removesuffix(".00")
