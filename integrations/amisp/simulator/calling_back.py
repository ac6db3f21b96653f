"""Callbacks on their way: sent until they are taken, or given up after some attempts."""

from __future__ import annotations

from collections.abc import Sequence

import httpx

from integrations.amisp.simulator.callbacks import Callback

_ATTEMPTS = 5
_TIMEOUT_SECONDS = 5


class CallingBack:
    """Sends callbacks at least once; what is not taken goes again the next time."""

    def __init__(self) -> None:
        self._client = httpx.Client(timeout=_TIMEOUT_SECONDS, trust_env=False)
        self._unsent: list[tuple[Callback, int]] = []
        #: The answers that came, 0 for none.
        self.answers: list[int] = []

    def send(self, callbacks: Sequence[Callback]) -> None:
        """Send what is due, and again what was not taken before."""
        due = [*self._unsent, *((callback, 0) for callback in callbacks)]
        self._unsent = []
        for callback, attempts in due:
            status = self._sent(callback)
            self.answers.append(status)
            if not httpx.codes.is_success(status) and attempts + 1 < _ATTEMPTS:
                self._unsent.append((callback, attempts + 1))

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _sent(self, callback: Callback) -> int:
        try:
            answer = self._client.post(
                callback.url, content=callback.body, headers=dict(callback.headers)
            )
        except (httpx.TransportError, httpx.InvalidURL):
            return 0
        return answer.status_code
