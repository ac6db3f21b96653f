"""Access: what every part of an office's books needs of its database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.calendar import Clock
from domain.office import Office
from storage.keys import Keys
from storage.unit_of_work import SqlUnitOfWork


@dataclass(frozen=True, slots=True)
class Access:
    """Whose books, by which clock, and how they are read and written."""

    office: Office
    clock: Clock
    #: A writing transaction, refused while the books are not in order.
    unit: Callable[[], SqlUnitOfWork]
    #: A writing transaction in any condition: to look, and to note who looked.
    unit_in_any_condition: Callable[[], SqlUnitOfWork]
    #: A snapshot to read from.
    reading: Callable[[], AbstractContextManager[Connection]]
    #: Whether names and addresses are hidden from who looks.
    is_masked: bool
    keys: Keys
