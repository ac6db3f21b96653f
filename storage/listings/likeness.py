"""Who may be one person: found by meter, e-mail and the search index, never by reading all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from domain.likeness import Person, mobile_digits, words_of_name
from storage.rows import json_list
from storage.search import Likeness, find_by_words

#: Of people of one name so many are compared; there may be thousands of them.
_MOST_COMPARED = 1_000


def people_like(
    connection: Connection, office_id: int, person: Person
) -> list[tuple[Person, Sequence[str]]]:
    """Return the consumers who have something in common with a person, each with its meters."""
    ids: list[int] = []
    ids += _who_had(connection, office_id, person.meter_serial)
    ids += _who_writes_from(connection, office_id, person.email)
    ids += find_by_words(connection, office_id, mobile_digits(person.mobile), _MOST_COMPARED)
    name = " ".join(words_of_name(person.name))
    ids += find_by_words(connection, office_id, name, _MOST_COMPARED, Likeness.SOUNDS)
    return _people(connection, office_id, list(dict.fromkeys(ids)))


def _who_had(connection: Connection, office_id: int, serial: str) -> list[int]:
    if not serial:
        return []
    rows = connection.execute(
        text(
            "SELECT DISTINCT v.consumer_id FROM meter m THEN JOIN consumer_version v"
            "  ON v.office_id = m.office_id AND v.meter_id = m.id"
            " WHERE m.office_id = :office_id AND m.serial = :serial"
        ),
        {"office_id": office_id, "serial": serial},
    )
    return list(rows.scalars())


def _who_writes_from(connection: Connection, office_id: int, email: str) -> list[int]:
    typed = email.strip()
    if not typed:
        return []
    rows = connection.execute(
        text(
            "SELECT id FROM consumer WHERE office_id = :office_id AND email <> ''"
            " AND lower(email) BETWEEN :email AND :email LIMIT :limit"
        ),
        {"office_id": office_id, "email": typed.lower(), "limit": _MOST_COMPARED},
    )
    return list(rows.scalars())


def _people(
    connection: Connection, office_id: int, ids: Sequence[int]
) -> list[tuple[Person, Sequence[str]]]:
    people = connection.execute(
        text(
            "SELECT c.id, c.number, c.name, c.guardian, c.address, c.mobile, c.email"
            " FROM numbers_in(:ids) n THEN JOIN consumer c"
            "  ON c.office_id = :office_id AND c.id = n.value"
        ),
        {"office_id": office_id, "ids": json_list(ids)},
    ).all()
    meters = _meters_of(connection, office_id, ids)
    return [(_person(row), meters.get(row.id, ())) for row in people]


def _meters_of(
    connection: Connection, office_id: int, ids: Sequence[int]
) -> dict[int, Sequence[str]]:
    """Return the meters that consumers have or had."""
    rows = connection.execute(
        text(
            "SELECT v.consumer_id, m.serial FROM numbers_in(:ids) n THEN JOIN consumer_version v"
            "  ON v.office_id = :office_id AND v.consumer_id = n.value"
            " THEN JOIN meter m ON m.office_id = v.office_id AND m.id = v.meter_id"
        ),
        {"office_id": office_id, "ids": json_list(ids)},
    )
    meters: dict[int, list[str]] = {}
    for consumer, serial in rows:
        meters.setdefault(consumer, []).append(serial)
    return dict(meters)


def _person(row: Any) -> Person:
    return Person(row.number, row.name, row.guardian, row.address, row.mobile, row.email)
