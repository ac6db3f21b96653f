"""How old, how large and how good things are, in words and tones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from domain import formats
from domain.backup import BackupReason
from domain.calendar import billing_day
from domain.safekeeping import SafetyState
from resources.texts import N_, Texts
from ui.desk.kit.columns import Tone

#: A last good backup that is older than this is not one to rely on.
TOO_OLD = timedelta(days=3)
_MOST_DAYS_IN_WORDS = 60
_MINUTES_AN_HOUR, _HOURS_A_DAY = 60, 24
_UNITS = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB"))

_REASONS: Mapping[str, str] = {
    BackupReason.ASKED: N_("Asked for"),
    BackupReason.CLOSING: N_("At closing"),
    BackupReason.TIMER: N_("By the timer"),
}
_COMPARED: Mapping[str, str] = {
    "anchor": N_("Anchor"),
    "events": N_("Events"),
    "accounts": N_("Accounts"),
    "wallets": N_("Wallets"),
    "receipts": N_("Receipts"),
    "series": N_("Receipt numbers"),
    "begins_anew": N_("Next stream"),
}


def age_words(at: datetime, now: datetime, _: Texts) -> str:
    """Return how long ago something was: ``2 hours ago``; after two months its day."""
    minutes = max((now - at) // timedelta(minutes=1), 0)
    hours, days = minutes // _MINUTES_AN_HOUR, minutes // (_MINUTES_AN_HOUR * _HOURS_A_DAY)
    if minutes == 0:
        return _("just now")
    if hours == 0:
        return _("a minute ago") if minutes == 1 else _("{count} minutes ago", count=minutes)
    if days == 0:
        return _("an hour ago") if hours == 1 else _("{count} hours ago", count=hours)
    if days > _MOST_DAYS_IN_WORDS:
        return formats.day(billing_day(at), _.month_names)
    return _("a day ago") if days == 1 else _("{count} days ago", count=days)


def size_words(size_bytes: int) -> str:
    """Return a size as people read it: ``1.2 MB``."""
    for unit_bytes, unit in _UNITS:
        if size_bytes >= unit_bytes:
            tenths = size_bytes * 10 // unit_bytes
            return f"{tenths // 10:,}.{tenths % 10} {unit}"
    return f"{size_bytes} B"


def seconds_words(took_ms: int, _: Texts) -> str:
    """Return how long something took: ``1.4 s``."""
    return _("{seconds} s", seconds=f"{took_ms // 1000}.{took_ms % 1000 // 100}")


def backup_tone(safety: SafetyState, now: datetime) -> Tone:
    """Return good, warning where a backup is due, bad where there is none to rely on."""
    last = safety.last_backup
    if last is None or now - last.made_at > TOO_OLD:
        return "bad"
    return "warning" if safety.is_backup_due else "good"


def backup_words(safety: SafetyState, now: datetime, _: Texts) -> str:
    """Return how old the last good backup is."""
    if safety.last_backup is None:
        return _("Never backed up")
    return age_words(safety.last_backup.made_at, now, _)


def reason_words(reason: str, _: Texts) -> str:
    """Return why a backup was made."""
    return _(_REASONS[reason]) if reason in _REASONS else reason


def compared_words(what: str, _: Texts) -> str:
    """Return what a drill compared."""
    return _(_COMPARED[what]) if what in _COMPARED else what
