"""Commands by which the books survive their machine: backup, restore, drill, keys, settings."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from domain import formats
from domain.backup import BackupDone, BackupMade
from domain.books import Books
from domain.calendar import IST
from domain.errors import FieldNotAllowed
from domain.errors_of_trust import NobodyToShowWords
from domain.office import Office
from domain.safekeeping import DrillReport, Restoring
from domain.settings import SettingRow
from ui import safekeeping_words as words_of
from ui.cli.asking import RECOVERY_WORDS
from ui.cli.layout import table
from ui.cli.session import Answer, Session
from ui.sentences import explain
from ui.setting_words import SETTING_WORDS

_MEGABYTE = 1024 * 1024
_MOST_DIGITS = 18


def backup(session: Session, options: Namespace) -> Answer:
    """Copy the living office to a folder."""
    _ = session._
    folder = Path(options.to) if options.to else None
    with session.books() as books:
        done = books.safekeeping.back_up(session.actor, session.progress, folder=folder)
    lines = [_("The backup is in {path}; it was verified.", path=done.made.path)]
    if done.second is not None:
        lines.append(_("A second one is in {path}.", path=done.second))
    complaint = ""
    if done.second_trouble is not None:
        reason = explain(done.second_trouble, _) or str(done.second_trouble)
        complaint = _("The second place did not get its copy: {reason}", reason=reason)
    return Answer(_facts_of_backup(done), lines, complaint=complaint)


def backups(session: Session, _options: Namespace) -> Answer:
    """List the backups that were made."""
    with session.books() as books:
        made = books.safekeeping.backups()
    names = session._.month_names
    rows = [
        [formats.moment(one.made_at, names), one.path.name, _megabytes(one), str(one.anchor or "-")]
        for one in made
    ]
    _ = session._
    heads = [_("Made"), _("Backup"), _("MB"), _("Anchor")]
    lines = table(heads, rows, numbers={2}) if rows else [_("No backup was made yet.")]
    return Answer({"backups": [_told_of(one) for one in made]}, lines)


def restore(session: Session, options: Namespace) -> Answer:
    """Make an office of a backup, in a folder that has none."""
    wish = Restoring(
        last_receipts=options.last_receipt,
        incarnation=_whole("incarnation", options.incarnation),
        words=_words_given(session, options.words_from),
        database=options.database,
    )
    outside = session.outside
    books = outside.restore_office(
        Path(options.source),
        session.folder,
        outside.clock,
        session.progress,
        answering=session.answer_for,
        wish=wish,
    )
    try:
        office, state = books.office, books.state()
        lost, held = books.safekeeping.lost_numbers(), books.safekeeping.held_messages()
    finally:
        books.close()
    _ = session._
    lines = [
        _(
            "The office {code} is restored in {folder}; its books pass the check.",
            code=office.code,
            folder=session.folder,
        ),
        _("Its receipts go on as {series}.", series=office.series_prefix),
        *(_lost_line(one, session) for one in lost if one.incarnation == _last(lost)),
    ]
    if held:
        lines.append(_("{count} messages are held until reviewed: outbox list.", count=len(held)))
    return Answer(
        {
            "office": facts_of_office(office, session.folder),
            "consumers": state.consumers,
            "stream": office.stream,
            "lost": _told_lost(lost),
            "held_messages": len(held),
            "ok": True,
        },
        lines,
    )


def drill(session: Session, options: Namespace) -> Answer:
    """Restore a backup for a trial, compare it with the living books, and throw it away."""
    chosen = Path(options.source) if options.source else None
    with session.books() as books:
        report = books.safekeeping.drill(session.actor, session.progress, backup=chosen)
    lines = words_of.drill_lines(report, session._)
    path = session.folder / "reports" / f"drill-{report.at.astimezone(IST):%Y%m%d-%H%M%S}.txt"
    session.outside.write_text(path, "\n".join(lines) + "\n")
    facts = {**_told_drill(report, session), "report": str(path)}
    if report.is_good:
        return Answer(facts, lines)
    complaint = session._("The backup {name} is not good.", name=report.backup.name)
    return Answer(facts, lines, exit_code=1, complaint=complaint)


def safety(session: Session, _options: Namespace) -> Answer:
    """Tell how safe the books are: backups, drills, room, and what waits for a person."""
    _ = session._
    with session.books() as books:
        state, now = books.safekeeping.state(), books.now()
    said = words_of.warnings(state, _)
    last, last_drill = state.last_backup, state.last_drill
    return Answer(
        {
            "incarnation": state.incarnation,
            "last_backup": _told_of(last) if last else None,
            "is_backup_due": state.is_backup_due,
            "last_drill": {"at": last_drill.at, "is_good": last_drill.is_good}
            if last_drill
            else None,
            "is_drill_due": state.is_drill_due,
            "held_messages": state.held_messages,
            "free_bytes": state.free_bytes,
            "has_little_room": state.has_little_room,
            "is_encrypted": state.is_encrypted,
            "words_tried": state.words_tried,
            "warnings": said,
        },
        [
            words_of.backup_age(state, now, _),
            words_of.drill_age(state, now, _),
            _("Free room: {free} MB.", free=state.free_bytes // _MEGABYTE),
        ],
    )


# Settings


def show_settings(session: Session, _options: Namespace) -> Answer:
    """List the settings of the office."""
    with session.books() as books:
        rows = books.safekeeping.settings()
    _ = session._
    lines = table(
        [_("Setting"), _("Value"), _("What it is")],
        [[row.name, row.value or "-", _(SETTING_WORDS[row.name])] for row in rows],
    )
    return Answer({"settings": [_told_setting(row) for row in rows]}, lines)


def change_setting(session: Session, options: Namespace) -> Answer:
    """Change a setting of the office."""
    with session.books() as books:
        row = books.safekeeping.change_setting(options.name, options.value, session.actor)
    said = session._("{name} is {value} from now on.", name=row.name, value=row.value or "-")
    return Answer({"setting": _told_setting(row)}, [said])


# What a restored office holds back, and what it lost


def held_messages(session: Session, _options: Namespace) -> Answer:
    """List the messages that wait for a review."""
    with session.books() as books:
        held = books.safekeeping.held_messages()
    _, names = session._, session._.month_names
    rows = [
        [str(one.id), formats.moment(one.created_at, names), one.topic, one.body] for one in held
    ]
    told = [
        {"id": one.id, "topic": one.topic, "body": one.body, "created_at": one.created_at}
        for one in held
    ]
    heads = [_("ID"), _("Since"), _("Topic"), _("Text")]
    lines = table(heads, rows) if rows else [_("No message waits for a review.")]
    return Answer({"messages": told}, lines)


def release_messages(session: Session, options: Namespace) -> Answer:
    """Let held messages go out."""
    with session.books() as books:
        ids = _ids(options.id)
        count = books.safekeeping.release_messages(ids, options.reason, session.actor)
    return Answer({"released": count}, [session._("{count} messages go out.", count=count)])


def drop_messages(session: Session, options: Namespace) -> Answer:
    """Put held messages aside for good."""
    with session.books() as books:
        ids = _ids(options.id)
        count = books.safekeeping.drop_messages(ids, options.reason, session.actor)
    return Answer({"dropped": count}, [session._("{count} messages were put aside.", count=count)])


def lost_numbers(session: Session, _options: Namespace) -> Answer:
    """List the receipt numbers that were lost with an office before it was restored."""
    with session.books() as books:
        lost = books.safekeeping.lost_numbers()
    lines = [_lost_line(one, session) for one in lost]
    nothing = session._("No receipt number is missing.")
    return Answer({"lost": _told_lost(lost)}, lines or [nothing])


# Recovery words and keys


def make_words(session: Session, options: Namespace) -> Answer:
    """Make new recovery words; the old ones stop working."""
    refuse_without_place(session, options)
    with session.books() as books:
        if session.member is not None:
            books.trust.refuse_unless_password(session.password_again(), session.actor)
        made = books.safekeeping.make_recovery_words(session.actor)
        return shown_words(session, options, books, made, {})


def try_words(session: Session, options: Namespace) -> Answer:
    """Try the recovery words, so that it is known that somebody holds them."""
    given = _words_given(session, options.words_from) or _words_asked(session)
    with session.books() as books:
        books.safekeeping.try_recovery_words(given, session.actor)
    return Answer({"tried": True}, [session._("These are the recovery words of this office.")])


def recover_key(session: Session, options: Namespace) -> Answer:
    """Bring the key of an encrypted office back by the recovery words."""
    given = _words_given(session, options.words_from) or _words_asked(session)
    session.outside.recover_key(session.folder, given)
    return Answer(
        {"recovered": True}, [session._("The key is back; this machine opens the office again.")]
    )


def refuse_without_place(session: Session, options: Namespace) -> None:
    """Refuse to make recovery words that nobody could be shown."""
    if not can_show_words(session, options):
        raise NobodyToShowWords


def can_show_words(session: Session, options: Namespace) -> bool:
    """Whether new recovery words can go to a file, a sheet, or somebody at a terminal."""
    places = (options.words_to, options.sheet, session.asking.ask)
    return any(place is not None for place in places)


def shown_words(
    session: Session, options: Namespace, books: Books, made: str, facts: Mapping[str, Any]
) -> Answer:
    """Hand out new recovery words: to files, or to the terminal, where they are tried at once."""
    _ = session._
    lines = []
    if options.sheet is not None:
        sheet = Path(options.sheet)
        session.outside.write_words_sheet(made, books.office, books.now(), sheet, _)
        lines.append(_("The sheet with the recovery words is {path}.", path=options.sheet))
    if options.words_to is not None:
        session.outside.write_secret(Path(options.words_to), made)
        lines.append(_("The recovery words are in {path}.", path=options.words_to))
    is_tried = not lines and _tried_at_terminal(session, books, made)
    if not is_tried:
        lines.append(_("Put them away safely, and show with recovery try that you have them."))
    told = {"words_file": options.words_to, "sheet": options.sheet, "tried": is_tried}
    return Answer({**facts, **told}, lines)


def facts_of_office(office: Office, folder: Path) -> dict[str, object]:
    """Return what a program is told of an office."""
    return {
        "code": office.code,
        "name": office.name,
        "state": office.state,
        "is_practice": office.is_practice,
        "folder": str(folder),
    }


def _tried_at_terminal(session: Session, books: Books, made: str) -> bool:
    """Show the words once and have them typed; tell whether they were typed right."""
    _, ask = session._, session.asking.ask
    if ask is None:
        return False
    # Not among the answers: those may go to a file.
    print(_("The twelve recovery words, shown this once; write them down:"), file=sys.stderr)
    print(f"\n    {made}\n", file=sys.stderr)
    typed = ask(_("Type them here:") + " ")
    if typed.split() != made.split():
        return False
    books.safekeeping.try_recovery_words(typed, session.actor)
    return True


def _words_given(session: Session, file: str | None) -> str | None:
    """Return the words in a file, None when no file is named and nothing gives them."""
    if file is not None:
        return session.outside.read_secret(Path(file))
    return session.asking.surroundings.get(RECOVERY_WORDS) or None


def _words_asked(session: Session) -> str:
    return session.asking.secret(RECOVERY_WORDS, session._("The twelve recovery words:"))


def _facts_of_backup(done: BackupDone) -> dict[str, Any]:
    return {
        **_told_of(done.made),
        "backup": str(done.made.path),
        "verified": True,
        "second": str(done.second) if done.second else None,
        "second_error": done.second_trouble.code if done.second_trouble else None,
        "removed": list(done.removed),
    }


def _told_of(made: BackupMade) -> dict[str, Any]:
    return {
        "path": str(made.path),
        "made_at": made.made_at,
        "reason": made.reason,
        "size_bytes": made.size_bytes,
        "sha256": made.sha256,
        "anchor": str(made.anchor) if made.anchor else None,
        "took_ms": made.took_ms,
    }


def _told_drill(report: DrillReport, session: Session) -> dict[str, Any]:
    return {
        "ok": report.is_good,
        "backup": str(report.backup),
        "made_at": report.made_at,
        "anchor": str(report.anchor) if report.anchor else None,
        "problems": [problem.code for problem in report.problems],
        "findings": [
            {
                "what": one.what,
                "same": one.is_same,
                "in_backup": one.in_backup,
                "in_office": one.in_office,
            }
            for one in report.findings
        ],
        "took_ms": report.took_ms,
        "lines": words_of.drill_lines(report, session._),
    }


def _told_setting(row: SettingRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "value": row.value,
        "default": row.default,
        "changed_at": row.changed_at,
        "changed_by": row.changed_by,
    }


def _told_lost(lost: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "counter": one.counter,
            "financial_year": one.financial_year,
            "incarnation": one.incarnation,
            "first": one.first,
            "last": one.last,
            "recorded_at": one.recorded_at,
            "recorded_by": one.recorded_by,
        }
        for one in lost
    ]


def _lost_line(lost: Any, session: Session) -> str:
    _ = session._
    if lost.last is None:
        return _("Receipts from {first} on may have been printed and were lost.", first=lost.first)
    return _("Receipts {first} to {last} were lost.", first=lost.first, last=lost.last)


def _last(lost: Sequence[Any]) -> int:
    return max((one.incarnation for one in lost), default=0)


def _ids(texts: Sequence[str]) -> list[int]:
    return [_whole("id", text) or 0 for text in texts]


def _whole(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise FieldNotAllowed(name, text)
    return int(text)


def _megabytes(made: BackupMade) -> str:
    return f"{made.size_bytes / _MEGABYTE:.1f}"
