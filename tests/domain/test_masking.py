"""Masking: telephone numbers are hidden however they are written, and amounts are not."""

from __future__ import annotations

import pytest

from domain.masking import masked_words


@pytest.mark.parametrize(
    "written",
    ["9812398123", "98123 98123", "981-239-8123", "98123.98123", "98.12.39.81.23", "९८१२३.९८१२३"],
)
def test_a_telephone_number_is_hidden_however_its_figures_are_parted(written: str) -> None:
    said = masked_words(f"Ask {written}, in the evening")

    assert said == f"Ask {'•' * (len(written) - 2)}{written[-2:]}, in the evening"


@pytest.mark.parametrize("written", ["12345.67", "500. 200 left", "₹1,23,456.78", "1.2.3"])
def test_an_amount_is_not_hidden(written: str) -> None:
    assert masked_words(written) == written
