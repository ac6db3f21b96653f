"""Debts from before prepaid, and their plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text, update

from domain.arrears import (
    ArrearKind,
    ArrearMove,
    ArrearMoveKind,
    ArrearPlan,
    ArrearState,
    ArrearTerms,
    ArrearWish,
    instalment_paise,
)
from domain.calendar import billing_day, day_number, day_of_number, instant_of, milliseconds
from domain.consumer import Consumer
from domain.ledger import Account, EntryKind, JournalLine, balanced
from domain.money import Money
from domain.office import Actor, Office
from storage.repositories.moving import WalletMove, move_wallets
from storage.repositories.posting import Posting, post
from storage.repositories.sealed import add_sealed
from storage.rows import driver_rows, insert_many, json_list, take_numbers, update_many
from storage.tables.counter import arrear
from storage.vouching import Rows, vouch

#: What an event that vouches for rows of arrears is called.
ACT = "arrears"
_PLANS = (
    "SELECT a.*, c.number AS consumer_number FROM arrear a"
    " THEN JOIN consumer c ON c.office_id = a.office_id AND c.id = a.consumer_id"
    " WHERE a.office_id = :office_id"
)
_MOVE_COLUMNS = (
    *("office_id", "arrear_id", "seq", "kind", "business_day", "amount_paise"),
    *("rest_after_paise", "document", "entry_seq"),
)
#: The live daily plans of a stretch of consumers that have begun, with their last movement.
_DUE = (
    "SELECT a.consumer_id, a.id, a.amount_paise, a.rest_paise, a.instalments, a.instalments_paid,"
    " (SELECT max(e.seq) FROM arrear_entry e"
    "  WHERE e.office_id = a.office_id AND e.arrear_id = a.id)"
    # Said as in the index of live plans, which is all that is read where there are none.
    " FROM arrear a WHERE a.office_id = :office_id AND a.state = 'live'"
    " AND a.consumer_id BETWEEN :first AND :last"
    " AND a.kind = 'daily' AND a.starts_day <= :day ORDER BY a.consumer_id"
)


class SqlArrears:
    """Those of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def live_of(self, consumer_id: int) -> ArrearPlan | None:
        found = self._plans(
            "AND a.consumer_id = :consumer AND a.state = 'live'", consumer=consumer_id
        )
        return found[0] if found else None

    def live_of_many(self, consumer_ids: Sequence[int]) -> dict[str, ArrearPlan]:
        """Return the live plans of consumers by their numbers."""
        found = self._plans(
            "AND a.consumer_id IN (SELECT value FROM numbers_in(:consumers) n)"
            " AND a.state = 'live'",
            consumers=json_list(consumer_ids),
        )
        return {plan.consumer_number: plan for plan in found}

    def of_consumer(self, consumer_id: int) -> list[ArrearPlan]:
        """Return all plans of a consumer, newest first."""
        found = self._plans(
            # Asked for by their ids: for the consumer the planner would read all plans.
            "AND a.id IN (SELECT i.id FROM arrear i WHERE i.office_id = :office_id"
            " AND i.consumer_id = :consumer)",
            consumer=consumer_id,
        )
        return sorted(found, key=lambda plan: plan.id, reverse=True)

    def plan_paid_by(self, document: str) -> ArrearPlan | None:
        """Return the plan that a receipt has paid a part of, None: of none."""
        found = self._plans(
            # Between a document and itself: for one value the planner would read all movements.
            "AND a.id IN (SELECT e.arrear_id FROM arrear_entry e WHERE e.office_id = :office_id"
            " AND e.document BETWEEN :document AND :document AND e.kind = :kind)",
            document=document,
            kind=ArrearMoveKind.RECEIPT.value,
        )
        return found[0] if found else None

    def moves(self, consumer_id: int, limit: int) -> list[ArrearMove]:
        """Return the last movements of all debts of a consumer, newest first."""
        rows = self._connection.execute(
            text(
                "SELECT e.* FROM arrear a THEN JOIN arrear_entry e"
                " ON e.office_id = a.office_id AND e.arrear_id = a.id"
                " WHERE a.office_id = :office_id AND a.consumer_id = :consumer"
                " ORDER BY e.arrear_id DESC, e.seq DESC LIMIT :limit"
            ),
            {"office_id": self._office.id, "consumer": consumer_id, "limit": limit},
        )
        return [
            ArrearMove(
                row.arrear_id,
                ArrearMoveKind(row.kind),
                day_of_number(row.business_day),
                Money(row.amount_paise),
                Money(row.rest_after_paise),
                row.document,
            )
            for row in rows
        ]

    def book(self, consumer: Consumer, wish: ArrearWish, at: datetime, actor: Actor) -> ArrearPlan:
        """Book a debt into the ledger, with its plan."""
        plan_id = take_numbers(self._connection, self._office.id, "arrear", 1)
        day, amount = billing_day(at), wish.amount.paise
        entry_seq = self._post(
            EntryKind.ARREAR,
            plan_id,
            {"debtor": consumer.id, "owed_paise": amount, **_told(wish)},
            (JournalLine(Account.ARREARS, amount), JournalLine(Account.OPENING_BALANCES, -amount)),
            at,
            actor,
        )
        booked = {
            "id": plan_id,
            "consumer_id": consumer.id,
            "amount_paise": amount,
            "rest_paise": amount,
            "instalments_paid": 0,
            "kind": wish.terms.kind.value,
            "instalments": wish.terms.instalments,
            "percent": wish.terms.percent,
            "threshold_paise": wish.terms.threshold.paise,
            "starts_day": day_number(wish.starts_on),
            "state": ArrearState.LIVE.value,
            "reason": wish.reason,
            "booked_at_ms": milliseconds(at),
            "booked_by": actor.name,
            "entry_seq": entry_seq,
        }
        move = _Move(plan_id, 1, ArrearMoveKind.BOOKED, day, amount, amount, _name(plan_id))
        rows = {"arrear": [booked], "arrear_entry": [move.row(entry_seq)]}
        add_sealed(self._connection, self._office, ACT, rows, by=actor.name)
        return self._plan(plan_id)

    def move(  # noqa: PLR0913, PLR0917 - which debt, by how much, why, when, by what
        self, plan: ArrearPlan, amount: Money, kind: str, day: date, document: str, entry_seq: int
    ) -> ArrearPlan:
        """Move a debt by a signed amount (below zero: paid) inside a posting made elsewhere.

        What is given back falls to the consumer's live plan, if there is another one by now;
        otherwise a plan that was settled or ended is live again.
        """
        borne = self._bearer(plan.id)
        rest = borne.rest.paise + amount.paise
        told, seq = ArrearMoveKind(kind), self._next_seq(borne.id)
        moved = _Move(borne.id, seq, told, day, amount.paise, rest, document)
        state = ArrearState.LIVE if rest else ArrearState.SETTLED
        self._store(moved, state, entry_seq, by="")
        return self._plan(borne.id)

    def post_instalments(
        self, day: date, consumer_ids: Sequence[int], run_id: str, at: datetime, actor: Actor
    ) -> None:
        """Post the day's instalment of each of these consumers under a daily plan, in one go."""
        due = self._due(day, consumer_ids)
        if not due:
            return
        paid = [instalment_paise(*row[2:6]) for row in due]
        moves = [
            WalletMove(consumer, Money(-amount))
            for (consumer, *_), amount in zip(due, paid, strict=True)
        ]
        posting = Posting(
            business_date=day,
            kind=EntryKind.ARREAR_INSTALMENT,
            document=run_id,
            wallet_rows=len(due),
            lines=balanced(
                JournalLine(Account.WALLETS, sum(paid)), JournalLine(Account.ARREARS, -sum(paid))
            ),
            core={"amounts": [[move.consumer_id, move.amount.paise] for move in moves]},
            at=at,
            actor=actor,
        )
        posted = post(self._connection, self._office, posting)
        kind = EntryKind.ARREAR_INSTALMENT
        move_wallets(self._connection, self._office, kind, day, posted, moves)
        self._add_instalments(due, paid, day, run_id, posted.entry_seq, actor)

    def end(self, plan: ArrearPlan, at: datetime, actor: Actor) -> ArrearPlan:
        """End a plan: what is left of the debt is written off."""
        rest = plan.rest.paise
        entry_seq = self._post(
            EntryKind.ARREAR_ENDED,
            plan.id,
            {"written_off_paise": rest},
            (JournalLine(Account.ARREARS_WRITTEN_OFF, rest), JournalLine(Account.ARREARS, -rest)),
            at,
            actor,
        )
        day, seq = billing_day(at), self._next_seq(plan.id)
        ended = _Move(plan.id, seq, ArrearMoveKind.ENDED, day, -rest, 0, _name(plan.id))
        self._store(ended, ArrearState.ENDED, entry_seq, by=actor.name)
        return self._plan(plan.id)

    def _due(self, day: date, consumer_ids: Sequence[int]) -> list[Any]:
        if not len(consumer_ids):
            return []
        found = driver_rows(
            self._connection,
            _DUE,
            {
                "office_id": self._office.id,
                "first": min(consumer_ids),
                "last": max(consumer_ids),
                "day": day_number(day),
            },
        )
        charged = set(consumer_ids) if found else set()
        return [row for row in found if row[0] in charged]

    def _add_instalments(  # noqa: PLR0913, PLR0917 - of whom, how much, when, by what
        self,
        due: Sequence[Any],
        paid: Sequence[int],
        day: date,
        run_id: str,
        entry_seq: int,
        actor: Actor,
    ) -> None:
        office_id, number = self._office.id, day_number(day)
        kind = ArrearMoveKind.INSTALMENT.value
        entries, plans = [], []
        for (_, plan, _, rest, _, paid_before, last_seq), amount in zip(due, paid, strict=True):
            after = rest - amount
            state = ArrearState.LIVE if after else ArrearState.SETTLED
            entries.append(
                (
                    *(office_id, plan, last_seq + 1, kind, number, -amount),
                    *(after, run_id, entry_seq),
                )
            )
            plans.append((after, paid_before + 1, state.value, office_id, plan))
        insert_many(self._connection, "arrear_entry", _MOVE_COLUMNS, entries)
        update_many(
            self._connection,
            "arrear",
            ("rest_paise", "instalments_paid", "state"),
            ("office_id", "id"),
            plans,
        )
        written = [Rows("arrear_entry", _MOVE_COLUMNS, entries)]
        vouch(self._connection, self._office, ACT, by=actor.name, written=written)

    def _post(  # noqa: PLR0913, PLR0917 - what is posted, of which plan, when and by whom
        self,
        kind: EntryKind,
        plan_id: int,
        core: dict[str, Any],
        lines: Sequence[JournalLine],
        at: datetime,
        actor: Actor,
    ) -> int:
        """Post what moves no wallet; return the number of its entry."""
        posting = Posting(
            business_date=billing_day(at),
            kind=kind,
            document=_name(plan_id),
            wallet_rows=0,
            lines=balanced(*lines),
            core=core,
            at=at,
            actor=actor,
        )
        return post(self._connection, self._office, posting).entry_seq

    def _store(self, move: _Move, state: ArrearState, entry_seq: int, *, by: str) -> None:
        rows = {"arrear_entry": [move.row(entry_seq)]}
        add_sealed(self._connection, self._office, ACT, rows, by=by)
        self._connection.execute(
            update(arrear)
            .where(arrear.c.office_id == self._office.id, arrear.c.id == move.plan_id)
            .values(rest_paise=move.rest_after, state=state.value)
        )

    def _bearer(self, plan_id: int) -> ArrearPlan:
        """Return the plan that bears a movement, as it stands: one that is over gives way."""
        plan = self._plan(plan_id)
        if plan.state is ArrearState.LIVE:
            return plan
        live = self._plans(
            "AND a.state = 'live' AND a.consumer_id ="
            " (SELECT b.consumer_id FROM arrear b WHERE b.office_id = :office_id AND b.id = :id)",
            id=plan_id,
        )
        return live[0] if live else plan

    def _next_seq(self, plan_id: int) -> int:
        last: int = self._connection.execute(
            text(
                "SELECT max(seq) FROM arrear_entry WHERE office_id = :office_id AND arrear_id = :id"
            ),
            {"office_id": self._office.id, "id": plan_id},
        ).scalar_one()
        return last + 1

    def _plan(self, plan_id: int) -> ArrearPlan:
        [plan] = self._plans("AND a.id = :id", id=plan_id)
        return plan

    def _plans(self, condition: str, **parameters: int | str) -> list[ArrearPlan]:
        rows = self._connection.execute(
            text(f"{_PLANS} {condition}"), {"office_id": self._office.id, **parameters}
        )
        return [plan_of(row) for row in rows]


@dataclass(frozen=True, slots=True)
class _Move:
    """A movement as a row; amounts in paise."""

    plan_id: int
    seq: int
    kind: ArrearMoveKind
    day: date
    amount: int
    rest_after: int
    document: str

    def row(self, entry_seq: int) -> dict[str, Any]:
        return {
            "arrear_id": self.plan_id,
            "seq": self.seq,
            "kind": self.kind.value,
            "business_day": day_number(self.day),
            "amount_paise": self.amount,
            "rest_after_paise": self.rest_after,
            "document": self.document,
            "entry_seq": entry_seq,
        }


def plan_of(row: Any) -> ArrearPlan:
    """Return the plan of a row of ``arrear`` with ``consumer_number``."""
    return ArrearPlan(
        id=row.id,
        consumer_number=row.consumer_number,
        amount=Money(row.amount_paise),
        rest=Money(row.rest_paise),
        terms=ArrearTerms(
            ArrearKind(row.kind), row.instalments, row.percent, Money(row.threshold_paise)
        ),
        starts_on=day_of_number(row.starts_day),
        state=ArrearState(row.state),
        reason=row.reason,
        booked_at=instant_of(row.booked_at_ms),
        booked_by=row.booked_by,
        instalments_paid=row.instalments_paid,
    )


def _name(plan_id: int) -> str:
    """Return the document of what is posted of a plan itself: ``A12``."""
    return f"A{plan_id}"


def _told(wish: ArrearWish) -> dict[str, Any]:
    """Return what the event of a booking tells of its terms."""
    return {
        "terms": wish.terms.kind.value,
        "instalments": wish.terms.instalments,
        "percent": wish.terms.percent,
        "threshold_paise": wish.terms.threshold.paise,
        "starts_on": wish.starts_on.isoformat(),
    }
