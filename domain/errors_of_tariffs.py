"""What can go wrong with tariffs: no such one, and every fault that one can have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.errors import Refusal


@dataclass(eq=False)
class ScheduleNotFound(Refusal):
    """No tariff schedule (or version) has this id."""

    schedule: str


@dataclass(eq=False)
class TariffsUnreadable(Refusal):
    """A file of tariffs is no JSON; ``detail`` is where it fails."""

    name: str
    detail: str


@dataclass(eq=False)
class TariffFault(Refusal):
    """Something in a tariff that cannot be charged by.

    ``tariff`` is its id (or ``#3``, the third of the document, when it has none); ``field`` is
    the way to the fault: ``fixed_charge.bands[2]``, counted from one.
    """

    tariff: str
    field: str


@dataclass(eq=False)
class TariffFieldMissing(TariffFault):
    """A field that every tariff (or this part of it) must have is absent."""


@dataclass(eq=False)
class TariffFieldUnknown(TariffFault):
    """A field that nobody knows: it is refused, because ignoring it would charge wrongly."""


@dataclass(eq=False)
class TariffFieldTwice(TariffFault):
    """A field stands twice in one object: nobody knows which of the two is meant."""


@dataclass(eq=False)
class TariffFieldsClash(TariffFault):
    """Exactly one of these fields must be given, not several and not none."""

    choices: str


@dataclass(eq=False)
class TariffValueWrong(TariffFault):
    """The value is no ``expected``: document, object, list, pair, text, date, number, switch."""

    value: str
    expected: str


@dataclass(eq=False)
class TariffMoneyNotText(TariffFault):
    """Money or a percentage is given as a number; only a decimal text such as "7.42" is exact."""

    value: str


@dataclass(eq=False)
class TariffNumberUnreadable(TariffFault):
    """The text is no decimal number."""

    value: str


@dataclass(eq=False)
class TariffNumberTooFine(TariffFault):
    """The number has more decimals than can be charged exactly."""

    value: str
    decimals: int


@dataclass(eq=False)
class TariffNumberNegative(TariffFault):
    """A rate, percentage or limit is below zero, or a limit is zero."""

    value: str


@dataclass(eq=False)
class TariffNumberTooHigh(TariffFault):
    """The number is above all that can be right."""

    value: str
    most: str


@dataclass(eq=False)
class TariffChoiceUnknown(TariffFault):
    """The field allows a few words, and this is none of them."""

    value: str
    choices: str


@dataclass(eq=False)
class TariffSlabsMissing(TariffFault):
    """A list of slabs, bands or tiers is empty."""


@dataclass(eq=False)
class TariffSlabsOverlap(TariffFault):
    """A limit is not above the one before it."""

    limit: str
    limit_before: str


@dataclass(eq=False)
class TariffSlabsGap(TariffFault):
    """The last slab or band has a limit: nothing is said about what lies above it."""

    limit: str


@dataclass(eq=False)
class TariffSlabAfterOpen(TariffFault):
    """A slab, band or tier stands after one without a limit, and could never be reached."""


@dataclass(eq=False)
class TariffDatesReversed(TariffFault):
    """A tariff ends on or before the day it begins."""

    valid_from: date
    valid_until: date


@dataclass(eq=False)
class TariffIdTwice(TariffFault):
    """Two tariffs of the document have one id."""


@dataclass(eq=False)
class TariffKnown(TariffFault):
    """The office has a tariff with this id, with other content; what was charged by stays."""


@dataclass(eq=False)
class TariffChargedLater(TariffFault):
    """A version cannot end on ``valid_until``: a day from then on was charged by it."""

    day: date


@dataclass(eq=False)
class TariffVersionsOverlap(TariffFault):
    """Two versions of one schedule hold on one day."""

    schedule: str
    other: str
    day: date


@dataclass(eq=False)
class TariffNameAmbiguous(TariffFault):
    """An id is also the name of another schedule: a category could mean either."""

    schedule: str
    other: str


@dataclass(eq=False)
class TariffSchemeTwice(TariffFault):
    """One kind of subsidy scheme stands twice on one tariff."""

    kind: str


@dataclass(eq=False)
class TariffSubsidyAboveRate(TariffFault):
    """The subsidy per unit is above the energy rate where free units are counted."""

    subsidy: str
    rate: str
