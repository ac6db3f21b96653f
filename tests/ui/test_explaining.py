"""Every step of every line is worded, and the words carry the exact figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import get_args

import pytest

from domain.explanation import LineExplained, SlabStep, Step, explain_day
from domain.month_state import MonthState
from domain.tariff import parse_tariff_text
from resources import locate
from resources.texts import Texts
from ui.explaining import WORDINGS, lines, summary

TARIFFS, _FAULTS = parse_tariff_text(locate("tariffs", "examples.json").read_text("utf-8"))
DAY = date(2026, 11, 20)


def test_no_kind_of_step_is_forgotten():
    assert set(WORDINGS) == set(get_args(Step))


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("tariff", TARIFFS, ids=lambda tariff: tariff.id)
def test_every_line_of_every_shipped_tariff_is_worded(tariff, language):
    texts = Texts(language)
    state = MonthState.start(1)
    explained = explain_day(DAY, tariff, 130_500, 3000, state)

    worded = lines(explained, texts)

    assert sum(line.amount.paise for line in worded) == explained.total_paise
    assert all(sentence for line in worded for sentence in line.sentences)
    assert tariff.id in summary(explained, texts)


def test_parts_of_a_paisa_are_shown_and_how_they_were_rounded(texts):
    step = SlabStep(0, 6664, 120_000, Fraction(57, 10), Fraction(37984, 10))
    line = LineExplained("ec", (step,), Fraction(0), Fraction(37984, 10), 0, 3798)

    day = explain_day(DAY, TARIFFS[0], 0, 1000, MonthState.start(1))
    [worded] = lines(replace(day, lines=(line,)), texts)

    assert worded.sentences == (
        "6.664 units on the slab up to 120 units at ₹5.70 = ₹37.984.",
        (
            "Running since the 1st: ₹37.984, rounded to ₹37.98; less ₹0.00 of the days before"
            " = ₹37.98."
        ),
    )
