"""Tariffs in words, as a bill clerk reads them: read on the page, in requests, by commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain import formats
from domain.tariff import (
    CENTIPAISE_PER_RUPEE,
    PPM_PER_PERCENT,
    Cliff,
    DutyBase,
    FixedCharge,
    FreeUnits,
    Levy,
    Percentage,
    PerUnit,
    PerUnitSubsidy,
    Rebate,
    Scheme,
    Slab,
    Tariff,
    Tier,
)
from domain.tariff_timeline import Standing, Stretch
from resources.texts import N_, Texts

_WH_PER_UNIT = 1_000
_W_PER_KW = 1_000
_LEAST_DECIMALS = 2

LINE_NAMES: dict[str, str] = {
    "ec": N_("Energy charge"),
    "fuel": N_("Fuel surcharge"),
    "fc": N_("Fixed charge"),
    "duty": N_("Electricity duty"),
    "rent": N_("Meter rent"),
    "subsidy": N_("Subsidy"),
    "rebate": N_("Rebate"),
    "total": N_("To be paid"),
    "subsidy_per_unit": N_("Subsidy on each unit"),
    "subsidy_free_units": N_("Subsidy for free units"),
    "subsidy_cliff": N_("Subsidy by share of the bill"),
}
STANDINGS: dict[Standing, str] = {
    Standing.PAST: N_("Ended"),
    Standing.TODAY: N_("Holds today"),
    Standing.COMING: N_("To come"),
    Standing.GAP: N_("No tariff"),
}
BASES: dict[str, str] = {
    "30": N_("a thirtieth a day"),
    "calendar": N_("by the days of the month"),
    "12/365": N_("twelve 365ths a day"),
}
BILLABLE_LOADS: dict[str, str] = {
    "sanctioned": N_("of the sanctioned load"),
    "demand": N_("of the recorded demand, three quarters of the sanctioned load at least"),
}
DUTY_BASES: dict[DutyBase, str] = {
    "energy": N_("of the energy charge"),
    "energy_and_fixed": N_("of energy and fixed charge"),
}
WAIVERS: dict[str, str] = {
    "until_exhausted": N_("the fixed charge too, on the days until they are used up"),
    "unless_exhausted": N_("the fixed charge too, of the whole month unless they are used up"),
}


@dataclass(frozen=True, slots=True)
class TariffFact:
    """One thing that a tariff says: its name, and its words; ``key`` is the same in every one."""

    key: str
    name: str
    words: str


def tariff_facts(tariff: Tariff, _: Texts) -> list[TariffFact]:
    """Return all that a tariff says, in the order of the bill; what it lacks is left out."""
    names = _.month_names
    facts = [
        TariffFact("category", _("Schedule"), f"{tariff.schedule} · {tariff.category}"),
        TariffFact("state", _("State or territory"), tariff.state),
        TariffFact("source", _("Source"), tariff.source),
        TariffFact("valid_from", _("Valid from"), formats.day(tariff.valid_from, names)),
    ]
    if tariff.valid_until:
        last = formats.day(tariff.valid_until - timedelta(days=1), names)
        facts.append(TariffFact("valid_until", _("Last day"), last))
    return facts + charge_facts(tariff, _)


def charge_facts(tariff: Tariff, _: Texts) -> list[TariffFact]:
    """Return what a tariff charges and takes off, line by line."""
    facts = [TariffFact("energy", _("Energy, a unit"), slab_words(tariff.energy, _))]
    if tariff.fixed_charge:
        words = fixed_words(tariff.fixed_charge, _)
        facts.append(TariffFact("fixed", _("Fixed charge, a month"), words))
    levies = (("fuel", _("Fuel"), tariff.fuel), ("duty", _("Duty"), tariff.duty))
    facts += [TariffFact(key, name, levy_words(levy, _)) for key, name, levy in levies if levy]
    if tariff.rent_centipaise:
        facts.append(TariffFact("rent", _("Meter rent, a month"), rate(tariff.rent_centipaise)))
    if tariff.rebate:
        facts.append(TariffFact("rebate", _("Rebate"), _rebate(tariff.rebate, _)))
    return facts + [
        TariffFact(scheme.kind, _("Subsidy"), scheme_words(scheme, _))
        for scheme in tariff.subsidies
    ]


def stretch_words(stretch: Stretch, _: Texts) -> str:
    """Return the days of a stretch: ``1 Apr 2025 to 31 Mar 2026``."""
    first = formats.day(stretch.first, _.month_names)
    if stretch.until is None:
        return _("from {first} on", first=first)
    last = formats.day(stretch.until - timedelta(days=1), _.month_names)
    return _("{first} to {last}", first=first, last=last)


def slab_words(slabs: Sequence[Slab], _: Texts) -> str:
    """Return rates by the units of the month."""
    return _stairs([(slab.upto_wh, slab.centipaise_per_kwh) for slab in slabs], _WH_PER_UNIT, _)


def fixed_words(charge: FixedCharge, _: Texts) -> str:
    """Return a fixed charge with what it is counted by."""
    if charge.bands:
        limits = [(band.upto_w, band.centipaise_per_kw) for band in charge.bands]
        words = _("{rates} a kW", rates=_stairs(limits, _W_PER_KW, _))
    else:
        words = _("{rate} a connection", rate=rate(charge.centipaise_per_connection))
    parts = [words, _(BASES[charge.basis])]
    if charge.billable_load != "sanctioned":
        parts.append(_(BILLABLE_LOADS[charge.billable_load]))
    if not charge.when_disconnected:
        parts.append(_("none while disconnected"))
    return ", ".join(parts)


def levy_words(levy: Levy, _: Texts) -> str:
    """Return so much a unit, or a percentage of what."""
    match levy:
        case PerUnit():
            return _("{rate} a unit", rate=rate(levy.centipaise_per_kwh))
        case Percentage():
            base = _(DUTY_BASES[levy.base])
            return f"{percent(levy.ppm)} {base}"


def scheme_words(scheme: Scheme, _: Texts) -> str:
    """Return what a subsidy pays."""
    match scheme:
        case PerUnitSubsidy():
            return _("{rates} a unit", rates=slab_words(scheme.slabs, _))
        case FreeUnits():
            return _free_units(scheme, _)
        case Cliff():
            return " · ".join(_tier(tier, _) for tier in scheme.tiers)


def rate(centipaise: int) -> str:
    """Return a rate with two decimals at least: ``₹7.42``, ``₹4.4444``."""
    return f"₹{exact_decimal(centipaise, CENTIPAISE_PER_RUPEE, _LEAST_DECIMALS)}"


def percent(ppm: int) -> str:
    """Return a percentage with as many decimals as it has."""
    return f"{exact_decimal(ppm, PPM_PER_PERCENT, 0)}%"


def exact_decimal(value: int, one: int, least: int) -> str:
    """Return ``value / one`` exactly, with at least so many decimals; no float comes near it."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    whole, rest = divmod(value, one)
    decimals = str(rest).zfill(len(str(one)) - 1).rstrip("0").ljust(least, "0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def _rebate(rebate: Rebate, _: Texts) -> str:
    words = levy_words(rebate.levy, _)
    if rebate.posted == "daily":
        return words
    at_the_end = _("with the last day of the month")
    return f"{words}, {at_the_end}"


def _free_units(scheme: FreeUnits, _: Texts) -> str:
    units = exact_decimal(scheme.limit_wh, _WH_PER_UNIT, 0)
    parts = [_("the first {units} units of a month", units=units)]
    if scheme.waives_duty:
        parts.append(_("their duty too"))
    if scheme.waives_fixed_charge:
        parts.append(_(WAIVERS[scheme.waives_fixed_charge]))
    return ", ".join(parts)


def _tier(tier: Tier, _: Texts) -> str:
    words = _("{percent} of the bill", percent=percent(tier.ppm))
    if tier.cap_centipaise is not None:
        words = _("{words}, at most {cap}", words=words, cap=rate(tier.cap_centipaise))
    if tier.upto_wh is None:
        return _("above: {rate}", rate=words)
    limit = exact_decimal(tier.upto_wh, _WH_PER_UNIT, 0)
    return _("to {limit}: {rate}", limit=limit, rate=words)


def _stairs(limits: Sequence[tuple[int | None, int]], one: int, _: Texts) -> str:
    """Return rates by their limits: ``to 100: ₹6.13 · above: ₹7.18``."""
    if len(limits) == 1:
        return rate(limits[0][1])
    words = []
    for upto, centipaise in limits:
        if upto is None:
            words.append(_("above: {rate}", rate=rate(centipaise)))
        else:
            limit = exact_decimal(upto, one, 0)
            words.append(_("to {limit}: {rate}", limit=limit, rate=rate(centipaise)))
    return " · ".join(words)
