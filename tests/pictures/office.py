"""The office's own work in pictures: tariffs, files, books, audit, codes and printers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.formats import kilowatts
from tests.pictures.artist import Artist
from tests.pictures.offices import DEVI, SHOWN

#: Two that are new, one that is refused, and one whose telephone is another.
_NEW_CONSUMERS = """CA No,Consumer Name,Mobile No,Meter Sl No,Sanctioned Load (kW),Date of Supply
920001,सुनीता देवी,9876543210,SX920001,2 kW,15/11/2026
920002,Manoj Kumar,9876543211,SX920002,3 kW,16/11/2026
920003,Geeta Kumari,98765,SX920003,1 kW,16/11/2026
{known.number},{known.name},9000000001,{known.meter_serial},{load},{known.connected_on:%d/%m/%Y}
"""


def tariffs(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("tariffs")
    page, book = window.page, window.page.view.book
    artist.settle()
    book.parts.show_value("schedules")
    book.schedules.go_to("BR-DS2")
    book.stretches.go_to("BR-DS2-2025F")
    book.compare.show_value("BR-DS2-2025")
    yield "tariffs"
    drafts = artist.books.drafts.all()
    if drafts:
        page.show_place(drafts[0].id)
    else:
        book.schedules.go_to("AS-DOMA-2023")
        artist.settle()
        page.controller.draft_successor()
    artist.settle()
    editor = page.view.editor
    editor.form.form.field("energy").cell(1, 1).setText("7.25")
    page.controller.editing.keep()
    artist.settle()
    editor.tabs.setCurrentIndex(0)
    yield "tariff-draft"
    page.controller.editing.impacting.run()
    yield "tariff-impact"
    page.step_back()


def importing(artist: Artist, window: Any) -> Iterator[str]:
    """Draw the steps of a file that is not taken in: the office stays as it is."""
    window.show_page("importing")
    page = window.page
    file = Path("new consumers.csv")
    known = artist.books.consumer(SHOWN)
    file.write_text(
        _NEW_CONSUMERS.format(known=known, load=kilowatts(known.load_w)), encoding="utf-8"
    )
    page.controller.begin()
    page.controller.choose(file)
    artist.settle()
    columns = page.view.columns
    columns.fields["category"].show_value(" for all ")
    columns.values["category"].show_value(known.category)
    yield "importing-columns"
    page.controller.accept()
    artist.settle()
    yield "importing"
    while page.step_back():
        pass


def books(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("books")
    window.page.check.check()
    yield "books"
    window.page.backups.drill()
    yield "drill"
    window.page.step_back()
    window.actions_of_desk.run("office_settings")
    yield "office-settings"
    window.settings.put_away()


def audit(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("audit")
    yield "audit"


def verifying(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("verifying")
    view = window.page.view
    [row] = artist.books.receipts(1, SHOWN)
    code = artist.books.receipt(row.number, DEVI).code
    changed = code.replace("&a=", "&a=9")
    for text, name in ((code, "verifying"), (changed, "verifying-changed")):
        view.code.setText(text)
        view.verify_requested.emit(text)
        yield name
    window.page.step_back()


def printers(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("printers")
    artist.settle()
    window.page.view.table.go_to_place(0)
    yield "printers"
