"""The sentences of what can go wrong with imports, and of why a row of one stays."""

from __future__ import annotations

from domain import errors, errors_of_imports
from resources.texts import N_

SENTENCES: dict[type[errors.Trouble], str] = {
    errors_of_imports.ImportNotFound: N_("There is no import {id}."),
    errors_of_imports.ImportGoingOn: N_(
        "{by} has been taking a file in since {since}. Try again when it is done."
    ),
    errors_of_imports.ImportUndoneBefore: N_("Nothing of {file} is left that could be taken back."),
    errors_of_imports.ImportNotDecided: N_(
        "Nothing of {file} was taken in: what it asks for is, or was, for a second person to"
        " decide on the Approvals page."
    ),
    errors_of_imports.FileChanged: N_(
        "{name} is not the file that was looked at: it was changed meanwhile. Look at it again."
    ),
    errors_of_imports.ColumnNeeded: N_(
        "Nothing in the file says this yet; choose its column, or one value for all rows: {field}."
    ),
    errors_of_imports.ColumnTwice: N_("The column “{heading}” is chosen for two things."),
    errors_of_imports.DatesAmbiguous: N_(
        "The dates in “{heading}” can be read both ways; say whether the day or the month comes"
        " first."
    ),
    errors_of_imports.ConsumerCharged: N_("Consumer {number} was charged since; it stays."),
    errors_of_imports.ConsumerPaid: N_(
        "Money of consumer {number} has moved since, or waits to be decided on; it stays."
    ),
    errors_of_imports.ConsumerHasArrears: N_(
        "A debt of consumer {number} was booked since; take that back first."
    ),
    errors_of_imports.ConsumerHasOrders: N_(
        "Consumer {number} was to be disconnected or connected since; that stays in the books."
    ),
    errors_of_imports.ConsumerChangedSince: N_(
        "Consumer {number} was changed after the import; that would be lost."
    ),
    errors_of_imports.MeterOfOthers: N_(
        "Meter {meter_serial} of consumer {number} hung at another consumer's as well."
    ),
    errors_of_imports.ReadConsumed: N_(
        "A day was charged by the read of meter {meter_serial} at {read_at}; it stays."
    ),
    errors_of_imports.ReadDecided: N_(
        "A person let the read of meter {meter_serial} at {read_at} count; it stays."
    ),
    errors_of_imports.TariffInUse: N_(
        "{tariff} is in use: days were charged by it, or consumers are on it and nothing else"
        " holds for them."
    ),
    errors_of_imports.TariffEndMoved: N_(
        "{tariff} ends on {until} by now, or another version holds after it; that end stays."
    ),
    errors_of_imports.ArrearsMoved: N_(
        "Something of the arrears of consumer {number} was paid, or their plan has ended."
    ),
    errors_of_imports.TariffTakenBack: N_(
        "the office has taken this version back; give the corrected one another id."
    ),
}
