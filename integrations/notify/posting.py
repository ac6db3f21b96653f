"""Posting a message to a provider over HTTP, and what its answer means for the message."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

import httpx

from domain.ports_of_messages import Handed, HandOver

#: What an office, not a message, is to blame for: it may leave once that is set right.
_OFFICES_FAULT = (401, 403, 407)
_TOO_MANY, _TIMED_OUT, _SERVER_FAULT, _REDIRECTED = 429, 408, 500, 300
_REFUSED_FROM = 400
_MOST_ANSWER_BYTES = 256 * 1024
_MOST_ERROR = 200
_MOST_WAIT_SECONDS = 24 * 60 * 60
_TIMEOUT_SECONDS = 10.0
#: Of these nothing has left this machine.
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
    httpx.InvalidURL,
    # What cannot be said at all, such as a token with a line break.
    httpx.LocalProtocolError,
)


class AnswerTooLong(Exception):
    """A provider answers with more than any answer is."""


class AnswerTooSlow(Exception):
    """A provider answers a little at a time, for longer than any answer takes."""


_ENDLESS = (AnswerTooLong, AnswerTooSlow)


class Poster:
    """The calls of an office to one provider; used by one thread at a time."""

    def __init__(
        self, address: str, token: str, *, timeout_seconds: float = _TIMEOUT_SECONDS
    ) -> None:
        self._address = address
        self._timeout_seconds = timeout_seconds
        self._client = httpx.Client(
            timeout=timeout_seconds,
            # Where a redirection leads is not known, and the token would go with it; what the
            # environment says of proxies is not said by the office.
            follow_redirects=False,
            trust_env=False,
            verify=ssl.create_default_context(),
            headers=_headers(token),
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def post(self, path: str, body: Mapping[str, Any], reference: str) -> tuple[HandOver, Any]:
        """Hand something over; return what became of it, and the JSON that came back.

        What never left this machine may leave later; what left and was not answered is unknown.
        """
        headers = {"Idempotency-Key": reference, "Content-Type": "application/json"}
        content = json.dumps(body, ensure_ascii=False).encode()
        try:
            with self._client.stream(
                "POST", f"{self._address}{path}", content=content, headers=headers
            ) as response:
                return _meaning_of(response, self._read(response))
        except _NEVER_LEFT as trouble:
            return HandOver(Handed.LATER, error=type(trouble).__name__), None
        except (httpx.TransportError, httpx.DecodingError, *_ENDLESS) as trouble:
            return HandOver(Handed.UNKNOWN, error=type(trouble).__name__), None

    def get(self, path: str, query: Mapping[str, str]) -> Any:
        """Return the JSON of a question, None when there is no answer that says anything."""
        try:
            with self._client.stream("GET", f"{self._address}{path}", params=query) as response:
                return _json(self._read(response)) if response.is_success else None
        except (httpx.HTTPError, httpx.InvalidURL, *_ENDLESS):
            return None

    def _read(self, response: httpx.Response) -> bytes:
        until = monotonic() + self._timeout_seconds
        content = b""
        for part in response.iter_bytes():
            content += part
            if len(content) > _MOST_ANSWER_BYTES:
                raise AnswerTooLong
            if monotonic() > until:
                raise AnswerTooSlow
        return content


def id_in(told: Any, *path: str | int) -> str:
    """Return the id that stands at a place of an answer, "" where there is none.

    What no book could hold, and nobody could read, is left out of it.
    """
    for step in path:
        if isinstance(step, str) and isinstance(told, dict):
            told = told.get(step)
        elif isinstance(step, int) and isinstance(told, list) and len(told) > step:
            told = told[step]
        else:
            return ""
    text = str(told) if isinstance(told, str | int) else ""
    return "".join(letter for letter in text[:_MOST_ERROR] if letter.isprintable())


def _headers(token: str) -> dict[bytes, bytes]:
    # Without a token nobody is let in, and the provider says so.
    authorization = {b"Authorization": f"Bearer {token}".encode()} if token else {}
    return {**authorization, b"User-Agent": b"bijli-bahi"}


def _meaning_of(response: httpx.Response, content: bytes) -> tuple[HandOver, Any]:
    status, told = response.status_code, _json(content)
    if response.is_success:
        return HandOver(Handed.SENT), told
    error = _error_of(status, told)
    is_passing = status in {_TOO_MANY, _TIMED_OUT, *_OFFICES_FAULT} or status >= _SERVER_FAULT
    if is_passing or _REDIRECTED <= status < _REFUSED_FROM:
        wait_ms = _wait_ms(response.headers.get("Retry-After", ""))
        return HandOver(Handed.LATER, wait_ms=wait_ms, error=error), told
    return HandOver(Handed.REFUSED, error=error), told


def _error_of(status: int, told: Any) -> str:
    words = id_in(told, "error", "message") or id_in(told, "error") or id_in(told, "code")
    return f"HTTP {status} {words}".strip()[:_MOST_ERROR]


def _wait_ms(text: str) -> int:
    """Return how long a ``Retry-After`` asks to wait: seconds, or until an instant."""
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), _MOST_WAIT_SECONDS) * 1000
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0
    if until.tzinfo is None:
        return 0
    seconds = (until - datetime.now(UTC)).total_seconds()
    return int(min(max(seconds, 0), _MOST_WAIT_SECONDS) * 1000)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
