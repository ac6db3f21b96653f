"""What is typed of a tariff becomes the document that it was, right or wrong."""

import json
from dataclasses import replace

import pytest

from domain.errors_of_drafts import DraftShapeless
from domain.tariff import parse_tariff_text, parse_tariffs
from domain.tariff_form import EMPTY_FORM, document_of, documents_in, typed_of
from resources import locate

EXAMPLES = json.loads(locate("tariffs", "examples.json").read_text("utf-8"))["tariffs"]
GOLDEN = [
    tariff
    for name in ("golden-edges.json", "example-tariffs.json")
    for tariff in json.loads(
        (locate("tariffs", "examples.json").parents[2] / "tests" / "data" / name).read_text("utf-8")
    )["tariffs"]
]


@pytest.mark.parametrize("document", [*EXAMPLES, *GOLDEN], ids=lambda document: document["id"])
def test_every_published_shape_goes_through_the_form_unchanged(document):
    typed = typed_of(document)

    again = document_of(typed)

    [before], _ = parse_tariffs({"tariffs": [document]})
    [after], faults = parse_tariffs({"tariffs": [again]})
    assert not faults
    assert again == document
    assert after.sha256 == before.sha256
    assert typed_of(again) == typed


def test_what_is_no_number_stays_what_was_typed_and_is_refused_at_its_place():
    typed = typed_of(EXAMPLES[1])
    rows = (("120", "5,70"), ("24O", "7"), ("", "-1"))
    typed = replace(typed, tables={**typed.tables, "energy": rows})

    document = document_of(typed)

    assert typed_of(document).tables["energy"] == (("120", "5,70"), ("24O", "7"), ("", "-1"))
    _, faults = parse_tariffs({"tariffs": [document]})
    assert {fault.field for fault in faults} == {"energy[1]"}


@pytest.mark.parametrize("text", ["=1+1", "१२०", "9" * 300, "1e9", "\u202e12", "<b>1</b>", "nan"])
def test_hostile_limits_stay_texts(text):
    typed = replace(EMPTY_FORM, tables={"energy": ((text, "1"), ("", "2"))})

    document = document_of(typed)

    assert document["energy"][0][0] == text
    json.dumps(document)


def test_an_empty_form_lacks_what_every_tariff_must_have():
    _, faults = parse_tariffs({"tariffs": [document_of(EMPTY_FORM)]})

    assert {"id", "category", "state", "source", "valid_from"} <= {fault.field for fault in faults}


def test_a_file_with_a_field_that_no_form_has_is_refused_whole():
    text = json.dumps({"tariffs": [EXAMPLES[0] | {"peak_hours": "18-22"}]})

    with pytest.raises(DraftShapeless) as refused:
        documents_in("order.json", text)

    assert refused.value.field == "peak_hours"


def test_a_file_with_a_wrong_rate_may_be_put_right_in_the_form():
    text = json.dumps({"tariffs": [EXAMPLES[0] | {"energy": [[None, "5.o5"]]}]})

    [document] = documents_in("order.json", text)

    assert parse_tariff_text(text)[1]
    assert typed_of(document).tables["energy"] == (("", "5.o5"),)
