"""Commands of the daily billing: charge days, show what was charged and why, export the sheet."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from domain.calendar import Month
from domain.energy import Energy
from domain.errors import DayInTheFuture, DayNotCharged, FieldOutOfRange, NobodySupplied
from domain.formats import kilowatts, parse_day, units
from domain.listing import ChargeRow, DaySummary
from resources.texts import N_, Texts
from ui.cli import records
from ui.cli.every_office import beside, bill_every_office
from ui.cli.layout import facts, table
from ui.cli.session import Answer, Session, month_of
from ui.explaining import ExplainedLine, lines

#: The lines of a charge, as the fields of a row, with their short headings.
_LINES = (
    ("ec", N_("Energy")),
    ("fuel", N_("Fuel")),
    ("fc", N_("Fixed")),
    ("duty", N_("Duty")),
    ("rent", N_("Rent")),
    ("subsidy", N_("Subsidy")),
    ("rebate", N_("Rebate")),
    ("total", N_("Total")),
)
_SKIPPED = {
    "no_tariff": N_("no tariff holds"),
    "supply_closed": N_("supply ended"),
    "earlier_day_open": N_("an earlier day is open"),
    "use_impossible": N_("the reads give an impossible use"),
}


def bill(session: Session, options: Namespace) -> Answer:
    """Charge every open day up to a day."""
    day = parse_day(options.day)
    until = parse_day(options.until) if options.until else day
    if until < day:
        raise FieldOutOfRange("until", options.until, session.day(day), "…")
    if options.every_office:
        return bill_every_office(session, options)
    if options.beside:
        session = beside(session, options.beside)
    with session.books(is_dry_run=options.dry_run) as books:
        days = books.run_days(until, session.actor, session.progress, first=day)
    told = {"days": [records.of_day(summary) for summary in days], "dry_run": options.dry_run}
    counts = {"days": len(days), "charged": sum(summary.charged for summary in days)}
    return Answer(told, _told_days(session, days, is_dry_run=options.dry_run), counts=counts)


def charges(session: Session, options: Namespace) -> Answer:
    """Show the charged days of a month with every line."""
    month = month_of(options.month)
    with session.books() as books:
        session.note_view(books, options.consumer)
        rows = books.charges(options.consumer, month.first, month.last)
    told = {
        "consumer": options.consumer,
        "month": str(month),
        "days": [records.of_charge(row) for row in rows],
        "total": sum(row.total_paise for row in rows),
    }
    return Answer(told, _charge_table(session, rows, month))


def explain(session: Session, options: Namespace) -> Answer:
    """Show a day's charge with the steps behind each line."""
    day = parse_day(options.day)
    with session.books() as books:
        session.note_view(books, options.consumer)
        explained = books.explain(options.consumer, day)
        rows = books.charges(options.consumer, day, day)
    if not rows:
        raise DayNotCharged(options.consumer, day)
    row = rows[-1]
    told = {
        "consumer": options.consumer,
        "days": [records.of_explained(row, explained, session._)],
    }
    return Answer(told, _explained_lines(session, row, lines(explained, session._)))


def sheet(session: Session, options: Namespace) -> Answer:
    """Export the daily billing sheet as an Excel book."""
    day, out = parse_day(options.day), Path(options.out)
    with session.books() as books:
        if day >= books.today():
            raise DayInTheFuture(day, books.today())
        reason = session.reason(options.reason)
        made = books.billing_sheet(day, session.actor.name)
        if not len(made.columns):
            raise NobodySupplied(day)
        subject = f"billing sheet {day}"
        books.trust.note_export(subject, len(made.columns), reason, session.actor)
    session.outside.write_sheet(made, out, session._)
    charged = sum(1 for tariff in made.columns.tariff if tariff)
    total = sum(made.columns.total_paise)
    told = {
        "sheet": str(out),
        "day": day.isoformat(),
        "consumers": len(made.columns),
        "charged": charged,
        "total": total,
    }
    return Answer(
        told,
        [
            session._(
                "The sheet of {day} is in {path}: {consumers} consumers, {charged} charged,"
                " {total} in all.",
                day=session.day(day),
                path=out,
                consumers=len(made.columns),
                charged=charged,
                total=session.rupees(total),
            )
        ],
    )


def _told_days(session: Session, days: list[DaySummary], *, is_dry_run: bool) -> list[str]:
    _ = session._
    rows = [
        (
            session.day(summary.day),
            str(summary.charged),
            str(summary.without_read),
            str(summary.already),
            _skipped(summary, _),
            session.rupees(summary.total.paise),
        )
        for summary in days
    ]
    headings = (
        *(_("Day"), _("Charged"), _("Without read"), _("Already")),
        *(_("Skipped"), _("Total")),
    )
    told = table(headings, rows, numbers={1, 2, 3, 5})
    if is_dry_run:
        told.append(_("This was a dry run: nothing was changed."))
    return told


def _skipped(summary: DaySummary, _: Texts) -> str:
    return ", ".join(
        f"{count} {_(_SKIPPED[reason]) if reason in _SKIPPED else reason}"
        for reason, count in summary.skipped.items()
    )


def _charge_table(session: Session, rows: list[ChargeRow], month: Month) -> list[str]:
    _ = session._
    if not rows:
        return [_("No day of {month} is charged.", month=month)]
    shown = [name for name, _title in _LINES if any(getattr(row, f"{name}_paise") for row in rows)]
    titles = dict(_LINES)
    headings = [
        *(_("Day"), _("Units"), _("Month to date")),
        *(_(titles[name]) for name in shown),
        *(_("Balance"), _("Tariff")),
    ]
    cells = [
        [
            session.day(row.day),
            units(Energy(row.energy_wh)),
            units(Energy(row.mtd_wh)),
            *(session.rupees(getattr(row, f"{name}_paise")) for name in shown),
            session.rupees(row.balance_after_paise),
            row.tariff,
        ]
        for row in rows
    ]
    total = sum(row.total_paise for row in rows)
    return [
        *table(headings, cells, numbers=set(range(1, len(headings) - 1))),
        _("{days} days, {total} in all.", days=len(rows), total=session.rupees(total)),
    ]


def _explained_lines(session: Session, row: ChargeRow, explained: list[ExplainedLine]) -> list[str]:
    _ = session._
    told = facts(
        [
            (_("Day"), session.day(row.day)),
            (_("Units"), units(Energy(row.energy_wh))),
            (_("Month to date"), units(Energy(row.mtd_wh))),
            (_("Load"), kilowatts(row.load_w)),
            (_("Tariff"), row.tariff),
        ]
    )
    for line in explained:
        told += ["", f"{line.name}: {session.rupees(line.amount.paise)}"]
        told += [f"  {sentence}" for sentence in line.sentences]
    total = _("Total: {total}", total=session.rupees(row.total_paise))
    return [*told, "", total]
