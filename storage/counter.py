"""Shifts, drawers and day-ends of an office in its database."""

from __future__ import annotations

from storage.access import Access


class SqlCounter:
    """Everything of :class:`domain.counter.Counter`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access
