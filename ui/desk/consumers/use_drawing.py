"""The use of a consumer as a drawing: days or weeks, last year, balance, and what is to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain import formats
from domain.calendar import first_of_month
from domain.energy import Energy
from domain.forecasting import ComingDay, Forecast
from domain.listing import ChargeRow
from domain.money import Money, half_up
from resources.texts import Texts
from ui.desk.kit.drawing import Axis, Drawing, Series
from ui.lasting_words import WEEKDAYS

#: Up to so many days each has a bar of its own; up to so many weeks each week.
_MOST_BARS = 135
#: The same weekday a year ago.
YEAR_DAYS = 364
_SATURDAY = 5
#: So much of what is shown is foretold beside it.
_AHEAD_SHARE, _MOST_AHEAD = 3, 60


@dataclass(frozen=True, slots=True)
class UseShown:
    """What a drawing is made of: charged days oldest first, and the use of a year before."""

    charges: Sequence[ChargeRow]
    #: What each day used a year before it, in Wh.
    year_before: Mapping[date, int] = field(default_factory=dict)
    forecast: Forecast | None = None


@dataclass(slots=True)
class _Bucket:
    """The days that share a bar: a day, a week, or a month."""

    first: date
    charges: list[ChargeRow] = field(default_factory=list)
    coming: list[ComingDay] = field(default_factory=list)
    year_before: list[int] = field(default_factory=list)


def use_drawing(shown: UseShown, _: Texts) -> Drawing:
    """Return the drawing: bars of days, or of means of weeks or months when they are many."""
    coming = _coming(shown)
    count = len(shown.charges) + len(coming)
    first_of, titled = _by_day, _day_title
    if count > _MOST_BARS:
        is_by_week = count <= _MOST_BARS * 7
        first_of, titled = (_by_week, _week_title) if is_by_week else (first_of_month, _month_title)
    buckets = _buckets(shown, coming, first_of)
    is_by_day = first_of is _by_day
    return Drawing(
        labels=[_label(bucket.first, _, is_month=first_of is first_of_month) for bucket in buckets],
        series=_series(buckets, shown, _, is_by_day=is_by_day),
        left=Axis(_("kWh") if is_by_day else _("kWh a day"), 1000),
        right=Axis("₹", 100),
        titles=[titled(bucket.first, _) for bucket in buckets],
    )


def _coming(shown: UseShown) -> Sequence[ComingDay]:
    if shown.forecast is None or not shown.charges:
        return ()
    ahead = min(max(len(shown.charges) // _AHEAD_SHARE, 7), _MOST_AHEAD)
    return shown.forecast.days[:ahead]


def _buckets(
    shown: UseShown, coming: Sequence[ComingDay], first_of: Callable[[date], date]
) -> list[_Bucket]:
    buckets: dict[date, _Bucket] = {}

    def bucket_of(day: date) -> _Bucket:
        bucket = buckets.setdefault(first_of(day), _Bucket(first_of(day)))
        if day in shown.year_before:
            bucket.year_before.append(shown.year_before[day])
        return bucket

    for charge in shown.charges:
        bucket_of(charge.day).charges.append(charge)
    for expected in coming:
        bucket_of(expected.day).coming.append(expected)
    return list(buckets.values())


def _series(
    buckets: Sequence[_Bucket], shown: UseShown, _: Texts, *, is_by_day: bool
) -> list[Series]:
    def units(wh: int) -> str:
        return _("{units} units", units=formats.units(Energy(wh)))

    def rupees(paise: int) -> str:
        return formats.rupees(Money(paise))

    used = [_mean([row.energy_wh for row in bucket.charges]) for bucket in buckets]
    is_weekend = [is_by_day and bucket.first.weekday() >= _SATURDAY for bucket in buckets]
    series = [
        Series(
            "band",
            _("Likely use"),
            [_mean([day.low_wh for day in bucket.coming]) for bucket in buckets],
            units,
            upper=[_mean([day.high_wh for day in bucket.coming]) for bucket in buckets],
            in_legend=False,
        ),
        Series("bars", _("Use"), _where(used, is_weekend, wanted=False), units),
        Series(
            "bars",
            _("Weekend"),
            _where(used, is_weekend, wanted=True),
            units,
            token="accent",  # noqa: S106 - a colour
        ),
        Series("told", _("Read"), _unread(buckets, is_by_day=is_by_day), lambda _none: _("none")),
        Series("told", _("Mean of this weekday"), _of_weekday(buckets, shown, is_by_day), units),
        Series(
            "line",
            _("A year before"),
            [_mean(bucket.year_before) for bucket in buckets],
            units,
            token="faint",  # noqa: S106 - a colour
        ),
        Series(
            "line",
            _("Expected"),
            [_mean([day.expected_wh for day in bucket.coming]) for bucket in buckets],
            units,
            is_dashed=True,
        ),
        Series(
            "line",
            _("Balance"),
            [
                bucket.charges[-1].balance_after_paise if bucket.charges else None
                for bucket in buckets
            ],
            rupees,
            token="warning",  # noqa: S106 - a colour
            on_right=True,
        ),
        Series(
            "line",
            _("Balance if nobody pays"),
            [bucket.coming[-1].balance_paise if bucket.coming else None for bucket in buckets],
            rupees,
            token="warning",  # noqa: S106 - a colour
            on_right=True,
            is_dashed=True,
            in_legend=False,
        ),
    ]
    return [one for one in series if any(value is not None for value in one.values)]


def _where(
    values: Sequence[int | None], flags: Sequence[bool], *, wanted: bool
) -> list[int | None]:
    return [value if flag is wanted else None for value, flag in zip(values, flags, strict=True)]


def _unread(buckets: Sequence[_Bucket], *, is_by_day: bool) -> list[int | None]:
    return [
        0 if is_by_day and bucket.charges and not bucket.charges[-1].has_read else None
        for bucket in buckets
    ]


def _of_weekday(buckets: Sequence[_Bucket], shown: UseShown, is_by_day: bool) -> list[int | None]:
    """Return the mean use of the same weekday over what is shown, for each day."""
    if not is_by_day:
        return [None] * len(buckets)
    by_weekday: dict[int, list[int]] = {}
    for row in shown.charges:
        if row.has_read:
            by_weekday.setdefault(row.day.weekday(), []).append(row.energy_wh)
    return [_mean(by_weekday.get(bucket.first.weekday(), [])) for bucket in buckets]


def _mean(values: Sequence[int]) -> int | None:
    return half_up(sum(values), len(values)) if values else None


def _by_day(day: date) -> date:
    return day


def _by_week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _label(day: date, _: Texts, *, is_month: bool) -> str:
    words = formats.day(day, _.month_names)
    return words.split(" ", 1)[1] if is_month else words.rsplit(" ", 1)[0]


def _day_title(day: date, _: Texts) -> str:
    return f"{_(WEEKDAYS[day.weekday()])}, {formats.day(day, _.month_names)}"


def _week_title(day: date, _: Texts) -> str:
    return _("Week from {day}, a day in the mean", day=formats.day(day, _.month_names))


def _month_title(day: date, _: Texts) -> str:
    month = formats.day(day, _.month_names).split(" ", 1)[1]
    return _("{month}, a day in the mean", month=month)
