"""The steps behind a day's charge, worded: what the engine did, for the clerk and the consumer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

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
    Step,
    UnitsStep,
)
from domain.formats import kilowatts, rupees, units
from domain.money import Money, half_up
from resources.texts import N_, Texts

LINES = {
    "ec": N_("Energy charge"),
    "fuel": N_("Fuel surcharge"),
    "fc": N_("Fixed charge"),
    "duty": N_("Duty"),
    "rent": N_("Meter rent"),
    "subsidy": N_("Subsidy"),
    "rebate": N_("Rebate"),
}
_BASES = {
    "energy": N_("the energy charge"),
    "energy_and_fixed": N_("the energy and fixed charge"),
}


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One line of the day: its name, what is posted for it, and a sentence for each step."""

    line: str
    title: str
    posted: Money
    steps: tuple[str, ...]


def lines(day: DayExplained, _: Texts) -> list[ExplainedLine]:
    """Return the lines of an explained day in words, in the order of the bill."""
    return [
        ExplainedLine(
            line=line.line,
            title=_(LINES[line.line]),
            posted=Money(line.posted_paise),
            steps=(*(step_sentence(step, _) for step in line.steps), _rounding(line, _)),
        )
        for line in day.lines
    ]


def step_sentence(step: Step, _: Texts) -> str:  # noqa: PLR0911 - one return for each kind of step
    """Return one step in words, amounts to the hundredth of a paisa."""
    amount = _exact_rupees(step.amount_paise)
    match step:
        case SlabStep():
            return _(
                "{used} units from {start} to {end} of the month at ₹{rate}: {amount}",
                used=_units(step.to_wh - step.from_wh),
                start=_units(step.from_wh),
                end=_units(step.to_wh),
                rate=_number(step.rate_rupees),
                amount=amount,
            )
        case UnitsStep():
            return _(
                "{used} units at ₹{rate}: {amount}",
                used=_units(step.energy_wh),
                rate=_number(step.rate_rupees),
                amount=amount,
            )
        case PercentStep():
            return _(
                "{percent}% of {base} of {of}: {amount}",
                percent=_number(step.percent),
                base=_(_BASES[step.base]),
                of=_exact_rupees(step.base_paise),
                amount=amount,
            )
        case FixedStep():
            return _fixed(step, _)
        case DisconnectedStep():
            return _("Disconnected: no fixed charge by this tariff")
        case RentStep():
            return _(
                "{monthly} a month, one of {days} days: {amount}",
                monthly=_exact_rupees(step.monthly_paise),
                days=step.days,
                amount=amount,
            )
        case DeferredStep():
            return _(
                "{rebate} of rebate earned, {so_far} so far; it comes with the month's last day",
                rebate=_exact_rupees(step.rebate_paise),
                so_far=_exact_rupees(step.so_far_paise),
            )
        case ReleasedStep():
            return _("The rebate of the month: {amount}", amount=amount)
        case _:
            return _subsidy(step, _)


def _fixed(step: FixedStep, _: Texts) -> str:
    monthly = _exact_rupees(step.monthly_paise)
    amount = _exact_rupees(step.amount_paise)
    part = f"{step.times}/{step.divisor}"
    if step.per == "connection":
        return _(
            "{monthly} a month, {part} of it for the day: {amount}",
            monthly=monthly,
            part=part,
            amount=amount,
        )
    load = kilowatts(half_up(step.billable_w.numerator, step.billable_w.denominator))
    if step.is_by_demand:
        load = _("{load} (by recorded demand)", load=load)
    return _(
        "{load} at ₹{rate} = {monthly} a month, {part} of it for the day: {amount}",
        load=load,
        rate=_number(step.rate_rupees),
        monthly=monthly,
        part=part,
        amount=amount,
    )


def _subsidy(step: FreeUnitsStep | FreeFixedStep | FreeFixedLostStep | CliffStep, _: Texts) -> str:
    amount = _exact_rupees(step.amount_paise)
    match step:
        case FreeUnitsStep():
            return _(
                "{used} of {limit} free units: energy {energy} less {subsidised} subsidised anyway,"
                " duty {duty}: {amount}",
                used=_units(step.to_wh - step.from_wh),
                limit=_units(step.limit_wh),
                energy=_exact_rupees(step.energy_paise),
                subsidised=_exact_rupees(step.subsidised_paise),
                duty=_exact_rupees(step.duty_paise),
                amount=amount,
            )
        case FreeFixedStep():
            return _(
                "Within {limit} free units the fixed charge is waived: {amount}",
                limit=_units(step.limit_wh),
                amount=amount,
            )
        case FreeFixedLostStep():
            return _(
                "Above {limit} free units the fixed charge is due: {amount}",
                limit=_units(step.limit_wh),
                amount=amount,
            )
        case CliffStep():
            return _cliff(step, _)


def _cliff(step: CliffStep, _: Texts) -> str:
    amount = _exact_rupees(step.amount_paise)
    before = _exact_rupees(step.paid_before_paise)
    if step.is_passed:
        return _(
            "Beyond the last tier nothing is paid, and {before} paid so far goes back: {amount}",
            before=before,
            amount=amount,
        )
    return _(
        "{percent}% of the month's {base} gives {paid}, of which {before} is paid: {amount}",
        percent=_number(step.percent),
        base=_exact_rupees(step.base_paise),
        paid=_exact_rupees(step.paid_paise),
        before=before,
        amount=amount,
    )


def _rounding(line: LineExplained, _: Texts) -> str:
    return _(
        "Month so far {before}, with this day {after}; rounded to the paisa each, the day is"
        " {posted}",
        before=_exact_rupees(line.before_paise),
        after=_exact_rupees(line.after_paise),
        posted=rupees(Money(line.posted_paise)),
    )


def _units(energy_wh: int) -> str:
    return units(Energy(energy_wh))


def _number(value: Fraction) -> str:
    """Return a rate or percentage with the decimals that it has: four at most by the tariff."""
    ten_thousandths = half_up(value.numerator * 10_000, value.denominator)
    whole, rest = divmod(ten_thousandths, 10_000)
    decimals = f"{rest:04}".rstrip("0")
    return f"{whole}.{decimals.ljust(2, '0')}"


def _exact_rupees(paise: Fraction) -> str:
    """Return an amount in rupees with four decimals, or two when it is whole paise."""
    if paise.denominator == 1:
        return rupees(Money(paise.numerator))
    hundredths = half_up(paise.numerator * 100, paise.denominator)
    whole, part = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{rupees(Money(whole))}{part:02}"
