"""Which adapter an office speaks through, by its settings."""

from __future__ import annotations

from pathlib import Path

from domain.amisp_link import AmispLink, AmispProtocol
from domain.calendar import Clock
from domain.errors_of_supply import AmispNotSetUp, AmispTokenMissing
from domain.ports_of_amisp import Amisp
from integrations.amisp.by_file import FileAmisp
from integrations.amisp.calling import Calls
from integrations.amisp.iec61968 import IecAmisp
from integrations.amisp.rest import RestAmisp


def amisp_for(link: AmispLink, clock: Clock, *, practice: Path | None = None) -> Amisp:
    """Return the AMISP that a link leads to.

    :class:`AmispNotSetUp` without an address, :class:`AmispTokenMissing` without what opens it.
    ``practice``: where a practice office keeps the AMISP that it plays as long as it names no
    other; nobody else plays one.
    """
    if link.protocol is AmispProtocol.FILE:
        return FileAmisp(link)
    if link.protocol is AmispProtocol.PRACTICE or not link.address:
        return _played(link, clock, practice)
    if not link.token:
        raise AmispTokenMissing
    calls = Calls(link, clock)
    is_xml = link.protocol is AmispProtocol.IEC61968
    return IecAmisp(link, calls) if is_xml else RestAmisp(link, calls)


def _played(link: AmispLink, clock: Clock, practice: Path | None) -> Amisp:
    if practice is None:
        raise AmispNotSetUp
    from integrations.amisp.simulator.answering import (  # noqa: PLC0415 - only practice needs it
        Simulator,
    )
    from integrations.amisp.simulator.in_process import amisp_in_process  # noqa: PLC0415 - as above
    from integrations.amisp.simulator.world import World  # noqa: PLC0415 - as above

    world = World(clock, path=practice)
    return amisp_in_process(Simulator(world), clock, link)
