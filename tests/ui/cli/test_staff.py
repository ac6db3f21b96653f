"""The staff by command line: the first administrator, members, passwords, and a way back."""

from __future__ import annotations

import pytest

from domain.errors_of_trust import SecretMissing, SecretsDiffer
from domain.office import Actor, Channel
from domain.staff import refuse_weak_password
from domain.temporary_password import new_temporary_password
from resources.texts import Texts
from storage.office import open_office
from tests.ui.cli.conftest import OWN_PASSWORD, STAFF, StandingClock
from ui.cli.asking import NEW_PASSWORD, PASSWORD, RECOVERY_WORDS, Asking

NEW = "winter-rain-77"
WORDS = "abandon ability able about above absent absorb abstract absurd abuse access accident"


def test_the_first_administrator_is_made_once_and_then_needed(desk, monkeypatch):
    monkeypatch.setenv(PASSWORD, OWN_PASSWORD)
    begun = desk.json("staff", "begin", "--user", "sita", "--name", "Sita Devi")
    again = desk.json("staff", "begin", "--user", "other", "--name", "Other")
    stranger = desk.json("bill", "--day", "2025-07-03")
    known = desk.json("--as", "sita", "bill", "--day", "2025-07-03")

    assert begun.json["member"]["role"] == "administrator"
    assert again.error["code"] == "staff_exists"
    assert stranger.error["code"] == "sign_in_needed"
    assert known.code == 0


def test_the_first_administrator_gets_recovery_words_that_work(desk, monkeypatch):
    monkeypatch.setenv(PASSWORD, OWN_PASSWORD)
    words = desk.folder / "words.txt"

    begun = desk.json(
        "staff", "begin", "--user", "sita", "--name", "Sita Devi", "--words-to", words
    )
    monkeypatch.setenv(RECOVERY_WORDS, words.read_text("utf-8"))
    monkeypatch.setenv(NEW_PASSWORD, NEW)
    recovered = desk.json("staff", "recover", "--user", "sita")
    monkeypatch.setenv(PASSWORD, NEW)

    assert begun.json["words_file"] == str(words)
    assert words.read_text("utf-8").strip() not in begun.out
    assert recovered.code == 0
    assert desk.json("--as", "sita", "staff", "list").code == 0


@pytest.mark.parametrize("weak", ["short", "sita-sita-sita", "aaaaaaaaaaaa"])
def test_a_weak_password_begins_no_staff(desk, monkeypatch, weak):
    monkeypatch.setenv(PASSWORD, weak)

    refused = desk.json("staff", "begin", "--user", "sita", "--name", "Sita Devi")

    assert refused.is_refused_in_one_sentence()
    assert refused.error["code"] == "password_too_weak"
    assert weak not in refused.out + refused.err
    assert desk.json("staff", "list").json == {"staff": []}


def test_the_list_names_everybody_with_role_and_state(staffed):
    told = staffed.as_("meena", "staff", "list").json["staff"]

    assert {member["user"]: member["role"] for member in told} == {
        user: role.value for user, role in STAFF.items()
    }
    assert all(member["is_active"] for member in told)


def test_a_new_member_chooses_a_password_before_anything_else(staffed):
    added = staffed.as_(
        *("sita", "staff", "add", "--user", "kiran", "--name", "Kiran Rao"),
        *("--role", "clerk", "--counter", "3", "--generate"),
    ).json
    first = added["password"]

    early = staffed.as_("kiran", "reads", "held", password=first)
    chosen = staffed.as_("kiran", "staff", "password", password=first, **{NEW_PASSWORD: NEW})
    later = staffed.as_("kiran", "reads", "held", password=NEW)

    assert added["member"]["must_change_password"]
    assert early.error["code"] == "password_must_change"
    assert chosen.json == {"user": "kiran", "changed": True}
    assert later.code == 0


def test_a_given_password_is_never_told_back(staffed):
    added = staffed.as_(
        *("sita", "staff", "add", "--user", "kiran", "--name", "Kiran Rao", "--role", "clerk"),
        **{NEW_PASSWORD: NEW},
    )

    assert added.code == 0
    assert NEW not in added.out + added.err


def test_a_user_name_is_taken_once_and_checked(staffed):
    add = ("staff", "add", "--name", "Kiran Rao", "--role", "clerk", "--generate", "--user")

    assert staffed.as_("sita", *add, "ravi").error["code"] == "staff_known"
    assert staffed.as_("sita", *add, "No Spaces").error["code"] == "field_not_allowed"
    refused = staffed.as_("sita", *add[:4], "--role", "king", "--generate", "--user", "kiran")
    assert refused.error["field"] == "role"


def test_a_member_is_changed_dismissed_and_taken_back(staffed):
    changed = staffed.as_("sita", "staff", "change", "--user", "ravi", "--role", "supervisor")
    dismissed = staffed.as_("sita", "staff", "dismiss", "--user", "ravi")
    outside = staffed.as_("ravi", "reads", "held")
    back = staffed.as_("sita", "staff", "take-back", "--user", "ravi")

    assert changed.json["member"]["role"] == "supervisor"
    assert changed.json["member"]["name"] == "Ravi Prasad"
    assert not dismissed.json["member"]["is_active"]
    assert outside.error["code"] == "sign_in_refused"
    assert back.json["member"]["is_active"]
    assert staffed.as_("ravi", "reads", "held").code == 0


def test_the_only_administrator_stays(staffed):
    for command in (("dismiss",), ("change", "--role", "clerk")):
        refused = staffed.as_("sita", "staff", *command, "--user", "sita")
        assert refused.error["code"] == "last_administrator"


def test_a_forgotten_password_is_reset_by_an_administrator(staffed):
    first = staffed.as_("sita", "staff", "reset-password", "--user", "ravi", "--generate").json[
        "password"
    ]

    assert staffed.as_("ravi", "reads", "held").error["code"] == "sign_in_refused"
    assert staffed.as_("ravi", "reads", "held", password=first).error["code"] == (
        "password_must_change"
    )


def test_whoever_is_unknown_is_refused_by_name(staffed):
    for command in ("unlock", "dismiss", "take-back", "change"):
        refused = staffed.as_("sita", "staff", command, "--user", "nobody")
        assert refused.is_refused_in_one_sentence()
        assert refused.error["code"] == "staff_unknown"


def test_recovery_words_bring_a_lost_administrator_back(staffed, monkeypatch):
    books = open_office(staffed.office, StandingClock())
    books.trust.set_recovery_words(WORDS, Actor("sita", Channel.COMMAND_LINE))
    books.close()
    monkeypatch.setenv(NEW_PASSWORD, NEW)
    monkeypatch.setenv(RECOVERY_WORDS, WORDS.replace("able", "zebra"))
    wrong = staffed.json("staff", "recover", "--user", "sita")
    monkeypatch.setenv(RECOVERY_WORDS, WORDS)
    clerk = staffed.json("staff", "recover", "--user", "ravi")
    right = staffed.json("staff", "recover", "--user", "sita")

    assert wrong.error["code"] == clerk.error["code"] == "recovery_words_wrong"
    assert right.code == 0
    assert staffed.as_("sita", "staff", "list", password=NEW).code == 0
    noted = staffed.as_("sita", "audit", "--act", "recover", password=NEW).json["rows"]
    assert [row["subject"] for row in noted] == ["sita", "refused", "refused"]


def test_the_staff_is_told_in_hindi(staffed, monkeypatch):
    monkeypatch.setenv(PASSWORD, OWN_PASSWORD)

    said = staffed.run("--language", "hi", "--as", "sita", "staff", "list")

    assert said.code == 0
    assert "Ravi Prasad" in said.out


def test_a_made_password_is_good_enough_and_never_the_same():
    made = {new_temporary_password("ra") for _time in range(200)}

    assert len(made) == 200
    for password in made:
        refuse_weak_password("ra", password)


def test_a_new_password_typed_differently_twice_is_refused():
    answers = iter(["winter-rain-77", "winter-rain-78"])
    asking = Asking({}, lambda _question: next(answers), Texts())

    with pytest.raises(SecretsDiffer):
        asking.new_password("ravi")


def test_whoever_ends_the_input_is_told_what_to_set():
    def nothing(_question):
        raise EOFError

    with pytest.raises(SecretMissing):
        Asking({}, nothing, Texts()).password_of("ravi")
