"""Money: whole paise in, whole paise out, and the one place where anything is rounded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PAISE_PER_RUPEE = 100


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of rupees, held as a whole number of paise; it may be negative."""

    paise: int

    def __post_init__(self) -> None:
        if type(self.paise) is not int:
            raise TypeError(f"Money is counted in whole paise, not {self.paise!r}")

    @classmethod
    def rupees(cls, amount: int | str) -> Money:
        """Return exactly this many rupees; ``ValueError`` for a part of a paisa."""
        paise = Fraction(amount) * PAISE_PER_RUPEE
        if paise.denominator != 1:
            raise ValueError(f"{amount} rupees is not a whole number of paise")
        return cls(paise.numerator)

    def __add__(self, other: Money) -> Money:
        return Money(self.paise + other.paise)

    def __sub__(self, other: Money) -> Money:
        return Money(self.paise - other.paise)

    def __neg__(self) -> Money:
        return Money(-self.paise)

    def __bool__(self) -> bool:
        return self.paise != 0


ZERO = Money(0)


@overload
def half_up(numerator: int, denominator: int) -> int: ...


@overload
def half_up(
    numerator: NDArray[np.int64], denominator: int | NDArray[np.int64]
) -> NDArray[np.int64]: ...


def half_up(
    numerator: int | NDArray[np.int64], denominator: int | NDArray[np.int64]
) -> int | NDArray[np.int64]:
    """Return numerator / denominator as a whole number, halves away from zero.

    The only rounding in the program. ``denominator`` is positive; both are Python ints, or
    int64 columns of one shape (twice the remainder must stay inside int64).
    Source: domain page, section 1 ("half_up is to the paisa, away from zero").
    """
    whole, rest = divmod(numerator, denominator)
    # Below zero the floor lies further out: a half is there already, only more comes back up.
    return whole + (2 * rest + (whole >= 0) > denominator)
