"""Months worked out exactly elsewhere come out of the command line to the paisa, day by day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

import main
from domain.calendar import Month
from tests.domain import golden

LINES = ("ec", "fuel", "fc", "duty", "rent", "subsidy", "rebate", "total")
REGISTER_WH = 1_000_000


class LongAfter:
    def now(self):
        return datetime(2028, 4, 1, 6, tzinfo=UTC)


CASES = {str(number): case for number, case in enumerate(golden.cases(), 1)}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office in which every case is a consumer, billed up to the end of the last month."""
    folder = tmp_path_factory.mktemp("golden")
    for name in ("example-tariffs.json", "golden-edges.json", "golden-switches.json"):
        _write(folder / name, [json.dumps({"tariffs": golden.read(name)["tariffs"]})])
    _run(folder, "init", "--code", "GOLD1", "--name", "Golden Months")
    for name in ("golden-edges.json", "golden-switches.json", "example-tariffs.json"):
        _run(folder, "import", "tariffs", folder / name)
    _run(folder, "import", "consumers", _consumers(folder))
    _run(folder, "import", "changes", _changes(folder))
    _run(folder, "import", "reads", _reads(folder))
    last = max(Month.parse(case["month"]).last for case in CASES.values())
    _run(folder, "bill", "--day", last)
    return folder


@pytest.mark.parametrize("number", CASES, ids=[case["name"] for case in CASES.values()])
def test_every_line_of_every_day_is_the_golden_one(office, number, capsys):
    case = CASES[number]
    capsys.readouterr()

    _run(office, "charges", "--consumer", number, "--month", case["month"])

    days = json.loads(capsys.readouterr().out)["days"]
    posted = [{line: day[line] for line in LINES} for day in days]
    assert posted == [
        {line: expected[line] for line in LINES} for expected in case["expected_paise"]
    ]


def test_the_books_of_all_these_months_are_in_order(office):
    _run(office, "check")


def _run(folder, *arguments):
    wish = ["--office", str(folder / "office"), "--json", *map(str, arguments)]
    assert main.main(wish, LongAfter()) == 0


def _write(path, lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _consumers(folder):
    header = (
        "number,name,guardian,address,mobile,email,language,category,load_kw,phase,meter_serial,"
        "meter_factor,feeder,dtr,connected_on,opening_balance"
    )
    rows = [
        f"{number},Case {number},,,,,en,{case['tariff_from_day'][0][1]},"
        f"{_kilowatts(case['load_w_from_day'][0][1])},1,G{number},1,,,"
        f"{Month.parse(case['month']).first},0"
        for number, case in CASES.items()
    ]
    return _write(folder / "consumers.csv", [header, *rows])


def _changes(folder):
    rows = ["number,effective_on,field,value"]
    for number, case in CASES.items():
        first = Month.parse(case["month"]).first
        changes = [
            *(("category", day, tariff) for day, tariff in case["tariff_from_day"]),
            *(("load_kw", day, _kilowatts(load)) for day, load in case["load_w_from_day"]),
            *_supply(case),
        ]
        rows += [
            f"{number},{first + timedelta(days=day - 1)},{field},{value}"
            for field, day, value in changes
        ]
    return _write(folder / "changes.csv", rows)


def _supply(case):
    """Yield the days on which the supply is cut or comes back."""
    before = True
    for day, connected in enumerate(case.get("is_connected", []), 1):
        if connected != before:
            yield "supply_state", day, "connected" if connected else "disconnected"
        before = connected


def _reads(folder):
    rows = ["meter_serial,read_at,kwh_import,max_demand_kw"]
    for number, case in CASES.items():
        midnight = Month.parse(case["month"]).first
        demands = case.get("demand_w") or [None] * len(case["use_wh"])
        register_wh = REGISTER_WH
        rows.append(_row(number, midnight, register_wh, None))
        for used_wh, demand_w in zip(case["use_wh"], demands, strict=True):
            midnight += timedelta(days=1)
            # A demand comes with a read; one that counted nothing costs what no read costs.
            if used_wh is not None or demand_w is not None:
                register_wh += used_wh or 0
                rows.append(_row(number, midnight, register_wh, demand_w))
    return _write(folder / "reads.csv", rows)


def _row(number, midnight: date, register_wh, demand_w):
    demand = "" if demand_w is None else _kilowatts(demand_w)
    register = f"{register_wh // 1000}.{register_wh % 1000:03}"
    return f"G{number},{midnight}T00:00:00+05:30,{register},{demand}"


def _kilowatts(load_w):
    return f"{load_w // 1000}.{load_w % 1000:03}"
