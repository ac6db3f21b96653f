"""The key that receipts are signed with: its private half is kept like the key of a database.

The system's key store holds it, one for an office and a machine; on a machine without one it comes
from the environment or from a file that nobody else can read. It is in no database, log or backup.
"""

from __future__ import annotations

import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from pathlib import Path

from domain.errors_of_trust import KeyUnreadable
from domain.office import Office
from domain.signing import key_id_of
from storage.keys import SERVICE, Keys, read_secret, write_secret

SIGNING_KEY_VARIABLE = "BIJLI_BAHI_SIGNING_KEY"
SIGNING_KEY_FILE_VARIABLE = "BIJLI_BAHI_SIGNING_KEY_FILE"
_KEY = re.compile(r"[0-9a-f]{64}")
_KEY_BYTES = 32
_SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key (Ed25519); it is never shown, not even by mistake."""

    hexadecimal: str = field(repr=False)

    @classmethod
    def new(cls) -> SigningKey:
        return cls(secrets.token_hex(_KEY_BYTES))

    @classmethod
    def parse(cls, text: str, source: str) -> SigningKey:
        """Return the key written as 64 hexadecimal digits; ``source`` is where it stood."""
        if not _KEY.fullmatch(text.strip().lower()):
            raise KeyUnreadable(source)
        return cls(text.strip().lower())

    @property
    def public(self) -> str:
        """The public half (hexadecimal)."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - few need it
            Ed25519PrivateKey,
        )

        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.hexadecimal))
        return private.public_key().public_bytes_raw().hex()

    @property
    def id(self) -> str:
        """What the key is known by."""
        return key_id_of(self.public)

    def sign(self, text: str) -> str:
        """Return the signature of a text in base64url, without padding."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - few need it
            Ed25519PrivateKey,
        )

        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.hexadecimal))
        return _in_base64(private.sign(text.encode()))


def is_signed(text: str, signature: str, public_key: str) -> bool:
    """Return whether a text was signed with the private half of a public key (hexadecimal)."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - few need it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - few need it
        Ed25519PublicKey,
    )

    raw = _from_base64(signature)
    if raw is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(raw, text.encode())
    except InvalidSignature:
        return False
    return True


def kept_signing_key(keys: Keys, office: Office) -> SigningKey | None:
    """Return the key of this office on this machine, None when there is none yet."""
    if text := keys.surroundings.get(SIGNING_KEY_VARIABLE):
        return SigningKey.parse(text, SIGNING_KEY_VARIABLE)
    if name := keys.surroundings.get(SIGNING_KEY_FILE_VARIABLE):
        path = Path(name)
        return SigningKey.parse(read_secret(path), name) if path.exists() else None
    secret = keys.store.find(_kept_as(office))
    return SigningKey.parse(secret, SERVICE) if secret else None


def keep_signing_key(keys: Keys, office: Office, key: SigningKey) -> None:
    """Keep a new key for this office; :class:`KeyStoreMissing` where nothing keeps any."""
    if name := keys.surroundings.get(SIGNING_KEY_FILE_VARIABLE):
        write_secret(Path(name), key.hexadecimal)
    else:
        keys.store.put(_kept_as(office), key.hexadecimal)


def _kept_as(office: Office) -> str:
    # What was printed for practice is never signed with the key of real money.
    return f"{office.code}-signing{'-practice' if office.is_practice else ''}"


def _in_base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _from_base64(text: str) -> bytes | None:
    """Return the 64 bytes of a signature as it was written, None for any other text."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"==")
    except ValueError:
        return None
    return raw if len(raw) == _SIGNATURE_BYTES and _in_base64(raw) == text else None
