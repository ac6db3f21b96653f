"""Why a consumer has the status it has, and is or is not cut, in words for the head of its page."""

from __future__ import annotations

from datetime import date

from domain import formats
from domain.consumer import Consumer
from domain.credit import Status, policy_on
from domain.policy import Side
from domain.policy_book import Standing
from resources.texts import Texts
from ui.policy_words import standing_sentences


def why(consumer: Consumer, today: date, _: Texts) -> str:
    """Return the sentence that says why the status is what it is."""
    policy = policy_on(today)
    limit = formats.rupees(policy.low_below)
    since = _day(consumer.negative_since, _)
    until = _day(consumer.emergency_until, _)
    sentences = {
        Status.ACTIVE: _("The balance is not below {limit}.", limit=limit),
        Status.LOW: _("The balance is below {limit}.", limit=limit),
        Status.EMERGENCY: (
            _("Below zero since {since}; emergency credit to {until}.", since=since, until=until)
            if consumer.emergency_until
            else _("Below zero since {since}, within the emergency credit in rupees.", since=since)
        ),
        Status.TO_BE_DISCONNECTED: (
            _(
                "Below zero since {since}; emergency credit ended on {until}.",
                since=since,
                until=until,
            )
            if consumer.emergency_until
            else _("Below zero since {since}; the emergency credit is used up.", since=since)
        ),
        Status.DISCONNECTED: _("The supply is disconnected."),
        Status.HELD: _("Kept from disconnection by hand."),
        Status.CLOSED: _("The supply has ended."),
    }
    return sentences[consumer.status]


def why_cut_or_not(standing: Standing | None, _: Texts) -> str:
    """Return why somebody below zero may be cut or may not: all reasons, and the next instant.

    Nothing where the question does not arise, or is not answered yet.
    """
    if standing is None or standing.side is not Side.DEFAULTER:
        return ""
    return " ".join(standing_sentences(standing, _))


def since_when(standing: Standing, _: Texts) -> str:
    """Return the sentence for the status of somebody below zero, whose reasons stand elsewhere."""
    return _("Below zero since {since}.", since=_day(standing.negative_since, _))


def _day(day: date | None, _: Texts) -> str:
    return formats.day(day, _.month_names) if day else "–"  # noqa: RUF001 - none known
