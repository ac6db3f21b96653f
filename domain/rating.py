"""Rating: columns in, columns out; the one engine for one consumer and for a million.

Every line is an exact running value over the calendar month (:mod:`domain.exact`), and what a day
posts is the rounded value after it less the rounded value before it, so that the days add up to the
month by construction. Source: domain page, section 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from domain.errors import FieldOutOfRange
from domain.exact import QUARTERS, Coarse, Column, Exact, Scale, sum_of
from domain.month_state import MonthState, Running
from domain.tariff import (
    MAX_DAY_WH,
    MAX_LOAD_W,
    MAX_MONTH_WH,
    Basis,
    Cliff,
    FixedCharge,
    FreeUnits,
    Levy,
    PerUnit,
    PerUnitSubsidy,
    Scheme,
    SchemeKind,
    Slab,
    Tariff,
)

__all__ = ["LINES", "SPLITS", "MonthState", "RatedDay", "Running", "basis_parts", "rate_day"]

#: The lines of a day, as they stand on the sheet.
LINES = ("ec", "fuel", "fc", "duty", "rent", "subsidy", "rebate", "total")
#: The subsidy line again, by scheme: what the claim statement needs.
SPLITS = ("subsidy_per_unit", "subsidy_free_units", "subsidy_cliff")
_ROW_OF = {name: row for row, name in enumerate((*LINES, *SPLITS))}

#: Rows worked on at once: the columns of one step stay in the processor's cache.
_CHUNK = 8192
#: A sum of money (hundredths of a paisa) in the units of a rate times Wh.
_UNITS_PER_CENTIPAISA = 1000
#: The billable load by demand is at least three of the four quarters of the sanctioned load.
_LEAST_QUARTERS = 3
_NO_CAP = 2**62

_Amount = TypeVar("_Amount", Exact, Coarse)

_SUBSIDIES: dict[SchemeKind, tuple[Running, ...]] = {
    "per_unit": (Running.PER_UNIT,),
    "free_units": (Running.FREE_UNITS, Running.FREE_FIXED),
    "cliff": (Running.CLIFF,),
}


@dataclass(frozen=True, slots=True, eq=False)
class RatedDay:
    """What one day costs each consumer: int64[n] columns of posted paise, and the state after."""

    state: MonthState
    ec: Column
    fuel: Column
    fc: Column
    duty: Column
    rent: Column
    subsidy: Column
    rebate: Column
    total: Column
    subsidy_per_unit: Column
    subsidy_free_units: Column
    subsidy_cliff: Column


def rate_day(  # noqa: PLR0913, PLR0917 - the columns of a day are what it needs
    day: date,
    tariffs: Sequence[Tariff],
    which: Column,
    energy_wh: Column,
    load_w: Column,
    state: MonthState,
    *,
    demand_w: Column | None = None,
    is_connected: NDArray[np.bool_] | None = None,
) -> RatedDay:
    """Return what ``day`` costs consumers, each by the tariff that ``which`` points to.

    All columns have one row a consumer. ``which`` is a position in ``tariffs``, or -1: not charged,
    its state stays as it is. ``energy_wh`` is what the day's read brought (0 without a read),
    ``load_w`` the sanctioned load then in force, ``demand_w`` the recorded demand (-1 or no column:
    unknown). ``state`` is the month's position before the day; the caller starts it anew with a
    month. Beyond the bounds of :mod:`domain.tariff` :class:`FieldOutOfRange` is raised.
    """
    inputs = _Inputs(which, energy_wh, load_w, demand_w, is_connected).checked(tariffs, state)
    posted = np.zeros((len(_ROW_OF), len(state)), np.int64)
    sheet = _Sheet(day, Scale.of(day), inputs, state, state.copy(), posted)
    for position, rows in _groups(inputs.which, len(tariffs)):
        for start in range(0, len(rows), _CHUNK):
            _Rows.of(sheet, tariffs[position], rows[start : start + _CHUNK]).rate()
    ec, fuel, fc, duty, rent, subsidy, rebate, total, *split = posted
    np.add(ec + fuel, fc + duty, out=total)
    total += rent - subsidy - rebate
    return RatedDay(sheet.after, ec, fuel, fc, duty, rent, subsidy, rebate, total, *split)


@dataclass(frozen=True, slots=True, eq=False)
class _Inputs:
    """The columns of a day."""

    which: Column
    energy_wh: Column
    load_w: Column
    demand_w: Column | None
    is_connected: NDArray[np.bool_] | None

    def checked(self, tariffs: Sequence[Tariff], state: MonthState) -> _Inputs:
        """Return the columns as int64, all within the bounds."""
        n = len(state)
        _bounded("mtd_wh", state.mtd_wh, n, (0, MAX_MONTH_WH - MAX_DAY_WH))
        demand_w, is_connected = self.demand_w, self.is_connected
        return _Inputs(
            _bounded("which", self.which, n, (-1, len(tariffs) - 1)),
            _bounded("energy_wh", self.energy_wh, n, (0, MAX_DAY_WH)),
            _bounded("load_w", self.load_w, n, (0, MAX_LOAD_W)),
            None if demand_w is None else _bounded("demand_w", demand_w, n, (-1, MAX_LOAD_W)),
            None if is_connected is None else np.asarray(is_connected, np.bool_),
        )


def _bounded(field: str, column: NDArray[Any], n: int, bounds: tuple[int, int]) -> Column:
    """Return the column as int64; beyond its bounds numpy would wrap silently."""
    values = np.asarray(column)
    least, most = bounds
    if values.shape != (n,) or (n and values.dtype.kind not in "iu"):
        raise TypeError(f"{field} must be {n} whole numbers, not {values.dtype}{values.shape}")
    for value in (values.min(), values.max()) if n else ():
        if not least <= int(value) <= most:
            raise FieldOutOfRange(field, str(value), str(least), str(most))
    return values.astype(np.int64, copy=False)


def _groups(which: Column, tariff_count: int) -> Iterator[tuple[int, Column]]:
    """Yield each tariff that has rows, with their positions in rising order."""
    # The narrowest type that holds the positions: numpy then sorts by counting.
    narrow = which.astype(np.min_scalar_type(-max(tariff_count, 2)))
    order = np.argsort(narrow, kind="stable")
    bounds = np.searchsorted(narrow[order], np.arange(tariff_count + 1)).tolist()
    for position in range(tariff_count):
        rows = order[bounds[position] : bounds[position + 1]]
        if len(rows):
            yield position, rows


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """One day of all consumers: what is known before, and the columns that are filled."""

    day: date
    scale: Scale
    inputs: _Inputs
    before: MonthState
    after: MonthState
    #: int64[len(_ROW_OF), n]
    posted: NDArray[np.int64]

    @property
    def is_last_of_month(self) -> bool:
        return self.day.day == self.scale.days


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Some consumers of one tariff on one day; a step each line, all columns of one length."""

    sheet: _Sheet
    scale: Scale
    tariff: Tariff
    rows: Column
    energy_wh: Column
    from_wh: Column
    to_wh: Column
    load_w: Column
    demand_w: Column | None
    is_connected: NDArray[np.bool_] | None

    @classmethod
    def of(cls, sheet: _Sheet, tariff: Tariff, rows: Column) -> _Rows:
        inputs = sheet.inputs
        energy_wh, from_wh = inputs.energy_wh[rows], sheet.before.mtd_wh[rows]
        return cls(
            sheet,
            sheet.scale,
            tariff,
            rows,
            energy_wh,
            from_wh,
            from_wh + energy_wh,
            inputs.load_w[rows],
            None if inputs.demand_w is None else inputs.demand_w[rows],
            None if inputs.is_connected is None else inputs.is_connected[rows],
        )

    def rate(self) -> None:
        """Post every line of the day and move the running values on."""
        tariff = self.tariff
        self.sheet.after.mtd_wh[self.rows] = self.to_wh
        energy = self._priced(tariff.energy, self.from_wh, self.to_wh)
        self._post("ec", Running.EC, self.scale.exact(energy))
        fixed = self._fixed()
        if fixed is not None:
            self._post("fc", Running.FC, self.scale.exact(fixed))
        if tariff.fuel is not None:
            self._post("fuel", Running.FUEL, self._levied(tariff.fuel, energy, fixed))
        if tariff.duty is not None:
            self._post("duty", Running.DUTY, self._levied(tariff.duty, energy, fixed))
        if tariff.rent_centipaise:
            rent = self._monthly(tariff.rent_centipaise, "calendar")
            self._post("rent", Running.RENT, self.scale.exact(rent))
        if tariff.rebate is not None or self.sheet.is_last_of_month:
            self._post_rebate(energy, fixed)
        if tariff.subsidies:
            self._post_subsidy(energy, fixed)

    # --- running values ---------------------------------------------------------------------

    def _now(self, running: Running) -> Exact:
        return self.sheet.before.running(running, self.rows)

    def _keep(self, running: Running, amount: Exact) -> None:
        self.sheet.after.whole_paise[running][self.rows] = amount.whole
        self.sheet.after.rest[running][self.rows] = amount.rest

    def _post(self, line: str, running: Running, increment: Exact) -> None:
        before = self._now(running)
        after = self.scale.total(before, increment)
        self._keep(running, after)
        self._post_difference(line, before, after)

    def _post_difference(self, line: str, before: Exact, after: Exact) -> None:
        difference = self.scale.rounded(after) - self.scale.rounded(before)
        self.sheet.posted[_ROW_OF[line]][self.rows] = difference

    # --- energy, fixed charge, levies -------------------------------------------------------

    def _priced(self, slabs: tuple[Slab, ...], from_wh: Column, to_wh: Column) -> Coarse:
        """Return the price of the units from one position of the month to another."""
        return self.scale.divided(_price(slabs, from_wh, to_wh), 1)

    def _fixed(self) -> Coarse | None:
        charge = self.tariff.fixed_charge
        if charge is None:
            return None
        if charge.per == "connection":
            amount = self._monthly(charge.centipaise_per_connection, charge.basis)
        else:
            amount = self._by_load(charge)
        if charge.when_disconnected or self.is_connected is None:
            return amount
        return _only(self.is_connected, amount)

    def _by_load(self, charge: FixedCharge) -> Coarse:
        times, divisor = basis_parts(charge.basis, self.scale)
        if charge.billable_load == "sanctioned" or self.demand_w is None:
            rates = _rate_of_load(charge, self.load_w, 1)
            return self.scale.divided(self.load_w * rates * times, divisor)
        quarters = np.maximum(self.demand_w * QUARTERS, self.load_w * _LEAST_QUARTERS)
        billable: Column = np.where(self.demand_w < 0, self.load_w * QUARTERS, quarters)
        rates = _rate_of_load(charge, billable, QUARTERS)
        return self.scale.divided(billable * rates * times, divisor * QUARTERS)

    def _monthly(self, centipaise: int, basis: Basis) -> Coarse:
        """Return a day's part of a monthly sum."""
        times, divisor = basis_parts(basis, self.scale)
        units = centipaise * _UNITS_PER_CENTIPAISA * times
        return self.scale.divided(np.full(len(self.rows), units, np.int64), divisor)

    def _levied(self, levy: Levy, energy: Coarse, fixed: Coarse | None) -> Exact:
        if isinstance(levy, PerUnit):
            return self._per_unit(levy, self.energy_wh)
        base = energy if levy.base == "energy" else _both(energy, fixed)
        return self.scale.percent(levy.ppm, base)

    def _per_unit(self, levy: PerUnit, energy_wh: Column) -> Exact:
        return self.scale.exact(self.scale.divided(energy_wh * levy.centipaise_per_kwh, 1))

    def _post_rebate(self, energy: Coarse, fixed: Coarse | None) -> None:
        """Post the rebate; what is shown monthly waits apart until the month's last day."""
        before, deferred = self._now(Running.REBATE), self._now(Running.REBATE_DEFERRED)
        shown = before
        rebate = self.tariff.rebate
        if rebate is not None:
            increment = self._levied(rebate.levy, energy, fixed)
            if rebate.posted == "daily":
                shown = self.scale.total(before, increment)
            else:
                deferred = self.scale.total(deferred, increment)
        if self.sheet.is_last_of_month:
            shown, deferred = self.scale.total(shown, deferred), _nothing(deferred)
        self._keep(Running.REBATE, shown)
        self._keep(Running.REBATE_DEFERRED, deferred)
        self._post_difference("rebate", before, shown)

    # --- subsidies --------------------------------------------------------------------------

    def _post_subsidy(self, energy: Coarse, fixed: Coarse | None) -> None:
        """Post the subsidy line, rounded once, and its split by scheme.

        Each scheme but the tariff's last is rounded by its own running value; the last takes the
        odd paisa, and whatever an earlier tariff of the month left.
        """
        kinds = [running for group in _SUBSIDIES.values() for running in group]
        before = {running: self._now(running) for running in kinds}
        after = dict(before)
        for scheme in self.tariff.subsidies:
            after |= self._paid(scheme, before, energy, fixed)
        for scheme in self.tariff.subsidies:
            for running in _SUBSIDIES[scheme.kind]:
                self._keep(running, after[running])
        self._post_difference(
            "subsidy", self.scale.total(*before.values()), self.scale.total(*after.values())
        )
        self._post_split(before, after)

    def _post_split(self, before: dict[Running, Exact], after: dict[Running, Exact]) -> None:
        *others, last = (scheme.kind for scheme in self.tariff.subsidies)
        left = self.sheet.posted[_ROW_OF["subsidy"]][self.rows]
        for kind in others:
            group, line = _SUBSIDIES[kind], f"subsidy_{kind}"
            self._post_difference(
                line,
                self.scale.total(*(before[running] for running in group)),
                self.scale.total(*(after[running] for running in group)),
            )
            left = left - self.sheet.posted[_ROW_OF[line]][self.rows]
        self.sheet.posted[_ROW_OF[f"subsidy_{last}"]][self.rows] = left

    def _paid(
        self, scheme: Scheme, before: dict[Running, Exact], energy: Coarse, fixed: Coarse | None
    ) -> dict[Running, Exact]:
        """Return the running values that the scheme moves, after the day."""
        if isinstance(scheme, PerUnitSubsidy):
            paid = self.scale.exact(self._priced(scheme.slabs, self.from_wh, self.to_wh))
            return {Running.PER_UNIT: self.scale.total(before[Running.PER_UNIT], paid)}
        if isinstance(scheme, FreeUnits):
            return self._free(scheme, before, fixed)
        return {Running.CLIFF: self._cliff(scheme, _both(energy, fixed))}

    def _free(
        self, scheme: FreeUnits, before: dict[Running, Exact], fixed: Coarse | None
    ) -> dict[Running, Exact]:
        parts = [before[Running.FREE_UNITS], *self._free_energy(scheme)]
        if fixed is None or scheme.waives_fixed_charge is None:
            return {Running.FREE_UNITS: self.scale.total(*parts)}
        is_free = self.to_wh <= scheme.limit_wh
        waived = self.scale.exact(_only(is_free, fixed))
        if scheme.waives_fixed_charge == "until_exhausted":
            return {Running.FREE_UNITS: self.scale.total(*parts, waived)}
        fixed_so_far = self.scale.total(before[Running.FREE_FIXED], waived)
        return {
            Running.FREE_UNITS: self.scale.total(*parts),
            # Passed the limit, the whole month's fixed charge is charged: nothing stays waived.
            Running.FREE_FIXED: _only(is_free, fixed_so_far),
        }

    def _free_energy(self, scheme: FreeUnits) -> list[Exact]:
        """Return what the day's free units cost beyond the per-unit subsidy, and their duty."""
        from_wh = np.minimum(self.from_wh, scheme.limit_wh)
        to_wh = np.minimum(self.to_wh, scheme.limit_wh)
        gross = _price(self.tariff.energy, from_wh, to_wh)
        paid = self.tariff.scheme("per_unit")
        subsidy = _price(paid.slabs, from_wh, to_wh) if isinstance(paid, PerUnitSubsidy) else 0
        parts = [self.scale.exact(self.scale.divided(gross - subsidy, 1))]
        duty = self.tariff.duty
        if duty is None or not scheme.waives_duty:
            return parts
        if isinstance(duty, PerUnit):
            return [*parts, self._per_unit(duty, to_wh - from_wh)]
        return [*parts, self.scale.percent(duty.ppm, self.scale.divided(gross, 1))]

    def _cliff(self, scheme: Cliff, day: Coarse) -> Exact:
        """Return what the tier of the month-to-date pays of the whole running bill."""
        base = self.scale.total(self._now(Running.CLIFF_BASE), self.scale.exact(day))
        self._keep(Running.CLIFF_BASE, base)
        ppm = np.zeros(len(self.rows), np.int64)
        cap = np.full(len(self.rows), _NO_CAP, np.int64)
        for tier in reversed(scheme.tiers):
            is_here = self.to_wh <= (MAX_MONTH_WH if tier.upto_wh is None else tier.upto_wh)
            ppm[is_here] = tier.ppm
            cap[is_here] = _NO_CAP if tier.cap_centipaise is None else tier.cap_centipaise
        share = self.scale.total(self.scale.percent(ppm, self.scale.coarse_of(base)))
        return self._capped(share, cap)

    def _capped(self, amount: Exact, cap_centipaise: Column) -> Exact:
        has_cap = cap_centipaise != _NO_CAP
        limit = self.scale.exact(
            self.scale.divided(cap_centipaise * has_cap * _UNITS_PER_CENTIPAISA, 1)
        )
        is_above = (amount.whole > limit.whole) | (
            (amount.whole == limit.whole) & (amount.rest > limit.rest)
        )
        is_above &= has_cap
        return Exact(
            np.where(is_above, limit.whole, amount.whole),
            np.where(is_above, limit.rest, amount.rest),
        )


def _price(slabs: tuple[Slab, ...], from_wh: Column, to_wh: Column) -> Column:
    """Return what the units from one position of the month to another cost, in rate times Wh.

    The first rate for all of them, and the step to the next rate for what lies above each limit.
    """
    units = (to_wh - from_wh) * slabs[0].centipaise_per_kwh
    for below, above in pairwise(slabs):
        limit_wh = below.upto_wh or 0
        passed = np.maximum(to_wh - limit_wh, 0) - np.maximum(from_wh - limit_wh, 0)
        units += passed * (above.centipaise_per_kwh - below.centipaise_per_kwh)
    return units


def basis_parts(basis: Basis, scale: Scale) -> tuple[int, int]:
    """Return the part of a monthly amount that a day bears: so many, divided by so many."""
    return {"30": (1, 30), "calendar": (1, scale.days), "12/365": (12, 365)}[basis]


def _rate_of_load(charge: FixedCharge, load: Column, per_w: int) -> Column | int:
    """Return the rate of the band that the load (in ``1 / per_w`` W) falls in."""
    *limited, last = charge.bands
    if not limited:
        return last.centipaise_per_kw
    rates = np.full(len(load), last.centipaise_per_kw, np.int64)
    for band in reversed(limited):
        rates[load <= (band.upto_w or 0) * per_w] = band.centipaise_per_kw
    return rates


def _both(energy: Coarse, fixed: Coarse | None) -> Coarse:
    if fixed is None:
        return energy
    return Coarse(sum_of([energy.whole, fixed.whole]), sum_of([energy.rest, fixed.rest]))


def _only(rows: NDArray[np.bool_], amount: _Amount) -> _Amount:
    """Return the amount where ``rows`` is true, and nothing elsewhere."""
    return type(amount)(amount.whole * rows, amount.rest * rows)


def _nothing(like: Exact) -> Exact:
    return Exact(np.zeros_like(like.whole), np.zeros_like(like.rest))
