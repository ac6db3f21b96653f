"""The commands of those who owe: the lists, on the screen or in a file, and notices to them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from domain.books import Books
from domain.defaulters import AGES, ALL, BANDS, Defaulter, DefaulterList, DefaulterQuery, ListKind
from domain.errors import FieldNotAllowed
from domain.formats import grouped, rupees
from domain.money import Money
from domain.policy import Reason
from domain.register_sheet import FIGURES, RegisterSheet
from domain.staff import Act
from resources.texts import Texts
from ui.cli.consumer_lists import STATUSES
from ui.cli.layout import facts, table
from ui.cli.records import of_fields, plain
from ui.cli.session import Answer, Session, whole_number
from ui.defaulter_words import (
    FILED,
    NOTHING,
    PRINTED,
    age_words,
    band_words,
    export_subject,
    notices_subject,
    place_sheet_of,
    sheet_of,
    totals_words,
)
from ui.policy_words import reason_word

#: What can be typed for each list and each reason: ``never-recharged``.
KINDS: Mapping[str, ListKind] = {kind.value.replace("_", "-"): kind for kind in ListKind}
REASONS: Mapping[str, Reason] = {one.value.replace("_", "-"): one for one in Reason}
#: The languages of notices; of none the consumer's own.
LANGUAGES: Mapping[str, Sequence[str]] = {
    "own": (),
    "en": ("en",),
    "hi": ("hi",),
    "both": ("en", "hi"),
}
_ENDINGS = (".pdf", ".xlsx", ".csv")
_SHOWN = ("number", "name", "feeder", "due", "since", "days", "days_off", "held")
#: Longer lists belong into a file.
_MOST_SHOWN = 1_000


def defaulters(session: Session, options: Namespace) -> Answer:
    """Show a list, or write all of it to a file; noted, with a reason."""
    out = _out_of(options, _ENDINGS)
    with session.books() as books:
        session.refuse_unless_may(Act.SEE_DEFAULTERS)
        query = query_of(options)
        reason = session.reason(options.reason) if out else ""
        found = books.defaulters.list(query, session.progress)
        if out is not None:
            subject, rows = export_subject(query), len(found.rows)
            books.trust.note_export(subject, rows, reason, session.actor)
        sheet = _sheet(session, options, books, found, query, out, reason)
    if out is None:
        told = _told(session._, found, sheet)
        return Answer(_facts(session._, found, None), told, counts={"rows": len(found.rows)})
    session.outside.write_register(sheet, out, session._)
    written = session._("Written to {path}. Rows: {count}.", count=len(sheet.rows), path=out)
    return Answer(
        _facts(session._, found, out),
        [written, totals_words(found, session._)],
        counts={"rows": len(found.rows)},
    )


def notices(session: Session, options: Namespace) -> Answer:
    """Write a notice for everybody of a list who owes, a page each; noted, with a reason."""
    out = _out_of(options, (".pdf",))
    if out is None:
        raise FieldNotAllowed("out", "")
    with session.books() as books:
        session.refuse_unless_may(Act.SEE_DEFAULTERS)
        query = query_of(options)
        reason = session.reason(options.reason)
        batch = books.defaulters.notices(query, session.progress)
        count = len(batch.notices)
        books.trust.note_export(notices_subject(query), count, reason, session.actor)
    _ = session._
    counts = {"notices": count}
    known = {"file": str(out) if count else None, "count": count, "due": batch.due.paise}
    if not count:
        return Answer(known, [_("Nobody of the list owes anything: no notice is written.")])
    session.outside.write_notices(batch, LANGUAGES[options.notice_language], out)
    told = _(
        "{count} notices over {due} are written to {path}.",
        count=grouped(count),
        due=rupees(batch.due),
        path=out,
    )
    return Answer({**known, "anchor": batch.anchor}, [told], counts=counts)


def query_of(options: Namespace) -> DefaulterQuery:
    """Return what was typed of a list."""
    return DefaulterQuery(
        kind=KINDS[options.kind],
        band=_place("band", options.band, len(BANDS) + 1),
        age=_place("age", options.age, len(AGES) + 1),
        feeders=tuple(options.feeder),
        dtrs=tuple(options.transformer),
        reasons=tuple(REASONS[one] for one in options.held_by),
        statuses=tuple(STATUSES[one] for one in options.status),
        text=options.text,
        is_free=options.free,
        numbers=tuple(options.consumer),
    )


def _place(name: str, typed: str, most: int) -> int:
    return whole_number(name, typed, 1, most) - 1 if typed else ALL


def _out_of(options: Namespace, endings: Sequence[str]) -> Path | None:
    out = Path(options.out) if options.out else None
    if out is not None and out.suffix.lower() not in endings:
        raise FieldNotAllowed("out", out.name)
    return out


def _sheet(  # noqa: PLR0913, PLR0917 - what a sheet says of itself
    session: Session,
    options: Namespace,
    books: Books,
    found: DefaulterList,
    query: DefaulterQuery,
    out: Path | None,
    reason: str,
) -> RegisterSheet:
    """Return what is shown or written: a paper has fewer columns than a book of Excel."""
    made_by, office, _ = session.actor.name, books.office, session._
    if options.by_place:
        return place_sheet_of(found, query, office=office, made_by=made_by, reason=reason, _=_)
    keys: Sequence[str] = _SHOWN
    if out is not None:
        keys = PRINTED[found.kind] if out.suffix.lower() == ".pdf" else FILED
    return sheet_of(found, query, keys, office=office, made_by=made_by, reason=reason, _=_)


def _told(_: Texts, found: DefaulterList, sheet: RegisterSheet) -> list[str]:
    if not found.rows:
        return [_(NOTHING[found.kind])]
    rows = [
        [column.text(cell, _.month_names) for column, cell in zip(sheet.columns, row, strict=True)]
        for row in sheet.rows[:_MOST_SHOWN]
    ]
    figures = {place for place, column in enumerate(sheet.columns) if column.kind in FIGURES}
    told = table([column.title for column in sheet.columns], rows, figures)
    if len(sheet.rows) > _MOST_SHOWN:
        told.append(_("The first {most} of them; a file has all.", most=_MOST_SHOWN))
    return [*told, "", *_sums(_, found), "", totals_words(found, _)]


def _sums(_: Texts, found: DefaulterList) -> list[str]:
    """Return how many owe how much by band, by age and by what holds them."""
    sums = [
        *((band_words(at, _), one) for at, one in enumerate(found.bands)),
        *((age_words(at, _), one) for at, one in enumerate(found.ages)),
    ]
    pairs = [(words, _counted(_, *one)) for words, one in sums if one[0]]
    pairs += [(reason_word(one, _), grouped(count)) for one, count in found.reasons.items()]
    return facts(pairs)


def _counted(_: Texts, count: int, due: Money) -> str:
    return _("{count} · {due}", count=grouped(count), due=rupees(due))


def _facts(_: Texts, found: DefaulterList, out: Path | None) -> dict[str, Any]:
    """Return the list for programs; what is in a file is not told once more."""
    bands = [(band_words(at, _), one) for at, one in enumerate(found.bands)]
    ages = [(age_words(at, _), one) for at, one in enumerate(found.ages)]
    return {
        "kind": found.kind.value,
        "made_at": plain(found.made_at),
        "anchor": found.anchor,
        "file": str(out) if out else None,
        "count": len(found.rows),
        "due": found.due.paise,
        "may_be_cut": found.free,
        "below_zero": {"count": found.below_zero[0], "due": found.below_zero[1].paise},
        "bands": [_sum(words, *one) for words, one in bands],
        "ages": [_sum(words, *one) for words, one in ages],
        "by_place": [
            {"feeder": feeder, "transformer": dtr, "count": count, "due": due.paise}
            for (feeder, dtr), (count, due) in found.by_place.items()
        ],
        "reasons": {reason.value: count for reason, count in found.reasons.items()},
        "statuses": {status.value: count for status, count in found.statuses.items()},
        "consumers": [] if out else [_row(row) for row in found.rows],
    }


def _row(row: Defaulter) -> dict[str, Any]:
    return {**of_fields(row), "may_be_cut": row.may_be_cut}


def _sum(words: str, count: int, due: Money) -> dict[str, Any]:
    return {"name": words, "count": count, "due": due.paise}
