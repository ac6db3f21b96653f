"""The wallets of a simulation: they run down day by day, and are filled up where a run says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from domain.calendar import day_number
from domain.simulation.chance import Chance, Purpose
from domain.simulation.population import Population

#: Assumptions of ``tops_up``. Who has less than these days left thinks of a recharge ...
_DAYS_LEFT = 3
#: ... and pays on a day with this chance; some are careless.
_PAYS_PERCENT = 60
_CARELESS_PERCENT = 12
_CARELESS_PAYS_PERCENT = 3
#: A recharge is meant to last this long, in whole hundreds of rupees, within these bounds.
_DAYS_BOUGHT_LEAST = 10
_DAYS_BOUGHT_CHOICES = 21
_STEP_PAISE = 100_00
_LEAST_PAISE = 100_00
_MOST_PAISE = 50_000_00
_NEVER = -1


class RechargeHabit(StrEnum):
    """Whether the consumers of a run recharge."""

    NONE = "none"
    TOPS_UP = "tops_up"


@dataclass(slots=True, eq=False)
class Wallets:
    """What each consumer has, was charged and paid in so far (int64 columns, paise).

    ``ran_out``: how many went below zero on the last day for the first time.
    """

    ids: NDArray[np.int64]
    habit: RechargeHabit
    chance: Chance
    balance_paise: NDArray[np.int64]
    charged_paise: NDArray[np.int64]
    recharged_paise: NDArray[np.int64]
    first_negative_day: NDArray[np.int64]
    began_negative: NDArray[np.bool_]
    ran_out: int = 0

    @classmethod
    def of(cls, population: Population, habit: RechargeHabit, chance: Chance) -> Wallets:
        """Return the wallets as a run begins: a copy of the population's balances."""
        count = len(population)
        return cls(
            ids=population.id,
            habit=habit,
            chance=chance,
            balance_paise=population.balance_paise.copy(),
            charged_paise=np.zeros(count, np.int64),
            recharged_paise=np.zeros(count, np.int64),
            first_negative_day=np.full(count, _NEVER, np.int64),
            began_negative=population.balance_paise < 0,
        )

    def after(self, day: date, past: int, total_paise: NDArray[np.int64]) -> NDArray[np.int64]:
        """Recharge, charge, and return what each consumer paid in; ``past`` days went before."""
        recharged_paise = self._recharges(day_number(day), past)
        self.balance_paise += recharged_paise - total_paise
        self.charged_paise += total_paise
        self.recharged_paise += recharged_paise
        newly = (self.balance_paise < 0) & (self.first_negative_day == _NEVER)
        self.first_negative_day[newly] = day_number(day)
        self.ran_out = int((newly & ~self.began_negative).sum())
        return recharged_paise

    def _recharges(self, number: int, past: int) -> NDArray[np.int64]:
        """Return what comes in on a day, judged by the mean charge of the days before."""
        if self.habit is RechargeHabit.NONE or not past:
            return np.zeros(len(self.ids), np.int64)
        mean_paise = np.maximum(self.charged_paise, 0) // past
        is_low = self.balance_paise < np.maximum(mean_paise * _DAYS_LEFT, 1)
        chance = self.chance
        is_careless = chance.below(_CARELESS_PERCENT, Purpose.HABIT, self.ids)
        pays = chance.below(_CARELESS_PAYS_PERCENT, Purpose.PAYS, self.ids, number)
        pays |= ~is_careless & chance.below(_PAYS_PERCENT, Purpose.PAYS, self.ids, number)
        choice = chance.bits(Purpose.BUYS_FOR, self.ids, number) % np.uint64(_DAYS_BOUGHT_CHOICES)
        bought_days = _DAYS_BOUGHT_LEAST + choice.astype(np.int64)
        owed_paise = np.maximum(-self.balance_paise, 0)
        wanted_paise = owed_paise + mean_paise * bought_days
        steps = -(-wanted_paise // _STEP_PAISE)
        amount_paise = np.clip(steps * _STEP_PAISE, _LEAST_PAISE, _MOST_PAISE)
        return np.where(is_low & pays, amount_paise, 0)
