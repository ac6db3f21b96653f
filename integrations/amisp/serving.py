"""A server of this machine only: it takes a port, says which, and serves until told to end."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from domain.errors_of_supply import PortTaken

THIS_MACHINE = "127.0.0.1"
#: Of all headers of a request together, its first line included.
MOST_HEADER_BYTES = 16 * 1024

_MOST_CONNECTIONS = 50
_KEEP_ALIVE_SECONDS = 5
_END_SECONDS = 5
_BACKLOG = 128


def serve(
    app: FastAPI, port: int, told: Callable[[int], None], *, breaks_off: bool = False
) -> None:
    """Serve until the process is told to end; ``told`` gets the port, also where any would do.

    ``breaks_off``: the app means to, so that nothing is logged of it.
    """
    listening = listening_on(port)
    told(listening.getsockname()[1])
    server_of(app, breaks_off=breaks_off).run(sockets=[listening])


def server_of(app: FastAPI, *, breaks_off: bool = False) -> uvicorn.Server:
    """Return a server of an app; it is run with a socket of :func:`listening_on`."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            # Named, so that a built program needs no other of the server's parts.
            loop="asyncio",
            http="h11",
            h11_max_incomplete_event_size=MOST_HEADER_BYTES,
            ws="none",
            log_config=None,
            log_level=logging.CRITICAL if breaks_off else None,
            access_log=False,
            server_header=False,
            backlog=_BACKLOG,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=_END_SECONDS,
        )
    )


def listening_on(port: int) -> socket.socket:
    """Return a socket that listens on this machine, 0: on any port that is free.

    :class:`PortTaken` when another program listens there.
    """
    try:
        return socket.create_server((THIS_MACHINE, port), backlog=_BACKLOG)
    except OSError as trouble:
        if trouble.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise PortTaken(port) from trouble
        raise
