"""The manual shows every message in both languages as it goes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.message import Alert, Medium
from domain.services.alerting import sample_of
from storage.repositories.messages import shipped_templates

MANUAL = Path(__file__).parents[2] / "docs" / "manual"
LANGUAGES = ("en", "hi")


def subject_of(template):
    return template.subject


def line_of(template):
    return " ".join(sample_of(template).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("medium", "told"),
    [
        *((medium, sample_of) for medium in (Medium.SMS, Medium.WHATSAPP, Medium.FILE)),
        (Medium.EMAIL, subject_of),
        (Medium.EMAIL, line_of),
    ],
)
def test_each_message_stands_in_the_manual_word_for_word(language, medium, told):
    page = (MANUAL / language / "alerts.md").read_text("utf-8").splitlines()
    templates = shipped_templates()

    missing = []
    for alert in Alert:
        both = [told(templates[alert, medium, one]) for one in LANGUAGES]
        row = f" | {' | '.join(both)} |"
        missing += [] if any(line.endswith(row) for line in page) else [row]

    assert missing == []
