"""How an office reaches its AMISP: the address, the protocol and its codes, and its secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.settings import (
    AMISP_ADDRESS,
    AMISP_CALLBACK_ADDRESS,
    AMISP_CALLBACK_PORT,
    AMISP_CLIENT,
    AMISP_CONNECT,
    AMISP_CONNECTED,
    AMISP_DISCONNECT,
    AMISP_DISCONNECTED,
    AMISP_FAILED,
    AMISP_PROTOCOL,
    AMISP_TIMEOUT,
    value_of,
)


class AmispProtocol(StrEnum):
    """How one speaks with an AMISP."""

    REST = "rest"
    IEC61968 = "iec61968"
    #: Nothing is said by network: somebody carries files.
    FILE = "file"
    #: The simulator inside the program, for practice offices.
    PRACTICE = "practice"


class AmispSecret(StrEnum):
    """What is kept in the key store, never in the books."""

    #: By which the AMISP knows the office.
    TOKEN = "token"  # noqa: S105 - its name, not the token
    #: With which the AMISP signs its callbacks.
    SECRET = "secret"  # noqa: S105 - its name, not the secret


#: The variables that give them where there is no key store.
AMISP_VARIABLES = {
    AmispSecret.TOKEN: "BIJLI_BAHI_AMISP_TOKEN",
    AmispSecret.SECRET: "BIJLI_BAHI_AMISP_SECRET",
}


@dataclass(frozen=True, slots=True)
class CimCodes:
    """The codes of IEC 61968-9 as an AMISP uses them."""

    disconnect: str = AMISP_DISCONNECT.default
    connect: str = AMISP_CONNECT.default
    disconnected: str = AMISP_DISCONNECTED.default
    connected: str = AMISP_CONNECTED.default
    failed: tuple[str, ...] = tuple(AMISP_FAILED.default.split())


@dataclass(frozen=True, slots=True)
class AmispLink:
    """All that is needed to speak with an AMISP; its secrets are never shown."""

    address: str = ""
    protocol: AmispProtocol = AmispProtocol.REST
    client: str = ""
    timeout_seconds: int = AMISP_TIMEOUT.default
    callback_address: str = ""
    callback_port: int = AMISP_CALLBACK_PORT.default
    codes: CimCodes = CimCodes()
    token: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)

    def with_secrets(self, token: str, secret: str) -> AmispLink:
        """Return the same link with what the key store keeps for it."""
        return replace(self, token=token, secret=secret)


def link_of(stored: Mapping[str, str]) -> AmispLink:
    """Return what the settings of an office say, without its secrets."""
    return AmispLink(
        address=value_of(AMISP_ADDRESS, stored.get(AMISP_ADDRESS.name)),
        protocol=AmispProtocol(value_of(AMISP_PROTOCOL, stored.get(AMISP_PROTOCOL.name))),
        client=value_of(AMISP_CLIENT, stored.get(AMISP_CLIENT.name)),
        timeout_seconds=value_of(AMISP_TIMEOUT, stored.get(AMISP_TIMEOUT.name)),
        callback_address=value_of(AMISP_CALLBACK_ADDRESS, stored.get(AMISP_CALLBACK_ADDRESS.name)),
        callback_port=value_of(AMISP_CALLBACK_PORT, stored.get(AMISP_CALLBACK_PORT.name)),
        codes=_codes_of(stored),
    )


def _codes_of(stored: Mapping[str, str]) -> CimCodes:
    return CimCodes(
        disconnect=value_of(AMISP_DISCONNECT, stored.get(AMISP_DISCONNECT.name)),
        connect=value_of(AMISP_CONNECT, stored.get(AMISP_CONNECT.name)),
        disconnected=value_of(AMISP_DISCONNECTED, stored.get(AMISP_DISCONNECTED.name)),
        connected=value_of(AMISP_CONNECTED, stored.get(AMISP_CONNECTED.name)),
        failed=tuple(value_of(AMISP_FAILED, stored.get(AMISP_FAILED.name)).split()),
    )
