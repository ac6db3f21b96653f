"""The receiver of callbacks: a small server of its own process, on this machine only.

A callback is taken when its signature and its time are right, once, and answered with success
only when it stands in the books. Whoever sends it again does no harm.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from domain.amisp_link import AmispLink
from domain.calendar import Clock
from domain.errors import Refusal, Trouble
from domain.errors_of_supply import AmispSecretMissing
from domain.ports_of_amisp import AmispEvent
from integrations.amisp.contract import NotUnderstood
from integrations.amisp.contract import event_of as event_in_json
from integrations.amisp.iec61968 import event_of as event_in_xml
from integrations.amisp.serving import MOST_HEADER_BYTES
from integrations.amisp.signatures import SIGNATURE, TIMESTAMP, is_fresh, is_genuine

CALLBACK_PATH = "/amisp/callback"

_MOST_BYTES = 256 * 1024
_TAKEN, _NOT_UNDERSTOOD, _FORGED, _TOO_LARGE, _REFUSED, _BUSY = 200, 400, 401, 413, 422, 503
_HEADERS_TOO_LARGE = 431

#: Below the logger of what was done: whoever looks into that log sees that somebody knocks.
_log = logging.getLogger("bijli_bahi.callbacks")


def receiver_app(link: AmispLink, clock: Clock, take: Callable[[AmispEvent], bool]) -> FastAPI:
    """Return the server; ``take`` puts an event into the books and returns when it stands there.

    :class:`AmispSecretMissing` where nothing could tell a forged callback from a true one.
    """
    if not link.secret:
        raise AmispSecretMissing
    app = FastAPI(title="Bijli Bahi", docs_url=None, redoc_url=None, openapi_url=None)

    async def callback(request: Request) -> Response:
        # Headers that came in one piece were read whole; more of them than fit are not believed.
        if sum(len(name) + len(value) for name, value in request.headers.raw) > MOST_HEADER_BYTES:
            return _refused(_HEADERS_TOO_LARGE, "headers too large")
        try:
            body = await _body_of(request)
        except ClientDisconnect:
            return Response(status_code=_NOT_UNDERSTOOD)
        if body is None:
            return _refused(_TOO_LARGE, "too large")
        timestamp = request.headers.get(TIMESTAMP, "")
        if not is_genuine(link.secret, timestamp, request.headers.get(SIGNATURE, ""), body):
            return _refused(_FORGED, "forged")
        if not is_fresh(timestamp, clock.now().timestamp()):
            return _refused(_FORGED, "late")
        return await run_in_threadpool(_taken, body, link, take)

    async def health() -> dict[str, str]:
        return {"status": "up"}

    app.add_api_route(CALLBACK_PATH, callback, methods=["POST"], response_model=None)
    app.add_api_route("/health", health, methods=["GET"])
    return app


async def _body_of(request: Request) -> bytes | None:
    """Return the raw body, None when it is longer than any callback; no more of it is read."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            return None
    return bytes(body)


def _taken(body: bytes, link: AmispLink, take: Callable[[AmispEvent], bool]) -> Response:
    try:
        event = event_in_xml(body, link.codes) if body.startswith(b"<") else event_in_json(body)
    except NotUnderstood as trouble:
        return _refused(_NOT_UNDERSTOOD, f"not understood: {trouble.field}")
    try:
        is_new = take(event)
    except Refusal as trouble:
        return _refused(_REFUSED, trouble.code)
    except Trouble as trouble:
        # The books are busy or away: whoever sends it again later finds them.
        return _refused(_BUSY, trouble.code)
    return Response(status_code=_TAKEN, content=b"taken" if is_new else b"known")


def _refused(status: int, why: str) -> Response:
    _log.warning("callback refused: %s", why)
    return Response(status_code=status, content=why)
