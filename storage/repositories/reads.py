"""Register reads as rows, kept by the day they close; a held one waits beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime

from sqlalchemy import Connection, text

from domain.calendar import day_number, day_of_number, instant_of, milliseconds
from domain.energy import Energy
from domain.office import Office
from domain.ports import KnownRead, MeterContext, TakenRead
from domain.reads import HoldReason, Read, ReadSource, ReadState
from storage.rows import insert_many, json_list
from storage.vouching import Rows, vouch, vouching_for

_COLUMNS = (
    *("office_id", "closing_day", "meter_id", "read_at_ms", "revision", "register_wh"),
    *(
        "cumulative_wh",
        "max_demand_w",
        "apparent_vah",
        "exported_wh",
        "quality",
        "source",
        "state",
        "reason",
        "known_wh",
    ),
    *("note", "recorded_at_ms", "recorded_by"),
)
_COUNTS = f"state IN ('{ReadState.VALID.value}', '{ReadState.RELEASED.value}')"


class SqlReads:
    """The reads of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def contexts(self, serials: Sequence[str]) -> Mapping[str, MeterContext]:
        rows = self._connection.execute(
            text(
                "SELECT m.serial, m.id, c.id AS consumer_id, c.number, v.load_w, v.meter_factor,"
                " p.next_open_day, c.billed_from_day, p.consumed_at_ms,"
                " p.meter_id AS consumed_meter_id"
                " FROM meter m JOIN consumer_version v"
                "  ON v.office_id = m.office_id AND v.meter_id = m.id"
                " JOIN consumer c ON c.office_id = v.office_id AND c.id = v.consumer_id"
                " JOIN month_position p"
                "  ON p.office_id = c.office_id AND p.consumer_id = c.id"
                " WHERE m.office_id = :office_id"
                " AND m.serial IN (SELECT value FROM words_in(:serials) w)"
                " ORDER BY v.effective_day, v.version_seq"
            ),
            {"office_id": self._office.id, "serials": json_list(serials)},
        )
        return {
            row.serial: MeterContext(
                row.id,
                row.consumer_id,
                row.number,
                row.load_w,
                row.meter_factor,
                day_of_number(row.next_open_day),
                day_of_number(row.next_open_day - 1)
                if row.next_open_day > row.billed_from_day
                else None,
                instant_of(row.consumed_at_ms)
                if row.consumed_at_ms is not None and row.consumed_meter_id == row.id
                else None,
            )
            for row in rows
        }

    def known(self, meter_ids: Sequence[int], since: datetime) -> Mapping[int, list[KnownRead]]:
        known: dict[int, list[KnownRead]] = {}
        rows = self._connection.execute(
            text(
                "SELECT r.meter_id, r.read_at_ms, r.revision, r.register_wh, r.cumulative_wh,"
                " r.state FROM numbers_in(:meters) j THEN JOIN meter_read r"
                "  ON r.office_id = :office_id AND r.meter_id = j.value"
                " AND r.read_at_ms >= coalesce((SELECT max(b.read_at_ms) FROM meter_read b"
                f"  WHERE b.office_id = :office_id AND b.meter_id = j.value AND b.{_COUNTS}"
                "   AND b.read_at_ms < :since), :since)"
                " ORDER BY r.meter_id, r.read_at_ms, r.revision"
            ),
            {
                "office_id": self._office.id,
                "meters": json_list(meter_ids),
                "since": milliseconds(since),
            },
        )
        for meter, at, revision, register, cumulative, state in rows:
            is_valid = state in {ReadState.VALID, ReadState.RELEASED}
            known.setdefault(meter, []).append(
                KnownRead(
                    instant_of(at),
                    revision,
                    register,
                    cumulative,
                    is_valid,
                    is_withdrawn=state == ReadState.WITHDRAWN,
                )
            )
        return known

    def add(self, taken: Sequence[TakenRead], source: ReadSource, at: datetime, by: str) -> None:
        recorded = milliseconds(at)
        rows = Rows(
            "meter_read",
            _COLUMNS,
            [
                (
                    *(self._office.id, day_number(row.closing_day), row.meter_id),
                    *(milliseconds(row.read.read_at), row.revision, row.read.register.wh),
                    *(row.cumulative_wh, row.read.max_demand_w, row.read.apparent_vah),
                    *(row.read.exported_wh, row.read.quality, source.value),
                    *(_state_of(row).value, row.hold.value if row.hold else "", row.known_wh),
                    *("", recorded, by),
                )
                for row in taken
            ],
        )
        insert_many(self._connection, rows.table, rows.columns, rows.tuples)
        vouch(self._connection, self._office, "reads_taken", by=by, written=[rows])

    def held(self, meter_serial: str, read_at: datetime) -> tuple[TakenRead, MeterContext] | None:
        context = self.contexts([meter_serial]).get(meter_serial)
        if context is None:
            return None
        row = self._connection.execute(
            text(
                "SELECT * FROM meter_read WHERE office_id = :office_id AND meter_id = :meter"
                " AND read_at_ms = :at AND state = 'held' ORDER BY revision LIMIT 1"
            ),
            {
                "office_id": self._office.id,
                "meter": context.meter_id,
                "at": milliseconds(read_at),
            },
        ).one_or_none()
        if row is None:
            return None
        read = Read(meter_serial, read_at, Energy(row.register_wh), row.max_demand_w, row.quality)
        taken = TakenRead(
            context.meter_id,
            read,
            row.revision,
            row.cumulative_wh,
            day_of_number(row.closing_day),
            HoldReason(row.reason),
            row.known_wh,
        )
        return taken, context

    def dismiss(self, taken: TakenRead, note: str, by: str) -> None:
        """Put a held read aside for good; it stays on record with who did it, and why."""
        place = self._place_of(taken)
        with self._changing(place, "read_dismissed", by):
            self._connection.execute(
                text(
                    "UPDATE meter_read SET state = 'superseded', note = :note, recorded_by = :by"
                    " WHERE office_id = :office_id AND meter_id = :meter AND read_at_ms = :at"
                    " AND revision = :revision"
                ),
                {**place, "revision": taken.revision, "note": note, "by": by},
            )

    def release(
        self, taken: TakenRead, closing_day: date, cumulative_wh: int, note: str, by: str
    ) -> None:
        place = self._place_of(taken)
        with self._changing(place, "read_released", by):
            if taken.revision:
                self._supersede(place)
            self._release(taken, closing_day, cumulative_wh, note, by)

    def _supersede(self, place: Mapping[str, int]) -> None:
        """Let the value that stood at an instant no longer count: another takes its place."""
        self._connection.execute(
            text(
                "UPDATE meter_read SET state = 'superseded' WHERE office_id = :office_id"
                f" AND meter_id = :meter AND read_at_ms = :at AND {_COUNTS}"
            ),
            place,
        )

    def _release(
        self, taken: TakenRead, closing_day: date, cumulative_wh: int, note: str, by: str
    ) -> None:
        self._connection.execute(
            text(
                "UPDATE meter_read SET state = 'released', closing_day = :closing_day,"
                " cumulative_wh = :cumulative, note = :note, recorded_by = :by"
                " WHERE office_id = :office_id AND meter_id = :meter AND read_at_ms = :at"
                " AND revision = :revision"
            ),
            {
                **self._place_of(taken),
                "closing_day": day_number(closing_day),
                "cumulative": cumulative_wh,
                "note": note,
                "by": by,
                "revision": taken.revision,
            },
        )

    def _changing(
        self, place: Mapping[str, int], act: str, by: str
    ) -> AbstractContextManager[None]:
        """Vouch for what the body makes of the reads of an instant."""
        return vouching_for(
            self._connection,
            self._office,
            "meter_read",
            " AND meter_id = :meter AND read_at_ms = :at",
            act=act,
            by=by,
            meter=place["meter"],
            at=place["at"],
        )

    def _place_of(self, taken: TakenRead) -> dict[str, int]:
        return {
            "office_id": self._office.id,
            "meter": taken.meter_id,
            "at": milliseconds(taken.read.read_at),
        }


def _state_of(row: TakenRead) -> ReadState:
    return ReadState.HELD if row.hold else ReadState.VALID
