"""The defaulter list in words: columns, bands, ages, what holds a row; and it made a sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain import formats
from domain.calendar import end_of
from domain.defaulters import (
    AGES,
    ALL,
    BANDS,
    Defaulter,
    DefaulterList,
    DefaulterQuery,
    ListKind,
)
from domain.office import Office
from domain.policy import Reason
from domain.register import Cell, CellKind
from domain.register_sheet import ControlLine, RegisterSheet, SheetColumn
from resources.texts import N_, Texts
from ui.consumer_list_words import STATUSES
from ui.policy_words import days_words, next_words, reason_word, reason_words, why_held

TITLES: Mapping[ListKind, str] = {
    ListKind.DEFAULTERS: N_("Defaulters"),
    ListKind.NEVER_RECHARGED: N_("Never recharged"),
    ListKind.NON_COMMUNICATING: N_("Meters not heard of"),
    ListKind.PROTECTED: N_("Protected"),
    ListKind.CALLS: N_("Off for over 24 hours"),
}
#: What an empty list says.
NOTHING: Mapping[ListKind, str] = {
    ListKind.DEFAULTERS: N_("Nobody's balance is below zero."),
    ListKind.NEVER_RECHARGED: N_("Everybody has recharged at least once."),
    ListKind.NON_COMMUNICATING: N_("Of every meter a read came in the last days."),
    ListKind.PROTECTED: N_("Nobody is protected from disconnection today."),
    ListKind.CALLS: N_("Nobody's supply is off for more than 24 hours."),
}


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of the list in a file: its heading, its width and its cell."""

    title: str
    width: int
    cell: Callable[[Defaulter, Texts], Cell]
    kind: CellKind = CellKind.TEXT
    lines: int = 1


def emergency_words(row: Defaulter, _: Texts) -> str:
    """Return how far the emergency credit of somebody below zero is."""
    if not row.due:
        return ""
    if row.is_emergency_used:
        return _("Used up")
    if row.emergency_until is None:
        return _("In use")
    return _("until {until}", until=formats.moment(row.emergency_until, _.month_names))


def last_recharge_words(row: Defaulter, _: Texts) -> str:
    """Return the day of the last recharge that stands, or that there is none."""
    day = row.last_recharge_on
    return formats.day(day, _.month_names) if day else _("never")


def held_words(row: Defaulter, _: Texts) -> str:
    """Return in short how a row stands: what holds it, or that nothing does."""
    if row.is_closed:
        return _("Supply has ended")
    if row.is_off:
        return _("Off already")
    if not row.due:
        return ""
    return reason_words(row.reasons, _) or _("May be disconnected")


def row_sentences(row: Defaulter, _: Texts) -> list[str]:
    """Return in whole sentences why a row is held, until when, and when it could be cut."""
    if row.is_closed:
        return [_("The supply has ended; what it used is still owed.")]
    if row.is_off:
        if not row.days_off:
            return [_("Supply is off.")]
        return [_("Supply has been off for {time}.", time=days_words(row.days_off, _))]
    if not row.due:
        return [_("The balance is not below zero.")]
    if not row.reasons:
        return [_("Nothing holds this consumer: supply may be disconnected now.")]
    credit_until = row.emergency_until
    if credit_until and row.next_at and row.next_at < credit_until:
        # A policy to come ends it sooner.
        credit_until = None
    ends = {
        Reason.EMERGENCY_CREDIT: credit_until,
        Reason.PROTECTED: end_of(row.protected_until) if row.protected_until else None,
    }
    told = [why_held(one, ends.get(one), _) for one in row.reasons]
    if row.proof:
        told.append(_("Proof: {proof}", proof=row.proof))
    return [*told, next_words(row.next_at, _)]


def band_words(place: int, _: Texts) -> str:
    """Return a band of dues: ``₹1,001 to ₹5,000``."""
    if place == 0:
        return _("up to {most}", most=_whole(BANDS[0]))
    if place >= len(BANDS):
        return _("above {least}", least=_whole(BANDS[-1]))
    return _("{least} to {most}", least=_whole(BANDS[place - 1] + 1), most=_whole(BANDS[place]))


def age_words(place: int, _: Texts) -> str:
    """Return an age of dues: ``8 to 15 days``."""
    if place >= len(AGES):
        return _("over {days} days", days=AGES[-1])
    least = AGES[place - 1] + 1 if place else 0
    return _("{least} to {most} days", least=least, most=AGES[place])


COLUMNS: Mapping[str, ListColumn] = {
    "number": ListColumn(N_("Number"), 52, lambda row, _: row.number),
    "name": ListColumn(N_("Name"), 96, lambda row, _: row.name, lines=2),
    "mobile": ListColumn(N_("Mobile"), 58, lambda row, _: row.mobile),
    "address": ListColumn(N_("Address"), 120, lambda row, _: row.address, lines=2),
    "schedule": ListColumn(N_("Category"), 70, lambda row, _: row.schedule),
    "load": ListColumn(N_("Load"), 40, lambda row, _: formats.kilowatts(row.load_w)),
    "feeder": ListColumn(N_("Feeder"), 52, lambda row, _: row.feeder),
    "dtr": ListColumn(N_("Transformer"), 60, lambda row, _: row.dtr),
    "due": ListColumn(N_("Due"), 64, lambda row, _: row.due.paise, CellKind.MONEY),
    "since": ListColumn(N_("Below zero since"), 58, lambda row, _: row.since, CellKind.DAY),
    "days": ListColumn(
        N_("Days"), 34, lambda row, _: row.days_negative if row.due else None, CellKind.COUNT
    ),
    "emergency": ListColumn(N_("Emergency credit"), 72, emergency_words, lines=2),
    "days_off": ListColumn(N_("Days off"), 34, lambda row, _: row.days_off, CellKind.COUNT),
    "use": ListColumn(N_("Average a day"), 54, lambda row, _: row.mean_daily_paise, CellKind.MONEY),
    "recharged_on": ListColumn(
        N_("Last recharge"), 58, lambda row, _: row.last_recharge_on, CellKind.DAY
    ),
    "paid": ListColumn(N_("Last recharge"), 58, last_recharge_words),
    "recharged": ListColumn(
        N_("Recharged"),
        58,
        lambda row, _: None if row.last_recharge is None else row.last_recharge.paise,
        CellKind.MONEY,
    ),
    "arrears": ListColumn(
        N_("Arrears"), 58, lambda row, _: row.arrears.paise or None, CellKind.MONEY
    ),
    "read_on": ListColumn(N_("Last read"), 58, lambda row, _: row.last_read_on, CellKind.DAY),
    "protected": ListColumn(
        N_("Protected until"), 58, lambda row, _: row.protected_until, CellKind.DAY
    ),
    "proof": ListColumn(N_("Proof"), 110, lambda row, _: row.proof, lines=2),
    "held": ListColumn(N_("How it stands"), 110, held_words, lines=2),
    "next": ListColumn(N_("Next time"), 88, lambda row, _: row.next_at, CellKind.MOMENT),
}
#: What a file has of each row: all but what only paper words.
FILED = tuple(key for key in COLUMNS if key != "paid")
_DUES = ("due", "since", "days")
#: What is printed of each list; a file has every column.
PRINTED: Mapping[ListKind, Sequence[str]] = {
    ListKind.DEFAULTERS: (
        *("number", "name", "mobile", "feeder", "dtr", "load", *_DUES, "emergency", "days_off"),
        *("use", "paid", "arrears", "held"),
    ),
    ListKind.NEVER_RECHARGED: (
        *("number", "name", "mobile", "address", "feeder", "dtr", "load", *_DUES, "use"),
        *("arrears", "held"),
    ),
    ListKind.NON_COMMUNICATING: (
        *("number", "name", "mobile", "address", "feeder", "dtr", "read_on", "due", "held"),
    ),
    ListKind.PROTECTED: (
        *("number", "name", "mobile", "feeder", "schedule", *_DUES, "protected", "proof"),
    ),
    ListKind.CALLS: (
        *("number", "name", "mobile", "address", "feeder", "dtr", "days_off", *_DUES),
        *("paid", "arrears"),
    ),
}


def choices_of(query: DefaulterQuery, _: Texts) -> list[tuple[str, str]]:
    """Return what a list was narrowed down to, each a name and a value."""
    found = [
        (_("Search"), query.text.strip()),
        (_("Due"), "" if query.band == ALL else band_words(query.band, _)),
        (_("Age"), "" if query.age == ALL else age_words(query.age, _)),
        (_("Feeder"), ", ".join(query.feeders)),
        (_("Transformer"), ", ".join(query.dtrs)),
        (_("Held by"), ", ".join(reason_word(one, _) for one in query.reasons)),
        (_("Status"), ", ".join(_(STATUSES[one]) for one in query.statuses)),
        (_("Only whom nothing holds"), _("Yes") if query.is_free else ""),
    ]
    return [(name, value) for name, value in found if value]


def sheet_of(  # noqa: PLR0913 - all that its cover says
    found: DefaulterList,
    query: DefaulterQuery,
    keys: Sequence[str],
    *,
    office: Office,
    made_by: str,
    reason: str,
    _: Texts,
) -> RegisterSheet:
    """Return the list in words with these columns; the whole one beside what the books say."""
    columns = [COLUMNS[key] for key in keys]
    due = sum(row.due.paise for row in found.rows)
    arrears = sum(row.arrears.paise for row in found.rows)
    totals = {"due": due, "arrears": arrears}
    return RegisterSheet(
        title=_(TITLES[found.kind]),
        period=formats.moment(found.made_at, _.month_names),
        choices=[*choices_of(query, _), (_("In all"), totals_words(found, _))],
        office=office,
        columns=[
            SheetColumn(_(one.title), one.kind, one.width, totals.get(key), lines=one.lines)
            for key, one in zip(keys, columns, strict=True)
        ],
        rows=[tuple(column.cell(row, _) for column in columns) for row in found.rows],
        controls=_controls(found, query, due, _),
        made_at=found.made_at,
        made_by=made_by,
        anchor=found.anchor,
        reason=reason,
    )


def place_sheet_of(
    found: DefaulterList,
    query: DefaulterQuery,
    *,
    office: Office,
    made_by: str,
    reason: str,
    _: Texts,
) -> RegisterSheet:
    """Return how many owe how much by feeder and transformer."""
    rows = [
        (feeder or _("none"), dtr or _("none"), count, due.paise)
        for (feeder, dtr), (count, due) in found.by_place.items()
    ]
    count, due = sum(row[2] for row in rows), sum(row[3] for row in rows)
    return RegisterSheet(
        title=_("{title} by feeder", title=_(TITLES[found.kind])),
        period=formats.moment(found.made_at, _.month_names),
        choices=[*choices_of(query, _), (_("In all"), totals_words(found, _))],
        office=office,
        columns=[
            SheetColumn(_("Feeder"), CellKind.TEXT, 160),
            SheetColumn(_("Transformer"), CellKind.TEXT, 160),
            SheetColumn(_("Consumers"), CellKind.COUNT, 80, count),
            SheetColumn(_("Due"), CellKind.MONEY, 110, due),
        ],
        rows=rows,
        controls=_controls(found, query, due, _),
        made_at=found.made_at,
        made_by=made_by,
        anchor=found.anchor,
        reason=reason,
    )


def totals_words(found: DefaulterList, _: Texts) -> str:
    """Return what a list comes to: how many, how much, and how many of them nothing holds."""
    told = _(
        "{count} consumers · due {due}",
        count=formats.grouped(len(found.rows)),
        due=formats.rupees(found.due),
    )
    if len(found.rows) == 1:
        told = _("One consumer · due {due}", due=formats.rupees(found.due))
    if not found.free:
        return told
    return _(
        "{told} · {count} may be disconnected now", told=told, count=formats.grouped(found.free)
    )


def export_subject(query: DefaulterQuery) -> str:
    """Return what the audit log calls a list that leaves as a file, in no language."""
    words = query.kind.value.replace("_", " ")
    return f"{words} filtered" if query.has_filters else words


def notices_subject(query: DefaulterQuery) -> str:
    """Return what the audit log calls notices that leave, in no language."""
    return f"notices of {export_subject(query)}"


def _controls(
    found: DefaulterList, query: DefaulterQuery, due: int, _: Texts
) -> Sequence[ControlLine]:
    """Return the sums beside those of the wallets; of a part of them the books know none."""
    if found.kind is not ListKind.DEFAULTERS or query.has_filters:
        return ()
    count, owed = found.below_zero
    return [
        ControlLine(_("Consumers"), len(found.rows), count, CellKind.COUNT),
        ControlLine(_("Due"), due, owed.paise, CellKind.MONEY),
    ]


def _whole(rupees: int) -> str:
    return f"₹{formats.grouped(rupees)}"
