"""Staff, audit, approvals, leases, backups; what a person can be forgotten by may be blanked."""

from __future__ import annotations

from alembic import op

from storage.migrations.scripts import migration_statements

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables of trust, and let contact details be forgotten."""
    for statement in migration_statements("0002_trust", op.get_bind().dialect.name):
        op.execute(statement)
