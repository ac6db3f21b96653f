"""Which column of a sheet means what: by its heading, by what stands in it, or as was said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.errors import DayAmbiguous, FieldMissing, NotADay, NotAnInstant, Refusal
from domain.errors_of_imports import ColumnNeeded, ColumnTwice, DatesAmbiguous
from domain.formats import parse_day, parse_instant
from domain.import_sheet import ImportSheet
from domain.importing import GivenRow, ImportKind
from domain.services.sheet_kinds import columns_of
from domain.settlement_columns import plain_heading
from domain.sheet_rows import SheetColumns

#: As offices and programs head their columns, the surest first; in plain small letters.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "number": (
        *("number", "consumer number", "consumer no", "consumer id", "ca no", "ca number"),
        *("k no", "kno", "k number", "account no", "account number", "account id", "connection no"),
        *("service no", "service number", "sc no", "rr no", "con no", "consumer", "cons no"),
        *("bp no", "ivrs", "uscno", "usc no", "no", "उपभोक्ता संख्या", "उपभोक्ता नंबर"),
        *("उपभोक्ता क्रमांक", "खाता संख्या", "के नंबर", "संख्या"),
    ),
    "name": (
        *("name", "consumer name", "customer name", "name of consumer", "consumer s name"),
        *("cons name", "cust name"),
        *("नाम", "उपभोक्ता का नाम", "उपभोक्ता नाम"),
    ),
    "guardian": (
        *("guardian", "father name", "father s name", "father husband name", "f h name"),
        *("father", "husband name", "s o", "care of", "पिता का नाम", "पिता पति का नाम"),
        *("पिता", "अभिभावक"),
    ),
    "address": ("address", "consumer address", "premises", "addr", "location", "पता"),
    "mobile": (
        *("mobile", "mobile no", "mobile number", "phone", "phone no", "phone number"),
        *("contact", "contact no", "contact number", "mob no", "mob", "मोबाइल", "मोबाइल नंबर"),
        *("मोबाइल संख्या", "फोन"),
    ),
    "email": ("email", "e mail", "email id", "mail", "ईमेल", "ई मेल"),
    "language": ("language", "lang", "भाषा"),
    "category": (
        *("category", "tariff", "tariff category", "tariff code", "rate category", "schedule"),
        *("supply type", "consumer category", "श्रेणी", "टैरिफ", "दर श्रेणी"),
    ),
    "load_kw": (
        *("load kw", "load", "sanctioned load", "sanctioned load kw", "sanction load"),
        *("contract load", "connected load", "contracted load kw", "sl kw", "भार"),
        *("sanc load", "sanct load", "conn load"),
        *("स्वीकृत भार", "स्वीकृत भार किवा", "स्वीकृत भार kw"),
    ),
    "phase": ("phase", "phase type", "no of phases", "ph", "फेज", "फ़ेज़"),
    "meter_serial": (
        *("meter serial", "meter serial no", "meter serial number", "meter no", "meter number"),
        *("meter sl no", "meter sr no", "msn", "meter", "meter id", "meterno", "device id"),
        *("serial no", "मीटर संख्या", "मीटर नंबर", "मीटर क्रमांक", "मीटर"),
    ),
    "meter_factor": (
        *("meter factor", "mf", "multiplying factor", "multiplication factor", "ct ratio"),
        *("गुणांक", "गुणन गुणांक"),
    ),
    "feeder": ("feeder", "feeder name", "feeder code", "11kv feeder", "फीडर", "फ़ीडर"),
    "dtr": (
        *("dtr", "dt", "dtr name", "dtr code", "transformer", "dt name", "dt code"),
        *("distribution transformer", "ट्रांसफार्मर", "ट्रांसफॉर्मर"),
    ),
    "connected_on": (
        *("connected on", "connection date", "date of connection", "doc", "supply date"),
        *("conn date", "date of conn", "date of supply", "installation date"),
        *("कनेक्शन तिथि", "संयोजन तिथि", "कनेक्शन की तारीख"),
    ),
    "opening_balance": (
        *("opening balance", "balance", "wallet balance", "prepaid balance", "current balance"),
        *("op bal", "प्रारंभिक शेष", "बैलेंस", "शेष"),
    ),
    "billed_from": ("billed from", "billing from", "bill from", "billing start", "बिल आरंभ"),
    "initial_kwh": (
        *("initial kwh", "initial reading", "first reading", "opening reading", "start reading"),
        *("प्रारंभिक रीडिंग",),
    ),
    "mtd_kwh": ("mtd kwh", "mtd", "month to date", "units this month", "mtd units"),
    "effective_on": ("effective on", "effective from", "effective date", "from date", "w e f"),
    "field": ("field", "what", "column"),
    "value": ("value", "new value", "new"),
    "read_at": (
        *("read at", "reading date", "read date", "date of reading", "reading time", "timestamp"),
        *("reading datetime", "read time", "date time", "datetime", "date"),
        *("रीडिंग तिथि", "रीडिंग की तारीख", "तिथि", "दिनांक"),
    ),
    "kwh_import": (
        *("kwh import", "reading", "kwh", "register", "import kwh", "cumulative kwh"),
        *("kwh reading", "reading kwh", "current reading", "present reading", "closing reading"),
        *("cum kwh", "meter reading", "units", "रीडिंग", "वर्तमान रीडिंग"),
    ),
    "kvah_import": ("kvah import", "kvah", "import kvah", "kvah reading", "cumulative kvah"),
    "kwh_export": ("kwh export", "export kwh", "export"),
    "max_demand_kw": ("max demand kw", "md", "md kw", "max demand", "maximum demand"),
    "quality": ("quality", "status", "reading status", "validation status"),
    "amount": (
        *("amount", "arrears", "arrear", "dues", "due amount", "arrear amount", "outstanding"),
        *("total dues", "amount due", "बकाया", "बकाया राशि", "राशि"),
    ),
    "plan": ("plan", "arrear plan", "plan type", "योजना"),
    "term": ("term", "instalments", "installments", "no of instalments", "percent", "किस्तें"),
    "starts_on": ("starts on", "start date", "starting on", "starts", "आरंभ तिथि"),
    "remark": ("remark", "remarks", "reason", "note", "टिप्पणी", "कारण"),
}
DAYS = frozenset({"connected_on", "billed_from", "effective_on", "starts_on"})
INSTANTS = frozenset({"read_at"})
#: What one value may stand for in all rows; whose it is stands in its row alone.
CONSTANTS = frozenset(
    {
        *("category", "load_kw", "phase", "language", "meter_factor", "feeder", "dtr"),
        *("connected_on", "billed_from", "opening_balance", "read_at", "plan", "term"),
        *("starts_on", "remark", "effective_on", "field"),
    }
)
#: What a consumers file may lack: a consumer can do without.
_MAY_LACK = frozenset(
    {
        *("guardian", "address", "mobile", "email", "language", "phase", "meter_factor"),
        *("feeder", "dtr", "opening_balance"),
    }
)
_SAMPLES = 200
_SHORT_DAY = re.compile(r"([0-9]{1,2})[-/. ]([A-Za-z]{3,9})[-/. ]([0-9]{2,4})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{2})")
_TIME = re.compile(r"(.*?)[T ]+([0-9]{1,2}:[0-9]{2})(:[0-9]{2})?(?:\.[0-9]+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOBILE = re.compile(r"(?:\+?91[- ]?)?[6-9][0-9]{9}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_UNIT = re.compile(r"\s*(?:kw|kva|kwh|kvah|units?|unit)\.?$", re.IGNORECASE)
_PHASES = {
    **dict.fromkeys(("1", "single", "single phase", "1 phase", "1p", "1 ph", "एकल"), "1"),
    **dict.fromkeys(("3", "three", "three phase", "3 phase", "3p", "3 ph", "तीन"), "3"),
}
_LANGUAGES = {
    **dict.fromkeys(("hi", "hin", "hindi", "हिन्दी", "हिंदी"), "hi"),
    **dict.fromkeys(("en", "eng", "english", "अंग्रेज़ी", "अंग्रेजी"), "en"),
}
_PLANS = {
    **dict.fromkeys(("daily", "instalments", "installments", "daily instalments"), "daily"),
    **dict.fromkeys(("percent", "percentage", "percent of recharge"), "percent"),
    **dict.fromkeys(("threshold", "above"), "threshold"),
    **dict.fromkeys(("by hand", "by_hand", "hand", "counter"), "by_hand"),
}


_WORDS = {"phase": _PHASES, "language": _LANGUAGES, "plan": _PLANS}
_MEASURED = frozenset({"load_kw", "max_demand_kw", "kwh_import", "initial_kwh", "mtd_kwh"})


@dataclass(frozen=True, slots=True)
class ColumnsSaid:
    """What the columns of a sheet mean: field to heading, values for all rows, how days read.

    ``is_day_first``: whether 03/04 is 3 April; None where no date leaves that open.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    is_day_first: bool | None = None

    def told(self) -> dict[str, Any]:
        """Return it as it is remembered."""
        return {
            "columns": dict(self.columns),
            "constants": dict(self.constants),
            "day_first": self.is_day_first,
        }

    @classmethod
    def of(cls, told: Mapping[str, Any], headings: Sequence[str]) -> ColumnsSaid:
        """Return what was remembered, as far as these headings bear it."""
        same = {plain_heading(heading): heading for heading in reversed(headings)}
        named = {
            name: same[plain_heading(heading)]
            for name, heading in told.get("columns", {}).items()
            if plain_heading(heading) in same
        }
        return cls(named, dict(told.get("constants", {})), told.get("day_first"))


def fields_of(kind: ImportKind) -> tuple[str, ...]:
    """Return the fields that a sheet of a kind can say, those that it must first."""
    columns = columns_of(kind)
    lacking = _MAY_LACK if kind is ImportKind.CONSUMERS else frozenset()
    needed = [name for name in columns.required if name not in lacking]
    return (*needed, *(name for name in columns.required if name in lacking), *columns.optional)


def needed_of(kind: ImportKind) -> frozenset[str]:
    """Return the fields that each row needs."""
    columns: SheetColumns = columns_of(kind)
    lacking = _MAY_LACK if kind is ImportKind.CONSUMERS else frozenset()
    return frozenset(columns.required) - lacking


def known_count(kind: ImportKind) -> Callable[[Sequence[str]], int]:
    """Return what counts how many of some headings are usual ones of a kind."""
    return lambda headings: len(_by_heading(headings, kind))


def recognised(sheet: ImportSheet, kind: ImportKind) -> ColumnsSaid:
    """Return what the columns mean as far as headings, and then contents, tell."""
    found = _by_heading(sheet.headings, kind)
    for name, heading in _by_content(sheet, kind, found).items():
        found.setdefault(name, heading)
    return with_days(sheet, ColumnsSaid(found))


def with_days(sheet: ImportSheet, said: ColumnsSaid) -> ColumnsSaid:
    """Return the same, with how its dates are written where they tell, or a person said it."""
    if said.is_day_first is not None:
        return said
    orders = {
        order
        for name, heading in said.columns.items()
        if name in DAYS | INSTANTS
        for order in [_order_of(sheet, heading)]
        if order is not None
    }
    return ColumnsSaid(said.columns, said.constants, orders.pop() if len(orders) == 1 else None)


def is_order_open(sheet: ImportSheet, said: ColumnsSaid) -> str | None:
    """Return the heading whose dates can be read both ways, when nobody said which."""
    if said.is_day_first is not None:
        return None
    for name, heading in said.columns.items():
        if name in DAYS | INSTANTS and any(map(_is_ambiguous, _texts(sheet, heading))):
            return heading
    return None


def faults_of(said: ColumnsSaid, sheet: ImportSheet, kind: ImportKind) -> dict[str, Refusal]:
    """Return by field what of it is not enough; under no name, dates that can be read both ways."""
    needed, uses = needed_of(kind), Counter(said.columns.values())
    found: dict[str, Refusal] = {}
    for name in fields_of(kind):
        heading = said.columns.get(name)
        if heading and uses[heading] > 1:
            found[name] = ColumnTwice(heading)
        elif not heading and name in said.constants and not said.constants[name]:
            found[name] = FieldMissing(name)
        elif not heading and name in needed and name not in said.constants:
            found[name] = ColumnNeeded(name)
    heading = is_order_open(sheet, said)
    return found if heading is None else {**found, "": DatesAmbiguous(heading)}


def rows_of(sheet: ImportSheet, said: ColumnsSaid) -> list[GivenRow]:
    """Return the rows of a sheet with their cells by field, written as the books read them."""
    places = {name: sheet.headings.index(heading) for name, heading in said.columns.items()}
    constants = {name: value for name, value in said.constants.items() if value}
    return [
        GivenRow(
            row.line,
            {
                **constants,
                **{
                    name: normalised(name, row.texts[place], said.is_day_first)
                    for name, place in places.items()
                },
            },
            row.texts,
            row.fault,
        )
        for row in sheet.rows
    ]


def normalised(name: str, text: str, is_day_first: bool | None) -> str:
    """Return a cell as the books read it; what is not understood stays as it is."""
    if name in DAYS:
        return _day_text(text, is_day_first) or text
    if name in INSTANTS:
        return _instant_text(text, is_day_first) or text
    if name in _WORDS:
        plain = " ".join(text.casefold().replace("-", " ").split())
        return _WORDS[name].get(plain, text)
    if name in _MEASURED:
        return _UNIT.sub("", text)
    return text.replace(" ", "").replace("-", "") if name == "mobile" else text


def samples(sheet: ImportSheet, heading: str, most: int = 3) -> list[str]:
    """Return the first texts of a column that are not empty."""
    return [text for text in _texts(sheet, heading) if text][:most]


# Finding out


def _by_heading(headings: Sequence[str], kind: ImportKind) -> dict[str, str]:
    plain = {_without_unit(plain_heading(heading)): heading for heading in reversed(headings)}
    plain |= {plain_heading(heading): heading for heading in reversed(headings)}
    found: dict[str, str] = {}
    fields = fields_of(kind)
    ranked = sorted(
        (rank, place, name, plain[plain_heading(usual)])
        for place, name in enumerate(fields)
        for rank, usual in enumerate(_USUAL[name])
        if plain_heading(usual) in plain
    )
    for _rank, _place, name, heading in ranked:
        if name not in found and heading not in found.values():
            found[name] = heading
    return found


def _without_unit(heading: str) -> str:
    return heading.removesuffix(" kw").removesuffix(" rs").removesuffix(" inr").strip()


def _by_content(sheet: ImportSheet, kind: ImportKind, found: Mapping[str, str]) -> dict[str, str]:
    """Return what columns hold whose headings say nothing: telephones, mails, dates."""
    told: dict[str, str] = {}
    free = [heading for heading in sheet.headings if heading not in found.values()]
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("email", lambda text: bool(_EMAIL.fullmatch(text))),
        ("mobile", lambda text: bool(_MOBILE.fullmatch(text))),
        ("connected_on", lambda text: _day_text(text, True) is not None),
        ("read_at", lambda text: _instant_text(text, True) is not None),
    )
    for name, fits in tests:
        if name not in fields_of(kind) or name in found:
            continue
        for heading in free:
            texts = [text for text in _texts(sheet, heading) if text]
            if texts and heading not in told.values() and all(map(fits, texts)):
                told[name] = heading
                break
    return told


def _texts(sheet: ImportSheet, heading: str) -> list[str]:
    place = sheet.headings.index(heading)
    return [row.texts[place] for row in sheet.rows[:_SAMPLES] if row.fault is None]


def _order_of(sheet: ImportSheet, heading: str) -> bool | None:
    """Return whether the dates of a column begin with the day; None: they leave it open."""
    place = sheet.headings.index(heading)
    for row in sheet.rows:
        text = _full_year(_day_part(row.texts[place] if place < len(row.texts) else ""))
        with suppress(DayAmbiguous, NotADay):
            found = parse_day(text)
            for order in (True, False):
                with suppress(NotADay):
                    other = parse_day(text, is_day_first=order)
                    is_local = not text[:4].isdigit()
                    if other == found and is_local and found.day > len(_MONTHS):
                        return order
    return None


def _is_ambiguous(text: str) -> bool:
    try:
        parse_day(_full_year(_day_part(text)))
    except DayAmbiguous:
        return True
    except NotADay:
        return False
    return False


def _day_part(text: str) -> str:
    match = _TIME.fullmatch(text.strip())
    return match[1] if match else text.strip()


def _full_year(text: str) -> str:
    match = _SHORT_YEAR.fullmatch(text)
    if match is None:
        return text
    first, mark, second, year = match.groups()
    return f"{first}{mark}{second}{mark}20{year}"


def _day_text(text: str, is_day_first: bool | None) -> str | None:
    """Return a day in ISO form, None for what is none; hours of midnight are passed over."""
    plain = _full_year(_day_part(text))
    match = _SHORT_DAY.fullmatch(plain)
    if match is not None:
        return _named_day(match)
    try:
        return parse_day(plain, is_day_first=is_day_first).isoformat()
    except (NotADay, DayAmbiguous):
        return None


def _named_day(match: re.Match[str]) -> str | None:
    """Return ``05-Nov-2026`` in ISO form."""
    day, month, year = match.groups()
    if month[:3].casefold() not in _MONTHS:
        return None
    whole = int(year) + (2000 if len(year) == len("26") else 0)
    try:
        return date(whole, _MONTHS.index(month[:3].casefold()) + 1, int(day)).isoformat()
    except ValueError:
        return None


def _instant_text(text: str, is_day_first: bool | None) -> str | None:
    """Return an instant in ISO form; a day alone is its first minute."""
    stripped = text.strip()
    if _is_instant(stripped):
        return stripped
    day = _day_text(stripped, is_day_first)
    if day is None:
        return None
    match = _TIME.fullmatch(stripped)
    time = (match[2] if match else "00:00").rjust(len("00:00"), "0")
    seconds = (match[3] or ":00") if match else ":00"
    return f"{day}T{time}{seconds}"


def _is_instant(text: str) -> bool:
    try:
        parse_instant(text)
    except NotAnInstant:
        return False
    return True
