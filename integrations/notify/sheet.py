"""Messages as a sheet that somebody carries: for offices without a provider."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from domain.errors_of_files import FileNotWritten
from domain.message import Medium, Message, Template
from domain.office import Office
from domain.ports_of_messages import Handed, HandOver
from domain.text_sheet import TextColumn, TextSheet
from resources.texts import Texts

WriteSheet = Callable[[TextSheet, Path, Texts], None]


class MessageSheets:
    """The folder of an office's sheets of messages; one sheet for what leaves together."""

    def __init__(  # noqa: PLR0913, PLR0917 - where, as what, of whom, by whom
        self,
        folder: Path,
        ending: str,
        office: Office,
        write: WriteSheet,
        now: Callable[[], datetime],
        made_by: str,
        texts: Texts,
    ) -> None:
        self._folder = folder
        self._ending = ending
        self._office = office
        self._write = write
        self._now = now
        self._made_by = made_by
        self._ = texts

    @property
    def medium(self) -> Medium:
        return Medium.FILE

    def hand_over(self, message: Message, template: Template | None) -> HandOver:
        del template
        return self.hand_over_all([message])[0]

    def hand_over_all(self, messages: Sequence[Message]) -> Sequence[HandOver]:
        """Write the messages; they have left once the sheet is whole and on the disk."""
        if not messages:
            return []
        # Named by its first message: one that was cut short is written again in its place, and
        # no other one ever is, for somebody may not have carried it yet.
        first = min(messages, key=lambda message: message.id)
        name = f"messages-{first.reference(self._office.series_prefix)}.{self._ending}"
        path = self._folder / name
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write(self._sheet_of(messages), path, self._)
        except (FileNotWritten, OSError) as trouble:
            return [HandOver(Handed.LATER, error=type(trouble).__name__)] * len(messages)
        return [HandOver(Handed.SENT, path.name)] * len(messages)

    def _sheet_of(self, messages: Sequence[Message]) -> TextSheet:
        _ = self._
        columns = (
            (_("Mobile"), 14),
            (_("Message"), 100),
            (_("Consumer"), 16),
            (_("Language"), 10),
            (_("Message no."), 12),
        )
        return TextSheet(
            title=_("Messages to consumers"),
            office=self._office,
            choices=[],
            columns=[TextColumn(title, width) for title, width in columns],
            rows=[
                (one.address, one.text, one.consumer_number, one.language, str(one.id))
                for one in messages
            ],
            made_at=self._now(),
            made_by=self._made_by,
        )
