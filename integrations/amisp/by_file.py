"""Orders as lines of a file, and acknowledgements back as lines, for when the network is down.

The lines are the contract's own objects with the same command id: an order that goes both ways
does one thing, and a file that comes twice says nothing new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from domain.amisp_link import AmispLink
from domain.errors_of_files import FileReason, FileUnreadable
from domain.errors_of_supply import (
    AcknowledgementIncomplete,
    AmispTellsNoReads,
    AmispUnavailable,
    CommandUnknown,
    LineNotJson,
    LineTooLong,
)
from domain.ports_of_amisp import AmispEvent, CommandState, DailyReads, SendOutcome
from domain.supply_order import Exchange, RelayState, SupplyOrder
from integrations.amisp.contract import (
    COMPLETED,
    NotUnderstood,
    command_of,
    event_of,
    id_of,
    object_of,
    told_state,
)
from integrations.files import replacing
from integrations.text_file import read_text

_MOST_MEBIBYTES = 64
_MOST_LINE = 64 * 1024
_MOST_LINES = 1_000_000
_BY_FILE = "orders go by file"


class FileAmisp:
    """An AMISP that is reached by files only: it makes bodies, and every call waits."""

    name = "file"
    is_by_file = True

    def __init__(self, link: AmispLink) -> None:
        self._link = link

    def body_of(self, order: SupplyOrder) -> str:
        return command_of(order, self._link)

    def send(self, order: SupplyOrder) -> SendOutcome:  # noqa: ARG002 - as the port has it
        raise AmispUnavailable(_BY_FILE)

    def state_of(self, order: SupplyOrder) -> CommandState:  # noqa: ARG002 - as the port has it
        raise AmispUnavailable(_BY_FILE)

    def cancel(self, order: SupplyOrder) -> CommandState:  # noqa: ARG002 - as the port has it
        raise AmispUnavailable(_BY_FILE)

    def relay(self, meter_serial: str) -> RelayState:  # noqa: ARG002 - as the port has it
        raise AmispUnavailable(_BY_FILE)

    def daily_reads(self, first: date, last: date) -> DailyReads:  # noqa: ARG002 - as above
        raise AmispTellsNoReads(self.name)

    def exchanges(self) -> list[Exchange]:
        return []


def write_orders(orders: Sequence[SupplyOrder], link: AmispLink, path: Path) -> None:
    """Write each order as a line of JSON; one that was made in XML is said in JSON."""
    with replacing(path) as file:
        for order in orders:
            file.write(f"{_line_of(order, link)}\n".encode())


def read_acknowledgements(path: Path, knows: Callable[[str], bool]) -> list[AmispEvent]:
    """Return what a file tells of commands that the office ``knows``, all of it or nothing.

    A line is a callback of the contract, or the state of a command by itself.
    """
    text = read_text(path, most_mebibytes=_MOST_MEBIBYTES)
    # Only what ends a line in JSON lines: other separators may stand inside of a text.
    lines = text.replace("\r\n", "\n").split("\n")
    if len(lines) > _MOST_LINES:
        raise FileUnreadable(path.name, FileReason.TOO_MANY_ROWS, str(_MOST_LINES))
    return [
        _event(line, number, path.name, knows)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]


def _line_of(order: SupplyOrder, link: AmispLink) -> str:
    return order.body if order.body.startswith("{") else command_of(order, link)


def _event(line: str, number: int, name: str, knows: Callable[[str], bool]) -> AmispEvent:
    if len(line) > _MOST_LINE:
        raise LineTooLong(name, number, _MOST_LINE)
    try:
        event = _told(line)
    except NotUnderstood as trouble:
        if trouble.field == "JSON":
            raise LineNotJson(name, number) from None
        raise AcknowledgementIncomplete(name, number, trouble.field) from None
    if event.command_id and not knows(event.command_id):
        raise CommandUnknown(name, number, event.command_id)
    return event


def _told(line: str) -> AmispEvent:
    told = object_of(line)
    if "eventId" in told or "eventType" in told:
        return event_of(line.encode("utf-8", "replace"))
    # A bare state has no id of its own: what it says is its id, so that it is taken once.
    plain = json.dumps(told, sort_keys=True).encode()
    event_id = f"file-{hashlib.sha256(plain).hexdigest()}"
    return AmispEvent(event_id, COMPLETED, id_of(told, "commandId"), told_state(told), line)
