"""An AMISP that speaks the contract's JSON over HTTPS."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from domain.amisp_link import AmispLink
from domain.errors_of_supply import AmispUnavailable
from domain.ports_of_amisp import CommandState, DailyReads, SendOutcome, Sent
from domain.supply_order import Exchange, RelayState, SupplyOrder
from integrations.amisp.calling import (
    FORBIDDEN,
    SERVICE_UNAVAILABLE,
    TOO_MANY,
    UNAUTHORIZED,
    Answer,
    CallFailed,
    Calls,
    NothingLeft,
    unavailable,
)
from integrations.amisp.contract import (
    COMMAND_NOT_FOUND,
    COMMANDS,
    IN_PROGRESS,
    NotUnderstood,
    command_of,
    error_of,
    id_of,
    object_of,
    relay_of,
    told_state,
)
from integrations.amisp.readings import DAILY, ReadingsTold

_NOT_FOUND, _CONFLICT, _TIMED_OUT = 404, 409, 408
_READINGS = "/amisp/v1/readings"
_READS_A_PAGE = 1000
#: So often, and so long each time, is waited for the next page of readings.
_MOST_WAITS, _MOST_WAIT_MS = 3, 60_000
_NEVER_HAD = CommandState(is_known=False)


class RestAmisp:
    """Everything of :class:`domain.ports_of_amisp.Amisp`, as section 2 of the contract has it."""

    is_by_file = False

    def __init__(self, link: AmispLink, calls: Calls) -> None:
        self._link = link
        self._calls = calls

    @property
    def name(self) -> str:
        return urlsplit(self._link.address).netloc

    def body_of(self, order: SupplyOrder) -> str:
        return command_of(order, self._link)

    def send(self, order: SupplyOrder) -> SendOutcome:
        headers = {"Content-Type": "application/json", "Idempotency-Key": order.id}
        try:
            answer = self._calls.order(COMMANDS, order.body, headers, order_id=order.id)
        except NothingLeft as failed:
            return SendOutcome(Sent.LATER, detail=str(failed))
        except CallFailed as failed:
            return SendOutcome(Sent.UNKNOWN, detail=str(failed))
        return _taken(answer, order) if answer.is_good else outcome_of(answer)

    def state_of(self, order: SupplyOrder) -> CommandState:
        if order.remote_id:
            by_job = self._state_at(f"{COMMANDS}/{quote(order.remote_id, safe='')}", order)
            if by_job.is_known:
                return by_job
        query = urlencode({"commandId": order.id})
        return self._state_at(f"{COMMANDS}?{query}", order)

    def cancel(self, order: SupplyOrder) -> CommandState:
        remote_id = order.remote_id or self.state_of(order).remote_id
        if not remote_id:
            return _NEVER_HAD
        path = f"{COMMANDS}/{quote(remote_id, safe='')}/cancel"
        answer = self._asked("POST", path, order.id)
        if answer.status == _CONFLICT:
            # Too late to cancel: how far it is stands with the command.
            return self.state_of(order)
        return _state_in(answer, order)

    def relay(self, meter_serial: str) -> RelayState:
        path = f"/amisp/v1/meters/{quote(meter_serial, safe='')}/relay"
        answer = self._asked("GET", path)
        if answer.status == _NOT_FOUND and _error(answer)[0]:
            return RelayState.UNKNOWN
        return relay_of(_told(answer))

    def daily_reads(self, first: date, last: date) -> DailyReads:
        told = ReadingsTold()
        query = {"profile": DAILY, "from": first.isoformat(), "to": last.isoformat()}
        query["limit"] = str(_READS_A_PAGE)
        while not told.is_whole:
            page = self._page(f"{_READINGS}?{urlencode(query)}")
            try:
                query["cursor"] = told.take_page(page.text)
            except NotUnderstood as trouble:
                raise AmispUnavailable(f"answer not understood: {trouble.field}") from trouble
        return told.reads()

    def exchanges(self) -> list[Exchange]:
        return self._calls.exchanges()

    def _page(self, path: str) -> Answer:
        """Ask for a page of readings; where patience is asked for, wait a little, a few times."""
        for _time in range(_MOST_WAITS):
            try:
                return self._asked_at_length(path)
            except AmispUnavailable as trouble:
                if not 0 < trouble.wait_ms <= _MOST_WAIT_MS:
                    raise
                self._calls.wait(trouble.wait_ms)
        return self._asked_at_length(path)

    def _asked_at_length(self, path: str) -> Answer:
        try:
            answer = self._calls.ask_at_length(path)
        except CallFailed as failed:
            raise unavailable(failed) from failed
        if not answer.is_good:
            raise unavailable(answer)
        return answer

    def _state_at(self, path: str, order: SupplyOrder) -> CommandState:
        return _state_in(self._asked("GET", path, order.id), order)

    def _asked(self, method: str, path: str, order_id: str = "") -> Answer:
        try:
            return self._calls.ask(method, path, order_id=order_id)
        except CallFailed as failed:
            raise unavailable(failed) from failed


def outcome_of(answer: Answer) -> SendOutcome:
    """Return what an answer other than a yes means for an order.

    :class:`AmispRefusesOffice` when the office is refused, and not the order: with a token that has
    run out a whole run would be lost, reconnections among it. It waits until the token is right.
    """
    if answer.status in {UNAUTHORIZED, FORBIDDEN}:
        raise unavailable(answer)
    code, detail = _error(answer)
    sent = _sent(answer.status, code)
    return SendOutcome(
        sent, wait_ms=answer.wait_ms, code=code or f"HTTP_{answer.status}", detail=detail
    )


def _sent(status: int, code: str) -> Sent:
    if status in {TOO_MANY, SERVICE_UNAVAILABLE, _TIMED_OUT}:
        return Sent.LATER
    if status == _CONFLICT and code in {"", IN_PROGRESS}:
        return Sent.BUSY
    if 400 <= status < 500:  # noqa: PLR2004 - the answers that say: as asked, never
        # Without a code it is not the AMISP that answers: a wrong address, something between.
        return Sent.REFUSED if code else Sent.LATER
    return Sent.LATER if 300 <= status < 400 else Sent.UNKNOWN  # noqa: PLR2004 - sent elsewhere


def _taken(answer: Answer, order: SupplyOrder) -> SendOutcome:
    """Return that the AMISP has an order, unless it says so in words that nobody understands."""
    try:
        told = object_of(answer.text)
        _refuse_another(told, order)
        return SendOutcome(Sent.ACCEPTED, id_of(told, "jobId"))
    except NotUnderstood as trouble:
        return SendOutcome(Sent.UNKNOWN, code="NOT_UNDERSTOOD", detail=trouble.field)


def _state_in(answer: Answer, order: SupplyOrder) -> CommandState:
    if answer.status == _NOT_FOUND and _error(answer)[0] == COMMAND_NOT_FOUND:
        return _NEVER_HAD
    told = _told(answer)
    try:
        _refuse_another(told, order)
        return told_state(told)
    except NotUnderstood as trouble:
        raise AmispUnavailable(f"answer not understood: {trouble.field}") from trouble


def _refuse_another(told: Mapping[str, Any], order: SupplyOrder) -> None:
    """Raise when an answer is about another command: it says nothing about ours."""
    if id_of(told, "commandId") != order.id:
        raise NotUnderstood("commandId")


def _told(answer: Answer) -> Mapping[str, Any]:
    if not answer.is_good:
        raise unavailable(answer)
    try:
        return object_of(answer.text)
    except NotUnderstood as trouble:
        raise AmispUnavailable(f"answer not understood: {trouble.field}") from trouble


def _error(answer: Answer) -> tuple[str, str]:
    try:
        return error_of(object_of(answer.text))
    except NotUnderstood:
        return "", ""
