"""A bug is told by a number, with the details to copy; the log has them too."""

from __future__ import annotations

import logging
import time
import traceback
import uuid
from dataclasses import dataclass
from types import CodeType

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from domain.formats import grouped
from ui.desk.kit.language import Language
from ui.desk.kit.messages import Message
from ui.desk.kit.toasts import Toasts

log = logging.getLogger(__name__)

_TOLD = "told to the clerk"
#: A bug that comes again within so long is the one that was told.
_SAME_WITHIN_S = 1.0
_COUNTS_EVERY_MS = 1_000
#: The log says so often and no oftener that a bug came again.
_LOGGED_TIMES = frozenset({10, 100, 1_000, 10_000})

#: Its kind, and the code and line that raised it; of an error that nobody raised, its kind alone.
_Place = tuple[type[BaseException], CodeType | None, int]


@dataclass(slots=True)
class _Told:
    """A bug that was told: in which message, and how often it has come."""

    number: str
    message: Message
    last_at: float
    times: int = 1


class Bugs(QObject):
    """Tells bugs; one that comes again at once is counted in the message that is there.

    What fails in a timer fails hundreds of times a second: told anew each time it would fill the
    log, push every other message out, and leave the desk no time for anything else.
    """

    def __init__(self, toasts: Toasts, language: Language) -> None:
        super().__init__(toasts)
        self._toasts, self._language = toasts, language
        self._told: dict[_Place, _Told] = {}
        self._counting = QTimer(self, singleShot=True, interval=_COUNTS_EVERY_MS)
        self._counting.timeout.connect(self._show_counts)

    def tell(self, error: BaseException) -> None:
        """Tell the clerk of a bug by an id, with the details to copy, and log them."""
        if _TOLD in getattr(error, "__notes__", ()):
            # Two places heard of one failed work; it is one bug.
            return
        error.add_note(_TOLD)
        now, place = time.monotonic(), _place_of(error)
        told = self._told.get(place)
        if told is None or now - told.last_at > _SAME_WITHIN_S:
            self._told[place] = self._tell_anew(error, now)
        else:
            self._count(told, now)

    def _tell_anew(self, error: BaseException, now: float) -> _Told:
        _ = self._language.texts
        number = uuid.uuid4().hex[:8].upper()
        details = "".join(traceback.format_exception(error))
        log.error("Bug %s\n%s", number, details)
        message = self._toasts.show(
            _(
                "Something went wrong in the program ({number}). Nothing was half done.",
                number=number,
            ),
            "bad",
            action=_("Copy details"),
            then=lambda: QGuiApplication.clipboard().setText(f"{number}\n{details}"),
        )
        return _Told(number, message, now)

    def _count(self, told: _Told, now: float) -> None:
        told.last_at, told.times = now, told.times + 1
        if told.times in _LOGGED_TIMES:
            log.error("Bug %s came %s times", told.number, told.times)
        if not self._counting.isActive():
            self._counting.start()

    def _show_counts(self) -> None:
        """Say in the messages how often what they tell has come; forget what has stopped."""
        now, _ = time.monotonic(), self._language.texts
        for place, told in list(self._told.items()):
            if told.times > 1:
                words = _(
                    "Something went wrong in the program ({number}), {count} times."
                    " Nothing was half done.",
                    number=told.number,
                    count=grouped(told.times),
                )
                told.message = self._toasts.reword(told.message, words)
            if now - told.last_at > _SAME_WITHIN_S:
                del self._told[place]


def _place_of(error: BaseException) -> _Place:
    trace = error.__traceback__
    if trace is None:
        return type(error), None, 0
    while trace.tb_next:
        trace = trace.tb_next
    return type(error), trace.tb_frame.f_code, trace.tb_lineno
