"""The simulated AMISP as a server: slow, broken and lost as its answers say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from integrations.amisp.simulator.answering import Answered, Asked, Simulator
from integrations.amisp.simulator.calling_back import CallingBack

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_MOST_BYTES = 16 * 1024 * 1024
_TICK_SECONDS = 0.5
_TOO_LARGE = 413


class BrokenAnswer(Response):
    """An answer that breaks off before anything of it could be read."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI has it
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]}
        )


def simulator_app(
    simulator: Simulator, back: CallingBack | None = None, *, ticks: bool = True
) -> FastAPI:
    """Return the server; ``ticks``: it lets time pass by itself, and calls back."""

    @asynccontextmanager
    async def ticking(_app: FastAPI) -> AsyncIterator[None]:
        calling_back = back or CallingBack()
        task = asyncio.create_task(_tick(simulator, calling_back)) if ticks else None
        try:
            yield
        finally:
            if task is not None:
                task.cancel()
            calling_back.close()

    app = FastAPI(
        title="AMISP simulator", docs_url=None, redoc_url=None, openapi_url=None, lifespan=ticking
    )

    async def anything(request: Request) -> Response:
        body = await _body_of(request)
        if body is None:
            return Response(status_code=_TOO_LARGE)
        asked = Asked(
            request.method,
            request.scope["raw_path"].decode("latin-1").partition("?")[0],
            dict(request.query_params),
            dict(request.headers),
            body,
        )
        return await _played(await run_in_threadpool(simulator.answer, asked))

    app.add_api_route("/{path:path}", anything, methods=_METHODS, response_model=None)
    return app


async def _played(answer: Answered) -> Response:
    if answer.is_unreachable or answer.is_lost:
        return BrokenAnswer()
    await asyncio.sleep(answer.slow_seconds)
    return Response(
        answer.body, answer.status, headers=dict(answer.headers), media_type=answer.kind
    )


async def _body_of(request: Request) -> bytes | None:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            return None
    return bytes(body)


async def _tick(simulator: Simulator, back: CallingBack) -> None:
    while True:
        await run_in_threadpool(back.send, simulator.callbacks())
        await asyncio.sleep(_TICK_SECONDS)
