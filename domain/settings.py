"""Settings: what an office may have its own way, each with its type and what holds by default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from domain.errors import (
    FieldMissing,
    FieldNotAllowed,
    FieldOutOfRange,
    FieldTooLong,
    FieldUnknown,
    Refusal,
)
from domain.errors_of_messages import ProviderFaulty
from domain.errors_of_supply import AmispAddressUnsafe
from domain.formats import clean_words

Value = TypeVar("Value")

_MOST_DIGITS = 9
_MOST_CHARACTERS = 500
_YES, _NO = "yes", "no"
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_CIM_CODE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}")


@dataclass(frozen=True, slots=True)
class Setting(Generic[Value]):
    """A setting: its name, and what holds as long as nobody has set it."""

    name: str
    default: Value

    def parse(self, text: str) -> Value:
        """Return the value that ``text`` writes; a refusal when it is none."""
        raise NotImplementedError

    def text_of(self, value: Value) -> str:
        """Return the value as :meth:`parse` reads it."""
        return str(value)


@dataclass(frozen=True, slots=True)
class WholeSetting(Setting[int]):
    """A whole number between two others, both included."""

    least: int
    most: int

    def parse(self, text: str) -> int:
        written = text.strip()
        if not written:
            raise FieldMissing(self.name)
        if not (written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS):
            raise FieldNotAllowed(self.name, text)
        if not self.least <= int(written) <= self.most:
            raise FieldOutOfRange(self.name, text, str(self.least), str(self.most))
        return int(written)


@dataclass(frozen=True, slots=True)
class SwitchSetting(Setting[bool]):
    """Yes or no."""

    def parse(self, text: str) -> bool:
        written = text.strip().lower()
        if written not in {_YES, _NO}:
            raise FieldNotAllowed(self.name, text)
        return written == _YES

    def text_of(self, value: bool) -> str:
        return _YES if value else _NO


@dataclass(frozen=True, slots=True)
class TextSetting(Setting[str]):
    """A line of text, empty for none."""

    def parse(self, text: str) -> str:
        words = clean_words(text)
        if words is None:
            raise FieldNotAllowed(self.name, text)
        if len(words) > _MOST_CHARACTERS:
            raise FieldTooLong(self.name, _MOST_CHARACTERS)
        return words


@dataclass(frozen=True, slots=True)
class ChoiceSetting(Setting[str]):
    """One of some words."""

    choices: tuple[str, ...]

    def parse(self, text: str) -> str:
        written = text.strip().lower()
        if written not in self.choices:
            raise FieldNotAllowed(self.name, text)
        return written


@dataclass(frozen=True, slots=True)
class WebAddressSetting(TextSetting):
    """An address that is reached by https, or on this machine; empty for none."""

    def parse(self, text: str) -> str:
        # Explicit: a dataclass with slots is made anew, and a bare super() means the old one.
        address = TextSetting.parse(self, text).rstrip("/")
        if address and not _is_safe_address(address):
            raise AmispAddressUnsafe(address)
        return address


@dataclass(frozen=True, slots=True)
class ProviderAddressSetting(TextSetting):
    """Where a provider takes messages: by https, or on this machine; empty for none."""

    def parse(self, text: str) -> str:
        address = TextSetting.parse(self, text).rstrip("/")
        if address and not _is_safe_address(address):
            raise ProviderFaulty(self.name)
        return address


@dataclass(frozen=True, slots=True)
class CimCodesSetting(Setting[str]):
    """Codes of IEC 61968-9 with a space between them, such as ``3.31.0.84 3.31.0.67``."""

    most: int

    def parse(self, text: str) -> str:
        codes = text.split()
        if not codes:
            raise FieldMissing(self.name)
        if len(codes) > self.most or not all(map(_CIM_CODE.fullmatch, codes)):
            raise FieldNotAllowed(self.name, text)
        return " ".join(codes)


BACKUP_HOURS = WholeSetting("backup.hours", 4, 1, 168)
BACKUP_AT_CLOSING = SwitchSetting("backup.at_closing", default=True)
BACKUP_FOLDER = TextSetting("backup.folder", "")
BACKUP_SECOND_FOLDER = TextSetting("backup.second_folder", "")
BACKUP_KEEP_ALL_DAYS = WholeSetting("backup.keep_all_days", 2, 1, 3650)
BACKUP_KEEP_DAILY_DAYS = WholeSetting("backup.keep_daily_days", 30, 1, 3650)
BACKUP_KEEP_MONTHLY_MONTHS = WholeSetting("backup.keep_monthly_months", 12, 1, 240)
DRILL_DAYS = WholeSetting("drill.days", 30, 1, 366)
LEAST_FREE_MB = WholeSetting("disk.least_free_mb", 500, 50, 1_000_000)
#: So many minutes may a clock lie before the last posting; see ``domain.posting_time``.
CLOCK_MOST_SKEW = WholeSetting("clock.most_skew_minutes", 10, 1, 1_440)
#: Up to this entry of the ledger, postings were dated by a clock that ran ahead.
CLOCK_WRONG_UNTIL = WholeSetting("clock.wrong_until_entry", 0, 0, 999_999_999)
#: What is taken as a recharge, in whole rupees; in multiples of so many, 0 for any amount.
RECHARGE_LEAST = WholeSetting("recharge.least_rupees", 10, 1, 1_000_000)
RECHARGE_MOST = WholeSetting("recharge.most_rupees", 200_000, 1, 10_000_000)
RECHARGE_MULTIPLE = WholeSetting("recharge.multiple_rupees", 0, 0, 100_000)
#: Whether a cheque with a date to come may be kept until then; otherwise it is refused.
CHEQUE_HOLD_POST_DATED = SwitchSetting("cheque.hold_post_dated", default=False)
#: Whether a balance that rests on a cheque brings supply back before the bank has paid it.
CHEQUE_RECONNECTS = SwitchSetting("cheque.reconnects_before_cleared", default=False)
CHEQUE_FEE = WholeSetting("cheque.dishonour_fee_rupees", 250, 0, 100_000)
CHEQUE_BAR_DAYS = WholeSetting("cheque.barred_days", 365, 0, 36_500)
#: A meter of which no actual read came for more days is one that does not communicate.
SILENT_DAYS = WholeSetting("reads.silent_days", 3, 1, 365)
#: To whom money by UPI goes: the payee's address and name; without an address no code is shown.
UPI_ADDRESS = TextSetting("upi.address", "")
UPI_NAME = TextSetting("upi.name", "")
#: Where the smart-meter company is reached, how one speaks with it, and as whom.
AMISP_ADDRESS = WebAddressSetting("amisp.address", "")
AMISP_PROTOCOL = ChoiceSetting("amisp.protocol", "rest", ("rest", "iec61968", "file", "practice"))
AMISP_CLIENT = TextSetting("amisp.client", "")
AMISP_TIMEOUT = WholeSetting("amisp.timeout_seconds", 10, 1, 120)
#: Where the AMISP sends its callbacks, and the port of this machine on which they arrive.
AMISP_CALLBACK_ADDRESS = WebAddressSetting("amisp.callback_address", "")
AMISP_CALLBACK_PORT = WholeSetting("amisp.callback_port", 8640, 1, 65_535)
#: What is ordered and what is told by IEC 61968-9; makers vary the first digit.
AMISP_DISCONNECT = CimCodesSetting("amisp.code_disconnect", "3.31.0.23", 1)
AMISP_CONNECT = CimCodesSetting("amisp.code_connect", "3.31.0.18", 1)
AMISP_DISCONNECTED = CimCodesSetting("amisp.code_disconnected", "3.31.0.68", 1)
AMISP_CONNECTED = CimCodesSetting("amisp.code_connected", "3.31.0.42", 1)
AMISP_FAILED = CimCodesSetting("amisp.code_failed", "3.31.0.84 3.31.0.67", 10)
#: By which media consumers are told anything; as long as none is on, nobody is told.
ALERTS_BY_SMS = SwitchSetting("alerts.sms", default=False)
ALERTS_BY_WHATSAPP = SwitchSetting("alerts.whatsapp", default=False)
ALERTS_BY_EMAIL = SwitchSetting("alerts.email", default=False)
ALERTS_BY_FILE = SwitchSetting("alerts.file", default=False)
#: The providers; what lets the office in lies in the key store, not here.
SMS_ADDRESS = ProviderAddressSetting("sms.address", "")
SMS_ENTITY = TextSetting("sms.entity_id", "")
SMS_HEADER = TextSetting("sms.header", "")
SMS_PART_PAISE = WholeSetting("sms.part_paise", 15, 0, 10_000)
WHATSAPP_ADDRESS = ProviderAddressSetting("whatsapp.address", "")
WHATSAPP_PAISE = WholeSetting("whatsapp.message_paise", 15, 0, 10_000)
MAIL_HOST = TextSetting("mail.host", "")
MAIL_PORT = WholeSetting("mail.port", 587, 1, 65_535)
MAIL_SECURITY = ChoiceSetting("mail.security", "starttls", ("starttls", "tls", "none"))
MAIL_USER = TextSetting("mail.user", "")
MAIL_FROM = TextSetting("mail.from", "")
#: Where sheets of messages are put; empty: in the folder of the office.
MESSAGES_FOLDER = TextSetting("messages.folder", "")
MESSAGES_SHEET = ChoiceSetting("messages.sheet", "xlsx", ("xlsx", "csv"))

SETTINGS: Mapping[str, Setting[Any]] = {
    setting.name: setting
    for setting in (
        BACKUP_HOURS,
        BACKUP_AT_CLOSING,
        BACKUP_FOLDER,
        BACKUP_SECOND_FOLDER,
        BACKUP_KEEP_ALL_DAYS,
        BACKUP_KEEP_DAILY_DAYS,
        BACKUP_KEEP_MONTHLY_MONTHS,
        DRILL_DAYS,
        LEAST_FREE_MB,
        CLOCK_MOST_SKEW,
        CLOCK_WRONG_UNTIL,
        RECHARGE_LEAST,
        RECHARGE_MOST,
        RECHARGE_MULTIPLE,
        CHEQUE_HOLD_POST_DATED,
        CHEQUE_RECONNECTS,
        CHEQUE_FEE,
        CHEQUE_BAR_DAYS,
        SILENT_DAYS,
        UPI_ADDRESS,
        UPI_NAME,
        AMISP_ADDRESS,
        AMISP_PROTOCOL,
        AMISP_CLIENT,
        AMISP_TIMEOUT,
        AMISP_CALLBACK_ADDRESS,
        AMISP_CALLBACK_PORT,
        AMISP_DISCONNECT,
        AMISP_CONNECT,
        AMISP_DISCONNECTED,
        AMISP_CONNECTED,
        AMISP_FAILED,
        ALERTS_BY_SMS,
        ALERTS_BY_WHATSAPP,
        ALERTS_BY_EMAIL,
        ALERTS_BY_FILE,
        SMS_ADDRESS,
        SMS_ENTITY,
        SMS_HEADER,
        SMS_PART_PAISE,
        WHATSAPP_ADDRESS,
        WHATSAPP_PAISE,
        MAIL_HOST,
        MAIL_PORT,
        MAIL_SECURITY,
        MAIL_USER,
        MAIL_FROM,
        MESSAGES_FOLDER,
        MESSAGES_SHEET,
    )
}


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting as a list shows it; without ``changed_at`` nobody has set it."""

    name: str
    value: str
    default: str
    changed_at: datetime | None
    changed_by: str


def setting_named(name: str) -> Setting[Any]:
    """Return the setting of this name; :class:`FieldUnknown` when there is none."""
    if name not in SETTINGS:
        raise FieldUnknown(name)
    return SETTINGS[name]


def value_of(setting: Setting[Value], stored: str | None) -> Value:
    """Return what a stored text says; what cannot be read is as if nobody had set it."""
    if stored is None:
        return setting.default
    try:
        return setting.parse(stored)
    except Refusal:
        return setting.default


def _is_safe_address(address: str) -> bool:
    """Whether nobody on the way reads what is said to it, nor what lets one in."""
    try:
        parts = urlsplit(address)
        has_more = "@" in parts.netloc or bool(parts.query or parts.fragment)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    is_plain = parts.scheme == "http" and host in _THIS_MACHINE
    return bool(host) and not has_more and (parts.scheme == "https" or is_plain)
