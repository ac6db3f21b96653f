"""The statements of a migration stand beside it as SQL, one file for each database."""

from __future__ import annotations

from pathlib import Path

_VERSIONS = Path(__file__).parent / "versions"


def migration_file(name: str, database: str) -> Path:
    """Return where the statements of a migration stand."""
    return _VERSIONS / f"{name}.{database}.sql"


def migration_statements(name: str, database: str) -> list[str]:
    """Return the statements of a migration for a database."""
    text = migration_file(name, database).read_text(encoding="utf-8")
    return [statement.strip() for statement in text.split("\n;\n") if statement.strip()]
