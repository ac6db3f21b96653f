import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain import errors_of_tariffs as errors
from domain.tariff import TariffBook, parse_tariff_text, parse_tariffs

SHIPPED = Path(__file__).parents[2] / "resources" / "tariffs" / "examples.json"


def document(**changes):
    """A tariff with one part of every kind; ``None`` takes a field away."""
    tariff = {
        "id": "T-1",
        "state": "Bihar",
        "category": "Domestic",
        "source": "made for tests",
        "valid_from": "2026-04-01",
        "energy": [[100, "7.42"], [None, "8.95"]],
        "fixed_charge": {"per": "kw", "rate": "80", "basis": "30"},
        "fuel": {"per_unit": "0.30"},
        "duty": {"percent": "6", "base": "energy"},
        "rebate": {"percent": "2"},
        "meter_rent": {"monthly": "25"},
        "subsidies": [{"kind": "per_unit", "slabs": [[50, "1.50"], [None, "0"]]}],
    }
    tariff |= changes
    return {name: value for name, value in tariff.items() if value is not None}


def faults_of(*tariffs, known=()):
    return parse_tariffs({"tariffs": list(tariffs)}, known)[1]


def only_fault_of(tariff):
    accepted, faults = parse_tariffs({"tariffs": [tariff]})
    assert accepted == []
    assert len(faults) == 1, faults
    return faults[0]


def fixed(**changes):
    return document(fixed_charge={"per": "kw", "rate": "80", "basis": "30"} | changes)


def scheme(**fields):
    return document(subsidies=[fields])


def test_the_shipped_schedules_have_no_fault_and_name_their_source():
    tariffs, faults = parse_tariff_text(SHIPPED.read_text(encoding="utf-8"))

    assert faults == []
    assert len(tariffs) == 12
    assert all(tariff.source for tariff in tariffs)
    assert "EXAMPLES" in json.loads(SHIPPED.read_text(encoding="utf-8"))["note"]


def test_a_tariff_keeps_every_part_exactly():
    (tariff,), _ = parse_tariffs({"tariffs": [document(fuel={"per_unit": "0.3057"})]})

    assert [(slab.upto_wh, slab.centipaise_per_kwh) for slab in tariff.energy] == [
        (100_000, 74_200),
        (None, 89_500),
    ]
    assert tariff.fuel.centipaise_per_kwh == 3_057
    assert tariff.duty.ppm == 60_000
    assert tariff.rent_centipaise == 250_000
    assert tariff.schedule == "T-1"
    assert tariff.valid_until is None


def test_a_limit_may_have_parts_of_a_unit():
    text = json.dumps({"tariffs": [document()]}).replace("[100,", "[62.5,")

    tariffs, _ = parse_tariff_text(text)

    assert tariffs[0].energy[0].upto_wh == 62_500


@pytest.mark.parametrize(
    ("tariff", "fault", "field"),
    [
        (document(id=None), errors.TariffFieldMissing, "id"),
        (document(category=None), errors.TariffFieldMissing, "category"),
        (document(source="  "), errors.TariffFieldMissing, "source"),
        (document(energy=None), errors.TariffFieldMissing, "energy"),
        (document(valid_from=None), errors.TariffFieldMissing, "valid_from"),
        (document(tod={"solar": "-20"}), errors.TariffFieldUnknown, "tod"),
        (fixed(minimum="50"), errors.TariffFieldUnknown, "fixed_charge.minimum"),
        (document(fuel={"per_unit": "1", "until": 3}), errors.TariffFieldUnknown, "fuel.until"),
        (
            scheme(kind="cliff", tiers=[{"upto": 200, "percent": "50", "max": "9"}]),
            errors.TariffFieldUnknown,
            "subsidies[1].tiers[1].max",
        ),
        (document(energy=[]), errors.TariffSlabsMissing, "energy"),
        (document(energy=[[100, "7"], [200, "8"]]), errors.TariffSlabsGap, "energy[2]"),
        (
            document(energy=[[100, "7"], [90, "8"], [None, "9"]]),
            errors.TariffSlabsOverlap,
            "energy[2]",
        ),
        (
            document(energy=[[100, "7"], [100, "8"], [None, "9"]]),
            errors.TariffSlabsOverlap,
            "energy[2]",
        ),
        (document(energy=[[None, "7"], [100, "8"]]), errors.TariffSlabAfterOpen, "energy[2]"),
        (document(energy=[[100, "-7"], [None, "8"]]), errors.TariffNumberNegative, "energy[1]"),
        (document(energy=[[0, "7"], [None, "8"]]), errors.TariffNumberNegative, "energy[1]"),
        (document(energy=[[-5, "7"], [None, "8"]]), errors.TariffNumberNegative, "energy[1]"),
        (document(energy=[["100", "7"], [None, "8"]]), errors.TariffValueWrong, "energy[1]"),
        (document(energy=[[True, "7"], [None, "8"]]), errors.TariffValueWrong, "energy[1]"),
        (document(energy=[[100, "7"], "rest"]), errors.TariffValueWrong, "energy[2]"),
        (document(energy={"100": "7"}), errors.TariffValueWrong, "energy"),
        (document(energy=[[None, 7.42]]), errors.TariffMoneyNotText, "energy[1]"),
        (document(energy=[[None, Decimal("7.42")]]), errors.TariffMoneyNotText, "energy[1]"),
        (document(energy=[[None, 7]]), errors.TariffMoneyNotText, "energy[1]"),
        (document(energy=[[None, "7,42"]]), errors.TariffNumberUnreadable, "energy[1]"),
        (document(energy=[[None, "NaN"]]), errors.TariffNumberUnreadable, "energy[1]"),
        (document(energy=[[None, "1e3"]]), errors.TariffNumberUnreadable, "energy[1]"),
        (document(energy=[[None, "७.४"]]), errors.TariffNumberUnreadable, "energy[1]"),
        (document(energy=[[None, None]]), errors.TariffNumberUnreadable, "energy[1]"),
        (document(energy=[[None, "7.42345"]]), errors.TariffNumberTooFine, "energy[1]"),
        (document(energy=[[0.0001, "7"], [None, "8"]]), errors.TariffNumberTooFine, "energy[1]"),
        (document(energy=[[None, "742"]]), errors.TariffNumberTooHigh, "energy[1]"),
        (document(energy=[[10**12, "7"], [None, "8"]]), errors.TariffNumberTooHigh, "energy[1]"),
        (
            document(energy=[[float("inf"), "7"], [None, "8"]]),
            errors.TariffNumberUnreadable,
            "energy[1]",
        ),
        (fixed(per="kva"), errors.TariffChoiceUnknown, "fixed_charge.per"),
        (fixed(basis="31"), errors.TariffChoiceUnknown, "fixed_charge.basis"),
        (fixed(basis=30), errors.TariffChoiceUnknown, "fixed_charge.basis"),
        (
            document(fixed_charge={"per": "kw", "rate": "8"}),
            errors.TariffFieldMissing,
            "fixed_charge.basis",
        ),
        (
            document(fixed_charge={"per": "kw", "basis": "30"}),
            errors.TariffFieldMissing,
            "fixed_charge.rate",
        ),
        (document(fixed_charge="80"), errors.TariffValueWrong, "fixed_charge"),
        (fixed(bands=[[None, "80"]]), errors.TariffFieldUnknown, "fixed_charge.bands"),
        (fixed(billable_load="contract"), errors.TariffChoiceUnknown, "fixed_charge.billable_load"),
        (fixed(when_disconnected="no"), errors.TariffValueWrong, "fixed_charge.when_disconnected"),
        (
            document(fixed_charge={"per": "kw_by_load", "bands": [[2, "20"]], "basis": "30"}),
            errors.TariffSlabsGap,
            "fixed_charge.bands[1]",
        ),
        (document(duty={"percent": "5"}), errors.TariffFieldMissing, "duty.base"),
        (document(duty={"percent": "5", "base": "fixed"}), errors.TariffChoiceUnknown, "duty.base"),
        (
            document(duty={"per_unit": "1", "base": "energy"}),
            errors.TariffFieldUnknown,
            "duty.base",
        ),
        (
            document(duty={"percent": "101", "base": "energy"}),
            errors.TariffNumberTooHigh,
            "duty.percent",
        ),
        (document(fuel={}), errors.TariffFieldsClash, "fuel"),
        (document(fuel={"per_unit": "1", "percent": "2"}), errors.TariffFieldsClash, "fuel"),
        (
            document(rebate={"percent": "2", "posted": "yearly"}),
            errors.TariffChoiceUnknown,
            "rebate.posted",
        ),
        (document(meter_rent={"yearly": "9"}), errors.TariffFieldMissing, "meter_rent.monthly"),
        (document(valid_from="01-04-2026"), errors.TariffValueWrong, "valid_from"),
        (document(valid_from="2026-02-30"), errors.TariffValueWrong, "valid_from"),
        (document(valid_until="2026-04-01"), errors.TariffDatesReversed, "valid_until"),
        (scheme(kind="gift"), errors.TariffChoiceUnknown, "subsidies[1].kind"),
        (scheme(kind="free_units"), errors.TariffFieldMissing, "subsidies[1].units"),
        (
            scheme(kind="free_units", units=125, waives_duty="yes"),
            errors.TariffValueWrong,
            "subsidies[1].waives_duty",
        ),
        (
            scheme(kind="free_units", units=125, waives_fixed_charge="always"),
            errors.TariffChoiceUnknown,
            "subsidies[1].waives_fixed_charge",
        ),
        (scheme(kind="cliff", tiers=[]), errors.TariffSlabsMissing, "subsidies[1].tiers"),
        (
            scheme(
                kind="cliff",
                tiers=[{"upto": 400, "percent": "50"}, {"upto": 200, "percent": "100"}],
            ),
            errors.TariffSlabsOverlap,
            "subsidies[1].tiers[2]",
        ),
        (
            scheme(kind="per_unit", slabs=[[50, "1"]]),
            errors.TariffSlabsGap,
            "subsidies[1].slabs[1]",
        ),
        (
            document(subsidies=[{"kind": "per_unit", "slabs": [[None, "1"]]}] * 2),
            errors.TariffSchemeTwice,
            "subsidies[2]",
        ),
        (
            document(
                subsidies=[
                    {"kind": "per_unit", "slabs": [[None, "7.43"]]},
                    {"kind": "free_units", "units": 10},
                ]
            ),
            errors.TariffSubsidyAboveRate,
            "subsidies",
        ),
    ],
)
def test_each_fault_is_named_with_its_place(tariff, fault, field):
    found = only_fault_of(tariff)

    assert type(found) is fault
    assert found.field == field


def test_a_fault_carries_its_facts():
    fault = only_fault_of(document(energy=[[100, "7"], [62.5, "8"], [None, "9"]]))

    assert fault.facts == {
        "tariff": "T-1",
        "field": "energy[2]",
        "limit": "62.5",
        "limit_before": "100",
    }


def test_a_tariff_with_three_mistakes_names_all_three():
    faults = faults_of(document(energy=[], fuel={"per_unit": 1}, solar="yes"))

    assert [fault.field for fault in faults] == ["energy", "fuel.per_unit", "solar"]


def test_one_bad_tariff_does_not_stop_the_others():
    tariffs, faults = parse_tariffs(
        {"tariffs": [document(id="A"), "nonsense", document(id="B", energy=[]), document(id="C")]}
    )

    assert [tariff.id for tariff in tariffs] == ["A", "C"]
    assert [fault.tariff for fault in faults] == ["#2", "B"]


@pytest.mark.parametrize(
    ("text", "field"), [("[]", ""), ("{}", "tariffs"), ('{"tariffs": {}}', "tariffs")]
)
def test_a_document_that_holds_no_tariffs_is_refused(text, field):
    tariffs, faults = parse_tariff_text(text)

    assert tariffs == []
    assert [fault.field for fault in faults] == [field]


def test_two_tariffs_with_one_id_are_refused():
    (fault,) = faults_of(document(), document(valid_from="2027-04-01"))

    assert isinstance(fault, errors.TariffIdTwice)


def test_two_versions_of_one_schedule_on_one_day_are_refused():
    old = document(id="T-1", schedule="T", valid_until="2026-08-02")
    new = document(id="T-2", schedule="T", valid_from="2026-08-01")

    (fault,) = faults_of(old, new)

    assert isinstance(fault, errors.TariffVersionsOverlap)
    assert (fault.tariff, fault.other, fault.day) == ("T-2", "T-1", date(2026, 8, 1))


def test_a_new_version_may_not_hold_beside_one_the_office_has():
    known, _ = parse_tariffs({"tariffs": [document(id="T-1", schedule="T")]})
    new = document(id="T-2", schedule="T", valid_from="2026-08-01")

    (fault,) = faults_of(new, known=known)

    assert isinstance(fault, errors.TariffVersionsOverlap)


def test_a_document_may_end_the_version_that_the_office_has_and_bring_the_next():
    known, _ = parse_tariffs({"tariffs": [document(id="T-1", schedule="T")]})
    new = document(id="T-2", schedule="T", valid_from="2026-08-01")
    ended = document(id="T-1", schedule="T", valid_until="2026-08-01")

    assert faults_of(new, ended, known=known) == []


def test_an_id_that_is_another_schedules_name_is_refused():
    (fault,) = faults_of(document(id="X", schedule="Y"), document(id="Y", schedule="Z"))

    assert isinstance(fault, errors.TariffNameAmbiguous)


@pytest.mark.parametrize(
    "number",
    ["1e999999999", "1e-999999999", "-1e999999999", "100.00000000000000000000000000000000001"],
)
def test_a_number_of_endless_digits_is_refused_at_once(number):
    text = json.dumps({"tariffs": [document()]}).replace("[100,", f"[{number},")

    tariffs, faults = parse_tariff_text(text)

    assert tariffs == []
    assert [fault.field for fault in faults] == ["energy[1]"]


def test_a_document_nested_without_end_is_no_document():
    with pytest.raises(ValueError, match="nested"):
        parse_tariff_text("[" * 100_000)


def test_reading_the_same_document_again_finds_no_fault():
    known, _ = parse_tariffs({"tariffs": [document()]})

    again, faults = parse_tariffs({"tariffs": [document()]}, known)

    assert faults == []
    assert again[0].sha256 == known[0].sha256


def test_the_hash_is_of_what_the_tariff_says_not_of_how_it_is_written():
    one = document()
    other = deepcopy(dict(reversed(one.items())))
    other["energy"][0][0] = Decimal("100.0")

    (first,), _ = parse_tariffs({"tariffs": [one]})
    (second,), _ = parse_tariffs({"tariffs": [other]})
    (changed,), _ = parse_tariffs({"tariffs": [one | {"energy": [[None, "7.43"]]}]})

    assert first.sha256 == second.sha256 != changed.sha256
    assert parse_tariffs({"tariffs": [first.document]})[0] == [first]


def test_the_version_follows_from_the_day():
    tariffs, _ = parse_tariff_text(SHIPPED.read_text(encoding="utf-8"))
    book = TariffBook(tariffs)

    assert book.schedule_of("BR-DS2") == "BR-DS2"
    assert book.schedule_of(" BR-DS2-2025F ") == "BR-DS2"
    assert book.schedule_of("BR") is None
    assert book.version_on("BR-DS2", date(2025, 3, 31)) is None
    assert book.version_on("BR-DS2", date(2025, 7, 31)).id == "BR-DS2-2025"
    assert book.version_on("BR-DS2-2025", date(2025, 8, 1)).id == "BR-DS2-2025F"
    assert book.version_on("BR-DS2", date(2026, 4, 1)) is None
    assert book.index_on("nobody", date(2026, 4, 1)) == -1
    assert book.versions[book.index_on("BR-DS2", date(2025, 8, 1))].id == "BR-DS2-2025F"
