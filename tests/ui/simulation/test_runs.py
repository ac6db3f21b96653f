"""The last runs: their order, what is kept, and lines that add up."""

from datetime import date

import pytest

from domain.consumer import ConsumerQuery
from domain.progress import silent
from domain.simulation import NEVER, NORMAL, Population, RechargeHabit, simulate
from domain.tariff import TariffBook, parse_tariff_text
from resources import locate
from ui.desk.simulation.choices import Choices, Who
from ui.desk.simulation.runs import RUNS_KEPT, LastRuns, common_days, compared_lines, line_rows

TARIFFS = TariffBook(parse_tariff_text(locate("tariffs", "examples.json").read_text("utf-8"))[0])


def a_run(runs, ids=(5, 3, 9), days=10, first=date(2025, 9, 1)):
    population = Population.of(
        ids=ids,
        category=["BR-DS2-2025F"] * len(ids),
        load_w=[2000] * len(ids),
        balance_paise=[-100, 10_000_000, 20_000][: len(ids)],
        mean_wh=[9000] * len(ids),
    )
    result = simulate(population, TARIFFS, first, days, None, NORMAL, 1, silent)
    query, habit = ConsumerQuery(), RechargeHabit.NONE
    return runs.add(Choices(Who.ALL, query, first, days, None, NORMAL, habit, 1), result)


@pytest.fixture
def run():
    return a_run(LastRuns())


def test_who_never_runs_out_is_last_in_either_direction(run):
    never = run.result.consumers.id[run.result.consumers.first_negative_day == NEVER]

    for descending in (False, True):
        ordered = run.ordered("first_negative_day", descending=descending)
        assert list(ordered[-len(never) :]) == never.tolist()


def test_an_order_leaves_out_who_is_not_in_the_run_and_keeps_who_is_missing_in_it(run):
    assert list(run.in_order_of([7, 9, 5])) == [9, 5, 3]


def test_only_the_last_runs_are_kept_and_numbers_go_on():
    runs = LastRuns()

    made = [a_run(runs, days=1) for _time in range(RUNS_KEPT + 2)]

    assert [run.number for run in runs.all()] == [run.number for run in made[:1:-1]]
    assert runs.find(1) is None


def test_the_lines_add_up_to_what_is_charged_and_their_shares_to_the_gross(run):
    *lines, total = line_rows(run.result)

    assert sum(row.amount.paise for row in lines) == total.amount.paise
    gross = [row.permille for row in lines if row.amount.paise > 0]
    assert sum(gross) == pytest.approx(1000, abs=len(gross))


def test_runs_are_compared_on_their_common_days_alone():
    runs = LastRuns()
    early, late = a_run(runs, days=10), a_run(runs, days=10, first=date(2025, 9, 8))

    days, in_early, in_late = common_days(early, late, "energy_wh")

    assert len(days) == 3
    energy = compared_lines(early, late)[0]
    assert (energy.first, energy.second) == (sum(in_early), sum(in_late))
