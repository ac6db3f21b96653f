"""The command that packs what support needs to know; the office may be beyond opening."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from domain import errors_of_database as database
from domain.errors import Unavailable
from domain.support import OfficeFacts
from ui.cli.session import Answer, Session

#: With these the office cannot be looked into, which is just when help is needed.
_BEYOND_OPENING = (
    Unavailable,
    database.OfficeNotFound,
    database.DatabaseDamaged,
    database.DatabaseNotOurs,
    database.DatabaseNewer,
)


def bundle(session: Session, options: Namespace) -> Answer:
    """Write the support bundle: how the program and its office are, and nobody's data."""
    out = Path(options.out)
    facts, trouble = _facts(session)
    files = session.outside.write_support_bundle(facts, trouble, out, session._)
    _ = session._
    lines = [
        _(
            "The support bundle is in {path}: {count} files of text. Look into README.txt, then"
            " send it to whoever looks after the program.",
            path=out,
            count=len(files),
        )
    ]
    if facts is None:
        lines.append(_("The office could not be looked into ({trouble}).", trouble=trouble))
    return Answer({"bundle": str(out), "files": list(files), "trouble": trouble or None}, lines)


def _facts(session: Session) -> tuple[OfficeFacts | None, str]:
    try:
        with session.books() as books:
            return books.support_facts(session.actor), ""
    except _BEYOND_OPENING as trouble:
        return None, trouble.code
