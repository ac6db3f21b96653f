"""Signatures of callbacks: HMAC-SHA256 over the time and the raw body."""

from __future__ import annotations

import hmac

TIMESTAMP, SIGNATURE = "X-AMISP-Timestamp", "X-AMISP-Signature"
#: So far may the two clocks lie apart.
MOST_SKEW_SECONDS = 300
_VERSION = "v1="
_MOST_DIGITS = 12


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a body as it was sent at a time (Unix seconds)."""
    signed = timestamp.encode() + b"." + body
    return _VERSION + hmac.digest(secret.encode(), signed, "sha256").hex()


def is_genuine(secret: str, timestamp: str, signature: str, body: bytes) -> bool:
    """Return whether somebody who knows the secret signed this very body at this very time."""
    if not secret:
        return False
    # As bytes: a text from outside may hold any character, and is compared all the same.
    expected = signature_of(secret, timestamp, body).encode()
    return hmac.compare_digest(expected, signature.encode("utf-8", "replace"))


def is_fresh(timestamp: str, now_seconds: float) -> bool:
    """Return whether a time lies close to ours; what is no whole number does not."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _MOST_DIGITS):
        return False
    return abs(now_seconds - int(timestamp)) <= MOST_SKEW_SECONDS
