"""The domain page, section 1, written down plainly in fractions: what the engine is held against.

It reads the tariff's own JSON, knows one consumer, shares no code with the engine, and is slow.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from fractions import Fraction

LINES = ("ec", "fuel", "fc", "duty", "rent", "subsidy", "rebate")


@dataclass(frozen=True)
class Day:
    """One day of a consumer; energy and loads in whole Wh and W, ``demand_w`` None: unknown."""

    number: int
    tariff: dict
    use_wh: int
    load_w: int
    demand_w: int | None = None
    is_connected: bool = True


def whole_paise(rupees: Fraction) -> int:
    """Return rupees in paise, halves away from zero."""
    paise = rupees * 100
    sign = -1 if paise < 0 else 1
    return sign * int(abs(paise) + Fraction(1, 2))


@dataclass
class Position:
    """Where the consumer stands in the month: units, and exact rupees of every running value."""

    length: int
    units: Fraction
    lines: dict[str, Fraction]
    schemes: dict[str, Fraction]
    #: Rebate that waits for the last day, and the bill under a cliff scheme.
    deferred: Fraction = Fraction(0)
    base: Fraction = Fraction(0)


def month(year: int, month_number: int, days: list[Day], mtd_wh: int = 0) -> list[dict[str, int]]:
    """Return the posted paise of each day, with the split of the subsidy."""
    schemes = dict.fromkeys(("per_unit", "free_units", "free_fixed", "cliff"), Fraction(0))
    length = monthrange(year, month_number)[1]
    lines = dict.fromkeys(LINES, Fraction(0))
    now = Position(length, Fraction(mtd_wh, 1000), lines, schemes)
    posted = []
    for day in days:
        lines_before, schemes_before = dict(now.lines), dict(now.schemes)
        _run(day, now)
        posted.append(_posted(day.tariff, lines_before, schemes_before, now))
    return posted


def _run(day, now):
    tariff, used = day.tariff, Fraction(day.use_wh, 1000)
    after = now.units + used
    ec = slabs(tariff["energy"], after) - slabs(tariff["energy"], now.units)
    fc = fixed(day, now.length)
    now.lines["ec"] += ec
    now.lines["fc"] += fc
    now.lines["fuel"] += levy(tariff.get("fuel"), used, ec + fc)
    duty = tariff.get("duty", {})
    now.lines["duty"] += levy(duty, used, ec if duty.get("base") == "energy" else ec + fc)
    now.lines["rent"] += Fraction(tariff.get("meter_rent", {}).get("monthly", "0")) / now.length
    rebate = tariff.get("rebate", {})
    if rebate.get("posted") == "month_end":
        now.deferred += levy(rebate, used, ec + fc)
    else:
        now.lines["rebate"] += levy(rebate, used, ec + fc)
    if day.number == now.length:
        now.lines["rebate"] += now.deferred
        now.deferred = Fraction(0)
    for scheme in tariff.get("subsidies", []):
        subsidise(scheme, tariff, now, after, (ec, fc))
    now.units = after


def slabs(table, units):
    """Return the price of the first ``units`` of the month."""
    price, start = Fraction(0), Fraction(0)
    for limit, rate in table:
        end = units if limit is None else min(units, Fraction(str(limit)))
        price += max(end - start, 0) * Fraction(rate)
        start = max(start, end)
    return price


def fixed(day, length):
    charge = day.tariff.get("fixed_charge")
    if charge is None:
        return Fraction(0)
    if not day.is_connected and charge.get("when_disconnected") is False:
        return Fraction(0)
    kw = Fraction(day.load_w, 1000)
    if charge.get("billable_load") == "demand" and day.demand_w is not None:
        kw = max(Fraction(day.demand_w, 1000), kw * 75 / 100)
    part = {"30": Fraction(1, 30), "calendar": Fraction(1, length), "12/365": Fraction(12, 365)}
    if charge["per"] == "connection":
        monthly = Fraction(charge["rate"])
    elif charge["per"] == "kw":
        monthly = Fraction(charge["rate"]) * kw
    else:
        bands = [rate for limit, rate in charge["bands"] if limit is None or kw <= limit]
        monthly = Fraction(bands[0]) * kw
    return monthly * part[charge["basis"]]


def levy(rule, used, base):
    if not rule:
        return Fraction(0)
    if "per_unit" in rule:
        return used * Fraction(rule["per_unit"])
    return base * Fraction(rule["percent"]) / 100


def subsidise(scheme, tariff, now, after, bill):
    ec, fc = bill
    if scheme["kind"] == "per_unit":
        paid = slabs(scheme["slabs"], after) - slabs(scheme["slabs"], now.units)
        now.schemes["per_unit"] += paid
    elif scheme["kind"] == "free_units":
        free(scheme, tariff, now, after, fc)
    else:
        now.base += ec + fc
        now.schemes["cliff"] = cliff(scheme["tiers"], after, now.base)


def free(scheme, tariff, now, after, fc):
    limit = Fraction(str(scheme["units"]))
    begin, end = min(now.units, limit), min(after, limit)
    gross = slabs(tariff["energy"], end) - slabs(tariff["energy"], begin)
    others = [other for other in tariff["subsidies"] if other["kind"] == "per_unit"]
    paid = sum(slabs(other["slabs"], end) - slabs(other["slabs"], begin) for other in others)
    now.schemes["free_units"] += gross - paid
    if scheme.get("waives_duty", True):
        now.schemes["free_units"] += levy(tariff.get("duty"), end - begin, gross)
    rule = scheme.get("waives_fixed_charge")
    if rule == "until_exhausted" and after <= limit:
        now.schemes["free_units"] += fc
    if rule == "unless_exhausted":
        waived = now.schemes["free_fixed"] + fc
        now.schemes["free_fixed"] = waived if after <= limit else Fraction(0)


def cliff(tiers, units, base):
    for tier in tiers:
        if tier["upto"] is None or units <= Fraction(str(tier["upto"])):
            share = base * Fraction(tier["percent"]) / 100
            return min(share, Fraction(tier["cap"])) if "cap" in tier else share
    return Fraction(0)


def _posted(tariff, before, schemes_before, now):
    values = {line: whole_paise(now.lines[line]) - whole_paise(before[line]) for line in LINES}
    values["subsidy"] = whole_paise(sum(now.schemes.values())) - whole_paise(
        sum(schemes_before.values())
    )
    charged = sum(values[line] for line in ("ec", "fuel", "fc", "duty", "rent"))
    values["total"] = charged - values["subsidy"] - values["rebate"]
    return values | _split(tariff, values["subsidy"], schemes_before, now.schemes)


def _split(tariff, subsidy, before, after):
    def own(kind, values):
        also = values["free_fixed"] if kind == "free_units" else 0
        return whole_paise(values[kind] + also)

    kinds = [scheme["kind"] for scheme in tariff.get("subsidies", [])]
    split = dict.fromkeys(("subsidy_per_unit", "subsidy_free_units", "subsidy_cliff"), 0)
    for kind in kinds[:-1]:
        split[f"subsidy_{kind}"] = own(kind, after) - own(kind, before)
    if kinds:
        split[f"subsidy_{kinds[-1]}"] = subsidy - sum(split.values())
    return split
