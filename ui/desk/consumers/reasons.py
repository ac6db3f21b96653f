"""Why a consumer has the status it has, in a sentence for the head of its page."""

from __future__ import annotations

from datetime import date

from domain import formats
from domain.consumer import Consumer
from domain.credit import Status, policy_on
from resources.texts import Texts


def why(consumer: Consumer, today: date, _: Texts) -> str:
    """Return the sentence that says why the status is what it is."""
    policy = policy_on(today)
    limit = formats.rupees(policy.low_below)
    since = _day(consumer.negative_since, _)
    until = _day(consumer.emergency_until, _)
    sentences = {
        Status.ACTIVE: _("The balance is not below {limit}.", limit=limit),
        Status.LOW: _("The balance is below {limit}.", limit=limit),
        Status.EMERGENCY: _(
            "Below zero since {since}; emergency credit to {until}.", since=since, until=until
        ),
        Status.TO_BE_DISCONNECTED: _(
            "Below zero since {since}; emergency credit ended on {until}.",
            since=since,
            until=until,
        ),
        Status.DISCONNECTED: _("The supply is disconnected."),
        Status.HELD: _("Kept from disconnection by hand."),
        Status.CLOSED: _("The supply has ended."),
    }
    return sentences[consumer.status]


def _day(day: date | None, _: Texts) -> str:
    return formats.day(day, _.month_names) if day else "–"  # noqa: RUF001 - none known
