"""Commands of a counter: its shift from the float to the count, and the end of its day."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from domain.books import Books
from domain.day_end import DayEnd, OpenDay, TenderOfDay, cheques_on_slip, left_in_drawer
from domain.errors import FieldNotAllowed
from domain.errors_of_counter import NoShift
from domain.formats import moment, parse_amount, parse_day
from domain.money import ZERO, Money
from domain.office import Actor
from domain.printing import PrintStyle
from domain.shift import NO_CASH, CashCount, DrawerMove, DrawerMoveKind, Shift, ShiftReport, Taken
from domain.staff import Act
from resources import words
from resources.texts import Texts
from ui.cli.layout import facts, table
from ui.cli.records import of_fields, plain
from ui.cli.session import Answer, Session, whole_number

#: At which counter whoever acts sits in an office without staff, as at its desk.
_COUNTER_WITHOUT_STAFF = 1
_MOST_COUNTER = 99
_PIECES = re.compile(r"([0-9]{1,3})[x*]([0-9]{1,6})")


def open_shift(session: Session, options: Namespace) -> Answer:
    """Open a shift with the float that is said, or with what the last shift left."""
    with session.books() as books:
        actor = _actor_at(session, options)
        shift = books.counter.open_shift(_float_of(books, options, actor), actor)
    sentence = session._(
        "Shift {id} is open at counter {counter}, with {amount} in the drawer.",
        id=shift.id,
        counter=shift.counter,
        amount=session.rupees(shift.opening.total.paise),
    )
    return Answer({"shift": of_shift(shift)}, [sentence])


def x_report(session: Session, options: Namespace) -> Answer:
    """Show the X report of the open shift, or the report of any; the look is noted."""
    with session.books() as books:
        number = options.shift and whole_number("shift", options.shift, 1, 10**9)
        shift_id = number or _open_at(books, _counter_of(session, options)).id
        report = books.counter.report(shift_id, session.actor)
        _write_report(session, books, report, options.out)
    return Answer({"report": of_report(report)}, _told_report(report, session))


def close_shift(session: Session, options: Namespace) -> Answer:
    """Close the open shift of a counter by what was counted; the answer is its Z report."""
    counted = cash_of(options.cash)
    with session.books() as books:
        actor = replace(session.actor, counter=_counter_of(session, options))
        shift = _open_at(books, actor.counter)
        report = books.counter.close_shift(
            shift.id, counted, options.reason, options.handed_to, actor
        )
        _write_report(session, books, report, options.out)
    return Answer({"report": of_report(report)}, _told_report(report, session))


def pay_out(session: Session, options: Namespace) -> Answer:
    """Pay cash out of the drawer, to somebody and for something."""
    move = _moved(session, options, DrawerMoveKind.PAY_OUT, options.to, options.what_for)
    sentence = session._(
        "{amount} paid out to {payee}.",
        amount=session.rupees(move.amount.paise),
        payee=move.payee,
    )
    return Answer({"move": of_fields(move)}, [sentence])


def drop(session: Session, options: Namespace) -> Answer:
    """Put cash of the drawer into the safe."""
    move = _moved(session, options, DrawerMoveKind.DROP, "", options.note)
    amount = session.rupees(move.amount.paise)
    sentence = session._("{amount} put into the safe.", amount=amount)
    return Answer({"move": of_fields(move)}, [sentence])


def shifts(session: Session, options: Namespace) -> Answer:
    """List the shifts of a day at all counters."""
    with session.books() as books:
        session.refuse_unless_may(Act.SEE_SHIFT)
        day = _day_of(books, options)
        found = books.counter.shifts(day)
    return Answer({"shifts": [of_shift(one) for one in found]}, _told_shifts(found, session._))


def open_days(session: Session, _options: Namespace) -> Answer:
    """List the counters' days that nobody has closed, oldest first."""
    with session.books() as books:
        session.refuse_unless_may(Act.SEE_SHIFT)
        days = books.counter.open_days()
    return Answer({"days": [of_fields(day) for day in days]}, _told_days(days, session))


def show_day(session: Session, options: Namespace) -> Answer:
    """Show how a counter's day stands: its tenders against the ledger, its shifts, its slip."""
    with session.books() as books:
        counter, day = _counter_of(session, options), _day_of(books, options)
        end = books.counter.day_end(counter, day, session.actor)
        _write_day(session, books, end, options.out)
    return Answer({"day_end": of_day_end(end)}, _told_end(end, session))


def close_day(session: Session, options: Namespace) -> Answer:
    """Close a counter's day; without a count the slip has the fewest notes and coins."""
    with session.books() as books:
        actor = replace(session.actor, counter=session.member.counter if session.member else 0)
        counter, day = _counter_of(session, options), _day_of(books, options)
        deposit = _deposit_of(books, options, counter, day, actor)
        end = books.counter.close_day(counter, day, deposit, actor)
        _write_day(session, books, end, options.out)
    return Answer(
        {"day_end": of_day_end(end)}, _told_end(end, session), counts={"receipts": end.receipts}
    )


def cash_of(text: str) -> CashCount:
    """Return the notes and coins written as ``500x4 100x10``; 0 or nothing is no cash."""
    parts = text.replace(",", " ").split()
    pieces: dict[int, int] = {}
    for part in [] if parts == ["0"] else parts:
        match = _PIECES.fullmatch(part.lower().replace("×", "x"))  # noqa: RUF001 - as some write it
        if match is None or int(match[1]) in pieces:
            raise FieldNotAllowed("cash", part)
        pieces[int(match[1])] = int(match[2])
    return CashCount.of(pieces)


def of_cash(count: CashCount) -> dict[str, int]:
    """Return the pieces by denomination."""
    return {str(denomination): number for denomination, number in count.pieces}


def of_shift(shift: Shift) -> dict[str, Any]:
    """Return a shift as JSON tells it."""
    closing = shift.closing
    return {
        "id": shift.id,
        "counter": shift.counter,
        "day": plain(shift.day),
        "opened_at": plain(shift.opened_at),
        "opened_by": shift.opened_by,
        "opening": shift.opening.total.paise,
        "is_open": shift.is_open,
        "number": closing.number if closing else None,
        "closed_at": plain(closing.at) if closing else None,
        "closed_by": closing.by if closing else None,
        "expected": closing.expected.paise if closing else None,
        "counted": closing.counted.total.paise if closing else None,
        "difference": closing.difference.paise if closing else None,
        "reason": closing.reason if closing else "",
        "handed_to": closing.handed_to if closing else "",
    }


def of_report(report: ShiftReport) -> dict[str, Any]:
    """Return an X or Z report as JSON tells it."""
    told = report.facts
    return of_shift(report.shift) | {
        "expected": report.expected.paise,
        "opening_cash": of_cash(report.shift.opening),
        "counted_cash": of_cash(report.shift.closing.counted) if report.shift.closing else None,
        "receipts": told.receipts,
        "first": told.first,
        "last": told.last,
        "duplicates": told.duplicates,
        "collected": report.collected.paise,
        "cash_taken": report.cash_taken.paise,
        "cash_given_back": report.cash_given_back.paise,
        "paid_out": report.paid_out.paise,
        "dropped": report.dropped.paise,
        "taken": {tender: _of_taken(part) for tender, part in told.taken.items()},
        "given_back": {tender: _of_taken(part) for tender, part in told.given_back.items()},
        "heads": {head: _of_taken(part) for head, part in told.heads.items()},
        "moves": [of_fields(move) for move in told.moves],
    }


def of_day_end(end: DayEnd) -> dict[str, Any]:
    """Return a counter's day as JSON tells it."""
    closed = end.closed
    slip = of_fields(closed) | {"cash": of_cash(closed.cash)} if closed else None
    return {
        "counter": end.counter,
        "day": plain(end.day),
        "receipts": end.receipts,
        "cancelled": end.cancelled,
        "collected": end.collected.paise,
        "ledger": end.ledger.paise,
        "agrees": end.agrees,
        "to_deposit": end.to_deposit.paise,
        "cheques": end.cheques,
        "cheques_amount": end.cheques_amount.paise,
        "tenders": [of_fields(line) | {"agrees": line.agrees} for line in end.tenders],
        "shifts": [of_shift(report.shift) for report in end.shifts],
        "closed": slip,
    }


def _of_taken(part: Taken) -> dict[str, int]:
    return {"count": part.count, "amount": part.amount.paise}


def _counter_of(session: Session, options: Namespace) -> int:
    """Return the counter that is meant: the one that is said, or else the own."""
    if options.counter:
        return whole_number("counter", options.counter, 0, _MOST_COUNTER)
    return session.member.counter if session.member else _COUNTER_WITHOUT_STAFF


def _actor_at(session: Session, options: Namespace) -> Actor:
    """Return whoever acts, at their counter; at another one only who may close others'."""
    counter = _counter_of(session, options)
    if session.member and counter != session.member.counter:
        session.refuse_unless_may(Act.CLOSE_OTHER_COUNTER)
    return replace(session.actor, counter=counter)


def _open_at(books: Books, counter: int) -> Shift:
    shift = books.counter.shift(counter)
    if shift is None:
        raise NoShift(counter)
    return shift


def _float_of(books: Books, options: Namespace, actor: Actor) -> CashCount:
    if not options.as_left:
        return cash_of(options.cash)
    last = books.counter.last_closed(actor.counter)
    if last is None:
        return NO_CASH
    return left_in_drawer(last, books.counter.day_end(actor.counter, last.day, actor))


def _deposit_of(
    books: Books, options: Namespace, counter: int, day: date, actor: Actor
) -> CashCount:
    if options.cash:
        return cash_of(options.cash)
    to_deposit = books.counter.day_end(counter, day, actor).to_deposit
    return CashCount.in_fewest(to_deposit)


def _day_of(books: Books, options: Namespace) -> date:
    return parse_day(options.day) if options.day else books.today()


def _moved(
    session: Session, options: Namespace, kind: DrawerMoveKind, payee: str, reason: str
) -> DrawerMove:
    amount = parse_amount(options.amount)
    with session.books() as books:
        actor = _actor_at(session, options)
        return books.counter.move_cash(kind, amount, payee, reason, actor)


def _write_report(session: Session, books: Books, report: ShiftReport, out: str | None) -> None:
    if out:
        style = PrintStyle(languages=(session._.language,))
        session.outside.write_shift_report(report, books.office, Path(out), style)


def _write_day(session: Session, books: Books, end: DayEnd, out: str | None) -> None:
    if out:
        style = PrintStyle(languages=(session._.language,))
        cheques = cheques_on_slip(end, books.reversals.cheques())
        session.outside.write_day_end(end, books.office, cheques, Path(out), style)


def _told_report(report: ShiftReport, session: Session) -> list[str]:
    _, shift, closing = session._, report.shift, report.shift.closing
    kind = _("X report") if closing is None else _("Z report {number}", number=closing.number)
    pairs = [
        (kind, _("Counter {counter}", counter=shift.counter)),
        (_("Day"), session.day(shift.day)),
        (_("Opened"), f"{moment(shift.opened_at, _.month_names)} ({shift.opened_by})"),
        (_("Receipts"), f"{report.facts.receipts:,}  {report.facts.first} – {report.facts.last}"),  # noqa: RUF001 - from, to
        (_("Opening float"), _money(report.opening, session)),
        (_("Cash taken"), _money(report.cash_taken, session)),
        (_("Cash given back"), _money(report.cash_given_back, session)),
        (_("Paid out"), _money(report.paid_out, session)),
        (_("Into the safe"), _money(report.dropped, session)),
        (_("Expected"), _money(report.expected, session)),
    ]
    if closing is not None:
        pairs += [
            (_("Counted"), _money(closing.counted.total, session)),
            (_("Difference"), difference_words(closing.difference, session)),
            (_("Closed"), f"{moment(closing.at, _.month_names)} ({closing.by})"),
        ]
        pairs += [(_("Reason"), closing.reason)] if closing.reason else []
        pairs += [(_("Handed to"), closing.handed_to)] if closing.handed_to else []
    return [*facts(pairs), "", *_told_tenders(report, session)]


def difference_words(difference: Money, session: Session) -> str:
    """Return whether counted cash is what was expected, short or over."""
    _ = session._
    if difference == ZERO:
        return _("Agrees")
    if difference < ZERO:
        return _("{amount} short", amount=_money(-difference, session))
    return _("{amount} over", amount=_money(difference, session))


def _told_tenders(report: ShiftReport, session: Session) -> list[str]:
    _, taken, back = session._, report.facts.taken, report.facts.given_back
    rows = []
    for tender in dict.fromkeys((*taken, *back)):
        came, went = taken.get(tender, Taken()), back.get(tender, Taken())
        amounts = (came.amount, went.amount, came.amount - went.amount)
        told = (_money(amount, session) for amount in amounts)
        rows.append((_(words.TENDERS[tender]), f"{came.count:,}", *told))
    if not rows:
        return [_("No receipt yet.")]
    headings = (_("Tender"), _("Receipts"), _("Received"), _("Given back"), _("Net"))
    return table(headings, rows, numbers={1, 2, 3, 4})


def _told_shifts(found: Sequence[Shift], _: Texts) -> list[str]:
    if not found:
        return [_("No shift was opened on this day.")]
    headings = (_("Shift"), _("Counter"), _("Who"), _("Opened"), _("Closed"))
    rows = [
        (
            *(str(one.id), str(one.counter), one.opened_by),
            moment(one.opened_at, _.month_names),
            moment(one.closing.at, _.month_names) if one.closing else "-",
        )
        for one in found
    ]
    return table(headings, rows, numbers={0, 1})


def _told_days(days: Sequence[OpenDay], session: Session) -> list[str]:
    _ = session._
    if not days:
        return [_("Every day on which money moved is closed.")]
    headings = (_("Day"), _("Counter"), _("Receipts"), _("Collected"), _("State"))
    rows = [
        (
            *(session.day(day.day), str(day.counter), f"{day.receipts:,}"),
            _money(day.collected, session),
            _("Shift open") if day.has_open_shift else _("To be closed"),
        )
        for day in days
    ]
    return table(headings, rows, numbers={1, 2, 3})


def _told_end(end: DayEnd, session: Session) -> list[str]:
    _, closed = session._, end.closed
    headings = (
        *(_("Tender"), _("Receipts"), _("Received")),
        *(_("Given back"), _("Ledger"), _("Receipts and ledger")),
    )
    rows = [_told_line(line, session) for line in end.tenders]
    pairs = [
        (_("Counter"), str(end.counter)),
        (_("Day"), session.day(end.day)),
        (_("Collected"), _money(end.collected, session)),
        (_("Ledger"), _money(end.ledger, session)),
        (_("To be deposited"), _money(end.to_deposit, session)),
        (_("Cheques"), f"{end.cheques:,}  {_money(end.cheques_amount, session)}"),
    ]
    if closed is not None:
        pairs += [
            (_("Slip"), closed.slip),
            (_("Deposited"), _money(closed.amount, session)),
            (_("Closed"), f"{moment(closed.closed_at, _.month_names)} ({closed.closed_by})"),
            (_("Anchor"), closed.anchor),
        ]
    tenders = [*table(headings, rows, numbers={1, 2, 3, 4}), ""] if rows else []
    return [*tenders, *facts(pairs)]


def _told_line(line: TenderOfDay, session: Session) -> tuple[str, ...]:
    _ = session._
    amounts = (line.taken, line.given_back, line.ledger)
    told = (_money(amount, session) for amount in amounts)
    verdict = _("Agrees") if line.agrees else _("Differs")
    return (_(words.TENDERS[line.tender]), f"{line.receipts:,}", *told, verdict)


def _money(amount: Money, session: Session) -> str:
    return session.rupees(amount.paise)
