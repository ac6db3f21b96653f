"""The audit log in words: who did what, from where, and what was before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain import formats
from domain.audit import AuditRow
from domain.money import Money
from domain.office import Channel
from resources import words
from resources.texts import N_, Texts
from ui.sentences import FIELDS
from ui.sentences_of_trust import ACTS_DONE, ROLES

#: By which road somebody acted.
CHANNELS: Mapping[Channel, str] = {
    Channel.DESK: N_("Desk"),
    Channel.COMMAND_LINE: N_("Command line"),
    Channel.SYSTEM: N_("By itself"),
}
#: What stands before and after, where it is no field of a form.
_DETAILS: Mapping[str, str] = {
    "amount_paise": N_("amount"),
    "day": N_("billing day"),
    "is_active": N_("on the staff"),
    "is_locked": N_("locked"),
    "asked": N_("asked for"),
    "approved": N_("approved"),
    "put aside": N_("rejected"),
    "words": N_("recovery words"),
    "note": N_("note"),
    "tag": N_("tag"),
    "begins": N_("begins on"),
    "ends": N_("ends on"),
    "state": N_("state"),
    "is_good": N_("good"),
    "ids": N_("messages"),
    "plan": N_("plan"),
    "threshold_paise": N_("balance to be kept"),
    "written_off_paise": N_("written off"),
}
_VALUES: Mapping[str, str] = {"yes": N_("yes"), "no": N_("no")}


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value that an act changed: its name, and what was before and after, in words."""

    name: str
    before: str
    after: str


def act_done(act: str, _: Texts) -> str:
    """Return what somebody did, ``Took a recharge``."""
    return _(ACTS_DONE[act]) if act in ACTS_DONE else act


def place_of(row: AuditRow, _: Texts) -> str:
    """Return from where somebody acted: ``Desk · counter 2``."""
    channel = _(CHANNELS[row.channel])
    if not row.counter:
        return channel
    counter = _("counter {counter}", counter=row.counter)
    return f"{channel} · {counter}"


def event_of(row: AuditRow) -> str:
    """Return where the act stands in the stream of events."""
    return f"{row.stream}:{row.event_seq}" if row.stream else str(row.event_seq)


def changes_of(row: AuditRow, _: Texts) -> list[ValueChange]:
    """Return what an act changed, a line for each value; those that only came to be as well."""
    names = [*row.before, *(name for name in row.after if name not in row.before)]
    return [
        ValueChange(
            _name(name, _),
            _value(name, row.before.get(name), _),
            _value(name, row.after.get(name), _),
        )
        for name in names
    ]


def change_in_short(row: AuditRow, _: Texts) -> str:
    """Return all that an act changed on one line: ``mobile 98… → 97…; name …``."""
    if row.is_erased:
        return _("Forgotten on request")
    return "; ".join(_short(change) for change in changes_of(row, _))


def _short(change: ValueChange) -> str:
    if change.before:
        return f"{change.name} {change.before} → {change.after or '–'}"  # noqa: RUF001 - nothing
    return f"{change.name} {change.after}"


def _name(name: str, _: Texts) -> str:
    known = _DETAILS.get(name) or FIELDS.get(name)
    return _(known) if known else name


def _value(name: str, value: str | None, _: Texts) -> str:
    if not value:
        return ""
    if name.endswith("_paise") and value.removeprefix("-").isdigit():
        return formats.rupees(Money(int(value)))
    if name in ("day", "begins", "ends", "effective_on", "starts_on"):
        return _day(value, _)
    if name == "plan" and value in words.ARREAR_KINDS:
        return _(words.ARREAR_KINDS[value])
    if name == "role" and value in ROLES:
        return _(ROLES[value])
    return _(_VALUES[value]) if value in _VALUES else value


def _day(value: str, _: Texts) -> str:
    try:
        return formats.day(date.fromisoformat(value), _.month_names)
    except ValueError:
        return value
