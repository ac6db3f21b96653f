"""Messages as rows: queued once per consumer, alert, period and medium, and how far each is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, select, text

from domain.alerts import Telling
from domain.calendar import billing_day, day_number, instant_of, milliseconds
from domain.credit import SupplyState
from domain.message import Alert, Medium, Message, MessageState, Template
from domain.office import Office
from domain.ports_of_alerts import DueMessage, MessageDraft, MessageKey, Reach, Unreported
from domain.ports_of_messages import Handed, HandOver
from resources import locate
from storage.repositories.consumers import VERSION_IN_FORCE
from storage.repositories.sealed import add_sealed
from storage.rows import insert_many, json_list, update_many
from storage.tables.messages import message_template
from storage.vouching import vouching_for

_COLUMNS = (
    *("office_id", "id", "consumer_id", "alert", "period", "medium", "language", "address"),
    *("template_id", "subject", "text", "variables", "state", "attempts", "created_at_ms"),
    *("next_try_at_ms", "provider_id", "error", "sent_at_ms", "delivered_at_ms", "resent"),
)
_NAMED = ", ".join(f'm."{name}"' for name in _COLUMNS)
#: As the partial index has it, so that both planners take it.
OPEN = "m.state IN ('waiting', 'leaving', 'held')"
_MOST_ERROR = 300
#: The posting of a consumer's last recharge; what was undone as a whole never was one.
LAST_RECHARGE = (
    "coalesce((SELECT max(r.posted_seq) FROM receipt r JOIN receipt_head h"
    "  ON h.office_id = r.office_id AND h.number = r.number AND h.head = 'recharge'"
    " WHERE r.office_id = c.office_id AND r.consumer_id = c.id AND r.posted_seq > 0"
    " AND NOT EXISTS (SELECT 1 FROM receipt_undone u WHERE u.office_id = r.office_id"
    "  AND u.number = r.number AND u.line = 0)), 0)"
)


class SqlMessages:
    """The outbox to consumers and the templates of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    # Templates

    def templates(self) -> Mapping[tuple[Alert, Medium, str], Template]:
        own = self._connection.execute(
            select(message_template).where(message_template.c.office_id == self._office.id)
        )
        return dict(shipped_templates()) | {
            (one.alert, one.medium, one.language): one for one in map(_template, own)
        }

    def put_template(self, template: Template, at: datetime, by: str) -> None:
        key = {
            "alert": template.alert.value,
            "medium": template.medium.value,
            "language": template.language,
        }
        fields = {
            "text": template.text,
            "variables": json.dumps(template.variables),
            "subject": template.subject,
            "template_id": template.template_id,
            "header": template.header,
            "entity_id": template.entity_id,
            "changed_at_ms": milliseconds(at),
            "changed_by": by,
        }
        where = " AND alert = :alert AND medium = :medium AND language = :language"
        named = ", ".join(f'"{name}" = :{name}' for name in fields)
        parameters = {"office_id": self._office.id} | key | fields
        with vouching_for(
            self._connection,
            self._office,
            "message_template",
            where,
            act="template_changed",
            by=by,
            **key,
        ):
            changed = self._connection.execute(
                text(f"UPDATE message_template SET {named} WHERE office_id = :office_id{where}"),
                parameters,
            ).rowcount
        if not changed:
            rows = {"message_template": [key | fields]}
            add_sealed(self._connection, self._office, "template_changed", rows, by=by)

    # Queueing

    def reach(self, consumer_ids: Sequence[int]) -> Mapping[int, Reach]:
        rows = self._connection.execute(
            text(
                "SELECT c.id, c.number, c.language, c.mobile, c.email, w.balance_paise"
                " FROM numbers_in(:ids) n THEN JOIN consumer c"
                "  ON c.office_id = :office_id AND c.id = n.value"
                " JOIN wallet w ON w.office_id = c.office_id AND w.consumer_id = c.id"
            ),
            {"office_id": self._office.id, "ids": json_list(consumer_ids)},
        )
        return {row.id: Reach(*row) for row in rows}

    def known(self, tellings: Sequence[Telling]) -> set[MessageKey]:
        rows = self._connection.execute(
            text(
                "SELECT m.consumer_id, m.alert, m.period, m.medium FROM numbers_in(:ids) n"
                " THEN JOIN message m ON m.office_id = :office_id AND m.consumer_id = n.value"
                " AND m.alert IN (SELECT value FROM words_in(:alerts) a)"
            ),
            {
                "office_id": self._office.id,
                "ids": json_list({one.consumer_id for one in tellings}),
                "alerts": json_list({one.alert.value for one in tellings}),
            },
        )
        return {tuple(row) for row in rows}

    def queue(self, drafts: Sequence[MessageDraft], at: datetime) -> None:
        if not drafts:
            return
        first, at_ms = self._next_id(), milliseconds(at)
        rows = [
            (
                *(self._office.id, id_, draft.consumer_id, draft.alert.value, draft.period),
                *(draft.medium.value, draft.language, draft.address, draft.template_id),
                *(draft.subject, draft.text, json.dumps(draft.variables, ensure_ascii=False)),
                *(MessageState.WAITING.value, 0, at_ms, at_ms, "", "", None, None, 0),
            )
            for id_, draft in enumerate(drafts, first)
        ]
        insert_many(self._connection, "message", _COLUMNS, rows)

    def _next_id(self) -> int:
        """Return the id of the next message; one writer at a time asks for it."""
        last: int | None = self._connection.execute(
            text("SELECT max(id) FROM message WHERE office_id = :office_id"),
            {"office_id": self._office.id},
        ).scalar()
        return (last or 0) + 1

    # Delivering

    def due(self, media: Sequence[Medium], now: datetime, limit: int) -> list[DueMessage]:
        rows = self._connection.execute(
            text(
                f"SELECT {_NAMED}, c.number, v.schedule, v.load_w, v.supply_state,"
                f" w.balance_paise, w.negative_since_day, {LAST_RECHARGE} AS recharge"
                f" FROM (SELECT * FROM message m WHERE m.office_id = :office_id AND {OPEN}"
                "  AND m.next_try_at_ms <= :now AND m.state = 'waiting'"
                "  AND m.medium IN (SELECT value FROM words_in(:media) w)"
                "  ORDER BY m.next_try_at_ms, m.id LIMIT :limit) m"
                " JOIN consumer c ON c.office_id = m.office_id AND c.id = m.consumer_id"
                f" {VERSION_IN_FORCE}"
                " JOIN wallet w ON w.office_id = c.office_id AND w.consumer_id = c.id"
                " ORDER BY m.next_try_at_ms, m.id"
            ),
            {
                "office_id": self._office.id,
                "now": milliseconds(now),
                "day": day_number(billing_day(now)),
                "media": json_list(medium.value for medium in media),
                "limit": limit,
            },
        )
        return [
            DueMessage(
                message_of(row),
                row.schedule,
                row.load_w,
                row.supply_state == SupplyState.CONNECTED,
                row.balance_paise,
                row.negative_since_day,
                row.recharge,
            )
            for row in rows
        ]

    def leave(self, ids: Sequence[int], at: datetime) -> None:
        # While it leaves, the time of the next try is when it left.
        self._change(
            "state = 'leaving', attempts = attempts + 1, next_try_at_ms = :at",
            ids,
            "state = 'waiting'",
            at=milliseconds(at),
        )

    def postpone(self, ids: Sequence[int], until: datetime) -> None:
        self._change("next_try_at_ms = :at", ids, "state = 'waiting'", at=milliseconds(until))

    def give_up(self, ids: Sequence[int], reason: str) -> None:
        self._change(
            "state = 'dropped', error = :error, next_try_at_ms = NULL",
            ids,
            "state = 'waiting'",
            error=reason,
        )

    def fail(self, errors: Mapping[int, str]) -> None:
        for error in sorted(set(errors.values())):
            self._change(
                "state = 'failed', error = :error, next_try_at_ms = NULL",
                [id_ for id_, said in errors.items() if said == error],
                "state = 'waiting'",
                error=error[:_MOST_ERROR],
            )

    def answered(
        self,
        answers: Mapping[int, HandOver],
        at: datetime,
        waits: Mapping[int, timedelta | None],
        ask_at: datetime | None,
    ) -> None:
        # One that a person let wait again meanwhile is no longer leaving.
        leaving = self._connection.execute(
            text(
                "SELECT id FROM message WHERE office_id = :office_id AND state = 'leaving'"
                " AND id IN (SELECT value FROM numbers_in(:ids) n)"
            ),
            {"office_id": self._office.id, "ids": json_list(answers)},
        ).scalars()
        rows = [
            (*_after(answers[id_], at, waits.get(id_), ask_at), self._office.id, id_)
            for id_ in leaving
        ]
        columns = ("state", "provider_id", "error", "sent_at_ms", "next_try_at_ms", "ask_at_ms")
        update_many(self._connection, "message", columns, ("office_id", "id"), rows)

    def take_back_leaving(self, media: Sequence[Medium], before: datetime) -> int:
        return self._execute(
            f"UPDATE message AS m SET state = 'waiting' WHERE m.office_id = :office_id AND {OPEN}"
            " AND m.state = 'leaving' AND m.next_try_at_ms <= :before"
            " AND m.medium IN (SELECT value FROM words_in(:media) w)",
            before=milliseconds(before),
            media=json_list(medium.value for medium in media),
        )

    def next_try(self, media: Sequence[Medium]) -> datetime | None:
        found = self._connection.execute(
            text(
                f"SELECT min(m.next_try_at_ms) FROM message m WHERE m.office_id = :office_id"
                f" AND {OPEN} AND m.state = 'waiting' AND m.next_try_at_ms >= 0"
                " AND m.medium IN (SELECT value FROM words_in(:media) w)"
            ),
            {
                "office_id": self._office.id,
                "media": json_list(medium.value for medium in media),
            },
        ).scalar()
        return None if found is None else instant_of(found)

    def waiting_media(self) -> set[Medium]:
        rows = self._connection.execute(
            text(
                "SELECT DISTINCT m.medium FROM message m WHERE m.office_id = :office_id"
                f" AND {OPEN} AND m.state = 'waiting' AND m.next_try_at_ms >= 0"
            ),
            {"office_id": self._office.id},
        ).scalars()
        return {Medium(medium) for medium in rows}

    # Reports

    def unreported(self, medium: Medium, now: datetime, limit: int) -> list[Unreported]:
        rows = self._connection.execute(
            text(
                "SELECT m.id, m.provider_id, m.sent_at_ms FROM message m"
                " WHERE m.office_id = :office_id AND m.ask_at_ms BETWEEN 0 AND :now"
                " AND m.state = 'sent' AND m.medium = :medium ORDER BY m.ask_at_ms LIMIT :limit"
            ),
            {
                "office_id": self._office.id,
                "now": milliseconds(now),
                "medium": medium.value,
                "limit": limit,
            },
        )
        return [Unreported(id_, sent, instant_of(at_ms)) for id_, sent, at_ms in rows]

    def ask_again(self, asked: Mapping[int, datetime | None]) -> None:
        rows = [(_ms(at), self._office.id, id_) for id_, at in asked.items()]
        update_many(self._connection, "message", ("ask_at_ms",), ("office_id", "id"), rows)

    def report(self, provider_id: str, at: datetime, *, is_delivered: bool, error: str) -> bool:
        parameters = {"office_id": self._office.id, "provider_id": provider_id}
        known = self._connection.execute(
            text(
                "SELECT m.id FROM message m WHERE m.office_id = :office_id"
                " AND m.provider_id = :provider_id AND m.provider_id <> ''"
            ),
            parameters,
        ).scalar()
        if known is None:
            return False
        # What has arrived stays arrived, whatever is told later.
        self._connection.execute(
            text(
                "UPDATE message SET state = :state, error = :error, delivered_at_ms = :at,"
                " ask_at_ms = NULL WHERE office_id = :office_id AND id = :id"
                " AND state IN ('sent', 'failed')"
            ),
            {
                "office_id": self._office.id,
                "id": known,
                "state": (MessageState.DELIVERED if is_delivered else MessageState.FAILED).value,
                "error": "" if is_delivered else error[:_MOST_ERROR],
                "at": milliseconds(at) if is_delivered else None,
            },
        )
        return True

    # By hand

    def resend(self, ids: Sequence[int], at: datetime, settled_before: datetime) -> int:
        return self._change(
            "state = 'waiting', attempts = 0, next_try_at_ms = :at, provider_id = '', error = '',"
            " sent_at_ms = NULL, delivered_at_ms = NULL, resent = resent + 1, ask_at_ms = NULL",
            ids,
            "(state IN ('sent', 'delivered', 'failed', 'dropped')"
            " OR (state = 'leaving' AND next_try_at_ms <= :before)) AND text <> ''",
            at=milliseconds(at),
            before=milliseconds(settled_before),
        )

    def drop(self, ids: Sequence[int], reason: str) -> int:
        return self._change(
            "state = 'dropped', error = :error, next_try_at_ms = NULL",
            ids,
            "state IN ('waiting', 'held', 'failed')",
            error=reason[:_MOST_ERROR],
        )

    def _change(self, new: str, ids: Iterable[int], condition: str, **parameters: Any) -> int:
        return self._execute(
            f"UPDATE message SET {new} WHERE office_id = :office_id AND {condition}"
            " AND id IN (SELECT value FROM numbers_in(:ids) n)",
            ids=json_list(ids),
            **parameters,
        )

    def _execute(self, sql: str, **parameters: Any) -> int:
        done = self._connection.execute(text(sql), {"office_id": self._office.id, **parameters})
        return done.rowcount


@cache
def shipped_templates() -> Mapping[tuple[Alert, Medium, str], Template]:
    """Return the templates that travel with the program, by alert, medium and language.

    What is written for an SMS serves for WhatsApp and for the sheet too.
    """
    found = {}
    for path in sorted(locate("templates").glob("*.json")):
        for written in json.loads(path.read_text("utf-8"))["templates"]:
            for medium in written["media"]:
                one = Template(
                    alert=Alert(written["alert"]),
                    medium=Medium(medium),
                    language=path.stem,
                    text=written["text"],
                    variables=tuple(written["variables"]),
                    subject=written.get("subject", ""),
                )
                found[one.alert, one.medium, one.language] = one
    return found


def message_of(row: Any) -> Message:
    """Return the message of a row that has the columns of the table and its consumer's number."""
    return Message(
        id=row.id,
        consumer_id=row.consumer_id,
        consumer_number=row.number,
        alert=Alert(row.alert),
        period=row.period,
        medium=Medium(row.medium),
        language=row.language,
        address=row.address,
        template_id=row.template_id,
        subject=row.subject,
        text=row.text,
        variables=json.loads(row.variables or "{}"),
        state=MessageState(row.state),
        attempts=row.attempts,
        created_at=instant_of(row.created_at_ms),
        next_try_at=_instant(row.next_try_at_ms),
        provider_id=row.provider_id,
        error=row.error,
        sent_at=_instant(row.sent_at_ms),
        delivered_at=_instant(row.delivered_at_ms),
        resent=row.resent,
    )


def columns_of_message() -> str:
    """Return the columns of a message ``m`` as a SELECT names them."""
    return _NAMED


def _after(
    answer: HandOver, at: datetime, wait: timedelta | None, ask_at: datetime | None
) -> tuple[Any, ...]:
    """Return state, provider's id, error; when it was sent, is tried again, is asked about."""
    error, at_ms = answer.error[:_MOST_ERROR], milliseconds(at)
    if answer.handed is Handed.SENT:
        asked_ms = _ms(ask_at) if answer.provider_id else None
        return (MessageState.SENT.value, answer.provider_id, "", at_ms, None, asked_ms)
    if answer.handed is Handed.UNKNOWN:
        return (MessageState.LEAVING.value, answer.provider_id, error, None, at_ms, None)
    if answer.handed is Handed.LATER and wait is not None:
        return (MessageState.WAITING.value, "", error, None, milliseconds(at + wait), None)
    return (MessageState.FAILED.value, answer.provider_id, error, None, None, None)


def _template(row: Any) -> Template:
    return Template(
        alert=Alert(row.alert),
        medium=Medium(row.medium),
        language=row.language,
        text=row.text,
        variables=tuple(json.loads(row.variables)),
        subject=row.subject,
        template_id=row.template_id,
        header=row.header,
        entity_id=row.entity_id,
    )


def _instant(at_ms: int | None) -> datetime | None:
    return None if at_ms is None else instant_of(at_ms)


def _ms(at: datetime | None) -> int | None:
    return None if at is None else milliseconds(at)
