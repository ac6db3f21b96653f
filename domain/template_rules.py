"""Templates by the rules of DLT: what each may name, how long a value is, what stands where.

Source: contracts page, section 4 (principal entity, header, template id, 40 characters a variable).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import zip_longest

from domain.errors import FieldNotAllowed
from domain.errors_of_messages import (
    TemplateEmpty,
    TemplateGapsWrong,
    TemplateNotApproved,
    TemplateTooLong,
    TemplateVariableUnknown,
    TextNotAsApproved,
    VariableUnfit,
)
from domain.formats import clean_words
from domain.message import Alert, Medium, Template

GAP = "{#var#}"
MOST_VARIABLE, MOST_TEXT, MOST_MAIL = 40, 2_000, 10_000
#: Media whose templates somebody outside approves before anything may be sent by them.
APPROVED_MEDIA = frozenset({Medium.SMS, Medium.WHATSAPP})
_ALWAYS = ("number", "office", "balance")
#: What each alert can tell, by the names that a template uses.
VARIABLES: Mapping[Alert, tuple[str, ...]] = {
    Alert.LOW_PERCENT: (*_ALWAYS, "percent"),
    Alert.LOW_DAYS: (*_ALWAYS, "days"),
    Alert.MONTH_PERCENT: (*_ALWAYS, "percent", "used"),
    Alert.EMERGENCY_STARTED: (*_ALWAYS, "due", "limit"),
    Alert.WILL_BE_CUT: (*_ALWAYS, "due", "at"),
    Alert.RECHARGED: (*_ALWAYS, "amount", "receipt"),
    Alert.CHARGE_REVERSED: (*_ALWAYS, "amount", "receipt"),
    Alert.DISCONNECTED: (*_ALWAYS, "due", "at"),
    Alert.RECONNECTED: (*_ALWAYS, "at"),
    Alert.SUBSIDY_ENDING: (*_ALWAYS, "units", "limit"),
}
_SAMPLES: Mapping[str, str] = {
    "number": "1004521",
    "office": "Patna-1",
    "balance": "-45.10",
    "percent": "75",
    "days": "3",
    "used": "1,250.00",
    "due": "45.10",
    "limit": "25-11-2026 00:00",
    "at": "26-11-2026 10:00",
    "amount": "500.00",
    "receipt": "PAT1/01/2026-27/000123",
    "units": "8",
}
_SAMPLES_OF: Mapping[Alert, Mapping[str, str]] = {
    Alert.LOW_PERCENT: {"balance": "50.00", "percent": "10"},
    Alert.LOW_DAYS: {"balance": "96.40"},
    Alert.MONTH_PERCENT: {"balance": "310.00"},
    Alert.RECHARGED: {"balance": "454.90"},
    Alert.RECONNECTED: {"balance": "454.90"},
    Alert.SUBSIDY_ENDING: {"balance": "310.00", "limit": "125"},
}
#: Ids of a DLT portal are long numbers; a header for service messages has six letters.
_PORTAL_ID = re.compile(r"[0-9]{12,19}")
_HEADER = re.compile(r"[A-Za-z0-9]{6}")
_PROVIDER_NAME = re.compile(r"[a-z0-9_]{1,100}")


def samples_of(alert: Alert) -> Mapping[str, str]:
    """Return values by which somebody sees how an alert will read."""
    return {**_SAMPLES, **_SAMPLES_OF.get(alert, {})}


def name_of(template: Template) -> str:
    """Return what a template is known by: ``low_percent/sms/hi``."""
    return f"{template.alert}/{template.medium}/{template.language}"


def refuse_faulty(template: Template) -> None:
    """Raise what is wrong with a template as it is written, whether it may be sent or not."""
    name = name_of(template)
    if not template.text.strip():
        raise TemplateEmpty(name, "text")
    if template.medium is Medium.EMAIL and not template.subject.strip():
        raise TemplateEmpty(name, "subject")
    most = MOST_MAIL if template.medium is Medium.EMAIL else MOST_TEXT
    if len(template.text) > most:
        raise TemplateTooLong(name, most)
    for field in ("subject", "template_id", "header", "entity_id"):
        _refuse_hidden(field, getattr(template, field))
    for line in template.text.split("\n"):
        _refuse_hidden("text", line)
    gaps = template.text.count(GAP)
    if gaps != len(template.variables):
        raise TemplateGapsWrong(name, gaps, len(template.variables))
    known = VARIABLES[template.alert]
    for variable in template.variables:
        if variable not in known:
            raise TemplateVariableUnknown(name, variable, ", ".join(known))


def refuse_unapproved(template: Template) -> None:
    """Raise when a template lacks what its approval gives it; mail and sheets need none."""
    wanted = {
        Medium.SMS: (
            ("entity_id", _PORTAL_ID),
            ("header", _HEADER),
            ("template_id", _PORTAL_ID),
        ),
        Medium.WHATSAPP: (("template_id", _PROVIDER_NAME),),
    }.get(template.medium, ())
    for field, pattern in wanted:
        if not pattern.fullmatch(getattr(template, field)):
            raise TemplateNotApproved(name_of(template), field)


def filled(template: Template, values: Mapping[str, str]) -> str:
    """Return the text with the variables filled in; refuse a value that does not fit."""
    parts = template.text.split(GAP)
    told = [_checked(template, variable, values) for variable in template.variables]
    return "".join(part + value for part, value in zip_longest(parts, told, fillvalue=""))


def refuse_other_text(template: Template, values: Mapping[str, str], text: str) -> None:
    """Raise when a text is not the template filled in: an operator would throw it away."""
    if text != filled(template, values):
        raise TextNotAsApproved(name_of(template))


def _refuse_hidden(field: str, line: str) -> None:
    """Refuse what breaks a line or hides what it says: no mail and no row could hold it."""
    if clean_words(line) is None:
        raise FieldNotAllowed(field, line)


def _checked(template: Template, variable: str, values: Mapping[str, str]) -> str:
    value = values.get(variable, "")
    is_short = len(value) <= MOST_VARIABLE or template.medium not in APPROVED_MEDIA
    if not value.strip() or clean_words(value) is None or not is_short or GAP in value:
        raise VariableUnfit(name_of(template), variable, MOST_VARIABLE)
    return value
