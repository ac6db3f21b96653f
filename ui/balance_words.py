"""A balance explained as a clerk would say it at the counter, for screen, paper and terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain import formats
from domain.balance_explained import (
    BalanceExplained,
    Charged,
    DearDay,
    Line,
    Movement,
    Turn,
    TurnKind,
    Why,
)
from domain.balance_sheet import BalanceLine, BalanceSheet, DearDayLine
from domain.consumer import Consumer
from domain.energy import Energy
from domain.ledger import EntryKind
from domain.money import ZERO, Money
from resources import words
from resources.texts import N_, Texts
from ui.sentences import FIELDS

#: So many payments, other movements and turns stand by themselves; those before are summed.
MOST_PAYMENTS, MOST_OTHERS, MOST_TURNS = 6, 4, 6
_LINES: Mapping[Line, str] = {
    Line.ENERGY: N_("Energy charge"),
    Line.FUEL: N_("Fuel surcharge"),
    Line.FIXED: N_("Fixed charge"),
    Line.DUTY: N_("Electricity duty"),
    Line.RENT: N_("Meter rent"),
    Line.OTHER: N_("Other charges"),
    Line.SUBSIDY: N_("Subsidy"),
    Line.REBATE: N_("Rebate"),
}


def sheet_of(told: BalanceExplained, consumer: Consumer, at: datetime, _: Texts) -> BalanceSheet:
    """Return all that the page says, in one language."""
    return BalanceSheet(
        title=_("Balance explained"),
        facts=_facts(told, consumer, _),
        answer=answer(told, _),
        headings=(_("What"), _("How it came about"), _("Amount")),
        lines=tuple(_lines(told, _)),
        days_title=_("The days that cost most"),
        days_headings=(_("Day"), _("Units"), _("Cost"), _("Why")),
        days=tuple(_dear_day(day, _) for day in told.dear_days),
        turns_title=_("What changed"),
        turns=_turns(told.turns, _),
        foot=(
            _("Charges stand with the day they are for, whenever they were posted."),
            _("Made on {moment}.", moment=formats.moment(at, _.month_names)),
        ),
    )


def answer(told: BalanceExplained, _: Texts) -> str:
    """Return in one sentence why the balance is what it is."""
    paid = sum((one.amount for one in told.payments if not one.is_undone), ZERO)
    sentence = _(
        "From {first} to {last}: {opening} at the beginning, {paid} recharged, {charged} charged"
        " (days: {days}), {closing} at the end.",
        first=_day(told.first, _),
        last=_day(told.last, _),
        opening=formats.rupees(told.opening),
        paid=formats.rupees(paid),
        charged=formats.rupees(told.charged.total),
        days=told.charged.days,
        closing=formats.rupees(told.closing),
    )
    if told.present == told.closing:
        return sentence
    now = _("The balance now is {balance}.", balance=formats.rupees(told.present))
    return f"{sentence} {now}"


def turn_words(turn: Turn, _: Texts) -> str:
    """Return what holds from a day on: ``From 12 Nov the units above 100 ...``."""
    day, limit = _day(turn.day, _), formats.units(Energy(turn.limit_wh)).removesuffix(".000")
    match turn.kind:
        case TurnKind.SLAB:
            return _(
                "From {day} on the slab above {limit} units of the month.", day=day, limit=limit
            )
        case TurnKind.FREE_UNITS:
            return _(
                "On {day} the {limit} free units of the month were used up.", day=day, limit=limit
            )
        case TurnKind.SUBSIDY_TIER:
            return _(
                "On {day} the month's use passed {limit} units, up to which the subsidy is higher.",
                day=day,
                limit=limit,
            )
        case TurnKind.TARIFF:
            return _(
                "From {day} the tariff is {after}, before {before}.",
                day=day,
                after=turn.after,
                before=turn.before,
            )
        case TurnKind.FIELD:
            name = _(FIELDS[turn.field]) if turn.field in FIELDS else turn.field
            return _(
                "From {day}: {field} {after}, before {before}.",
                day=day,
                field=name,
                after=turn.after or "–",  # noqa: RUF001 - nothing
                before=turn.before or "–",  # noqa: RUF001 - nothing
            )


def why_words(day: DearDay, _: Texts) -> str:
    """Return why a day costs more than others."""
    match day.why:
        case Why.SEVERAL_DAYS:
            return _("Its read brought the units of several days: {days}.", days=day.carried)
        case Why.SUBSIDY_LOST:
            return _("From this day less of the month is subsidised.")
        case Why.DEARER_SLAB:
            return _("From this day units cost more: a slab was passed.")
        case Why.DEAR_UNITS:
            limit = formats.units(Energy(day.limit_wh)).removesuffix(".000")
            return _("Units above {limit} of the month cost more.", limit=limit)
        case Why.MUCH_USED:
            return _("Much more was used than on other days.")
        case Why.NOTHING_SPECIAL:
            return _("A usual day.")


def _facts(told: BalanceExplained, consumer: Consumer, _: Texts) -> Sequence[tuple[str, str]]:
    place = " · ".join(part for part in (consumer.name, consumer.address) if part)
    supply = " · ".join((consumer.category, formats.kilowatts(consumer.load_w)))
    return (
        (_("Consumer"), f"{consumer.number} · {place}" if place else consumer.number),
        (_("Supply"), supply),
        (_("Meter"), consumer.meter_serial),
        (
            _("Period"),
            _("{first} to {last}", first=_day(told.first, _), last=_day(told.last, _)),
        ),
    )


def _lines(told: BalanceExplained, _: Texts) -> list[BalanceLine]:
    morning = _("on the morning of {day}", day=_day(told.first, _))
    evening = _("on the evening of {day}", day=_day(told.last, _))
    lines = [_balance(_("Opening balance"), morning, told.opening)]
    lines += _movements(told.payments, MOST_PAYMENTS, _)
    lines += _charges(told, _)
    if told.instalment_days:
        detail = _("Daily instalments: {days}", days=told.instalment_days)
        lines.append(_line(_("Arrears from before prepaid"), detail, told.instalments))
    lines += _movements(told.others, MOST_OTHERS, _)
    lines.append(_balance(_("Closing balance"), evening, told.closing))
    return lines


def _charges(told: BalanceExplained, _: Texts) -> list[BalanceLine]:
    charged = told.charged
    details = {
        Line.ENERGY: _energy(charged, _),
        Line.FIXED: _("Days: {days}", days=charged.days),
        Line.SUBSIDY: _("paid by the government"),
    }
    return [
        _line(_(_LINES[line]), details.get(line, ""), -amount)
        for line, amount in charged.lines.items()
    ]


def _energy(charged: Charged, _: Texts) -> str:
    units = formats.units(charged.energy)
    if charged.without_read:
        return _(
            "Units: {units} · days: {days}, of them without a read: {without}",
            units=units,
            days=charged.days,
            without=charged.without_read,
        )
    return _("Units: {units} · days: {days}", units=units, days=charged.days)


def _movements(movements: Sequence[Movement], most: int, _: Texts) -> list[BalanceLine]:
    """Return the last movements one by one, and one line for all before them."""
    if len(movements) <= most:
        return [_movement(one, _) for one in movements]
    cut = len(movements) - (most - 1)
    before, after = movements[:cut], movements[cut:]
    total = sum((one.amount for one in before), ZERO)
    detail = _("Number: {count} · up to {day}", count=len(before), day=_day(before[-1].day, _))
    kind = before[0].kind
    name = _("Recharges") if kind is EntryKind.RECHARGE else _("Other movements")
    return [_line(name, detail, total), *(_movement(one, _) for one in after)]


def _movement(one: Movement, _: Texts) -> BalanceLine:
    name = _(words.ENTRIES[one.kind.value])
    if one.kind is EntryKind.OPENING_BALANCE:
        name = _("Balance that was brought in")
    parts = [_day(one.day, _), one.document]
    if one.tender:
        parts.append(_(words.TENDERS[one.tender]))
    if one.to_arrears:
        parts.append(
            _(
                "{arrears} of {paid} to the arrears",
                arrears=formats.rupees(one.to_arrears),
                paid=formats.rupees(one.paid),
            )
        )
    if one.is_undone:
        parts.append(_("undone later"))
    parts.append(one.reason)
    return _line(name, " · ".join(part for part in parts if part), one.amount)


def _line(name: str, detail: str, amount: Money) -> BalanceLine:
    sign = "+" if amount > ZERO else ""
    return BalanceLine(name, detail, f"{sign}{formats.rupees(amount)}")


def _balance(name: str, detail: str, amount: Money) -> BalanceLine:
    text = formats.rupees(amount)
    return BalanceLine(name, detail, text, is_sum=True, is_below_zero=amount < ZERO)


def _dear_day(day: DearDay, _: Texts) -> DearDayLine:
    units, cost = formats.units(day.energy), formats.rupees(day.total)
    return DearDayLine(day.day, _day(day.day, _), units, cost, why_words(day, _))


def _turns(turns: Sequence[Turn], _: Texts) -> Sequence[str]:
    """Return the last turns; of those before only how many there are."""
    told = [turn_words(turn, _) for turn in turns[-MOST_TURNS:]]
    if len(turns) > MOST_TURNS:
        told[0] = _("Earlier changes: {count}.", count=len(turns) - MOST_TURNS + 1)
    return told


def _day(day: date, _: Texts) -> str:
    return formats.day(day, _.month_names)
