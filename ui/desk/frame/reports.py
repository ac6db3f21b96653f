"""Reports by a few words: ``day book 22 nov``, ``sheet y``, or a day alone and what it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain import formats
from domain.errors import NotADay
from domain.register import RegisterKind, RegisterQuery
from resources.texts import N_, Texts
from ui.desk.kit.go_to import Destination, Group
from ui.desk.kit.places import Place
from ui.desk.kit.typed import day_of
from ui.register_words import TITLES

_NAMED_DAY = re.compile(r"(\d{1,2})[ -]?([^\W\d]\S*)(?: (\d{4}))?")
_LEAST_OF_A_MONTH = 3
#: By what a shortened name of a month ends, in English and in Hindi.
_SHORTENED = ".\u0970"
#: Those that are asked for most stand first.
_FIRST = (RegisterKind.DAY_BOOK, RegisterKind.COLLECTION)
_DAY_TOLD = re.compile(r"\d{1,4}[-/.]\d.*|[ty]|[+-]\d+")


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a day: its title (an ``N_`` constant), where it is, and of which day."""

    title: str
    place: Callable[[date], Place]
    days_ago: int = 0


def reports_on(pages: Sequence[str]) -> list[Report]:
    """Return the reports that these pages have."""
    found: list[Report] = []
    if "billing_sheet" in pages:
        found.append(Report(N_("Billing sheet"), lambda day: Place("billing_sheet", day), 1))
    if "counter" in pages:
        found.append(Report(N_("Day-end"), lambda day: Place("counter", day)))
    if "registers" in pages:
        kinds = dict.fromkeys((*_FIRST, *RegisterKind))
        # Whose receipts, no day says.
        del kinds[RegisterKind.RECEIPTS_OF_CONSUMER]
        found += [Report(TITLES[kind], _register_of(kind)) for kind in kinds]
    return found


def fitting_reports(
    reports: Sequence[Report], text: str, today: date, go: Callable[[Place], None], _: Texts
) -> Group:
    """Return the reports that the words fit, each of the day that is typed behind them."""
    destinations = [
        _destination(report, day or today - timedelta(days=report.days_ago), go, _)
        for report, day in _matched(reports, text.split(), today, _)
    ]
    return Group(_("Reports"), destinations)


def day_typed(text: str, today: date, _: Texts) -> date | None:
    """Return the day that a text says, with the months by name in this language or English.

    Of a day without a year the last one is meant; None where the text says none.
    """
    if match := _NAMED_DAY.fullmatch(text.strip()):
        return _named_day(match, today, _)
    try:
        return day_of(text, today, _.month_names)
    except NotADay:
        return None


def _matched(
    reports: Sequence[Report], words: Sequence[str], today: date, _: Texts
) -> Iterator[tuple[Report, date | None]]:
    if not words:
        return
    whole = " ".join(words)
    if _NAMED_DAY.fullmatch(whole) or _DAY_TOLD.fullmatch(whole):
        day = day_typed(whole, today, _)
        yield from ((report, day) for report in reports if day)
        return
    for report in reports:
        for many in range(len(words), 0, -1):
            if not _fits(report, words[:many], _):
                continue
            told = " ".join(words[many:])
            day = day_typed(told, today, _) if told else None
            if day or not told:
                yield report, day
            break


def _fits(report: Report, words: Sequence[str], _: Texts) -> bool:
    known = f"{report.title} {_(report.title)}".casefold().replace("-", " ").split()
    typed = " ".join(words).casefold().replace("-", " ").split()
    return all(any(one.startswith(word) for one in known) for word in typed)


def _named_day(match: re.Match[str], today: date, _: Texts) -> date | None:
    number, name, year = match.groups()
    months = [
        place
        for names in (_.month_names, Texts().month_names)
        for place, month in enumerate(names, start=1)
        if _is_month(name.casefold().rstrip(_SHORTENED), month.casefold().rstrip(_SHORTENED))
    ]
    if not months:
        return None
    try:
        day = date(int(year) if year else today.year, months[0], int(number))
        return day.replace(year=day.year - 1) if not year and day > today else day
    except ValueError:
        return None


def _is_month(typed: str, month: str) -> bool:
    """Return whether a month is meant: by its short name, or more of it."""
    return len(typed) >= min(_LEAST_OF_A_MONTH, len(month)) and (
        typed.startswith(month) or month.startswith(typed)
    )


def _register_of(kind: RegisterKind) -> Callable[[date], Place]:
    return lambda day: Place("registers", RegisterQuery(kind, day, day))


def _destination(report: Report, day: date, go: Callable[[Place], None], _: Texts) -> Destination:
    named = formats.day(day, _.month_names)
    words = f"{_(report.title)} · {named}"
    return Destination(words, lambda: go(report.place(day)), "file-text")
