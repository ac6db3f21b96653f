"""How a simulated AMISP misbehaves: each trick always, by chance, or the next few times."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from random import Random

from domain.errors import FieldNotAllowed

_MOST_TIMES = 1_000_000


class Trick(StrEnum):
    """What an AMISP does that it should not."""

    #: It answers after the caller has given up.
    SLOW = "slow"
    #: It cannot be reached.
    DOWN = "down"
    #: It answers 202 and forgets the command.
    LOSES_COMMAND = "loses_command"
    #: It takes the command, and the answer gets lost.
    LOSES_ANSWER = "loses_answer"
    #: 429 with Retry-After.
    TOO_MANY = "too_many"
    #: 503 with Retry-After.
    UNAVAILABLE = "unavailable"
    #: 502 from something between.
    BAD_GATEWAY = "bad_gateway"
    #: An answer that is no JSON.
    GARBAGE = "garbage"
    #: 401, whatever the token.
    UNAUTHORIZED = "unauthorized"
    #: The meter is not known.
    METER_UNKNOWN = "meter_unknown"
    #: The command fails at the meter.
    FAILS = "fails"
    #: It stays under way and never ends.
    NEVER_ENDS = "never_ends"
    #: It says SUCCEEDED, and the relay has not moved.
    CONTRADICTS = "contradicts"
    #: A reconnection ends with the meter waiting for its button.
    READY_FOR_RECONNECTION = "ready_for_reconnection"
    #: The relay moves after the command has expired.
    EXECUTES_LATE = "executes_late"
    #: A cancellation is answered, and the relay moves all the same.
    IGNORES_CANCEL = "ignores_cancel"
    #: The callback comes twice.
    DUPLICATE_CALLBACK = "duplicate_callback"
    #: A callback comes that somebody else has signed, and tells a lie.
    FORGED_CALLBACK = "forged_callback"
    #: The callback comes with a time long past.
    LATE_CALLBACK = "late_callback"
    #: No callback comes.
    NO_CALLBACK = "no_callback"
    #: Its clock is two hours fast.
    WRONG_CLOCK = "wrong_clock"


class Mischief:
    """Which tricks are played; chance comes from a seed, so that a run can be repeated."""

    def __init__(self, seed: int = 1, shares: Mapping[Trick, float] | None = None) -> None:
        self._random = Random(f"mischief {seed}")  # noqa: S311 - play, not a secret
        self._shares: dict[Trick, float] = dict(shares or {})
        self._next: dict[Trick, int] = {}

    def play(self, trick: Trick, share: float = 1.0) -> None:
        """Play a trick in this share of all cases from now on; 0: never again."""
        self._shares[trick] = min(1.0, max(0.0, share))

    def play_next(self, trick: Trick, times: int = 1) -> None:
        """Play a trick the next few times that it could be played."""
        self._next[trick] = min(_MOST_TIMES, max(0, times))

    def stop(self) -> None:
        """Behave from now on."""
        self._shares.clear()
        self._next.clear()

    def happens(self, trick: Trick) -> bool:
        """Whether a trick is played now; one that was wished for is used up."""
        if self._next.get(trick, 0) > 0:
            self._next[trick] -= 1
            return True
        share = self._shares.get(trick, 0.0)
        return share > 0 and self._random.random() < share

    def is_on(self, trick: Trick) -> bool:
        """Whether a trick that is a condition, not an occasion, holds."""
        return self._shares.get(trick, 0.0) > 0

    def told(self) -> dict[str, dict[str, float]]:
        """Return what is being played."""
        return {
            "shares": {trick.value: share for trick, share in self._shares.items() if share},
            "next": {trick.value: times for trick, times in self._next.items() if times},
        }


def trick_of(text: str) -> tuple[Trick, float]:
    """Return the trick and the share that ``slow=0.1`` writes; without a share, always."""
    name, separator, share = text.partition("=")
    try:
        return Trick(name.strip().replace("-", "_")), float(share) if separator else 1.0
    except ValueError:
        raise FieldNotAllowed("misbehave", text) from None
