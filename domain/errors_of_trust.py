"""What can go wrong where trust is concerned: staff, approvals, audit, keys, backups, servers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import Refusal, Unavailable
from domain.money import Money

# Staff


@dataclass(eq=False)
class NotAllowed(Refusal):
    """A member of staff asks for what their role may not do."""

    user: str
    act: str


@dataclass(eq=False)
class StaffUnknown(Refusal):
    """The office has staff, and whoever acts is none of them, or no longer."""

    user: str


@dataclass(eq=False)
class StaffKnown(Refusal):
    """A user name is taken."""

    user: str


@dataclass(eq=False)
class StaffExists(Refusal):
    """The first administrator is to be made, but the office has staff already."""


@dataclass(eq=False)
class SignInNeeded(Refusal):
    """The office has staff, so whoever acts must say who they are."""


@dataclass(eq=False)
class SignInRefused(Refusal):
    """The user name or the password is wrong; which of them is not told."""


@dataclass(eq=False)
class StaffLocked(Refusal):
    """Too many wrong passwords; the account opens again at an instant."""

    user: str
    until: datetime


@dataclass(eq=False)
class SecretMissing(Refusal):
    """A password or the like is needed, and there is neither a terminal to ask on nor a variable.

    A secret is no option: whoever lists the processes of the machine would read it.
    """

    variable: str


@dataclass(eq=False)
class SecretsDiffer(Refusal):
    """A new password was typed twice, and not the same both times."""


@dataclass(eq=False)
class PasswordTooWeak(Refusal):
    """A password is too short, too long or easily guessed."""

    least: int


@dataclass(eq=False)
class PasswordMustChange(Refusal):
    """A password that somebody else has set must be changed before anything else."""

    user: str


@dataclass(eq=False)
class LastAdministrator(Refusal):
    """The only administrator would go, and nobody could bring one back."""

    user: str


@dataclass(eq=False)
class RecoveryWordsWrong(Refusal):
    """The recovery words are not those of this office."""


# Approvals


@dataclass(eq=False)
class ApprovalNotFound(Refusal):
    """No request has this id."""

    id: str


@dataclass(eq=False)
class ApprovalNeeded(Refusal):
    """Something takes two persons here: it has to be asked for, and approved by another one."""

    act: str


@dataclass(eq=False)
class ApprovalDecided(Refusal):
    """A request was decided already."""

    id: str
    by: str


@dataclass(eq=False)
class ApprovalExpired(Refusal):
    """A request waited too long; it has to be asked for again."""

    id: str
    expired_at: datetime


@dataclass(eq=False)
class MakerIsChecker(Refusal):
    """Whoever asked for something may not approve it."""

    user: str


# Recharges


@dataclass(eq=False)
class SimilarPayment(Refusal):
    """The same amount was taken from the same consumer a moment ago; it may be a second post."""

    number: str
    amount: Money
    receipt: str
    posted_at: datetime


# Persons


@dataclass(eq=False)
class RetentionNotOver(Refusal):
    """A person's data must be kept until a day, or as long as the supply goes on."""

    number: str
    until: date


# The office


@dataclass(eq=False)
class BooksNotInOrder(Unavailable):
    """The check found the books wrong; nothing is written until that is settled."""

    problems: int


# A database on a server


@dataclass(eq=False)
class ServerUnreachable(Unavailable):
    """The database server does not answer, or the line to it was lost.

    Whether the last thing was done is not known; asked again with the same id, it is done once.
    """

    server: str


@dataclass(eq=False)
class LoginRefused(Unavailable):
    """The database server does not let this user in: a password is missing or wrong."""

    server: str


@dataclass(eq=False)
class DatabaseMissing(Unavailable):
    """The server has no database of this name."""

    server: str


@dataclass(eq=False)
class RightsMissing(Unavailable):
    """The user of the database may not do what the office asks for."""

    server: str


@dataclass(eq=False)
class TransactionUndone(Unavailable):
    """The server undid a transaction because another one stood in its way; it can be repeated."""

    server: str


@dataclass(eq=False)
class DatabaseNotUnicode(Refusal):
    """The database on a server keeps text in another encoding than UTF-8."""

    server: str
    encoding: str


@dataclass(eq=False)
class AddressUnreadable(Refusal):
    """A text that is no address of a database, ``postgresql://user@host:port/name``."""

    text: str


@dataclass(eq=False)
class PasswordInAddress(Refusal):
    """A password stands in the address of a database, where others can read it."""


@dataclass(eq=False)
class OfficeFileUnreadable(Refusal):
    """The file that says where an office's database is served cannot be understood."""

    path: str


@dataclass(eq=False)
class OfficeNotOnServer(Refusal):
    """The database on the server holds no office with this code."""

    office: str
    server: str


@dataclass(eq=False)
class OfficeOnServerExists(Refusal):
    """The database on the server holds an office with this code already."""

    office: str
    server: str


# The clock


@dataclass(eq=False)
class ClockMovedBack(Refusal):
    """The clock of this machine lies before the last posting; nothing is posted by it."""

    now: datetime
    last_posted_at: datetime
    entry: int


# Runs


@dataclass(eq=False)
class RunGoingOn(Unavailable):
    """Somebody else bills the office's days; one run at a time."""

    by: str
    since: datetime


# Backups


@dataclass(eq=False)
class BackupNotOurs(Refusal):
    """A file is no backup of this program."""

    name: str


@dataclass(eq=False)
class BackupDamaged(Refusal):
    """A backup is cut off, was changed, or unpacks to something else than it says."""

    name: str


@dataclass(eq=False)
class BackupAnchorDiffers(Refusal):
    """The books in a backup are not those that the backup was made of."""

    name: str
    anchor: str


@dataclass(eq=False)
class BackupFailedCheck(Refusal):
    """The copy of the living office did not pass its check, so it is not taken for a backup."""

    problems: int


@dataclass(eq=False)
class NoBackupYet(Refusal):
    """There is no backup in the folder."""

    folder: str


@dataclass(eq=False)
class NoRoomForCopy(Unavailable):
    """A copy needs more room than the disk has; nothing was begun."""

    folder: str
    needed_mb: int
    free_mb: int


@dataclass(eq=False)
class NotALostReceipt(Refusal):
    """A number is given as the last receipt of a series, and cannot be it."""

    number: str


@dataclass(eq=False)
class IncarnationTaken(Refusal):
    """The office began anew under this number before, or never will under so low a one."""

    incarnation: int
    least: int


@dataclass(eq=False)
class DatabaseNeeded(Refusal):
    """An archive of PostgreSQL can be restored into a database of a server only."""

    name: str


@dataclass(eq=False)
class DatabaseNotNeeded(Refusal):
    """A backup of SQLite is restored into a file, and an address of a server was given."""

    name: str


@dataclass(eq=False)
class ProgramMissing(Unavailable):
    """A program of PostgreSQL is not on this machine."""

    program: str


@dataclass(eq=False)
class ProgramFailed(Unavailable):
    """A program of PostgreSQL did not do what it should; ``detail`` is what it said."""

    program: str
    detail: str


@dataclass(eq=False)
class ScratchNotAllowed(Unavailable):
    """The user of the server may not make the database that a drill throws away."""

    server: str


@dataclass(eq=False)
class MessagesNotHeld(Refusal):
    """A message that is to be reviewed is not there, or does not wait for it."""

    ids: str


# Keys


@dataclass(eq=False)
class DatabaseKeyMissing(Unavailable):
    """The database is encrypted, and this machine has no key for it."""

    path: str


@dataclass(eq=False)
class DatabaseKeyWrong(Refusal):
    """The key does not open the database."""

    path: str


@dataclass(eq=False)
class KeyUnreadable(Refusal):
    """What should be a key is none: 64 hexadecimal digits."""

    source: str


@dataclass(eq=False)
class KeyFileUnsafe(Refusal):
    """A file with a secret can be read by others than its owner."""

    path: str


@dataclass(eq=False)
class KeySheetUnreadable(Refusal):
    """The file that keeps the wrapped key beside the database cannot be understood."""

    path: str


@dataclass(eq=False)
class KeyStoreMissing(Unavailable):
    """Nothing on the machine keeps keys."""


@dataclass(eq=False)
class OfficeNotEncrypted(Refusal):
    """The office's database has no key that could be recovered."""

    folder: str


@dataclass(eq=False)
class ServerNotEncrypted(Refusal):
    """The program encrypts a database that is a file; a server does it by itself."""


@dataclass(eq=False)
class RecoveryWordsMistyped(Refusal):
    """These can be nobody's recovery words: a word is missing or misspelt."""


@dataclass(eq=False)
class RecoveryWordsMissing(Refusal):
    """The office has no recovery words yet."""


@dataclass(eq=False)
class NobodyToShowWords(Refusal):
    """Recovery words are shown once, and there is neither a terminal nor a file for them."""


# Archives


@dataclass(eq=False)
class NotAYearToArchive(Refusal):
    """Only whole financial years before the previous one are archived: up to a 1 April."""

    until: date
    latest: date


@dataclass(eq=False)
class DaysStillOpen(Refusal):
    """Days that were to be archived are not charged yet, the oldest of them."""

    day: date


@dataclass(eq=False)
class ReadsStillHeld(Refusal):
    """Reads of days that were to be archived wait for a person."""

    count: int


@dataclass(eq=False)
class NothingToArchive(Refusal):
    """No charge lies before the day, or it is archived already."""

    until: date


@dataclass(eq=False)
class DaysArchived(Refusal):
    """The charges of a day lie in an archive."""

    day: date
    path: str


@dataclass(eq=False)
class ArchiveNotOurs(Refusal):
    """A file is no archive of this office."""

    path: str


@dataclass(eq=False)
class ArchiveMissing(Unavailable):
    """An archive that was made is not where it was put, or no longer as it was."""

    path: str
