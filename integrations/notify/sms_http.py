"""SMS by a provider over HTTP, each with what a DLT portal gave its template.

``POST {address}/v1/messages`` with ``reference``, ``to``, ``header``, ``entityId``, ``templateId``,
``text`` and ``isUnicode`` answers ``{"id": ...}``; ``GET {address}/v1/reports?ids=a,b`` answers
``{"reports": [{"id", "status": "delivered" | "failed" | ..., "error"}]}``. Other providers get an
adapter of their own beside this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.message import Medium, Message, Template
from domain.ports_of_messages import Handed, HandOver
from domain.services.delivering_messages import DeliveryReport
from integrations.notify.posting import Poster, id_in

_REPORTS_AT_ONCE = 50


class SmsByHttp:
    """The SMS provider of an office."""

    def __init__(self, poster: Poster, series: str) -> None:
        self._poster = poster
        self._series = series

    @property
    def medium(self) -> Medium:
        return Medium.SMS

    def hand_over(self, message: Message, template: Template | None) -> HandOver:
        if template is None:
            return HandOver(Handed.REFUSED, error="no template")
        reference = message.reference(self._series)
        body = {
            "reference": reference,
            "to": f"91{message.address}",
            "header": template.header,
            "entityId": template.entity_id,
            "templateId": message.template_id,
            "text": message.text,
            "isUnicode": not message.text.isascii(),
        }
        answer, told = self._poster.post("/v1/messages", body, reference)
        return replace(answer, provider_id=id_in(told, "id"))

    def reports(self, provider_ids: Sequence[str]) -> Mapping[str, DeliveryReport]:
        found: dict[str, DeliveryReport] = {}
        for start in range(0, len(provider_ids), _REPORTS_AT_ONCE):
            asked = provider_ids[start : start + _REPORTS_AT_ONCE]
            told = self._poster.get("/v1/reports", {"ids": ",".join(asked)})
            reports = told.get("reports") if isinstance(told, dict) else None
            for one in reports if isinstance(reports, list) else []:
                id_, status = id_in(one, "id"), id_in(one, "status")
                if id_ in asked and status in {"delivered", "failed"}:
                    found[id_] = DeliveryReport(status == "delivered", id_in(one, "error"))
        return found
