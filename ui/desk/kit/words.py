"""Words and badges for what the domain names by a code: status, read, tender, kind of entry."""

from __future__ import annotations

from datetime import date, datetime

from domain import formats
from domain.credit import Status
from domain.ledger import EntryKind
from domain.reads import HoldReason, ReadSource, ReadState
from domain.staff import Role
from domain.tender import AT_THE_COUNTER, Tender
from resources import words
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge, Tone

_STATUSES: dict[Status, tuple[str, str, Tone]] = {
    Status.ACTIVE: ("●", N_("Active"), "good"),
    Status.LOW: ("◐", N_("Low"), "warning"),
    Status.EMERGENCY: ("▲", N_("Emergency"), "warning"),
    Status.TO_BE_DISCONNECTED: ("◆", N_("To be disconnected"), "bad"),
    Status.DISCONNECTED: ("■", N_("Disconnected"), "bad"),
    Status.HELD: ("✋", N_("Held"), "accent"),
    Status.CLOSED: ("○", N_("Closed"), "muted"),
}
_READ_STATES: dict[ReadState, tuple[str, str, Tone]] = {
    ReadState.VALID: ("●", N_("Valid"), "good"),
    ReadState.HELD: ("▲", N_("Held"), "warning"),
    ReadState.RELEASED: ("✓", N_("Released"), "accent"),
    ReadState.SUPERSEDED: ("○", N_("Superseded"), "muted"),
    ReadState.WITHDRAWN: ("○", N_("Taken back"), "muted"),
}
_HOLD_REASONS = {
    HoldReason.BACKWARDS: N_("The register stands lower than before"),
    HoldReason.JUMP: N_("More than the load can use in that time"),
    HoldReason.CONTRADICTS: N_("Another value is known for this instant"),
}
_READ_SOURCES = {
    ReadSource.AMISP: N_("AMISP"),
    ReadSource.FILE: N_("File"),
    ReadSource.MANUAL: N_("By hand"),
    ReadSource.DIRECT: N_("Direct"),
    ReadSource.SIMULATED: N_("Simulated"),
}
_ROLES = {
    Role.CLERK: N_("Clerk"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.AUDITOR: N_("Auditor"),
    Role.MACHINE: N_("Machine"),
}


def moment_words(at: datetime | None, _: Texts) -> str:
    """Return an instant as people read it, nothing where there is none."""
    return "" if at is None else formats.moment(at, _.month_names)


def day_words(day: date | None, _: Texts) -> str:
    """Return a day as people read it, nothing where there is none."""
    return "" if day is None else formats.day(day, _.month_names)


def counted_words(words: str, count: int | None) -> str:
    """Return what a part of a page is called, with how many are in it where that is known."""
    return words if count is None else f"{words} {formats.grouped(count)}"


def role_word(role: Role, _: Texts) -> str:
    """Return what somebody is in the office."""
    return _(_ROLES[role])


def role_options(_: Texts) -> list[tuple[Role, str]]:
    """Return every role with its word, for a choice."""
    return [(role, _(word)) for role, word in _ROLES.items()]


def status_badge(status: Status | str, _: Texts, emergency_until: date | None = None) -> Badge:
    """Return how a consumer's status is shown; an emergency says until when."""
    glyph, word, tone = _STATUSES[Status(status)]
    if status == Status.EMERGENCY and emergency_until:
        day = _month_and_day(emergency_until, _)
        return Badge(glyph, _("Emergency to {day}", day=day), tone)
    return Badge(glyph, _(word), tone)


def status_options(_: Texts) -> list[tuple[Status, str]]:
    """Return every status with its words, for a choice."""
    return [(status, str(status_badge(status, _))) for status in Status]


def read_badge(state: ReadState, _: Texts) -> Badge:
    """Return how the state of a read is shown."""
    glyph, word, tone = _READ_STATES[state]
    return Badge(glyph, _(word), tone)


def hold_reason_words(reason: HoldReason | None, _: Texts) -> str:
    """Return why a read is held, or nothing."""
    return _(_HOLD_REASONS[reason]) if reason else ""


def read_source_word(source: ReadSource, _: Texts) -> str:
    """Return where a read came from."""
    return _(_READ_SOURCES[source])


def entry_word(kind: EntryKind, _: Texts) -> str:
    """Return why a wallet moved."""
    return _(words.ENTRIES[kind.value])


def tender_word(tender: str, _: Texts) -> str:
    """Return in what form money came in."""
    return _(words.TENDERS[tender])


def tender_options(_: Texts) -> list[tuple[Tender, str]]:
    """Return every tender of a counter with its word, for a choice."""
    return [(tender, _(words.TENDERS[tender])) for tender in AT_THE_COUNTER]


def _month_and_day(day: date, _: Texts) -> str:
    """Return a day of this or next month without its year: ``24 Nov``."""
    return formats.day(day, _.month_names).rsplit(" ", 1)[0]
