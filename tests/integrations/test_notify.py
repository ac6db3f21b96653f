"""Messages leave by real servers on this machine: a provider that misbehaves, a mail server."""

from __future__ import annotations

import asyncio
import email
import email.policy
import threading
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest
from aiosmtpd.controller import Controller
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from domain.errors_of_messages import ProviderFaulty
from domain.message import Alert, Medium, Message, MessageState, Template
from domain.message_link import MessageLink, MessageSecret, message_link_of
from domain.office import Office
from domain.ports_of_messages import Handed
from domain.services.delivering_messages import DeliveryReport
from integrations.amisp.serving import listening_on
from integrations.documents.text_sheet_xlsx import write as write_xlsx
from integrations.notify.choosing import notifiers
from integrations.notify.posting import Poster, id_in
from integrations.notify.sheet import MessageSheets
from integrations.notify.simulator import Mischief, World, provider
from integrations.notify.sms_http import SmsByHttp
from integrations.notify.smtp import MailBySmtp
from integrations.notify.whatsapp import WhatsApp
from integrations.spreadsheets import text_sheet_csv
from resources.texts import Texts
from tests.served import served

NOW = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
TEMPLATE = Template(
    Alert.RECHARGED,
    Medium.SMS,
    "hi",
    "रु. {#var#} प्राप्त हुए। {#var#}",
    ("amount", "office"),
    template_id="1107160000000000001",
    header="BIJLEE",
    entity_id="1201159000000000001",
)
MESSAGE = Message(
    id=7,
    consumer_id=1,
    consumer_number="1001",
    alert=Alert.RECHARGED,
    period="PAT1/02/2026-27/000001",
    medium=Medium.SMS,
    language="hi",
    address="9876500001",
    template_id=TEMPLATE.template_id,
    subject="आपका भुगतान प्राप्त हुआ",
    text="रु. 500.00 प्राप्त हुए। Patna-1",
    variables={"amount": "500.00", "office": "Patna-1"},
    state=MessageState.LEAVING,
    attempts=0,
    created_at=NOW,
)


@pytest.fixture(scope="module")
def at_work():
    """The simulator on a port of its own, and its world."""
    world = World()
    with served(provider(world)) as address:
        yield world, address


@pytest.fixture
def world(at_work):
    at_work[0].plan.clear()
    at_work[0].taken.clear()
    at_work[0].ids.clear()
    at_work[0].fate.clear()
    return at_work[0]


@pytest.fixture
def sms(at_work, world):
    poster = Poster(at_work[1], world.token, timeout_seconds=0.3)
    yield SmsByHttp(poster, "PAT1")
    poster.close()


# SMS


def test_an_sms_goes_with_what_the_portal_gave_its_template(sms, world):
    answer = sms.hand_over(MESSAGE, TEMPLATE)

    assert (answer.handed, answer.provider_id) == (Handed.SENT, "sim-000001")
    assert world.taken["sim-000001"] == {
        "reference": "PAT1-7-1",
        "to": "919876500001",
        "header": "BIJLEE",
        "entityId": "1201159000000000001",
        "templateId": "1107160000000000001",
        "text": MESSAGE.text,
        "isUnicode": True,
    }


@pytest.mark.parametrize(
    ("mischief", "handed", "error"),
    [
        (Mischief.REFUSE, Handed.REFUSED, "HTTP 422 number is on no network"),
        (Mischief.TOO_MANY, Handed.LATER, "HTTP 429 too many"),
        (Mischief.DOWN, Handed.LATER, "HTTP 503 down"),
        (Mischief.BROKEN, Handed.LATER, "HTTP 500 down"),
        (Mischief.SLOW, Handed.UNKNOWN, "ReadTimeout"),
    ],
)
def test_every_answer_means_something_for_the_message(sms, world, mischief, handed, error):
    world.plan.append(mischief)

    answer = sms.hand_over(MESSAGE, TEMPLATE)

    assert (answer.handed, answer.error) == (handed, error)
    assert answer.wait_ms == (120_000 if mischief is Mischief.TOO_MANY else 0)


def test_an_answer_that_nobody_understands_has_taken_the_message_all_the_same(sms, world):
    world.plan.append(Mischief.GARBLE)

    answer = sms.hand_over(MESSAGE, TEMPLATE)

    assert (answer.handed, answer.provider_id) == (Handed.SENT, "")


@pytest.mark.parametrize(
    ("token", "error"),
    [
        *((token, "HTTP 401 unknown token") for token in ("stolen", "", "टोकन")),
        ("two\nlines", "LocalProtocolError"),
    ],
)
def test_a_wrong_token_is_the_offices_fault_and_not_the_messages(at_work, world, token, error):
    poster = Poster(at_work[1], token)
    try:
        answer = SmsByHttp(poster, "PAT1").hand_over(MESSAGE, TEMPLATE)
    finally:
        poster.close()

    assert (answer.handed, answer.error) == (Handed.LATER, error)


def test_what_never_left_this_machine_may_leave_later():
    poster = Poster(f"http://127.0.0.1:{_free_port()}", "x")
    try:
        answer = SmsByHttp(poster, "PAT1").hand_over(MESSAGE, TEMPLATE)
    finally:
        poster.close()

    assert (answer.handed, answer.error) == (Handed.LATER, "ConnectError")


def test_a_provider_throws_away_what_breaks_the_dlt_rules(sms):
    answer = sms.hand_over(MESSAGE, replace(TEMPLATE, header="BIJLI"))

    assert (answer.handed, answer.error) == (Handed.REFUSED, "HTTP 422 header is wrong")


def test_the_provider_is_asked_what_became_of_messages(sms, world):
    world.plan.extend([Mischief.DELIVER, Mischief.FAIL])
    first = sms.hand_over(MESSAGE, TEMPLATE).provider_id
    second = sms.hand_over(replace(MESSAGE, id=8), TEMPLATE).provider_id

    assert sms.reports([first, second, "a stranger"]) == {
        first: DeliveryReport(is_delivered=True),
        second: DeliveryReport(is_delivered=False, error="handset is switched off"),
    }


def test_whatsapp_sends_the_template_and_its_variables(at_work, world):
    poster = Poster(at_work[1], world.token)
    try:
        template = replace(TEMPLATE, medium=Medium.WHATSAPP, template_id="payment_received")
        answer = WhatsApp(poster, "PAT1").hand_over(MESSAGE, template)
    finally:
        poster.close()

    sent = world.taken[answer.provider_id]
    assert answer.handed is Handed.SENT
    assert sent["template"]["name"] == "payment_received"
    assert [one["text"] for one in sent["template"]["components"][0]["parameters"]] == [
        "500.00",
        "Patna-1",
    ]


def test_a_provider_that_drips_its_answer_does_not_hold_up_all_others():
    app = FastAPI()

    @app.post("/v1/messages")
    async def drip():
        async def drops():
            for _ in range(40):
                yield b" "
                await asyncio.sleep(0.05)

        return StreamingResponse(drops())

    with served(app) as address:
        poster = Poster(address, "x", timeout_seconds=0.2)
        try:
            answer = SmsByHttp(poster, "PAT1").hand_over(MESSAGE, TEMPLATE)
        finally:
            poster.close()

    assert (answer.handed, answer.error) == (Handed.UNKNOWN, "AnswerTooSlow")


@pytest.mark.parametrize(
    ("told", "path", "id_"),
    [
        ({"id": "a"}, ("id",), "a"),
        ({"id": 12}, ("id",), "12"),
        ({"messages": [{"id": "w"}]}, ("messages", 0, "id"), "w"),
        ({"messages": []}, ("messages", 0, "id"), ""),
        ({"id": ["a"]}, ("id",), ""),
        ([1], ("id",), ""),
        (None, ("id",), ""),
        ({"id": "a\ud800b\0c\u202e"}, ("id",), "abc"),
    ],
)
def test_an_id_is_found_whatever_comes_back(told, path, id_):
    assert id_in(told, *path) == id_


# Mail


class Postbox:
    """What a mail server does with mails; ``answers`` are its next words."""

    def __init__(self):
        self.mails = []
        self.answers = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.answers and self.answers[0].startswith("RCPT "):
            return self.answers.pop(0)[5:]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


def _free_port():
    listening = listening_on(0)
    port = listening.getsockname()[1]
    listening.close()
    return port


@pytest.fixture
def postbox():
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=_free_port())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


@pytest.fixture
def mail(postbox):
    link = MessageLink(
        series="PAT1",
        mail_host="127.0.0.1",
        mail_port=postbox.port,
        mail_security="none",
        mail_from="Patna-1 <office@example.org>",
    )
    notifier = MailBySmtp(link)
    yield notifier
    notifier.close()


LETTER = replace(MESSAGE, medium=Medium.EMAIL, address="sunita@example.org")


def test_a_mail_arrives_with_its_subject_and_text_in_hindi(mail, postbox):
    assert mail.hand_over(LETTER, None).handed is Handed.SENT
    assert mail.hand_over(replace(LETTER, id=8), None).handed is Handed.SENT

    first = postbox.mails[0]
    assert first["To"] == "sunita@example.org"
    assert first["Subject"] == LETTER.subject
    assert first["Message-ID"] == "<PAT1-7-1@example.org>"
    assert first.get_content().strip() == LETTER.text


@pytest.mark.parametrize(
    ("says", "handed"),
    [
        ("450 mailbox busy", Handed.LATER),
        ("552 too much mail", Handed.REFUSED),
        ("RCPT 451 greylisted", Handed.LATER),
        ("RCPT 550 no such user", Handed.REFUSED),
    ],
)
def test_a_4xx_is_tried_later_and_a_5xx_never(mail, postbox, says, handed):
    postbox.answers.append(says)

    answer = mail.hand_over(LETTER, None)
    after = mail.hand_over(replace(LETTER, id=9), None)

    assert answer.handed is handed
    assert says.removeprefix("RCPT ").split()[0] in answer.error
    assert after.handed is Handed.SENT


def test_a_mail_server_that_is_not_there_is_tried_later():
    link = MessageLink(mail_host="127.0.0.1", mail_port=_free_port(), mail_security="none")

    answer = MailBySmtp(link).hand_over(LETTER, None)

    assert (answer.handed, answer.error) == (Handed.LATER, "ConnectionRefusedError")


@pytest.mark.parametrize("greeting", ["554 no service here", "nonsense", "5" * 9_000])
def test_a_server_that_lets_nobody_in_has_refused_no_message(greeting):
    listening = listening_on(0)

    def greet():
        caller, _address = listening.accept()
        caller.sendall(f"{greeting}\r\n".encode())
        caller.close()

    greeter = threading.Thread(target=greet)
    greeter.start()
    try:
        link = MessageLink(
            mail_host="127.0.0.1", mail_port=listening.getsockname()[1], mail_security="none"
        )
        answer = MailBySmtp(link).hand_over(LETTER, None)
    finally:
        greeter.join(timeout=5)
        listening.close()

    assert answer.handed is Handed.LATER


def test_a_password_that_no_server_could_be_told_stops_nobody(postbox):
    link = MessageLink(
        mail_host="127.0.0.1",
        mail_port=postbox.port,
        mail_security="none",
        mail_user="office",
        secrets={MessageSecret.MAIL: "गुप्त"},
    )

    assert MailBySmtp(link).hand_over(LETTER, None).handed is Handed.LATER


def test_a_server_without_tls_gets_nothing_when_tls_is_wanted(postbox):
    link = MessageLink(
        mail_host="127.0.0.1",
        mail_port=postbox.port,
        mail_security="starttls",
        mail_from="office@example.org",
        mail_user="office",
        secrets={MessageSecret.MAIL: "secret"},
    )

    answer = MailBySmtp(link).hand_over(LETTER, None)

    assert answer.handed is Handed.LATER
    assert postbox.mails == []
    assert "secret" not in repr(link)


# The sheet


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_messages_are_written_as_a_sheet_in_which_nothing_is_a_formula(tmp_path, ending):
    def write(sheet, path, texts):
        if ending == "csv":
            text_sheet_csv.write(sheet, path)
        else:
            write_xlsx(sheet, path, texts)

    sheets = MessageSheets(
        tmp_path / "out", ending, Office("PAT1", "Patna-1"), write, lambda: NOW, "asha", Texts()
    )
    evil = replace(MESSAGE, id=9, text="=HYPERLINK(1)")

    answers = sheets.hand_over_all([MESSAGE, evil])

    [path] = (tmp_path / "out").iterdir()
    assert [answer.handed for answer in answers] == [Handed.SENT] * 2
    assert path.name == f"messages-PAT1-7-1.{ending}"
    if ending == "csv":
        lines = path.read_text("utf-8-sig").splitlines()
        assert lines[1].startswith("9876500001,रु. 500.00")
        assert "'=HYPERLINK" in lines[2]
    else:
        cells = {
            cell.value: cell.data_type
            for page in openpyxl.load_workbook(path).worksheets
            for row in page.iter_rows()
            for cell in row
        }
        assert "9876500001" in cells
        assert "f" not in cells.values()


def test_what_a_person_sends_again_overwrites_no_sheet_that_may_still_be_carried(tmp_path):
    def sheets(office):
        return MessageSheets(
            tmp_path,
            "csv",
            office,
            lambda sheet, path, _texts: text_sheet_csv.write(sheet, path),
            lambda: NOW,
            "asha",
            Texts(),
        )

    first = Office("PAT1", "Patna-1")
    sheets(first).hand_over_all([MESSAGE, replace(MESSAGE, id=8)])
    sheets(first).hand_over_all([replace(MESSAGE, resent=1)])
    sheets(replace(first, incarnation=2)).hand_over_all([MESSAGE])

    lines = {path.name: len(path.read_text("utf-8").splitlines()) for path in tmp_path.iterdir()}
    assert lines == {
        "messages-PAT1-7-1.csv": 3,
        "messages-PAT1-7-2.csv": 2,
        "messages-PAT1.2-7-1.csv": 2,
    }


def test_what_cannot_be_written_leaves_later(tmp_path):
    (tmp_path / "out").write_text("a file, no folder")
    sheets = MessageSheets(
        tmp_path / "out",
        "csv",
        Office("PAT1", "Patna-1"),
        lambda sheet, path, _texts: text_sheet_csv.write(sheet, path),
        lambda: NOW,
        "asha",
        Texts(),
    )

    assert [answer.handed for answer in sheets.hand_over_all([MESSAGE])] == [Handed.LATER]


# Which there are


def test_there_are_notifiers_for_what_the_office_has_told(tmp_path):
    sheets = MessageSheets(
        tmp_path, "csv", Office("PAT1", "Patna-1"), lambda *_all: None, lambda: NOW, "", Texts()
    )
    settings = {
        "sms.address": "https://example.org/sms",
        "mail.host": "mail.example.org",
        "mail.from": "office@example.org",
    }

    with notifiers(message_link_of({}, "PAT1", {}), sheets) as none:
        assert set(none) == {Medium.FILE}
    with notifiers(message_link_of(settings, "PAT1", {}), sheets) as some:
        assert set(some) == {Medium.FILE, Medium.SMS, Medium.EMAIL}
    unsafe = message_link_of(settings | {"mail.security": "none"}, "PAT1", {})
    with pytest.raises(ProviderFaulty), notifiers(unsafe, sheets):
        pass
