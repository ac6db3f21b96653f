"""What leaves the books for a log names nobody: numbers, addresses and passwords are blotted out.

Two strengths. :func:`scrubbed` takes out of any line what looks like a telephone number, an e-mail
address, a password or the user's own folder. :func:`scrubbed_message` is for what a library or a
mistake of ours put together, where anything may stand: of it only the words of the sentence stay.
"""

from __future__ import annotations

import os
import re
import traceback
from pathlib import Path
from types import TracebackType

BLOT = "…"
#: Ten digits from 6 on, as India's mobiles have; also with spaces, +91 or 0 before them.
_MOBILE = re.compile(r"(?<![0-9])(?:\+?91[ -]?|0)?[6-9](?:[ -]?[0-9]){9}(?![0-9])")
#: Begins where a word does: tried from each of its letters, a long word would take for ever.
_EMAIL = re.compile(
    r"(?<![^\s@<>\"'`,;:()=/])[^\s@<>\"'`,;:()=/]+@(?:[\w-]+\.)+[^\W\d_]{2,}", re.UNICODE
)
_URL_PASSWORD = re.compile(r"(?P<before>://[^\s:/@]*):[^\s/]*@(?=[^\s@/]*)")
_PASSWORD = re.compile(
    r"(?<!\w)(?P<name>\w*(?:password|passwd|secret|token|words|key))(?P<sign>\s*[=:]\s*)\S+",
    re.IGNORECASE,
)

#: What is longer tells nobody more.
_MOST_CHARACTERS = 2_000
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|`[^`]*`")
_LONG_NUMBER = re.compile(r"[0-9]{3,}")
#: A word with a capital: a name, unless it is one of the program's own (``CamelCase``, ``SQL``).
_NAME = re.compile(r"(?<![\w.])[A-Z][a-z]+(?![\w.(])")
_NOT_LATIN = re.compile(r"[^\x00-\x7f]+")
_NO_NAMES = frozenset({"None", "True", "False", "Errno", "Permission", "No", "File"})


def scrubbed(line: str) -> str:
    """Return a line without mobile numbers, e-mail addresses, passwords and the user's folder."""
    line = line[:_MOST_CHARACTERS]
    line = _URL_PASSWORD.sub(rf"\g<before>:{BLOT}@", line)
    line = _PASSWORD.sub(rf"\g<name>\g<sign>{BLOT}", line)
    line = _EMAIL.sub(BLOT, line)
    line = _MOBILE.sub(BLOT, line)
    return _without_home(line)


def scrubbed_message(message: str) -> str:
    """Return what an error says without what it quotes: no quoted text, number, name or Hindi."""
    first = message.strip().partition("\n")[0][:_MOST_CHARACTERS]
    for pattern in (_QUOTED, _LONG_NUMBER, _NOT_LATIN):
        first = pattern.sub(BLOT, first)
    return scrubbed(_NAME.sub(_blotted_name, first))


def scrubbed_trace(error: BaseException) -> str:
    """Return where an error came from, frame by frame, each message scrubbed.

    Frames name our files, lines and code, never values. What led to the error stands before it.
    """
    told = [
        "".join([*_frames(one.__traceback__), f"{_kind(one)}: {scrubbed_message(_message(one))}"])
        for one in _chain(error)
    ]
    return "\n".join(told)


def _blotted_name(found: re.Match[str]) -> str:
    is_plain = found[0] in _NO_NAMES or found.start() == 0
    return found[0] if is_plain else BLOT


def _without_home(line: str) -> str:
    home = str(Path.home())
    # The name of a user is often the name of a person.
    return line.replace(home, "~") if len(home) > len(os.sep) else line


def _chain(error: BaseException) -> list[BaseException]:
    """Return an error behind those that led to it, the first one first."""
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain:
        chain.append(following)
        is_told = following.__suppress_context__
        following = following.__cause__ or (None if is_told else following.__context__)
    return chain[::-1]


def _frames(trace: TracebackType | None) -> list[str]:
    return [scrubbed(text) for text in traceback.format_tb(trace)]


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - an error that cannot be told must not hide where it came from
        return BLOT
