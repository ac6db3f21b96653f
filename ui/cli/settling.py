"""Commands of what is in doubt: payments of unknown fate, and the files that settle them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.errors import FieldNotAllowed
from domain.formats import moment, parse_amount, rupees
from domain.money import Money
from domain.payment import Payment, PaymentState, SettlementFile, SettlementLine
from domain.recharge import RechargeOrder
from domain.settlement_columns import columns_for
from domain.settling import SETTLEMENT_FIELDS, SettlementJudged
from domain.tender import tender_of
from resources import words
from resources.texts import Texts
from ui.cli.layout import facts, table
from ui.cli.records import of_receipt, plain
from ui.cli.session import Answer, Session, whole_number
from ui.sentences import explain
from ui.settling_words import WOULD_BE, age_words, column_word, note_words, outcome_word, sums_of

ALL_STATES = "all"
_MOST_NUMBER = 999_999_999
_SHOWN_REASONS, _TOLD_REASONS = 10, 100


def list_payments(session: Session, options: Namespace) -> Answer:
    """List the payments of unknown fate, oldest first, or those of another state."""
    state = None if options.state == ALL_STATES else PaymentState(options.state)
    with session.books() as books:
        found, now = books.settling.payments(state), books.now()
        unsettled = books.settling.unsettled()
    told = {
        "payments": [_of_payment(one) for one in found],
        "unsettled": plain(dict(unsettled)),
    }
    return Answer(told, [*_told_payments(found, now, session._), *_told_sums(unsettled, session._)])


def park(session: Session, options: Namespace) -> Answer:
    """Keep a payment of unknown fate; nothing is credited."""
    order = RechargeOrder.of(
        options.order_id,
        options.consumer,
        parse_amount(options.amount),
        tender_of(options.tender),
        options.reference,
    )
    with session.books() as books:
        kept = books.settling.park(order, options.note, session.actor)
    sentence = session._(
        "The payment {reference} of {amount} is kept until its fate is known; nothing is credited.",
        reference=kept.reference,
        amount=rupees(kept.amount),
    )
    return Answer({"payment": _of_payment(kept)}, [sentence])


def fail(session: Session, options: Namespace) -> Answer:
    """Say that a payment failed."""
    return _decide(session, options, PaymentState.FAILED)


def dismiss(session: Session, options: Namespace) -> Answer:
    """Put a payment aside."""
    return _decide(session, options, PaymentState.DISMISSED)


def take(session: Session, options: Namespace) -> Answer:
    """Match a settlement file with receipts and payments; a dry run only says what would be."""
    path = Path(options.file)
    read = session.outside.read_settlement(path)
    with session.books() as books:
        said = _said_columns(options.column)
        columns = columns_for(read.headings, books.settling.mapping(read.headings), said)
        if options.dry_run:
            judged = books.settling.judge(read, columns, options.tender)
        else:
            judged = books.settling.take(read, columns, options.tender, session.actor)
    return _taken(session, options, path, judged, columns)


def list_files(session: Session, _options: Namespace) -> Answer:
    """List the settlement files that were taken, newest first."""
    with session.books() as books:
        files = books.settling.files()
    return Answer({"files": [_of_file(file) for file in files]}, _told_files(files, session._))


def list_lines(session: Session, options: Namespace) -> Answer:
    """List the lines that wait for a person, or all of one file."""
    file = whole_number("file", options.file, 1, _MOST_NUMBER) if options.file else None
    with session.books() as books:
        lines = books.settling.lines(file, is_open=file is None or options.open)
    return Answer({"lines": [_of_line(line) for line in lines]}, _told_lines(lines, session._))


def credit(session: Session, options: Namespace) -> Answer:
    """Post what a line says was paid to the consumer whose it is."""
    file, line = _named_line(options)
    with session.books() as books:
        receipt = books.settling.credit_line(
            file, line, options.consumer, options.reason, session.actor
        )
    sentence = session._(
        "{amount} are settled for consumer {consumer} by receipt {number}.",
        amount=rupees(receipt.amount),
        consumer=receipt.consumer_number,
        number=receipt.number,
    )
    return Answer({"receipt": of_receipt(receipt)}, [sentence], counts={"credited": 1})


def put_aside(session: Session, options: Namespace) -> Answer:
    """Put a line aside for good."""
    file, line = _named_line(options)
    with session.books() as books:
        books.settling.dismiss_line(file, line, options.reason, session.actor)
    sentence = session._("Line {line} of file {file} is put aside.", line=line, file=file)
    return Answer({"dismissed": {"file": file, "line": line}}, [sentence])


def _decide(session: Session, options: Namespace, state: PaymentState) -> Answer:
    with session.books() as books:
        decided = books.settling.decide(options.id, state, options.reason, session.actor)
    sentence = session._(
        "The payment {reference} of {amount} is decided: {state}.",
        reference=decided.reference,
        amount=rupees(decided.amount),
        state=session._(words.PAYMENT_STATES[decided.state]),
    )
    return Answer({"payment": _of_payment(decided)}, [sentence])


def _said_columns(given: Sequence[str]) -> dict[str, str]:
    said = {}
    for text in given:
        field, separator, heading = text.partition("=")
        if not separator or field.strip() not in SETTLEMENT_FIELDS:
            raise FieldNotAllowed("column", text)
        said[field.strip()] = heading.strip()
    return said


def _named_line(options: Namespace) -> tuple[int, int]:
    return (
        whole_number("file", options.file, 1, _MOST_NUMBER),
        whole_number("line", options.line, 1, _MOST_NUMBER),
    )


def _taken(
    session: Session,
    options: Namespace,
    path: Path,
    judged: SettlementJudged,
    columns: Mapping[str, str],
) -> Answer:
    _ = session._
    sums = sums_of(judged.lines)
    reasons = [(number, explain(refusal, _) or "") for number, refusal in judged.rejected]
    written = None if options.dry_run else _write_rejected(session, path, judged)
    told: dict[str, Any] = {
        "file": None if judged.file is None else _of_file(judged.file),
        "columns": dict(columns),
        "outcomes": {
            one.outcome.value: {"count": one.count, "amount": one.amount.paise} for one in sums
        },
        "rejected": len(reasons),
        "rejected_file": None if written is None else str(written),
        "dry_run": options.dry_run,
        "rejections": [
            {"line": number, "code": refusal.code, "message": explain(refusal, _) or ""}
            for number, refusal in judged.rejected[:_TOLD_REASONS]
        ],
    }
    lines = _told_taken(judged, columns, _)
    lines += [_("Line {line}: {reason}", line=n, reason=why) for n, why in reasons[:_SHOWN_REASONS]]
    if len(reasons) > _SHOWN_REASONS:
        lines.append(_("... and {more} more.", more=len(reasons) - _SHOWN_REASONS))
    if written is not None:
        lines.append(_("The rejected rows with their reasons are in {path}.", path=written))
    if options.dry_run:
        lines.append(_("This was a dry run: nothing was changed."))
    counts = {one.outcome.value: one.count for one in sums} | {"rejected": len(reasons)}
    if judged.lines:
        return Answer(told, lines, counts=counts)
    complaint = _("Nothing of {name} could be taken in.", name=path.name)
    return Answer(told, lines, exit_code=1, complaint=complaint, counts=counts)


def _write_rejected(session: Session, path: Path, judged: SettlementJudged) -> Path | None:
    rows = [
        (row.texts, explain(refusal, session._) or refusal.code)
        for row, refusal in judged.rejected_rows()
    ]
    return session.outside.write_rejected(path, judged.table.headings, rows)


def _told_taken(judged: SettlementJudged, columns: Mapping[str, str], _: Texts) -> list[str]:
    named = [(column_word(field, _), heading) for field, heading in columns.items()]
    rows = [
        (_(WOULD_BE[one.outcome]), str(one.count), rupees(one.amount))
        for one in sums_of(judged.lines)
    ]
    rows.append((_("Rejected"), str(len(judged.rejected)), ""))
    headings = (_("Outcome"), _("Lines"), _("Amount"))
    told = [*facts(named), "", *table(headings, rows, numbers={1, 2})]
    if judged.file is not None:
        told.append(
            _(
                "{name} is taken as file {file}.",
                name=judged.file.name,
                file=judged.file.id,
            )
        )
    return told


def _of_payment(payment: Payment) -> dict[str, Any]:
    return {
        "id": payment.id,
        "consumer": payment.consumer_number,
        "tender": payment.tender,
        "amount": payment.amount.paise,
        "reference": payment.reference,
        "note": payment.note,
        "counter": payment.counter,
        "began_at": plain(payment.began_at),
        "began_by": payment.began_by,
        "state": payment.state.value,
        "receipt": payment.receipt or None,
        "decision": payment.decision,
        "decided_at": plain(payment.decided_at),
        "decided_by": payment.decided_by,
    }


def _of_file(file: SettlementFile) -> dict[str, Any]:
    return {
        "id": file.id,
        "name": file.name,
        "sha256": file.sha256,
        "tender": file.tender,
        "lines": file.lines,
        "settled": file.settled.paise,
        "taken_at": plain(file.taken_at),
        "taken_by": file.taken_by,
    }


def _of_line(line: SettlementLine) -> dict[str, Any]:
    return {
        "file": line.file,
        "line": line.line,
        "reference": line.reference,
        "order_reference": line.order_reference,
        "amount": line.amount.paise,
        "fee": line.fee.paise,
        "paid_on": plain(line.paid_on),
        "status": line.status,
        "outcome": line.outcome.value,
        "receipt": line.receipt or None,
        "payment": line.payment_id or None,
        "note": line.note,
    }


def _told_payments(payments: Sequence[Payment], now: datetime, _: Texts) -> list[str]:
    if not payments:
        return [_("No payment is in doubt.")]
    headings = (
        *(_("Id"), _("Consumer"), _("Name"), _("Tender"), _("Amount")),
        *(_("Reference"), _("Age"), _("State"), _("Receipt")),
    )
    rows = [
        (
            *(one.id, one.consumer_number, one.consumer_name, _(words.TENDERS[one.tender])),
            *(rupees(one.amount), one.reference, age_words(one.began_at, now, _)),
            *(_(words.PAYMENT_STATES[one.state]), one.receipt or "-"),
        )
        for one in payments
    ]
    return table(headings, rows, numbers={4, 6})


def _told_sums(unsettled: Mapping[str, Money], _: Texts) -> list[str]:
    pairs = [(_(words.TENDERS[tender]), rupees(held)) for tender, held in unsettled.items()]
    return ["", _("Not settled by a bank yet:"), *facts(pairs)]


def _told_files(files: Sequence[SettlementFile], _: Texts) -> list[str]:
    if not files:
        return [_("No settlement file was taken yet.")]
    headings = (
        *(_("File"), _("Name"), _("Tender"), _("Lines"), _("Settled"), _("Taken at")),
        _("Taken by"),
    )
    rows = [
        (
            *(str(file.id), file.name, _(words.TENDERS[file.tender]), str(file.lines)),
            *(rupees(file.settled), moment(file.taken_at, _.month_names), file.taken_by),
        )
        for file in files
    ]
    return table(headings, rows, numbers={0, 3, 4})


def _told_lines(lines: Sequence[SettlementLine], _: Texts) -> list[str]:
    if not lines:
        return [_("No line waits for a person.")]
    headings = (
        *(_("File"), _("Line"), _("Reference"), _("Order"), _("Amount"), _("Outcome")),
        *(_("Receipt"), _("Payment"), _("Note")),
    )
    rows = [
        (
            *(str(one.file), str(one.line), one.reference, one.order_reference or "-"),
            *(rupees(one.amount), outcome_word(one.outcome, _), one.receipt or "-"),
            *(one.payment_id or "-", note_words(one, _) or "-"),
        )
        for one in lines
    ]
    return table(headings, rows, numbers={0, 1, 4})
