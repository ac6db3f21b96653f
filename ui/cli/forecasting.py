"""The command that foretells: how long a balance lasts, what a recharge brings, and why."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from domain.energy import Energy
from domain.forecasting import Forecast, Lasting
from domain.formats import parse_amount, rupees, units
from domain.head import Head, HeadLine
from domain.money import Money
from ui.cli.layout import facts
from ui.cli.session import Answer, Session, whole_number
from ui.lasting_words import days_words, lasts_words, until_words, why_words

_MOST_DAYS = 180


def forecast(session: Session, options: Namespace) -> Answer:
    """Foretell how long a consumer's balance lasts, and a recharge with it."""
    days = whole_number("days", options.days, 1, _MOST_DAYS)
    amount = None if options.amount is None else parse_amount(options.amount)
    if amount is not None:
        # An amount that is none is refused as the recharge would refuse it.
        HeadLine(Head.RECHARGE, amount)
    with session.books() as books:
        session.note_view(books, options.consumer)
        found = books.forecasts.of(options.consumer)
    suggested = found.suggested_recharge(days)
    answer = _of_forecast(found, days, suggested)
    if amount is not None:
        balance = found.with_recharge(amount)
        answer["recharge"] = {
            "amount": amount.paise,
            "balance_after": balance.paise,
            **_of_lasting(found.lasting(balance)),
        }
    return Answer(answer, _told(session, found, days, suggested, amount))


def _of_forecast(found: Forecast, days: int, suggested: Money | None) -> dict[str, Any]:
    return {
        "consumer": found.consumer_number,
        "balance": found.balance.paise,
        "is_known": found.is_known,
        **_of_lasting(found.lasting()),
        "suggested_for_days": days,
        "suggested_recharge": None if suggested is None else suggested.paise,
        "level_wh": found.level.wh,
        "known_days": found.known_days,
        "weekday_percent": list(found.weekday_percent),
        "season_percent": found.season_percent,
        "days": [
            {
                "day": day.day.isoformat(),
                "expected_wh": day.expected_wh,
                "low_wh": day.low_wh,
                "high_wh": day.high_wh,
                "balance": day.balance_paise,
            }
            for day in found.days[:days]
        ],
    }


def _of_lasting(lasting: Lasting | None) -> dict[str, Any]:
    if lasting is None:
        return dict.fromkeys(("days_left", "until", "earliest", "latest", "is_longer"))
    return {
        "days_left": lasting.days,
        "until": lasting.until.isoformat() if lasting.until else None,
        "earliest": lasting.earliest.isoformat() if lasting.earliest else None,
        "latest": lasting.latest.isoformat() if lasting.latest else None,
        "is_longer": lasting.is_longer,
    }


def _told(
    session: Session, found: Forecast, days: int, suggested: Money | None, amount: Money | None
) -> list[str]:
    _ = session._
    lasting = found.lasting()
    rows = [
        (_("Consumer"), found.consumer_number),
        (_("Balance"), rupees(found.balance)),
        (_("Days left"), f"{days_words(lasting, _)} ({until_words(lasting, _)})"),
    ]
    if amount is not None:
        balance = found.with_recharge(amount)
        rows.append((rupees(amount), lasts_words(found.lasting(balance), balance, _)))
    if suggested is not None:
        said = rupees(suggested) if suggested else _("none is needed")
        rows.append((_("Recharge for {days} days", days=days), said))
    rows.append((_("Why"), why_words(found, _)))
    if found.is_known:
        coming = sum(day.expected_wh for day in found.days[:days])
        rows.append((_("Units in {days} days", days=days), units(Energy(coming))))
    return facts(rows)
