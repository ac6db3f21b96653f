"""How long a receipt takes as a PDF, on every paper, in either language and in both.

Run: ``python -m tests.benchmarks.receipt [receipts]``. The budget is 100 ms a receipt.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import product
from statistics import median
from time import perf_counter

from domain.printing import Paper, PrintStyle
from integrations.documents import receipt_pdf
from resources.texts import texts_of_all
from tests.integrations.papers_made import full_copy

BUDGET_MS = 100
LANGUAGES = (("en",), ("hi",), ("en", "hi"))


def main(receipts: int = 30) -> int:
    """Print the median and the longest time of each kind; 1 when a median is over the budget."""
    is_met = True
    for paper, languages in product(Paper, LANGUAGES):
        style = PrintStyle(paper, languages)
        times_ms = sorted(_time_ms(style, number) for number in range(receipts))
        within = median(times_ms) <= BUDGET_MS
        is_met &= within
        print(
            f"receipt {paper} {'+'.join(languages)}: {median(times_ms):.0f} ms, at most "
            f"{times_ms[-1]:.0f} ms, {median(times_ms) / BUDGET_MS:.2f} x the budget of "
            f"{BUDGET_MS} ms: {'met' if within else 'missed'}"
        )
    return 0 if is_met else 1


def _time_ms(style: PrintStyle, number: int) -> float:
    """Return how long a receipt takes with every head, three tenders and a code of its own."""
    copy = full_copy(
        number=f"PAT1/02/2026-27/{number:06}",
        consumer_name="रामेश्वर प्रसाद",
        consumer_address="कंकड़बाग, पटना 800020",
    )
    copy = replace(copy, code=f"BB2?{number:06}{'x' * 200}")
    started = perf_counter()
    receipt_pdf.render(copy, style, texts_of_all())
    return 1000 * (perf_counter() - started)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
