"""Encrypted offices: a key in the system's store, a second way in by words, and no third."""

from __future__ import annotations

import json
import stat
from contextlib import closing

import keyring.errors
import pytest
import sqlcipher3.dbapi2

from domain.errors_of_database import DatabaseDamaged, DatabaseNotOurs
from domain.errors_of_files import FileNotWritten
from domain.errors_of_trust import (
    DatabaseKeyMissing,
    DatabaseKeyWrong,
    KeyFileUnsafe,
    KeySheetUnreadable,
    KeyStoreMissing,
    KeyUnreadable,
    OfficeNotEncrypted,
    RecoveryWordsMistyped,
    RecoveryWordsWrong,
)
from domain.money import Money
from domain.office import Office
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.safekeeping import Restoring
from domain.tariff import parse_tariff_text
from domain.tender import Tender
from storage.keys import (
    KEY_FILE_VARIABLE,
    KEY_SHEET,
    KEY_VARIABLE,
    DatabaseKey,
    Keys,
    KeySheet,
    SystemKeyStore,
    new_words,
    read_secret,
    spelt,
    write_secret,
)
from storage.making import office_being_made, restore_office
from storage.office import (
    DATABASE,
    create_encrypted_office,
    create_office,
    open_office,
    recover_key,
)
from tests.storage.conftest import ACTOR, DATA, START, begin_shift_anew


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


@pytest.fixture
def keys():
    return Keys(Store(), {})


@pytest.fixture
def office(tmp_path, clock, keys):
    """An encrypted office with its words, in the folder ``office``."""
    books, words = create_encrypted_office(
        tmp_path / "office", Office("PAT1", "Patna-1"), clock, keys, ACTOR
    )
    text = (DATA / "example-tariffs.json").read_text(encoding="utf-8")
    books.add_tariffs(parse_tariff_text(text)[0], ACTOR)
    yield books, words
    books.close()


def restored(backup, folder, clock, keys, **wishes):
    return restore_office(
        backup,
        folder,
        clock,
        silent,
        answering=lambda _books: ACTOR,
        wish=Restoring(**wishes),
        keys=keys,
    )


def backed_up_after_opening(folder, clock, keys):
    books = open_office(folder, clock, keys)
    try:
        books.safekeeping.back_up(ACTOR, silent)
    finally:
        books.close()


def test_nothing_of_an_encrypted_office_can_be_read_in_its_files(office, form):
    books, words = office
    books.create_consumer(form("1001", name="Sunita Devi Kankarbagh"), ACTOR)
    backup = books.safekeeping.back_up(ACTOR, silent).made.path
    books.close()

    for path in (books.path, backup, books.path.with_name(KEY_SHEET)):
        content = path.read_bytes()
        assert not content.startswith(b"SQLite format 3")
        assert b"Sunita" not in content
        assert words.split()[0].encode() + b" " not in content


def test_an_encrypted_office_opens_by_the_key_of_this_machine(office, clock, keys):
    books, _words = office
    books.close()

    again = open_office(books.path.parent, clock, keys)

    assert again.safekeeping.state().is_encrypted
    assert again.check(silent) == []
    again.close()


def test_a_machine_without_the_key_says_so(office, clock, monkeypatch):
    books, _words = office
    books.close()

    with pytest.raises(DatabaseKeyMissing):
        open_office(books.path.parent, clock, Keys(Store(), {}))


def test_a_wrong_key_is_told_as_such_and_never_as_damage(office, clock, capfd):
    books, _words = office
    books.close()
    other = DatabaseKey.new().hexadecimal

    with pytest.raises(DatabaseKeyWrong):
        open_office(books.path.parent, clock, Keys(Store(), {KEY_VARIABLE: other}))
    books.path.with_name(KEY_SHEET).unlink()
    with pytest.raises(DatabaseKeyWrong):
        open_office(books.path.parent, clock, Keys(Store(), {KEY_VARIABLE: other}))
    with pytest.raises(DatabaseNotOurs):
        open_office(books.path.parent, clock, Keys(Store(), {}))

    assert capfd.readouterr().err == ""


def test_the_key_alone_opens_the_office_also_without_its_sheet(office, clock, keys):
    books, _words = office
    books.close()
    [secret] = keys.store.values()
    books.path.with_name(KEY_SHEET).unlink()

    again = open_office(books.path.parent, clock, Keys(Store(), {KEY_VARIABLE: secret.upper()}))

    assert again.office.code == "PAT1"
    again.close()


def test_the_words_bring_the_key_to_a_new_machine(office, clock):
    books, words = office
    books.close()
    new_machine = Keys(Store(), {})

    recover_key(books.path.parent, f"  {words.upper()}\n", new_machine)

    again = open_office(books.path.parent, clock, new_machine)
    assert again.check(silent) == []
    again.close()


def test_other_words_bring_no_key(office):
    books, words = office
    machine = Keys(Store(), {})

    with pytest.raises(RecoveryWordsWrong):
        recover_key(books.path.parent, new_words(), machine)
    for mistyped in ("", "one two three", words + " zoo", " ".join(words.split()[:11])):
        with pytest.raises(RecoveryWordsMistyped):
            recover_key(books.path.parent, mistyped, machine)
    assert machine.store == {}


def test_an_office_that_is_not_encrypted_has_no_key_to_recover(tmp_path, clock, keys):
    create_office(tmp_path / "plain", Office("PAT1", "Patna-1"), clock).close()

    with pytest.raises(OfficeNotEncrypted):
        recover_key(tmp_path / "plain", new_words(), keys)


def test_words_are_tried_once_and_the_state_says_whether_they_were(office):
    books, words = office
    assert books.safekeeping.state().words_tried is False

    with pytest.raises(RecoveryWordsWrong):
        books.safekeeping.try_recovery_words(new_words(), ACTOR)
    assert books.safekeeping.state().words_tried is False
    books.safekeeping.try_recovery_words(words, ACTOR)

    assert books.safekeeping.state().words_tried is True
    assert books.check(silent) == []


def test_new_words_end_the_old_ones(office):
    books, old = office
    folder = books.path.parent

    new = books.safekeeping.make_recovery_words(ACTOR)

    assert books.safekeeping.state().words_tried is False
    with pytest.raises(RecoveryWordsWrong):
        books.safekeeping.try_recovery_words(old, ACTOR)
    with pytest.raises(RecoveryWordsWrong):
        recover_key(folder, old, Keys(Store(), {}))
    books.safekeeping.try_recovery_words(new, ACTOR)
    recover_key(folder, new, Keys(Store(), {}))


def test_an_office_that_is_not_encrypted_has_words_for_its_administrator(books):
    assert books.safekeeping.state().words_tried is None

    words = books.safekeeping.make_recovery_words(ACTOR)
    books.safekeeping.try_recovery_words(words, ACTOR)

    assert books.safekeeping.state().words_tried is True
    assert not (books.path.parent / KEY_SHEET).exists()


def test_an_encrypted_backup_comes_back_by_the_machine_s_key(office, clock, keys, tmp_path):
    books, _words = office
    backup = books.safekeeping.back_up(ACTOR, silent).made.path

    again = restored(backup, tmp_path / "again", clock, keys)

    assert again.office.stream == "PAT1.2"
    assert again.safekeeping.state().is_encrypted
    assert again.check(silent) == []
    again.close()


def test_an_encrypted_backup_comes_back_by_the_words_alone(office, clock, tmp_path):
    books, words = office
    backup = books.safekeeping.back_up(ACTOR, silent).made.path
    new_machine = Keys(Store(), {})

    with pytest.raises(DatabaseKeyMissing):
        restored(backup, tmp_path / "again", clock, new_machine)
    again = restored(backup, tmp_path / "again", clock, new_machine, words=words)

    assert again.check(silent) == []
    again.safekeeping.try_recovery_words(words, ACTOR)
    again.close()
    open_office(tmp_path / "again", clock, new_machine).close()


def test_wrong_words_restore_nothing(office, clock, tmp_path):
    books, _words = office
    backup = books.safekeeping.back_up(ACTOR, silent).made.path

    with pytest.raises(RecoveryWordsWrong):
        restored(backup, tmp_path / "again", clock, Keys(Store(), {}), words=new_words())

    assert not (tmp_path / "again").exists()


def test_a_drill_of_an_encrypted_office_is_good(office, form):
    books, _words = office
    books.create_consumer(form(), ACTOR)
    begin_shift_anew(books)
    books.recharge(RechargeOrder.of("a", "1001", Money.rupees(500), Tender.CASH), ACTOR)
    books.safekeeping.back_up(ACTOR, silent)

    assert books.safekeeping.drill(ACTOR, silent).is_good


def test_a_dry_run_of_an_encrypted_office_is_encrypted_too(office, form):
    books, _words = office

    with books.on_a_copy() as copy:
        copy.create_consumer(form(), ACTOR)
        assert not copy.path.read_bytes().startswith(b"SQLite format 3")

    assert books.state().consumers == 0


def test_a_damaged_page_of_an_encrypted_office_is_told_as_damage(office, clock, keys, form):
    books, _words = office
    books.create_consumer(form(), ACTOR)
    books.close()
    whole = books.path.read_bytes()
    damaged = bytearray(whole)
    damaged[len(damaged) // 2] ^= 1
    books.path.write_bytes(damaged)

    with pytest.raises((DatabaseDamaged, DatabaseNotOurs, DatabaseKeyWrong)) as told:
        backed_up_after_opening(books.path.parent, clock, keys)

    assert not isinstance(told.value, DatabaseKeyWrong)
    # The fixture closes these books once more.
    books.path.write_bytes(whole)


def test_without_a_place_for_the_key_no_encrypted_office_is_made(tmp_path, clock):
    with pytest.raises(KeyStoreMissing), office_being_made(tmp_path / "office") as folder:
        create_encrypted_office(
            folder, Office("PAT1", "Patna-1"), clock, Keys(NoStore(), {}), ACTOR
        )

    assert not (tmp_path / "office").exists()


def test_a_key_sheet_appears_with_the_office_and_nothing_else(tmp_path, clock, keys):
    with office_being_made(tmp_path / "office") as folder:
        books, _words = create_encrypted_office(
            folder, Office("PAT1", "Patna-1"), clock, keys, ACTOR
        )
        books.close()

    assert {path.name for path in (tmp_path / "office").iterdir()} == {DATABASE, KEY_SHEET}
    assert stat.S_IMODE((tmp_path / "office" / KEY_SHEET).stat().st_mode) == 0o600
    open_office(tmp_path / "office", clock, keys).close()


# Headless machines


def test_a_headless_machine_keeps_the_key_in_a_file_of_its_own(tmp_path, clock):
    file = tmp_path / "database key"
    machine = Keys(NoStore(), {KEY_FILE_VARIABLE: str(file)})

    books, _words = create_encrypted_office(
        tmp_path / "office", Office("PAT1", "Patna-1"), clock, machine, ACTOR
    )
    books.close()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    open_office(tmp_path / "office", clock, machine).close()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_file_that_others_can_read_is_refused(tmp_path, mode):
    file = tmp_path / "key"
    write_secret(file, DatabaseKey.new().hexadecimal)
    file.chmod(mode)

    with pytest.raises(KeyFileUnsafe):
        Keys(NoStore(), {KEY_FILE_VARIABLE: str(file)}).given()


@pytest.mark.parametrize("text", ["secret", "0" * 63, "g" * 64, "0" * 65, "x'00'"])
def test_what_is_no_key_is_refused(text):
    with pytest.raises(KeyUnreadable):
        Keys(NoStore(), {KEY_VARIABLE: text}).given()


def test_a_secret_never_replaces_a_file(tmp_path):
    (tmp_path / "words").write_text("something else")

    with pytest.raises(FileNotWritten):
        write_secret(tmp_path / "words", "new words")

    assert (tmp_path / "words").read_text() == "something else"


def test_a_secret_is_read_back_as_it_was_written(tmp_path):
    words = new_words()
    write_secret(tmp_path / "words", words)

    assert read_secret(tmp_path / "words") == words == spelt(words.title())


def test_a_key_is_not_shown_by_mistake():
    key = DatabaseKey.new()

    assert key.hexadecimal not in repr(key)
    assert key.hexadecimal not in str(key)
    assert key.id not in key.hexadecimal


# The sheet


@pytest.fixture(scope="module")
def sheet():
    return KeySheet.wrap(DatabaseKey("ab" * 32), spelt("abandon " * 11 + "about"), "PAT1")


def changed(sheet, **changes):
    """Return the sheet as JSON with one part changed: ``kdf__passes=10**9``."""
    told = json.loads(json.dumps(sheet.told()))
    for way, value in changes.items():
        *parts, last = way.split("__")
        place = told
        for part in parts:
            place = place[part]
        place[last] = value
    return told


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"kdf": None},
        {"kdf__name": "md5"},
        {"kdf__passes": 10**9},
        {"kdf__passes": 0},
        {"kdf__passes": True},
        {"kdf__memory_kib": 2**40},
        {"kdf__memory_kib": 1},
        {"kdf__lanes": 10**6},
        {"kdf__salt": "zz"},
        {"kdf__salt": ""},
        {"cipher__nonce": "00"},
        {"cipher__wrapped": "00" * 5000},
        {"key_id": "../../x"},
        {"office": "P" * 99},
    ],
)
def test_a_hostile_key_sheet_is_refused_before_it_costs_anything(sheet, changes):
    with pytest.raises(KeySheetUnreadable):
        KeySheet.of(changed(sheet, **changes), "office.key")


def test_a_sheet_whose_key_was_exchanged_opens_nothing(sheet):
    for changes in ({"key_id": "0" * 16}, {"office": "GAY1"}, {"cipher__nonce": "00" * 12}):
        other = KeySheet.of(changed(sheet, **changes), "office.key")
        with pytest.raises(RecoveryWordsWrong):
            other.unwrap(spelt("abandon " * 11 + "about"))


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_a_file_that_is_no_key_sheet_is_refused(tmp_path, content):
    (tmp_path / KEY_SHEET).write_bytes(content)

    with pytest.raises(KeySheetUnreadable):
        KeySheet.read(tmp_path)


def test_the_system_s_key_store_may_be_missing(monkeypatch):
    def no_store(*_arguments):
        raise keyring.errors.NoKeyringError

    monkeypatch.setattr("keyring.get_password", no_store)
    monkeypatch.setattr("keyring.set_password", no_store)

    assert SystemKeyStore().find("PAT1-0") is None
    with pytest.raises(KeyStoreMissing):
        SystemKeyStore().put("PAT1-0", "secret")


def test_a_day_is_billed_in_an_encrypted_office(office, form, read):
    from domain.reads import ReadSource  # noqa: PLC0415 - for this alone

    books, _words = office
    books.take_on([form(number) for number in ("1001", "1002")], ACTOR)
    reads = [read(day, str(100 + day), f"M{n}") for n in (1001, 1002) for day in range(3)]
    books.take_reads(reads, ReadSource.FILE, ACTOR)

    [day] = books.run_days(START, ACTOR, silent)

    assert day.charged == 2
    assert books.check(silent) == []


def test_the_key_is_raw_and_not_stretched(office, keys):
    """A raw key opens in milliseconds; a passphrase of the same text opens nothing."""
    books, _words = office
    books.close()
    [secret] = keys.store.values()

    with closing(sqlcipher3.dbapi2.connect(str(books.path))) as connection:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{secret}'\"")
        assert connection.execute("SELECT code FROM office").fetchone() == ("PAT1",)
    with closing(sqlcipher3.dbapi2.connect(str(books.path))) as connection:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = '{secret}'")
        with pytest.raises(sqlcipher3.dbapi2.DatabaseError):
            connection.execute("SELECT code FROM office")


def test_the_archive_of_an_encrypted_office_is_encrypted_too(office, form, read, clock, tmp_path):
    from datetime import date, timedelta  # noqa: PLC0415 - for this alone

    from domain.reads import ReadSource  # noqa: PLC0415 - as above

    books, _words = office
    books.create_consumer(form(), ACTOR)
    books.take_reads([read(day, str(100 + day)) for day in range(3)], ReadSource.FILE, ACTOR)
    clock.pass_time(timedelta(days=300))
    books.run_days(date(2026, 4, 30), ACTOR, silent)

    archive = books.archive(date(2026, 4, 1), tmp_path / "old.db", ACTOR, silent)

    assert not (tmp_path / "old.db").read_bytes().startswith(b"SQLite format 3")
    assert archive.charges > 300
    assert books.check(silent, archives=[tmp_path / "old.db"]) == []
