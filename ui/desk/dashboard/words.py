"""Figures of the dashboard in words: days, changes, amounts on an axis, what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain import formats
from domain.dashboard import Band, DayRange, Stretch, WaitingFor
from domain.money import PAISE_PER_RUPEE, Money
from resources.texts import N_, Texts
from ui.desk.kit.chart import Axis

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
}
_LAKH, _CRORE, _THOUSAND = 1_00_000, 1_00_00_000, 1_000
_MEGA = 1_000_000


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


def change_words(mille: int | None, days: DayRange, _: Texts) -> Change:
    """Return a change against other days: ``▲ 12.3% against 21 Nov 2026``."""
    against = days_words(days, _)
    if mille is None:
        return Change(_("nothing on {days} to compare with", days=against), 0)
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


def count_words(count: int) -> str:
    """Return a number of things in Indian grouping."""
    return _whole(Money(count * PAISE_PER_RUPEE)).removeprefix("₹")


def money_axis(most_paise: int, _: Texts) -> Axis:
    """Return the unit in which amounts up to so much are written at an axis."""
    rupees = most_paise // PAISE_PER_RUPEE
    for size, unit in ((_CRORE, _("₹ crore")), (_LAKH, _("₹ lakh")), (_THOUSAND, _("₹ thousand"))):
        if rupees >= size:
            return Axis(unit, size * PAISE_PER_RUPEE)
    return Axis("₹", PAISE_PER_RUPEE)


def energy_axis(most_wh: int) -> Axis:
    """Return the unit in which energy up to so much is written at an axis."""
    if most_wh >= 10 * _MEGA:
        return Axis("MWh", _MEGA)
    return Axis("kWh", _THOUSAND)


def _whole(amount: Money) -> str:
    return formats.rupees(amount).removesuffix(".00")
