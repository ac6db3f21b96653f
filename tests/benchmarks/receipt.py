"""How long a receipt takes as a PDF, on either paper and in either language.

Run: ``python -m tests.benchmarks.receipt [receipts]``. The budget is 100 ms a receipt.
"""

from __future__ import annotations

import sys
from statistics import median
from time import perf_counter

from domain.printing import Paper, PrintStyle
from integrations.documents import receipt_pdf
from resources.texts import LANGUAGES, texts_of_all
from tests.integrations.documents_made import receipt_copy

BUDGET_MS = 100


def main(receipts: int = 30) -> int:
    """Print the median and the longest time of each kind; 1 when a median is over the budget."""
    is_met = True
    for paper in Paper:
        for language in LANGUAGES:
            times_ms = sorted(_time_ms(paper, language) for _receipt in range(receipts))
            within = median(times_ms) <= BUDGET_MS
            is_met &= within
            print(
                f"receipt {paper} {language}: {median(times_ms):.0f} ms, at most "
                f"{times_ms[-1]:.0f} ms, {median(times_ms) / BUDGET_MS:.2f} x the budget of "
                f"{BUDGET_MS} ms: {'met' if within else 'missed'}"
            )
    return 0 if is_met else 1


def _time_ms(paper: Paper, language: str) -> float:
    copy = receipt_copy(consumer_name="रामेश्वर प्रसाद", consumer_address="कंकड़बाग, पटना 800020")
    started = perf_counter()
    receipt_pdf.render(copy, PrintStyle(paper, (language,)), texts_of_all())
    return 1000 * (perf_counter() - started)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
