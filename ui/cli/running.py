"""Running a command: its answer is printed, a refusal is a sentence, a bug is an id and a log."""

from __future__ import annotations

import errno
import getpass
import json
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from domain.errors import Refusal, Trouble
from domain.errors_of_database import DiskFull
from domain.errors_of_files import FileNotWritten
from domain.ids import new_id
from domain.office import Actor, Channel
from domain.progress import Cancelled, Progress, silent
from resources.texts import LANGUAGES, SOURCE_LANGUAGE, Texts
from ui import journal
from ui.cli.asking import asking_on_terminal
from ui.cli.commands import Command
from ui.cli.outside import Outside
from ui.cli.parser import build_parser
from ui.cli.progress import ProgressBar
from ui.cli.records import plain
from ui.cli.session import Answer, Session
from ui.sentences import explain

DONE, REFUSED, UNKNOWN, UNAVAILABLE, INTERRUPTED = 0, 1, 2, 3, 130
LANGUAGE_VARIABLE = "BIJLI_BAHI_LANGUAGE"

_log = logging.getLogger(__name__)


def language_of(arguments: Sequence[str], surroundings: Mapping[str, str]) -> str:
    """Return the language that the arguments, or else the surroundings, ask for."""
    asked = surroundings.get(LANGUAGE_VARIABLE, SOURCE_LANGUAGE)
    for place, argument in enumerate(arguments):
        if argument == "--language" and place + 1 < len(arguments):
            asked = arguments[place + 1]
        elif argument.startswith("--language="):
            asked = argument.partition("=")[2]
    return asked if asked in LANGUAGES else SOURCE_LANGUAGE


def parse(arguments: Sequence[str], _: Texts) -> Namespace | int:
    """Return what is asked for, or the exit code when the parser has answered already."""
    try:
        return build_parser(_).parse_args(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else UNKNOWN


def run_command(run: Command, options: Namespace, folder: Path, outside: Outside, _: Texts) -> int:
    """Run a command, print what it answers, and return the exit code."""
    bar = ProgressBar(sys.stderr) if sys.stderr.isatty() else None
    progress: Progress = silent if bar is None else bar
    session = Session(
        outside,
        folder,
        command_line_actor(),
        _,
        progress,
        asking_on_terminal(_),
        as_user=getattr(options, "as_user", None),
        needs_sign_in=getattr(options, "needs_sign_in", True),
        is_for_new_password=getattr(options, "is_for_new_password", False),
    )
    with journal.logged(_name_of(options)) as entry:
        try:
            answer = run(session, options)
        except BaseException as error:  # noqa: BLE001 - the edge: the unforeseen is told as a bug
            if bar is not None:
                bar.clear()
            code = _tell_trouble(error, options, _)
        else:
            if bar is not None:
                bar.clear()
            entry.counts = answer.counts
            code = _tell(answer, options)
        entry.exit_code, entry.office = code, session.office_code
    return code


def _name_of(options: Namespace) -> str:
    """Return the words of a command, ``import consumers``, without what it is about."""
    return str(getattr(options, "command_name", "command"))


def command_line_actor() -> Actor:
    """Return whoever is logged in on this machine; an office without staff asks for no more."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = "command line"
    return Actor(name, Channel.COMMAND_LINE)


def tell_bug(error: BaseException, _: Texts) -> str:
    """Log what nobody foresaw under an id, and return the sentence that names it."""
    bug = new_id()[:8]
    _log.error("bug %s", bug, exc_info=error)
    return _("Something unforeseen happened; nothing half done was kept. Its id is {bug}.", bug=bug)


def _tell(answer: Answer, options: Namespace) -> int:
    said = [_json(answer.facts)] if options.json else answer.lines
    try:
        for line in said:
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough (``| head``): the command itself was done.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if answer.complaint:
        print(answer.complaint, file=sys.stderr)
    return answer.exit_code


def _tell_trouble(error: BaseException, options: Namespace, _: Texts) -> int:
    if isinstance(error, KeyboardInterrupt | Cancelled):
        print(_("Stopped. What was done before stays; the same command goes on."), file=sys.stderr)
        return INTERRUPTED
    trouble = _of_system(error) if isinstance(error, OSError) else error
    sentence = explain(trouble, _)
    if isinstance(trouble, Trouble) and sentence is not None:
        _complain(options, trouble.code, sentence, plain(_flat(trouble)))
        return REFUSED if isinstance(trouble, Refusal) else UNAVAILABLE
    _complain(options, "bug", tell_bug(error, _), {})
    return UNAVAILABLE


def _complain(options: Namespace, code: str, sentence: str, facts: Mapping[str, Any]) -> None:
    if options.json:
        # A fact may not hide the code or the sentence.
        print(_json({"error": {**facts, "code": code, "message": sentence}}))
    print(sentence, file=sys.stderr)


def _flat(trouble: Trouble) -> dict[str, Any]:
    """Return the facts of a trouble; a refusal inside it as its code."""
    return {
        name: {key: item.code for key, item in value.items()}
        if isinstance(value, dict)
        else value.code
        if isinstance(value, Trouble)
        else value
        for name, value in trouble.facts.items()
    }


def _of_system(error: OSError) -> Trouble:
    path = str(error.filename or "")
    if error.errno == errno.ENOSPC:
        return DiskFull(path)
    return FileNotWritten(path, error.strerror or str(error))


def _json(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, default=plain)
