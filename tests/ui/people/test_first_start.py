"""A real office without staff begins with its administrator and twelve words on paper."""

import pytest
from PySide6.QtCore import Qt

from domain.office import Channel, Office
from storage.office import create_office
from tests.ui.people.conftest import PASSWORD
from tests.ui.practice_office import SteppingClock


@pytest.fixture
def fresh(tmp_path, books):
    opened = create_office(
        tmp_path / "fresh",
        Office("PAT2", "Patna-2 · Danapur", state="BR"),
        SteppingClock(books.now()),
    )
    yield opened
    opened.close()


@pytest.fixture
def visitor(open_front, fresh):
    return open_front(fresh)


def tell_who(visitor, user_name="asha"):
    """Go from the welcome to the recovery words."""
    visitor.press(Qt.Key.Key_Return)
    for text in ("Asha Kumari", user_name, PASSWORD, PASSWORD):
        visitor.enter(text)


def shown_words(visitor):
    return [words.split()[1] for words in visitor.front.wizard.words.words_view.shown]


def type_back(visitor, words):
    """Type the words that are asked for by their numbers."""
    form = visitor.panel.try_view.form
    for name in form.names:
        place = int(form.field(name).accessibleName().split()[-1])
        visitor.enter(words[place - 1])


def test_the_administrator_and_the_words_are_stored_at_the_end(visitor, fresh):
    tell_who(visitor)
    words = shown_words(visitor)
    assert len(words) == 12
    visitor.panel.go_on.click()
    assert not fresh.trust.has_staff()

    type_back(visitor, words)
    visitor.rest()

    assert visitor.panel is visitor.front.wizard.next
    assert fresh.trust.member("asha").name == "Asha Kumari"
    assert fresh.safekeeping.state().words_tried is True
    assert shown_words(visitor) == []
    visitor.press(Qt.Key.Key_Return)
    visitor.rest()
    assert visitor.window.page.key == "staff"
    assert visitor.window.desk.actor.name == "asha"
    assert fresh.trust.sign_in("asha", PASSWORD, Channel.DESK)


def test_a_word_that_is_not_on_the_sheet_stores_nothing(visitor, fresh):
    tell_who(visitor)
    visitor.panel.go_on.click()

    for _word in range(3):
        visitor.enter("wrong")
    visitor.rest()

    [problem] = visitor.panel.try_view.form.problems().values()
    assert "on the sheet is another one" in problem
    assert not fresh.trust.has_staff()


def test_an_enter_too_many_does_not_pass_by_the_words(visitor):
    tell_who(visitor)

    assert visitor.panel.words_view.print_it.hasFocus()


def test_words_left_for_later_are_missed_on_the_staff_page(visitor, fresh):
    tell_who(visitor)
    visitor.panel.later.click()
    visitor.rest()
    visitor.press(Qt.Key.Key_Return)
    visitor.rest()

    assert fresh.trust.has_staff()
    assert fresh.safekeeping.state().words_tried is None
    assert "no recovery words" in visitor.window.page.view.words_state.text()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (("", "asha", PASSWORD, PASSWORD), "name"),
        (("Asha", "9 lives", PASSWORD, PASSWORD), "user_name"),
        (("Asha", "asha", "short", "short"), "new_password"),
        (("Asha", "asha", "asha's own word", "asha's own word"), "new_password"),
        (("Asha", "asha", PASSWORD, "monsoon over gaya"), "again"),
    ],
)
def test_what_cannot_be_is_told_under_its_field(visitor, typed, field):
    visitor.press(Qt.Key.Key_Return)
    for text in typed:
        visitor.enter(text)

    assert list(visitor.panel.form.problems()) == [field]


def test_esc_goes_back_and_keeps_what_was_typed(visitor):
    visitor.press(Qt.Key.Key_Return)
    visitor.enter("Asha Kumari")

    visitor.press(Qt.Key.Key_Escape)
    assert visitor.panel is visitor.front.wizard.welcome
    visitor.press(Qt.Key.Key_Return)

    assert visitor.panel.form.field("name").text() == "Asha Kumari"


def test_the_desk_asks_who_comes_from_then_on(visitor, open_front, fresh):
    tell_who(visitor)
    visitor.panel.later.click()
    visitor.rest()

    again = open_front(fresh)

    assert again.panel is again.front.sign_in.sign_in
    assert again.window is None


def test_a_practice_office_gets_staff_from_the_staff_page(open_front, books):
    visitor = open_front(books)
    visitor.window.show_page("staff")
    visitor.rest()

    visitor.window.page.view.empty.action.click()
    assert visitor.panel is visitor.front.wizard.welcome
    visitor.press(Qt.Key.Key_Escape)
    assert visitor.window.isVisible()

    assert not books.trust.has_staff()
