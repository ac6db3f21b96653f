"""The audit log as a sheet for a file, with what was asked for on its cover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain import formats
from domain.audit import AuditQuery, AuditRow
from domain.calendar import IST
from domain.office import Office
from domain.text_sheet import TextColumn, TextSheet
from resources.texts import Texts
from ui.audit_words import act_done, change_in_short, event_of, place_of


def audit_sheet(  # noqa: PLR0913 - what, of whom, why, when, by whom
    rows: Sequence[AuditRow],
    query: AuditQuery,
    office: Office,
    reason: str,
    *,
    made_at: datetime,
    made_by: str,
    _: Texts,
) -> TextSheet:
    """Return the rows that are looked at as a sheet of words."""
    return TextSheet(
        title=_("Audit log"),
        office=office,
        choices=[*_choices(query, _), (_("Reason"), reason or "–")],  # noqa: RUF001 - none given
        columns=[
            TextColumn(_("When"), 20),
            TextColumn(_("Who"), 18),
            TextColumn(_("From where"), 20),
            TextColumn(_("What"), 28),
            TextColumn(_("On what"), 26),
            TextColumn(_("Consumer"), 13),
            TextColumn(_("Count"), 9),
            TextColumn(_("What changed"), 60),
            TextColumn(_("Reason"), 36),
            TextColumn(_("Event"), 18),
        ],
        rows=[_row(row, _) for row in rows],
        made_at=made_at,
        made_by=made_by,
    )


def _row(row: AuditRow, _: Texts) -> list[str]:
    return [
        # Written so that Excel sorts it by time.
        f"{row.at.astimezone(IST):%Y-%m-%d %H:%M:%S}",
        row.by,
        place_of(row, _),
        act_done(row.act, _),
        row.subject,
        row.consumer_number,
        str(row.count) if row.count else "",
        change_in_short(row, _),
        row.reason,
        event_of(row),
    ]


def _choices(query: AuditQuery, _: Texts) -> list[tuple[str, str]]:
    """Return what was looked for, as far as anything was."""
    names = _.month_names
    asked = [
        (_("From day"), formats.day(query.since, names) if query.since else ""),
        (_("Until day"), formats.day(query.until, names) if query.until else ""),
        (_("Who"), query.by),
        (_("What"), act_done(query.act, _) if query.act else ""),
        (_("Consumer"), query.consumer_number),
        (_("Searched for"), query.text),
    ]
    return [(name, value) for name, value in asked if value]
