"""Energy: whole watt-hours; a *unit* on the bill is one kilowatt-hour."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

WH_PER_KWH = 1000


@dataclass(frozen=True, slots=True, order=True)
class Energy:
    """An amount of energy, held as whole watt-hours; meters count in thousandths of a unit."""

    wh: int

    def __post_init__(self) -> None:
        if type(self.wh) is not int:
            raise TypeError(f"Energy is counted in whole watt-hours, not {self.wh!r}")

    @classmethod
    def kwh(cls, units: int | str) -> Energy:
        """Return exactly this many kilowatt-hours; ``ValueError`` for a part of a watt-hour."""
        wh = Fraction(units) * WH_PER_KWH
        if wh.denominator != 1:
            raise ValueError(f"{units} kWh is finer than a watt-hour")
        return cls(wh.numerator)

    def __add__(self, other: Energy) -> Energy:
        return Energy(self.wh + other.wh)

    def __sub__(self, other: Energy) -> Energy:
        return Energy(self.wh - other.wh)


NO_ENERGY = Energy(0)
