"""What the charts of the page show: how the changes of a draft are distributed."""

from __future__ import annotations

from domain.formats import grouped
from domain.impact import Impact
from resources.texts import Texts
from ui.desk.kit.chart import Axis, Drawing, Series
from ui.impact_words import bar_words


def change_drawing(impact: Impact, _: Texts) -> Drawing:
    """Return the consumers by what they pay more or less: less, the same, more."""
    bars = impact.bars
    less = [
        bar.consumers
        if bar.upto_paise is not None and bar.upto_paise <= 0 and bar.above_paise != 0
        else None
        for bar in bars
    ]
    same = [bar.consumers if bar.above_paise == bar.upto_paise == 0 else None for bar in bars]
    more = [
        bar.consumers if low is None and middle is None else None
        for bar, low, middle in zip(bars, less, same, strict=True)
    ]
    return Drawing(
        labels=[bar_words(bar, _) for bar in bars],
        series=[
            Series("bars", _("less"), less, grouped, "good"),
            Series("bars", _("the same"), same, grouped, "muted"),
            Series("bars", _("more"), more, grouped, "warning"),
        ],
        left=Axis(_("consumers")),
    )
