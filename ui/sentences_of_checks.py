"""What a check of the books can find, each kind as a sentence with its facts."""

from __future__ import annotations

from resources.texts import N_

PROBLEMS: dict[str, str] = {
    # --- the chain and its anchors ---
    "chain_broken": N_("The chain of events {stream} is broken at event {event}."),
    "event_unreadable": N_("Event {event} of {stream} cannot be read."),
    "event_unknown": N_("Event {event} of {stream} is of a kind that nobody knows."),
    "anchor_differs": N_("The chain of events does not go through {anchor}: it was written anew."),
    "anchor_unknown": N_("The chain of events has no event {anchor}; its end may be missing."),
    "database_damaged": N_("The database file is damaged: {detail}"),
    "office_changed": N_("The office on record is {office}, incarnation {incarnation}."),
    # --- the ledger ---
    "entry_changed": N_("{document} is not what event {event} of {stream} vouches for."),
    "entries_without_event": N_("There are {entries} ledger entries, but events for {events}."),
    "entry_unbalanced": N_("Debits and credits of ledger entry {entry} differ."),
    "control_differs": N_("Ledger entry {entry} does not move what its wallets moved."),
    "control_account_differs": N_("The control account is not the sum of all wallets."),
    "account_differs": N_("The account {account} does not add up to what its events tell."),
    "trial_balance_wrong": N_("The accounts do not add up to nothing."),
    # --- wallets and postings ---
    "posting_changed": N_("Posting {posted_seq} of {document} is not as it was made."),
    "posting_not_as_told": N_("The postings of {document} are not those that event {event} names."),
    "postings_missing": N_("Postings are missing: {given} were made, {found} are there."),
    "running_balance_wrong": N_(
        "The running balance of consumer {consumer} at posting {posted_seq} is wrong."
    ),
    "wallet_differs": N_("The balance of consumer {consumer} is not the sum of its postings."),
    "wallet_end_wrong": N_("The wallet of consumer {consumer} does not end where it says."),
    "consumer_incomplete": N_("The records of consumer {consumer} are not complete."),
    # --- receipts ---
    "receipt_differs": N_("Receipt {receipt} is not as it was posted: {fields}."),
    "receipt_missing": N_("Receipt {receipt} is not there."),
    "receipts_without_event": N_("There are {receipts} receipts, but events for {events}."),
    "series_has_a_gap": N_(
        "Receipt numbers of counter {counter} in {financial_year} are not without gaps."
    ),
    "lost_numbers_wrong": N_(
        "The lost receipt numbers of counter {counter} in {financial_year} are not those after"
        " the last one there."
    ),
    "party_differs": N_("Receipt {receipt} names somebody whom its consumer never was."),
    # --- what was undone ---
    "undoing_differs": N_(
        "What was undone of receipt {receipt} is not as it was posted: {fields}."
    ),
    "reversal_differs": N_("Ledger entry {entry} is not the exact reverse of receipt {receipt}."),
    "undone_twice": N_("Receipt {receipt} was undone twice."),
    "transfer_differs": N_("The transfer of receipt {receipt} leads to no receipt that took it."),
    "reference_differs": N_(
        "The payment {reference} is not kept as taken by the receipt that it stands on."
    ),
    "cheque_differs": N_(
        "The cheque in place {line} of receipt {receipt} is not where the postings say."
    ),
    "cheques_account_differs": N_("The account {account} is not what cheques and fees come to."),
    # --- arrears ---
    "arrears_differ": N_("The arrears of consumer {consumer} (plan {row}) do not add up."),
    "arrears_not_as_posted": N_("Ledger entry {entry} does not move what the arrears moved."),
    "instalment_differs": N_(
        "The instalment of consumer {consumer} in ledger entry {entry} is not what the wallet paid."
    ),
    "arrears_account_differs": N_("The account {account} is not the sum of what is owed."),
    # --- supply ---
    "cut_without_approval": N_(
        "Order {row} disconnected consumer {consumer}, whom no approved job names."
    ),
    "supply_differs": N_(
        "The supply of consumer {consumer} is not as order {row} left it, and nobody changed it."
    ),
    # --- charges ---
    "charge_differs": N_("The charge of consumer {consumer} on {day} is not as it was posted."),
    "charge_basis_differs": N_(
        "The charge of consumer {consumer} on {day} is not based on what was known of them."
    ),
    "charge_not_as_rated": N_(
        "The charge of consumer {consumer} on {day} is not what the tariff gives."
    ),
    "consumed_read_differs": N_(
        "The read that consumer {consumer} was charged by on {day} is not the one on record."
    ),
    "postings_without_charge": N_(
        "The charges on record are not as many as their postings; {rest} more or less."
    ),
    "batch_changed": N_("The charges of {day} are not those that event {event} vouches for."),
    "position_differs": N_("The month's position of consumer {consumer} is not what its days add."),
    "tariff_changed": N_("The tariff {tariff} is not as it was published."),
    "tariff_not_as_charged": N_("The tariff {tariff} is not the one that event {event} names."),
    # --- other rows ---
    "row_changed": N_("The row {row} of {table} is not as it was written."),
    "row_missing": N_("The row {row} of {table} is not there."),
    "row_added": N_("The row {row} of {table} was written by nobody."),
    "rows_differ": N_("The rows of {table} are not those that were written: {found} of {vouched}."),
    "reads_differ": N_("The reads of {day} are not those that were taken: {found} of {vouched}."),
    "contact_differs": N_(
        "Name, address or telephone of consumer {consumer} were given by nobody."
    ),
    "counter_wrong": N_("The running number {counter} stands at {found}, not at {given}."),
    "archive_differs": N_("The archive {path} of the days before {until} is not as it was made."),
}
