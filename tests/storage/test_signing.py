"""Signed receipts in the books: a key of the machine's own, its public half registered for good."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from domain.audit import AuditQuery
from domain.errors_of_trust import KeyStoreMissing
from domain.money import Money
from domain.office import Actor, Channel, Office
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.safekeeping import Restoring
from domain.signing import Verdict, keys_as_text, parse_keys, verified
from domain.staff import Role
from storage.books import SqlBooks
from storage.keys import Keys
from storage.making import restore_office
from storage.office import create_office
from storage.signatures import (
    SIGNING_KEY_FILE_VARIABLE,
    SIGNING_KEY_VARIABLE,
    SigningKey,
    is_signed,
)
from tests.storage.conftest import ACTOR, begin_shift_anew, by_hand


class Store(dict):
    """A key store in memory."""

    find = dict.get

    def put(self, name, secret):
        self[name] = secret


class NoStore:
    """A machine without a key store."""

    def find(self, _name):
        return None

    def put(self, _name, _secret):
        raise KeyStoreMissing


class Forgetful:
    """A key store that takes everything and keeps nothing."""

    def find(self, _name):
        return None

    def put(self, _name, _secret):
        pass


@pytest.fixture
def number(books, form):
    """The number of a receipt that was taken."""
    books.create_consumer(form(address="House 12, Gali 4, Kankarbagh"), ACTOR)
    begin_shift_anew(books)
    return take(books).number


def take(books, id_="order-1", rupees=500):
    return books.recharge(RechargeOrder.of(id_, "1001", Money.rupees(rupees)), ACTOR)


def on_machine(books, clock, store, surroundings=None):
    """Return the same books as another machine sees them, with keys of its own."""
    keys = Keys(store, surroundings or {})
    return SqlBooks(books._engine, books.path, books.office, clock, keys=keys)  # noqa: SLF001


def test_a_receipt_is_signed_with_a_key_that_is_made_when_it_is_needed(books, clock, number):
    store = Store()
    desk = on_machine(books, clock, store)
    assert desk.signing.public_keys() == []

    code = desk.receipt(number, ACTOR).code

    assert desk.signing.verify(code).verdict is Verdict.TRUE
    assert desk.receipt(number, ACTOR).code == code
    assert on_machine(books, clock, store).receipt(number, ACTOR).code == code
    assert len(desk.signing.public_keys()) == 1
    assert list(store) == ["PAT1-signing"]
    assert books.check(silent) == []


def test_whoever_only_looks_signs_nothing(books, clock, number):
    desk = on_machine(books, clock, Store())

    assert desk.receipt(number).code == ""
    assert desk.signing.public_keys() == []


def test_the_registration_is_noted_once_with_the_id_of_the_key(books, clock, number):
    desk = on_machine(books, clock, Store())

    for _print in range(3):
        desk.receipt(number, ACTOR)

    [key] = desk.signing.public_keys()
    rows = books.trust.audit_log(AuditQuery(act="register_key"), ACTOR)
    assert [(row.subject, row.by) for row in rows] == [(key.id, ACTOR.name)]
    assert key.made_at == clock.now()


@pytest.mark.only_on("sqlite", "a server's files are not the test's to read")
def test_the_private_key_stands_in_no_file_of_the_office(books, clock, number):
    store = Store()
    desk = on_machine(books, clock, store)
    desk.receipt(number, ACTOR)
    [secret] = store.values()

    files = [path.read_bytes() for path in books.path.parent.rglob("*") if path.is_file()]

    assert any(SigningKey(secret).public.encode() in content for content in files)
    for content in files:
        assert secret.encode() not in content
        assert bytes.fromhex(secret) not in content
    assert secret not in repr(SigningKey(secret))


def test_every_machine_has_a_key_of_its_own_and_knows_the_others(books, clock, number):
    first, second = (on_machine(books, clock, Store()) for _machine in range(2))

    codes = [desk.receipt(number, ACTOR).code for desk in (first, second)]

    assert codes[0] != codes[1]
    for code in codes:
        assert first.signing.verify(code).verdict is Verdict.TRUE
    assert len(books.signing.public_keys()) == 2


def test_prints_at_the_same_moment_are_signed_with_keys_that_are_known(books, clock, number):
    desk = on_machine(books, clock, Store())

    with ThreadPoolExecutor(8) as prints:
        codes = set(prints.map(lambda _: desk.receipt(number, ACTOR).code, range(16)))

    assert {desk.signing.verify(code).verdict for code in codes} == {Verdict.TRUE}
    assert books.check(silent) == []


@pytest.mark.parametrize("store", [NoStore(), Forgetful()])
def test_a_machine_that_keeps_no_secrets_prints_unsigned(books, clock, number, store):
    desk = on_machine(books, clock, store)

    code = desk.receipt(number, ACTOR).code

    assert code.startswith("BB1?o=PAT1&r=PAT1%2F02%2F2026-27%2F000001&c=1001&a=50000&b=150000")
    assert desk.signing.verify(code).verdict is Verdict.UNSIGNED
    assert desk.signing.public_keys() == []


def test_the_key_may_come_from_the_environment(books, clock, number):
    given = SigningKey.new()
    desk = on_machine(books, clock, NoStore(), {SIGNING_KEY_VARIABLE: given.hexadecimal.upper()})

    assert desk.signing.verify(desk.receipt(number, ACTOR).code).verdict is Verdict.TRUE
    assert [key.id for key in desk.signing.public_keys()] == [given.id]


def test_the_key_may_lie_in_a_file_that_is_made_and_that_nobody_else_can_read(
    books, clock, number, tmp_path
):
    path = tmp_path / "signing.key"
    surroundings = {SIGNING_KEY_FILE_VARIABLE: str(path)}

    code = on_machine(books, clock, NoStore(), surroundings).receipt(number, ACTOR).code
    again = on_machine(books, clock, NoStore(), surroundings).receipt(number, ACTOR).code

    assert code == again
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    open_to_all = on_machine(books, clock, NoStore(), surroundings).receipt(number, ACTOR).code
    assert open_to_all.startswith("BB1?")


@pytest.mark.parametrize("secret", ["nonsense", "", "zz" * 32])
def test_a_key_that_is_none_never_stops_a_print(books, clock, number, secret):
    desk = on_machine(
        books, clock, Store({"PAT1-signing": "nonsense"}), {SIGNING_KEY_VARIABLE: secret}
    )

    assert desk.receipt(number, ACTOR).code.startswith("BB1?")


def test_books_closed_to_writers_still_print(books, clock, number, engine):
    desk = on_machine(books, clock, Store())
    by_hand(engine, "UPDATE wallet SET balance_paise = balance_paise + 1")
    assert desk.check(silent, actor=ACTOR)

    assert desk.receipt(number, ACTOR).code.startswith("BB1?")


def test_practice_is_never_signed_with_the_key_of_real_money(tmp_path, clock):
    store = Store()
    for is_practice in (False, True):
        office = Office("PAT1", "Patna-1", is_practice=is_practice)
        made = create_office(tmp_path / str(is_practice), office, clock)
        desk = SqlBooks(made._engine, made.path, made.office, clock, keys=Keys(store, {}))  # noqa: SLF001
        desk.signing._registered_key(ACTOR)  # noqa: SLF001 - without a receipt there is no code
        made.close()

    assert sorted(store) == ["PAT1-signing", "PAT1-signing-practice"]
    assert len(set(store.values())) == 2


# Verdicts


def test_a_changed_code_is_told_and_a_receipt_of_nobody_too(books, clock, number):
    desk = on_machine(books, clock, Store())
    code = desk.receipt(number, ACTOR).code

    assert desk.signing.verify(code.replace("a=50000", "a=50001")).verdict is Verdict.CHANGED
    assert desk.signing.verify(code[:-4] + "AAAA").verdict is Verdict.CHANGED

    elsewhere = replace(desk.receipt(number).receipt, number="PAT1/02/2026-27/000099")
    made_up = desk.signing.code_of(elsewhere, ACTOR)
    found = desk.signing.verify(made_up)
    assert (found.verdict, found.receipt) == (Verdict.NOT_IN_BOOKS, None)


def test_every_letter_of_a_code_counts(books, clock, number):
    desk = on_machine(books, clock, Store())
    code = desk.receipt(number, ACTOR).code
    text, _, signature = code.partition("&s=")
    [key] = desk.signing.public_keys()

    for place in range(len(signature)):
        other = "A" if signature[place] != "A" else "B"
        assert not is_signed(
            text, signature[:place] + other + signature[place + 1 :], key.public_key
        )
    for place in range(len(text)):
        other = "1" if text[place] != "1" else "2"
        assert not is_signed(text[:place] + other + text[place + 1 :], signature, key.public_key)


def test_a_cancelled_receipt_was_a_true_one_but_counts_no_more(books, clock, number):
    desk = on_machine(books, clock, Store())
    code = desk.receipt(number, ACTOR).code

    books.reversals.cancel(number, "Wrong amount", Actor("hari", Channel.DESK, counter=2))

    found = desk.signing.verify(code)
    assert found.verdict is Verdict.UNDONE
    assert found.receipt.undone[0].reason == "Wrong amount"


def test_a_key_that_was_exchanged_by_hand_is_found(books, clock, number, engine):
    desk = on_machine(books, clock, Store())
    code = desk.receipt(number, ACTOR).code

    by_hand(engine, f"UPDATE signing_key SET public_key = '{SigningKey.new().public}'")

    assert desk.signing.verify(code).verdict is Verdict.CHANGED
    assert books.check(silent)


def test_without_the_books_the_exported_keys_are_enough(books, clock, number):
    desk = on_machine(books, clock, Store())
    code = desk.receipt(number, ACTOR).code

    keys = parse_keys(keys_as_text(desk.signing.public_keys()))

    assert verified(code, keys, is_signed).verdict is Verdict.SIGNED
    assert verified(code.replace("c=1001", "c=1002"), keys, is_signed).verdict is Verdict.CHANGED
    assert verified(code, [], is_signed).verdict is Verdict.UNKNOWN_KEY


def test_whoever_may_not_see_people_sees_no_address_in_a_verdict(books, clock, number):
    desk = on_machine(books, clock, Store())
    code = desk.receipt(number, ACTOR).code

    masked = desk.seen_by(Role.AUDITOR).signing.verify(code).receipt
    assert (
        masked.consumer_address
        == desk.seen_by(Role.AUDITOR).receipt(number).receipt.consumer_address
    )


@pytest.mark.only_on("sqlite", "one way of making an office anew is enough")
def test_a_restored_office_knows_its_old_receipts_and_signs_on(books, clock, number, tmp_path):
    store = Store()
    desk = on_machine(books, clock, store)
    code = desk.receipt(number, ACTOR).code
    made = desk.safekeeping.back_up(ACTOR, silent, folder=tmp_path / "copies").made

    restored = restore_office(
        Path(made.path),
        tmp_path / "anew",
        clock,
        silent,
        answering=lambda _books: ACTOR,
        wish=Restoring(),
        keys=Keys(store, {}),
    )

    assert restored.signing.verify(code).verdict is Verdict.TRUE
    assert restored.receipt(number, ACTOR).code == code
    assert len(restored.signing.public_keys()) == 1
    restored.close()
