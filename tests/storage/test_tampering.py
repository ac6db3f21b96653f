"""Every column of every row that matters, changed by hand, and rows taken out and put in.

The office under test has lived through everything once. Each change is made past all guards, by
itself, in a copy of its database; a whole check must find it and say where.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import LargeBinary, Text

from domain.approval import EXPIRES_AFTER, Approval
from domain.arrears import ArrearKind, ArrearTerms, ArrearWish
from domain.audit import AuditNote
from domain.calendar import end_of
from domain.consumer import Change, NewConsumer
from domain.energy import Energy
from domain.money import Money
from domain.office import Actor, Channel, Office
from domain.policy_reading import policy_of
from domain.ports_of_amisp import AmispEvent
from domain.progress import silent
from domain.reads import Read, ReadSource
from domain.recharge import RechargeOrder
from domain.services.taking_tariffs import JudgedTariffs
from domain.settling import SettlementRow, SettlementTable
from domain.shift import CashCount, DrawerMoveKind
from domain.staff import Act, NewMember, Role
from domain.supply_order import Exchange, Road
from domain.tariff import parse_tariff_text
from domain.tender import Tender, TenderLine
from resources.texts import Texts
from storage.engine import open_engine, writing
from storage.office import create_office, open_office
from storage.rows import insert_many
from storage.signatures import SigningKey
from storage.tables.base import FINAL_TABLES, metadata
from storage.vouching import Rows, vouch
from tests.conftest import FrozenClock
from tests.storage.conftest import ACTOR, DATA, START
from ui.sentences import problem_sentence

OFFICE = Office("PAT1", "Patna-1")
START_OF_DAY = end_of(START)
DERIVED = ("wallet", "month_position", "series", "counter", "checkpoint")
PEOPLE = ("consumer", "contact_version", "receipt_party", "audit_detail")
OTHERS = ("meter", "meter_read", "ledger_account", "staff", "recovery", "approval")
KEPT = ("backup_made", "drill")
AT_THE_COUNTER = (
    *("shift", "cheque", "cheque_bar", "cheque_held", "arrear", "payment", "settlement_line"),
    *("sheet_mapping", "reference_taken"),
)
TABLES = (*FINAL_TABLES, *DERIVED, *PEOPLE, *OTHERS, *KEPT, *AT_THE_COUNTER)

#: What may go unnoticed, and why.
UNNOTICED = {
    # The details of a person may be forgotten, so that no hash in the chain holds them. What
    # counts today must be the last version, and a receipt must name somebody the consumer was.
    *(("contact_version", name) for name in ("guardian", "mobile", "email", "language")),
    ("contact_version", "name"),
    ("contact_version", "address"),
    # Of the staff what a role may do counts, and who may sign in; the rest is as it happens.
    *(("staff", name) for name in ("name", "must_change", "wrong_tries")),
    *(("staff", name) for name in ("locked_until_ms", "signed_in_at_ms")),
    ("recovery", "tried_at_ms"),
    # When a person was forgotten: nothing is left that it could be compared with.
    ("audit_detail", "erased_at_ms"),
}

#: What a problem is found at: at least one of these is told.
PLACES = {
    *("consumer", "receipt", "posted_seq", "entry", "event", "row", "document", "counter"),
    *("day", "account", "tariff", "office", "detail", "anchor", "table", "reference"),
}


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """An office that has seen a bit of everything, in order."""
    folder = tmp_path_factory.mktemp("lived") / "office"
    clock = FrozenClock()
    books = create_office(folder, OFFICE, clock)
    _live(books, clock)
    assert books.check(silent, actor=ACTOR) == []
    clock.pass_time(timedelta(hours=1))
    assert books.check(silent, quick=True, actor=ACTOR) == []
    books.close()
    return folder


@pytest.fixture
def copy(lived, tmp_path):
    """A copy of that office's folder."""
    folder = tmp_path / "office"
    shutil.copytree(lived, folder)
    return folder


def _live(books, clock):
    tariffs, _ = parse_tariff_text((DATA / "example-tariffs.json").read_text(encoding="utf-8"))
    books.add_tariffs(tariffs, ACTOR)
    books.take_on([_form(number) for number in range(1001, 1005)], ACTOR)
    _take_reads(books, range(5))
    books.run_days(START + timedelta(days=1), ACTOR, silent)
    for actor in (ACTOR, replace(ACTOR, counter=3)):
        books.counter.open_shift(CashCount.of({500: 1, 10: 3}), actor)
    first = books.recharge(_order("order-1", "1001", 500), ACTOR)
    clock.pass_time(timedelta(hours=1))
    books.confirm_print(first.number, ACTOR)
    books.confirm_print(first.number, replace(ACTOR, counter=3))
    books.recharge(_order("order-2", "1002", 300), replace(ACTOR, counter=3))
    third = START + timedelta(days=3)
    books.change_consumer([Change("1002", third, "mobile", "9876543210")], ACTOR)
    books.change_consumers(
        [Change("1003", third, "load_kw", "5"), Change("1004", third, "meter_serial", "N1004")],
        ACTOR,
    )
    wrong = Read("M1003", end_of(third), Energy.kwh(5))
    assert books.take_reads([wrong], ReadSource.FILE, ACTOR).held == 1
    books.dismiss_read("M1003", wrong.read_at, "read from the wrong meter", ACTOR)
    books.run_days(third, ACTOR, silent)
    books.recharge(_order("order-3", "1001", 200), ACTOR)
    closing = replace(books.tariffs()[-1], valid_until=third.replace(year=2030))
    assert books.take_tariffs(JudgedTariffs([], [closing], [], []), ACTOR) == []
    _live_at_the_counter(books)
    _write_rare_rows(books, clock)
    _write_rows_of_supply(books)
    for _ in range(2):
        books.safekeeping.back_up(ACTOR, silent)
        books.safekeeping.drill(ACTOR, silent)


def _live_at_the_counter(books):
    """Let everything happen that a counter knows: tenders, arrears, what is undone, the close."""
    today = books.today()
    for number in ("1001", "1002"):
        terms = ArrearTerms(ArrearKind.PERCENT, percent=20_00)
        books.arrears.plan(ArrearWish(number, Money.rupees(900), terms, today, "old bills"), ACTOR)
    cheques = [
        books.recharge(_order(f"cheque-{number}", number, 700, Tender.CHEQUE, "004511"), ACTOR)
        for number in ("1001", "1002")
    ]
    upi = books.recharge(_order("upi-1", "1003", 250, Tender.UPI, "UTR1"), ACTOR)
    books.recharge(_order("upi-2", "1004", 250, Tender.UPI, "UTR2"), ACTOR)
    books.counter.waive_print(upi.number, ACTOR)
    books.counter.waive_print(cheques[0].number, ACTOR)
    for number in ("1001", "1003"):
        taken = books.recharge(_order(f"wrong-{number}", number, 90), ACTOR)
        books.reversals.cancel(taken.number, "typed wrongly", ACTOR)
    for amount in (10, 20):
        books.counter.move_cash(DrawerMoveKind.PAY_OUT, Money.rupees(amount), "Ravi", "tea", ACTOR)
    _settle(books)
    for actor in (ACTOR, replace(ACTOR, counter=3)):
        shift = books.counter.shift(actor.counter)
        counted = CashCount.in_fewest(books.counter.cash_in_drawer(actor.counter))
        books.counter.close_shift(shift.id, counted, "", "", actor)
        end = books.counter.day_end(actor.counter, today, actor)
        books.counter.close_day(actor.counter, today, CashCount.in_fewest(end.to_deposit), actor)
    for cheque in cheques:
        books.reversals.dishonour(cheque.number, 1, "no funds", None, ACTOR)
    books.safekeeping.change_setting("cheque.hold_post_dated", "yes", ACTOR)
    for place in range(2):
        later = TenderLine(
            Tender.CHEQUE, Money.rupees(100), f"77{place}", "SBI", today + timedelta(days=9)
        )
        books.reversals.hold_cheque(f"held-{place}", "1004", later, ACTOR)
    for actor in (ACTOR, replace(ACTOR, name="vijay")):
        key = SigningKey.new()
        with books._unit() as unit:  # noqa: SLF001 - a machine of its own would make it
            unit.signing_keys.add(key.id, key.public, books.now(), actor.name)
            unit.commit()


def _write_rows_of_supply(books):
    """Write what is final of supply: policies, part payments, what was said and told."""
    now = books.now()
    with books._unit() as unit:  # noqa: SLF001 - no policy of two persons, no AMISP is needed
        for place, number in enumerate(("1001", "1003")):
            policy = {
                "id": f"TEST-{place}",
                "title": "Policy",
                "state": "Bihar",
                "source": "written for the test",
                "valid_from": f"2025-04-0{place + 1}",
                "hours": {"windows": [["10:00", "13:00"]]},
                "emergency_credit": {"days": 3},
            }
            unit.policies.add(policy_of(policy), now, ACTOR)
            unit.supply_orders.grant_part(
                books.consumer(number).id,
                now,
                dues=Money.rupees(100),
                paid=Money.rupees(50),
                until=books.today(),
                receipt="",
                by=ACTOR.name,
            )
            said = Exchange("", now, is_ours=True, road=Road.API, what="ask", status=200, body="{}")
            unit.supply_orders.keep([said])
            event = AmispEvent(f"e-{place}", "meter.event", "", None, "{}")
            unit.supply_orders.add_event(event, now, "noted")
        unit.commit()


def _settle(books):
    for place in range(2):
        order = _order(f"parked-{place}", "1003", 60 + place, Tender.UPI, f"LOST{place}")
        books.settling.park(order, "showed a screen", ACTOR)
        headings = ("UTR", "Amount", f"Remark {place}")
        rows = [
            SettlementRow(2, (f"UTR{place + 1}", "250.00", "")),
            SettlementRow(3, (f"NOBODYS{place}", "10.00", "")),
        ]
        table = SettlementTable(f"bank-{place}.csv", f"{place}" * 64, headings, rows)
        mapping = {"reference": "UTR", "amount": "Amount"}
        books.settling.take(table, mapping, "upi", ACTOR)


def _form(number):
    return NewConsumer(
        number=f"{number}",
        name=f"Consumer {number}",
        category="AS-DOMA-2023",
        load_w=3000,
        meter_serial=f"M{number}",
        connected_on=START,
        opening_balance=Money.rupees(-100 if number == 1003 else 50),
        address="Kankarbagh",
        initial=Energy.kwh(100) if number == 1001 else None,
    )


def _take_reads(books, days):
    reads = [
        Read(f"M{number}", end_of(START + timedelta(days=day - 1)), Energy.kwh(100 + 7 * day))
        for number in range(1001, 1005)
        for day in days
    ]
    books.take_reads(reads, ReadSource.FILE, ACTOR)


def _order(order_id, number, rupees, tender=Tender.CASH, reference=""):
    bank, dated = ("SBI", date(2026, 11, 20)) if tender is Tender.CHEQUE else ("", None)
    amount = Money.rupees(rupees)
    return RechargeOrder.of(order_id, number, amount, tender, reference, bank, dated)


def _write_rare_rows(books, clock):
    """Write what only a restore, an archive or a person's reason brings about."""
    rare = [
        Rows(
            "series_lost",
            (
                *("office_id", "counter", "financial_year", "incarnation", "first_number"),
                *("last_number", "recorded_at_ms", "recorded_by"),
            ),
            [(OFFICE.id, 9, "2026-27", 1, 1, 7, 1000, "asha")],
        ),
        Rows(
            "archive_made",
            (
                *("office_id", "until_day", "path", "sha256", "charges", "reads"),
                *("made_at_ms", "made_by"),
            ),
            [(OFFICE.id, 5, "PAT1-archive-1969-70.db", "ab", 0, 0, 1000, "asha")],
        ),
    ]
    engine = open_engine(books.path)
    with writing(engine, OFFICE.id) as connection:
        for rows in rare:
            insert_many(connection, rows.table, rows.columns, rows.tuples)
        vouch(connection, OFFICE, "rare", by="asha", written=rare)
    engine.dispose()
    with books._unit() as unit:  # noqa: SLF001 - nothing else notes whatever one likes
        note = AuditNote(
            Act.CHANGE_SETTINGS, "idle_lock", count=1, reason="too short", after={"m": "9"}
        )
        unit.audit.record(note, clock.now(), ACTOR)
        note = AuditNote(Act.VIEW_CONSUMER, "1001", consumer_id=1)
        unit.audit.record(note, clock.now(), Actor("vijay", Channel.COMMAND_LINE))
        unit.staff.add(_MEMBER, "argon2id of a password", clock.now(), "asha")
        unit.staff.set_password("asha", "argon2id of another one")
        unit.staff.set_recovery_hash("argon2id of twelve words", clock.now(), "asha")
        unit.approvals.add(_APPROVAL, Channel.DESK)
        unit.commit()


_MEMBER = NewMember("asha", "Asha", Role.ADMINISTRATOR, 2)
_APPROVAL = Approval(
    "approval-1",
    Act.TAKE_TARIFFS,
    "one tariff",
    "{}",
    "new order",
    "vijay",
    START_OF_DAY,
    START_OF_DAY + EXPIRES_AFTER,
)


# A stranger's hand


class Hand:
    """Somebody who has the file, and no scruples."""

    def __init__(self, folder):
        self.folder = folder

    def change(self, *statements):
        with closing(sqlcipher3.dbapi2.connect(str(self.folder / "office.db"))) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            changed = sum(connection.execute(*sql).rowcount for sql in statements)
            connection.commit()
        return changed

    def rows(self, table):
        key = ", ".join(column.name for column in metadata.tables[table].primary_key)
        names = ", ".join(f'"{column.name}"' for column in metadata.tables[table].columns)
        with closing(sqlcipher3.dbapi2.connect(str(self.folder / "office.db"))) as connection:
            found = connection.execute(f"SELECT {names} FROM {table} ORDER BY {key}").fetchall()
        return [dict(zip(metadata.tables[table].columns.keys(), row, strict=True)) for row in found]

    def check(self):
        books = open_office(self.folder, FrozenClock())
        try:
            return books.check(silent)
        finally:
            books.close()


def assert_named(found):
    assert any(problem.facts.keys() & PLACES for problem in found)
    assert all(problem_sentence(problem, Texts()) for problem in found)


def _where(table, row):
    keys = [column.name for column in metadata.tables[table].primary_key]
    return " AND ".join(f'"{name}" = ?' for name in keys), [row[name] for name in keys]


def _otherwise(column, value):
    """Return another value that the column could hold."""
    if isinstance(column.type, LargeBinary):
        return bytes([value[0] ^ 1, *value[1:]]) if value else b"x"
    if isinstance(column.type, Text):
        return f"{value or ''}x"
    if value in {0, 1} and column.name.startswith("is_"):
        return 1 - value
    return 77 if value is None else value + (10_000 if column.primary_key else 7)


COLUMNS = [
    (table, column.name)
    for table in TABLES
    if table != "charge_line"
    for column in metadata.tables[table].columns
    if (table, column.name) not in UNNOTICED
]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda part: part)
@pytest.mark.parametrize("which", [pytest.param(0, marks=pytest.mark.long), -1], ids=str)
def test_a_value_changed_by_hand_is_found_and_named(copy, table, column, which):
    hand = Hand(copy)
    row = hand.rows(table)[which]
    condition, keys = _where(table, row)
    value = _otherwise(metadata.tables[table].columns[column], row[column])

    assert (
        hand.change((f'UPDATE {table} SET "{column}" = ? WHERE {condition}', (value, *keys))) == 1
    )

    assert_named(hand.check())


@pytest.mark.parametrize("table", [table for table in TABLES if table != "charge_line"])
@pytest.mark.parametrize("which", [0, -1], ids=("first", "last"))
def test_a_row_taken_out_by_hand_is_found_and_named(copy, table, which):
    hand = Hand(copy)
    condition, keys = _where(table, hand.rows(table)[which])

    assert hand.change((f"DELETE FROM {table} WHERE {condition}", keys)) == 1

    assert_named(hand.check())


@pytest.mark.parametrize("table", [table for table in TABLES if table != "recovery"])
def test_a_row_put_in_by_hand_is_found_and_named(copy, table):
    hand = Hand(copy)
    row = _another(hand, table)
    marks = ", ".join("?" * len(row))
    names = ", ".join(f'"{name}"' for name in row)

    assert hand.change((f"INSERT INTO {table} ({names}) VALUES ({marks})", [*row.values()])) == 1

    assert_named(hand.check())


def test_what_the_amisp_said_is_named_when_it_was_changed(copy):
    hand = Hand(copy)
    last = hand.rows("supply_exchange")[-1]["id"]
    assert hand.change(("UPDATE supply_exchange SET body = 'SUCCEEDED' WHERE id = ?", [last]))

    [found] = hand.check()

    assert (found.code, found.facts) == (
        *("row_changed", {"table": "supply_exchange", "row": str(last)}),
    )


def test_a_name_blanked_by_hand_is_not_taken_for_one_forgotten(copy):
    hand = Hand(copy)
    for table in ("contact_version", "consumer"):
        hand.change((f"UPDATE {table} SET name = ''", []))

    found = hand.check()

    assert {
        problem.facts["consumer"] for problem in found if problem.code == "contact_differs"
    } == {*("1001", "1002", "1003", "1004")}


@pytest.mark.parametrize("change", ["code = 'PAT2'", "incarnation = 3"], ids=lambda change: change)
def test_an_office_changed_by_hand_is_found(copy, change):
    hand = Hand(copy)

    assert hand.change((f"UPDATE office SET {change}", [])) == 1

    assert "office_changed" in {problem.code for problem in hand.check()}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE setting SET value = '9' WHERE name = 'backup.hours'",
        "DELETE FROM setting WHERE name = 'backup.hours'",
        "INSERT INTO setting SELECT office_id, 'clock.wrong_until_entry', '9', 0, 'x' FROM office",
    ],
    ids=lambda change: change.partition(" ")[0],
)
def test_a_setting_changed_by_hand_is_found_and_named(copy, change):
    books = open_office(copy, FrozenClock())
    books.safekeeping.change_setting("backup.hours", "3", replace(ACTOR, name="asha"))
    assert books.check(silent) == []
    books.close()
    hand = Hand(copy)

    assert hand.change((change, [])) == 1

    assert_named(hand.check())


def _another(hand, table):
    """Return a row like the last one, but one more."""
    if table == "charge_line":
        return {"office_id": OFFICE.id, "posted_seq": 1, "line": "arrears", "amount_paise": 1}
    row = hand.rows(table)[-1]
    unique = {column.name for column in metadata.tables[table].primary_key}
    unique |= {"number", "order_id", "serial", "running_number", "version_id", "path"}
    unique |= {"z_number", "sha256"} | ({"consumer_id"} if table == "arrear" else set())
    for column in metadata.tables[table].columns:
        if column.name in unique - {"office_id", "stream", "financial_year"}:
            row[column.name] = _otherwise(column, row[column.name])
            if not isinstance(column.type, (Text, LargeBinary)):
                row[column.name] = row[column.name] % 10_000 + 500
    return row
