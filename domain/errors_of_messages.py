"""What can go wrong with messages: templates that break a rule, providers nobody has set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.errors import Refusal, Unavailable

# Templates; each is named ``low_percent/sms/hi``


@dataclass(eq=False)
class TemplatesUnreadable(Refusal):
    """A document of templates that is none."""

    name: str
    reason: str


@dataclass(eq=False)
class TemplateEmpty(Refusal):
    """A template without a text, or a mail without a subject."""

    template: str
    field: str


@dataclass(eq=False)
class TemplateTooLong(Refusal):
    """A template that is longer than one can be approved."""

    template: str
    most: int


@dataclass(eq=False)
class TemplateGapsWrong(Refusal):
    """A text with more or fewer gaps than variables are named."""

    template: str
    gaps: int
    variables: int


@dataclass(eq=False)
class TemplateVariableUnknown(Refusal):
    """A variable that an alert cannot tell."""

    template: str
    variable: str
    known: str


@dataclass(eq=False)
class TemplateNotApproved(Refusal):
    """An SMS or WhatsApp template without what its approval gave it, or with something else."""

    template: str
    field: str


@dataclass(eq=False)
class VariableUnfit(Refusal):
    """A value that is empty, has a line break, or is longer than a variable may be."""

    template: str
    variable: str
    most: int


@dataclass(eq=False)
class TextNotAsApproved(Refusal):
    """A message whose text is not its approved template with the variables filled in."""

    template: str


# Runs and providers


@dataclass(eq=False)
class DayNotBilled(Refusal):
    """Nobody is charged for the day that consumers are to be told of."""

    day: date


@dataclass(eq=False)
class NoMediumOn(Refusal):
    """Consumers are to be told something, and the office has switched no medium on."""


@dataclass(eq=False)
class DeliveryGoingOn(Unavailable):
    """Another program delivers the messages of the office at this moment."""

    by: str


@dataclass(eq=False)
class ProviderFaulty(Refusal):
    """A setting by which messages would leave is missing, or writes no address."""

    setting: str
