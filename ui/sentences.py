"""The one place where refusals become sentences; what has none here is a bug."""

from __future__ import annotations

import re
import string
import unicodedata
from datetime import date, datetime

from domain import errors, formats
from domain import errors_of_database as database
from domain import errors_of_files as files
from domain.errors_of_policies import PolicyRefused
from domain.errors_of_tariffs import TariffFault, TariffValueWrong
from domain.listing import Problem
from domain.money import Money
from resources import words
from resources.texts import N_, Texts
from ui import (
    sentences_of_counter,
    sentences_of_desk,
    sentences_of_imports,
    sentences_of_messages,
    sentences_of_policies,
    sentences_of_supply,
    sentences_of_tariffs,
    sentences_of_trust,
)
from ui.sentences_of_checks import PROBLEMS
from ui.setting_words import SETTING_WORDS
from ui.supply_words import JOB_STATES, ORDER_STATES

_MOST_CHARACTERS = 120

SENTENCES: dict[type[errors.Trouble], str] = {
    # values
    errors.NotAnAmount: N_("“{text}” is not an amount of rupees and paise, such as 500 or 45.50."),
    errors.NotAnEnergy: N_(
        "“{text}” is not a number of zero or more with at most three decimals, such as 12.345."
    ),
    errors.NotADay: N_("“{text}” is not a date, such as 2026-11-22."),
    errors.DayAmbiguous: N_(
        "“{text}” can be read as two dates; write it as year-month-day, such as 2026-11-22."
    ),
    errors.NotAnInstant: N_(
        "“{text}” is not a date with a time, such as 2026-11-22T00:00:00+05:30."
    ),
    errors.FieldMissing: N_("Please fill in: {field}."),
    errors.FieldNotAllowed: N_("“{value}” cannot stand here: {field}."),
    errors.FieldTooLong: N_("At most {most} characters fit here: {field}."),
    errors.FieldOutOfRange: N_("“{value}” is not between {least} and {most}: {field}."),
    errors.FieldUnknown: N_("There is no field “{field}” that could be changed."),
    # consumers
    errors.ConsumerNotFound: N_("No consumer has the number {number}."),
    errors.ConsumerNumberTaken: N_("A consumer with the number {number} exists already."),
    errors.ConsumerIsClosed: N_(
        "The supply of consumer {number} has ended, so no money is taken for it."
    ),
    errors.MeterTaken: N_("Meter {meter_serial} belongs to consumer {number}."),
    errors.UseChanges: N_(
        "Consumer {number} is known with another value; use a dated change for it: {field}."
    ),
    errors.DayIsCharged: N_(
        "{day} cannot be changed any more: consumer {number} is charged up to {charged_until}."
    ),
    errors.DayInTheFuture: N_("{day} has not ended yet; today is {today}."),
    errors.NobodySupplied: N_("Nobody was supplied on {day}, so there is no sheet of it."),
    errors.MeterNotFound: N_("No consumer has the meter {meter_serial}."),
    errors.ReadNotHeld: N_("No read of meter {meter_serial} at {read_at} waits for release."),
    errors.ReadAlreadyPassed: N_(
        "The read of meter {meter_serial} at {read_at} cannot count any more: the read at"
        " {charged_read_at} is charged already. Dismiss it."
    ),
    errors.ReadStillImpossible: N_(
        "The read of meter {meter_serial} at {read_at} contradicts a later one and cannot be"
        " released."
    ),
    errors.ReadInTheFuture: N_("The read of meter {meter_serial} at {read_at} lies in the future."),
    errors.RowTwice: N_("Line {line} of the file says something else about the same."),
    # money
    errors.AmountOutOfRange: N_("{amount} is not between {least} and {most}."),
    errors.TenderUnknown: N_("“{tender}” is not a tender: use cash, upi, card, cheque or draft."),
    errors.ReferenceMissing: N_("A payment by {tender} needs its reference."),
    errors.OrderIdReused: N_(
        "The order {order_id} was posted before with other content; nothing was posted now."
    ),
    errors.ReceiptNotFound: N_("There is no receipt {number}."),
    errors.DayNotCharged: N_("Consumer {number} has no charge for {day}."),
    # files
    files.RowRagged: N_("The row has {cells} cells, the header has {columns}."),
    files.RowBroken: N_("The row has a quotation mark that is not closed."),
    files.FormulaWithoutValue: N_(
        "{column}: the cell holds a formula without its value; save the sheet with Excel once more."
    ),
    files.CellInError: N_("{column}: the cell shows the error {value}."),
    files.ColumnsMissing: N_("{name} lacks these columns: {columns}."),
    files.ColumnsUnknown: N_("{name} has unknown columns: {columns}."),
    files.SheetTooLong: N_(
        "The sheet would have {rows} rows, more than the {most} that Excel can hold."
    ),
    files.FileNotWritten: N_("{path} could not be written ({detail})."),
    # the office and its database
    database.OfficeNotFound: N_("There is no office in {folder}; make one with init or demo."),
    database.OfficeExists: N_("There is an office in {folder} already; it was left as it is."),
    database.DatabaseNotOurs: N_("{path} is not a database of this program."),
    database.DatabaseNewer: N_(
        "{path} was written by a newer version of the program; please update the program."
    ),
    database.DatabaseDamaged: N_(
        "The database {path} is damaged ({detail}); restore the last backup."
    ),
    database.DatabaseReadOnly: N_("The database {path} cannot be written to; nothing was changed."),
    database.DatabaseBusy: N_(
        "Another program is using the database {path}; please try again. Nothing half done was"
        " kept."
    ),
    database.DiskFull: N_(
        "There is no room left on the disk of {path}; nothing half done was kept."
    ),
    database.DiskFailed: N_(
        "The disk of {path} could not be read or written; nothing half done was kept. See whether"
        " it is in order, and ask for the same again: nothing is done twice."
    ),
    database.BackupNotWhole: N_(
        "The books in {path} do not pass their check ({problems} problems); no office was made."
    ),
    database.FolderUnsuitable: N_(
        "{folder} is a network share or a synchronised folder, which cannot hold an office safely."
    ),
    **sentences_of_trust.SENTENCES,
    **sentences_of_counter.SENTENCES,
    **sentences_of_desk.SENTENCES,
    **sentences_of_imports.SENTENCES,
    **sentences_of_messages.SENTENCES,
    **sentences_of_policies.SENTENCES,
    **sentences_of_supply.SENTENCES,
    **sentences_of_tariffs.SENTENCES,
}

FILE_REASONS: dict[files.FileReason, str] = {
    files.FileReason.NOT_FOUND: N_("There is no file {name}."),
    files.FileReason.NOT_A_FILE: N_("{name} is a folder, not a file."),
    files.FileReason.NOT_PERMITTED: N_("You are not allowed to read {name}."),
    files.FileReason.EMPTY: N_("{name} has no rows."),
    files.FileReason.TOO_LARGE: N_("{name} is larger than {detail} MB; split it into parts."),
    files.FileReason.NOT_UTF8: N_(
        "{name} is not UTF-8 text (line {detail}); save it as “CSV UTF-8”."
    ),
    files.FileReason.HAS_NUL: N_("{name} is not a text file (line {detail})."),
    files.FileReason.DUPLICATE_COLUMN: N_("{name} has a column twice: {detail}."),
    files.FileReason.TOO_MANY_ROWS: N_("{name} has more than {detail} rows; split it into parts."),
    files.FileReason.TOO_MANY_COLUMNS: N_("{name} has more than {detail} columns."),
    files.FileReason.OLD_EXCEL: N_(
        "{name} is an old Excel file, or has a password; save it as .xlsx without one."
    ),
    files.FileReason.NOT_EXCEL: N_("{name} is not an Excel file."),
    files.FileReason.DAMAGED: N_("{name} is damaged and cannot be read."),
    files.FileReason.ZIP_BOMB: N_("{name} unpacks to far more than it should; it was not read."),
    files.FileReason.HAS_ENTITIES: N_("{name} holds declarations that no Excel file needs."),
    files.FileReason.TOO_MUCH_MEMORY: N_("{name} needs too much memory to be read."),
    files.FileReason.NOT_A_SHEET: N_("{name} holds no table: it is a PDF, a picture or the like."),
    files.FileReason.TOO_SLOW: N_("{name} could not be read within {detail} seconds."),
}

FIELDS: dict[str, str] = {
    "number": N_("consumer number"),
    "consumer": N_("consumer number"),
    "name": N_("name"),
    "guardian": N_("guardian"),
    "address": N_("address"),
    "mobile": N_("mobile number"),
    "email": N_("e-mail"),
    "language": N_("language (hi or en)"),
    "category": N_("category"),
    "load_kw": N_("sanctioned load"),
    "phase": N_("phase (1 or 3)"),
    "meter_serial": N_("meter number"),
    "meter_factor": N_("meter factor"),
    "feeder": N_("feeder"),
    "dtr": N_("transformer (DTR)"),
    "supply_state": N_("supply state"),
    "connected_on": N_("connected on"),
    "billed_from": N_("billed from"),
    "opening_balance": N_("opening balance"),
    "initial_kwh": N_("initial reading"),
    "mtd_kwh": N_("units of the month so far"),
    "effective_on": N_("effective on"),
    "reference": N_("reference"),
    "order_id": N_("order id"),
    "order_reference": N_("order id"),
    "paid_on": N_("paid on"),
    "status": N_("status"),
    "column": N_("column, such as amount=Txn Amount"),
    "head": N_("head"),
    "bank": N_("bank"),
    "dated": N_("date of the cheque"),
    "on": N_("day on which the bank paid"),
    "fee": N_("fee"),
    "id": N_("id"),
    "state": N_("state"),
    "line": N_("place among the tenders"),
    "given": N_("cash given"),
    "part": N_("amount in this tender"),
    "upi_address": N_("UPI address of the office"),
    "upi_name": N_("name that payers by UPI see"),
    "denomination": N_("note or coin"),
    "pieces": N_("number of notes or coins"),
    "payee": N_("paid to"),
    "cash": N_("notes and coins, such as 500x2"),
    "shift": N_("number of the shift"),
    "handed_to": N_("handed to"),
    "note": N_("note"),
    "tag": N_("tag"),
    "from": N_("first day"),
    "only": N_("kind"),
    "read_at": N_("time of the read"),
    "kwh_import": N_("register in kWh"),
    "code": N_("office code"),
    "user_name": N_("user name"),
    "role": N_("role"),
    "counter": N_("counter"),
    "act": N_("what was done"),
    "out": N_("the file to write"),
    "password": N_("password"),
    "reason": N_("reason"),
    "consumers": N_("number of consumers"),
    "days": N_("number of days"),
    "leave_open": N_("number of days left open"),
    "seed": N_("seed"),
    "port": N_("port"),
    "misbehave": N_("what the simulator does wrong, such as slow=0.1"),
    "search": N_("search"),
    "from_day": N_("from day"),
    "degrees_above": N_("degrees above usual"),
    "vacant_percent": N_("consumers away in percent"),
    "growth_percent": N_("more use a year in percent"),
    "outage_hours": N_("hours without supply a day"),
    "theft_percent": N_("consumers who steal in percent"),
    "hidden_percent": N_("hidden use in percent"),
    "stuck_percent": N_("meters that get stuck in percent"),
    "starts_after_days": N_("days before it begins"),
    "lasts_days": N_("days that it lasts"),
    "month": N_("month, such as 2026-11"),
    "until": N_("until"),
    "limit": N_("number of rows"),
    "paper": N_("paper"),
    "amount": N_("amount"),
    "instalments": N_("number of instalments"),
    "percent": N_("percent of each recharge"),
    "threshold": N_("balance to be kept"),
    "starts_on": N_("first day"),
    "place": N_("where the printer is"),
    "copies": N_("number of copies"),
    "left_mm": N_("left margin in mm"),
    "top_mm": N_("upper margin in mm"),
    "by": N_("clerk"),
    "tender": N_("tender"),
    "group_by": N_("what it is added up by"),
    "whom": N_("who is protected"),
    "proof": N_("proof"),
    "first": N_("first day"),
    "last": N_("last day"),
    "time": N_("time of the day, such as 10:30"),
    "year": N_("year"),
    **SETTING_WORDS,
}

#: Codes among the facts of a refusal, by the name of the fact.
_CODES: dict[str, dict[str, str]] = {
    "tender": words.TENDERS,
    "kind": words.UNDONE,
    "state": {
        **{state.value: word for state, word in (*ORDER_STATES.items(), *JOB_STATES.items())},
        **words.SETTLEMENT_OUTCOMES,
        **words.CHEQUE_STATES,
        **words.PAYMENT_STATES,
    },
    "column": words.SETTLEMENT_FIELDS,
}

_ITEM = re.compile(r"([a-z]+)\[([0-9]+)\]")


def explain(error: BaseException, _: Texts) -> str | None:
    """Return a sentence for the reader, or None when ``error`` is a bug and not foreseen."""
    match error:
        case errors.ConsumerFieldsRefused():
            return " ".join(_at_field(name, found, _) for name, found in error.refusals.items())
        case files.CellRefused():
            return _at_field(error.column, error.refusal, _)
        case files.FileUnreadable():
            reason = FILE_REASONS[files.FileReason(error.reason)]
            return _(reason, name=_quoted(error.name), detail=_quoted(error.detail))
        case PolicyRefused() | TariffFault():
            return _faults(error, _)
        case errors.Trouble():
            sentence = SENTENCES.get(type(error))
            return None if sentence is None else _(sentence, **_worded(error, _))
        case _:
            return None


def problem_sentence(problem: Problem, _: Texts) -> str:
    """Return what ``check`` found as a sentence; facts that it lacks are left open."""
    sentence = PROBLEMS.get(problem.code)
    if sentence is None:
        facts = ", ".join(f"{name} {value}" for name, value in problem.facts.items())
        return f"{problem.code}: {facts}"
    places = {place for _text, place, *_rest in string.Formatter().parse(sentence) if place}
    known = {name: _word(value, _) for name, value in problem.facts.items()}
    return _(sentence, **{place: known.get(place, "…") for place in places})


def field_name(field: str, _: Texts) -> str:
    """Return what people call a field; a name that is not ours stays as it is."""
    return _(FIELDS[field]) if field in FIELDS else _quoted(field)


def _at_field(field: str, refusal: errors.Refusal, _: Texts) -> str:
    sentence = explain(refusal, _)
    return f"{field}: {sentence}"


def at_its_field(fault: TariffFault, _: Texts) -> str:
    """Return what is wrong with a field of a tariff, for where the field is seen beside it."""
    what = _(SENTENCES[type(fault)], **_worded(fault, _))
    return what[:1].upper() + what[1:]


def _faults(error: PolicyRefused | TariffFault, _: Texts) -> str | None:
    if isinstance(error, PolicyRefused):
        return " ".join(_policy_fault(error.policy, fault, _) for fault in error.faults)
    return _tariff_fault(error, _)


def _tariff_fault(fault: TariffFault, _: Texts) -> str | None:
    sentence = SENTENCES.get(type(fault))
    if sentence is None:
        return None
    what = _(sentence, **_worded(fault, _))
    way = [_tariff_place(part, _) for part in fault.field.split(".") if part]
    place = ", ".join([_quoted(fault.tariff), *way] if fault.tariff else way)
    if fault.tariff:
        return _("Tariff {place}: {what}", place=place, what=what)
    if place:
        return _("The file of tariffs, {place}: {what}", place=place, what=what)
    return _("The file of tariffs: {what}", what=what)


def _policy_fault(policy: str, fault: TariffFault, _: Texts) -> str:
    way = [_policy_place(part, _) for part in fault.field.split(".") if part]
    place = ", ".join([_quoted(policy), *way] if policy else way)
    what = _(SENTENCES[type(fault)], **_worded(fault, _))
    return _("Policy {place}: {what}", place=place, what=what) if place else what


def _policy_place(part: str, _: Texts) -> str:
    """Return a step of the way to a fault in words: ``groups[1]`` is the group 1."""
    item = _ITEM.fullmatch(part)
    if item is None or item[1] not in sentences_of_policies.POLICY_ITEMS:
        return _quoted(part)
    return _(sentences_of_policies.POLICY_ITEMS[item[1]], number=item[2])


def _tariff_place(part: str, _: Texts) -> str:
    """Return a step of the way to a fault in words: ``energy[1]`` is the energy slab 1."""
    item = _ITEM.fullmatch(part)
    if item is None or item[1] not in sentences_of_tariffs.TARIFF_ITEMS:
        return _quoted(part)
    return _(sentences_of_tariffs.TARIFF_ITEMS[item[1]], number=item[2])


def _worded(error: errors.Trouble, _: Texts) -> dict[str, str]:
    facts = {name: _word(value, _) for name, value in error.facts.items()}
    if "field" in facts:
        facts["field"] = field_name(str(error.facts["field"]), _)
    for name in facts.keys() & _CODES.keys():
        facts[name] = _(_CODES[name].get(str(error.facts[name]), facts[name]))
    if "act" in facts:
        facts["act"] = _(sentences_of_trust.ACTS.get(str(error.facts["act"]), facts["act"]))
    if isinstance(error, TariffValueWrong):
        expected = sentences_of_tariffs.EXPECTED | sentences_of_policies.EXPECTED
        facts["expected"] = _(expected.get(error.expected, facts["expected"]))
    return facts


def _word(value: object, _: Texts) -> str:
    match value:
        case Money():
            return formats.rupees(value)
        case datetime():
            return formats.moment(value, _.month_names)
        case date():
            return formats.day(value, _.month_names)
        case _:
            return _quoted(str(value))


def _quoted(text: str) -> str:
    """Return a fact on one line and not too long: it may be anything that somebody typed."""
    plain = "".join(" " if _is_unprintable(character) else character for character in text)
    short = " ".join(plain.split())
    return short if len(short) <= _MOST_CHARACTERS else short[: _MOST_CHARACTERS - 1] + "…"


def _is_unprintable(character: str) -> bool:
    return not character.isprintable() and unicodedata.category(character) != "Cf"
