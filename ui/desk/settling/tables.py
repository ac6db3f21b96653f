"""The two lists of the Recovery page: payments in doubt, and lines that wait for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from domain import formats
from domain.payment import Payment, SettlementLine, SettlementOutcome
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge, Column, Tone, money_column
from ui.desk.kit.words import tender_word
from ui.settling_words import age_words, is_late, outcome_word

_TONES: dict[SettlementOutcome, tuple[str, Tone]] = {
    SettlementOutcome.UNKNOWN: ("◐", "warning"),
    SettlementOutcome.DIFFERS: ("▲", "warning"),
    SettlementOutcome.FAILED: ("■", "bad"),
}


def age_badge(payment: Payment, now: datetime, _: Texts) -> Badge:
    """Return how long a payment has been in doubt; too long in a warning tone."""
    words = age_words(payment.began_at, now, _)
    if is_late(payment.began_at, now):
        return Badge("▲", words, "warning")
    return Badge("◐", words, "muted")


def outcome_badge(line: SettlementLine, _: Texts) -> Badge:
    """Return what a line turned out to be."""
    glyph, tone = _TONES.get(line.outcome, ("●", "muted"))
    return Badge(glyph, outcome_word(line.outcome, _), tone)


def payment_columns(now: Callable[[], datetime]) -> Sequence[Column]:
    """Return the columns of payments in doubt, whose ages are as of ``now``."""
    return (
        Column(
            "consumer_number", N_("Consumer"), lambda row, _: row.consumer_number, 88, gives_way=3
        ),
        Column(
            "consumer_name",
            N_("Name"),
            lambda row, _: row.consumer_name,
            width=104,
            stretches=True,
            is_strong=True,
            is_sortable=True,
        ),
        money_column("amount", N_("Amount"), lambda row: row.amount, is_sortable=True),
        Column("tender", N_("Tender"), lambda row, _: tender_word(row.tender, _), 84, gives_way=2),
        Column("reference", N_("Reference"), lambda row, _: row.reference, 140, gives_way=1),
        Column(
            "began_at",
            N_("In doubt for"),
            width=104,
            is_sortable=True,
            badge=lambda row, _: age_badge(row, now(), _),
        ),
    )


def line_columns() -> Sequence[Column]:
    """Return the columns of lines that wait for a person."""
    return (
        Column(
            "reference",
            N_("Reference"),
            lambda row, _: row.reference,
            width=140,
            stretches=True,
            is_strong=True,
            is_sortable=True,
        ),
        money_column("amount", N_("Amount"), lambda row: row.amount, width=108, is_sortable=True),
        Column(
            "paid_on",
            N_("Paid on"),
            lambda row, _: "" if row.paid_on is None else formats.day(row.paid_on, _.month_names),
            width=104,
            is_sortable=True,
            gives_way=2,
            value=lambda row: "" if row.paid_on is None else row.paid_on.isoformat(),
        ),
        Column("file", N_("File"), lambda row, _: f"{row.file}/{row.line}", 76, gives_way=1),
        Column("outcome", N_("What it is"), width=150, badge=outcome_badge),
    )
