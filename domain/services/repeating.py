"""What a server undid because others stood in its way is done again, a few times."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from domain.errors_of_trust import TransactionUndone

#: Tried so often in all, each time after a longer pause.
TRIES = 5
_PAUSE_SECONDS = 0.02

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def repeated_when_undone(work: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    """Let a use case be repeated as a whole when its transaction was undone.

    Nothing of it was kept, and it reads everything anew. What is undone ``TRIES`` times is told
    as :class:`TransactionUndone`.
    """

    @wraps(work)
    def repeated(*asked: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        for tried in range(1, TRIES):
            try:
                return work(*asked, **named)
            except TransactionUndone:
                time.sleep(_PAUSE_SECONDS * tried)
        return work(*asked, **named)

    return repeated
