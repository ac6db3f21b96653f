"""Every refusal has a sentence, in which every fact has its place."""

from __future__ import annotations

import re
import string
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain import errors
from domain import errors_of_policies as policies
from domain import errors_of_tariffs as tariffs
from domain.errors_of_files import FileReason, FileUnreadable
from domain.listing import Problem
from domain.money import Money
from resources.texts import LANGUAGES, Texts
from ui import sentences
from ui.sentences import explain, problem_sentence
from ui.sentences_of_checks import PROBLEMS

PROJECT = Path(__file__).parents[2]
#: What a fact may be, by the type that its class gives it.
EXAMPLES = {
    "str": "some text",
    "int": 7,
    "date": date(2026, 11, 22),
    "datetime": datetime(2026, 11, 21, 18, 30, tzinfo=UTC),
    "Money": Money(4510),
    "Refusal": errors.NotAnAmount("abc"),
    "dict[str, Refusal]": {"mobile": errors.FieldMissing("mobile")},
    "tuple[TariffFault, ...]": (tariffs.TariffFieldMissing("BR-2025", "hours.windows"),),
}
GROUPS = {errors.Trouble, errors.Refusal, errors.Unavailable, tariffs.TariffFault}


def kinds_of(group):
    for kind in group.__subclasses__():
        if kind not in GROUPS:
            yield kind
        yield from kinds_of(kind)


def example_of(kind):
    facts = {field.name: EXAMPLES[field.type] for field in fields(kind)}
    if kind is FileUnreadable:
        facts["reason"] = FileReason.EMPTY
    return kind(**facts)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("kind", list(kinds_of(errors.Trouble)), ids=lambda kind: kind.__name__)
def test_no_refusal_is_without_its_sentence(kind, language):
    sentence = explain(example_of(kind), Texts(language))

    assert sentence
    assert "{" not in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("reason", list(FileReason))
def test_no_reason_of_an_unreadable_file_is_without_its_sentence(reason):
    sentence = explain(FileUnreadable("reads.csv", reason, "3"), Texts())

    assert "reads.csv" in sentence


def test_a_sentence_names_facts_that_its_refusal_has():
    lacking = {
        kind.__name__: places_of(sentence) - {field.name for field in fields(kind)}
        for kind, sentence in sentences.SENTENCES.items()
        if places_of(sentence) - {field.name for field in fields(kind)}
    }

    assert lacking == {}


def test_every_problem_that_a_check_can_find_has_its_sentence():
    parts = (PROJECT / "storage" / "checking").glob("*.py")
    source = "".join(part.read_text(encoding="utf-8") for part in parts)
    codes = set(re.findall(r'(?:\.tell|_name)\(\s*(?:sight, )?"([a-z_]+)"', source))

    assert len(codes) > 30
    assert codes <= set(PROBLEMS)
    assert set(PROBLEMS) - codes <= {"row_added", "row_missing", "archive_differs"}


def test_a_problem_that_nobody_knows_is_still_told():
    sentence = problem_sentence(Problem("moon_missing", {"since": 3}), Texts())

    assert sentence == "moon_missing: since 3"


def test_a_bug_has_no_sentence():
    assert explain(ZeroDivisionError("one"), Texts()) is None


def test_amounts_days_and_instants_are_written_as_people_write_them():
    out_of_range = errors.AmountOutOfRange(Money(500), Money(1000), Money(20_000_000))
    charged = errors.DayIsCharged("1001", date(2026, 11, 1), date(2026, 11, 21))
    held = errors.ReadNotHeld("M1", datetime(2026, 11, 21, 18, 30, tzinfo=UTC))

    assert explain(out_of_range, Texts()) == "₹5.00 is not between ₹10.00 and ₹2,00,000.00."
    assert "charged up to 21 Nov 2026" in explain(charged, Texts())
    assert "22 Nov 2026 00:00" in explain(held, Texts())


def test_refused_fields_are_told_one_after_the_other():
    refused = errors.ConsumerFieldsRefused(
        {
            "mobile": errors.FieldNotAllowed("mobile", "12"),
            "category": tariffs.ScheduleNotFound("XX"),
        }
    )

    sentence = explain(refused, Texts())

    assert "“12” cannot stand here" in sentence
    assert "There is no tariff “XX”." in sentence


@pytest.mark.parametrize(
    "fault, sentence",
    [
        (
            tariffs.TariffNumberNegative("T", "energy[1]", "-1"),
            "Tariff T, energy slab 1: -1 is too low.",
        ),
        (
            tariffs.TariffSlabsOverlap("T", "subsidies[1].slabs[2]", "100", "200"),
            "Tariff T, subsidy 1, slab 2: the limit 100 is not above 200, the one before.",
        ),
        (
            tariffs.TariffFieldTwice("", "tariffs"),
            "The file of tariffs, tariffs: this field stands there twice.",
        ),
        (
            tariffs.TariffValueWrong("", "", "[]", "document"),
            (
                "The file of tariffs: “[]” stands where a group of fields with the list “tariffs”"
                " is needed."
            ),
        ),
    ],
)
def test_the_place_and_the_need_of_a_tariff_are_told_in_words(fault, sentence):
    assert explain(fault, Texts()) == sentence


def test_every_fault_of_a_policy_is_told_with_its_place():
    refused = policies.PolicyRefused(
        "BR-2025",
        (
            tariffs.TariffValueWrong("BR-2025", "groups[2].hours.windows[1]", "ten", "times"),
            policies.PolicyHoursNever("BR-2025", "hours"),
        ),
    )

    assert explain(refused, Texts()) == (
        "Policy BR-2025, group 2, hours, window 1: “ten” stands where two times of the day, such"
        " as [“10:00”, “13:00”], is needed."
        " Policy BR-2025, hours: nobody could ever be cut: no minute is left open."
    )


def test_a_fact_from_outside_stays_on_one_line_and_short():
    sentence = explain(errors.ConsumerNotFound("1\n2\x1b[31m" + "x" * 500), Texts())

    assert sentence.isprintable()
    assert len(sentence) < 200


def test_braces_in_a_fact_are_no_places():
    assert "{0}" in explain(errors.ConsumerNotFound("{0}"), Texts())


def places_of(sentence):
    return {place for _, place, _, _ in string.Formatter().parse(sentence) if place}
