"""A simulated AMISP inside the program: the true adapters speak with it, no network is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx

from domain.amisp_link import AmispLink, AmispProtocol
from domain.calendar import Clock
from integrations.amisp.breaker import Breaker
from integrations.amisp.calling import Calls
from integrations.amisp.iec61968 import IecAmisp
from integrations.amisp.rest import RestAmisp
from integrations.amisp.simulator.answering import PRACTICE_SECRET, PRACTICE_TOKEN, Asked, Simulator

_ADDRESS = "http://127.0.0.1"
_XML_ADDRESS = "http://127.0.0.1/amisp/iec61968"
#: What is played must not keep a practice office from trying again soon.
_PAUSE = timedelta(seconds=10)


class SimulatorTransport(httpx.BaseTransport):
    """Carries requests to a simulator, and breaks the connection as it says."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._simulator.answer(
            Asked(
                request.method,
                request.url.raw_path.decode().partition("?")[0],
                dict(request.url.params),
                {name.lower(): value for name, value in request.headers.items()},
                request.read(),
            )
        )
        if answer.is_unreachable:
            raise httpx.ConnectError("simulated", request=request)
        if answer.is_lost:
            raise httpx.ReadError("simulated", request=request)
        timeout = request.extensions.get("timeout", {}).get("read")
        if timeout is not None and answer.slow_seconds > timeout:
            raise httpx.ReadTimeout("simulated", request=request)
        return httpx.Response(
            answer.status,
            headers={"Content-Type": answer.kind, **answer.headers},
            content=answer.body,
        )


def amisp_in_process(
    simulator: Simulator, clock: Clock, link: AmispLink | None = None
) -> RestAmisp | IecAmisp:
    """Return an AMISP that is played inside the program, over JSON or, if the link says so, XML."""
    wanted = link or AmispLink()
    is_xml = wanted.protocol is AmispProtocol.IEC61968
    spoken = replace(
        wanted,
        address=_XML_ADDRESS if is_xml else _ADDRESS,
        token=PRACTICE_TOKEN,
        secret=PRACTICE_SECRET,
    )
    calls = Calls(
        spoken,
        clock,
        breaker=Breaker(clock, pause=_PAUSE),
        transport=SimulatorTransport(simulator),
        sleep=_at_once,
    )
    return IecAmisp(spoken, calls) if is_xml else RestAmisp(spoken, calls)


def _at_once(_seconds: float) -> None:
    """Wait for nobody: a simulator is not better a moment later."""
