"""Calls over real connections: slow, endless, broken, sent elsewhere; each ends within its time."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.amisp_link import AmispLink, AmispProtocol
from domain.errors import FieldNotAllowed
from domain.errors_of_supply import AmispNotSetUp, AmispTokenMissing, AmispUnavailable, PortTaken
from domain.ports_of_amisp import Sent
from domain.supply_order import RelayState
from integrations.amisp.calling import Calls
from integrations.amisp.choosing import amisp_for
from integrations.amisp.rest import RestAmisp
from integrations.amisp.serving import listening_on
from integrations.amisp.simulator.answering import PRACTICE_TOKEN, Simulator
from integrations.amisp.simulator.app import simulator_app
from integrations.amisp.simulator.beginning import simulator_of
from integrations.amisp.simulator.mischief import Trick
from integrations.amisp.simulator.world import World
from tests.integrations.amisp.played import COMMAND, METER, Played
from tests.served import served

_LASTS_SECONDS = 10
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


class Wall:
    """A clock that goes."""

    def now(self):
        return datetime.now(UTC)


@pytest.fixture(scope="module")
def simulator():
    """A simulator behind a real server, begun once."""
    made = Simulator(World(Wall()), slow_seconds=0.5)
    with served(simulator_app(made, ticks=False)) as address:
        yield made, address


@pytest.fixture(params=[AmispProtocol.REST, AmispProtocol.IEC61968])
def amisp(simulator, request):
    made, address = simulator
    made.world.mischief.stop()
    is_xml = request.param is AmispProtocol.IEC61968
    link = AmispLink(
        address=f"{address}/amisp/iec61968" if is_xml else address,
        protocol=request.param,
        timeout_seconds=0.2,
        token=PRACTICE_TOKEN,
    )
    return amisp_for(link, Wall())


def _order(amisp, clock, id_):
    order = Played(clock).order(id_=id_, serial=id_)
    return replace(order, body=amisp.body_of(order))


def test_an_order_goes_over_a_real_connection(amisp, clock):
    order = _order(amisp, clock, f"plain {type(amisp).__name__}")

    assert amisp.relay(f"{order.id}/अ") is RelayState.CONNECTED
    assert amisp.send(order).sent is Sent.ACCEPTED
    assert amisp.state_of(order).is_known


@pytest.mark.parametrize("trick", [Trick.SLOW, Trick.LOSES_ANSWER])
def test_what_got_no_answer_is_unknown(amisp, simulator, clock, trick):
    made, _address = simulator
    made.world.mischief.play_next(trick)

    outcome = amisp.send(_order(amisp, clock, f"{trick} {type(amisp).__name__}"))

    assert outcome.sent is Sent.UNKNOWN
    assert outcome.detail in {"ReadTimeout", "RemoteProtocolError"}


@contextmanager
def _answering(*parts, pause=0.0):
    """Yield the address of a server that answers each connection with these bytes."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(_LASTS_SECONDS)
    done = threading.Event()

    def serve():
        with suppress(OSError):
            while not done.is_set():
                connection, _address = listening.accept()
                with connection, suppress(OSError):
                    connection.recv(65_536)
                    for part in parts:
                        connection.sendall(part)
                        done.wait(pause)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        done.set()
        with suppress(OSError):
            socket.create_connection(listening.getsockname(), 1).close()
        thread.join(_LASTS_SECONDS)
        listening.close()
        assert not thread.is_alive()


def _asking(address):
    link = AmispLink(address=address, timeout_seconds=0.3, token="t")
    return RestAmisp(link, Calls(link, Wall(), sleep=lambda _seconds: None))


@pytest.mark.parametrize(
    ("parts", "detail"),
    [
        ([HEAD + b"Content-Length: 3000000\r\n\r\n", b" " * 3_000_000], "AnswerTooLong"),
        ([HEAD + b"Content-Length: 9\r\n\r\n{"], "RemoteProtocolError"),
        ([b"\x16\x03\x01 no HTTP\r\n\r\n"], "RemoteProtocolError"),
        ([HEAD + b"Content-Length: 2\r\n\r\n[]"], "answer not understood: JSON"),
        ([HEAD + b"Content-Length: 0\r\n\r\n"], "answer not understood: JSON"),
        ([HEAD + b"Content-Length: 3\r\n\r\n\xff\xfe{"], "answer not understood: JSON"),
        (
            [b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"],
            "HTTP 302",
        ),
        (
            [b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n<b>no</b>"],
            "HTTP 404",
        ),
    ],
)
def test_an_answer_that_is_none_is_said_so(clock, parts, detail):
    with _answering(*parts) as address:
        amisp = _asking(address)

        with pytest.raises(AmispUnavailable) as refused:
            amisp.state_of(Played(clock).order())

    assert refused.value.detail == detail


def test_an_answer_that_drips_is_not_waited_for(clock):
    drips = [HEAD + b"Content-Length: 99\r\n\r\n", *([b"{"] * 20)]
    with _answering(*drips, pause=0.1) as address:
        amisp = _asking(address)
        began = datetime.now(UTC)
        outcome = amisp.send(Played(clock).order())
        took = datetime.now(UTC) - began

    assert (outcome.sent, outcome.detail) == (Sent.UNKNOWN, "AnswerTooSlow")
    assert took.total_seconds() < 2


def test_an_answer_about_another_command_says_nothing_about_ours(clock):
    body = b'{"commandId": "another", "jobId": "J1", "status": "SUCCEEDED"}'
    answer = HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode() + body
    with _answering(answer) as address:
        amisp = _asking(address)
        order = Played(clock).order()

        assert amisp.send(order).sent is Sent.UNKNOWN
        with pytest.raises(AmispUnavailable):
            amisp.state_of(order)


def test_where_nobody_listens_nothing_was_taken(clock):
    with listening_on(0) as listening:
        port = listening.getsockname()[1]

    outcome = _asking(f"http://127.0.0.1:{port}").send(Played(clock).order())

    assert (outcome.sent, outcome.detail) == (Sent.LATER, "ConnectError")


def test_a_redirection_takes_neither_the_order_nor_the_token_along(clock):
    answer = b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
    with _answering(answer) as address:
        outcome = _asking(address).send(Played(clock).order())

    assert (outcome.sent, outcome.code) == (Sent.LATER, "HTTP_307")


def test_a_port_that_somebody_has_is_said_so():
    with listening_on(0) as listening, pytest.raises(PortTaken):
        listening_on(listening.getsockname()[1])


def test_without_an_address_or_a_token_nothing_is_said(clock):
    with pytest.raises(AmispNotSetUp):
        amisp_for(AmispLink(token="t"), clock)
    with pytest.raises(AmispTokenMissing):
        amisp_for(AmispLink(address="https://example.org"), clock)
    with pytest.raises(AmispNotSetUp):
        amisp_for(AmispLink(protocol=AmispProtocol.PRACTICE), clock)


def test_a_practice_office_finds_the_relays_as_it_left_them(clock, tmp_path):
    kept = tmp_path / "amisp.json"
    played, link = Played(clock), AmispLink()
    first, beside = (amisp_for(link, clock, practice=kept) for _ in range(2))

    assert first.send(played.order()).sent is Sent.ACCEPTED
    played.pass_time(minutes=2)

    assert first.relay(METER) is RelayState.DISCONNECTED
    # Another program that has it open sees it too.
    assert beside.relay(METER) is RelayState.DISCONNECTED
    asked = amisp_for(AmispLink(protocol=AmispProtocol.PRACTICE), clock, practice=kept)
    assert asked.state_of(played.order(id_=COMMAND)).is_known


def test_a_trick_that_there_is_not_is_refused(clock):
    with pytest.raises(FieldNotAllowed):
        simulator_of(clock, 1, ["slowly=0.1"])
