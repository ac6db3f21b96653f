"""How long money lasts, and why, in sentences: the same on the consumer's page and the recharge."""

from __future__ import annotations

from datetime import date

from domain import formats
from domain.forecasting import SUGGESTED_DAYS, Forecast, Lasting
from domain.money import ZERO, Money
from resources.texts import N_, Texts

WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday")),
    *(N_("Friday"), N_("Saturday"), N_("Sunday")),
)
#: By so many percent a weekday or a season differs before anybody hears of it.
_WORTH_TELLING_PERCENT = 8


def days_words(lasting: Lasting | None, _: Texts) -> str:
    """Return the days as a figure."""
    if lasting is None:
        return "–"  # noqa: RUF001 - none known
    return _("{days}+", days=lasting.days) if lasting.is_longer else str(lasting.days)


def until_words(lasting: Lasting | None, _: Texts) -> str:
    """Return until when money lasts, with the dates between which it will probably run out."""
    if lasting is None:
        return _("No use known yet")
    if lasting.until is None:
        return _("Nothing is left")
    if lasting.is_longer:
        return _("Beyond {day}", day=_day(lasting.until, _))
    until = _("To {day}", day=_short(lasting.until, _))
    likely = _likely(lasting, _)
    return f"{until}, {likely}" if likely else until


def lasts_words(lasting: Lasting | None, balance: Money, _: Texts) -> str:
    """Return until when a recharge of an amount lasts, as the rest of "if they pay ..."."""
    if lasting is None:
        return _("nobody knows yet how long it lasts")
    if lasting.until is None and balance < ZERO:
        return _("{below} stay owing", below=formats.rupees(-balance))
    if lasting.until is None:
        return _("it does not pay for today")
    day = _day(lasting.until, _)
    if lasting.is_longer:
        return _("lasts beyond {day}", day=day)
    sentence = _("lasts until {day} ({days} days)", day=day, days=lasting.days)
    likely = _likely(lasting, _)
    return f"{sentence}, {likely}" if likely else sentence


def suggestion_words(amount: Money | None, _: Texts) -> str:
    """Return what the button of the suggested recharge says; nothing when it offers none."""
    if not amount:
        return ""
    written = formats.rupees(amount).removesuffix(".00")
    return _("{amount} for {days} days", amount=written, days=SUGGESTED_DAYS)


def why_words(forecast: Forecast, _: Texts) -> str:
    """Return what the forecast goes by, in one line."""
    if not forecast.is_known:
        return _("Too few days are known to foretell anything.")
    parts = [_("{units} units a day lately", units=formats.units(forecast.level))]
    if most := _most_used(forecast.weekday_percent):
        parts.append(_("more on {weekday}", weekday=_(WEEKDAYS[most - 1])))
    season = forecast.season_percent
    if season is not None and abs(season - 100) >= _WORTH_TELLING_PERCENT:
        by = f"{season - 100:+d}%"
        parts.append(_("last year these weeks make it {by}", by=by))
    return ", ".join(parts)


def _most_used(weekday_percent: tuple[int, ...]) -> int:
    """Return the weekday of the highest use, from 1 for Monday on; 0 when none stands out."""
    highest = max(weekday_percent)
    if highest < 100 + _WORTH_TELLING_PERCENT:
        return 0
    return weekday_percent.index(highest) + 1


def _likely(lasting: Lasting, _: Texts) -> str:
    earliest, latest = lasting.earliest, lasting.latest
    if latest is None or earliest == latest:
        return ""
    if earliest is None:
        return _("likely by {last}", last=_short(latest, _))
    is_one_month = (earliest.year, earliest.month) == (latest.year, latest.month)
    first = str(earliest.day) if is_one_month else _short(earliest, _)
    return _("likely {first}–{last}", first=first, last=_short(latest, _))  # noqa: RUF001 - a range


def _day(day: date, _: Texts) -> str:
    return formats.day(day, _.month_names)


def _short(day: date, _: Texts) -> str:
    return _day(day, _).rsplit(" ", 1)[0]
