"""Why a day costs what it costs, said as a bill clerk would: sentences for explained steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from domain.energy import Energy
from domain.explanation import (
    CliffStep,
    DayExplained,
    DeferredStep,
    DisconnectedStep,
    FixedStep,
    FreeFixedLostStep,
    FreeFixedStep,
    FreeUnitsStep,
    LineExplained,
    PercentStep,
    ReleasedStep,
    RentStep,
    SlabStep,
    UnitsStep,
)
from domain.formats import kilowatts, rupees, units
from domain.money import Money
from resources.texts import N_, Texts

_LINES = {
    "ec": N_("Energy charge"),
    "fuel": N_("Fuel surcharge"),
    "fc": N_("Fixed charge"),
    "duty": N_("Electricity duty"),
    "rent": N_("Meter rent"),
    "subsidy": N_("Subsidy"),
    "rebate": N_("Rebate"),
}
#: These lines are taken off the bill.
_TAKEN_OFF = ("subsidy", "rebate")
_PLACES = 4


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One line of the day: its name, what it adds to the bill, and the sentences behind it."""

    name: str
    amount: Money
    sentences: tuple[str, ...]


def lines(explained: DayExplained, _: Texts) -> list[ExplainedLine]:
    """Return every line of the day in the order of the bill, its steps worded."""
    return [_line(line, _) for line in explained.lines]


def summary(explained: DayExplained, _: Texts) -> str:
    """Return what the day was: units, month to date, load, tariff."""
    return _(
        "{energy} units that day, {mtd} since the 1st · {load} · tariff {tariff}",
        energy=units(Energy(explained.energy_wh)),
        mtd=units(Energy(explained.mtd_after_wh)),
        load=kilowatts(explained.load_w),
        tariff=explained.tariff.id,
    )


def line_name(line: str, _: Texts) -> str:
    """Return the name of a line of the bill (``ec``, ``fc`` ...)."""
    return _(_LINES[line])


def _line(line: LineExplained, _: Texts) -> ExplainedLine:
    sign = -1 if line.line in _TAKEN_OFF else 1
    sentences = [WORDINGS[type(step)](step, _) for step in line.steps]
    if line.after_paise.denominator != 1 or line.before_paise.denominator != 1:
        sentences.append(_rounding(line, _))
    return ExplainedLine(line_name(line.line, _), Money(sign * line.posted_paise), tuple(sentences))


def _rounding(line: LineExplained, _: Texts) -> str:
    return _(
        "Running since the 1st: {after}, rounded to {rounded_after}; less {rounded_before} of the"
        " days before = {posted}.",
        after=_exact(line.after_paise),
        rounded_after=rupees(Money(line.rounded_after_paise)),
        rounded_before=rupees(Money(line.rounded_before_paise)),
        posted=rupees(Money(line.posted_paise)),
    )


def _slab(step: SlabStep, _: Texts) -> str:
    energy = units(Energy(step.to_wh - step.from_wh))
    if step.upto_wh is None:
        return _(
            "{energy} units on the last slab of the month at ₹{rate} = {amount}.",
            energy=energy,
            rate=_number(step.rate_rupees),
            amount=_exact(step.amount_paise),
        )
    return _(
        "{energy} units on the slab up to {limit} units at ₹{rate} = {amount}.",
        energy=energy,
        limit=_units_plain(step.upto_wh),
        rate=_number(step.rate_rupees),
        amount=_exact(step.amount_paise),
    )


def _units(step: UnitsStep, _: Texts) -> str:
    return _(
        "{energy} units at ₹{rate} = {amount}.",
        energy=units(Energy(step.energy_wh)),
        rate=_number(step.rate_rupees),
        amount=_exact(step.amount_paise),
    )


def _percentage(step: PercentStep, _: Texts) -> str:
    facts = {
        "percent": _number(step.percent),
        "base": _exact(step.base_paise),
        "amount": _exact(step.amount_paise),
    }
    if step.base == "energy":
        return _("{percent}% of the energy charge {base} = {amount}.", **facts)
    return _("{percent}% of energy and fixed charge {base} = {amount}.", **facts)


def _fixed(step: FixedStep, _: Texts) -> str:
    share = _share(step, _)
    amount = _exact(step.amount_paise)
    monthly = _exact(step.monthly_paise)
    if step.per == "connection":
        return _(
            "{monthly} a month for the connection, {share} = {amount}.",
            monthly=monthly,
            share=share,
            amount=amount,
        )
    facts = {
        "load": kilowatts(int(step.billable_w)),
        "rate": _number(step.rate_rupees),
        "monthly": monthly,
        "share": share,
        "amount": amount,
    }
    if step.is_by_demand:
        return _(
            "Billed load by recorded demand {load} at ₹{rate} a kW = {monthly} a month, {share}"
            " = {amount}.",
            **facts,
        )
    return _("{load} at ₹{rate} a kW = {monthly} a month, {share} = {amount}.", **facts)


def _share(step: FixedStep, _: Texts) -> str:
    if step.times == 1:
        return _("one day of {divisor}", divisor=step.divisor)
    return _("{times}/{divisor} of it", times=step.times, divisor=step.divisor)


def _disconnected(_step: DisconnectedStep, _: Texts) -> str:
    return _("Disconnected: this tariff charges nothing fixed then.")


def _rent(step: RentStep, _: Texts) -> str:
    return _(
        "{monthly} a month, one day of {days} = {amount}.",
        monthly=_exact(step.monthly_paise),
        days=step.days,
        amount=_exact(step.amount_paise),
    )


def _deferred(step: DeferredStep, _: Texts) -> str:
    return _(
        "{rebate} counted today, {so_far} so far: shown with the month's last day.",
        rebate=_exact(step.rebate_paise),
        so_far=_exact(step.so_far_paise),
    )


def _released(step: ReleasedStep, _: Texts) -> str:
    return _(
        "The month's rebate, which waited for its last day: {amount}.",
        amount=_exact(step.amount_paise),
    )


def _free_units(step: FreeUnitsStep, _: Texts) -> str:
    return _(
        "{energy} units within the free {limit} of the month: energy {charge}, less {subsidised}"
        " that is subsidised anyway, and duty {duty} = {amount}.",
        energy=units(Energy(step.to_wh - step.from_wh)),
        limit=_units_plain(step.limit_wh),
        charge=_exact(step.energy_paise),
        subsidised=_exact(step.subsidised_paise),
        duty=_exact(step.duty_paise),
        amount=_exact(step.amount_paise),
    )


def _free_fixed(step: FreeFixedStep, _: Texts) -> str:
    return _(
        "The month is still within {limit} free units: the fixed charge {amount} is paid for.",
        limit=_units_plain(step.limit_wh),
        amount=_exact(step.amount_paise),
    )


def _free_fixed_lost(step: FreeFixedLostStep, _: Texts) -> str:
    if step.amount_paise:
        return _(
            "The {limit} free units are passed: the fixed charge paid so far comes back, {amount}.",
            limit=_units_plain(step.limit_wh),
            amount=_exact(step.amount_paise),
        )
    return _(
        "The {limit} free units are passed: the fixed charge is the consumer's.",
        limit=_units_plain(step.limit_wh),
    )


def _cliff(step: CliffStep, _: Texts) -> str:
    if step.is_passed:
        return _(
            "The last tier is passed: nothing is paid for this month, {before} comes back.",
            before=_exact(step.paid_before_paise),
        )
    facts = {
        "percent": _number(step.percent),
        "base": _exact(step.base_paise),
        "paid": _exact(step.paid_paise),
        "before": _exact(step.paid_before_paise),
        "amount": _exact(step.amount_paise),
    }
    if step.cap_paise is None:
        return _(
            "{percent}% of the month's bill so far {base} = {paid}; less {before} of the days"
            " before = {amount}.",
            **facts,
        )
    return _(
        "{percent}% of the month's bill so far {base}, at most {cap} = {paid}; less {before} of"
        " the days before = {amount}.",
        cap=_exact(step.cap_paise),
        **facts,
    )


#: How each kind of step is said.
WORDINGS: dict[type, Callable[[Any, Texts], str]] = {
    SlabStep: _slab,
    UnitsStep: _units,
    PercentStep: _percentage,
    FixedStep: _fixed,
    DisconnectedStep: _disconnected,
    RentStep: _rent,
    DeferredStep: _deferred,
    ReleasedStep: _released,
    FreeUnitsStep: _free_units,
    FreeFixedStep: _free_fixed,
    FreeFixedLostStep: _free_fixed_lost,
    CliffStep: _cliff,
}


def _exact(paise: Fraction) -> str:
    """Return an amount in rupees with as many decimals as it has, four at most (then …)."""
    whole = int(abs(paise))
    text = rupees(Money(-whole if paise < 0 else whole))
    rest = abs(paise) - whole
    if not rest:
        return text
    if paise < 0 and not whole:
        text = f"-{text}"
    parts = rest * 10 ** (_PLACES - 2)
    digits = (
        f"{int(parts):0{_PLACES - 2}}".rstrip("0")
        if parts.denominator == 1
        else (f"{int(parts):0{_PLACES - 2}}…")
    )
    return text + digits


def _number(value: Fraction) -> str:
    """Return a rate or percentage with the decimals that it has, two at least for parts."""
    scaled = value * 10**_PLACES
    whole, rest = divmod(int(scaled), 10**_PLACES)
    decimals = f"{rest:0{_PLACES}}".rstrip("0")
    return f"{whole}.{decimals.ljust(2, '0')}" if decimals else str(whole)


def _units_plain(wh: int) -> str:
    """Return a limit in units without needless decimals."""
    return units(Energy(wh)).removesuffix(".000")
