"""How messages leave an office: providers, the server of its mail, the folder of its sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.settings import (
    MAIL_FROM,
    MAIL_HOST,
    MAIL_PORT,
    MAIL_SECURITY,
    MAIL_USER,
    MESSAGES_FOLDER,
    MESSAGES_SHEET,
    SMS_ADDRESS,
    WHATSAPP_ADDRESS,
    value_of,
)


class MessageSecret(StrEnum):
    """What is kept in the key store, never in the books."""

    SMS = "sms"
    WHATSAPP = "whatsapp"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class MessageLink:
    """All that is needed to let messages leave; its secrets are never shown.

    An empty address: by this medium nothing leaves.
    """

    #: What the references of its messages begin with.
    series: str = ""
    sms_address: str = ""
    whatsapp_address: str = ""
    mail_host: str = ""
    mail_port: int = MAIL_PORT.default
    mail_security: str = MAIL_SECURITY.default
    mail_user: str = ""
    mail_from: str = ""
    folder: str = ""
    sheet: str = MESSAGES_SHEET.default
    secrets: Mapping[MessageSecret, str] = field(default_factory=dict, repr=False)

    def secret(self, which: MessageSecret) -> str:
        return self.secrets.get(which, "")


def message_link_of(
    settings: Mapping[str, str], series: str, secrets: Mapping[MessageSecret, str]
) -> MessageLink:
    """Return how messages leave by what the office's settings say, as texts by name."""
    return MessageLink(
        series=series,
        sms_address=value_of(SMS_ADDRESS, settings.get(SMS_ADDRESS.name)),
        whatsapp_address=value_of(WHATSAPP_ADDRESS, settings.get(WHATSAPP_ADDRESS.name)),
        mail_host=value_of(MAIL_HOST, settings.get(MAIL_HOST.name)),
        mail_port=value_of(MAIL_PORT, settings.get(MAIL_PORT.name)),
        mail_security=value_of(MAIL_SECURITY, settings.get(MAIL_SECURITY.name)),
        mail_user=value_of(MAIL_USER, settings.get(MAIL_USER.name)),
        mail_from=value_of(MAIL_FROM, settings.get(MAIL_FROM.name)),
        folder=value_of(MESSAGES_FOLDER, settings.get(MESSAGES_FOLDER.name)),
        sheet=value_of(MESSAGES_SHEET, settings.get(MESSAGES_SHEET.name)),
        secrets=secrets,
    )
