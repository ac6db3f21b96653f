"""What a check sees: one snapshot of an office's books, and the problems it has found so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from domain.calendar import day_of_number
from domain.listing import Problem
from domain.office import Office
from storage.rows import driver_rows

Column = NDArray[np.int64]

#: Of each kind of problem so many are named; more of the same say nothing new.
MOST_NAMED = 20
_FARTHEST_DAY = 2_932_896


@dataclass(frozen=True, slots=True)
class Sight:
    """A snapshot of one office's books."""

    connection: Connection
    office: Office

    def rows(self, sql: str, **parameters: Any) -> list[Any]:
        """Return the rows of a statement, whose ``:office_id`` is this office's."""
        return driver_rows(self.connection, sql, {"office_id": self.office.id, **parameters})

    def value(self, sql: str, **parameters: Any) -> Any:
        """Return the one value of a statement."""
        return self.rows(sql, **parameters)[0][0]

    def numbers(self, sql: str, columns: int, **parameters: Any) -> Column:
        """Return whole numbers as an array of columns: int64[columns, rows]."""
        found = self.rows(sql, **parameters)
        return np.array(found, np.int64).reshape(len(found), columns).T

    def number_of(self, consumer: int) -> str:
        """Return a consumer's number, ``#7`` when there is nobody."""
        found = self.rows(
            "SELECT number FROM consumer WHERE office_id = :office_id AND id = :id", id=consumer
        )
        return str(found[0][0]) if found else f"#{consumer}"


class Findings:
    """The problems found, a few of each kind."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._told: Counter[str] = Counter()

    def tell(self, code: str, **facts: Any) -> None:
        """Add a problem, unless so many of its kind are told already."""
        if self.has_room(code):
            self._told[code] += 1
            self.problems.append(Problem(code, facts))

    def has_room(self, code: str) -> bool:
        """Whether one more problem of a kind would be told."""
        return self._told[code] < MOST_NAMED


def iso_day(number: int) -> str:
    """Return a day for a person, its number when no calendar has it."""
    return day_of_number(number).isoformat() if 0 <= number <= _FARTHEST_DAY else f"#{number}"
