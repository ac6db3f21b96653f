"""A register as it goes to paper or into a file: worded already, figures still figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from domain import formats
from domain.calendar import IST
from domain.money import PAISE_PER_RUPEE, Money
from domain.office import Office
from domain.register import Cell, CellKind

#: These stand at the right of their column.
FIGURES = frozenset({CellKind.MONEY, CellKind.COUNT})


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

    def text(self, cell: Cell, month_names: Sequence[str]) -> str:
        """Return a cell as people read it; amounts without the sign of the rupee."""
        match cell:
            case None:
                return ""
            case datetime():
                return formats.moment(cell, month_names)
            case date():
                return formats.day(cell, month_names)
            case int() if self.kind is CellKind.MONEY:
                return formats.rupees(Money(cell)).replace("₹", "")
            case int():
                return str(cell)
            case _:
                return self.words.get(cell, cell)

    def exact_text(self, cell: Cell) -> str:
        """Return a cell as programs read it: days by ISO, amounts without groups."""
        match cell:
            case datetime():
                return f"{cell.astimezone(IST):%Y-%m-%d %H:%M:%S}"
            case date():
                return cell.isoformat()
            case int() if self.kind is CellKind.MONEY:
                rupees, paise = divmod(abs(cell), PAISE_PER_RUPEE)
                return f"{'-' if cell < 0 else ''}{rupees}.{paise:02}"
            case _:
                return self.text(cell, ())


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

    def figure(self, number: int) -> str:
        """Return one of its figures as people read it."""
        return str(number) if self.kind is CellKind.COUNT else formats.rupees(Money(number))


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """The whole register as it is filed.

    ``choices``: what it was narrowed down to, each a name and a value.
    """

    title: str
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

    @property
    def has_totals(self) -> bool:
        """Whether any column adds up."""
        return any(column.total is not None for column in self.columns)
