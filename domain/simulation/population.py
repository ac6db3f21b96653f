"""The consumers of a simulation, as columns: a copy of what rating needs, never the books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.calendar import Month
from domain.rating import MonthState

#: In ``mean_wh``: nothing is known of the consumer's use yet.
UNKNOWN = -1


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Consumers, one a row; every column int64.

    ``category`` is the position in ``categories`` (schedules, or ids of versions), ``load_w`` the
    sanctioned load, ``mean_wh`` the recent mean use a day (:data:`UNKNOWN` without one).
    ``mtd_wh`` (and ``state`` with the exact accumulators behind it, where there is one) belongs
    to ``month``: a run that begins in another month begins at zero.
    """

    id: NDArray[np.int64]
    category: NDArray[np.int64]
    categories: tuple[str, ...]
    load_w: NDArray[np.int64]
    balance_paise: NDArray[np.int64]
    mean_wh: NDArray[np.int64]
    mtd_wh: NDArray[np.int64]
    month: Month | None = None
    state: MonthState | None = None

    @classmethod
    def of(  # noqa: PLR0913 - one argument a column
        cls,
        *,
        ids: Sequence[int] | NDArray[np.int64],
        category: Sequence[str],
        load_w: Sequence[int] | NDArray[np.int64],
        balance_paise: Sequence[int] | NDArray[np.int64],
        mean_wh: Sequence[int] | NDArray[np.int64] | None = None,
        mtd_wh: Sequence[int] | NDArray[np.int64] | None = None,
        month: Month | None = None,
        state: MonthState | None = None,
    ) -> Population:
        """Return the consumers from equally long columns; ``category`` holds the texts.

        ``ValueError`` when the columns are not equally long.
        """
        position = {text: index for index, text in enumerate(dict.fromkeys(category))}
        count = len(ids)
        population = cls(
            id=_column(ids),
            category=_column([position[text] for text in category]),
            categories=tuple(position),
            load_w=_column(load_w),
            balance_paise=_column(balance_paise),
            mean_wh=np.full(count, UNKNOWN) if mean_wh is None else _column(mean_wh),
            mtd_wh=np.zeros(count, np.int64) if mtd_wh is None else _column(mtd_wh),
            month=month,
            state=state,
        )
        population._check_lengths()
        return population

    def __len__(self) -> int:
        return len(self.id)

    def take(self, rows: NDArray[np.int64]) -> Population:
        """Return the consumers at these positions, in that order."""
        return Population(
            id=self.id[rows],
            category=self.category[rows],
            categories=self.categories,
            load_w=self.load_w[rows],
            balance_paise=self.balance_paise[rows],
            mean_wh=self.mean_wh[rows],
            mtd_wh=self.mtd_wh[rows],
            month=self.month,
            state=None if self.state is None else self.state.take(rows),
        )

    def state_on(self, first: date) -> MonthState:
        """Return where the month stands when a run begins on ``first``."""
        if self.month != Month.of(first) or first.day == 1:
            return MonthState.start(len(self))
        if self.state is not None:
            return self.state
        return MonthState.start(len(self), self.mtd_wh)

    def _check_lengths(self) -> None:
        columns = (self.category, self.load_w, self.balance_paise, self.mean_wh, self.mtd_wh)
        if {len(column) for column in columns} - {len(self)}:
            raise ValueError("The columns of a population are not equally long")


def _column(values: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(values, dtype=np.int64)
