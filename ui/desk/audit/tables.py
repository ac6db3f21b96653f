"""The columns of the audit log and of what one act changed."""

from __future__ import annotations

from domain import formats
from domain.audit import AuditRow
from domain.calendar import IST
from resources.texts import N_, Texts
from ui.audit_words import ValueChange, act_done, change_in_short, place_of
from ui.desk.kit.columns import Column, Tone

#: Acts that somebody who reads the log should not pass over.
_GRAVE = frozenset({"fail_sign_in", "override_check", "restore", "recover", "erase_person"})


def log_columns() -> list[Column]:
    """Return the columns of the log, newest first as it comes."""
    return [
        Column("at", N_("When"), when, 164),
        Column("by", N_("Who"), lambda row, _: row.by, 104, is_strong=True),
        Column("act", N_("What"), lambda row, _: act_done(row.act, _), 170, tone=_tone),
        Column("subject", N_("On what"), lambda row, _: row.subject, 200),
        Column("count", N_("Count"), _count, 62, is_number=True, gives_way=2),
        Column("consumer", N_("Consumer"), lambda row, _: row.consumer_number, 84, gives_way=4),
        Column("change", N_("What changed"), change_in_short, 130, stretches=True),
        Column("reason", N_("Reason"), lambda row, _: row.reason, 150, gives_way=3),
        Column("place", N_("From where"), place_of, 132, gives_way=1),
    ]


def change_columns() -> list[Column]:
    """Return the columns of what one act changed, before and after side by side."""
    return [
        Column("name", N_("What"), lambda change, _: _capital(change.name), 130),
        Column("before", N_("Before"), _before, 150),
        Column("after", N_("After"), lambda change, _: change.after, 150, stretches=True),
    ]


def when(row: AuditRow, _: Texts) -> str:
    """Return when something was done, to the second."""
    return f"{formats.moment(row.at, _.month_names)}:{row.at.astimezone(IST):%S}"


def _tone(row: AuditRow) -> Tone:
    return "bad" if row.act in _GRAVE else ""


def _count(row: AuditRow, _: Texts) -> str:
    return f"{row.count:,}" if row.count > 1 else ""


def _before(change: ValueChange, _: Texts) -> str:
    return change.before or "–"  # noqa: RUF001 - there was nothing


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
