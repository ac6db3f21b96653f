"""Receipts against the recharges that vouch for them, and the series that they stand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.calendar import day_number, financial_year
from domain.head import Head
from domain.tender import Tender
from storage.checking.chain import Told
from storage.checking.sight import MOST_NAMED, Findings, Sight
from storage.checking.wallets import Postings

_COLUMNS = (
    *("posted_seq", "order_id", "number", "counter", "financial_year", "incarnation"),
    *("running_number", "consumer_id", "amount_paise", "tender", "reference"),
    *("to_arrears_paise", "to_wallet_paise", "balance_before_paise", "balance_after_paise"),
    *("days_left", "meter_serial", "category", "business_day", "posted_at_ms", "posted_by"),
    *("channel", "reverses"),
)
_RECEIPTS = (
    f"SELECT {', '.join(_COLUMNS)} FROM receipt WHERE office_id = :office_id"
    " AND posted_seq BETWEEN :first AND :last"
)
_TENDERS = (
    "SELECT r.posted_seq, t.line, t.tender, t.amount_paise, t.reference, t.bank, t.dated_day,"
    " t.given_paise, t.shift_id FROM receipt r JOIN receipt_tender t"
    "  ON t.office_id = r.office_id AND t.number = r.number"
    " WHERE r.office_id = :office_id AND r.posted_seq BETWEEN :first AND :last"
    " ORDER BY r.posted_seq, t.line"
)
_HEADS = (
    "SELECT r.posted_seq, h.head, h.amount_paise, h.note FROM receipt r JOIN receipt_head h"
    "  ON h.office_id = r.office_id AND h.number = r.number"
    " WHERE r.office_id = :office_id AND r.posted_seq BETWEEN :first AND :last"
    " ORDER BY r.posted_seq, h.head"
)
#: Tenders and heads without a receipt.
_STRAYS = (
    "SELECT 'receipt_tender', t.number FROM receipt_tender t LEFT JOIN receipt r"
    "  ON r.office_id = t.office_id AND r.number = t.number"
    " WHERE t.office_id = :office_id AND r.number IS NULL"
    " UNION SELECT 'receipt_head', h.number FROM receipt_head h LEFT JOIN receipt r"
    "  ON r.office_id = h.office_id AND r.number = h.number"
    " WHERE h.office_id = :office_id AND r.number IS NULL ORDER BY 1, 2 LIMIT :most"
)
#: What newer events tell of their receipt beside what all tell.
_TOLD_LATER = ("to_arrears_paise", "days_left", "meter_serial", "category", "counter")
_SERIES = (
    "SELECT counter, financial_year, incarnation, count(*), min(running_number),"
    " max(running_number) FROM receipt WHERE office_id = :office_id"
    " GROUP BY counter, financial_year, incarnation"
)

#: A series: its counter, financial year and incarnation.
Series = tuple[int, str, int]


class Receipts:
    """The receipts looked at so far: the last number of each series."""

    def __init__(self, found: Findings, series: Mapping[Series, int], count: int) -> None:
        self._found = found
        self.series = dict(series)
        self.count = count

    def compare(self, sight: Sight, told: Sequence[Told], postings: Postings) -> None:
        """Compare the receipts of some recharges with what their events tell."""
        first, last = told[0].core["posted_seq"][0], told[-1].core["posted_seq"][1]
        receipts = {
            row[0]: dict(zip(_COLUMNS, row, strict=True))
            for row in sight.rows(_RECEIPTS, first=first, last=last)
        }
        tenders = _by_posting(sight.rows(_TENDERS, first=first, last=last))
        heads = _by_posting(sight.rows(_HEADS, first=first, last=last))
        for event in told:
            core = event.core
            posted_seq = core["posted_seq"][0]
            receipt = receipts.get(posted_seq)
            self.count += 1
            if receipt is None:
                self._found.tell("receipt_missing", receipt=core["document"])
            elif differing := self._differing(sight, event, receipt, postings):
                self._found.tell(
                    "receipt_differs", receipt=core["document"], fields=", ".join(differing)
                )
            elif tenders.get(posted_seq, []) != _tenders_told(core):
                self._found.tell("receipt_differs", receipt=core["document"], fields="tenders")
            elif heads.get(posted_seq, []) != _heads_told(core):
                self._found.tell("receipt_differs", receipt=core["document"], fields="heads")
            self._count_on(sight, event)

    def _differing(
        self, sight: Sight, event: Told, receipt: Mapping[str, Any], postings: Postings
    ) -> list[str]:
        expected = _expected(sight, event, receipt, postings)
        return sorted(name for name, value in expected.items() if receipt[name] != value)

    def _count_on(self, sight: Sight, event: Told) -> None:
        """Move a series on by one; a number given out twice or left out is told."""
        name = _named(sight.office.code, event)
        if name is None:
            self._found.tell("receipt_differs", receipt=event.core["document"], fields="number")
            return
        series, number = name
        if number != self.series.get(series, 0) + 1:
            self._found.tell(
                "series_has_a_gap",
                counter=series[0],
                financial_year=series[1],
                incarnation=series[2],
                last_number=self.series.get(series, 0),
                receipts=number,
            )
        self.series[series] = number

    def compare_ends(self, sight: Sight) -> None:
        """Tell series that do not end where their receipts do."""
        counters = {
            (counter, year, incarnation): last
            for counter, year, incarnation, last in sight.rows(
                "SELECT counter, financial_year, incarnation, last_number FROM series"
                " WHERE office_id = :office_id"
            )
        }
        there = {
            (counter, year, incarnation): (count, least, most)
            for counter, year, incarnation, count, least, most in sight.rows(_SERIES)
        }
        for series in sorted(counters.keys() | there.keys() | self.series.keys()):
            last, expected = counters.get(series, 0), self.series.get(series, 0)
            count, least, most = there.get(series, (0, 1, 0))
            if not (last == expected == count == most and least == 1):
                self._found.tell(
                    "series_has_a_gap",
                    counter=series[0],
                    financial_year=series[1],
                    incarnation=series[2],
                    last_number=last,
                    receipts=count,
                )
        for table, number in sight.rows(_STRAYS, most=MOST_NAMED):
            self._found.tell("row_added", table=table, row=number)
        count = sight.value("SELECT count(*) FROM receipt WHERE office_id = :office_id")
        if count != self.count:
            self._found.tell("receipts_without_event", receipts=count, events=self.count)


def _expected(
    sight: Sight, event: Told, receipt: Mapping[str, Any], postings: Postings
) -> dict[str, Any]:
    """Return what a receipt must hold by its event and by the posting it was made of."""
    core = event.core
    first = core["posted_seq"][0]
    row = postings.part(first, first)
    expected = {name: core[name] for name in _TOLD_LATER if name in core} | {
        "order_id": core["order"],
        "number": core["document"],
        "consumer_id": core["consumer"],
        "amount_paise": core["amount_paise"],
        "tender": core["tender"],
        "reference": core["reference"],
        "business_day": day_number(date.fromisoformat(core["business_date"])),
        "posted_at_ms": core["posted_at_ms"],
        "posted_by": core["by"],
        "channel": core["channel"],
        "reverses": core.get("reverses"),
        "to_wallet_paise": core.get(
            "to_wallet_paise", core["amount_paise"] - receipt["to_arrears_paise"]
        ),
    }
    if len(row):
        after, amount = int(row.after[0]), int(row.amount[0])
        expected |= {"balance_after_paise": after, "balance_before_paise": after - amount}
        expected["to_wallet_paise"] = amount
    name = _named(sight.office.code, event)
    if name is not None:
        (counter, year, incarnation), number = name
        expected |= {"counter": counter, "financial_year": year, "incarnation": incarnation}
        expected["running_number"] = number
    return expected


def _by_posting(rows: Sequence[Any]) -> dict[int, list[list[Any]]]:
    """Return what belongs to each receipt, by the number of its posting."""
    found: dict[int, list[list[Any]]] = {}
    for posted_seq, *values in rows:
        found.setdefault(posted_seq, []).append(values)
    return found


def _tenders_told(core: Mapping[str, Any]) -> list[list[Any]]:
    """Return the rows of tenders that an event tells of; an older one tells of one tender."""
    if "tenders" not in core:
        is_cheque = core["tender"] == Tender.CHEQUE
        on = day_number(date.fromisoformat(core["business_date"]))
        dated = on if is_cheque else None
        bank = "-" if is_cheque else ""
        told = [core["tender"], core["amount_paise"], core["reference"], bank, dated, None]
        return [[1, *told, None]]
    rows = []
    for line, (tender, amount, reference, bank, dated, given) in enumerate(core["tenders"], 1):
        day = None if dated is None else day_number(date.fromisoformat(dated))
        rows.append([line, tender, amount, reference, bank, day, given, core["shift"]])
    return rows


def _heads_told(core: Mapping[str, Any]) -> list[list[Any]]:
    """Return the rows of heads that an event tells of, in their order."""
    return sorted(core.get("heads", [[Head.RECHARGE.value, core["amount_paise"], ""]]))


def _named(code: str, event: Told) -> tuple[Series, int] | None:
    """Return the series and the number that a receipt's own number says; None: it says nothing."""
    parts = event.core["document"].split("/")
    if len(parts) != 4 or not (parts[1].isdigit() and parts[3].isdigit()):  # noqa: PLR2004 - PAT1/02/2026-27/000123
        return None
    prefix, counter, year, number = parts
    incarnation = prefix.removeprefix(f"{code}.") if prefix != code else "1"
    on = date.fromisoformat(event.core["business_date"])
    if not incarnation.isdigit() or year != financial_year(on):
        return None
    return (int(counter), year, int(incarnation)), int(number)
