"""The Alerts page in a window, on a copy of the practice office."""

from datetime import timedelta
from functools import partial

import pytest

from storage.office import open_office
from tests.ui.at_the_keys import sit_down
from tests.ui.practice_office import CLERK, DAYS, FIRST_DAY, SteppingClock, copy_office, end_of
from ui.desk.alerts.page import AlertsPage

LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)
MORNING = end_of(LAST_DAY) + timedelta(hours=10)


@pytest.fixture
def books(practice_folder, tmp_path):
    folder = copy_office(practice_folder, tmp_path / "office")
    opened = open_office(folder, SteppingClock(MORNING))
    yield opened
    opened.close()


@pytest.fixture
def by_sheet(books):
    """An office that tells consumers by a sheet, and has a day to tell of."""
    books.safekeeping.change_settings({"alerts.file": "yes"}, CLERK)
    return LAST_DAY - timedelta(days=1)


@pytest.fixture
def open_desk(qtbot, tasks, theme, books):
    """Return a function that opens the desk for somebody in a role."""
    return partial(sit_down, qtbot, tasks, theme, books, lambda desk: AlertsPage(desk, books))
