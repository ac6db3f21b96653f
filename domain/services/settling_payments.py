"""Settling: what a bank or gateway paid is matched with receipts and with payments in doubt.

Nothing is credited because a customer showed a screen: a line of a settlement does, by itself or
by a person who says whose it is.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong, OrderIdReused, Refusal
from domain.errors_of_counter import PaymentDecided, ReferenceUsed, SettlementTaken
from domain.formats import clean_words
from domain.money import Money
from domain.office import Actor
from domain.payment import (
    Payment,
    PaymentState,
    SettlementFile,
    SettlementLine,
    SettlementOutcome,
)
from domain.ports import UnitOfWork
from domain.ports_of_counter import Payments
from domain.posting_time import posting_time
from domain.recharge import Receipt, RechargeOrder, heads_as_owed
from domain.services.permitting import permit
from domain.services.recharging import post_receipt
from domain.services.repeating import repeated_when_undone
from domain.settlement_columns import checked_columns, key_of
from domain.settlement_matching import (
    CLEARED_BY_BANK,
    Code,
    Known,
    counted_by_code,
    match,
    match_waiting,
    names_of_paid,
)
from domain.settlement_rows import read_lines
from domain.settling import SettlementJudged, SettlementTable
from domain.staff import Act
from domain.tender import Tender, TenderLine

#: For what the columns of a sheet are remembered.
SETTLEMENT = "settlement"
MOST_REASON = 400
#: So many rows of a file are taken in one transaction: other desks wait no longer than for that.
ROWS_AT_ONCE = 2_000
#: Money that a bank has already comes in without a drawer.
_NO_COUNTER = 0


def park_payment(
    order: RechargeOrder, note: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Payment:
    """Keep a payment of unknown fate; nothing is credited.

    The same order again returns what is kept; another one under the same id is refused. Only what
    leaves a trace at a bank, in one tender, can be kept.
    """
    tender = _tender_in_doubt(order)
    words = _checked("note", note)
    with unit:
        permit(unit, actor, Act.PARK_PAYMENT)
        known = unit.payments.find(order.id)
        if known is not None:
            return _repeated(order, known)
        now = clock.now()
        consumer = unit.consumers.get(order.consumer_number, billing_day(now))
        payment = Payment(
            id=order.id,
            consumer_number=consumer.number,
            consumer_name=consumer.name,
            tender=tender.tender.value,
            amount=order.amount,
            reference=tender.reference,
            note=words,
            counter=actor.counter,
            began_at=now,
            began_by=actor.name,
            heads=order.heads,
        )
        unit.payments.add(payment, consumer)
        unit.audit.record(
            AuditNote(Act.PARK_PAYMENT, payment.id, consumer.id, reason=words), now, actor
        )
        kept = unit.payments.get(payment.id)
        unit.commit()
    return kept


def decide_payment(  # noqa: PLR0913 - which payment, what of it, why, and by whom
    id_: str, state: PaymentState, reason: str, *, unit: UnitOfWork, clock: Clock, actor: Actor
) -> Payment:
    """Say that a payment failed, or put it aside; with a reason.

    :class:`PaymentDecided` when its fate is known: also by a receipt that stands for it.
    """
    if state not in {PaymentState.FAILED, PaymentState.DISMISSED}:
        raise FieldNotAllowed("state", state.value)
    words = _checked_reason(reason)
    with unit:
        permit(unit, actor, Act.DECIDE_PAYMENT)
        payment = unit.payments.get(id_)
        if payment.state is not PaymentState.UNKNOWN:
            raise PaymentDecided(id_, payment.state.value)
        now = clock.now()
        decided = _decided(payment, state, words, now, actor)
        unit.payments.decide(decided)
        note = AuditNote(
            Act.DECIDE_PAYMENT, id_, reason=words, after={"state": decided.state.value}
        )
        unit.audit.record(note, now, actor)
        unit.commit()
    return decided


def judge_settlement(
    table: SettlementTable, mapping: Mapping[str, str], tender: str, payments: Payments
) -> SettlementJudged:
    """Return what taking a file would do; :class:`SettlementTaken` when it was taken already."""
    lines, rejected = read_lines(table, mapping, _bank_tender(tender))
    taken = [payments.settlement_by_hash(part.sha256) for part in _parts_of(table, lines)]
    if taken and taken[0] is not None and all(taken):
        raise _taken_already(taken[0])
    matched = match(lines, payments.known_to(lines))
    return SettlementJudged(table, matched, rejected)


def take_settlement(  # noqa: PLR0913 - which file, how it is read, and by whom it is taken
    table: SettlementTable,
    mapping: Mapping[str, str],
    tender: str,
    *,
    open_unit: Callable[[], UnitOfWork],
    clock: Clock,
    actor: Actor,
) -> SettlementJudged:
    """Match a file with receipts and payments, and remember its columns.

    What agrees is settled, or credited by a receipt of counter 0; the rest waits for a person. One
    transaction takes a file; a large one is taken in parts, so that no counter waits, and what was
    interrupted goes on where it was when the file is taken again. Without a line that can be read
    nothing is taken. :class:`SettlementTaken` for the same file.
    """
    lines, rejected = read_lines(table, mapping, _bank_tender(tender))
    columns = json.dumps(checked_columns(mapping, table.headings), ensure_ascii=False)
    went_through = names_of_paid(lines)
    taking = _Taking(key_of(table.headings), columns, tender, went_through, clock, actor)
    take = repeated_when_undone(taking.take)
    done: list[SettlementLine] = []
    files: list[SettlementFile] = []
    before: SettlementTaken | None = None
    for part in _parts_of(table, lines):
        try:
            file, matched = take(part, open_unit)
        except SettlementTaken as refusal:
            before = before or refusal
            continue
        files.append(file)
        done += matched
    if before is not None and not files:
        raise before
    return SettlementJudged(table, done, rejected, files[0] if files else None)


@dataclass(frozen=True, slots=True)
class _Part:
    """Some lines of a file that are taken at once: what they are called and known by.

    ``before``: how often the parts before hold the codes of these.
    """

    name: str
    sha256: str
    lines: Sequence[SettlementLine]
    before: Mapping[Code, int]


def _parts_of(table: SettlementTable, lines: Sequence[SettlementLine]) -> list[_Part]:
    """Return the parts of a file that have lines; they are cut by its rows, however it is read."""
    count = -(-len(table.rows) // ROWS_AT_ONCE)
    lasts = [table.rows[min(n * ROWS_AT_ONCE, len(table.rows)) - 1].line for n in range(1, count)]
    by_part: dict[int, list[SettlementLine]] = defaultdict(list)
    for line in lines:
        by_part[bisect_left(lasts, line.line)].append(line)
    parts: list[_Part] = []
    before: Counter[Code] = Counter()
    for place in sorted(by_part):
        codes = counted_by_code(by_part[place])
        part = _Part(
            table.name if count == 1 else f"{table.name} ({place + 1}/{count})",
            table.sha256 if count == 1 else f"{table.sha256}/{place + 1}",
            by_part[place],
            {code: before[code] for code in codes},
        )
        parts.append(part)
        before += codes
    return parts


@dataclass(frozen=True, slots=True)
class _Taking:
    """What all parts of a file have in common."""

    headings: str
    columns: str
    tender: str
    went_through: frozenset[str]
    clock: Clock
    actor: Actor

    def take(
        self, part: _Part, open_unit: Callable[[], UnitOfWork]
    ) -> tuple[SettlementFile, Sequence[SettlementLine]]:
        """Match and post the lines of a part in one transaction."""
        actor = self.actor
        with open_unit() as unit:
            permit(unit, actor, Act.TAKE_SETTLEMENT)
            taken = unit.payments.settlement_by_hash(part.sha256)
            if taken is not None:
                raise _taken_already(taken)
            now = posting_time(unit, self.clock)
            known = unit.payments.known_to(part.lines)
            matched = match(part.lines, known, self.went_through, part.before)
            done = [_carried_out(line, part.name, unit, now, actor) for line in matched]
            file = SettlementFile(
                0, part.name, part.sha256, self.tender, len(done), now, actor.name
            )
            file = unit.payments.add_settlement(file, done, actor)
            unit.payments.put_mapping(SETTLEMENT, self.headings, self.columns, now, actor.name)
            note = AuditNote(Act.TAKE_SETTLEMENT, part.name, count=len(done))
            unit.audit.record(note, self.clock.now(), actor)
            unit.commit()
        return file, done


def credit_line(  # noqa: PLR0913 - which line, to whom, why, and by whom
    file: int,
    line: int,
    consumer_number: str,
    reason: str,
    *,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
) -> Receipt:
    """Post what a line says was paid to a consumer, and settle it at once.

    If a receipt of this consumer bears the payment by now, that one is settled and no other is
    posted. :class:`PaymentDecided` when the line does not wait, or says that nothing was paid.
    """
    words = _checked_reason(reason)
    with unit:
        permit(unit, actor, Act.DECIDE_PAYMENT)
        asked = unit.payments.line(file, line)
        if not asked.is_open or not asked.is_paid:
            raise PaymentDecided(asked.reference, asked.outcome.value)
        now = posting_time(unit, clock)
        today = _again(asked, unit)
        if today.outcome is SettlementOutcome.SETTLED:
            receipt = _receipt_of(today, consumer_number, unit)
        else:
            receipt = _post_for(today, consumer_number, unit, now, actor)
        decided = replace(
            today, outcome=SettlementOutcome.DECIDED, receipt=receipt.number, note=words
        )
        unit.payments.settle_line(decided, now, actor)
        _note_line(decided, receipt.number, unit, clock, actor)
        unit.commit()
    return receipt


def dismiss_line(  # noqa: PLR0913 - which line, why, and by whom
    file: int, line: int, reason: str, *, unit: UnitOfWork, clock: Clock, actor: Actor
) -> None:
    """Put a line aside for good, with a reason; nothing is posted."""
    words = _checked_reason(reason)
    with unit:
        permit(unit, actor, Act.DECIDE_PAYMENT)
        asked = unit.payments.line(file, line)
        if not asked.is_open:
            raise PaymentDecided(asked.reference, asked.outcome.value)
        # What says that nothing was paid goes on saying so.
        outcome = SettlementOutcome.DECIDED if asked.is_paid else asked.outcome
        decided = replace(asked, outcome=outcome, receipt="", note=words)
        unit.payments.put_line_aside(decided, clock.now(), actor)
        _note_line(decided, "", unit, clock, actor, before=asked.receipt)
        unit.commit()


def _tender_in_doubt(order: RechargeOrder) -> TenderLine:
    if len(order.tenders) != 1:
        raise FieldNotAllowed("tender", order.tender)
    [tender] = order.tenders
    if tender.tender not in CLEARED_BY_BANK:
        raise FieldNotAllowed("tender", tender.tender.value)
    return tender


def _repeated(order: RechargeOrder, known: Payment) -> Payment:
    [tender] = order.tenders
    asked = (order.consumer_number, tender.tender, order.amount, order.heads, tender.reference)
    kept = (known.consumer_number, known.tender, known.amount, known.heads, known.reference)
    if asked != kept:
        raise OrderIdReused(order.id)
    return known


def _bank_tender(text: str) -> str:
    if text not in {tender.value for tender in CLEARED_BY_BANK}:
        raise FieldNotAllowed("tender", text)
    return text


def _taken_already(file: SettlementFile) -> SettlementTaken:
    return SettlementTaken(file.name, billing_day(file.taken_at))


def _carried_out(
    line: SettlementLine, name: str, unit: UnitOfWork, now: datetime, actor: Actor
) -> SettlementLine:
    """Do what a matched line says at once: credit a payment, or let it have failed."""
    if line.outcome is SettlementOutcome.FAILED and line.payment_id:
        payment = unit.payments.get(line.payment_id)
        unit.payments.decide(_decided(payment, PaymentState.FAILED, name, now, actor))
    if line.outcome is not SettlementOutcome.CREDITED:
        return line
    payment = unit.payments.get(line.payment_id)
    try:
        receipt = _post(_order_of(payment, line, payment.id), unit, now, actor)
    except Refusal as refusal:
        # One that the rules refuse by now waits for a person and does not keep back the others.
        return replace(line, outcome=SettlementOutcome.DIFFERS, note=refusal.code)
    credited = _decided(payment, PaymentState.CREDITED, name, now, actor)
    unit.payments.decide(replace(credited, receipt=receipt.number))
    return replace(line, receipt=receipt.number)


def _order_of(payment: Payment, line: SettlementLine, order_id: str) -> RechargeOrder:
    """Return the order that a payment in doubt was kept with, under the bank's reference."""
    tender = TenderLine(Tender(payment.tender), payment.amount, line.reference)
    return RechargeOrder(order_id, payment.consumer_number, payment.heads, (tender,))


def _post(order: RechargeOrder, unit: UnitOfWork, now: datetime, actor: Actor) -> Receipt:
    if unit.receipts.by_order(order.id) is not None:
        raise OrderIdReused(order.id)
    return post_receipt(order, unit, now, replace(actor, counter=_NO_COUNTER), checked=False)


def _again(line: SettlementLine, unit: UnitOfWork) -> SettlementLine:
    """Return what an open line is by what is known today; it may have become known."""
    known = unit.payments.known_to([line])
    others = [one for one in known.earlier if (one.file, one.line) != (line.file, line.line)]
    fresh = replace(line, outcome=SettlementOutcome.UNKNOWN, receipt="", payment_id="")
    today = match_waiting(fresh, Known(known.tenders, known.payments, others))
    return today if today.outcome is not SettlementOutcome.AGAIN else line


def _receipt_of(line: SettlementLine, consumer_number: str, unit: UnitOfWork) -> Receipt:
    receipt = unit.receipts.by_number(line.receipt)
    if receipt.consumer_number != consumer_number:
        raise ReferenceUsed(line.tender, line.reference, receipt.number)
    return receipt


def _post_for(
    line: SettlementLine, consumer_number: str, unit: UnitOfWork, now: datetime, actor: Actor
) -> Receipt:
    """Post what a line says to a consumer; a payment in doubt of theirs is credited by it."""
    payment = _payment_of(line, consumer_number, unit)
    if payment is None:
        order = RechargeOrder.of(_own_id(line, unit), *_as_paid(line, consumer_number))
        return _post(order, unit, now, actor)
    is_free = unit.receipts.by_order(payment.id) is None
    order_id = payment.id if is_free else _own_id(line, unit)
    if payment.amount == line.amount:
        order = _order_of(payment, line, order_id)
        debtor = unit.consumers.get(consumer_number, billing_day(now))
        # Arrears may be paid or ended by now; a person has the money to credit all the same.
        heads = heads_as_owed(order.heads, unit.arrears.live_of(debtor.id))
        receipt = _post(replace(order, heads=heads), unit, now, actor)
    else:
        order = RechargeOrder.of(order_id, *_as_paid(line, consumer_number))
        receipt = _post(order, unit, now, actor)
    credited = _decided(payment, PaymentState.CREDITED, receipt.number, now, actor)
    unit.payments.decide(replace(credited, receipt=receipt.number))
    return receipt


def _payment_of(line: SettlementLine, consumer_number: str, unit: UnitOfWork) -> Payment | None:
    """Return the payment in doubt that a line speaks of, if it is this consumer's."""
    payment = unit.payments.find(line.payment_id) if line.payment_id else None
    if payment is None or payment.receipt or payment.consumer_number != consumer_number:
        return None
    return payment


def _own_id(line: SettlementLine, unit: UnitOfWork) -> str:
    """Return the order id of a line, always the same one."""
    return f"settlement-{unit.payments.settlement(line.file).sha256[:32]}-{line.line}"


def _as_paid(line: SettlementLine, consumer_number: str) -> tuple[str, Money, Tender, str]:
    """Return what an order says after its id, as the bank tells it."""
    return consumer_number, line.amount, Tender(line.tender), line.reference


def _decided(
    payment: Payment, state: PaymentState, words: str, now: datetime, actor: Actor
) -> Payment:
    return replace(payment, state=state, decision=words, decided_at=now, decided_by=actor.name)


def _note_line(  # noqa: PLR0913 - which line, what became of it, and by whom
    line: SettlementLine,
    receipt: str,
    unit: UnitOfWork,
    clock: Clock,
    actor: Actor,
    *,
    before: str = "",
) -> None:
    note = AuditNote(
        Act.DECIDE_PAYMENT,
        subject=f"{line.file}/{line.line}",
        reason=line.note,
        before={"receipt": before} if before else {},
        after={"reference": line.reference, "receipt": receipt},
    )
    unit.audit.record(note, clock.now(), actor)


def _checked_reason(text: str) -> str:
    words = _checked("reason", text)
    if not words:
        raise FieldMissing("reason")
    return words


def _checked(field: str, text: str) -> str:
    words = clean_words(text)
    if words is None:
        raise FieldNotAllowed(field, text)
    if len(words) > MOST_REASON:
        raise FieldTooLong(field, MOST_REASON)
    return words
