"""A desk that is killed: it posts a receipt and hangs at its printer until somebody ends it."""

import sys
from pathlib import Path

from domain.ids import new_id
from domain.money import Money
from domain.printing import Paper, PrinterKind, PrinterProfile, PrintStyle
from domain.recharge import RechargeOrder
from integrations.documents import receipt_pdf
from integrations.printing.sending import send
from resources.texts import texts_of_all
from tests.ui.practice_office import CLERK, office_of


def main(folder, place):
    books = office_of(Path(folder))
    receipt = books.recharge(RechargeOrder.of(new_id(), "100001", Money.rupees(500)), CLERK)
    style = PrintStyle(Paper.ROLL_80)
    pdf = receipt_pdf.render(books.receipt(receipt.number), style, texts_of_all())
    print(receipt.number, flush=True)  # noqa: T201 - whoever started it reads it
    send(PrinterProfile("Roll", PrinterKind.NETWORK, place, style), pdf, "")
    books.confirm_print(receipt.number, CLERK)


if __name__ == "__main__":
    main(*sys.argv[1:])
