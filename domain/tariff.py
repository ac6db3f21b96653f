"""Tariffs: published schedules as data, checked until nothing is left that cannot be charged.

Rates are held exactly, as whole hundredths of a paisa (``_centipaise``: four decimals of a rupee);
percentages as parts per million (``_ppm``: four decimals of a percent); limits in Wh and W. The
bounds below are what :mod:`domain.rating` relies on so that no int64 column can overflow:

    energy charge of a month   10**6 x 10**11                         = 10**17       < 2**63
    fixed charge of a day      10**8 x 4 x 4 * 10**6 x 12             = 2 * 10**16   < 2**63
    percentage of a month      10**6 x 1.01 * 10**12 paise            = 1.1 * 10**18 < 2**63
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, get_args

from domain.errors_of_tariffs import (
    TariffDatesReversed,
    TariffFault,
    TariffFieldMissing,
    TariffFieldTwice,
    TariffFieldUnknown,
    TariffIdTwice,
    TariffNameAmbiguous,
    TariffSchemeTwice,
    TariffSubsidyAboveRate,
    TariffValueWrong,
    TariffVersionsOverlap,
)
from domain.tariff_reading import RATE_DECIMALS, Faults, JsonObject, Part, shown, twice_named

#: A consumer's sanctioned load or recorded demand: beyond it supply is at high voltage, postpaid.
MAX_LOAD_W: Final = 4_000_000
#: What one read may carry: the greatest load, day and night, for a month.
MAX_DAY_WH: Final = 3_000_000_000
#: Month-to-date: more than 31 such reads.
MAX_MONTH_WH: Final = 100_000_000_000
#: Highest rate of a unit, in rupees (7.42 typed as 742 is refused).
MAX_RUPEES_PER_KWH: Final = 100
#: Highest fixed charge of a kW and month, in rupees.
MAX_RUPEES_PER_KW: Final = 10_000
#: Highest fixed charge of a connection, meter rent or cap of a month, in rupees.
MAX_RUPEES_PER_MONTH: Final = 1_000_000
MAX_PERCENT: Final = 100

CENTIPAISE_PER_RUPEE: Final = 10**RATE_DECIMALS
PPM_PER_PERCENT: Final = 10**RATE_DECIMALS

Basis = Literal["30", "calendar", "12/365"]
Per = Literal["kw", "connection", "kw_by_load"]
BillableLoad = Literal["sanctioned", "demand"]
DutyBase = Literal["energy", "energy_and_fixed"]
Posted = Literal["daily", "month_end"]
FixedChargeWaiver = Literal["until_exhausted", "unless_exhausted"]
SchemeKind = Literal["per_unit", "free_units", "cliff"]

_PERS: Final[tuple[Per, ...]] = get_args(Per)
_BASES: Final[tuple[Basis, ...]] = get_args(Basis)
_BILLABLE_LOADS: Final[tuple[BillableLoad, ...]] = get_args(BillableLoad)
_DUTY_BASES: Final[tuple[DutyBase, ...]] = get_args(DutyBase)
_POSTED: Final[tuple[Posted, ...]] = get_args(Posted)
_FIXED_CHARGE_WAIVERS: Final[tuple[FixedChargeWaiver, ...]] = get_args(FixedChargeWaiver)
_MOST_DIGITS = 18
#: What may stand beside the tariffs of a document: remarks, the cases of a golden file, and what
#: the maker of a request saw that they would change.
_NOTES = frozenset({"tariffs", "note", "source", "cases", "impact"})


@dataclass(frozen=True, slots=True)
class Slab:
    """The units of a month up to a limit (None: all that follow), and the rate of each."""

    upto_wh: int | None
    centipaise_per_kwh: int


@dataclass(frozen=True, slots=True)
class Band:
    """The rate of a kW and month for loads up to a limit (None: all that follow)."""

    upto_w: int | None
    centipaise_per_kw: int


@dataclass(frozen=True, slots=True)
class FixedCharge:
    """What a month costs without a unit used: ``bands`` for a rate per kW, else a sum."""

    per: Per
    bands: tuple[Band, ...]
    centipaise_per_connection: int
    basis: Basis
    billable_load: BillableLoad = "sanctioned"
    when_disconnected: bool = True


@dataclass(frozen=True, slots=True)
class PerUnit:
    """So much for each unit of the day."""

    centipaise_per_kwh: int


@dataclass(frozen=True, slots=True)
class Percentage:
    """So much of the day's gross energy charge, alone or with its fixed charge."""

    ppm: int
    base: DutyBase = "energy_and_fixed"


Levy = PerUnit | Percentage


@dataclass(frozen=True, slots=True)
class Rebate:
    """What is taken off, shown daily or with the last day of the month."""

    levy: Levy
    posted: Posted = "daily"


@dataclass(frozen=True, slots=True)
class PerUnitSubsidy:
    """The government pays a part of each unit, by slabs of its own."""

    slabs: tuple[Slab, ...]
    kind: Literal["per_unit"] = "per_unit"


@dataclass(frozen=True, slots=True)
class FreeUnits:
    """The government pays the first units of the month whole."""

    limit_wh: int
    waives_duty: bool = True
    waives_fixed_charge: FixedChargeWaiver | None = None
    kind: Literal["free_units"] = "free_units"


@dataclass(frozen=True, slots=True)
class Tier:
    """What share of the bill is paid up to a use of the month, and the most that is paid."""

    upto_wh: int | None
    ppm: int
    cap_centipaise: int | None = None


@dataclass(frozen=True, slots=True)
class Cliff:
    """The government pays a share of the whole month's bill, lost by one unit too many."""

    tiers: tuple[Tier, ...]
    kind: Literal["cliff"] = "cliff"


Scheme = PerUnitSubsidy | FreeUnits | Cliff


@dataclass(frozen=True, slots=True)
class Tariff:
    """One version of a schedule: what a unit and a month cost from a day on."""

    id: str
    schedule: str
    category: str
    state: str
    source: str
    valid_from: date
    #: The first day on which it does not hold any more; None: it is open.
    valid_until: date | None
    energy: tuple[Slab, ...]
    fixed_charge: FixedCharge | None = None
    fuel: Levy | None = None
    duty: Levy | None = None
    rent_centipaise: int = 0
    rebate: Rebate | None = None
    subsidies: tuple[Scheme, ...] = ()
    #: Plain JSON, as it was read, and the hash of its canonical form.
    document: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    sha256: str = ""

    @property
    def holds_at_all(self) -> bool:
        """Whether there is a day on which it holds; of one that was taken back there is none."""
        return self.valid_until is None or self.valid_from < self.valid_until

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def scheme(self, kind: SchemeKind) -> Scheme | None:
        """Return the subsidy scheme of this kind, if the tariff has one."""
        return next((scheme for scheme in self.subsidies if scheme.kind == kind), None)


class TariffBook:
    """All versions of all schedules; a position in ``versions`` is what rating is given."""

    def __init__(self, versions: Iterable[Tariff]) -> None:
        self.versions: tuple[Tariff, ...] = tuple(versions)
        self._positions: dict[str, list[int]] = {}
        self._schedules: dict[str, str] = {}
        # A version that was taken back ends on the day it begins: nothing is rated by it.
        holding = [n for n, version in enumerate(self.versions) if version.holds_at_all]
        order = sorted(holding, key=lambda n: self.versions[n].valid_from)
        for position in order:
            version = self.versions[position]
            self._positions.setdefault(version.schedule, []).append(position)
            self._schedules[version.id] = version.schedule
        self._schedules.update({schedule: schedule for schedule in self._positions})
        self._starts = {
            schedule: [self.versions[position].valid_from for position in positions]
            for schedule, positions in self._positions.items()
        }

    @property
    def schedules(self) -> tuple[str, ...]:
        return tuple(sorted(self._positions))

    def schedule_of(self, category: str) -> str | None:
        """Return the schedule that a consumer's category names: itself, or by a version's id."""
        return self._schedules.get(category.strip())

    def index_on(self, category: str, day: date) -> int:
        """Return the position of the version that holds on ``day``, -1 when none does."""
        schedule = self.schedule_of(category)
        if schedule is None:
            return -1
        after = bisect_right(self._starts[schedule], day)
        if after == 0:
            return -1
        position = self._positions[schedule][after - 1]
        return position if self.versions[position].holds_on(day) else -1

    def version_on(self, category: str, day: date) -> Tariff | None:
        """Return the version that holds on ``day``, or None."""
        position = self.index_on(category, day)
        return None if position < 0 else self.versions[position]


def parse_tariff_text(
    text: str, known: Sequence[Tariff] = ()
) -> tuple[list[Tariff], list[TariffFault]]:
    """Return the tariffs of a JSON text; ``ValueError`` when it is no JSON."""
    try:
        document = json.loads(text, parse_float=Decimal, object_pairs_hook=JsonObject)
    except RecursionError as error:
        raise ValueError("The document is nested too deeply") from error
    return parse_tariffs(document, known)


def parse_tariffs(
    document: object, known: Sequence[Tariff] = ()
) -> tuple[list[Tariff], list[TariffFault]]:
    """Return the tariffs of a document that can be charged by, and the faults of the others.

    ``known`` are the versions that the office has: the new ones may not hold on the same days,
    except that a document's tariff stands in for the known one with its id.
    """
    try:
        items = _items(document)
    except TariffFault as fault:
        return [], [fault]
    faults = Faults(_faults_of_notes(document))
    parsed = [_parse_one(item, number, faults) for number, item in enumerate(items, 1)]
    tariffs = [tariff for tariff in parsed if tariff is not None]
    names = {tariff.id for tariff in tariffs}
    return agreeing(tariffs, [other for other in known if other.id not in names], faults), faults


def _items(document: object) -> list[object]:
    if not isinstance(document, Mapping):
        raise TariffValueWrong("", "", shown(document), "document")
    if "tariffs" not in document:
        raise TariffFieldMissing("", "tariffs")
    if "tariffs" in twice_named(document):
        raise TariffFieldTwice("", "tariffs")
    items = document["tariffs"]
    if not isinstance(items, list | tuple):
        raise TariffValueWrong("", "tariffs", shown(items), "list")
    return list(items)


def _faults_of_notes(document: object) -> list[TariffFault]:
    names = document if isinstance(document, Mapping) else {}
    twice = [TariffFieldTwice("", name) for name in twice_named(document)]
    return twice + [TariffFieldUnknown("", str(name)) for name in names if name not in _NOTES]


def _parse_one(item: object, number: int, faults: Faults) -> Tariff | None:
    own = Faults()
    tariff = own.of(lambda: _tariff(item, number, own), None)
    faults.extend(own)
    return None if own else tariff


def _tariff(item: object, number: int, faults: Faults) -> Tariff:
    part = Part.of(_name_of(item, number), "", item)
    nothing: tuple[Slab, ...] = ()
    no_scheme: tuple[Scheme, ...] = ()
    energy = faults.of(lambda: _slabs(part, "energy"), nothing)
    subsidies = faults.of(lambda: _subsidies(part, energy), no_scheme)
    document = _plain(part.values)
    own_id = faults.of(lambda: part.take_text("id"), "")
    valid_from = faults.of(lambda: part.take_day("valid_from"), date.min)
    tariff = Tariff(
        id=own_id,
        schedule=(
            faults.of(lambda: part.take_text("schedule"), "") if part.has("schedule") else own_id
        ),
        category=faults.of(lambda: part.take_text("category"), ""),
        state=faults.of(lambda: part.take_text("state"), ""),
        source=faults.of(lambda: part.take_text("source"), ""),
        valid_from=valid_from,
        valid_until=faults.of(lambda: _valid_until(part, valid_from), None),
        energy=energy,
        fixed_charge=faults.of(lambda: _fixed_charge(part), None),
        fuel=faults.of(lambda: _fuel(part), None),
        duty=faults.of(lambda: _duty(part), None),
        rent_centipaise=faults.of(lambda: _rent(part), 0),
        rebate=faults.of(lambda: _rebate(part), None),
        subsidies=subsidies,
        document=document,
        sha256=hashlib.sha256(_canonical(document)).hexdigest(),
    )
    faults.extend(part.unknown())
    return tariff


def _name_of(item: object, number: int) -> str:
    name = item.get("id") if isinstance(item, Mapping) else None
    return name.strip() if isinstance(name, str) and name.strip() else f"#{number}"


def _valid_until(part: Part, valid_from: date) -> date | None:
    if not part.has("valid_until") or part.values["valid_until"] is None:
        part.taken.add("valid_until")
        return None
    valid_until = part.take_day("valid_until")
    if valid_until <= valid_from:
        raise TariffDatesReversed(part.tariff, "valid_until", valid_from, valid_until)
    return valid_until


def _slabs(part: Part, name: str) -> tuple[Slab, ...]:
    slabs = part.take_slabs(name, MAX_MONTH_WH // 1000, MAX_RUPEES_PER_KWH)
    return tuple(Slab(upto_wh, rate) for upto_wh, rate in slabs)


def _fixed_charge(tariff: Part) -> FixedCharge | None:
    if not tariff.has("fixed_charge"):
        return None
    part = tariff.take_part("fixed_charge")
    per = part.take_choice("per", _PERS)
    charge = FixedCharge(
        per=per,
        bands=_bands(part, per),
        centipaise_per_connection=(
            part.take_decimal("rate", MAX_RUPEES_PER_MONTH) if per == "connection" else 0
        ),
        basis=part.take_choice("basis", _BASES),
        billable_load=part.take_choice("billable_load", _BILLABLE_LOADS, "sanctioned"),
        when_disconnected=part.take_switch("when_disconnected", default=True),
    )
    part.refuse_unknown()
    return charge


def _bands(part: Part, per: Per) -> tuple[Band, ...]:
    if per == "connection":
        return ()
    if per == "kw":
        return (Band(None, part.take_decimal("rate", MAX_RUPEES_PER_KW)),)
    pairs = part.take_slabs("bands", MAX_LOAD_W // 1000, MAX_RUPEES_PER_KW)
    return tuple(Band(upto_w, rate) for upto_w, rate in pairs)


def _fuel(tariff: Part) -> Levy | None:
    if not tariff.has("fuel"):
        return None
    part = tariff.take_part("fuel")
    fuel = _levy(part, "energy_and_fixed")
    part.refuse_unknown()
    return fuel


def _duty(tariff: Part) -> Levy | None:
    if not tariff.has("duty"):
        return None
    part = tariff.take_part("duty")
    base = part.take_choice("base", _DUTY_BASES) if part.has("percent") else "energy"
    duty = _levy(part, base)
    part.refuse_unknown()
    return duty


def _levy(part: Part, base: DutyBase) -> Levy:
    if part.take_one_of(("per_unit", "percent")) == "per_unit":
        return PerUnit(part.take_decimal("per_unit", MAX_RUPEES_PER_KWH))
    return Percentage(part.take_decimal("percent", MAX_PERCENT), base)


def _rent(tariff: Part) -> int:
    if not tariff.has("meter_rent"):
        return 0
    part = tariff.take_part("meter_rent")
    rent_centipaise = part.take_decimal("monthly", MAX_RUPEES_PER_MONTH)
    part.refuse_unknown()
    return rent_centipaise


def _rebate(tariff: Part) -> Rebate | None:
    if not tariff.has("rebate"):
        return None
    part = tariff.take_part("rebate")
    levy = _levy(part, "energy_and_fixed")
    rebate = Rebate(levy, part.take_choice("posted", _POSTED, "daily"))
    part.refuse_unknown()
    return rebate


def _subsidies(tariff: Part, energy: tuple[Slab, ...]) -> tuple[Scheme, ...]:
    if not tariff.has("subsidies"):
        return ()
    schemes: list[Scheme] = []
    for path, item in tariff.take_list("subsidies"):
        scheme = _scheme(Part.of(tariff.tariff, path, item))
        if any(scheme.kind == other.kind for other in schemes):
            raise TariffSchemeTwice(tariff.tariff, path, scheme.kind)
        schemes.append(scheme)
    _check_free_units(tariff, energy, schemes)
    return tuple(schemes)


def _scheme(part: Part) -> Scheme:
    scheme = _SCHEMES[part.take_choice("kind", tuple(_SCHEMES))](part)
    part.refuse_unknown()
    return scheme


def _per_unit_subsidy(part: Part) -> Scheme:
    return PerUnitSubsidy(_slabs(part, "slabs"))


def _free_units(part: Part) -> Scheme:
    waives_fixed_charge = None
    if part.has("waives_fixed_charge"):
        waives_fixed_charge = part.take_choice("waives_fixed_charge", _FIXED_CHARGE_WAIVERS)
    return FreeUnits(
        limit_wh=part.take_limit("units", MAX_MONTH_WH // 1000),
        waives_duty=part.take_switch("waives_duty", default=True),
        waives_fixed_charge=waives_fixed_charge,
    )


def _cliff(part: Part) -> Scheme:
    tiers = []
    for path, item in part.take_list("tiers"):
        tier = Part.of(part.tariff, path, item)
        tiers.append(_tier(tier))
        tier.refuse_unknown()
    part.check_rising("tiers", [tier.upto_wh for tier in tiers], open_ended=False)
    return Cliff(tuple(tiers))


def _tier(part: Part) -> Tier:
    return Tier(
        upto_wh=part.take_limit_or_open("upto", MAX_MONTH_WH // 1000),
        ppm=part.take_decimal("percent", MAX_PERCENT),
        cap_centipaise=part.take_decimal("cap", MAX_RUPEES_PER_MONTH) if part.has("cap") else None,
    )


def _check_free_units(tariff: Part, energy: tuple[Slab, ...], schemes: list[Scheme]) -> None:
    """Refuse a subsidy above the rate of a free unit: free units would be paid more than whole."""
    free = next((scheme for scheme in schemes if isinstance(scheme, FreeUnits)), None)
    paid = next((scheme for scheme in schemes if isinstance(scheme, PerUnitSubsidy)), None)
    if free is None or paid is None or not energy:
        return
    starts = {0, *(slab.upto_wh for slab in (*energy, *paid.slabs) if slab.upto_wh is not None)}
    for start_wh in sorted(starts):
        rate, subsidy = rate_above(energy, start_wh), rate_above(paid.slabs, start_wh)
        if start_wh < free.limit_wh and subsidy > rate:
            raise TariffSubsidyAboveRate(
                tariff.tariff, "subsidies", in_rupees(subsidy), in_rupees(rate)
            )


def rate_above(slabs: tuple[Slab, ...], position_wh: int) -> int:
    """Return the rate of the next unit (hundredths of a paisa) at a position in the month."""
    for slab in slabs:
        if slab.upto_wh is None or position_wh < slab.upto_wh:
            return slab.centipaise_per_kwh
    return 0


def in_rupees(centipaise: int) -> str:
    """Return a rate as the tariff writes it, with two decimals at least: ``7.42``, ``4.4444``."""
    whole, rest = divmod(centipaise, CENTIPAISE_PER_RUPEE)
    decimals = f"{rest:0{RATE_DECIMALS}}"
    return f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def _plain(value: object) -> Any:
    """Return ``value`` as plain JSON, so that one document has one canonical form."""
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal | float):
        return _plain_number(Decimal(str(value)))
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _plain_number(number: Decimal) -> int | float | str:
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return str(number)  # refused as a limit anyway; a billion digits must not be written out
    return int(number) if number == int(number) else float(number)


def _canonical(document: object) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def agreeing(
    tariffs: Sequence[Tariff], others: Sequence[Tariff], faults: list[TariffFault]
) -> list[Tariff]:
    """Return the tariffs that agree with the ones before them and with ``others``."""
    accepted: list[Tariff] = []
    for tariff in tariffs:
        conflicts = (_conflict(tariff, other) for other in [*accepted, *others])
        fault = next((conflict for conflict in conflicts if conflict is not None), None)
        if fault is None:
            accepted.append(tariff)
        else:
            faults.append(fault)
    return accepted


def _conflict(tariff: Tariff, other: Tariff) -> TariffFault | None:
    if tariff.id == other.id:
        return TariffIdTwice(tariff.id, "id")
    if tariff.schedule != other.schedule:
        if tariff.id == other.schedule or other.id == tariff.schedule:
            return TariffNameAmbiguous(tariff.id, "id", tariff.schedule, other.id)
        return None
    day = max(tariff.valid_from, other.valid_from)
    if tariff.holds_on(day) and other.holds_on(day):
        return TariffVersionsOverlap(tariff.id, "valid_from", tariff.schedule, other.id, day)
    return None


_SCHEMES: Final[dict[SchemeKind, Callable[[Part], Scheme]]] = {
    "per_unit": _per_unit_subsidy,
    "free_units": _free_units,
    "cliff": _cliff,
}
