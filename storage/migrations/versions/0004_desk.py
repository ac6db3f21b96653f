"""What the desk keeps: preferences, tags, notes, imports, tariff drafts."""

from __future__ import annotations

from alembic import op

from storage.migrations.scripts import migration_statements

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables of the desk."""
    for statement in migration_statements("0004_desk", op.get_bind().dialect.name):
        op.execute(statement)
