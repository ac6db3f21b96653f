"""In what condition the books are: what the last check verified, and what one found wrong."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from domain.calendar import instant_of
from domain.listing import BooksCondition
from domain.office import Office
from storage.checkpoints import last_checkpoint
from storage.repositories.condition import NOT_IN_ORDER, SqlCondition
from storage.watching import FULL


def condition_of(connection: Connection, office: Office) -> BooksCondition:
    """Return how the books were found, without checking them again."""
    reached = last_checkpoint(connection, office)
    found = connection.execute(
        text(
            "SELECT changed_at_ms, changed_by FROM setting"
            " WHERE office_id = :office_id AND name = :name"
        ),
        {"office_id": office.id, "name": NOT_IN_ORDER},
    ).one_or_none()
    facts = reached.facts if reached else {}
    return BooksCondition(
        checked_at=instant_of(reached.at_ms) if reached else None,
        is_whole=bool(reached and reached.kind == FULL),
        whole_checked_at=_last_whole(connection, office),
        anchor=reached.anchor if reached and reached.seq else None,
        events=reached.seq if reached else 0,
        postings=int(facts.get("posted_seq", 0)),
        receipts=int(facts.get("receipts", 0)),
        wallets=_wallets(connection, office),
        problems=SqlCondition(connection, office).problems(),
        found_at=instant_of(found.changed_at_ms) if found else None,
        found_by=found.changed_by if found else "",
    )


def _last_whole(connection: Connection, office: Office) -> datetime | None:
    at_ms = connection.execute(
        text("SELECT max(at_ms) FROM checkpoint WHERE office_id = :office_id AND kind = :kind"),
        {"office_id": office.id, "kind": FULL},
    ).scalar()
    return None if at_ms is None else instant_of(at_ms)


def _wallets(connection: Connection, office: Office) -> int:
    counted: int = connection.execute(
        text("SELECT count(*) FROM wallet WHERE office_id = :office_id"), {"office_id": office.id}
    ).scalar_one()
    return counted
