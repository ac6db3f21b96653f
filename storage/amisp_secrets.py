"""What lets an office in at its AMISP: kept by the system's key store, never in the books.

On a machine without a key store, a server say, it comes from the environment.
"""

from __future__ import annotations

from pathlib import Path

from domain.amisp_link import AMISP_VARIABLES, AmispSecret
from domain.books import Books
from domain.office import Office
from storage.books import SqlBooks
from storage.keys import Keys

_PLAYED = "practice-amisp.json"


def kept_amisp_secret(keys: Keys, office: Office, which: AmispSecret) -> str:
    """Return a secret of this office on this machine, "" where nothing keeps it."""
    given = keys.surroundings.get(AMISP_VARIABLES[which])
    return (given or keys.store.find(_kept_as(office, which)) or "").strip()


def keep_amisp_secret(keys: Keys, office: Office, which: AmispSecret, secret: str) -> None:
    """Keep a secret for this office; :class:`KeyStoreMissing` where nothing keeps any."""
    keys.store.put(_kept_as(office, which), secret)


def practice_amisp_of(books: Books) -> Path | None:
    """Return where a practice office keeps the AMISP that it plays, None for an office in earnest.

    It lies beside the database, so that the relays stay as they were from one day to the next.
    """
    if isinstance(books, SqlBooks) and books.office.is_practice:
        return books.path.parent / _PLAYED
    return None


def _kept_as(office: Office, which: AmispSecret) -> str:
    return f"{office.code}-amisp-{which}{'-practice' if office.is_practice else ''}"
