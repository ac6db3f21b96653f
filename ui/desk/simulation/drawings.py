"""What the charts of a simulation show: values as whole paise and Wh, words for the read-out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain import formats
from domain.calendar import day_of_number
from domain.energy import WH_PER_KWH, Energy
from domain.money import PAISE_PER_RUPEE, Money
from domain.simulation import SimulatedDays
from resources.texts import Texts
from ui.desk.kit.chart import Axis, Drawing, Series

_MOST_DAYS_WITHOUT_YEAR = 300


def energy_drawing(days: SimulatedDays, _: Texts) -> Drawing:
    """Return what most consumers use each day (the middle eight of ten), and all together."""
    return Drawing(
        labels=day_labels(days.day.tolist(), _),
        series=[
            Series(
                "band",
                _("Each, 10–90%"),  # noqa: RUF001 - a range is written so
                days.energy_10_wh.tolist(),
                kwh,
                "accent_2",
                upper=days.energy_90_wh.tolist(),
            ),
            Series("line", _("Each, middle"), days.energy_50_wh.tolist(), kwh, "accent"),
            Series(
                "line", _("All together"), days.energy_wh.tolist(), kwh, "warning", on_right=True
            ),
        ],
        left=Axis(_("kWh"), WH_PER_KWH),
        right=Axis(_("kWh"), WH_PER_KWH),
    )


def balance_drawing(days: SimulatedDays, _: Texts) -> Drawing:
    """Return how balances fan out: a tenth of the consumers lies below, a tenth above."""
    return Drawing(
        labels=day_labels(days.day.tolist(), _),
        series=[
            Series(
                "band",
                _("10–90%"),  # noqa: RUF001 - a range is written so
                days.balance_10_paise.tolist(),
                amount,
                "accent_2",
                upper=days.balance_90_paise.tolist(),
            ),
            Series("line", _("Middle"), days.balance_50_paise.tolist(), amount, "accent"),
        ],
        left=Axis("₹", PAISE_PER_RUPEE),
    )


def running_out_drawing(days: SimulatedDays, _: Texts) -> Drawing:
    """Return how many run out on each day, and how many stand below zero at its end."""
    return Drawing(
        labels=day_labels(days.day.tolist(), _),
        series=[
            Series("bars", _("Run out that day"), days.ran_out.tolist(), count, "warning"),
            Series("line", _("Below zero"), days.below_zero.tolist(), count, "bad", on_right=True),
        ],
        left=Axis(_("consumers")),
        right=Axis(_("consumers")),
    )


def compared_drawing(
    days: Sequence[int], first: Sequence[int], second: Sequence[int], measure: str, _: Texts
) -> Drawing:
    """Return one measure of two runs, day by day."""
    text, axis = _of_measure(measure, _)
    return Drawing(
        labels=day_labels(days, _),
        series=[
            Series("line", _("A"), first, text, "accent", is_dashed=True),
            Series("line", _("B"), second, text, "warning"),
        ],
        left=axis,
    )


def day_labels(days: Sequence[int], _: Texts) -> list[str]:
    """Return the days as an axis names them: without the year while there is but one."""
    names = _.month_names
    written = [formats.day(day_of_number(number), names) for number in days]
    if len(days) <= _MOST_DAYS_WITHOUT_YEAR:
        return [text.rsplit(" ", 1)[0] for text in written]
    return written


def kwh(energy_wh: int) -> str:
    """Return an energy for a read-out."""
    return f"{formats.units(Energy(energy_wh))} kWh"


def amount(amount_paise: int) -> str:
    """Return an amount for a read-out."""
    return formats.rupees(Money(amount_paise))


def count(number: int) -> str:
    """Return a number of consumers in Indian grouping."""
    return formats.grouped(number)


def _of_measure(measure: str, _: Texts) -> tuple[Any, Axis]:
    if measure.endswith("_wh"):
        return kwh, Axis(_("kWh"), WH_PER_KWH)
    if measure.endswith("_paise"):
        return amount, Axis("₹", PAISE_PER_RUPEE)
    return count, Axis(_("consumers"))
