"""A real server on 127.0.0.1 for a test: in a thread of its own, and gone afterwards."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager

from integrations.amisp.serving import listening_on, server_of

_MOST_SECONDS = 10


@contextmanager
def served(app):
    """Yield the address of an app that is served."""
    listening = listening_on(0)
    server = server_of(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        until = time.monotonic() + _MOST_SECONDS
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        assert server.started
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(_MOST_SECONDS)
        listening.close()
        assert not thread.is_alive()
