"""What the office does about those who do not pay: policies, jobs, orders, messages."""

from __future__ import annotations

from alembic import op

from storage.migrations.scripts import migration_statements

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the tables of supply and messages, and take away the outbox that nobody used."""
    for statement in migration_statements("0005_supply", op.get_bind().dialect.name):
        op.execute(statement)
