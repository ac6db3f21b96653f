"""Commands for an office whose database is on a server: make it there, join it from elsewhere."""

from __future__ import annotations

from argparse import Namespace

from domain.errors import FieldNotAllowed
from domain.office import Office
from ui.cli.safety import facts_of_office
from ui.cli.session import Answer, Session


def make_on_server(session: Session, office: Office, database: str) -> None:
    """Make a new office in the database at an address; the folder gets the file that says so."""
    outside = session.outside
    with outside.office_being_made(session.folder) as folder:
        outside.servers.create_office(folder, office, outside.clock, database).close()


def join(session: Session, options: Namespace) -> Answer:
    """Open a further counter of an office: its folder on this machine."""
    code = options.code.strip().upper()
    if not code.isalnum():
        raise FieldNotAllowed("code", options.code)
    outside = session.outside
    with outside.office_being_made(session.folder) as folder:
        books = outside.servers.join_office(folder, code, outside.clock, options.database)
        office = books.office
        books.close()
    return Answer(
        {"office": facts_of_office(office, session.folder)},
        [
            session._(
                "This machine is a counter of the office {code} now, in {folder}.",
                code=code,
                folder=session.folder,
            )
        ],
    )
