"""What lets an office in at its AMISP: kept by the system's key store, never in the books.

On a machine without a key store, a server say, it comes from the environment.
"""

from __future__ import annotations

from domain.amisp_link import AmispSecret
from domain.office import Office
from storage.keys import Keys

AMISP_TOKEN_VARIABLE = "BIJLI_BAHI_AMISP_TOKEN"  # noqa: S105 - the name of the variable
AMISP_SECRET_VARIABLE = "BIJLI_BAHI_AMISP_SECRET"  # noqa: S105 - as above
_VARIABLES = {
    AmispSecret.TOKEN: AMISP_TOKEN_VARIABLE,
    AmispSecret.SECRET: AMISP_SECRET_VARIABLE,
}


def kept_amisp_secret(keys: Keys, office: Office, which: AmispSecret) -> str:
    """Return a secret of this office on this machine, "" where nothing keeps it."""
    given = keys.surroundings.get(_VARIABLES[which])
    return (given or keys.store.find(_kept_as(office, which)) or "").strip()


def keep_amisp_secret(keys: Keys, office: Office, which: AmispSecret, secret: str) -> None:
    """Keep a secret for this office; :class:`KeyStoreMissing` where nothing keeps any."""
    keys.store.put(_kept_as(office, which), secret)


def _kept_as(office: Office, which: AmispSecret) -> str:
    return f"{office.code}-amisp-{which}{'-practice' if office.is_practice else ''}"
