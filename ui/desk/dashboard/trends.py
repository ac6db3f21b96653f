"""The drawings of the dashboard: money, and energy with the reads that are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain import formats
from domain.dashboard import DayFigures, DayRange, Sums, weeks_of
from domain.energy import Energy
from domain.formats import grouped
from domain.money import PAISE_PER_RUPEE, Money
from resources.texts import Texts
from ui.dashboard_words import days_words
from ui.desk.kit.chart import Axis, Drawing, Series

#: More days than these are drawn as weeks.
MOST_DAYS_DRAWN = 92
_LAKH, _CRORE, _THOUSAND = 1_00_000, 1_00_00_000, 1_000
_MEGA = 1_000_000
#: The colours of the lines.
_CHARGED, _MISSING = "warning", "bad"


@dataclass(frozen=True, slots=True)
class _Step:
    """A bar's worth of days: one, or a week."""

    sums: Sums
    days: DayRange
    #: Nobody was charged for it, or could be yet.
    is_open: bool

    @property
    def without_read(self) -> int:
        return sum(day.without_read for day in self.sums.days)


def is_by_week(days: Sequence[DayFigures]) -> bool:
    """Return whether a bar is a week of these days."""
    return len(days) > MOST_DAYS_DRAWN


def money_drawing(days: Sequence[DayFigures], today: date, _: Texts) -> Drawing:
    """Return what was collected as bars, and what was charged as a line."""
    steps = _steps(days, today)
    collected = [step.sums.collected.paise for step in steps]
    charged = [None if step.is_open else step.sums.charged.paise for step in steps]
    most = max((abs(paise) for paise in (*collected, *charged) if paise is not None), default=0)
    return Drawing(
        labels=_labels(steps, _),
        series=(
            Series("bars", _("Collected"), collected, _amount),
            Series("line", _("Charged"), charged, _amount, _CHARGED),
        ),
        left=_money_axis(most, _),
    )


def energy_drawing(days: Sequence[DayFigures], today: date, _: Texts) -> Drawing:
    """Return the energy as bars, and the reads that were missing as a line of their own axis."""
    steps = _steps(days, today)
    energy = [None if step.is_open else step.sums.energy.wh for step in steps]
    missing = [None if step.is_open else step.without_read for step in steps]
    return Drawing(
        labels=_labels(steps, _),
        series=(
            Series("bars", _("Energy"), energy, _units),
            Series("line", _("Reads missing"), missing, grouped, _MISSING, on_right=True),
        ),
        left=_energy_axis(max((wh for wh in energy if wh is not None), default=0)),
        right=Axis(""),
    )


def _steps(days: Sequence[DayFigures], today: date) -> list[_Step]:
    groups: Sequence[Sequence[DayFigures]] = (
        weeks_of(days) if is_by_week(days) else [[day] for day in days]
    )
    return [
        _Step(Sums(group), DayRange(group[0].day, group[-1].day), _is_open(group, today))
        for group in groups
    ]


def _is_open(days: Sequence[DayFigures], today: date) -> bool:
    return days[0].day >= today or not any(day.consumers for day in days)


def _labels(steps: Sequence[_Step], _: Texts) -> list[str]:
    """Return short days, and whole ones where a bar is a week."""
    return [
        formats.day(step.days.since, _.month_names).rsplit(" ", 1)[0]
        if step.days.days == 1
        else days_words(step.days, _)
        for step in steps
    ]


def _amount(paise: int) -> str:
    return formats.rupees(Money(paise))


def _units(wh: int) -> str:
    return f"{formats.units(Energy(wh))} kWh"


def _money_axis(most_paise: int, _: Texts) -> Axis:
    """Return the unit in which amounts up to so much are written at an axis."""
    rupees = most_paise // PAISE_PER_RUPEE
    for size, unit in ((_CRORE, _("₹ crore")), (_LAKH, _("₹ lakh")), (_THOUSAND, _("₹ thousand"))):
        if rupees >= size:
            return Axis(unit, size * PAISE_PER_RUPEE)
    return Axis("₹", PAISE_PER_RUPEE)


def _energy_axis(most_wh: int) -> Axis:
    """Return the unit in which energy up to so much is written at an axis."""
    if most_wh >= 10 * _MEGA:
        return Axis("MWh", _MEGA)
    return Axis("kWh", _THOUSAND)
