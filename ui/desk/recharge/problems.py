"""Under which field of the recharge form a refusal belongs."""

from __future__ import annotations

from typing import Any

from domain import errors
from domain import errors_of_counter as counter

#: All others stand above the button.
_FIELD_OF: dict[type[Exception], str] = {
    errors.ConsumerNotFound: "consumer",
    errors.ConsumerIsClosed: "consumer",
    errors.ReceiptNotFound: "consumer",
    counter.NotAReceiptCode: "consumer",
    errors.NotAnAmount: "amount",
    errors.AmountOutOfRange: "amount",
    counter.AmountNotPositive: "amount",
    counter.NotAMultiple: "amount",
    counter.NoArrears: "arrears",
    counter.ArrearsExceeded: "arrears",
    errors.TenderUnknown: "tender",
    counter.TooManyTenders: "tender",
    counter.ChequesBarred: "tender",
    counter.GivenTooLittle: "given",
    errors.ReferenceMissing: "reference",
    counter.ReferenceUsed: "reference",
    counter.ChequePostDated: "dated",
    counter.ChequeStale: "dated",
}


def field_of(error: Any) -> str:
    """Return the field under which a refusal belongs, or nothing."""
    return _FIELD_OF.get(type(error), str(getattr(error, "field", "")))
