"""The frame in pictures: what lies over a page or beside it, and what the desk tells."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from tests.pictures.artist import Artist
from tests.pictures.offices import SHOWN
from ui.desk.kit.progress_panel import Outcome

#: What is typed into Go To: part of a name, of pages and of actions.
_LOOKED_FOR = "re"
#: The panel of long works appears after half a second.
_LONG_WORK_SECONDS = 0.9


def frame(artist: Artist, window: Any) -> Iterator[str]:
    """Draw what lies over a page, or beside it."""
    window.show_page("consumers")
    window.page.step_back()
    window.help.toggle()
    yield "help"
    window.help.toggle()
    window.tour.begin()
    yield "tour"
    window.tour.end()
    window.actions_of_desk.run("go_to")
    window.go_to.line.setText(_LOOKED_FOR)
    yield "go-to"
    window.go_to.put_away()
    listed = window.page.view.list
    listed.filters.choose({"statuses": ["low"]})
    listed.filters.open_menu()
    yield "filters"
    listed.filters.menu.close()
    listed.filters.choose({})
    listed.columns.choose()
    yield "columns"
    listed.columns.put_away()
    yield from _told(artist, window)


def _told(artist: Artist, window: Any) -> Iterator[str]:
    """Draw what the desk tells: long work, messages, and who was looked at lately."""
    _ = window.desk.texts
    work = artist.tasks.read(window, lambda _progress: time.sleep(_LONG_WORK_SECONDS))
    told = _("Written to {path}. Rows: {count}.", path="consumers.xlsx", count="300")
    done = Outcome(told, _("Open it"), lambda: None)
    window.desk.progress.follow(work, "consumers.xlsx", lambda _nothing: done)
    yield "long-work"
    for line in window.desk.progress.shown:
        line.put_away.click()
    window.actions_of_desk.run("messages")
    yield "messages"
    window.messages.put_away()
    window.show_consumer(SHOWN)
    artist.settle()
    window.page.step_back()
    window.actions_of_desk.run("recents")
    yield "recents"
    window.recents_button.menu_of_recents.close()
