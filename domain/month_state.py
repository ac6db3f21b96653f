"""Where consumers stand in the month: units so far, and the exact running value of every line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.exact import Column, Exact

_WORD = 8
#: A blob opens with the bits of the running values it holds, then the month-to-date.
_HEAD = 2


class Running(IntEnum):
    """The running values of a month; a new one takes the next number, for good."""

    EC = 0
    FUEL = 1
    FC = 2
    DUTY = 3
    RENT = 4
    REBATE = 5
    #: Rebate that is shown with the month's last day only.
    REBATE_DEFERRED = 6
    PER_UNIT = 7
    #: Energy and duty of free units, and the fixed charge that stays waived.
    FREE_UNITS = 8
    #: Fixed charge that comes back when the free units are passed.
    FREE_FIXED = 9
    CLIFF = 10
    #: Gross energy and fixed charge of the days under a cliff scheme.
    CLIFF_BASE = 11


@dataclass(frozen=True, slots=True, eq=False)
class MonthState:
    """The month's position of ``n`` consumers, a row each.

    ``whole_paise`` and ``rest`` are int64[len(Running), n]; the rest is over ``Scale.fine`` of the
    month, so that a state may not be carried into the next one: see :meth:`started_anew`.
    """

    mtd_wh: Column
    whole_paise: NDArray[np.int64]
    rest: NDArray[np.int64]

    @classmethod
    def start(cls, n: int, mtd_wh: Column | None = None) -> MonthState:
        """Return the state of ``n`` consumers before their first day of a month.

        ``mtd_wh``: units counted before this office billed them.
        """
        shape = (len(Running), n)
        begun = np.zeros(n, np.int64) if mtd_wh is None else np.array(mtd_wh, np.int64)
        return cls(begun, np.zeros(shape, np.int64), np.zeros(shape, np.int64))

    def __len__(self) -> int:
        return len(self.mtd_wh)

    def running(self, which: Running, rows: Column | slice = slice(None)) -> Exact:
        """Return one running value of some rows."""
        return Exact(self.whole_paise[which][rows], self.rest[which][rows])

    def copy(self) -> MonthState:
        return MonthState(self.mtd_wh.copy(), self.whole_paise.copy(), self.rest.copy())

    def take(self, rows: NDArray[Any] | slice) -> MonthState:
        """Return the state of some rows: positions, a mask, or a slice."""
        return MonthState(self.mtd_wh[rows], self.whole_paise[:, rows], self.rest[:, rows])

    def started_anew(self, rows: NDArray[np.bool_]) -> MonthState:
        """Return the state with the rows of the mask back at the start of a month."""
        state = self.copy()
        state.mtd_wh[rows] = 0
        state.whole_paise[:, rows] = 0
        state.rest[:, rows] = 0
        return state

    @staticmethod
    def concatenate(states: Sequence[MonthState]) -> MonthState:
        """Return the rows of several states, one after another."""
        return MonthState(
            np.concatenate([state.mtd_wh for state in states]),
            np.concatenate([state.whole_paise for state in states], axis=1),
            np.concatenate([state.rest for state in states], axis=1),
        )

    def to_bytes(self) -> list[bytes]:
        """Return one blob a row: little-endian int64s, only the running values that are not zero.

        Bits of the values held, month-to-date, then whole and rest of each.
        """
        blobs = np.empty(len(self), object)
        held = self._held()
        for bits in np.unique(held):
            rows = np.flatnonzero(held == bits)
            blobs[rows] = self._blobs(rows, int(bits))
        return list(blobs)

    def _held(self) -> Column:
        """Return, for each row, the bits of the running values that are not zero."""
        bits = np.zeros(len(self), np.int64)
        for which in Running:
            bits |= ((self.whole_paise[which] | self.rest[which]) != 0).astype(np.int64) << which
        return bits

    def _blobs(self, rows: Column, bits: int) -> list[bytes]:
        held = _values_of(bits)
        words = np.empty((len(rows), _HEAD + 2 * len(held)), "<i8")
        words[:, 0] = bits
        words[:, 1] = self.mtd_wh[rows]
        words[:, _HEAD::2] = self.whole_paise[np.ix_(held, rows)].T
        words[:, _HEAD + 1 :: 2] = self.rest[np.ix_(held, rows)].T
        size = words.shape[1] * _WORD
        content = words.tobytes()
        return [content[start : start + size] for start in range(0, len(content), size)]

    @classmethod
    def from_bytes(cls, blobs: Sequence[bytes]) -> MonthState:
        """Return the state that :meth:`to_bytes` wrote; ``ValueError`` for a damaged blob."""
        state = cls.start(len(blobs))
        if any(len(blob) < _WORD for blob in blobs):
            raise ValueError("A month's position is cut short")
        held = np.frombuffer(b"".join([blob[:_WORD] for blob in blobs]), "<i8")
        for bits in np.unique(held):
            state.fill(np.flatnonzero(held == bits), int(bits), blobs)
        return state

    def fill(self, rows: Column, bits: int, blobs: Sequence[bytes]) -> None:
        """Set the rows whose blobs hold the running values of ``bits``."""
        held = _values_of(bits)
        size = (_HEAD + 2 * len(held)) * _WORD
        chosen = [blobs[row] for row in rows.tolist()]
        if bits >> len(Running) or any(len(blob) != size for blob in chosen):
            raise ValueError("A month's position is of another version, or damaged")
        words = np.frombuffer(b"".join(chosen), "<i8").reshape(len(rows), size // _WORD)
        self.mtd_wh[rows] = words[:, 1]
        self.whole_paise[np.ix_(held, rows)] = words[:, _HEAD::2].T
        self.rest[np.ix_(held, rows)] = words[:, _HEAD + 1 :: 2].T


def _values_of(bits: int) -> Column:
    return np.array([which for which in Running if bits >> which & 1], np.int64)
