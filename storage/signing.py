"""Signed receipts of an office in its database."""

from __future__ import annotations

from storage.access import Access


class SqlSigning:
    """Everything of :class:`domain.signing.Signing`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access
