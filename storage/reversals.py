"""Receipts undone and cheques of an office in its database."""

from __future__ import annotations

from storage.access import Access


class SqlReversals:
    """Everything of :class:`domain.reversals.Reversals`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access
