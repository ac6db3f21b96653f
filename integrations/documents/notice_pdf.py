"""Notices of dues, a page of A4 each: what is owed, since when, by when to pay, what follows.

Thousands are made at once: what is the same on many pages is set once and drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportlab.pdfgen.canvas import Canvas

from domain import formats
from domain.calendar import billing_day
from domain.errors_of_supply import NoticesTooMany
from domain.money import Money
from domain.notice import Notice, NoticeBatch, Stand
from domain.office import Office
from integrations.documents.amount_words import amount_in_words
from integrations.documents.facts import BETWEEN, lines_of, one_line
from integrations.documents.file import pdf_of
from integrations.documents.letterhead import address_of, put_letterhead, put_marks, put_practice
from integrations.documents.look import (
    ACCENT,
    GROUND,
    MARGIN,
    MM,
    MUTED,
    PAGE_HEIGHT,
    RULE,
    TOP,
    WARNING,
    WARNING_GROUND,
    WIDTH,
)
from integrations.documents.paper import Picture
from integrations.documents.pdf_text import RIGHT, Ink, set_text, set_whole
from integrations.documents.qr import dark_runs, modules
from resources.texts import Texts

#: Nobody carries more to one post office, and so many take a minute.
MOST_NOTICES = 20_000
_PAGE = PAGE_HEIGHT - 3 * TOP
_CODE = 40 * MM
_LEFT = WIDTH - _CODE - 20
_LABEL, _LABEL_OF_BOTH = 100.0, 150.0
_AMOUNT = 110.0
_SIZE, _SMALL = 10.0, 8.0
_USUAL = "en"
#: So many different texts stand ready; sentences, labels and places come again and again.
_READY = 4_096


class _Pen:
    """Sets texts; those that come again on another page are set once."""

    def __init__(self) -> None:
        self._set = lru_cache(maxsize=_READY)(set_text)
        self._set_whole = lru_cache(maxsize=_READY)(set_whole)

    def text(  # noqa: PLR0913 - what is put where, and how
        self, picture: Picture, text: str, ink: Ink, *, x: float, y: float, width: float
    ) -> float:
        """Put a text as :meth:`Picture.text` does."""
        return picture.put(self._set(text, ink, width), x=x, y=y)

    def whole(  # noqa: PLR0913 - what is put where, and how
        self, picture: Picture, text: str, ink: Ink, *, x: float, y: float, width: float
    ) -> float:
        """Put a text as :meth:`Picture.whole` does."""
        return picture.put(self._set_whole(text, ink, width), x=x, y=y)


@dataclass(frozen=True, slots=True)
class _Paper:
    """What all pages of the same languages share; ``mark`` lies over all that stands on them."""

    batch: NoticeBatch
    languages: Sequence[Texts]
    head: Picture
    mark: Picture
    pen: _Pen

    @property
    def office(self) -> Office:
        return self.batch.office

    @property
    def label_width(self) -> float:
        return _LABEL if len(self.languages) == 1 else _LABEL_OF_BOTH


def render(
    batch: NoticeBatch, languages: Sequence[str], texts: Mapping[str, Texts], logo: bytes = b""
) -> bytes:
    """Return a PDF with a page for each notice, in these languages or in each consumer's own.

    :class:`NoticesTooMany` for more than are made at once.
    """
    if len(batch.notices) > MOST_NOTICES:
        raise NoticesTooMany(len(batch.notices), MOST_NOTICES)
    papers: dict[tuple[str, ...], _Paper] = {}
    pen = _Pen()

    def paper_of(notice: Notice) -> _Paper:
        wanted = tuple(languages) or (notice.language if notice.language in texts else _USUAL,)
        if wanted not in papers:
            papers[wanted] = _paper(batch, [texts[one] for one in wanted], logo, pen)
        return papers[wanted]

    def page_of(notice: Notice) -> _Page:
        return _Page(paper_of(notice), notice)

    title = _title_in(texts[languages[0] if languages else _USUAL])
    return pdf_of(title, batch.office.name, *(page_of(one).draw for one in batch.notices))


@dataclass(frozen=True, slots=True)
class _Page:
    """One notice and the paper that it goes on; it is laid out when it is drawn."""

    paper: _Paper
    notice: Notice

    def draw(self, canvas: Canvas) -> None:
        """Draw the page, smaller where names are long."""
        picture = _page(self.paper, self.notice)
        scale = min(1.0, _PAGE / picture.depth)
        x = MARGIN + (1 - scale) * WIDTH / 2
        picture.draw(canvas, x=x, top=PAGE_HEIGHT - TOP, scale=scale)


def _title_in(_: Texts) -> str:
    return _("Notice of dues")


def _paper(batch: NoticeBatch, languages: Sequence[Texts], logo: bytes, pen: _Pen) -> _Paper:
    head, mark, office = Picture(), Picture(), batch.office
    if office.is_practice:
        put_marks(head, [one_line(lambda _: _("PRACTICE: not real money"), languages)])
        put_practice(mark, one_line(lambda _: _("PRACTICE"), languages), y=_PAGE / 2)
    share = 0.3 if len(languages) == 1 else 0.44
    title = one_line(_title_in, languages)
    put_letterhead(head, office, logo, title, languages[0], title_share=share)
    return _Paper(batch, languages, head, mark, pen)


def _page(paper: _Paper, notice: Notice) -> Picture:
    picture = Picture()
    y = picture.add(paper.head, x=0, y=0) + 12
    y = _put_whose(picture, paper, notice, y=y) + 12
    y = _put_amount(picture, paper, notice, y=y) + 16
    y = _put_dues(picture, paper, notice, y=y) + 14
    y = _put_follows(picture, paper, notice, y=y) + 14
    y = _put_where(picture, paper, notice, y=y) + 18
    _put_foot(picture, paper, y=y)
    picture.add(paper.mark, x=0, y=0)
    return picture


def _put_whose(picture: Picture, paper: _Paper, notice: Notice, *, y: float) -> float:
    """Put whose notice it is, as a window of an envelope shows it, and the day at the right."""
    languages = paper.languages
    made = lines_of(
        lambda _: formats.day(billing_day(paper.batch.made_at), _.month_names), languages
    )
    day = Ink(_SIZE, align=RIGHT)
    paper.pen.text(picture, BETWEEN.join(made), day, x=WIDTH - 170, y=y, width=170)
    strong = Ink(_SIZE + 1.5, is_bold=True, lines=2)
    y = paper.pen.text(picture, notice.name, strong, x=0, y=y, width=WIDTH - 180)
    if notice.address:
        y = paper.pen.text(
            picture, notice.address, Ink(_SIZE, lines=3), x=0, y=y, width=WIDTH - 180
        )
    supply = " · ".join(
        part for part in (notice.schedule, formats.kilowatts(notice.load_w), notice.feeder) if part
    )
    y += 6
    for label, value in (
        (one_line(lambda _: _("Consumer no."), languages), notice.number),
        (one_line(lambda _: _("Supply"), languages), supply),
    ):
        y = _put_fact(picture, paper, label, value, y=y)
    return y


def _put_fact(picture: Picture, paper: _Paper, label: str, value: str, *, y: float) -> float:
    width = paper.label_width
    paper.pen.whole(picture, label, Ink(_SMALL, colour=MUTED), x=0, y=y + 1.5, width=width - 6)
    ink = Ink(_SIZE, is_bold=True)
    return paper.pen.whole(picture, value, ink, x=width, y=y, width=WIDTH - width) + 2


def _put_amount(picture: Picture, paper: _Paper, notice: Notice, *, y: float) -> float:
    """Put how much is to be paid, and by when, where it is seen first."""
    card, languages = Picture(), paper.languages
    half = WIDTH / 2 - 16
    below = paper.pen.whole(
        card,
        one_line(lambda _: _("Amount to pay"), languages),
        Ink(_SMALL, colour=MUTED),
        x=12,
        y=8,
        width=half,
    )
    figure = Ink(24, is_bold=True, colour=ACCENT)
    below = paper.pen.whole(card, formats.rupees(notice.to_pay), figure, x=12, y=below, width=half)
    for words in lines_of(lambda _: amount_in_words(notice.to_pay, _), languages):
        below = paper.pen.text(card, words, Ink(_SMALL, lines=2), x=12, y=below, width=half)
    right, x = 8.0, WIDTH / 2 + 4
    label = one_line(lambda _: _("When to pay"), languages)
    right = paper.pen.whole(card, label, Ink(_SMALL, colour=MUTED), x=x, y=right, width=half)
    for words in lines_of(lambda _: _when(notice, _), languages):
        ink = Ink(13, is_bold=True, colour=WARNING, lines=2)
        right = paper.pen.text(card, words, ink, x=x, y=right + 2, width=half)
    depth = max(below, right) + 9
    picture.box(x=0, y=y, width=WIDTH, height=depth, fill=GROUND)
    picture.add(card, x=0, y=y)
    return y + depth


def _when(notice: Notice, _: Texts) -> str:
    if notice.stand is Stand.FROM and notice.pay_by is not None:
        return _("before {moment}", moment=formats.moment(notice.pay_by, _.month_names))
    return _("as soon as possible") if notice.stand is Stand.HELD else _("at once")


def _put_dues(picture: Picture, paper: _Paper, notice: Notice, *, y: float) -> float:
    """Put how the balance came to be what it is: lines that add up."""
    y = _put_title(picture, paper, lambda _: _("How it came about"), y=y)
    lines = [[*_lines(notice, _)] for _ in paper.languages]
    for place, (_words, amount, is_sum) in enumerate(lines[0]):
        words = BETWEEN.join(dict.fromkeys(said[place][0] for said in lines))
        if is_sum:
            picture.box(x=0, y=y - 1, width=WIDTH, height=_SIZE * 1.32 + 5, fill=GROUND)
            y += 1
        room = WIDTH - _AMOUNT - 8
        ink = Ink(_SIZE, is_bold=is_sum)
        paper.pen.whole(picture, words, ink, x=4, y=y, width=room)
        colour = WARNING if is_sum else ink.colour
        figure = Ink(_SIZE, is_bold=is_sum, colour=colour, align=RIGHT)
        shown = formats.rupees(amount)
        y = paper.pen.whole(picture, shown, figure, x=WIDTH - _AMOUNT, y=y, width=_AMOUNT - 4)
        picture.line(x=0, y=y + 1.5, width=WIDTH, colour=RULE)
        y += 4
    if notice.arrears:
        for words in lines_of(lambda _: _of_arrears(notice, _), paper.languages):
            y = paper.pen.text(
                picture, words, Ink(_SMALL, colour=MUTED, lines=2), x=4, y=y, width=WIDTH - 8
            )
    return y


def _lines(notice: Notice, _: Texts) -> Sequence[tuple[str, Money, bool]]:
    dues = notice.dues
    total = (_("Balance now"), notice.balance, True)
    if dues is None:
        return [total]
    day = formats.day(dues.since, _.month_names)
    lines = [
        (_("Balance before it fell below zero on {day}", day=day), dues.before, False),
        (_("Charges of the days since"), -dues.charged, False),
        (_("Payments since"), dues.paid, False),
    ]
    if dues.other:
        lines.append((_("Other entries since"), dues.other, False))
    return [*lines, total]


def _of_arrears(notice: Notice, _: Texts) -> str:
    return _(
        "Besides, {amount} from before prepaid are owed; they are paid off by their own plan.",
        amount=formats.rupees(notice.arrears),
    )


def _put_follows(picture: Picture, paper: _Paper, notice: Notice, *, y: float) -> float:
    """Put what happens, if nothing is paid and if it is."""
    y = _put_title(picture, paper, lambda _: _("What happens"), y=y)
    said = [_follows(notice, _) for _ in paper.languages]
    depth, card = 6.0, Picture()
    for sentences in zip(*said, strict=True):
        for words in dict.fromkeys(sentences):
            depth = paper.pen.text(
                card, words, Ink(_SIZE, lines=3), x=10, y=depth, width=WIDTH - 20
            )
        depth += 3
    fill = GROUND if notice.stand is Stand.HELD else WARNING_GROUND
    picture.box(x=0, y=y, width=WIDTH, height=depth + 4, fill=fill)
    return picture.add(card, x=0, y=y) + 4


def _follows(notice: Notice, _: Texts) -> Sequence[str]:
    """Return what follows in sentences, as many in every language."""
    amount = formats.rupees(notice.to_pay)
    sentences = [_stand_words(notice, _)]
    if notice.stand is Stand.OFF:
        minutes = notice.within_minutes
        sentences.append(
            _(
                "Supply comes back within {count} minutes of a payment of {amount}.",
                count=minutes,
                amount=amount,
            )
        )
    else:
        sentences.append(_("If {amount} are paid, nothing is disconnected.", amount=amount))
    if notice.part_to_pay is not None and notice.stand is Stand.OFF:
        sentences.append(
            _(
                "Once, {amount} are enough; the rest is then due within {count} days.",
                amount=formats.rupees(notice.part_to_pay),
                count=notice.rest_days,
            )
        )
    sentences.append(
        _(
            "If a hospital, life support, a court's order or an open dispute is concerned, bring"
            " the proof to the office at once."
        )
    )
    return sentences


def _stand_words(notice: Notice, _: Texts) -> str:
    match notice.stand:
        case Stand.OFF:
            return _("Supply is disconnected because the balance is below zero.")
        case Stand.AT_ONCE:
            return _("Supply may be disconnected at any permitted hour, without another notice.")
        case Stand.FROM if notice.pay_by is not None:
            return _(
                "From {moment} on supply may be disconnected without another notice.",
                moment=formats.moment(notice.pay_by, _.month_names),
            )
        case _other:
            return _("Supply is not disconnected for now, but what it uses is owed all the same.")


def _put_where(picture: Picture, paper: _Paper, notice: Notice, *, y: float) -> float:
    """Put where to pay, with the code of the amount where the office takes UPI."""
    top = y
    has_code = bool(notice.code)
    width = _LEFT if has_code else WIDTH
    y = _put_title(picture, paper, lambda _: _("Where to pay"), y=y)
    for words in lines_of(lambda _: _at_counter(paper.office, _), paper.languages):
        y = paper.pen.text(picture, words, Ink(_SIZE, lines=3), x=0, y=y, width=width) + 2
    if not has_code:
        return y
    for words in lines_of(lambda _: _by_upi(notice, _), paper.languages):
        y = paper.pen.text(picture, words, Ink(_SIZE, lines=3), x=0, y=y, width=width) + 2
    for words in lines_of(
        lambda _: _("This is not a receipt. The office gives one when the payment has arrived."),
        paper.languages,
    ):
        y = paper.pen.text(
            picture, words, Ink(_SMALL, colour=MUTED, lines=2), x=0, y=y, width=width
        )
    matrix = modules(notice.code)
    picture.dots(list(dark_runs(matrix)), x=WIDTH - _CODE, y=top, size=_CODE, count=len(matrix))
    return max(y, top + _CODE)


def _at_counter(office: Office, _: Texts) -> str:
    return _(
        "At the counter of {office}, with your consumer number. {address}",
        office=office.name,
        address=address_of(office, _),
    )


def _by_upi(notice: Notice, _: Texts) -> str:
    amount = formats.rupees(notice.to_pay)
    return _("By UPI: read the code with any application; {amount} are filled in.", amount=amount)


def _put_foot(picture: Picture, paper: _Paper, *, y: float) -> None:
    picture.line(x=0, y=y - 6, width=WIDTH, colour=RULE)
    for words in lines_of(lambda _: _foot(paper.batch, _), paper.languages):
        y = paper.pen.text(picture, words, Ink(7, colour=MUTED, lines=2), x=0, y=y, width=WIDTH)


def _foot(batch: NoticeBatch, _: Texts) -> str:
    made = _("Made on {moment}", moment=formats.moment(batch.made_at, _.month_names))
    policy = _("Policy {title}", title=batch.policy) if batch.policy else ""
    anchor = _("Anchor of the books {anchor}", anchor=batch.anchor) if batch.anchor else ""
    return " · ".join(part for part in (made, policy, anchor) if part)


def _put_title(picture: Picture, paper: _Paper, say: Callable[[Texts], str], *, y: float) -> float:
    ink = Ink(_SIZE, is_bold=True, colour=ACCENT)
    return paper.pen.whole(picture, one_line(say, paper.languages), ink, x=0, y=y, width=WIDTH) + 3
