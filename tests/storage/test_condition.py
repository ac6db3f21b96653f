"""What the desk is told of the books' condition between two checks."""

from datetime import timedelta

from domain.progress import silent
from tests.ui.practice_office import CLERK, make_office, office_of


def test_books_that_were_never_checked_say_so(tmp_path):
    make_office(tmp_path / "office", consumers=12)
    books = office_of(tmp_path / "office")

    condition = books.condition()

    assert condition.checked_at is None
    assert condition.anchor is None
    assert condition.wallets == 12
    books.close()


def test_checks_that_overlap_do_not_find_each_other_wrong(tmp_path):
    make_office(tmp_path / "office", consumers=12)
    books = office_of(tmp_path / "office")
    books.check(silent, actor=CLERK)
    meanwhile = []

    def check_meanwhile(step):
        # The other one ends, and is remembered, before this one is.
        if step.done == step.total and not meanwhile:
            meanwhile.append(books.check(silent, quick=True, actor=CLERK))

    assert books.check(check_meanwhile, quick=True, actor=CLERK) == []

    assert meanwhile == [[]]
    assert books.check(silent, quick=True, actor=CLERK) == []
    assert books.check(silent, actor=CLERK) == []
    books.close()


def test_a_good_check_is_remembered_with_what_it_verified(tmp_path):
    make_office(tmp_path / "office", consumers=12)
    books = office_of(tmp_path / "office")

    assert books.check(silent, actor=CLERK) == []
    whole = books.condition()
    assert books.check(silent, quick=True, actor=CLERK) == []
    quick = books.condition()

    assert whole.is_whole
    assert not quick.is_whole
    assert quick.checked_at - whole.checked_at < timedelta(minutes=1)
    assert (whole.postings, whole.receipts) == (quick.postings, quick.receipts)
    assert whole.postings > whole.receipts > 0
    # The event that told of the first check lies between the two.
    assert quick.events == whole.events + 1
    assert str(quick.anchor).startswith(f"P1.1:{quick.events}:")
    assert quick.problems == 0
    assert quick.whole_checked_at == whole.checked_at
    books.close()
