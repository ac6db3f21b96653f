"""People in pictures: the door, the first start, staff, and what they ask one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.pictures.artist import Artist
from tests.pictures.offices import PASSWORD


def door(artist: Artist, front: Any) -> Iterator[str]:
    if front.window_of_desk:
        front.sign_out()
    front.begin()
    panel = front.sign_in.sign_in
    panel.show_name("asha")
    panel.form.field("password").setText(PASSWORD)
    yield "sign-in"
    front.wizard.start()
    front.wizard.welcome.next_requested.emit()
    form = front.wizard.administrator.form
    form.show_values({"name": "Asha Kumari", "user_name": "asha", "new_password": PASSWORD})
    yield "first-start"
    form.show_values({"again": PASSWORD})
    front.wizard.administrator.accept_requested.emit()
    yield "recovery-words"
    front.door.side.show_steps((), 0)
    front.door.retranslate()


def staff(artist: Artist, front: Any) -> Iterator[str]:
    _desk_of_asha(artist, front).show_page("staff")
    artist.settle()
    front.window_of_desk.page.view.table.go_to("meena")
    yield "staff"


def approvals(artist: Artist, front: Any) -> Iterator[str]:
    _desk_of_asha(artist, front).show_page("approvals")
    artist.settle()
    table = front.window_of_desk.page.view.table
    for place, name in ((2, "approvals"), (0, "approvals-cancellation")):
        table.go_to_place(place)
        yield name


def locked(artist: Artist, front: Any) -> Iterator[str]:
    _desk_of_asha(artist, front)
    front.lock()
    yield "locked"


def _desk_of_asha(artist: Artist, front: Any) -> Any:
    if front.window_of_desk is None or front.is_locked:
        front.open_desk(artist.books.trust.member("asha"))
        # The tour, which is offered then, would lie over what is to be seen.
        artist.settle()
        front.window_of_desk.tour.end()
    return front.window_of_desk
