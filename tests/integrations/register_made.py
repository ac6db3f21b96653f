"""A register with everything hostile in it, made without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from domain.office import Office
from domain.register import CellKind
from domain.register_sheet import ControlLine, RegisterSheet, SheetColumn

TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
#: Names and references as somebody may have typed them, or worse.
HOSTILE = (
    "=1+1",
    "@SUM(A1:A9)",
    "+cmd|' /C calc'!A0",
    "-5",
    "<b>unclosed & <img src='/etc/passwd'>",
    "रामेश्वर प्रसाद 'श्री'",
    "محمد علي 😀 \u202egnp.exe",
    "N" * 300,
    "two\nlines\tand\x00nothing",
    "_x0041_ cell",
)


def sheet_of(rows: int = 0, *, is_practice: bool = False, differs: int = 0) -> RegisterSheet:
    """Return a collection of the hostile names and so many rows more."""
    names = [*HOSTILE, *(f"Consumer {number}" for number in range(rows))]
    cells = [
        (
            *(AT + timedelta(seconds=place), f"PAT1/02/2026-27/{place + 1:06}", place % 3, name),
            *("upi" if place % 2 else "barter", name, TODAY, 100_00 + place, None),
        )
        for place, name in enumerate(names)
    ]
    total = sum(row[7] for row in cells)
    return RegisterSheet(
        title="Collection",
        period="22 Nov 2026",
        choices=[("Clerk", HOSTILE[4])],
        office=Office("PAT1", "Patna-1 <i>", is_practice=is_practice),
        columns=[
            SheetColumn("When", CellKind.MOMENT, 82),
            SheetColumn("Receipt no.", CellKind.TEXT, 108),
            SheetColumn("Counter", CellKind.COUNT, 44),
            SheetColumn("Name", CellKind.TEXT, 110, lines=2),
            SheetColumn("Tender", CellKind.WORD, 60, words={"upi": "UPI"}),
            SheetColumn("Reference", CellKind.TEXT, 88, lines=2),
            SheetColumn("Day", CellKind.DAY, 62),
            SheetColumn("Received", CellKind.MONEY, 66, total=total),
            SheetColumn("Undone", CellKind.MONEY, 66, total=0),
        ],
        rows=cells,
        controls=[
            ControlLine("Collected in all", total, total - differs, CellKind.MONEY),
            ControlLine("Receipts posted", len(cells), len(cells), CellKind.COUNT),
        ],
        made_at=AT,
        made_by="आशा <asha>",
        anchor="PAT1.1:60:9f86d081884c7d65",
        reason="=yearly audit",
    )
