"""The sentences of what can go wrong with supply."""

from __future__ import annotations

from domain import errors
from domain import errors_of_supply as supply
from resources.texts import N_

SENTENCES: dict[type[errors.Trouble], str] = {
    # the AMISP
    supply.AmispUnavailable: N_(
        "The AMISP could not be asked ({detail}); what is to be said to it waits."
    ),
    supply.AmispNotSetUp: N_("No AMISP is set up: give its address with setting amisp.address."),
    supply.AmispTokenMissing: N_(
        "Nothing on this machine knows the AMISP's token; give it with amisp keys."
    ),
    supply.AmispSecretMissing: N_(
        "Nothing on this machine knows the secret of the AMISP's callbacks; give it with amisp"
        " keys."
    ),
    supply.AmispAddressUnsafe: N_(
        "“{address}” is no address of an AMISP: it must begin with https, or be on this machine."
    ),
    supply.LineTooLong: N_("{name}, line {line}: it is longer than {most} characters."),
    supply.LineNotJson: N_("{name}, line {line}: it is no JSON object."),
    supply.AcknowledgementIncomplete: N_(
        "{name}, line {line}: it does not say rightly what every acknowledgement says: {field}."
    ),
    supply.CommandUnknown: N_(
        "{name}, line {line}: this office never gave the command {command}; nothing of the file"
        " was taken."
    ),
    # jobs
    supply.NoWindowAhead: N_(
        "No hour is ahead at which the office's policy lets anybody be disconnected."
    ),
}
