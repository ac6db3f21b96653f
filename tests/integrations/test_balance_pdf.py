"""A balance explained on paper: always one page of A4, every figure on it, whatever is on it."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from domain.balance_sheet import BalanceLine, BalanceSheet, DearDayLine
from domain.printing import PrintStyle
from integrations.documents.balance_pdf import render
from integrations.documents.preview import pages
from resources.texts import texts_of_all
from tests.integrations.documents_made import OFFICE
from tests.integrations.papers import HOSTILE, in_grey, picture_of, said

LANGUAGES = [("en",), ("hi",), ("en", "hi")]
#: As much as there can be: payments, lines of a charge, other movements, arrears.
MOST_LINES = 22


def sheet(words: str = "Sunita Devi", lines: int = 6, turns: int = 1) -> BalanceSheet:
    """Return a page with so many lines and turns."""
    return BalanceSheet(
        title="Balance explained",
        facts=(
            ("Consumer", f"100001 · {words}"),
            ("Supply", "DS-II · 3 kW"),
            ("Meter", "M1"),
            ("Period", "1 Apr 2025 to 22 Nov 2026"),
        ),
        answer="From 1 Apr 2025 to 22 Nov 2026: ₹0.00 at the beginning, ₹45.10 at the end.",
        headings=("What", "How it came about", "Amount"),
        lines=(
            BalanceLine("Opening balance", "on the morning of 1 Apr 2025", "₹0.00", is_sum=True),
            *(
                BalanceLine(f"Recharge {at}", f"3 Nov 2026 · {words}", f"+₹{at},234.56")
                for at in range(1, lines + 1)
            ),
            BalanceLine(
                "Closing balance",
                "on the evening of 22 Nov 2026",
                "-₹45.10",
                is_sum=True,
                is_below_zero=True,
            ),
        ),
        days_title="The days that cost most",
        days_headings=("Day", "Units", "Cost", "Why"),
        days=tuple(
            DearDayLine(date(2026, 11, day), f"{day} Nov 2026", "8.570", "₹56.68", "A usual day.")
            for day in range(1, 6)
        ),
        turns_title="What changed",
        turns=tuple(f"From {at} Nov 2026 on the slab above 120 units." for at in range(turns)),
        foot=("Charges stand with the day they are for.", "Made on 22 Nov 2026."),
    )


def made(languages: tuple[str, ...], told: BalanceSheet, office: object = OFFICE) -> bytes:
    style = PrintStyle(languages=languages)
    return render({"en": told, "hi": told}, office, style, texts_of_all())  # type: ignore[arg-type]


@pytest.mark.parametrize("languages", LANGUAGES)
def test_every_figure_stands_on_one_page(languages: tuple[str, ...]) -> None:
    text = said(made(languages, sheet()))

    for fact in ("100001", "+₹1,234.56", "+₹6,234.56", "-₹45.10", "8.570", "₹56.68", "120 units"):
        assert fact in text


@pytest.mark.parametrize("languages", LANGUAGES)
def test_the_longest_is_one_page_as_well(languages: tuple[str, ...]) -> None:
    pdf = made(languages, sheet(lines=MOST_LINES, turns=6))

    assert len(pages(pdf, 30)) == 1
    text = said(pdf)
    assert f"+₹{MOST_LINES},234.56" in text
    assert "Made on 22 Nov 2026." in text


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_a_name_is_the_figures_stay(words: str) -> None:
    pdf = made(("en", "hi"), sheet(words, lines=MOST_LINES, turns=6))

    assert len(pages(pdf, 30)) == 1
    assert "-₹45.10" in said(pdf)


def test_nothing_is_drawn_over_the_edge() -> None:
    grey = picture_of(made(("en", "hi"), sheet("w" * 300, lines=MOST_LINES, turns=6)), 60)

    margin = 4
    edges = (grey[:margin], grey[-margin:], grey[:, :margin], grey[:, -margin:])
    assert all(edge.min() == 255 for edge in edges)


def test_a_practice_office_is_marked() -> None:
    practice = dataclasses.replace(OFFICE, is_practice=True)

    assert "PRACTICE: not real money" in said(made(("en",), sheet(), practice))
    assert "PRACTICE" not in said(made(("en",), sheet()))


def test_days_and_turns_that_are_not_there_leave_no_heading() -> None:
    bare = dataclasses.replace(sheet(), days=(), turns=())

    text = said(made(("en",), bare))

    assert "What changed" not in text
    assert "The days that cost most" not in text
    assert in_grey(pages(made(("en",), bare), 30)[0]).min() < 200
