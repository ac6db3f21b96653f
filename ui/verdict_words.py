"""What the verdicts on a receipt's code are called, and what each of them means."""

from __future__ import annotations

from domain.signing import Verdict
from resources.texts import N_

#: In a word or two, and as a sentence for whoever stands at the counter.
VERDICTS: dict[Verdict, tuple[str, str]] = {
    Verdict.TRUE: (
        N_("True"),
        N_("The receipt was signed by this office, and the books hold the same."),
    ),
    Verdict.SIGNED: (
        N_("Signed"),
        N_("The receipt was signed by this office; there are no books here to compare with."),
    ),
    Verdict.CHANGED: (
        N_("Changed"),
        N_("The signature does not fit: what the code says was changed. Do not accept it."),
    ),
    Verdict.NOT_IN_BOOKS: (
        N_("Not in the books"),
        N_("The receipt is signed, but the books hold none like it. Tell the supervisor."),
    ),
    Verdict.UNDONE: (
        N_("Undone"),
        N_("The receipt was a true one, but was undone since: it counts no more."),
    ),
    Verdict.UNKNOWN_KEY: (
        N_("Unknown key"),
        N_("The receipt is signed with a key that this office does not know."),
    ),
    Verdict.UNSIGNED: (
        N_("Not signed"),
        N_("The code is not signed, so that anybody could have made it. Look into the books."),
    ),
}

#: What a code and the books may say differently.
DIFFERING: dict[str, str] = {
    "consumer": N_("Consumer no."),
    "amount": N_("Amount"),
    "balance": N_("Balance after"),
    "posted_at": N_("Date and time"),
}
