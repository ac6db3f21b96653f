"""Arrears of an office in its database."""

from __future__ import annotations

from storage.access import Access


class SqlArrearsBook:
    """Everything of :class:`domain.arrears_book.ArrearsBook`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access
