"""Start the program: the desk for clerks, or one command without it.

The only module that knows all others; each is imported where it is needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from domain.calendar import Clock
from domain.errors_of_supply import AmispNotSetUp
from resources import locate
from resources.texts import Texts, texts_of_all

if TYPE_CHECKING:
    from domain.amisp_link import AmispLink, AmispSecret
    from domain.balance_sheet import BalanceSheet
    from domain.billing_sheet import BillingSheet
    from domain.books import Books
    from domain.cheque import Cheque
    from domain.day_end import DayEnd
    from domain.import_sheet import ImportSheet
    from domain.message import Medium
    from domain.message_link import MessageSecret
    from domain.money import Money
    from domain.notice import NoticeBatch
    from domain.office import Actor, Office
    from domain.policy_book import Holiday
    from domain.ports_of_amisp import Amisp, AmispEvent
    from domain.ports_of_messages import Notifier
    from domain.printing import DeskPrinters, PrinterProfile, PrintStyle
    from domain.recharge import ReceiptCopy
    from domain.register_sheet import RegisterSheet
    from domain.settling import SettlementTable
    from domain.shift import ShiftReport
    from domain.simulation_sheet import SimulationSheet
    from domain.support import OfficeFacts
    from domain.text_sheet import TextSheet
    from domain.upi import UpiSlip
    from integrations.documents.preview import BlackPicture, PagePicture
    from ui.cli.outside import AmispPlayed, Amisps, MessageRoads, Outside, Servers
    from ui.desk.kit.documents import CountKnown, Documents, Printers
    from ui.desk.kit.outward import Outward
    from ui.journal import Entry

_NAME = "bijli-bahi"
#: The exit code when the desk is asked for where there is no screen: something is unavailable.
_NO_DISPLAY = 3


class SystemClock:
    """The clock on the wall."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def main(arguments: Sequence[str] | None = None, clock: Clock | None = None) -> int:
    """Do what the command line asks for and return the exit code."""
    from ui.cli import running

    asked = sys.argv[1:] if arguments is None else list(arguments)
    _ = Texts(running.language_of(asked, os.environ))
    options = running.parse(asked, _)
    if isinstance(options, int):
        return options
    from integrations.log_files import logs_kept
    from ui import journal

    folder = Path(options.office) if options.office else default_office()
    at = clock or SystemClock()
    with logs_kept(_log_folder(), journal.WORK):
        if options.run is not None:
            return running.run_command(options.run, options, folder, _outside(at), _)
        return open_desk(folder, at, _)


def open_desk(folder: Path, clock: Clock, _: Texts) -> int:
    """Open the office and show its desk until the window is closed; the log tells of it."""
    from ui import journal

    with journal.logged("desk") as entry:
        code = _show_desk(folder, clock, _, entry)
        entry.exit_code = code
    return code


def _show_desk(folder: Path, clock: Clock, _: Texts, entry: Entry) -> int:
    if not _has_display():
        sentence = _("There is no display for the desk. The commands work without one: --help")
        print(sentence, file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return _NO_DISPLAY
    from domain.errors import Refusal, Trouble
    from storage.office import open_office
    from ui.cli.running import REFUSED, UNAVAILABLE
    from ui.sentences import explain

    try:
        books = open_office(folder, clock)
    except Trouble as trouble:
        from ui.desk.application import say_that_it_cannot_open

        sentence = explain(trouble, _) or str(trouble)
        print(sentence, file=sys.stderr)  # noqa: T201 - whoever started it here reads it here
        say_that_it_cannot_open(sentence, _)
        return REFUSED if isinstance(trouble, Refusal) else UNAVAILABLE
    entry.office = books.office.code
    from domain.office import Actor, Channel
    from storage.keys import new_words
    from ui.cli.running import command_line_actor
    from ui.desk.application import run_desk

    try:
        actor = Actor(command_line_actor().name, Channel.DESK, counter=1)
        lock = folder / "desk.lock"
        documents = replace(_documents(), outward=_outward(folder, clock))
        return run_desk(books, documents, actor, explain, desk_lock=lock, new_words=new_words)
    finally:
        with suppress(Trouble):
            books.close()


def _outward(folder: Path, clock: Clock) -> Outward:
    """Put together the roads out of the office that the desk uses."""
    from integrations.amisp.by_file import FileAmisp, read_acknowledgements, write_orders
    from ui.desk.kit.outward import Outward

    return Outward(
        amisp=_DeskAmisp(clock),
        by_file=lambda books: FileAmisp(amisp_link_of(books)),
        write_orders=lambda books, orders, path: write_orders(orders, amisp_link_of(books), path),
        read_answers=lambda books, path: read_acknowledgements(path, books.supply.knows),
        notifiers=lambda books, actor, _: notifiers_of(clock, books, folder, actor, _),
        delivers=True,
    )


class _DeskAmisp:
    """The AMISP of the desk: one as long as its settings hold, for it remembers its troubles."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._settings: Mapping[str, str] | None = None
        self._amisp: Amisp | None = None

    def __call__(self, books: Books) -> Amisp:
        rows = books.safekeeping.settings()
        settings = {row.name: row.value for row in rows if row.name.startswith("amisp.")}
        if settings != self._settings:
            self._amisp = self._made(books)
            self._settings = settings
        if self._amisp is None:
            raise AmispNotSetUp
        return self._amisp

    def _made(self, books: Books) -> Amisp | None:
        """Return what the settings name; the key store is asked once for each of them."""
        with suppress(AmispNotSetUp):
            return amisp_of(books, self._clock)
        return None


def _has_display() -> bool:
    """Whether there is a screen that Qt could draw on; without one it would end the process."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def default_office() -> Path:
    """Return the office of whoever is logged in, where the system keeps a user's data."""
    import platformdirs

    return Path(platformdirs.user_data_dir(_NAME, appauthor=False)) / "office"


def _outside(clock: Clock) -> Outside:
    """Put together what the commands need from outside."""
    from integrations.spreadsheets import rejected
    from integrations.spreadsheets.reading import read_table
    from integrations.spreadsheets.settlement import read_settlement
    from integrations.text_file import read_text
    from storage.files import write_text
    from storage.keys import read_secret, write_secret
    from storage.making import office_being_made, restore_office
    from storage.office import create_office, open_office
    from storage.signatures import is_signed
    from ui.cli.outside import Outside

    return Outside(
        clock=clock,
        open_office=open_office,
        create_office=create_office,
        servers=_servers(),
        amisps=_amisps(),
        messages=_message_roads(clock),
        create_encrypted_office=_create_encrypted_office,
        office_being_made=office_being_made,
        restore_office=restore_office,
        recover_key=_recover_key,
        read_secret=read_secret,
        write_secret=write_secret,
        is_signed=is_signed,
        write_words_sheet=_write_words_sheet,
        write_text=write_text,
        read_sheet=read_table,
        read_settlement=read_settlement,
        read_text=read_text,
        write_rejected=rejected.write,
        write_sheet=_write_sheet,
        write_receipt=_write_receipt,
        write_shift_report=_write_shift_report,
        write_day_end=_write_day_end,
        write_balance=_write_balance,
        write_text_sheet=_write_text_file,
        write_register=_write_register,
        write_notices=_write_notices,
        write_support_bundle=partial(_write_support_bundle, clock),
        shipped_tariffs=lambda: locate("tariffs", "examples.json").read_text("utf-8"),
        holidays_of_state=_holidays_of_state,
    )


def _servers() -> Servers:
    """Put together what reaches databases on a server."""
    from storage.office import create_office_on_server, join_office, offices_in, open_beside
    from ui.cli.outside import Servers

    return Servers(
        create_office=create_office_on_server,
        join_office=join_office,
        offices_in=offices_in,
        open_beside=open_beside,
        run_program=_run_program,
    )


def _holidays_of_state(state: str, year: int) -> Sequence[Holiday]:
    from integrations.holidays_of_india import holidays_of_state

    return holidays_of_state(state, year)


def _message_roads(clock: Clock) -> MessageRoads:
    """Put together what lets messages leave an office."""
    from ui.cli.outside import MessageRoads

    return MessageRoads(notifiers=partial(notifiers_of, clock), keep_secret=_keep_message_secret)


def notifiers_of(
    clock: Clock, books: Books, folder: Path, actor: Actor, _: Texts
) -> AbstractContextManager[Mapping[Medium, Notifier]]:
    """Open the roads by which an office's messages leave, as its settings name them."""
    from domain.message_link import message_link_of
    from integrations.notify.choosing import notifiers
    from integrations.notify.sheet import MessageSheets
    from storage.keys import system_keys
    from storage.message_secrets import kept_message_secrets

    office = books.office
    settings = {row.name: row.value for row in books.safekeeping.settings()}
    secrets = kept_message_secrets(system_keys(), office)
    link = message_link_of(settings, office.series_prefix, secrets)
    sheets = MessageSheets(
        Path(link.folder) if link.folder else folder / "messages",
        link.sheet,
        office,
        _write_text_file,
        clock.now,
        actor.name,
        _,
    )
    return notifiers(link, sheets)


def _keep_message_secret(office: Office, which: MessageSecret, secret: str) -> None:
    from storage.keys import system_keys
    from storage.message_secrets import keep_message_secret

    keep_message_secret(system_keys(), office, which, secret)


def _amisps() -> Amisps:
    """Put together what reaches an AMISP, and what plays one."""
    from integrations.amisp.by_file import FileAmisp, read_acknowledgements, write_orders
    from integrations.amisp.readings import read_readings
    from ui.cli.outside import Amisps

    return Amisps(
        of=amisp_of,
        by_file=lambda books: FileAmisp(amisp_link_of(books)),
        link_of=amisp_link_of,
        keep_secret=_keep_amisp_secret,
        write_orders=write_orders,
        read_acknowledgements=read_acknowledgements,
        read_readings=read_readings,
        receive=_receive_callbacks,
        play=_play_amisp,
    )


def amisp_of(books: Books, clock: Clock) -> Amisp:
    """Return the AMISP of an office as its settings name it; a practice office may play one.

    :class:`AmispNotSetUp` where it is not said, :class:`AmispTokenMissing` without what opens it.
    """
    from integrations.amisp.choosing import amisp_for
    from storage.amisp_secrets import practice_amisp_of

    return amisp_for(amisp_link_of(books), clock, practice=practice_amisp_of(books))


def amisp_link_of(books: Books) -> AmispLink:
    """Return how an office reaches its AMISP, with what this machine keeps secret for it."""
    from domain.amisp_link import AmispSecret, link_of
    from storage.amisp_secrets import kept_amisp_secret
    from storage.keys import system_keys

    link = link_of({row.name: row.value for row in books.safekeeping.settings()})
    kept = [kept_amisp_secret(system_keys(), books.office, which) for which in AmispSecret]
    return link.with_secrets(*kept)


def _keep_amisp_secret(office: Office, which: AmispSecret, secret: str) -> None:
    from storage.amisp_secrets import keep_amisp_secret
    from storage.keys import system_keys

    keep_amisp_secret(system_keys(), office, which, secret)


def _receive_callbacks(
    link: AmispLink,
    clock: Clock,
    take: Callable[[AmispEvent], bool],
    told: Callable[[int], None],
) -> None:
    from integrations.amisp.receiver import receiver_app
    from integrations.amisp.serving import serve

    serve(receiver_app(link, clock, take), link.callback_port, told)


def _play_amisp(wish: AmispPlayed, clock: Clock, told: Callable[[int], None]) -> None:
    from domain.amisp_link import AMISP_VARIABLES
    from integrations.amisp.serving import serve
    from integrations.amisp.simulator.app import simulator_app
    from integrations.amisp.simulator.beginning import simulator_of

    given = {which: os.environ.get(name, "") for which, name in AMISP_VARIABLES.items()}
    simulator = simulator_of(clock, wish.seed, wish.misbehave, wish.kept, given)
    serve(simulator_app(simulator), wish.port, told, breaks_off=True)


def _run_program(arguments: Sequence[str], surroundings: Mapping[str, str]) -> tuple[int, str]:
    """Run this program as a process of its own; what it complains of stands in its JSON."""
    import subprocess

    # A built program is its own interpreter.
    itself = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, __file__]
    ended = subprocess.run(  # noqa: S603 - it starts itself
        [*itself, *arguments],
        env={**os.environ, **surroundings, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    )
    return ended.returncode, ended.stdout


def _create_encrypted_office(
    folder: Path, office: Office, clock: Clock, actor: Actor
) -> tuple[Books, str]:
    from storage.keys import system_keys
    from storage.office import create_encrypted_office

    return create_encrypted_office(folder, office, clock, system_keys(), actor)


def _recover_key(folder: Path, words: str) -> None:
    from storage.keys import system_keys
    from storage.office import recover_key

    recover_key(folder, words, system_keys())


def _write_words_sheet(words: str, office: Office, made_at: datetime, path: Path, _: Texts) -> None:
    _write_file(path, _recovery_words_pdf(words, office, made_at, _))


def _documents() -> Documents:
    """Put together what the desk can print or save; each is imported when it is first used."""
    from integrations.text_file import read_text
    from ui.desk.kit.documents import Documents

    return Documents(
        receipt_pdf=_receipt_pdf,
        upi_slip_pdf=_upi_slip_pdf,
        shift_report_pdf=_shift_report_pdf,
        day_end_pdf=_day_end_pdf,
        balance_pdf=_balance_pdf,
        billing_sheet_xlsx=_write_sheet,
        simulation_xlsx=_write_simulation,
        pictures=_pictures,
        page_picture=_page_picture,
        thermal_image=_thermal_image,
        code_modules=_code_modules,
        amount_in_words=_amount_in_words,
        text_sheet_xlsx=_write_text_sheet,
        register_pdf=_register_pdf,
        notices_pdf=_notices_pdf,
        register_xlsx=_register_xlsx,
        list_file=_write_register,
        recovery_words_pdf=_recovery_words_pdf,
        support_bundle=_make_support_bundle,
        read_settlement=_read_settlement,
        read_import=_read_import,
        sha256_of=_sha256_of,
        write_rejected=_write_rejected,
        printers=_printers(),
        read_text=read_text,
        holidays_of_state=_holidays_of_state,
    )


def _printers() -> Printers:
    """Put together what knows the printers of this machine, and the roads to them."""
    from ui.desk.kit.documents import Printers

    return Printers(
        load=_load_printers, keep=_keep_printers, send=_send_to_printer, logo=_read_logo
    )


def _load_printers() -> DeskPrinters:
    from integrations.printing import remembered

    return remembered.load(_settings_folder() / remembered.FILE_NAME)


def _keep_printers(printers: DeskPrinters) -> None:
    from integrations.printing import remembered

    remembered.keep(_settings_folder() / remembered.FILE_NAME, printers)


def _send_to_printer(profile: PrinterProfile, pdf: bytes, file_name: str) -> None:
    from integrations.printing.sending import send

    send(profile, pdf, file_name)


def _read_logo(path: Path) -> bytes:
    from integrations.printing.logo import read_logo

    return read_logo(path)


def _receipt_pdf(copy: ReceiptCopy, style: PrintStyle, texts: Mapping[str, Texts]) -> bytes:
    from integrations.documents.receipt_pdf import render

    return render(copy, style, texts)


def _upi_slip_pdf(slip: UpiSlip, style: PrintStyle, texts: Mapping[str, Texts]) -> bytes:
    from integrations.documents.upi_slip_pdf import render

    return render(slip, style, texts)


def _shift_report_pdf(
    report: ShiftReport, office: Office, style: PrintStyle, texts: Mapping[str, Texts]
) -> bytes:
    from integrations.documents.shift_report_pdf import render

    return render(report, office, style, texts)


def _day_end_pdf(
    end: DayEnd,
    office: Office,
    cheques: Sequence[Cheque],
    style: PrintStyle,
    texts: Mapping[str, Texts],
) -> bytes:
    from integrations.documents.day_end_pdf import render

    return render(end, office, cheques, style, texts)


def _balance_pdf(
    sheets: Mapping[str, BalanceSheet],
    office: Office,
    style: PrintStyle,
    texts: Mapping[str, Texts],
) -> bytes:
    from integrations.documents.balance_pdf import render

    return render(sheets, office, style, texts)


def _code_modules(text: str) -> Sequence[bytes]:
    from integrations.documents.qr import modules

    return modules(text)


def _recovery_words_pdf(words: str, office: Office, made_at: datetime, _: Texts) -> bytes:
    from integrations.documents.recovery_words_pdf import render

    return render(words, office, made_at, _)


def _write_simulation(sheet: SimulationSheet, path: Path, _: Texts) -> None:
    from integrations.documents import simulation_xlsx

    simulation_xlsx.write(sheet, path, _)


def _write_text_sheet(sheet: TextSheet, path: Path, _: Texts) -> None:
    from integrations.documents import text_sheet_xlsx

    text_sheet_xlsx.write(sheet, path, _)


def _write_text_file(sheet: TextSheet, path: Path, _: Texts) -> None:
    from integrations.spreadsheets import text_sheet_csv

    if path.suffix.lower() == ".csv":
        text_sheet_csv.write(sheet, path)
    else:
        _write_text_sheet(sheet, path, _)


def _register_pdf(sheet: RegisterSheet, _: Texts) -> bytes:
    from integrations.documents.register_pdf import render

    return render(sheet, _)


def _notices_pdf(batch: NoticeBatch, languages: Sequence[str]) -> bytes:
    from integrations.documents.notice_pdf import render

    return render(batch, languages, texts_of_all())


def _write_notices(batch: NoticeBatch, languages: Sequence[str], path: Path) -> None:
    _write_file(path, _notices_pdf(batch, languages))


def _register_xlsx(sheet: RegisterSheet, path: Path, _: Texts) -> None:
    from integrations.documents import register_xlsx

    register_xlsx.write(sheet, path, _)


def _write_register(sheet: RegisterSheet, path: Path, _: Texts) -> None:
    """Write a register as what the end of the file's name says: PDF, CSV, or an Excel book."""
    from integrations.spreadsheets import register_csv

    if path.suffix.lower() == ".pdf":
        _write_file(path, _register_pdf(sheet, _))
    elif path.suffix.lower() == ".csv":
        register_csv.write(sheet, path)
    else:
        _register_xlsx(sheet, path, _)


def _write_support_bundle(
    clock: Clock, facts: OfficeFacts | None, trouble: str, out: Path, _: Texts
) -> Sequence[str]:
    from integrations import support_bundle

    return support_bundle.write(facts, trouble, _log_folder(), out, clock.now(), _)


def _make_support_bundle(facts: OfficeFacts, path: Path, made_at: datetime, _: Texts) -> None:
    from integrations import support_bundle

    support_bundle.write(facts, "", _log_folder(), path, made_at, _)


def _read_settlement(path: Path) -> SettlementTable:
    from integrations.spreadsheets.settlement import read_settlement

    return read_settlement(path)


def _read_import(
    path: Path, count_known: CountKnown, sheet: int, line: int | None, encoding: str
) -> ImportSheet:
    from integrations.spreadsheets.any_sheet import read_sheet

    return read_sheet(path, count_known, sheet=sheet, heading_line=line, encoding=encoding)


def _sha256_of(path: Path) -> str:
    from integrations.spreadsheets.any_sheet import sha256_of

    return sha256_of(path)


def _write_rejected(
    source: Path, headings: Sequence[str], rows: Sequence[tuple[Sequence[str], str]]
) -> Path | None:
    from integrations.spreadsheets import rejected

    return rejected.write(source, headings, rows)


def _pictures(pdf: bytes, dpi: int) -> list[PagePicture]:
    from integrations.documents import preview

    return preview.pages(pdf, dpi)


def _thermal_image(pdf: bytes, dots: int) -> BlackPicture:
    from integrations.documents import preview

    return preview.thermal_image(pdf, dots)


def _page_picture(pdf: bytes, number: int, dpi: int) -> PagePicture | None:
    from integrations.documents import preview

    return preview.page(pdf, number, dpi)


def _amount_in_words(amount: Money, _: Texts) -> str:
    from integrations.documents.amount_words import amount_in_words

    return amount_in_words(amount, _)


def _write_sheet(sheet: BillingSheet, path: Path, _: Texts) -> None:
    from integrations.documents.billing_sheet_xlsx import write

    write(sheet, path, _)


def _write_receipt(copy: ReceiptCopy, path: Path, style: PrintStyle) -> None:
    _write_file(path, _receipt_pdf(copy, style, texts_of_all()))


def _write_shift_report(report: ShiftReport, office: Office, path: Path, style: PrintStyle) -> None:
    _write_file(path, _shift_report_pdf(report, office, style, texts_of_all()))


def _write_day_end(
    end: DayEnd, office: Office, cheques: Sequence[Cheque], path: Path, style: PrintStyle
) -> None:
    _write_file(path, _day_end_pdf(end, office, cheques, style, texts_of_all()))


def _write_balance(
    sheets: Mapping[str, BalanceSheet], office: Office, path: Path, style: PrintStyle
) -> None:
    _write_file(path, _balance_pdf(sheets, office, style, texts_of_all()))


def _write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    from integrations.files import replacing

    with replacing(path) as file:
        file.write(content)


def _settings_folder() -> Path:
    """Return where the system keeps the settings of a user's programs."""
    import platformdirs

    return Path(platformdirs.user_config_dir(_NAME, appauthor=False))


def _log_folder() -> Path:
    """Return where the system keeps the logs of a user's programs."""
    import platformdirs

    return Path(platformdirs.user_log_dir(_NAME, appauthor=False))


def _speak_utf8() -> None:
    """Print rupee signs and Hindi on every system, whatever its console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    _speak_utf8()
    sys.exit(main())
