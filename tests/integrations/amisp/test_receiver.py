"""Callbacks over a real connection: true ones are taken once, all others change nothing."""

from __future__ import annotations

import json

import httpx
import pytest

from domain.amisp_link import AmispLink
from domain.errors import Refusal
from domain.errors_of_database import DatabaseBusy
from domain.errors_of_supply import AmispSecretMissing
from domain.supply_order import RelayState, RemoteStatus
from integrations.amisp.receiver import CALLBACK_PATH, receiver_app
from integrations.amisp.signatures import SIGNATURE, TIMESTAMP, signature_of
from integrations.amisp.simulator.answering import PRACTICE_SECRET
from integrations.amisp.simulator.calling_back import CallingBack
from integrations.amisp.simulator.mischief import Trick
from tests.conftest import FrozenClock
from tests.integrations.amisp.played import COMMAND, PROTOCOLS, Played
from tests.served import served

LINK = AmispLink(secret=PRACTICE_SECRET)
BODY = json.dumps(
    {
        "eventId": "E-1",
        "eventType": "command.completed",
        "job": {"commandId": COMMAND, "status": "SUCCEEDED", "relayState": "DISCONNECTED"},
    }
).encode()


class Books:
    """Takes events as the books do: each id once; ``trouble`` is raised instead."""

    def __init__(self):
        self.events = {}
        self.trouble = None

    def take(self, event):
        if self.trouble is not None:
            raise self.trouble
        is_new = event.event_id not in self.events
        self.events.setdefault(event.event_id, event)
        return is_new

    def forget(self):
        self.events.clear()
        self.trouble = None


@pytest.fixture(scope="module")
def receiver():
    """A receiver, the books behind it and a client: begun once, for all tests."""
    clock, books = FrozenClock(), Books()
    app = receiver_app(LINK, clock, books.take)
    with served(app) as address, httpx.Client() as client:
        yield clock, books, f"{address}{CALLBACK_PATH}", client


@pytest.fixture
def books(receiver):
    receiver[1].forget()
    return receiver[1]


@pytest.fixture
def post(receiver, books):
    """Send a body to the receiver as an AMISP does; what is said by name is said instead."""
    clock, _books, address, client = receiver

    def send(body=BODY, *, secret=PRACTICE_SECRET, age=0, signed=None, **headers):
        timestamp = str(int(clock.now().timestamp()) - age)
        signature = signature_of(secret, timestamp, signed or body)
        said = {TIMESTAMP: timestamp, SIGNATURE: signature, **headers}
        encoded = {name: value.encode("latin-1") for name, value in said.items()}
        return client.post(address, content=body, headers=encoded).status_code

    return send


def test_a_callback_is_taken_once_however_often_it_comes(post, books):
    assert [post(), post(), post()] == [200, 200, 200]

    (event,) = books.events.values()
    assert (event.command_id, event.state.status) == (COMMAND, RemoteStatus.SUCCEEDED)
    assert event.state.relay is RelayState.DISCONNECTED
    assert event.body == BODY.decode()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"secret": "not ours"}, 401),
        ({"signed": BODY + b" "}, 401),
        ({"age": 301}, 401),
        ({"age": -301}, 401),
        ({"age": 300}, 200),
        ({"age": -300}, 200),
        ({SIGNATURE: ""}, 401),
        ({SIGNATURE: "v1=é"}, 401),
        ({TIMESTAMP: "1e9"}, 401),
        ({TIMESTAMP: "9" * 40}, 401),
    ],
)
def test_forged_and_late_callbacks_are_refused(post, books, change, status):
    assert post(**change) == status
    assert len(books.events) == (status == 200)


def test_an_endless_body_is_not_read(post, books):
    assert post(b"{" + b" " * 300_000) == 413
    assert books.events == {}


@pytest.mark.parametrize(
    "headers",
    [{"X-Long": "x" * 20_000}, {f"X-{number}": "x" * 200 for number in range(90)}],
    ids=["one long", "many short"],
)
def test_headers_without_end_are_refused(post, books, headers):
    # Whether they came in one piece decides who refuses them.
    assert post(**headers) in {400, 431}
    assert books.events == {}
    assert post(**{"X-Fits": "x" * 8_000}) == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{" * 5000,
        b'{"eventId": 7, "eventType": "command.completed"}',
        b'{"eventId": "E-1", "eventType": "command.completed", "job": {"status": "SUCCEEDED"}}',
        b'{"eventId": "E-1", "eventType": "command.completed", "job": {"commandId": "C"}}',
        b"<x/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><EventMessage/>',
    ],
)
def test_what_does_not_speak_as_the_contract_says_is_refused(post, books, body):
    assert post(body) == 400
    assert books.events == {}


def test_success_is_said_only_when_the_books_have_it(post, books):
    books.trouble = DatabaseBusy("office.db")
    while_busy = post()
    books.trouble = None

    assert (while_busy, post()) == (503, 200)
    assert list(books.events) == ["E-1"]


def test_what_the_books_refuse_is_not_said_to_be_taken(post, books):
    books.trouble = Refusal()

    assert post() == 422


def test_a_receiver_without_a_secret_is_not_begun(books, clock):
    with pytest.raises(AmispSecretMissing):
        receiver_app(AmispLink(), clock, books.take)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_of_true_doubled_forged_and_late_callbacks_the_true_ones_count_once(
    receiver, books, protocol
):
    clock, _books, address, _client = receiver
    played = Played(clock, protocol, callback_address=address)
    back = CallingBack()
    played.mischief.play(Trick.DUPLICATE_CALLBACK)
    played.mischief.play(Trick.FORGED_CALLBACK)
    played.sent(played.order())
    played.pass_time(minutes=2)

    back.send(played.simulator.callbacks())
    together = list(back.answers)
    played.mischief.stop()
    played.mischief.play(Trick.LATE_CALLBACK)
    played.sent(played.order(id_="later"))
    played.pass_time(minutes=2)
    back.send(played.simulator.callbacks())
    back.close()

    (event,) = books.events.values()
    assert together == [401, 200, 200]
    assert (event.command_id, event.state.status) == (COMMAND, RemoteStatus.SUCCEEDED)
    assert event.state.relay is RelayState.DISCONNECTED
    # The forged one goes again, as an AMISP would; the late one is believed as little.
    assert set(back.answers[3:]) == {401}
