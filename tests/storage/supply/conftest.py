"""What tests of supply begin with: somebody who owes, and somebody who is cut off."""

from __future__ import annotations

import pytest

from domain.credit import SupplyState
from tests.storage.supplied import Supplied


@pytest.fixture
def office(books, form, clock):
    """An office with a policy and one consumer who owes Rs 500, at 10:00."""
    made = Supplied(books, form, clock)
    made.owing("1001")
    return made


@pytest.fixture
def cut_off(office):
    """The same, with the consumer cut off by a job."""
    office.job()
    office.deliver()
    office.run_out()
    assert office.supply() is SupplyState.DISCONNECTED
    return office
