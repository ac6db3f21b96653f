"""The staff: who works in the office, in which role, and what each role may do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import FieldMissing, FieldNotAllowed, FieldOutOfRange, FieldTooLong
from domain.errors_of_trust import NotAllowed, PasswordTooWeak
from domain.formats import clean_words


class Role(StrEnum):
    """What somebody is in the office."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    #: An account that unattended runs use: it bills, delivers and backs up.
    MACHINE = "machine"


class Act(StrEnum):
    """What can be done to the books; also the verb of the audit log."""

    RECHARGE = "recharge"
    PRINT_RECEIPT = "print_receipt"
    WAIVE_PRINT = "waive_print"
    OPEN_SHIFT = "open_shift"
    MOVE_CASH = "move_cash"
    SEE_SHIFT = "see_shift"
    CLOSE_SHIFT = "close_shift"
    CLOSE_OTHERS_SHIFT = "close_others_shift"
    CLOSE_DAY = "close_day"
    CLOSE_OTHER_COUNTER = "close_other_counter"
    ASK_CANCELLATION = "ask_cancellation"
    CANCEL_RECEIPT = "cancel_receipt"
    ASK_TRANSFER = "ask_transfer"
    TRANSFER_RECEIPT = "transfer_receipt"
    HOLD_CHEQUE = "hold_cheque"
    SETTLE_CHEQUE = "settle_cheque"
    LIFT_CHEQUE_BAR = "lift_cheque_bar"
    ASK_ARREARS = "ask_arrears"
    PLAN_ARREARS = "plan_arrears"
    PARK_PAYMENT = "park_payment"
    DECIDE_PAYMENT = "decide_payment"
    TAKE_SETTLEMENT = "take_settlement"
    SEE_REGISTERS = "see_registers"
    REGISTER_KEY = "register_key"
    ADD_CONSUMER = "add_consumer"
    CHANGE_CONSUMER = "change_consumer"
    NOTE_CONSUMER = "note_consumer"
    UNDO_IMPORT = "undo_import"
    TAKE_READS = "take_reads"
    RUN_DAYS = "run_days"
    ASK_POLICY = "ask_policy"
    TAKE_POLICY = "take_policy"
    CHANGE_HOLIDAYS = "change_holidays"
    PROTECT = "protect"
    SEE_DEFAULTERS = "see_defaulters"
    MAKE_JOB = "make_job"
    DISCONNECT = "disconnect"
    STOP_DISCONNECTING = "stop_disconnecting"
    RESUME_DISCONNECTING = "resume_disconnecting"
    RECONNECT = "reconnect"
    CANCEL_ORDER = "cancel_order"
    SETTLE_VISIT = "settle_visit"
    RUN_ALERTS = "run_alerts"
    SETTLE_MESSAGES = "settle_messages"
    CHANGE_TEMPLATES = "change_templates"
    EXPORT = "export"
    VIEW_CONSUMER = "view_consumer"
    DECIDE_READ = "decide_read"
    ASK_TARIFFS = "ask_tariffs"
    TAKE_TARIFFS = "take_tariffs"
    REJECT = "reject"
    SEE_AUDIT = "see_audit"
    REVIEW_OUTBOX = "review_outbox"
    CHECK = "check"
    BACK_UP = "back_up"
    DRILL = "drill"
    RESTORE = "restore"
    SIGN_IN = "sign_in"
    FAIL_SIGN_IN = "fail_sign_in"
    CHANGE_PASSWORD = "change_password"  # noqa: S105 - the name of an act
    MANAGE_STAFF = "manage_staff"
    RECOVER = "recover"
    MANAGE_KEYS = "manage_keys"
    CHANGE_SETTINGS = "change_settings"
    ERASE_PERSON = "erase_person"
    ARCHIVE = "archive"
    OVERRIDE_CHECK = "override_check"
    BUNDLE = "bundle"
    DELIVER = "deliver"


_ANYBODY = frozenset(Role)
_COUNTER = frozenset({Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR})
_SENIOR = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_READER = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR})
_UNATTENDED = _COUNTER | {Role.MACHINE}

#: Who may do what: the one table. Every use case asks it; the desk hides what it refuses.
MAY: Mapping[Act, frozenset[Role]] = {
    Act.RECHARGE: _COUNTER,
    Act.PRINT_RECEIPT: _COUNTER,
    Act.WAIVE_PRINT: _COUNTER,
    Act.OPEN_SHIFT: _COUNTER,
    Act.MOVE_CASH: _COUNTER,
    Act.SEE_SHIFT: _COUNTER | {Role.AUDITOR},
    Act.CLOSE_SHIFT: _COUNTER,
    Act.CLOSE_OTHERS_SHIFT: _SENIOR,
    Act.CLOSE_DAY: _COUNTER,
    Act.CLOSE_OTHER_COUNTER: _SENIOR,
    Act.ASK_CANCELLATION: _COUNTER,
    Act.CANCEL_RECEIPT: _SENIOR,
    Act.ASK_TRANSFER: _COUNTER,
    Act.TRANSFER_RECEIPT: _SENIOR,
    Act.HOLD_CHEQUE: _COUNTER,
    Act.SETTLE_CHEQUE: _SENIOR,
    Act.LIFT_CHEQUE_BAR: _SENIOR,
    Act.ASK_ARREARS: _SENIOR,
    Act.PLAN_ARREARS: _SENIOR,
    Act.PARK_PAYMENT: _COUNTER,
    Act.DECIDE_PAYMENT: _SENIOR,
    Act.TAKE_SETTLEMENT: _SENIOR,
    Act.SEE_REGISTERS: _COUNTER | {Role.AUDITOR},
    Act.REGISTER_KEY: _UNATTENDED | {Role.AUDITOR},
    Act.ADD_CONSUMER: _COUNTER,
    Act.CHANGE_CONSUMER: _COUNTER,
    Act.NOTE_CONSUMER: _COUNTER,
    Act.UNDO_IMPORT: _SENIOR,
    Act.TAKE_READS: _UNATTENDED,
    Act.RUN_DAYS: _UNATTENDED,
    Act.ASK_POLICY: _SENIOR,
    Act.TAKE_POLICY: _SENIOR,
    Act.CHANGE_HOLIDAYS: _SENIOR,
    Act.PROTECT: _SENIOR,
    Act.SEE_DEFAULTERS: _COUNTER | {Role.AUDITOR, Role.MACHINE},
    Act.MAKE_JOB: _COUNTER | {Role.MACHINE},
    Act.DISCONNECT: _SENIOR,
    Act.STOP_DISCONNECTING: _COUNTER,
    Act.RESUME_DISCONNECTING: _SENIOR,
    Act.RECONNECT: _COUNTER,
    Act.CANCEL_ORDER: _SENIOR,
    Act.SETTLE_VISIT: _SENIOR,
    Act.RUN_ALERTS: _UNATTENDED,
    Act.SETTLE_MESSAGES: _SENIOR,
    Act.CHANGE_TEMPLATES: _SENIOR,
    Act.EXPORT: _COUNTER | {Role.AUDITOR},
    Act.VIEW_CONSUMER: _ANYBODY,
    Act.DECIDE_READ: _SENIOR,
    Act.ASK_TARIFFS: _SENIOR,
    Act.TAKE_TARIFFS: _SENIOR,
    Act.REJECT: _SENIOR,
    Act.SEE_AUDIT: _READER,
    Act.REVIEW_OUTBOX: _SENIOR,
    Act.CHECK: _ANYBODY,
    Act.BACK_UP: _UNATTENDED,
    Act.DRILL: _SENIOR | {Role.MACHINE},
    Act.RESTORE: _ADMINISTRATOR,
    Act.SIGN_IN: _ANYBODY,
    Act.FAIL_SIGN_IN: _ANYBODY,
    Act.CHANGE_PASSWORD: _ANYBODY,
    Act.MANAGE_STAFF: _ADMINISTRATOR,
    Act.RECOVER: _ANYBODY,
    Act.MANAGE_KEYS: _ADMINISTRATOR,
    Act.CHANGE_SETTINGS: _ADMINISTRATOR,
    Act.ERASE_PERSON: _ADMINISTRATOR,
    Act.ARCHIVE: _ADMINISTRATOR,
    Act.OVERRIDE_CHECK: _ADMINISTRATOR,
    Act.BUNDLE: _READER,
    Act.DELIVER: _UNATTENDED,
}
#: Roles whose work needs telephone numbers and addresses; to others they are shown masked.
SEES_PEOPLE = _COUNTER

#: So many wrong passwords are a slip; from then on each one locks for twice as long.
FREE_TRIES = 5
_FIRST_LOCK, _LONGEST_LOCK = timedelta(minutes=1), timedelta(hours=1)
#: A desk that nobody touched for so long asks for the password again.
IDLE_LOCK = timedelta(minutes=10)

LEAST_PASSWORD, MOST_PASSWORD = 8, 128
_LEAST_VARIETY = 4
_USER_NAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_MOST_NAME, _MOST_COUNTER = 120, 99


def may(role: Role, act: Act) -> bool:
    """Return whether a role may do something."""
    return role in MAY[act]


def refuse_unless_may(name: str, role: Role, act: Act) -> None:
    """Raise :class:`NotAllowed` when somebody's role may not do something."""
    if not may(role, act):
        raise NotAllowed(name, act.value)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff, as the office knows them."""

    user_name: str
    name: str
    role: Role
    counter: int
    is_active: bool = True
    must_change_password: bool = False
    wrong_tries: int = 0
    locked_until: datetime | None = None
    signed_in_at: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Whether wrong passwords keep the account shut at an instant."""
        return self.locked_until is not None and now < self.locked_until


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody to be taken on the staff; the form checks itself when made."""

    user_name: str
    name: str
    role: Role
    counter: int

    def __post_init__(self) -> None:
        if not _USER_NAME.fullmatch(self.user_name):
            raise FieldNotAllowed("user_name", self.user_name)
        object.__setattr__(self, "name", _checked_name(self.name))
        if not 0 <= self.counter <= _MOST_COUNTER:
            raise FieldOutOfRange("counter", str(self.counter), "0", str(_MOST_COUNTER))


def lock_after(wrong_tries: int, now: datetime) -> datetime | None:
    """Return until when so many wrong passwords in a row lock an account; None: not at all.

    Nobody is locked out for good: that would let a stranger shut a counter.
    """
    beyond = wrong_tries - FREE_TRIES
    if beyond < 0:
        return None
    doubled: int = 2 ** min(beyond, 10)
    return now + min(_FIRST_LOCK * doubled, _LONGEST_LOCK)


def refuse_weak_password(user_name: str, password: str) -> None:
    """Raise :class:`PasswordTooWeak` for one that is short, endless or easily guessed."""
    is_fitting = LEAST_PASSWORD <= len(password) <= MOST_PASSWORD
    is_guessed = user_name.casefold() in password.casefold() or len(set(password)) < _LEAST_VARIETY
    if not is_fitting or is_guessed:
        raise PasswordTooWeak(LEAST_PASSWORD)


def role_of(text: str) -> Role:
    """Return the role that ``text`` names; refuse any other."""
    try:
        return Role(text.strip().lower())
    except ValueError:
        raise FieldNotAllowed("role", text) from None


def _checked_name(text: str) -> str:
    name = clean_words(text)
    if name is None:
        raise FieldNotAllowed("name", text)
    if not name:
        raise FieldMissing("name")
    if len(name) > _MOST_NAME:
        raise FieldTooLong("name", _MOST_NAME)
    return name
