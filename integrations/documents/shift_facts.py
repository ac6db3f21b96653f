"""What an X or Z report says, in one language: every list of it, for whatever paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain import formats
from domain.calendar import IST
from domain.money import ZERO, Money
from domain.shift import DrawerMove, ShiftReport, Taken
from integrations.documents.facts import Fact
from resources import words
from resources.texts import Texts


def title(report: ShiftReport, _: Texts) -> str:
    """Return which report it is."""
    if report.shift.closing is None:
        return _("X report")
    return _("Z report {number}", number=report.shift.closing.number)


def state(report: ShiftReport, _: Texts) -> str:
    """Return what the title means: a look, or the close."""
    if report.shift.closing is None:
        return _("A look at an open shift: it closes nothing.")
    return _("The shift is closed.")


def of_shift(report: ShiftReport, _: Texts) -> Sequence[Fact]:
    """Return whose shift it is, and from when to when."""
    shift, closing = report.shift, report.shift.closing
    facts = [
        Fact(_("Counter"), str(shift.counter), is_strong=True),
        Fact(_("Day"), formats.day(shift.day, _.month_names), is_strong=True),
        Fact(_("Opened"), _at(shift.opened_at, shift.opened_by, _), lines=2),
    ]
    if closing is not None:
        facts.append(Fact(_("Closed"), _at(closing.at, closing.by, _), lines=2))
        if closing.handed_to:
            facts.append(Fact(_("Handed over to"), closing.handed_to))
    return [*facts, Fact(_("Report made"), _at(report.made_at, report.made_by, _), lines=2)]


def of_receipts(report: ShiftReport, _: Texts) -> Sequence[Fact]:
    """Return which receipts were made."""
    facts = report.facts
    return (
        Fact(_("Receipts"), f"{facts.receipts:,}", is_strong=True),
        Fact(_("First receipt"), facts.first or "-", lines=2),
        Fact(_("Last receipt"), facts.last or "-", lines=2),
        Fact(_("Duplicates printed"), f"{facts.duplicates:,}"),
    )


def of_drawer(report: ShiftReport, _: Texts) -> Sequence[Fact]:
    """Return how the cash that should be there comes about, and what was counted."""
    expected = (
        Fact(_("Float at the opening"), formats.rupees(report.opening)),
        Fact(_("Cash received"), formats.rupees(report.cash_taken)),
        Fact(_("Cash given back"), formats.rupees(-report.cash_given_back)),
        Fact(_("Paid out"), formats.rupees(-report.paid_out)),
        Fact(_("Put into the safe"), formats.rupees(-report.dropped)),
        Fact(_("Should be in the drawer"), formats.rupees(report.expected), is_strong=True),
    )
    closing = report.shift.closing
    if closing is None:
        return expected
    return (
        *expected,
        Fact(_("Counted"), formats.rupees(closing.counted.total), is_strong=True),
        Fact(_("Difference"), difference(closing.difference, _), is_strong=True, is_worded=True),
        *([Fact(_("Reason"), "", detail=closing.reason)] if closing.reason else []),
    )


def difference(amount: Money, _: Texts) -> str:
    """Return whether counted cash was short, over, or agreed."""
    if amount == ZERO:
        return _("none")
    if amount < ZERO:
        return _("{amount} short", amount=formats.rupees(-amount))
    return _("{amount} over", amount=formats.rupees(amount))


def tender_headings(_: Texts) -> Sequence[str]:
    """Return the headings of :func:`tender_rows`."""
    return _("Tender"), _("Receipts"), _("Received"), _("Given back"), _("Net")


def tender_rows(report: ShiftReport, _: Texts) -> list[Sequence[str]]:
    """Return each tender that moved, and their sum."""
    taken, back = report.facts.taken, report.facts.given_back
    rows = [
        (_(words.TENDERS[tender]), taken.get(tender, Taken()), back.get(tender, Taken()))
        for tender in words.TENDERS
        if tender in taken or tender in back
    ]
    received = sum((part.amount for part in taken.values()), ZERO)
    given = sum((part.amount for part in back.values()), ZERO)
    return [
        *(_tender_row(name, part.count, part.amount, less.amount) for name, part, less in rows),
        _tender_row(_("Together"), report.facts.receipts, received, given),
    ]


def head_rows(report: ShiftReport, _: Texts) -> list[Sequence[str]]:
    """Return each head that money was paid for."""
    heads = report.facts.heads
    return [
        (_(word), f"{heads[head].count:,}", formats.rupees(heads[head].amount))
        for head, word in words.HEADS.items()
        if head in heads
    ]


def moves(report: ShiftReport, _: Texts) -> Sequence[Fact]:
    """Return the cash that left the drawer otherwise than as change."""
    return [_move(move, _) for move in report.facts.moves]


def signatures(_: Texts) -> Sequence[str]:
    """Return who is to sign."""
    return _("Clerk’s signature"), _("Supervisor’s signature")


def _tender_row(name: str, count: int, taken: Money, back: Money) -> Sequence[str]:
    amounts = (taken, back, taken - back)
    return (name, f"{count:,}", *(formats.rupees(amount) if amount else "-" for amount in amounts))


def _move(move: DrawerMove, _: Texts) -> Fact:
    told = " · ".join(
        part for part in (f"{move.at.astimezone(IST):%H:%M}", move.payee, move.reason) if part
    )
    return Fact(_(words.DRAWER_MOVES[move.kind]), formats.rupees(move.amount), detail=told)


def _at(instant: datetime, by: str, _: Texts) -> str:
    return f"{formats.moment(instant, _.month_names)} · {by}"
