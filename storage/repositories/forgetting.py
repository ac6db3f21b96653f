"""Forgetting a person: what names them goes from every table; no hash has any of it unsalted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from domain.calendar import milliseconds
from domain.consumer import Consumer
from domain.office import Office
from domain.preferences import KEPT_FILTERS, tells_of
from storage.search import forget_what_was_indexed, index_consumers

_BLANKED = "name = '', guardian = '', address = '', mobile = '', email = ''"
_BLANKING = (
    f"UPDATE consumer SET {_BLANKED} WHERE office_id = :office_id AND id = :id",
    f"UPDATE contact_version SET {_BLANKED} WHERE office_id = :office_id AND consumer_id = :id",
    (
        "UPDATE receipt_party SET name = '', address = '' WHERE office_id = :office_id"
        " AND number IN (SELECT r.number FROM receipt r WHERE r.office_id = :office_id"
        "  AND r.consumer_id = :id)"
    ),
    (
        "UPDATE audit_detail SET salt = NULL, reason = '', before = '', after = '',"
        " erased_at_ms = :at WHERE office_id = :office_id AND erased_at_ms IS NULL"
        " AND audit_id IN (SELECT a.id FROM audit_entry a WHERE a.office_id = :office_id"
        "  AND a.consumer_id = :id)"
    ),
    # What somebody noted last is offered again, whoever it was about.
    "DELETE FROM preference WHERE office_id = :office_id AND name = 'notes.last'",
    "UPDATE consumer_note SET words = '' WHERE office_id = :office_id AND consumer_id = :id",
    # What was said stays counted, not what it was, nor to where; nothing more goes there.
    (
        "UPDATE message SET address = '', subject = '', text = '', variables = '{}', error = '',"
        " next_try_at_ms = NULL, state = CASE WHEN state IN ('waiting', 'held') THEN 'dropped'"
        "  ELSE state END WHERE office_id = :office_id AND consumer_id = :id"
    ),
    "DELETE FROM consumer_tag WHERE office_id = :office_id AND consumer_id = :id",
    (
        "UPDATE protection SET proof = '', end_reason = '' WHERE office_id = :office_id"
        " AND consumer_id = :id"
    ),
)
#: What a person was called and reached by, ever; and tags that nobody else bears.
_NAMED = (
    "SELECT x.name, x.guardian, x.mobile, x.email FROM contact_version x"
    " WHERE x.office_id = :office_id AND x.consumer_id = :id"
)
_OWN_TAGS = (
    "SELECT t.tag FROM consumer_tag t WHERE t.office_id = :office_id AND t.consumer_id = :id"
    " AND NOT EXISTS (SELECT 1 FROM consumer_tag o WHERE o.office_id = t.office_id"
    "  AND o.key = t.key AND o.consumer_id <> t.consumer_id)"
)
_FILTERS = (
    "SELECT owner, name, value FROM preference WHERE office_id = :office_id AND name LIKE :kept"
)
_FORGOTTEN_FILTER = (
    "DELETE FROM preference WHERE office_id = :office_id AND owner = :owner AND name = :name"
)


def forget_person(connection: Connection, office: Office, consumer: Consumer, at: datetime) -> int:
    """Blank what names a person wherever it is kept; return how many rows that were."""
    person = {"office_id": office.id, "id": consumer.id, "at": milliseconds(at)}
    blanked = _forget_filters(connection, person)
    for sql in _BLANKING:
        blanked += connection.execute(text(sql), person).rowcount
    found_by = (consumer.id, consumer.number, "", "", consumer.meter_serial)
    index_consumers(connection, office.id, [found_by])
    forget_what_was_indexed(connection)
    return blanked


def _forget_filters(connection: Connection, person: dict[str, int]) -> int:
    """Delete the filters of anybody that name a person; return how many those were."""
    words = {word for row in connection.execute(text(_NAMED), person) for word in row}
    words |= set(connection.execute(text(_OWN_TAGS), person).scalars())
    kept = connection.execute(text(_FILTERS), person | {"kept": f"{KEPT_FILTERS}%"}).all()
    naming = [
        {"office_id": person["office_id"], "owner": owner, "name": name}
        for owner, name, value in kept
        if tells_of(f"{name} {value}", words)
    ]
    if naming:
        connection.execute(text(_FORGOTTEN_FILTER), naming)
    return len(naming)
