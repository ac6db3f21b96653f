"""The sentences of what can go wrong where trust is concerned."""

from __future__ import annotations

from domain import errors
from domain import errors_of_trust as trust
from resources.texts import N_

SENTENCES: dict[type[errors.Trouble], str] = {
    # staff
    trust.NotAllowed: N_("{user} may not do this: {act}."),
    trust.StaffUnknown: N_("“{user}” is not on the staff of this office."),
    trust.StaffKnown: N_("The user name {user} is taken."),
    trust.StaffExists: N_("The office has its first administrator already."),
    trust.SignInNeeded: N_("This office has staff: say who you are with --as USER."),
    trust.SignInRefused: N_("The user name or the password is wrong."),
    trust.StaffLocked: N_("Too many wrong passwords: {user} can sign in again at {until}."),
    trust.SecretMissing: N_("There is no terminal to ask on; set the variable {variable}."),
    trust.SecretsDiffer: N_("The two were not the same; nothing was changed."),
    trust.PasswordTooWeak: N_(
        "Choose a password of at least {least} characters that is not easily guessed."
    ),
    trust.PasswordMustChange: N_("{user} must choose a new password first."),
    trust.LastAdministrator: N_("{user} is the only administrator and has to stay one."),
    trust.RecoveryWordsWrong: N_("These are not the recovery words of this office."),
    # approvals
    trust.ApprovalNotFound: N_("There is no request {id}."),
    trust.ApprovalNeeded: N_("This takes two persons: {act}. Ask for it, and let another approve."),
    trust.ApprovalDecided: N_("The request {id} was decided by {by} already."),
    trust.ApprovalExpired: N_("The request {id} ran out at {expired_at}; ask for it again."),
    trust.MakerIsChecker: N_("{user} asked for this, so another person has to decide."),
    # recharges
    trust.SimilarPayment: N_(
        "{amount} was taken from consumer {number} at {posted_at} already, receipt {receipt};"
        " nothing was posted now."
    ),
    # persons
    trust.RetentionNotOver: N_(
        "The data of consumer {number} must be kept until {until}, and as long as there is supply."
    ),
    # backups
    trust.BackupNotOurs: N_("{name} is not a backup of this program."),
    trust.BackupDamaged: N_(
        "{name} is not whole: it was cut off or changed. Use another backup; nothing was made of"
        " this one."
    ),
    trust.BackupAnchorDiffers: N_(
        "{name} does not hold the books that it was made of ({anchor}); nothing was made of it."
    ),
    trust.BackupFailedCheck: N_(
        "The books did not pass their check ({problems} problems), so their copy was not taken for"
        " a backup. Use check to see what is wrong."
    ),
    trust.NoBackupYet: N_("There is no backup in {folder} yet."),
    trust.NoRoomForCopy: N_(
        "{folder} needs {needed_mb} MB of room and has {free_mb} MB; nothing was begun."
    ),
    trust.NotALostReceipt: N_(
        "{number} cannot be the last receipt of a series that was lost with this office."
    ),
    trust.IncarnationTaken: N_(
        "The office cannot begin anew under the number {incarnation}: use {least} or more."
    ),
    trust.DatabaseNeeded: N_(
        "{name} comes from a database on a server; name an empty one with --database."
    ),
    trust.DatabaseNotNeeded: N_("{name} is restored into a folder, without --database."),
    trust.ProgramMissing: N_(
        "The program {program} of PostgreSQL is not on this machine; please install it."
    ),
    trust.ProgramFailed: N_("The program {program} failed ({detail}); nothing half done was kept."),
    trust.ScratchNotAllowed: N_(
        "A trial needs a database of its own on {server}: the user may not make one (CREATEDB)."
    ),
    trust.MessagesNotHeld: N_("These messages do not wait for a review: {ids}."),
    # keys
    trust.DatabaseKeyMissing: N_(
        "The database {path} is encrypted, and this machine has no key for it; use key recover"
        " with the recovery words."
    ),
    trust.DatabaseKeyWrong: N_("The key does not open {path}; it was left as it is."),
    trust.KeyUnreadable: N_("A key has 64 hexadecimal digits, and this one has not: {source}."),
    trust.KeyFileUnsafe: N_(
        "{path} can be read by others; let nobody but its owner read it (chmod 600)."
    ),
    trust.KeySheetUnreadable: N_("{path} cannot be understood; take it from a backup."),
    trust.KeyStoreMissing: N_(
        "This machine has no store for keys; put the key into BIJLI_BAHI_DATABASE_KEY, or name a"
        " file for it in BIJLI_BAHI_DATABASE_KEY_FILE."
    ),
    trust.OfficeNotEncrypted: N_("The office in {folder} is not encrypted, so it has no key."),
    trust.ServerNotEncrypted: N_(
        "Only an office in a file can be encrypted by the program; let the server encrypt its own"
        " disks."
    ),
    trust.RecoveryWordsMistyped: N_(
        "These are not twelve recovery words; see whether one is missing or misspelt."
    ),
    trust.RecoveryWordsMissing: N_("The office has no recovery words; make some with recovery."),
    trust.NobodyToShowWords: N_(
        "The recovery words are shown only once: run this at a terminal, or name a file with"
        " --words-to."
    ),
    # the office
    trust.BooksNotInOrder: N_(
        "The check found {problems} problems in the books; nothing is written until they are"
        " settled."
    ),
    # the clock
    trust.ClockMovedBack: N_(
        "The clock of this machine says {now}, but the last posting was at {last_posted_at};"
        " nothing was posted. Set the clock right; if it is, and that posting's was ahead, an"
        " administrator sets clock.wrong_until_entry to {entry}."
    ),
    # a database on a server
    trust.ServerUnreachable: N_(
        "The database server does not answer ({server}). Please try again: what was asked for is"
        " done once, however often it is asked."
    ),
    trust.LoginRefused: N_(
        "The database server lets nobody in under this name and password ({server})."
    ),
    trust.DatabaseMissing: N_("The database server has no such database: {server}."),
    trust.RightsMissing: N_("The user of the database may not do this: {server}."),
    trust.TransactionUndone: N_(
        "Others were writing to {server} at the same moment; nothing was changed. Please try again."
    ),
    trust.DatabaseNotUnicode: N_(
        "The database {server} keeps text as {encoding}; make one with the encoding UTF8."
    ),
    trust.AddressUnreadable: N_(
        "“{text}” is not an address of a database, such as postgresql://user@host:5432/name."
    ),
    trust.PasswordInAddress: N_(
        "Leave the password out of the address of the database: it comes from PGPASSWORD, from the"
        " password file of PostgreSQL or from the key store."
    ),
    trust.OfficeFileUnreadable: N_("{path} does not say where the database of the office is."),
    trust.OfficeNotOnServer: N_("There is no office {office} in the database {server}."),
    trust.OfficeOnServerExists: N_("There is an office {office} in the database {server} already."),
    # runs
    trust.RunGoingOn: N_(
        "{by} bills the days of this office since {since}; please wait until that is done."
    ),
    # archives
    trust.NotAYearToArchive: N_(
        "Only whole financial years are archived, and the last two stay: up to 1 April, at the"
        " latest {latest}; not up to {until}."
    ),
    trust.DaysStillOpen: N_("{day} is not charged for everybody yet; nothing was archived."),
    trust.ReadsStillHeld: N_(
        "{count} reads of those days still wait for a person; nothing was archived."
    ),
    trust.NothingToArchive: N_("Before {until} there is nothing that is not archived already."),
    trust.DaysArchived: N_("The charges of {day} lie in the archive {path}."),
    trust.ArchiveNotOurs: N_("{path} is no archive of this office."),
    trust.ArchiveMissing: N_("The archive {path} is not where it was put, or not as it was made."),
}

#: What somebody may or may not do, in words.
ACTS: dict[str, str] = {
    "recharge": N_("take a recharge"),
    "print_receipt": N_("print a receipt"),
    "waive_print": N_("let a receipt go unprinted"),
    "open_shift": N_("open a shift"),
    "move_cash": N_("take cash out of the drawer"),
    "see_shift": N_("see a shift's report"),
    "close_shift": N_("close the own shift"),
    "close_others_shift": N_("close another's shift"),
    "close_day": N_("close the counter's day"),
    "close_other_counter": N_("close the day of another counter"),
    "ask_cancellation": N_("ask for a cancellation"),
    "cancel_receipt": N_("cancel a receipt"),
    "ask_transfer": N_("ask for a transfer"),
    "transfer_receipt": N_("transfer a receipt"),
    "hold_cheque": N_("keep a post-dated cheque"),
    "settle_cheque": N_("say what a bank did with a cheque"),
    "lift_cheque_bar": N_("allow cheques again"),
    "ask_arrears": N_("ask for a plan of arrears"),
    "plan_arrears": N_("approve a plan of arrears"),
    "park_payment": N_("put a payment on the recovery list"),
    "decide_payment": N_("decide on a payment"),
    "take_settlement": N_("take in a settlement file"),
    "see_registers": N_("see registers"),
    "register_key": N_("make a key for receipts"),
    "add_consumer": N_("take on a consumer"),
    "change_consumer": N_("change a consumer"),
    "note_consumer": N_("note something of a consumer"),
    "undo_import": N_("take an import back"),
    "take_reads": N_("take in reads"),
    "run_days": N_("bill a day"),
    "ask_policy": N_("ask for a policy"),
    "take_policy": N_("approve a policy"),
    "change_holidays": N_("change the holidays"),
    "protect": N_("protect from disconnection"),
    "see_defaulters": N_("see defaulters"),
    "make_job": N_("make a disconnection job"),
    "disconnect": N_("approve a disconnection job"),
    "stop_disconnecting": N_("stop all disconnecting"),
    "resume_disconnecting": N_("let disconnecting go on"),
    "reconnect": N_("order supply back"),
    "cancel_order": N_("cancel an order to a meter"),
    "settle_visit": N_("record what was found at a meter"),
    "run_alerts": N_("queue the day's alerts"),
    "settle_messages": N_("send a message again or put it aside"),
    "change_templates": N_("change the texts of messages"),
    "export": N_("export data"),
    "view_consumer": N_("look at a consumer"),
    "decide_read": N_("decide on a held read"),
    "ask_tariffs": N_("ask for tariffs"),
    "take_tariffs": N_("approve tariffs"),
    "reject": N_("reject a request"),
    "see_audit": N_("see the audit log"),
    "review_outbox": N_("review held messages"),
    "check": N_("check the books"),
    "back_up": N_("make a backup"),
    "drill": N_("try a backup"),
    "restore": N_("restore an office"),
    "sign_in": N_("sign in"),
    "fail_sign_in": N_("fail to sign in"),
    "change_password": N_("change the own password"),
    "manage_staff": N_("manage the staff"),
    "recover": N_("recover an administrator"),
    "manage_keys": N_("manage keys and recovery words"),
    "change_settings": N_("change settings"),
    "erase_person": N_("forget a person"),
    "archive": N_("archive old years"),
    "override_check": N_("override a failed check"),
    "bundle": N_("make a support bundle"),
    "deliver": N_("deliver messages"),
}

#: What somebody has done, as the audit log tells it; kinds of postings are acts there as well.
ACTS_DONE: dict[str, str] = {
    "recharge": N_("Took a recharge"),
    "daily_charge": N_("Charged a day"),
    "opening_balance": N_("Took over balances"),
    "print_receipt": N_("Printed a receipt"),
    "waive_print": N_("Let a receipt go unprinted"),
    "open_shift": N_("Opened a shift"),
    "move_cash": N_("Took cash out of the drawer"),
    "see_shift": N_("Looked at a shift"),
    "close_shift": N_("Closed a shift"),
    "close_others_shift": N_("Closed another's shift"),
    "close_day": N_("Closed a counter's day"),
    "close_other_counter": N_("Closed the day of another counter"),
    "ask_cancellation": N_("Asked for a cancellation"),
    "cancel_receipt": N_("Cancelled a receipt"),
    "ask_transfer": N_("Asked for a transfer"),
    "transfer_receipt": N_("Transferred a receipt"),
    "hold_cheque": N_("Kept a post-dated cheque"),
    "settle_cheque": N_("Settled a cheque"),
    "lift_cheque_bar": N_("Allowed cheques again"),
    "ask_arrears": N_("Asked for a plan of arrears"),
    "plan_arrears": N_("Approved a plan of arrears"),
    "park_payment": N_("Put a payment on the recovery list"),
    "decide_payment": N_("Decided on a payment"),
    "take_settlement": N_("Took in a settlement file"),
    "see_registers": N_("Looked at a register"),
    "register_key": N_("Made a key for receipts"),
    "cancellation": N_("Reversed a receipt"),
    "transfer": N_("Reversed a receipt for a transfer"),
    "dishonour": N_("Reversed a cheque"),
    "dishonour_fee": N_("Charged for a dishonoured cheque"),
    "arrear": N_("Booked arrears"),
    "arrear_instalment": N_("Took instalments of arrears"),
    "arrear_ended": N_("Ended arrears"),
    "pay_out": N_("Paid out of the drawer"),
    "cash_difference": N_("Booked cash short or over"),
    "deposit_slip": N_("Took cash to the bank"),
    "cheque_cleared": N_("Booked a cleared cheque"),
    "settlement": N_("Booked a settlement"),
    "add_consumer": N_("Took on a consumer"),
    "change_consumer": N_("Changed a consumer"),
    "note_consumer": N_("Noted something of a consumer"),
    "undo_import": N_("Took an import back"),
    "take_reads": N_("Took in reads"),
    "run_days": N_("Billed days"),
    "ask_policy": N_("Asked for a policy"),
    "take_policy": N_("Approved a policy"),
    "change_holidays": N_("Changed the holidays"),
    "protect": N_("Protected from disconnection, or ended it"),
    "see_defaulters": N_("Looked at defaulters"),
    "make_job": N_("Made a disconnection job"),
    "disconnect": N_("Approved a disconnection job"),
    "stop_disconnecting": N_("Stopped all disconnecting"),
    "resume_disconnecting": N_("Let disconnecting go on"),
    "reconnect": N_("Ordered supply back"),
    "cancel_order": N_("Cancelled an order to a meter"),
    "settle_visit": N_("Recorded what was found at a meter"),
    "run_alerts": N_("Queued the day's alerts"),
    "settle_messages": N_("Sent messages again or put them aside"),
    "change_templates": N_("Changed the texts of messages"),
    "export": N_("Exported data"),
    "view_consumer": N_("Looked at a consumer"),
    "decide_read": N_("Decided on a held read"),
    "ask_tariffs": N_("Asked for tariffs"),
    "take_tariffs": N_("Approved tariffs"),
    "reject": N_("Rejected a request"),
    "see_audit": N_("Looked at the audit log"),
    "review_outbox": N_("Reviewed held messages"),
    "check": N_("Checked the books"),
    "back_up": N_("Made a backup"),
    "drill": N_("Tried a backup"),
    "restore": N_("Restored the office"),
    "sign_in": N_("Signed in"),
    "fail_sign_in": N_("Failed to sign in"),
    "change_password": N_("Changed the own password"),
    "manage_staff": N_("Changed the staff"),
    "recover": N_("Recovered an administrator"),
    "manage_keys": N_("Changed keys or recovery words"),
    "change_settings": N_("Changed settings"),
    "erase_person": N_("Forgot a person"),
    "archive": N_("Archived old years"),
    "override_check": N_("Overrode a failed check"),
    "bundle": N_("Made a support bundle"),
    "deliver": N_("Delivered messages"),
}

#: What somebody is in the office.
ROLES: dict[str, str] = {
    "clerk": N_("Clerk"),
    "supervisor": N_("Supervisor"),
    "administrator": N_("Administrator"),
    "auditor": N_("Auditor"),
    "machine": N_("Machine account"),
}

#: How far a request is that takes two persons.
APPROVAL_STATES: dict[str, str] = {
    "waiting": N_("Waiting"),
    "approved": N_("Approved"),
    "rejected": N_("Rejected"),
    "expired": N_("Ran out"),
}
