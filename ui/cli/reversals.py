"""Commands after the fact: receipts found, cancelled, transferred; cheques settled and held."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from domain import formats
from domain.books import Books
from domain.cheque import Cheque, ChequeState, HeldCheque
from domain.errors import FieldNotAllowed, ReceiptNotFound
from domain.formats import moment, parse_amount, parse_day
from domain.listing import ReceiptRow
from domain.receipt_query import ReceiptQuery, ReceiptState, typed_as
from domain.recharge import Receipt, ReceiptCopy
from domain.staff import Act, may
from domain.tender import Tender, TenderLine
from resources import words
from ui import receipts_words
from ui.cli import records
from ui.cli.approvals import waiting
from ui.cli.layout import facts, table
from ui.cli.records import of_fields, plain
from ui.cli.session import Answer, Session, whole_number

_MOST_ROWS = 1_000_000
_MOST_COUNTER = 99
_MOST_LINE = 99


def list_receipts(session: Session, options: Namespace) -> Answer:
    """List receipts, newest first, as the options ask for them."""
    limit = whole_number("limit", options.limit, 1, _MOST_ROWS)
    query = ReceiptQuery(
        text=typed_as(options.text),
        since=_day(options.since),
        until=_day(options.until),
        counter=_counter(options.counter),
        by=options.by,
        tender=options.tender,
        state=_receipt_state(options.state),
    )
    with session.books() as books:
        rows = _rows(books, query, limit)
    told = [of_fields(row) for row in rows]
    return Answer({"receipts": told}, _told_receipts(session, rows))


def find_receipt(session: Session, options: Namespace) -> Answer:
    """Show the receipt that a number, a reference or the text of a QR code is of, and its fate."""
    wanted = typed_as(options.what)
    with session.books() as books:
        row = _the_one(_rows(books, ReceiptQuery(text=wanted), _MOST_ROWS), wanted)
        session.note_view(books, row.consumer_number)
        copy = books.receipt(row.number)
    told = records.of_receipt(copy.receipt) | {"copies": copy.copy}
    return Answer({"receipt": told}, _told_receipt(session, copy))


def cancel(session: Session, options: Namespace) -> Answer:
    """Cancel a receipt of today; who may not do so alone asks for it."""
    with session.books() as books:
        if options.ask or _must_ask(session, Act.CANCEL_RECEIPT):
            session.refuse_unless_may(Act.ASK_CANCELLATION)
            asked = books.reversals.ask_cancellation(options.number, options.reason, session.actor)
            return waiting(session, books, asked, receipt=None)
        receipt = books.reversals.cancel(options.number, options.reason, session.actor)
    sentence = session._(
        "Receipt {number} is cancelled; {amount} went back.",
        number=receipt.number,
        amount=session.rupees(receipt.amount.paise),
    )
    return _answer(receipt, sentence)


def transfer(session: Session, options: Namespace) -> Answer:
    """Post a receipt's money to another consumer; where there is staff, ask for it."""
    with session.books() as books:
        if session.member is not None:
            session.refuse_unless_may(Act.ASK_TRANSFER)
            asked = books.reversals.ask_transfer(
                options.number, options.to, options.reason, session.actor
            )
            return waiting(session, books, asked, receipt=None)
        receipt = books.reversals.transfer(
            options.number, options.to, options.reason, session.actor
        )
    sentence = session._(
        "Receipt {number} of consumer {consumer} took {amount} from receipt {old}.",
        number=receipt.number,
        consumer=receipt.consumer_number,
        amount=session.rupees(receipt.amount.paise),
        old=options.number,
    )
    return _answer(receipt, sentence)


def list_cheques(session: Session, options: Namespace) -> Answer:
    """List cheques and drafts by where they are, or those that wait for their day."""
    limit = whole_number("limit", options.limit, 1, _MOST_ROWS)
    with session.books() as books:
        if options.held:
            held = books.reversals.held_cheques()
            return Answer(
                {"held": [of_fields(cheque) for cheque in held]}, _told_held(session, held)
            )
        cheques = books.reversals.cheques(_cheque_states(options.state), limit)
    return Answer(
        {"cheques": [of_fields(cheque) for cheque in cheques]}, _told_cheques(session, cheques)
    )


def clear(session: Session, options: Namespace) -> Answer:
    """Post that the bank has paid a cheque."""
    line = whole_number("line", options.line, 1, _MOST_LINE)
    with session.books() as books:
        on = parse_day(options.on) if options.on else books.today()
        cheque = books.reversals.clear(options.number, line, on, session.actor)
    sentence = session._(
        "The bank paid cheque {reference} over {amount} on {day}.",
        reference=cheque.reference,
        amount=session.rupees(cheque.amount.paise),
        day=session.day(cheque.changed_on),
    )
    return Answer({"cheque": of_fields(cheque)}, [sentence])


def dishonour(session: Session, options: Namespace) -> Answer:
    """Reverse a cheque that came back."""
    line = whole_number("line", options.line, 1, _MOST_LINE)
    fee = parse_amount(options.fee) if options.fee else None
    with session.books() as books:
        receipt = books.reversals.dishonour(
            options.number, line, options.reason, fee, session.actor
        )
        bar = books.reversals.bar_of(receipt.consumer_number)
    lines = receipts_words.became_lines(receipt, session._)[-1:]
    if bar is not None:
        told = session._(
            "No cheque of consumer {number} is taken until {until}.",
            number=bar.consumer_number,
            until=session.day(bar.until),
        )
        lines.append(told)
    barred = None if bar is None else plain(bar.until)
    return Answer({"receipt": records.of_receipt(receipt), "barred_until": barred}, lines)


def hold(session: Session, options: Namespace) -> Answer:
    """Keep a post-dated cheque until its day."""
    line = TenderLine(
        Tender.CHEQUE,
        parse_amount(options.amount),
        options.reference,
        options.bank,
        parse_day(options.dated),
    )
    with session.books() as books:
        held = books.reversals.hold_cheque(options.id, options.consumer, line, session.actor)
    sentence = session._(
        "Cheque {reference} over {amount} is kept until {day} as {id}; nothing is credited yet.",
        reference=held.reference,
        amount=session.rupees(held.amount.paise),
        day=session.day(held.dated),
        id=held.id,
    )
    return Answer({"held": of_fields(held)}, [sentence])


def take(session: Session, options: Namespace) -> Answer:
    """Post a held cheque whose day has come."""
    with session.books() as books:
        receipt = books.reversals.take_held(options.id, session.actor)
    sentence = session._(
        "Receipt {number}: {amount} for consumer {consumer}, subject to the bank's paying.",
        number=receipt.number,
        amount=session.rupees(receipt.amount.paise),
        consumer=receipt.consumer_number,
    )
    return _answer(receipt, sentence)


def give_back(session: Session, options: Namespace) -> Answer:
    """Give a held cheque back to the consumer."""
    with session.books() as books:
        books.reversals.return_held(options.id, options.reason, session.actor)
    sentence = session._("The cheque kept as {id} went back.", id=options.id)
    return Answer({"returned": options.id}, [sentence])


def allow(session: Session, options: Namespace) -> Answer:
    """Let cheques of a consumer be taken again."""
    with session.books() as books:
        books.reversals.lift_bar(options.consumer, options.reason, session.actor)
    sentence = session._("Cheques of consumer {number} are taken again.", number=options.consumer)
    return Answer({"allowed": options.consumer}, [sentence])


def _must_ask(session: Session, act: Act) -> bool:
    return session.member is not None and not may(session.member.role, act)


def _answer(receipt: Receipt, sentence: str) -> Answer:
    return Answer({"receipt": records.of_receipt(receipt)}, [sentence], counts={"receipts": 1})


def _rows(books: Books, query: ReceiptQuery, limit: int) -> list[ReceiptRow]:
    ids = books.reversals.find_receipts(query, limit)
    rows = books.reversals.receipt_rows(ids)
    return [rows[id_] for id_ in ids]


def _the_one(rows: Sequence[ReceiptRow], wanted: str) -> ReceiptRow:
    """Return the receipt of this very number, or the only one that was found."""
    exact = [row for row in rows if row.number == wanted.upper()] or rows
    if len(exact) != 1:
        raise ReceiptNotFound(wanted)
    return exact[0]


def _day(text: str) -> date | None:
    return parse_day(text) if text else None


def _counter(text: str) -> int | None:
    return whole_number("counter", text, 0, _MOST_COUNTER) if text else None


def _receipt_state(text: str) -> ReceiptState | None:
    if not text:
        return None
    try:
        return ReceiptState(text)
    except ValueError:
        raise FieldNotAllowed("state", text) from None


def _cheque_states(text: str) -> Sequence[ChequeState]:
    if not text:
        return ()
    try:
        return (ChequeState(text),)
    except ValueError:
        raise FieldNotAllowed("state", text) from None


def _told_receipts(session: Session, rows: Sequence[ReceiptRow]) -> list[str]:
    _ = session._
    if not rows:
        return [_("There is no such receipt.")]
    headings = (
        *(_("Receipt"), _("Taken"), _("Consumer"), _("Name"), _("Tender")),
        *(_("Amount"), _("State"), _("Copies")),
    )
    cells = [
        (
            row.number,
            moment(row.posted_at, _.month_names),
            row.consumer_number,
            row.consumer_name,
            _(words.TENDERS[row.tender]),
            session.rupees(row.amount.paise),
            receipts_words.state_word(row.undone, _),
            receipts_words.copies_word(row.copies, _),
        )
        for row in rows
    ]
    return table(headings, cells, numbers={5})


def _told_receipt(session: Session, copy: ReceiptCopy) -> list[str]:
    _, receipt = session._, copy.receipt
    parts = (
        *receipts_words.head_lines(receipt, _),
        *receipts_words.tender_lines(receipt, _),
        *receipts_words.split_lines(receipt, _),
    )
    pairs: list[tuple[str, str]] = [
        (_("Receipt"), receipt.number),
        (_("Taken"), moment(receipt.posted_at, _.month_names)),
        (_("By"), f"{receipt.posted_by} · {_('counter {counter}', counter=receipt.counter)}"),
        (_("Consumer"), f"{receipt.consumer_number} {receipt.consumer_name}"),
        (_("Amount"), session.rupees(receipt.amount.paise)),
        *((name, formats.rupees(amount)) for name, amount in parts),
        (_("Balance"), session.rupees(receipt.balance_after.paise)),
        (_("Copies"), receipts_words.copies_word(copy.copy, _)),
    ]
    became = receipts_words.became_lines(receipt, _) or [_("The receipt is valid.")]
    return [*facts(pairs), *became]


def _told_cheques(session: Session, cheques: Sequence[Cheque]) -> list[str]:
    _ = session._
    if not cheques:
        return [_("There is no such cheque.")]
    headings = (
        *(_("Receipt"), _("Place"), _("Cheque"), _("Bank"), _("Dated"), _("Consumer")),
        *(_("Amount"), _("State"), _("Since")),
    )
    cells = [
        (
            *(cheque.number, str(cheque.line), cheque.reference, cheque.bank),
            *(session.day(cheque.dated), cheque.consumer_number),
            session.rupees(cheque.amount.paise),
            _(words.CHEQUE_STATES[cheque.state.value]),
            session.day(cheque.changed_on),
        )
        for cheque in cheques
    ]
    return table(headings, cells, numbers={1, 6})


def _told_held(session: Session, held: Sequence[HeldCheque]) -> list[str]:
    _ = session._
    if not held:
        return [_("No cheque waits for its day.")]
    headings = (_("Id"), _("Cheque"), _("Bank"), _("Dated"), _("Consumer"), _("Amount"))
    cells = [
        (
            *(cheque.id, cheque.reference, cheque.bank, session.day(cheque.dated)),
            *(cheque.consumer_number, session.rupees(cheque.amount.paise)),
        )
        for cheque in held
    ]
    return table(headings, cells, numbers={5})
