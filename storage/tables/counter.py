"""Tables of the counter: what a receipt is made of, shifts, cheques, arrears, settlements."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql

from storage.tables.base import table, text, whole

_OF_RECEIPT = (["office_id", "number"], ["receipt.office_id", "receipt.number"])
_OF_CONSUMER = (["office_id", "consumer_id"], ["consumer.office_id", "consumer.id"])

# What a receipt is made of

#: One row for each tender of a receipt, counted from 1; the event tells the same.
receipt_tender = table(
    "receipt_tender",
    whole("office_id", key=True),
    text("number", key=True),
    whole("line", CheckConstraint("line > 0"), key=True),
    text("tender"),
    whole("amount_paise", CheckConstraint("amount_paise > 0")),
    text("reference"),
    text("bank"),
    whole("dated_day", optional=True),
    whole("given_paise", optional=True),
    #: The shift into whose drawer it came; none at counter 0, and before there were shifts.
    whole("shift_id", optional=True),
    ForeignKeyConstraint(*_OF_RECEIPT),
    Index("receipt_tender_by_shift", "office_id", "shift_id"),
    Index("receipt_tender_by_reference", "office_id", "reference"),
)

receipt_head = table(
    "receipt_head",
    whole("office_id", key=True),
    text("number", key=True),
    text("head", key=True),
    whole("amount_paise", CheckConstraint("amount_paise > 0")),
    text("note"),
    ForeignKeyConstraint(*_OF_RECEIPT),
)

#: References that are taken: a payment stands on one valid receipt; undoing lets go of it.
reference_taken = table(
    "reference_taken",
    whole("office_id", key=True),
    text("tender", key=True),
    text("reference", key=True),
    text("number"),
)

#: What was reversed of a receipt; ``line`` 0 is the whole, otherwise one of its tenders.
receipt_undone = table(
    "receipt_undone",
    whole("office_id", key=True),
    text("number", key=True),
    whole("line", key=True),
    text("kind", CheckConstraint("kind IN ('cancelled', 'transferred', 'dishonoured')")),
    whole("amount_paise", CheckConstraint("amount_paise > 0")),
    whole("to_wallet_paise"),
    whole("to_arrears_paise"),
    whole("to_deposit_paise"),
    whole("to_other_paise"),
    whole("fee_paise", CheckConstraint("fee_paise >= 0")),
    text("reason"),
    text("asked_by"),
    text("undone_by"),
    whole("counter"),
    whole("shift_id", optional=True),
    text("instead"),
    whole("business_day"),
    whole("undone_at_ms"),
    whole("entry_seq"),
    CheckConstraint("(kind = 'dishonoured') = (line > 0)"),
    CheckConstraint(
        "amount_paise = to_wallet_paise + to_arrears_paise + to_deposit_paise + to_other_paise"
    ),
    ForeignKeyConstraint(*_OF_RECEIPT),
    Index("receipt_undone_by_day", "office_id", "business_day"),
)

#: That nobody wants a receipt on paper: it is not offered for printing again.
print_waived = table(
    "print_waived",
    whole("office_id", key=True),
    text("number", key=True),
    whole("waived_at_ms"),
    text("waived_by"),
    ForeignKeyConstraint(*_OF_RECEIPT),
)

# Shifts and the end of the day

#: Open until ``closed_at_ms``; a counter has one open shift at most.
shift = table(
    "shift",
    whole("office_id", key=True),
    whole("id", key=True),
    whole("counter", CheckConstraint("counter > 0")),
    whole("business_day"),
    whole("opened_at_ms"),
    text("opened_by"),
    whole("closed_at_ms", optional=True),
    text("closed_by", optional=True),
    whole("z_number", optional=True),
    whole("expected_paise", optional=True),
    text("reason"),
    text("handed_to"),
    CheckConstraint("(closed_at_ms IS NULL) = (closed_by IS NULL)"),
    CheckConstraint("(closed_at_ms IS NULL) = (z_number IS NULL)"),
    UniqueConstraint("office_id", "counter", "z_number"),
    Index("shift_by_day", "office_id", "business_day", "counter"),
)
Index(
    "shift_open",
    shift.c.office_id,
    shift.c.counter,
    unique=True,
    sqlite_where=sql("closed_at_ms IS NULL"),
    postgresql_where=sql("closed_at_ms IS NULL"),
)

#: Notes and coins: at a shift's ``open`` and ``close``.
drawer_count = table(
    "drawer_count",
    whole("office_id", key=True),
    whole("shift_id", key=True),
    text("occasion", CheckConstraint("occasion IN ('open', 'close')"), key=True),
    whole("denomination", key=True),
    whole("pieces", CheckConstraint("pieces > 0")),
    ForeignKeyConstraint(["office_id", "shift_id"], ["shift.office_id", "shift.id"]),
)

drawer_move = table(
    "drawer_move",
    whole("office_id", key=True),
    whole("id", key=True),
    whole("shift_id"),
    text("kind", CheckConstraint("kind IN ('pay_out', 'drop')")),
    whole("amount_paise", CheckConstraint("amount_paise > 0")),
    text("payee"),
    text("reason"),
    whole("moved_at_ms"),
    text("moved_by"),
    whole("entry_seq", optional=True),
    ForeignKeyConstraint(["office_id", "shift_id"], ["shift.office_id", "shift.id"]),
    Index("drawer_move_by_shift", "office_id", "shift_id"),
)

#: That a counter's day was closed; ``part`` counts on for counter 0, which is never locked.
day_end = table(
    "day_end",
    whole("office_id", key=True),
    whole("counter", key=True),
    whole("business_day", key=True),
    whole("part", CheckConstraint("part > 0"), key=True),
    text("slip"),
    whole("receipts"),
    whole("collected_paise"),
    whole("deposit_paise"),
    text("denominations"),
    whole("cheques"),
    whole("cheques_paise"),
    text("anchor"),
    whole("closed_at_ms"),
    text("closed_by"),
    whole("entry_seq", optional=True),
    CheckConstraint("part = 1 OR counter = 0"),
)

# Cheques

cheque = table(
    "cheque",
    whole("office_id", key=True),
    text("number", key=True),
    whole("line", key=True),
    text(
        "state",
        CheckConstraint("state IN ('received', 'deposited', 'cleared', 'dishonoured', 'returned')"),
    ),
    text("slip"),
    whole("changed_day"),
    whole("changed_at_ms"),
    text("changed_by"),
    ForeignKeyConstraint(
        ["office_id", "number", "line"],
        ["receipt_tender.office_id", "receipt_tender.number", "receipt_tender.line"],
    ),
    Index("cheque_by_state", "office_id", "state"),
)

cheque_bar = table(
    "cheque_bar",
    whole("office_id", key=True),
    whole("consumer_id", key=True),
    whole("since_day", key=True),
    whole("until_day"),
    text("number"),
    text("reason"),
    text("barred_by"),
    whole("lifted_at_ms", optional=True),
    text("lifted_by"),
    ForeignKeyConstraint(*_OF_CONSUMER),
)

#: A post-dated cheque that waits for its day.
cheque_held = table(
    "cheque_held",
    whole("office_id", key=True),
    text("id", key=True),
    whole("consumer_id"),
    whole("amount_paise", CheckConstraint("amount_paise > 0")),
    text("reference"),
    text("bank"),
    whole("dated_day"),
    whole("kept_at_ms"),
    text("kept_by"),
    text("state", CheckConstraint("state IN ('waiting', 'taken', 'returned')")),
    text("number"),
    ForeignKeyConstraint(*_OF_CONSUMER),
)

# Arrears

#: A consumer has one live plan at most.
arrear = table(
    "arrear",
    whole("office_id", key=True),
    whole("id", key=True),
    whole("consumer_id"),
    whole("amount_paise", CheckConstraint("amount_paise > 0")),
    whole("rest_paise", CheckConstraint("rest_paise >= 0")),
    whole("instalments_paid"),
    text("kind"),
    whole("instalments"),
    whole("percent"),
    whole("threshold_paise"),
    whole("starts_day"),
    text("state", CheckConstraint("state IN ('live', 'settled', 'ended')")),
    text("reason"),
    whole("booked_at_ms"),
    text("booked_by"),
    whole("entry_seq"),
    CheckConstraint("(state = 'live') = (rest_paise > 0)"),
    ForeignKeyConstraint(*_OF_CONSUMER),
    Index("arrear_by_consumer", "office_id", "consumer_id"),
)
Index(
    "arrear_live",
    arrear.c.office_id,
    arrear.c.consumer_id,
    unique=True,
    sqlite_where=sql("state = 'live'"),
    postgresql_where=sql("state = 'live'"),
)

#: What moved a debt: above zero it grew (booked, given back), below it was paid.
arrear_entry = table(
    "arrear_entry",
    whole("office_id", key=True),
    whole("arrear_id", key=True),
    whole("seq", key=True),
    text("kind"),
    whole("business_day"),
    whole("amount_paise", CheckConstraint("amount_paise <> 0")),
    whole("rest_after_paise", CheckConstraint("rest_after_paise >= 0")),
    text("document"),
    whole("entry_seq"),
    ForeignKeyConstraint(["office_id", "arrear_id"], ["arrear.office_id", "arrear.id"]),
    Index("arrear_entry_by_document", "office_id", "document"),
)

# Payments of unknown fate, and what banks and gateways say

payment = table(
    "payment",
    whole("office_id", key=True),
    #: The order by which it would be posted.
    text("id", key=True),
    whole("consumer_id"),
    text("tender"),
    whole("amount_paise", CheckConstraint("amount_paise > 0")),
    #: What it is paid for, as JSON: head, paise and note of each.
    text("heads"),
    text("reference"),
    text("note"),
    whole("counter"),
    whole("began_at_ms"),
    text("began_by"),
    text("state", CheckConstraint("state IN ('unknown', 'credited', 'failed', 'dismissed')")),
    text("number"),
    text("decision"),
    whole("decided_at_ms", optional=True),
    text("decided_by"),
    ForeignKeyConstraint(*_OF_CONSUMER),
    Index("payment_by_state", "office_id", "state", "began_at_ms"),
    Index("payment_by_reference", "office_id", "reference"),
)

settlement_file = table(
    "settlement_file",
    whole("office_id", key=True),
    whole("id", key=True),
    text("name"),
    text("sha256"),
    text("tender"),
    whole("lines"),
    whole("taken_at_ms"),
    text("taken_by"),
    whole("entry_seq", optional=True),
    UniqueConstraint("office_id", "sha256"),
)

settlement_line = table(
    "settlement_line",
    whole("office_id", key=True),
    whole("file_id", key=True),
    whole("line", key=True),
    text("reference"),
    text("order_reference"),
    whole("amount_paise"),
    whole("fee_paise"),
    whole("paid_day", optional=True),
    text("status"),
    text("outcome"),
    text("number"),
    text("payment_id"),
    text("note"),
    whole("decided_at_ms", optional=True),
    text("decided_by"),
    ForeignKeyConstraint(
        ["office_id", "file_id"], ["settlement_file.office_id", "settlement_file.id"]
    ),
    Index("settlement_line_by_outcome", "office_id", "outcome"),
    Index("settlement_line_by_reference", "office_id", "reference"),
    Index("settlement_line_by_receipt", "office_id", "number"),
)

#: Which columns of sheets with these headings mean what, as somebody once said.
sheet_mapping = table(
    "sheet_mapping",
    whole("office_id", key=True),
    text("purpose", key=True),
    text("headings", key=True),
    text("columns"),
    whole("mapped_at_ms"),
    text("mapped_by"),
)

# The office's keys

#: The public halves of the keys that this office signs receipts with, one a machine.
signing_key = table(
    "signing_key",
    whole("office_id", key=True),
    text("id", key=True),
    text("public_key"),
    whole("made_at_ms"),
    text("made_by"),
)
