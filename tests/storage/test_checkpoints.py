"""Checks that begin where the last one ended, anchors outside the books, and books not in order."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.anchor import Anchor
from domain.backup import BackupMade
from domain.errors import FieldMissing, FieldNotAllowed
from domain.errors_of_trust import BooksNotInOrder
from domain.money import Money
from domain.progress import Cancelled, silent
from domain.recharge import RechargeOrder
from domain.tender import Tender
from domain.version import VERSION
from tests.storage.conftest import ACTOR, START, by_hand


@pytest.fixture
def office(books, month_of_reads):
    month_of_reads(consumers=3, days=6)
    books.run_days(START + timedelta(days=1), ACTOR, silent)
    books.recharge(order("order-1"), ACTOR)
    return books


def order(order_id, number="1001"):
    return RechargeOrder.of(order_id, number, Money.rupees(500), Tender.CASH)


def codes(problems):
    return {problem.code for problem in problems}


def test_a_check_that_nobody_answers_for_leaves_no_trace(office):
    before = office.anchor()

    assert office.check(silent) == []

    assert office.anchor() == before


def test_a_clean_check_is_told_in_the_chain(office):
    before = office.anchor()

    assert office.check(silent, actor=ACTOR) == []

    assert office.anchor().seq == before.seq + 1
    assert office.check(silent) == []


def test_a_quick_check_finds_what_was_changed_since_the_last(office, engine):
    assert office.check(silent, actor=ACTOR) == []
    office.run_days(START + timedelta(days=3), ACTOR, silent)
    office.recharge(order("order-2", "1002"), ACTOR)
    assert office.check(silent, quick=True) == []

    by_hand(
        engine,
        "UPDATE daily_charge SET ec_paise = ec_paise + 1, fc_paise = fc_paise - 1"
        " WHERE day = (SELECT max(day) FROM daily_charge) AND consumer_id = 2",
    )

    assert "batch_changed" in codes(office.check(silent, quick=True))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE wallet SET balance_paise = balance_paise + 1 WHERE consumer_id = 3",
        "DELETE FROM wallet_entry WHERE posted_seq = (SELECT max(posted_seq) FROM wallet_entry)",
        "UPDATE receipt SET amount_paise = amount_paise + 1 WHERE order_id = 'order-2'",
        "DELETE FROM receipt WHERE order_id = 'order-2'",
        "UPDATE series SET last_number = last_number + 1",
        "UPDATE journal_line SET amount_paise = amount_paise + 1 WHERE account = 'cash'",
        "UPDATE checkpoint SET facts = replace(facts, '1', '2')",
        "UPDATE checkpoint SET event_seq = event_seq - 1",
        "UPDATE month_position SET consumed_wh = consumed_wh + 1 WHERE consumer_id = 1",
        "DELETE FROM consumer_version WHERE consumer_id = 1",
    ],
)
def test_a_quick_check_finds_what_the_ends_give_away(office, engine, sql):
    office.check(silent, actor=ACTOR)
    office.run_days(START + timedelta(days=3), ACTOR, silent)
    office.recharge(order("order-2", "1002"), ACTOR)

    assert by_hand(engine, sql)

    assert office.check(silent, quick=True)


def test_a_quick_check_goes_on_from_a_quick_one(office, clock):
    office.check(silent, actor=ACTOR)
    for day in (3, 4, 5):
        office.run_days(START + timedelta(days=day), ACTOR, silent)
        clock.pass_time(timedelta(minutes=1))
        assert office.check(silent, quick=True, actor=ACTOR) == []

    assert office.check(silent) == []


def test_steps_are_told_and_a_check_can_be_stopped(office):
    steps = []

    def stop(step):
        steps.append(step)
        if step.done:
            raise Cancelled

    with pytest.raises(Cancelled):
        office.check(stop)

    assert steps[0].done == 0
    assert steps[-1].total == 3 + 3 * 2 + 1


# Anchors


def test_the_head_of_the_chain_is_its_anchor(office):
    anchor = office.anchor()

    assert Anchor.parse(str(anchor)) == anchor
    assert office.check(silent, anchors=[anchor]) == []


@pytest.mark.parametrize("text", ["", "PAT1.1", "PAT1.1:7", "PAT1.1:x:0123456789abcdef", "A:1:00"])
def test_what_is_no_anchor_is_refused(text):
    with pytest.raises(FieldNotAllowed):
        Anchor.parse(text)


def test_a_chain_written_anew_as_a_whole_is_found_by_its_anchor(office, engine):
    anchor = office.anchor()
    assert rewritten(engine, VERSION, "9.9.9")
    assert office.check(silent) == []

    found = office.check(silent, anchors=[anchor])

    assert "anchor_differs" in codes(found)


def test_a_chain_that_was_cut_off_is_found_by_its_anchor(office, engine):
    anchor = office.anchor()

    by_hand(engine, "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)")

    assert "anchor_unknown" in codes(office.check(silent, anchors=[anchor]))


def test_a_mistyped_anchor_closes_no_books(office):
    mistyped = Anchor.parse("PAT1.1:1:0000000000000000")

    assert codes(office.check(silent, anchors=[mistyped], actor=ACTOR)) == {"anchor_differs"}

    assert not office.is_read_only


def test_the_chain_is_compared_with_the_anchors_of_its_backups(office, engine):
    head = office.anchor()
    with engine.connect() as connection:
        hash_ = connection.execute(text(f"SELECT hash FROM event WHERE seq = {head.seq}")).scalar()
    made = BackupMade(
        made_at=office.now(),
        path=Path("x"),
        reason="daily",
        size_bytes=1,
        sha256="ab",
        stream=head.stream,
        event_seq=head.seq,
        hash=bytes(hash_),
        took_ms=1,
    )
    with office._unit() as unit:  # noqa: SLF001 - the row of a backup that is no longer there
        unit.safekeeping.add_backup(made)
        unit.commit()
    assert office.check(silent) == []

    rewritten(engine, VERSION, "9.9.9")

    assert "anchor_differs" in codes(office.check(silent))


@pytest.mark.only_on("sqlite", "a server's backup is made by its own programs")
def test_what_a_backup_says_is_believed_more_than_the_books(office, engine, tmp_path):
    office.safekeeping.back_up(ACTOR, silent, folder=tmp_path / "backups")
    assert office.check(silent) == []

    rewritten(engine, VERSION, "9.9.9")
    by_hand(
        engine,
        "UPDATE backup_made SET hash = (SELECT e.hash FROM event e"
        " WHERE e.stream = backup_made.stream AND e.seq = backup_made.event_seq)",
    )

    assert codes(office.check(silent)) == {"anchor_differs"}


def rewritten(engine, old, new):
    """Write the whole chain anew with other words in its cores, as a clever stranger could."""
    with engine.connect() as connection:
        events = connection.exec_driver_sql("SELECT seq, core FROM event ORDER BY seq").all()
    prev, statements = bytes(32), []
    for seq, core in events:
        told = core.replace(old, new)
        hash_ = hashlib.sha256(prev + told.encode()).digest()
        quoted = told.replace("'", "''").replace("%", "%%")
        lit = "X'{}'" if engine.dialect.name == "sqlite" else "'\\x{}'"
        statements.append(
            f"UPDATE event SET core = '{quoted}', prev = {lit.format(prev.hex())},"
            f" hash = {lit.format(hash_.hex())} WHERE seq = {seq}"
        )
        prev = hash_
    return by_hand(engine, *statements)


# Books not in order


@pytest.fixture
def disordered(office, engine):
    by_hand(engine, "UPDATE wallet SET balance_paise = balance_paise + 1 WHERE consumer_id = 2")
    assert office.check(silent, actor=ACTOR)
    return office


def test_books_that_are_not_in_order_are_only_read(disordered):
    assert disordered.is_read_only
    assert disordered.consumer("1001").number == "1001"
    with pytest.raises(BooksNotInOrder):
        disordered.recharge(order("order-2"), ACTOR)
    with pytest.raises(BooksNotInOrder):
        disordered.run_days(START + timedelta(days=3), ACTOR, silent)


def test_a_whole_check_that_passes_opens_the_books_again(disordered, engine):
    by_hand(engine, "UPDATE wallet SET balance_paise = balance_paise - 1 WHERE consumer_id = 2")

    assert disordered.check(silent, quick=True, actor=ACTOR) == []
    assert disordered.check(silent, actor=ACTOR) == []

    assert not disordered.is_read_only
    assert disordered.recharge(order("order-2", "1002"), ACTOR)


def test_an_administrator_overrides_a_check_with_a_reason(disordered, engine):
    with pytest.raises(FieldMissing):
        disordered.override_check(" ", ACTOR)

    disordered.override_check("the wallet is known to the head office", ACTOR)

    assert not disordered.is_read_only
    with engine.connect() as connection:
        cores = connection.exec_driver_sql("SELECT core FROM event ORDER BY seq DESC").scalars()
        last = json.loads(next(iter(cores)))
    assert (last["kind"], last["act"], last["count"]) == ("audit", "override_check", 2)
