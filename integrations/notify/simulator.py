"""A provider of SMS and WhatsApp for practice and tests, which can misbehave as real ones do.

It takes a message once per idempotency key, refuses what breaks the DLT rules, and tells what
became of it. ``world.plan`` says what happens to the next messages; without one they are delivered.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

_PORTAL_ID = re.compile(r"[0-9]{12,19}")
_HEADER = re.compile(r"[A-Za-z0-9]{6}")
_MOBILE = re.compile(r"91[6-9][0-9]{9}")
_UNAUTHORIZED, _BAD, _TOO_MANY, _BROKEN, _DOWN = 401, 422, 429, 500, 503


class Mischief(StrEnum):
    """What a provider does with a message."""

    DELIVER = "deliver"
    #: Taken, and later told as failed.
    FAIL = "fail"
    REFUSE = "refuse"
    TOO_MANY = "too_many"
    DOWN = "down"
    BROKEN = "broken"
    #: Taken, and the answer comes too late.
    SLOW = "slow"
    #: Taken, and the answer says nothing that anybody understands.
    GARBLE = "garble"


@dataclass(slots=True)
class World:
    """What the provider knows: what it took, by its own ids, and what it will do next."""

    token: str = "practice"  # noqa: S105 - of a provider that nobody pays
    plan: deque[Mischief] = field(default_factory=deque)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    fate: dict[str, Mischief] = field(default_factory=dict)
    slow_seconds: float = 0.5
    retry_after_seconds: int = 120

    def next(self) -> Mischief:
        return self.plan.popleft() if self.plan else Mischief.DELIVER

    def take(self, key: str, body: Mapping[str, Any], fate: Mischief) -> str:
        """Take a message once per key, and return its id."""
        if key not in self.ids:
            self.ids[key] = f"sim-{len(self.ids) + 1:06}"
            self.taken[self.ids[key]] = dict(body)
            self.fate[self.ids[key]] = fate
        return self.ids[key]


def provider(world: World) -> FastAPI:
    """Return the provider as an app."""
    app = FastAPI(openapi_url=None)

    @app.post("/v1/messages")
    async def sms(request: Request) -> Response:
        body = await _object_of(request)
        return await _answer(world, request, body, _fault_of_sms(body))

    @app.post("/messages")
    async def whatsapp(request: Request) -> Response:
        body = await _object_of(request)
        template = body.get("template")
        is_whole = isinstance(template, dict) and bool(template.get("name"))
        return await _answer(
            world, request, body, "" if is_whole else "no template", is_whatsapp=True
        )

    @app.get("/v1/reports")
    async def reports(request: Request) -> Response:
        if not _is_let_in(world, request):
            return _error(_UNAUTHORIZED, "unknown token")
        asked = request.query_params.get("ids", "").split(",")
        told = [{"id": id_, **_report(world.fate[id_])} for id_ in asked if id_ in world.fate]
        return JSONResponse({"reports": told})

    return app


async def _answer(
    world: World,
    request: Request,
    body: Mapping[str, Any],
    fault: str,
    *,
    is_whatsapp: bool = False,
) -> Response:
    if not _is_let_in(world, request):
        return _error(_UNAUTHORIZED, "unknown token")
    mischief = world.next()
    if mischief is Mischief.TOO_MANY:
        headers = {"Retry-After": str(world.retry_after_seconds)}
        return _error(_TOO_MANY, "too many", headers)
    if mischief in {Mischief.DOWN, Mischief.BROKEN}:
        return _error(_DOWN if mischief is Mischief.DOWN else _BROKEN, "down")
    if fault or mischief is Mischief.REFUSE:
        return _error(_BAD, fault or "number is on no network")
    key = request.headers.get("Idempotency-Key", "")
    id_ = world.take(key or str(len(world.ids)), body, mischief)
    if mischief is Mischief.SLOW:
        await asyncio.sleep(world.slow_seconds)
    if mischief is Mischief.GARBLE:
        return Response("<html>OK</html>", media_type="text/html")
    return JSONResponse({"messages": [{"id": id_}]} if is_whatsapp else {"id": id_})


async def _object_of(request: Request) -> dict[str, Any]:
    try:
        told = json.loads(await request.body())
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _fault_of_sms(body: Mapping[str, Any]) -> str:
    """Return why an operator would throw an SMS away, "" when it would not."""
    for name, pattern in (
        ("to", _MOBILE),
        ("header", _HEADER),
        ("entityId", _PORTAL_ID),
        ("templateId", _PORTAL_ID),
    ):
        if not pattern.fullmatch(str(body.get(name, ""))):
            return f"{name} is wrong"
    text = str(body.get("text", ""))
    if not text:
        return "text is empty"
    is_unicode = any(ord(letter) > 127 for letter in text)  # noqa: PLR2004 - the end of ASCII
    return "" if bool(body.get("isUnicode")) is is_unicode else "isUnicode is wrong"


def _is_let_in(world: World, request: Request) -> bool:
    return request.headers.get("Authorization") == f"Bearer {world.token}"


def _report(fate: Mischief) -> dict[str, str]:
    if fate is Mischief.FAIL:
        return {"status": "failed", "error": "handset is switched off"}
    return {"status": "delivered", "error": ""}


def _error(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"error": {"message": message}}, status, headers=dict(headers or {}))
