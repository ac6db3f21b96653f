"""A policy rule by rule in words: what holds for all, and for whom it is otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain import formats
from domain.policy import AlertRules, Group, Policy, Reconnection, Terms
from resources.texts import N_, Texts
from ui.policy_words import (
    credit_words,
    days_off_words,
    days_words,
    stretch_words,
    stretches_words,
    weekdays_words,
)

_MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words; ``exceptions``: the group's name and what holds for it instead."""

    name: str
    words: str
    exceptions: Sequence[tuple[str, str]] = ()


def rules_of(policy: Policy, _: Texts) -> list[Rule]:
    """Return every rule of a policy, in the order of the office's work."""
    found = [_rule(name, words, policy, _) for name, words in _RULES]
    caps = [
        Rule(_("Orders in one job"), _most(policy.most_a_run, _)),
        Rule(_("Orders in an hour"), _most(policy.most_an_hour, _)),
    ]
    return found + caps


def terms_facts(terms: Terms, _: Texts) -> list[tuple[str, str]]:
    """Return what holds for everybody under the same terms, rule by rule."""
    return [(_(name), words(terms, _)) for name, words in _RULES]


def group_words(group: Group, _: Texts) -> str:
    """Return who belongs to a group: ``UP-LMV1*, up to 2 kW``."""
    schedules = ", ".join(group.schedules)
    if group.upto_w is None:
        return schedules
    return _("{schedules}, up to {load}", schedules=schedules, load=formats.kilowatts(group.upto_w))


def _rule(name: str, words: Callable[[Terms, Texts], str], policy: Policy, _: Texts) -> Rule:
    usual = words(policy.terms, _)
    others = [(group.name, words(group.terms, _)) for group in policy.groups]
    return Rule(_(name), usual, [one for one in others if one[1] != usual])


def _windows(terms: Terms, _: Texts) -> str:
    return stretches_words(terms.hours.windows, _)


def _never(terms: Terms, _: Texts) -> str:
    return stretches_words(terms.hours.never, _) or _("no hours named")


def _grace(terms: Terms, _: Texts) -> str:
    days = terms.conversion_grace_days
    return days_words(days, _) if days else _("none")


def _reads(terms: Terms, _: Texts) -> str:
    days = terms.most_days_without_read
    if not days:
        return _("a read of any age will do")
    return _("cut only on an actual read of the last {days}", days=days_words(days, _))


def _reconnected(terms: Terms, _: Texts) -> str:
    rule = terms.reconnection
    at = formats.rupees(rule.at_balance)
    return _("at a balance of {at} or more, {within}", at=at, within=_within(rule, _))


def _within(rule: Reconnection, _: Texts) -> str:
    hours, rest = divmod(rule.within_minutes, _MINUTES_AN_HOUR)
    if rest or not hours:
        return _("within {count} min of the payment", count=rule.within_minutes)
    return _("within {count} h of the payment", count=hours)


def _part_payment(terms: Terms, _: Texts) -> str:
    rule = terms.reconnection
    if not rule.part_percent:
        return _("does not bring supply back")
    return _(
        "{percent}% of the dues brings supply back once; {days} for the rest",
        percent=rule.part_percent,
        days=days_words(rule.rest_days, _),
    )


def _alerts(terms: Terms, _: Texts) -> str:
    return " · ".join(_alert_parts(terms.alerts, _)) or _("none")


def _alert_parts(rules: AlertRules, _: Texts) -> list[str]:
    parts = []
    if rules.percents_left:
        percents = ", ".join(f"{percent}%" for percent in rules.percents_left)
        parts.append(_("{percents} of the last recharge left", percents=percents))
    parts += [_("{days} of use left", days=days_words(days, _)) for days in rules.days_left]
    if rules.month_percent:
        parts.append(_("{percent}% of last month's cost used", percent=rules.month_percent))
    if rules.subsidy_units_left:
        parts.append(_("{count} units before a subsidy is lost", count=rules.subsidy_units_left))
    if rules.hours_before_cut:
        parts.append(_("{count} h before being cut", count=rules.hours_before_cut))
    return parts


def _quiet(terms: Terms, _: Texts) -> str:
    return stretch_words(terms.alerts.quiet, _)


def _most(count: int, _: Texts) -> str:
    return _("at most {count}", count=formats.grouped(count)) if count else _("any number")


_RULES: Sequence[tuple[str, Callable[[Terms, Texts], str]]] = (
    (N_("Emergency credit"), lambda terms, _: credit_words(terms.emergency, _)),
    (N_("Cut between"), _windows),
    (N_("Never between"), _never),
    (N_("Weekdays"), lambda terms, _: weekdays_words(terms.hours.weekdays, _)),
    (N_("Days off besides"), lambda terms, _: days_off_words(terms.hours, _)),
    (N_("Grace after conversion"), _grace),
    (N_("Reads"), _reads),
    (N_("Supply comes back"), _reconnected),
    (N_("Part payment"), _part_payment),
    (N_("Alerts"), _alerts),
    (N_("No messages between"), _quiet),
)
