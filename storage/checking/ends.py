"""What must agree at the end: running numbers, accounts, settings, contacts, who paid."""

from __future__ import annotations

import json
from collections.abc import Sequence

from domain.consumer import CONTACT_FIELDS
from domain.ledger import Account
from domain.settings import SETTINGS
from domain.staff import Act
from storage.checking.chain import streams_of
from storage.checking.charges import Archived
from storage.checking.sight import MOST_NAMED, Findings, Sight, iso_day

#: Each running number, and the highest that was given out.
_COUNTERS = {
    "posted_seq": "SELECT max(posted_seq) FROM wallet_entry WHERE office_id = :office_id",
    "entry_seq": "SELECT max(seq) FROM journal_entry WHERE office_id = :office_id",
    "consumer": "SELECT max(id) FROM consumer WHERE office_id = :office_id",
    "meter": "SELECT max(id) FROM meter WHERE office_id = :office_id",
    "tariff": "SELECT max(id) FROM tariff_version WHERE office_id = :office_id",
    "audit": "SELECT max(id) FROM audit_entry WHERE office_id = :office_id",
    "shift": "SELECT max(id) FROM shift WHERE office_id = :office_id",
    "consumer_note": "SELECT max(id) FROM consumer_note WHERE office_id = :office_id",
    "drawer_move": "SELECT max(id) FROM drawer_move WHERE office_id = :office_id",
    "arrear": "SELECT max(id) FROM arrear WHERE office_id = :office_id",
    "supply_exchange": "SELECT max(id) FROM supply_exchange WHERE office_id = :office_id",
    "settlement_file": "SELECT max(id) FROM settlement_file WHERE office_id = :office_id",
    "version": "SELECT max(seq) FROM (SELECT max(version_seq) AS seq FROM consumer_version"
    " WHERE office_id = :office_id UNION SELECT max(version_seq) FROM contact_version"
    " WHERE office_id = :office_id) both_kinds",
}
_SAME = " AND ".join(f"c.{name} = v.{name}" for name in CONTACT_FIELDS)
#: Consumers whose contact is not that of the last change of it.
_CONTACTS = (
    "SELECT c.number FROM consumer c LEFT JOIN contact_version v"
    "  ON v.office_id = c.office_id AND v.consumer_id = c.id AND v.version_seq = ("
    "   SELECT max(l.version_seq) FROM contact_version l"
    "   WHERE l.office_id = c.office_id AND l.consumer_id = c.id)"
    f" WHERE c.office_id = :office_id AND (v.consumer_id IS NULL OR NOT ({_SAME}))"
    " ORDER BY c.number LIMIT :most"
)
#: Consumers whose name is blank although nobody was asked to forget them.
_BLANKED = (
    "SELECT DISTINCT c.number FROM contact_version v JOIN consumer c"
    "  ON c.office_id = v.office_id AND c.id = v.consumer_id"
    " WHERE v.office_id = :office_id AND v.name = '' AND NOT EXISTS ("
    "  SELECT 1 FROM audit_entry a WHERE a.office_id = v.office_id"
    "  AND a.consumer_id = v.consumer_id AND a.act = :act)"
    " ORDER BY c.number LIMIT :most"
)
#: Receipts without who stood on them, or with somebody whom the consumer never was.
_PARTIES = (
    "SELECT r.number FROM receipt r LEFT JOIN receipt_party p"
    "  ON p.office_id = r.office_id AND p.number = r.number"
    " WHERE r.office_id = :office_id AND r.posted_seq > :after AND (p.number IS NULL"
    "  OR NOT EXISTS (SELECT 1 FROM contact_version v"
    "   WHERE v.office_id = r.office_id AND v.consumer_id = r.consumer_id"
    "   AND v.name = p.name AND v.address = p.address))"
    " ORDER BY r.number LIMIT :most"
)
_STRAY_PARTIES = (
    "SELECT p.number FROM receipt_party p LEFT JOIN receipt r"
    "  ON r.office_id = p.office_id AND r.number = p.number"
    " WHERE p.office_id = :office_id AND r.number IS NULL ORDER BY p.number LIMIT :most"
)
#: What each setting was set to, in the order in which it was set.
_SETTINGS_TOLD = (
    "SELECT a.subject, d.after FROM audit_entry a JOIN audit_detail d"
    "  ON d.office_id = a.office_id AND d.audit_id = a.id"
    " WHERE a.office_id = :office_id AND a.act = :act ORDER BY a.id"
)


def compare_counters(sight: Sight, found: Findings) -> None:
    """Tell running numbers that are not the last ones given out."""
    stored: dict[str, int] = dict(
        sight.rows("SELECT name, value FROM counter WHERE office_id = :office_id")
    )
    for name in sorted(stored.keys() | _COUNTERS.keys()):
        given = (sight.value(_COUNTERS[name]) or 0) if name in _COUNTERS else None
        if stored.get(name, 0) != given:
            found.tell("counter_wrong", counter=name, found=stored.get(name, 0), given=given or 0)


def compare_accounts(sight: Sight, found: Findings) -> None:
    """Tell accounts of the ledger that are missing or nobody knows."""
    stored = {
        code
        for (code,) in sight.rows("SELECT code FROM ledger_account WHERE office_id = :office_id")
    }
    for code in sorted(stored ^ {account.value for account in Account}):
        kind = "row_added" if code in stored else "row_missing"
        found.tell(kind, table="ledger_account", row=code)


def compare_contacts(sight: Sight, found: Findings) -> None:
    """Tell consumers whose name, address or telephone nobody has given."""
    for (number,) in sight.rows(_CONTACTS, most=MOST_NAMED):
        found.tell("contact_differs", consumer=number)
    for (number,) in sight.rows(_BLANKED, act=Act.ERASE_PERSON.value, most=MOST_NAMED):
        found.tell("contact_differs", consumer=number)


def compare_parties(sight: Sight, found: Findings, after: int) -> None:
    """Tell receipts, of postings after one, that name somebody whom the consumer never was."""
    for (number,) in sight.rows(_PARTIES, after=after, most=MOST_NAMED):
        found.tell("party_differs", receipt=number)
    for (number,) in sight.rows(_STRAY_PARTIES, most=MOST_NAMED):
        found.tell("party_differs", receipt=number)


def compare_office(sight: Sight, found: Findings) -> None:
    """Tell an office that is not the one of its rows, or not of the incarnation of its events."""
    office = sight.office
    stored = sight.rows("SELECT code, incarnation FROM office WHERE office_id = :office_id")
    streams = streams_of(sight)
    is_there = [tuple(row) for row in stored] == [(office.code, office.incarnation)]
    if not is_there or (streams and streams[-1] != office.stream):
        found.tell("office_changed", office=office.code, incarnation=office.incarnation)


def compare_settings(sight: Sight, found: Findings) -> None:
    """Tell settings that are not what the audit log says they were last set to."""
    told = {
        name: _value_set(name, after)
        for name, after in sight.rows(_SETTINGS_TOLD, act=Act.CHANGE_SETTINGS.value)
    }
    stored: dict[str, str] = dict(
        sight.rows("SELECT name, value FROM setting WHERE office_id = :office_id")
    )
    for name in sorted(SETTINGS):
        if stored.get(name) != told.get(name):
            found.tell("row_changed", table="setting", row=name)


def _value_set(name: str, after: str) -> str | None:
    try:
        value: str | None = json.loads(after)[name]
    except (ValueError, KeyError, TypeError):
        return None  # a detail that was changed is told where the log is compared
    return value


def compare_archives(sight: Sight, found: Findings, archives: Sequence[Archived]) -> None:
    """Tell files of archived days that are not as they were made."""
    made: dict[int, str] = dict(
        sight.rows("SELECT until_day, sha256 FROM archive_made WHERE office_id = :office_id")
    )
    for archive in archives:
        if made.get(archive.until_day) != archive.sha256:
            found.tell("archive_differs", path=archive.path, until=iso_day(archive.until_day))


def compare_lost(sight: Sight, found: Findings) -> None:
    """Tell ranges of lost receipt numbers that reach into numbers that are there."""
    for counter, year, incarnation, first in sight.rows(
        "SELECT l.counter, l.financial_year, l.incarnation, l.first_number FROM series_lost l"
        " LEFT JOIN series s ON s.office_id = l.office_id AND s.counter = l.counter"
        "  AND s.financial_year = l.financial_year AND s.incarnation = l.incarnation"
        " WHERE l.office_id = :office_id"
        " AND l.first_number <> coalesce(s.last_number, 0) + 1"
    ):
        found.tell(
            "lost_numbers_wrong",
            counter=counter,
            financial_year=year,
            incarnation=incarnation,
            first_number=first,
        )
