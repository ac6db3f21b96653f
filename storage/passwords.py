"""Passwords as they are kept: their argon2id hash alone, with a salt of its own each."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Argon2Passwords:
    """Hashes passwords by argon2id; one hash takes some 0.2 seconds, on purpose.

    ``is_quick``: for tests alone, as such a hash is guessed too easily.
    """

    def __init__(self, *, is_quick: bool = False) -> None:
        self._hasher = (
            PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
            if is_quick
            else PasswordHasher()
        )

    def hashed(self, password: str) -> str:
        return self._hasher.hash(_composed(password))

    def matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, _composed(password))
        except (VerificationError, InvalidHashError):
            return False


def _composed(password: str) -> str:
    # The same Hindi letters may be typed as one character or as two.
    return unicodedata.normalize("NFC", password)
