"""Staff, audit, approvals, leases, backups; what a person can be forgotten by may be blanked."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Connection

from domain.office import Office
from storage.migrations.scripts import migration_statements
from storage.vouching import vouch_for_all

revision = "0002"
down_revision = "0001"

#: The tables whose rows were vouched for from this migration on.
_SEALED = (
    *("consumer", "consumer_version", "contact_version", "meter", "tariff_version"),
    *("tariff_end", "receipt_print", "series_lost", "archive_made", "backup_made", "drill"),
    *("staff", "recovery", "approval", "meter_read"),
)


def upgrade() -> None:
    """Add the tables of trust, and let contact details be forgotten."""
    for statement in migration_statements("0002_trust", op.get_bind().dialect.name):
        op.execute(statement)
    _vouch_for_what_was_there(op.get_bind())


def _vouch_for_what_was_there(connection: Connection) -> None:
    """Seal the rows of an office that lived before there were seals: from here on they count."""
    for code, incarnation in connection.exec_driver_sql("SELECT code, incarnation FROM office"):
        office = Office(code, "", incarnation=incarnation)
        vouch_for_all(connection, office, "taken_over", tables=_SEALED, by="migration")
