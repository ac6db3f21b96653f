"""Why a consumer is cut or not, as the head of its page says it: all reasons, and when next."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.consumer import ConsumerQuery
from domain.ids import new_id
from domain.money import Money
from domain.policy import Reason, Side, Terms
from domain.policy_book import Standing
from domain.protection import NewProtection, Protection, ProtectionKind, Scope
from resources.texts import Texts
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.consumers.page import ConsumersPage
from ui.policy_words import reason_word, standing_sentences, why_held

AT = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
STANDING = Standing(
    number="100001",
    at=AT,
    side=Side.DEFAULTER,
    reasons=(),
    ends={},
    next_at=None,
    policy=None,
    terms=Terms(),
    group="",
    balance=Money(-100),
    negative_since=date(2026, 11, 20),
    protections=(),
)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_reason_has_words(language):
    _ = Texts(language)
    words = [(reason_word(one, _), why_held(one, None, _), why_held(one, AT, _)) for one in Reason]

    assert len(set(words)) == len(Reason)
    assert all(all(word.strip() for word in three) for three in words)


def test_all_reasons_are_told_and_then_when_next(texts):
    held = replace(
        STANDING,
        reasons=(Reason.PROTECTED, Reason.EMERGENCY_CREDIT, Reason.WEEKDAY_OFF),
        ends={Reason.PROTECTED: datetime(2026, 11, 30, 18, 30, tzinfo=UTC)},
        next_at=datetime(2026, 12, 1, 2, 30, tzinfo=UTC),
        protections=(
            Protection(
                *("p1", ProtectionKind.HOSPITAL, Scope.CONSUMER, "100001", "Sarita"),
                *("Certificate <12>", date(2026, 11, 1), date(2026, 11, 30), AT, "R. Kumar"),
            ),
        ),
    )

    assert standing_sentences(held, texts) == [
        "Protected from disconnection until 1 Dec 2026 00:00.",
        "Emergency credit is still running.",
        "Nobody is cut on this weekday.",
        "Hospital, by: Certificate <12>.",
        "Could be cut from 1 Dec 2026 08:00 on.",
    ]


def test_whom_nothing_holds_may_be_cut(texts):
    assert standing_sentences(STANDING, texts) == [
        "May be cut at 22 Nov 2026 10:00: nothing holds it."
    ]


@pytest.mark.parametrize("side", [Side.IN_CREDIT, Side.OFF, Side.CLOSED])
def test_where_the_question_does_not_arise_that_is_said(side, texts):
    (sentence,) = standing_sentences(replace(STANDING, side=side), texts)

    assert sentence.endswith(".")


def test_the_head_of_a_consumer_tells_why_it_is_not_cut(qtbot, desk, in_up, tasks):
    page = ConsumersPage(desk, in_up, NO_DOCUMENTS)
    page.retranslate(desk.texts)
    qtbot.addWidget(page.widget)
    (number, *_others) = _below_zero(in_up)
    last = date(2026, 12, 31)
    in_up.policies.protect(
        NewProtection(
            *(new_id(), ProtectionKind.COURT_STAY, Scope.CONSUMER, number),
            *("Order 3/2026", date(2026, 11, 1), last),
        ),
        CLERK,
    )

    page.show_consumer(number)
    view = page.view.consumer
    qtbot.waitUntil(lambda: "Order 3/2026" in view.standing.text(), timeout=10_000)

    assert "Protected from disconnection until 1 Jan 2027 00:00." in view.standing.text()
    assert "Nobody is cut on this weekday." in view.standing.text()
    assert view.why.text().startswith("Below zero since")
    assert "emergency" not in view.why.text()
    page.show_consumer(_in_credit(in_up))
    qtbot.waitUntil(lambda: view.consumer.balance.paise >= 0 and tasks.is_idle, timeout=10_000)
    assert view.standing.isHidden()


def _below_zero(books):
    ids = books.find_consumers(ConsumerQuery(balance_below=Money(0)))
    return [row.number for row in books.consumer_rows(ids).values()]


def _in_credit(books):
    rows = books.consumer_rows(books.find_consumers(ConsumerQuery())).values()
    return next(row.number for row in rows if row.balance.paise > 0)
