"""How a clerk likes the columns of a table: which, in which order, how wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ui.desk.kit.columns import Column

LEAST_PX, MOST_PX = 40, 1_200


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Columns by their keys; what it does not name is as it usually is.

    ``chosen`` says of a column whether it is shown; ``widths`` are in pixels at text scale 1.
    """

    order: tuple[str, ...] = ()
    chosen: Mapping[str, bool] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Any) -> Arrangement:
        """Return what was kept; whatever is not as it should be counts as never said."""
        if not isinstance(kept, dict):
            return cls()
        order, chosen, widths = (kept.get(name) for name in ("order", "chosen", "widths"))
        return cls(
            order=tuple(one for one in order if isinstance(one, str))
            if isinstance(order, list)
            else (),
            chosen={key: one for key, one in _items(chosen) if isinstance(one, bool)},
            widths={
                key: min(max(one, LEAST_PX), MOST_PX)
                for key, one in _items(widths)
                if isinstance(one, int)
            },
        )

    def kept(self) -> dict[str, Any] | None:
        """Return it as it is kept; None where everything is as usual."""
        if self == Arrangement():
            return None
        return {
            "order": list(self.order),
            "chosen": dict(self.chosen),
            "widths": dict(self.widths),
        }

    def shows(self, column: Column) -> bool:
        """Whether a column is wanted, if there is room for it."""
        return self.chosen.get(column.key, not column.is_extra)

    def in_order(self, columns: Sequence[Column]) -> list[Column]:
        """Return the columns in the clerk's order; those that it does not name stand behind."""
        ranks = {key: rank for rank, key in enumerate(self.order)}
        return sorted(columns, key=lambda column: ranks.get(column.key, len(ranks)))


def _items(kept: Any) -> list[tuple[str, Any]]:
    return list(kept.items()) if isinstance(kept, dict) else []
