"""What is noted of a consumer: notes, tags, and who looks like the same person."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from domain.books import Books
from domain.consumer import Consumer
from domain.errors import FieldMissing
from domain.likeness import Lookalike, Person
from ui.desk.consumers.consumer_view import NewConsumerView
from ui.desk.consumers.view import ConsumersView
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead

#: By which name the last remark is remembered for each person.
_LAST = "notes.last"
#: So long somebody has stopped typing before it is looked who it may be.
_SETTLES_MS = 350


class NotingController(QObject):
    """Keeps notes and tags of the consumer that is shown."""

    #: Something was noted.
    changed = Signal()

    def __init__(self, view: ConsumersView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._strip, self._sheet = view.consumer.tags, view.note_sheet
        self._view, self._desk, self._books = view, desk, books
        self._tags = LatestRead(desk.tasks, self)
        self._known = LatestRead(desk.tasks, self)
        self._notes = LatestRead(desk.tasks, self)
        self._last = LatestRead(desk.tasks, self)
        self._connect()

    def show(self, consumer: Consumer) -> None:
        """Show the tags of a consumer."""
        number = consumer.number
        self._tags.ask(lambda: self._books.accounts.tags(number))

    def start_note(self) -> None:
        """Let something be noted of the consumer that is shown."""
        consumer = self._view.consumer.consumer
        if consumer:
            self._sheet.show_empty(consumer)
            number = consumer.number
            self._notes.ask(lambda: self._books.accounts.notes(number))

    def start_tag(self) -> None:
        """Let a tag be put on the consumer that is shown."""
        if self._view.consumer.consumer:
            self._known.ask(self._books.accounts.known_tags)
            self._strip.start()

    def _connect(self) -> None:
        self._tags.answered.connect(self._strip.show_tags)
        self._known.answered.connect(self._strip.show_known)
        self._notes.answered.connect(self._sheet.show_notes)
        self._last.answered.connect(self._on_last)
        for read in (self._tags, self._known, self._notes, self._last):
            read.failed.connect(self._desk.show_failure)
        self._strip.tag_requested.connect(self._tag)
        self._strip.untag_requested.connect(self._untag)
        self._sheet.note_requested.connect(self._note)
        self._sheet.repeat_requested.connect(self._repeat)

    def _repeat(self) -> None:
        owner = self._desk.actor.name
        self._last.ask(lambda: self._books.preferences.get(owner, _LAST))

    def _on_last(self, words: str | None) -> None:
        if words:
            self._sheet.show_words(words)

    def _note(self, words: str) -> None:
        consumer, actor, books = self._sheet.consumer, self._desk.actor, self._books
        if consumer is None:
            return
        if not words:
            self._sheet.show_problem(self._desk.sentence(FieldMissing("note")))
            return
        number = consumer.number

        def keep() -> None:
            books.accounts.note(number, words, actor)
            books.preferences.put(actor.name, _LAST, words)

        task = self._desk.tasks.write(self, lambda _progress: keep())
        task.succeeded.connect(lambda _nothing: self._on_noted())
        task.failed.connect(lambda error: self._sheet.show_problem(self._desk.sentence(error)))

    def _on_noted(self) -> None:
        _ = self._desk.texts
        self._sheet.show_noted()
        self._desk.toasts.show(_("It is noted."))
        self.changed.emit()

    def _tag(self, typed: str) -> None:
        consumer, actor = self._view.consumer.consumer, self._desk.actor
        if consumer is None:
            return
        number = consumer.number
        task = self._desk.tasks.write(
            self, lambda _progress: self._books.accounts.tag(number, typed, actor)
        )
        task.succeeded.connect(lambda _tag: self._on_tagged(consumer))
        task.failed.connect(lambda error: self._strip.show_problem(self._desk.sentence(error)))

    def _on_tagged(self, consumer: Consumer) -> None:
        self._strip.show_tagged()
        self.show(consumer)
        self.changed.emit()

    def _untag(self, tag: str) -> None:
        consumer, actor = self._view.consumer.consumer, self._desk.actor
        if consumer is None:
            return
        number = consumer.number
        task = self._desk.tasks.write(
            self, lambda _progress: self._books.accounts.untag(number, tag, actor)
        )
        task.succeeded.connect(lambda tag: self._on_untagged(consumer, tag))
        task.failed.connect(self._desk.show_failure)

    def _on_untagged(self, consumer: Consumer, tag: str) -> None:
        _ = self._desk.texts
        self.show(consumer)
        self._desk.toasts.show(
            _("The tag {tag} is taken off.", tag=tag),
            action=_("Undo"),
            then=lambda: self._tag(tag),
        )
        self.changed.emit()


class LikenessController(QObject):
    """Hints at whom a consumer, known or being typed, may be the same as; it never stands in."""

    #: The clerk wants to see the other one: the number.
    consumer_requested = Signal(str)

    def __init__(self, view: ConsumersView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._known, self._new = view.consumer.likeness, view.new.likeness
        self._form, self._desk, self._books = view.new.form.form, desk, books
        self._of_known = LatestRead(desk.tasks, self)
        self._of_new = LatestRead(desk.tasks, self)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        self._settled.timeout.connect(self._look)
        self._form.changed.connect(self._on_typed)
        self._of_known.answered.connect(self._known.show_found)
        self._of_new.answered.connect(self._new.show_found)
        for read in (self._of_known, self._of_new):
            read.failed.connect(desk.show_failure)
        for hint in (self._known, self._new):
            hint.consumer_requested.connect(self.consumer_requested)

    def show(self, consumer: Consumer) -> None:
        """Look whether somebody looks like a consumer; who is masked is compared with nobody."""
        person = person_of(consumer)
        self._of_known.ask(lambda: self._alike(person))

    def _on_typed(self, name: str) -> None:
        if name in NewConsumerView.TOLD_BY:
            self._settled.start()

    def _look(self) -> None:
        typed = self._form.typed()
        person = Person(**{name: str(typed.get(name) or "") for name in NewConsumerView.TOLD_BY})
        self._of_new.ask(lambda: self._alike(person))

    def _alike(self, person: Person) -> Sequence[Lookalike]:
        return self._books.accounts.lookalikes(person)


def person_of(consumer: Consumer) -> Person:
    """Return what of a consumer others are compared with."""
    return Person(
        consumer.number,
        consumer.name,
        consumer.guardian,
        consumer.address,
        consumer.mobile,
        consumer.email,
        consumer.meter_serial,
    )
