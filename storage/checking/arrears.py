"""Arrears: every debt added up once more, against its plan, the ledger and the wallets."""

from __future__ import annotations

from domain.ledger import Account, EntryKind
from storage.checking.sight import MOST_NAMED, Findings, Sight

#: Plans that do not stand where their last movement left them, or whose state says otherwise.
_ENDS = (
    "SELECT a.id, a.consumer_id FROM arrear a LEFT JOIN arrear_entry e"
    "  ON e.office_id = a.office_id AND e.arrear_id = a.id AND e.seq = ("
    "   SELECT max(l.seq) FROM arrear_entry l"
    "   WHERE l.office_id = a.office_id AND l.arrear_id = a.id)"
    " WHERE a.office_id = :office_id AND (e.seq IS NULL"
    "  OR a.rest_paise <> e.rest_after_paise"
    "  OR (a.state = 'live') <> (a.rest_paise > 0)"
    "  OR (a.state = 'ended') <> (e.kind = 'ended'))"
    " ORDER BY a.id LIMIT :most"
)
#: Plans whose movements do not add up to the rest, do not begin with the booking, have gaps, or
#: are not as many instalments as the plan counts.
_SUMS = (
    "SELECT a.id, a.consumer_id FROM arrear a LEFT JOIN ("
    "  SELECT office_id, arrear_id, sum(amount_paise) AS rest, count(*) AS moves,"
    "   min(seq) AS first, max(seq) AS last,"
    "   sum(CASE WHEN kind = 'instalment' THEN 1 ELSE 0 END) AS instalments,"
    "   sum(CASE WHEN seq = 1 AND kind = 'booked' THEN amount_paise ELSE 0 END) AS booked,"
    "   sum(CASE WHEN seq = 1 AND kind = 'booked' THEN entry_seq ELSE 0 END) AS entry_seq"
    "  FROM arrear_entry WHERE office_id = :office_id GROUP BY office_id, arrear_id) e"
    "  ON e.office_id = a.office_id AND e.arrear_id = a.id"
    " WHERE a.office_id = :office_id AND (e.arrear_id IS NULL OR e.rest <> a.rest_paise"
    "  OR e.first <> 1 OR e.last <> e.moves OR e.instalments <> a.instalments_paid"
    "  OR e.booked <> a.amount_paise OR e.entry_seq <> a.entry_seq)"
    " ORDER BY a.id LIMIT :most"
)
#: Plans of which a movement bears another rest than the movements up to it leave.
_RUNNING = (
    "SELECT DISTINCT e.arrear_id, coalesce(a.consumer_id, 0) FROM ("
    "  SELECT office_id, arrear_id, rest_after_paise,"
    "   sum(amount_paise) OVER (PARTITION BY arrear_id ORDER BY seq) AS rest"
    "  FROM arrear_entry WHERE office_id = :office_id) e"
    " LEFT JOIN arrear a ON a.office_id = e.office_id AND a.id = e.arrear_id"
    " WHERE a.id IS NULL OR e.rest <> e.rest_after_paise ORDER BY e.arrear_id LIMIT :most"
)
#: Ledger entries that moved the account of arrears by more or less than the debts.
_ENTRIES = (
    "SELECT entry_seq FROM ("
    "  SELECT entry_seq, amount_paise FROM arrear_entry WHERE office_id = :office_id"
    "  UNION ALL SELECT entry_seq, -amount_paise FROM journal_line"
    "  WHERE office_id = :office_id AND account = :account) moved"
    " GROUP BY entry_seq HAVING sum(amount_paise) <> 0 ORDER BY entry_seq LIMIT :most"
)
#: Entries and consumers whose wallet did not pay the instalment that the debt says.
_INSTALMENTS = (
    "SELECT entry_seq, consumer_id FROM ("
    "  SELECT e.entry_seq, a.consumer_id, e.amount_paise FROM arrear_entry e"
    "   JOIN arrear a ON a.office_id = e.office_id AND a.id = e.arrear_id"
    "   WHERE e.office_id = :office_id AND e.kind = 'instalment'"
    "  UNION ALL SELECT w.entry_seq, w.consumer_id, -w.amount_paise FROM journal_entry j"
    "   THEN JOIN wallet_entry w ON w.office_id = j.office_id"
    "    AND w.posted_seq BETWEEN j.first_posted_seq AND j.last_posted_seq"
    "   WHERE j.office_id = :office_id AND j.kind = :kind) paid"
    " GROUP BY entry_seq, consumer_id HAVING sum(amount_paise) <> 0"
    " ORDER BY entry_seq, consumer_id LIMIT :most"
)


def compare_arrears(sight: Sight, found: Findings, *, is_whole: bool) -> None:
    """Tell debts that are not what moved them, and an account that is not their sum.

    Of books that were checked before, only where each debt and the account stand.
    """
    told: set[int] = set()
    for statement in (_ENDS, _SUMS, _RUNNING) if is_whole else (_ENDS,):
        for plan, consumer in sight.rows(statement, most=MOST_NAMED):
            if plan not in told:
                told.add(plan)
                found.tell("arrears_differ", row=plan, consumer=sight.number_of(consumer))
    if is_whole:
        _compare_entries(sight, found)
    _compare_account(sight, found)


def _compare_entries(sight: Sight, found: Findings) -> None:
    account = Account.ARREARS.value
    for (entry,) in sight.rows(_ENTRIES, account=account, most=MOST_NAMED):
        found.tell("arrears_not_as_posted", entry=entry)
    kind = EntryKind.ARREAR_INSTALMENT.value
    for entry, consumer in sight.rows(_INSTALMENTS, kind=kind, most=MOST_NAMED):
        found.tell("instalment_differs", entry=entry, consumer=sight.number_of(consumer))


def _compare_account(sight: Sight, found: Findings) -> None:
    [(posted,)] = sight.rows(
        "SELECT coalesce(sum(amount_paise), 0) FROM journal_line"
        " WHERE office_id = :office_id AND account = :account",
        account=Account.ARREARS.value,
    )
    [(owed,)] = sight.rows(
        "SELECT coalesce(sum(rest_paise), 0) FROM arrear WHERE office_id = :office_id"
    )
    if posted != owed:
        found.tell(
            "arrears_account_differs",
            account=Account.ARREARS.value,
            account_paise=int(posted),
            owed_paise=int(owed),
        )
