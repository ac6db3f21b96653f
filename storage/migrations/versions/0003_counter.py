"""Shifts, tenders, heads, what is undone, cheques, arrears, settlements; older receipts get both.

Every receipt from before had one tender and one head, so that its rows follow from it.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Connection

from domain.office import Office
from storage.migrations.scripts import migration_statements
from storage.vouching import vouch_for_all

revision = "0003"
down_revision = "0002"

_ACCOUNTS = (
    *("gateway_clearing", "gateway_fees", "bank", "suspense", "arrears_written_off"),
    *("deposits", "other_income", "dishonour_fees", "petty_expenses", "cash_short_or_over"),
)
_OF_OLDER_RECEIPTS = (
    (
        "INSERT INTO receipt_tender (office_id, number, line, tender, amount_paise, reference,"
        " bank,"
        # Neither the bank nor the date of a cheque was asked for.
        " dated_day, given_paise, shift_id) SELECT office_id, number, 1, tender, amount_paise,"
        " reference, CASE tender WHEN 'cheque' THEN '-' ELSE '' END,"
        " CASE tender WHEN 'cheque' THEN business_day END, NULL, NULL FROM receipt"
    ),
    (
        "INSERT INTO receipt_head (office_id, number, head, amount_paise, note)"
        " SELECT office_id, number, 'recharge', amount_paise, '' FROM receipt"
    ),
    (
        "INSERT INTO cheque (office_id, number, line, state, slip, changed_day, changed_at_ms,"
        " changed_by) SELECT office_id, number, 1, 'received', '', business_day, posted_at_ms,"
        " posted_by FROM receipt WHERE tender = 'cheque'"
    ),
    # Nobody looked for the same reference twice then: the first receipt has it.
    (
        "INSERT INTO reference_taken (office_id, tender, reference, number)"
        " SELECT office_id, tender, upper(replace(reference, ' ', '')), min(number) FROM receipt"
        " WHERE tender = 'upi'"
        " GROUP BY office_id, tender, upper(replace(reference, ' ', ''))"
    ),
)


def upgrade() -> None:
    """Add the tables of the counter, and fill in what older receipts were made of."""
    for statement in migration_statements("0003_counter", op.get_bind().dialect.name):
        op.execute(statement)
    for account in _ACCOUNTS:
        op.execute(
            "INSERT INTO ledger_account (office_id, code)"
            f" SELECT office_id, '{account}' FROM office"
        )
    for statement in _OF_OLDER_RECEIPTS:
        op.execute(statement)
    _vouch_for_cheques(op.get_bind())


def _vouch_for_cheques(connection: Connection) -> None:
    """Seal the cheques that were taken before their fate was followed."""
    offices = connection.exec_driver_sql(
        "SELECT code, incarnation FROM office o WHERE EXISTS"
        " (SELECT 1 FROM cheque c WHERE c.office_id = o.office_id)"
    )
    for code, incarnation in offices.all():
        office = Office(code, "", incarnation=incarnation)
        vouch_for_all(connection, office, "taken_over", tables=("cheque",), by="migration")
