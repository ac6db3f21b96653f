"""WhatsApp: a template that the platform has approved, sent with its variables over HTTP.

The body is that of WhatsApp's Cloud API; ``POST {address}/messages`` answers
``{"messages": [{"id": ...}]}``.
"""

from __future__ import annotations

from dataclasses import replace

from domain.message import Medium, Message, Template
from domain.ports_of_messages import Handed, HandOver
from integrations.notify.posting import Poster, id_in


class WhatsApp:
    """The WhatsApp number of an office."""

    def __init__(self, poster: Poster, series: str) -> None:
        self._poster = poster
        self._series = series

    @property
    def medium(self) -> Medium:
        return Medium.WHATSAPP

    def hand_over(self, message: Message, template: Template | None) -> HandOver:
        if template is None:
            return HandOver(Handed.REFUSED, error="no template")
        values = [{"type": "text", "text": message.variables[name]} for name in template.variables]
        body = {
            "messaging_product": "whatsapp",
            "to": f"91{message.address}",
            "type": "template",
            "template": {
                "name": template.template_id,
                "language": {"code": message.language},
                "components": [{"type": "body", "parameters": values}],
            },
        }
        answer, told = self._poster.post("/messages", body, message.reference(self._series))
        return replace(answer, provider_id=id_in(told, "messages", 0, "id"))
