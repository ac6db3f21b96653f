"""What a receipt says, in one language: every list of it, for whatever paper."""

from __future__ import annotations

from collections.abc import Sequence

from domain import formats
from domain.head import Head, HeadLine
from domain.money import ZERO
from domain.recharge import Receipt, ReceiptCopy
from domain.signing import claims_signature
from domain.tender import INSTRUMENTS, Tender, TenderLine
from domain.undoing import Undoing, UndoingKind
from integrations.documents.facts import Fact
from resources import words
from resources.texts import Texts


def title(receipt: Receipt, _: Texts) -> str:
    """Return what kind of receipt it is: that follows from what was paid for."""
    heads = {line.head for line in receipt.heads}
    return _("Recharge receipt") if heads <= {Head.RECHARGE} else _("Receipt")


def marks(copy: ReceiptCopy, _: Texts) -> Sequence[str]:
    """Return what keeps this paper from being taken for the original, or for money."""
    duplicate = [_("DUPLICATE {copy}", copy=copy.copy)] if copy.copy else []
    return duplicate + ([_("PRACTICE: not real money")] if copy.office.is_practice else [])


def undone_mark(receipt: Receipt, _: Texts) -> str:
    """Return what became of the receipt, in one word; nothing while it is valid."""
    return _(words.UNDONE[receipt.undone[-1].kind]) if receipt.undone else ""


def undone_sentences(receipt: Receipt, _: Texts) -> Sequence[str]:
    """Return when, by whom and why each part of it was undone."""
    return [_told(receipt, undoing, _) for undoing in receipt.undone]


def of_series(receipt: Receipt, _: Texts) -> Sequence[Fact]:
    """Return number, time and counter."""
    return (
        Fact(_("Receipt no."), receipt.number, lines=2, is_strong=True),
        Fact(_("Date and time"), formats.moment(receipt.posted_at, _.month_names)),
        Fact(
            _("Counter"),
            _("{counter}, by {name}", counter=receipt.counter, name=receipt.posted_by),
            lines=2,
        ),
    )


def of_consumer(receipt: Receipt, _: Texts) -> Sequence[Fact]:
    """Return who it was taken from, as they stood in the books then."""
    return (
        Fact(_("Consumer no."), receipt.consumer_number, lines=2, is_strong=True),
        Fact(_("Name"), receipt.consumer_name, lines=2, is_strong=True),
        Fact(_("Address"), receipt.consumer_address, lines=3),
        Fact(_("Meter"), receipt.meter_serial, lines=2),
        Fact(_("Category"), receipt.category, lines=2),
    )


def of_heads(receipt: Receipt, _: Texts) -> Sequence[Fact]:
    """Return what was paid for; nothing for a plain recharge, which the title says."""
    if {line.head for line in receipt.heads} <= {Head.RECHARGE}:
        return ()
    return [_head(line, _) for line in receipt.heads]


def of_tenders(receipt: Receipt, _: Texts) -> Sequence[Fact]:
    """Return in which forms it was paid, with what a bank knows of each."""
    lines = receipt.tenders
    if not lines:
        return (
            Fact(
                _(words.TENDERS[receipt.tender]),
                formats.rupees(receipt.amount),
                detail=receipt.reference,
            ),
        )
    facts = [_tender(line, _) for line in lines]
    if any(line.tender in INSTRUMENTS for line in lines):
        facts.append(Fact(_("Subject to realisation of the cheque"), ""))
    return facts


def of_money(receipt: Receipt, _: Texts) -> Sequence[Fact]:
    """Return where the money went, and what it did to arrears and balance."""
    days = receipt.days_left
    lasts = _("not known yet") if days is None else _("about {days} days", days=max(days, 0))
    parts = (
        (_("To arrears"), receipt.to_arrears),
        (_("To wallet"), receipt.to_wallet),
        (_("To security deposit"), receipt.to_deposit),
        (_("To other"), receipt.to_other),
    )
    always = {_("To wallet")} | ({_("To arrears")} if receipt.arrears_after is not None else set())
    left = [(_("Arrears left"), receipt.arrears_after)] if receipt.arrears_after is not None else []
    return (
        *(
            Fact(name, formats.rupees(paid))
            for name, paid in parts
            if paid > ZERO or name in always
        ),
        *(Fact(name, formats.rupees(rest)) for name, rest in left),
        Fact(_("Balance before"), formats.rupees(receipt.balance_before)),
        Fact(_("Balance after"), formats.rupees(receipt.balance_after), is_strong=True),
        Fact(_("Lasts at present use"), lasts, is_worded=True),
    )


def foot(copy: ReceiptCopy, _: Texts) -> str:
    """Return what makes the paper a receipt: the office's signature in its code, or nothing."""
    if claims_signature(copy.code):
        return _("Computer generated receipt; the code bears the office’s signature.")
    return _("Computer generated receipt, valid without a signature.")


def order(receipt: Receipt, _: Texts) -> str:
    """Return the id of the order, by which the payment is found again."""
    return _("Order {order}", order=receipt.order_id)


def _told(receipt: Receipt, undoing: Undoing, _: Texts) -> str:
    moment = formats.moment(undoing.at, _.month_names)
    said = {"moment": moment, "name": undoing.by, "reason": undoing.reason}
    if undoing.kind is UndoingKind.CANCELLED:
        return _("Cancelled on {moment} by {name}: {reason}", **said)
    if undoing.kind is UndoingKind.TRANSFERRED:
        return _(
            "Transferred to receipt {instead} on {moment} by {name}: {reason}",
            instead=undoing.instead,
            **said,
        )
    return _(
        "{tender} {reference} of {amount} was not paid by the bank; entered on {moment} by {name}:"
        " {reason}",
        tender=_(words.TENDERS[_tender_of(receipt, undoing.line)]),
        reference=_reference_of(receipt, undoing.line),
        amount=formats.rupees(undoing.amount),
        **said,
    )


def _tender_of(receipt: Receipt, line: int) -> str:
    return receipt.tenders[line - 1].tender if 0 < line <= len(receipt.tenders) else Tender.CHEQUE


def _reference_of(receipt: Receipt, line: int) -> str:
    is_known = 0 < line <= len(receipt.tenders)
    return receipt.tenders[line - 1].reference if is_known else receipt.reference


def _head(line: HeadLine, _: Texts) -> Fact:
    return Fact(_(words.HEADS[line.head]), formats.rupees(line.amount), detail=line.note)


def _tender(line: TenderLine, _: Texts) -> Fact:
    dated = formats.day(line.dated, _.month_names) if line.dated else ""
    detail = " · ".join(part for part in (line.reference, line.bank, dated) if part)
    if line.change:
        detail = _(
            "{given} given, {change} change",
            given=formats.rupees(line.given or ZERO),
            change=formats.rupees(line.change),
        )
    return Fact(
        _(words.TENDERS[line.tender]),
        formats.rupees(line.amount),
        detail=detail,
        is_worded=bool(line.change),
    )
