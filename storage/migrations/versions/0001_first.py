"""The first schema; its statements stand beside it as SQL, frozen."""

from __future__ import annotations

from alembic import op

from storage.migrations.scripts import migration_statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, index, trigger and the search index."""
    for statement in migration_statements("0001_first", op.get_bind().dialect.name):
        op.execute(statement)
