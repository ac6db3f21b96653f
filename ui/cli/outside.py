"""What commands need from outside: ``main.py`` brings it, so none of them knows SQL or Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from domain.billing_sheet import BillingSheet
from domain.books import Books
from domain.calendar import Clock
from domain.errors import Refusal
from domain.office import Office
from domain.progress import Progress
from domain.recharge import ReceiptCopy
from resources.texts import Texts


class SheetRow(Protocol):
    """A row of a sheet that came from outside; one with a ``fault`` is not to be used."""

    @property
    def line(self) -> int: ...
    @property
    def cells(self) -> Mapping[str, str]: ...
    @property
    def texts(self) -> Sequence[str]: ...
    @property
    def fault(self) -> Refusal | None: ...


class Sheet(Protocol):
    """A sheet that came from outside; its rows can be gone through more than once."""

    @property
    def header(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Iterator[SheetRow]: ...


class ReadSheet(Protocol):
    """Opens a CSV file or an Excel book with these columns."""

    def __call__(
        self, path: Path, required: Sequence[str], optional: Sequence[str] = ()
    ) -> Sheet: ...


class WriteRejected(Protocol):
    """Writes (cells, reason) of each rejected row beside the file that they came from."""

    def __call__(
        self, source: Path, header: Sequence[str], rows: Iterable[tuple[Sequence[str], str]]
    ) -> Path | None: ...


@dataclass(frozen=True, slots=True)
class Outside:
    """The functions that reach the store, files and documents.

    ``office_being_made`` yields a folder to make an office in, which takes its place only when
    all went well.
    """

    clock: Clock
    open_office: Callable[[Path, Clock], Books]
    create_office: Callable[[Path, Office, Clock], Books]
    office_being_made: Callable[[Path], AbstractContextManager[Path]]
    restore_office: Callable[[Path, Path, Clock, Progress], Books]
    read_sheet: ReadSheet
    read_text: Callable[[Path], str]
    write_rejected: WriteRejected
    write_sheet: Callable[[BillingSheet, Path, Texts], None]
    write_receipt: Callable[[ReceiptCopy, Path, str, Texts], None]
    shipped_tariffs: Callable[[], str]
