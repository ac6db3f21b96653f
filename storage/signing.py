"""Signed receipts of an office in its database."""

from __future__ import annotations

from domain import masking
from domain.errors import ReceiptNotFound, Trouble
from domain.errors_of_trust import KeyStoreMissing
from domain.office import Actor
from domain.recharge import Receipt
from domain.services.repeating import repeated_when_undone
from domain.services.signing_receipts import register_key
from domain.signing import (
    PublicKey,
    Verified,
    facts_of,
    signed_code,
    text_to_sign,
    unsigned_code,
    verified,
)
from storage.access import Access
from storage.repositories.receipts import SqlReceipts
from storage.repositories.signing_keys import SqlSigningKeys
from storage.signatures import SigningKey, is_signed, keep_signing_key, kept_signing_key


class SqlSigning:
    """Everything of :class:`domain.signing.Signing`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access
        #: This machine's key, once it is known to be registered.
        self._key: SigningKey | None = None

    def code_of(self, receipt: Receipt, actor: Actor) -> str:
        facts = facts_of(receipt, self._access.office)
        try:
            key = self._registered_key(actor)
        except Trouble:
            # No key store, a key file that others can read, books closed to writers: the
            # consumer still goes home with a receipt.
            return unsigned_code(facts)
        text = text_to_sign(facts, key.id)
        return signed_code(text, key.sign(text))

    def verify(self, code: str) -> Verified:
        with self._access.reading() as connection:
            keys = SqlSigningKeys(connection, self._access.office).all()
            receipts = SqlReceipts(connection, self._access.office)
            return verified(code, keys, is_signed, lambda number: self._found(receipts, number))

    def public_keys(self) -> list[PublicKey]:
        with self._access.reading() as connection:
            return SqlSigningKeys(connection, self._access.office).all()

    def _registered_key(self, actor: Actor) -> SigningKey:
        """Return this machine's key, made and registered when it is first needed."""
        if self._key is None:
            key = self._kept_key()
            self._register(key.public, actor)
            self._key = key
        return self._key

    def _kept_key(self) -> SigningKey:
        keys, office = self._access.keys, self._access.office
        if kept := kept_signing_key(keys, office):
            return kept
        keep_signing_key(keys, office, SigningKey.new())
        # Another desk may have kept its own at the same moment: the one that is kept counts.
        if kept := kept_signing_key(keys, office):
            return kept
        raise KeyStoreMissing

    @repeated_when_undone
    def _register(self, public_key: str, actor: Actor) -> None:
        if not self._is_registered(public_key):
            register_key(public_key, self._access.unit(), self._access.clock, actor)

    def _is_registered(self, public_key: str) -> bool:
        return any(key.public_key == public_key for key in self.public_keys())

    def _found(self, receipts: SqlReceipts, number: str) -> Receipt | None:
        try:
            found = receipts.by_number(number)
        except ReceiptNotFound:
            return None
        return masking.masked_receipt(found) if self._access.is_masked else found
