"""The key of an encrypted database: kept by the system, and a second time under recovery words.

The database's key is 32 random bytes. The system's key store holds it for everyday use; the *key
sheet*, ``office.key`` beside the database, holds it encrypted under the printed recovery words, so
that a dead machine is not a lost ledger. On a machine without a key store the key comes from the
environment or from a file that nobody else can read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from domain.errors_of_files import FileNotWritten, FileReason, FileUnreadable
from domain.errors_of_trust import (
    DatabaseKeyMissing,
    DatabaseKeyWrong,
    KeyFileUnsafe,
    KeySheetUnreadable,
    KeyStoreMissing,
    KeyUnreadable,
    RecoveryWordsMistyped,
    RecoveryWordsWrong,
)
from domain.safekeeping import plain_words
from storage.files import replacing

KEY_SHEET = "office.key"
SERVICE = "bijli-bahi"
KEY_VARIABLE = "BIJLI_BAHI_DATABASE_KEY"
KEY_FILE_VARIABLE = "BIJLI_BAHI_DATABASE_KEY_FILE"

_FORMAT = 1
_KEY_BYTES = 32
_KEY = re.compile(r"[0-9a-fA-F]{64}")
_SALT_BYTES, _NONCE_BYTES = 16, 12
_WORDS_STRENGTH = 128
#: How dear one guess of the words is: three passes over 64 MiB.
_PASSES, _MEMORY_KIB, _LANES = 3, 65_536, 4
#: A sheet that asks for more is made to exhaust the machine.
_MOST_PASSES, _MOST_MEMORY_KIB, _MOST_LANES = 10, 1_048_576, 16
_MOST_SHEET = 64 * 1024
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class DatabaseKey:
    """The key of a database; it is never shown, not even by mistake."""

    hexadecimal: str = field(repr=False)

    @classmethod
    def new(cls) -> DatabaseKey:
        return cls(secrets.token_hex(_KEY_BYTES))

    @classmethod
    def parse(cls, text: str, source: str) -> DatabaseKey:
        """Return the key written as 64 hexadecimal digits; ``source`` is where it stood."""
        if not _KEY.fullmatch(text.strip()):
            raise KeyUnreadable(source)
        return cls(text.strip().lower())

    @property
    def id(self) -> str:
        """What the key is known by; it tells nothing about the key."""
        return hmac.digest(bytes.fromhex(self.hexadecimal), b"bijli-bahi key id", "sha256").hex()[
            :16
        ]

    @property
    def pragma(self) -> str:
        """What opens the database with this very key, without stretching a passphrase."""
        return f"PRAGMA key = \"x'{self.hexadecimal}'\""


class KeyStore(Protocol):
    """Where a system keeps secrets for whoever is logged in."""

    def find(self, name: str) -> str | None: ...

    def put(self, name: str, secret: str) -> None:
        """Keep a secret; :class:`KeyStoreMissing` where nothing keeps any."""


class SystemKeyStore:
    """The key store of the system, by the package ``keyring``."""

    def find(self, name: str) -> str | None:
        import keyring  # noqa: PLC0415 - few offices need it, and it looks for system services
        from keyring.errors import KeyringError  # noqa: PLC0415

        with suppress(KeyringError):
            return keyring.get_password(SERVICE, name)
        return None

    def put(self, name: str, secret: str) -> None:
        import keyring  # noqa: PLC0415 - as above
        from keyring.errors import KeyringError  # noqa: PLC0415

        try:
            keyring.set_password(SERVICE, name, secret)
        except KeyringError:
            raise KeyStoreMissing from None


@dataclass(frozen=True, slots=True)
class KeySheet:
    """A key encrypted under recovery words, as it lies beside the database."""

    office: str
    key_id: str
    salt: str
    passes: int
    memory_kib: int
    lanes: int
    nonce: str
    wrapped: str

    @classmethod
    def wrap(cls, key: DatabaseKey, words: str, office: str) -> KeySheet:
        """Return the key encrypted under words that :func:`spelt` has passed."""
        from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415 - few need it
            ChaCha20Poly1305,
        )

        salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
        stretched = _stretched(words, salt, _PASSES, _MEMORY_KIB, _LANES)
        wrapped = ChaCha20Poly1305(stretched).encrypt(
            nonce, bytes.fromhex(key.hexadecimal), _bound_to(office, key.id)
        )
        return cls(
            office=office,
            key_id=key.id,
            salt=salt.hex(),
            passes=_PASSES,
            memory_kib=_MEMORY_KIB,
            lanes=_LANES,
            nonce=nonce.hex(),
            wrapped=wrapped.hex(),
        )

    def unwrap(self, words: str) -> DatabaseKey:
        """Return the key; :class:`RecoveryWordsWrong` for words that are not the sheet's."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - few need it
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

        stretched = _stretched(
            words, bytes.fromhex(self.salt), self.passes, self.memory_kib, self.lanes
        )
        try:
            raw = ChaCha20Poly1305(stretched).decrypt(
                bytes.fromhex(self.nonce),
                bytes.fromhex(self.wrapped),
                _bound_to(self.office, self.key_id),
            )
        except InvalidTag:
            raise RecoveryWordsWrong from None
        return DatabaseKey(raw.hex())

    @property
    def kept_as(self) -> str:
        """The name under which a key store keeps the key."""
        return f"{self.office}-{self.key_id}"

    def told(self) -> dict[str, Any]:
        """Return the sheet as JSON holds it."""
        return {
            "format": _FORMAT,
            "office": self.office,
            "key_id": self.key_id,
            "kdf": {
                "name": "argon2id",
                "salt": self.salt,
                "passes": self.passes,
                "memory_kib": self.memory_kib,
                "lanes": self.lanes,
            },
            "cipher": {
                "name": "chacha20-poly1305",
                "nonce": self.nonce,
                "wrapped": self.wrapped,
            },
        }

    @classmethod
    def of(cls, told: object, path: str) -> KeySheet:
        """Return the sheet that :meth:`told` wrote; refuse anything else."""
        try:
            return _checked(_sheet_of(told))
        except (KeyError, TypeError, ValueError):
            raise KeySheetUnreadable(path) from None

    def write(self, folder: Path) -> None:
        """Put the sheet into a folder, whole or not at all."""
        with replacing(folder / KEY_SHEET) as file:
            file.write(json.dumps(self.told(), indent=1).encode())

    @classmethod
    def read(cls, folder: Path) -> KeySheet | None:
        """Return the sheet in a folder, None when there is none: the office is not encrypted."""
        path = folder / KEY_SHEET
        if not path.exists():
            return None
        try:
            with path.open("rb") as file:
                told = json.loads(file.read(_MOST_SHEET))
        except (OSError, ValueError, RecursionError):
            raise KeySheetUnreadable(str(path)) from None
        return cls.of(told, str(path))


@dataclass(frozen=True, slots=True)
class Keys:
    """Where the keys of databases are looked for: the environment first, then the key store."""

    store: KeyStore
    surroundings: Mapping[str, str]

    def of(self, sheet: KeySheet | None, path: Path) -> DatabaseKey:
        """Return the key of the database at ``path``.

        :class:`DatabaseKeyMissing` when there is none here, :class:`DatabaseKeyWrong` when it is
        another one's.
        """
        key = self.given() or self._kept(sheet)
        if key is None:
            raise DatabaseKeyMissing(str(path))
        if sheet is not None and key.id != sheet.key_id:
            raise DatabaseKeyWrong(str(path))
        return key

    def given(self) -> DatabaseKey | None:
        """Return the key that the environment gives, None when it says nothing."""
        if text := self.surroundings.get(KEY_VARIABLE):
            return DatabaseKey.parse(text, KEY_VARIABLE)
        if name := self.surroundings.get(KEY_FILE_VARIABLE):
            return DatabaseKey.parse(read_secret(Path(name)), name)
        return None

    def new(self) -> DatabaseKey:
        """Return the key for a new database: the one that is given, or a random one."""
        name = self.surroundings.get(KEY_FILE_VARIABLE)
        if name and not self.surroundings.get(KEY_VARIABLE) and not Path(name).exists():
            return DatabaseKey.new()
        return self.given() or DatabaseKey.new()

    def keep(self, key: DatabaseKey, sheet: KeySheet) -> None:
        """Keep a key for everyday use, unless the environment gives it already."""
        name = self.surroundings.get(KEY_FILE_VARIABLE)
        if self.surroundings.get(KEY_VARIABLE) or (name and Path(name).exists()):
            return
        if name:
            write_secret(Path(name), key.hexadecimal)
        else:
            self.store.put(sheet.kept_as, key.hexadecimal)

    def _kept(self, sheet: KeySheet | None) -> DatabaseKey | None:
        secret = self.store.find(sheet.kept_as) if sheet else None
        return DatabaseKey.parse(secret, SERVICE) if secret else None


def system_keys() -> Keys:
    """Return the keys as this machine and this environment have them."""
    return Keys(SystemKeyStore(), os.environ)


def new_words() -> str:
    """Return twelve random English words with a checksum among them."""
    return str(_mnemonic().generate(_WORDS_STRENGTH))


def spelt(words: str) -> str:
    """Return recovery words as they were made; :class:`RecoveryWordsMistyped` if none can be."""
    plain = plain_words(words)
    if not _mnemonic().check(plain):
        raise RecoveryWordsMistyped
    return plain


def read_secret(path: Path) -> str:
    """Return the text of a file with a secret; :class:`KeyFileUnsafe` if others can read it."""
    try:
        with path.open("rb") as file:
            if sys.platform != "win32" and os.fstat(file.fileno()).st_mode & _OTHERS:
                raise KeyFileUnsafe(str(path))
            return file.read(_MOST_SHEET).decode("utf-8").strip()
    except FileNotFoundError:
        raise FileUnreadable(path.name, FileReason.NOT_FOUND) from None
    except IsADirectoryError:
        raise FileUnreadable(path.name, FileReason.NOT_A_FILE) from None
    except PermissionError:
        raise FileUnreadable(path.name, FileReason.NOT_PERMITTED) from None
    except UnicodeDecodeError:
        raise KeyUnreadable(str(path)) from None


def write_secret(path: Path, secret: str) -> None:
    """Write a new file that nobody but its owner can read; one that is there is not replaced."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(f"{secret}\n".encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as trouble:
        raise FileNotWritten(str(path), trouble.strerror or str(trouble)) from trouble


def _mnemonic() -> Any:
    from mnemonic import Mnemonic  # noqa: PLC0415 - it reads its list of words from a file

    return Mnemonic("english")


def _stretched(words: str, salt: bytes, passes: int, memory_kib: int, lanes: int) -> bytes:
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415 - few need it

    return hash_secret_raw(
        words.encode(), salt, passes, memory_kib, lanes, hash_len=_KEY_BYTES, type=Type.ID
    )


def _bound_to(office: str, key_id: str) -> bytes:
    return hashlib.sha256(f"bijli-bahi key sheet {office} {key_id}".encode()).digest()


def _sheet_of(told: Any) -> KeySheet:
    if told["format"] != _FORMAT or told["kdf"]["name"] != "argon2id":
        raise ValueError
    return KeySheet(
        office=str(told["office"]),
        key_id=str(told["key_id"]),
        salt=str(told["kdf"]["salt"]),
        passes=told["kdf"]["passes"],
        memory_kib=told["kdf"]["memory_kib"],
        lanes=told["kdf"]["lanes"],
        nonce=str(told["cipher"]["nonce"]),
        wrapped=str(told["cipher"]["wrapped"]),
    )


def _checked(sheet: KeySheet) -> KeySheet:
    limits = (
        (sheet.passes, 1, _MOST_PASSES),
        (sheet.memory_kib, 8 * sheet.lanes, _MOST_MEMORY_KIB),
        (sheet.lanes, 1, _MOST_LANES),
    )
    are_sane = all(type(value) is int and low <= value <= high for value, low, high in limits)
    lengths = [len(bytes.fromhex(part)) for part in (sheet.salt, sheet.nonce, sheet.wrapped)]
    is_named = re.fullmatch(r"[0-9a-f]{16}", sheet.key_id) and len(sheet.office) <= 20  # noqa: PLR2004 - no code is longer
    if not (are_sane and is_named and lengths == [_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES + 16]):
        raise ValueError
    return sheet
