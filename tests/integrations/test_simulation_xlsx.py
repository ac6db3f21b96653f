"""The simulation's book: exact, typed, and on every sheet marked as no part of the books."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest

from domain.calendar import day_number
from domain.errors_of_files import FileNotWritten
from domain.office import Office
from domain.progress import silent
from domain.simulation import NEVER, NORMAL, Population, simulate
from domain.simulation_sheet import SimulationSheet
from domain.tariff import TariffBook, parse_tariffs
from integrations.documents import simulation_xlsx
from resources.texts import Texts

BOOK = TariffBook(
    parse_tariffs(
        {
            "tariffs": [
                {
                    "id": "TOWN",
                    "state": "Bihar",
                    "category": "DS-II urban domestic",
                    "source": "made up for tests",
                    "valid_from": "2025-01-01",
                    "energy": [[100, "7.42"], [None, "8.95"]],
                    "fixed_charge": {"per": "kw", "rate": "80", "basis": "30"},
                    "duty": {"percent": "6", "base": "energy"},
                    "rebate": {"per_unit": "0.25"},
                    "subsidies": [{"kind": "per_unit", "slabs": [[None, "3.30"]]}],
                },
            ]
        }
    )[0]
)


def simulation(count=4, *, name="Sunita Devi", days=5, is_practice=False):
    population = Population.of(
        ids=range(1, count + 1),
        category=["TOWN"] * count,
        load_w=[2000] * count,
        balance_paise=[(place - 1) * 3001 for place in range(count)],
    )
    result = simulate(population, BOOK, date(2025, 9, 28), days, None, NORMAL, 7, silent)
    return SimulationSheet(
        office=Office("PAT1", "Patna-1 & Kankarbagh", is_practice=is_practice),
        choices=[("Scenario", "Usual"), ("Seed", "7")],
        result=result,
        number=[str(1000 + place) for place in range(count)],
        name=[name] * count,
        category=["TOWN"] * count,
        made_at=datetime(2025, 9, 28, 6, tzinfo=UTC),
        made_by="R. Kumar",
    )


def written(tmp_path, sheet, language="en"):
    path = tmp_path / "simulation.xlsx"
    simulation_xlsx.write(sheet, path, Texts(language))
    return openpyxl.load_workbook(path)


def column(page, title):
    """Return the cells below a heading."""
    heads = [cell.value for cell in page[2]]
    return [row[heads.index(title)] for row in page.iter_rows(min_row=3)]


def exact(cell):
    return Decimal(str(cell.value)).quantize(Decimal("0.001"))


def rupees(paise):
    return Decimal(int(paise)).scaleb(-2).quantize(Decimal("0.001"))


def test_every_sheet_says_that_it_is_a_simulation(tmp_path):
    book = written(tmp_path, simulation(is_practice=True))

    assert len(book.worksheets) == 4
    for page in book.worksheets:
        assert page.title.startswith("SIMULATION")
        assert page["A1"].value.startswith("SIMULATION: not the books")
        assert "PRACTICE" in page["A1"].value
        assert page.oddHeader.right.text == "SIMULATION"


def test_the_days_hold_the_paise_of_the_result_and_their_sums(tmp_path):
    sheet = simulation()
    days = sheet.result.days

    page = written(tmp_path, sheet)["SIMULATION Days"]

    *charged, total = map(exact, column(page, "Charged (₹)"))
    assert charged == [rupees(paise) for paise in days.total_paise]
    assert total == sum(charged)
    first = datetime(2025, 9, 28)  # noqa: DTZ001 - Excel knows no zones
    assert [cell.value for cell in column(page, "Day")][:2] == [first, first + timedelta(days=1)]
    assert page.freeze_panes == "B3"


def test_the_consumers_hold_the_paise_of_the_result(tmp_path):
    sheet = simulation()
    consumers = sheet.result.consumers

    page = written(tmp_path, sheet)["SIMULATION Consumers"]

    assert [cell.value for cell in column(page, "Consumer")] == list(sheet.number)
    for title, paise in (
        ("Opening balance (₹)", consumers.opening_paise),
        ("Charged (₹)", consumers.total_paise),
        ("Closing balance (₹)", consumers.closing_paise),
    ):
        assert list(map(exact, column(page, title))) == [rupees(value) for value in paise]
    days = [cell.value for cell in column(page, "Below zero from")]
    assert [day and day_number(day.date()) for day in days] == [
        None if day == NEVER else day for day in consumers.first_negative_day.tolist()
    ]


def test_the_lines_of_the_revenue_add_up_to_what_is_charged(tmp_path):
    page = written(tmp_path, simulation())["SIMULATION Revenue"]

    *lines, total = map(exact, column(page, "Amount (₹)"))

    assert sum(lines) == total
    assert min(lines) < 0


def test_a_name_never_becomes_a_formula(tmp_path):
    page = written(tmp_path, simulation(name='=HYPERLINK("#Sheet!A1")'))["SIMULATION Consumers"]

    cells = column(page, "Name")

    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert cells[0].value == '=HYPERLINK("#Sheet!A1")'


def test_the_cover_tells_what_was_asked_for(tmp_path):
    page = written(tmp_path, simulation())["SIMULATION Cover"]

    facts = {row[0].value: row[1].value for row in page.iter_rows(min_row=4)}

    assert facts["Scenario"] == "Usual"
    assert facts["Seed"] == "7"
    assert facts["Consumers"] == 4
    assert facts["Below zero at the start"] == 1
    assert facts["Made by"] == "R. Kumar"


def test_a_simulation_of_nobody_is_a_book_as_well(tmp_path):
    page = written(tmp_path, simulation(0))["SIMULATION Consumers"]

    assert page.max_row == 2


def test_every_language_gives_a_book_that_opens(tmp_path):
    book = written(tmp_path, simulation(), "hi")

    assert len(book.worksheets) == 4


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileNotWritten):
        simulation_xlsx.write(simulation(), tmp_path / "none" / "x.xlsx", Texts())
