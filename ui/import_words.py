"""What imports are called: kinds of files, how far one is, what becomes of a row, fields."""

from __future__ import annotations

from domain.importing import BatchState, Fate, ImportKind
from resources.texts import N_

KINDS: dict[ImportKind, str] = {
    ImportKind.CONSUMERS: N_("Consumers"),
    ImportKind.READS: N_("Reads"),
    ImportKind.TARIFFS: N_("Tariffs"),
    ImportKind.DUES: N_("Dues"),
    ImportKind.CHANGES: N_("Changes"),
}
STATES: dict[BatchState, str] = {
    BatchState.RUNNING: N_("Cut short"),
    BatchState.DONE: N_("Taken in"),
    BatchState.UNDONE: N_("Taken back"),
    BatchState.PARTLY_UNDONE: N_("Taken back in part"),
}
FATES: dict[Fate, str] = {
    Fate.NEW: N_("New"),
    Fate.CHANGED: N_("Changed"),
    Fate.UNCHANGED: N_("Unchanged"),
    Fate.HELD: N_("To be decided"),
    Fate.REFUSED: N_("Refused"),
}
#: The fields of a row, as the columns step calls them.
FIELDS: dict[str, str] = {
    "number": N_("Consumer number"),
    "name": N_("Name"),
    "guardian": N_("Father or husband"),
    "address": N_("Address"),
    "mobile": N_("Mobile"),
    "email": N_("E-mail"),
    "language": N_("Language"),
    "category": N_("Category"),
    "load_kw": N_("Load (kW)"),
    "phase": N_("Phase"),
    "meter_serial": N_("Meter"),
    "meter_factor": N_("Meter factor"),
    "feeder": N_("Feeder"),
    "dtr": N_("Transformer (DTR)"),
    "connected_on": N_("Connected on"),
    "opening_balance": N_("Opening balance"),
    "billed_from": N_("Billed from"),
    "initial_kwh": N_("First register (kWh)"),
    "mtd_kwh": N_("Units of the month so far"),
    "effective_on": N_("From which day"),
    "field": N_("Field"),
    "value": N_("New value"),
    "read_at": N_("Read at"),
    "kwh_import": N_("Register (kWh)"),
    "kvah_import": N_("Register (kVAh)"),
    "kwh_export": N_("Register, exported (kWh)"),
    "max_demand_kw": N_("Highest demand (kW)"),
    "quality": N_("Quality"),
    "amount": N_("Amount owed"),
    "plan": N_("Plan"),
    "term": N_("Term"),
    "starts_on": N_("Starts on"),
    "remark": N_("Remark"),
}
