"""Commands of the counter: take a recharge, print its receipt, show a balance and its wallet."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from domain.consumer import Consumer
from domain.credit import Status
from domain.energy import Energy
from domain.formats import kilowatts, moment, parse_amount, parse_day, units
from domain.head import HeadLine, head_of
from domain.listing import LedgerRow
from domain.printing import LANGUAGES, Paper, PrintStyle
from domain.recharge import RechargeOrder
from domain.signing import claims_signature
from domain.staff import Act
from domain.tender import TenderLine, tender_of
from resources import words
from resources.texts import N_
from ui.cli import records
from ui.cli.layout import facts, table
from ui.cli.session import Answer, Session, whole_number

#: What ``--language`` says for a receipt in all languages.
BOTH = "both"
_MOST_ROWS = 1_000_000
STATUS = {
    Status.ACTIVE: N_("Active"),
    Status.LOW: N_("Low"),
    Status.EMERGENCY: N_("Emergency"),
    Status.TO_BE_DISCONNECTED: N_("To be disconnected"),
    Status.DISCONNECTED: N_("Disconnected"),
    Status.HELD: N_("Held"),
    Status.CLOSED: N_("Closed"),
}


def recharge(session: Session, options: Namespace) -> Answer:
    """Take a recharge once, however often it is asked for."""
    order = _order(options)
    with session.books() as books:
        receipt = books.recharge(order, session.actor, although_similar=options.although_similar)
    return Answer(
        {"receipt": records.of_receipt(receipt)},
        [
            session._(
                "Receipt {number}: {amount} for consumer {consumer} ({name}); the balance went"
                " from {before} to {after}.",
                number=receipt.number,
                amount=session.rupees(receipt.amount.paise),
                consumer=receipt.consumer_number,
                name=receipt.consumer_name,
                before=session.rupees(receipt.balance_before.paise),
                after=session.rupees(receipt.balance_after.paise),
            )
        ],
        counts={"receipts": 1},
    )


def _order(options: Namespace) -> RechargeOrder:
    amount = parse_amount(options.amount)
    tender = TenderLine(
        tender_of(options.tender),
        amount,
        options.reference,
        options.bank,
        parse_day(options.dated) if options.dated else None,
    )
    head = HeadLine(head_of(options.head), amount, options.note)
    return RechargeOrder(options.order_id, options.consumer, (head,), (tender,))


def receipt(session: Session, options: Namespace) -> Answer:
    """Save a receipt as a PDF: the original first, then DUPLICATE 1, 2 ..."""
    out = Path(options.out)
    with session.books() as books:
        session.refuse_unless_may(Act.PRINT_RECEIPT)
        copy = books.receipt(options.number, session.actor)
        session.note_view(books, copy.receipt.consumer_number)
        session.outside.write_receipt(copy, out, _style_of(session, options))
        printed = books.confirm_print(options.number, session.actor)
    told = {
        "number": options.number,
        "copy": printed,
        "file": str(out),
        "paper": options.paper,
        "is_signed": claims_signature(copy.code),
    }
    kind = (
        session._("DUPLICATE {copy} of receipt {number}", copy=printed, number=options.number)
        if printed
        else session._("The original of receipt {number}", number=options.number)
    )
    return Answer({"receipt": told}, [session._("{receipt} is in {path}.", receipt=kind, path=out)])


def _style_of(session: Session, options: Namespace) -> PrintStyle:
    languages = LANGUAGES if options.language == BOTH else (session._.language,)
    return PrintStyle(Paper(options.paper), tuple(languages))


def balance(session: Session, options: Namespace) -> Answer:
    """Show a consumer's balance, status and how long it lasts."""
    with session.books() as books:
        session.note_view(books, options.consumer)
        consumer = books.consumer(options.consumer)
    return Answer(records.of_balance(consumer), _told_balance(session, consumer))


def ledger(session: Session, options: Namespace) -> Answer:
    """Show the rows of a consumer's wallet in the order in which they were posted."""
    limit = whole_number("limit", options.limit, 1, _MOST_ROWS)
    with session.books() as books:
        session.note_view(books, options.consumer)
        consumer = books.consumer(options.consumer)
        rows = books.ledger(options.consumer, limit)[::-1]
    told = {
        "consumer": consumer.number,
        "balance": consumer.balance.paise,
        "rows": [records.of_ledger(row) for row in rows],
    }
    return Answer(told, _told_rows(session, rows))


def _told_balance(session: Session, consumer: Consumer) -> list[str]:
    _ = session._
    days_left = _("unknown") if consumer.days_left is None else str(consumer.days_left)
    last_recharge = (
        "-"
        if consumer.last_recharge is None
        else f"{session.rupees(consumer.last_recharge.paise)}, "
        f"{session.day(consumer.last_recharge_on)}"
    )
    return facts(
        [
            (_("Consumer"), f"{consumer.number} {consumer.name}"),
            (_("Balance"), session.rupees(consumer.balance.paise)),
            (_("Status"), _(STATUS[consumer.status])),
            (_("Days left"), days_left),
            (_("Category"), consumer.category),
            (_("Load"), kilowatts(consumer.load_w)),
            (_("Meter"), consumer.meter_serial),
            (_("Month to date"), units(Energy(consumer.month_to_date.wh))),
            (_("Charged until"), session.day(consumer.last_charged_on)),
            (_("Last recharge"), last_recharge),
        ]
    )


def _told_rows(session: Session, rows: list[LedgerRow]) -> list[str]:
    _ = session._
    if not rows:
        return [_("Nothing was posted yet.")]
    headings = (
        *(_("Posted"), _("For"), _("Kind"), _("Document")),
        *(_("Amount"), _("Balance")),
    )
    cells = [
        (
            moment(row.posted_at, _.month_names),
            session.day(row.business_date),
            _(words.ENTRIES[row.kind.value]),
            row.document,
            session.rupees(row.amount.paise),
            session.rupees(row.balance_after.paise),
        )
        for row in rows
    ]
    return table(headings, cells, numbers={4, 5})
