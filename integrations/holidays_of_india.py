"""The public holidays of India's states, as a public list has them; the office edits its own."""

from __future__ import annotations

from holidays.countries.india import India
from holidays.version import __version__

from domain.errors_of_policies import HolidaysUnknown
from domain.policy_book import Holiday

_NAMES = {name.casefold(): code for name, code in India.subdivisions_aliases.items()}


def holidays_of_state(state: str, year: int) -> list[Holiday]:
    """Return the holidays of a state in a calendar year, in order.

    ``state``: its code (``BR``) or its name; :class:`HolidaysUnknown` for any other. Feasts that
    follow the moon are told as estimated until they are announced.
    """
    code = _code_of(state)
    found = India(subdiv=code, years=year, language="en_IN")
    source = f"holidays {__version__}: {code}"
    # The list goes on by itself when it is asked for other years.
    return [Holiday(day, found[day], source) for day in sorted(found.keys()) if day.year == year]


def _code_of(state: str) -> str:
    asked = state.strip()
    if asked.upper() in India.subdivisions:
        return asked.upper()
    code = _NAMES.get(asked.casefold())
    if code is None:
        raise HolidaysUnknown(state)
    return str(code)
