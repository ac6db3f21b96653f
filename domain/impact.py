"""Impact: what a draft tariff would have cost the real consumers, beside what they were charged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from domain.exact import Column
from domain.rating import SPLITS

#: How many months back may be looked at.
PERIODS = (1, 3, 12)
#: Widths of a bar of the distribution, in rupees, and how many bars a side has at most.
_WIDTHS_RUPEES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000)
_BARS_A_SIDE = 6
_PERCENT_SHOWN = 98


class _Change:
    """What was charged, beside what the draft makes of it."""

    __slots__ = ()
    now_paise: int
    draft_paise: int

    @property
    def change_paise(self) -> int:
        return self.draft_paise - self.now_paise


@dataclass(frozen=True, slots=True)
class LineImpact(_Change):
    """A line of the bill (``ec``, ``total``, ``subsidy_cliff``): charged, and by the draft."""

    line: str
    now_paise: int
    draft_paise: int


@dataclass(frozen=True, slots=True)
class Bar:
    """So many consumers whose change is above one amount and up to another; None: no bound.

    Without a change there is a bar of its own, from 0 to 0.
    """

    above_paise: int | None
    upto_paise: int | None
    consumers: int


@dataclass(frozen=True, slots=True)
class BandImpact(_Change):
    """Consumers between two limits of use or load (whole Wh a month, or W); None: open."""

    above: int
    upto: int | None
    consumers: int
    paying_more: int
    now_paise: int
    draft_paise: int


@dataclass(frozen=True, slots=True)
class ConsumerImpact(_Change):
    """One consumer over the whole period."""

    consumer_id: int
    now_paise: int
    draft_paise: int
    energy_wh: int
    load_w: int
    days: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What a draft would have changed, from the first day to the last, both included."""

    draft: str
    schedule: str
    first: date
    last: date
    months: int
    #: The versions that the consumers were charged by.
    versions: tuple[str, ...]
    consumers: int
    consumer_days: int
    energy_wh: int
    lines: tuple[LineImpact, ...]
    paying_more: int
    paying_less: int
    mean_paise: int
    median_paise: int
    bars: tuple[Bar, ...]
    by_use: tuple[BandImpact, ...]
    by_load: tuple[BandImpact, ...]
    worst: tuple[ConsumerImpact, ...]
    best: tuple[ConsumerImpact, ...]
    #: What the books say was charged; in books that are in order it is the present total.
    charged_paise: int
    #: Days that the engine does not give as they were charged.
    unequal_days: int = 0

    @property
    def paying_same(self) -> int:
        return self.consumers - self.paying_more - self.paying_less

    def line(self, name: str) -> LineImpact:
        """Return one line by its name."""
        return next(line for line in self.lines if line.line == name)

    def told_lines(self) -> list[LineImpact]:
        """Return the lines with an amount; the schemes of the subsidy where there are several."""
        told = [line for line in self.lines if line.now_paise or line.draft_paise]
        schemes = [line for line in told if line.line in SPLITS]
        return [line for line in told if len(schemes) > 1 or line.line not in SPLITS]

    @property
    def total(self) -> LineImpact:
        return self.line("total")

    def summary(self) -> dict[str, Any]:
        """Return what a request for approval carries: figures of all, nobody's own."""
        return {
            "draft": self.draft,
            "schedule": self.schedule,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "consumers": self.consumers,
            "paying_more": self.paying_more,
            "paying_less": self.paying_less,
            "mean_paise": self.mean_paise,
            "median_paise": self.median_paise,
            "most_more_paise": max((one.change_paise for one in self.worst), default=0),
            "lines": {line.line: [line.now_paise, line.draft_paise] for line in self.lines},
        }


def bars_of(change_paise: Column) -> tuple[Bar, ...]:
    """Return how the changes are distributed: bars of one width, those at the ends open."""
    width = _width_of(change_paise)
    magnitudes = -(-np.abs(change_paise) // width)
    steps = np.sign(change_paise) * np.minimum(magnitudes, _BARS_A_SIDE + 1)
    low, high = int(min(steps.min(), 0)), int(max(steps.max(), 0))
    counts = {step: int((steps == step).sum()) for step in range(low, high + 1)}
    return tuple(_bar(step, width, count) for step, count in counts.items())


def _bar(step: int, width: int, count: int) -> Bar:
    """Return the bar so many steps from no change; beyond the last one a side is open."""
    if step > _BARS_A_SIDE:
        return Bar((step - 1) * width, None, count)
    if step < -_BARS_A_SIDE:
        return Bar(None, (step + 1) * width, count)
    if step == 0:
        return Bar(0, 0, count)
    return (
        Bar((step - 1) * width, step * width, count)
        if step > 0
        else Bar(step * width, (step + 1) * width, count)
    )


def _width_of(change_paise: Column) -> int:
    """Return the width by which almost everybody finds a bar that is not open."""
    ordered = np.sort(np.abs(change_paise))
    most = int(ordered[(len(ordered) - 1) * _PERCENT_SHOWN // 100])
    widths = [rupees * 100 for rupees in _WIDTHS_RUPEES]
    return next((width for width in widths if width * _BARS_A_SIDE >= most), widths[-1])
