"""The first schema; its statements stand beside it as SQL, frozen."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, index, trigger and the search index."""
    statements = Path(__file__).with_suffix(".sqlite.sql").read_text(encoding="utf-8")
    for statement in statements.split("\n;\n"):
        if statement.strip():
            op.execute(statement)
