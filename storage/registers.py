"""Registers of an office in its database."""

from __future__ import annotations

from storage.access import Access


class SqlRegisters:
    """Everything of :class:`domain.register.Registers`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access
