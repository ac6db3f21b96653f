"""A month of meter reads, billed by the command line as an office would do it."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

import main
from domain.money import half_up
from domain.office import Actor, Channel
from storage.office import open_office
from tests.ui.no_documents import NO_DOCUMENTS
from ui.desk.application import page_makers
from ui.desk.kit.language import Language
from ui.desk.kit.tasks import TaskRunner
from ui.desk.kit.theme import Theme
from ui.desk.window import Surroundings, Window
from ui.sentences import explain

#: Reads of real households, which stand beside the repository where it is worked on.
REAL_READS = Path(__file__).parents[3] / "shared" / "data" / "daily-register-reads.csv"
MONTH = "2013-07"
FIRST, LAST = "2013-07-01", "2013-07-31"
LOAD_KW = 3
#: (limit of the slab in kWh, rupees a kWh), rupees a kW and month, rupees a kWh.
SLABS, FIXED, FUEL = ((100, "4.18"), (300, "5.25"), (None, "6.415")), "70", "0.30"
TARIFF = {
    "id": "TEST-2012",
    "state": "Test",
    "category": "Test domestic",
    "source": "invented for this test",
    "valid_from": "2012-01-01",
    "valid_until": "2015-01-01",
    "energy": [[limit, rate] for limit, rate in SLABS],
    "fixed_charge": {"per": "kw", "rate": FIXED, "basis": "calendar"},
    "fuel": {"per_unit": FUEL},
    "duty": {"percent": "5", "base": "energy"},
}
LINES = ("ec", "fuel", "fc", "duty", "rent")


class AfterTheMonth:
    def now(self):
        return datetime(2013, 8, 2, 6, tzinfo=UTC)


def invented_reads():
    """Five households; the second is silent for four days, the third uses nothing."""
    for meter in range(5):
        register = 1000_000 * (meter + 1)
        for day in range(32):
            if not (meter == 1 and 10 <= day < 14):
                month, of_month = (7, day + 1) if day < 31 else (8, 1)
                yield (
                    f"T{meter}",
                    f"2013-{month:02}-{of_month:02}T00:00:00+05:30",
                    f"{register // 1000}.{register % 1000:03}",
                )
            register += 0 if meter == 2 else 4_217 + 613 * meter + 97 * (day % 7)


def real_reads():
    with REAL_READS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    wanted = (*(f"{MONTH}-{day:02}" for day in range(1, 32)), "2013-08-01")
    return [tuple(row) for row in rows if row[1].startswith(wanted)]


@pytest.fixture(
    params=[
        "invented",
        pytest.param(
            "real",
            marks=pytest.mark.skipif(
                not REAL_READS.exists(), reason="the real reads are not part of the repository"
            ),
        ),
    ]
)
def reads(request):
    return list(invented_reads()) if request.param == "invented" else real_reads()


@pytest.fixture
def office(tmp_path, reads, capsys):
    """An office that has the tariff, the consumers of the reads' meters, and the reads."""
    office = Office(tmp_path, capsys)
    office.run("init", "--code", "REAL1", "--name", "Real Month", "--state", "BR")
    tariffs = tmp_path / "tariffs.json"
    tariffs.write_text(json.dumps({"tariffs": [TARIFF]}), encoding="utf-8")
    office.run("import", "tariffs", tariffs)
    meters = sorted({meter for meter, _, _ in reads})
    header = (
        "number,name,guardian,address,mobile,email,language,category,load_kw,phase,meter_serial,"
        "meter_factor,feeder,dtr,connected_on,opening_balance"
    )
    rows = [
        f"{number},Household {number},,,,,hi,TEST-2012,{LOAD_KW},1,{meter},1,F1,D1,{FIRST},2000"
        for number, meter in enumerate(meters, 1)
    ]
    office.run("import", "consumers", office.csv("consumers", header, rows))
    header = "meter_serial,read_at,kwh_import"
    taken = office.run("import", "reads", office.csv("reads", header, map(",".join, reads)))
    assert (taken["accepted"], taken["held"], taken["rejected"]) == (len(reads), 0, 0)
    office.consumers = {str(number): meter for number, meter in enumerate(meters, 1)}
    return office


class Office:
    def __init__(self, folder, capsys):
        self.folder, self._capsys = folder, capsys
        self.consumers = {}

    def run(self, *arguments):
        """Run a command that goes well, and return what it answers."""
        self._capsys.readouterr()
        wish = ["--office", str(self.folder / "office"), "--json", *map(str, arguments)]
        code = main.main(wish, AfterTheMonth())
        said = self._capsys.readouterr()
        assert code == 0, said.err
        return json.loads(said.out)

    def csv(self, name, header, rows):
        path = self.folder / f"{name}.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    def charges(self, number):
        return self.run("charges", "--consumer", number, "--month", MONTH)["days"]


def energy_charge_paise(used_wh):
    """Return what the month's units cost on the slabs, exactly."""
    cost, start_wh = Fraction(0), 0
    for limit, rate in SLABS:
        end_wh = used_wh if limit is None else min(used_wh, limit * 1000)
        cost += Fraction(max(end_wh - start_wh, 0), 10) * Fraction(rate)
        start_wh = max(end_wh, start_wh)
    return cost


def half_up_of(amount):
    return half_up(amount.numerator, amount.denominator)


def used_by_meter(reads):
    """Return the Wh between the first and the last read of each meter."""
    registers = {}
    for meter, _read_at, kwh in reads:
        registers.setdefault(meter, []).append(int(Fraction(kwh) * 1000))
    return {meter: max(values) - min(values) for meter, values in registers.items()}


def test_the_days_of_a_month_add_up_to_its_bill(office, reads):
    summaries = office.run("bill", "--day", LAST)["days"]
    again = office.run("bill", "--day", FIRST, "--until", LAST)["days"]

    assert len(summaries) == 31
    assert all(day["charged"] == len(office.consumers) for day in summaries)
    assert sum(day["charged"] for day in again) == 0
    used = used_by_meter(reads)
    for number, meter in office.consumers.items():
        days = office.charges(number)
        energy = energy_charge_paise(used[meter])
        month = {line: sum(day[line] for day in days) for line in (*LINES, "total")}
        assert len(days) == 31
        assert sum(day["energy_wh"] for day in days) == days[-1]["mtd_wh"] == used[meter]
        assert month["ec"] == half_up_of(energy)
        assert month["fc"] == LOAD_KW * int(FIXED) * 100
        assert month["fuel"] == half_up_of(Fraction(used[meter], 10) * Fraction(FUEL))
        assert month["duty"] == half_up_of(energy / 20)
        assert month["total"] == sum(month[line] for line in LINES)
        assert 200_000 - month["total"] == days[-1]["balance_after"]
    checked = office.run("check")
    assert (checked["ok"], checked["problems"]) == (True, [])


def test_a_month_in_pieces_costs_what_it_costs_at_once(office, tmp_path, reads):
    whole = office.run("bill", "--day", LAST, "--dry-run")["days"]
    office.run("bill", "--day", "2013-07-04")
    office.run("bill", "--day", "2013-07-05", "--until", "2013-07-20")
    office.run("bill", "--day", LAST)

    days = {
        day["day"]: day["total"]
        for number in office.consumers
        for day in office.charges(number)
        if number == "1"
    }
    totals = [sum(day["total"] for day in office.charges(number)) for number in office.consumers]
    assert sum(day["total"] for day in whole) == sum(totals)
    assert len(days) == 31


def test_the_sheet_agrees_with_the_charges_and_a_receipt_is_printed(office):
    office.run("bill", "--day", LAST)
    for day in (FIRST, LAST):
        out = office.folder / f"sheet-{day}.xlsx"
        told = office.run("sheet", "--day", day, "--out", out)

        rows = list(load_workbook(out).worksheets[1].iter_rows(values_only=True))
        by_number = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
        charges = {
            number: next(row for row in office.charges(number) if row["day"] == day)
            for number in office.consumers
        }
        for number, charge in charges.items():
            row = by_number[number]
            assert paise(row["Charged (₹)"]) == charge["total"]
            assert paise(row["Energy charge (₹)"]) == charge["ec"]
            assert paise(row["Closing balance (₹)"]) == charge["balance_after"]
        assert told["total"] == sum(charge["total"] for charge in charges.values())

    receipt = office.run(
        *("recharge", "--consumer", "1", "--amount", "500"),
        *("--tender", "cash", "--order-id", "real-1"),
    )["receipt"]
    copy = office.folder / "receipt.pdf"
    office.run("receipt", "--number", receipt["number"], "--out", copy)
    assert copy.read_bytes().startswith(b"%PDF")
    assert office.run("balance", "--consumer", "1")["balance"] == receipt["balance_after"]
    assert office.run("check")["ok"]


def paise(rupees):
    """Return an amount of a sheet, which Excel holds as a double, as whole paise."""
    return round(rupees * 100)


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
def test_the_desk_charges_the_same_paisa_as_the_command_line(office, tmp_path, qapp, qtbot):
    by_desk = tmp_path / "by-desk"
    shutil.copytree(office.folder / "office", by_desk / "office")
    office.run("bill", "--day", FIRST, "--until", LAST)

    tasks = TaskRunner()
    books = open_office(by_desk / "office", AfterTheMonth())
    clerk = Actor("clerk", Channel.DESK, counter=1)
    theme = Theme(qapp)
    world = Surroundings(books, clerk, explain, tasks, Language(), theme)
    window = Window(world, page_makers(books, NO_DOCUMENTS))
    theme.dress(window)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitActive(window)
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)
    page = window.pages["billing_sheet"]
    with qtbot.waitSignal(page.books_changed, timeout=20_000):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=60_000)
    assert tasks.shutdown()
    books.close()

    other = Office(by_desk, office._capsys)  # noqa: SLF001 - the same test's own listener
    for number in office.consumers:
        same = ("day", "energy_wh", *LINES, "total", "balance_after")
        assert [[row[name] for name in same] for row in other.charges(number)[:31]] == [
            [row[name] for name in same] for row in office.charges(number)
        ]
    assert other.run("check")["ok"]
