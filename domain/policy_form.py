"""A policy as it is typed: texts by their way in the document, and the document that they mean.

The texts become the same document that a shipped example is written in and are judged by the same
reading (:mod:`domain.policy_reading`): what is no number or no time stays the text that it is, so
that the reading says what is wrong with it. In a group an empty text means: as for all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.policy import Terms

#: What is typed where a group has none of what there is for all.
NONE_OF_IT = "-"
#: The ways of the terms, which are the same for all and for a group.
PLAIN_WAYS = ("conversion_grace_days", "most_days_without_read")
_LIST_WAYS = ("hours.saturdays_off", "alerts.percents_left", "alerts.days_left")
_STRETCHES_WAYS = ("hours.windows", "hours.never")
_SWITCH_WAYS = ("hours.on_holidays", "hours.on_eves")
_WHOLE_WAYS = (
    *PLAIN_WAYS,
    "reconnection.part_percent",
    "reconnection.rest_days",
    "reconnection.within_minutes",
    "alerts.month_percent",
    "alerts.subsidy_units_left",
    "alerts.hours_before_cut",
)
_HEAD_WAYS = ("id", "title", "state", "source", "valid_from")
_CAP_WAYS = ("most_a_run", "most_an_hour")
_WHOLE = re.compile(r"-?[0-9]{1,12}")
#: A time as clerks type it: ``9``, ``9:30``, ``09.30``.
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?")
_BETWEEN = re.compile(r"\s*(?:-|–|\bto\b)\s*")  # noqa: RUF001 - some write a longer stroke
_ITEM = re.compile(r"\[[0-9]+\]$")
_GROUP = re.compile(r"groups\[([0-9]+)\](?:\.|$)")

Texts = Mapping[str, str]

_TERMS = Terms()
#: What holds for all where a document says nothing; the form says it.
USUAL: Texts = {
    "emergency_credit.unit": "days",
    "emergency_credit.ends": _TERMS.emergency.ends.value,
    "hours.weekdays": "mon, tue, wed, thu, fri, sat, sun",
    "hours.on_holidays": "false",
    "hours.on_eves": "true",
    "conversion_grace_days": str(_TERMS.conversion_grace_days),
    "most_days_without_read": str(_TERMS.most_days_without_read),
    "reconnection.at_balance": "0.00",
    "reconnection.part_percent": str(_TERMS.reconnection.part_percent),
    "reconnection.rest_days": str(_TERMS.reconnection.rest_days),
    "reconnection.within_minutes": str(_TERMS.reconnection.within_minutes),
    "alerts.percents_left": ", ".join(map(str, _TERMS.alerts.percents_left)),
    "alerts.days_left": ", ".join(map(str, _TERMS.alerts.days_left)),
    "alerts.month_percent": str(_TERMS.alerts.month_percent),
    "alerts.subsidy_units_left": str(_TERMS.alerts.subsidy_units_left),
    "alerts.hours_before_cut": str(_TERMS.alerts.hours_before_cut),
    "alerts.quiet": "21:00-08:00",
    "most_a_run": "0",
    "most_an_hour": "0",
}


@dataclass(frozen=True, slots=True)
class TypedPolicy:
    """What stands in the form: of all consumers, and of each group, by ways of the document."""

    texts: Texts
    groups: Sequence[Texts] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the form something stands: a way, of a group (from 0 on) or None for all."""

    way: str
    group: int | None = field(default=None)


def typed_of(document: Mapping[str, Any]) -> TypedPolicy:
    """Return a whole document as a form shows it."""
    texts = {name: _shown(document.get(name)) for name in (*_HEAD_WAYS, *_CAP_WAYS)}
    texts |= _terms_texts(document)
    return TypedPolicy(texts, [_group_texts(one) for one in document.get("groups", ())])


def document_of(typed: TypedPolicy) -> dict[str, Any]:
    """Return the document that a form means; the way back of :func:`typed_of`."""
    texts = typed.texts
    document: dict[str, Any] = {name: texts.get(name, "").strip() for name in _HEAD_WAYS}
    document |= {name: _whole(texts.get(name, "")) for name in _CAP_WAYS if _said(texts, name)}
    document |= _terms(texts)
    if typed.groups:
        document["groups"] = [_group(one) for one in typed.groups]
    return document


def successor_of(document: Mapping[str, Any], today: date, taken: Sequence[str]) -> TypedPolicy:
    """Return what to start from for a version after a document: its own id, from today on."""
    typed = typed_of(document)
    said = {way: text or USUAL.get(way, "") for way, text in typed.texts.items()}
    fresh = {"id": _free_id(str(document.get("id", "")), taken), "valid_from": today.isoformat()}
    return TypedPolicy({**said, **fresh}, typed.groups)


def missing_of(typed: TypedPolicy) -> list[Place]:
    """Return the fields of all consumers that are empty although something holds in any case."""
    return [Place(way) for way in USUAL if not _said(typed.texts, way)]


def place_of(way: str) -> Place:
    """Return where in the form the way of a fault stands."""
    group = _GROUP.match(way)
    rest = way[group.end() :] if group else way
    rest = _ITEM.sub("", _ITEM.sub("", rest))
    if rest in ("emergency_credit", "emergency_credit.days", "emergency_credit.hours"):
        rest = "emergency_credit.time"
    if rest == "hours":
        rest = "hours.windows"
    if group and not rest:
        rest = "name"
    return Place(rest, int(group[1]) - 1 if group else None)


# Out of a document


def _group_texts(group: Mapping[str, Any]) -> Texts:
    schedules = ", ".join(str(one) for one in group.get("schedules", ()))
    names = {"name": _shown(group.get("name")), "schedules": schedules}
    return {**names, "upto_kw": _shown(group.get("upto_kw")), **_terms_texts(group)}


def _terms_texts(part: Mapping[str, Any]) -> dict[str, str]:
    credit = part.get("emergency_credit", {})
    unit = "hours" if "hours" in credit else "days"
    texts = {
        "emergency_credit.time": _shown(credit.get(unit)),
        "emergency_credit.unit": unit,
        "emergency_credit.down_to": _shown(credit.get("down_to")),
        "emergency_credit.ends": _shown(credit.get("ends")),
        "reconnection.at_balance": _shown(_at(part, "reconnection.at_balance")),
        "hours.weekdays": ", ".join(_at(part, "hours.weekdays") or ()),
        "alerts.quiet": "",
    }
    quiet = _at(part, "alerts.quiet")
    if quiet is not None:
        texts["alerts.quiet"] = _stretch_text(quiet)
    texts |= {way: _stretches_text(_at(part, way)) for way in _STRETCHES_WAYS}
    texts |= {way: _items_text(_at(part, way)) for way in _LIST_WAYS}
    return texts | {way: _shown(_at(part, way)) for way in (*_WHOLE_WAYS, *_SWITCH_WAYS)}


def _at(part: Mapping[str, Any], way: str) -> Any:
    """Return what stands at a way of a part, None where nothing does."""
    found: Any = part
    for name in way.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _stretches_text(stretches: Sequence[Sequence[str]] | None) -> str:
    if stretches is None:
        return ""
    return ", ".join(_stretch_text(one) for one in stretches) or NONE_OF_IT


def _stretch_text(stretch: Sequence[str]) -> str:
    return "-".join(stretch)


def _items_text(items: Sequence[object] | None) -> str:
    if items is None:
        return ""
    return ", ".join(map(str, items)) or NONE_OF_IT


def _shown(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


# Into a document


def _group(texts: Texts) -> dict[str, Any]:
    group: dict[str, Any] = {
        "name": texts.get("name", "").strip(),
        "schedules": _pieces(texts.get("schedules", "")),
    }
    if _said(texts, "upto_kw"):
        group["upto_kw"] = texts["upto_kw"].strip()
    return group | _terms(texts)


def _terms(texts: Texts) -> dict[str, Any]:
    """Return the parts of which anything is said."""
    found: dict[str, Any] = {}
    values: dict[str, Any] = {way: _whole(texts[way]) for way in _WHOLE_WAYS if _said(texts, way)}
    values |= {way: _items(texts[way]) for way in _LIST_WAYS if _said(texts, way)}
    values |= {way: _stretches(texts[way]) for way in _STRETCHES_WAYS if _said(texts, way)}
    values |= {way: texts[way] == "true" for way in _SWITCH_WAYS if _said(texts, way)}
    if _said(texts, "hours.weekdays"):
        values["hours.weekdays"] = _pieces(texts["hours.weekdays"])
    if _said(texts, "reconnection.at_balance"):
        values["reconnection.at_balance"] = _amount(texts["reconnection.at_balance"])
    if _said(texts, "alerts.quiet"):
        values["alerts.quiet"] = _stretch(texts["alerts.quiet"])
    for way, value in values.items():
        part, _dot, name = way.rpartition(".")
        (found.setdefault(part, {}) if part else found)[name] = value
    credit = _credit(texts)
    return found | ({"emergency_credit": credit} if credit else {})


def _credit(texts: Texts) -> dict[str, Any]:
    credit: dict[str, Any] = {}
    if _said(texts, "emergency_credit.time"):
        unit = texts.get("emergency_credit.unit") or "days"
        credit[unit] = _whole(texts["emergency_credit.time"])
    if _said(texts, "emergency_credit.down_to"):
        credit["down_to"] = _amount(texts["emergency_credit.down_to"])
    if len(credit) > 1:
        credit["ends"] = texts.get("emergency_credit.ends") or "last"
    return credit


def _said(texts: Texts, way: str) -> bool:
    return bool(texts.get(way, "").strip())


def _pieces(text: str) -> list[str]:
    if text.strip() == NONE_OF_IT:
        return []
    return [piece.strip() for piece in text.replace(";", ",").split(",") if piece.strip()]


def _items(text: str) -> list[int | str]:
    return [_whole(piece) for piece in _pieces(text)]


def _stretches(text: str) -> list[list[str] | str]:
    return [_stretch(piece) for piece in _pieces(text)]


def _stretch(text: str) -> list[str] | str:
    """Return both times; the text as it is when it does not hold two."""
    parts = _BETWEEN.split(text.strip())
    times = [_TIME.fullmatch(part.strip()) for part in parts]
    found = [f"{int(time[1]):02}:{time[2] or '00'}" for time in times if time]
    return found if len(found) == len(parts) == 2 else text.strip()  # noqa: PLR2004 - from, until


def _whole(text: str) -> int | str:
    plain = text.strip()
    return int(plain) if _WHOLE.fullmatch(plain) else plain


def _amount(text: str) -> str:
    """Return rupees as a document has them: without their sign and commas."""
    return text.strip().replace("₹", "").replace(",", "").replace("−", "-")


def _free_id(id_: str, taken: Sequence[str]) -> str:
    """Return an id that nobody has, the same or after it: ``BR-2025``, ``BR-2025-2``."""
    if id_ and id_ not in taken:
        return id_
    stem = re.sub(r"-[0-9]{1,2}$", "", id_) or "POLICY"
    names = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in names if name not in taken)
