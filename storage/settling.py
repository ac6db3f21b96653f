"""Payments of unknown fate and settlement files of an office in its database."""

from __future__ import annotations

from storage.access import Access


class SqlSettling:
    """Everything of :class:`domain.settling.Settling`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access
