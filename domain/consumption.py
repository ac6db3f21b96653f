"""A day consumes reads: its energy is the last valid read less the last one consumed before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.money import half_up

Column = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Stands in a column where there is no read.
NONE = -1
#: ``meter_factor`` counts in thousandths.
FACTOR_ONE = 1000


@dataclass(frozen=True, slots=True)
class ReadPair:
    """The first and the last valid read of a day's window, per row; NONE where there is none.

    Instants in ms, registers in Wh as they count on (rolled over registers included).
    """

    first_at_ms: Column
    first_wh: Column
    last_at_ms: Column
    last_wh: Column

    @classmethod
    def none(cls, rows: int) -> ReadPair:
        return cls(*(np.full(rows, NONE, np.int64) for _ in range(4)))


@dataclass(frozen=True, slots=True)
class Consumption:
    """What a day used, per row, and the reads it was worked out from (NONE: there is none).

    ``energy_wh`` counts units on the bill: the register's difference times the factor.
    """

    energy_wh: Column
    from_at_ms: Column
    from_wh: Column
    to_at_ms: Column
    to_wh: Column
    has_read: Flags


def consume(  # noqa: PLR0913 - two meters may have a say in a day
    consumed_at_ms: Column,
    consumed_wh: Column,
    reads: ReadPair,
    meter_factor: Column,
    *,
    begins_ms: int,
    replaced: Flags | None = None,
    old_reads: ReadPair | None = None,
    old_factor: Column | None = None,
) -> Consumption:
    """Return the energy of a day from the reads of its window.

    ``consumed_*`` is the last read charged before (NONE: none yet, and the first read of the
    window is the baseline). Where ``replaced``, the meter has changed since: the old one counts
    up to its last read in ``old_reads``, the new one from its first. The midnight that begins
    the day (up to ``begins_ms``) may be a baseline, but closes nothing. A day without a closing
    read uses nothing; the next read carries the energy.
    Source: domain page, section 2 (meter replaced, multiplying factor, missing a few days).
    """
    has_baseline = consumed_at_ms != NONE
    if replaced is not None:
        has_baseline &= ~replaced
    has_read = reads.last_at_ms != NONE
    from_at = np.where(has_baseline, consumed_at_ms, reads.first_at_ms)
    from_wh = np.where(has_baseline, consumed_wh, reads.first_wh)
    energy = _units(from_wh, reads.last_wh, meter_factor, has_read)
    to_at = np.where(has_read, reads.last_at_ms, np.where(has_baseline, consumed_at_ms, NONE))
    to_wh = np.where(has_read, reads.last_wh, np.where(has_baseline, consumed_wh, NONE))
    has_read = has_read & (has_baseline | (reads.last_at_ms > begins_ms))
    if replaced is not None and old_reads is not None and old_factor is not None:
        old_ends = replaced & (consumed_at_ms != NONE) & (old_reads.last_at_ms != NONE)
        energy = energy + _units(consumed_wh, old_reads.last_wh, old_factor, old_ends)
        # Until the new meter speaks, the old one's last read stays the consumed one.
        waits = replaced & (reads.last_at_ms == NONE)
        to_at = np.where(waits, np.where(old_ends, old_reads.last_at_ms, consumed_at_ms), to_at)
        to_wh = np.where(waits, np.where(old_ends, old_reads.last_wh, consumed_wh), to_wh)
        has_read = has_read | old_ends
    return Consumption(energy, from_at, from_wh, to_at, to_wh, has_read)


def _units(from_wh: Column, to_wh: Column, meter_factor: Column, counts: Flags) -> Column:
    if (meter_factor == FACTOR_ONE).all():
        return np.where(counts, to_wh - from_wh, 0)
    # Rounding the running register, not the difference, keeps a gap equal to daily reads.
    ends = half_up(to_wh * meter_factor, FACTOR_ONE)
    starts = half_up(from_wh * meter_factor, FACTOR_ONE)
    return np.where(counts, ends - starts, 0)
