"""Matching: what each line of a settlement file is, by all that the office knows of it.

A receipt bears the bank's reference, or was asked for under the order that the line names; a
payment of unknown fate likewise. Only the same amount settles or credits anything, and each tender
of a receipt is settled once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from domain.money import Money
from domain.payment import Payment, PaymentState, SettlementLine, SettlementOutcome
from domain.tender import KNOWN_BY_REFERENCE, Tender, plain_reference

_One = TypeVar("_One")
#: Lines by what their payment is known by, in the order in which they were taken.
_Seen = defaultdict[tuple[str, ...], list[SettlementLine]]
#: Whether a line says that it was paid, and by what its payment is known.
Code = tuple[bool | str, ...]

#: These stand in a clearing account until a bank or gateway has paid.
CLEARED_BY_BANK = (Tender.UPI, Tender.CARD, Tender.GATEWAY)


@dataclass(frozen=True, slots=True)
class TenderToSettle:
    """A tender of a valid receipt that a bank has to pay, or has paid."""

    number: str
    line: int
    order_id: str
    tender: str
    reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Known:
    """What the office knows of the lines of a file.

    ``earlier``: lines of files taken before, with the references of these or for receipts that
    they may settle.
    """

    tenders: Sequence[TenderToSettle] = ()
    payments: Sequence[Payment] = ()
    earlier: Sequence[SettlementLine] = ()


def names_of(line: SettlementLine) -> set[str]:
    """Return the names by which a receipt or a payment can be known that a line speaks of."""
    return {
        name
        for text in (line.reference, line.order_reference)
        for name in (text, plain_reference(text), text.lower())
        if name
    }


def match(
    lines: Sequence[SettlementLine],
    known: Known,
    went_through: frozenset[str] | None = None,
    before: Mapping[Code, int] | None = None,
) -> list[SettlementLine]:
    """Return the lines of a file with what each of them is; nothing is posted.

    Where these lines are a part of the file: ``went_through`` are the :func:`names_of_paid` of the
    whole, as a payment that went through by one line did not fail by another; ``before`` counts
    by code what the parts before hold, see :func:`counted_by_code`.
    """
    matching = _Matching(known, before)
    matched = {line.line: matching.paid(line) for line in lines if line.is_paid}
    paid = names_of_paid(lines) if went_through is None else went_through
    matched |= {line.line: matching.failed(line, paid) for line in lines if not line.is_paid}
    return [matched[line.line] for line in lines]


def match_waiting(line: SettlementLine, known: Known) -> SettlementLine:
    """Return what a line is today that waits for a person; ``known.earlier`` is without it."""
    return _Matching(known).waiting(line)


def names_of_paid(lines: Sequence[SettlementLine]) -> frozenset[str]:
    """Return the names of all that went through by lines of a file."""
    return frozenset(name for line in lines if line.is_paid for name in names_of(line))


def counted_by_code(lines: Iterable[SettlementLine]) -> Counter[Code]:
    """Return how often each code stands in lines whose payments are not known by a reference."""
    return Counter(_code_of(line) for line in lines if not _is_known_by_reference(line))


class _Matching:
    """What is known, by name, and what the lines so far have used up of it."""

    def __init__(self, known: Known, before: Mapping[Code, int] | None = None) -> None:
        self._tenders = _by_name(known.tenders, lambda one: (one.reference, one.order_id))
        self._references = _by_name(known.tenders, lambda one: (one.reference,))
        self._payments = _by_name(known.payments, lambda one: (one.id, one.reference))
        self._seen: _Seen = defaultdict(list)
        self._failed: _Seen = defaultdict(list)
        #: How often a receipt has to be settled for an amount, less how often it was.
        self._left = Counter((one.number, one.amount) for one in known.tenders)
        #: What lines in the parts before were, or stood for: it stands for none of this part.
        used = Counter(before or {})
        # What came again stands for no payment of its own.
        again = SettlementOutcome.AGAIN
        for line in (one for one in known.earlier if one.outcome is not again):
            if used[_code_of(line)] > 0:
                used[_code_of(line)] -= 1
            else:
                (self._seen if line.is_paid else self._failed)[_known_as(line)].append(line)
            if line.has_settled:
                self._left[line.receipt, line.amount] -= 1
        #: Payments whose fate a line has told.
        self._told: set[str] = set()

    def paid(self, line: SettlementLine) -> SettlementLine:
        """Return what a line is that says the office has the money."""
        before = _taken_before(line, self._seen)
        if before is not None:
            return _seen_before(line, before)
        found = self._found(line)
        if _is_known_by_reference(line):
            self._seen[_known_as(line)].append(found)
        return found

    def waiting(self, line: SettlementLine) -> SettlementLine:
        """Return what a line is that was taken for itself, although another bears its code."""
        return self.paid(line) if _is_known_by_reference(line) else self._found(line)

    def failed(self, line: SettlementLine, went_through: frozenset[str]) -> SettlementLine:
        """Return whose payment failed or was given back, unless it went through all the same."""
        if _taken_before(line, self._failed) is not None:
            return replace(line, outcome=SettlementOutcome.AGAIN)
        names = names_of(line)
        number = next((one.number for one in _all_of(self._references, names)), "")
        payments = _all_of(self._payments, names)
        ended = (
            one.id
            for one in payments
            if self._is_in_doubt(one) and not {one.id, one.reference} & went_through
        )
        payment = next(ended, "")
        self._told.add(payment)
        found = replace(line, receipt=number, payment_id=payment)
        if _is_known_by_reference(line):
            self._failed[_known_as(line)].append(found)
        return found

    def _found(self, line: SettlementLine) -> SettlementLine:
        names = names_of(line)
        payments = _all_of(self._payments, names)
        tenders = _all_of(self._tenders, names | {one.id for one in payments})
        for tender in tenders:
            if tender.amount == line.amount and self._left[tender.number, tender.amount] > 0:
                self._left[tender.number, tender.amount] -= 1
                return replace(
                    line,
                    outcome=SettlementOutcome.SETTLED,
                    receipt=tender.number,
                    tender=tender.tender,
                )
        for payment in payments:
            if payment.amount == line.amount and self._is_in_doubt(payment):
                self._told.add(payment.id)
                return replace(
                    line,
                    outcome=SettlementOutcome.CREDITED,
                    payment_id=payment.id,
                    tender=payment.tender,
                )
        if not tenders and not payments:
            return line
        return replace(
            line,
            outcome=SettlementOutcome.DIFFERS,
            receipt=next((one.number for one in tenders), ""),
            payment_id=next((one.id for one in payments), ""),
        )

    def _is_in_doubt(self, payment: Payment) -> bool:
        return payment.state is PaymentState.UNKNOWN and payment.id not in self._told


def _is_known_by_reference(line: SettlementLine) -> bool:
    return Tender(line.tender) in KNOWN_BY_REFERENCE


def _known_as(line: SettlementLine) -> tuple[str, ...]:
    """Return by what the same payment is known again; cards have short codes, used again."""
    if _is_known_by_reference(line):
        return (line.reference,)
    return (line.reference, str(line.amount.paise), str(line.paid_on))


def _code_of(line: SettlementLine) -> Code:
    return line.is_paid, *_known_as(line)


def _taken_before(line: SettlementLine, seen: _Seen) -> SettlementLine | None:
    """Return the line that told of the same payment before.

    Of cards one of an earlier file stands for one of this file: two payments may bear the same
    code, amount and day, and a person has to see the second.
    """
    before = seen[_known_as(line)]
    if not before:
        return None
    return before[0] if _is_known_by_reference(line) else before.pop(0)


def _seen_before(line: SettlementLine, before: SettlementLine) -> SettlementLine:
    is_same = before.amount == line.amount
    outcome = SettlementOutcome.AGAIN if is_same else SettlementOutcome.DIFFERS
    return replace(line, outcome=outcome, receipt=before.receipt, payment_id=before.payment_id)


def _by_name(
    known: Iterable[_One], names: Callable[[_One], Iterable[str]]
) -> Mapping[str, list[_One]]:
    named: dict[str, list[_One]] = defaultdict(list)
    for one in known:
        for name in {name for name in names(one) if name}:
            named[name].append(one)
    return named


def _all_of(named: Mapping[str, list[_One]], names: Iterable[str]) -> list[_One]:
    found = [one for name in sorted(names) for one in named.get(name, ())]
    return list(dict.fromkeys(found))
