"""A list as it is filed: its columns in words, what it was narrowed down to, its control totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from domain import formats
from domain.office import Office
from domain.register import Cell, CellKind
from domain.register_sheet import ControlLine, RegisterSheet, SheetColumn
from resources.texts import Texts


class Listed(Protocol):
    """A list as the books hand it out."""

    @property
    def rows(self) -> Sequence[Any]: ...

    @property
    def made_at(self) -> datetime: ...

    @property
    def anchor(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list in a file: heading, width, cell, and the words that codes stand for."""

    title: str
    width: int
    cell: Callable[[Any], Cell]
    kind: CellKind = CellKind.TEXT
    words: Mapping[str, str] = field(default_factory=dict)

    def sheet_column(self, total: int | None, _: Texts) -> SheetColumn:
        """Return the column in words, with what it adds up to."""
        words = {value: _(word) for value, word in self.words.items()}
        return SheetColumn(_(self.title), self.kind, self.width, total, words)


def sheet_of_list(  # noqa: PLR0913 - all that its cover says
    found: Listed,
    columns: Mapping[str, ListColumn],
    *,
    title: str,
    choices: Sequence[tuple[str, str]],
    totals: Mapping[str, int],
    controls: Sequence[ControlLine],
    office: Office,
    made_by: str,
    reason: str,
    _: Texts,
) -> RegisterSheet:
    """Return a list with these columns; ``totals``: what some of them add up to, by key."""
    return RegisterSheet(
        title=title,
        period=formats.moment(found.made_at, _.month_names),
        choices=choices,
        office=office,
        columns=[one.sheet_column(totals.get(key), _) for key, one in columns.items()],
        rows=[tuple(one.cell(row) for one in columns.values()) for row in found.rows],
        controls=controls,
        made_at=found.made_at,
        made_by=made_by,
        anchor=found.anchor,
        reason=reason,
    )
