"""What is said of backups, drills and settings, at the desk and on the command line alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain import formats
from domain.safekeeping import DrillReport, SafetyState
from resources.texts import N_, Texts
from ui.sentences import problem_sentence

_MEGABYTE = 1024 * 1024
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

#: What a drill compares.
FINDING_WORDS: dict[str, str] = {
    "anchor": N_("end of the event stream"),
    "events": N_("events and their hashes"),
    "accounts": N_("sums of the accounts"),
    "wallets": N_("wallets of the consumers"),
    "receipts": N_("receipts"),
    "series": N_("receipt series"),
    "begins_anew": N_("a restored office begins anew"),
}


def age(since: datetime, now: datetime, _: Texts) -> str:
    """Return how long ago something was: ``3 hours ago``."""
    passed = now - since
    if passed < timedelta():
        return _("in the future")
    if passed < _HOUR:
        return _("{minutes} minutes ago", minutes=passed // timedelta(minutes=1))
    if passed < 2 * _DAY:
        return _("{hours} hours ago", hours=passed // _HOUR)
    return _("{days} days ago", days=passed.days)


def backup_age(state: SafetyState, now: datetime, _: Texts) -> str:
    """Return the sentence about the last good backup."""
    if state.last_backup is None:
        return _("There is no backup of this office yet.")
    return _("The last backup was made {age}.", age=age(state.last_backup.made_at, now, _))


def drill_age(state: SafetyState, now: datetime, _: Texts) -> str:
    """Return the sentence about the last drill."""
    last = state.last_drill
    if last is None:
        return _("No backup was tried yet; drill restores one for a trial.")
    if not last.is_good:
        return _("The backup tried {age} was not good.", age=age(last.at, now, _))
    return _("A backup was tried {age}, and it was good.", age=age(last.at, now, _))


def warnings(state: SafetyState, _: Texts) -> list[str]:
    """Return what must be said whenever the office is opened."""
    said = []
    if state.has_little_room:
        said.append(
            _(
                "Only {free} MB are free on the disk of the office; please make room.",
                free=state.free_bytes // _MEGABYTE,
            )
        )
    if state.is_encrypted and not state.words_tried:
        said.append(
            _(
                "The recovery words of this office were not tried yet; without them a lost machine"
                " is a lost ledger. Use recovery try."
            )
        )
    if state.held_messages:
        said.append(
            _(
                "{count} messages of the office before it was restored wait for a review; see"
                " outbox list.",
                count=state.held_messages,
            )
        )
    return said


def drill_lines(report: DrillReport, _: Texts) -> list[str]:
    """Return the report of a drill, line by line."""
    names = _.month_names
    made = "-" if report.made_at is None else formats.moment(report.made_at, names)
    lines = [
        _("Trial of a backup on {moment}", moment=formats.moment(report.at, names)),
        _("Backup: {name}, made {moment}", name=report.backup.name, moment=made),
        _("Anchor: {anchor}", anchor=report.anchor or "-"),
        _("Full check of the restored books: {count} problems", count=len(report.problems)),
        *(problem_sentence(problem, _) for problem in report.problems),
        *_finding_lines(report, _),
        _("Took {seconds} seconds.", seconds=-(-report.took_ms // 1000)),
    ]
    verdict = (
        _("The backup is good: an office can be restored from it.")
        if report.is_good
        else _("The backup is not good. Make a new one, and keep the older ones.")
    )
    return [*lines, verdict]


def _finding_lines(report: DrillReport, _: Texts) -> Sequence[str]:
    return [
        _(
            "{what}: the same in both ({value})",
            what=_(FINDING_WORDS[one.what]),
            value=one.in_office,
        )
        if one.is_same
        else _(
            "{what}: {in_backup} in the backup, {in_office} in the office",
            what=_(FINDING_WORDS[one.what]),
            in_backup=one.in_backup,
            in_office=one.in_office,
        )
        for one in report.findings
    ]
