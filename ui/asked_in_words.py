"""What a request asks for, in words: read by who decides, who has not seen the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain import formats
from domain.approval import Approval
from domain.staff import Act
from domain.tariff import (
    CENTIPAISE_PER_RUPEE,
    PPM_PER_PERCENT,
    FixedCharge,
    Levy,
    Percentage,
    PerUnit,
    Slab,
    Tariff,
    parse_tariff_text,
)
from resources.texts import N_, Texts
from ui import arrears_words, receipts_words
from ui.sentences_of_trust import ACTS

_WH_PER_UNIT = 1_000
_W_PER_KW = 1_000
_LEAST_DECIMALS = 2

_KINDS = {
    Act.TAKE_TARIFFS: N_("Tariffs"),
    Act.PLAN_ARREARS: N_("Arrears"),
    Act.CANCEL_RECEIPT: N_("Cancellation"),
    Act.TRANSFER_RECEIPT: N_("Transfer"),
}
_SCHEMES = {
    "per_unit": N_("a part of each unit"),
    "free_units": N_("the first units free"),
    "cliff": N_("a share of the bill up to a use"),
}


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One thing that is asked for: its name, and what is to be known of it, line by line."""

    name: str
    facts: Sequence[tuple[str, str]]


def asked_kind(approval: Approval, _: Texts) -> str:
    """Return in a word what kind of thing a request asks for."""
    kind = _KINDS.get(approval.act)
    return _(kind) if kind else _(ACTS[approval.act])


def asked_parts(approval: Approval, _: Texts) -> Sequence[AskedPart]:
    """Return what a request asks for; what no sentence knows is told by its subject."""
    parts = _READERS.get(approval.act)
    told = parts(approval.content, _) if parts else ()
    return told or [AskedPart(approval.subject, ())]


def _tariffs(content: str, _: Texts) -> Sequence[AskedPart]:
    try:
        tariffs, _faults = parse_tariff_text(content)
    except ValueError:
        return ()
    return [AskedPart(tariff.id, _tariff_facts(tariff, _)) for tariff in tariffs]


def _tariff_facts(tariff: Tariff, _: Texts) -> Sequence[tuple[str, str]]:
    names = _.month_names
    facts = [
        (_("Schedule"), f"{tariff.schedule} · {tariff.category}"),
        (_("Valid from"), formats.day(tariff.valid_from, names)),
    ]
    if tariff.valid_until:
        facts.append((_("Valid until before"), formats.day(tariff.valid_until, names)))
    facts.append((_("Energy, a unit"), _slabs(tariff.energy, _)))
    if tariff.fixed_charge:
        facts.append((_("Fixed charge, a month"), _fixed(tariff.fixed_charge, _)))
    for label, levy in ((_("Fuel"), tariff.fuel), (_("Duty"), tariff.duty)):
        if levy:
            facts.append((label, _levy(levy, _)))
    if tariff.rent_centipaise:
        facts.append((_("Meter rent, a month"), _rate(tariff.rent_centipaise)))
    if tariff.rebate:
        facts.append((_("Rebate"), _levy(tariff.rebate.levy, _)))
    if tariff.subsidies:
        kinds = [_(_SCHEMES[scheme.kind]) for scheme in tariff.subsidies]
        facts.append((_("Subsidy"), ", ".join(kinds)))
    return facts


def _slabs(slabs: Sequence[Slab], _: Texts) -> str:
    limits = [(slab.upto_wh, slab.centipaise_per_kwh) for slab in slabs]
    return _stairs(limits, _WH_PER_UNIT, _)


def _fixed(charge: FixedCharge, _: Texts) -> str:
    if not charge.bands:
        return _("{rate} a connection", rate=_rate(charge.centipaise_per_connection))
    limits = [(band.upto_w, band.centipaise_per_kw) for band in charge.bands]
    return _("{rates} a kW", rates=_stairs(limits, _W_PER_KW, _))


def _levy(levy: Levy, _: Texts) -> str:
    match levy:
        case PerUnit():
            return _("{rate} a unit", rate=_rate(levy.centipaise_per_kwh))
        case Percentage():
            return f"{_decimal(levy.ppm, PPM_PER_PERCENT, 0)}%"


def _stairs(limits: Sequence[tuple[int | None, int]], one: int, _: Texts) -> str:
    """Return rates by their limits: ``to 100: ₹6.13 · above: ₹7.18``."""
    if len(limits) == 1:
        return _rate(limits[0][1])
    words = []
    for upto, rate in limits:
        if upto is None:
            words.append(_("above: {rate}", rate=_rate(rate)))
        else:
            limit = _decimal(upto, one, 0)
            words.append(_("to {limit}: {rate}", limit=limit, rate=_rate(rate)))
    return " · ".join(words)


def _rate(centipaise: int) -> str:
    return f"₹{_decimal(centipaise, CENTIPAISE_PER_RUPEE, _LEAST_DECIMALS)}"


def _decimal(value: int, one: int, least: int) -> str:
    """Return ``value / one`` exactly, with at least so many decimals; no float comes near it."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    whole, rest = divmod(value, one)
    decimals = str(rest).zfill(len(str(one)) - 1).rstrip("0").ljust(least, "0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def _arrears(content: str, _: Texts) -> Sequence[AskedPart]:
    name, facts = arrears_words.asked(content, _)
    return [AskedPart(name, facts)]


def _undoing(content: str, _: Texts) -> Sequence[AskedPart]:
    name, facts = receipts_words.asked(content, _)
    return [AskedPart(name, facts)]


_READERS: Mapping[Act, Callable[[str, Texts], Sequence[AskedPart]]] = {
    Act.TAKE_TARIFFS: _tariffs,
    Act.PLAN_ARREARS: _arrears,
    Act.CANCEL_RECEIPT: _undoing,
    Act.TRANSFER_RECEIPT: _undoing,
}
