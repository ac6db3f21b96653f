"""Templates as a document: JSON with a list of them, each with what its approval gave it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from domain.errors_of_messages import TemplatesUnreadable
from domain.message import Alert, Medium, Template

_NEEDED = ("alert", "medium", "language", "text", "variables")
_OPTIONAL = ("subject", "template_id", "header", "entity_id")
_LANGUAGES = ("en", "hi")
_MOST = 1_000


def read_templates(text: str, name: str) -> list[Template]:
    """Return the templates of a document; :class:`TemplatesUnreadable` says what is wrong."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise TemplatesUnreadable(name, "JSON") from None
    listed = told.get("templates") if isinstance(told, dict) else None
    if not isinstance(listed, list) or not 0 < len(listed) <= _MOST:
        raise TemplatesUnreadable(name, "templates")
    return [_template(one, name) for one in listed]


def document_of(template: Template) -> dict[str, Any]:
    """Return a template as a document holds it."""
    return {
        "alert": template.alert.value,
        "medium": template.medium.value,
        "language": template.language,
        "text": template.text,
        "variables": list(template.variables),
        "subject": template.subject,
        "template_id": template.template_id,
        "header": template.header,
        "entity_id": template.entity_id,
    }


def _template(told: object, name: str) -> Template:
    if not isinstance(told, Mapping):
        raise TemplatesUnreadable(name, "templates")
    for field in (*(set(told) - {*_NEEDED, *_OPTIONAL}), *(set(_NEEDED) - set(told))):
        raise TemplatesUnreadable(name, str(field)[:40])
    variables = told["variables"]
    if not isinstance(variables, list) or not all(isinstance(one, str) for one in variables):
        raise TemplatesUnreadable(name, "variables")
    words = {
        field: _text(told.get(field, ""), field, name)
        for field in ("alert", "medium", "language", "text", *_OPTIONAL)
    }
    if words["alert"] not in set(Alert) or words["medium"] not in set(Medium):
        raise TemplatesUnreadable(name, f"{words['alert']}/{words['medium']}"[:40])
    if words["language"] not in _LANGUAGES:
        raise TemplatesUnreadable(name, "language")
    return Template(
        alert=Alert(words["alert"]),
        medium=Medium(words["medium"]),
        language=words["language"],
        text=words["text"],
        variables=tuple(variables),
        subject=words["subject"],
        template_id=words["template_id"],
        header=words["header"],
        entity_id=words["entity_id"],
    )


def _text(value: object, field: str, name: str) -> str:
    if not isinstance(value, str):
        raise TemplatesUnreadable(name, field)
    return value
