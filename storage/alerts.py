"""The alerts of an office in its database: the ladder of a day, the outbox, its templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from domain import masking
from domain.alert_book import AlertRun, MessageQuery, MessagesDelivered
from domain.alerts import Tellings, called_for
from domain.calendar import billing_day
from domain.errors import DayInTheFuture
from domain.errors_of_messages import DayNotBilled, NoMediumOn
from domain.message import Medium, Message, MessageState, Template
from domain.office import Actor
from domain.policy import PolicyBook, decide
from domain.ports_of_messages import Notifier
from domain.progress import Progress, Step, part_of
from domain.services import alerting
from domain.services.alerting import Tally
from domain.services.delivering_messages import Round
from domain.services.permitting import permit
from domain.services.repeating import repeated_when_undone
from domain.settings import SMS_ENTITY, SMS_HEADER
from domain.staff import Act
from storage.access import Access
from storage.listings import messages as listings
from storage.listings.alert_facts import day_facts, is_billed
from storage.listings.policy_facts import facts_of, is_switched_off
from storage.repositories.messages import SqlMessages
from storage.repositories.policies import SqlPolicyRows
from storage.repositories.settings import SqlSettings
from storage.repositories.tariffs import SqlTariffs

_PREVIEWED_AT_ONCE = 1_000


class SqlAlerts:
    """Everything of :class:`domain.alert_book.Alerts`; any thread may call it."""

    def __init__(self, access: Access, give_way: Callable[[], None]) -> None:
        self._access = access
        self._give_way = give_way

    # The ladder

    def run(self, day: date, actor: Actor, progress: Progress) -> AlertRun:
        with self._access.unit() as unit:
            permit(unit, actor, Act.RUN_ALERTS)
        with self._access.reading() as connection:
            self._refuse_mute(connection)
            tellings = self._tellings(connection, day, part_of(progress, 0, 40))
        tally = alerting.run(
            day,
            tellings,
            open_unit=self._access.unit,
            clock=self._access.clock,
            actor=actor,
            progress=part_of(progress, 40, 100),
            breathe=self._give_way,
        )
        return tally.told_of(day)

    def preview(self, day: date, progress: Progress) -> AlertRun:
        tally = Tally()
        with self._access.reading() as connection:
            self._refuse_mute(connection)
            messages = SqlMessages(connection, self._access.office)
            settings = SqlSettings(connection, self._access.office)
            voice = alerting.voice_of(settings, messages, self._access.office.name)
            tellings = self._tellings(connection, day, part_of(progress, 0, 40))
            counting = part_of(progress, 40, 100)
            for number, batch in enumerate(tellings.batches(_PREVIEWED_AT_ONCE)):
                counting(Step(number * _PREVIEWED_AT_ONCE, len(tellings)))
                if voice is not None:
                    tally.add(alerting.queue(messages, voice, batch, None))
        progress(Step(1, 1))
        return tally.told_of(day)

    # The outbox

    def messages(self, query: MessageQuery, limit: int = 1_000) -> list[Message]:
        with self._access.reading() as connection:
            found = listings.messages(connection, self._access.office, query, limit)
        return [masking.masked_message(one) for one in found] if self._access.is_masked else found

    def counts(self) -> dict[MessageState, int]:
        with self._access.reading() as connection:
            return listings.counts(connection, self._access.office, self._access.clock.now())

    @repeated_when_undone
    def resend(self, ids: Sequence[int], actor: Actor) -> int:
        return alerting.resend(ids, self._access.unit(), self._access.clock, actor)

    @repeated_when_undone
    def drop(self, ids: Sequence[int], reason: str, actor: Actor) -> int:
        return alerting.drop(ids, reason, self._access.unit(), self._access.clock, actor)

    # Templates

    def templates(self) -> list[Template]:
        with self._access.reading() as connection:
            settings = SqlSettings(connection, self._access.office)
            entity, header = settings.get(SMS_ENTITY), settings.get(SMS_HEADER)
            found = SqlMessages(connection, self._access.office).templates()
        return [
            alerting.with_sender(found[key], entity, header)
            for key in sorted(found, key=lambda key: tuple(map(str, key)))
        ]

    @repeated_when_undone
    def put_template(self, template: Template, actor: Actor) -> Template:
        return alerting.put_template(template, self._access.unit(), self._access.clock, actor)

    def sample(self, template: Template) -> str:
        return alerting.sample_of(template)

    # Delivering

    def deliver(
        self, notifiers: Mapping[Medium, Notifier], actor: Actor, progress: Progress
    ) -> MessagesDelivered:
        with self._access.reading() as connection:
            policies = self._policies(connection)
        round_ = Round(
            notifiers,
            self._access.unit,
            policies,
            self._access.clock,
            actor,
            progress,
            self._give_way,
        )
        next_at, unconfigured = round_.deliver()
        return MessagesDelivered(
            sent=round_.counts["sent"],
            failed=round_.counts["failed"],
            unknown=round_.counts["unknown"],
            waiting=round_.counts["waiting"],
            dropped=round_.counts["dropped"],
            next_at=next_at,
            unconfigured=unconfigured,
        )

    @repeated_when_undone
    def take_report(self, provider_id: str, *, is_delivered: bool, error: str) -> bool:
        now = self._access.clock.now()
        with self._access.unit() as unit:
            is_known = unit.messages.report(
                provider_id, now, is_delivered=is_delivered, error=error
            )
            unit.commit()
        return is_known

    def _refuse_mute(self, connection: Connection) -> None:
        if not alerting.media_on(SqlSettings(connection, self._access.office)):
            raise NoMediumOn

    def _policies(self, connection: Connection) -> PolicyBook:
        return SqlPolicyRows(connection, self._access.office).book()

    def _tellings(self, connection: Connection, day: date, progress: Progress) -> Tellings:
        """Return who is to be told what of a charged day, by how things stand now."""
        office, now = self._access.office, self._access.clock.now()
        if day >= billing_day(now):
            raise DayInTheFuture(day, billing_day(now))
        if not is_billed(connection, office, day):
            raise DayNotBilled(day)
        progress(Step(0, 3))
        rows = SqlPolicyRows(connection, office)
        facts = facts_of(connection, office, now)
        progress(Step(1, 3))
        decisions = decide(
            facts,
            self._policies(connection),
            rows.holiday_names(),
            now,
            is_switched_off=is_switched_off(connection, office),
        )
        needs_months = any(terms.alerts.month_percent for terms in decisions.all_terms)
        versions = tuple(SqlTariffs(connection, office).all())
        told = day_facts(connection, office, facts, day, versions, needs_months)
        progress(Step(2, 3))
        return Tellings(facts, called_for(facts, told, decisions))
