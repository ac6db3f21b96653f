"""Disconnection jobs as rows: a line for the job, one for each defaulter of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, text, update

from domain.calendar import billing_day, day_number, day_of_number, instant_of, milliseconds
from domain.consumer import Consumer
from domain.errors_of_supply import JobNotFound
from domain.money import Money
from domain.office import Actor, Office
from domain.policy import BIT, NONE, REASONS, Decisions, Facts, Reason
from domain.supply_job import Job, JobOrder, JobRow, JobState
from domain.supply_order import OrderState
from storage.repositories.consumers import VERSION_IN_FORCE, SqlConsumers
from storage.repositories.sealed import add_sealed
from storage.rows import json_list
from storage.tables.supply import supply_job
from storage.vouching import vouching_for

#: A request that was put aside, or ran out, takes its job with it.
_JOBS = (
    "SELECT j.*, a.state AS approval_state FROM supply_job j LEFT JOIN approval a"
    " ON a.office_id = j.office_id AND a.id = j.approval_id WHERE j.office_id = :office_id"
)
_PUT_ASIDE = "rejected"


class SqlSupplyJobs:
    """The jobs of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def find(self, id_: str) -> Job | None:
        found = self._select(" AND j.id = :id", id=id_)
        return found[0] if found else None

    def get(self, id_: str) -> Job:
        job = self.find(id_)
        if job is None:
            raise JobNotFound(id_)
        return job

    def newest(self, limit: int) -> list[Job]:
        """Return the newest jobs, newest first."""
        return self._select(" ORDER BY j.made_at_ms DESC, j.id LIMIT :limit", limit=limit)

    def add(  # noqa: PLR0913, PLR0917 - which job, of whom, decided how
        self,
        job: Job,
        order: JobOrder,
        facts: Facts,
        decisions: Decisions,
        rows: Sequence[int],
        actor: Actor,
    ) -> None:
        line = {
            "id": job.id,
            "at_ms": milliseconds(job.at),
            "until_ms": milliseconds(job.until),
            "policy": job.policy,
            "state": job.state.value,
            "reason": order.reason.strip(),
            "made_at_ms": milliseconds(job.made_at),
            "made_by": job.made_by,
            "channel": actor.channel.value,
            "defaulters": job.defaulters,
            "eligible": job.eligible,
            "beyond": job.beyond,
            "approval_id": "",
            "decided_at_ms": None,
            "decided_by": "",
        }
        of_consumers = [
            {
                "job_id": job.id,
                "consumer_id": int(facts.consumer_id[row]),
                "balance_paise": int(facts.balance_paise[row]),
                "negative_since_day": _or_none(int(facts.negative_since_day[row])),
                "reasons": int(decisions.reasons[row]),
                "next_ms": _or_none(int(decisions.next_ms[row])),
                "left_out": "",
            }
            for row in rows
        ]
        written: dict[str, list[dict[str, Any]]] = {
            "supply_job": [line],
            "supply_job_row": of_consumers,
        }
        add_sealed(self._connection, self._office, "job_made", written, by=actor.name)

    def put(self, job: Job, act: str, by: str) -> None:
        with vouching_for(
            self._connection, self._office, "supply_job", " AND id = :id", act=act, by=by, id=job.id
        ):
            self._connection.execute(
                update(supply_job)
                .where(supply_job.c.office_id == self._office.id, supply_job.c.id == job.id)
                .values(
                    state=job.state.value,
                    beyond=job.beyond,
                    approval_id=job.approval_id,
                    decided_at_ms=None if job.decided_at is None else milliseconds(job.decided_at),
                    decided_by=job.decided_by,
                )
            )

    def eligible(self, id_: str) -> list[int]:
        return self._numbers("reasons = 0", id_)

    def to_be_cut(self, id_: str) -> list[int]:
        return self._numbers("reasons = 0 AND left_out = ''", id_)

    def leave_out(self, id_: str, consumer_ids: Sequence[int], reason: str, by: str) -> None:
        chosen = " AND job_id = :job AND consumer_id IN (SELECT value FROM numbers_in(:ids) n)"
        ids = json_list(consumer_ids)
        with vouching_for(
            self._connection,
            self._office,
            "supply_job_row",
            chosen,
            act="job_reviewed",
            by=by,
            job=id_,
            ids=ids,
        ):
            self._connection.execute(
                text(
                    "UPDATE supply_job_row SET left_out = :reason"
                    f" WHERE office_id = :office_id{chosen}"
                ),
                {"office_id": self._office.id, "job": id_, "ids": ids, "reason": reason},
            )

    def on_feeders(self, feeders: Sequence[str], today: date) -> list[int]:
        rows = self._connection.execute(
            text(
                f"SELECT c.id FROM consumer c {VERSION_IN_FORCE} WHERE c.office_id = :office_id"
                " AND v.feeder IN (SELECT value FROM words_in(:feeders) f)"
            ),
            {
                "office_id": self._office.id,
                "day": day_number(today),
                "feeders": json_list(feeders),
            },
        )
        return list(rows.scalars())

    def consumers(self, consumer_ids: Sequence[int], today: date) -> list[Consumer]:
        numbers = self._connection.execute(
            text(
                "SELECT c.number FROM numbers_in(:ids) n THEN JOIN consumer c"
                " ON c.office_id = :office_id AND c.id = n.value"
            ),
            {"office_id": self._office.id, "ids": json_list(consumer_ids)},
        )
        known = SqlConsumers(self._connection, self._office).known(list(numbers.scalars()), today)
        return list(known.values())

    def rows(self, job: Job) -> list[JobRow]:
        """Return the defaulters of a job, those to be cut first, who owe most first."""
        rows = self._connection.execute(
            text(
                "SELECT r.*, c.number, c.name, v.schedule, v.feeder, m.serial,"
                " o.id AS order_id, o.state AS order_state"
                " FROM supply_job_row r"
                " JOIN consumer c ON c.office_id = r.office_id AND c.id = r.consumer_id"
                f" {VERSION_IN_FORCE}"
                " JOIN meter m ON m.office_id = v.office_id AND m.id = v.meter_id"
                " LEFT JOIN supply_order o ON o.office_id = r.office_id AND o.job_id = r.job_id"
                "  AND o.consumer_id = r.consumer_id"
                " WHERE r.office_id = :office_id AND r.job_id = :job"
                " ORDER BY r.reasons <> 0, r.left_out <> '', r.balance_paise, r.consumer_id"
            ),
            {
                "office_id": self._office.id,
                "job": job.id,
                "day": day_number(billing_day(job.at)),
            },
        )
        return [_job_row(row, job, place) for place, row in enumerate(rows)]

    def _numbers(self, condition: str, id_: str) -> list[int]:
        rows = self._connection.execute(
            text(
                "SELECT consumer_id FROM supply_job_row WHERE office_id = :office_id"
                f" AND job_id = :job AND {condition} ORDER BY balance_paise, consumer_id"
            ),
            {"office_id": self._office.id, "job": id_},
        )
        return list(rows.scalars())

    def _select(self, condition: str, **parameters: Any) -> list[Job]:
        rows = self._connection.execute(
            text(f"{_JOBS}{condition}"), {"office_id": self._office.id, **parameters}
        ).all()
        ids = json_list(row.id for row in rows)
        held = self._counted("reasons", "supply_job_row", "reasons <> 0", ids)
        out = self._counted("left_out <> ''", "supply_job_row", "left_out <> ''", ids)
        orders = self._counted("state", "supply_order", "job_id <> ''", ids)
        return [
            _job(row, held.get(row.id, {}), out.get(row.id, {}), orders.get(row.id, {}))
            for row in rows
        ]

    def _counted(self, by: str, table: str, condition: str, ids: str) -> dict[str, dict[Any, int]]:
        """Return how many rows of each job there are, by an expression."""
        counted: dict[str, dict[Any, int]] = {}
        rows = self._connection.execute(
            text(
                f"SELECT t.job_id, t.{by} AS kind, count(*) FROM {table} t"
                f" WHERE t.office_id = :office_id AND t.{condition}"
                "  AND t.job_id IN (SELECT value FROM words_in(:ids) w)"
                f" GROUP BY t.job_id, t.{by}"
            ),
            {"office_id": self._office.id, "ids": ids},
        )
        for job_id, kind, count in rows:
            counted.setdefault(job_id, {})[kind] = count
        return counted


def _job(row: Any, held: dict[int, int], out: dict[Any, int], orders: dict[str, int]) -> Job:
    is_put_aside = row.state == JobState.ASKED and row.approval_state == _PUT_ASIDE
    return Job(
        id=row.id,
        at=instant_of(row.at_ms),
        until=instant_of(row.until_ms),
        policy=row.policy,
        state=JobState.REJECTED if is_put_aside else JobState(row.state),
        made_at=instant_of(row.made_at_ms),
        made_by=row.made_by,
        reason=row.reason,
        defaulters=row.defaulters,
        eligible=row.eligible,
        left_out=sum(out.values()),
        beyond=row.beyond,
        counts=_by_first_reason(held),
        approval_id=row.approval_id,
        decided_at=None if row.decided_at_ms is None else instant_of(row.decided_at_ms),
        decided_by=row.decided_by,
        orders={OrderState(state): count for state, count in orders.items()} or None,
    )


def _by_first_reason(held: dict[int, int]) -> dict[Reason, int]:
    """Return how many are held by each reason first: they add up to all held."""
    counts: dict[Reason, int] = {}
    for bits, count in held.items():
        first = next(reason for reason in REASONS if bits & BIT[reason])
        counts[first] = counts.get(first, 0) + count
    return {reason: counts[reason] for reason in REASONS if reason in counts}


def _job_row(row: Any, job: Job, place: int) -> JobRow:
    since = row.negative_since_day
    is_chosen = not row.reasons and not row.left_out
    return JobRow(
        consumer_id=row.consumer_id,
        number=row.number,
        name=row.name,
        schedule=row.schedule,
        feeder=row.feeder,
        meter_serial=row.serial,
        balance=Money(row.balance_paise),
        negative_since=None if since is None else day_of_number(since),
        reasons=tuple(reason for reason in REASONS if row.reasons & BIT[reason]),
        next_at=None if row.next_ms is None else instant_of(row.next_ms),
        left_out=row.left_out,
        order_id=row.order_id or "",
        order_state=OrderState(row.order_state) if row.order_state else None,
        # Who owes most goes first, in a run as in this list.
        is_beyond=is_chosen and place >= job.going,
        is_decided=job.state in {JobState.APPROVED, JobState.REJECTED},
    )


def _or_none(value: int) -> int | None:
    return None if value == NONE else value
