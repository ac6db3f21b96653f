"""The timeline of a consumer in words: what happened, how, and by which name it is filtered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from domain import formats
from domain.arrears import ArrearKind, ArrearTerms
from domain.energy import Energy
from domain.message import Alert, Medium, MessageState
from domain.money import Money
from domain.supply_order import OrderKind, OrderReason, OrderState, RelayState
from domain.timeline import TimelineKind, TimelineRow
from resources import words
from resources.texts import N_, Texts
from ui.arrears_words import terms_words
from ui.audit_words import act_done
from ui.message_words import ALERTS, MEDIA, MESSAGE_STATES
from ui.sentences import FIELDS
from ui.sentences_of_trust import ACTS_DONE
from ui.supply_words import ORDER_KINDS, ORDER_REASONS, ORDER_STATES, RELAY_STATES

#: What can be asked for, by the names of :data:`domain.timeline.GROUPS`.
GROUP_WORDS: Mapping[str, str] = {
    "money": N_("Money"),
    "charges": N_("Charges"),
    "arrears": N_("Arrears"),
    "changes": N_("Changes"),
    "reads": N_("Reads"),
    "notes": N_("Notes"),
    "supply": N_("Supply"),
    "alerts": N_("Alerts"),
    "documents": N_("Papers"),
    "acts": N_("Others"),
}


def what(row: TimelineRow, _: Texts) -> str:
    """Return what happened, in two or three words."""
    if row.kind in _SAID:
        return _(_SAID[row.kind](row))
    act = row.facts.get("act", "")
    return act_done(act, _) if act in ACTS_DONE else _(_KINDS[row.kind])


def how(row: TimelineRow, _: Texts) -> str:
    """Return how it came about: days and units, receipt and tender, before and after, words."""
    said = _HOW.get(row.kind, _act)(row, _)
    return " · ".join(part for part in said if part)


def since(row: TimelineRow, _: Texts) -> str:
    """Return when it happened; charges with their days, for which they were posted later."""
    if row.kind in (TimelineKind.CHARGES, TimelineKind.INSTALMENTS) and row.first and row.last:
        last = formats.day(row.last, _.month_names)
        if row.first == row.last:
            return last
        first = str(row.first.day)
        if (row.first.year, row.first.month) != (row.last.year, row.last.month):
            first = formats.day(row.first, _.month_names)
        return _("{first} to {last}", first=first, last=last)
    return _moment(row.at, _)


def change_words(name: str, before: str, after: str, _: Texts) -> str:
    """Return a field before and after: ``Load (kW): 2 kW → 3 kW``."""
    field = _(FIELDS[name]) if name in FIELDS else name
    nothing = "–"  # noqa: RUF001 - nothing
    return f"{field}: {before or nothing} → {after or nothing}"


def _moment(at: datetime, _: Texts) -> str:
    return formats.moment(at, _.month_names)


def _charges(row: TimelineRow, _: Texts) -> list[str]:
    energy = Energy(int(row.facts.get("energy_wh", "0")))
    days = int(row.facts["days"])
    if days == 1:
        return [_("Units: {units}", units=formats.units(energy))]
    return [
        _("Days: {days}", days=days),
        _("Units: {units}", units=formats.units(energy)),
    ]


def _instalments(row: TimelineRow, _: Texts) -> list[str]:
    return [_("Days: {days}", days=int(row.facts["days"]))]


def _recharge(row: TimelineRow, _: Texts) -> list[str]:
    facts = row.facts
    parts = [row.document]
    if facts.get("tender") in words.TENDERS:
        parts.append(_(words.TENDERS[facts["tender"]]))
    parts.append(facts.get("reference", ""))
    paid = Money(int(facts.get("paid_paise", "0")))
    if row.amount is not None and paid != row.amount:
        parts.append(
            _(
                "{paid} paid, {wallet} of it for the balance",
                paid=formats.rupees(paid),
                wallet=formats.rupees(row.amount),
            )
        )
    if facts.get("undone") in words.UNDONE:
        parts.append(_(words.UNDONE[facts["undone"]]))
    return parts


def _undone(row: TimelineRow, _: Texts) -> list[str]:
    instead = row.facts.get("instead", "")
    moved = _("now receipt {number}", number=instead) if instead else ""
    return [row.document, moved, row.facts.get("reason", "")]


def _document(row: TimelineRow, _: Texts) -> list[str]:
    if "copy" not in row.facts:
        return [_(row.facts.get("subject", ""))] if row.facts.get("subject") else []
    copy = row.facts["copy"]
    return [row.document, "" if copy == "0" else _("DUPLICATE {copy}", copy=copy)]


def _arrears(row: TimelineRow, _: Texts) -> list[str]:
    reason = row.facts.get("reason", "")
    if "written_off_paise" in row.after:
        written_off = formats.rupees(Money(int(row.after["written_off_paise"])))
        return [_("{amount} written off", amount=written_off), reason]
    facts = row.facts
    owed = Money(int(facts["owed_paise"]))
    terms = ArrearTerms(
        ArrearKind(facts["plan"]),
        int(facts["instalments"]),
        int(facts["percent"]),
        Money(int(facts["threshold_paise"])),
    )
    return [formats.rupees(owed), terms_words(terms, owed, _), reason]


def _change(row: TimelineRow, _: Texts) -> list[str]:
    told = [
        change_words(name, row.before.get(name, ""), after, _) for name, after in row.after.items()
    ]
    if row.first is not None:
        told.append(_("from {day} on", day=formats.day(row.first, _.month_names)))
    return told


def _beginning(row: TimelineRow, _: Texts) -> list[str]:
    told = [
        f"{_(FIELDS[name])}: {value}"
        for name, value in row.after.items()
        if value and name in FIELDS and name in ("category", "load_kw", "meter_serial")
    ]
    day = formats.day(row.first, _.month_names) if row.first else ""
    return [*told, _("from {day} on", day=day) if day else ""]


def _tag(row: TimelineRow, _: Texts) -> list[str]:
    return [row.after.get("tag") or row.before.get("tag", "")]


def _read(row: TimelineRow, _: Texts) -> list[str]:
    decision = row.after.get("state", "")
    told = {"released": _("released"), "dismissed": _("put aside")}.get(decision, decision)
    return [told, row.facts.get("subject", ""), row.facts.get("reason", "")]


def _command(row: TimelineRow, _: Texts) -> list[str]:
    facts = row.facts
    told = [
        _(ORDER_REASONS[OrderReason(facts["why"])]),
        _(ORDER_STATES[OrderState(facts["state"])]),
    ]
    if "relay" in facts:
        relay = _(RELAY_STATES[RelayState(facts["relay"])])
        told.append(_("relay: {state}", state=relay))
    if "is_late" in facts:
        told.append(_("too late"))
    return [*told, facts.get("note", "")]


def _alert(row: TimelineRow, _: Texts) -> list[str]:
    facts = row.facts
    state = _(MESSAGE_STATES[MessageState(facts["state"])])
    return [_(MEDIA[Medium(facts["medium"])]), state, facts.get("words", "")]


def _act(row: TimelineRow, _: Texts) -> list[str]:
    return [row.facts.get("subject", ""), row.facts.get("reason", "")]


_KINDS: Mapping[TimelineKind, str] = {
    TimelineKind.BEGINNING: N_("Taken on"),
    TimelineKind.OPENING_BALANCE: N_("Opening balance"),
    TimelineKind.CHANGE: N_("Changed"),
    TimelineKind.NOTE: N_("Note"),
}
_PAPERS: Mapping[str | None, str] = {None: N_("Paper made"), "0": N_("Receipt printed")}
_AGAIN = N_("Receipt printed again")
#: Kinds whose rows are called this or that.
_SAID: Mapping[TimelineKind, Callable[[TimelineRow], str]] = {
    TimelineKind.CHARGES: lambda row: (
        N_("Daily charge") if row.first == row.last else N_("Daily charges")
    ),
    TimelineKind.INSTALMENTS: lambda row: (
        N_("Arrear instalment") if row.first == row.last else N_("Arrear instalments")
    ),
    TimelineKind.RECHARGE: lambda row: words.ENTRIES[row.facts["how"]],
    TimelineKind.UNDONE: lambda row: words.ENTRIES[row.facts["how"]],
    TimelineKind.FEE: lambda row: words.ENTRIES[row.facts["how"]],
    TimelineKind.DOCUMENT: lambda row: _PAPERS.get(row.facts.get("copy"), _AGAIN),
    TimelineKind.COMMAND: lambda row: ORDER_KINDS[OrderKind(row.facts["kind"])],
    TimelineKind.ALERT: lambda row: ALERTS[Alert(row.facts["alert"])],
    TimelineKind.TAG: lambda row: N_("Tag put on") if row.after else N_("Tag taken off"),
    TimelineKind.ARREARS: lambda row: N_("Arrears ended") if row.after else N_("Arrears booked"),
}
_HOW: Mapping[TimelineKind, Callable[[TimelineRow, Texts], list[str]]] = {
    TimelineKind.BEGINNING: _beginning,
    TimelineKind.OPENING_BALANCE: lambda _row, _: [],
    TimelineKind.CHARGES: _charges,
    TimelineKind.INSTALMENTS: _instalments,
    TimelineKind.RECHARGE: _recharge,
    TimelineKind.UNDONE: _undone,
    TimelineKind.FEE: lambda row, _: [row.document],
    TimelineKind.CHANGE: _change,
    TimelineKind.READ: _read,
    TimelineKind.DOCUMENT: _document,
    TimelineKind.ARREARS: _arrears,
    TimelineKind.NOTE: lambda row, _: [row.facts["words"]],
    TimelineKind.TAG: _tag,
    TimelineKind.COMMAND: _command,
    TimelineKind.ALERT: _alert,
}
#: Papers that are made of a consumer, as the log names them.
PAPER_BALANCE = N_("balance explained")
