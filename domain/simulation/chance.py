"""Chance that can be repeated: a number for a seed, a purpose, a consumer and a day, no more.

Nothing is drawn from a stream, so neither the batch nor the order of the consumers can change
what one of them gets. Only whole numbers, sums and products are used: the same on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

# SplitMix64 (Steele, Lea, Flood 2014: "Fast splittable pseudorandom number generators").
_MASK = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15
_FIRST_FACTOR = 0xBF58476D1CE4E5B9
_SECOND_FACTOR = 0x94D049BB133111EB
#: Four sixteen-bit numbers are added up for something close to a normal distribution.
_SIXTEEN_BITS = 0xFFFF
_MEAN_OF_FOUR = 2 * _SIXTEEN_BITS
_DEVIATION_OF_FOUR = 37837.2


class Purpose(IntEnum):
    """What a number is drawn for; two purposes never share one."""

    SIZE = 1
    OWN_DAY = 2
    WEATHER = 3
    AWAY = 4
    AWAY_PHASE = 5
    VACANT = 6
    THEFT = 7
    STUCK = 8
    STUCK_DAY = 9
    HABIT = 10
    PAYS = 11
    BUYS_FOR = 12
    PRACTICE = 13


@dataclass(frozen=True, slots=True)
class Chance:
    """All numbers of one ``seed`` (any int)."""

    seed: int

    def bits(self, purpose: Purpose, ids: NDArray[np.int64], period: int = 0) -> NDArray[np.uint64]:
        """Return 64 even bits for each consumer id, in that period (a day, a week; or none)."""
        key = np.uint64(self._key(purpose, period))
        return _mixed(_mixed(ids.astype(np.uint64) * np.uint64(_STEP)) ^ key)

    def share(
        self, purpose: Purpose, ids: NDArray[np.int64], period: int = 0
    ) -> NDArray[np.float64]:
        """Return a number from 0 up to below 1 for each id, evenly spread."""
        top = (self.bits(purpose, ids, period) >> np.uint64(11)).astype(np.float64)
        return np.multiply(top, 1.0 / (1 << 53), dtype=np.float64)

    def below(
        self, percent: int, purpose: Purpose, ids: NDArray[np.int64], period: int = 0
    ) -> NDArray[np.bool_]:
        """Return for each id whether it belongs to that many percent; more percent keep them."""
        return self.share(purpose, ids, period) * 100 < percent

    def spread(
        self, purpose: Purpose, ids: NDArray[np.int64], period: int = 0
    ) -> NDArray[np.float64]:
        """Return a number near normal for each id: mean 0, deviation 1, never beyond 3.5."""
        bits = self.bits(purpose, ids, period)
        parts = [(bits >> np.uint64(shift)) & np.uint64(_SIXTEEN_BITS) for shift in (0, 16, 32, 48)]
        total = (parts[0] + parts[1] + parts[2] + parts[3]).astype(np.float64)
        spread: NDArray[np.float64] = (total - _MEAN_OF_FOUR) / _DEVIATION_OF_FOUR
        return spread

    def _key(self, purpose: Purpose, period: int) -> int:
        key = _mixed_int(self.seed & _MASK)
        key = _mixed_int(key + purpose * _STEP & _MASK)
        return _mixed_int(key + period * _STEP & _MASK)


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(_FIRST_FACTOR)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(_SECOND_FACTOR)
    return bits ^ (bits >> np.uint64(31))


def _mixed_int(bits: int) -> int:
    bits = (bits + _STEP) & _MASK
    bits = ((bits ^ (bits >> 30)) * _FIRST_FACTOR) & _MASK
    bits = ((bits ^ (bits >> 27)) * _SECOND_FACTOR) & _MASK
    return bits ^ (bits >> 31)
