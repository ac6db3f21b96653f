"""Calls over HTTP: each within its time, kept for the auditor, and told apart by what they left.

What never left this machine and what got no answer are two different things: after the first
nothing happened, after the second nobody knows.
"""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import sleep as sleep_seconds

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from domain.amisp_link import AmispLink
from domain.calendar import Clock
from domain.errors_of_supply import AmispRefusesOffice, AmispUnavailable
from domain.supply_order import Exchange, Road
from integrations.amisp.breaker import Breaker

UNAUTHORIZED, FORBIDDEN, TOO_MANY = 401, 403, 429
SERVICE_UNAVAILABLE = 503
BLOT = "…"

_SERVER_FAULT = 500
_MOST_ANSWER_BYTES, _MOST_BULK_BYTES = 1024 * 1024, 16 * 1024 * 1024
_MOST_KEPT_CHARACTERS = 64 * 1024
_MOST_EXCHANGES = 10_000
_MS_PER_SECOND = 1000
_MOST_WAIT = timedelta(hours=1)
#: A short trouble is over after a few attempts; a longer one is for the breaker.
_ATTEMPTS, _FIRST_WAIT_SECONDS, _MOST_WAIT_SECONDS = 3, 0.1, 1.0
_PASSING = (502, 503, 504)
#: Of these nothing has left this machine.
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
    # What cannot be said at all, such as a token with a line break.
    httpx.LocalProtocolError,
)


class CallFailed(Exception):
    """A call brought no answer; the words are those of the protocol."""


class NothingLeft(CallFailed):
    """The AMISP was not reached: nothing was taken."""


class NoAnswer(CallFailed):
    """It was said and not answered: nobody knows whether it was taken."""


class _Passing(CallFailed):
    """An answer that a moment later may be another one."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"HTTP {answer.status}")
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``wait_ms``: how long the AMISP asks to keep away."""

    status: int
    text: str
    wait_ms: int = 0

    @property
    def is_good(self) -> bool:
        return httpx.codes.is_success(self.status)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said in a call."""

    method: str
    path: str
    body: bytes
    headers: Mapping[str, str]
    order_id: str
    is_bulk: bool = False


class Calls:
    """The calls of one office to its AMISP; used by one thread at a time."""

    def __init__(
        self,
        link: AmispLink,
        clock: Clock,
        *,
        breaker: Breaker | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = sleep_seconds,
    ) -> None:
        self._link = link
        self._clock = clock
        self._breaker = breaker or Breaker(clock)
        self._sleep = sleep
        self._transport = transport
        self._client: httpx.Client | None = None
        self._kept: list[Exchange] = []

    def ask(
        self,
        method: str,
        path: str,
        body: str = "",
        headers: Mapping[str, str] | None = None,
        *,
        order_id: str = "",
    ) -> Answer:
        """Say what may be said twice: tried again at once after a short trouble."""
        return self._tried(_Said(method, path, body.encode(), headers or {}, order_id))

    def ask_at_length(self, path: str) -> Answer:
        """Ask what is answered at length; the answer is kept as its SHA-256 alone."""
        return self._tried(_Said("GET", path, b"", {}, "", is_bulk=True))

    def order(
        self, path: str, body: str, headers: Mapping[str, str], *, order_id: str = ""
    ) -> Answer:
        """Say what moves a relay: once, whatever comes of it."""
        return self._call(_Said("POST", path, body.encode(), headers, order_id))

    def wait(self, wait_ms: int) -> None:
        """Wait for as long as the AMISP asks to be left alone."""
        self._sleep(wait_ms / _MS_PER_SECOND)

    def exchanges(self) -> list[Exchange]:
        """Return, and forget, what was said since this was asked last."""
        kept, self._kept = self._kept, []
        return kept

    def _tried(self, said: _Said) -> Answer:
        retrying = Retrying(
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_random_exponential(_FIRST_WAIT_SECONDS, _MOST_WAIT_SECONDS),
            retry=retry_if_exception_type(CallFailed),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(lambda: self._settled(said))
        except _Passing as passing:
            return passing.answer

    def _settled(self, said: _Said) -> Answer:
        answer = self._call(said)
        if answer.status in _PASSING and not answer.wait_ms:
            raise _Passing(answer)
        return answer

    def _call(self, said: _Said) -> Answer:
        self._breaker.refuse_while_open()
        began, of = self._clock.now(), said.order_id
        self._keep(of, f"{said.method} {said.path}", said.body.decode(), began, is_ours=True)
        try:
            answer = self._answer(said)
        except CallFailed as failed:
            self._keep(of, str(failed), "", began)
            self._breaker.note_failure(str(failed))
            raise
        text = _digest_of(answer.text) if said.is_bulk and answer.is_good else answer.text
        self._keep(of, f"HTTP {answer.status}", text, began, status=answer.status)
        self._judge(answer)
        return answer

    def _answer(self, said: _Said) -> Answer:
        most = _MOST_BULK_BYTES if said.is_bulk else _MOST_ANSWER_BYTES
        try:
            with self._opened().stream(
                said.method,
                f"{self._link.address}{said.path}",
                content=said.body,
                headers=dict(said.headers),
            ) as response:
                return Answer(
                    response.status_code,
                    self._text_of(response, most),
                    self._wait_of(response.headers.get("Retry-After", "")),
                )
        except _NEVER_LEFT as trouble:
            raise NothingLeft(type(trouble).__name__) from trouble
        except (httpx.TransportError, httpx.DecodingError) as trouble:
            raise NoAnswer(type(trouble).__name__) from trouble
        except httpx.InvalidURL as trouble:
            raise NothingLeft(type(trouble).__name__) from trouble

    def _opened(self) -> httpx.Client:
        if self._client is None:
            self._client = httpx.Client(
                transport=self._transport,
                timeout=self._link.timeout_seconds,
                # Of a connection that was kept and is gone nobody knows what it took along.
                limits=httpx.Limits(max_keepalive_connections=0),
                # Where a redirection leads is not known, and the token would go with it; what the
                # environment says of proxies is not said by the office.
                follow_redirects=False,
                trust_env=False,
                verify=ssl.create_default_context(),
                headers=self._headers(),
            )
        return self._client

    def _headers(self) -> dict[bytes, bytes]:
        headers = {
            "Authorization": f"Bearer {self._link.token}" if self._link.token else "",
            "Accept-Encoding": "identity",
            "User-Agent": "bijli-bahi",
            "X-AMISP-Client": self._link.client,
        }
        # What has no value is not said: without a token the AMISP lets nobody in, and says so.
        return {name.encode(): said.encode() for name, said in headers.items() if said}

    def _text_of(self, response: httpx.Response, most_bytes: int) -> str:
        """Return the text of an answer that is not endless, and does not drip for ever."""
        until = self._clock.now() + timedelta(seconds=self._link.timeout_seconds)
        read = bytearray()
        for part in response.iter_bytes():
            read += part
            if len(read) > most_bytes:
                raise NoAnswer("AnswerTooLong")
            if self._clock.now() > until:
                raise NoAnswer("AnswerTooSlow")
        return read.decode("utf-8", "replace")

    def _wait_of(self, written: str) -> int:
        """Return what Retry-After asks for in milliseconds: seconds, or an instant."""
        if not written:
            return 0
        if written.isascii() and written.isdigit():
            wait = timedelta(seconds=min(int(written[:6]), _MOST_WAIT.total_seconds()))
        else:
            wait = self._until(written)
        return max(timedelta(), min(wait, _MOST_WAIT)) // timedelta(milliseconds=1)

    def _until(self, written: str) -> timedelta:
        try:
            named = parsedate_to_datetime(written)
        except ValueError:
            return timedelta()
        aware = named if named.tzinfo else named.replace(tzinfo=UTC)
        return aware - self._clock.now()

    def _judge(self, answer: Answer) -> None:
        why = f"HTTP {answer.status}"
        if answer.status in {UNAUTHORIZED, FORBIDDEN}:
            self._breaker.note_refusal(why)
        elif answer.status in {TOO_MANY, SERVICE_UNAVAILABLE} and answer.wait_ms:
            self._breaker.rest(answer.wait_ms, why)
        elif answer.status >= _SERVER_FAULT:
            self._breaker.note_failure(why)
        else:
            self._breaker.note_answer()

    def _keep(  # noqa: PLR0913 - an exchange has so many sides
        self,
        order_id: str,
        what: str,
        body: str,
        began: datetime,
        *,
        is_ours: bool = False,
        status: int = 0,
    ) -> None:
        now = self._clock.now()
        took_ms = max(0, (now - began) // timedelta(milliseconds=1))
        said = self._without_secrets(body)[:_MOST_KEPT_CHARACTERS]
        exchange = Exchange(order_id, now, is_ours, Road.API, what, status, said, took_ms)
        self._kept = [*self._kept[-_MOST_EXCHANGES:], exchange]

    def _without_secrets(self, text: str) -> str:
        for secret in (self._link.token, self._link.secret):
            text = text.replace(secret, BLOT) if secret else text
        return text


def _digest_of(text: str) -> str:
    return f"sha256 {hashlib.sha256(text.encode()).hexdigest()}"


def unavailable(failed: CallFailed | Answer) -> AmispUnavailable:
    """Return the trouble that a question met."""
    if not isinstance(failed, Answer):
        return AmispUnavailable(str(failed))
    is_refused = failed.status in {UNAUTHORIZED, FORBIDDEN}
    trouble = AmispRefusesOffice if is_refused else AmispUnavailable
    return trouble(f"HTTP {failed.status}", failed.wait_ms)
