"""The sentences of what can go wrong at the counter."""

from __future__ import annotations

from domain import errors
from domain import errors_of_counter as counter
from domain import errors_of_printing as printing
from resources.texts import N_

SENTENCES: dict[type[errors.Trouble], str] = {
    # amounts, heads and tenders
    counter.AmountNotPositive: N_("An amount of {amount} cannot be a part of a payment."),
    counter.NotAMultiple: N_("Recharges are taken in multiples of {multiple}; {amount} is none."),
    counter.LimitsReversed: N_(
        "The least recharge, {least}, is above the largest, {most}: nothing could be taken."
    ),
    counter.NoMultipleFits: N_(
        "No multiple of {multiple} lies between {least} and {most}: nothing could be taken."
    ),
    counter.HeadUnknown: N_(
        "“{text}” is nothing that is paid for here: recharge, arrears, security_deposit or other."
    ),
    counter.TendersDiffer: N_("{tendered} are tendered, but {total} are to be paid."),
    counter.TooManyTenders: N_("A receipt has at most {most} tenders."),
    counter.GivenTooLittle: N_("{given} were given, which is less than {amount}."),
    counter.ReferenceUsed: N_(
        "The payment {reference} stands on receipt {receipt} already; it is not taken twice."
    ),
    counter.ChequePostDated: N_(
        "The cheque is dated {dated}, which is still to come; it is not taken today."
    ),
    counter.ChequeStale: N_(
        "The cheque is dated {dated}: banks do not pay one after {days} days. Ask for a new one."
    ),
    counter.ChequesBarred: N_(
        "A cheque of consumer {number} came back: none is taken until {until}. Take another tender."
    ),
    counter.NoArrears: N_("Consumer {number} owes nothing from before."),
    counter.ArrearsExceeded: N_("Consumer {number} owes {rest} from before, and not more."),
    counter.ArrearsRunning: N_(
        "Consumer {number} has a plan for arrears already; end it or let it be paid first."
    ),
    # shifts
    counter.NoShift: N_("No shift is open at counter {counter}: open one first."),
    counter.ShiftOpen: N_("The shift of {by} is open at counter {counter} already."),
    counter.ShiftOfAnother: N_(
        "The shift at counter {counter} is that of {by}; it must be closed before you begin yours."
    ),
    counter.ShiftOfEarlierDay: N_(
        "The shift at counter {counter} is still that of {day}: close it, then open today's."
    ),
    counter.CounterHasNoShift: N_("Counter 0 has no drawer and no shift."),
    counter.ShiftNotFound: N_("There is no shift {shift}."),
    counter.DifferenceUnexplained: N_(
        "{counted} were counted and {expected} expected: say why they differ."
    ),
    counter.DrawerTooEmpty: N_(
        "{amount} cannot be taken out: {in_drawer} should be in the drawer."
    ),
    # the end of the day
    counter.CounterDayClosed: N_("Counter {counter} is closed for {day}; nothing more is taken."),
    counter.ShiftsStillOpen: N_(
        "The shift of {by} at counter {counter} on {day} is still open: close it first."
    ),
    counter.DayDoesNotAgree: N_(
        "Counter {counter} on {day}: the receipts come to {receipts}, the ledger to {ledger}."
        " Check the books before closing."
    ),
    counter.DepositDiffers: N_(
        "The notes and coins come to {counted}, but {expected} are to be deposited."
    ),
    counter.NothingToClose: N_("Nothing happened at counter {counter} on {day}."),
    # after the fact
    counter.ReceiptUndone: N_("Receipt {number} was undone already: {kind}."),
    counter.NotOfToday: N_(
        "Receipt {number} is of {day}: a receipt is cancelled on its own day only."
    ),
    counter.OwnReceipt: N_("{user} took receipt {number}, so that another person has to undo it."),
    counter.SameConsumer: N_("The receipt is of consumer {number} already."),
    counter.NoSuchInstrument: N_("Receipt {number} has no cheque in place {line}."),
    counter.ChequeSettled: N_("The cheque of receipt {number} is settled already: {state}."),
    counter.MadeByTransfer: N_(
        "Receipt {number} was made by a transfer and cannot be cancelled: transfer its money to"
        " the right consumer."
    ),
    counter.ChequeNotPaidYet: N_(
        "The bank has not paid the cheque of receipt {number} yet: transfer it once it has."
    ),
    counter.NotBarred: N_("Cheques of consumer {number} are taken; nothing has to be lifted."),
    counter.NotPostDated: N_("The cheque is dated {dated}: it can be taken now."),
    counter.HeldChequeNotFound: N_("No cheque is kept as {id}."),
    counter.HeldChequeEnded: N_("The cheque kept as {id} was taken or given back already."),
    # payments of unknown fate, settlement
    counter.PaymentNotFound: N_("There is no payment {id} on the recovery list."),
    counter.PaymentDecided: N_("The payment {id} is decided already: {state}."),
    counter.SettlementTaken: N_("{name} was taken on {taken_on} already; nothing was changed."),
    counter.SettlementColumnsUnknown: N_(
        "Nobody has said what these columns mean yet: {columns}. Map them once."
    ),
    counter.SettlementColumnMissing: N_("The column for {column} is missing."),
    counter.SettlementStatusUnclear: N_(
        "“{status}” says neither that it was paid nor that it failed; take it once that is known."
    ),
    # printing and verifying
    counter.NotAReceiptCode: N_("This is not the code of a receipt: {text}"),
    counter.OfficeKeyUnknown: N_("The receipt is signed with the key {key}, unknown here."),
    # registers
    counter.PeriodReversed: N_("The days run from {since} to {until}: turn them round."),
    counter.RegisterTooLong: N_(
        "{rows} rows are too many for paper, which takes {most}: add them up, or write an Excel"
        " file."
    ),
    # printers
    printing.PrinterUnknown: N_("This desk has no printer “{name}”."),
    printing.PrinterNameTaken: N_("This desk has a printer “{name}” already."),
    printing.PrintersUnreadable: N_(
        "What this machine knows of its printers cannot be read: {path}. Add the printers again."
    ),
    printing.LogoUnreadable: N_("{name} is not a PNG or JPEG picture."),
    printing.LogoTooLarge: N_(
        "{name} is too large: at most {most_kb} KB and {most_dots} dots in each direction."
    ),
    printing.PaperTooWide: N_(
        "The receipt is {receipt_mm} mm wide, but the printer “{name}” takes at most"
        " {printer_mm} mm. Choose another paper."
    ),
    printing.PrinterMissing: N_(
        "The system knows no printer “{name}”. Is it set up, and called so?"
    ),
    printing.DefaultPrinterMissing: N_(
        "The system has no default printer. Set one up there, or choose another printer here."
    ),
    printing.PrinterUnreachable: N_(
        "The printer at {place} cannot be reached. Is it switched on, and on the network?"
    ),
    printing.PrinterSilent: N_(
        "The printer at {place} did not answer within {seconds} seconds."
        " Look whether the receipt came out."
    ),
    printing.PrinterOutOfPaper: N_("The printer at {place} has no paper. Put in a new roll."),
    printing.PrinterRefused: N_("The printer “{name}” did not take the receipt."),
}
