"""The cash closing: each shift from its float to its count, with the notes and coins counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.calendar import day_of_number, instant_of
from domain.ledger import Account, EntryKind
from domain.register import Cell, Control
from domain.shift import DENOMINATIONS
from storage.listings.registers.columns import columns
from storage.listings.registers.looking import OF_RECEIPTS, Found, Look

_SHIFTS = (
    "SELECT s.*, (SELECT coalesce(sum(t.amount_paise), 0) FROM receipt_tender t"
    "  WHERE t.office_id = s.office_id AND t.shift_id BETWEEN s.id AND s.id"
    "  AND t.tender = 'cash') AS taken,"
    " (SELECT coalesce(sum(t.amount_paise), 0) FROM receipt_undone u JOIN receipt_tender t"
    "   ON t.office_id = u.office_id AND t.number = u.number AND t.tender = 'cash'"
    "  WHERE u.office_id = s.office_id AND u.business_day BETWEEN s.business_day AND s.business_day"
    "  AND u.shift_id = s.id AND u.kind = 'cancelled') AS given_back,"
    " (SELECT coalesce(sum(m.amount_paise), 0) FROM drawer_move m WHERE m.office_id = s.office_id"
    "  AND m.shift_id BETWEEN s.id AND s.id AND m.kind = 'pay_out') AS paid_out,"
    " (SELECT coalesce(sum(m.amount_paise), 0) FROM drawer_move m WHERE m.office_id = s.office_id"
    "  AND m.shift_id BETWEEN s.id AND s.id AND m.kind = 'drop') AS dropped"
    " FROM shift s WHERE s.office_id = :office_id AND s.business_day BETWEEN :since AND :until"
)
#: Cash that came into no drawer: at counter 0, and before there were shifts.
_WITHOUT_SHIFT = (
    "SELECT r.business_day, r.counter, sum(t.amount_paise) AS taken,"
    " sum(CASE WHEN u.line IS NULL THEN 0 ELSE t.amount_paise END) AS given_back FROM receipt r"
    " JOIN receipt_tender t ON t.office_id = r.office_id AND t.number = r.number"
    "  AND t.tender = 'cash' AND t.shift_id IS NULL"
    " LEFT JOIN receipt_undone u ON u.office_id = r.office_id AND u.number = r.number"
    "  AND u.line = 0 AND u.kind = 'cancelled'"
    " WHERE r.office_id = :office_id AND r.business_day BETWEEN :since AND :until"
)
_COUNTS = (
    "SELECT n.shift_id, n.occasion, n.denomination, n.pieces FROM drawer_count n"
    " JOIN shift s ON s.office_id = n.office_id AND s.id = n.shift_id"
    " WHERE s.office_id = :office_id AND s.business_day BETWEEN :since AND :until"
)
_DAYS_CLOSED = (
    "SELECT d.counter, d.business_day, d.deposit_paise, coalesce(l.amount_paise, 0) AS banked"
    " FROM day_end d LEFT JOIN journal_line l"
    "  ON l.office_id = d.office_id AND l.entry_seq = d.entry_seq AND l.account = 'bank'"
    " WHERE d.office_id = :office_id AND d.business_day BETWEEN :since AND :until"
)
_KEYS = (
    *("day", "counter", "z_number", "opened_by", "opened_at", "closed_at", "opening_float"),
    *("cash_taken", "given_back", "paid_out", "dropped", "expected", "counted", "difference"),
    *(f"n{denomination}" for denomination in DENOMINATIONS),
    "reason",
)


def cash_closing(look: Look) -> Found:
    """Return the shifts of the days, and the cash that came in without one."""
    counts = _counts(look)
    where = look.where(counter="s.counter")
    shifts = [
        _Drawer(row, counts.get(row.id, {}))
        for row in look.rows(f"{_SHIFTS}{where} ORDER BY s.business_day, s.counter, s.id")
    ]
    loose = look.rows(
        f"{_WITHOUT_SHIFT}{look.where(counter='r.counter')} GROUP BY r.business_day, r.counter"
        " ORDER BY r.business_day, r.counter"
    )
    rows = sorted(
        [*(shift.cells() for shift in shifts), *map(_loose_cells, loose)], key=lambda row: row[:2]
    )
    return Found(columns(*_KEYS), rows, _controls(look, shifts, loose))


class _Drawer:
    """A shift with what its drawer took, gave and held; paise."""

    def __init__(self, row: Any, counts: Mapping[str, Mapping[int, int]]) -> None:
        self.row, self._pieces = row, counts.get("close", {})
        self.opening = _worth(counts.get("open", {}))
        self.taken, self.given_back = int(row.taken), int(row.given_back)
        self.paid_out, self.dropped = int(row.paid_out), int(row.dropped)
        self.expected = self.opening + self.taken - self.given_back - self.paid_out - self.dropped
        self.counted = None if row.closed_at_ms is None else _worth(self._pieces)

    @property
    def difference(self) -> int:
        """What was over, or short (below zero) of what was expected when it was closed."""
        return 0 if self.counted is None else self.counted - int(self.row.expected_paise)

    @property
    def brought(self) -> int:
        """What the shift has brought in for the bank."""
        return 0 if self.counted is None else self.counted + self.dropped - self.opening

    def cells(self) -> tuple[Cell, ...]:
        row = self.row
        is_closed = self.counted is not None
        return (
            *(day_of_number(row.business_day), row.counter, row.z_number, row.opened_by),
            instant_of(row.opened_at_ms),
            instant_of(row.closed_at_ms) if is_closed else None,
            *(self.opening, self.taken, self.given_back, self.paid_out, self.dropped),
            *(self.expected, self.counted, self.difference if is_closed else None),
            *(self._pieces.get(denomination) for denomination in DENOMINATIONS),
            row.reason,
        )


def _loose_cells(row: Any) -> tuple[Cell, ...]:
    """Return the line of cash without a shift: nobody expects or counts it."""
    nothing = [None] * len(DENOMINATIONS)
    return (
        *(day_of_number(row.business_day), row.counter, None, "", None, None, None),
        *(int(row.taken), int(row.given_back), None, None, None, None, None, *nothing, ""),
    )


def _counts(look: Look) -> dict[int, dict[str, dict[int, int]]]:
    """Return the pieces counted, by shift, occasion and denomination."""
    found: dict[int, dict[str, dict[int, int]]] = {}
    for row in look.rows(_COUNTS):
        counted = found.setdefault(row.shift_id, {}).setdefault(row.occasion, {})
        counted[row.denomination] = row.pieces
    return found


def _worth(pieces: Mapping[int, int]) -> int:
    return sum(denomination * number for denomination, number in pieces.items()) * 100


def _controls(look: Look, shifts: Sequence[_Drawer], loose: Sequence[Any]) -> list[Control]:
    taken = sum(shift.taken - shift.given_back for shift in shifts)
    taken += sum(int(row.taken - row.given_back) for row in loose)
    closed = look.rows(_DAYS_CLOSED + look.where(counter="d.counter"))
    return [
        Control("cash_collected", taken, look.posted({Account.CASH}, OF_RECEIPTS)),
        Control(
            "cash_deposited", _to_be_banked(shifts, closed), sum(int(row.banked) for row in closed)
        ),
        Control("short_or_over", sum(shift.difference for shift in shifts), -_differences(look)),
        Control(
            "paid_out",
            sum(shift.paid_out for shift in shifts),
            look.posted({Account.PETTY_EXPENSES}, [EntryKind.PAY_OUT]),
        ),
    ]


def _to_be_banked(shifts: Sequence[_Drawer], closed: Sequence[Any]) -> int:
    """Return what the shifts of closed days have brought in; a day that cost more brings none."""
    brought = {(row.counter, row.business_day): 0 for row in closed}
    for shift in shifts:
        place = (shift.row.counter, shift.row.business_day)
        if place in brought:
            brought[place] += shift.brought
    return sum(max(amount, 0) for amount in brought.values())


def _differences(look: Look) -> int:
    """Return what the ledger says of cash short (above zero) or over.

    A supervisor may have closed the shift of another counter, so that it is asked for by shift.
    """
    narrowed = look.where(counter="s.counter")
    return look.number(
        "SELECT sum(l.amount_paise) FROM journal_entry j"
        " JOIN journal_line l ON l.office_id = j.office_id AND l.entry_seq = j.seq"
        f"  AND l.account = '{Account.CASH_SHORT_OR_OVER.value}'"
        + (
            " JOIN shift s ON s.office_id = j.office_id  AND j.document = 'Z' || CAST(s.id AS text)"
            if narrowed
            else ""
        )
        + " WHERE j.office_id = :office_id AND j.business_day BETWEEN :since AND :until"
        f" AND j.kind = '{EntryKind.CASH_DIFFERENCE.value}'{narrowed}"
    )
