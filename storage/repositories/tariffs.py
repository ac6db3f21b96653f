"""Tariff versions as they were published: the document is kept, with its hash."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from domain.calendar import day_number, milliseconds
from domain.office import Actor, Office
from domain.tariff import Tariff, parse_tariffs
from storage.rows import insert_many, take_numbers

_COLUMNS = (
    *("office_id", "id", "version_id", "schedule", "valid_from_day", "valid_until_day"),
    *("document", "sha256", "recorded_at_ms", "recorded_by"),
)


class SqlTariffs:
    """The tariff versions of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def all(self) -> list[Tariff]:
        documents = self._connection.execute(
            text("SELECT document FROM tariff_version WHERE office_id = :office_id ORDER BY id"),
            {"office_id": self._office.id},
        ).scalars()
        tariffs, faults = parse_tariffs(
            {"tariffs": [json.loads(document) for document in documents]}
        )
        if faults:
            raise faults[0]
        return tariffs

    def add(self, tariffs: Sequence[Tariff], at: datetime, actor: Actor) -> None:
        first = take_numbers(self._connection, self._office.id, "tariff", len(tariffs))
        insert_many(
            self._connection,
            "tariff_version",
            _COLUMNS,
            [
                (
                    *(self._office.id, number, tariff.id, tariff.schedule),
                    day_number(tariff.valid_from),
                    day_number(tariff.valid_until) if tariff.valid_until else None,
                    json.dumps(tariff.document, ensure_ascii=False, sort_keys=True),
                    *(tariff.sha256, milliseconds(at), actor.name),
                )
                for number, tariff in enumerate(tariffs, first)
            ],
        )
