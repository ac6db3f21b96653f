"""A register as it goes to paper or into a file: worded already, figures still figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.office import Office
from domain.register import Cell, CellKind


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its heading, its share of the width, and the words that its codes stand for.

    ``total`` is what it adds up to; None where nothing is added up. ``lines`` it may take.
    """

    title: str
    kind: CellKind
    width: int
    total: int | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    lines: int = 1


@dataclass(frozen=True, slots=True)
class ControlLine:
    """A control total in words, with both figures; they agree or somebody has to look."""

    words: str
    register: int
    ledger: int
    kind: CellKind

    @property
    def agrees(self) -> bool:
        return self.register == self.ledger


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """The whole register as it is filed."""

    title: str
    #: The days that it is of, and what it was narrowed down to: each a name and a value.
    period: str
    choices: Sequence[tuple[str, str]]
    office: Office
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Cell]]
    controls: Sequence[ControlLine]
    made_at: datetime
    made_by: str
    anchor: str
    reason: str = ""
