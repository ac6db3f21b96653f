"""Why a day costs what it costs: the steps behind each line, as facts that the edge words.

The amounts come from the engine; the steps show how each came about, exactly, and must add up to
what the engine did, or no explanation is given at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from domain.exact import PPM, QUARTERS, Scale
from domain.month_state import MonthState, Running
from domain.rating import LINES, SPLITS, basis_parts, rate_day
from domain.tariff import (
    CENTIPAISE_PER_RUPEE,
    Basis,
    Cliff,
    DutyBase,
    FixedCharge,
    FreeUnits,
    Levy,
    Per,
    PerUnit,
    PerUnitSubsidy,
    Scheme,
    Slab,
    Tariff,
)

_CENTIPAISE_PER_PAISA = 100
_WH_PER_KWH = 1000


@dataclass(frozen=True, slots=True)
class SlabStep:
    """Units that fall on one slab of the month."""

    from_wh: int
    to_wh: int
    #: The limit of the slab, None when it has none.
    upto_wh: int | None
    rate_rupees: Fraction
    amount_paise: Fraction


@dataclass(frozen=True, slots=True)
class UnitsStep:
    """All units of the day at one rate."""

    energy_wh: int
    rate_rupees: Fraction
    amount_paise: Fraction


@dataclass(frozen=True, slots=True)
class PercentStep:
    """A percentage of the day's gross energy charge, or of it and the fixed charge."""

    percent: Fraction
    base: DutyBase
    base_paise: Fraction
    amount_paise: Fraction


@dataclass(frozen=True, slots=True)
class FixedStep:
    """A day's part of a monthly amount: ``monthly x times / divisor``."""

    per: Per
    #: The load that is billed, in W; 0 for a rate per connection.
    billable_w: Fraction
    #: Whether it comes of the recorded demand rather than of the sanctioned load as it is.
    is_by_demand: bool
    rate_rupees: Fraction
    monthly_paise: Fraction
    basis: Basis
    times: int
    divisor: int
    amount_paise: Fraction


@dataclass(frozen=True, slots=True)
class DisconnectedStep:
    """No fixed charge, because the consumer is disconnected and the tariff waives it then."""

    amount_paise: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class RentStep:
    """A day's part of the monthly meter rent."""

    monthly_paise: Fraction
    days: int
    amount_paise: Fraction


@dataclass(frozen=True, slots=True)
class DeferredStep:
    """A rebate that is counted today and shown with the month's last day."""

    rebate_paise: Fraction
    so_far_paise: Fraction
    amount_paise: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class ReleasedStep:
    """The rebate that waited for the month's last day."""

    amount_paise: Fraction


@dataclass(frozen=True, slots=True)
class FreeUnitsStep:
    """The free units of the day: their energy, less what is subsidised anyway, and their duty."""

    limit_wh: int
    from_wh: int
    to_wh: int
    energy_paise: Fraction
    subsidised_paise: Fraction
    duty_paise: Fraction
    amount_paise: Fraction


@dataclass(frozen=True, slots=True)
class FreeFixedStep:
    """The fixed charge of a day that ends within the free units."""

    limit_wh: int
    amount_paise: Fraction


@dataclass(frozen=True, slots=True)
class FreeFixedLostStep:
    """The free units are passed: no fixed charge is waived, and what was comes back."""

    limit_wh: int
    amount_paise: Fraction


@dataclass(frozen=True, slots=True)
class CliffStep:
    """The share that the tier of the month-to-date pays of the month's running bill."""

    base_paise: Fraction
    #: The tier's limit, None when it has none or the last tier is passed.
    upto_wh: int | None
    is_passed: bool
    percent: Fraction
    cap_paise: Fraction | None
    paid_paise: Fraction
    paid_before_paise: Fraction
    amount_paise: Fraction


Step = (
    SlabStep
    | UnitsStep
    | PercentStep
    | FixedStep
    | DisconnectedStep
    | RentStep
    | DeferredStep
    | ReleasedStep
    | FreeUnitsStep
    | FreeFixedStep
    | FreeFixedLostStep
    | CliffStep
)


@dataclass(frozen=True, slots=True)
class LineExplained:
    """One line of a day: its steps, and the running value whose rounding gives what is posted."""

    line: str
    steps: tuple[Step, ...]
    before_paise: Fraction
    after_paise: Fraction
    rounded_before_paise: int
    rounded_after_paise: int

    @property
    def posted_paise(self) -> int:
        return self.rounded_after_paise - self.rounded_before_paise


@dataclass(frozen=True, slots=True)
class DayExplained:
    """One day of one consumer, explained line by line; lines that the tariff lacks are absent."""

    day: date
    tariff: Tariff
    energy_wh: int
    load_w: int
    mtd_before_wh: int
    mtd_after_wh: int
    lines: tuple[LineExplained, ...]
    #: Posted paise of the subsidy by scheme: ``subsidy_per_unit`` and so on.
    subsidy_split_paise: dict[str, int]
    total_paise: int


class UnfaithfulExplanation(ArithmeticError):
    """The steps do not add up to what the engine posted: a bug."""


def explain_day(  # noqa: PLR0913 - a day of a consumer is what it needs
    day: date,
    tariff: Tariff,
    energy_wh: int,
    load_w: int,
    state: MonthState,
    *,
    demand_w: int = -1,
    is_connected: bool = True,
) -> DayExplained:
    """Return the steps behind every line of one consumer's day.

    ``state`` is the month's position of this consumer (one row) before the day; the rest is as for
    :func:`domain.rating.rate_day`.
    """
    rated = rate_day(
        day,
        [tariff],
        np.zeros(1, np.int64),
        np.array([energy_wh], np.int64),
        np.array([load_w], np.int64),
        state,
        demand_w=np.array([demand_w], np.int64),
        is_connected=np.array([is_connected]),
    )
    before_wh, after_wh = int(state.mtd_wh[0]), int(rated.state.mtd_wh[0])
    told = _Told(day, tariff, before_wh, after_wh, load_w, demand_w, is_connected, state)
    posted = {name: int(getattr(rated, name)[0]) for name in (*LINES, *SPLITS)}
    lines = [
        _line(name, steps, Scale.of(day), state, rated.state)
        for name, steps in told.lines().items()
    ]
    return DayExplained(
        day=day,
        tariff=tariff,
        energy_wh=energy_wh,
        load_w=load_w,
        mtd_before_wh=before_wh,
        mtd_after_wh=after_wh,
        lines=tuple(_faithful(line, posted[line.line]) for line in lines),
        subsidy_split_paise={name: posted[name] for name in SPLITS},
        total_paise=posted["total"],
    )


_RUNNING: dict[str, tuple[Running, ...]] = {
    "ec": (Running.EC,),
    "fuel": (Running.FUEL,),
    "fc": (Running.FC,),
    "duty": (Running.DUTY,),
    "rent": (Running.RENT,),
    "subsidy": (Running.PER_UNIT, Running.FREE_UNITS, Running.FREE_FIXED, Running.CLIFF),
    "rebate": (Running.REBATE,),
}


def _line(
    name: str, steps: list[Step], scale: Scale, before: MonthState, after: MonthState
) -> LineExplained:
    exact_before = _exact(scale, before, *_RUNNING[name])
    exact_after = _exact(scale, after, *_RUNNING[name])
    if sum((step.amount_paise for step in steps), Fraction(0)) != exact_after - exact_before:
        raise UnfaithfulExplanation(name)
    return LineExplained(
        name,
        tuple(steps),
        exact_before,
        exact_after,
        _rounded(scale, before, *_RUNNING[name]),
        _rounded(scale, after, *_RUNNING[name]),
    )


def _faithful(line: LineExplained, posted_paise: int) -> LineExplained:
    if line.posted_paise != posted_paise:
        raise UnfaithfulExplanation(line.line)
    return line


def _exact(scale: Scale, state: MonthState, *which: Running) -> Fraction:
    """Return the exact sum of running values of the one row, in paise."""
    amounts = [state.running(running) for running in which]
    return sum(
        (scale.fraction(int(whole[0]), int(rest[0])) for whole, rest in amounts), Fraction(0)
    )


def _rounded(scale: Scale, state: MonthState, *which: Running) -> int:
    total = scale.total(*(state.running(running) for running in which))
    return int(scale.rounded(total)[0])


@dataclass(frozen=True, slots=True)
class _Told:
    """The facts of one day, from which each line is told."""

    day: date
    tariff: Tariff
    from_wh: int
    to_wh: int
    load_w: int
    demand_w: int
    is_connected: bool
    before: MonthState

    def lines(self) -> dict[str, list[Step]]:
        """Return the steps of each line that the tariff has."""
        tariff = self.tariff
        lines: dict[str, list[Step]] = {"ec": self._slabs(tariff.energy, self.from_wh, self.to_wh)}
        energy = _sum(lines["ec"])
        fixed: list[Step] = (
            [] if tariff.fixed_charge is None else [self._fixed(tariff.fixed_charge)]
        )
        both = energy + _sum(fixed)
        if tariff.fuel is not None:
            lines["fuel"] = [self._levy(tariff.fuel, energy, both)]
        if fixed:
            lines["fc"] = fixed
        if tariff.duty is not None:
            lines["duty"] = [self._levy(tariff.duty, energy, both)]
        if tariff.rent_centipaise:
            lines["rent"] = [self._rent()]
        if tariff.subsidies:
            schemes = [self._scheme(scheme, _sum(fixed), both) for scheme in tariff.subsidies]
            lines["subsidy"] = [step for steps in schemes for step in steps]
        rebate = self._rebate(energy, both)
        if rebate:
            lines["rebate"] = rebate
        return lines

    def _slabs(self, slabs: tuple[Slab, ...], from_wh: int, to_wh: int) -> list[Step]:
        steps: list[Step] = []
        start_wh = 0
        for slab in slabs:
            end_wh = to_wh if slab.upto_wh is None else min(to_wh, slab.upto_wh)
            begin_wh = max(from_wh, start_wh)
            if begin_wh < end_wh:
                rate = slab.centipaise_per_kwh
                amount = _price(end_wh - begin_wh, rate)
                steps.append(SlabStep(begin_wh, end_wh, slab.upto_wh, _rupees(rate), amount))
            start_wh = end_wh if slab.upto_wh is None else slab.upto_wh
        return steps

    def _levy(self, levy: Levy, energy: Fraction, both: Fraction) -> Step:
        if isinstance(levy, PerUnit):
            used_wh = self.to_wh - self.from_wh
            rate = levy.centipaise_per_kwh
            return UnitsStep(used_wh, _rupees(rate), _price(used_wh, rate))
        base = energy if levy.base == "energy" else both
        return PercentStep(_percent(levy.ppm), levy.base, base, base * levy.ppm / PPM)

    def _fixed(self, charge: FixedCharge) -> Step:
        if not charge.when_disconnected and not self.is_connected:
            return DisconnectedStep()
        times, divisor = basis_parts(charge.basis, Scale.of(self.day))
        billable_w, is_by_demand = Fraction(0), False
        if charge.per == "connection":
            rate = charge.centipaise_per_connection
            monthly = Fraction(rate, _CENTIPAISE_PER_PAISA)
        else:
            billable_w, is_by_demand = self._billable(charge)
            rate = _rate_of_load(charge, billable_w)
            monthly = billable_w * rate / 1000 / _CENTIPAISE_PER_PAISA
        return FixedStep(
            charge.per,
            billable_w,
            is_by_demand,
            _rupees(rate),
            monthly,
            charge.basis,
            times,
            divisor,
            monthly * times / divisor,
        )

    def _billable(self, charge: FixedCharge) -> tuple[Fraction, bool]:
        if charge.billable_load == "sanctioned" or self.demand_w < 0:
            return Fraction(self.load_w), False
        least = Fraction(self.load_w * (QUARTERS - 1), QUARTERS)
        return max(Fraction(self.demand_w), least), True

    def _rent(self) -> Step:
        monthly = Fraction(self.tariff.rent_centipaise, _CENTIPAISE_PER_PAISA)
        days = Scale.of(self.day).days
        return RentStep(monthly, days, monthly / days)

    def _rebate(self, energy: Fraction, both: Fraction) -> list[Step]:
        scale, rebate = Scale.of(self.day), self.tariff.rebate
        steps: list[Step] = []
        waiting = _exact(scale, self.before, Running.REBATE_DEFERRED)
        if rebate is not None:
            step = self._levy(rebate.levy, energy, both)
            if rebate.posted == "daily":
                steps.append(step)
            else:
                waiting += step.amount_paise
                steps.append(DeferredStep(step.amount_paise, waiting))
        if waiting and self.day.day == scale.days:
            steps.append(ReleasedStep(waiting))
        return steps

    def _scheme(self, scheme: Scheme, fixed: Fraction, both: Fraction) -> list[Step]:
        if isinstance(scheme, PerUnitSubsidy):
            return self._slabs(scheme.slabs, self.from_wh, self.to_wh)
        if isinstance(scheme, FreeUnits):
            return [self._free_units(scheme), *self._free_fixed(scheme, fixed)]
        return [self._cliff(scheme, both)]

    def _free_units(self, scheme: FreeUnits) -> Step:
        from_wh, to_wh = min(self.from_wh, scheme.limit_wh), min(self.to_wh, scheme.limit_wh)
        energy = _sum(self._slabs(self.tariff.energy, from_wh, to_wh))
        paid = self.tariff.scheme("per_unit")
        subsidised = (
            _sum(self._slabs(paid.slabs, from_wh, to_wh))
            if isinstance(paid, PerUnitSubsidy)
            else Fraction(0)
        )
        duty = self._free_duty(to_wh - from_wh, energy) if scheme.waives_duty else Fraction(0)
        return FreeUnitsStep(
            scheme.limit_wh, from_wh, to_wh, energy, subsidised, duty, energy - subsidised + duty
        )

    def _free_duty(self, free_wh: int, energy: Fraction) -> Fraction:
        duty = self.tariff.duty
        if duty is None:
            return Fraction(0)
        if isinstance(duty, PerUnit):
            return _price(free_wh, duty.centipaise_per_kwh)
        return energy * duty.ppm / PPM

    def _free_fixed(self, scheme: FreeUnits, fixed: Fraction) -> list[Step]:
        if scheme.waives_fixed_charge is None or self.tariff.fixed_charge is None:
            return []
        if self.to_wh <= scheme.limit_wh:
            return [FreeFixedStep(scheme.limit_wh, fixed)]
        if scheme.waives_fixed_charge == "until_exhausted":
            return [FreeFixedLostStep(scheme.limit_wh, Fraction(0))]
        waived = _exact(Scale.of(self.day), self.before, Running.FREE_FIXED)
        return [FreeFixedLostStep(scheme.limit_wh, -waived)]

    def _cliff(self, scheme: Cliff, both: Fraction) -> Step:
        scale = Scale.of(self.day)
        base = _exact(scale, self.before, Running.CLIFF_BASE) + both
        paid_before = _exact(scale, self.before, Running.CLIFF)
        reached = (
            tier for tier in scheme.tiers if tier.upto_wh is None or self.to_wh <= tier.upto_wh
        )
        tier = next(reached, None)
        if tier is None:
            nothing = Fraction(0)
            return CliffStep(base, None, True, nothing, None, nothing, paid_before, -paid_before)
        cap = (
            None
            if tier.cap_centipaise is None
            else Fraction(tier.cap_centipaise, _CENTIPAISE_PER_PAISA)
        )
        share = base * tier.ppm / PPM
        paid = share if cap is None else min(share, cap)
        return CliffStep(
            base,
            tier.upto_wh,
            False,
            _percent(tier.ppm),
            cap,
            paid,
            paid_before,
            paid - paid_before,
        )


def _sum(steps: list[Step]) -> Fraction:
    return sum((step.amount_paise for step in steps), Fraction(0))


def _price(energy_wh: int, centipaise_per_kwh: int) -> Fraction:
    """Return what units cost, in paise."""
    return Fraction(energy_wh * centipaise_per_kwh, _WH_PER_KWH * _CENTIPAISE_PER_PAISA)


def _rupees(centipaise: int) -> Fraction:
    return Fraction(centipaise, CENTIPAISE_PER_RUPEE)


def _percent(ppm: int) -> Fraction:
    return Fraction(ppm * 100, PPM)


def _rate_of_load(charge: FixedCharge, load_w: Fraction) -> int:
    fitting = (band for band in charge.bands if band.upto_w is None or load_w <= band.upto_w)
    return next(fitting).centipaise_per_kw
