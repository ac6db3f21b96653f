"""What became of receipts and cheques, in the words that desk and command line share."""

from __future__ import annotations

import json
from collections.abc import Sequence

from domain import formats
from domain.money import Money
from domain.receipt_query import ReceiptState
from domain.recharge import Receipt
from domain.tender import TenderLine
from domain.undoing import Undoing, UndoingKind
from resources import words
from resources.texts import N_, Texts

RECEIPT_STATES: dict[ReceiptState, str] = {
    ReceiptState.VALID: N_("Valid"),
    ReceiptState.CANCELLED: N_("Cancelled"),
    ReceiptState.TRANSFERRED: N_("Transferred"),
    ReceiptState.DISHONOURED: N_("Dishonoured"),
}

_BECAME: dict[UndoingKind, str] = {
    UndoingKind.CANCELLED: N_("Cancelled on {at} by {by}; {amount} went back."),
    UndoingKind.TRANSFERRED: N_("Transferred on {at} by {by}: receipt {instead} took {amount}."),
    UndoingKind.DISHONOURED: N_(
        "The cheque in place {line} over {amount} came back; reversed on {at} by {by}."
    ),
}


def state_of(undone: str) -> ReceiptState:
    """Return the state of a receipt by what became of it; nothing: it is valid."""
    return ReceiptState(undone) if undone else ReceiptState.VALID


def state_word(undone: str, _: Texts) -> str:
    """Return in a word what became of a receipt."""
    return _(RECEIPT_STATES[state_of(undone)])


def copies_word(copies: int, _: Texts) -> str:
    """Return how often a receipt was printed: not, once, or how many duplicates there are."""
    if not copies:
        return _("Not printed")
    if copies == 1:
        return _("Printed")
    return _("DUPLICATE {copy}", copy=copies - 1)


def head_lines(receipt: Receipt, _: Texts) -> list[tuple[str, Money]]:
    """Return what was paid for, head by head."""
    return [
        (f"{_(words.HEADS[line.head.value])} · {line.note}", line.amount)
        if line.note
        else (_(words.HEADS[line.head.value]), line.amount)
        for line in receipt.heads
    ]


def tender_lines(receipt: Receipt, _: Texts) -> list[tuple[str, Money]]:
    """Return how it was paid, tender by tender: ``Cheque 004511 · SBI Patna · 22 Nov 2026``."""
    return [(_tender(line, _), line.amount) for line in receipt.tenders]


def split_lines(receipt: Receipt, _: Texts) -> list[tuple[str, Money]]:
    """Return where the money went; parts that got nothing are left out."""
    parts = (
        (_("To the wallet"), receipt.to_wallet),
        (_("To arrears"), receipt.to_arrears),
        (_("To the security deposit"), receipt.to_deposit),
        (_("To other income"), receipt.to_other),
    )
    return [(name, amount) for name, amount in parts if amount]


def became_lines(receipt: Receipt, _: Texts) -> list[str]:
    """Return what became of a receipt since, a few sentences for each event."""
    return [_became(undoing, _) for undoing in receipt.undone]


def asked(content: str, _: Texts) -> tuple[str, Sequence[tuple[str, str]]]:
    """Return which receipt a request is about, and what is to be known of it, line by line."""
    told = json.loads(content)
    facts = [
        (_("Consumer"), told["consumer"]),
        (_("Amount"), formats.rupees(Money(told["amount_paise"]))),
        (_("Tender"), _(words.TENDERS[told["tender"]])),
        (_("Taken by"), told["posted_by"] or "–"),  # noqa: RUF001 - nobody by name
    ]
    if "to" in told:
        facts.append((_("Transfer to consumer"), told["to"]))
    return told["number"], facts


def _tender(line: TenderLine, _: Texts) -> str:
    named = f"{_(words.TENDERS[line.tender.value])} {line.reference}".rstrip()
    day = "" if line.dated is None else formats.day(line.dated, _.month_names)
    return " · ".join(part for part in (named, line.bank, day) if part)


def _became(undoing: Undoing, _: Texts) -> str:
    told = [
        _(
            _BECAME[undoing.kind],
            amount=formats.rupees(undoing.amount),
            at=formats.moment(undoing.at, _.month_names),
            by=undoing.by or "–",  # noqa: RUF001 - nobody by name
            line=undoing.line,
            instead=undoing.instead,
        )
    ]
    if undoing.asked_by:
        told.append(_("Asked for by {name}.", name=undoing.asked_by))
    if undoing.fee:
        told.append(_("A fee of {fee} was charged.", fee=formats.rupees(undoing.fee)))
    told.append(_("Reason: {reason}", reason=undoing.reason))
    return " ".join(told)
