"""What payments in doubt and lines of settlements are called: their age, fields and sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.money import ZERO, Money
from domain.payment import SettlementLine, SettlementOutcome
from resources import words
from resources.texts import N_, Texts

#: What has been in doubt for longer is late.
LATE_AFTER = timedelta(days=1)
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

#: What came of a file as a whole, before it is taken.
WOULD_BE: dict[SettlementOutcome, str] = {
    SettlementOutcome.SETTLED: N_("Receipts settled"),
    SettlementOutcome.CREDITED: N_("Payments in doubt credited"),
    SettlementOutcome.DIFFERS: N_("Amount differs: a person decides"),
    SettlementOutcome.UNKNOWN: N_("Not known: a person decides"),
    SettlementOutcome.FAILED: N_("Failed or given back"),
    SettlementOutcome.AGAIN: N_("In this or an earlier file already"),
}


#: What a column of a settlement file can mean, as labels.
COLUMNS: dict[str, str] = {
    "reference": N_("Bank's reference (UTR, RRN)"),
    "amount": N_("Amount"),
    "order_reference": N_("Order id"),
    "fee": N_("Fee"),
    "paid_on": N_("Paid on"),
    "status": N_("Status"),
}

#: Why what agreed could not be credited, by the code of the refusal.
_KEPT_BACK: dict[str, str] = {
    "order_id_reused": N_("A receipt was posted for this order and undone since."),
    "reference_used": N_("Another receipt bears the reference."),
    "no_arrears": N_("Nothing is owed from before any more, for which it was paid."),
    "arrears_exceeded": N_("Less is owed from before by now than was paid for it."),
}


@dataclass(frozen=True, slots=True)
class OutcomeSum:
    """How many lines of one outcome, and how much they come to."""

    outcome: SettlementOutcome
    count: int
    amount: Money


def sums_of(lines: Sequence[SettlementLine]) -> list[OutcomeSum]:
    """Return what lines add up to by outcome, those without any left out."""
    found: dict[SettlementOutcome, list[Money]] = defaultdict(list)
    for line in lines:
        found[line.outcome].append(line.amount)
    return [
        OutcomeSum(outcome, len(found[outcome]), sum(found[outcome], ZERO))
        for outcome in SettlementOutcome
        if outcome in found
    ]


def age_words(since: datetime, now: datetime, _: Texts) -> str:
    """Return how long something has been in doubt, in the largest unit that fits."""
    age = max(now - since, timedelta())
    if age < _HOUR:
        return _("{count} min", count=age // _MINUTE)
    if age < _DAY:
        return _("{count} h", count=age // _HOUR)
    return _("{count} days", count=age // _DAY) if age >= 2 * _DAY else _("1 day")


def is_late(since: datetime, now: datetime) -> bool:
    """Return whether a payment has been in doubt for longer than it should."""
    return now - since > LATE_AFTER


def column_word(field: str, _: Texts) -> str:
    """Return what a column means, as a label."""
    return _(COLUMNS[field])


def note_words(line: SettlementLine, _: Texts) -> str:
    """Return what is noted of a line: why it waits, or the reason of who decided it."""
    return _(_KEPT_BACK[line.note]) if line.note in _KEPT_BACK else line.note


def outcome_word(outcome: SettlementOutcome, _: Texts) -> str:
    """Return what a line turned out to be."""
    return _(words.SETTLEMENT_OUTCOMES[outcome])
