"""What arrears are called: the terms of a plan, and what moved a debt."""

from __future__ import annotations

import json
from collections.abc import Sequence

from domain import formats
from domain.arrears import (
    ArrearEnding,
    ArrearKind,
    ArrearMoveKind,
    ArrearTerms,
    ArrearWish,
    instalment_paise,
    percent_text,
)
from domain.errors import FieldNotAllowed, NotAnAmount
from domain.money import ZERO, Money
from domain.services.planning_arrears import asked_of, wish_of
from resources.texts import N_, Texts

MOVES: dict[ArrearMoveKind, str] = {
    ArrearMoveKind.BOOKED: N_("Booked"),
    ArrearMoveKind.INSTALMENT: N_("Instalment"),
    ArrearMoveKind.RECEIPT: N_("Paid by receipt"),
    ArrearMoveKind.CANCELLED: N_("Receipt cancelled"),
    ArrearMoveKind.TRANSFERRED: N_("Receipt transferred"),
    ArrearMoveKind.DISHONOURED: N_("Cheque came back"),
    ArrearMoveKind.ENDED: N_("Written off"),
}


def terms_words(terms: ArrearTerms, owed: Money, _: Texts) -> str:
    """Return in words how a debt of so much is paid off."""
    match terms.kind:
        case ArrearKind.DAILY:
            first = instalment_paise(owed.paise, owed.paise, terms.instalments, 0)
            return _(
                "{count} daily instalments of {amount}",
                count=terms.instalments,
                amount=formats.rupees(Money(first)),
            )
        case ArrearKind.PERCENT:
            return _("{percent}% of each recharge", percent=percent_text(terms.percent))
        case ArrearKind.THRESHOLD:
            return _(
                "what a recharge brings above a balance of {amount}",
                amount=formats.rupees(terms.threshold),
            )
        case ArrearKind.BY_HAND:
            return _("what is paid for it at the counter")


def asked(content: str, _: Texts) -> tuple[str, Sequence[tuple[str, str]]]:
    """Return of which consumer a request for arrears speaks, and what it asks for."""
    wish = asked_of(content)
    consumer = _("Consumer {number}", number=wish.consumer_number)
    if isinstance(wish, ArrearEnding):
        return consumer, [(_("What"), _("End the plan and write the rest off"))]
    facts = [
        (_("What"), _("Book a debt from before prepaid")),
        (_("Owed"), formats.rupees(wish.amount)),
        (_("Plan"), terms_words(wish.terms, wish.amount, _)),
    ]
    if wish.terms.kind is ArrearKind.DAILY:
        facts.append((_("First day"), formats.day(wish.starts_on, _.month_names)))
    return consumer, facts


def asked_of_file(content: str, _: Texts) -> Sequence[tuple[str, Sequence[tuple[str, str]]]] | None:
    """Return what a request for the debts of a file asks for, None when it is of one consumer.

    First the file as a whole, then every debt: who approves sees all that is approved.
    """
    told = json.loads(content)
    if told["what"] == "batch":
        wishes = [wish_of(row) for row in told["rows"]]
        owed = sum((wish.amount for wish in wishes), ZERO)
        whole = [
            (_("What"), _("Book debts from before prepaid")),
            (_("Consumers"), str(len(wishes))),
            (_("Owed"), formats.rupees(owed)),
        ]
        return [(told["file"], whole), *(_debt(wish, _) for wish in wishes)]
    if told["what"] == "end_batch":
        numbers = told["consumers"]
        whole = [
            (_("What"), _("End the plans and write the rest off")),
            (_("Consumers"), str(len(numbers))),
        ]
        return [(told["file"], whole), (", ".join(numbers), ())]
    return None


def _debt(wish: ArrearWish, _: Texts) -> tuple[str, Sequence[tuple[str, str]]]:
    consumer = _("Consumer {number}", number=wish.consumer_number)
    facts = [
        (_("Owed"), formats.rupees(wish.amount)),
        (_("Plan"), terms_words(wish.terms, wish.amount, _)),
    ]
    if wish.terms.kind is ArrearKind.DAILY:
        facts.append((_("First day"), formats.day(wish.starts_on, _.month_names)))
    return consumer, facts


def parse_percent(text: str) -> int:
    """Return a percentage such as ``20`` or ``12.5%`` in hundredths; refuse what is none."""
    try:
        return formats.parse_amount(text.strip().removesuffix("%")).paise
    except NotAnAmount:
        raise FieldNotAllowed("percent", text) from None
