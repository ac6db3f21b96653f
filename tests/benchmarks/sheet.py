"""How long the daily sheet takes in Excel, against openpyxl's write-only mode on the same rows.

Run: ``python -m tests.benchmarks.sheet [rows]``. The budget is an eighth of openpyxl's time,
though ours has the cover, the totals, the formats and the print set-up besides.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter

from openpyxl import Workbook

from domain.billing_sheet import COLUMN_NAMES, BillingSheet
from integrations.documents import billing_sheet_xlsx
from resources.texts import Texts
from tests.integrations.documents_made import TEXT_COLUMNS, billing_sheet

BUDGET = 1 / 8


def main(rows: int = 100_000) -> int:
    """Print both times and their ratio; 1 when the budget is missed."""
    sheet = billing_sheet(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sheet.xlsx")
        started = perf_counter()
        billing_sheet_xlsx.write(sheet, path, Texts("en"))
        ours_s = perf_counter() - started
        size_mb = path.stat().st_size / 1e6
        started = perf_counter()
        _write_only(sheet, Path(folder, "openpyxl.xlsx"))
        theirs_s = perf_counter() - started
    ratio = ours_s / theirs_s
    is_met = ratio <= BUDGET
    print(
        f"daily sheet, {rows:,} rows x {len(COLUMN_NAMES)}: {ours_s:.2f} s ({size_mb:.1f} MB), "
        f"openpyxl write-only {theirs_s:.2f} s, ratio 1/{1 / ratio:.1f} "
        f"(budget 1/8): {'met' if is_met else 'missed'}"
    )
    return 0 if is_met else 1


def _write_only(sheet: BillingSheet, path: Path) -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.append(COLUMN_NAMES)
    columns = [
        values if name in TEXT_COLUMNS else [value / 100 for value in values]
        for name, values in ((name, getattr(sheet.columns, name)) for name in COLUMN_NAMES)
    ]
    for row in zip(*columns, strict=True):
        page.append(row)
    book.save(path)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
