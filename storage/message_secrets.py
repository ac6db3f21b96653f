"""What lets an office in at its providers: kept by the system's key store, never in the books.

On a machine without a key store, a server say, it comes from the environment.
"""

from __future__ import annotations

from domain.message_link import MessageSecret
from domain.office import Office
from storage.keys import Keys

_VARIABLES = {
    MessageSecret.SMS: "BIJLI_BAHI_SMS_TOKEN",
    MessageSecret.WHATSAPP: "BIJLI_BAHI_WHATSAPP_TOKEN",
    MessageSecret.MAIL: "BIJLI_BAHI_MAIL_PASSWORD",
}


def kept_message_secrets(keys: Keys, office: Office) -> dict[MessageSecret, str]:
    """Return the secrets of this office on this machine, "" where nothing keeps one."""
    return {
        which: (
            keys.surroundings.get(_VARIABLES[which])
            or keys.store.find(_kept_as(office, which))
            or ""
        ).strip()
        for which in MessageSecret
    }


def keep_message_secret(keys: Keys, office: Office, which: MessageSecret, secret: str) -> None:
    """Keep a secret for this office; :class:`KeyStoreMissing` where nothing keeps any."""
    keys.store.put(_kept_as(office, which), secret)


def _kept_as(office: Office, which: MessageSecret) -> str:
    return f"{office.code}-messages-{which}{'-practice' if office.is_practice else ''}"
