"""Reading a policy's document: unknown fields are refused by name, every fault is told at once.

The parts, their checks and their faults are those of :mod:`domain.tariff_reading`. A group says
what differs; of ``hours``, ``reconnection`` and ``alerts`` a field that it leaves out is as it is
for all, and its ``emergency_credit`` stands in place of the whole one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any

from domain.calendar import start_of
from domain.cutting_hours import MINUTES_A_DAY, CuttingHours, Stretch
from domain.errors_of_policies import (
    PoliciesUnreadable,
    PolicyGroupTwice,
    PolicyHoursNever,
    PolicyRefused,
    PolicyStretchEmpty,
    PolicyWindowsOverlap,
)
from domain.errors_of_tariffs import (
    TariffChoiceUnknown,
    TariffFieldMissing,
    TariffFieldsClash,
    TariffNumberNegative,
    TariffNumberTooHigh,
    TariffValueWrong,
)
from domain.formats import clean_words
from domain.money import ZERO, Money
from domain.policy import (
    AlertRules,
    EmergencyCredit,
    Ends,
    Group,
    Policy,
    Reconnection,
    Terms,
)
from domain.tariff_reading import Faults, JsonObject, Part, decimal_of, shown

#: From Monday on, as ``date.weekday`` counts.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")
_MOST_TEXT, _MOST_NAME, _MOST_ITEMS, _MOST_GROUPS = 1_000, 60, 24, 50
_HOURS_A_DAY = 24
_MOST_CREDIT_DAYS, _MOST_RUPEES, _MOST_KW = 366, 1_000_000, 100_000
_MOST_DAYS, _MOST_MINUTES, _MOST_ORDERS = 366, 7 * MINUTES_A_DAY, 1_000_000
_MOST_UNITS, _MOST_HOURS, _SATURDAYS = 10_000, 240, 5
_WHOLE = 100
_PAISE = 100
_PAIR = 2
_TERMS = Terms()
_NO_GROUPS: tuple[Group, ...] = ()


def documents_in(name: str, text: str) -> list[Mapping[str, Any]]:
    """Return the policies of a file as they are written; :class:`PoliciesUnreadable`."""
    try:
        read = json.loads(text, object_pairs_hook=JsonObject)
    except (ValueError, RecursionError) as error:
        raise PoliciesUnreadable(name, shown(str(error))) from error
    policies = read.get("policies") if isinstance(read, Mapping) else None
    if not isinstance(policies, list) or not policies:
        raise PoliciesUnreadable(name, "policies")
    return policies


def policy_of(document: object) -> Policy:
    """Return the policy that a document writes; :class:`PolicyRefused` tells all its faults."""
    name, faults = _name_of(document), Faults()
    policy = faults.of(lambda: _Reading(name, faults).policy(document), None)
    if policy is None or faults:
        raise PolicyRefused(name, tuple(faults))
    return policy


def _name_of(document: object) -> str:
    id_ = document.get("id") if isinstance(document, Mapping) else None
    return shown(id_).strip() if isinstance(id_, str) else ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One policy being read: its id as far as it is known, and the faults found so far."""

    name: str
    faults: Faults

    def policy(self, document: object) -> Policy:
        part, of = Part.of(self.name, "", document), self.faults.of
        id_ = of(lambda: self._id(part), "")
        valid_from = of(lambda: part.take_day("valid_from"), date.min)
        terms = self._terms(part, _TERMS, is_group=False)
        groups = of(lambda: self._groups(part, terms), _NO_GROUPS)
        policy = Policy(
            id=id_,
            title=of(lambda: _words(part, "title", _MOST_TEXT), ""),
            state=of(lambda: _words(part, "state", _MOST_NAME), ""),
            source=of(lambda: _words(part, "source", _MOST_TEXT), ""),
            valid_from=valid_from,
            terms=terms,
            groups=groups,
            most_a_run=of(lambda: _whole(part, "most_a_run", 0, 0, _MOST_ORDERS), 0),
            most_an_hour=of(lambda: _whole(part, "most_an_hour", 0, 0, _MOST_ORDERS), 0),
            document=text_of(part.values),
        )
        self.faults.extend(part.unknown())
        return policy

    def _id(self, part: Part) -> str:
        id_ = part.take_text("id")
        if not _ID.fullmatch(id_):
            raise TariffValueWrong(self.name, "id", shown(id_), "id")
        return id_

    def _terms(self, part: Part, base: Terms, *, is_group: bool) -> Terms:
        """Return terms; of those for all, credit and hours must be given by somebody."""
        of = self.faults.of
        asked = (lambda _name: True) if not is_group else part.has
        return Terms(
            emergency=of(lambda: self._credit(part), base.emergency)
            if asked("emergency_credit")
            else base.emergency,
            hours=of(lambda: self._hours(part, base.hours), base.hours)
            if asked("hours")
            else base.hours,
            reconnection=of(lambda: self._reconnection(part, base.reconnection), Reconnection()),
            alerts=of(lambda: self._alerts(part, base.alerts), base.alerts),
            conversion_grace_days=of(
                lambda: _whole(
                    part, "conversion_grace_days", base.conversion_grace_days, 0, _MOST_DAYS
                ),
                0,
            ),
            most_days_without_read=of(
                lambda: _whole(
                    part, "most_days_without_read", base.most_days_without_read, 0, _MOST_DAYS
                ),
                0,
            ),
        )

    def _credit(self, part: Part) -> EmergencyCredit:
        credit = part.take_part("emergency_credit")
        if credit.has("days") and credit.has("hours"):
            raise TariffFieldsClash(self.name, credit.path, "days, hours")
        if not any(credit.has(one) for one in ("days", "hours", "down_to")):
            raise TariffFieldMissing(self.name, credit.path)
        hours: int | None = None
        if credit.has("days"):
            hours = _whole(credit, "days", 0, 0, _MOST_CREDIT_DAYS) * _HOURS_A_DAY
        elif credit.has("hours"):
            hours = _whole(credit, "hours", 0, 0, _MOST_CREDIT_DAYS * _HOURS_A_DAY)
        down_to = None
        if credit.has("down_to"):
            down_to = _money(credit, "down_to", least=-_MOST_RUPEES, most=0)
        ends = credit.take_choice("ends", tuple(Ends), Ends.LAST)
        credit.refuse_unknown()
        return EmergencyCredit(hours, down_to, ends)

    def _hours(self, part: Part, base: CuttingHours) -> CuttingHours:
        hours, of = part.take_part("hours"), self.faults.of
        must_say = base is _TERMS.hours
        windows = base.windows
        if must_say or hours.has("windows"):
            windows = of(lambda: self._windows(hours), base.windows)
        read = CuttingHours(
            windows=windows,
            never=of(lambda: _stretches(hours, "never"), ()) if hours.has("never") else base.never,
            weekdays=of(lambda: _weekdays(hours, base.weekdays), base.weekdays),
            saturdays_off=of(
                lambda: _wholes(hours, "saturdays_off", base.saturdays_off, 1, _SATURDAYS), ()
            ),
            on_holidays=of(
                lambda: hours.take_switch("on_holidays", default=base.on_holidays),
                base.on_holidays,
            ),
            on_eves=of(lambda: hours.take_switch("on_eves", default=base.on_eves), base.on_eves),
        )
        hours.refuse_unknown()
        if read.next_open(start_of(date(2024, 1, 1)), {}) is None:
            raise PolicyHoursNever(self.name, hours.path)
        return read

    def _windows(self, hours: Part) -> tuple[Stretch, ...]:
        windows = _stretches(hours, "windows")
        if not windows:
            raise TariffFieldMissing(self.name, hours.way_to("windows"))
        pieces = sorted(piece for window in windows for piece in window.within_a_day())
        for (_first, end), (first, _end) in pairwise(pieces):
            if first < end:
                raise PolicyWindowsOverlap(self.name, hours.way_to("windows"))
        return windows

    def _reconnection(self, part: Part, base: Reconnection) -> Reconnection:
        if not part.has("reconnection"):
            return base
        asked, of = part.take_part("reconnection"), self.faults.of
        read = Reconnection(
            at_balance=of(
                lambda: _money(asked, "at_balance", least=-_MOST_RUPEES, most=_MOST_RUPEES), ZERO
            )
            if asked.has("at_balance")
            else base.at_balance,
            part_percent=of(lambda: _whole(asked, "part_percent", base.part_percent, 0, _WHOLE), 0),
            rest_days=of(lambda: _whole(asked, "rest_days", base.rest_days, 0, _MOST_DAYS), 0),
            within_minutes=of(
                lambda: _whole(asked, "within_minutes", base.within_minutes, 1, _MOST_MINUTES), 1
            ),
        )
        asked.refuse_unknown()
        return read

    def _alerts(self, part: Part, base: AlertRules) -> AlertRules:
        if not part.has("alerts"):
            return base
        asked, of = part.take_part("alerts"), self.faults.of
        read = AlertRules(
            percents_left=of(
                lambda: _wholes(asked, "percents_left", base.percents_left, 0, _WHOLE), ()
            ),
            days_left=of(lambda: _wholes(asked, "days_left", base.days_left, 0, _MOST_DAYS), ()),
            month_percent=of(
                lambda: _whole(asked, "month_percent", base.month_percent, 0, _WHOLE), 0
            ),
            subsidy_units_left=of(
                lambda: _whole(
                    asked, "subsidy_units_left", base.subsidy_units_left, 0, _MOST_UNITS
                ),
                0,
            ),
            hours_before_cut=of(
                lambda: _whole(asked, "hours_before_cut", base.hours_before_cut, 0, _MOST_HOURS), 0
            ),
            quiet=of(
                lambda: _quiet(self.name, asked.way_to("quiet"), asked.take("quiet")), base.quiet
            )
            if asked.has("quiet")
            else base.quiet,
        )
        asked.refuse_unknown()
        return read

    def _groups(self, part: Part, terms: Terms) -> tuple[Group, ...]:
        if not part.has("groups"):
            return ()
        items = part.take_list("groups")
        if len(items) > _MOST_GROUPS:
            raise TariffNumberTooHigh(self.name, "groups", str(len(items)), str(_MOST_GROUPS))
        groups = [
            self.faults.of(partial(self._group, path, item, terms), None) for path, item in items
        ]
        names = [group.name for group in groups if group is not None]
        for place, name in enumerate(names, 1):
            if name in names[: place - 1]:
                raise PolicyGroupTwice(self.name, f"groups[{place}].name", name)
        return tuple(group for group in groups if group is not None)

    def _group(self, path: str, item: object, terms: Terms) -> Group:
        part = Part.of(self.name, path, item)
        name = _words(part, "name", _MOST_NAME)
        schedules = tuple(
            _schedule(self.name, way, one) for way, one in part.take_list("schedules")
        )
        if not schedules:
            raise TariffFieldMissing(self.name, part.way_to("schedules"))
        upto_w = part.take_decimal("upto_kw", _MOST_KW, 1_000) if part.has("upto_kw") else None
        group = Group(name, schedules, self._terms(part, terms, is_group=True), upto_w)
        part.refuse_unknown()
        return group


def text_of(document: Mapping[str, Any]) -> str:
    """Return a policy's document as it is stored and hashed."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def _words(part: Part, name: str, most: int) -> str:
    words = clean_words(part.take_text(name))
    if words is None or len(words) > most:
        raise TariffValueWrong(part.tariff, part.way_to(name), shown(part.values[name]), "text")
    return words


def _schedule(policy: str, path: str, value: object) -> str:
    pattern = clean_words(value) if isinstance(value, str) else None
    if not pattern or len(pattern) > _MOST_NAME:
        raise TariffValueWrong(policy, path, shown(value), "text")
    return pattern


def _whole(part: Part, name: str, default: int, least: int, most: int) -> int:
    if not part.has(name):
        return default
    return _whole_at(part.tariff, part.way_to(name), part.take(name), least, most)


def _whole_at(policy: str, path: str, value: object, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TariffValueWrong(policy, path, shown(value), "whole")
    if value < least:
        raise TariffNumberNegative(policy, path, shown(value))
    if value > most:
        raise TariffNumberTooHigh(policy, path, shown(value), str(most))
    return value


def _wholes(
    part: Part, name: str, default: tuple[int, ...], least: int, most: int
) -> tuple[int, ...]:
    """Return different whole numbers, as they stand."""
    if not part.has(name):
        return default
    items = _few(part, name)
    found = [_whole_at(part.tariff, path, item, least, most) for path, item in items]
    _refuse_twice(part, items, found)
    return tuple(found)


def _few(part: Part, name: str) -> list[tuple[str, object]]:
    items = part.take_list(name)
    if len(items) > _MOST_ITEMS:
        raise TariffNumberTooHigh(part.tariff, part.way_to(name), str(len(items)), str(_MOST_ITEMS))
    return items


def _refuse_twice(part: Part, items: list[tuple[str, object]], found: list[int]) -> None:
    for place, one in enumerate(found):
        if one in found[:place]:
            path, value = items[place]
            raise TariffValueWrong(part.tariff, path, shown(value), "another")


def _money(part: Part, name: str, *, least: int, most: int) -> Money:
    """Return rupees with at most two decimals, from ``least`` to ``most``; they may be negative."""
    value, path = part.take(name), part.way_to(name)
    is_negative = isinstance(value, str) and value.startswith("-")
    plain = value[1:] if isinstance(value, str) and is_negative else value
    if isinstance(plain, str) and plain.startswith("-"):
        raise TariffValueWrong(part.tariff, path, shown(value), "amount")
    paise = decimal_of(part.tariff, path, plain, -least if is_negative else _MOST_RUPEES, _PAISE)
    if not is_negative and paise > most * _PAISE:
        raise TariffNumberTooHigh(part.tariff, path, shown(value), str(most))
    return Money(-paise if is_negative else paise)


def _stretches(part: Part, name: str) -> tuple[Stretch, ...]:
    return tuple(_stretch(part.tariff, path, item) for path, item in _few(part, name))


def _stretch(policy: str, path: str, value: object) -> Stretch:
    if not isinstance(value, list | tuple) or len(value) != _PAIR:
        raise TariffValueWrong(policy, path, shown(value), "times")
    first, until = (_minute(policy, path, one) for one in value)
    if first in {until, MINUTES_A_DAY}:
        raise PolicyStretchEmpty(policy, path)
    return Stretch(first, until or MINUTES_A_DAY)


def _quiet(policy: str, path: str, value: object) -> Stretch:
    """Return the hours in which nobody is told anything: never all of a day."""
    quiet = _stretch(policy, path, value)
    if quiet.until_minute - quiet.from_minute == MINUTES_A_DAY:
        raise PolicyStretchEmpty(policy, path)
    return quiet


def _minute(policy: str, path: str, value: object) -> int:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise TariffValueWrong(policy, path, shown(value), "time")
    hours, _colon, minutes = value.partition(":")
    return int(hours) * 60 + int(minutes)


def _weekdays(part: Part, default: frozenset[int]) -> frozenset[int]:
    if not part.has("weekdays"):
        return default
    items = _few(part, "weekdays")
    if not items:
        raise TariffFieldMissing(part.tariff, part.way_to("weekdays"))
    found = [_weekday(part.tariff, path, item) for path, item in items]
    _refuse_twice(part, items, found)
    return frozenset(found)


def _weekday(policy: str, path: str, value: object) -> int:
    if not isinstance(value, str) or value not in WEEKDAYS:
        raise TariffChoiceUnknown(policy, path, shown(value), ", ".join(WEEKDAYS))
    return WEEKDAYS.index(value)
