"""The logs of the program in the user's place: what was done, and the bugs; small, and of nobody.

``work.log`` has a line for each beginning and end, ``bugs.log`` what nobody foresaw. Each is kept
to five files of a megabyte. A log that cannot be written never stops the program.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from integrations.scrubbing import scrubbed, scrubbed_message, scrubbed_trace

WORK_LOG, BUG_LOG = "work.log", "bugs.log"
_MOST_BYTES, _OLDER_FILES = 1_000_000, 4
#: Our own loggers; what others say may hold anything.
_OURS = frozenset({"bijli_bahi", "domain", "storage", "integrations", "ui", "main", "__main__"})
_FORM = "%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"


@contextmanager
def logs_kept(folder: Path, work: str) -> Iterator[None]:
    """Keep the logs in a folder while the body runs; ``work``: the logger of beginnings and ends.

    Without a folder that can be written the body runs all the same.
    """
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    kept = [
        (logging.getLogger(work), _LogFile(folder / WORK_LOG, logging.INFO)),
        (logging.getLogger(), _LogFile(folder / BUG_LOG, logging.ERROR)),
    ]
    for logger, file in kept:
        logger.addHandler(file)
    level = kept[0][0].level
    kept[0][0].setLevel(logging.INFO)
    try:
        yield
    finally:
        kept[0][0].setLevel(level)
        for logger, file in kept:
            logger.removeHandler(file)
            file.close()


def log_files(folder: Path) -> list[Path]:
    """Return the log files that are there, of each log the oldest first."""
    return [
        path
        for name in (WORK_LOG, BUG_LOG)
        for number in range(_OLDER_FILES, -1, -1)
        if (path := folder / (f"{name}.{number}" if number else name)).is_file()
    ]


class _Form(logging.Formatter):
    """Writes a record on scrubbed lines; an error as where it came from."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name that logging calls
        error = ei[1] if isinstance(ei, tuple) else None
        return "" if error is None else scrubbed_trace(error)

    def format(self, record: logging.LogRecord) -> str:
        # What another file's formatter has kept of the error is not scrubbed.
        record.exc_text = None
        told = "\n".join(map(scrubbed, super().format(record).splitlines()))
        record.exc_text = None
        return told

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - as above
        if record.name.partition(".")[0] not in _OURS:
            record.message = scrubbed_message(record.message)
        return super().formatMessage(record)


class _LogFile(RotatingFileHandler):
    """A log that is opened with its first line, and given up silently where it cannot be."""

    def __init__(self, path: Path, level: int) -> None:
        super().__init__(
            path, maxBytes=_MOST_BYTES, backupCount=_OLDER_FILES, encoding="utf-8", delay=True
        )
        self.setLevel(level)
        self.setFormatter(_Form(_FORM))

    def rotate(self, source: str, dest: str) -> None:
        # Another process may hold the file, which on Windows keeps its name.
        with suppress(OSError):
            super().rotate(source, dest)

    def close(self) -> None:
        # What is still to be written then finds a full disk here.
        with suppress(OSError):
            super().close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - as above
        """Stay silent: whoever works is not to be disturbed by a log."""
