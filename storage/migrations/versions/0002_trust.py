"""Staff, audit, approvals, leases, backups; what a person can be forgotten by may be blanked."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables of trust, and let contact details be forgotten."""
    statements = Path(__file__).with_suffix(".sqlite.sql").read_text(encoding="utf-8")
    for statement in statements.split("\n;\n"):
        if statement.strip():
            op.execute(statement)
