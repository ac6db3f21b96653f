"""The forecasts of an office's consumers in its database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.calendar import billing_day
from domain.forecasting import Forecast
from storage.access import Access
from storage.listings.consumers import id_of
from storage.listings.forecasts import days_left_of, forecast_of


class SqlForecasts:
    """Everything of :class:`domain.forecasting.Forecasts`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def of(self, consumer_number: str) -> Forecast:
        office, today = self._access.office, billing_day(self._access.clock.now())
        with self._access.reading() as connection:
            consumer = id_of(connection, office.id, consumer_number)
            return forecast_of(connection, office, consumer, consumer_number, today)

    def days_left(self, ids: Sequence[int]) -> Mapping[int, int | None]:
        with self._access.reading() as connection:
            today = billing_day(self._access.clock.now())
            return days_left_of(connection, self._access.office, ids, today)
