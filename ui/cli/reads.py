"""Commands for reads that wait for a person: what is held, and its release."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime

from domain.calendar import IST
from domain.energy import Energy
from domain.formats import moment, parse_instant, units
from domain.listing import ReadRow
from domain.reads import HoldReason
from resources.texts import N_, Texts
from ui.cli import records
from ui.cli.layout import table
from ui.cli.session import Answer, Session

_REASONS = {
    HoldReason.BACKWARDS: N_("register runs backwards"),
    HoldReason.JUMP: N_("register jumps"),
    HoldReason.CONTRADICTS: N_("contradicts a known read"),
}


def held(session: Session, _options: Namespace) -> Answer:
    """List the reads that wait for a person."""
    with session.books() as books:
        rows = books.held_reads()
    return Answer({"reads": [records.of_read(row) for row in rows]}, _told(session, rows))


def release(session: Session, options: Namespace) -> Answer:
    """Let a held read count."""
    read_at = parse_instant(options.at)
    with session.books() as books:
        books.release_read(options.meter, read_at, options.note, session.actor)
    sentence = session._(
        "The read of meter {meter} at {read_at} counts now.",
        meter=options.meter,
        read_at=moment(read_at, session._.month_names),
    )
    return Answer({"released": _decided(options, read_at)}, [sentence])


def dismiss(session: Session, options: Namespace) -> Answer:
    """Put a held read aside for good."""
    read_at = parse_instant(options.at)
    with session.books() as books:
        books.dismiss_read(options.meter, read_at, options.note, session.actor)
    sentence = session._(
        "The read of meter {meter} at {read_at} is put aside.",
        meter=options.meter,
        read_at=moment(read_at, session._.month_names),
    )
    return Answer({"dismissed": _decided(options, read_at)}, [sentence])


def _decided(options: Namespace, read_at: datetime) -> dict[str, str]:
    return {
        "meter": options.meter,
        "read_at": read_at.astimezone(IST).isoformat(),
        "note": options.note.strip(),
    }


def _told(session: Session, rows: list[ReadRow]) -> list[str]:
    _ = session._
    if not rows:
        return [_("No read waits.")]
    headings = (
        *(_("Meter"), _("Consumer"), _("Name"), _("Read at")),
        *(_("Register"), _("Known"), _("Reason")),
    )
    return table(headings, [_cells(row, _) for row in rows], numbers={4, 5})


def _cells(row: ReadRow, _: Texts) -> tuple[str, ...]:
    return (
        row.meter_serial,
        row.consumer_number,
        row.consumer_name,
        # As --at takes it back.
        row.read_at.astimezone(IST).isoformat(),
        units(Energy(row.register_wh)),
        "-" if row.known_wh is None else units(Energy(row.known_wh)),
        "" if row.reason is None else _(_REASONS[row.reason]),
    )
