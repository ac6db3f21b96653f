"""A receipt on a roll of 58 or 80 mm: black only, legible at the dots of its printer."""

from __future__ import annotations

from collections.abc import Sequence

from domain import formats
from domain.printing import PrintStyle
from domain.recharge import ReceiptCopy
from integrations.documents import receipt_facts as say
from integrations.documents.amount_words import amount_in_words
from integrations.documents.facts import lines_of, lists_together, one_line, together
from integrations.documents.receipt_qr import text_of
from integrations.documents.roll import Strip
from resources.texts import Texts


def strip_of(copy: ReceiptCopy, style: PrintStyle, languages: Sequence[Texts]) -> Strip:
    """Return the receipt as a strip; what was undone stands at its head."""
    receipt = copy.receipt
    strip = Strip(style)
    _put_undoings(strip, copy, languages)
    strip.head(copy.office, languages[0])
    strip.space(2)
    strip.centred_whole(one_line(lambda _: say.title(receipt, _), languages), 11)
    strip.space(2)
    for mark in lists_together(lambda _: say.marks(copy, _), languages):
        strip.framed(mark, 10)
    strip.rule()
    strip.words(together(lambda _: say.of_series(receipt, _), languages))
    strip.rule()
    strip.words(together(lambda _: say.of_consumer(receipt, _), languages))
    strip.rule()
    strip.centred_whole(formats.rupees(receipt.amount), 18)
    for words in lines_of(lambda _: amount_in_words(receipt.amount, _), languages):
        strip.centred(words, 8.5, lines=4)
    _put_payment(strip, copy, languages)
    strip.rule()
    strip.sums(together(lambda _: say.of_money(receipt, _), languages))
    strip.rule()
    strip.code(text_of(copy))
    for line in lines_of(lambda _: say.foot(copy, _), languages):
        strip.centred(line, 8, lines=3)
    strip.centred(say.order(receipt, languages[0]), 6.8, lines=2)
    return strip


def _put_undoings(strip: Strip, copy: ReceiptCopy, languages: Sequence[Texts]) -> None:
    if not copy.receipt.undone:
        return
    strip.stamp(lines_of(lambda _: say.undone_mark(copy.receipt, _), languages), 18)
    for _ in languages:
        for sentence in say.undone_sentences(copy.receipt, _):
            strip.left(sentence, 8.5, is_bold=True, lines=5)
    strip.rule()


def _put_payment(strip: Strip, copy: ReceiptCopy, languages: Sequence[Texts]) -> None:
    heads = together(lambda _: say.of_heads(copy.receipt, _), languages)
    tenders = together(lambda _: say.of_tenders(copy.receipt, _), languages)
    strip.rule()
    if heads:
        strip.left(one_line(lambda _: _("Paid for"), languages), 8)
        strip.sums(heads)
        strip.rule()
    strip.left(one_line(lambda _: _("Paid by"), languages), 8)
    strip.sums(tenders)
