"""Who may be cut when, and why not, in the words of the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain import formats
from domain.cutting_hours import CuttingHours, Stretch
from domain.policy import EmergencyCredit, Ends, Reason, Side
from domain.policy_book import Standing
from domain.protection import Protection, ProtectionKind, Scope
from resources import words
from resources.texts import N_, Texts

#: From Monday on, as ``date.weekday`` counts.
WEEKDAYS = (
    *(N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu")),
    *(N_("Fri"), N_("Sat"), N_("Sun")),
)
#: The Saturdays of a month, from the first on.
SATURDAYS = (N_("first"), N_("second"), N_("third"), N_("fourth"), N_("fifth"))

_HOURS_A_DAY = 24
_MINUTES_AN_HOUR = 60

#: Where nobody can say when it ends, or it has no end worth telling.
_HELD: dict[Reason, str] = {
    Reason.NO_POLICY: N_("The office has no policy that holds on this day."),
    Reason.SWITCHED_OFF: N_("The office has stopped all disconnecting."),
    Reason.PROTECTED: N_("Protected from disconnection."),
    Reason.HELD_BY_HAND: N_("Kept from disconnection by hand."),
    Reason.CONVERSION_GRACE: N_("Came from postpaid a short while ago: grace."),
    Reason.EMERGENCY_CREDIT: N_("Emergency credit is still running."),
    Reason.CREDIT_LIMIT: N_("The balance is within the emergency credit in rupees."),
    Reason.PART_PAID: N_("Part of the dues is paid; there is time for the rest."),
    Reason.PAYMENT_PENDING: N_("A payment is on its way and not credited yet."),
    Reason.NO_ACTUAL_READ: N_("The balance rests on reads that are too old."),
    Reason.ORDER_OPEN: N_("Another order for this meter is open."),
    Reason.OUTSIDE_HOURS: N_("Nobody is cut at this hour."),
    Reason.WEEKDAY_OFF: N_("Nobody is cut on this weekday."),
    Reason.SATURDAY_OFF: N_("Nobody is cut on this Saturday of the month."),
    Reason.HOLIDAY: N_("The day is a holiday."),
    Reason.BEFORE_DAY_OFF: N_("Nobody is cut on the day before a day off."),
}
_HELD_UNTIL: dict[Reason, str] = {
    Reason.PROTECTED: N_("Protected from disconnection until {until}."),
    Reason.CONVERSION_GRACE: N_("Came from postpaid a short while ago: grace until {until}."),
    Reason.EMERGENCY_CREDIT: N_("Emergency credit until {until}."),
    Reason.PART_PAID: N_("Part of the dues is paid; the rest has time until {until}."),
}
_SIDES: dict[Side, str] = {
    Side.IN_CREDIT: N_("Not in arrears: the balance is not below zero."),
    Side.OFF: N_("The supply is disconnected already."),
    Side.CLOSED: N_("The supply has ended."),
}


def reason_word(reason: Reason, _: Texts) -> str:
    """Return what a reason is called in lists and beside bars."""
    return _(words.HELD_BY[reason])


def reason_words(reasons: Sequence[Reason], _: Texts) -> str:
    """Return all reasons of one consumer in one line."""
    return " · ".join(reason_word(reason, _) for reason in reasons)


def why_held(reason: Reason, until: datetime | None, _: Texts) -> str:
    """Return the sentence for a reason that holds a consumer, with its end where it has one."""
    if until is not None and reason in _HELD_UNTIL:
        return _(_HELD_UNTIL[reason], until=formats.moment(until, _.month_names))
    return _(_HELD[reason])


def next_words(next_at: datetime | None, _: Texts) -> str:
    """Return when somebody who is held could be cut, if nothing is paid and nothing changes."""
    if next_at is None:
        return _("Nobody can say yet when this could be cut.")
    return _("Could be cut from {at} on.", at=formats.moment(next_at, _.month_names))


def standing_sentences(standing: Standing, _: Texts) -> list[str]:
    """Return why one consumer may be cut or may not: all reasons, then the next instant."""
    if standing.side is not Side.DEFAULTER:
        return [_(_SIDES[standing.side])]
    if not standing.reasons:
        at = formats.moment(standing.at, _.month_names)
        return [_("May be cut at {at}: nothing holds it.", at=at)]
    held = [why_held(one, standing.ends.get(one), _) for one in standing.reasons]
    proofs = [
        _("{kind}, by: {proof}.", kind=kind_word(one.kind, _), proof=one.proof)
        for one in standing.protections
    ]
    return [*held, *proofs, next_words(standing.next_at, _)]


def kind_word(kind: ProtectionKind, _: Texts) -> str:
    """Return why somebody is protected."""
    return _(words.PROTECTIONS[kind])


def scope_word(scope: Scope, _: Texts) -> str:
    """Return what kind of people a protection covers."""
    return _(words.PROTECTED[scope])


def whom_words(protection: Protection, _: Texts) -> str:
    """Return whom a protection covers, with the consumer's name."""
    if protection.scope is Scope.OFFICE:
        return scope_word(protection.scope, _)
    named = f"{protection.whom} · {protection.name}" if protection.name else protection.whom
    return f"{scope_word(protection.scope, _)} {named}"


def clock_words(minute: int) -> str:
    """Return a minute of the day as the clock on the wall shows it: ``09:30``, ``24:00``."""
    hours, minutes = divmod(minute, _MINUTES_AN_HOUR)
    return f"{hours:02}:{minutes:02}"


def stretch_words(stretch: Stretch, _: Texts) -> str:
    """Return a stretch of the day: ``10:00 to 13:00``."""
    first, end = clock_words(stretch.from_minute), clock_words(stretch.until_minute)
    return _("{first} to {end}", first=first, end=end)


def stretches_words(stretches: Sequence[Stretch], _: Texts) -> str:
    """Return several stretches of the day in one line."""
    return ", ".join(stretch_words(one, _) for one in stretches)


def weekdays_words(weekdays: frozenset[int], _: Texts) -> str:
    """Return weekdays by their short names; ``every day`` for all of them."""
    if len(weekdays) == len(WEEKDAYS):
        return _("every day")
    return ", ".join(_(WEEKDAYS[place]) for place in sorted(weekdays))


def saturdays_words(saturdays: Sequence[int], _: Texts) -> str:
    """Return which Saturdays of a month: ``second, fourth``."""
    return ", ".join(_(SATURDAYS[place - 1]) for place in saturdays)


def credit_words(credit: EmergencyCredit, _: Texts) -> str:
    """Return what may still be used below zero: hours, rupees, both or neither."""
    parts = []
    if credit.hours is not None:
        parts.append(_("{time} from the day below zero", time=hours_words(credit.hours, _)))
    if credit.down_to is not None:
        parts.append(_("down to {amount}", amount=formats.rupees(credit.down_to)))
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return _("none")
    time, money = parts
    if credit.ends is Ends.FIRST:
        return _(
            "{time}, and {money}: it ends with whichever is used up first", time=time, money=money
        )
    return _("{time}, and {money}: it ends when both are used up", time=time, money=money)


def hours_words(hours: int, _: Texts) -> str:
    """Return a length of time in days where it is whole days, else in hours."""
    days, rest = divmod(hours, _HOURS_A_DAY)
    if rest or not days:
        return _("{count} h", count=hours)
    return days_words(days, _)


def days_words(days: int, _: Texts) -> str:
    """Return a number of days."""
    return _("1 day") if days == 1 else _("{count} days", count=days)


def days_off_words(hours: CuttingHours, _: Texts) -> str:
    """Return on which days besides the weekdays nobody is cut."""
    off = []
    if hours.saturdays_off:
        which = saturdays_words(hours.saturdays_off, _)
        off.append(_("{which} Saturday of the month", which=which))
    if not hours.on_holidays:
        off.append(_("holidays"))
    if not hours.on_eves:
        off.append(_("the day before a day off"))
    return ", ".join(off) or _("none")
