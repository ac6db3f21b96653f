"""What the desk keeps: preferences, tags, notes, imports, drafts; consumers are indexed anew."""

from __future__ import annotations

from alembic import op

from storage.migrations.scripts import migration_statements
from storage.search import index_all_consumers

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables of the desk, and fill the index that finds more than it did."""
    for statement in migration_statements("0004_desk", op.get_bind().dialect.name):
        op.execute(statement)
    index_all_consumers(op.get_bind())
