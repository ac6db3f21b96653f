"""The sentences of what can go wrong with supply."""

from __future__ import annotations

from domain import errors
from domain import errors_of_supply as supply
from resources.texts import N_

SENTENCES: dict[type[errors.Trouble], str] = {
    # notices
    supply.NoticesTooMany: N_(
        "{count} notices are more than the {most} that are made at once. Choose a band or a feeder."
    ),
    # the AMISP
    supply.AmispUnavailable: N_(
        "The AMISP could not be asked ({detail}); what is to be said to it waits."
    ),
    supply.AmispRefusesOffice: N_(
        "The AMISP does not let this office in ({detail}): its token is wrong or has run out. Give"
        " a new one with amisp keys; what is to be said to it waits."
    ),
    supply.AmispNotSetUp: N_(
        "No AMISP is set up; give its address by settings set --name amisp.address."
    ),
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
    supply.PortTaken: N_(
        "Port {port} of this machine cannot be had; another program may have it. Choose another."
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
    # reads of the AMISP
    supply.AmispTellsNoReads: N_(
        "No reads come from the AMISP by {protocol}. Take in the file of reads that it gives: amisp"
        " reads --file."
    ),
    supply.NoReadsThere: N_("The AMISP has no reads of {day} yet."),
    supply.ReadNotBelieved: N_("The AMISP itself has rejected this read."),
    # jobs
    supply.NoWindowAhead: N_(
        "No hour is ahead at which the office's policy lets anybody be disconnected."
    ),
    # jobs and orders
    supply.JobNotFound: N_("There is no disconnection job {job}."),
    supply.JobInThePast: N_("A job cannot be made for {at}: it is {now} now."),
    supply.JobWithoutPolicy: N_(
        "No policy holds on {day}, so nobody may be disconnected. Take one first."
    ),
    supply.JobDecided: N_("Job {job} is {state} and cannot be changed any more."),
    supply.JobOver: N_("The hours of job {job} ended at {until}. Make another one."),
    supply.NobodyToCut: N_("Nobody of job {job} may be disconnected: all are held or left out."),
    supply.NotInJob: N_("Consumer {number} is not among those whom job {job} would disconnect."),
    supply.OrderNotFound: N_("There is no order {order}."),
    supply.OrderEnded: N_("Order {order} is {state}; nothing can be done about it."),
    supply.ReconnectionDue: N_(
        "Consumer {number} has a right to supply, so order {order} is not taken back."
    ),
    supply.DisconnectingStopped: N_("{by} has stopped all disconnecting since {since}."),
    supply.DisconnectingNotStopped: N_("Disconnecting is not stopped."),
}
