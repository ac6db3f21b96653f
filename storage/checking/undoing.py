"""What was undone of receipts: each reversal once more, the references and cheques that it left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.calendar import day_number
from domain.ledger import Account, EntryKind
from domain.undoing import UndoingKind
from storage.checking.chain import Told
from storage.checking.sight import MOST_NAMED, Findings, Sight
from storage.rows import json_list

#: What the events of a reversal are called, and the row that it leaves.
REVERSALS: Mapping[str, str] = {
    EntryKind.CANCELLATION: UndoingKind.CANCELLED,
    EntryKind.TRANSFER: UndoingKind.TRANSFERRED,
    EntryKind.DISHONOUR: UndoingKind.DISHONOURED,
}
_COLUMNS = (
    *("number", "line", "kind", "amount_paise", "to_wallet_paise", "to_arrears_paise"),
    *("to_deposit_paise", "to_other_paise", "fee_paise", "asked_by", "undone_by", "counter"),
    *("shift_id", "instead", "business_day", "undone_at_ms", "entry_seq"),
)
_ROWS = (
    f"SELECT {', '.join(_COLUMNS)} FROM receipt_undone WHERE office_id = :office_id"
    " AND number IN (SELECT value FROM words_in(:numbers) w)"
)
#: Where a receipt was posted, and its parts.
_RECEIPTS = (
    "SELECT r.number, r.posted_seq, e.entry_seq, r.consumer_id, r.amount_paise,"
    " r.to_wallet_paise, r.to_arrears_paise,"
    " coalesce((SELECT h.amount_paise FROM receipt_head h WHERE h.office_id = r.office_id"
    "  AND h.number = r.number AND h.head = 'security_deposit'), 0),"
    " coalesce((SELECT h.amount_paise FROM receipt_head h WHERE h.office_id = r.office_id"
    "  AND h.number = r.number AND h.head = 'other'), 0)"
    " FROM receipt r JOIN wallet_entry e"
    "  ON e.office_id = r.office_id AND e.posted_seq = r.posted_seq"
    " WHERE r.office_id = :office_id"
    " AND r.number IN (SELECT value FROM words_in(:numbers) w)"
)
_LINES = (
    "SELECT entry_seq, account, amount_paise FROM journal_line WHERE office_id = :office_id"
    " AND entry_seq IN (SELECT value FROM numbers_in(:entries) n)"
)
#: Rows that no reversal of their receipt has made.
_WITHOUT_ENTRY = (
    "SELECT u.number, u.line FROM receipt_undone u LEFT JOIN journal_entry j"
    "  ON j.office_id = u.office_id AND j.seq = u.entry_seq AND j.document = u.number"
    "  AND j.kind = CASE u.kind WHEN 'cancelled' THEN 'cancellation'"
    "   WHEN 'transferred' THEN 'transfer' ELSE 'dishonour' END"
    " WHERE u.office_id = :office_id AND j.seq IS NULL ORDER BY 1, 2 LIMIT :most"
)
#: Receipts of which more was undone than there was: the whole, and something of it besides.
_TWICE = (
    "SELECT number FROM receipt_undone WHERE office_id = :office_id"
    " GROUP BY number HAVING min(line) = 0 AND count(*) > 1 ORDER BY 1 LIMIT :most"
)
#: Transfers without the receipt that took the money, and receipts of a transfer that nobody made.
_ASTRAY = (
    "SELECT u.number FROM receipt_undone u LEFT JOIN receipt_tender t"
    "  ON t.office_id = u.office_id AND t.number = u.instead AND t.tender = 'transfer'"
    "  AND t.reference = u.number AND t.amount_paise = u.amount_paise"
    " WHERE u.office_id = :office_id AND (u.kind = 'transferred') <> (t.number IS NOT NULL)"
    " UNION SELECT t.number FROM receipt_tender t LEFT JOIN receipt_undone u"
    "  ON u.office_id = t.office_id AND u.number = t.reference AND u.instead = t.number"
    "  AND u.kind = 'transferred'"
    " WHERE t.office_id = :office_id AND t.tender = 'transfer' AND u.number IS NULL"
    " ORDER BY 1 LIMIT :most"
)
_REFERENCE = "upper(replace({}.reference, ' ', ''))"
#: Payments on valid receipts that could be taken again. Where the same reference stands on several
#: receipts (nobody looked for that once), one of them has it.
_FREE = (
    f"SELECT min(t.reference) FROM receipt_tender t LEFT JOIN receipt_undone u"
    "  ON u.office_id = t.office_id AND u.number = t.number AND u.kind = 'cancelled'"
    " LEFT JOIN reference_taken r ON r.office_id = t.office_id AND r.tender = t.tender"
    f"  AND r.reference = {_REFERENCE.format('t')}"
    " WHERE t.office_id = :office_id AND t.tender IN ('upi', 'gateway')"
    f" GROUP BY t.tender, {_REFERENCE.format('t')}"
    " HAVING count(*) = 1 AND count(u.number) = 0 AND count(r.number) = 0"
    " ORDER BY 1 LIMIT :most"
)
#: References that are kept as taken by a receipt which does not bear them itself.
_ELSEWHERE = (
    "SELECT r.tender, r.reference, r.number FROM reference_taken r LEFT JOIN receipt_tender t"
    "  ON t.office_id = r.office_id AND t.number = r.number AND t.tender = r.tender"
    f"  AND {_REFERENCE.format('t')} = r.reference"
    " WHERE r.office_id = :office_id AND (t.number IS NULL OR EXISTS ("
    "  SELECT 1 FROM receipt_undone u WHERE u.office_id = r.office_id AND u.number = r.number"
    "  AND u.line = 0)) ORDER BY 2"
)
_TRANSFERRED_FROM = (
    "SELECT reference FROM receipt_tender WHERE office_id = :office_id AND number = :number"
    " AND tender = 'transfer'"
)
_BEARS = (
    "SELECT count(*) FROM receipt_tender t LEFT JOIN receipt_undone u"
    "  ON u.office_id = t.office_id AND u.number = :now AND u.line = 0"
    " WHERE t.office_id = :office_id AND t.number = :number AND t.tender = :tender"
    f" AND {_REFERENCE.format('t')} = :reference AND u.number IS NULL"
)
#: Instruments without a cheque, cheques without an instrument, and those whose state is another
#: one than what became of their receipt says.
_CHEQUES = (
    "SELECT t.number, t.line FROM receipt_tender t LEFT JOIN cheque c"
    "  ON c.office_id = t.office_id AND c.number = t.number AND c.line = t.line"
    " WHERE t.office_id = :office_id AND t.tender IN ('cheque', 'draft') AND c.number IS NULL"
    " UNION SELECT c.number, c.line FROM cheque c LEFT JOIN receipt_tender t"
    "  ON t.office_id = c.office_id AND t.number = c.number AND t.line = c.line"
    "  AND t.tender IN ('cheque', 'draft')"
    " WHERE c.office_id = :office_id AND t.number IS NULL"
    " UNION SELECT c.number, c.line FROM cheque c LEFT JOIN receipt_undone u"
    "  ON u.office_id = c.office_id AND u.number = c.number AND u.line IN (0, c.line)"
    " WHERE c.office_id = :office_id"
    " AND (c.state = 'dishonoured') <> (coalesce(u.kind, '') = 'dishonoured')"
    " UNION SELECT c.number, c.line FROM cheque c LEFT JOIN receipt_undone u"
    "  ON u.office_id = c.office_id AND u.number = c.number AND u.line = 0"
    " WHERE c.office_id = :office_id"
    " AND (c.state = 'returned') <> (coalesce(u.kind, '') = 'cancelled')"
    " ORDER BY 1, 2 LIMIT :most"
)


class Reversals:
    """The reversals looked at so far, and what the end must show of them."""

    def __init__(self, found: Findings) -> None:
        self._found = found

    def compare(self, sight: Sight, told: Sequence[Told]) -> None:
        """Compare reversals with the receipts that they reverse and the rows that they left."""
        numbers = json_list({event.core["document"] for event in told})
        entries = {core["reverses"] for core in (event.core for event in told)}
        undone = {
            (row[0], row[1]): dict(zip(_COLUMNS, row, strict=True))
            for row in sight.rows(_ROWS, numbers=numbers)
        }
        receipts = {row[0]: row for row in sight.rows(_RECEIPTS, numbers=numbers)}
        lines: dict[int, dict[str, int]] = {}
        for entry, account, amount in sight.rows(_LINES, entries=json_list(entries)):
            lines.setdefault(entry, {})[account] = amount
        for event in told:
            core = event.core
            self._compare_row(core, undone.get((core["document"], core["line"]), {}))
            expected = _expected_lines(core, lines.get(core["reverses"], {}))
            if core["lines"] != expected or not _fits(core, receipts.get(core["document"])):
                self._found.tell("reversal_differs", entry=core["entry"], receipt=core["document"])

    def _compare_row(self, core: Mapping[str, Any], row: Mapping[str, Any]) -> None:
        expected = _expected_row(core)
        differing = sorted(name for name, value in expected.items() if row.get(name) != value)
        if differing:
            self._found.tell(
                "undoing_differs", receipt=core["document"], fields=", ".join(differing)
            )

    def compare_ends(self, sight: Sight, *, is_whole: bool) -> None:
        """Tell what was undone by nobody or twice, and accounts that do not come to what is left.

        A whole check looks at every transfer, cheque and reference besides.
        """
        for number, line in sight.rows(_WITHOUT_ENTRY, most=MOST_NAMED):
            self._found.tell("row_added", table="receipt_undone", row=f"{number}/{line}")
        for (number,) in sight.rows(_TWICE, most=MOST_NAMED):
            self._found.tell("undone_twice", receipt=number)
        self._compare_accounts(sight)
        if is_whole:
            self._compare_all(sight)

    def _compare_all(self, sight: Sight) -> None:
        for (number,) in sight.rows(_ASTRAY, most=MOST_NAMED):
            self._found.tell("transfer_differs", receipt=number)
        for number, line in sight.rows(_CHEQUES, most=MOST_NAMED):
            self._found.tell("cheque_differs", receipt=number, line=line)
        for (reference,) in sight.rows(_FREE, most=MOST_NAMED):
            self._found.tell("reference_differs", reference=reference)
        for tender, reference, number in sight.rows(_ELSEWHERE):
            first = _first_of(sight, number)
            if not sight.value(
                _BEARS, now=number, number=first, tender=tender, reference=reference
            ):
                self._found.tell("reference_differs", reference=reference)

    def _compare_accounts(self, sight: Sight) -> None:
        """Tell accounts that do not hold what the cheques and their fees come to."""
        expected = {
            Account.CHEQUE_CLEARING: (
                "SELECT coalesce(sum(t.amount_paise), 0) FROM cheque c JOIN receipt_tender t"
                "  ON t.office_id = c.office_id AND t.number = c.number AND t.line = c.line"
                " WHERE c.office_id = :office_id AND c.state IN ('received', 'deposited')"
            ),
            Account.DISHONOUR_FEES: (
                "SELECT coalesce(-sum(fee_paise), 0) FROM receipt_undone"
                " WHERE office_id = :office_id"
            ),
        }
        for account, statement in expected.items():
            posted = sight.value(
                "SELECT coalesce(sum(amount_paise), 0) FROM journal_line"
                " WHERE office_id = :office_id AND account = :account",
                account=account.value,
            )
            owed = sight.value(statement)
            if posted != owed:
                self._found.tell(
                    "cheques_account_differs",
                    account=account.value,
                    found_paise=int(posted),
                    expected_paise=int(owed),
                )


def _first_of(sight: Sight, number: str) -> str:
    """Return the receipt whose money a receipt has, by one transfer after the other."""
    passed = {number}
    while rows := sight.rows(_TRANSFERRED_FROM, number=number):
        number = rows[0][0]
        if number in passed:
            break
        passed.add(number)
    return number


def _expected_row(core: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row that a reversal must have left, as its event tells; but for the reason."""
    return {
        "number": core["document"],
        "line": core["line"],
        "kind": REVERSALS[core["kind"]],
        "amount_paise": core["undone_paise"],
        "to_wallet_paise": -core["amount_paise"],
        "to_arrears_paise": core["to_arrears_paise"],
        "to_deposit_paise": core["to_deposit_paise"],
        "to_other_paise": core["to_other_paise"],
        "fee_paise": core["fee_paise"],
        "asked_by": core["asked_by"],
        "undone_by": core["by"],
        "counter": core["counter"],
        "shift_id": core["shift"],
        "instead": core["instead"],
        "business_day": day_number(date.fromisoformat(core["business_date"])),
        "undone_at_ms": core["posted_at_ms"],
        "entry_seq": core["entry"],
    }


def _expected_lines(core: Mapping[str, Any], original: Mapping[str, int]) -> dict[str, int]:
    """Return the lines of a reversal: the receipt's turned round, or a part of its money back."""
    if core["kind"] == EntryKind.CANCELLATION:
        return {account: -amount for account, amount in original.items()}
    money = Account.SUSPENSE if core["kind"] == EntryKind.TRANSFER else Account.CHEQUE_CLEARING
    lines = {
        Account.WALLETS.value: -core["amount_paise"],
        Account.ARREARS.value: core["to_arrears_paise"],
        Account.DEPOSITS.value: core["to_deposit_paise"],
        Account.OTHER_INCOME.value: core["to_other_paise"],
        money.value: -core["undone_paise"],
    }
    return {account: amount for account, amount in lines.items() if amount}


def _fits(core: Mapping[str, Any], receipt: Sequence[Any] | None) -> bool:
    """Return whether a reversal is one of this receipt: of its whole, or of a part of it."""
    if receipt is None:
        return False
    _, posted_seq, entry, consumer, amount, *parts = receipt
    back = [-core["amount_paise"], core["to_arrears_paise"]]
    back += [core["to_deposit_paise"], core["to_other_paise"]]
    same = (core["reverses_posting"], core["reverses"], core["consumer"]) == (
        *(posted_seq, entry),
        consumer,
    )
    if core["kind"] == EntryKind.DISHONOUR:
        return same and all(0 <= part <= whole for part, whole in zip(back, parts, strict=True))
    return same and core["undone_paise"] == amount and back == parts
