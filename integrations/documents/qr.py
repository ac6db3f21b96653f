"""QR codes as squares of modules, for paper and screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import segno


@lru_cache(maxsize=32)
def modules(text: str) -> Sequence[bytes]:
    """Return the code of a text as rows of modules, 1 for dark, without the quiet border."""
    matrix = segno.make(text, error="m", micro=False, boost_error=False).matrix
    return tuple(bytes(row) for row in matrix)


def dark_runs(matrix: Sequence[bytes]) -> Iterator[tuple[int, int, int]]:
    """Yield (row, first column, length) of each horizontal stretch of dark modules."""
    for row, line in enumerate(matrix):
        start = None
        for column, is_dark in enumerate([*line, 0]):
            if is_dark and start is None:
                start = column
            elif not is_dark and start is not None:
                yield row, start, column - start
                start = None
