"""The command that tells a true receipt from a changed one, also where there is no office."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from domain import formats
from domain.errors import FieldMissing
from domain.signing import (
    PublicKey,
    Verdict,
    Verified,
    keys_as_text,
    parse_keys,
    verified,
)
from resources import words
from ui.cli.layout import facts
from ui.cli.records import plain
from ui.cli.session import Answer, Session
from ui.verdict_words import DIFFERING, VERDICTS

#: A scanner sends one line; nothing longer is a code.
_MOST_LINE = 2_000
_GOOD = frozenset({Verdict.TRUE, Verdict.SIGNED})


def verify(session: Session, options: Namespace) -> Answer:
    """Verify the code of a receipt: by the books of an office, or by public keys alone."""
    if options.export_keys:
        return _export(session, Path(options.export_keys))
    keys = parse_keys(session.outside.read_text(Path(options.key))) if options.key else []
    code = options.code or sys.stdin.readline(_MOST_LINE).strip()
    if not code:
        raise FieldMissing("code")
    if options.key and options.office is None:
        return _answer(session, verified(code, keys, session.outside.is_signed))
    return _answer(session, _by_books(session, code, keys))


def _by_books(session: Session, code: str, keys: Sequence[PublicKey]) -> Verified:
    """Return what the books say; keys from a file count where the office knows none."""
    with session.books() as books:
        found = books.signing.verify(code)
    if found.verdict is Verdict.UNKNOWN_KEY and keys:
        return verified(code, keys, session.outside.is_signed)
    return found


def _export(session: Session, path: Path) -> Answer:
    with session.books() as books:
        keys = books.signing.public_keys()
    session.outside.write_text(path, keys_as_text(keys))
    return Answer(
        {"keys": [key.id for key in keys], "file": str(path)},
        [session._("Written to {path}. Public keys: {count}.", count=len(keys), path=path)],
        counts={"keys": len(keys)},
    )


def _answer(session: Session, found: Verified) -> Answer:
    _ = session._
    name, sentence = VERDICTS[found.verdict]
    told = f"{_(name)}: {_(sentence)}"
    is_good = found.verdict in _GOOD
    lines = [*([told] if is_good else []), *_lines(session, found)]
    return Answer(
        _record(found) | {"message": told},
        lines,
        exit_code=0 if is_good else 1,
        complaint="" if is_good else told,
    )


def _lines(session: Session, found: Verified) -> list[str]:
    _, said = session._, found.facts
    practice = [(_("Practice"), _("not real money"))] if said.is_practice else []
    differing = ", ".join(_(DIFFERING[name]) for name in found.differing)
    undone = [
        (
            _(words.UNDONE[undoing.kind]),
            " · ".join(filter(None, (formats.moment(undoing.at, _.month_names), undoing.instead))),
        )
        for undoing in (found.receipt.undone if found.receipt else ())
    ]
    return facts(
        [
            (_("Office"), said.office),
            (_("Receipt no."), said.number),
            (_("Consumer no."), said.consumer_number),
            (_("Amount"), formats.rupees(said.amount)),
            (_("Balance after"), formats.rupees(said.balance_after)),
            (_("Date and time"), formats.moment(said.posted_at, _.month_names)),
            (_("Key"), said.key or "-"),
            *practice,
            *([(_("The books differ in"), differing)] if differing else []),
            *undone,
        ]
    )


def _record(found: Verified) -> dict[str, Any]:
    said = found.facts
    return {
        "verdict": found.verdict.value,
        "office": said.office,
        "number": said.number,
        "consumer": said.consumer_number,
        "amount": said.amount.paise,
        "balance_after": said.balance_after.paise,
        "posted_at": plain(said.posted_at),
        "is_practice": said.is_practice,
        "key": said.key,
        "differing": list(found.differing),
        "undone": [undoing.kind.value for undoing in found.receipt.undone] if found.receipt else [],
    }
