"""The impact of a draft in words: for the page, the request for approval, files and commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain import formats
from domain.consumer import ConsumerRow
from domain.formats import grouped
from domain.impact import BandImpact, Bar, ConsumerImpact, Impact
from domain.money import Money, half_up
from domain.office import Office
from domain.register import Cell, CellKind
from domain.register_sheet import ControlLine, RegisterSheet, SheetColumn
from resources.texts import Texts
from ui.tariff_words import LINE_NAMES, exact_decimal

_THOUSAND = 1_000


@dataclass(frozen=True, slots=True)
class Making:
    """Whose file it is: the office, who made it and when, why, and where the books stood."""

    office: Office
    made_at: datetime
    made_by: str
    anchor: str
    reason: str = ""


def period_words(first: date, last: date, _: Texts) -> str:
    """Return the days looked at."""
    names = _.month_names
    return _("{first} to {last}", first=formats.day(first, names), last=formats.day(last, names))


def change_words(paise: int) -> str:
    """Return a change with its sign, also above zero: ``+₹12.30``."""
    return f"+{formats.rupees(Money(paise))}" if paise > 0 else formats.rupees(Money(paise))


def share_words(part: int, whole: int) -> str:
    """Return ``part`` of ``whole`` as a percentage with one decimal, whole numbers only."""
    return f"{exact_decimal(half_up(part * 1000, whole), 10, 1)}%" if whole else "-"


def bar_words(bar: Bar, _: Texts) -> str:
    """Return what a bar of the distribution stands for, in whole rupees."""
    if bar.above_paise == 0 and bar.upto_paise == 0:
        return _("the same")
    if bar.upto_paise is None:
        return _("over {amount}", amount=_whole_rupees(bar.above_paise or 0))
    if bar.above_paise is None:
        return _("under {amount}", amount=_whole_rupees(bar.upto_paise))
    low, high = _whole_rupees(bar.above_paise), _whole_rupees(bar.upto_paise)
    return _("{low} to {high}", low=low, high=high)


def band_words(band: BandImpact, unit: str, _: Texts) -> str:
    """Return the limits of a band of use or load; ``unit`` is worded already."""
    low = exact_decimal(band.above, _THOUSAND, 0)
    if band.upto is None:
        return _("above {limit} {unit}", limit=low, unit=unit)
    high = exact_decimal(band.upto, _THOUSAND, 0)
    return _("{low} to {high} {unit}", low=low, high=high, unit=unit)


def impact_facts(summary: Mapping[str, Any], _: Texts) -> list[tuple[str, str]]:
    """Return the summary of an impact line by line, as who approves reads it."""
    first, last = (date.fromisoformat(str(summary[name])) for name in ("first", "last"))
    consumers, more = int(summary["consumers"]), int(summary["paying_more"])
    less = int(summary["paying_less"])
    lines: Mapping[str, Sequence[int]] = summary["lines"]
    facts = [
        (_("Charged days looked at"), period_words(first, last, _)),
        (_("Consumers"), grouped(consumers)),
        (_("Paying more"), f"{grouped(more)} ({share_words(more, consumers)})"),
        (_("Paying less"), f"{grouped(less)} ({share_words(less, consumers)})"),
        (_("Change, mean and middle"), _pair(summary["mean_paise"], summary["median_paise"])),
        (_("Most that anybody pays more"), change_words(int(summary["most_more_paise"]))),
    ]
    return facts + [
        (_(LINE_NAMES[name]), _before_after(int(pair[0]), int(pair[1]), _))
        for name, pair in lines.items()
        if name in LINE_NAMES and "_" not in name and any(pair)
    ]


def _pair(mean_paise: object, median_paise: object) -> str:
    return f"{change_words(int(str(mean_paise)))} · {change_words(int(str(median_paise)))}"


def _before_after(now_paise: int, draft_paise: int, _: Texts) -> str:
    return _(
        "{now} becomes {then} ({change})",
        now=formats.rupees(Money(now_paise)),
        then=formats.rupees(Money(draft_paise)),
        change=change_words(draft_paise - now_paise),
    )


def impact_sheet(
    impact: Impact, names: Mapping[int, ConsumerRow], making: Making, _: Texts, *, is_short: bool
) -> RegisterSheet:
    """Return the impact as it is filed; the short one is for paper: a page or two."""
    rows = [*_line_rows(impact, _), *_band_rows(impact, _)]
    rows += [] if is_short else _bar_rows(impact, _)
    rows += _consumer_rows(_("Paying most more"), impact.worst, names)
    rows += [] if is_short else _consumer_rows(_("Paying most less"), impact.best, names)
    return RegisterSheet(
        title=_("Impact of the draft tariff {draft}", draft=impact.draft),
        period=period_words(impact.first, impact.last, _),
        choices=_choices(impact, _),
        office=making.office,
        columns=_columns(_),
        rows=rows,
        controls=[
            ControlLine(
                _("Charged in the period, rated anew and in the books"),
                impact.total.now_paise,
                impact.charged_paise,
                CellKind.MONEY,
            )
        ],
        made_at=making.made_at,
        made_by=making.made_by,
        anchor=making.anchor,
        reason=making.reason,
    )


def _choices(impact: Impact, _: Texts) -> list[tuple[str, str]]:
    return [
        (_("Schedule"), impact.schedule),
        (_("Charged by"), ", ".join(impact.versions)),
        (_("Consumers"), grouped(impact.consumers)),
        (_("Paying more"), grouped(impact.paying_more)),
        (_("Paying less"), grouped(impact.paying_less)),
        (_("Change, mean and middle"), _pair(impact.mean_paise, impact.median_paise)),
    ]


def _columns(_: Texts) -> list[SheetColumn]:
    text, count, money = CellKind.TEXT, CellKind.COUNT, CellKind.MONEY
    return [
        SheetColumn(_("Part"), text, 130, lines=2),
        SheetColumn(_("Of what"), text, 190, lines=2),
        SheetColumn(_("Consumers"), count, 70),
        SheetColumn(_("Paying more"), count, 76),
        SheetColumn(_("Charged"), money, 100),
        SheetColumn(_("By the draft"), money, 100),
        SheetColumn(_("Difference"), money, 100),
    ]


def _line_rows(impact: Impact, _: Texts) -> list[list[Cell]]:
    return [
        [
            *(_("Lines of the bill"), _(LINE_NAMES[line.line]), None, None),
            *(line.now_paise, line.draft_paise, line.change_paise),
        ]
        for line in impact.told_lines()
    ]


def _band_rows(impact: Impact, _: Texts) -> list[list[Cell]]:
    groups = (
        (_("By use of 30 days"), impact.by_use, _("units")),
        (_("By load"), impact.by_load, _("kW")),
    )
    return [
        [
            *(part, band_words(band, unit, _), band.consumers, band.paying_more),
            *(band.now_paise, band.draft_paise, band.change_paise),
        ]
        for part, bands, unit in groups
        for band in bands
        if band.consumers
    ]


def _bar_rows(impact: Impact, _: Texts) -> list[list[Cell]]:
    part = _("By change")
    return [[part, bar_words(bar, _), bar.consumers, None, None, None, None] for bar in impact.bars]


def _consumer_rows(
    part: str, consumers: Sequence[ConsumerImpact], names: Mapping[int, ConsumerRow]
) -> list[list[Cell]]:
    return [
        [
            *(part, f"{row.number} {row.name}", None, None),
            *(one.now_paise, one.draft_paise, one.change_paise),
        ]
        for one in consumers
        if (row := names.get(one.consumer_id))
    ]


def _whole_rupees(paise: int) -> str:
    return formats.rupees(Money(paise)).removesuffix(".00")
