"""A cell that a spreadsheet would run as a formula is guarded on the way out, and bared again.

The guard is a leading ``'``: what is written by :func:`guarded` and read through :func:`bare`
is the same text, so a file of rejected rows can be corrected and imported again.
"""

from __future__ import annotations

import re

#: Also in their full-width forms, and behind spaces: spreadsheets look there as well.
_RUNS_AS_FORMULA = r"'*\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_DANGEROUS = re.compile(_RUNS_AS_FORMULA)
_GUARDED = re.compile(rf"'(?={_RUNS_AS_FORMULA})")


def guarded(cell: str) -> str:
    """Return the cell with ``'`` before it when a spreadsheet could take it for a formula."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def bare(cell: str) -> str:
    """Return the cell without the guard that :func:`guarded` set."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell
