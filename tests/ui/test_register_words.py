"""Whatever a register has to say, there are words for it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from domain.ledger import Account, EntryKind
from domain.register import GroupBy, RegisterKind, RegisterQuery
from domain.tender import Tender
from resources import words
from resources.texts import LANGUAGES, Texts
from storage.listings.registers.columns import every_column
from ui.register_words import (
    ACCOUNTS,
    COLUMNS,
    CONTROLS,
    GROUPS,
    NOTHING,
    TITLES,
    choices_of,
    export_subject,
    period_of,
)

LISTINGS = Path(__file__).parents[2] / "storage" / "listings" / "registers"
DAY, NEXT = date(2026, 11, 22), date(2026, 11, 23)


def test_every_column_has_its_words_and_there_are_no_others():
    keys = {column.key for column in every_column()}

    # A list of tenders calls a receipt with several of them so; no column is of that.
    assert set(COLUMNS) - {"of_mixed"} == keys


def test_every_control_total_has_its_words():
    told = "\n".join(path.read_text("utf-8") for path in LISTINGS.glob("*.py"))
    named = set(re.findall(r'Control\(\s*"([a-z_]+)"', told))

    assert len(named) > 10
    assert named - set(CONTROLS) == set()


def test_every_account_and_every_kind_of_posting_has_its_words():
    assert set(ACCOUNTS) == {account.value for account in Account}
    assert set(words.ENTRIES) >= {kind.value for kind in EntryKind}
    assert set(words.TENDERS) >= {tender.value for tender in Tender}


def test_every_register_has_a_title_and_says_why_it_is_empty():
    assert set(TITLES) == set(NOTHING) == set(RegisterKind)
    assert set(GROUPS) == set(GroupBy)


def test_one_day_is_named_once():
    kind = RegisterKind.DAY_BOOK

    assert period_of(RegisterQuery(kind, DAY, DAY), Texts()) == "22 Nov 2026"
    assert period_of(RegisterQuery(kind, DAY, NEXT), Texts()) == "22 Nov 2026 to 23 Nov 2026"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_a_register_was_narrowed_down_to_is_told_in_words(language):
    _ = Texts(language)
    query = RegisterQuery(
        RegisterKind.COLLECTION, DAY, DAY, counter=0, by="asha", tender="upi", group_by="by"
    )

    assert [value for _name, value in choices_of(query, _)] == [
        *("0", "asha", "UPI", _(GROUPS[GroupBy.CLERK])),
    ]


def test_the_audit_log_calls_a_register_in_no_language():
    query = RegisterQuery(RegisterKind.RECEIPTS_OF_CONSUMER, DAY, NEXT, consumer_number="100001")

    told = export_subject(query)

    assert told == "register receipts_of_consumer 100001 2026-11-22/2026-11-23"
